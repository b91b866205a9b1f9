# SPDX-License-Identifier: MIT
"""Worst-case stack from the call graphs that gcc writes (-fcallgraph-info=su).

A function that ends in a jump to another has given its frame back by then. The graphs do not tell calls from jumps, the
relocations of the objects do; where they do not (other targets than ARM), every jump counts as a call."""

import re

NODE = re.compile(r'node: { title: "([^"]+)" label: "([^"]+)"')
EDGE = re.compile(r'edge: { sourcename: "([^"]+)" targetname: "([^"]+)"')
FUNCTION = re.compile(r"^[0-9a-f]+ <([^>]+)>:", re.M)
REFERENCE = re.compile(r"R_ARM_THM_(CALL|JUMP24)\t(\S+)")
FRAME = re.compile(r"(\d+) bytes \(([^)]+)\)")
INDIRECT = "__indirect_call"
DRIVER = re.compile(r"\bpipit_driver_t (\w+) = \{(\w+), (\w+)\}")
# What core/src/loop/pipit_driver.c calls of a driver, and who calls it.
TURNS, WRITES = ("pipit_next",), ("pipit_open_ack", "pipit_tx_ack")


class Recursion(Exception):
    """A function reaches itself: no bound exists."""


class CallGraph:
    """Frames and calls of all files of the core together."""

    def __init__(self):
        self.frames = {}    # title -> bytes
        self.files = {}     # title -> source file that defines it
        self.calls = {}     # title -> set of titles
        self.jumps = set()  # (source file, function, function it ends in), where no call leads there as well
        self.dynamic = []   # functions whose frame has no fixed size
        self.drivers = {}   # title -> titles of what it reaches through pipit_t.driver
        self._deepest = {}

    def add(self, ci_text, source):
        for title, label in NODE.findall(ci_text):
            frame = FRAME.search(label)
            if not frame:
                continue
            self.frames[title] = int(frame.group(1))
            self.files[title] = source
            if frame.group(2) != "static":
                self.dynamic.append(short(title))
        for caller, callee in EDGE.findall(ci_text):
            self.calls.setdefault(caller, set()).add(callee)

    def add_code(self, disassembly, source):
        """What `objdump -dr` says of an object whose functions have sections of their own."""
        parts = FUNCTION.split(disassembly)
        for name, code in zip(parts[1::2], parts[2::2]):
            kinds = {}
            for kind, callee in REFERENCE.findall(code):
                kinds.setdefault(callee, set()).add(kind)
            self.jumps.update((source, name, callee) for callee, seen in kinds.items() if seen == {"JUMP24"})

            if re.search(r"\tbx\t(?!lr)", code) and "\tblx\t" not in code:
                self.jumps.add((source, name, INDIRECT))

    def add_drivers(self, text, source):
        """Every constant `pipit_driver_t NAME = {TURN, WRITE}`: whom the door may call."""
        for _, turn, write in DRIVER.findall(text):
            for callers, name in ((TURNS, turn), (WRITES, write)):
                title = next((t for t in self.frames if short(t) == name and self.files[t] == source), name)
                for caller in callers:
                    self.drivers.setdefault(caller, set()).add(title)

    def indirect_files(self):
        """Source files that call through a pointer."""
        return sorted({self.files[c] for c, to in self.calls.items() if INDIRECT in to and c in self.files})

    def outside(self):
        """Names that are called but not defined here."""
        return sorted({t for to in self.calls.values() for t in to if t not in self.frames and t != INDIRECT})

    def deepest(self, title, path=()):
        """(bytes, chain of titles) below and with `title`; what is not ours counts 0."""
        if title in path:
            raise Recursion(" -> ".join(short(t) for t in path[path.index(title):] + (title,)))
        if title not in self.frames:
            return 0, ()
        if title not in self._deepest:
            reached = [(self.frames[title], ())]
            for callee in sorted(self.calls.get(title, ())):
                size, chain = self.deepest(callee, path + (title,))
                jump = (self.files[title], short(title), short(callee))
                own = 0 if jump in self.jumps else self.frames[title]
                reached.append((own + size, chain))
            own = 0 if (self.files[title], short(title), INDIRECT) in self.jumps else self.frames[title]
            for callee in sorted(self.drivers.get(title, ())):
                size, chain = self.deepest(callee, path + (title,))
                reached.append((own + size, chain))
            size, chain = max(reached, key=lambda r: r[0])
            self._deepest[title] = (size, (title,) + chain)
        return self._deepest[title]


def short(title):
    """gcc titles a static function "path/file.c:name"."""
    return title.rsplit(":", 1)[-1]
