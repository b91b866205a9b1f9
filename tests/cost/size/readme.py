# SPDX-License-Identifier: MIT
"""The table of code and RAM in the README of the project: --update writes it, every other run compares it."""

import os
import re

FILE = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "README.md"))
BLOCK = re.compile(r"(<!-- tests/cost/size/measure\.py -->\n)(.*?)(<!-- end -->)", re.S)

ROWS = (
    ("code: a filtered stream by `pipit_poll()`", lambda r: sum(r.filter.values())),
    ("code: the program above", lambda r: sum(r.callbacks.values())),
    ("code: the same with recovery, select and seen", lambda r: sum(r.recovering.values())),
    ("code: everything, with texts for people", lambda r: sum(r.core.values())),
    ("RAM: `pipit_t`", lambda r: r.structs["pipit_t"]),
    ("RAM: `PIPIT_RAM(4096, 128)`", lambda r: r.structs["PIPIT_RAM_4096_128"]),
    ("stack: `pipit_poll()`", lambda r: r.stacks["pipit_poll"][0]),
    ("stack: `pipit_run()`, with callbacks", lambda r: r.stacks["pipit_run"][0]),
)


def table(results):
    lines = ["| bytes | " + " | ".join(r.target.title for r in results) + " |", "|---|" + "---:|" * len(results)]
    for title, value in ROWS:
        lines.append("| " + title + " | " + " | ".join("{:,}".format(value(r)) for r in results) + " |")
    return "\n".join(lines) + "\n"


def text_and_block():
    with open(FILE, encoding="utf-8") as f:
        text = f.read()
    return text, BLOCK.search(text)


def check(results):
    """Complaints, one line each."""
    block = text_and_block()[1]
    if not block:
        return ["README.md has no block <!-- tests/cost/size/measure.py --> .. <!-- end -->"]
    if block.group(2) != table(results):
        return ["the table of code and RAM in README.md is not what was measured: tests/cost/size/measure.py --update"]
    return []


def save(results):
    text = text_and_block()[0]
    with open(FILE, "w", encoding="utf-8") as f:
        f.write(BLOCK.sub(lambda m: m.group(1) + table(results) + m.group(3), text))
