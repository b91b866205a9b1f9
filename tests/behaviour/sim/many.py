#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The cost of a Post with 1,000 clients in one thread, compared with one client: many.py PROGRAM [CLIENTS]

Instructions are counted by callgrind, those of the simulation included. The result is the difference between a long and
a short run, so that connecting is not counted. Fails if a Post costs more than 1.5 times as much."""

import os
import re
import subprocess
import sys
import tempfile

RATIO_MAX = 1.5
SECONDS = (2, 12)


def instructions(program, clients, seconds):
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=" + os.path.join(folder, "out"),
                               program, str(clients), str(seconds)], capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])


def per_post(program, clients, times):
    short, long = (instructions(program, clients, seconds * times) for seconds in SECONDS)
    return (long - short) / (clients * times * (SECONDS[1] - SECONDS[0]))


def main():
    program, clients = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    one, many = per_post(program, 1, clients), per_post(program, clients, 1)
    print("instructions for a Post: %.0f with one client, %.0f with %d: %.2f times as much, at most %.1f is wanted" %
          (one, many, clients, many / one, RATIO_MAX))
    sys.exit(many / one > RATIO_MAX)


if __name__ == "__main__":
    main()
