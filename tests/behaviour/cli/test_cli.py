# SPDX-License-Identifier: MIT
"""The command pipit with the local X, over real sockets and real TLS: outputs, limits, recovery, rules.

    PIPIT_BIN=build/bin/pipit python3 tests/behaviour/cli        all files of this folder
"""

import json
import os
import select
import subprocess
import tempfile
import time
import unittest

from harness import HANG_SECONDS, PIPIT, TOKEN, Client, CliTest, Server, environment, faster, names, of_kind, waits

FULL = json.dumps({"data": {"id": "7", "text": "caf\u00e9 \U0001F941 &amp; \"x\""}, "includes": {"users": [{"id": "1"}]},
                   "errors": [{"title": "Not Found Error"}], "matching_rules": [{"id": "9", "tag": "t"}]})


class CommandTest(CliTest):
    def test_help_and_version(self):
        self.assertIn("pipit rules add", self.pipit("--help", token=None)[0])
        self.assertRegex(self.pipit("--version", token=None)[0], r"^pipit \d+\.\d+\.\d+\n$")

    def test_no_rules(self):
        """situation 21: the error has its own text, and the stream is not tried again; after a rule was added it opens."""
        server = Server(self)
        events = self.events("stream", "filter", *server.arguments(), status=1)
        self.assertEqual(names(events), ["request_error", "disconnect"])
        self.assertEqual((events[0]["status"], events[0]["problem"]), (409, "streaming-connection"))
        self.assertEqual(events[1]["reason"], "PIPIT_E_NO_RULES")
        self.pipit("rules", "add", "cat", *server.arguments())
        self.pipit("stream", "filter", *server.arguments(), "--limit", "1")

    # ---- streams ----

    def test_order_of_events(self):
        """situation 32, 64: a keep-alive first; then every part of one line, in the order of tweepy's callbacks."""
        server = Server(self, scenario={"stream": [[{"do": "head"}, {"do": "keep_alive"}, {"do": "post", "json": FULL},
                                                    {"do": "stall"}]]})
        events = self.events("stream", "filter", *server.arguments(), "--limit", "1")
        self.assertEqual(names(events),
                         ["connect", "keep_alive", "data", "tweet", "includes", "errors", "matching_rules", "response",
                          "disconnect"])
        self.assertEqual(events[2]["raw"], FULL)
        self.assertEqual((events[3]["id"], events[3]["text"]), ("7", "caf\u00e9 \U0001F941 &amp; \"x\""))
        self.assertEqual(events[6]["matching_rules"], [{"id": "9", "tag": "t"}])
        self.assertEqual(events[8]["reason"], "PIPIT_E_STOPPED")

    def test_lines_unchanged_and_complete(self):
        for size in ("300", "2000", "8000"):
            server = Server(self, "--rate", "0", "--size", size)
            out, _ = self.pipit("stream", "sample", *server.arguments(), "--jsonl", "--limit", "500")
            lines = out.splitlines()
            self.assertEqual(len(lines), 500)
            self.assertEqual([json.loads(line)["data"]["id"] for line in lines], server.posts(500))
            self.assertEqual([len(line.encode()) + 2 for line in lines], server.posts(500, "bytes"))

    def test_lines_are_written_at_once(self):
        """Many together, then one now and then, then silence: a reader of the pipe gets all of them."""
        steps = [{"do": "head"}, {"do": "posts", "count": 64, "together": True}]
        for _ in range(3):
            steps += [{"do": "pause", "ms": 300}, {"do": "posts", "count": 1}]
        for options in ((), ("--plain",)):
            server = Server(self, *options, scenario={"stream": [[*steps, {"do": "stall"}]]})
            process = subprocess.Popen([PIPIT, "stream", "sample", *server.arguments(), "--jsonl"], env=environment(),
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            self.addCleanup(process.wait, HANG_SECONDS)
            self.addCleanup(process.kill)
            self.addCleanup(process.stdout.close)
            said = b""
            while said.count(b"\n") < 67:
                ready, _, _ = select.select([process.stdout], [], [], HANG_SECONDS)
                self.assertTrue(ready, "%d lines of 67" % said.count(b"\n"))
                said += os.read(process.stdout.fileno(), 65536)
            self.assertEqual([json.loads(line)["data"]["id"] for line in said.splitlines()], server.posts(67))

    def test_readable_text(self):
        server = Server(self, "--rate", "50")
        self.pipit("rules", "add", "cat", "--tag", "cats", *server.arguments())
        out, err = self.pipit("stream", "filter", "--expansions", "author_id", "--tweet-fields", "created_at",
                              *server.arguments(), "--limit", "3")
        for line in out.splitlines():
            self.assertRegex(line, r"^@\S+ \d\d:\d\d:\d\d .*cat.* \[cats\]$")
        self.assertIn("connected to localhost", err)

    def test_terminal_is_safe(self):
        post = json.dumps({"data": {"id": "1", "text": "\x1b]0;x\x07\x9b31m\r\n&lt;b&gt;"}})
        server = Server(self, scenario={"stream": [[{"do": "head"}, {"do": "post", "json": post}, {"do": "stall"}]]})
        out, _ = self.pipit("stream", "filter", *server.arguments(), "--limit", "1")
        self.assertEqual(out, " ]0;x  31m  <b>\n")

    def test_recovery(self):
        """situation 1, 13, 23, 30, 43: one failure after another; no Post is lost, and none is printed twice."""
        server = Server(self, scenario={"stream": [
            [{"do": "status", "status": 503, "times": 1000, "body": "<p>Over capacity</p>" * 10, "length": True}],
            [{"do": "reset"}],
            [{"do": "head"}, {"do": "posts", "count": 1}, {"do": "notice"}, {"do": "stall"}],
            [{"do": "head"}, {"do": "posts", "count": 1}, {"do": "wire", "text": "40\r\n{\"data\""}, {"do": "reset"}],
            [{"do": "head"}, {"do": "posts", "count": 1}, {"do": "end"}, {"do": "close"}],
            [{"do": "head"}, {"do": "split", "bytes": 1}, {"do": "posts", "count": 2}, {"do": "stall"}]]})
        events = self.events("stream", "sample", *server.arguments(), "--limit", "5", *faster(20))
        self.assertEqual(names(events, "data", "response", "tweet", "errors"), [
            "request_error", "retry", "connection_error", "retry", "connect", "closed", "retry", "connect",
            "connection_error", "retry", "connect", "closed", "retry", "connect", "disconnect"])
        self.assertEqual(waits(events), [5000, 0, 0, 5000, 10000])
        self.assertEqual([e["id"] for e in of_kind(events, "tweet")], server.posts(5))

    def test_stall(self):
        """situation 10: silence on an open stream, in real time."""
        server = Server(self, scenario={"stream": [[{"do": "head"}, {"do": "posts", "count": 1}, {"do": "stall"}]]})
        events = self.events("stream", "sample", *server.arguments(), "--stall-ms", "700", "--limit", "2")
        self.assertEqual([e["error"] for e in of_kind(events, "connection_error")], ["PIPIT_E_STALL"])

    def test_oversize_and_malformed(self):
        """situation 35, 40: both are events, and the Post after them arrives."""
        server = Server(self, scenario={"stream": [[
            {"do": "head"}, {"do": "line", "text": "x" * 5000}, {"do": "line", "text": "{\"data\":"},
            {"do": "post", "json": FULL}, {"do": "stall"}]]})
        events = self.events("stream", "sample", *server.arguments(), "--rx-bytes", "1024", "--limit", "1")
        self.assertEqual(names(events)[:4], ["connect", "oversize", "data", "exception"])
        self.assertEqual(events[1]["bytes"], 5000)
        self.assertEqual(events[3]["error"], "PIPIT_E_JSON")

    def test_deep_line(self):
        """situation 81: 99,000 levels are one event, and the Post after them arrives."""
        deep = "{\"data\":" + "[" * 99000 + "]" * 99000 + "}"
        server = Server(self, scenario={"stream": [[
            {"do": "head"}, {"do": "line", "text": deep}, {"do": "post", "json": FULL}, {"do": "stall"}]]})
        events = self.events("stream", "sample", *server.arguments(), "--rx-bytes", "300000", "--tokens", "100000",
                             "--limit", "1")
        self.assertEqual([e["error"] for e in events if e["event"] == "exception"], ["PIPIT_E_DEPTH"])
        self.assertEqual(len([e for e in events if e["event"] == "tweet"]), 1)

    def test_retries_run_out(self):
        """situation 14, 50: three retries are four requests."""
        server = Server(self, scenario={"stream": [[{"do": "status", "status": 503}]], "then": "repeat"})
        events = self.events("stream", "sample", *server.arguments(), "--max-retries", "3", *faster(20), status=3)
        self.assertEqual(waits(events), [5000, 10000, 20000])
        self.assertEqual(events[-1]["reason"], "PIPIT_E_RETRIES")
        self.assertEqual(server.count("request"), 4)

    def test_time_limit(self):
        server = Server(self, "--rate", "10")
        begin = time.monotonic()
        self.pipit("stream", "sample", *server.arguments(), "--for", "1")
        self.assertLess(time.monotonic() - begin, 5)

    def test_reader_goes_away(self):
        server = Server(self, "--rate", "1000")
        process = subprocess.Popen([PIPIT, "stream", "sample", *server.arguments(), "--jsonl"], env=environment(),
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        process.stdout.readline()
        process.stdout.close()
        self.assertEqual(process.wait(HANG_SECONDS), 0)

    # ---- rules ----

    def test_rules(self):
        """situation 57, 58, 60: added, a duplicate, a dry run, refused, listed, deleted, unknown."""
        server = Server(self)
        api = server.arguments()
        self.assertIn("1 created", self.pipit("rules", "add", "cat \"has\" é", "--tag", "t 1", *api)[1])
        self.assertIn("exists already as", self.pipit("rules", "add", "cat \"has\" é", *api)[1])
        self.assertIn("dry run", self.pipit("rules", "add", "dog", "--dry-run", *api)[1])
        _, err = self.pipit("rules", "add", "-cat", *api, status=1)
        self.assertIn("non-negation", err)
        out, err = self.pipit("rules", "list", *api)
        self.assertEqual(len(out.splitlines()), 1)
        number, tag, value = out.rstrip("\n").split("\t")
        self.assertEqual((tag, value), ("t 1", "cat \"has\" é"))
        self.assertEqual(self.pipit("rules", "list", "--ids", number, *api)[0], out)
        self.assertIn("1 deleted", self.pipit("rules", "delete", number, *api)[1])
        self.assertIn("does not exist", self.pipit("rules", "delete", number, *api, status=1)[1])
        self.assertEqual(self.pipit("rules", "list", *api)[0], "")

    def test_rules_wait_on_rate_limit(self):
        """situation 59: a rules call waits for the end of the window by the server's clock, a second, and a random part."""
        server = Server(self, scenario={"rules": [[{"do": "status", "status": 429, "headers": {
            "x-rate-limit-remaining": "0", "x-rate-limit-reset": "{now+3}"}}]]})
        events = self.events("rules", "list", *server.arguments(), *faster(50))
        self.assertEqual(names(events), ["request_error", "retry", "rules_meta", "disconnect"])
        self.assertIn(events[1]["wait_ms"], range(3000, 5001))

    def test_streams_are_counted_apart(self):
        """situation 18: X counts the sample and the filtered stream separately; a second stream of the same kind waits."""
        server = Server(self, "--rate", "50")
        self.pipit("rules", "add", "cat", *server.arguments())
        first = Client(self, "stream", "filter", *server.arguments())
        first.until("tweet")
        self.pipit("stream", "sample", *server.arguments(), "--limit", "1")
        second = Client(self, "stream", "filter", *server.arguments())
        self.assertEqual(second.until("retry")["wait_ms"], 10000)
        self.assertEqual(second.events[0]["status"], 429)
        second.interrupt()
        first.interrupt()

    def test_token_file(self):
        server = Server(self)
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(TOKEN + "\n")
            file.flush()
            self.pipit("rules", "list", "--token-file", file.name, *server.arguments(), token=None)


if __name__ == "__main__":
    unittest.main()
