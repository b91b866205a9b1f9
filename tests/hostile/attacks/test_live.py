# SPDX-License-Identifier: MIT
"""Attacks on the real command over loopback: peers that flood as fast as they can, that say a byte now and then, that
talk nonsense and that reset. Events, clocks of the engine and bytes are judged; no clock of the machine is."""

import json
import os
import signal
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "behaviour", "cli"))

import attacker  # noqa: E402
from harness import (FLOODS, HANG_SECONDS, HELLO_REQUESTS, Client, CliTest, Program, Server, built_with_openssl, names,  # noqa: E402
                     of_kind, wait_until, waits)

MB = 1000000
STREAM = ("stream", "sample")
LIST = ("rules", "list")
HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
UNTIL_THE_END = b"HTTP/1.0 200 OK\r\n\r\n"
POST = b'{"data":{"id":"7","text":"the next one"}}\r\n'
QUEUES_BYTES = 7 * MB  # what two sockets of loopback hold: sent, and not yet read
GROWTH_KB = 256
SERVER_WAITS = (5000, 10000, 20000)  # as after a 503
CONNECT_MS, HEAD_MS, LINE_MS = 15000, 20000, 120000  # the defaults of the engine


class Attacker:
    """attacker.py, which ends with the test. `options` are its own; bytes go as hexadecimal digits."""

    def __init__(self, test, **options):
        with tempfile.NamedTemporaryFile(delete=False) as file:
            self._count = file.name
        test.addCleanup(os.unlink, self._count)
        words = []
        for name, value in options.items():
            words += ["--" + name] + ([] if value is True else [value.hex() if isinstance(value, bytes) else str(value)])
        self.program = Program(test, sys.executable, os.path.join(HERE, "attacker.py"), "--parent-watch", "--count",
                               self._count, *words)
        at = self.program.ready[1]
        self.http = ("--api", "http://" + at)
        self.tls = ("--api", "https://" + at)
        self.proxy = ("--api", "https://localhost", "--proxy", "http://" + at)

    def sent(self):
        with open(self._count, "rb") as file:
            return attacker.COUNT.unpack(file.read())[0]


def status_kb(process, name):
    with open("/proc/%d/status" % process.pid, encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(name + ":"))


def processor_seconds(process):
    with open("/proc/%d/stat" % process.pid, encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class LiveTest(CliTest):
    def seen(self, text, *values):
        """For run.py, which shows it beside the attack."""
        print("seen: %s: %s" % (self.id().rpartition(".")[2], text % values), flush=True)

    def ends_by(self, error, due_ms, command, where, scale, **options):
        """The flood ends by `error` when it is due by the engine's clock, or a little later."""
        peer = Attacker(self, **options)
        begin = time.monotonic()
        client = Client(self, *command, *getattr(peer, where), "--time-scale", str(scale))
        event = client.until("connection_error")
        begun_ms = max([e["t_ms"] for e in client.events if e["event"] == "connect"], default=0)
        self.assertEqual(event["error"], error)
        self.assertGreaterEqual(event["t_ms"] - begun_ms, due_ms - scale)  # a scaled clock goes in steps
        self.seen("%s after %d ms of the engine's clock (due after %d), %.1f s; %d MB sent", error, event["t_ms"] - begun_ms,
                  due_ms, time.monotonic() - begin, peer.sent() / MB)

    def is_stopped(self, megabytes, error, command, where, **options):
        """Memory is the same after a quarter and after all of so many bytes; Ctrl-C ends the command in their midst. On a
        busy machine the flood may last so long that its time-out comes, and the next attempt gets the rest."""
        peer = Attacker(self, **options)
        client = Client(self, *command, *getattr(peer, where))
        enough = QUEUES_BYTES + megabytes * MB / 4
        wait_until(self, lambda: peer.sent() >= enough, "a quarter of the flood")
        first_kb, first_s, first_bytes = status_kb(client.process, "VmHWM"), processor_seconds(client.process), peer.sent()
        wait_until(self, lambda: peer.sent() >= QUEUES_BYTES + megabytes * MB, "the flood")
        last_kb, last_s, last_bytes = status_kb(client.process, "VmHWM"), processor_seconds(client.process), peer.sent()
        begin = time.monotonic()
        client.process.send_signal(signal.SIGINT)
        rest, errors = client.process.communicate(timeout=HANG_SECONDS)
        late_s = time.monotonic() - begin
        self.assertEqual((client.process.returncode, errors), (0, ""))
        events = [json.loads(line) for line in rest.splitlines()]
        self.assertEqual((events[-1]["event"], events[-1]["reason"]), ("disconnect", "PIPIT_E_STOPPED"))
        self.assertLessEqual(set(names(events[:-1])), {"connect", "connection_error", "retry"})
        self.assertLessEqual({e["error"] for e in of_kind(events, "connection_error")}, {error})
        self.assertLess(last_kb - first_kb, GROWTH_KB)
        self.seen("after %d MB: %d KB more than after %d MB; %.0f and %.0f ns of the processor for a byte; Ctrl-C ended it in "
                  "%.0f ms",
                  last_bytes / MB, last_kb - first_kb, first_bytes / MB, 1e9 * first_s / first_bytes,
                  1e9 * (last_s - first_s) / (last_bytes - first_bytes), 1000 * late_s)

    def is_refused(self, errors, command, where, expected_waits=(0, 250, 500), **options):
        """Nonsense is an error at once, and each attempt waits as the policy says."""
        peer = Attacker(self, **options)
        events = self.events(*command, *getattr(peer, where), "--max-retries", "3", "--time-scale", "20", status=3)
        self.assertEqual(names(events), ["connection_error", "retry"] * 3 + ["connection_error", "disconnect"])
        said = {e["error"] for e in of_kind(events, "connection_error")}
        self.assertLessEqual(said, errors)
        self.assertEqual(waits(events), list(expected_waits))
        return " or ".join(sorted(said))

    def are_refused(self, errors, command, where, cases, expected_waits=(0, 250, 500)):
        said = {self.is_refused(errors, command, where, expected_waits, **options) for options in cases}
        self.seen("%d kinds, four times each: %s; waits of %s ms", len(cases), ", ".join(sorted(said)),
                  ", ".join(map(str, expected_waits)))


class BeforeTlsTest(LiveTest):
    """Anybody on the path can do it: no certificate has been looked at."""

    def test_warnings_of_tls(self):
        """mbedTLS ignores warnings without end; for OpenSSL the fifth is an error, but HelloRequests are not."""
        block = FLOODS["warnings of TLS"][:7]
        if built_with_openssl():
            self.are_refused({"PIPIT_E_TLS"}, STREAM, "tls", [{"block": block}])
            block = HELLO_REQUESTS[:9]
        self.ends_by("PIPIT_E_CONNECT_TIMEOUT", CONNECT_MS, STREAM, "tls", 20, block=block)
        self.is_stopped(4, "PIPIT_E_CONNECT_TIMEOUT", STREAM, "tls", block=block)

    def test_head_of_a_proxy(self):
        self.ends_by("PIPIT_E_CONNECT_TIMEOUT", CONNECT_MS, STREAM, "proxy", 20, first=b"HTTP/1.1 200 OK\r\nX: ", block=b"y")
        self.is_stopped(1000, "PIPIT_E_CONNECT_TIMEOUT", STREAM, "proxy", first=b"HTTP/1.1 200 OK\r\nX: ", block=b"y")

    def test_1xx_of_a_proxy(self):
        self.ends_by("PIPIT_E_CONNECT_TIMEOUT", CONNECT_MS, STREAM, "proxy", 20, block=b"HTTP/1.1 100 W\r\n\r\n")
        self.is_stopped(500, "PIPIT_E_CONNECT_TIMEOUT", STREAM, "proxy", block=b"HTTP/1.1 100 W\r\n\r\n")

    def test_nonsense_instead_of_tls(self):
        """Noise, empty records, records of another time, a first answer that never ends."""
        self.are_refused({"PIPIT_E_TLS"}, STREAM, "tls", (
            {"random": True}, {"block": bytes.fromhex("1603030000")}, {"block": bytes.fromhex("1703030000")},
            {"block": bytes.fromhex("140303000101")}, {"first": bytes.fromhex("16030340000200ffff"), "block": b"\0"}))

    def test_nonsense_of_a_proxy(self):
        self.are_refused({"PIPIT_E_PROXY"}, STREAM, "proxy", [{"random": True}])


class InHttpTest(LiveTest):
    """What a server, or who stands in its place without TLS, can do."""

    def test_head_of_a_gigabyte(self):
        line = {"first": b"HTTP/1.1 200 OK\r\nX: ", "block": b"y"}
        self.ends_by("PIPIT_E_HEAD_TIMEOUT", HEAD_MS, STREAM, "http", 20, **line)
        self.is_stopped(1000, "PIPIT_E_HEAD_TIMEOUT", STREAM, "http", **line)

    def test_lines_of_a_head(self):
        self.ends_by("PIPIT_E_HEAD_TIMEOUT", HEAD_MS, STREAM, "http", 20, first=b"HTTP/1.1 200 OK\r\n", block=b"X: y\r\n")

    def test_1xx(self):
        self.ends_by("PIPIT_E_HEAD_TIMEOUT", HEAD_MS, STREAM, "http", 20, block=b"HTTP/1.1 100 W\r\n\r\n")
        self.is_stopped(500, "PIPIT_E_HEAD_TIMEOUT", STREAM, "http", block=b"HTTP/1.1 100 W\r\n\r\n")

    def test_chunk_extension(self):
        self.ends_by("PIPIT_E_SLOW", LINE_MS, STREAM, "http", 100, first=HEAD + b"1;", block=b"e")
        self.is_stopped(1000, "PIPIT_E_SLOW", STREAM, "http", first=HEAD + b"1;", block=b"e")

    def test_line_without_end(self):
        self.ends_by("PIPIT_E_SLOW", LINE_MS, STREAM, "http", 100, first=UNTIL_THE_END, block=b"x")
        self.is_stopped(32, "PIPIT_E_SLOW", STREAM, "http", first=UNTIL_THE_END, block=b"x")

    def test_long_line_and_the_next(self):
        peer = Attacker(self, first=UNTIL_THE_END, block=b"x", bytes=32 * MB, last=b"\r\n" + POST)
        events = self.events(*STREAM, *peer.http, "--limit", "1")
        self.assertEqual(names(events, "data", "response"), ["connect", "oversize", "tweet", "disconnect"])
        self.assertEqual(of_kind(events, "tweet")[0]["id"], "7")
        self.seen("a line of 32 MB is one oversize, the next is a Post")

    def test_body_of_an_error(self):
        peer = Attacker(self, first=b"HTTP/1.1 503 No\r\n\r\n", block=b"x")
        events = self.events(*STREAM, *peer.http, "--max-retries", "0", status=3)
        self.assertEqual(names(events), ["request_error", "disconnect"])
        self.seen("request_error with what fits, %d MB sent", peer.sent() / MB)

    def test_spaces_in_an_answer(self):
        self.ends_by("PIPIT_E_SLOW", LINE_MS, LIST, "http", 100, first=UNTIL_THE_END + b'{"data":[', block=b" ")
        self.is_stopped(1000, "PIPIT_E_SLOW", LIST, "http", first=UNTIL_THE_END + b'{"data":[', block=b" ")

    def test_element_without_end(self):
        self.ends_by("PIPIT_E_SLOW", LINE_MS, LIST, "http", 100, first=UNTIL_THE_END + b'{"data":[{"id":"', block=b"1")

    def test_nonsense_instead_of_http(self):
        self.are_refused({"PIPIT_E_HTTP"}, STREAM, "http", [{"random": True}], SERVER_WAITS)

    def test_gzip(self):
        head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
        self.are_refused({"PIPIT_E_ENCODING"}, STREAM, "http", [{"first": head, "random": True}], SERVER_WAITS)

    def test_noise_instead_of_lines(self):
        """Exceptions and oversizes alone, and every line of --events is JSON."""
        peer = Attacker(self, first=UNTIL_THE_END, random=True, bytes=2 * MB, last=b"\r\n" + POST)
        events = self.events(*STREAM, *peer.http, "--limit", "1")
        self.assertLessEqual(set(names(events)), {"connect", "exception", "oversize", "keep_alive", "response", "data", "tweet",
                                                  "disconnect"})
        self.seen("2 MB: %d exceptions, %d oversizes, then the Post", len(of_kind(events, "exception")),
                  len(of_kind(events, "oversize")))


class ResetTest(LiveTest):
    ERRORS = {"PIPIT_E_RESET", "PIPIT_E_CLOSED", "PIPIT_E_CONNECT", "PIPIT_E_TRUNCATED", "PIPIT_E_PROXY", "PIPIT_E_TLS"}

    def test_before_the_stream_stands(self):
        """At once, after the ClientHello, in the server's first record, in the proxy's head, after the request, in the head."""
        for where, cases in (("tls", [{"reads": 0}, {}, {"first": bytes.fromhex("160303004002")}]),
                             ("proxy", [{"reads": 0}, {"first": b"HTTP/1.1 200 O"}]),
                             ("http", [{"reads": 0}, {}, {"first": b"HTTP/1.1 200 OK\r\nconte"}])):
            self.are_refused(self.ERRORS, STREAM, where, [{"reset": True, **options} for options in cases])

    def test_in_a_stream(self):
        """Behind the head, in a line, in the size of a chunk: the next connection is made."""
        for first in (HEAD, UNTIL_THE_END + b'{"data":', HEAD + b"4", HEAD + b"4\r\n{}"):
            peer = Attacker(self, first=first, reset=True)
            client = Client(self, *STREAM, *peer.http, "--time-scale", "20")
            for _ in range(3):
                client.until("retry")
            for event in client.events:
                self.assertIn(event["event"], ("connect", "connection_error", "closed", "retry"))
                self.assertIn(event.get("error", "PIPIT_E_RESET"), self.ERRORS)
        self.seen("three attempts each, no line")


class DripTest(LiveTest):
    """A byte now and then, by a clock that goes 200 times as fast."""

    SCALE = ("--time-scale", "200")
    EVERY_MS = 20

    def drips(self, error, *steps, kind="stream", command=STREAM):
        server = Server(self, "--plain", scenario={kind: [[*steps, {"do": "stall"}]], "then": "repeat"})
        client = Client(self, *command, *server.arguments(), *self.SCALE)
        event = client.until("connection_error")
        self.assertEqual(event["error"], error)
        since = max([e["t_ms"] for e in client.events if e["event"] == "connect"], default=0)
        self.seen("%s %d ms after the begin, by the engine's clock", error, event["t_ms"] - since)

    def drop_by_drop(self, text, times=2000):
        return {"do": "split", "bytes": 1, "every_ms": self.EVERY_MS}, {"do": "wire", "text": text, "times": times}

    def test_line(self):
        self.drips("PIPIT_E_SLOW", {"do": "head", "framing": "eof"}, *self.drop_by_drop("x"))

    def test_chunk_extension_byte_by_byte(self):
        self.drips("PIPIT_E_SLOW", {"do": "head"}, {"do": "wire", "text": "1;"}, *self.drop_by_drop("x"))

    def test_answer_of_a_call(self):
        head = {"do": "wire", "text": "HTTP/1.0 200 OK\r\n\r\n{\"data\":["}
        self.drips("PIPIT_E_SLOW", head, *self.drop_by_drop(" "), kind="rules", command=LIST)

    def test_head(self):
        self.drips("PIPIT_E_HEAD_TIMEOUT", {"do": "wire", "text": "HTTP/1.1 200 OK\r\n"}, *self.drop_by_drop("x"))

    def test_trailers(self):
        """The last chunk is the end: what follows is not waited for."""
        server = Server(self, "--plain", "--rate", "50", "--max-connections", "2", scenario={"stream": [
            [{"do": "head"}, {"do": "posts", "count": 1}, {"do": "wire", "text": "0\r\n"}, *self.drop_by_drop("X: y\r\n")]]})
        events = self.events(*STREAM, *server.arguments(), *self.SCALE, "--limit", "2")
        self.assertEqual(names(events, "data", "response"),
                         ["connect", "tweet", "closed", "retry", "connect", "tweet", "disconnect"])
        times = {e["event"]: e["t_ms"] for e in reversed(events)}
        self.seen("closed %d ms after the Post, by the engine's clock", times["closed"] - times["tweet"])


if __name__ == "__main__":
    unittest.main()
