#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How much of the core the tests of ctest reach: lines and branches by gcov, for each file. Fails below the limits.

usage: tests/repo/coverage.py BUILD        a build folder of gcc with --coverage, after its ctest
"""

import glob
import json
import os
import subprocess
import sys

CORE = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "core", "src"))
LINES_LEAST, BRANCHES_LEAST = 99.0, 95.5


def reached(build):
    """{file: ({line: reached}, {(line, branch): reached})}; a branch that is inlined several times counts once."""
    found = {}
    data = [os.path.abspath(path) for path in glob.glob(os.path.join(build, "**", "pipit_core.dir", "**", "*.gcda"), recursive=True)]
    for path in data:
        done = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", path], check=True,
                              capture_output=True, cwd=build)
        for document in done.stdout.splitlines():
            for source in json.loads(document)["files"]:
                name = os.path.normpath(os.path.join(build, source["file"]))
                if not name.startswith(CORE):
                    continue
                lines, branches = found.setdefault(os.path.basename(name), ({}, {}))
                for line in source["lines"]:
                    number = line["line_number"]
                    lines[number] = lines.get(number, False) or line["count"] > 0
                    for at, branch in enumerate(line["branches"]):
                        key = (number, at)
                        branches[key] = branches.get(key, False) or branch["count"] > 0
    return found


def share(flags):
    return 100.0 * sum(flags) / len(flags) if flags else 100.0


def main():
    found = reached(sys.argv[1])
    if not found:
        sys.exit("coverage: no data in %s: build with --coverage, then run its ctest" % sys.argv[1])
    all_lines, all_branches = [], []
    for name, (lines, branches) in sorted(found.items()):
        all_lines += lines.values()
        all_branches += branches.values()
        missed = [str(number) for number, hit in sorted(lines.items()) if not hit]
        half = sorted({number for (number, _), hit in branches.items() if not hit} - {int(n) for n in missed})
        print("%-24s lines %5.1f %%, branches %5.1f %%%s%s" % (
            name, share(lines.values()), share(branches.values()), "; not " + " ".join(missed) if missed else "",
            "; in part " + " ".join(map(str, half)) if half else ""))
    print("core: %.1f %% of %d lines, %.1f %% of %d branches" % (share(all_lines), len(all_lines), share(all_branches),
                                                                  len(all_branches)))
    return 0 if share(all_lines) >= LINES_LEAST and share(all_branches) >= BRANCHES_LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
