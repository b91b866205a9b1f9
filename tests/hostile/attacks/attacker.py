#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A peer on loopback that floods: to the first bytes of each connection it says `--first`, then `--block` again and
again, as fast as it can. It counts the bytes that the kernel took, and ends with its test.

    attacker.py --count FILE [--first HEX] [--block HEX | --random] [--bytes N --last HEX] [--reads N]
"""

import argparse
import contextlib
import mmap
import os
import random
import socket
import struct
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "behaviour", "server"))

import ending  # noqa: E402
import parent  # noqa: E402

PIECE_BYTES = 1 << 16
COUNT = struct.Struct("=Q")  # bytes sent, of all connections
NOW = struct.pack("ii", 1, 0)  # SO_LINGER: close() sends a RST


class Count:
    """The number in the file that the test reads while the flood goes on."""

    def __init__(self, path):
        with open(path, "wb") as file:
            file.write(bytes(COUNT.size))
        with open(path, "r+b") as file:
            self._map = mmap.mmap(file.fileno(), COUNT.size)
        self._lock = threading.Lock()

    def add(self, number):
        with self._lock:
            COUNT.pack_into(self._map, 0, COUNT.unpack_from(self._map)[0] + number)


def pieces(options):
    """What is sent after the first words, without end."""
    noise = random.Random(1)
    block = bytes.fromhex(options.block)
    whole = block * max(1, PIECE_BYTES // max(1, len(block)))
    while True:
        yield noise.randbytes(PIECE_BYTES) if options.random else whole


def attack(link, options, count):
    def send(data):
        link.sendall(data)
        count.add(len(data))

    for _ in range(options.reads):
        link.recv(PIECE_BYTES)
    send(bytes.fromhex(options.first))
    if options.reset:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NOW)
        return
    sent = 0
    for piece in pieces(options):
        piece = piece[:options.bytes - sent] if options.bytes else piece
        if not piece:
            break
        send(piece)
        sent += len(piece)
    send(bytes.fromhex(options.last))
    while link.recv(PIECE_BYTES):
        pass


def serve(link, options, count):
    with link, contextlib.suppress(OSError):
        attack(link, options, count)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", required=True)
    parser.add_argument("--first", default="", help="sent once")
    parser.add_argument("--block", default="", help="sent again and again")
    parser.add_argument("--random", action="store_true", help="random bytes instead of a block")
    parser.add_argument("--bytes", type=int, default=0, help="so many of the block; 0: without end")
    parser.add_argument("--last", default="", help="after them")
    parser.add_argument("--reads", type=int, default=1, help="so often it reads before it speaks")
    parser.add_argument("--reset", action="store_true", help="a RST after the first words")
    parser.add_argument("--parent-watch", action="store_true", help="end with the process that started this one")
    options = parser.parse_args()
    ending.on_signal()
    listener = socket.create_server(("127.0.0.1", 0))
    count = Count(options.count)
    if options.parent_watch:
        parent.watch()
    print("READY 127.0.0.1:%d" % listener.getsockname()[1], flush=True)
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0], options, count), daemon=True).start()


if __name__ == "__main__":
    main()
