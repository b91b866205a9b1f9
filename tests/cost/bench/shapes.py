#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks what input of each shape costs: instructions of pipit-shapes for each byte on the wire, counted by callgrind.
A shape fails if a byte costs more than so many times a byte of usual Posts, or if a byte of a long input costs more than
one of a short input.

usage: tests/cost/bench/shapes.py [--program FILE] [--jobs N] [SHAPE...]
"""

import argparse
import concurrent.futures
import os
import subprocess
import sys

import callgrind

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, "..", "..", "..", "build", "bin", "pipit-shapes")
USUAL = "posts"
SMALL, LARGE = 20000, 200000
LARGER = {"members": 1400000,    # 100,000 members
          "sync": 2900000,       # 25,000 rules
          "seen-is-full": 4300000}  # 32,768 ids, twice
GROWTH = 1.2  # limit: a byte of the long input, relative to one of the short input
MOST = 4.0    # limit: a byte, relative to one of usual Posts
# Shapes with another limit, and why. Each costs so much for an event, a call or a bracket, which has few bytes here.
OTHERS = {"keep-alives": (6.0, "an event of two bytes: 660 instructions"),
          "recv-of-1": (12.0, "a call of recv() and a turn of the loop for one byte: 700 instructions"),
          "lines-without-json": (10.0, "an event of three bytes, with its callback: 1,850 instructions"),
          "deep-arrays": (9.0, "at each bracket jsmn walks up to PIPIT_JSON_DEPTH levels; X's messages have about 10")}


def measure(program, shape):
    """Instructions for each byte of the short and of the long input."""
    counts = [callgrind.instructions("shapes_body", program, shape, str(size))
              for size in (SMALL, LARGER.get(shape, LARGE))]
    return tuple(count / int(said) for count, said in counts)


def judge(shape, short, long, usual):
    """The text of what is wrong, or ""."""
    most = OTHERS.get(shape, (MOST,))[0]
    if long > GROWTH * short:
        return "a byte of the long input costs more than %g times as much" % GROWTH
    return "more than %g times as much as usual Posts" % most if long > most * usual else ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=PROGRAM)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("shapes", nargs="*")
    o = parser.parse_args()
    known = subprocess.run([o.program], capture_output=True, text=True, check=True).stdout.split()
    shapes = o.shapes or known
    unknown = (set(shapes) | set(LARGER) | set(OTHERS)) - set(known)
    if unknown:
        sys.exit("shapes.py: no such shape: " + " ".join(sorted(unknown)))
    with concurrent.futures.ThreadPoolExecutor(o.jobs) as pool:
        costs = dict(zip([USUAL, *shapes], pool.map(lambda shape: measure(o.program, shape), [USUAL, *shapes])))
    usual = costs[USUAL][1]
    wrong = 0
    for shape in shapes:
        bad = judge(shape, *costs[shape], usual)
        wrong += bad != ""
        why = "" if shape not in OTHERS else " (limit %g: %s)" % OTHERS[shape]
        print("shapes: %-26s %6.1f instructions a byte, %4.1f times usual Posts%s%s" %
              (shape, costs[shape][1], costs[shape][1] / usual, why, ": " + bad if bad else ""))
    print("shapes: %d shapes, %d too expensive" % (len(shapes), wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
