#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The pages of core/manual and the READMEs speak of things that exist: names of Pipit are declared in a public header,
files are there, and each public declaration has a comment."""

import glob
import os
import re
import subprocess
import sys

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
NAME = re.compile(r"\b(?:pipit|PIPIT)_[A-Za-z0-9_]+\b")
PATH = re.compile(r"`((?:core|port|boards|examples|tests)/[A-Za-z0-9_./*-]+)`")
# What a declaration begins with in our headers: a type, then a name of ours and a parenthesis.
FUNCTION = re.compile(r"^(?:const |unsigned |struct )*\w+ \**(pipit_\w+)\(", re.M)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def headers():
    return sorted(glob.glob(os.path.join(ROOT, "core/include/pipit/*.h")) + glob.glob(os.path.join(ROOT, "port/*/pipit_*.h")))


def undocumented(path):
    """Functions without a comment right before them, or before the block of declarations that they are part of."""
    lines = read(path).split("\n")
    for number, line in enumerate(lines):
        found = FUNCTION.match(line)
        if not found or "_i_" in found[1]:
            continue
        above = number - 1
        while above > 0 and lines[above].strip() and "*/" not in lines[above]:
            above -= 1
        if "*/" not in lines[above]:
            yield "%s: %s has no comment" % (os.path.relpath(path, ROOT), found[1])


def main():
    tracked = subprocess.run(["git", "-C", ROOT, "ls-files"], capture_output=True, text=True, check=True).stdout.split()
    public = set(name for path in headers() for name in NAME.findall(read(path)))
    wrong = [text for path in headers() if not path.endswith(("_parts.h", "_check.h")) for text in undocumented(path)]
    for page in sorted(glob.glob(os.path.join(ROOT, "core/manual/*.md"))):
        for name in sorted(set(NAME.findall(read(page)))):
            if name not in public:
                wrong.append("%s: %s does not exist" % (os.path.basename(page), name))
    pages = [path for path in tracked if path.endswith(".md") and not path.startswith("tests/")]
    for page in pages:
        for name in sorted(set(PATH.findall(read(os.path.join(ROOT, page))))):
            if not glob.glob(os.path.join(ROOT, name)) and not glob.glob(os.path.join(ROOT, os.path.dirname(page), name)):
                wrong.append("%s: %s is not there" % (page, name))
    print("\n".join(wrong) or "%d pages, %d public headers" % (len(pages), len(headers())))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
