# SPDX-License-Identifier: MIT
"""The powerstream's Posts, in the format of v1.1, and its first message."""

import time

import posts
from rule_syntax import keyword

DATACENTER = "atla"
HEADERS = [("x-powerstream-datacenter", DATACENTER), ("x-powerstream-localdconly", "true")]


def metadata():
    """The first message of a stream with local_dc_only."""
    return {"type": "connection_metadata", "datacenter": DATACENTER, "timestamp": int(time.time() * 1000)}


class PowerMaker:
    """Makes the n-th Post; without rules there are no Posts."""

    def __init__(self, maker):
        self._maker = maker

    def message(self, n, rules):
        if not rules:
            return None
        rule = rules[n % len(rules)]
        full = self._maker.full(n)
        data, author = full["data"], full["author"]
        metrics, user_metrics = data["public_metrics"], author["public_metrics"]
        word = keyword(rule["value"].partition(":")[2] or rule["value"])
        return {"created_at": posts.LEGACY_TIME_MARK, "id": posts.ID_NUMBER_MARK, "id_str": posts.ID_MARK,
                "text": (word + " " + data["text"]).strip(), "truncated": False, "source": None,
                "in_reply_to_status_id": None, "in_reply_to_status_id_str": None, "in_reply_to_user_id_str": None,
                "user": {"id": int(author["id"]), "id_str": author["id"], "name": author["name"],
                         "screen_name": author["username"], "location": author["location"] or None,
                         "description": author["description"], "protected": False, "verified": author["verified"],
                         "followers_count": user_metrics["followers_count"],
                         "friends_count": user_metrics["following_count"], "created_at": posts.legacy_time(1142974214000)},
                "geo": None, "coordinates": None, "place": None, "contributors": None, "is_quote_status": False,
                "quote_count": metrics["quote_count"], "reply_count": metrics["reply_count"],
                "retweet_count": metrics["retweet_count"], "favorite_count": metrics["like_count"],
                "favorited": False, "retweeted": False, "filter_level": "low", "lang": data["lang"],
                "timestamp_ms": posts.MS_MARK,
                "matching_rules": [{"id": int(rule["id"]), "id_str": rule["id"], "tag": rule.get("tag")}]}


def arrays(lines, most=3):
    """Several Posts in one JSON array: [(first id, line)]."""
    groups = [lines[at:at + most] for at in range(0, len(lines), most)]
    return [(group[0][0], b"[" + b",".join(line.rstrip() for _, line in group) + b"]") for group in groups]
