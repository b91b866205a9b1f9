# SPDX-License-Identifier: MIT
"""The log: one JSON object in each line, flushed; it never contains the token."""

import json
import threading
import time


class EventLog:
    """Writes events. Without a path it writes nothing."""

    def __init__(self, path=None, secrets=()):
        self._file = open(path, "w", encoding="utf-8") if path else None
        self._secrets = [s for s in secrets if s]
        self._lock = threading.Lock()
        self._start = time.monotonic()
        self.on = self._file is not None

    def _hide(self, text):
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return text

    def event(self, ev, conn=None, **more):
        if self._file is None:
            return
        entry = {"t": round(time.monotonic() - self._start, 4), "ev": ev}
        if conn is not None:
            entry["conn"] = conn
        entry.update(more)
        self._write(self._hide(json.dumps(entry)) + "\n")

    def posts(self, conn, sent):
        """One "post" line for each (id, bytes, crc32): the length with CRLF, the checksum without it; ids need no escaping."""
        if self._file is None:
            return
        start = '{"t":%.4f,"ev":"post","conn":%d,"id":"' % (time.monotonic() - self._start, conn)
        self._write("".join(['%s%s","bytes":%d,"crc32":"%08x"}\n' % (start, *post) for post in sent]))

    def _write(self, text):
        with self._lock:
            if self._file.closed:
                return
            self._file.write(text)
            self._file.flush()

    def close(self):
        if self._file is not None:
            with self._lock:
                self._file.close()
