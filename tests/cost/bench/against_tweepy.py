#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""CPU seconds for 1,000 Posts, printed line by line: `pipit stream --jsonl` and tweepy's AsyncStreamingClient.

usage: tests/cost/bench/against_tweepy.py [--tls] [--pipit PROGRAM]... [--rounds N]

Both stream from the same local X, which sends as fast as they read: 300 B with default fields, 2 and 8 KB with all
public fields. The result is the time of many Posts minus that of a few, so that the start is not counted; medians. The
programs take turns in each round. --tls: over TLS 1.2 or 1.3, whichever is newest in both ends. With several programs
(--pipit), for example with different TLS libraries, each has a row. Needs Debian's python3-tweepy.
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
SIZES = (("300", 160000, "none"), ("2000", 40000, "all"), ("8000", 12000, "all"))
PEER_SHARE = 8  # tweepy gets fewer Posts; the time is still given for 1,000
WANTED = {"300": 40, "2000": 40, "8000": 25}
WANTED_TLS = {"300": 20, "2000": 30, "8000": 30}  # of the command with OpenSSL


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


def ms_a_post(command, environment, posts):
    """The time for one Post, in ms. The last argument of `command` is the number of Posts."""
    few = max(posts // 20, 1)
    more, less = (cpu_s([*command, str(n)], environment) for n in (posts + few, few))
    return (more - less) / posts * 1000


class Bench(unittest.TestCase):
    options = None

    def every_field(self):
        """The fields of `--fields all`, with tweepy's names."""
        server = harness.Server(self, "--plain")
        subprocess.run([self.options.pipit[0], "stream", "sample", *server.arguments(), "--fields", "all", "--limit", "1"],
                       env=harness.environment(), check=True, capture_output=True)
        [target] = [e["target"] for e in server.log() if e["ev"] == "request"]
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(target).query)
        return {name.replace(".", "_"): value.split(",") for name, [value] in query.items()}

    def measure(self, size, posts, fields):
        """The times for one Post: those of each program, and tweepy's."""
        server = harness.Server(self, "--size", size, "--rate", "0", "--connect-limit", "1000",
                                *(() if self.options.tls else ("--plain",)))
        asked = self.every_field() if fields == "all" else {}
        environment = harness.environment(API=server.url, FIELDS=json.dumps(asked))
        if self.options.tls:
            environment["SSL_CERT_FILE"] = server.ca
        ours = [[pipit, "stream", "sample", *server.arguments(), "--jsonl", *(("--fields", "all") if asked else ()), "--limit"]
                for pipit in self.options.pipit]
        theirs = ["/usr/bin/python3", "-c", PEER]
        rounds = [[*(ms_a_post(command, environment, posts) for command in ours),
                   ms_a_post(theirs, environment, posts // PEER_SHARE)] for _ in range(self.options.rounds)]
        *times, peer = (statistics.median(column) for column in zip(*rounds))
        return times, peer

    def runTest(self):
        wanted = WANTED_TLS if self.options.tls else WANTED
        print("| bytes | program | pipit, s | tweepy, s | times as much | wanted |\n|---:|---|---:|---:|---:|---:|")
        for size, posts, fields in SIZES:
            times, peer = self.measure(size, posts, fields)
            for pipit, time in zip(self.options.pipit, times):
                print("| %s | %s | %.4f | %.3f | %.0f | %d |" % (
                    size, os.path.relpath(pipit), time, peer, peer / time, wanted[size]), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--pipit", action="append")
    parser.add_argument("--rounds", type=int, default=3)
    Bench.options = parser.parse_args()
    Bench.options.pipit = list(map(os.path.abspath, Bench.options.pipit or [harness.PIPIT]))
    return 0 if unittest.TextTestRunner(verbosity=0).run(Bench()).wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
