#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Instructions per message and per byte, counted by callgrind: the benchmark without noise.

    tests/cost/bench/instructions.py                 a table
    tests/cost/bench/instructions.py --json          one object a line
    tests/cost/bench/instructions.py --check         fail if pipit needs more than budget.json allows, or allocates
    tests/cost/bench/instructions.py --update        write the measured numbers plus 3 % into budget.json

The numbers are the same at each run with the same compiler, flags and libraries; the budget is for Debian 12's gcc and
the flags of CMake's default build type (-O2)."""

import argparse
import concurrent.futures
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
BUDGET = os.path.join(HERE, "budget.json")
BENCH = os.path.join(HERE, "..", "..", "..", "build", "bin", "pipit-bench")
OURS = ["pipit", "pipit select", "pipit lines"]
READERS = [*OURS, "http-parser+jsmn", "http-parser+cJSON", "lines only (bound)"]
REFERENCE = "http-parser+jsmn"
SIZES = ["small", "medium", "large"]
FEED = 1460
SLACK = 1.03
# A limit that is higher than this times the measured number is reported, because it would not find a regression.
STALE = 1.10
UPDATE = "if that is meant: tests/cost/bench/instructions.py --update"
# glibc chooses its memcpy and memchr by the processor. Without these features, it uses the same ones on every x86-64.
PLAIN_LIBC = ("glibc.cpu.hwcaps=-AVX2,-AVX_Fast_Unaligned_Load,-AVX512VL,-AVX512BW,-ERMS,-FSRM,-RTM,-BMI2,-SSE4_2,"
              "-SSE4_1,-SSSE3")


def run(bench, reader, size, folder):
    """The cost of one pass of a reader."""
    out = os.path.join(folder, "%d-%s" % (READERS.index(reader), size))
    command = ["valgrind", "--tool=callgrind", "--toggle-collect=bench_body*", "--callgrind-out-file=" + out, bench,
               "--count", reader, size, str(FEED)]
    done = subprocess.run(command, env=dict(os.environ, GLIBC_TUNABLES=PLAIN_LIBC), capture_output=True, text=True)
    collected = re.search(r"Collected\s*:\s*(\d+)", done.stderr)
    if done.returncode != 0 or not collected or int(collected.group(1)) == 0:
        sys.exit("instructions.py: no count for %s, %s\n%s" % (reader, size, done.stderr))
    result = json.loads(done.stdout)
    result["instructions_per_message"] = round(int(collected.group(1)) / result["messages"], 1)
    result["instructions_per_byte"] = round(int(collected.group(1)) / result["bytes"], 2)
    return result


def run_all(bench):
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        jobs = [pool.submit(run, bench, reader, size, folder) for size in SIZES for reader in READERS]
        results = [job.result() for job in jobs]
    for result in results:
        reference = find(results, REFERENCE, result["size"])
        result["relative"] = round(result["instructions_per_message"] / reference["instructions_per_message"], 3)
    return results


def find(results, reader, size):
    return next(r for r in results if r["name"] == reader and r["size"] == size)


def print_table(results):
    print("callgrind, feed %d; relative: to %s, below 1 is fewer" % (FEED, REFERENCE))
    print("%-19s %-6s %14s %10s %9s %12s" % ("reader", "size", "instr/message", "instr/byte", "relative", "allocations"))
    for r in results:
        print("%-19s %-6s %14.0f %10.2f %9.2f %12d" % (r["name"], r["size"], r["instructions_per_message"],
                                                       r["instructions_per_byte"], r["relative"], r["allocations"]))


def budget_load():
    if not os.path.exists(BUDGET):
        return {}
    with open(BUDGET, encoding="utf-8") as f:
        return json.load(f)["instructions_per_message"]


def budget_write(results):
    limits = {name: {size: math.ceil(find(results, name, size)["instructions_per_message"] * SLACK) for size in SIZES}
              for name in OURS}
    with open(BUDGET, "w", encoding="utf-8") as f:
        json.dump({"feed": FEED, "instructions_per_message": limits}, f, indent=2)
        f.write("\n")


def check(results):
    """Complaints, one line each."""
    limits = budget_load()
    for name in OURS:
        for size in SIZES:
            what = "%s, %s" % (name, size)
            result = find(results, name, size)
            measured, limit = result["instructions_per_message"], limits.get(name, {}).get(size)
            if limit is None:
                yield "%s: no limit in tests/cost/bench/budget.json; make one: tests/cost/bench/instructions.py --update" % what
            elif measured > limit:
                yield "%s: %.0f instructions per message, limit %d; %s" % (what, measured, limit, UPDATE)
            elif measured * STALE < limit:
                print("instructions.py: note: %s: %.0f instructions per message, limit %d is too generous; tighten it: "
                      "tests/cost/bench/instructions.py --update" % (what, measured, limit), file=sys.stderr)
            if result["allocations"] != 0:
                yield "%s: allocated %d times, limit 0" % (what, result["allocations"])


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", default=BENCH, help="the program; default build/bin/pipit-bench")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--update", action="store_true")
    return parser.parse_args()


def main():
    options = arguments()
    if not os.path.exists(options.bench):
        sys.exit("instructions.py: no %s; build it (cmake -DPIPIT_TESTS=ON, target pipit_bench) or say --bench" %
                 os.path.relpath(options.bench))
    if not shutil.which("valgrind"):
        sys.exit("instructions.py: valgrind not found. Install it: apt-get install valgrind")
    results = run_all(options.bench)
    if options.json:
        for result in results:
            print(json.dumps(result))
    else:
        print_table(results)
    if options.update:
        budget_write(results)
    complaints = list(check(results)) if options.check else []
    for complaint in complaints:
        print("instructions.py: FAIL: " + complaint, file=sys.stderr)
    if options.check and not complaints:
        print("instructions.py: ok: within tests/cost/bench/budget.json, 0 allocations", file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
