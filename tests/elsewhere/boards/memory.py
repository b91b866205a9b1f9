#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Flash and RAM of a board by owner, as the table in its README: memory.py [--update | --check] [BOARD ...]

Sizes of linked code are from the linker's map. Peaks are from runs with an ECDSA and with an RSA chain, each with a
reconnect; one run is on a slow machine, so that interrupts occur at every depth of the stack. The smallest arena is found by
runs with smaller and smaller arenas. --check (the default) compares with the README; --update writes it. The limits
below are not in a file that --update writes.
"""

import argparse
import os
import re
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "..", "..", "behaviour", "cli"))

import boards  # noqa: E402
from emulator import Emulator, words_for  # noqa: E402
from harness import Server  # noqa: E402

PROMISES = {"mps2-an385-small": {"flash": 114 * 1024, "RAM": 40 * 1024},
            "lm3s6965evb-16k": {"flash": 132 * 1024, "RAM": (64 - 13) * 1024}}

# The columns of each table.
TABLES = {
    "mps2": (("mps2-an385-small", "small: 4 KB records"), ("mps2-an385-normal", "normal: 16 KB records")),
    "lm3s6965evb": (("lm3s6965evb-16k", "16 KB records"), ("lm3s6965evb-4k", "4 KB records")),
    "riscv-virt": (("riscv-virt-16k", "16 KB records"), ("riscv-virt-4k", "4 KB records")),
    "xtensa-lx60": (("xtensa-lx60-16k", "16 KB records"), ("xtensa-lx60-4k", "4 KB records")),
}

BLOCK = re.compile(r"(<!-- tests/elsewhere/boards/memory\.py -->\n)(.*?)(<!-- end -->)", re.S)
CHAINS = (("ECDSA", "ec"), ("RSA", "rsa-chain"))
STEP = 64  # step of the search for the smallest arena
SLOW = ("-icount", "shift=4")  # 62 million instructions per second, on every machine
STACK_PEAK = "stack: peak"

# Pattern of a section -> its owner; the first that matches. `name` is the variable of a .bss or .data section.
OWNERS = (
    ("TLS arena", lambda name, file: name == "tls_arena"),
    ("TLS", lambda name, file: "_mbedtls.dir" in file or "/port/mbedtls/" in file or name in ("tls", "session")),
    ("lwIP", lambda name, file: "_lwip.dir" in file or "/port/lwip/" in file or name in ("tcp", "interface")),
    ("Pipit", lambda name, file: "/core/src/" in file or name in ("feed", "feed_rx", "feed_tokens")),
)
REST = "board, libc, gaps"

SECTION = re.compile(r"^ (\.[\w.$]+)\s+0x([0-9a-f]+)\s+0x([0-9a-f]+) (\S+)$", re.M)
MEMORY = re.compile(r"^(FLASH|RAM) +0x([0-9a-f]+) +0x([0-9a-f]+)", re.M)


class Linked:
    """The content of a linker map."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            configuration, _, text = file.read().partition("Linker script and memory map")
        windows = {name: (int(origin, 16), int(length, 16)) for name, origin, length in MEMORY.findall(configuration)}
        self._text = text
        self.flash_window = windows["FLASH"][1]
        self.ram_window = windows["RAM"][1]
        self.flash = self._symbol("__flash_end") - windows["FLASH"][0]
        self.ram = self._symbol("__bss_end") - windows["RAM"][0]
        self.stack = self._symbol("__stack_end") - self._symbol("__stack_begin")
        self.flash_by_owner = self._by_owner(*windows["FLASH"], self.flash)
        self.ram_by_owner = self._by_owner(*windows["RAM"], self.ram - self.stack)

    def _symbol(self, name):
        return int(re.search(r"^ +0x([0-9a-f]+) +%s = " % name, self._text, re.M).group(1), 16)

    def _by_owner(self, origin, length, total):
        owned = dict.fromkeys([owner for owner, _ in OWNERS] + [REST], 0)
        for section, address, size, file in SECTION.findall(self._text):
            at = int(address, 16)
            if not origin <= at < origin + length or section.startswith((".debug", ".comment", ".ARM", ".riscv", ".xt")):
                continue
            name = re.sub(r"^\.(bss|data|sbss|sdata)\.|\.\d+$", "", section)
            owner = next((owner for owner, matches in OWNERS if matches(name, file)), REST)
            owned[owner] += int(size, 16)
        owned[REST] += total - sum(owned.values())
        return owned


class Runs(unittest.TestCase):
    """Runs of one firmware. It is a TestCase, because servers end with a TestCase."""

    def runTest(self):
        pass

    def _run(self, variant, key, *words, options=()):
        posts = {"do": "posts", "count": 3, "size": "mix"}
        lists = [[{"do": "head"}, posts, {"do": "end"}, {"do": "close"}] for _ in range(2)]
        server = Server(self, "--key", key, scenario={"stream": lists, "then": "close"})
        words = ("report", "ca=" + key.partition("-")[0], "posts=6", "retries=2", "scale=50", *words)
        with Emulator(variant, words_for(server.port, *words, now=int(time.time())), options) as run:
            status = run.wait()
            return status == 0 and len(run.report.of_kind("CONNECT")) == 2, run.report

    def peak(self, variant, key):
        """The MEMORY line of a run that succeeds, with the deepest stack of two."""
        found = []
        for options in ((), SLOW):
            good, report = self._run(variant, key, options=options)
            self.assertTrue(good, report.text)
            found.append(report.memory())
        return {**found[0], "stack_peak": max(memory["stack_peak"] for memory in found)}

    def smallest_arena(self, variant, key, memory):
        """The smallest multiple of STEP with which it works."""
        low = memory["arena_peak"] // STEP * STEP - STEP
        high = -(-memory["arena"] // STEP) * STEP
        self.assertFalse(self._run(variant, key, "arena=%d" % low)[0], "an arena below the peak works")
        while high - low > STEP:
            middle = (low + high) // 2 // STEP * STEP
            if self._run(variant, key, "arena=%d" % middle)[0]:
                high = middle
            else:
                low = middle
        return high


def measure(variant):
    """[(row, bytes)] of one column."""
    linked = Linked(variant.map)
    runs = Runs()
    try:
        rows = [("flash", linked.flash)]
        rows += [("flash: " + owner, size) for owner, size in linked.flash_by_owner.items() if owner != "TLS arena"]
        rows.append(("RAM", linked.ram))
        rows += [("RAM: " + owner, size) for owner, size in linked.ram_by_owner.items()]
        rows.append(("RAM: stack", linked.stack))
        peaks = {title: runs.peak(variant, key) for title, key in CHAINS}
        rows.append((STACK_PEAK, max(memory["stack_peak"] for memory in peaks.values())))
        for title, key in CHAINS:
            rows.append(("TLS arena: peak, %s chain" % title, peaks[title]["arena_peak"]))
            rows.append(("TLS arena: smallest that works, %s chain" % title,
                         runs.smallest_arena(variant, key, peaks[title])))
        rows.append(("flash: left", linked.flash_window - linked.flash))
        rows.append(("RAM: left", linked.ram_window - linked.ram))
        return rows
    finally:
        runs.doCleanups()


def table(titles, columns):
    lines = ["| bytes | " + " | ".join(titles) + " |", "|---|" + "---:|" * len(titles)]
    for cells in zip(*columns):
        lines.append("| " + cells[0][0] + " | " + " | ".join("{:,}".format(value) for _, value in cells) + " |")
    return "\n".join(lines) + "\n"


def numbers(text):
    """row -> numbers."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]
    return {row[0]: [int(cell.replace(",", "")) for cell in row[1:]] for row in rows}


def least(row, value):
    """The smallest accepted value. A run has only some of the possible orders of events, so a stack peak can be smaller."""
    return value * 3 // 4 if row == STACK_PEAK else value - slack(row, value)


def slack(row, value):
    """The accepted difference: certificates differ by some bytes between machines, and frames arrive differently in each
    run."""
    if "smallest" in row or "peak" in row:
        return max(4 * STEP, value * 3 // 100)
    return max(64, value // 100)


def compare(name, old, new):
    if set(old) != set(new):
        return ["boards/%s/README.md: the table has other rows" % name]
    return ["boards/%s/README.md: %s is %d, the table says %d" % (name, row, now, then)
            for row in new for now, then in zip(new[row], old[row]) if not least(row, then) <= now <= then + slack(row, then)]


def broken_promises(name, rows):
    found = dict(rows)
    return ["%s: %s is %d bytes, the promise is %d" % (name, what, found[what], limit)
            for what, limit in PROMISES.get(name, {}).items() if found[what] > limit]


def board(name, update):
    """Complaints."""
    path = os.path.join(boards.ROOT, "boards", name, "README.md")
    columns = [(variant, title) for variant, title in TABLES[name]]
    chosen = boards.variants([variant for variant, _ in columns])
    boards.make(chosen)
    measured = [measure(variant) for variant in chosen]
    new = table([title for _, title in columns], measured)
    complaints = [line for variant, rows in zip(chosen, measured) for line in broken_promises(variant.name, rows)]
    print("boards/%s\n%s" % (name, new))
    with open(path, encoding="utf-8") as file:
        text = file.read()
    block = BLOCK.search(text)
    if not block:
        return complaints + ["%s has no block <!-- tests/elsewhere/boards/memory.py --> .. <!-- end -->" % path]
    if update:
        with open(path, "w", encoding="utf-8") as file:
            file.write(BLOCK.sub(lambda m: m.group(1) + new + m.group(3), text))
        return complaints
    return complaints + compare(name, numbers(block.group(2)), numbers(new))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("names", nargs="*", metavar="BOARD")
    options = parser.parse_args()
    complaints = [line for name in options.names or TABLES for line in board(name, options.update)]
    print("\n".join(complaints) if complaints else "memory: as the tables say")
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
