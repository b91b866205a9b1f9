#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the ticker with the local X: it prints the Posts and writes the OLED to a PNG every second. Lines on standard input
press buttons (one or more of u, d, l, r, s, then Enter): lm3s_watch.py [VARIANT] [PNG]. Ctrl-C ends it.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "..", "..", "behaviour", "cli"))

import boards  # noqa: E402
from emulator import command_for, words_for  # noqa: E402
from harness import Server  # noqa: E402
from lm3s_emulator import BUTTONS, oled_watch  # noqa: E402


class Watch(unittest.TestCase):
    """A TestCase, because servers end with a TestCase."""

    def runTest(self):
        pass


def buttons(path):
    """Presses the buttons of the lines of standard input."""
    keys = {letter: key for key, letter in BUTTONS.items()}
    monitor = oled_watch.Monitor(path)
    monitor.press(*BUTTONS)  # QEMU's keys work from their second press on
    for line in sys.stdin:
        monitor.press(*(keys[letter] for letter in line.strip() if letter in keys))


def pictures(path, png):
    monitor = oled_watch.Monitor(path)
    while True:
        oled_watch.write(png, monitor.greys())
        time.sleep(1)


def quietly(work, *arguments):
    """Runs a function in the background, until the emulator has ended."""
    def run():
        try:
            work(*arguments)
        except OSError:
            pass
    threading.Thread(target=run, daemon=True).start()


def main():
    variant, = boards.variants(sys.argv[1:2] or ["lm3s6965evb-16k"])
    png = os.path.abspath(sys.argv[2] if len(sys.argv) > 2 else os.path.join(boards.ROOT, "build", "boards", "oled.png"))
    os.makedirs(os.path.dirname(png), exist_ok=True)
    print("building %s ..." % variant.name, file=sys.stderr)
    boards.make([variant])
    watch = Watch()
    server = Server(watch, "--rate", "0.7", "--disconnect-after", "20")
    words = words_for(server.port, "rules", "stay", now=int(time.time()))
    with tempfile.TemporaryDirectory() as folder:
        # A separate monitor for the pictures and for the buttons.
        paths = [os.path.join(folder, name) for name in ("pictures", "buttons")]
        monitors = [word for path in paths for word in ("-monitor", "unix:%s,server=on,wait=off" % path)]
        emulator = subprocess.Popen((*command_for(variant, words, "stdio", "null"), *monitors), start_new_session=True,
                                    stdin=subprocess.DEVNULL)
        print("the OLED, new every second: %s\nbuttons: a line of u, d, l, r or s" % png, file=sys.stderr)
        quietly(pictures, paths[0], png)
        quietly(buttons, paths[1])
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
