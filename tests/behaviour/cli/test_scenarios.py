# SPDX-License-Identifier: MIT
"""The command with every scenario of the local X."""

import glob
import json
import os
import unittest

from harness import SCENARIOS, CliTest, Server, at_once, faster, names, of_kind, waits

FAST = faster(40)
PARTS = ("data", "response")
AGAIN = ["closed", "retry", "connect"]

# Scenarios that end the stream at once: status, type of the problem, reason.
STOPS = {"400": (400, "invalid-request", "PIPIT_E_BAD_REQUEST"), "401": (401, "about:blank", "PIPIT_E_AUTH"),
         "403": (403, "client-forbidden", "PIPIT_E_FORBIDDEN"), "404": (404, "about:blank", "PIPIT_E_NOT_FOUND"),
         "409": (409, "streaming-connection", "PIPIT_E_NO_RULES"), "usage_cap": (429, "usage-capped", "PIPIT_E_USAGE_CAP")}
# Scenarios after which the stream opens: status, and the delays before.
HEALS = {"503_three_times": (503, [5000, 10000, 20000]), "503_html_100k": (503, [5000, 10000, 20000]),
         "503_provisioning": (503, [60000, 60000]), "429_rate": (429, [60000]),
         "429_too_many_connections": (429, [10000, 20000])}
# Scenarios that do not change until --max-retries 1 is used up: the event and its error.
STAYS = {"gzip_refused": ("connection_error", "PIPIT_E_ENCODING"), "redirect_302": ("request_error", 302)}
# Scenarios with one stream that ends; after it a normal stream with a Post follows.
BODIES = {"one_byte_chunks": ["connect", "tweet", "keep_alive", "tweet", "matching_rules", *AGAIN, "tweet"],
          "trailers_extensions": ["connect", "tweet", "tweet", *AGAIN, "tweet"],
          "http10_eof": ["connect", "tweet", "tweet", "tweet", "keep_alive", *AGAIN, "tweet"],
          "continue_100": ["connect", "tweet", "tweet", *AGAIN, "tweet"],
          "notice": ["connect", "tweet", "tweet", "errors", *AGAIN, "tweet"],
          "oversize": ["connect", "tweet", "oversize", "tweet", *AGAIN, "tweet"],
          "forced_disconnect": ["connect", *["tweet"] * 8, "keep_alive", *AGAIN, "tweet"]}
BREAKS = {"stall": "PIPIT_E_STALL", "reset_mid_chunk": "PIPIT_E_RESET", "slow_head": "PIPIT_E_HEAD_TIMEOUT"}
RULES = {"rules_400": (1, "request_error"), "rules_503_html": (3, "request_error"), "rules_200_error": (1, "rule_error"),
         "rules_429_then_ok": (0, "request_error")}
ELSEWHERE = {"malformed_lines": "test_malformed_lines", "close_at_once": "test_close_at_once", "burst": "test_memory.py",
             "examples": "test_examples.py", "examples_redundant": "test_examples.py",
             "examples_led_matrix": "test_examples.py"}


class ScenarioTest(CliTest):
    def play(self, name, *arguments, status=0):
        server = Server(self, "--rate", "50", scenario=name)
        return self.events("stream", "sample", *server.arguments(), *FAST, *arguments, status=status), server

    def test_every_file_is_played(self):
        files = {os.path.basename(path)[:-5] for path in glob.glob(os.path.join(SCENARIOS, "*.json"))}
        self.assertEqual(files, {*STOPS, *HEALS, *STAYS, *BODIES, *BREAKS, *RULES, *ELSEWHERE})

    def test_stops(self):
        """situation 19, 20, 21: one request, one reason, no second attempt."""
        for name, expected in STOPS.items():
            events, server = self.play(name, status=1)
            self.assertEqual(names(events), ["request_error", "disconnect"], name)
            self.assertEqual((events[0]["status"], events[0]["problem"], events[1]["reason"]), expected)
            self.assertEqual(server.count("request"), 1)

    def test_heals(self):
        """situation 14, 16, 18, 22, 23: the delays that X requires, then the stream opens."""
        def heal(name, status, expected):
            events, server = self.play(name, "--limit", "1")
            self.assertEqual(names(events, *PARTS),
                             ["request_error", "retry"] * len(expected) + ["connect", "tweet", "disconnect"], name)
            self.assertEqual(waits(events), expected, name)
            self.assertEqual({e["status"] for e in of_kind(events, "request_error")}, {status})
            self.assertEqual(server.count("accept"), len(expected) + 1)
        at_once(heal, [(name, *case) for name, case in HEALS.items()])

    def test_stays(self):
        """situation 24, 51: each attempt is refused; a redirect is not followed."""
        for name, (kind, word) in STAYS.items():
            events, server = self.play(name, "--max-retries", "1", status=3)
            self.assertEqual(names(events), [kind, "retry", kind, "disconnect"], name)
            self.assertIn(word, events[0].values())
            self.assertEqual((waits(events), server.count("request")), ([5000], 2))

    def test_bodies(self):
        """situation 1, 2, 7, 25, 26, 30: each kind of framing over TLS records, and the reconnect after its end."""
        def end(name, expected):
            events, server = self.play(name, "--limit", str(expected.count("tweet")))
            self.assertEqual(names(events, *PARTS), expected + ["disconnect"], name)
            self.assertEqual(waits(events), [0])
            self.assertEqual(server.count("request"), 2)
        at_once(end, BODIES.items())

    def test_breaks(self):
        """situation 10, 29, 43: silence, an endless head and a reset are connection errors; then the next stream."""
        for name, error in BREAKS.items():
            events, _ = self.play(name, "--limit", "2" if name != "slow_head" else "1")
            middle = ["connection_error", "retry", "connect", "tweet", "disconnect"]
            self.assertEqual(names(events, *PARTS), ([] if name == "slow_head" else ["connect", "tweet"]) + middle, name)
            self.assertEqual(of_kind(events, "connection_error")[0]["error"], error)

    def test_oversize(self):
        """situation 40: a line of more than a megabyte is reported with its true length."""
        events, _ = self.play("oversize", "--limit", "2")
        self.assertEqual(of_kind(events, "oversize")[0]["bytes"], 16 * 70000 + len(
            '{"data":{"id":"2","edit_history_tweet_ids":["2"],"text":""}}'))

    def test_select(self):
        """situation 40: with select 512 bytes are enough for a line of more than a megabyte, and for 8 KB with all."""
        events, _ = self.play("oversize", "--limit", "3", "--select", "data.id,data.text", "--rx-bytes", "512",
                              "--tokens", "32")
        self.assertEqual(of_kind(events, "oversize"), [])
        [_, long, _] = of_kind(events, "tweet")
        self.assertEqual(long["id"], "2")
        self.assertTrue(long["text"])
        server = Server(self, "--size", "8000", "--rate", "100")
        self.pipit("rules", "add", "cat OR city", "--tag", "towns", *server.arguments())
        out, _ = self.pipit("stream", "filter", "--fields", "all", *server.arguments(), "--jsonl", "--limit", "20",
                            "--select", "data.id,data.text,includes.users.username,matching_rules.tag",
                            "--rx-bytes", "2048", "--tokens", "64")
        posts = [e for e in server.log() if e["ev"] == "post"]
        for line, post in zip(out.splitlines(), posts):
            message = json.loads(line)
            self.assertEqual(message["data"]["id"], post["id"])
            self.assertEqual(set(message["data"]), {"id", "text"})
            self.assertEqual(message["matching_rules"], [{"tag": "towns"}])
            self.assertTrue(all(set(user) == {"username"} for user in message["includes"]["users"]))
            self.assertGreater(post["bytes"], 6000)

    def test_malformed_lines(self):
        """situation 34, 35: a line that is not JSON is an exception, an unknown message is a response; valid Posts arrive."""
        events, server = self.play("malformed_lines", "--limit", "4")
        bad, unknown = ["data", "exception"], ["data", "response"]
        good = ["data", "tweet", "response"]
        lone_surrogate = good
        self.assertEqual(names(events), ["connect", *good, *bad * 5, *lone_surrogate, *unknown * 5, *bad, *good, *good,
                                         "disconnect"])
        self.assertEqual([e["id"] for e in of_kind(events, "tweet")], [server.posts(2)[0], "1", server.posts(2)[1], "7"])
        self.assertEqual({e["error"] for e in of_kind(events, "exception")}, {"PIPIT_E_JSON"})

    def test_close_at_once(self):
        """situation 27: streams that end at once make the waits longer each time (test_ladders.py has a thousand)."""
        server = Server(self, "--plain", scenario="close_at_once")
        events = self.events("stream", "sample", *server.arguments(), "--max-retries", "7", "--time-scale", "100", status=3)
        self.assertEqual(waits(events), [0, 5000, 10000, 20000, 40000, 80000, 160000])
        self.assertEqual(names(events), ["connect", "closed", "retry"] * 7 + ["connect", "closed", "disconnect"])

    def test_rules(self):
        """situation 59: errors with status 200, 400 and 503; after a 429 the call waits."""
        for name, (status, kind) in RULES.items():
            server = Server(self, scenario=name)
            events = self.events("rules", "list", *server.arguments(), *FAST, status=status)
            self.assertEqual(events[0]["event"], kind, name)
            waited = waits(events)
            if name == "rules_429_then_ok": # until 3 s after the answer, by the server's clock
                self.assertTrue(len(waited) == 1 and 2000 <= waited[0] <= 4000, waited)
            else:
                self.assertEqual(waited, [])


if __name__ == "__main__":
    unittest.main()
