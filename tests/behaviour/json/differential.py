#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that pipit_json_parse() accepts exactly the texts that Python's json module accepts, and that Pipit's functions
read the same values. The texts are mutated, and are the same each time.

usage: tests/behaviour/json/differential.py [CASES [SEED]]        default 200000 1
"""

import ctypes
import json
import os
import random
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "repo"))

import core_files  # noqa: E402

TOKENS = 4096
SHOWN = 10

SEEDS = (
    b'{"data":{"id":"1","text":"a\\u00e9\\n\xc3\xa9"},"x":[1,-2.5e+3,true,false,null,[],{},[{}]]}',
    b'[1,[2,[3]],{"a":{"b":[]}}]', b' { "a" : [ 1 , "b" ] , "c":null } ', b'{"k":{"k":{"k":1}},"z":"\\ud83d\\ude00"}',
    b'[]', b'{}', b'"s"', b"12", b"true", b'{"a\\u00e9\\/\\b":"\\ud83d\\ude00\\ude00\\ud83d\\ud83d\\udE00\\u0000\\f","a":1,"a":2}',
)
PIECES = (b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b" ", b"\n", b"\t", b"\r", b"\x0b", b"\x00", b"\x01", b"\x7f",
          b"1", b"0", b"-", b".", b"e", b"true", b"null", b'"a"', b'"a":1', b"u", b"a", b"\xc3", b"\xa9", b"\xe2\x82\xac",
          b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80")


class Json(ctypes.Structure):
    _fields_ = [("text", ctypes.c_void_p), ("tokens", ctypes.c_void_p), ("len", ctypes.c_uint32),
                ("count", ctypes.c_uint32)]


class Text(ctypes.Structure):
    _fields_ = [("ptr", ctypes.c_void_p), ("len", ctypes.c_size_t)]

    def bytes(self):
        return ctypes.string_at(self.ptr, self.len)


OBJECT, ARRAY, STRING, NUMBER, TRUE, FALSE = range(1, 7)


def library(folder):
    path = os.path.join(folder, "json.so")
    subprocess.run(["gcc", "-std=c99", "-O2", "-shared", "-fPIC", "-I" + os.path.join(core_files.CORE, "include"), "-o", path,
                    *[path for path in core_files.paths() if "/src/json/" in path]], check=True)
    lib = ctypes.CDLL(path)
    for name in ("key", "raw", "string"):
        getattr(lib, "pipit_json_" + name).restype = Text
    lib.pipit_unescape.restype = ctypes.c_size_t
    return lib


def unescaped(lib, raw):
    copy = ctypes.create_string_buffer(raw, max(len(raw), 1))
    length = lib.pipit_unescape(copy, ctypes.c_size_t(len(raw)))
    return copy.raw[:length].decode("utf-8")


def children(lib, json_of, node):
    child = lib.pipit_json_first(json_of, node)
    while child >= 0:
        yield child
        child = lib.pipit_json_next(json_of, child)


def walked(lib, json_of, node=0):
    """The value as Pipit's functions read it; objects as lists of pairs, numbers as text."""
    kind = lib.pipit_json_kind(json_of, node)
    if kind == OBJECT:
        return [(unescaped(lib, lib.pipit_json_key(json_of, child).bytes()), walked(lib, json_of, child))
                for child in children(lib, json_of, node)]
    if kind == ARRAY:
        return tuple(walked(lib, json_of, child) for child in children(lib, json_of, node))
    if kind == STRING:
        return lib.pipit_json_string(json_of, node).bytes().decode("utf-8")
    if kind == NUMBER:
        return {"number": lib.pipit_json_raw(json_of, node).bytes().decode()}
    return {TRUE: True, FALSE: False}.get(kind)


def pipit_reads(lib, text, tokens=(ctypes.c_int * 5 * TOKENS)()):
    """(value, ), or nothing if the text is refused."""
    bytes_of = ctypes.create_string_buffer(text, max(len(text), 1))
    parsed = Json()
    if lib.pipit_json_parse(ctypes.byref(parsed), bytes_of, ctypes.c_size_t(len(text)), tokens,
                            ctypes.c_size_t(TOKENS)) != 0:
        return ()
    return (walked(lib, ctypes.byref(parsed)), )


def refuse(_):
    raise ValueError("NaN and Infinity are not JSON")


def plain(value):
    """Converts Python's value: arrays differ from objects, and half of a surrogate pair becomes U+FFFD, as in UTF-8."""
    if isinstance(value, list):
        return tuple(plain(element) for element in value)
    if isinstance(value, Pairs):
        return [(plain(name), plain(element)) for name, element in value.pairs]
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff]", "\ufffd", value)
    return value


class Pairs:
    def __init__(self, pairs):
        self.pairs = pairs


def number(text):
    return {"number": text}


def python_reads(text):
    try:
        return (plain(json.loads(text.decode("utf-8"), parse_constant=refuse, parse_int=number, parse_float=number,
                                 object_pairs_hook=Pairs)), )
    except ValueError:
        return ()


def mutate(rng):
    if rng.random() < 0.3:
        return b"".join(rng.choice(PIECES) for _ in range(rng.randint(0, 8)))
    text = bytearray(rng.choice(SEEDS))
    for _ in range(rng.randint(0, 3)):
        at = rng.randint(0, len(text))
        removed = rng.choice((0, 0, 1, 1, 2, 3))
        text[at:at + removed] = b"" if removed > 1 else rng.choice(PIECES)
    return bytes(text)


def main():
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 200000
    rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    accepted, different = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        lib = library(folder)
        for _ in range(cases):
            text = mutate(rng)
            wanted, got = python_reads(text), pipit_reads(lib, text)
            accepted += len(wanted)
            if got != wanted:
                different += 1
                if different <= SHOWN:
                    print("differential: %r is %s, for Python %s" % (text, got or "refused", wanted or "no JSON"))
    print("differential: %d texts, %d of them JSON, %d read differently" % (cases, accepted, different))
    # If nearly all texts were accepted, or refused, the test would prove nothing.
    return 1 if different or not cases // 20 < accepted < cases - cases // 20 else 0


if __name__ == "__main__":
    sys.exit(main())
