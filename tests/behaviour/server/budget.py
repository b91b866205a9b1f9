# SPDX-License-Identifier: MIT
"""How many requests X allows in a window, and how many are left."""

import threading
import time

WINDOW_SECONDS = 900
CALLS_LIMIT = 450  # the limit of most calls


class Budget:
    """Counts the requests in the present window, for the headers x-rate-limit-*."""

    def __init__(self, limit):
        self.limit = limit
        self._used = 0
        self._begin = time.time()
        self._lock = threading.Lock()

    def spend(self):
        with self._lock:
            if time.time() - self._begin > WINDOW_SECONDS:
                self._begin, self._used = time.time(), 0
            self._used += 1
            return self._used <= self.limit

    def fields(self):
        return [("x-rate-limit-limit", str(self.limit)),
                ("x-rate-limit-remaining", str(max(0, self.limit - self._used))),
                ("x-rate-limit-reset", str(int(self._begin + WINDOW_SECONDS)))]
