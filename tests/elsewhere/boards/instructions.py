#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Instructions that a board needs for a connection, a reconnect and a Post: instructions.py [--update | --check] [BOARD ...]

With QEMU's -icount each instruction takes one virtual nanosecond; the firmware reads its most precise clock and subtracts
sleep (boards/common/net.c). --check (the default) compares with tests/elsewhere/boards/budget.json: the numbers may differ by
at most 3 %, so that they stay true; --update writes them. No option changes the limits below.
"""

import argparse
import json
import os
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "..", "..", "behaviour", "cli"))

import boards  # noqa: E402
from emulator import Emulator, words_for  # noqa: E402
from harness import Server  # noqa: E402

BUDGET = os.path.join(HERE, "budget.json")
TOLERANCE = 0.03
UNPOLLED_MAX = 15_000_000  # a handshake may leave the network alone for at most so many instructions
RESUMED_PART = 4           # a resumed connection costs less than 1/4 of a full one
# Most instructions, whatever budget.json says.
PROMISES = dict.fromkeys(("mps2-an385-small", "lm3s6965evb-16k"),
                         {"a Post of 300 bytes": 40_000, "a Post of 2000 bytes": 200_000})
POSTS = 200
SIZES = (300, 2000, 8000)
ALONE = "network left alone, %s chain"  # depends on when the clock ticks, so only the limit is checked
CHAINS = (("ECDSA", "ec"), ("RSA", "rsa-chain"))


class Runs(unittest.TestCase):
    """Runs of one firmware. It is a TestCase, because servers end with a TestCase."""

    def runTest(self):
        pass

    def _run(self, variant, key, *steps, connects=1):
        lists = [[{"do": "head"}, *steps, {"do": "end"}, {"do": "close"}] for _ in range(connects)]
        server = Server(self, "--key", key, scenario={"stream": lists, "then": "close"})
        count = connects * sum(step["count"] for step in steps)
        words = words_for(server.port, "count", "ca=" + key.partition("-")[0], "posts=%d" % count, now=int(time.time()))
        with Emulator(variant, words, boards.ICOUNT) as run:
            self.assertEqual(run.wait(), 0, run.report.text + run.errors)
            return run.report

    def connection(self, variant, title, key):
        """The smaller number of two runs, because the arrival of frames varies. For the network left alone: the larger one."""
        runs = [self._run(variant, key, {"do": "posts", "count": 1, "size": 300}, connects=2) for _ in range(2)]
        full, resumed = map(min, zip(*(report.counts("connect") for report in runs)))
        return {"connect, %s chain" % title: full, "connect again, %s chain" % title: resumed,
                ALONE % title: max(n for report in runs for n in report.counts("unpolled"))}

    def post(self, variant, size):
        """From the frame to the callback, and what the program then does."""
        report = self._run(variant, "ec", {"do": "posts", "count": POSTS, "size": size})
        all_of_it, own = report.counts("lines")[0], report.counts("own")[0]
        return {"a Post of %d bytes" % size: (all_of_it - own) // POSTS,
                "what the program does with it, %d bytes" % size: own // POSTS}


def measure(variant):
    """name -> instructions."""
    runs = Runs()
    try:
        found = {}
        for title, key in CHAINS:
            found.update(runs.connection(variant, title, key))
        for size in SIZES:
            if size <= variant.line_max:
                found.update(runs.post(variant, size))
        return found
    finally:
        runs.doCleanups()


def broken_promises(name, found):
    complaints = []
    for title, _ in CHAINS:
        alone = found[ALONE % title]
        full, resumed = found["connect, %s chain" % title], found["connect again, %s chain" % title]
        if alone > UNPOLLED_MAX:
            complaints.append("%s: the handshake with the %s chain leaves the network alone for %d instructions" %
                              (name, title, alone))
        if resumed * RESUMED_PART >= full:
            complaints.append("%s: a resumed connection takes %d instructions, a full one %d (%s)" %
                              (name, resumed, full, title))
    complaints += ["%s: %s takes %d instructions, the promise is %d" % (name, what, found[what], limit)
                   for what, limit in PROMISES.get(name, {}).items() if found[what] > limit]
    return complaints


def compare(name, budget, found):
    if set(budget) != set(found):
        return ["%s: tests/elsewhere/boards/budget.json has other numbers than were measured: instructions.py --update" % name]
    return ["%s: %s takes %d instructions, the budget is %d; if that is meant: tests/elsewhere/boards/instructions.py --update" %
            (name, what, found[what], limit) for what, limit in budget.items() if abs(found[what] - limit) > limit * TOLERANCE]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("names", nargs="*", metavar="BOARD")
    options = parser.parse_args()
    chosen = [variant for variant in boards.variants(options.names) if variant.counted]
    boards.make(chosen)
    with open(BUDGET, encoding="utf-8") as file:
        budget = json.load(file)
    complaints = []
    for variant in chosen:
        found = measure(variant)
        print(variant.name)
        for what, count in found.items():
            print("    {:40}{:>14,}".format(what, count))
        complaints += broken_promises(variant.name, found)
        steady = {what: count for what, count in found.items() if what not in [ALONE % title for title, _ in CHAINS]}
        if options.update:
            budget[variant.name] = steady
        else:
            complaints += compare(variant.name, budget.get(variant.name, {}), steady)
    if options.update:
        with open(BUDGET, "w", encoding="utf-8") as file:
            json.dump(budget, file, indent=2)
            file.write("\n")
    print("\n".join(complaints) if complaints else "instructions: within the budget")
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
