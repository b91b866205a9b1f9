# SPDX-License-Identifier: MIT
"""Many streams in one process and one thread, over real sockets, plain and TLS."""

import os
import subprocess
import unittest

from harness import HANG_SECONDS, BIN, CliTest, Server, environment

CLIENTS = 200
POSTS = 10


class ManyTest(CliTest):
    def run_many(self, *options):
        server = Server(self, "--rate", "10", "--max-connections", str(CLIENTS), "--connect-limit", "1000", *options)
        done = subprocess.run([os.path.join(BIN, "many_clients"), str(server.port), str(CLIENTS), str(POSTS),
                               *([server.ca] if server.ca else [])], env=environment(), capture_output=True, text=True,
                              timeout=HANG_SECONDS)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        posts, connects, retries = map(int, done.stdout.split()[:3])
        self.assertEqual((posts, connects, retries), (CLIENTS * POSTS, CLIENTS, 0))
        log = server.log()
        self.assertEqual(sum(e["ev"] == "request" for e in log), CLIENTS)
        self.assertEqual(len({e["conn"] for e in log if e["ev"] == "post"}), CLIENTS)

    def test_200_plain(self):
        self.run_many("--plain")

    def test_200_over_tls(self):
        self.run_many()


if __name__ == "__main__":
    unittest.main()
