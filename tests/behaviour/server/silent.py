#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A port on loopback that does not accept connections: its queue is full, so the kernel drops every SYN."""

import argparse
import os
import signal
import socket
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import parent  # noqa: E402

QUEUE = 4  # more than fit with a backlog of 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: a free one")
    parser.add_argument("--parent-watch", action="store_true", help="end with the process that started this one")
    options = parser.parse_args()
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTERM, signal.SIGINT))
    if options.parent_watch:
        parent.watch()
    with socket.create_server((options.host, options.port), backlog=0) as listener:
        fillers = [socket.socket() for _ in range(QUEUE)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        print("READY tcp://%s:%d" % listener.getsockname(), flush=True)
        signal.sigwait((signal.SIGTERM, signal.SIGINT))


if __name__ == "__main__":
    main()
