#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Builds that must fail: a board without entropy, a real board with the emulator's entropy, and code that uses malloc()."""

import os
import re
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import boards  # noqa: E402


def link_command(variant):
    """The command line of the linker in the build."""
    with open(os.path.join(variant.build, "CMakeFiles", variant.folder + ".dir", "link.txt"), encoding="utf-8") as file:
        return shlex.split(file.read())


def fails(what, command, folder, *words):
    """True if the command fails and prints these words."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    good = done.returncode != 0 and all(word in done.stderr for word in words)
    print("%-8s%s" % ("ok" if good else "FAILED", what))
    if not good:
        print(done.stdout[-300:] + done.stderr[-900:])
    return good


def checks(variant, scratch):
    link = link_command(variant)
    output = link.index("-o") + 1
    link[output] = os.path.join(scratch, "out.elf")
    link = [word for word in link if not word.startswith(("-Wl,-Map", "-Wl,--print-memory"))]
    without_entropy = [word for word in link if not word.endswith("entropy_emulator.c.obj")]
    yield len(without_entropy) == len(link) - 1
    yield fails(variant.name + ": a board without entropy does not link", without_entropy, variant.build,
                "undefined reference to `board_entropy'")
    # malloc() of picolibc needs a heap, and no linker script here has one.
    yield fails(variant.name + ": malloc() does not link", link[:1] + ["-Wl,-u,malloc"] + link[1:], variant.build,
                "__heap_start")
    yield fails(variant.name + ": the emulator's entropy does not compile for a real board",
                [link[0], "-std=c99", "-I", os.path.join(boards.ROOT, "boards", "common"), "-c",
                 os.path.join(boards.ROOT, "boards", "common", "entropy_emulator.c"), "-o", os.path.join(scratch, "out.o")],
                variant.build, "for emulated boards only")
    symbols = subprocess.run([re.sub("gcc$", "nm", link[0]), variant.elf], capture_output=True, text=True, check=True).stdout
    names = {line.split()[-1] for line in symbols.splitlines()}
    wrong = names & {"malloc", "calloc", "realloc", "free", "_sbrk", "sbrk", "__malloc_sbrk_aligned"}
    print("%-8s%s: no allocator of the C library is linked" % ("FAILED" if wrong else "ok", variant.name))
    yield not wrong and "board_entropy" in names


def main():
    chosen = list({v.folder: v for v in reversed(boards.variants(sys.argv[1:]))}.values())
    boards.make(chosen)
    with tempfile.TemporaryDirectory() as scratch:
        good = [result for variant in chosen for result in checks(variant, scratch)]
    sys.exit(0 if good and all(good) else 1)


if __name__ == "__main__":
    main()
