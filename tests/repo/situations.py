#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Lists which test covers which wire situation. Fails if a required situation has no test.

Each test says what it covers: a vector by the numbers at the beginning of its title (`## 14 503 nine times`); a C test by
a comment on the line before it that begins with `Situation 48` or `Situations 48, 49`, or in UNITS below; a Python test
of the command by a docstring that begins with `situation 9, 54:`. Only tests that are run by their runner count.
"""

import collections
import glob
import os
import re
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

REQUIRED = {
    1: "a Post, a keep-alive, an orderly end", 2: "one byte a chunk", 3: "messages and a half in a chunk",
    4: "a chunk ends between CR and LF", 5: "LF alone", 6: "characters cut by chunks", 7: "hex, extensions, trailers",
    8: "chunk sizes that are none", 9: "keep-alives for 10 minutes", 10: "silence", 11: "a byte every 15 s",
    12: "late keep-alives", 13: "70 resets", 14: "503 nine times", 15: "429 without headers", 16: "429 until a reset",
    17: "429 with a reset in the past", 18: "429, too many connections", 19: "429, usage cap", 20: "401, 403, 404, 400",
    21: "409, no rules", 22: "503, provisioning", 23: "503 with bodies of every kind", 24: "204, 206, redirects",
    25: "HTTP/1.0 until the end", 26: "100 Continue", 27: "an empty 200, 1000 times", 28: "8 KB of headers",
    29: "a head that never completes", 30: "a notice, the socket stays open", 31: "notices of every shape",
    32: "a partial error", 33: "errors alone", 34: "unknown messages", 35: "malformed lines", 36: "matching rules",
    37: "both spellings of names", 38: "created_at in every form", 39: "numeric ids, depth 200 and 300", 40: "lines around the limit and of 1 MB", 41: "a burst, a slow consumer",
    42: "an end in the middle of a line", 43: "FIN, close_notify, RST", 44: "duplicates after a reconnect",
    45: "a gap and its backfill", 46: "the end of a replay", 47: "a stop in each state",
    48: "a second start", 49: "a start after the end", 50: "retries 0 and 3", 51: "gzip", 52: "the request",
    53: "proxies", 54: "TLS refused", 55: "names and addresses", 56: "rules in pages", 57: "rules added", 58: "rules deleted",
    59: "rules refused", 60: "a rule is escaped", 61: "counts as texts and numbers",
    62: "connections listed and killed", 63: "events of every kind", 64: "1000 keep-alives in a chunk", 65: "the clock jumps",
    66: "the application is away", 67: "a day of faults",
    68: "money: no credits, a spending limit, a used-up plan", 69: "a 4xx that waiting does not heal, and those that it heals",
    70: "a page or a word that X did not write", 71: "windows of 24 hours, Retry-After as a date", 72: "409 of any stream",
    73: "an end after the last chunk", 74: "size lines and names, strictly", 75: "lists of lengths, empty lines",
    76: "server-sent events", 77: "a last line without an end", 78: "answers to CONNECT",
    80: "names with escapes", 81: "depth around the bound", 82: "4 MB in one line", 83: "pages without an end",
    90: "a machine that slept", 91: "lines that nobody looked for", 92: "short-lived streams and retries",
    93: "duplicates inside an array", 94: "what a user copies: tokens and files",
    95: "silent streams, cut messages, lines without data", 96: "a replay that ends early"}
REQUIRED_COUNT = 89
KNOWN = frozenset(REQUIRED)

# Situations that need a kernel, a real TLS stack or a real process: these need a test over sockets.
SOCKETS = {
    10: "silence is the kernel's to tell from a slow peer", 13: "an RST comes out of connect, send or recv",
    23: "100 KB have to be read or cut off by a close", 25: "the end of the body is the FIN itself",
    27: "so many connects are sockets and ports too", 29: "segments of one byte, and a head time-out over TLS",
    30: "the client must close a socket that the server keeps", 41: "back-pressure is the TCP window",
    42: "what was read before the FIN must not be lost", 43: "FIN, close_notify and RST look alike above the port",
    44: "two sockets bring the same", 45: "what is asked for depends on the time that passed without the stream",
    46: "the end of a replay is the server's end",
    47: "a signal has to end poll() in every state", 52: "what arrives at the server, not what was meant to be sent",
    53: "TLS inside a tunnel", 54: "certificates, versions and ALPN are the TLS stack's", 55: "a resolver and connect()",
    62: "a kill closes the socket of another connection", 63: "each stream's messages as its server frames them",
    66: "the kernel keeps what comes in meanwhile"}

# C tests without a comment.
UNITS = {
    39: ["tests/behaviour/unit/test_parts.c:test_ids_are_exact"],
    52: ["tests/behaviour/unit/test_api.c:test_request_is_exact"],
    53: ["tests/behaviour/port/test_proxy.c:every_split_keeps_the_tunnel_bytes", "tests/behaviour/port/test_proxy.c:answers_refused"],
    57: ["tests/behaviour/unit/test_api.c:test_rules_request_is_exact"],
}

NUMBERS = r"(\d+(?:, \d+)*)"
VECTOR = re.compile(r"^## (.*)$", re.M)
C_TEST = re.compile(r"/\* situations? " + NUMBERS + r"\b[^\n]*\*/\nstatic void (\w+)\(void \*\*", re.I)
DOCSTRING = re.compile(r"situations? " + NUMBERS + r": ")

mistakes = []


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8", errors="replace") as file:  # some vectors are not UTF-8
        return file.read()


def split(numbers):
    return [int(number) for number in numbers.split(", ")]


def files(pattern):
    found = sorted(os.path.relpath(path, ROOT) for path in glob.glob(os.path.join(ROOT, pattern)))
    if not found:
        mistakes.append("no file is %s" % pattern)
    return found


def vectors(covered):
    for path in files("tests/behaviour/vectors/[0-9]*.md"):  # as tests/behaviour/unit/CMakeLists.txt takes them
        parts = VECTOR.split(read(path))[1:]
        for title, body in zip(parts[::2], parts[1::2]):
            numbers = re.match(NUMBERS + " ", title)
            if not numbers:
                continue
            if not re.search(r"^```in\b.*\n(?!```)", body, re.M) or not re.search(r"^```log\n(?!```)", body, re.M):
                mistakes.append("%s: '## %s' has no ```in or no ```log block" % (path, title))
                continue
            for number in split(numbers[1]):
                covered[number].append("%s: %s" % (os.path.basename(path)[:-3], title[len(numbers[0]):]))


def is_run(path, text, function):
    """Whether a cmocka table names the function, and CMake builds the file."""
    builds = read(os.path.join(os.path.dirname(path), "CMakeLists.txt"))
    return (re.search(r"cmocka_unit_test\w*\(\s*%s\b" % function, text) is not None
            and re.search(r"\b%s\b" % os.path.basename(path)[:-2], builds) is not None)


def units(covered):
    named = [(number, test) for number, tests in UNITS.items() for test in tests]
    for path in files("tests/behaviour/unit/*.c") + files("tests/behaviour/port/*.c"):
        named += [(number, path + ":" + function) for numbers, function in C_TEST.findall(read(path))
                  for number in split(numbers)]
    for number, test in sorted(set(named)):
        path, function = test.split(":")
        text = read(path) if os.path.exists(os.path.join(ROOT, path)) else ""
        if not re.search(r"^static void %s\(" % function, text, re.M):
            mistakes.append("%s: there is no such test" % test)
        elif not is_run(path, text, function):
            mistakes.append("%s: no cmocka table of a program that CMake builds runs it" % test)
        else:
            covered[number].append(function)


def cases(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from cases(item)
        else:
            yield item


def sockets(covered):
    """As tests/behaviour/cli/__main__.py runs them."""
    folder = os.path.join(ROOT, "tests", "behaviour", "cli")
    for test in cases(unittest.TestLoader().discover(folder, top_level_dir=folder)):
        name = test.id().split(".")
        if name[0] == "unittest":
            mistakes.append("%s cannot be loaded" % name[-1])
            continue
        method = getattr(test, test._testMethodName)  # unittest has the name only here
        skipped = getattr(test, "__unittest_skip__", False) or getattr(method, "__unittest_skip__", False)
        numbers = None if skipped else DOCSTRING.match(test.shortDescription() or "")
        for number in split(numbers[1]) if numbers else ():
            covered[number].append("%s.%s" % (name[0], name[-1]))


def table(kinds):
    """A row for each test; only the first row of a situation has its number and name."""
    for number, what in sorted(REQUIRED.items()):
        rows = [(kind, test) for kind, covered in kinds.items() for test in covered[number]] or [("-", "-")]
        for first, (kind, test) in enumerate(rows):
            print("%3s  %-36s %-8s %s" % ((("", "") if first else (number, what)) + (kind, test)))


def judge(kinds):
    for kind, covered in kinds.items():
        if not covered:
            mistakes.append("no test of kind %s was found" % kind)
        mistakes.extend("%d: no such situation, but %s" % (number, tests[0]) for number, tests in covered.items()
                        if number not in KNOWN)
    for number, what in sorted(REQUIRED.items()):
        if not any(covered[number] for covered in kinds.values()):
            mistakes.append("%d (%s): no test" % (number, what))
        elif number in SOCKETS and not kinds["sockets"][number]:
            mistakes.append("%d (%s): no test over sockets, but %s" % (number, what, SOCKETS[number]))
    if len(REQUIRED) != REQUIRED_COUNT or not set(SOCKETS) <= set(REQUIRED):
        mistakes.append("the list of situations in this file has been cut")


def main():
    kinds = {"vector": collections.defaultdict(list), "unit": collections.defaultdict(list),
             "sockets": collections.defaultdict(list)}
    for collect, covered in zip((vectors, units, sockets), kinds.values()):
        collect(covered)
    judge(kinds)
    table(kinds)
    for mistake in mistakes:
        print("MISSING  " + mistake)
    print("situations: %d required, %d of them over sockets, %s" % (
        len(REQUIRED), len(SOCKETS), "%d mistakes" % len(mistakes) if mistakes else "all covered"))
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
