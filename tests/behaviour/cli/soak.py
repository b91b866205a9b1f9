#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The command with the local X over TLS for a long time: 20 streams in one process, with a clock that is 100 times
faster. The streams are reset, become silent, get notices, and end. Afterwards every Post must have been printed once, the
counters must agree with the server's log, and descriptors and memory must be as at the beginning.

usage: tests/behaviour/cli/soak.py [--seconds N]        default 120

It is not a test of this folder: tests/run.sh runs it once. 27 November 2026, 1800 s: 23,518 streams, 305,663 Posts,
each once; 5,032 KB and 25 descriptors before and after.
"""

import argparse
import collections
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from harness import PIPIT, CliTest, Server, environment
from test_memory import GROWTH_KB, descriptors, status_kb

STREAMS = 20
QUIET = {"do": "pause", "ms": 500}  # so that everything is read before the connection breaks
HEAD = {"do": "head"}


def posts(count, every_ms):
    return {"do": "posts", "count": count, "every_ms": every_ms}


# Each request for a stream gets the next of these sessions.
SESSIONS = [
    [HEAD, posts(20, 50), QUIET, {"do": "reset"}],
    [HEAD, posts(5, 200), {"do": "keep_alive", "count": 3, "every_ms": 100}, QUIET, {"do": "end"}, {"do": "close"}],
    [HEAD, posts(30, 20), {"do": "stall"}],
    [HEAD, {"do": "split", "bytes": 7, "every_ms": 0}, posts(10, 50), {"do": "notice"}, QUIET, {"do": "close"}],
    [HEAD, posts(10, 100), QUIET, {"do": "drop"}],
    [HEAD, {"do": "keep_alive", "count": 10, "every_ms": 100}, posts(3, 10), QUIET, {"do": "reset"}],
    [{"do": "status", "status": 503}],
]
RUN = ("--time-scale", "100", "--stall-ms", "150000", "--connects-max", "200", "--jsonl", "--stats")
WARM_UP_SHARE, LAST_SHARE = 0.25, 0.75  # the second quarter is compared with the last one
IN_FLIGHT_SECONDS = 3  # Posts of this time before the end may not have been received


class Reader(threading.Thread):
    """Counts how often each Post was printed."""

    def __init__(self, pipe):
        super().__init__(daemon=True)
        self.pipe = pipe
        self.told = collections.Counter()
        self.start()

    def run(self):
        for line in self.pipe:
            message = json.loads(line)
            if "data" in message:  # otherwise it is a notice
                self.told[message["data"]["id"]] += 1


def samples(process, seconds):
    """[(share of the time, KB, descriptors)]"""
    begin = time.monotonic()
    found = []
    while time.monotonic() - begin < seconds and process.poll() is None:
        time.sleep(0.25)
        found.append(((time.monotonic() - begin) / seconds, status_kb(process, "VmRSS"), descriptors(process)))
    return found


def typical(found, begin, end):
    """(KB, descriptors); the values of most samples."""
    part = [sample for sample in found if begin <= sample[0] < end]
    return statistics.median(s[1] for s in part), max(s[2] for s in part)


class SoakTest(CliTest):
    seconds = 120

    def run_client(self, server):
        """Returns the printed Posts, the counters, the samples, and the time of Ctrl-C."""
        with tempfile.TemporaryFile("w+") as words, \
                subprocess.Popen([PIPIT, "stream", "firehose", "--partition", "all", *server.arguments(), *RUN],
                                 env=environment(), stdout=subprocess.PIPE, stderr=words, text=True) as client:
            reader = Reader(client.stdout)
            found = samples(client, self.seconds)
            ended = time.time()
            client.send_signal(signal.SIGINT)
            status = client.wait(10)
            reader.join(10)
            words.seek(0)
            lines = [line.split() for line in words]
        self.assertEqual(status, 0, lines[-5:])
        return reader.told, {line[0]: int(line[1]) for line in lines if len(line) == 2 and line[1].isdecimal()}, found, ended

    def judge_posts(self, log, told, counters, last):
        sent = {e["id"]: e["t"] for e in log if e["ev"] == "post"}
        self.assertEqual([post for post, times in told.items() if times != 1], [])
        self.assertEqual(set(told) - set(sent), set())
        missed = [post for post in set(sent) - set(told) if sent[post] < last]
        self.assertEqual(missed, [])
        self.assertEqual(counters["data"], len(told))

    def judge_counter(self, counted, times, last):
        """Events of the last seconds may not have reached the client."""
        self.assertLessEqual(sum(t < last for t in times), counted)
        self.assertLessEqual(counted, len(times))

    def test_soak(self):
        server = Server(self, "--connect-limit", "100000000", "--max-connections", "1000", "--rate", "20",
                        scenario={"stream": SESSIONS, "then": "repeat"})
        told, counters, found, ended = self.run_client(server)
        log = server.log()
        last = log[-1]["t"] - (time.time() - ended) - IN_FLIGHT_SECONDS
        self.judge_posts(log, told, counters, last)
        opened = [e["t"] for e in log if e["ev"] == "head" and e.get("status", 200) == 200]
        self.judge_counter(counters["connects"], opened, last)
        self.judge_counter(counters["keep_alives"], [e["t"] for e in log if e["ev"] == "keep_alive"], last)
        self.judge_counter(counters["reconnects_notice"], [e["t"] for e in log if e["ev"] == "notice"], last)
        streams = len(opened)
        before_kb, before_files = typical(found, WARM_UP_SHARE, 2 * WARM_UP_SHARE)
        after_kb, after_files = typical(found, LAST_SHARE, 2)
        print("soak: %d s, %d streams, %d Posts, each once; %d KB and at most %d descriptors, then %d and %d; %s" %
              (self.seconds, streams, len(told), before_kb, before_files, after_kb, after_files,
               " ".join("%s %d" % pair for pair in counters.items() if pair[1])))
        self.assertGreater(streams, self.seconds)
        self.assertLess(after_kb - before_kb, GROWTH_KB)
        self.assertLessEqual(after_files, before_files + 2)


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=int, default=SoakTest.seconds)
    SoakTest.seconds = options.parse_args().seconds
    unittest.main(argv=sys.argv[:1])
