#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The tables "built with" of the READMEs: made from tests/elsewhere/sdk/results.txt, which tests/elsewhere/sdk/run.sh --record writes.

A README says <!-- tests/elsewhere/sdk ESP-IDF --> .. <!-- end --> where the rows of ESP-IDF shall stand; "all" means every SDK.

usage: tests/elsewhere/sdk/table.py [--update | --record FILE]
"""

import os
import re
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
RESULTS = os.path.join(ROOT, "tests", "elsewhere", "sdk", "results.txt")
BLOCK = re.compile(r"(<!-- tests/elsewhere/sdk ([^>]+?) -->\n)(.*?)(<!-- end -->)", re.S)
FIELDS = ("sdk", "version", "tools", "what", "result", "date")


def rows(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        found = [tuple(line.rstrip("\n").split("|")) for line in file if line.strip() and not line.startswith("#")]
    for row in found:
        if len(row) != len(FIELDS):
            sys.exit("%s: not %d fields: %s" % (path, len(FIELDS), "|".join(row)))
    return found


def record(new):
    """What was seen now takes the place of what was seen before of the same SDK, version, tools and thing."""
    seen = [row for row in rows(new) if row[4] != "skipped" and row[1]]
    again = {row[:4] for row in seen}
    kept = [row for row in rows(RESULTS) if row[:4] not in again] + seen
    with open(RESULTS, "w", encoding="utf-8") as file:
        file.write("# SDK | version | tools | what | result | date; written by tests/elsewhere/sdk/run.sh --record\n")
        file.writelines("|".join(row) + "\n" for row in sorted(kept))


def table(sdk):
    chosen = [row for row in rows(RESULTS) if sdk in ("all", row[0])]
    if not chosen:
        sys.exit("tests/elsewhere/sdk/results.txt has no rows of %s" % sdk)
    with_name = sdk == "all"
    lines = ["| %sversion | built with | what | result |" % ("SDK | " if with_name else ""),
             "|---|---|---|---|" + ("---|" if with_name else "")]
    for name, version, tools, what, result, date in chosen:
        lines.append("| %s%s | %s | %s | %s, %s |" % (name + " | " if with_name else "", version, tools, what, result, date))
    return "\n".join(lines) + "\n"


def readmes():
    return subprocess.run(["git", "-C", ROOT, "ls-files", "*.md"], capture_output=True, text=True, check=True).stdout.split()


def main():
    arguments = sys.argv[1:]
    if arguments[:1] == ["--record"] and len(arguments) == 2:
        record(arguments[1])
    elif arguments not in ([], ["--update"]):
        print("usage: tests/elsewhere/sdk/table.py [--update | --record FILE]", file=sys.stderr)
        return 2
    wrong = blocks = 0
    for name in readmes():
        path = os.path.join(ROOT, name)
        with open(path, encoding="utf-8", errors="surrogateescape") as file:  # vectors hold broken UTF-8
            text = file.read()
        made = BLOCK.sub(lambda found: found[1] + table(found[2]) + found[4], text)
        blocks += len(BLOCK.findall(text))
        if made != text and arguments:
            with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
                file.write(made)
        elif made != text:
            print("WRONG  the table of %s is not that of tests/elsewhere/sdk/results.txt: tests/elsewhere/sdk/table.py --update" % name)
            wrong += 1
    print("tests/elsewhere/sdk: %d rows, %d tables, %d mistakes" % (len(rows(RESULTS)), blocks, wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
