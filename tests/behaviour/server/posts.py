# SPDX-License-Identifier: MIT
"""Posts: their content (from a seed), the fields that a request gets, and the times when they appear."""

import collections
import json
import random
import re
import threading
import time

import words
from rule_syntax import keyword

POOL = 512                              # number of different Posts; then the texts repeat with new ids
ID_MARK = "<----post--id----->"         # 19 characters, as an id; replaced when the Post is sent
TIME_MARK = "<------created-at------>"   # 24 characters
EXACT_TIME_MARK = "<---created-at-exact--->"
LEGACY_TIME_MARK = "<-------created-at-v1.1------->"
MS_MARK = "<timestampms>"
ID_NUMBER_MARK = "<----id-as-number->"  # becomes a number, without its quotes
EPOCH_MS = 1288834974657
RING_SECONDS = 300
SIZES = {"300": 300, "2000": 2000, "8000": 8000}
SPECIAL = re.compile("[\U00010000-\U0010ffff]")

TWEET_FIELDS = (
    "article attachments author_id card_uri community_id context_annotations conversation_id created_at "
    "display_text_range edit_controls edit_history_tweet_ids entities geo id in_reply_to_user_id lang "
    "matched_media_notes media_metadata non_public_metrics note_request_suggestions note_tweet organic_metrics "
    "paid_partnership possibly_sensitive promoted_metrics public_metrics referenced_tweets reply_settings scopes "
    "source suggested_source_links suggested_source_links_with_counts text withheld").split()
EXPANSIONS = (
    "article.cover_media article.media_entities attachments.media_keys attachments.media_source_tweet "
    "attachments.poll_ids author_id edit_history_tweet_ids entities.mentions.username "
    "entities.note.mentions.username geo.place_id in_reply_to_user_id referenced_tweets.id "
    "referenced_tweets.id.attachments.media_keys referenced_tweets.id.author_id").split()
USER_FIELDS = (
    "affiliation confirmed_email connection_status created_at description entities id is_identity_verified location "
    "most_recent_tweet_id name parody pinned_tweet_id profile_banner_url profile_image_url protected public_metrics "
    "receives_your_dm subscription subscription_type url username verified verified_followers_count verified_type "
    "withheld").split()
MEDIA_FIELDS = ("alt_text duration_ms height media_key non_public_metrics organic_metrics preview_image_url "
                "promoted_metrics public_metrics type url variants width").split()
POLL_FIELDS = "duration_minutes end_datetime id options voting_status".split()
PLACE_FIELDS = "contained_within country country_code full_name geo id name place_type".split()


# ---- JSON as X writes it -------------------------------------------------------------------

def _pair(match):
    code = ord(match.group()) - 0x10000
    return "\\u%04X\\u%04X" % (0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF))


def x_json(value):
    """BMP raw, above it upper-case surrogate pair escapes."""
    return SPECIAL.sub(_pair, json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def x_time(ms, fraction_ms=0):
    seconds = time.gmtime(ms // 1000)
    return "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ" % (*seconds[:6], fraction_ms)


def legacy_time(ms):
    """As v1.1 writes it."""
    return time.strftime("%a %b %d %H:%M:%S +0000 %Y", time.gmtime(ms // 1000))


# ---- the fields of a request ---------------------------------------------------------------

class View:
    """The fields and expansions of one request."""

    def __init__(self, params=None, with_rules=False):
        params = params or {}
        self.with_rules = with_rules
        self.tweet = {"id", "text", "edit_history_tweet_ids", *params.get("tweet.fields", ())}
        self.user = {"id", "name", "username", *params.get("user.fields", ())}
        self.media = {"media_key", "type", *params.get("media.fields", ())}
        self.expansions = set(params.get("expansions", ()))
        if "author_id" in self.expansions:
            self.tweet.add("author_id")
        if "referenced_tweets.id" in self.expansions:
            self.tweet.add("referenced_tweets")
        if "in_reply_to_user_id" in self.expansions:
            self.tweet.add("in_reply_to_user_id")
        if "attachments.media_keys" in self.expansions:
            self.tweet.add("attachments")
        if "entities.mentions.username" in self.expansions:
            self.tweet.add("entities")

    def everything(self):
        """The same request with every public field of X."""
        return View({"tweet.fields": TWEET_FIELDS, "user.fields": USER_FIELDS, "media.fields": MEDIA_FIELDS,
                     "expansions": EXPANSIONS}, self.with_rules)


def only(item, fields):
    return {key: value for key, value in item.items() if key in fields}


# ---- one Post ------------------------------------------------------------------------------

class PostMaker:
    """Makes the n-th Post; the same seed makes the same Posts."""

    def __init__(self, seed=1, size=None):
        self.seed = seed
        self.size = size
        rng = random.Random("%s/users" % seed)
        self.users = [self._user(rng, n) for n in range(40)]

    def line(self, n, view, rules, size=None):
        """The line (with marks for id and time, with CRLF) as bytes."""
        rng = random.Random("%s/%s" % (self.seed, n % POOL))
        target = SIZES.get(self._size(rng, size or self.size))
        matching = self._matching(rng, rules, target) if view.with_rules else None
        word = keyword(matching[0][1]) if matching else ""
        full = self._full(rng, n, word, short=target == 300)
        seen = view if target in (None, 300) else view.everything()
        message = self._message(full, seen, [m[0] for m in matching] if matching else None)
        if target == 300:
            self._keep_small(message)
        message = _ordered(rng, message)
        self._fit(rng, message, target)
        return (x_json(message) + "\r\n").encode("utf-8")

    @staticmethod
    def _size(rng, size):
        return rng.choices(("300", "2000", "8000"), (70, 25, 5))[0] if size == "mix" else str(size)

    @staticmethod
    def _matching(rng, rules, target):
        """[(entry of matching_rules, value of the rule)]."""
        count = 1 if target == 300 else min(len(rules), rng.choice((1, 1, 1, 2, 3)))
        return [({"id": r["id"], "tag": r.get("tag", "")}, r["value"]) for r in rng.sample(rules, min(count, len(rules)))]

    # ---- parts

    def _user(self, rng, n):
        user_id = str(rng.randrange(10 ** 8, 2 * 10 ** 18))
        username = "%s_%d" % (rng.choice(words.WORDS[:60]), n)
        return {
            "created_at": "20%02d-%02d-%02dT%02d:%02d:%02d.000Z" % (
                rng.randrange(7, 26), rng.randrange(1, 13), rng.randrange(1, 29), rng.randrange(24),
                rng.randrange(60), rng.randrange(60)),
            "description": " ".join(rng.choices(words.WORDS + list(words.ASTRAL), k=rng.randrange(2, 16))),
            "id": user_id, "location": rng.choice(words.PLACES), "name": rng.choice(words.NAMES),
            "pinned_tweet_id": str(rng.randrange(10 ** 18, 2 * 10 ** 18)),
            "profile_image_url": "https://pbs.twimg.com/profile_images/%s/photo_normal.jpg" % user_id,
            "protected": False,
            "public_metrics": {"followers_count": rng.randrange(10 ** 6), "following_count": rng.randrange(5000),
                               "tweet_count": rng.randrange(10 ** 5), "listed_count": rng.randrange(1000),
                               "like_count": rng.randrange(10 ** 5), "media_count": rng.randrange(2000)},
            "url": "https://t.co/%010x" % rng.randrange(16 ** 10), "username": username[:15],
            "verified": rng.random() < 0.3, "verified_type": rng.choice(("none", "none", "blue", "business"))}

    def full(self, n):
        """The n-th Post with all fields, for other kinds of messages."""
        return self._full(random.Random("%s/%s" % (self.seed, n % POOL)), n, "", short=False)

    @staticmethod
    def language(n):
        return words.LANGUAGES[n % POOL % len(words.LANGUAGES)]

    def _full(self, rng, n, word, short):
        """One complete Post: data with all fields, and all objects of expansions."""
        author = rng.choice(self.users)
        other = rng.choice(self.users)
        text, entities = self._text(rng, word, other, short)
        data = {"author_id": author["id"], "context_annotations": [_annotation(rng) for _ in range(rng.randrange(1, 4))],
                "conversation_id": ID_MARK, "created_at": TIME_MARK, "display_text_range": [0, len(text)],
                "edit_controls": {"edits_remaining": 5, "is_edit_eligible": True, "editable_until": TIME_MARK},
                "edit_history_tweet_ids": [ID_MARK], "entities": entities, "id": ID_MARK,
                "lang": self.language(n), "possibly_sensitive": False,
                "public_metrics": {"retweet_count": rng.randrange(100), "reply_count": rng.randrange(50),
                                   "like_count": rng.randrange(1000), "quote_count": rng.randrange(20),
                                   "bookmark_count": rng.randrange(100), "impression_count": rng.randrange(10 ** 6)},
                "reply_settings": "everyone", "text": text}
        full = {"data": data, "author": author, "mentioned": other, "tweet": None, "media": None}
        if rng.random() < 0.3:
            self._refer(rng, full, other)
        if rng.random() < 0.2:
            self._attach(rng, full)
        return full

    def _refer(self, rng, full, other):
        """A reply or a quote."""
        text, entities = self._text(rng, "", full["author"], False)
        old = {"author_id": other["id"], "created_at": "2026-01-01T%02d:00:00.000Z" % rng.randrange(24),
               "id": str(rng.randrange(10 ** 18, 2 * 10 ** 18)), "text": text, "entities": entities}
        old["edit_history_tweet_ids"] = [old["id"]]
        kind = rng.choice(("replied_to", "quoted"))
        full["tweet"] = dict(sorted(old.items()))
        full["data"]["referenced_tweets"] = [{"type": kind, "id": old["id"]}]
        if kind == "replied_to":
            full["data"]["in_reply_to_user_id"] = other["id"]
            full["data"]["conversation_id"] = old["id"]

    @staticmethod
    def _attach(rng, full):
        key = "3_%d" % rng.randrange(10 ** 18, 2 * 10 ** 18)
        full["data"]["attachments"] = {"media_keys": [key]}
        full["media"] = {"height": 1536, "media_key": key, "type": "photo", "width": 2048,
                         "alt_text": "a bird on a %s" % rng.choice(words.WORDS),
                         "url": "https://pbs.twimg.com/media/F%014x.jpg" % rng.randrange(16 ** 14)}

    @staticmethod
    def _text(rng, word, mentioned, short):
        """(text, entities); offsets count Unicode code points, end exclusive."""
        pieces = rng.choices(words.WORDS, k=3 if short else rng.randrange(5, 25))
        for more in ((word,) if word else ()) + ((rng.choice(words.SPICE),) if rng.random() < 0.6 else ()):
            pieces.insert(rng.randrange(len(pieces)), more)
        pieces.insert(rng.randrange(len(pieces)), rng.choice(words.ASTRAL + words.OTHER_SCRIPTS))
        entities = {}
        marks = {}
        if not short:
            marks = {"#" + rng.choice(words.HASHTAGS): "hashtags", "@" + mentioned["username"]: "mentions",
                     "https://t.co/%010x" % rng.randrange(16 ** 10): "urls"}
        pieces += [m for m in marks if rng.random() < 0.7]
        text = ""
        for piece in pieces:
            text += " " if text and not text.endswith("\n") else ""
            if piece in marks:
                entities.setdefault(marks[piece], []).append(_entity(marks[piece], piece, len(text), mentioned))
            text += piece
        return text.strip(), entities

    # ---- the message

    @staticmethod
    def _message(full, view, matching):
        data = {k: v for k, v in full["data"].items() if k in view.tweet and v not in ({}, [])}
        message = {"data": data}
        users = []
        if "author_id" in view.expansions:
            users.append(full["author"])
        if "entities.mentions.username" in view.expansions and "mentions" in full["data"]["entities"]:
            users.append(full["mentioned"])
        if "in_reply_to_user_id" in view.expansions and "in_reply_to_user_id" in full["data"]:
            users.append(full["mentioned"])
        includes = {}
        if full["media"] and "attachments.media_keys" in view.expansions:
            includes["media"] = [only(full["media"], view.media)]
        if full["tweet"] and "referenced_tweets.id" in view.expansions:
            includes["tweets"] = [only(full["tweet"], view.tweet)]
        if users:
            includes["users"] = list({u["id"]: only(u, view.user) for u in users}.values())
        if includes:
            message["includes"] = includes
        if matching:
            message["matching_rules"] = matching
        return message

    @staticmethod
    def _keep_small(message):
        message.pop("includes", None)
        small = ("author_id", "created_at", "edit_history_tweet_ids", "id", "text")
        message["data"] = {k: v for k, v in message["data"].items() if k in small}

    @staticmethod
    def _fit(rng, message, target):
        """Extends the message to the requested number of bytes."""
        if not target:
            return
        missing = target - 2 - len(x_json(message).encode("utf-8"))
        for part in ("media", "tweets"):
            if missing < 0 and message.get("includes", {}).pop(part, None):
                missing = target - 2 - len(x_json(message).encode("utf-8"))
        while missing < 0 and len(message.get("includes", {}).get("users", ())) > 1:
            message["includes"]["users"].pop()
            missing = target - 2 - len(x_json(message).encode("utf-8"))
        while missing < 0 and len(message["data"].get("context_annotations", ())) > 1:
            message["data"]["context_annotations"].pop()
            missing = target - 2 - len(x_json(message).encode("utf-8"))
        if target == 300:
            message["data"]["text"] += _padding(rng, missing)
            return
        annotations = message["data"]["context_annotations"]
        while missing > 300:
            annotations.append(_annotation(rng))
            missing -= len(x_json(annotations[-1]).encode("utf-8")) + 1
        author = dict(message["includes"]["users"][0])
        author["description"] += _padding(rng, missing)
        message["includes"]["users"][0] = author


def _annotation(rng):
    def part(known):
        number, name, description = rng.choice(known)
        return {"id": number, "name": name, **({"description": description} if description else {})}
    return {"domain": part(words.DOMAINS), "entity": part(words.ENTITIES)}


def _entity(kind, piece, start, mentioned):
    where = {"start": start, "end": start + len(piece)}
    if kind == "hashtags":
        return {**where, "tag": piece[1:]}
    if kind == "mentions":
        return {**where, "username": piece[1:], "id": mentioned["id"]}
    return {**where, "url": piece, "expanded_url": "https://example.com/story/" + piece[-10:],
            "display_url": "example.com/story/" + piece[-10:]}


def _padding(rng, size):
    """Plain words, with exactly this number of bytes."""
    text = ""
    while len(text) < size:
        text += " " + rng.choice(words.WORDS[:60])
    return text[:max(0, size)]


def _ordered(rng, message):
    """Mostly in X's order; sometimes in another one, because X does not guarantee an order."""
    chance = rng.random()
    if chance < 0.8:
        return message
    names = list(message)
    rng.shuffle(names)
    shuffled = {name: message[name] for name in names}
    if chance > 0.9:
        keys = list(message["data"])
        rng.shuffle(keys)
        shuffled["data"] = {key: message["data"][key] for key in keys}
    return shuffled


# ---- ids and time --------------------------------------------------------------------------

class Feed:
    """Posts appear `rate` times per second, also without a client; those of the last minutes are stored.

    rate None: no Posts appear. rate 0: as fast as a stream can be written (nothing is stored).
    """

    def __init__(self, rate):
        self.rate = rate
        self._lock = threading.Lock()
        self._last_id = 0
        self._made = 0
        self._next = time.time()
        self._ring = collections.deque()     # (position, ms, id)

    def _id(self, ms):
        self._last_id = max(self._last_id + 1, (ms - EPOCH_MS) << 22)
        return self._last_id

    def fresh(self, count):
        """`count` new Posts that are not stored: [(position, ms, id)]."""
        ms = int(time.time() * 1000)
        with self._lock:
            first = self._made
            self._made += count
            return [(first + k, ms, self._id(ms)) for k in range(count)]

    def _catch_up(self, now):
        if not self.rate:
            return
        self._next = max(self._next, now - RING_SECONDS)
        while self._next <= now:
            ms = int(self._next * 1000)
            self._ring.append((self._made, ms, self._id(ms)))
            self._made += 1
            self._next += 1 / self.rate
        while self._ring and self._ring[0][1] < (now - RING_SECONDS) * 1000:
            self._ring.popleft()

    def position(self):
        """The position of the next Post."""
        with self._lock:
            self._catch_up(time.time())
            return self._made

    def since(self, position, most=256):
        """The stored Posts from this position on, oldest first."""
        with self._lock:
            self._catch_up(time.time())
            if not self._ring or self._ring[-1][0] < position:
                return []
            found = []
            for item in reversed(self._ring):
                if item[0] < position:
                    break
                found.append(item)
            return found[::-1][:most]

    def first_since(self, ms):
        """The position of the oldest stored Post that is not older than this time."""
        with self._lock:
            self._catch_up(time.time())
            for item in self._ring:
                if item[1] >= ms:
                    return item[0]
            return self._made

    def wait(self):
        """Seconds until the next Post appears."""
        return max(0.001, self._next - time.time()) if self.rate else 3600.0


class Renderer:
    """Makes lines of (position, ms, id) for one stream. It is fast, because each of the POOL templates is made once.

    `template(n, extra, size)` returns the line with marks, or None. snapshot() returns (version, extra); after a new
    version all templates are made again.
    """

    def __init__(self, template, snapshot=None):
        self._template = template
        self._snapshot = snapshot or nothing
        self._version = None
        self._made = {}

    def lines(self, items, size=None):
        """[(id text, line)]."""
        version, extra = self._snapshot()
        if version != self._version:
            self._made.clear()
            self._version = version
        result = []
        times = {}
        for position, ms, number in items:
            name = str(number)
            if ms not in times:
                times[ms] = _times(ms)
            line = self._line(position, extra, size)
            if line is not None:
                result.append((name, _filled(line, name.encode("ascii"), times[ms])))
        return result

    def _line(self, position, extra, size):
        key = (position % POOL, size)
        if key not in self._made:
            self._made[key] = self._template(position % POOL, extra, size)
        return self._made[key]


def nothing():
    """The snapshot for streams that do not depend on a state of the server."""
    return 0, ()


def lines_of(maker):
    """maker.message(n, extra) as templates; None stays None."""
    def line(n, extra, _size):
        message = maker.message(n, extra)
        return None if message is None else x_json(message).encode("utf-8")
    return line


def _times(ms):
    """The texts that replace the marks of time."""
    return ((TIME_MARK.encode(), x_time(ms).encode()), (EXACT_TIME_MARK.encode(), x_time(ms, ms % 1000).encode()),
            (LEGACY_TIME_MARK.encode(), legacy_time(ms).encode()), (MS_MARK.encode(), b"%d" % ms))


def _filled(line, number, times):
    line = line.replace(ID_MARK.encode(), number)
    if b"<" in line:
        line = line.replace(b'"%b"' % ID_NUMBER_MARK.encode(), number)
        for mark, value in times:
            line = line.replace(mark, value)
    return line
