# SPDX-License-Identifier: MIT
"""The local X and the proxy behave as README.md says: python3 -m unittest discover -s tests/behaviour/server"""

import base64
import glob
import http.client
import ipaddress
import json
import os
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from scenario import Scenario  # noqa: E402
from served import HANG_SECONDS, TOKEN, Served  # noqa: E402

FILTER = "/2/tweets/search/stream"
SAMPLE = "/2/tweets/sample/stream"
RULES = FILTER + "/rules"


class RulesTest(Served):
    def test_add_list_delete(self):
        self.plain()
        self.assertNotIn("data", self.answer("GET", RULES)[1])
        rules = [{"value": "cat", "tag": "c"}, {"value": "cat"}, {"value": "--b"}]
        status, made = self.answer("POST", RULES, {"add": rules})
        self.assertEqual((status, made["meta"]["summary"]["created"]), (201, 1))
        self.assertEqual([e["title"] for e in made["errors"]], ["DuplicateRule", "UnprocessableEntity"])
        self.assertIsInstance(made["errors"][1]["details"], list)
        self.assertEqual(self.answer("POST", RULES + "?dry_run=true", {"add": [{"value": "dog"}]})[0], 200)
        self.answer("POST", RULES, {"add": [{"value": "bird"}, {"value": "fish"}]})
        page = self.answer("GET", RULES + "?max_results=2")[1]
        self.assertEqual(len(page["meta"]["next_token"]), 16)
        rest = self.answer("GET", RULES + "?pagination_token=" + page["meta"]["next_token"])[1]
        self.assertEqual([r["value"] for r in page["data"] + rest["data"]], ["cat", "bird", "fish"])
        gone = self.answer("POST", RULES, {"delete": {"ids": [page["data"][0]["id"], "1"]}})[1]
        self.assertEqual(gone["meta"]["summary"], {"deleted": 1, "not_deleted": 1})
        self.assertEqual(gone["errors"][0]["errors"][0]["message"], "Rule does not exist")
        self.assertEqual(self.answer("POST", RULES, {"delete": {"values": ["bird"]}})[1]["meta"]["summary"]["deleted"], 1)
        self.assertEqual(self.answer("POST", RULES + "?delete_all=true", {})[1]["meta"]["summary"]["deleted"], 1)
        self.assertEqual(self.answer("POST", RULES, {"delete": []})[0], 400)


class StreamTest(Served):
    def test_refusals(self):
        log = os.path.join(self.folder, "refusals")
        self.plain("--log", log)
        for status, method, target in ((409, "GET", FILTER), (405, "POST", SAMPLE), (404, "GET", "/2/nope"),
                                       (400, "GET", SAMPLE + "?backfill_minutes=9"), (405, "DELETE", RULES),
                                       (400, "GET", SAMPLE + "?tweet.fields=nope"),
                                       (400, "GET", SAMPLE + "?start_time=2026-01-01T00:00:00Z"),
                                       (400, "GET", FILTER + "?start_time=yesterday")):
            self.assertEqual(self.answer(method, target)[0], status, target)
        self.assertEqual(self.answer("GET", SAMPLE, token="wrong")[0], 401)
        with open(log, encoding="utf-8") as file:
            text = file.read()
        self.assertNotIn(TOKEN, text)
        self.assertTrue(all({"t", "ev"} <= set(json.loads(line)) for line in text.splitlines()))

    def test_filtered_and_one_connection(self):
        self.plain("--rate", "50")
        self.answer("POST", RULES, {"add": [{"value": "cat", "tag": "c"}]})
        response = self.ask("GET", FILTER + "?tweet.fields=created_at&expansions=author_id")
        self.assertTrue(1500 < sum(len(k) + len(v) + 4 for k, v in response.getheaders()) < 2600)
        post = json.loads(response.readline())
        self.assertEqual(post["matching_rules"][0]["tag"], "c")
        self.assertEqual(post["includes"]["users"][0]["id"], post["data"]["author_id"])
        status, body = self.answer("GET", FILTER)
        self.assertEqual((status, body["connection_issue"]), (429, "TooManyConnections"))
        self.assertEqual(self.ask("GET", SAMPLE).status, 200)

    def test_each_stream_has_its_own_budget(self):
        self.plain("--connect-limit", "1", "--disconnect-after", "1", "--rate", "50", "--max-connections", "9")
        self.answer("POST", RULES, {"add": [{"value": "cat"}]})
        for target in (FILTER, SAMPLE):
            first = self.ask("GET", target)
            self.assertEqual((first.status, first.getheader("x-rate-limit-remaining")), (200, "0"))
            self.assertEqual(self.ask("GET", target).status, 429)
        rules = self.ask("GET", RULES)
        self.assertEqual((rules.status, rules.getheader("x-rate-limit-limit")), (200, "450"))

    def test_nothing_but_loopback(self):
        for host in ("0.0.0.0", "192.0.2.1", "::", "localhost"):
            done = subprocess.run([sys.executable, os.path.join(HERE, "local_x.py"), "--plain", "--host", host],
                                  capture_output=True, timeout=HANG_SECONDS)
            self.assertEqual((done.returncode, done.stdout), (2, b""))

    def test_sizes_and_end(self):
        for size, low, high in (("300", 290, 310), ("2000", 1900, 2100), ("8000", 7900, 8100), ("mix", 290, 8100)):
            self.plain("--rate", "0", "--size", size, "--disconnect-after", "40")
            lines = self.ask("GET", SAMPLE).read().split(b"\r\n")[:-1]
            self.assertEqual(len(lines), 40)
            self.assertTrue(all(low <= len(line) + 2 <= high for line in lines), (size, sorted(map(len, lines))))
            self.assertGreater(len({len(line) > 1000 for line in lines}), size == "mix")

    def test_log_of_posts(self):
        """The received lines can be compared with the log: id, length, checksum."""
        log = os.path.join(self.folder, "log")
        self.plain("--rate", "0", "--disconnect-after", "20", "--log", log)
        lines = self.ask("GET", SAMPLE).read().split(b"\r\n")[:-1]
        got = [(json.loads(line)["data"]["id"], len(line) + 2, "%08x" % zlib.crc32(line)) for line in lines]
        with open(log, encoding="utf-8") as file:
            sent = [(e["id"], e["bytes"], e["crc32"]) for e in map(json.loads, file) if e["ev"] == "post"]
        self.assertEqual((len(got), got), (20, sent))

    def test_keep_alive_and_backfill(self):
        self.plain("--rate", "4", "--keep-alive-ms", "60")
        first = self.ask("GET", SAMPLE)
        lines = [first.readline() for _ in range(6)]
        self.assertIn(b"\r\n", lines)
        seen = [json.loads(line)["data"]["id"] for line in lines if line.strip()]
        first.leave()
        first.close()
        time.sleep(1.2)
        again = self.ask("GET", SAMPLE + "?backfill_minutes=1")
        oldest = next(filter(None, (json.loads(again.readline().strip() or b"null") for _ in range(10))))
        self.assertLessEqual(int(oldest["data"]["id"]), int(seen[-1]))  # it is a stored Post, not one that appears later


class ScenarioTest(Served):
    def scripted(self, data, *options):
        with tempfile.NamedTemporaryFile("w", dir=self.folder, suffix=".json", delete=False) as file:
            json.dump(data, file)
        self.plain("--scenario", file.name, *options)

    def shipped(self, name):
        self.plain("--scenario", os.path.join(HERE, "scenarios", name + ".json"))

    def test_log_of_a_client_that_leaves(self):
        """The client has read the line, but not the CRLF after the chunk: the Post counts as sent, the next one does not."""
        log = os.path.join(self.folder, "left")
        self.scripted({"stream": [[{"do": "head"}, {"do": "split", "bytes": 1, "every_ms": 5},
                                   {"do": "posts", "count": 2, "together": True}]]}, "--log", log)
        with socket.create_connection(("127.0.0.1", self.port)) as client:
            client.sendall(b"GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n" % (SAMPLE.encode(), TOKEN.encode()))
            came = b""
            while came.partition(b"\r\n\r\n")[2].count(b"\r\n") < 2:
                came += client.recv(1)
        line = came.split(b"\r\n")[-2]
        until = time.monotonic() + HANG_SECONDS
        logged = []
        while not any(e["ev"] == "client_gone" for e in logged) and time.monotonic() < until:
            with open(log, encoding="utf-8") as file:
                logged = [json.loads(text) for text in file if text.endswith("\n")]
            time.sleep(0.02)
        sent = [(e["id"], e["bytes"]) for e in logged if e["ev"] == "post"]
        self.assertEqual(sent, [(json.loads(line)["data"]["id"], len(line) + 2)])

    def test_all_load(self):
        files = glob.glob(os.path.join(HERE, "scenarios", "*.json"))
        self.assertEqual(len(files), 33)
        for path in files:
            Scenario(path)

    def test_statuses(self):
        for name, status in (("503_three_times", 503), ("usage_cap", 429), ("403", 403), ("redirect_302", 302),
                             ("503_html_100k", 503), ("503_provisioning", 503)):
            self.shipped(name)
            response = self.ask("GET", SAMPLE)
            self.assertEqual(response.status, status, name)
            self.assertTrue(len(response.read()) > 100000 or name != "503_html_100k")
        self.shipped("429_rate")
        reset = int(self.ask("GET", SAMPLE).getheader("x-rate-limit-reset"))
        self.assertTrue(1 <= reset - time.time() <= 4)
        self.shipped("rules_429_then_ok")
        self.assertEqual([self.ask("GET", RULES).status for _ in range(2)], [429, 200])

    def test_bodies(self):
        for name, posts in (("one_byte_chunks", 2), ("trailers_extensions", 2), ("http10_eof", 3), ("continue_100", 2)):
            self.shipped(name)
            lines = [line for line in self.ask("GET", SAMPLE).read().split(b"\r\n") if line]
            self.assertEqual(len([json.loads(line)["data"]["id"] for line in lines]), posts, name)
        self.shipped("oversize")
        self.assertGreater(len(self.ask("GET", SAMPLE).read()), 1000000)

    def test_reset(self):
        self.shipped("reset_mid_chunk")
        response = self.ask("GET", SAMPLE)
        self.assertIn("id", json.loads(response.readline())["data"])
        with self.assertRaises((ConnectionResetError, http.client.IncompleteRead)):
            response.read()
        self.scripted({"accept": [[{"do": "reset"}]], "then": "normal"})
        with self.assertRaises(ConnectionResetError):
            self.ask("GET", RULES)
        self.assertEqual(self.ask("GET", RULES).status, 200)

    def test_steps(self):
        self.scripted({"stream": [[{"do": "head"}, {"do": "notice", "legacy": True}, {"do": "post", "json": {"data": {}}},
                                   {"do": "repeat", "times": 2, "steps": [{"do": "line", "text": "x", "eol": "\n"}]},
                                   {"do": "end"}]], "then": "close"})
        self.assertTrue(self.ask("GET", SAMPLE).read().endswith(b'{"data":{}}\r\nx\nx\n'))
        with self.assertRaises((http.client.RemoteDisconnected, ConnectionResetError)):
            self.ask("GET", SAMPLE)


class TlsTest(Served):
    def shake(self, ca, name="localhost"):
        context = ssl.create_default_context(cafile=ca)
        context.set_alpn_protocols(["http/1.1"])
        with socket.create_connection(("127.0.0.1", self.port), timeout=HANG_SECONDS) as raw:
            with context.wrap_socket(raw, server_hostname=name) as sock:
                return sock.selected_alpn_protocol(), sock.version()

    def test_certificates(self):
        words = {"wrong-name": "Hostname mismatch", "expired": "expired", "self-signed": "self-signed",
                 "unknown-ca": "unable to get"}
        for kind in ("good", *words):
            self.start("local_x.py", "--dir", self.folder, "--cert", kind, "--tls-max", "1.2")
            ca = os.path.join(self.folder, "ca.pem")
            if kind == "good":
                self.assertEqual(self.shake(ca), ("http/1.1", "TLSv1.2"))
            else:
                with self.assertRaisesRegex(ssl.SSLCertVerificationError, words[kind]):
                    self.shake(ca)

    def test_roots_of_both_kinds(self):
        """All keys of a chain are of one kind, and no root is valid for the other chain."""
        roots = {"ec": "ca.pem", "rsa": "ca.pem", "rsa-chain": "ca-rsa.pem"}
        for key, root in roots.items():
            self.start("local_x.py", "--dir", self.folder, "--key", key)
            for name in ("ca.pem", "ca-rsa.pem"):
                if not os.path.exists(os.path.join(self.folder, name)):
                    continue
                if name == root:
                    self.assertEqual(self.shake(os.path.join(self.folder, name))[0], "http/1.1")
                else:
                    with self.assertRaises(ssl.SSLCertVerificationError):
                        self.shake(os.path.join(self.folder, name))
        for name, kind in (("ca-rsa", "rsaEncryption"), ("intermediate-rsa", "rsaEncryption"),
                           ("good-rsa-chain", "rsaEncryption"), ("ca", "id-ecPublicKey"), ("good-rsa", "rsaEncryption")):
            shown = subprocess.run(["openssl", "x509", "-noout", "-text", "-in", os.path.join(self.folder, name + ".pem")],
                                   capture_output=True, text=True, check=True).stdout
            self.assertIn("Public Key Algorithm: " + kind, shown)

    def test_old_version(self):
        self.start("local_x.py", "--dir", self.folder, "--tls-max", "1.1")
        context = ssl.create_default_context(cafile=os.path.join(self.folder, "ca.pem"))
        context.minimum_version = ssl.TLSVersion.TLSv1_2  # not every OpenSSL has this default
        with socket.create_connection(("127.0.0.1", self.port), timeout=HANG_SECONDS) as raw, \
                self.assertRaisesRegex(ssl.SSLError, "version"):
            context.wrap_socket(raw, server_hostname="localhost")
        done = subprocess.run(["openssl", "s_client", "-connect", "127.0.0.1:%d" % self.port, "-tls1_1", "-cipher",
                               "DEFAULT:@SECLEVEL=0"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=HANG_SECONDS)
        self.assertRegex(done.stdout, r"New, TLSv1\.\d, Cipher is \w")
        self.assertIn("TLSv1.1", done.stdout)


class NamesTest(Served):
    def look_up(self, name, kind):
        """(response code, addresses), or None if there is no answer."""
        labels = b"".join(bytes((len(label),)) + label.encode() for label in name.split("."))
        query = struct.pack(">6H", 7, 0x100, 1, 0, 0, 0) + labels + struct.pack(">BHH", 0, kind, 1)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.settimeout(0.3)
            sock.sendto(query, ("127.0.0.1", self.port))
            try:
                answer = sock.recv(4096)
            except TimeoutError:
                return None
        number, flags, _, count, _, _ = struct.unpack_from(">6H", answer)
        self.assertEqual(number, 7)
        size = {1: 16, 28: 28}[kind]
        records = [answer[len(query) + size * n:len(query) + size * (n + 1)] for n in range(count)]
        return flags & 15, [str(ipaddress.ip_address(r[12:])) for r in records]

    def test_answers(self):
        self.start("dns.py", "--port", "0", "a.example=127.0.0.1,::1/127.0.0.2", "silent.example=-")
        self.assertEqual(self.look_up("A.example", 1), (0, ["127.0.0.1"]))
        self.assertEqual(self.look_up("a.example", 28), (0, ["::1"]))
        self.assertEqual(self.look_up("a.example", 28), (0, []))
        self.assertEqual([self.look_up("a.example", 1) for _ in range(2)], [(0, ["127.0.0.2"])] * 2)
        self.assertEqual(self.look_up("b.example", 1), (3, []))
        self.assertIsNone(self.look_up("silent.example", 1))

    def test_silent_port(self):
        self.start("silent.py")
        with self.assertRaises(TimeoutError):
            socket.create_connection(("127.0.0.1", self.port), timeout=0.3)


class ProxyTest(Served):
    def connect(self, target, credentials=None):
        sock = socket.create_connection(("127.0.0.1", self.port), timeout=HANG_SECONDS)
        self.addCleanup(sock.close)
        extra = "Proxy-Authorization: Basic %s\r\n" % base64.b64encode(credentials).decode() if credentials else ""
        sock.sendall(("CONNECT %s HTTP/1.1\r\nHost: %s\r\n%s\r\n" % (target, target, extra)).encode())
        return sock, sock.recv(4096)

    def test_tunnel(self):
        target = "localhost:%d" % self.plain()
        self.start("proxy.py", "--user", "user", "--password", "p@ss")
        self.assertIn(b" 407 ", self.connect(target)[1])
        self.assertIn(b" 403 ", self.connect("192.0.2.1:443", b"user:p@ss")[1])
        self.assertIn(b" 502 ", self.connect("localhost:1", b"user:p@ss")[1])
        sock, head = self.connect(target, b"user:p@ss")
        self.assertIn(b" 200 ", head)
        sock.sendall(b"GET /2/nope HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.assertIn(b" 401 ", sock.recv(4096))

    def test_answers(self):
        for answer, wanted in (("502", b" 502 "), ("407", b" 407 "), ("garbage", b" 200 "), ("close", b""),
                               ("slow", b"H")):
            self.start("proxy.py", "--answer", answer)
            self.assertIn(wanted, self.connect("localhost:1")[1])


if __name__ == "__main__":
    unittest.main()
