# SPDX-License-Identifier: MIT
"""All requests that are not streams: methods, paths, the functions that answer them, and their rate limits."""

import re

import bearer
import problems
from budget import CALLS_LIMIT, Budget
from endpoints import FILTER_RULES, POWER_RULES
from rules import FilterApi, PowerApi

TOKEN_PATH = "/oauth2/token"
CONNECTIONS = "/2/connections"
SUBSCRIPTIONS = "/2/activity/subscriptions"
LIMITS = {"rules": CALLS_LIMIT, "power_rules": 50, "connections": CALLS_LIMIT, "subscriptions": 500,
          "token": CALLS_LIMIT}
ONE = r"/([^/]+)"


class Calls:
    """find() returns the budget of a request and the function that answers it, or raises X's 404 or 405."""

    def __init__(self, world):
        rules = FilterApi(world.rules, world.options.counts, world.log)
        power = PowerApi(world.power_rules)
        connections, subscriptions = world.connections, world.subscriptions
        self._budgets = {name: Budget(limit) for name, limit in LIMITS.items()}
        self._budgets["kill"] = Budget(world.options.kill_limit)
        self._routes = [
            ("GET", FILTER_RULES, "rules", rules.get), ("POST", FILTER_RULES, "rules", rules.post),
            ("GET", FILTER_RULES + "/counts", "rules", rules.counts),
            ("GET", POWER_RULES, "power_rules", power.get), ("POST", POWER_RULES, "power_rules", power.post),
            ("DELETE", POWER_RULES, "power_rules", power.delete),
            ("GET", CONNECTIONS, "connections", connections.list),
            ("DELETE", CONNECTIONS, "kill", connections.kill_some),
            ("DELETE", CONNECTIONS + "/all", "kill", connections.kill_all),
            ("DELETE", CONNECTIONS + ONE, "kill", connections.kill_endpoint),
            ("GET", SUBSCRIPTIONS, "subscriptions", subscriptions.list),
            ("POST", SUBSCRIPTIONS, "subscriptions", subscriptions.create),
            ("DELETE", SUBSCRIPTIONS, "subscriptions", subscriptions.delete_some),
            ("PUT", SUBSCRIPTIONS + ONE, "subscriptions", subscriptions.update),
            ("DELETE", SUBSCRIPTIONS + ONE, "subscriptions", subscriptions.delete_one),
            ("POST", TOKEN_PATH, "token", lambda request: bearer.answer(
                request, world.options.api_key, world.options.api_secret, world.options.token))]

    def find(self, request):
        methods = set()
        for method, path, budget, answer in self._routes:
            found = re.fullmatch(path, request.path)
            if found and method == request.method:
                return self._budgets[budget], lambda: answer(request, *found.groups())
            if found:
                methods.add(method)
        raise problems.method_not_allowed() if methods else problems.not_found()
