# SPDX-License-Identifier: MIT
"""Real sockets, names, TLS and proxies."""

import re
import subprocess
import sys
import unittest

from harness import (HANG_SECONDS, PIPIT, SERVERS, TOKEN, Client, CliTest, Server, built_with_mbedtls_228, built_with_openssl, faster,
                     flood, floods, names, namespace, of_kind, program, proxy, silent, waits)

sys.path.insert(0, SERVERS)

import certs  # noqa: E402
import posts  # noqa: E402

PARTS = ("data", "response")
POST = {"do": "posts", "count": 1}
MBEDTLS = "SSL - "  # the beginning of its texts in every version
WORDS = {"version": "not within min/max", "alert": "alert"}  # of 2.28
OPENSSL = {"version": "alert protocol version", "alert": "alert no application protocol"}


def words(name):
    if built_with_openssl():
        return OPENSSL[name]
    return WORDS[name] if built_with_mbedtls_228() else MBEDTLS


HOST = "api.x.com"  # a name that the certificate of the local X has


class TlsTest(CliTest):
    def refused(self, arguments, error, words, expected_waits):
        events = self.events("stream", "sample", *arguments, "--limit", "1", status=3)
        attempts = len(expected_waits) + 1
        self.assertEqual(names(events), ["connection_error", "retry"] * (attempts - 1) + ["connection_error", "disconnect"])
        self.assertEqual(waits(events), expected_waits)
        for event in of_kind(events, "connection_error"):
            self.assertEqual(event["error"], error)
            self.assertIn(words, event["detail"])

    def test_certificates(self):
        """situation 54: four wrong certificates, each with its reason; the request ends after five attempts; nothing is sent."""
        for kind, words in (("unknown-ca", "CA"), ("wrong-name", "another host name"), ("expired", "expired"),
                            ("self-signed", "CA")):
            server = Server(self, "--cert", kind)
            self.refused([*server.arguments(), *faster(200)], "PIPIT_E_TLS_CERT", words, [5000, 10000, 20000, 40000])
            self.assertEqual((server.count("accept"), server.count("request")), (5, 0))

    def test_old_version(self):
        """situation 54: a server that supports only TLS 1.1."""
        server = Server(self, "--tls-max", "1.1")
        self.refused([*server.arguments(), "--max-retries", "3"], "PIPIT_E_TLS", words("version"), [0, 250, 500])
        self.assertEqual((server.count("tls"), server.count("request")), (0, 0))

    def h2_server(self):
        ca, chain, key = certs.ensure(certs.default_dir())
        process = subprocess.Popen(["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", chain, "-cert_chain", chain,
                                    "-key", key, "-alpn", "h2", "-www"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   stdin=subprocess.DEVNULL, text=True)

        def stop():
            process.terminate()
            process.wait(HANG_SECONDS)
            process.stdout.close()
        self.addCleanup(stop)
        for line in process.stdout:
            found = re.match(r"ACCEPT .*:(\d+)$", line)
            if found:
                return ["--api", "https://localhost:" + found[1], "--ca", ca]
        return self.fail("openssl s_server did not start")

    def test_another_protocol(self):
        """situation 54: a server with ALPN h2 only ends the handshake with an alert."""
        self.refused([*self.h2_server(), "--max-retries", "3"], "PIPIT_E_TLS", words("alert"), [0, 250, 500])

    def test_ciphers(self):
        """ChaCha20 is taken if the server has it, because mbedTLS computes it faster; a server without it gets AES-GCM.
        OpenSSL has another order."""
        first, gcm = "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-ECDSA-AES128-GCM-SHA256"
        if built_with_openssl():
            first = gcm = "ECDHE-ECDSA-AES256-GCM-SHA384"
        for options, cipher in (((), first),
                                (("--ciphers", "ECDHE+CHACHA20"), "ECDHE-ECDSA-CHACHA20-POLY1305"),
                                (("--ciphers", "ECDHE+AESGCM"), gcm),
                                (("--ciphers", "ECDHE+AES256"), "ECDHE-ECDSA-AES256-GCM-SHA384"),
                                (("--ciphers", "ECDHE+AES128+SHA256"), "ECDHE-ECDSA-AES128-SHA256")):
            server = Server(self, "--tls-max", "1.2", "--rate", "50", *options)
            self.pipit("stream", "sample", *server.arguments(), "--limit", "1")
            self.assertEqual([e["cipher"] for e in server.log() if e["ev"] == "tls"], [cipher])

    def test_without_alpn(self):
        server = Server(self, "--alpn", "none", "--key", "rsa", "--rate", "50")
        self.pipit("stream", "sample", *server.arguments(), "--limit", "1")

    def test_cut_in_the_handshake(self):
        """situation 13: a FIN and a reset instead of a server hello."""
        for how, errors in (("drop", {"PIPIT_E_CLOSED"}),
                            ("reset", {"PIPIT_E_RESET", "PIPIT_E_CLOSED", "PIPIT_E_CONNECT"})):
            server = Server(self, scenario={"accept": [[{"do": how}]], "then": "repeat"})
            events = self.events("stream", "sample", *server.arguments(), "--max-retries", "2", status=3)
            self.assertLessEqual({e["error"] for e in of_kind(events, "connection_error")}, errors)
            self.assertEqual(waits(events), [0, 250])

    def sessions(self, version, *more):
        """Whether each connection resumed the session of the one before it."""
        ending = {"stream": [[{"do": "head"}, POST, {"do": "end"}, {"do": "close"}]], "then": "repeat"}
        server = Server(self, "--tls-max", version, scenario=ending)
        self.pipit("stream", "sample", *server.arguments(), *more, "--limit", "3", *faster(20))
        return [e["resumed"] for e in server.log() if e["ev"] == "tls"][:3]

    def test_sessions_are_resumed(self):
        """With TLS 1.2, which every mbedTLS has."""
        self.assertEqual(self.sessions("1.2"), [False, True, True])

    def test_sessions_are_resumed_by_tls_1_3(self):
        if built_with_mbedtls_228() and not built_with_openssl():
            self.skipTest("mbedTLS 2.28 has no TLS 1.3")
        self.assertEqual(self.sessions("1.3"), [False, True, True])

    def test_ipv6(self):
        """situation 55: a name with only an IPv6 address, over TLS."""
        inside = namespace(self)
        program(self, "dns.py", HOST + "=::1", inside=inside)
        server = Server(self, "--host", "::1", "--rate", "50", inside=inside)
        self.pipit("stream", "sample", *server.arguments(HOST), "--limit", "2", inside=inside)
        self.assertEqual((server.count("tls"), server.count("accept")), (1, 1))

    def test_ipv6_in_the_url(self):
        server = Server(self, "--host", "::1", "--plain", "--rate", "50")
        self.pipit("stream", "sample", *server.arguments("[::1]"), "--limit", "2")
        host = [value for name, value in of_request(server)["headers"] if name == "Host"]
        self.assertEqual(host, ["[::1]:%d" % server.port])


def of_request(server):
    return next(e for e in server.log() if e["ev"] == "request")


class NamesTest(CliTest):
    def setUp(self):
        self.inside = namespace(self)

    def dns(self, answers):
        program(self, "dns.py", HOST + "=" + answers, inside=self.inside)

    def server(self, host="127.0.0.1", port=0):
        ending = {"stream": [[{"do": "head"}, POST, {"do": "end"}, {"do": "close"}]], "then": "repeat"}
        return Server(self, "--host", host, "--port", str(port), scenario=ending, inside=self.inside)

    def sample(self, server, *more, **status):
        return self.events("stream", "sample", *server.arguments(HOST), *more, inside=self.inside, **status)

    def test_unknown_name(self):
        """situation 55: NXDOMAIN has its own error, and the name is asked for again at each attempt."""
        program(self, "dns.py", inside=self.inside)
        events = self.sample(self.server(), "--max-retries", "2", status=3)
        self.assertEqual(names(events), ["connection_error", "retry"] * 2 + ["connection_error", "disconnect"])
        self.assertEqual({(e["error"], e["detail"]) for e in of_kind(events, "connection_error")}, {("PIPIT_E_DNS", HOST)})
        self.assertEqual(waits(events), [0, 250])

    def test_first_address_is_dead(self):
        """situation 55: the first address refuses, the second is silent, the third works: there is no error."""
        server = self.server()
        silent = program(self, "silent.py", "--host", "127.0.0.3", "--port", str(server.port), inside=self.inside)
        self.dns("127.0.0.2,127.0.0.3,127.0.0.1")
        events = self.sample(server, "--limit", "1")
        self.assertEqual(names(events, *PARTS), ["connect", "tweet", "disconnect"])
        self.assertIsNone(silent.process.poll())

    def test_all_addresses_are_dead(self):
        """situation 55: one connection error for all of them."""
        server = self.server()
        self.dns("127.0.0.2,127.0.0.3,::1")
        events = self.sample(server, "--max-retries", "1", status=3)
        self.assertEqual(names(events), ["connection_error", "retry", "connection_error", "disconnect"])
        self.assertEqual(events[0]["error"], "PIPIT_E_CONNECT")

    def test_address_changes(self):
        """situation 55: each reconnect resolves the name again and connects to its present address."""
        first = self.server()
        second, third = self.server("127.0.0.2", first.port), self.server("::1", first.port)
        self.dns("127.0.0.1/127.0.0.2/::1")
        self.sample(first, "--limit", "3", *faster(20))
        self.assertEqual([s.count("accept") for s in (first, second, third)], [1, 1, 1])


class ProxyTest(CliTest):
    def test_tunnel(self):
        """situation 53: with and without credentials, with more headers; token and password are never printed."""
        server = Server(self, "--rate", "50", "--max-connections", "2")
        url = proxy(self, "--user", "user", "--password", "p@ss")
        good = url.replace("://", "://user:p%40ss@")
        for through in (good, proxy(self)):
            out, err = self.pipit("stream", "sample", *server.arguments(), "--limit", "2", "--proxy", through)
            self.assertEqual(len(out.splitlines()), 2)
            self.assertNotIn("p%40ss", out + err)
        self.pipit("rules", "list", *server.arguments(), "--proxy", good)
        events = self.events("stream", "sample", *server.arguments(), "--proxy", url, status=1)
        self.assertEqual(names(events), ["connection_error", "disconnect"])
        self.assertEqual(events[-1]["reason"], "PIPIT_E_PROXY_AUTH")
        self.assertEqual(server.count("tls"), 3)

    def test_failures(self):
        """situation 53: 502, a close, and garbage after the 200 give the delays of network failures."""
        server = Server(self)
        for answer, error, detail in (("502", "PIPIT_E_PROXY", "502"), ("close", "PIPIT_E_PROXY", ""),
                                      ("garbage", "PIPIT_E_TLS", "")):
            bad = proxy(self, "--answer", answer)
            events = self.events("stream", "sample", *server.arguments(), "--proxy", bad, "--max-retries", "2", status=3)
            self.assertEqual(names(events), ["connection_error", "retry"] * 2 + ["connection_error", "disconnect"])
            self.assertEqual(waits(events), [0, 250])
            self.assertEqual(events[0]["error"], error)
            self.assertIn(detail, events[0]["detail"])
        self.assertEqual(server.count("accept"), 0)

    def test_refused(self):
        """situation 53, 78: a proxy that forbids the host, or redirects, is tried five times; 401 at once ends the request."""
        server = Server(self)
        for answer, error, tries in (("403", "PIPIT_E_PROXY_REFUSED", 5), ("302", "PIPIT_E_PROXY_REFUSED", 5),
                                     ("401", "PIPIT_E_PROXY_AUTH", 1)):
            bad = proxy(self, "--answer", answer)
            events = self.events("stream", "sample", *server.arguments(), "--proxy", bad, *faster(200), status=1)
            self.assertEqual(names(events), ["connection_error", "retry"] * (tries - 1) + ["connection_error", "disconnect"])
            self.assertEqual(waits(events), [5000, 10000, 20000, 40000][:tries - 1])
            self.assertEqual(events[-1]["reason"], error)
            self.assertIn(answer, events[0]["detail"])
        self.assertEqual(server.count("accept"), 0)

    def test_endless_answer(self):
        """situation 53: if the answer of a proxy never ends, the error is that of a connection that took too long."""
        events = self.events("stream", "sample", "--api", "https://localhost", "--proxy", proxy(self, "--answer", "slow"),
                             "--max-retries", "0", "--time-scale", "20", status=3)
        self.assertEqual(events[0]["error"], "PIPIT_E_CONNECT_TIMEOUT")


class ConnectionTest(CliTest):
    def test_nothing_answers(self):
        events = self.events("stream", "sample", "--api", silent(self),
                             "--max-retries", "1", "--time-scale", "20", status=3)
        self.assertEqual({e["error"] for e in of_kind(events, "connection_error")}, {"PIPIT_E_CONNECT_TIMEOUT"})

    def test_handshake_never_ends(self):
        """The server accepts the connection and sends nothing."""
        server = Server(self, scenario={"accept": [[{"do": "stall"}]], "then": "repeat"})
        events = self.events("stream", "sample", *server.arguments(), "--max-retries", "1", "--time-scale", "20", status=3)
        self.assertEqual({e["error"] for e in of_kind(events, "connection_error")}, {"PIPIT_E_CONNECT_TIMEOUT"})
        self.assertGreater(server.count("accept"), 0)
        self.assertEqual(server.count("tls"), 0)

    def test_flood(self):
        """The server, or a proxy, sends bytes without content before TLS is established: the error is that of a connection
        that took too long."""
        for name, block in floods().items():
            at = flood(self, block)
            where = ("--api", "https://" + at)
            if "TLS" not in name:
                where = ("--api", "https://localhost", "--proxy", "http://" + at)
            events = self.events("stream", "sample", *where, "--max-retries", "0", "--time-scale", "20", status=3)
            self.assertEqual(names(events), ["connection_error", "disconnect"], name)
            self.assertEqual(events[0]["error"], "PIPIT_E_CONNECT_TIMEOUT", name)

    def test_request(self):
        """situation 52: with all fields in every list; one Host, one User-Agent, the unchanged token, no body."""
        server = Server(self, "--rate", "50")
        lists = {"--expansions": posts.EXPANSIONS, "--media-fields": posts.MEDIA_FIELDS,
                 "--place-fields": posts.PLACE_FIELDS, "--poll-fields": posts.POLL_FIELDS,
                 "--tweet-fields": posts.TWEET_FIELDS, "--user-fields": posts.USER_FIELDS}
        options = [word for name, values in lists.items() for word in (name, ",".join(values))]
        self.pipit("stream", "sample", *server.arguments(), "--rx-bytes", "65536", "--limit", "1", *options)
        request = of_request(server)
        target = "&".join("%s=%s" % (name[2:].replace("-", "."), ",".join(values)) for name, values in lists.items())
        self.assertEqual((request["method"], request["target"]), ("GET", "/2/tweets/sample/stream?" + target))
        self.assertGreater(len(target), 1400)
        version = subprocess.run([PIPIT, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
        self.assertEqual(request["headers"], [["Host", "localhost:%d" % server.port], ["User-Agent", "pipit/" + version],
                                              ["Accept-Encoding", "identity"]])
        self.assertEqual((request["authorization"], request["bytes"]), ("ok", 0))
        with open(server.log_path, encoding="utf-8") as file:
            self.assertNotIn(TOKEN, file.read())

    def test_ways_to_end(self):
        """situation 42, 43, 77: half a line is told; each kind of end has its own event; then the stream connects again."""
        half = {"do": "chunk", "text": '{"data":{"id":"1"'}
        cases = (([{"do": "end"}, {"do": "close"}], "closed"), ([half, {"do": "end"}, {"do": "drop"}], "closed"),
                 ([{"do": "close"}], "closed"), ([{"do": "drop"}], "closed"), ([half, {"do": "drop"}], "closed"),
                 ([{"do": "wire", "text": "40\r\n{"}, {"do": "close"}], "PIPIT_E_TRUNCATED"),
                 ([{"do": "wire", "text": "40\r\n{"}, {"do": "drop"}], "PIPIT_E_TRUNCATED"),
                 ([{"do": "wire", "text": "40\r\n{"}, {"do": "pause", "ms": 100}, {"do": "reset"}], "PIPIT_E_RESET"),
                 ([{"do": "wire", "text": "G\r\n"}, {"do": "stall"}], "PIPIT_E_CHUNK"))
        for steps, expected in cases:
            server = Server(self, "--rate", "50", scenario={"stream": [[{"do": "head"}, POST, *steps]]})
            events = self.events("stream", "sample", *server.arguments(), "--limit", "2")
            end = "closed" if expected == "closed" else "connection_error"
            told = ["exception"] if half in steps else []
            self.assertEqual(names(events, *PARTS),
                             ["connect", "tweet", *told, end, "retry", "connect", "tweet", "disconnect"], steps)
            self.assertEqual([e["error"] for e in of_kind(events, "exception")], ["PIPIT_E_TRUNCATED"] * len(told))
            self.assertEqual(of_kind(events, end)[0].get("error", "closed"), expected)
            self.assertEqual([e["id"] for e in of_kind(events, "tweet")], server.posts(2))

    def test_one_byte_at_a_time(self):
        """situation 2, 28, 29: 2 KB of headers with four cookies, and a Post; each byte is a separate segment."""
        server = Server(self, scenario={"stream": [[{"do": "split", "bytes": 1}, {"do": "head"}, POST, {"do": "keep_alive"},
                                                    POST, {"do": "stall"}]]})
        client = Client(self, "stream", "sample", *server.arguments())
        ids = [client.until("tweet")["id"] for _ in range(2)]
        self.assertEqual(ids, server.posts(2))  # first, because the last bytes of a chunk are segments too
        self.assertEqual([name for name in client.interrupt() if name not in PARTS],
                         ["connect", "tweet", "keep_alive", "tweet"])


if __name__ == "__main__":
    unittest.main()
