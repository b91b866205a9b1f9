# SPDX-License-Identifier: MIT
"""The memory of the command's process: in a burst that is not read fast enough, and after 200 reconnects."""

import json
import os
import statistics
import subprocess
import time
import unittest

from harness import HANG_SECONDS, PIPIT, Client, CliTest, Server, environment, wait_until

BURST = 50000  # of scenarios/burst.json: 10 000 Posts per second for 5 s
BURST_BYTES = 300
PIECE = 65536
RECONNECTS = 200
WARM_UP = 20
SAMPLES = 20
CONNECTED_MS = 20  # long enough to measure both in the same state
GROWTH_KB = 256  # one TLS handshake takes more than 10 KB
NO_QUARANTINE = {"ASAN_OPTIONS": "quarantine_size_mb=0:thread_local_quarantine_size_kb=0"}  # it looks like a leak


def status_kb(process, name):
    with open("/proc/%d/status" % process.pid, encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(name + ":"))


def descriptors(process):
    return len(os.listdir("/proc/%d/fd" % process.pid))


class MemoryTest(CliTest):
    def rests(self, server):
        """True if the server has not sent a Post for some time."""
        before = server.count("post")
        time.sleep(0.4)
        return before > 0 and server.count("post") == before

    def test_burst_with_a_slow_reader(self):
        """situation 41, 66: the server must wait; Posts are neither stored nor lost, and the memory does not grow."""
        server = Server(self, scenario="burst")
        with subprocess.Popen([PIPIT, "stream", "sample", *server.arguments(), "--jsonl", "--limit", str(BURST)],
                              env=environment(**NO_QUARANTINE), stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL) as client:
            out = client.stdout.readline()
            before_kb = status_kb(client, "VmHWM")
            wait_until(self, lambda: self.rests(server), "back-pressure")
            self.assertLess(server.count("post"), BURST)
            while len(out) < BURST * (BURST_BYTES - 2) - 16 * PIECE:
                out += client.stdout.read(PIECE)
                time.sleep(0.005)
            self.assertLess(status_kb(client, "VmHWM") - before_kb, GROWTH_KB)
            out += client.stdout.read()
            self.assertEqual(client.wait(HANG_SECONDS), 0)
        self.assertEqual([json.loads(line)["data"]["id"] for line in out.splitlines()], server.posts(BURST))
        self.assertEqual(server.count("accept"), 1)

    def test_reconnects(self):
        """situation 43: 200 reconnects over TLS in one process: as many descriptors and as much memory as before."""
        server = Server(self, "--connect-limit", "1000", scenario={
            "stream": [[{"do": "head"}, {"do": "posts", "count": 1}, {"do": "pause", "ms": CONNECTED_MS}, {"do": "end"},
                        {"do": "close"}]], "then": "repeat"})
        client = Client(self, "stream", "sample", *server.arguments(), "--time-scale", "400", **NO_QUARANTINE)

        def measure(connects):
            """{number of descriptors: typical KB}, for the last streams. It depends on the number of descriptors, because an open
        connection uses memory."""
            seen = {}
            for left in range(connects, 0, -1):
                client.until("tweet")
                if left <= SAMPLES:
                    seen.setdefault(descriptors(client.process), []).append(status_kb(client.process, "VmRSS"))
            return {count: statistics.median(values) for count, values in seen.items() if len(values) >= SAMPLES // 4}
        before = measure(WARM_UP)
        after = measure(RECONNECTS)
        self.assertLessEqual(max(after), max(before) + 1)  # the present connection
        alike = set(before) & set(after)
        self.assertTrue(alike)
        for count in alike:
            self.assertLess(after[count] - before[count], GROWTH_KB)
        self.assertGreater(server.count("tls"), RECONNECTS)
        client.interrupt()


if __name__ == "__main__":
    unittest.main()
