#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does each room of core/src include, and call, only the rooms that core/src/README.md allows? Are the files of select
without a circle of calls? Compiles the core with gcc into a temporary folder and reads the objects with nm."""

import glob
import os
import re
import subprocess
import sys
import tempfile

import core_files

SRC = os.path.join(core_files.CORE, "src")
README = os.path.join(core_files.ROOT, "core", "src", "README.md")
WITHOUT_CIRCLES = ("select",)
GCC = ("gcc", "-std=c99", "-Os", "-I" + os.path.join(core_files.CORE, "include"),
       "-idirafter", os.environ.get("PIPIT_JSMN_DIR", "/usr/include"))


def table():
    """{room: rooms that it may use besides itself}; public headers are for all."""
    with open(README, encoding="utf-8") as file:
        rows = re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$", file.read(), re.M)
    return {room: re.findall(r"`(\w+)`", others) for room, others in rows}


ALLOWED = table()


def room_of(path):
    return os.path.relpath(path, SRC).split(os.sep)[0]


def name_of(path):
    return os.path.relpath(path, SRC)


def may_use(room, other):
    return room == other or other in ALLOWED.get(room, ())


def files():
    return sorted(core_files.paths() + glob.glob(os.path.join(SRC, "**", "*.h"), recursive=True))


def wrong_includes(path):
    """One line for each #include of the core's own that the table does not allow."""
    with open(path, encoding="utf-8") as file:
        names = re.findall(r'^\s*#\s*include\s*"([^"]+)"', file.read(), re.M)
    for name in names:
        if name.startswith("pipit/"):
            continue
        other = room_of(os.path.normpath(os.path.join(os.path.dirname(path), name)))
        if not may_use(room_of(path), other):
            yield "%s includes %s: %s may not use %s" % (name_of(path), name, room_of(path), other)


def symbols(source, folder):
    """(global symbols that this source defines, symbols that it takes from elsewhere)"""
    obj = os.path.join(folder, os.path.basename(source)[:-1] + "o")
    subprocess.run([*GCC, "-c", source, "-o", obj], check=True)
    lines = subprocess.run(["nm", "-g", obj], capture_output=True, text=True, check=True).stdout.splitlines()
    words = [line.split() for line in lines]
    return {word[-1] for word in words if word[-2] != "U"}, {word[-1] for word in words if word[-2] == "U"}


def references(folder):
    """[(source, symbol, source that defines it)], between files of the core."""
    defined, taken = {}, {}
    for source in core_files.paths():
        own, taken[source] = symbols(source, folder)
        defined.update((symbol, source) for symbol in own)
    return [(source, symbol, defined[symbol]) for source in taken for symbol in sorted(taken[source]) if symbol in defined]


def wrong_references(links):
    for source, symbol, owner in links:
        if not may_use(room_of(source), room_of(owner)):
            yield "%s uses %s of %s: %s may not use %s" % (name_of(source), symbol, name_of(owner), room_of(source),
                                                           room_of(owner))


def circles(links, room):
    """One line for each two files of the room that can be reached from each other."""
    reached = {}
    for source, _, owner in links:
        if room_of(source) == room_of(owner) == room:
            reached.setdefault(source, set()).add(owner)
    for middle in list(reached):
        for source in reached:
            if middle in reached[source]:
                reached[source] |= reached[middle]
    for source in sorted(reached):
        for other in sorted(reached[source]):
            if source < other and source in reached.get(other, ()):
                yield "%s and %s use each other" % (name_of(source), name_of(other))


def main():
    wrong = ["%s is in no room of the table" % name_of(path) for path in files() if room_of(path) not in ALLOWED]
    for path in files():
        wrong += wrong_includes(path)
    with tempfile.TemporaryDirectory(prefix="pipit-rooms-") as folder:
        links = references(folder)
    wrong += wrong_references(links)
    for room in WITHOUT_CIRCLES:
        wrong += circles(links, room)
    print("\n".join(wrong) if wrong else "rooms: %d files, 0 references upwards" % len(files()))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
