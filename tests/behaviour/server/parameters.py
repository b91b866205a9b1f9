# SPDX-License-Identifier: MIT
"""The parameters of requests: X's lists, ranges and times; a 400 for everything else."""

import calendar
import collections
import time
import urllib.parse

import likes
import posts
import problems

LISTS = {
    "P": {"tweet.fields": posts.TWEET_FIELDS, "expansions": posts.EXPANSIONS, "user.fields": posts.USER_FIELDS,
          "media.fields": posts.MEDIA_FIELDS, "poll.fields": posts.POLL_FIELDS, "place.fields": posts.PLACE_FIELDS},
    "L": {"like_with_tweet_author.fields": likes.FIELDS, "expansions": likes.EXPANSIONS,
          "media.fields": posts.MEDIA_FIELDS, "user.fields": posts.USER_FIELDS, "tweet.fields": posts.TWEET_FIELDS},
    "": {}, "power": {}}
SPELLED = {"backfill": "backfill_minutes", "start": "start_time", "end": "end_time"}
POWER_SPELLED = {"backfill": "backfillMinutes", "start": "startTime", "end": "endTime"}
BACKFILL_MAX = 5

# lists: {name: values}; minutes: of backfill or 0; window: (begin, end) in ms, either may be None; partition or 0
StreamRequest = collections.namedtuple("StreamRequest", "lists minutes window partition local_dc_only")


def invalid(name, value, text):
    return problems.invalid_request(({name: [value] if value is not None else []}, "The `%s` query parameter %s"
                                     % (name, text)))


def query(request, allowed):
    """{name: value}; an unknown, empty or repeated parameter is a 400."""
    params = {}
    for pair in request.query.split("&") if request.query else []:
        name, _, value = pair.partition("=")
        name, value = urllib.parse.unquote(name), urllib.parse.unquote(value)
        if name not in allowed:
            raise problems.invalid_request(({name: [value]}, "The query parameter [%s] is not one of [%s]"
                                            % (name, ",".join(sorted(allowed)))))
        if name in params or not value:
            raise invalid(name, value, "can not be empty or repeated")
        params[name] = value
    return params


def number(params, name, low, high, default=None):
    """The parameter as a number; without a default it is required."""
    if name not in params:
        if default is None:
            raise invalid(name, None, "can not be empty")
        return default
    value = params[name]
    if not (value.isascii() and value.isdigit()) or not low <= int(value) <= high:
        raise invalid(name, value, "value [%s] is not between %d and %d" % (value, low, high))
    return int(value)


def _time_ms(params, name):
    if name not in params:
        return None
    try:
        return calendar.timegm(time.strptime(params[name], "%Y-%m-%dT%H:%M:%SZ")) * 1000
    except ValueError:
        raise invalid(name, params[name], "value [%s] is not a valid time" % params[name]) from None


def _window(params, spelled):
    begin, end = _time_ms(params, spelled["start"]), _time_ms(params, spelled["end"])
    if begin is not None and end is not None and end <= begin:
        raise invalid(spelled["end"], params[spelled["end"]], "value must be after `%s`" % spelled["start"])
    return begin, end


def _lists(params, known):
    lists = {}
    for name, values in known.items():
        lists[name] = params[name].split(",") if name in params else []
        wrong = [value for value in lists[name] if value not in values]
        if wrong or len(set(lists[name])) != len(lists[name]):
            raise invalid(name, params[name], "value [%s] is not valid" % (wrong or lists[name])[0])
    return lists


def _check_plan(plan, minutes, window, spelled):
    """Refuses parameters that only Enterprise plans have."""
    if plan == "basic" and minutes:
        raise invalid(spelled["backfill"], str(minutes), "is not available to your plan")
    if plan == "basic" and window != (None, None):
        raise problems.client_forbidden()


def of_stream(request, stream, plan):
    """The StreamRequest of a request for this stream; raises X's answer if it is wrong."""
    power = stream.fields == "power"
    spelled = POWER_SPELLED if power else SPELLED
    allowed = {spelled["backfill"], *LISTS[stream.fields]}
    if stream.replay:
        allowed |= {spelled["start"], spelled["end"]}
    if stream.partitions:
        allowed.add("partition")
    if power:
        allowed.add("localDcOnly")
    params = query(request, allowed)
    partition = number(params, "partition", 1, stream.partitions) if stream.partitions else 0
    minutes = number(params, spelled["backfill"], 1, BACKFILL_MAX, 0)
    window = _window(params, spelled)
    local = params.get("localDcOnly", "false")
    if local not in ("true", "false"):
        raise invalid("localDcOnly", local, "value [%s] is not true or false" % local)
    lists = _lists(params, LISTS[stream.fields])
    _check_plan(plan, minutes, window, spelled)
    return StreamRequest(lists, minutes, window, partition, local == "true")
