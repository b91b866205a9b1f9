# SPDX-License-Identifier: MIT
"""The rules of the filtered stream and of the powerstream: list, add, delete, count, as X answers them. In memory."""

import re
import threading

import pages
import parameters
import problems
from problems import INVALID_DETAIL, PROBLEMS, invalid_request, schema
from rule_syntax import complaints

CAP = 1000
FIRST_ID = 1165037377523306497
RULE_ID = re.compile(r"[0-9]{1,19}\Z")
COUNT_FIELDS = ("all_project_client_apps cap_per_client_app cap_per_project client_app_rules_count "
                "project_rules_count").split()
POWER_BATCH = 100


# ---- request checks ------------------------------------------------------------------------

def _checked_body(body, delete_all):
    """Raises a 400 Problem unless the body is exactly one of X's forms; returns (what, value)."""
    if not isinstance(body, dict):
        raise schema("")
    extra = [key for key in body if key not in ("add", "delete")]
    if extra or (len(body) != 1 and not delete_all):
        raise schema(extra[0] if extra else "")
    if delete_all:
        if body:
            raise schema(next(iter(body)))
        return "delete_all", None
    if "add" in body:
        return "add", _checked_add(body["add"])
    return "delete", _checked_delete(body["delete"])


def _checked_add(add):
    if not isinstance(add, list) or not add:
        raise schema("add")
    for rule in add:
        if not isinstance(rule, dict) or set(rule) - {"value", "tag"} or not isinstance(rule.get("value"), str) \
                or not isinstance(rule.get("tag", ""), str):
            raise schema("add")
    return add


def _checked_delete(delete):
    if not isinstance(delete, dict) or len(delete) != 1 or set(delete) - {"ids", "values"}:
        raise schema("delete")
    wanted = next(iter(delete.values()))
    if not isinstance(wanted, list) or not wanted or not all(isinstance(w, str) for w in wanted):
        raise schema("delete")
    if "ids" in delete:
        wrong = [w for w in wanted if not RULE_ID.match(w)]
        if wrong:
            raise invalid_request(({"ids": wrong}, "The `ids` field contains an invalid rule id"))
    return delete


def _checked_power(request):
    body = problems.json_body(request)
    if not isinstance(body, dict) or set(body) != {"rules"}:
        raise schema("rules")
    wanted = _checked_add(body["rules"])
    if len(wanted) > POWER_BATCH:
        raise schema("rules")
    return wanted


def _flag(params, name):
    if params.get(name, "false") not in ("true", "false"):
        raise parameters.invalid(name, params[name], "value [%s] is not true or false" % params[name])
    return params.get(name) == "true"


# ---- state ---------------------------------------------------------------------------------

class Rules:
    """The version grows with each change, so that open streams use the new rules."""

    def __init__(self, cap=CAP):
        self.cap = cap
        self._lock = threading.Lock()
        self._by_id = {}
        self._by_value = {}
        self._next_id = FIRST_ID
        self._version = 0
        self._snapshot = (0, [])

    def snapshot(self):
        """(version, list of rules)."""
        with self._lock:
            if self._snapshot[0] != self._version:
                self._snapshot = (self._version, list(self._by_id.values()))
            return self._snapshot

    def preload(self, count):
        """Adds this number of rules, and raises the cap if necessary."""
        self.cap = max(self.cap, count)
        for n in range(count):
            self._put("keyword%d" % n, "tag %d" % n if n % 2 else None)

    def _put(self, value, tag):
        rule = {"id": str(self._next_id), "value": value, **({} if tag is None else {"tag": tag})}
        self._next_id += 1
        self._version += 1
        self._by_id[rule["id"]] = self._by_value[value] = rule
        return rule

    def add(self, wanted, dry_run=False):
        """(rules made, errors)."""
        with self._lock:
            before = dict(self._by_id), dict(self._by_value), self._next_id, self._version
            made, errors = [], []
            for rule in wanted:
                error = self._refusal(rule["value"])
                if error:
                    errors.append(error)
                else:
                    made.append(self._put(rule["value"], rule.get("tag")))
            if dry_run:
                self._by_id, self._by_value, self._next_id, self._version = before
        return made, errors

    def _refusal(self, value):
        details = complaints(value)
        if details:
            return {"value": value, "details": details, "title": "UnprocessableEntity",
                    "type": PROBLEMS + "invalid-rules"}
        if value in self._by_value:
            return {"value": value, "id": self._by_value[value]["id"], "title": "DuplicateRule",
                    "type": PROBLEMS + "duplicate-rules"}
        if len(self._by_id) >= self.cap:
            return {"value": value, "title": "RulesCapExceeded", "type": PROBLEMS + "rule-cap",
                    "detail": "Rules must be at most %d." % self.cap}
        return None

    def delete(self, wanted, dry_run=False):
        """(number deleted, number missing), by {"ids": [...]} or {"values": [...]}; None: all."""
        with self._lock:
            if wanted is None:
                found, missing = list(self._by_id.values()), 0
            else:
                known = self._by_id if "ids" in wanted else self._by_value
                names = list(dict.fromkeys(wanted.get("ids") or wanted.get("values")))
                found = [known[name] for name in names if name in known]
                missing = len(names) - len(found)
            for rule in () if dry_run else found:
                del self._by_id[rule["id"]], self._by_value[rule["value"]]
                self._version += 1
        return len(found), missing


class FilterApi:
    """GET, POST and counts of the filtered stream's rules."""

    def __init__(self, rules, counts_shape, log):
        self._rules = rules
        self._counts_shape = counts_shape
        self._log = log

    def get(self, request):
        params = parameters.query(request, {"ids", "max_results", "pagination_token"})
        ids = set(params["ids"].split(",")) if "ids" in params else None
        if any(not RULE_ID.match(i) for i in ids or ()):
            raise parameters.invalid("ids", params["ids"], "value is not valid")
        _, rules = self._rules.snapshot()
        wanted = rules if ids is None else [r for r in rules if r["id"] in ids]
        return 200, pages.page(wanted, params, most=1000, usual=1000)

    def post(self, request):
        params = parameters.query(request, {"dry_run", "delete_all"})
        dry_run = _flag(params, "dry_run")
        what, value = _checked_body(problems.json_body(request), _flag(params, "delete_all"))
        status, answer = self._add(value, dry_run) if what == "add" else self._delete(value, dry_run)
        self._log.event("rules", request.number, what=what, dry_run=dry_run, summary=answer["meta"]["summary"])
        return status, answer

    def _add(self, wanted, dry_run):
        made, errors = self._rules.add(wanted, dry_run)
        summary = {"created": len(made), "not_created": len(errors), "valid": len(made), "invalid": len(errors)}
        answer = {"meta": {"sent": pages.now_text(), "summary": summary}}
        if made:
            answer["data"] = [{k: rule[k] for k in ("value", "tag", "id") if k in rule} for rule in reversed(made)]
        if errors:
            answer["errors"] = errors
        return (201 if made and not dry_run else 200), answer

    def _delete(self, wanted, dry_run):
        deleted, missing = self._rules.delete(wanted, dry_run)
        answer = {"meta": {"sent": pages.now_text(), "summary": {"deleted": deleted, "not_deleted": missing}}}
        if missing:
            answer["errors"] = [{"errors": [{"parameters": {}, "message": "Rule does not exist"}],
                                 "title": "Invalid Request", "detail": INVALID_DETAIL,
                                 "type": PROBLEMS + "invalid-request"} for _ in range(missing)]
        return 200, answer

    def counts(self, request):
        params = parameters.query(request, {"rules_count.fields"})
        fields = params["rules_count.fields"].split(",") if "rules_count.fields" in params else COUNT_FIELDS
        for field in fields:
            if field not in COUNT_FIELDS:
                raise parameters.invalid("rules_count.fields", field, "value [%s] is not valid" % field)
        app = {"client_app_id": "123456", "rule_count": len(self._rules.snapshot()[1])}
        total = str if self._counts_shape == "strings" else int
        counts = {"all_project_client_apps": [app], "cap_per_client_app": total(self._rules.cap),
                  "cap_per_project": total(self._rules.cap), "client_app_rules_count": app,
                  "project_rules_count": total(app["rule_count"])}
        return 200, {"data": {field: counts[field] for field in COUNT_FIELDS if field in fields}}


class PowerApi:
    """The powerstream's rules: no ids in requests, no pages, no dry_run."""

    def __init__(self, rules):
        self._rules = rules

    def get(self, request):
        parameters.query(request, set())
        return 200, {"data": {"rules": self._rules.snapshot()[1]}}

    def post(self, request):
        parameters.query(request, set())
        made, errors = self._rules.add(_checked_power(request))
        return (201 if made else 200), {"data": {"rules": made}, **({"errors": errors} if errors else {})}

    def delete(self, request):
        parameters.query(request, set())
        deleted, missing = self._rules.delete({"values": [rule["value"] for rule in _checked_power(request)]})
        return 200, {"data": {"deleted": deleted, "not_deleted": missing}}
