# SPDX-License-Identifier: MIT
"""The command pipit against the local X, over real sockets and real TLS.

    PIPIT_BIN=build/bin/pipit python3 tests/cli/test_cli.py
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
SERVER = os.path.join(HERE, "..", "server", "local_x.py")
PIPIT = os.path.abspath(os.environ.get("PIPIT_BIN", os.path.join(HERE, "..", "..", "build", "bin", "pipit")))
TOKEN = "test-token-AAAA%2Fbbb%3D"
FULL = json.dumps({"data": {"id": "7", "text": "caf\u00e9 \U0001F941 &amp; \"x\""}, "includes": {"users": [{"id": "1"}]},
                   "errors": [{"title": "Not Found Error"}], "matching_rules": [{"id": "9", "tag": "t"}]})


class Server:
    """A local X that ends with the test."""

    def __init__(self, test, *options, scenario=None):
        folder = tempfile.TemporaryDirectory()
        test.addCleanup(folder.cleanup)
        self.log_path = os.path.join(folder.name, "log")
        command = [sys.executable, SERVER, "--parent-watch", "--log", self.log_path, *options]
        if scenario is not None:
            path = os.path.join(folder.name, "scenario.json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(scenario, file)
            command += ["--scenario", path]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        test.addCleanup(self.stop)
        words = self.process.stdout.readline().split()
        self.url = words[1]
        self.ca = words[2][3:] if len(words) > 2 else None

    def stop(self):
        self.process.terminate()
        self.process.wait(5)
        self.process.stdout.close()

    def log(self):
        with open(self.log_path, encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def posts(self, count, member="id"):
        """The first Posts it sent; it logs a Post after the last byte is out, so the client may be faster."""
        for _ in range(50):
            sent = [e[member] for e in self.log() if e["ev"] == "post"]
            if len(sent) >= count:
                break
            time.sleep(0.1)
        return sent[:count]

    def arguments(self):
        return ["--api", self.url] + (["--ca", self.ca] if self.ca else [])


def environment(token=TOKEN):
    variables = {k: v for k, v in os.environ.items() if k not in ("X_BEARER_TOKEN", "BEARER_TOKEN", "SSL_CERT_FILE")}
    if token:
        variables["X_BEARER_TOKEN"] = token
    return variables


class CliTest(unittest.TestCase):
    def pipit(self, *arguments, token=TOKEN, status=0, timeout=30):
        done = subprocess.run([PIPIT, *arguments], env=environment(token), capture_output=True, timeout=timeout)
        out, err = done.stdout.decode(), done.stderr.decode()
        if token:
            self.assertNotIn(token, out + err)
        self.assertEqual(done.returncode, status, out + err)
        return out, err

    def events(self, *arguments, status=0):
        out, _ = self.pipit(*arguments, "--events", "--no-jitter", status=status)
        events = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([e["event"] for e in events].count("disconnect"), 1)
        self.assertEqual(events[-1]["event"], "disconnect")
        self.assertTrue(all("t_ms" in e for e in events))
        return events

    def one_line(self, text, *words):
        self.assertEqual(len(text.strip().splitlines()), 1, text)
        for word in words:
            self.assertIn(word, text)

    # ---- bad input: one clear line, exit 2 ----

    def test_bad_arguments(self):
        for arguments, word in ((["stream", "filter", "--what"], "--what"), ([], "stream filter"),
                                (["stream", "firehose"], "firehose"), (["stream", "filter", "--limit", "x"], "--limit"),
                                (["stream", "filter", "--limit"], "--limit"), (["rules", "add"], "rule"),
                                (["rules", "delete"], "ids"), (["rules", "delete", "12x"], "digits"),
                                (["rules", "add", ""], "rule value"), (["stream", "filter", "--rx-bytes", "100"], "512"),
                                (["stream", "filter", "--backfill-minutes", "6"], "5"),
                                (["stream", "filter", "--tweet-fields", "a,a"], "tweet_fields"),
                                (["stream", "filter", "--api", "ftp://x"], "http"),
                                (["stream", "filter", "--api", "http://x:99999"], "port"),
                                (["stream", "filter", "--api", "http://x/y"], "host"),
                                (["stream", "filter", "--ca", "/nothing/here"], "No such file"),
                                (["stream", "filter", "--token-file", "/nothing/here"], "No such file")):
            _, err = self.pipit(*arguments, status=2)
            self.one_line(err, word, "pipit --help")

    def test_missing_token(self):
        _, err = self.pipit("stream", "filter", token=None, status=2)
        self.one_line(err, "X_BEARER_TOKEN", "--token-file")

    def test_help_and_version(self):
        self.assertIn("pipit rules add", self.pipit("--help", token=None)[0])
        self.assertRegex(self.pipit("--version", token=None)[0], r"^pipit \d+\.\d+\.\d+\n$")

    # ---- X and the network say no ----

    def test_wrong_token(self):
        server = Server(self)
        out, err = self.pipit("stream", "filter", *server.arguments(), token="another", status=1)
        self.assertEqual(out, "")
        self.assertIn("401", err)

    def test_no_rules(self):
        server = Server(self)
        events = self.events("stream", "filter", *server.arguments(), status=1)
        self.assertEqual([e["event"] for e in events], ["request_error", "disconnect"])
        self.assertEqual((events[0]["status"], events[0]["problem"]), (409, "streaming-connection"))
        self.assertEqual(events[1]["reason"], "PIPIT_E_NO_RULES")

    def test_certificates(self):
        for kind, word in (("unknown-ca", "CA"), ("wrong-name", "another host name"), ("expired", "expired"),
                           ("self-signed", "CA")):
            server = Server(self, "--cert", kind)
            events = self.events("stream", "sample", *server.arguments(), status=3)
            self.assertEqual([e["event"] for e in events],
                             ["connection_error", "retry", "connection_error", "retry", "connection_error", "disconnect"])
            self.assertEqual(events[0]["error"], "PIPIT_E_TLS_CERT")
            self.assertIn(word, events[0]["detail"])
            self.assertFalse([e for e in server.log() if e["ev"] == "request"])

    def test_other_protocols_are_refused(self):
        for options in (("--tls-max", "1.1"),):
            server = Server(self, *options)
            events = self.events("stream", "sample", *server.arguments(), "--max-retries", "0", status=3)
            self.assertEqual(events[0]["error"], "PIPIT_E_TLS")

    def proxy(self, *options):
        process = subprocess.Popen([sys.executable, os.path.join(HERE, "..", "server", "proxy.py"), *options],
                                   stdout=subprocess.PIPE, text=True)

        def stop():
            process.terminate()
            process.wait(5)
            process.stdout.close()
        self.addCleanup(stop)
        return process.stdout.readline().split()[1]

    def test_proxy(self):
        server = Server(self, "--rate", "50")
        url = self.proxy("--user", "user", "--password", "p@ss")
        good = url.replace("://", "://user:p%40ss@")
        out, err = self.pipit("stream", "sample", *server.arguments(), "--limit", "2", "--proxy", good)
        self.assertEqual(len(out.splitlines()), 2)
        self.assertNotIn("p%40ss", out + err)
        events = self.events("stream", "sample", *server.arguments(), "--proxy", url, status=1)
        self.assertEqual([e["event"] for e in events], ["connection_error", "disconnect"])
        self.assertEqual(events[-1]["reason"], "PIPIT_E_PROXY_AUTH")
        for answer, error, detail in (("502", "PIPIT_E_PROXY", "502"), ("close", "PIPIT_E_PROXY", ""),
                                      ("garbage", "PIPIT_E_TLS", "")):  # a 200, then what is no TLS
            bad = self.proxy("--answer", answer)
            events = self.events("stream", "sample", *server.arguments(), "--proxy", bad, "--max-retries", "1", status=3)
            self.assertEqual([e["event"] for e in events], ["connection_error", "retry", "connection_error", "disconnect"])
            self.assertEqual(events[0]["error"], error)
            self.assertIn(detail, events[0]["detail"])
        _, err = self.pipit("stream", "sample", "--proxy", "socks5://x", status=2)
        self.one_line(err, "--proxy", "http://")

    def test_unknown_host_and_closed_port(self):
        events = self.events("stream", "sample", "--api", "http://127.0.0.1:1", "--max-retries", "2", status=3)
        self.assertEqual([e.get("wait_ms") for e in events if e["event"] == "retry"], [0, 250])
        self.assertEqual(events[0]["error"], "PIPIT_E_CONNECT")
        self.assertIn("refused", events[0]["detail"])
        self.assertEqual(events[-1]["reason"], "PIPIT_E_RETRIES")

    # ---- streams ----

    def test_order_of_events(self):
        server = Server(self, scenario={"stream": [[{"do": "head"}, {"do": "keep_alive"}, {"do": "post", "json": FULL},
                                                    {"do": "stall"}]]})
        events = self.events("stream", "filter", *server.arguments(), "--limit", "1")
        self.assertEqual([e["event"] for e in events],
                         ["connect", "keep_alive", "data", "tweet", "includes", "errors", "matching_rules", "response",
                          "disconnect"])
        self.assertEqual(events[2]["raw"], FULL)
        self.assertEqual((events[3]["id"], events[3]["text"]), ("7", "caf\u00e9 \U0001F941 &amp; \"x\""))
        self.assertEqual(events[6]["matching_rules"], [{"id": "9", "tag": "t"}])
        self.assertEqual(events[8]["reason"], "PIPIT_E_STOPPED")

    def test_lines_unchanged_and_complete(self):
        for size in ("300", "2000", "8000"):
            server = Server(self, "--rate", "0", "--size", size)
            out, _ = self.pipit("stream", "sample", *server.arguments(), "--jsonl", "--limit", "500")
            lines = out.splitlines()
            self.assertEqual(len(lines), 500)
            self.assertEqual([json.loads(line)["data"]["id"] for line in lines], server.posts(500))
            self.assertEqual([len(line.encode()) + 2 for line in lines], server.posts(500, "bytes"))

    def test_readable_text(self):
        server = Server(self, "--rate", "50")
        self.pipit("rules", "add", "cat", "--tag", "cats", *server.arguments())
        out, err = self.pipit("stream", "filter", "--expansions", "author_id", "--tweet-fields", "created_at",
                              *server.arguments(), "--limit", "3")
        for line in out.splitlines():
            self.assertRegex(line, r"^@\S+ \d\d:\d\d:\d\d .*cat.* \[cats\]$")
        self.assertIn("connected to localhost", err)

    def test_terminal_is_safe(self):
        post = json.dumps({"data": {"id": "1", "text": "\x1b]0;x\x07\x9b31m\r\n&lt;b&gt;"}})
        server = Server(self, scenario={"stream": [[{"do": "head"}, {"do": "post", "json": post}, {"do": "stall"}]]})
        out, _ = self.pipit("stream", "filter", *server.arguments(), "--limit", "1")
        self.assertEqual(out, " ]0;x  31m  <b>\n")

    def test_recovery(self):
        server = Server(self, scenario={"stream": [
            [{"do": "status", "status": 503, "times": 1000, "body": "<p>Over capacity</p>" * 10, "length": True}],
            [{"do": "reset"}],
            [{"do": "head"}, {"do": "posts", "count": 1}, {"do": "notice"}, {"do": "stall"}],
            [{"do": "head"}, {"do": "posts", "count": 1}, {"do": "wire", "text": "40\r\n{\"data\""}, {"do": "reset"}],
            [{"do": "head"}, {"do": "posts", "count": 1}, {"do": "end"}, {"do": "close"}],
            [{"do": "head"}, {"do": "split", "bytes": 1}, {"do": "posts", "count": 2}, {"do": "stall"}]]})
        events = self.events("stream", "sample", *server.arguments(), "--limit", "5", "--time-scale", "20")
        names = [e["event"] for e in events if e["event"] not in ("data", "response", "tweet", "errors")]
        self.assertEqual(names, ["request_error", "retry", "connection_error", "retry", "connect", "closed", "retry",
                                 "connect", "connection_error", "retry", "connect", "closed", "retry", "connect",
                                 "disconnect"])
        self.assertEqual([e["wait_ms"] for e in events if e["event"] == "retry"], [5000, 0, 0, 5000, 10000])
        self.assertEqual([e["id"] for e in events if e["event"] == "tweet"], server.posts(5))

    def test_stall(self):
        server = Server(self, scenario={"stream": [[{"do": "head"}, {"do": "posts", "count": 1}, {"do": "stall"}]]})
        events = self.events("stream", "sample", *server.arguments(), "--stall-ms", "700", "--limit", "2")
        self.assertEqual([e["error"] for e in events if e["event"] == "connection_error"], ["PIPIT_E_STALL"])

    def test_oversize_and_malformed(self):
        server = Server(self, scenario={"stream": [[
            {"do": "head"}, {"do": "line", "text": "x" * 5000}, {"do": "line", "text": "{\"data\":"},
            {"do": "post", "json": FULL}, {"do": "stall"}]]})
        events = self.events("stream", "sample", *server.arguments(), "--rx-bytes", "1024", "--limit", "1")
        self.assertEqual([e["event"] for e in events][:4], ["connect", "oversize", "data", "exception"])
        self.assertEqual(events[1]["bytes"], 5000)
        self.assertEqual(events[3]["error"], "PIPIT_E_JSON")

    def test_retries_run_out(self):
        server = Server(self, scenario={"stream": [[{"do": "status", "status": 503}]], "then": "repeat"})
        events = self.events("stream", "sample", *server.arguments(), "--max-retries", "3", "--time-scale", "20", status=3)
        self.assertEqual([e["wait_ms"] for e in events if e["event"] == "retry"], [5000, 10000, 20000])
        self.assertEqual(events[-1]["reason"], "PIPIT_E_RETRIES")

    def test_time_limit(self):
        server = Server(self, "--rate", "10")
        begin = time.monotonic()
        self.pipit("stream", "sample", *server.arguments(), "--for", "1")
        self.assertLess(time.monotonic() - begin, 5)

    def interrupt(self, arguments, wait_for, token=TOKEN):
        process = subprocess.Popen([PIPIT, *arguments, "--events"], env=environment(token), stdout=subprocess.PIPE, text=True)
        with process:
            out = ""
            while wait_for and wait_for not in out:
                line = process.stdout.readline()
                self.assertTrue(line)
                out += line
            time.sleep(0.2)
            begin = time.monotonic()
            process.send_signal(signal.SIGINT)
            out += process.stdout.read()
            self.assertEqual(process.wait(5), 0)
            self.assertLess(time.monotonic() - begin, 2)
        self.assertEqual(json.loads(out.splitlines()[-1])["reason"], "PIPIT_E_STOPPED")

    def test_interrupt(self):
        server = Server(self, "--rate", "10")
        self.interrupt(["stream", "sample", *server.arguments()], '"tweet"')
        stalled = Server(self, scenario={"accept": [[{"do": "stall"}]], "then": "repeat"})
        self.interrupt(["stream", "sample", *stalled.arguments()], None)
        failing = Server(self, scenario={"stream": [[{"do": "status", "status": 503}]], "then": "repeat"})
        self.interrupt(["stream", "sample", *failing.arguments()], '"retry"')

    def test_reader_goes_away(self):
        server = Server(self, "--rate", "1000")
        process = subprocess.Popen([PIPIT, "stream", "sample", *server.arguments(), "--jsonl"], env=environment(),
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        process.stdout.readline()
        process.stdout.close()
        self.assertEqual(process.wait(10), 0)

    # ---- rules ----

    def test_rules(self):
        server = Server(self)
        api = server.arguments()
        self.assertIn("1 created", self.pipit("rules", "add", "cat \"has\" é", "--tag", "t 1", *api)[1])
        self.assertIn("exists already as", self.pipit("rules", "add", "cat \"has\" é", *api)[1])
        self.assertIn("dry run", self.pipit("rules", "add", "dog", "--dry-run", *api)[1])
        _, err = self.pipit("rules", "add", "-cat", *api, status=1)
        self.assertIn("non-negation", err)
        out, err = self.pipit("rules", "list", *api)
        self.assertEqual(len(out.splitlines()), 1)
        number, tag, value = out.rstrip("\n").split("\t")
        self.assertEqual((tag, value), ("t 1", "cat \"has\" é"))
        self.assertEqual(self.pipit("rules", "list", "--ids", number, *api)[0], out)
        self.assertIn("1 deleted", self.pipit("rules", "delete", number, *api)[1])
        self.assertIn("does not exist", self.pipit("rules", "delete", number, *api, status=1)[1])
        self.assertEqual(self.pipit("rules", "list", *api)[0], "")

    def test_rules_wait_on_rate_limit(self):
        server = Server(self, scenario={"rules": [[{"do": "status", "status": 429, "headers": {
            "x-rate-limit-remaining": "0", "x-rate-limit-reset": "{now+3}"}}]]})
        events = self.events("rules", "list", *server.arguments(), "--time-scale", "50")
        self.assertEqual([e["event"] for e in events], ["request_error", "retry", "rules_meta", "disconnect"])
        self.assertGreaterEqual(events[1]["wait_ms"], 60000)

    def test_rules_errors(self):
        html = Server(self, scenario={"rules": [[{"do": "status", "status": 503, "body": "<html></html>"}]]})
        self.pipit("rules", "list", *html.arguments(), status=1)
        wrong = Server(self, scenario={"rules": [[{"do": "status", "status": 200, "json": {
            "errors": [{"message": "no"}], "title": "Invalid Request", "type": "x"}}]]})
        self.assertIn("no", self.pipit("rules", "list", *wrong.arguments(), status=1)[1])

    def test_token_file(self):
        server = Server(self)
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(TOKEN + "\n")
            file.flush()
            self.pipit("rules", "list", "--token-file", file.name, *server.arguments(), token=None)


if __name__ == "__main__":
    unittest.main()
