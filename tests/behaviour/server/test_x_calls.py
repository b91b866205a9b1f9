# SPDX-License-Identifier: MIT
"""The calls of the local X: counts and pages of rules, the powerstream's rules, connections, subscriptions, the token."""

import base64
import http.client
import json
import os
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from served import HANG_SECONDS, TOKEN, Served  # noqa: E402

SAMPLE = "/2/tweets/sample/stream"
RULES = "/2/tweets/search/stream/rules"
POWER_RULES = "/2/powerstream/rules"
CONNECTIONS = "/2/connections"
SUBSCRIPTIONS = "/2/activity/subscriptions"


class RulesTest(Served):
    def test_pages_of_many(self):
        self.plain("--rules", "25000")
        first = self.answer("GET", RULES)[1]
        self.assertEqual((len(first["data"]), first["meta"]["result_count"]), (1000, 1000))
        values, token = set(), ""
        while token is not None:
            page = self.answer("GET", RULES + ("?pagination_token=" + token if token else ""))[1]
            values |= {rule["value"] for rule in page["data"]}
            token = page["meta"].get("next_token")
        self.assertEqual(len(values), 25000)
        self.assertEqual(self.answer("GET", RULES + "?pagination_token=ABCDEFGHIJKLMNOP")[0], 400)
        self.assertEqual(self.answer("GET", RULES + "?max_results=1001")[0], 400)

    def test_counts(self):
        for shape, kind in (("strings", str), ("numbers", int)):
            self.plain("--rules", "3", "--counts", shape)
            counts = self.answer("GET", RULES + "/counts")[1]["data"]
            self.assertIsInstance(counts["project_rules_count"], kind)
            self.assertEqual((int(counts["project_rules_count"]), counts["client_app_rules_count"]["rule_count"]), (3, 3))
        self.assertEqual(list(self.answer("GET", RULES + "/counts?rules_count.fields=cap_per_project")[1]["data"]),
                         ["cap_per_project"])

    def test_cap(self):
        self.plain("--rule-cap", "2")
        answer = self.answer("POST", RULES, {"add": [{"value": v} for v in ("cat", "dog", "bird")]})[1]
        self.assertEqual(answer["meta"]["summary"]["created"], 2)
        self.assertEqual([e["type"].rpartition("/")[2] for e in answer["errors"]], ["rule-cap"])

    def test_closed_bodies(self):
        self.plain()
        for body in ({}, {"add": [{"value": "a"}], "delete": {"ids": ["1"]}}, {"add": [{"value": "a", "x": 1}]},
                     {"delete": {"ids": ["x"]}}, []):
            self.assertEqual(self.answer("POST", RULES, body)[0], 400, body)
        self.assertEqual(self.answer("POST", RULES + "?dry_run=1", {"add": [{"value": "a"}]})[0], 400)
        self.assertEqual(self.answer("POST", RULES + "?delete_all=true", {"add": []})[0], 400)

    def test_powerstream(self):
        self.plain()
        status, made = self.answer("POST", POWER_RULES, {"rules": [{"value": "contains:a"}, {"value": "contains:b"}]})
        self.assertEqual((status, len(made["data"]["rules"])), (201, 2))
        gone = self.answer("DELETE", POWER_RULES, {"rules": [{"value": "contains:a"}, {"value": "contains:c"}]})[1]
        self.assertEqual(gone["data"], {"deleted": 1, "not_deleted": 1})
        self.assertEqual([r["value"] for r in self.answer("GET", POWER_RULES)[1]["data"]["rules"]], ["contains:b"])
        self.assertEqual(self.answer("POST", POWER_RULES, {"rules": [{"value": "a%d" % n} for n in range(101)]})[0], 400)
        self.assertNotIn("data", self.answer("GET", RULES)[1])


class ConnectionsTest(Served):
    def streams(self, count):
        responses = [self.ask("GET", SAMPLE) for _ in range(count)]
        for response in responses:
            response.readline()
        return responses

    def test_list_and_kill_some(self):
        self.plain("--rate", "100", "--max-connections", "9")
        streams = self.streams(3)
        listed = self.answer("GET", CONNECTIONS)[1]["data"]
        self.assertEqual(set(listed[0]), {"id", "endpoint_name", "client_ip", "connected_at"})
        page = self.answer("GET", CONNECTIONS + "?max_results=2&connection.fields=endpoint_name")[1]
        self.assertEqual([set(c) for c in page["data"]], [{"id", "endpoint_name"}] * 2)
        rest = self.answer("GET", CONNECTIONS + "?pagination_token=" + page["meta"]["next_token"] + "&max_results=2")[1]
        self.assertEqual(len(rest["data"]), 1)
        self.assertNotIn("data", self.answer("GET", CONNECTIONS + "?endpoints=filtered_stream")[1])
        killed = self.answer("DELETE", CONNECTIONS, {"uuids": [listed[1]["id"], "nobody"]})[1]["data"]
        self.assertEqual((killed["successful_kills"], killed["failed_kills"]), (1, 1))
        with self.assertRaises(http.client.IncompleteRead):
            streams[1].read()
        self.assertTrue(streams[0].readline() and streams[2].readline())
        gone = self.answer("GET", CONNECTIONS + "?status=inactive")[1]["data"]
        self.assertEqual([(c["id"], c["disconnect_reason"]) for c in gone], [(listed[1]["id"], "operator_disconnect")])

    def test_kill_all(self):
        for shape, wanted in (("S", "successful_kills"), ("G", "attempted")):
            self.plain("--rate", "100", "--kill-shape", shape)
            stream = self.streams(1)[0]
            self.assertIn(wanted, self.answer("DELETE", CONNECTIONS + "/all")[1]["data"])
            with self.assertRaises(http.client.IncompleteRead):
                stream.read()
            self.assertEqual(self.ask("GET", SAMPLE).status, 200)

    def test_mistakes(self):
        self.plain()
        for method, path, body in (("GET", "?status=dead", None), ("GET", "?endpoints=activity", None),
                                   ("GET", "?max_results=101", None), ("DELETE", "/nothing", None),
                                   ("DELETE", "", {"uuids": []}), ("DELETE", "", {"uuids": ["a"], "x": 1})):
            self.assertEqual(self.answer(method, CONNECTIONS + path, body)[0], 400, (method, path, body))
        self.assertEqual(self.answer("POST", CONNECTIONS, {})[0], 405)

    def test_limit_of_kills(self):
        self.plain()
        self.assertEqual([self.ask("DELETE", CONNECTIONS + "/all").status for _ in range(26)], [200] * 25 + [429])


class SubscriptionsTest(Served):
    def create(self, **more):
        return self.answer("POST", SUBSCRIPTIONS, {"event_type": "post.create", "filter": {"keyword": "bird"}, **more})

    def test_life(self):
        for shape in ("array", "object", "nested"):
            self.plain("--subscription-shape", shape)
            status, made = self.create(tag="t")
            data = made["data"]
            first = data[0] if shape == "array" else data if shape == "object" else data["subscription"]
            self.assertEqual((status, first["tag"], made["meta"]["total_subscriptions"]), (201, "t", 1))
            number = first["subscription_id"]
            self.assertEqual(self.answer("PUT", SUBSCRIPTIONS + "/" + number, {"tag": "u"})[0], 200)
            self.create()
            page = self.answer("GET", SUBSCRIPTIONS + "?max_results=1")[1]
            self.assertEqual(([s["tag"] for s in page["data"]], page["meta"]["total_subscriptions"]), (["u"], 2))
            rest = self.answer("GET", SUBSCRIPTIONS + "?pagination_token=" + page["meta"]["next_token"])[1]["data"]
            self.assertEqual(len(rest), 1)
            self.assertEqual(self.answer("DELETE", SUBSCRIPTIONS + "/" + number)[1],
                             {"data": {"deleted": True}, "meta": {"total_subscriptions": 1}})
            self.assertEqual(self.answer("DELETE", SUBSCRIPTIONS + "?ids=" + rest[0]["subscription_id"])[1]["meta"],
                             {"total_subscriptions": 0})

    def test_mistakes(self):
        self.plain()
        for body in ({}, {"event_type": "post.create"}, {"event_type": "nothing", "filter": {}},
                     {"event_type": "post.create", "filter": {"x": "1"}},
                     {"event_type": "post.create", "filter": {"direction": "up"}},
                     {"event_type": "post.create", "filter": {}, "tag": ""},
                     {"event_type": "post.create", "filter": {}, "more": 1}):
            self.assertEqual(self.answer("POST", SUBSCRIPTIONS, body)[0], 400, body)
        self.assertEqual(self.answer("PUT", SUBSCRIPTIONS + "/1", {"tag": "t"})[0], 404)
        self.assertEqual(self.answer("DELETE", SUBSCRIPTIONS + "/1")[0], 404)
        self.assertEqual(self.answer("DELETE", SUBSCRIPTIONS)[0], 400)


class TokenTest(Served):
    def token(self, credentials, body=b"grant_type=client_credentials"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=HANG_SECONDS)
        self.addCleanup(connection.close)
        connection.request("POST", "/oauth2/token", body, {
            "Authorization": "Basic " + base64.b64encode(credentials).decode(),
            "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"})
        response = connection.getresponse()
        return response.status, json.loads(response.read())

    def test_token(self):
        log = os.path.join(self.folder, "token")
        self.plain("--api-secret", "se/cret", "--log", log)
        self.assertEqual(self.token(b"test-key:se%2Fcret"), (200, {"token_type": "bearer", "access_token": TOKEN}))
        for wrong in (b"test-key:se/cret", b"test-key:", b"other:se%2Fcret"):
            status, answer = self.token(wrong)
            self.assertEqual((status, answer["errors"][0]["code"]), (403, 99))
        self.assertEqual(self.token(b"test-key:se%2Fcret", b"grant_type=password")[0], 403)
        time.sleep(0.1)
        with open(log, encoding="utf-8") as file:
            text = file.read()
        self.assertIn("/oauth2/token", text)
        self.assertNotIn("se/cret", text)


if __name__ == "__main__":
    unittest.main()
