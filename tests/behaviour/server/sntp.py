#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An SNTP server (RFC 4330) on loopback with the time of this machine.

    sntp.py [--port 123] [--parent-watch] [--offset SECONDS]
"""

import argparse
import os
import socket
import struct
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import ending  # noqa: E402
import parent  # noqa: E402

SECONDS_FROM_1900 = 2208988800
SERVER_OF_VERSION_4 = 0x24
STRATUM, POLL, PRECISION = 1, 6, -20


def answer(query, now):
    seconds = now + SECONDS_FROM_1900
    stamp = struct.pack("!II", int(seconds) & 0xFFFFFFFF, int(seconds % 1 * 2 ** 32))
    head = struct.pack("!BBbbII4s", SERVER_OF_VERSION_4, STRATUM, POLL, PRECISION, 0, 0, b"LOCL")
    return head + stamp + query[40:48] + stamp + stamp


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=123)
    parser.add_argument("--parent-watch", action="store_true", help="end with the process that started this one")
    parser.add_argument("--offset", type=float, default=0, help="so many seconds ahead of this machine")
    options = parser.parse_args()
    ending.on_signal()
    if options.parent_watch:
        parent.watch()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", options.port))
        print("READY sntp://127.0.0.1:%d" % sock.getsockname()[1], flush=True)
        while True:
            query, client = sock.recvfrom(512)
            if len(query) >= 48:
                sock.sendto(answer(query, time.time() + options.offset), client)


if __name__ == "__main__":
    main()
