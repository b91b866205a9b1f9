# SPDX-License-Identifier: MIT
"""Runs a firmware in QEMU with user networking: it can connect only to programs on the loopback of this machine."""

import os
import signal
import subprocess
import tempfile

from report import Report

HANG_SECONDS = 1800  # then the run is killed
HOST = "10.0.2.2"    # 127.0.0.1 of this machine, as the firmware sees it
TOKEN = "test-token-AAAA%2Fbbb%3D"

# QEMU prints these texts at every start, or when it is stopped.
NOISE = ("Timer with period zero", "terminating on signal")


def command_for(variant, words, console, report):
    """The command of QEMU with this firmware; console and reports are written to character devices."""
    semihosting = "enable=on,target=native,chardev=report,arg=fw" + "".join(",arg=" + w.replace(",", ",,") for w in words)
    return (*variant.machine, "-display", "none", "-monitor", "none", "-serial", console,
            "-chardev", report + ",id=report", "-semihosting-config", semihosting, "-kernel", variant.elf)


class Emulator:
    """One run, for `with`, which always ends it."""

    def __init__(self, variant, words, options=(), inside=(), limit_seconds=HANG_SECONDS):
        self._folder = tempfile.TemporaryDirectory()
        self._console = os.path.join(self._folder.name, "console")
        # timeout ends QEMU even if this process was killed.
        command = ("timeout", str(limit_seconds), *command_for(variant, words, "file:" + self._console, "stdio"),
                   *options)
        self._process = subprocess.Popen((*inside, *command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                         stderr=subprocess.PIPE, text=True)
        self.status = None
        self.report = None
        self.errors = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(10)
        self._process.stdout.close()
        self._process.stderr.close()
        self._folder.cleanup()

    def wait(self):
        """Waits for the end of the firmware. @return its exit status; then report, errors and console() can be used."""
        out, errors = self._process.communicate()
        self.report = Report(out)
        self.errors = "\n".join(line for line in errors.splitlines() if not any(n in line for n in NOISE))
        self.status = self._process.returncode
        return self.status

    def console(self):
        with open(self._console, encoding="utf-8", errors="replace") as file:
            return file.read()


def words_for(port, *words, now):
    """The start words of every run, and the given ones; a later word does not replace an earlier one."""
    given = {word.partition("=")[0] for word in words}
    usual = ("server=" + HOST, "port=%d" % port, "host=localhost", "token=" + TOKEN, "time=%d" % now)
    return [word for word in usual if word.partition("=")[0] not in given] + list(words)
