# SPDX-License-Identifier: MIT
"""The words for the texts of Posts."""

WORDS = ("the a new of for with this that day morning people music game coffee train photo city river garden "
         "bird winter summer today tonight happy great small quiet little story record kitchen bread bicycle "
         "radio signal sensor battery board weather rain snow wind window market match goal team season film "
         "book page letter friend family school science ocean island forest mountain road street café naïve "
         "señor über jalapeño crème São Zürich").split()
OTHER_SCRIPTS = ("日本", "東京の朝", "こんにちは", "서울", "Привет", "مرحبا", "Ελλάδα", "ไทย", "中文")
ASTRAL = ("\U0001F941", "\U0001F600", "\U0001F680", "\U0001F426", "\U0001F44D\U0001F3FD",
          "\U0001F468\u200D\U0001F469\u200D\U0001F467", "\U0001D54F")
SPICE = ("&amp;", "&lt;3", "&gt;", "\n", "\u201cquoted\u201d", '"so"', "it\u2019s", "…", "100%", "\\o/")
HASHTAGS = "birding embedded esp32 music coffee weather NowPlaying 日本 football photo".split()
NAMES = ("Ana", "Björn", "Chloé", "Daiki 太郎", "Emre", "Fatima", "Grace", "Hugo", "Ines", "Jürgen",
         "Kaito \U0001F426", "Lucía", "Mohamed", "Nora", "Oleg", "Priya")
PLACES = ("Berlin, Germany", "東京", "São Paulo", "Nairobi", "Lyon, France", "", "Earth \U0001F30D")
LANGUAGES = ("en", "ja", "en", "ko", "en", "pt", "es", "en", "fr", "und", "ja", "de")
DOMAINS = (("46", "Business Taxonomy", "Categories within Brand Verticals that narrow down the scope of Brands"),
           ("66", "Interests and Hobbies Category", "A grouping of interests and hobbies entities, like Novelty Food"),
           ("131", "Unified Twitter Taxonomy", "A taxonomy of user interests. "),
           ("10", "Person", "Named people in the world like Nelson Mandela"),
           ("65", "Interests and Hobbies Vertical", "Top level interests and hobbies groupings, like Food or Travel"),
           ("30", "Entities [Entity Service]", "Entity Service top level domain, every item that is in Entity Service"))
ENTITIES = (("1557697333571112960", "Technology Business", "Brands, companies, advertisers and every non-person handle"),
            ("898661583827615744", "Birdwatching", "Birds, birders & binoculars"),
            ("781974596752842752", "Services", ""), ("10026378521", "Google ", "Google"),
            ("848920371311001600", "Technology", "Technology and computing"),
            ("852262932607926273", "Coffee", "Coffee, cafés and roasters"),
            ("1283775929578549249", "Embedded systems", ""), ("847868745150119936", "Home & family", "Hobbies and interests"))
