# SPDX-License-Identifier: MIT
"""Counts the instructions of one function of a program, with all that it calls."""

import re
import subprocess
import sys
import tempfile

SECONDS = 300  # only what is many times too slow takes so long, also on a busy machine


def instructions(function, *command):
    """(instructions, output)"""
    with tempfile.NamedTemporaryFile() as out:
        try:
            done = subprocess.run(["valgrind", "--tool=callgrind", "--toggle-collect=" + function,
                                   "--callgrind-out-file=" + out.name, *command], capture_output=True, text=True,
                                  timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            sys.exit("more than %d s: %s" % (SECONDS, " ".join(command)))
    found = re.search(r"Collected\s*:\s*(\d+)", done.stderr)
    if done.returncode != 0 or not found or int(found.group(1)) == 0:
        sys.exit("no count for %s\n%s" % (" ".join(command), done.stderr))
    return int(found.group(1)), done.stdout
