#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds open a network and a mount namespace in which 127.0.0.1 is the name server and only loopback exists.

    unshare --net --mount namespace.py     then, for each program:  nsenter --target PID --net --mount PROGRAM

c-ares reads its name servers only from /etc/resolv.conf and uses only port 53, so a name server of a test needs both.
Ends when its standard input ends.
"""

import fcntl
import socket
import struct
import subprocess
import sys
import tempfile

GET_FLAGS, SET_FLAGS, UP = 0x8913, 0x8914, 1
NAME_SERVER = b"nameserver 127.0.0.1\noptions timeout:1 attempts:2\n"


def loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        request = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack_from("H", fcntl.ioctl(sock, GET_FLAGS, request), 16)[0]
        fcntl.ioctl(sock, SET_FLAGS, struct.pack("16sH14x", b"lo", flags | UP))


def main():
    loopback_up()
    with tempfile.NamedTemporaryFile() as file:
        file.write(NAME_SERVER)
        file.flush()
        subprocess.run(("mount", "--bind", file.name, "/etc/resolv.conf"), check=True)
    print("READY", flush=True)
    try:
        sys.stdin.read()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
