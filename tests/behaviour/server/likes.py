# SPDX-License-Identifier: MIT
"""Likes, and events about likes that were deleted."""

import random

import posts

FIELDS = "attachments_media_keys created_at id liked_tweet_author_id liked_tweet_id timestamp_ms".split()
EXPANSIONS = "attachments.media_keys liked_tweet_author_id liked_tweet_id".split()
DEFAULT_FIELDS = {"id", "liked_tweet_id", "timestamp_ms"}


class LikeMaker:
    """Makes the n-th like, of a Post of PostMaker."""

    def __init__(self, maker, lists):
        self._maker = maker
        self._expansions = set(lists.get("expansions", ()))
        self._fields = DEFAULT_FIELDS | set(lists.get("like_with_tweet_author.fields", ())) | {
            e for e in ("liked_tweet_author_id",) if e in self._expansions}
        self._view = posts.View({name: lists[name] for name in ("tweet.fields", "user.fields", "media.fields")
                                 if name in lists})

    def message(self, n, _extra):
        rng = random.Random("%s/like/%s" % (self._maker.seed, n))
        full = self._maker.full(n)
        liked, author = full["data"], full["author"]
        like = {"id": "%032x" % rng.randrange(16 ** 32), "created_at": posts.TIME_MARK, "liked_tweet_id": posts.ID_MARK,
                "liked_tweet_author_id": author["id"], "timestamp_ms": posts.MS_MARK}
        if full["media"]:
            like["attachments_media_keys"] = [full["media"]["media_key"]]
        message = {"data": posts.only(like, self._fields)}
        includes = {}
        if "liked_tweet_id" in self._expansions:
            includes["tweets"] = [posts.only(liked, self._view.tweet)]
        if "liked_tweet_author_id" in self._expansions:
            includes["users"] = [posts.only(author, self._view.user)]
        if full["media"] and "attachments.media_keys" in self._expansions:
            includes["media"] = [posts.only(full["media"], self._view.media)]
        if includes:
            message["includes"] = includes
        return message
