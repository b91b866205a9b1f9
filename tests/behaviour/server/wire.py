# SPDX-License-Identifier: MIT
"""HTTP/1.1 bytes on one connection, with full control of how they are sent and how the connection ends."""

import http.client
import select
import socket
import ssl
import struct
import time

MAX_HEAD = 65536
MAX_BODY = 4 * 1024 * 1024
SEND_SECONDS = 600
TLS_HANDSHAKE = b"\x16"


class ClientGone(Exception):
    """The client has closed the connection, or it was lost; at least `sent` bytes of the last call were sent."""

    def __init__(self, how, sent=0):
        super().__init__(how)
        self.sent = sent


class BadRequest(Exception):
    """The received bytes are not a request that this server understands."""


class Request:
    """One request: number of the connection, method, target, path, query, version, headers as (name, value), body."""

    def __init__(self, head, number):
        self.number = number
        lines = head.decode("latin-1").split("\r\n")
        words = lines[0].split(" ")
        if len(words) != 3 or not words[2].startswith("HTTP/1."):
            raise BadRequest("request line")
        self.method, self.target, version = words
        self.version = version[5:]
        self.path, _, self.query = self.target.partition("?")
        self.headers = [self._field(line) for line in lines[1:]]
        self.body = b""

    @staticmethod
    def _field(line):
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            raise BadRequest("header line")
        return name, value.strip()

    def header(self, name, default=""):
        for key, value in self.headers:
            if key.lower() == name:
                return value
        return default

    def wants_close(self):
        connection = self.header("connection").lower()
        return "close" in connection or (self.version == "1.0" and "keep-alive" not in connection)


class Wire:
    """A connection. `framing` says how body() sends: chunked, length or eof (both raw)."""

    def __init__(self, sock, number):
        self.sock = sock
        self.number = number
        self.closed = False
        self.over = False  # True: the client may know that the connection ends
        self.split_bytes = 0
        self.split_ms = 0
        self.framing = None
        self._in = b""
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(SEND_SECONDS)

    # ---- out -------------------------------------------------------------------------------

    def send(self, data):
        sent = 0
        try:
            if not self.split_bytes:
                self.sock.sendall(data)
                return
            while sent < len(data):
                self.sock.sendall(data[sent:sent + self.split_bytes])
                sent = min(sent + self.split_bytes, len(data))
                if self.split_ms:
                    self.pause(self.split_ms / 1000)
        except (OSError, ValueError) as gone:
            raise ClientGone(type(gone).__name__, sent) from None
        except ClientGone as gone:
            raise ClientGone(str(gone), sent) from None

    def body(self, data):
        self.send(framed(data) if self.framing == "chunked" else data)

    def chunk(self, data):
        self.send(framed(data))

    def end(self):
        self.over = True
        self.send(b"0\r\n\r\n" if self.framing == "chunked" else b"")

    # ---- in --------------------------------------------------------------------------------

    def _recv(self):
        try:
            data = self.sock.recv(65536)
        except ssl.SSLWantReadError:
            return None
        except (OSError, ValueError) as gone:
            raise ClientGone(type(gone).__name__) from None
        if not data:
            raise ClientGone("FIN")
        return data

    def read_request(self, seconds=60):
        """The next Request; raises ClientGone if the client has closed the connection."""
        self.sock.settimeout(seconds)
        while b"\r\n\r\n" not in self._in:
            if len(self._in) > MAX_HEAD:
                raise BadRequest("head too long")
            self._in += self._recv() or b""
            if self._in[:1] == TLS_HANDSHAKE:
                raise BadRequest("TLS on a plain port")
        head, _, self._in = self._in.partition(b"\r\n\r\n")
        request = Request(head, self.number)
        request.body = self._read_body(request)
        self.sock.settimeout(SEND_SECONDS)
        return request

    def _read_body(self, request):
        if request.header("transfer-encoding"):
            raise BadRequest("request body without content-length")
        length = request.header("content-length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            raise BadRequest("content-length")
        if request.header("expect").lower() == "100-continue":
            self.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        while len(self._in) < int(length):
            self._in += self._recv() or b""
        body, self._in = self._in[:int(length)], self._in[int(length):]
        return body

    # ---- time ------------------------------------------------------------------------------

    def pause(self, seconds):
        """Waits for this time; raises ClientGone as soon as the client leaves. Bytes of the client are dropped."""
        until = time.monotonic() + seconds
        while True:
            left = until - time.monotonic()
            poller = select.poll()
            try:
                poller.register(self.sock, select.POLLIN)
                ready = poller.poll(max(0, left) * 1000)
            except (OSError, ValueError):
                raise ClientGone("closed here") from None
            if ready:
                self._drain()
            elif left <= 0.001:
                return

    def _drain(self):
        self.sock.setblocking(False)
        try:
            self._recv()
        finally:
            if self.sock.fileno() >= 0:
                self.sock.settimeout(SEND_SECONDS)

    # ---- the ways to end -------------------------------------------------------------------

    def close(self):
        """With TLS a close_notify, then FIN."""
        self.over = True
        if isinstance(self.sock, ssl.SSLSocket):
            try:
                self.sock.setblocking(False)
                self.sock.unwrap()
            except (OSError, ValueError):
                pass
        self.drop()

    def drop(self):
        """FIN without close_notify; waits a short time for the client's FIN, so that no RST follows."""
        if self.closed:
            return
        self.closed = self.over = True
        raw = self._raw()
        try:
            raw.shutdown(socket.SHUT_WR)
            raw.settimeout(2)
            while raw.recv(65536):
                pass
        except OSError:
            pass
        raw.close()

    def reset(self):
        """RST."""
        if self.closed:
            return
        self.closed = self.over = True
        raw = self._raw()
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raw.close()

    def _raw(self):
        """The TCP socket below TLS."""
        if not isinstance(self.sock, ssl.SSLSocket):
            return self.sock
        family = self.sock.family
        return socket.socket(family, socket.SOCK_STREAM, fileno=self.sock.detach())


def framed(data):
    """One chunk of a chunked body."""
    return b"%x\r\n%b\r\n" % (len(data), data) if data else b""


def reason(status):
    return http.client.responses.get(status, "Unknown")


def head(status, reason, fields, http="1.1"):
    """A response head from (name, value) pairs."""
    lines = ["HTTP/%s %d %s" % (http, status, reason)] + ["%s: %s" % field for field in fields]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
