#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How the cost grows with the work: tables and a plot of the measurements of pipit-growth.

usage: tests/cost/bench/growth.py [--program PROGRAM] [--update]      --update writes them into tests/cost/bench/README.md
"""

import argparse
import math
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, "..", "..", "..", "build", "bin", "pipit-growth")
README = os.path.join(HERE, "README.md")
BLOCK = re.compile(r"(<!-- tests/cost/bench/growth\.py -->\n)(.*?)(<!-- end -->)", re.S)
COLUMNS, LINES = 73, 17
MARKS = {"all": "o", "select": "+"}
MOST = 1.5  # limit: cost of a message with many clients, relative to one client


def measure(program):
    """{what: {reader: [(number, us)]}}"""
    found = {}
    for line in subprocess.run([program], check=True, capture_output=True, text=True).stdout.splitlines():
        what, number, reader, us = line.split("\t")
        found.setdefault(what, {}).setdefault(reader, []).append((int(number), float(us)))
    return found


def slope(points):
    """The slope of a straight line through the logarithms; 1 means that cost is proportional to work."""
    xs, ys = zip(*((math.log(x), math.log(y)) for x, y in points))
    x0, y0 = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - x0) * (y - y0) for x, y in zip(xs, ys)) / sum((x - x0) ** 2 for x in xs)


def plot(readers):
    """A plot with two logarithmic axes."""
    points = [point for rows in readers.values() for point in rows]
    (x0, x1), (y0, y1) = ((math.log(min(axis)), math.log(max(axis))) for axis in zip(*points))
    grid = [[" "] * COLUMNS for _ in range(LINES)]
    for reader, rows in readers.items():
        for x, y in rows:
            column = round((math.log(x) - x0) / (x1 - x0) * (COLUMNS - 1))
            grid[LINES - 1 - round((math.log(y) - y0) / (y1 - y0) * (LINES - 1))][column] = MARKS[reader]
    edge = {0: "%8.1f us" % math.exp(y1), LINES - 1: "%8.1f us" % math.exp(y0)}
    return ["%11s |%s" % (edge.get(n, ""), "".join(line).rstrip()) for n, line in enumerate(grid)] + [
        " " * 12 + "+" + "-" * COLUMNS,
        " " * 13 + ("%d B" % min(points)[0]).ljust(COLUMNS - 8) + "%d B" % max(points)[0]]


def table(what, readers):
    numbers = [number for number, _ in readers["all"]]
    lines = ["| %s | %s |" % (what, " | ".join("{:,}".format(number) for number in numbers)),
             "|---|" + "---:|" * len(numbers)]
    for reader, rows in readers.items():
        lines.append("| us, %s | %s |" % (reader, " | ".join("%.2f" % us for _, us in rows)))
    return lines


def block(found):
    lines = ["Microseconds for a message against its size; `o` all of it, `+` select (id, text, rule ids):", "", "```"]
    lines += plot(found["bytes"]) + ["```"] + table("bytes", found["bytes"]) + [""]
    lines += table("matching rules", found["rules"]) + [""] + table("clients in one thread", found["clients"]) + [""]
    from_3000 = {reader: slope([p for p in rows if p[0] > 2000]) for reader, rows in found["bytes"].items()}
    one, many = found["clients"]["all"][0][1], found["clients"]["all"][-1][1]
    lines.append("From 3 KB on the time grows with the size to the power of %.2f (all) and %.2f (select). A message costs "
                 "%.2f times as much\nwith 1,000 clients as with one (at most %.1f is wanted); each takes PIPIT_RAM(), "
                 "which the program checks." % (from_3000["all"], from_3000["select"], many / one, MOST))
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=PROGRAM)
    parser.add_argument("--update", action="store_true")
    arguments = parser.parse_args()
    text = block(measure(arguments.program))
    print(text, end="")
    if arguments.update:
        with open(README, encoding="utf-8") as file:
            readme = file.read()
        with open(README, "w", encoding="utf-8") as file:
            file.write(BLOCK.sub(lambda match: match[1] + text + match[3], readme))
    return 0


if __name__ == "__main__":
    sys.exit(main())
