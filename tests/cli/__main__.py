# SPDX-License-Identifier: MIT
"""Runs every test_*.py of this folder, three at a time: they wait more than they work. What fails runs again, alone and at
a quarter of the speed: a busy machine is told apart from a defect.

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


def again(path, output):
    """Each test that failed, alone and slower; True when every one of them passes now."""
    names = sorted({"%s.%s" % (case, name) for name, case in FAILED.findall(output)})
    for name in names:
        file, count, passed, seconds, told = run(path, name, PIPIT_TEST_SLOWER=SLOWER)
        print("%-7s %-20s %3d tests %5.1f s  alone, at a quarter of the speed: %s" % (
            "ok" if passed and count == 1 else "FAILED", file, count, seconds, name), flush=True)
        if not passed or count != 1:
            print(told)
            return False
    return bool(names)


def main():
    paths = sys.argv[1:] or sorted(glob.glob(os.path.join(HERE, "test_*.py")))
    total = failed = 0
    late = []
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for path, (name, count, passed, seconds, output) in zip(paths, pool.map(run, paths)):
            total += count
            print("%-7s %-20s %3d tests %5.1f s" % ("ok" if passed else "again", name, count, seconds), flush=True)
            if not passed:
                print(output)
                late.append((path, output))
    for path, output in late:
        failed += not again(path, output)
    print("%d tests in %d files, %d files failed" % (total, len(paths), failed))
    return 1 if failed or not total else 0


if __name__ == "__main__":
    sys.exit(main())
