#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How many files of core a reader goes through who follows the calls of a function, in the order in which they are
written: each function once, each branch.

usage: tests/repo/trips.py [--files] FUNCTION...
       tests/repo/trips.py --check              (are the counts of core/README.md, in the column "now", these?)

A stay is a run of functions of one file. Returns are the stays in a file that the reader had left: stays less files. A
call through a driver leads to its two functions.
"""

import pathlib
import re
import sys

CORE = pathlib.Path(__file__).resolve().parents[2] / "core"
NO_CODE = re.compile(r"/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)+'", re.S)
DEFINITION = re.compile(r"^(?!typedef|struct|enum|#)[A-Za-z_][^;{}()#]*?\b(\w+)\(([^;{}]*)\)\s*\{", re.M)
NO_CALLS = {"if", "for", "while", "switch", "return", "sizeof"}


def body_end(text, begin):
    depth = 0
    for at in range(begin, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
    raise SystemExit("trips.py: a body without an end")


def functions():
    """Of each file the functions that it defines, and the words before a bracket in each body."""
    found = {}
    for path in sorted(CORE.rglob("*.[ch]")):
        text = NO_CODE.sub(" ", path.read_text(encoding="utf-8"))
        for match in DEFINITION.finditer(text):
            body = text[match.end() - 1:body_end(text, match.end() - 1)]
            calls = [word for word in re.findall(r"(?<!->)(?<!\.)\b(\w+)\s*\(", body) if word not in NO_CALLS]
            found.setdefault(match[1], {})[path.name] = calls
    return found


def callee(found, name, file):
    """Static functions, whose names other files may have too, are called from their own file only."""
    files = found.get(name, {})
    if file in files:
        return name, file
    return (name, next(iter(files))) if len(files) == 1 and (not file or name.startswith("pipit_")) else None


def trip(found, name):
    """The files in the order in which the reader enters them."""
    seen, stays = set(), []

    def read(function):
        if function is None or function in seen:
            return
        seen.add(function)
        if not stays or stays[-1] != function[1]:
            stays.append(function[1])
        for word in found[function[0]][function[1]]:
            read(callee(found, word, function[1]))

    read(callee(found, name, ""))
    return stays


def count(found, name):
    stays = trip(found, name)
    files = len(set(stays))
    return "`%s()`: %d files, %d returns" % (name, files, len(stays) - files)


def check(found):
    lines = (CORE / "README.md").read_text(encoding="utf-8").splitlines()
    now = " ".join(line.split("|")[3] for line in lines if line.startswith("|") and line.count("|") == 4)
    told = re.findall(r"(`(\w+)\(\)`: \d+ files, \d+ returns)", now)
    wrong = [count(found, name) for text, name in told if text != count(found, name)]
    for text in wrong:
        print("core/README.md does not say: " + text)
    print("trips: %d counted" % len(told))
    return 1 if wrong or not told else 0


def main():
    if sys.argv[1:] == ["--check"]:
        return check(functions())
    words = [word for word in sys.argv[1:] if word != "--files"]
    if not words:
        raise SystemExit(__doc__)
    found = functions()
    for name in words:
        print(count(found, name).replace("`", ""))
        if "--files" in sys.argv:
            stays = trip(found, name)
            print("  " + "  ".join("%s %d" % (file, stays.count(file)) for file in sorted(set(stays), key=stays.index)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
