# SPDX-License-Identifier: MIT
"""Runs every test_*.py of this folder, three at a time: they wait more than they work.

    PIPIT_BIN=build/bin/pipit python3 tests/cli [FILE.py ...]
"""

import concurrent.futures
import glob
import os
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
AT_ONCE = 3
SECONDS = 300


def run(path):
    """(name, tests run, passed, seconds, output)."""
    begin = time.monotonic()
    try:
        done = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=SECONDS)
        status, output = done.returncode, done.stdout + done.stderr
    except subprocess.TimeoutExpired as late:
        status, output = 1, "longer than %d s\n%s" % (SECONDS, late.stderr)
    ran = re.search(r"^Ran (\d+) test", output, re.M)
    count = int(ran[1]) if ran else 0
    return os.path.basename(path), count, status == 0 and count > 0, time.monotonic() - begin, output


def main():
    paths = sys.argv[1:] or sorted(glob.glob(os.path.join(HERE, "test_*.py")))
    total = failed = 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for name, count, passed, seconds, output in pool.map(run, paths):
            total += count
            failed += not passed
            print("%-7s %-20s %3d tests %5.1f s" % ("ok" if passed else "FAILED", name, count, seconds), flush=True)
            if not passed:
                print(output)
    print("%d tests in %d files, %d files failed" % (total, len(paths), failed))
    return 1 if failed or not total else 0


if __name__ == "__main__":
    sys.exit(main())
