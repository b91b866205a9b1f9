# SPDX-License-Identifier: MIT
"""Compliance and label events, each {"data": {KIND: {...}}}, for every KIND of X."""

import random

import posts

COUNTRIES = ("DE", "FR", "TR", "BR", "XX")


def _tweet(rng):
    return {"id": posts.ID_MARK, "author_id": str(rng.randrange(10 ** 8, 2 * 10 ** 18))}


def _of_tweet(rng, kind):
    if kind == "tweet_edit":
        old = str(rng.randrange(10 ** 18, 2 * 10 ** 18))
        return {"tweet": {"id": posts.ID_MARK}, "initial_tweet_id": old, "edit_tweet_ids": [old, posts.ID_MARK]}
    body = {"tweet": _tweet(rng)}
    if kind == "withheld":
        body["withheld_in_countries"] = rng.sample(COUNTRIES, 2)
    elif rng.random() < 0.2:
        body["quote_tweet_id"] = str(rng.randrange(10 ** 18, 2 * 10 ** 18))
    return body


def _of_user(rng, kind):
    body = {"user": {"id": str(rng.randrange(10 ** 8, 2 * 10 ** 18))}}
    if kind == "user_withheld":
        body["withheld_in_countries"] = rng.sample(COUNTRIES, 1)
    elif kind == "scrub_geo":
        body["up_to_tweet_id"] = posts.ID_MARK
    elif kind == "user_profile_modification":
        body.update(profile_field="description", new_value="birds & \u65e5\u672c \U0001F426")
    return body


def _of_like(rng, _kind):
    user = str(rng.randrange(10 ** 8, 2 * 10 ** 18))
    if rng.random() < 0.3:  # as in X's simulator
        return {"like": {"id": "%032x" % rng.randrange(16 ** 32), "liked_tweet_id": posts.ID_MARK,
                         "liked_tweet_author_id": user}}
    return {"favorite": {"id": posts.ID_MARK, "user_id": user}}


def _of_label(rng, kind):
    body = {"tweet": _tweet(rng), "application": rng.choice(("apply", "remove"))}
    if kind == "public_tweet_notice":
        body["event_type"] = "misleading"
        if body["application"] == "apply":
            body.update(label_title="Stay informed", details="Learn how \u2026",
                        extended_details_url="https://example.com/notice")
    return body


KINDS = {
    "tweets_compliance": (_of_tweet, ("delete", "drop", "undrop", "withheld", "tweet_edit")),
    "users_compliance": (_of_user, ("user_delete", "user_undelete", "user_protect", "user_unprotect", "user_suspend",
                                    "user_unsuspend", "user_withheld", "scrub_geo", "user_profile_modification")),
    "likes_compliance": (_of_like, ("delete",)),
    "label": (_of_label, ("public_tweet_notice", "public_tweet_unviewable"))}


class EventMaker:
    """Makes the n-th event; each kind of the stream after the other."""

    def __init__(self, maker, stream):
        self._seed = maker.seed
        self._body, self._kinds = KINDS[stream]

    def message(self, n, _extra):
        rng = random.Random("%s/event/%s" % (self._seed, n))
        kind = self._kinds[n % len(self._kinds)]
        return {"data": {kind: {**self._body(rng, kind), "event_at": posts.EXACT_TIME_MARK}}}
