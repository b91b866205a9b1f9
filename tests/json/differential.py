#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does pipit_json_parse() accept just what Python's json module accepts? Mutated texts, the same ones each time.

usage: tests/json/differential.py [CASES [SEED]]        default 200000 1
"""

import ctypes
import glob
import json
import os
import random
import subprocess
import sys
import tempfile

CORE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "core")
TOKENS = 4096
SHOWN = 10

SEEDS = (
    b'{"data":{"id":"1","text":"a\\u00e9\\n\xc3\xa9"},"x":[1,-2.5e+3,true,false,null,[],{},[{}]]}',
    b'[1,[2,[3]],{"a":{"b":[]}}]', b' { "a" : [ 1 , "b" ] , "c":null } ', b'{"k":{"k":{"k":1}},"z":"\\ud83d\\ude00"}',
    b'[]', b'{}', b'"s"', b"12", b"true",
)
PIECES = (b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b" ", b"\n", b"\t", b"\r", b"\x0b", b"\x00", b"\x01", b"\x7f",
          b"1", b"0", b"-", b".", b"e", b"true", b"null", b'"a"', b'"a":1', b"u", b"a", b"\xc3", b"\xa9", b"\xe2\x82\xac",
          b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80")


class Json(ctypes.Structure):
    _fields_ = [("text", ctypes.c_void_p), ("tokens", ctypes.c_void_p), ("len", ctypes.c_uint32),
                ("count", ctypes.c_uint32)]


def library(folder):
    path = os.path.join(folder, "json.so")
    subprocess.run(["gcc", "-std=c99", "-O2", "-shared", "-fPIC", "-I" + os.path.join(CORE, "include"), "-o", path,
                    *glob.glob(os.path.join(CORE, "src", "pipit_json*.c"))], check=True)
    return ctypes.CDLL(path)


def pipit_accepts(lib, text, tokens=(ctypes.c_int * 5 * TOKENS)()):
    bytes_of = ctypes.create_string_buffer(text, max(len(text), 1))
    parsed = Json()
    return lib.pipit_json_parse(ctypes.byref(parsed), bytes_of, ctypes.c_size_t(len(text)), tokens,
                                ctypes.c_size_t(TOKENS)) == 0


def refuse(_):
    raise ValueError("NaN and Infinity are not JSON")


def python_accepts(text):
    try:
        json.loads(text.decode("utf-8"), parse_constant=refuse)
        return True
    except ValueError:
        return False


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
            good = python_accepts(text)
            accepted += good
            if pipit_accepts(lib, text) != good:
                different += 1
                if different <= SHOWN:
                    print("differential: %s, Python %s: %r" % ("refused" if good else "accepted",
                                                               "accepts it" if good else "does not", text))
    print("differential: %d texts, %d of them JSON, %d judged differently" % (cases, accepted, different))
    # A generator that makes only one kind would prove nothing.
    return 1 if different or not cases // 20 < accepted < cases - cases // 20 else 0


if __name__ == "__main__":
    sys.exit(main())
