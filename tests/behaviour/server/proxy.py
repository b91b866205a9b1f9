#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An HTTP CONNECT proxy on loopback that connects only to loopback, or gives wrong answers if an option says so."""

import argparse
import base64
import hmac
import os
import socket
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import ending  # noqa: E402
import parent  # noqa: E402
import wire as http  # noqa: E402

LOOPBACK = ("localhost", "127.0.0.1", "::1")
REASONS = {302: "Found", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 405: "Method Not Allowed",
           407: "Proxy Authentication Required", 502: "Bad Gateway"}


def target_of(text):
    """(host, port) of a CONNECT target, or None if it is not valid."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit() or not 0 < int(port) < 65536:
        return None
    return host.strip("[]").lower(), int(port)


def allowed(options, request):
    if options.user is None:
        return True
    pair = "%s:%s" % (options.user, options.password or "")
    wanted = "Basic " + base64.b64encode(pair.encode("utf-8")).decode("ascii")
    return hmac.compare_digest(request.header("proxy-authorization").encode("latin-1"), wanted.encode("ascii"))


def refuse(wire, status):
    fields = [("content-length", "0"), ("connection", "close")]
    if status == 407:
        fields.append(("proxy-authenticate", 'Basic realm="local"'))
    wire.send(http.head(status, REASONS[status], fields))
    wire.close()


def copy(source, sink):
    """One direction of a tunnel; passes the FIN on."""
    try:
        while True:
            data = source.recv(65536)
            if not data:
                break
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def tunnel(wire, target):
    try:
        upstream = socket.create_connection(target, timeout=5)
    except OSError:
        refuse(wire, 502)
        return
    with upstream:
        upstream.settimeout(None)
        wire.sock.settimeout(None)
        wire.send(http.head(200, "Connection established", [("via", "1.1 local-proxy"), ("x-extra", "e" * 200)]))
        back = threading.Thread(target=copy, args=(upstream, wire.sock), daemon=True)
        back.start()
        copy(wire.sock, upstream)
        back.join()
    wire.drop()


def misbehave(wire, answer):
    if answer.isdigit():
        refuse(wire, int(answer))
    elif answer == "garbage":
        wire.send(http.head(200, "OK", []) + b"this is not TLS\r\n" * 8)
        wire.pause(0.2)
        wire.close()
    elif answer == "slow":
        for byte in http.head(200, "OK", [("x-slow", "s" * 10000)]):
            wire.send(bytes((byte,)))
            wire.pause(0.1)
    else:
        wire.close()


def serve(options, sock):
    wire = http.Wire(sock, 0)
    try:
        request = wire.read_request()
        target = target_of(request.target)
        if options.answer != "200":
            misbehave(wire, options.answer)
        elif request.method != "CONNECT":
            refuse(wire, 405)
        elif not allowed(options, request):
            refuse(wire, 407)
        elif target is None or target[0] not in LOOPBACK:
            refuse(wire, 400 if target is None else 403)
        else:
            tunnel(wire, target)
    except (http.ClientGone, http.BadRequest):
        pass
    finally:
        wire.drop()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: a free one")
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--answer", default="200", choices=("200", "302", "401", "403", "407", "502", "close", "garbage", "slow"))
    parser.add_argument("--parent-watch", action="store_true", help="end with the process that started this one")
    options = parser.parse_args()
    ending.on_signal()
    listener = socket.create_server(("127.0.0.1", options.port), backlog=64)
    if options.parent_watch:
        parent.watch()
    print("READY http://localhost:%d" % listener.getsockname()[1], flush=True)
    while True:
        sock, _ = listener.accept()
        threading.Thread(target=serve, args=(options, sock), daemon=True).start()


if __name__ == "__main__":
    main()
