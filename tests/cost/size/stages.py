#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Instructions per byte of body on a Cortex-M3, for several tasks of the core: stages.py [--update] [--bench PATH]

The Posts of the benchmark (pipit-bench --dump) arrive in segments of 1,460 bytes. The core has its default options and
-Os; QEMU (mps2-an385, -icount) counts the instructions. The numbers may differ by at most 3 % from stages.json, so that
they stay true; --update writes them there, and the table into tests/cost/size/README.md."""

import argparse
import json
import os
import subprocess
import sys
import tempfile

from toolchain import CORE, core_sources, jsmn_header

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
KEPT = os.path.join(HERE, "stages.json")
README = os.path.join(HERE, "README.md")
TOLERANCE = 0.03
POSTS = {"small": 400, "medium": 80, "large": 20}
STAGES = ("raw", "select", "everything")
BEGIN, END = "<!-- stages.py --update writes from here -->", "<!-- to here -->"
SPECS = ["--specs=picolibc.specs", "--oslib=semihost", "--crt0=semihost", "-Wl,--defsym=__flash=0",
         "-Wl,--defsym=__flash_size=4M", "-Wl,--defsym=__ram=0x20000000", "-Wl,--defsym=__ram_size=4M",
         "-Wl,--defsym=__stack_size=8K", "-Tpicolibc.ld"]


def run(*command, **more):
    return subprocess.run(command, check=True, **more)


def build(folder, size, bench):
    """Builds the firmware with Posts of one size."""
    wire, elf = os.path.join(folder, "wire"), os.path.join(folder, "stages.elf")
    with open(wire, "wb") as out:
        run(bench, "--dump", size, str(POSTS[size]), stdout=out)
    with open(os.path.join(folder, "wire.S"), "w", encoding="utf-8") as out:
        out.write('.section .rodata\n.global wire, wire_end\nwire: .incbin "%s"\nwire_end:\n' % wire)
    run("cp", jsmn_header(), folder)
    run("arm-none-eabi-gcc", "-mcpu=cortex-m3", "-mthumb", "-std=c99", "-Os", "-ffunction-sections", "-Wl,--gc-sections",
        "-I", os.path.join(CORE, "include"), "-isystem", folder, os.path.join(HERE, "stages.c"),
        os.path.join(folder, "wire.S"), *[os.path.join(CORE, name) for name in core_sources()], *SPECS, "-o", elf)
    return elf


def count(elf):
    """{stage: instructions per byte}"""
    done = run("qemu-system-arm", "-M", "mps2-an385", "-display", "none", "-serial", "none", "-monitor", "none",
               "-semihosting-config", "enable=on,target=native", "-icount", "shift=0", "-kernel", elf,
               capture_output=True, text=True, timeout=300)
    rows = [line.split() for line in (done.stdout + done.stderr).splitlines()]
    return {name: round(int(instructions) / int(size), 2) for name, instructions, size in rows}


def measure(bench):
    with tempfile.TemporaryDirectory() as folder:
        return {size: count(build(folder, size, bench)) for size in POSTS}


def table(found):
    rows = ["| Posts | " + " | ".join(STAGES) + " |", "|---|" + "---:|" * len(STAGES)]
    rows += ["| %s | %s |" % (size, " | ".join("%.1f" % found[size][stage] for stage in STAGES)) for size in found]
    return "\n".join(rows)


def readme_write(found):
    with open(README, encoding="utf-8") as file:
        text = file.read()
    before, rest = text.split(BEGIN)
    with open(README, "w", encoding="utf-8") as file:
        file.write(before + BEGIN + "\n" + table(found) + "\n" + END + rest.split(END)[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--bench", default=os.path.join(ROOT, "build", "bin", "pipit-bench"), metavar="PATH")
    options = parser.parse_args()
    found = measure(options.bench)
    print(table(found))
    if options.update:
        with open(KEPT, "w", encoding="utf-8") as file:
            json.dump(found, file, indent=2)
            file.write("\n")
        readme_write(found)
        return
    with open(KEPT, encoding="utf-8") as file:
        kept = json.load(file)
    moved = ["stages: %s, %s: %.2f instructions per byte, kept is %.2f; if that is meant: tests/cost/size/stages.py --update" %
             (size, stage, found[size][stage], kept[size][stage]) for size in kept for stage in kept[size]
             if abs(found[size][stage] - kept[size][stage]) > kept[size][stage] * TOLERANCE]
    print("\n".join(moved) if moved else "stages: as they were")
    sys.exit(1 if moved else 0)


if __name__ == "__main__":
    main()
