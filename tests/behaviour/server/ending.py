# SPDX-License-Identifier: MIT
"""Ends this process with status 0 on SIGTERM or SIGINT, at any time.

A signal handler in Python runs only when the main thread returns to Python, for example not during accept()."""

import os
import signal
import threading

SIGNALS = (signal.SIGTERM, signal.SIGINT)


def _wait():
    signal.sigwait(SIGNALS)
    os._exit(0)


def on_signal():
    """Call this before any other thread and after the last child process is started, because both inherit blocked
    signals."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    threading.Thread(target=_wait, daemon=True).start()
