# SPDX-License-Identifier: MIT
"""The streams that are open, were open, or still count: limits, and the connections API."""

import socket
import threading
import time
import uuid

import pages
import parameters
import problems
from endpoints import CONNECTION_IDS

FIELDS = "client_ip connected_at disconnect_reason disconnected_at endpoint_name id".split()
STATUSES = ("active", "inactive", "all")
UUIDS_MAX = 100
KEPT = 1000  # number of closed connections that are stored


class Entry:
    """One connection to a stream. It counts until `until` (monotonic seconds; None: until this server ends it)."""

    def __init__(self, stream, partition, wire):
        self.uuid = str(uuid.uuid4())
        self.stream = stream
        self.partition = partition
        self.wire = wire
        self.killed = False
        self.until = None
        self.shown = {"id": self.uuid, "endpoint_name": stream.id, "client_ip": wire.sock.getpeername()[0],
                      "connected_at": pages.now_text()}

    def counts(self):
        return not self.wire.over if self.until is None else time.monotonic() < self.until

    def end(self, reason, hold_seconds=0):
        self.until = time.monotonic() + hold_seconds
        if "disconnected_at" not in self.shown:
            self.shown.update(disconnected_at=pages.now_text(), disconnect_reason=reason)


class Connections:
    """Allows `most` connections of each stream and partition. One that the client has left counts for `hold_ms` more."""

    def __init__(self, most, hold_ms, kill_shape, log):
        self._most = most
        self._hold_seconds = hold_ms / 1000
        self._kill_shape = kill_shape
        self._log = log
        self._lock = threading.Lock()
        self._entries = []
        self._gone_ms = {}

    def open(self, stream, partition, wire, limited=True):
        """The Entry of a new connection; raises X's 429 if there are too many."""
        entry = Entry(stream, partition, wire)
        with self._lock:
            same = sum(e.counts() for e in self._entries if (e.stream, e.partition) == (stream, partition))
            if limited and same >= self._most:
                raise problems.too_many_connections()
            self._entries.append(entry)
            for old in [e for e in self._entries if not e.counts()][:-KEPT]:
                self._entries.remove(old)
        return entry

    def closed(self, entry):
        """Called by the thread of the connection at its end. If the client has left, the connection may still count."""
        vanished = not entry.killed and not entry.wire.closed
        with self._lock:
            entry.end("client_disconnect" if vanished else "server_disconnect", self._hold_seconds if vanished else 0)
            self._gone_ms[entry.stream, entry.partition] = int(time.time() * 1000)

    def gone_ms(self, stream, partition):
        """When the last connection to this stream ended, or None."""
        with self._lock:
            return self._gone_ms.get((stream, partition))

    # ---- the API

    def list(self, request):
        params = parameters.query(request, {"status", "endpoints", "max_results", "pagination_token",
                                            "connection.fields"})
        status = params.get("status", "active")
        wanted = params["endpoints"].split(",") if "endpoints" in params else CONNECTION_IDS
        fields = params["connection.fields"].split(",") if "connection.fields" in params else FIELDS
        for name, values, known in (("status", (status,), STATUSES), ("endpoints", wanted, CONNECTION_IDS),
                                    ("connection.fields", fields, FIELDS)):
            for value in values:
                if value not in known:
                    raise parameters.invalid(name, value, "value [%s] is not valid" % value)
        with self._lock:
            found = [e for e in self._entries if e.stream.id in wanted
                     and (status == "all" or e.counts() == (status == "active"))]
        shown = [{k: v for k, v in e.shown.items() if k in fields or k == "id"} for e in found]
        return 200, pages.page(shown, params, most=100, usual=10)

    def kill_all(self, _request):
        return self._kill(lambda e: True)

    def kill_endpoint(self, _request, name):
        if name not in CONNECTION_IDS:
            raise parameters.invalid("endpoint_id", name, "value [%s] is not valid" % name)
        return self._kill(lambda e: e.stream.id == name)

    def kill_some(self, request):
        body = problems.json_body(request)
        uuids = body.get("uuids") if isinstance(body, dict) and len(body) == 1 else None
        if not isinstance(uuids, list) or not 1 <= len(uuids) <= UUIDS_MAX or not all(isinstance(u, str) for u in uuids):
            raise problems.schema("uuids")
        return self._kill(lambda e: e.uuid in uuids, uuids)

    def _kill(self, wanted, uuids=()):
        with self._lock:
            killed = [e for e in self._entries if e.stream.id and e.counts() and wanted(e)]
            for entry in killed:
                entry.killed = True
                entry.end("operator_disconnect")
        for entry in killed:
            self._log.event("kill", entry.wire.number, endpoint=entry.stream.id)
            try:
                socket.socket.shutdown(entry.wire.sock, socket.SHUT_RDWR)  # not that of TLS, because its thread may be inside TLS
            except OSError:
                pass  # it was closed before and only counted
        return 200, self._killed({e.uuid for e in killed}, uuids)

    def _killed(self, killed, uuids):
        if self._kill_shape == "G":
            return {"data": {"attempted": True}}
        missing = [u for u in uuids if u not in killed]
        results = [{"uuid": u, "success": True} for u in sorted(killed)]
        results += [{"uuid": u, "success": False, "error_message": "Connection not found"} for u in missing]
        return {"data": {"successful_kills": len(killed), "failed_kills": len(missing), "results": results}}
