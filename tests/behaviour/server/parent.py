# SPDX-License-Identifier: MIT
"""Ends this process when its parent process ends, even if that was killed."""

import os
import threading
import time


def _watch(parent):
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


def watch():
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()
