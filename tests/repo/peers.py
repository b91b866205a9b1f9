#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Pipit compared with other clients: checks the claims of tests/repo/peers.md, and that the README says the same.

A `yes` needs tests that are run; a required capability must be a `yes`. --update writes the block of the README again."""

import ast
import collections
import os
import re
import sys
import textwrap

import situations

sys.path.insert(0, os.path.join(situations.ROOT, "tests", "runner"))
import checks  # noqa: E402

LIST = "tests/repo/peers.md"
BLOCK = re.compile(r"(<!-- tests/repo/peers\.py -->\n)(.*?)(<!-- end -->)", re.S)
COLUMNS = ("capability", "TW", "XP", "XT", "TC", "NT", "EC", "goal", "ours", "evidence")
PEERS = ("tweepy", "XDK Python", "XDK TypeScript", "twarc2", "node-twitter-api-v2", "wordle-device")
VERSIONS = ("tweepy 4.16 (AsyncStreamingClient), X's XDK for Python 0.10.6 and for TypeScript 0.6.6, twarc2 2.14.1, "
            "node-twitter-api-v2 1.29, and wordle-device, the only one on a microcontroller")
WANTED = {"M", "B", "M or refuse cleanly"}
CELL = re.compile(r"(Y|P|N|-)( .*)?")
OURS = re.compile(r"(yes|no)(: .+)?")
WIDTH = 120

# The number of rows of each part, so that no row is lost.
ROWS = {"Endpoints and parameters": 20, "Rules and management": 23, "Transport": 15, "Parsing": 22,
        "Reconnect and lifecycle": 40, "Tooling": 9}

Row = collections.namedtuple("Row", ("part",) + COLUMNS)

mistakes = []


def rows():
    """The tables of the list."""
    found, part = [], None
    for number, line in enumerate(situations.read(LIST).splitlines(), 1):
        if line.startswith("## "):
            part = line[3:]
        if not part or not line.startswith("| ") or line.startswith("| capability |"):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == len(COLUMNS):
            found.append(Row(part, *cells))
        else:
            mistakes.append("%s:%d: %d cells instead of %d" % (LIST, number, len(cells), len(COLUMNS)))
    return found


def is_yes(row):
    return row.ours.startswith("yes")


def peers_cells(row):
    return row[2:2 + len(PEERS)]


# ---- evidence ----


def has_vector(path, title):
    titles = situations.VECTOR.split(situations.read(path))[1::2]
    return path in situations.files("tests/behaviour/vectors/[0-9]*.md") and any(t.startswith(title) for t in titles)


def has_c_test(path, function):
    """In files with their own macro for the table of tests, the macro is replaced before."""
    text = situations.read(path)
    for macro in re.findall(r"^#define (\w+)\(name\) cmocka_unit_test\w*\(name\b", text, re.M):
        text = re.sub(r"\b%s\(" % macro, "cmocka_unit_test(", text)
    return (re.search(r"^static void %s\(void \*\*" % re.escape(function), text, re.M) is not None
            and situations.is_run(path, text, function))


def is_skipped(node):
    return any("skip" in ast.dump(decorator) for decorator in node.decorator_list)


def has_python_test(path, name):
    """Whether a check runs the file or its folder, and the class has the method."""
    if not any(place in check.command for check in checks.CHECKS for place in (path, os.path.dirname(path))):
        return False
    wanted, _, method = name.partition(".")
    return any(test.name == method and method.startswith("test") and not is_skipped(test) and not is_skipped(group)
               for group in ast.parse(situations.read(path)).body
               if isinstance(group, ast.ClassDef) and group.name == wanted
               for test in group.body if isinstance(test, ast.FunctionDef))


def has_cmake_test(path, name):
    return re.search(r"^ *(add_test\(NAME|test_\w+\() ?%s\b" % re.escape(name), situations.read(path), re.M) is not None


def has_check(path, name):
    return path == "tests/run.sh" and name in [check.name for check in checks.CHECKS]


KINDS = {".md": has_vector, ".c": has_c_test, ".py": has_python_test, ".txt": has_cmake_test, ".sh": has_check}


def evidence(row):
    return [text.strip().strip("`") for text in row.evidence.split(" + ") if text.strip()]


def is_proved(text):
    path, _, name = text.partition(":")
    kind = KINDS.get(os.path.splitext(path)[1])
    return bool(kind and name and os.path.isfile(os.path.join(situations.ROOT, path)) and kind(path, name))


# ---- the form of the list ----


def judge_row(row):
    where = "%s, '%s'" % (LIST, row.capability)
    if not all(CELL.fullmatch(cell) for cell in peers_cells(row)):
        mistakes.append("%s: a peer's cell begins with Y, P, N or -" % where)
    if row.goal not in WANTED | {"X", "-"}:
        mistakes.append("%s: a goal is M, B, X or -" % where)
    if not OURS.fullmatch(row.ours):
        mistakes.append("%s: ours is 'yes' or 'no', or one of them, a colon and a word on it" % where)
    if is_yes(row) and not evidence(row):
        mistakes.append("%s: yes without evidence; name its test, or say no" % where)
    for text in evidence(row):
        if not is_proved(text):
            mistakes.append("%s: no test that is run is %s; name one that is, or say no" % (where, text))
    if row.goal in WANTED and not is_yes(row):
        mistakes.append("%s: wanted, and it is not there" % where)


def judge(table):
    named = collections.Counter(row.capability for row in table)
    mistakes.extend("%s: '%s' is there twice" % (LIST, name) for name, times in named.items() if times > 1)
    counted = collections.Counter(row.part for row in table)
    if counted != ROWS:
        mistakes.append("%s: the parts have %s rows, and not %s; ROWS of tests/repo/peers.py" % (LIST, dict(counted), ROWS))
    for row in table:
        judge_row(row)


# ---- the README ----


def counts(name, lines):
    """A line of the table: how many of these rows are a full yes, first for Pipit."""
    numbers = [sum(map(is_yes, lines))]
    numbers += [sum(cell.startswith("Y") for cell in column) for column in zip(*map(peers_cells, lines))]
    return "| %s: %d | %s |\n" % (name, len(lines), " | ".join(map(str, numbers)))


def names(lines):
    return "; ".join(row.capability for row in lines)  # some have commas


def block(table):
    """The numbers for each part, and the capabilities that only Pipit has; the rows are only in the list."""
    text = "What these programs have, or what X's streams ask for, and how much of it is fully there:\n\n"
    text += "| | Pipit | %s |\n|---|%s\n" % (" | ".join(PEERS), "---:|" * (1 + len(PEERS)))
    for part in ROWS:
        text += counts(part, [row for row in table if row.part == part])
    text += counts("All", table)
    alone = [row for row in table if is_yes(row) and all(cell[0] in "N-" for cell in peers_cells(row))]
    for paragraph in ("Only here: %s." % names(alone),
                      "Not here: %s." % names(row for row in table if not is_yes(row)),
                      "Each row, with what is partly there and which tests prove ours: `%s`. Compared in August 2026: "
                      "%s." % (LIST, VERSIONS)):
        text += "\n" + textwrap.fill(paragraph, WIDTH, break_long_words=False, break_on_hyphens=False) + "\n"
    return text


def readme(table, update):
    path = os.path.join(situations.ROOT, "README.md")
    text = situations.read("README.md")
    found = BLOCK.search(text)
    if not found:
        mistakes.append("README.md has no block <!-- tests/repo/peers.py --> .. <!-- end -->")
    elif update:
        with open(path, "w", encoding="utf-8") as file:
            file.write(BLOCK.sub(lambda m: m[1] + block(table) + m[3], text))
    elif found[2] != block(table):
        mistakes.append("the comparison in README.md is not that of %s: tests/repo/peers.py --update" % LIST)


def main():
    if sys.argv[1:] not in ([], ["--update"]):
        print("usage: tests/repo/peers.py [--update]", file=sys.stderr)
        return 2
    table = rows()
    judge(table)
    if not mistakes:  # claims without proof are not written to the README
        readme(table, sys.argv[1:] == ["--update"])
    for mistake in mistakes + situations.mistakes:
        print("WRONG  " + mistake)
    print("peers: %d rows, %d yes, %d mistakes" % (len(table), sum(map(is_yes, table)), len(mistakes)))
    return 1 if mistakes or situations.mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
