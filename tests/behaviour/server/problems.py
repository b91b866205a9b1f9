# SPDX-License-Identifier: MIT
"""Error bodies with the exact texts of X."""

import json

PROBLEMS = "https://api.twitter.com/2/problems/"
INVALID_DETAIL = "One or more parameters to your request was invalid."


class Problem(Exception):
    """An answer that is not 2xx (or, with `entry`, an entry of errors[])."""

    def __init__(self, status, body):
        super().__init__(status)
        self.status = status
        self.body = body


def encode(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def invalid_request(*pairs):
    """400 for (parameters, message) pairs."""
    return Problem(400, {"errors": [{"parameters": p, "message": m} for p, m in pairs],
                         "title": "Invalid Request", "detail": INVALID_DETAIL,
                         "type": PROBLEMS + "invalid-request"})


def blank(status, title):
    return Problem(status, {"title": title, "type": "about:blank", "status": status, "detail": title})


def schema(where):
    """400: the body does not have X's form, at `where`."""
    return invalid_request(({where: []} if where else {}, "JSON doesn't match expected schema"))


def json_body(request):
    try:
        return json.loads(request.body)
    except ValueError:
        raise invalid_request(({}, "The request body is not JSON")) from None


def unauthorized():
    return blank(401, "Unauthorized")


def client_forbidden():
    return Problem(403, {"client_id": "123456", "title": "Client Forbidden", "reason": "client-not-enrolled",
                         "detail": "This feature is not part of your plan.",
                         "required_enrollment": "Appropriate Level of API Access",
                         "registration_url": "https://developer.x.com/en/docs/projects/overview",
                         "type": PROBLEMS + "client-forbidden"})


def not_found():
    return blank(404, "Not Found")


def method_not_allowed():
    return blank(405, "Method Not Allowed")


def rate_limited():
    return Problem(429, {"title": "Too Many Requests", "detail": "Too Many Requests",
                         "type": "about:blank", "status": 429})


def connection_exception(status, detail, issue):
    return Problem(status, {"title": "ConnectionException", "detail": detail, "connection_issue": issue,
                            "type": PROBLEMS + "streaming-connection"})


def too_many_connections():
    return connection_exception(429, "This stream is currently at the maximum allowed connection limit.",
                                "TooManyConnections")


def no_rules():
    return connection_exception(409, "You must define rules using the POST /2/tweets/search/stream/rules "
                                "endpoint before connecting to filtered stream.", "RuleConfigurationIssue")


def disconnect_notice(disconnect_type="OperationalDisconnect", wrapped=True, legacy=False):
    """The line X sends before it closes a stream."""
    if legacy:
        return {"error": {"message": "Forced Disconnect: Too many connections. (Allowed Connections = 2)",
                          "sent": "2017-01-11T18:12:52+00:00"}}
    upstream = "upstream " if disconnect_type.startswith("Upstream") else ""
    problem = {"title": "operational-disconnect", "disconnect_type": disconnect_type,
               "detail": "This stream has been disconnected %sfor operational reasons." % upstream,
               "type": PROBLEMS + "operational-disconnect"}
    return {"errors": [problem]} if wrapped else problem
