#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""CPU seconds for 1,000 Posts, printed line by line: `pipit stream --jsonl` and tweepy's AsyncStreamingClient.

usage: tests/cost/bench/against_tweepy.py [--pipit PROGRAM] [--rounds N]

Both stream from the same local X, without TLS, which sends as fast as they read: 300 B with default fields, 2 and 8 KB
with all public fields. The result is the time of many Posts minus that of a few, so that the start is not counted;
medians. Needs Debian's python3-tweepy.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "behaviour", "cli"))
import harness  # noqa: E402

PEER = """
import asyncio, json, os, sys
import tweepy.asynchronous.streaming as streaming
from tweepy.asynchronous import AsyncStreamingClient

connect = streaming.AsyncBaseStream._connect
def at_home(self, method, url, **more):
    return connect(self, method, url.replace("https://api.twitter.com", os.environ["API"]), **more)
streaming.AsyncBaseStream._connect = at_home

class Client(AsyncStreamingClient):
    left = int(sys.argv[1])
    async def on_data(self, data):
        sys.stdout.write(data.decode() + "\\n")
        await super().on_data(data)
        self.left -= 1
        if self.left == 0:
            self.disconnect()

async def main():
    await Client(os.environ["X_BEARER_TOKEN"]).sample(**json.loads(os.environ["FIELDS"]))
asyncio.run(main())
"""
SIZES = (("300", 40000, "none"), ("2000", 10000, "all"), ("8000", 3000, "all"))
PEER_SHARE = 10  # tweepy gets fewer Posts; the time is still given for 1,000
WANTED = {"300": 40, "2000": 40, "8000": 25}


def cpu_s(command, environment):
    """The CPU time of one process; its output is discarded."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    process.stderr.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("%s: status %d %s" % (command[0], process.returncode, errors.decode(errors="replace")[-600:]))
    return usage.ru_utime + usage.ru_stime


def ms_a_post(command, environment, posts, rounds):
    """The time for one Post, in ms. The last argument of `command` is the number of Posts."""
    few = max(posts // 20, 1)
    times = []
    for _ in range(rounds):
        more, less = (cpu_s([*command, str(n)], environment) for n in (posts + few, few))
        times.append((more - less) / posts * 1000)
    return statistics.median(times)


class Bench(unittest.TestCase):
    options = None

    def every_field(self):
        """The fields of `--fields all`, with tweepy's names."""
        server = harness.Server(self, "--plain")
        subprocess.run([self.options.pipit, "stream", "sample", *server.arguments(), "--fields", "all", "--limit", "1"],
                       env=harness.environment(), check=True, capture_output=True)
        [target] = [e["target"] for e in server.log() if e["ev"] == "request"]
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(target).query)
        return {name.replace(".", "_"): value.split(",") for name, [value] in query.items()}

    def runTest(self):
        print("| bytes | pipit, s | tweepy, s | times as much | wanted |\n|---:|---:|---:|---:|---:|")
        for size, posts, fields in SIZES:
            server = harness.Server(self, "--size", size, "--rate", "0", "--connect-limit", "1000", "--plain")
            asked = self.every_field() if fields == "all" else {}
            environment = harness.environment(API=server.url, FIELDS=json.dumps(asked))
            ours = ms_a_post([self.options.pipit, "stream", "sample", *server.arguments(), "--jsonl",
                              *(("--fields", "all") if asked else ()), "--limit"],
                             environment, posts, self.options.rounds)
            theirs = ms_a_post(["/usr/bin/python3", "-c", PEER], environment, posts // PEER_SHARE, self.options.rounds)
            print("| %s | %.4f | %.3f | %.0f | %d |" % (size, ours, theirs, theirs / ours, WANTED[size]), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pipit", default=os.path.join(HERE, "..", "..", "..", "build", "bin", "pipit"))
    parser.add_argument("--rounds", type=int, default=3)
    Bench.options = parser.parse_args()
    Bench.options.pipit = os.path.abspath(Bench.options.pipit)
    return 0 if unittest.TextTestRunner(verbosity=0).run(Bench()).wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
