#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that select(paths) and then parsing gives the same as parsing and then picking the paths. Python's json gives
the expected results; lines arrive in random pieces.

usage: tests/behaviour/select/differential.py [CASES [SEED [COMPILER EMULATOR]]]        default 6000 1

The lines are: generated messages (any nesting, escaped and repeated names, all kinds of values and spaces), Posts of the
local X, and the messages of tests/behaviour/vectors, in buffers that are large enough; the same in small buffers or with
few tokens, where the result must still be JSON, must be a shortened version of the expected one, and must be marked as
cut; and wrong lines, which must be found. All of this also runs without PIPIT_CFG_VECTOR, and without PIPIT_CFG_WORD_SCAN, as on
small machines, and must give the same results. COMPILER and EMULATOR: the first of the three runs on another machine."""

import glob
import json
import os
import random
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "server"), os.path.join(HERE, "..", "..", "repo")]

import core_files  # noqa: E402
import posts  # noqa: E402

NAMES = ("data", "id", "text", "a", "b", "ab", "includes", "users", "username", "matching_rules", "tag", "errors", "title",
         "", "\u00e9", "\U0001f600", "quote\"d", "long_name_that_no_path_has_at_all", "author_id")
PATHS = ("data.id", "data.text", "data.author_id", "includes.users.username", "includes.users.a.b", "matching_rules.tag",
         "matching_rules.id", "errors", "data", "a", "a.b", "a.b.ab", "ab.a.b.ab.id.text", "b", "data.a.b", "\u00e9.a", "text",
         "id", "title", "includes")
NOTICE = ("errors", "error", "title", "type", "detail", "connection_issue", "disconnect_type", "reason")


class Pairs(list):
    """An object as a list of its members, in their order, with repeated ones."""


def loads(text):
    return json.loads(text, object_pairs_hook=Pairs)


def pick(value, paths, top=False):
    """The result that select.h documents; None if nothing is kept."""
    if isinstance(value, Pairs):
        kept, post = Pairs(), False
        for name, member in value:
            here = [p[1:] for p in paths if p[0] == name]
            post = post or (top and name == "data")
            if [] in here or (top and not post and name in NOTICE):
                kept.append((name, member))
            elif here and isinstance(member, list):
                kept.append((name, pick(member, here)))
        return kept
    return [pick(element, paths) for element in value if isinstance(element, list)]


# ---- messages ----

def spaces(rng):
    return rng.choice(("", "", "", "", " ", "\t", "  "))


def string(rng, text):
    out = []
    for c in text:
        if rng.random() < 0.15:
            units = c.encode("utf-16-be")
            out.append("".join("\\u%02x%02x" % (units[i], units[i + 1]) for i in range(0, len(units), 2)))
        elif c in '"\\':
            out.append("\\" + c)
        else:
            out.append(c)
    return '"%s"' % "".join(out)


def words(rng):
    length = rng.choice((0, 1, 1, 3, 3, 8, 8, 40, 300))
    return "".join(rng.choice("ab {}[],:\"\\\u00e9\u65e5\U0001f600n") for _ in range(length))


def value(rng, depth):
    kind = rng.random()
    if depth > 0 and kind < 0.35:
        return obj(rng, depth - 1)
    if depth > 0 and kind < 0.6:
        return spaces(rng).join(("[", ("," + spaces(rng)).join(value(rng, depth - 1) for _ in range(rng.randint(0, 4))), "]"))
    if kind < 0.8:
        return string(rng, words(rng))
    return rng.choice(("0", "-1.5e+3", "true", "false", "null", "1234567890123456789", '""', "{}", "[]"))


def obj(rng, depth):
    members = [spaces(rng).join(("", string(rng, rng.choice(NAMES)), ":", value(rng, depth), ""))
               for _ in range(rng.choice((0, 1, 2, 3, 6)))]
    return "{" + ",".join(members) + "}"


class Posts:
    """Posts as the local X sends them."""

    RULES = [{"id": str(1900 + n), "value": "cat", "tag": "tag %d" % n} for n in range(5)]

    def __init__(self):
        maker, view = posts.PostMaker(), posts.View({}, True)
        self.renderer = posts.Renderer(lambda n, rules, size: maker.line(n, view, rules, size), lambda: (1, self.RULES))

    def line(self, rng):
        item = (rng.randrange(1000), 1700000000000, 1234567890123456789 + rng.randrange(10 ** 6))
        return self.renderer.lines([item], rng.choice(("300", "2000", "8000")))[0][1].rstrip(b"\r\n")


def vectors():
    """The messages of tests/behaviour/vectors that are in one chunk; without notices, which end a stream."""
    found = []
    for path in sorted(glob.glob(os.path.join(HERE, "..", "vectors", "[0-9]*.md"))):
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            for text in re.findall(r"^C (\{.*?)(?:\\r)?(?:\\n)?$", file.read(), re.M):
                line = text.encode("utf-8", "surrogateescape")
                if is_object(line) and "data" in json.loads(line):
                    found.append(line)
    return found


VECTORS = []
# Bytes of the buffer, and tokens.
LARGE = (131072, 65536)
SMALL = ((512, 65536), (520, 32), (600, 40), (800, 65536), (131072, 32), (131072, 100))


def message(rng, generator):
    if rng.random() < 0.1:
        return rng.choice(VECTORS)
    if rng.random() < 0.2:
        return generator.line(rng)
    return obj(rng, rng.randint(1, 7)).encode()


def deep(rng):
    """A message with nested containers, about as many as PIPIT_SELECT_DEPTH."""
    n = rng.choice((30, 62, 63, 64, 65, 66, 100))
    return ('{"a":' + "[" * n + '{"b":1}' + "]" * n + ',"b":2}').encode()


# ---- the program ----

SANITIZED = ("gcc", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")
# With the vectors of another machine: COMPILER and EMULATOR.
OTHER = tuple(sys.argv[3:5])


def build(folder, word_scan, vector):
    """The command that runs select_lines."""
    path = os.path.join(folder, "select_lines_%d%d" % (word_scan, vector))
    other = OTHER if vector else ()
    subprocess.run([*((other[0], "-static") if other else SANITIZED), "-std=c99", "-O1", "-DPIPIT_CFG_ASSERT=1",
                    "-DPIPIT_CFG_WORD_SCAN=%d" % word_scan, "-DPIPIT_CFG_VECTOR=%d" % vector,
                    "-I" + os.path.join(core_files.CORE, "include"), *(("-isystem", os.environ["PIPIT_JSMN_DIR"]) if other else ()),
                    "-o", path, os.path.join(HERE, "select_lines.c"), *core_files.paths()], check=True)
    return [*other[1:], path]


def run(program, cases, seed):
    """[(kind, err, cut, total, text)] for [((rx_bytes, tokens), piece, paths, line)]."""
    given = b"".join(b"%d %d %d %s %d %d%s\n%s" % (
        *memory, piece, ",".join(paths).encode(), len(before), len(line),
        b"".join(b"\n%d\n%s" % (len(one), one) for one in before), line) for memory, piece, paths, line, before in cases)
    done = subprocess.run([*program, str(seed)], input=given, capture_output=True)
    if done.returncode:
        raise SystemExit("select_lines: status %d %s" % (done.returncode, done.stderr.decode("utf-8", "replace")))
    out, at, results = done.stdout, 0, []
    while at < len(out):
        end = out.index(b"\n", at)
        fields = out[at:end].split()
        at = end + 1
        if fields[0] == b"LINE":
            length = int(fields[4])
            results.append(("LINE", int(fields[1]), int(fields[2]), int(fields[3]), out[at:at + length]))
            at += length + 1
        else:
            results.append((fields[0].decode(), 0, 0, int(fields[1]) if len(fields) > 1 else 0, b""))
    if len(results) != len(cases):
        raise SystemExit("select: %d events for %d lines" % (len(results), len(cases)))
    return results


# ---- the checks: each returns a text that says what is wrong, or None ----

def check_whole(case, result):
    line, wanted = case[3], None
    kind, err, cut, total, text = result
    if (kind, err, cut, total) != ("LINE", 0, 0, len(line)):
        return "%s err %d cut %d total %d of %d" % (kind, err, cut, total, len(line))
    wanted = pick(loads(line), [p.split(".") for p in case[2]], True)
    return None if loads(text) == wanted else "%r instead of %r" % (text, wanted)


def shortened(small, whole):
    """Whether `small` is `whole`, shortened because there was no room."""
    if isinstance(whole, Pairs) and isinstance(small, Pairs):
        at = 0
        for name, member in small:
            while at < len(whole) and not (whole[at][0] == name and shortened(member, whole[at][1])):
                at += 1
            at += 1
            if at > len(whole):
                return False
        return True
    if isinstance(whole, list) and isinstance(small, list) and not isinstance(small, Pairs):
        at = 0
        for element in small:
            while at < len(whole) and not shortened(element, whole[at]):
                at += 1
            at += 1
            if at > len(whole):
                return False
        return True
    if isinstance(whole, str) and isinstance(small, str):
        return whole.startswith(small)
    return type(whole) is type(small) and whole == small


def check_small(case, result):
    kind, err, cut, total, text = result
    if (kind, err, total) != ("LINE", 0, len(case[3])) or len(text) > case[0][0] - 16:
        return "%s err %d total %d of %d, %d bytes" % (kind, err, total, len(case[3]), len(text))
    wanted = pick(loads(case[3]), [p.split(".") for p in case[2]], True)
    got = loads(text)
    if got != wanted and not cut:
        return "%r instead of %r, and not said" % (text, wanted)
    return None if shortened(got, wanted) else "%r is not of %r" % (text, wanted)


def is_object(text):
    try:
        return isinstance(json.loads(text.decode("utf-8")), dict)
    except ValueError:
        return False


def check_broken(case, result):
    """Correct lines must be accepted. A wrong line may be accepted only if the error is in a discarded part: an accepted
    text must be JSON."""
    if result[0] == "KEEP_ALIVE":
        is_comment = case[3].lstrip().startswith(b":")  # of a server-sent event
        return None if is_comment or not case[3].strip() else "taken for a keep-alive"
    if is_object(case[3]):
        return None if (result[0], result[1]) == ("LINE", 0) else "refused"
    if result[1] != 0 or not result[4].startswith(b"{"):
        return None
    return None if is_object(result[4]) else "not JSON, and not said"


def similar(rng, line):
    """The line with some letters of names changed: select remembers names from line to line."""
    def other(found):
        return found[1] + rng.choice(b"dxt").to_bytes(1, "big") + found[2] if rng.random() < 0.15 else found[0]
    return re.sub(rb'("\w*)\w(" *:)', other, line)


def lines_before(rng, line):
    """What comes before a line: mostly lines of the same kind."""
    kinds = (line, similar(rng, line), similar(rng, line), b'{"data":{"id":"1"}}')
    return [rng.choice(kinds) for _ in range(rng.choice((0, 3, 3, 4)))]


def mutate(rng, line):
    text = bytearray(line)
    for _ in range(rng.randint(1, 3)):
        at = rng.randint(0, len(text))
        if rng.random() < 0.3:  # inside a text that is long enough for blocks
            at = text.find(b'"', at) + 1 + rng.randint(0, 40)
        text[at:at + rng.choice((0, 1, 1, 2))] = rng.choice((b"", b"{", b"}", b"[", b"]", b",", b":", b'"', b"x", b"1", b"\\",
                                                          b"\x80", b"\xc3", b"\xe0\x9f\x80", b"\xed\xa0\x80", b"\xf4\x90",
                                                          b"\x01", b"\xf0\x9f\x98\x80"))
    return bytes(text)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 6000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rng = random.Random(seed)
    generator = Posts()
    VECTORS.extend(vectors())
    print("select: %d messages of the vectors" % len(VECTORS))
    whole, small, broken = [], [], []
    for number in range(count):
        line = deep(rng) if number % 97 == 0 else message(rng, generator)
        paths = rng.sample(PATHS, rng.randint(1, 8)) if number % 50 else [*PATHS, *("x%d" % i for i in range(12))]
        piece = rng.choice((0, 1, -1, -1))
        before = lines_before(rng, line)
        line = rng.choice((line, line, similar(rng, line)))
        if number % 97:
            whole.append((LARGE, piece, paths, line, before))
        small.append((rng.choice(SMALL), piece, paths, line, before))
        names = sorted({n for n in NAMES if n and '"' not in n})
        broken.append((rng.choice((LARGE, LARGE, *SMALL)), piece, names, mutate(rng, line), before))
    with tempfile.TemporaryDirectory() as folder:
        vectors_16, words, steps = build(folder, 1, 1), build(folder, 1, 0), build(folder, 0, 0)
        wrong = 0
        for name, cases, check in (("whole", whole, check_whole), ("small", small, check_small),
                                   ("broken", broken, check_broken)):
            results = run(vectors_16, cases, seed)
            cut = sum(r[2] for r in results)
            bad = [(c, w) for c, r in zip(cases, results) for w in (check(c, r),) if w]
            for name_of, program in (("by words", words), ("in steps", steps)):
                bad += [(c, "%r, %r %s" % (r, s, name_of)) for c, r, s in zip(cases, results, run(program, cases, seed)) if r != s]
            wrong += len(bad)
            print("select: %s: %d lines, %d of them cut, %d wrong" % (name, len(cases), cut, len(bad)))
            for case, what in bad[:5]:
                print("  %s\n    %r" % (what, case))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
