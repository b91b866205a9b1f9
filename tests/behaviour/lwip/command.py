#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the tests of the command and the examples (tests/behaviour/cli), unchanged, with programs that use lwIP.

    python3 tests/behaviour/lwip/command.py build/lwip/bin

The folder has over_lwip/, with lwIP as on the boards, and over_lwip6/, the same with IPv6. With PIPIT_IMPAIRMENT
(README.md) in the environment all of it runs over a bad link. It also fails if none of the tests covers a situation that
tests/repo/situations.py requires over sockets.
"""

import concurrent.futures
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
CLI = os.path.join(HERE, "..", "cli")
sys.path.insert(0, os.path.join(HERE, "..", "..", "repo"))
sys.path.insert(0, CLI)
sys.path.insert(0, os.path.join(HERE, "..", "server"))

import alone  # noqa: E402
import parent  # noqa: E402
import situations  # noqa: E402

FILES = ("test_scenarios", "test_network", "test_cli", "test_memory", "test_stop", "test_ladders", "test_bad_input",
         "test_examples", "test_streams", "test_calls", "test_recovery")
WITH_IPV6 = ("TlsTest.test_ipv6", "TlsTest.test_ipv6_in_the_url")
LEFT_OUT = {
    "NamesTest.test_first_address_is_dead": "lwIP keeps one address of a name",
    "NamesTest.test_address_changes": "its name leads to 127.0.0.2, which lwIP does not route; test_lwip.c does it",
    "StreamsTest.test_all_partitions": "20 links at a time; lwIP has memory for 4 here",
    "ReplayTest.test_cut": "libslirp makes an end of a reset, and an end is that of the replay",
    "ExamplesTest.test_simulated_week": "the simulated network, without any other port",
    "VirtualTimeTest.test_streams_without_a_line": "the engine alone, without any port",
    "VirtualTimeTest.test_streams_of_one_post": "the engine alone, without any port",
}
IMPAIRED = "PIPIT_IMPAIRMENT" in os.environ
if IMPAIRED:
    LEFT_OUT["MemoryTest.test_reconnects"] = "the process holds what libslirp sends again; test_lwip.c counts lwIP's pools"
AT_ONCE = 2
IMPAIRED_TIME_SCALE = "6"


def tests_of(file):
    """{"Class.method": the numbers of its situations}"""
    found = {}
    for test in situations.cases(unittest.TestLoader().loadTestsFromName(file)):
        name = ".".join(test.id().split(".")[1:])
        numbers = situations.DOCSTRING.match(test.shortDescription() or "")
        found[name] = situations.split(numbers[1]) if numbers else []
    return found


def run(binary, file, names):
    """(name, seconds, passed, output, the argument for again())."""
    path = os.path.join(CLI, file + ".py")
    variables = {"PIPIT_BIN": binary, **({"PIPIT_TEST_TIME_SCALE": IMPAIRED_TIME_SCALE} if IMPAIRED else {})}
    _, count, passed, seconds, output = alone.run(path, *names, **variables)
    name = file + " " + os.path.basename(os.path.dirname(binary))
    return name, seconds, passed and count == len(names), output, (path, variables)


def main():
    parent.watch()
    covered, jobs, left_out = set(), [], set(LEFT_OUT) | set(WITH_IPV6)
    plain, ipv6 = (os.path.abspath(os.path.join(sys.argv[1], name, "pipit")) for name in ("over_lwip", "over_lwip6"))
    for file in FILES:
        tests = tests_of(file)
        left_out -= set(tests)
        names = [name for name in tests if name not in LEFT_OUT]
        covered.update(number for name in names for number in tests[name])
        jobs += [(plain, file, [name for name in names if name not in WITH_IPV6]),
                 (ipv6, file, [name for name in names if name in WITH_IPV6])]
    failed = 0
    late = []
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for name, seconds, passed, output, more in pool.map(lambda job: run(*job), [job for job in jobs if job[2]]):
            print("%-7s %-30s %5.1f s" % ("ok" if passed else "again", name, seconds), flush=True)
            if not passed:
                print(output)
                late.append((output, *more))
    for output, path, variables in late:
        failed += not alone.again(path, output, **variables)
    for name, why in LEFT_OUT.items():
        print("left out: %s: %s" % (name, why))
    for name in left_out:
        print("there is no test %s" % name)
    missing = sorted(set(situations.SOCKETS) - covered)
    print("situations over sockets: %d of %d over lwIP%s" % (len(set(situations.SOCKETS) & covered), len(situations.SOCKETS),
                                                             "; missing: %s" % missing if missing else ""))
    return 1 if failed or missing or left_out else 0


if __name__ == "__main__":
    sys.exit(main())
