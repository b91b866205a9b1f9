#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that work is proportional to its input: instructions of pipit-linear for a small and a large input, counted by
callgrind.

usage: tests/cost/bench/linear.py [--large] [PROGRAM]    (--large: rules up to 100,000, some minutes)
"""

import os
import sys

import callgrind

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, "..", "..", "..", "build", "bin", "pipit-linear")
MOST = 2.0  # limit: cost of one part of the large input, relative to one part of the small input
WORKS = (("bytes", 100, 100000, "a line that comes byte by byte"),
         ("add", 100, 20000, "rules that go out through a small buffer"),
         ("sync", 100, 20000, "rules that are compared with X's"),
         ("seen", 100, 30000, "ids in a filter against duplicates"),
         ("meeting", 100, 30000, "ids that are made to meet in it"),
         ("group", 100, 1000, "lines of one member of a group"),
         ("alone", 100, 1000, "members of a group of which one has a line"),
         ("silent", 100, 1000, "members of a group without an event"))


def instructions(program, work, number):
    return callgrind.instructions("linear_body", program, work, str(number))[0]


def main():
    words = [word for word in sys.argv[1:] if word != "--large"]
    program, wrong = (words or [PROGRAM])[0], 0
    for work, small, large, what in WORKS:
        if "--large" in sys.argv and work in ("add", "sync"):
            large = 100000
        per_small, per_large = (instructions(program, work, n) / n for n in (small, large))
        bad = per_large > MOST * per_small
        wrong += bad
        print("linear: %s: %.0f instructions each of %d, %.0f each of %d%s" %
              (what, per_small, small, per_large, large, ": more than %g times as many" % MOST if bad else ""))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
