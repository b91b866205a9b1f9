# SPDX-License-Identifier: MIT
"""What is missed and how it comes back: backfill, replays, a connection that X still counts, two connections at once."""

import json
import os
import pty
import re
import shlex
import subprocess
import time
import unittest
import urllib.parse

from harness import PIPIT, Client, CliTest, Server, environment, names, of_kind, waits

SCALE = ("--time-scale", "100")


def stream_of(*steps):
    return {"stream": [list(s) for s in steps]}


def unavailable(count):
    return [[{"do": "status", "status": 503}]] * count


def parameters(server):
    """The query of each request for a stream, in order."""
    targets = [urllib.parse.urlsplit(e["target"]) for e in server.log() if e["ev"] == "request"]
    return [dict(urllib.parse.parse_qsl(t.query)) for t in targets if t.path.endswith("/stream")]


def minutes(server):
    return [p.get("backfill_minutes") for p in parameters(server)]


DROPPED = [{"do": "head"}, {"do": "posts", "count": 1}, {"do": "reset"}]


class BackfillTest(CliTest):
    def run_after(self, server, *options):
        return self.events("stream", "sample", *server.arguments(), "--limit", "2", *SCALE, *options)

    def test_as_many_minutes_as_were_missed(self):
        """situation 45: not at the first connect; then the time without the stream, in begun minutes."""
        server = Server(self, "--rate", "20", scenario=stream_of(DROPPED, *unavailable(5)))
        events = self.run_after(server, "--backfill", "auto")
        self.assertEqual(waits(events), [0, 5000, 10000, 20000, 40000, 80000])
        asked = minutes(server)
        self.assertEqual(asked[:2], [None, "1"])
        self.assertEqual(asked[-1], "3")  # 155 s
        self.assertEqual(asked[1:], sorted(asked[1:]))
        self.assertEqual(of_kind(events, "gap"), [])

    def test_off(self):
        """situation 45: without --backfill nothing is asked for."""
        server = Server(self, "--rate", "20", scenario=stream_of(DROPPED, *unavailable(1)))
        self.run_after(server)
        self.assertEqual(minutes(server), [None, None, None])

    def test_refused_by_the_plan(self):
        """situation 45: 400 or 403 to backfill: the stream goes on without, at once."""
        for status in (400, 403):
            server = Server(self, "--rate", "20", scenario=stream_of(DROPPED, [{"do": "status", "status": status}]))
            events = self.run_after(server, "--backfill", "auto")
            self.assertEqual(names(events, "data", "tweet", "response"),
                             ["connect", "connection_error", "retry", "request_error", "retry", "connect", "disconnect"])
            self.assertEqual(waits(events), [0, 0])
            self.assertEqual(minutes(server), [None, "1", None])


class RedundantTest(CliTest):
    MESSAGES = 300

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
            except OSError:  # the other end is closed
                break
        os.close(ours)
        self.assertEqual(process.wait(5), 0)
        self.assertRegex(seen.decode(), r"connected 2 of 2 \d+s \| messages \d+ .*\| duplicates \d+")


if __name__ == "__main__":
    unittest.main()
