# SPDX-License-Identifier: MIT
"""Lists in pages: max_results, pagination_token, next_token of 16 characters."""

import base64
import datetime

import parameters


def now_text():
    now = datetime.datetime.now(datetime.timezone.utc)
    return now.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (now.microsecond // 1000)


def token(offset):
    return base64.b32hexencode(b"page: " + offset.to_bytes(4, "big")).decode("ascii")


def _offset(params):
    if "pagination_token" not in params:
        return 0
    try:
        raw = base64.b32hexdecode(params["pagination_token"])
    except ValueError:
        raw = b""
    if len(raw) != 10 or not raw.startswith(b"page: "):
        raise parameters.invalid("pagination_token", params["pagination_token"], "value is not valid")
    return int.from_bytes(raw[6:], "big")


def page(items, params, most, usual):
    """The page that the parameters request; `data` is absent if it is empty."""
    limit = parameters.number(params, "max_results", 1, most, usual)
    offset = _offset(params)
    found = items[offset:offset + limit]
    meta = {"sent": now_text(), "result_count": len(found)}
    if offset + limit < len(items):
        meta["next_token"] = token(offset + limit)
    return {"data": found, "meta": meta} if found else {"meta": meta}
