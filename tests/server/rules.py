# SPDX-License-Identifier: MIT
"""The rules of the filtered stream: list, add, delete, as X answers them. State in memory."""

import base64
import datetime
import re
import threading

from problems import INVALID_DETAIL, PROBLEMS, invalid_request

MAX_RULES = 1000
MAX_LENGTH = 1024
FIRST_ID = 1165037377523306497
RULE_ID = re.compile(r"[0-9]{1,19}\Z")
NEEDS_COMPANY = ("is:", "has:", "lang:", "sample:", "embedding_threshold:")
TERM = re.compile(r'-*[A-Za-z_]*:?\[[^\]]*\]|-*(?:[A-Za-z_]+:)?"[^"]*"(?:~\d)?|[()]|[^\s()]+')


def now_text():
    now = datetime.datetime.now(datetime.timezone.utc)
    return now.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (now.microsecond // 1000)


# ---- syntax --------------------------------------------------------------------------------

def complaints(value):
    """What X would say against this rule; an empty list when it is good."""
    if not value.strip():
        return ["Rules must not be empty"]
    if len(value) > MAX_LENGTH:
        return ["Rules must be at most %d characters long, this rule has %d" % (MAX_LENGTH, len(value))]
    if value.count('"') % 2:
        return ["missing closing quote (at position %d)" % (value.rindex('"') + 1)]
    return _parentheses(value) or _no_positive_term(value)


def _parentheses(value):
    depth = 0
    for at, char in enumerate(re.sub(r'"[^"]*"', lambda m: " " * len(m.group()), value), 1):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return ["extraneous input ')' (at position %d)" % at]
    return ["missing ')' (at position %d)" % (len(value) + 1)] if depth else []


def _no_positive_term(value):
    terms = [t for t in TERM.findall(value) if t not in ("(", ")", "OR", "AND")]
    positive = [t for t in terms if not t.startswith("-")]
    if not positive:
        return ["Rules must contain a non-negation term (at position 1)"]
    if all(t.lower().startswith(NEEDS_COMPANY) for t in positive):
        return ["Rules must contain at least one positive, standalone operator (at position 1)"]
    return []


def keyword(value):
    """A word of the rule that a Post matching it may contain."""
    for term in TERM.findall(value):
        plain = term.strip('"')
        if re.fullmatch(r"[#@]?\w+", plain) and plain not in ("OR", "AND"):
            return plain
    return ""


# ---- request checks ------------------------------------------------------------------------

def _schema(where):
    return invalid_request(({where: []} if where else {}, "JSON doesn't match expected schema"))


def check_body(body, delete_all):
    """Raises a 400 Problem unless the body is exactly one of X's forms; returns (what, value)."""
    if not isinstance(body, dict):
        raise _schema("")
    extra = [key for key in body if key not in ("add", "delete")]
    if extra or (len(body) != 1 and not delete_all):
        raise _schema(extra[0] if extra else "")
    if delete_all:
        if body:
            raise _schema(next(iter(body)))
        return "delete_all", None
    if "add" in body:
        return "add", _checked_add(body["add"])
    return "delete", _checked_delete(body["delete"])


def _checked_add(add):
    if not isinstance(add, list) or not add:
        raise _schema("add")
    for rule in add:
        if not isinstance(rule, dict) or set(rule) - {"value", "tag"} or not isinstance(rule.get("value"), str) \
                or not isinstance(rule.get("tag", ""), str):
            raise _schema("add")
    return add


def _checked_delete(delete):
    if not isinstance(delete, dict) or len(delete) != 1 or set(delete) - {"ids", "values"}:
        raise _schema("delete")
    wanted = next(iter(delete.values()))
    if not isinstance(wanted, list) or not wanted or not all(isinstance(w, str) for w in wanted):
        raise _schema("delete")
    if "ids" in delete:
        wrong = [w for w in wanted if not RULE_ID.match(w)]
        if wrong:
            raise invalid_request(({"ids": wrong}, "The `ids` field contains an invalid rule id"))
    return delete


# ---- pages ---------------------------------------------------------------------------------

def page_token(offset):
    return base64.b32hexencode(b"rules:" + offset.to_bytes(4, "big")).decode("ascii")


def page_offset(token):
    """The offset a page token stands for, or None."""
    try:
        raw = base64.b32hexdecode(token)
    except ValueError:
        return None
    return int.from_bytes(raw[6:], "big") if len(raw) == 10 and raw.startswith(b"rules:") else None


# ---- state ---------------------------------------------------------------------------------

class Rules:
    """`version` grows with each change, so that streams see it without a reconnect."""

    def __init__(self):
        self._lock = threading.Lock()
        self._rules = {}
        self._next_id = FIRST_ID
        self.version = 0

    def snapshot(self):
        """(version, list of rules)."""
        with self._lock:
            return self.version, list(self._rules.values())

    def list(self, ids=None, limit=1000, offset=0):
        with self._lock:
            found = [r for r in self._rules.values() if ids is None or r["id"] in ids]
        page = found[offset:offset + limit]
        meta = {"sent": now_text(), "result_count": len(page)}
        if offset + limit < len(found):
            meta["next_token"] = page_token(offset + limit)
        return {"data": page, "meta": meta} if page else {"meta": meta}

    def counts(self):
        with self._lock:
            number = len(self._rules)
        return {"data": {"cap_per_client_app": str(MAX_RULES), "cap_per_project": str(MAX_RULES),
                         "client_app_rules_count": {"client_app_id": "123456", "rule_count": number},
                         "project_rules_count": str(number)}}

    def add(self, wanted, dry_run=False):
        """Returns (status, answer)."""
        with self._lock:
            before, next_id = dict(self._rules), self._next_id
            made, errors = [], []
            for rule in wanted:
                self._add_one(rule, made, errors)
            if dry_run:
                self._rules, self._next_id = before, next_id
            elif made:
                self.version += 1
        summary = {"created": len(made), "not_created": len(errors), "valid": len(made), "invalid": len(errors)}
        answer = {"data": made[::-1]} if made else {}
        answer["meta"] = {"sent": now_text(), "summary": summary}
        if errors:
            answer["errors"] = errors
        return (201 if made and not dry_run else 200), answer

    def _add_one(self, wanted, made, errors):
        value = wanted["value"]
        same = [r for r in self._rules.values() if r["value"] == value]
        details = complaints(value)
        if details:
            errors.append({"value": value, "details": details, "title": "UnprocessableEntity",
                           "type": PROBLEMS + "invalid-rules"})
        elif same:
            errors.append({"value": value, "id": same[0]["id"], "title": "DuplicateRule",
                           "type": PROBLEMS + "duplicate-rules"})
        elif len(self._rules) >= MAX_RULES:
            errors.append({"value": value, "title": "RulesCapExceeded", "type": PROBLEMS + "rule-cap",
                           "detail": "Rules must be at most %d." % MAX_RULES})
        else:
            rule = {"value": value, **({"tag": wanted["tag"]} if "tag" in wanted else {}), "id": str(self._next_id)}
            self._next_id += 1
            made.append(rule)
            self._rules[rule["id"]] = {"id": rule["id"], **{k: rule[k] for k in ("value", "tag") if k in rule}}

    def delete(self, wanted, dry_run=False):
        """By {"ids": [...]} or {"values": [...]}, or all when wanted is None."""
        with self._lock:
            if wanted is None:
                found, missing = list(self._rules), 0
            else:
                by = {r["id" if "ids" in wanted else "value"]: i for i, r in self._rules.items()}
                names = list(dict.fromkeys(wanted.get("ids") or wanted.get("values")))
                found = [by[n] for n in names if n in by]
                missing = len(names) - len(found)
            if found and not dry_run:
                self._rules = {i: r for i, r in self._rules.items() if i not in set(found)}
                self.version += 1
        answer = {"meta": {"sent": now_text(), "summary": {"deleted": len(found), "not_deleted": missing}}}
        if missing:
            answer["errors"] = [{"errors": [{"parameters": {}, "message": "Rule does not exist"}],
                                 "title": "Invalid Request", "detail": INVALID_DETAIL,
                                 "type": PROBLEMS + "invalid-request"} for _ in range(missing)]
        return answer
