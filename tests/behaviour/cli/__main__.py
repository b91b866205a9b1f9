# SPDX-License-Identifier: MIT
"""Runs every test_*.py of this folder, three at the same time, because they mostly wait. Tests that failed run again,
alone and four times slower (alone.py).

    PIPIT_BIN=build/bin/pipit python3 tests/behaviour/cli [FILE.py ...]
"""

import concurrent.futures
import glob
import os
import sys

from alone import again, run

HERE = os.path.dirname(os.path.abspath(__file__))
AT_ONCE = 3


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
