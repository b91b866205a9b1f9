# SPDX-License-Identifier: MIT
"""The subscriptions of the activity stream: create, list, update, delete, as X answers them. State in memory."""

import re
import threading

import pages
import parameters
import problems

EVENT_TYPES = frozenset((
    "post.create post.delete post.mention.create post.reply.create post.quote.create post.repost.create like.create "
    "follow.follow follow.unfollow mute.mute mute.unmute block.block block.unblock profile.update.bio "
    "profile.update.profile_picture profile.update.banner_picture profile.update.screenname profile.update.handle "
    "profile.update.geo profile.update.url profile.update.verified_badge profile.update.affiliate_badge spaces.start "
    "spaces.end broadcast.start broadcast.end broadcast.chat dm.sent dm.received dm.read dm.indicate_typing "
    "chat.received chat.sent chat.conversation.join news.new oauth.revoke").split())
FIRST_ID = 1985000000000000001
NUMBER = re.compile(r"[0-9]{1,19}\Z")
KEYWORD_MAX = 150
TAG_MAX = 200


def _check_label(body):
    """Checks the members that can be changed later."""
    if "tag" in body and not (isinstance(body["tag"], str) and 1 <= len(body["tag"]) <= TAG_MAX):
        raise problems.schema("tag")
    if "webhook_id" in body and not (isinstance(body["webhook_id"], str) and NUMBER.match(body["webhook_id"])):
        raise problems.schema("webhook_id")


def _check_filter(wanted):
    if not isinstance(wanted, dict) or set(wanted) - {"user_id", "keyword", "direction"} \
            or not all(isinstance(value, str) for value in wanted.values()):
        raise problems.schema("filter")
    if not NUMBER.match(wanted.get("user_id", "1")) or wanted.get("direction", "inbound") not in ("inbound", "outbound") \
            or not 1 <= len(wanted.get("keyword", "k")) <= KEYWORD_MAX:
        raise problems.schema("filter")


class Subscriptions:
    """`shape` is the form of the answer to a creation: `data` is an array, an object, or an object that contains it."""

    def __init__(self, shape):
        self._shape = shape
        self._lock = threading.Lock()
        self._all = {}
        self._next_id = FIRST_ID
        self._version = 0

    def snapshot(self):
        """(version, list of subscriptions)."""
        with self._lock:
            return self._version, list(self._all.values())

    def _total(self):
        return {"total_subscriptions": len(self._all)}

    def create(self, request):
        body = problems.json_body(request)
        if not isinstance(body, dict) or not {"event_type", "filter"} <= set(body) \
                or set(body) - {"event_type", "filter", "tag", "webhook_id"}:
            raise problems.schema("event_type")
        if body["event_type"] not in EVENT_TYPES:
            raise problems.schema("event_type")
        _check_filter(body["filter"])
        _check_label(body)
        with self._lock:
            now = pages.now_text()
            made = {"subscription_id": str(self._next_id), **body, "created_at": now, "updated_at": now}
            self._next_id += 1
            self._all[made["subscription_id"]] = made
            self._version += 1
            return 201, {"data": self._shaped(made), "meta": self._total()}

    def _shaped(self, made):
        return {"array": [made], "object": made, "nested": {"subscription": made}}[self._shape]

    def list(self, request):
        params = parameters.query(request, {"max_results", "pagination_token"})
        _, found = self.snapshot()
        answer = pages.page(found, params, most=1000, usual=1000)
        answer["meta"]["total_subscriptions"] = len(found)
        return 200, answer

    def update(self, request, number):
        body = problems.json_body(request)
        if not isinstance(body, dict) or not body or set(body) - {"tag", "webhook_id"}:
            raise problems.schema("tag")
        _check_label(body)
        with self._lock:
            if number not in self._all:
                raise problems.not_found()
            changed = self._all[number] = {**self._all[number], **body, "updated_at": pages.now_text()}
            self._version += 1
            return 200, {"data": self._shaped(changed), "meta": self._total()}

    def delete_one(self, _request, number):
        return self._delete([number])

    def delete_some(self, request):
        params = parameters.query(request, {"ids"})
        if "ids" not in params:
            raise parameters.invalid("ids", None, "can not be empty")
        return self._delete(params["ids"].split(","))

    def _delete(self, numbers):
        with self._lock:
            if any(number not in self._all for number in numbers):
                raise problems.not_found()
            for number in numbers:
                self._all.pop(number, None)
            self._version += 1
            return 200, {"data": {"deleted": True}, "meta": self._total()}
