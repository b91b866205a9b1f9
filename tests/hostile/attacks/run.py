#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs every test that the table of README.md names, and prints beside each attack what was seen this time.

usage: tests/hostile/attacks/run.py [--check] [--only PART_OF_A_NAME]... [--build build]

  --check   run nothing: does each test of the table and of SECURITY.md exist, and does a check of tests/run.sh run it?
"""

import argparse
import collections
import concurrent.futures
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
CLI = os.path.join(ROOT, "tests", "behaviour", "cli")
BENCH = os.path.join(ROOT, "tests", "cost", "bench")
sys.path[:0] = [CLI, BENCH, os.path.join(ROOT, "tests", "runner"), HERE]

import alone  # noqa: E402
import linear  # noqa: E402
import names  # noqa: E402

AT_ONCE = 2
OPENSSL = re.compile(r"^(port|test)_openssl")  # tests that a build without OpenSSL does not have
CASE_OK = re.compile(r"^\[ +OK \] (\w+)$")
CASE_RUN = re.compile(r"^\[ RUN +\] (\w+)$")
CTEST_LINE = re.compile(r"^(\d+): (.*)$")
CTEST_END = re.compile(r"^ *\d+/\d+ Test +#(\d+): (\S+) \.+ *(\w+)")
SEEN = re.compile(r"^\.*seen: (.*)$")  # after the dots of unittest
SEEN_IN_PYTHON = re.compile(r"^\.*seen: (\w+): (.*)$", re.M)


class Results:
    """What ran, and what it said; a test that is not here did not run."""

    def __init__(self):
        self.passed = set()
        self.said = collections.defaultdict(list)
        self.output = []


def run_ctest(build, tests, results):
    """Programs of the build folder; a case is passed when cmocka says so of it, and the program has passed."""
    programs = sorted({test.program for test in tests})
    if not programs:
        return
    done = subprocess.run(["ctest", "--test-dir", build, "-V", "-j", str(AT_ONCE), "--no-tests=error", "-R",
                           "^(%s)$" % "|".join(map(re.escape, programs))], capture_output=True, text=True, check=False)
    running, good, ended = {}, collections.defaultdict(set), {}
    said = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        end, inside = CTEST_END.match(line), CTEST_LINE.match(line)
        if end:
            ended[end[1]] = (end[2], end[3] == "Passed")
        elif inside:
            number, text = inside.groups()
            begin, ok, seen = CASE_RUN.match(text), CASE_OK.match(text), SEEN.match(text)
            if begin:
                running[number] = begin[1]
            elif ok:
                good[number].add(ok[1])
            elif seen:
                said[number, running.get(number)].append(seen[1])
    for number, (program, passed) in ended.items():
        if not passed:
            results.output.append(subprocess.run(["ctest", "--test-dir", build, "--rerun-failed", "--output-on-failure"],
                                                 capture_output=True, text=True, check=False).stdout)
            continue
        for test in tests:
            if test.program == program and (test.case is None or test.case in good[number]):
                results.passed.add(test)
                results.said[test] += said[number, test.case]


def run_python(path, tests, results):
    """A file of unittest, in a process of its own, with just these tests of it."""
    wanted = [names.class_of(path, test.case) + "." + test.case for test in tests]
    _, count, passed, _, output = alone.run(path, *wanted)
    if not passed:
        results.output.append(output)
        passed = alone.again(path, output)
    if passed and count == len(wanted) and "skipped=" not in output:
        results.passed.update(tests)
    for test in tests:
        results.said[test] += [text for name, text in SEEN_IN_PYTHON.findall(output) if name == test.case]


def run_linear(tests, results):
    if not tests:
        return
    done = subprocess.run([sys.executable, os.path.join(BENCH, "linear.py")], capture_output=True, text=True, check=False)
    results.output += [] if done.returncode == 0 else [done.stdout + done.stderr]
    words = {word: what for word, _, _, what in linear.WORKS}
    for test in tests:
        for line in done.stdout.splitlines():
            if line.startswith("linear: %s: " % words[test.case]):
                results.said[test].append(line.split(": ", 2)[2])
                if "more than" not in line:
                    results.passed.add(test)


def run(build, tests):
    results = Results()
    of_kind = collections.defaultdict(list)
    for test in sorted(tests):
        of_kind[test.kind].append(test)
    files = collections.defaultdict(list)
    for test in of_kind["python"]:
        files[names.python_path(test.program)].append(test)
    run_ctest(build, of_kind["ctest"], results)
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda item: run_python(*item, results), files.items()))
    run_linear(of_kind["linear"], results)
    return results


def has_openssl(build):
    with open(os.path.join(build, "CMakeCache.txt"), encoding="utf-8") as file:
        cache = dict(re.findall(r"(?m)^(\w+):\w+=(.*)$", file.read()))
    found = cache.get("OPENSSL_SSL_LIBRARY", "NOTFOUND")
    return cache.get("PIPIT_OPENSSL", "OFF") != "OFF" and not found.endswith("NOTFOUND")


def show(rows, results, tests):
    """Prints each row. @return how many rows failed."""
    failed = 0
    for row in rows:
        chosen = [test for test in row.tests if test in tests]
        if not chosen:
            continue
        bad = [test for test in chosen if test not in results.passed and test.kind != "check"]
        failed += bool(bad)
        print("%-7s %s (%s): %s" % ("FAILED" if bad else "ok", row.attack, row.by, row.kept))
        for test in chosen:
            if test in bad:
                print("        %s: failed, or did not run" % (test,))
            elif test.kind == "check":
                print("        %s: not run here; tests/run.sh %s runs it" % (test, " ".join(names.checks_of(test))))
            for text in results.said[test]:
                print("        %s: %s" % (test, text))
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--build", default=os.path.join(ROOT, "build"))
    options = parser.parse_args()
    rows = names.rows()
    wrong = names.mistakes(rows)
    for text in wrong:
        print("FAILED  " + text)
    if wrong or options.check:
        return 1 if wrong else 0
    tests = {test for row in rows for test in row.tests
             if not options.only or any(part in names.full_name(test) for part in options.only)}
    if not has_openssl(options.build):
        left_out = {test for test in tests if test.kind == "ctest" and OPENSSL.match(test.program)}
        print("%s was built without OpenSSL: %d tests are left out" % (options.build, len(left_out)))
        tests -= left_out
    results = run(options.build, tests)
    failed = show(rows, results, tests)
    print("\n".join(results.output))
    ran = sum(test in results.passed for test in tests)
    print("attacks: %d rows, %d tests passed, %d rows failed" % (
        sum(any(test in tests for test in row.tests) for row in rows), ran, failed))
    return 1 if failed or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
