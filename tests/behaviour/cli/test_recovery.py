# SPDX-License-Identifier: MIT
"""Recovery of missed Posts: backfill, replays, a connection that X still counts, two connections at the same time."""

import json
import os
import pty
import re
import shlex
import subprocess
import time
import unittest
import urllib.parse

from harness import HANG_SECONDS, LOST, PIPIT, Client, CliTest, Server, environment, names, of_kind, waits

SCALE = ("--time-scale", "100")
HELD_MS = 60000  # how long X counts a connection that the client has left


def stream_of(*steps):
    return {"stream": [list(s) for s in steps]}


def unavailable(count):
    return [[{"do": "status", "status": 503}]] * count


def parameters(server):
    """The query of each request for a stream, in order."""
    targets = [urllib.parse.urlsplit(e["target"]) for e in server.log() if e["ev"] == "request"]
    return [dict(urllib.parse.parse_qsl(t.query)) for t in targets if "/stream" in t.path and "rules" not in t.path]


def minutes(server):
    return [p.get("backfill_minutes") for p in parameters(server)]


DROPPED = [{"do": "head"}, {"do": "posts", "count": 1}, {"do": "reset"}]
LIVE = [{"do": "head"}, {"do": "posts", "count": 1}, {"do": "stall"}]
DONE = [{"do": "head"}, {"do": "posts", "count": 3}, {"do": "end"}, {"do": "close"}]


class BackfillTest(CliTest):
    def run_after(self, server, *options):
        return self.events("stream", "sample", *server.arguments(), "--limit", "2", *SCALE, *options)

    def test_as_many_minutes_as_were_missed(self):
        """situation 45: nothing at the first connect; then the time without the stream plus 45 s, rounded up to minutes."""
        server = Server(self, "--rate", "20", scenario=stream_of(DROPPED, *unavailable(5)))
        events = self.run_after(server, "--backfill", "auto")
        self.assertEqual(waits(events), [0, 5000, 10000, 20000, 40000, 80000])
        asked = minutes(server)
        self.assertEqual(asked[:2], [None, "1"])
        self.assertEqual(asked[-1], "4")  # 155 + 45 s
        self.assertEqual(asked[1:], sorted(asked[1:]))
        self.assertEqual(of_kind(events, "gap"), [])

    def test_off(self):
        """situation 45: without --backfill no backfill is requested."""
        server = Server(self, "--rate", "20", scenario=stream_of(DROPPED, *unavailable(1)))
        self.run_after(server)
        self.assertEqual(minutes(server), [None, None, None])

    def test_refused_by_the_plan(self):
        """situation 45: X answers 400 or 403 to backfill: the stream connects again at once, without backfill."""
        for status in (400, 403):
            server = Server(self, "--rate", "20", scenario=stream_of(DROPPED, [{"do": "status", "status": status}]))
            events = self.run_after(server, "--backfill", "auto")
            came = names(events, "data", "tweet", "response")
            self.assertIn(came.pop(1), LOST)
            self.assertEqual(came, ["connect", "retry", "request_error", "retry", "connect", "disconnect"])
            self.assertEqual(waits(events), [0, 0])
            self.assertEqual(minutes(server), [None, "1", None])

    def test_gap(self):
        """situation 45: more than five minutes are missing: this is printed, with a shell command that requests them."""
        server = Server(self, scenario=stream_of(DROPPED, *unavailable(7), LIVE, DONE))
        _, err = self.pipit("stream", "filter", *server.arguments(), "--limit", "2", "--backfill", "auto",
                            "--tweet-fields", "created_at,lang", "--no-jitter", "--time-scale", "200", "--stats")
        said = re.search(r"^pipit: (\d+) s are missing; this fetches them: pipit (.*)$", err, re.M)
        words = shlex.split(said[2])
        self.assertEqual(words[:2], ["stream", "filter"])
        for gone in ("--limit", "--backfill"):
            self.assertNotIn(gone, words)
        for option in ("--start-time", "--end-time"):
            self.assertRegex(words[words.index(option) + 1], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertTrue(300 < int(said[1]) < 700, said[1])  # 635 s are missing, backfill recovers five minutes of them
        self.assertIn("gaps 1\n", err)
        done = subprocess.run([PIPIT, *words], env=environment(), capture_output=True, text=True, timeout=HANG_SECONDS, check=False)
        self.assertEqual((done.returncode, len(done.stdout.splitlines())), (0, 3), done.stderr)
        self.assertIn("the replay is complete", done.stderr)
        asked = parameters(server)
        self.assertEqual(asked[-2], {"tweet.fields": "created_at,lang", "backfill_minutes": "5"})
        self.assertEqual(asked[-1], {"tweet.fields": "created_at,lang",
                                     "start_time": words[words.index("--start-time") + 1],
                                     "end_time": words[words.index("--end-time") + 1]})


class ReplayTest(CliTest):
    def window(self, begin_s, end_s):
        """Options for a replay of Posts that were sent this number of seconds ago."""
        now = time.time()
        times = [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - s)) for s in (begin_s, end_s)]
        return ("--start-time", times[0], "--end-time", times[1])

    def test_end(self):
        """situation 46: the end of a replay is a success; the command does not connect again."""
        server = Server(self, "--rate", "1000")
        time.sleep(2.2)
        window = self.window(2, 1)
        out, err = self.pipit("stream", "firehose_en", "--partition", "1", *window, *server.arguments(), "--tweet-fields",
                              "created_at", "--jsonl")
        created = [json.loads(line)["data"]["created_at"] for line in out.splitlines()]
        self.assertGreater(len(created), 0)
        self.assertTrue(all(window[1][:-1] <= when <= window[3] for when in created))
        self.assertIn("the replay is complete", err)
        self.assertEqual(len(parameters(server)), 1)
        events = self.events("stream", "firehose_en", "--partition", "1", *window, *server.arguments())
        self.assertEqual(events[-1]["reason"], "PIPIT_E_REPLAY_DONE")
        self.assertEqual([json.loads(line)["data"]["id"] for line in out.splitlines()],
                         [e["id"] for e in of_kind(events, "tweet")])

    def test_end_that_is_early(self):
        """situation 96: the last Post is an hour older than --end-time: a command that asks for the rest is printed."""
        server = Server(self, scenario=stream_of(DONE, DONE, DONE))
        arguments = ("stream", "filter", *self.window(3600, -3600), *server.arguments())
        _, err = self.pipit(*arguments, "--tweet-fields", "created_at", "--stats")
        said = re.search(r"the last message is (\d+) s older than --end-time; if X has more, this fetches it: pipit (.*)$",
                         err, re.M)
        self.assertTrue(3500 < int(said[1]) <= 3601, said[1])
        words = shlex.split(said[2])
        self.assertEqual(words[words.index("--end-time") + 1], arguments[arguments.index("--end-time") + 1])
        self.assertGreater(words[words.index("--start-time") + 1], arguments[arguments.index("--start-time") + 1])
        events = self.events(*arguments, "--tweet-fields", "created_at")
        self.assertEqual(names(events, "data", "tweet", "response"), ["connect", "closed", "gap", "disconnect"])
        self.assertEqual(events[-1]["reason"], "PIPIT_E_REPLAY_DONE")
        self.assertEqual(names(self.events(*arguments), "data", "tweet", "response"), ["connect", "closed", "disconnect"])

    def test_cut(self):
        """situation 46: a replay that is interrupted begins again."""
        server = Server(self, scenario=stream_of(DROPPED, DONE))
        events = self.events("stream", "filter", *self.window(20, 10), *server.arguments())
        self.assertEqual(names(events, "data", "tweet", "response"),
                         ["connect", "connection_error", "retry", "connect", "closed", "disconnect"])
        self.assertEqual(events[-1]["reason"], "PIPIT_E_REPLAY_DONE")

    def test_refused_by_the_plan(self):
        server = Server(self, "--plan", "basic")
        _, err = self.pipit("stream", "firehose_en", "--partition", "1", *self.window(20, 10), *server.arguments(),
                            status=1)
        self.assertEqual(len(err.splitlines()), 1)


class StaleTest(CliTest):
    """The stream stalls; the server still counts the connection that the client has given up."""

    def run_stalled(self, api, *options):
        server = Server(self, "--rate", "50", *api, scenario=stream_of(LIVE))
        events = self.events("stream", "sample", *server.arguments(), "--limit", "2", *options)
        kills = [e["target"] for e in server.log() if e["ev"] == "request" and e["method"] == "DELETE"]
        return kills, [e for e in events if e["event"] not in ("data", "tweet", "response")]

    def test_killed(self):
        """situation 10, 18: with --kill-stale the stream is open again before X stops counting the old connection."""
        kills, events = self.run_stalled(("--hold-ms", str(HELD_MS)), "--kill-stale", "--stall-ms", "1000")
        self.assertEqual(names(events), ["connect", "connection_error", "retry", "request_error", "kill", "retry",
                                         "connect", "disconnect"])
        self.assertEqual((events[1]["error"], events[3]["status"], events[4]["status"]), ("PIPIT_E_STALL", 429, 200))
        self.assertEqual(waits(events), [0, 1000])
        self.assertLess(events[6]["t_ms"] - events[1]["t_ms"], HELD_MS)
        self.assertEqual(kills, ["/2/connections/sample_stream"])

    def test_kill_refused(self):
        """situation 18: X is asked once and refuses; then the short delays follow."""
        kills, events = self.run_stalled(("--hold-ms", "1000", "--kill-limit", "0"), "--kill-stale", "--time-scale", "20")
        self.assertEqual([e["status"] for e in of_kind(events, "kill")], [429])
        self.assertEqual(waits(events)[:2], [0, 10000])
        self.assertEqual(kills, ["/2/connections/sample_stream"])

    def test_without_permission(self):
        """situation 18: without --kill-stale no connection is ended; the delays are short."""
        kills, events = self.run_stalled(("--hold-ms", "1000"), "--time-scale", "20")
        self.assertEqual(waits(events)[:2], [0, 10000])
        self.assertEqual((of_kind(events, "kill"), kills), ([], []))


class RedundantTest(CliTest):
    MESSAGES = 300

    def test_pair(self):
        """situation 44: two connections, one is killed: every Post once, in the order of the server."""
        server = Server(self, "--rate", "300", "--max-connections", "2")
        self.pipit("rules", "add", "cat OR city", *server.arguments())
        client = Client(self, "stream", "filter", *server.arguments(), "--redundant", "--limit", str(self.MESSAGES),
                        "--backfill", "1")
        for _ in range(self.MESSAGES // 3):
            client.until("tweet")
        rows = [line.split("\t") for line in self.pipit("connections", "list", *server.arguments())[0].splitlines()]
        self.assertEqual([row[1] for row in rows], ["filtered_stream"] * 2)
        self.pipit("connections", "kill", rows[0][0], *server.arguments())
        while len(of_kind(client.events, "tweet")) < self.MESSAGES:
            client.until("tweet")
        client.until("disconnect")
        client.until("disconnect")
        self.assertEqual(client.process.wait(HANG_SECONDS), 0)
        ids = [e["id"] for e in of_kind(client.events, "tweet")]
        self.assertEqual(len(set(ids)), self.MESSAGES)
        self.assertEqual({e["connection"] for e in of_kind(client.events, "tweet")}, {1, 2})
        self.assertEqual(len(of_kind(client.events, "connect")), 3)
        sent = {}
        for event in server.log():
            if event["ev"] == "post":
                sent.setdefault(event["id"])
        first = int(ids[0])
        order = [number for number in sorted(sent, key=int) if int(number) >= first]
        since = [number for number in sorted(ids, key=int) if int(number) >= first]  # backfill also contains older ones
        self.assertEqual(since, order[:len(since)])

    def test_one_of_two_fails(self):
        """situation 44: two connections, one is reset and comes back: every Post once."""
        server = Server(self, "--rate", "300", "--max-connections", "2", scenario=stream_of(
            [{"do": "head"}, {"do": "posts", "count": 20}, {"do": "reset"}]))
        out, _ = self.pipit("stream", "sample", *server.arguments(), "--redundant", "--backfill", "1", "--limit",
                            str(self.MESSAGES), "--events", "--no-jitter")
        events = [json.loads(line) for line in out.splitlines()]
        ids = [e["id"] for e in of_kind(events, "tweet")]
        self.assertEqual((len(ids), len(set(ids))), (self.MESSAGES, self.MESSAGES))
        self.assertEqual(len(of_kind(events, "connect")), 3)
        self.assertEqual(sum(name in LOST for name in names(events)), 1)
        self.assertEqual([e["reason"] for e in of_kind(events, "disconnect")], ["PIPIT_E_STOPPED"] * 2)

    def test_counted(self):
        server = Server(self, "--rate", "200", "--max-connections", "2")
        out, err = self.pipit("stream", "sample", *server.arguments(), "--redundant", "--limit", "200", "--stats",
                              "--jsonl")
        self.assertEqual(len(set(out.splitlines())), 200)
        stats = dict(re.findall(r"^([a-z_]+) (\d+)$", err, re.M))
        self.assertEqual((stats["data"], stats["connects"]), ("200", "2"))
        self.assertGreater(int(stats["duplicates"]), 100)
        self.assertIn("pipit: connection A: connected", err)
        self.assertIn("pipit: connection B: connected", err)

    def test_status_line(self):
        """On a terminal: how many connections, how many duplicates."""
        server = Server(self, "--rate", "200", "--max-connections", "2")
        ours, theirs = pty.openpty()
        process = subprocess.Popen([PIPIT, "stream", "sample", *server.arguments(), "--redundant", "--for", "1"],
                                   env=environment(), stdout=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        seen = b""
        while True:
            try:
                seen += os.read(ours, 4096)
            except OSError:  # the terminal is closed
                break
        os.close(ours)
        self.assertEqual(process.wait(HANG_SECONDS), 0)
        self.assertRegex(seen.decode(), r"connected 2 of 2 \d+s \| messages \d+ .*\| duplicates \d+")


if __name__ == "__main__":
    unittest.main()
