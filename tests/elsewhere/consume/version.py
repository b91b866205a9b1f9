#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that all files of package managers have the version of core/include/pipit/version.h."""

import os
import re
import sys

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".."))
# For each file: a pattern with one group, which is the version.
PLACES = {
    "CMakeLists.txt": r"project\(pipit VERSION ([\d.]+)",
    "CHANGELOG.md": r"(?m)^## ([\d.]+)",
    "README.md": r"Version ([\d.]+\d)",
    "idf_component.yml": r'(?m)^version: "([\d.]+)"',
    "library.json": r'"version": "([\d.]+)"',
    "port/arduino/library.properties": r"(?m)^version=([\d.]+)",
    "debian/changelog": r"^pipit \(([\d.]+)[^)]*\)",
}


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def main():
    header = read("core/include/pipit/version.h")
    wanted = re.search(r'PIPIT_VERSION_STRING "([\d.]+)"', header)[1]
    number = int(re.search(r"PIPIT_VERSION (0x[0-9a-f]+)", header)[1], 16)
    wrong = []
    if ".".join(str(number >> shift & 255) for shift in (16, 8, 0)) != wanted:
        wrong.append("version.h: the number and the text differ")
    for path, pattern in PLACES.items():
        found = re.search(pattern, read(path)) if os.path.exists(os.path.join(ROOT, path)) else None
        if not found or found[1] != wanted:
            wrong.append("%s: %s, not %s" % (path, found[1] if found else "no version", wanted))
    print("\n".join(wrong) or "%s in %d files" % (wanted, len(PLACES) + 1))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
