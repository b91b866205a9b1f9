# SPDX-License-Identifier: MIT
"""Ends this process with status 0 on SIGTERM or SIGINT, whatever it is doing.

A handler of Python's would run only when the main thread comes back to Python: not while it begins to wait in accept()."""

import os
import signal
import threading

SIGNALS = (signal.SIGTERM, signal.SIGINT)


def _wait():
    signal.sigwait(SIGNALS)
    os._exit(0)


def on_signal():
    """Before any other thread is started, after the last child process: both inherit that these signals are blocked."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    threading.Thread(target=_wait, daemon=True).start()
