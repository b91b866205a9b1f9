# SPDX-License-Identifier: MIT
"""Runs a file of tests in a separate process. Tests that failed run again, alone and four times slower, to distinguish
a defect from a busy machine."""

import os
import re
import subprocess
import sys
import time

HANG_SECONDS = 1800  # then the process is killed
SLOWER = "4"
RAN = re.compile(r"^Ran (\d+) test", re.M)
FAILED = re.compile(r"^(?:FAIL|ERROR): (\w+) \(\w+\.(\w+)(?:\.\w+)?\)", re.M)  # before Python 3.11 there is only the class


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
    """Runs each test that failed alone and slower; True if all of them pass now."""
    names = sorted({"%s.%s" % (case, name) for name, case in FAILED.findall(output)})
    for name in names:
        file, count, passed, seconds, told = run(path, name, PIPIT_TEST_SLOWER=SLOWER, **variables)
        print("%-7s %-20s %3d tests %5.1f s  alone, at a quarter of the speed: %s" % (
            "ok" if passed and count == 1 else "FAILED", file, count, seconds, name), flush=True)
        if not passed or count != 1:
            print(told)
            return False
    return bool(names)
