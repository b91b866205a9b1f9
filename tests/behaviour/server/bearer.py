# SPDX-License-Identifier: MIT
"""POST /oauth2/token: a token for a key and a secret."""

import base64
import urllib.parse

import problems

BODY = b"grant_type=client_credentials"
TYPE = "application/x-www-form-urlencoded"


def _refused(code, message):
    return problems.Problem(403, {"errors": [{"code": code, "message": message, "label": "authenticity_token_error"}]})


def answer(request, key, secret, token):
    """(status, answer); the same 403 for a wrong key and a wrong secret."""
    pair = ":".join(urllib.parse.quote(part, safe="") for part in (key, secret))
    expected = "Basic " + base64.b64encode(pair.encode()).decode()
    if request.header("content-type").partition(";")[0].strip().lower() != TYPE or request.body != BODY:
        raise _refused(170, "Missing required parameter: grant_type")
    if request.header("authorization") != expected:
        raise _refused(99, "Unable to verify your credentials")
    return 200, {"token_type": "bearer", "access_token": token}
