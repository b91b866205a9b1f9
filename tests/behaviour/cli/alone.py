# SPDX-License-Identifier: MIT
"""Runs a file of tests in a process of its own; what failed there runs again, alone and at a quarter of the speed, so that a
busy machine is told apart from a defect."""

import os
import re
import subprocess
import sys
import time

HANG_SECONDS = 1800  # ends what would never end
SLOWER = "4"
RAN = re.compile(r"^Ran (\d+) test", re.M)
FAILED = re.compile(r"^(?:FAIL|ERROR): (\w+) \(\w+\.(\w+)(?:\.\w+)?\)", re.M)  # the class alone before Python 3.11


def run(path, *names, **variables):
    """(name, tests run, passed, seconds, output)."""
    begin = time.monotonic()
    try:
        done = subprocess.run([sys.executable, path, *names], capture_output=True, text=True, timeout=HANG_SECONDS,
                              env={**os.environ, **variables})
        status, output = done.returncode, done.stdout + done.stderr
    except subprocess.TimeoutExpired as late:
        status, output = 1, "it does not end\n%s" % (late.stderr or b"").decode("utf-8", "replace")
    ran = RAN.search(output)
    count = int(ran[1]) if ran else 0
    return os.path.basename(path), count, status == 0 and count > 0, time.monotonic() - begin, output


def again(path, output, **variables):
    """Each test that failed, alone and slower; True when every one of them passes now."""
    names = sorted({"%s.%s" % (case, name) for name, case in FAILED.findall(output)})
    for name in names:
        file, count, passed, seconds, told = run(path, name, PIPIT_TEST_SLOWER=SLOWER, **variables)
        print("%-7s %-20s %3d tests %5.1f s  alone, at a quarter of the speed: %s" % (
            "ok" if passed and count == 1 else "FAILED", file, count, seconds, name), flush=True)
        if not passed or count != 1:
            print(told)
            return False
    return bool(names)
