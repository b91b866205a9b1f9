#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Pictures of the emulated OLED, by QEMU's monitor.

    python3 oled_watch.py MONITOR_SOCKET FILE.png [SECONDS]

writes FILE.png anew every so many seconds (1) until QEMU ends. Nothing but Python's standard library is needed.
"""

import os
import socket
import struct
import sys
import tempfile
import time
import zlib

WIDTH, HEIGHT = 128, 64
ZOOM = 4  # QEMU draws each pixel four times four
GREYS = ".123-56789+bcde#"  # in text form: black, dim, grey and white are what the ticker uses
PROMPT = b"(qemu) "


class Monitor:
    """QEMU's human monitor on a UNIX socket."""

    def __init__(self, path, seconds=30):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(seconds)
        until = time.monotonic() + seconds
        while True:
            try:
                self._socket.connect(path)
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
        self._answer()

    def close(self):
        self._socket.close()

    def _answer(self):
        text = b""
        while not text.endswith(PROMPT):
            piece = self._socket.recv(4096)
            if not piece:
                raise ConnectionError("QEMU has ended")
            text += piece
        return text

    def command(self, text):
        self._socket.sendall(text.encode("ascii") + b"\n")
        return self._answer()

    def greys(self):
        """The screen: 64 rows of 128 numbers, 0 to 15."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "screen.ppm")
            self.command("screendump " + path)
            with open(path, "rb") as file:
                return read_ppm(file.read())

    def press(self, *keys):
        for key in keys:
            self.command("sendkey %s 60" % key)


def read_ppm(data):
    magic, size, most, pixels = data.split(b"\n", 3)
    if (magic, size, most) != (b"P6", b"%d %d" % (WIDTH * ZOOM, HEIGHT * ZOOM), b"255"):
        raise ValueError("not the picture of an OLED: %r %r" % (magic, size))
    line = WIDTH * ZOOM * 3
    return [[round(pixels[y * ZOOM * line + x * ZOOM * 3] / 17) for x in range(WIDTH)] for y in range(HEIGHT)]


def art(greys):
    """The screen as text that a person can read and a program can compare."""
    return "\n".join("".join(GREYS[grey] for grey in row) for row in greys) + "\n"


def png(greys, zoom=3):
    """The screen as the bytes of a PNG with 16 greys."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    def packed(row):
        wide = [grey for grey in row for _ in range(zoom)]
        return b"\0" + bytes(left << 4 | right for left, right in zip(wide[::2], wide[1::2]))

    rows = b"".join(packed(row) * zoom for row in greys)
    header = struct.pack(">IIBBBBB", WIDTH * zoom, HEIGHT * zoom, 4, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def write(path, greys):
    """All of it or nothing, for those who look at the file while it is written."""
    with open(path + ".new", "wb") as file:
        file.write(png(greys))
    os.replace(path + ".new", path)


def main():
    monitor = Monitor(sys.argv[1])
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 1
    try:
        while True:
            write(sys.argv[2], monitor.greys())
            time.sleep(seconds)
    except (OSError, KeyboardInterrupt):
        pass


if __name__ == "__main__":
    main()
