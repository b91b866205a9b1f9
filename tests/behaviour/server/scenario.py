# SPDX-License-Identifier: MIT
"""Scripted faults: lists of steps from a JSON file, and the functions of the steps."""

import json
import re
import threading
import time

import problems
import wire as http

STALL_SECONDS = 600
STEPS = frozenset("status head posts post line keep_alive chunk wire end pause split close drop reset stall notice "
                  "normal repeat".split())


class Scenario:
    """The k-th stream request, rules request or accepted connection runs the k-th list of its kind."""

    def __init__(self, path=None):
        self._lists = {}
        self._after = "normal"
        self._next = {}
        self._lock = threading.Lock()
        if path:
            with open(path, encoding="utf-8") as file:
                data = json.load(file)
            unknown = set(data) - {"stream", "rules", "accept", "then", "about"}
            if unknown:
                raise ValueError("%s: unknown key %s" % (path, sorted(unknown)[0]))
            for kind in ("stream", "rules", "accept"):
                for steps in data.get(kind, ()):
                    _check(path, steps)
            self._lists = data
            self._after = data.get("then", "normal")

    def take(self, kind):
        """The next list of steps, or None for the normal behaviour."""
        with self._lock:
            lists = self._lists.get(kind) or []
            number = self._next.get(kind, 0)
            self._next[kind] = number + 1
        if number < len(lists):
            return lists[number]
        if not lists or self._after == "normal":
            return None
        return lists[number % len(lists)] if self._after == "repeat" else [{"do": "close"}]


def _check(path, steps):
    for step in steps:
        if step.get("do") not in STEPS:
            raise ValueError("%s: unknown step %r" % (path, step.get("do")))
        _check(path, step.get("steps", ()))


def _bytes(step):
    return bytes.fromhex(step["hex"]) if "hex" in step else step.get("text", "").encode("utf-8")


def _value(text):
    """Replaces {now+N} in a header value."""
    return re.sub(r"\{now\+(\d+)\}", lambda m: str(int(time.time()) + int(m.group(1))), str(text))


class Player:
    """Runs steps on one connection. `stream` gives posts(count, size, together) and normal()."""

    def __init__(self, wire, stream, log, fields, slower=1):
        self._wire = wire
        self._stream = stream
        self._log = log
        self._fields = fields
        self._slower = slower

    def run(self, steps):
        for step in steps:
            name = "_send" if step["do"] == "wire" else "_" + step["do"]
            getattr(self, name)(step)
            if self._wire.closed:
                return

    def _status(self, step):
        body = json.dumps(step["json"]).encode() if "json" in step else step.get("body", "").encode()
        body *= step.get("times", 1)
        given = {name.lower() for name in step.get("headers", {})}
        fields = [f for f in self._fields(step["status"]) if f[0].lower() not in given]
        fields += [(name, _value(value)) for name, value in step.get("headers", {}).items()]
        if step.get("chunked"):
            fields.append(("transfer-encoding", "chunked"))
            body = http.framed(body) + b"0\r\n\r\n"
        elif step.get("length", True):
            fields.append(("content-length", str(len(body))))
        self._log.event("head", self._wire.number, status=step["status"])
        self._wire.send(http.head(step["status"], step.get("reason", http.reason(step["status"])), fields) + body)
        if step.get("close", True):
            self._close(step)

    def _head(self, step):
        framing = step.get("framing", "chunked")
        status = step.get("status", 200)
        fields = [] if step.get("no_default_headers") else self._fields(status)
        fields += [(name, _value(value)) for name, value in step.get("headers", {}).items()]
        if framing == "chunked":
            fields.append(("transfer-encoding", "chunked"))
        self._wire.framing = framing
        self._log.event("head", self._wire.number, status=status)
        self._wire.send(http.head(status, http.reason(status), fields, step.get("http", "1.1")))

    def _posts(self, step):
        for _ in range(1 if step.get("together") else step["count"]):
            self._stream.posts(step["count"] if step.get("together") else 1, step.get("size"))
            self._pause_ms(step.get("every_ms", 0))

    def _post(self, step):
        post = step["json"]
        self._wire.body((post.encode("utf-8") if isinstance(post, str) else problems.encode(post)) + b"\r\n")

    def _line(self, step):
        self._wire.body(step["text"].encode("utf-8") + step.get("eol", "\r\n").encode())

    def _keep_alive(self, step):
        for _ in range(step.get("count", 1)):
            self._wire.body(b"\r\n")
            self._log.event("keep_alive", self._wire.number)
            self._pause_ms(step.get("every_ms", 0))

    def _chunk(self, step):
        self._wire.chunk(_bytes(step) * step.get("times", 1))

    def _send(self, step):
        self._wire.send(_bytes(step) * step.get("times", 1))

    def _end(self, _step):
        self._wire.end()
        self._log.event("end", self._wire.number)

    def _pause(self, step):
        self._pause_ms(step["ms"])

    def _pause_ms(self, ms):
        self._wire.pause(ms * self._slower / 1000)

    def _split(self, step):
        self._wire.split_bytes = step["bytes"]
        self._wire.split_ms = step.get("every_ms", 0) * self._slower

    def _close(self, _step):
        self._log.event("close", self._wire.number)
        self._wire.close()

    def _drop(self, _step):
        self._log.event("close", self._wire.number, how="drop")
        self._wire.drop()

    def _reset(self, _step):
        self._log.event("close", self._wire.number, how="reset")
        self._wire.reset()

    def _stall(self, _step):
        self._wire.pause(STALL_SECONDS)

    def _notice(self, step):
        notice = problems.disconnect_notice(step.get("disconnect_type", "OperationalDisconnect"),
                                            step.get("wrapped", True), step.get("legacy", False))
        self._wire.over = True
        self._wire.body(problems.encode(notice) + b"\r\n")
        self._log.event("notice", self._wire.number)

    def _normal(self, _step):
        self._stream.normal()

    def _repeat(self, step):
        for _ in range(step["times"]):
            self.run(step["steps"])
