# SPDX-License-Identifier: MIT
"""--out: the file has only complete lines, however the command ends; --metadata: URL and time of each message."""

import datetime
import json
import os
import random
import re
import resource
import signal
import subprocess
import tempfile
import time
import unittest

from harness import HANG_SECONDS, PIPIT, TOKEN, CliTest, Server, environment, wait_until

POST = '{"data":{"id":"%d","text":"a"}}'
KILLS = 25
LIMIT_BYTES = 20000


class OutTest(CliTest):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "posts.jsonl")

    def content(self):
        with open(self.path, encoding="utf-8") as file:
            return file.read()

    def put(self, content):
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(content)

    def replay(self, *ids, status=0, **more):
        """Appends these Posts."""
        source = self.path + ".source"
        with open(source, "w", encoding="utf-8") as file:
            file.write("".join(POST % n + "\n" for n in ids))
        return self.pipit("replay", source, "--out", self.path, token=None, status=status, **more)

    def test_appends(self):
        self.assertEqual(self.replay(1, 2), ("", ""))
        self.assertEqual(self.replay(3), ("", ""))
        self.assertEqual(self.content(), "".join(POST % n + "\n" for n in (1, 2, 3)))

    def test_unfinished_line(self):
        """An incomplete line of a killed writer is removed, a missing line end is added, another file is not changed."""
        self.put(POST % 1 + "\n" + (POST % 2)[:20])
        _, err = self.replay(3)
        self.assertEqual(self.content(), POST % 1 + "\n" + POST % 3 + "\n")
        self.one_line(err, "20 bytes", "removed")
        self.put(POST % 1 + "\n" + POST % 2)
        self.assertEqual(self.replay(3)[1], "")
        self.assertEqual(self.content(), "".join(POST % n + "\n" for n in (1, 2, 3)))
        self.put('{"x":"' + "y" * 10000)
        self.assertIn("10006 bytes", self.replay(3)[1])
        self.assertEqual(self.content(), POST % 3 + "\n")
        self.put("Dear diary")
        _, err = self.replay(3, status=2)
        self.one_line(err, "--out", "not JSON")
        self.assertEqual(self.content(), "Dear diary")

    def test_killed(self):
        """kill -9 at any time, again and again: complete lines, none twice, none lost in between."""
        server = Server(self, "--rate", "0", "--size", "8000", "--max-connections", "100", "--connect-limit", "1000")
        for _ in range(KILLS):
            size = os.path.getsize(self.path) if os.path.exists(self.path) else 0
            with subprocess.Popen([PIPIT, "stream", "sample", *server.arguments(), "--out", self.path],
                                  env=environment(), stderr=subprocess.DEVNULL) as process:
                wait_until(self, lambda size=size: os.path.exists(self.path) and os.path.getsize(self.path) > size,
                           "lines in the file")
                time.sleep(random.uniform(0, 0.05))
                process.kill()
        self.replay(1)
        lines = self.content().splitlines()
        ids = [json.loads(line)["data"]["id"] for line in lines]
        self.assertGreater(len(ids), KILLS)
        self.assertEqual(len(ids), len(set(ids)))
        sent = {}
        for event in server.log():
            if event["ev"] == "post":
                sent.setdefault(event["conn"], []).append(event["id"])
        for connection in sent.values():
            wanted = [number for number in ids if number in set(connection)]
            self.assertEqual(wanted, connection[:len(wanted)])

    def test_terminated(self):
        """After Ctrl-C nothing that was received is lost."""
        server = Server(self, "--rate", "0")
        with subprocess.Popen([PIPIT, "stream", "sample", *server.arguments(), "--out", self.path],
                              env=environment(), stderr=subprocess.DEVNULL) as process:
            wait_until(self, lambda: os.path.exists(self.path) and os.path.getsize(self.path) > 0, "lines in the file")
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(HANG_SECONDS), 0)
        ids = [json.loads(line)["data"]["id"] for line in self.content().splitlines()]
        self.assertEqual(ids, server.posts(len(ids)))

    def test_no_space(self):
        """A full disk: one message, status 4, and the file ends with a complete line."""
        server = Server(self, "--rate", "0", "--size", "2000")
        done = subprocess.run([PIPIT, "stream", "sample", *server.arguments(), "--out", self.path], env=environment(),
                              capture_output=True, text=True, timeout=HANG_SECONDS, check=False,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT_BYTES, LIMIT_BYTES)))
        self.assertEqual(done.returncode, 4, done.stderr)
        self.one_line(done.stderr.splitlines()[-1], self.path, "too large")
        content = self.content()
        self.assertGreater(len(content), LIMIT_BYTES - 4000)
        self.assertTrue(content.endswith("\n"))
        for line in content.splitlines():
            json.loads(line)
        for arguments, name in ((("--out", "/dev/full"), "/dev/full"), (("--jsonl",), "stdout"), ((), "stdout")):
            with open("/dev/full", "w", encoding="utf-8") as full:
                done = subprocess.run([PIPIT, "stream", "sample", *server.arguments(), *arguments], stdout=full,
                                      stderr=subprocess.PIPE, env=environment(), text=True, timeout=HANG_SECONDS, check=False)
            self.assertEqual(done.returncode, 4)
            self.one_line(done.stderr.splitlines()[-1], name, "No space left")

    def test_one_writer(self):
        server = Server(self, "--rate", "100")
        with subprocess.Popen([PIPIT, "stream", "sample", *server.arguments(), "--out", self.path],
                              env=environment(), stderr=subprocess.DEVNULL) as process:
            wait_until(self, lambda: os.path.exists(self.path) and os.path.getsize(self.path) > 0, "lines in the file")
            self.one_line(self.replay(1, status=2)[1], "another pipit")
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(HANG_SECONDS), 0)
        self.assertEqual(self.replay(1)[1], "")

    def test_bad_places(self):
        for path, words in (("/nothing/here", ["No such file"]), ("/", ["directory"])):
            _, err = self.pipit("stream", "sample", "--out", path, status=2)
            self.one_line(err, "--out " + path, *words)

    def test_metadata(self):
        """URL and time in each object; the token is not in the file."""
        server = Server(self, "--rate", "0")
        before = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(milliseconds=1)
        self.pipit("stream", "sample", *server.arguments(), "--out", self.path, "--metadata", "--limit", "3",
                   "--fields", "minimal")
        after = datetime.datetime.now(datetime.timezone.utc)
        lines = [json.loads(line) for line in self.content().splitlines()]
        self.assertEqual([line["data"]["id"] for line in lines], server.posts(3))
        version = self.pipit("--version", token=None)[0].split()[1]
        for line in lines:
            about = line["__pipit"]
            self.assertEqual(set(about), {"url", "version", "retrieved_at"})
            self.assertEqual(about["url"], server.url + "/2/tweets/sample/stream?expansions=author_id"
                             "&tweet.fields=author_id,created_at&user.fields=username")
            self.assertEqual(about["version"], version)
            self.assertRegex(about["retrieved_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
            self.assertTrue(before <= datetime.datetime.fromisoformat(about["retrieved_at"].replace("Z", "+00:00")) <= after)
        self.assertNotIn(TOKEN, self.content())

    def test_metadata_of_every_line(self):
        """Each object gets the metadata, also an empty one; an array becomes one line for each object; other lines are
        unchanged."""
        texts = ['{}', '{"a":1}', '[{"b":2},{}]', 'null', '{"data":{"id":"1","text":"a"}}']
        server = Server(self, scenario={"stream": [[{"do": "head"}, *({"do": "line", "text": t} for t in texts),
                                                    {"do": "stall"}]]})
        out, _ = self.pipit("stream", "--path", '/2/any?"\\', *server.arguments(), "--jsonl", "--metadata",
                            "--limit", "1", status=1)
        out, _ = self.pipit("stream", "sample", *server.arguments(), "--jsonl", "--metadata", "--limit", "1")
        lines = [json.loads(line) for line in out.splitlines()]
        urls = [line and line.pop("__pipit")["url"] for line in lines]
        self.assertEqual(lines, [{}, {"a": 1}, {"b": 2}, {}, None, {"data": {"id": "1", "text": "a"}}])
        self.assertEqual({url for url in urls if url}, {server.url + "/2/tweets/sample/stream"})

    def test_combinations(self):
        for arguments, words in ((["--metadata"], ["--metadata needs"]), (["--events", "--out", self.path], ["not both"]),
                                 (["--events", "--jsonl"], ["not both"])):
            _, err = self.pipit("stream", "sample", *arguments, status=2)
            self.one_line(err, *words)
        self.assertFalse(os.path.exists(self.path))

    def test_stats(self):
        """Every counter, by name, on stderr."""
        server = Server(self, "--rate", "0")
        _, err = self.pipit("stream", "sample", *server.arguments(), "--out", self.path, "--limit", "5", "--stats")
        stats = dict(line.split() for line in err.splitlines() if re.fullmatch(r"[a-z_]+ \S+", line))
        self.assertEqual((stats["messages"], stats["data"], stats["lines"], stats["connects"]), ("5", "5", "5", "1"))
        for name in ("bytes", "duplicates", "keep_alives", "oversize", "malformed", "retries", "reconnects_stall",
                     "reconnects_conflict", "without_data", "cut", "message_age_ms", "gaps", "longest_gap_ms", "lag_ms", "rx_high_bytes", "tokens_high"):
            self.assertIn(name, stats)


if __name__ == "__main__":
    unittest.main()
