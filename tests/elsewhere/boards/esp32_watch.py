#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Shows the console of boards/esp32 in QEMU, with the local X behind it: esp32_watch.py BUILD TARGET."""

import os
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from esp32_emulator import Board, Network  # noqa: E402


class Watch(unittest.TestCase):
    def runTest(self):
        build, target = sys.argv[1:3]
        network = Network(self)
        network.server(self, build, "--rules", "2", "--rate", "1", "--size", "300")
        with tempfile.TemporaryDirectory() as folder:
            board = Board(self, network, build, target, os.path.join(folder, "flash.bin"))
            shown = 0
            is_asked = False
            while board.process.poll() is None:
                text = board.console[shown:]
                shown += len(text)
                sys.stdout.write(text)
                sys.stdout.flush()
                if not is_asked and "Bearer token of your app: " in board.console:
                    is_asked = True
                    board.token_give()
                time.sleep(0.1)


def main():
    watch = Watch()
    try:
        watch.runTest()
    except KeyboardInterrupt:
        pass
    finally:
        watch.doCleanups()


if __name__ == "__main__":
    main()
