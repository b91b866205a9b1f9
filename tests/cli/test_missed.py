# SPDX-License-Identifier: MIT
"""What the command does where X has to be told what to answer: a stale connection, gaps, replays, scripted."""

import json
import re
import shlex
import subprocess
import unittest
import urllib.parse

from harness import PIPIT, CliTest, Server, environment, names, of_kind, waits

STALLED = [{"do": "head"}, {"do": "posts", "count": 1}, {"do": "stall"}]
DROPPED = [{"do": "head"}, {"do": "posts", "count": 1}, {"do": "reset"}]
BUSY = [{"do": "status", "status": 429, "json": {
    "title": "ConnectionException", "detail": "This stream is currently at the maximum allowed connection limit.",
    "connection_issue": "TooManyConnections", "type": "https://api.twitter.com/2/problems/streaming-connection"}}]
ENDED = [{"do": "wire", "text": "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"}, {"do": "stall"}]
DONE = [{"do": "head"}, {"do": "posts", "count": 3}, {"do": "end"}, {"do": "close"}]
LIVE = [{"do": "head"}, {"do": "posts", "count": 1}, {"do": "stall"}]
UNAVAILABLE = [{"do": "status", "status": 503}]
WINDOW = ("--start-time", "2026-11-25T12:00:00Z", "--end-time", "2026-11-25T12:10:00Z")
POST_EVENTS = ("data", "tweet", "response")


def requests(server, method="GET"):
    return [e["target"] for e in server.log() if e["ev"] == "request" and e["method"] == method]


class StaleTest(CliTest):
    def stalled(self, *options, accept=(), api=()):
        server = Server(self, *(["--plain"] if accept else []), *api,
                        scenario={"stream": [STALLED, BUSY, LIVE], "accept": list(accept)})
        return server, self.events("stream", "sample", *server.arguments(), "--limit", "2", *options)

    def test_killed(self):
        """situation 10, 18: with --kill-stale X is asked to end it, and the stream is back a second after the stall."""
        _, events = self.stalled("--kill-stale", "--stall-ms", "1000", accept=[[], [], ENDED, []])
        events = [e for e in events if e["event"] not in POST_EVENTS]
        self.assertEqual(names(events), ["connect", "connection_error", "retry", "request_error", "kill", "retry",
                                         "connect", "disconnect"])
        self.assertEqual((events[1]["error"], events[3]["status"], events[4]["status"]), ("PIPIT_E_STALL", 429, 200))
        self.assertEqual(waits(events), [0, 1000])
        self.assertLess(events[6]["t_ms"] - events[1]["t_ms"], 2000)

    def test_kill_refused(self):
        """situation 18: X is asked once, says no, and the short waits follow."""
        server, events = self.stalled("--kill-stale", "--time-scale", "20", api=("--kill-limit", "0"))
        self.assertEqual([e["status"] for e in of_kind(events, "kill")], [429])
        self.assertEqual(waits(events), [0, 10000])
        self.assertEqual(requests(server, "DELETE"), ["/2/connections/sample_stream"])

    def test_without_permission(self):
        """situation 18: without --kill-stale nothing is ended; the wait is a short one."""
        server, events = self.stalled("--time-scale", "20")
        self.assertEqual(waits(events), [0, 10000])
        self.assertEqual((of_kind(events, "kill"), requests(server, "DELETE")), ([], []))


class GapTest(CliTest):
    def test_gap(self):
        """situation 45: more than five minutes: said, with the command that fetches them, ready for a shell."""
        server = Server(self, scenario={"stream": [DROPPED, *[UNAVAILABLE] * 7, LIVE, DONE]})
        _, err = self.pipit("stream", "filter", *server.arguments(), "--limit", "2", "--backfill", "auto",
                            "--tweet-fields", "created_at,lang", "--no-jitter", "--time-scale", "200", "--stats")
        said = re.search(r"^pipit: (\d+) s are missing; this fetches them: pipit (.*)$", err, re.M)
        words = shlex.split(said[2])
        self.assertEqual(words[:2], ["stream", "filter"])
        self.assertNotIn("--limit", words)
        self.assertNotIn("--backfill", words)
        self.assertTrue(300 < int(said[1]) < 700, said[1])  # 635 s, five minutes of which are backfilled
        self.assertIn("gaps 1\n", err)
        done = subprocess.run([PIPIT, *words], env=environment(), capture_output=True, text=True, timeout=20, check=False)
        self.assertEqual((done.returncode, len(done.stdout.splitlines())), (0, 3), done.stderr)
        self.assertIn("the replay is complete", done.stderr)
        asked = [dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(target).query)) for target in requests(server)]
        self.assertEqual(asked[-2], {"tweet.fields": "created_at,lang", "backfill_minutes": "5"})
        self.assertEqual(asked[-1], {"tweet.fields": "created_at,lang",
                                     "start_time": words[words.index("--start-time") + 1],
                                     "end_time": words[words.index("--end-time") + 1]})


class WindowTest(CliTest):
    def test_end(self):
        """situation 46: the end of a replay is a success, and no reason to connect again."""
        server = Server(self, scenario={"stream": [DONE, DONE]})
        out, err = self.pipit("stream", "filter", *WINDOW, *server.arguments(), "--jsonl")
        self.assertEqual(len([json.loads(line) for line in out.splitlines()]), 3)
        self.assertIn("the replay is complete", err)
        self.assertEqual(requests(server), ["/2/tweets/search/stream?start_time=%s&end_time=%s" % (WINDOW[1], WINDOW[3])])
        events = self.events("stream", "filter", *WINDOW, *server.arguments())
        self.assertEqual(events[-1]["reason"], "PIPIT_E_REPLAY_DONE")
        self.assertEqual(server.count("request"), 2)

    def test_cut(self):
        """situation 46: a replay that breaks off begins again."""
        server = Server(self, scenario={"stream": [DROPPED, DONE]})
        events = self.events("stream", "filter", *WINDOW, *server.arguments())
        self.assertEqual(names(events, *POST_EVENTS), ["connect", "connection_error", "retry", "connect", "closed",
                                                       "disconnect"])
        self.assertEqual(events[-1]["reason"], "PIPIT_E_REPLAY_DONE")


class PairTest(CliTest):
    MESSAGES = 300

    def test_one_of_two_fails(self):
        """situation 44: two connections, one is reset and comes back: every Post once."""
        server = Server(self, "--rate", "300", "--max-connections", "2", scenario={"stream": [
            [{"do": "head"}, {"do": "posts", "count": 20}, {"do": "reset"}]]})
        events = self.events("stream", "sample", *server.arguments(), "--redundant", "--backfill", "1", "--limit",
                             str(self.MESSAGES), one_end=False)
        ids = [e["id"] for e in of_kind(events, "tweet")]
        self.assertEqual((len(ids), len(set(ids))), (self.MESSAGES, self.MESSAGES))
        self.assertEqual(len(of_kind(events, "connect")), 3)
        self.assertEqual(len(of_kind(events, "connection_error")), 1)
        self.assertEqual([e["reason"] for e in of_kind(events, "disconnect")], ["PIPIT_E_STOPPED"] * 2)

    def events(self, *arguments, one_end=True, **more):
        if one_end:
            return super().events(*arguments, **more)
        out, _ = self.pipit(*arguments, "--events", "--no-jitter", **more)
        return [json.loads(line) for line in out.splitlines()]


if __name__ == "__main__":
    unittest.main()
