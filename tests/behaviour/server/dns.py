#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A name server on loopback with the answers of its command line.

    dns.py [--port 53] [--parent-watch] NAME=ADDRESS,ADDRESS/ADDRESS...

The k-th lookup of a name gets the k-th list between the slashes; later lookups get the last one. `-` means no answer. An
unknown name gets NXDOMAIN. Lookups of IPv4 and IPv6 addresses are counted separately, because resolvers ask for both at
the same time.
"""

import argparse
import ipaddress
import os
import socket
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import ending  # noqa: E402
import parent  # noqa: E402

TYPES = {1: 4, 28: 6}  # A and AAAA
ANSWER, NAME_ERROR = 0x8580, 0x8583
POINTER_TO_QUESTION = 0xC00C


class Zone:
    """name -> the answer to each lookup: a list of addresses, or None for no answer."""

    def __init__(self, words):
        self._lookups = {}
        self._asked = {}
        for word in words:
            name, _, lookups = word.partition("=")
            self._lookups[name.lower()] = [None if text == "-" else [ipaddress.ip_address(a) for a in text.split(",")]
                                           for text in lookups.split("/")]

    def __contains__(self, name):
        return name in self._lookups

    def look_up(self, name, kind):
        lookups = self._lookups[name]
        number = self._asked.get((name, kind), 0)
        self._asked[name, kind] = number + 1
        return lookups[min(number, len(lookups) - 1)]


def question_of(query):
    """(name, type, the question's bytes)."""
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode("ascii", "replace").lower())
        at += 1 + query[at]
    return ".".join(labels), struct.unpack_from(">H", query, at + 1)[0], query[12:at + 5]


def answer(zone, query):
    """The bytes of the answer, or None for no answer."""
    name, kind, question = question_of(query)
    if name not in zone:
        return query[:2] + struct.pack(">5H", NAME_ERROR, 1, 0, 0, 0) + question
    found = zone.look_up(name, kind)
    if found is None:
        return None
    records = [struct.pack(">HHHIH", POINTER_TO_QUESTION, kind, 1, 0, len(a.packed)) + a.packed
               for a in found if a.version == TYPES.get(kind)]
    return query[:2] + struct.pack(">5H", ANSWER, 1, len(records), 0, 0) + question + b"".join(records)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=53)
    parser.add_argument("--parent-watch", action="store_true", help="end with the process that started this one")
    parser.add_argument("names", nargs="*", metavar="NAME=ADDRESSES")
    options = parser.parse_args()
    ending.on_signal()
    zone = Zone(options.names)
    if options.parent_watch:
        parent.watch()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", options.port))
        print("READY dns://127.0.0.1:%d" % sock.getsockname()[1], flush=True)
        while True:
            query, client = sock.recvfrom(4096)
            reply = answer(zone, query)
            if reply:
                sock.sendto(reply, client)


if __name__ == "__main__":
    main()
