# SPDX-License-Identifier: MIT
"""Many failures in a row: how long the command waits, and that it never connects more often than X allows."""

import os
import subprocess
import tempfile
import unittest

from harness import HANG_SECONDS, BIN, CliTest, Server, names, of_kind, waits

WINDOW_MS = 15 * 60 * 1000
CONNECTS_A_WINDOW = 50  # X's limit for the filtered stream
REPETITIONS = 1000
EMPTY_200 = r"> HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
ONE_POST = r'> HTTP/1.1 200 OK\r\n\r\n{"data":{"id":"1","text":"a"}}\r\n'
ONE_POST_LOG = 'line {"data":{"id":"1","text":"a"}}\ntweet 1 a\n'


def server_ladder(most_ms):
    """The delays that X requires: 0, then 5 s, 10 s, ..."""
    return [0] + [min(5000 * 2 ** n, most_ms) for n in range(REPETITIONS - 1)]


def with_budget(ladder):
    """The same with the connection budget: half of it can be used at once, the rest is spaced out (core/README.md)."""
    every = WINDOW_MS // (CONNECTS_A_WINDOW // 2) + 1
    most = credit = CONNECTS_A_WINDOW // 2 * every
    waits_ms = []
    for wait in ladder:
        credit = max(credit - every, 0)
        wait = max(wait, every - credit)
        credit = min(credit + wait, most)
        waits_ms.append(wait)
    return waits_ms


def connects_in_worst_window(ladder):
    """The largest number of connects in a window, if connecting takes no time and the client only waits."""
    begins = [sum(ladder[:n]) for n in range(min(len(ladder), 2000))]
    return max(sum(begin <= other < begin + WINDOW_MS for other in begins) for begin in begins[:200])


class VirtualTimeTest(unittest.TestCase):
    """Only the engine, with run_vectors: in virtual time, so delays are exact and take no real time."""

    def play(self, steps, log):
        with tempfile.NamedTemporaryFile("w", suffix=".md") as file:
            file.write("## A thousand\n```in rx=512\n%s\n```\n```log\n%s```\n" % ("\nnext\n".join(steps), log))
            file.flush()
            done = subprocess.run([os.path.join(BIN, "run_vectors"), file.name], capture_output=True, text=True,
                                  timeout=HANG_SECONDS)
        self.assertEqual(done.returncode, 0, done.stderr[-2000:])
        self.assertIn("1 passed, 0 failed", done.stdout)

    def test_streams_without_a_line(self):
        """situation 27: 200 with Content-Length: 0, a thousand times."""
        ladder = server_ladder(320000)
        self.play([EMPTY_200] * REPETITIONS, "".join("connect\nclosed\nretry %d\n" % wait for wait in ladder)
                  + "disconnect PIPIT_E_STOPPED\n")
        self.assertLess(connects_in_worst_window(ladder), CONNECTS_A_WINDOW)

    def test_streams_of_one_post(self):
        """situation 27: the same with one Post each; then the delays are shorter."""
        ladder = with_budget(server_ladder(20000))
        self.play([ONE_POST + "\nfin"] * REPETITIONS,
                  "".join("connect\n%sclosed\nretry %d\n" % (ONE_POST_LOG, wait) for wait in ladder)
                  + "disconnect PIPIT_E_STOPPED\n")
        self.assertLess(connects_in_worst_window(ladder), CONNECTS_A_WINDOW)


class SocketsTest(CliTest):
    def test_seventy_resets(self):
        """situation 13: the delays grow by a quarter of a second up to 16 s, and stay at 16 s."""
        server = Server(self, scenario={"accept": [[{"do": "reset"}]], "then": "repeat"})
        events = self.events("stream", "sample", *server.arguments(), "--max-retries", "69", "--time-scale", "120",
                             status=3)
        self.assertEqual(waits(events), [min(250 * n, 16000) for n in range(69)])
        self.assertEqual(names(events), ["connection_error", "retry"] * 69 + ["connection_error", "disconnect"])
        self.assertIn("PIPIT_E_RESET", {e["error"] for e in of_kind(events, "connection_error")})
        self.assertEqual(server.count("accept"), 70)


if __name__ == "__main__":
    unittest.main()
