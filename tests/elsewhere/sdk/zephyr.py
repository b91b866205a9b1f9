#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs an image of boards/zephyr against the local X, in a network of its own, and compares what it says.

usage: unshare --net --mount zephyr.py HOW IMAGE CERTIFICATES CHECK

HOW: native (the sockets of the machine), tap (the interface zeth), qemu or mps2 (10.0.2.2 is the machine). CERTIFICATES:
the folder whose ca.pem the image trusts. CHECK: see CHECKS below. The image calls localhost:8443 and stops after five
Posts. FLOOD: flood.c, compiled.
"""

import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".."))
SERVER = os.path.join(ROOT, "tests", "behaviour", "server")
sys.path.insert(0, SERVER)

import namespace  # noqa: E402

PORT = 8443
EXAMPLES = ["--scenario", os.path.join(SERVER, "scenarios", "examples.json")]
MACHINE = {"native": "127.0.0.1", "tap": "192.0.2.2", "qemu": "10.0.2.2", "mps2": "10.0.2.2"}
REFUSED = "the TLS handshake or a TLS record failed (%d)"
ABORTED = {"native": 103, "tap": 103, "qemu": 113, "mps2": 113}  # ECONNABORTED of Linux and of the libcs of boards
NO_NAME = "the host name has no address"
STOPPED = "stopped on request"
CLOSED = "the server closed the connection (0)"
SECONDS = 40
NOT_ACCEPTED = "the server's certificate is not acceptable"  # CONFIG_PIPIT_TLS
TOO_LONG = "connecting took too long; check the network, or raise connect_ms (0)"
NO_ANSWER = "no complete answer in time; the server is overloaded, or raise head_ms (0)"
# connect_ms is 15 s and head_ms 20 s; the emulator's clock is slower than ours when it is busy.
FLOOD_SECONDS = 45
SECONDS_1900_TO_1970 = 2208988800


def start(arguments):
    program = subprocess.Popen([sys.executable] + arguments, stdout=subprocess.PIPE, text=True)
    if not program.stdout.readline().startswith("READY"):
        sys.exit("%s does not start" % arguments[0])
    return program


def pass_on(source, target):
    while True:
        data = source.recv(65536)
        if not data:
            break
        target.sendall(data)
    target.shutdown(socket.SHUT_WR)


def relay_tcp(listener):
    while True:
        near, _ = listener.accept()
        far = socket.create_connection(("127.0.0.1", PORT))
        for pair in ((near, far), (far, near)):
            threading.Thread(target=pass_quietly, args=pair, daemon=True).start()


def pass_quietly(source, target):
    try:
        pass_on(source, target)
    except OSError:
        for end in (source, target):
            end.close()


def relay_names(near):
    while True:
        question, sender = near.recvfrom(512)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as far:
            far.sendto(question, ("127.0.0.1", 53))
            near.sendto(far.recv(512), sender)


def tell_time():
    """SNTP on loopback, which QEMU shows as 10.0.2.2."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 123))
        while True:
            question, sender = server.recvfrom(256)
            now = struct.pack("!II", int(time.time()) + SECONDS_1900_TO_1970, 0)
            server.sendto(struct.pack("!BBbb12x", 0x24, 1, 0, 0) + now + question[40:48] + now + now, sender)


def tap_up():
    """zeth, whose end on this machine leads to the servers on loopback."""
    for words in ("tuntap add zeth mode tap", "address add 192.0.2.2/24 dev zeth", "link set zeth up"):
        subprocess.run(["ip"] + words.split(), check=True)
    listener = socket.create_server(("192.0.2.2", PORT))
    names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    names.bind(("192.0.2.2", 53))
    for relay, end in ((relay_tcp, listener), (relay_names, names)):
        threading.Thread(target=relay, args=(end,), daemon=True).start()


BOARD = {"qemu": ("lm3s6965evb", "stellaris"), "mps2": ("mps2-an385", "lan9118")}


def command(how, image):
    if how not in BOARD:
        return [image]
    machine, card = BOARD[how]
    return ["qemu-system-arm", "-machine", machine, "-nographic", "-vga", "none", "-nic", "user,model=" + card, "-serial",
            "mon:stdio", "-kernel", image]


def listen(how, image, enough, seconds=SECONDS):
    """The lines that the image says, until enough(lines) or so many seconds have passed."""
    with subprocess.Popen(command(how, image), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as program:
        timer = threading.Timer(seconds, program.kill)
        timer.start()
        lines = []
        for line in program.stdout:
            lines.append(line.decode("utf-8", "replace").strip())
            if enough(lines):
                break
        timer.cancel()
        program.kill()
    return lines


def said(lines):
    """Without what Zephyr and QEMU say at the start, and without lookups that failed before zeth passed frames."""
    starts = [number for number, line in enumerate(lines) if "Booting Zephyr" in line]
    text = [line for line in lines[starts[-1] + 1:] if line] if starts else []
    while text and text[0].startswith(NO_NAME):
        text.pop(0)
    return text


def example_lines():
    with open(os.path.join(ROOT, "examples", "README.md"), encoding="utf-8") as file:
        return re.search(r"^## `tail.*?^```text\n(.*?)^```", file.read(), re.M | re.S)[1].splitlines()


def events(log, kind):
    with open(log, encoding="utf-8") as file:
        return [event for event in map(json.loads, file) if event["ev"] == kind]


def post(text):
    return {"do": "post", "json": json.dumps({"data": {"id": "1445880548472328192", "text": text}})}


class Check:
    def __init__(self, how, image, certificates):
        self.how, self.image, self.certificates = how, image, certificates
        self.log = tempfile.NamedTemporaryFile(suffix=".json").name

    def run(self, options, enough):
        local_x = start([os.path.join(SERVER, "local_x.py"), "--dir", self.certificates, "--port", str(PORT), "--log",
                         self.log, "--rules", "2", "--parent-watch"] + options)
        try:
            return said(listen(self.how, self.image, enough))
        finally:
            local_x.terminate()
            local_x.wait()

    def examples(self):
        """The five Posts of examples/README.md over two connections, then a stop."""
        lines = self.run(EXAMPLES, lambda heard: STOPPED in heard)
        return lines == example_lines() + [STOPPED] and len(events(self.log, "stream")) == 2 or lines

    def first(self):
        """The first two Posts: what Zephyr 3.5's driver for QEMU's network card lets through."""
        lines = self.run(EXAMPLES, lambda heard: len(said(heard)) >= 2)
        return lines == example_lines()[:2] or lines

    def posts(self, options, *streams):
        """Each stream brings these Posts and ends, the last one stays open; the image stops after the last Post."""
        steps = [[{"do": "head"}] + [post(text) for text in texts] + [{"do": "end"}, {"do": "close"}]
                 for texts in streams]
        steps[-1][-2:] = [{"do": "stall"}]
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump({"stream": steps}, file)
            file.flush()
            lines = self.run(["--scenario", file.name] + options, lambda heard: STOPPED in heard)
        return lines == sum(streams, []) + [STOPPED] and len(events(self.log, "stream")) == len(streams) or lines

    def disconnect(self):
        """X ends the stream after three Posts: those of both connections are there."""
        return self.posts([], ["one", "two", "three"], ["four", "five"])

    def refused(self, certificate):
        lines = self.run(["--cert", certificate], lambda heard: len(said(heard)) >= 1)
        good = re.match(re.escape(REFUSED % ABORTED[self.how]) + "$|" + NOT_ACCEPTED, lines[0] if lines else "")
        return bool(good) and not events(self.log, "request") or lines

    def accepted(self, certificate):
        lines = self.run(["--cert", certificate, "--size", "300"], lambda heard: len(said(heard)) >= 1)
        return bool(events(self.log, "post")) and REFUSED % ABORTED[self.how] not in lines or lines

    def flooded(self, kind, seconds=FLOOD_SECONDS, lines=1):
        """What the image says in so many seconds to a peer that sends what brings nothing."""
        good = os.path.join(self.certificates, "good-ec")
        with subprocess.Popen([os.environ["FLOOD"], str(PORT), good + ".pem", good + ".key", kind],
                              stdout=subprocess.PIPE, text=True, start_new_session=True) as peer:
            peer.stdout.readline()
            began = []
            threading.Thread(target=lambda: peer.stdout.readline() and began.append(time.monotonic())).start()
            heard = said(listen(self.how, self.image, lambda heard: len(said(heard)) >= lines, seconds))
            os.killpg(peer.pid, signal.SIGKILL)
        if not began:
            return ["no connection"] + heard
        print("%s: %s, %.1f s after the first connection" % (kind, heard[:1] or "nothing said",
                                                             time.monotonic() - began[0]))
        return heard

    def kept(self, kind):
        """The thread does not come back."""
        return self.flooded(kind) == [] or ["the flood is bounded now"]

    def ended(self, *kinds_and_lines):
        wrong = [kind for kind, *lines in kinds_and_lines if self.flooded(kind)[:1] not in [[line] for line in lines]]
        return not wrong or ["not as expected: " + " ".join(wrong)]

    def goes_on(self):
        """Connections that have ended badly are held by TCP for a while; that a new one is not free ends nothing."""
        lines = self.flooded("nonsense", lines=5)
        return len(lines) >= 5 and not [line for line in lines if "CA cert" in line] or lines

    def setup(self):
        """An image whose mbedTLS cannot be set up says so, and not that of a connection."""
        lines = self.run([], lambda heard: len(said(heard)) >= 1)
        return lines[:1] == [REFUSED % 22] or lines


CHECKS = {
    "examples": Check.examples,
    "first": Check.first,
    "disconnect": Check.disconnect,
    "wrong-name": lambda check: check.refused("wrong-name"),
    "unknown-ca": lambda check: check.refused("unknown-ca"),
    "self-signed": lambda check: check.refused("self-signed"),
    "expired": lambda check: check.refused("expired"),
    "expired-accepted": lambda check: check.accepted("expired"),
    "rsa": lambda check: check.posts(["--key", "rsa-chain"], ["one", "two", "three", "four", "five"]),
    "setup": Check.setup,
    "goes-on": Check.goes_on,
    "sockets-kept": lambda check: check.kept("warnings"),
    "sockets-kept-inside": lambda check: check.kept("tls-warnings"),
    "sockets-inside": lambda check: check.ended(
        ("tls-empty", CLOSED, "the network failed; detail has the platform's number (%d)" % ABORTED[check.how]),
        ("tls-head", NO_ANSWER)),
    "tls-before": lambda check: check.ended(("warnings", TOO_LONG)),
    "tls-inside": lambda check: check.ended(("tls-warnings", NO_ANSWER), ("tls-empty", REFUSED % -0x7180),
                                            ("tls-head", NO_ANSWER)),
}


def main():
    how, image, certificates, name = sys.argv[1:]
    namespace.loopback_up()
    with tempfile.NamedTemporaryFile() as file:
        file.write(namespace.NAME_SERVER)
        file.flush()
        subprocess.run(("mount", "--bind", file.name, "/etc/resolv.conf"), check=True)
    if how == "tap":
        tap_up()
    if how in BOARD:
        threading.Thread(target=tell_time, daemon=True).start()
    names = start([os.path.join(SERVER, "dns.py"), "--parent-watch", "localhost=" + MACHINE[how]])
    began = time.monotonic()
    result = CHECKS[name](Check(how, image, certificates))
    names.terminate()
    print("%s %s: %s, %.1f s" % (how, name, "as expected" if result is True else "\n".join(["not this:"] + result),
                                 time.monotonic() - began))
    return 0 if result is True else 1


if __name__ == "__main__":
    sys.exit(main())
