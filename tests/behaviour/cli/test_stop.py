# SPDX-License-Identifier: MIT
"""Ctrl-C in each state of a connection, over real sockets (Client.interrupt has the checks)."""

import signal
import unittest

from harness import HANG_SECONDS, Client, CliTest, Server, flood, floods, namespace, program, proxy, silent, wait_until

SAMPLE = ("stream", "sample")


class StopTest(CliTest):
    def client(self, *arguments, **more):
        return Client(self, *SAMPLE, *arguments, **more)

    def scripted(self, *steps):
        return Server(self, scenario={"stream": [list(steps)], "then": "repeat"})

    def test_resolving(self):
        """situation 47: the name server is silent."""
        inside = namespace(self)
        program(self, "dns.py", "silent.example=-", inside=inside)
        client = self.client("--api", "https://silent.example", inside=inside)
        client.settle()
        self.assertEqual(client.interrupt(), [])

    def test_connecting(self):
        """situation 47: the SYN is not answered."""
        client = self.client("--api", silent(self))
        client.settle()
        self.assertEqual(client.interrupt(), [])

    def test_in_the_proxy(self):
        """situation 47: the answer of the proxy does not end."""
        client = self.client("--api", "https://localhost", "--proxy", proxy(self, "--answer", "slow"))
        client.settle()
        self.assertEqual(client.interrupt(), [])

    def test_in_the_handshake(self):
        """situation 47: the server accepts the connection and sends nothing."""
        server = Server(self, scenario={"accept": [[{"do": "stall"}]], "then": "repeat"})
        client = self.client(*server.arguments())
        wait_until(self, lambda: server.count("accept"), "accept")
        self.assertEqual(client.interrupt(), [])

    def test_in_a_flood(self):
        """situation 47: the server, or the proxy, sends bytes without content, without end."""
        for name, block in floods().items():
            at = flood(self, block)
            where = ("--api", "https://" + at)
            if "TLS" not in name:
                where = ("--api", "https://localhost", "--proxy", "http://" + at)
            client = self.client(*where)
            client.settle()
            self.assertEqual(client.interrupt(), [])

    def test_waiting_for_the_head(self):
        """situation 47: the request was sent; there is no answer, or half of one."""
        for steps in ([{"do": "stall"}], [{"do": "wire", "text": "HTTP/1.1 200 OK\r\nconte"}, {"do": "stall"}]):
            server = self.scripted(*steps)
            client = self.client(*server.arguments())
            wait_until(self, lambda server=server: server.count("request"), "request")
            client.settle()
            self.assertEqual(client.interrupt(), [])

    def test_in_the_middle_of_a_line(self):
        """situation 47: half a Post was received; it is not delivered."""
        server = self.scripted({"do": "head"}, {"do": "chunk", "text": '{"data":{"id":"1","te'}, {"do": "stall"})
        client = self.client(*server.arguments())
        client.until("connect")
        client.settle()
        self.assertEqual(client.interrupt(), ["connect"])

    def test_while_posts_arrive(self):
        """situation 47: only complete lines were printed."""
        client = self.client(*Server(self, "--rate", "500").arguments())
        client.until("tweet")
        self.assertLessEqual(set(client.interrupt()), {"connect", "data", "tweet", "response"})

    def test_in_a_wait(self):
        """situation 47: after a 503, and after a refused connection."""
        server = self.scripted({"do": "status", "status": 503})
        client = self.client(*server.arguments())
        self.assertEqual(client.until("retry")["wait_ms"], 5000)
        self.assertEqual(client.interrupt(), ["request_error", "retry"])
        client = self.client("--api", "http://127.0.0.1:1")
        while client.until("retry")["wait_ms"] < 1000:
            pass
        self.assertEqual(client.interrupt(), ["connection_error", "retry"] * 5)

    def test_terminated(self):
        """situation 47: SIGTERM has the same effect as Ctrl-C, and rules calls end like streams."""
        server = Server(self, scenario={"rules": [[{"do": "stall"}]]})
        client = Client(self, "rules", "list", *server.arguments())
        wait_until(self, lambda: server.count("request"), "request")
        client.process.send_signal(signal.SIGTERM)
        self.assertEqual(client.until("disconnect")["reason"], "PIPIT_E_STOPPED")
        self.assertEqual((client.process.wait(HANG_SECONDS), len(client.events)), (0, 1))


if __name__ == "__main__":
    unittest.main()
