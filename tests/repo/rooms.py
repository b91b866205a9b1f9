#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that each room (a folder of sources) includes and calls only the rooms below it that the table of its README
allows, and that no two files of a room need each other. It checks core/src, the command (examples/pipit), and port/sim,
which is one room. It compiles each source with gcc into a temporary folder and reads the objects with nm. It also
compares the numbers of trips.py with core/README.md."""

import concurrent.futures
import glob
import os
import re
import subprocess
import sys
import tempfile
from typing import Dict, List, NamedTuple, Tuple

import core_files
import trips

PORTS = [os.path.join(core_files.ROOT, "port", name) for name in ("posix", "mbedtls", "proxy")]
GCC = ("gcc", "-std=c99", "-O0", "-I" + os.path.join(core_files.CORE, "include"),
       "-idirafter", os.environ.get("PIPIT_JSMN_DIR", "/usr/include"))
COMMAND = ("-D_POSIX_C_SOURCE=200809L", "-D_DEFAULT_SOURCE", *("-I" + path for path in PORTS))


class House(NamedTuple):
    name: str
    folder: str
    sources: List[str]
    below: Dict[str, List[str]]   # {room: the rooms that it may use besides itself}, the lowest one first
    options: Tuple[str, ...] = ()

    def room_of(self, path):
        """The name of its folder; for a file in the top folder, its name without ending."""
        first = self.name_of(path).split(os.sep)[0]
        return os.path.splitext(first)[0] if len(self.below) > 1 else self.name

    def name_of(self, path):
        return os.path.relpath(path, self.folder)

    def files(self):
        return sorted(self.sources + glob.glob(os.path.join(self.folder, "**", "*.h"), recursive=True))

    def may_use(self, room, other):
        return room == other or other in self.below.get(room, ())


def table(readme):
    """{room: rooms that it may use}, from the table of the README; all rooms may use public headers."""
    with open(os.path.join(core_files.ROOT, readme), encoding="utf-8") as file:
        rows = re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$", file.read(), re.M)
    return {room: re.findall(r"`(\w+)`", others) for room, others in rows}


def houses():
    command = os.path.join(core_files.ROOT, "examples", "pipit")
    sim = os.path.join(core_files.ROOT, "port", "sim")
    return (House("core/src", os.path.join(core_files.CORE, "src"), core_files.paths(), table("core/src/README.md")),
            House("examples/pipit", command, glob.glob(os.path.join(command, "**", "*.c"), recursive=True),
                  table("examples/pipit/README.md"), COMMAND),
            House("port/sim", sim, glob.glob(os.path.join(sim, "*.c")), {"port/sim": []}))


def wrong_tables(house):
    """A room may only use rooms above its row, and headers of ports."""
    known = ["port"]
    for room, others in house.below.items():
        yield from ("the table lets %s use %s, which is no room before it" % (room, other)
                    for other in others if other not in known)
        known.append(room)
    for path in house.files():
        if house.room_of(path) not in house.below:
            yield "%s is in no room of the table" % house.name_of(path)


def room_of_include(house, path, name):
    """The room of the header; None for a public header."""
    if name.startswith("pipit/"):
        return None
    if any(os.path.exists(os.path.join(folder, name)) for folder in PORTS):
        return "port"
    return house.room_of(os.path.normpath(os.path.join(os.path.dirname(path), name)))


def wrong_includes(house, path):
    """One line for each #include of a room or of a port that the table does not allow."""
    with open(path, encoding="utf-8") as file:
        names = re.findall(r'^\s*#\s*include\s*"([^"]+)"', file.read(), re.M)
    for name in names:
        other = room_of_include(house, path, name)
        if other is not None and not house.may_use(house.room_of(path), other):
            yield "%s includes %s: %s may not use %s" % (house.name_of(path), name, house.room_of(path), other)


def symbols(source, options, folder):
    """(global symbols that this source defines, symbols that it needs from other files)"""
    obj = os.path.join(folder, source[1:].replace(os.sep, "_") + ".o")
    subprocess.run([*GCC, *options, "-c", source, "-o", obj], check=True)
    lines = subprocess.run(["nm", "-g", obj], capture_output=True, text=True, check=True).stdout.splitlines()
    words = [line.split() for line in lines]
    return {word[-1] for word in words if word[-2] != "U"}, {word[-1] for word in words if word[-2] == "U"}


def references(house):
    """[(source, symbol, source that defines it)], for references between these files."""
    with tempfile.TemporaryDirectory(prefix="pipit-rooms-") as folder, concurrent.futures.ThreadPoolExecutor() as pool:
        found = dict(zip(house.sources, pool.map(lambda source: symbols(source, house.options, folder), house.sources)))
    defined = {symbol: source for source, (own, _) in found.items() for symbol in own}
    return [(source, symbol, defined[symbol]) for source, (_, taken) in found.items() for symbol in sorted(taken)
            if symbol in defined]


def wrong_references(house, links):
    for source, symbol, owner in links:
        if not house.may_use(house.room_of(source), house.room_of(owner)):
            yield "%s uses %s of %s: %s may not use %s" % (house.name_of(source), symbol, house.name_of(owner),
                                                           house.room_of(source), house.room_of(owner))


def circles(house, links):
    """One line for each two files of a room that can be reached from each other."""
    reached = {}
    for source, _, owner in links:
        if house.room_of(source) == house.room_of(owner):
            reached.setdefault(source, set()).add(owner)
    for middle in list(reached):
        for source in reached:
            if middle in reached[source]:
                reached[source] |= reached[middle]
    for source in sorted(reached):
        for other in sorted(reached[source]):
            if source < other and source in reached.get(other, ()):
                yield "%s and %s use each other" % (house.name_of(source), house.name_of(other))


def mistakes(house):
    found = list(wrong_tables(house))
    for path in house.files():
        found += wrong_includes(house, path)
    links = references(house)
    return found + list(wrong_references(house, links)) + list(circles(house, links))


def main():
    failed = trips.check(trips.functions()) != 0
    for house in houses():
        wrong = mistakes(house)
        failed = failed or bool(wrong)
        for line in wrong:
            print("%s: %s" % (house.name, line))
        if not wrong:
            print("%s: %d files, %d room%s, 0 references upwards, 0 circles" %
                  (house.name, len(house.files()), len(house.below), "" if len(house.below) == 1 else "s"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
