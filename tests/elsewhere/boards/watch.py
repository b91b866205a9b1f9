#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Shows the console of a board that streams from the local X: watch.py VARIANT. Ctrl-C ends it."""

import os
import subprocess
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "..", "..", "behaviour", "cli"))

import boards  # noqa: E402
from emulator import command_for, words_for  # noqa: E402
from harness import Server  # noqa: E402

# Some Posts, an orderly end, and the next stream.
SCENE = [{"do": "head"}, {"do": "posts", "count": 12, "size": 2000, "every_ms": 700}, {"do": "end"}, {"do": "close"}]


class Watch(unittest.TestCase):
    """A TestCase, because servers end with a TestCase."""

    def runTest(self):
        pass


def main():
    variant, = boards.variants(sys.argv[1:2])
    print("building %s ..." % variant.name, file=sys.stderr)
    boards.make([variant])
    watch = Watch()
    server = Server(watch, scenario={"stream": [SCENE], "then": "repeat"})
    words = words_for(server.port, now=int(time.time()))
    emulator = subprocess.Popen(command_for(variant, words, "stdio", "null"), start_new_session=True)
    try:
        sys.exit(emulator.wait())
    except KeyboardInterrupt:
        pass
    finally:
        emulator.terminate()
        emulator.wait(10)
        watch.doCleanups()


if __name__ == "__main__":
    main()
