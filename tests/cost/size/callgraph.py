# SPDX-License-Identifier: MIT
"""Worst-case stack from the call graphs that gcc writes (-fcallgraph-info=su).

If a function ends with a jump to another one, its frame is free before the jump. The graphs do not distinguish calls and
jumps, but the relocations of the objects do. On targets where they do not (all except ARM), a jump counts as a call."""

import re

NODE = re.compile(r'node: { title: "([^"]+)" label: "([^"]+)"')
EDGE = re.compile(r'edge: { sourcename: "([^"]+)" targetname: "([^"]+)"')
FUNCTION = re.compile(r"^[0-9a-f]+ <([^>]+)>:", re.M)
REFERENCE = re.compile(r"R_ARM_THM_(CALL|JUMP24)\t(\S+)")
FRAME = re.compile(r"(\d+) bytes \(([^)]+)\)")
INDIRECT = "__indirect_call"
# The functions that core/src/engine/pipit_driver.c calls through pointers: a pattern that finds their names in a source,
# and for each group of the pattern the functions that call them.
HOOKS = (
    (re.compile(r"\bpipit_driver_t \w+ = \{(\w+), (\w+)\}"), (("pipit_next",), ("pipit_open_ack", "pipit_tx_ack"))),
    (re.compile(r"\bpipit_follower_t \w+ = \{(\w+), (\w+), (\w+)\}"),
     (("pipit_i_follow_start",), ("pipit_i_follow_turn",), ("pipit_i_follow_event",))),
    (re.compile(r"\bseen->drop = (\w+);"), (("pipit_i_seen_drop",),)),
)


class Recursion(Exception):
    """A function calls itself, so the stack has no limit."""


class CallGraph:
    """Frames and calls of all files of the core together."""

    def __init__(self):
        self.frames = {}    # title -> bytes
        self.files = {}     # title -> source file that defines it
        self.calls = {}     # title -> set of titles
        self.jumps = set()  # (source file, function, target of its last jump), if it does not also call the target
        self.dynamic = []   # functions whose frame has no fixed size
        self.hooks = {}     # title -> titles of what it calls through a pointer
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
        """Reads the output of `objdump -dr` for an object with one section for each function."""
        parts = FUNCTION.split(disassembly)
        for name, code in zip(parts[1::2], parts[2::2]):
            kinds = {}
            for kind, callee in REFERENCE.findall(code):
                kinds.setdefault(callee, set()).add(kind)
            self.jumps.update((source, name, callee) for callee, seen in kinds.items() if seen == {"JUMP24"})

            if re.search(r"\tbx\t(?!lr)", code) and "\tblx\t" not in code:
                self.jumps.add((source, name, INDIRECT))

    def add_hooks(self, text, source):
        """Finds the functions of this source that pipit_driver.c calls."""
        for expression, callers in HOOKS:
            for match in expression.finditer(text):
                for name, by in zip(match.groups(), callers):
                    title = next((t for t in self.frames if short(t) == name and self.files[t] == source), name)
                    for caller in by:
                        self.hooks.setdefault(caller, set()).add(title)

    def unreached(self):
        """The callers of HOOKS without a function in any source."""
        return sorted({c for _, callers in HOOKS for by in callers for c in by} - set(self.hooks))

    def indirect_files(self):
        """Source files that call through a pointer."""
        return sorted({self.files[c] for c, to in self.calls.items() if INDIRECT in to and c in self.files})

    def outside(self):
        """Names that are called but not defined here."""
        return sorted({t for to in self.calls.values() for t in to if t not in self.frames and t != INDIRECT})

    def deepest(self, title, path=()):
        """(bytes, chain of titles) of `title` and all functions below; functions outside the core count 0."""
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
            for callee in sorted(self.hooks.get(title, ())):
                size, chain = self.deepest(callee, path + (title,))
                reached.append((own + size, chain))
            size, chain = max(reached, key=lambda r: r[0])
            self._deepest[title] = (size, (title,) + chain)
        return self._deepest[title]


def short(title):
    """gcc titles a static function "path/file.c:name"."""
    return title.rsplit(":", 1)[-1]
