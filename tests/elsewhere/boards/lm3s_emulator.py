# SPDX-License-Identifier: MIT
"""The running board of the ticker: its report line by line, its screen, its buttons."""

import os
import queue
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
BOARD = os.path.join(HERE, "..", "..", "..", "boards", "lm3s6965evb")
sys.path.insert(0, BOARD)

import oled_watch  # noqa: E402
from emulator import Emulator  # noqa: E402

PATIENCE_SECONDS = 600  # then the run is killed
BUTTONS = {"up": "u", "down": "d", "left": "l", "right": "r", "ctrl": "s"}  # QEMU's names of keys, and the words in reports


class LiveEmulator(Emulator):
    """One run; a test reads its report while it runs."""

    def __init__(self, variant, words, options=()):
        self._sockets = tempfile.TemporaryDirectory()
        self.gdb_path = os.path.join(self._sockets.name, "gdb")
        monitor = os.path.join(self._sockets.name, "monitor")
        super().__init__(variant, words, ("-chardev", "socket,id=hmp,path=%s,server=on,wait=off" % monitor, "-mon",
                                          "chardev=hmp", *options))
        self.lines = []
        self._arriving = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._monitor_path = monitor
        self._monitor = None

    def __exit__(self, *what):
        if self._monitor:
            self._monitor.close()
        super().__exit__(*what)
        self._sockets.cleanup()

    def _read(self):
        try:
            for line in self._process.stdout:
                self._arriving.put(line.rstrip("\n"))
        except ValueError:
            pass  # the report was closed by this class
        self._arriving.put(None)

    @property
    def monitor(self):
        if self._monitor is None:
            self._monitor = oled_watch.Monitor(self._monitor_path)
        return self._monitor

    def until(self, beginning):
        """The next line of the report with this beginning; lines before it are in `lines` too."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                line = self._arriving.get(timeout=max(0.01, until - time.monotonic()))
            except queue.Empty:
                line = None
            if line is None:
                raise AssertionError("never came: %s\n%s" % (beginning, "\n".join(self.lines[-40:])))
            self.lines.append(line)
            if line.startswith(beginning):
                return line

    def wait_for_end(self):
        """Waits for the end. @return the exit status; all lines were read."""
        self.status = self._process.wait(PATIENCE_SECONDS * 4)
        self._reader.join(PATIENCE_SECONDS)
        while not self._arriving.empty():
            line = self._arriving.get()
            if line is not None:
                self.lines.append(line)
        return self.status

    def screen(self):
        return oled_watch.art(self.monitor.greys())

    def wake_buttons(self):
        """Presses and releases each key once. Before this, QEMU reports its keys as pressed, so the ticker sees no edge."""
        for key in BUTTONS:
            self.monitor.press(key)

    def press(self, key):
        """Presses a button until the ticker reports it."""
        self.monitor.press(key)
        self.until("SCREEN button " + BUTTONS[key])
