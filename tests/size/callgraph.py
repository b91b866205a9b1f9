# SPDX-License-Identifier: MIT
"""Worst-case stack from the call graphs that gcc writes (-fcallgraph-info=su)."""

import re

NODE = re.compile(r'node: { title: "([^"]+)" label: "([^"]+)"')
EDGE = re.compile(r'edge: { sourcename: "([^"]+)" targetname: "([^"]+)"')
FRAME = re.compile(r"(\d+) bytes \(([^)]+)\)")
INDIRECT = "__indirect_call"


class Recursion(Exception):
    """A function reaches itself: no bound exists."""


class CallGraph:
    """Frames and calls of all files of the core together."""

    def __init__(self):
        self.frames = {}    # title -> bytes
        self.files = {}     # title -> source file that defines it
        self.calls = {}     # title -> set of titles
        self.dynamic = []   # functions whose frame has no fixed size
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
            below = [self.deepest(t, path + (title,)) for t in sorted(self.calls.get(title, ()))]
            size, chain = max(below, default=(0, ()), key=lambda b: b[0])
            self._deepest[title] = (self.frames[title] + size, (title,) + chain)
        return self._deepest[title]


def short(title):
    """gcc titles a static function "path/file.c:name"."""
    return title.rsplit(":", 1)[-1]
