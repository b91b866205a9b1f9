# SPDX-License-Identifier: MIT
"""Runs the checks of checks.py, as many at once as there are cores. tests/run.sh installs Python and calls this."""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time

import checks
import table
from packages import install, other_version

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
TOKENS = (b"test-token-AAAA", b"sim-token")
TAIL_LINES = 60
SLOWEST = 5
SLOWER = "4"  # factor by which a test that failed runs slower when it runs again
CASE = re.compile(r"^ *\d+/\d+ Test +#\d+: (\S+) \.* *(Passed|\*\*\*\w+|Not Run)", re.M)


class Outcome:
    """The result of one check: state is "ok", "FAILED" or "skipped"."""

    def __init__(self, check, state, seconds, output, retried=False):
        self.check = check
        self.state = state
        self.seconds = seconds
        self.output = output
        self.retried = retried

    def text(self):
        return self.output.decode("utf-8", "replace")

    def cases(self):
        """(passed, failed): the tests of ctest are counted one by one, any other check as one."""
        found = CASE.findall(self.text()) if self.check.counts_tests else []
        if not found or self.retried or self.state == "skipped":
            return int(self.state == "ok"), int(self.state == "FAILED")
        failed = sum(word != "Passed" for _, word in found)
        return len(found) - failed, max(failed, int(self.state == "FAILED"))


def execute(command, **variables):
    """(exit status, output)"""
    with tempfile.TemporaryFile() as file:
        try:
            status = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
                                    env={**os.environ, **variables}, check=False).returncode
        except OSError as wrong:
            file.write(str(wrong).encode())
            status = 127
        file.seek(0)
        return status, file.read()


def obstacle(check, absent):
    """Why this machine cannot run it: packages that cannot be installed, another version of a tool; or ""."""
    names = sorted({name for group in check.needs for name in absent.get(group, ())})
    if names:
        return "these packages cannot be had here: " + ", ".join(names)
    return next(filter(None, (other_version(*pin) for pin in check.pins)), "")


def perform(check, command):
    begin = time.monotonic()
    status, output = execute(command)
    state = "FAILED" if status else "ok"
    if state == "ok" and check.counts_tests and not CASE.search(output.decode("utf-8", "replace")):
        state, output = "FAILED", output + b"\nno test was run\n"
    return Outcome(check, state, time.monotonic() - begin, output)


def repeat(check, first):
    """Runs failed tests again, alone and four times slower."""
    begin = time.monotonic()
    status, output = execute(check.again, PIPIT_TEST_SLOWER=SLOWER)
    return Outcome(check, "FAILED" if status else "ok", first.seconds + time.monotonic() - begin,
                   first.output + b"\n==== again, alone and slower ====\n" + output, retried=True)


class Schedule:
    """Starts each check when those before it have ended and enough cores are free."""

    def __init__(self, chosen, cores, absent, tell):
        self._waiting = list(chosen)
        self._free = self._cores = cores
        self._absent = absent
        self._tell = tell
        self._changed = threading.Condition()
        self._names = {check.name for check, _ in chosen}
        self.outcomes = {}

    def _is_due(self, check):
        return all(name in self.outcomes for name in check.after if name in self._names)

    def _take(self):
        """The next check that can start, or None. If one only waits for cores, no check after it is started before."""
        due = next((entry for entry in self._waiting if self._is_due(entry[0])), None)
        if due is None or min(due[0].cores, self._cores) > self._free:
            return None
        self._waiting.remove(due)
        self._free -= min(due[0].cores, self._cores)
        return due

    def _run(self, check, command):
        ended = {name: self.outcomes[name].state for name in check.after if name in self.outcomes}
        broken = sorted(name for name in ended if ended[name] == "FAILED")
        why = obstacle(check, self._absent)
        if why:
            outcome = Outcome(check, "skipped", 0, why.encode())
        elif broken:
            outcome = Outcome(check, "FAILED", 0, ("not run: %s failed\n" % ", ".join(broken)).encode())
        else:
            outcome = perform(check, command)
        with self._changed:
            self.outcomes[check.name] = outcome
            self._free += min(check.cores, self._cores)
            self._tell(outcome)
            self._changed.notify()

    def run(self):
        threads = []
        with self._changed:
            while self._waiting:
                entry = self._take()
                if entry is None:
                    self._changed.wait()
                    continue
                threads.append(threading.Thread(target=self._run, args=entry))
                threads[-1].start()
        for thread in threads:
            thread.join()
        return list(self.outcomes.values())


def tell(outcome):
    lines = outcome.text().rstrip("\n").split("\n")
    note = "  (%s)" % lines[-1] if outcome.state == "skipped" else ""
    note = "  (at a quarter of the speed)" if outcome.retried and outcome.state == "ok" else note
    print("%-8s%6.1f s  %s%s" % (outcome.state, outcome.seconds, outcome.check.name, note), flush=True)
    shown = TAIL_LINES if outcome.state == "FAILED" else outcome.check.tells if outcome.state == "ok" else 0
    for line in lines[-shown:] if shown else ():
        print("            " + line, flush=True)


def summary(outcomes, seconds):
    """Prints the summary at the end; True if all checks passed."""
    for outcome in sorted(outcomes, key=lambda one: -one.seconds)[:SLOWEST]:
        print("slowest %6.1f s  %s" % (outcome.seconds, outcome.check.name))
    leaks = [one.check.name for one in outcomes if any(token in one.output for token in TOKENS)]
    print("%-8s          no token in the output of a check%s" % ("FAILED" if leaks else "ok", ": " + ", ".join(leaks) if leaks else ""))
    counted = [one.cases() for one in outcomes]
    passed = sum(good for good, _ in counted) + (not leaks)
    failed = sum(bad for _, bad in counted) + bool(leaks)
    skipped = sum(one.state == "skipped" for one in outcomes)
    print("all of it %4.0f s" % seconds)
    print("%d passed, %d failed%s" % (passed, failed, ", %d skipped" % skipped if skipped else ""))
    return failed == 0 and any(one.state == "ok" for one in outcomes)


def arguments():
    parser = argparse.ArgumentParser(prog="tests/run.sh", description="Runs the tests. Without an option: what a change "
                                     "needs, at most 12 minutes on two cores.")
    tier = parser.add_mutually_exclusive_group()
    tier.add_argument("--quick", action="store_true", help="what needs no cross compiler: at most 3 minutes")
    tier.add_argument("--all", action="store_true", help="everything, and all of each: at most an hour")
    parser.add_argument("--list", action="store_true", help="say what would be run, and end")
    parser.add_argument("--slice", type=int, metavar="N", help="which part of the long checks; default: by the commit")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only checks or groups of this name")
    return parser.parse_args()


def main():
    options = arguments()
    tier = "quick" if options.quick else "all" if options.all else "change"
    part = options.slice if options.slice is not None else checks.slice_of_commit(ROOT)
    try:
        chosen = checks.choose(tier, options.names, part)
    except KeyError as unknown:
        print("there is no check and no group %s: see tests/run.sh --list --all" % unknown, file=sys.stderr)
        return 2
    if options.list:
        print(table.listing(check for check, _ in chosen))
        return 0
    absent = install(ROOT, [group for check, _ in chosen for group in check.needs])
    if absent is None:
        return 2
    begin = time.monotonic()
    print("slice %d of the long checks" % part, flush=True)
    outcomes = Schedule(chosen, os.cpu_count() or 1, absent, tell).run()
    for at, outcome in enumerate(outcomes):
        if outcome.state == "FAILED" and outcome.check.again and outcome.seconds:
            outcomes[at] = repeat(outcome.check, outcome)
            tell(outcomes[at])
    return 0 if summary(outcomes, time.monotonic() - begin) else 1


if __name__ == "__main__":
    sys.exit(main())
