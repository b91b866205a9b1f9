# SPDX-License-Identifier: MIT
"""Activity events for the existing subscriptions: for each event_type, with a payload as X sends it."""

import random
import uuid

import posts


def twins(value):
    """Adds to each number the same value as text, as X does since 2026."""
    if isinstance(value, list):
        return [twins(item) for item in value]
    if not isinstance(value, dict):
        return value
    result = {}
    for name, item in value.items():
        result[name] = twins(item)
        if isinstance(item, int) and not isinstance(item, bool):
            result[name + "_str"] = str(item)
    return result


class ActivityMaker:
    """Makes the n-th event, for one of the subscriptions; without subscriptions there are no events."""

    def __init__(self, maker):
        self._maker = maker

    def message(self, n, subscriptions):
        if not subscriptions:
            return None
        subscription = subscriptions[n % len(subscriptions)]
        rng = random.Random("%s/activity/%s" % (self._maker.seed, n))
        full = self._maker.full(n)
        kind = subscription["event_type"]
        data = {"event_uuid": str(uuid.UUID(int=rng.randrange(2 ** 128), version=4)), "filter": subscription["filter"],
                "event_type": kind, "payload": self._payload(rng, kind, full, subscription["filter"])}
        if "tag" in subscription:
            data["tag"] = subscription["tag"]
        if kind.startswith("post.") and kind != "post.delete":
            data["includes"] = {"users": [{**full["author"], "profile_geo_enrichment": {"potential_locations": [
                {"geo_entity": {"geo_point": {"latitude": 52.5, "longitude": 13.4}}}]}}]}
        return {"data": twins(data)}

    def _payload(self, rng, kind, full, subscribed):
        family = kind.partition(".")[0]
        make = getattr(self, "_" + family, None) or self._opaque
        return make(rng, kind, full, {"data": full["author"]}, {"data": full["mentioned"]}, subscribed)

    @staticmethod
    def _post(_rng, kind, full, *_):
        if kind == "post.delete":
            return {"id": posts.ID_MARK, "author_id": full["author"]["id"]}
        return full["data"]

    @staticmethod
    def _like(rng, _kind, full, *_):
        return {"id": "%032x" % rng.randrange(16 ** 32), "created_at": posts.TIME_MARK, "liked_tweet_id": posts.ID_MARK,
                "liked_tweet_author_id": full["author"]["id"], "timestamp_ms": posts.MS_MARK}

    @staticmethod
    def _follow(_rng, _kind, _full, source, target, _filter):
        return {"source": source, "target": target}

    _mute = _block = _follow

    @staticmethod
    def _profile(rng, *_):
        before, after = rng.sample(("Birds & radios", "\u65e5\u672c \U0001F426", "", "Now in \u201cS\u00e3o Paulo\u201d"), 2)
        return {"before": before, "after": after}

    @staticmethod
    def _spaces(rng, kind, _full, user, *_):
        return {"user": user, "broadcast_id": "1%015x" % rng.randrange(16 ** 15), "event_type": kind.replace(".", "_")}

    @staticmethod
    def _broadcast(rng, kind, _full, user, *_):
        who = "author" if kind.endswith("chat") else "user"
        return {who: user, "broadcast_id": "1%015x" % rng.randrange(16 ** 15), "title": "Live",
                "broadcast_state": "Ended" if kind.endswith("end") else "Running", "start_timestamp_ms": 1784927565236}

    @staticmethod
    def _dm(_rng, _kind, full, *_):
        author = full["author"]
        return {"direct_message_events": [{"id": posts.ID_MARK, "text": full["data"]["text"], "sender_id": author["id"]}],
                "users": {author["id"]: {"data": author}}}

    @staticmethod
    def _news(_rng, *_):
        return {"id": posts.ID_MARK, "name": "Birds return", "category": "News", "hook": "They are back",
                "summary": "Birds are back.", "contexts": {}, "cluster_posts_results": [], "updated_at": posts.TIME_MARK,
                "disclaimer": "May be wrong."}

    @staticmethod
    def _oauth(_rng, _kind, full, *_):
        return {"date_time": "2026-07-23T21:44:05+00:00", "user_id": full["author"]["id"], "app_id": "123456"}

    @staticmethod
    def _opaque(rng, *_):
        return {"encoded_event": "%0400x" % rng.randrange(16 ** 400), "created_at_msec": posts.MS_MARK}
