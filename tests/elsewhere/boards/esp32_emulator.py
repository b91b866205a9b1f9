# SPDX-License-Identifier: MIT
"""boards/esp32 in QEMU, in a network where api.x.com, pool.ntp.org and the name server are servers of the test."""

import codecs
import os
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "behaviour", "cli"))
sys.path.insert(0, os.path.join(HERE, "..", "..", "..", "boards", "esp32"))

import qemu  # noqa: E402
from harness import TOKEN, Server, namespace, program  # noqa: E402, F401

HOST = "10.0.2.2"  # 127.0.0.1, as the firmware sees it
TOKEN_QUESTION = "Bearer token of your app: "
LIMIT_SECONDS = 600  # longest wait for a text; long, because a busy machine is slow


class Network:
    """The servers; they end with the test."""

    def __init__(self, test):
        self.inside = namespace(test)
        program(test, "dns.py", "api.x.com=" + HOST, "pool.ntp.org=" + HOST, inside=self.inside)
        program(test, "sntp.py", inside=self.inside)

    def server(self, test, build, *options, scenario=None):
        return Server(test, "--port", "443", "--dir", os.path.join(build, "local_x"), *options, scenario=scenario,
                      inside=self.inside)


class Board:
    """A running firmware; it ends with the test. `flash`: the file of an earlier run, or a new one."""

    def __init__(self, test, network, build, target, flash):
        self._test = test
        self.console = ""
        self._at = 0
        qemu.flash_write(build, flash)
        command = (*network.inside, "timeout", "1800", *qemu.command(target, flash))
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        threading.Thread(target=self._read, daemon=True).start()
        test.addCleanup(self.stop)

    def _read(self):
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        while True:
            piece = os.read(self.process.stdout.fileno(), 65536)
            if not piece:
                return
            self.console += decoder.decode(piece).replace("\r", "")

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)

    def type(self, text):
        # In short pieces, because the chip only takes what its UART has room for.
        for start in range(0, len(text), 16):
            self.process.stdin.write(text[start:start + 16].encode())
            self.process.stdin.flush()
            time.sleep(0.1)

    def until(self, text, seconds=LIMIT_SECONDS):
        """Waits for a text after the last one that was found. @return the text before it"""
        end = time.monotonic() + seconds
        while text not in self.console[self._at:]:
            if time.monotonic() > end or self.process.poll() is not None:
                self._test.fail("%r never came:\n%s" % (text, self.console[-3000:]))
            time.sleep(0.05)
        found = self.console.index(text, self._at)
        before = self.console[self._at:found]
        self._at = found + len(text)
        return before

    def token_give(self, token=TOKEN):
        self.until(TOKEN_QUESTION)
        self.type(token + "\r")
