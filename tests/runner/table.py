# SPDX-License-Identifier: MIT
"""The checks as text, for --list and for the table of tests/README.md."""

import os
import sys

import checks

README = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "README.md")
BEGIN, END = "<!-- tests/runner -->\n", "<!-- end -->"
WHEN = {"quick": "quick", "change": "each change", "all": "all"}


def listing(chosen):
    return "\n".join("%-20s %-10s %-7s %s" % (check.name, check.group, check.tier, check.sees) for check in chosen)


def markdown():
    lines = ["| check | group | when | finds |", "|---|---|---|---|"]
    for check in checks.CHECKS:
        when = WHEN[check.tier] + (", a part of it" if check.part else "")
        when = "in turn, a part of it" if check.turn is not None else when
        lines.append("| `%s` | %s | %s | %s |" % (check.name, check.group, when, check.sees))
    return "\n".join(lines) + "\n"


def block():
    """(the table in the README, the text before and after it)"""
    with open(README, encoding="utf-8") as file:
        before, rest = file.read().split(BEGIN)
    said, after = rest.split(END, 1)
    return said, before + BEGIN, END + after


if __name__ == "__main__":
    _, first, last = block()
    with open(README, "w", encoding="utf-8") as out:
        out.write(first + markdown() + last)
    sys.exit(0)
