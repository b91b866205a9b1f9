#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""TLS sessions with OpenSSL (Python's ssl): which are resumed, also if the server forgets them, and what this costs.

    tls_resume.py [--count] TLS_RESUME_PROGRAM VERSION ...       versions 1.2 and 1.3

The costs (--count) are instructions of the client, counted by valgrind. With TLS 1.2 a resumed handshake must need less
than a quarter of a full one; with TLS 1.3, which makes new keys, less than two fifths.
"""

import os
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "server"))

import certs  # noqa: E402

ANSWER = b"y" * 1000
COUNTED = 5
BAR = {"1.2": 0.25, "1.3": 0.4}


class Server:
    """Serves each connection with the next of `contexts`; the last one is used for all further connections."""

    def __init__(self, contexts):
        self.contexts = contexts
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        while True:
            try:
                raw, _ = self.listener.accept()
            except OSError:
                return
            context = self.contexts.pop(0) if len(self.contexts) > 1 else self.contexts[0]
            try:
                with context.wrap_socket(raw, server_side=True) as link:
                    link.recv(1)
                    link.sendall(ANSWER)
                    link.recv(1)
                    link.unwrap()  # without a close_notify OpenSSL forgets the session
            except OSError as error:
                print("server: %s" % error, file=sys.stderr)

    def close(self):
        """The thread ends first: otherwise it may accept on the same descriptor, which the next server already has."""
        self.listener.shutdown(socket.SHUT_RDWR)  # accept() returns
        self.thread.join()
        self.listener.close()


def context_make(folder, key, version, tickets):
    _, chain, private = certs.ensure(folder, "good", key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, private)
    number = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}[version]
    context.minimum_version = context.maximum_version = number
    if not tickets:
        context.options |= ssl.OP_NO_TICKET
    return context


def client(program, port, ca, version, mode, count, prefix=()):
    command = [*prefix, program, str(port), ca, version, mode, str(count)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300, check=False)
    if done.returncode != 0:
        sys.exit("%s: %s%s" % (" ".join(command), done.stdout, done.stderr))
    return done.stdout.strip(), done.stderr


def resumed(program, folder, key, version, tickets, mode):
    """The server forgets all sessions before the fourth connection."""
    contexts = [context_make(folder, key, version, tickets) for _ in range(2)]
    server = Server([contexts[0]] * 3 + [contexts[1]])
    ca = certs.ensure(folder, "good", key)[0]
    pattern, _ = client(program, server.port, ca, version, mode, 6)
    server.close()
    return pattern


def instructions(program, folder, key, version, mode, count):
    server = Server([context_make(folder, key, version, True)])
    ca = certs.ensure(folder, "good", key)[0]
    prefix = ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null")
    _, words = client(program, server.port, ca, version, mode, count, prefix)
    server.close()
    return int(re.search(r"Collected : (\d+)", words).group(1))


def cost(program, folder, key, version):
    first = instructions(program, folder, key, version, "full", 1)
    full = (instructions(program, folder, key, version, "full", 1 + COUNTED) - first) / COUNTED
    short = (instructions(program, folder, key, version, "resume", 1 + COUNTED) - first) / COUNTED
    print("TLS %s, %s: a full handshake takes %.2f million instructions, a resumed one %.2f (%.1f %%)"
          % (version, key, full / 1e6, short / 1e6, 100 * short / full))
    return short < BAR[version] * full


def main():
    words = [word for word in sys.argv[1:] if word != "--count"]
    program, versions = words[0], words[1:]
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for version in versions:
            for tickets in (True, False) if version == "1.2" else (True,):
                for key in ("ec", "rsa"):
                    for mode, expected in (("resume", "011011"), ("full", "000000")):
                        pattern = resumed(program, folder, key, version, tickets, mode)
                        print("TLS %s, %s, %s, %s: %s" % (version, key, "ticket" if tickets else "number", mode, pattern))
                        good = good and pattern == expected
            if "--count" in sys.argv:
                good = cost(program, folder, "ec", version) and good
    sys.exit(0 if good else 1)


main()
