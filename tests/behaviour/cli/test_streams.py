# SPDX-License-Identifier: MIT
"""Each of X's 16 streams from end to end over TLS: the output must be equal to the server's log, byte for byte."""

import json
import unittest
import urllib.parse
import zlib

from harness import CliTest, Server, at_once, wait_until

MESSAGES = 60
SINGLE = ("filter", "sample", "likes_compliance", "tweet_labels", "activity", "powerstream")
PARTITIONS = {"sample10": 2, "firehose": 20, "firehose_en": 8, "firehose_ja": 2, "firehose_ko": 2, "firehose_pt": 2,
              "likes_firehose": 20, "likes_sample10": 2, "tweets_compliance": 4, "users_compliance": 4}
KINDS = {"likes_firehose": "like", "likes_sample10": "like", "tweets_compliance": "compliance",
         "users_compliance": "compliance", "likes_compliance": "compliance", "tweet_labels": "label",
         "activity": "activity"}


def sums(out):
    return ["%08x" % zlib.crc32(line.encode()) for line in out.splitlines()]


def prepare(test, name, api):
    """Does what a stream needs before it sends messages."""
    if name == "filter":
        test.pipit("rules", "add", "cat OR city", "--tag", "t", *api)
    if name == "powerstream":
        test.pipit("rules", "add", "contains:cat", "--powerstream", *api)
    if name == "activity":
        for kind in ("profile.update.bio", "post.create", "follow.follow"):
            test.pipit("subscriptions", "create", "--event-type", kind, "--user-id", "2244994945", *api)


class StreamsTest(CliTest):
    def sent(self, server):
        """The checksums of the lines of each connection."""
        connections = {}
        for event in server.log():
            if "crc32" in event:
                connections.setdefault(event["conn"], []).append(event["crc32"])
        return connections

    def same(self, server, out):
        """The lines of each connection were printed in its order, from its first line on; there are no other lines."""
        printed = sums(out)
        of = {}

        def is_logged():
            """Waits, because the server logs after it has sent, so the client can be faster than the log."""
            for connection, lines in self.sent(server).items():
                for line in lines:
                    of.setdefault(line, connection)
            return set(printed) <= set(of)
        wait_until(self, is_logged, "all that was printed was sent")
        came = {}
        for line in printed:
            came.setdefault(of[line], []).append(line)
        for connection, lines in came.items():
            self.assertEqual(lines, self.sent(server)[connection][:len(lines)])

    def one(self, name, *options):
        server = Server(self, "--rate", "200")
        prepare(self, name, server.arguments())
        out, err = self.pipit("stream", name, *options, *server.arguments(), "--jsonl", "--limit", str(MESSAGES))
        self.assertGreaterEqual(len(out.splitlines()), MESSAGES if name != "powerstream" else 2)
        self.same(server, out)
        self.assertIn("connected to localhost", err)
        return server, out

    def test_single(self):
        at_once(self.one, [(name,) for name in SINGLE])

    def test_partition(self):
        """The last partition of each stream that has several."""
        at_once(self.one, [(name, "--partition", str(count)) for name, count in PARTITIONS.items()])

    def test_all_partitions(self):
        """All partitions in one loop: each message once."""
        for name in ("firehose", "users_compliance", "likes_sample10"):
            server, out = self.one(name, "--partition", "all")
            lines = out.splitlines()
            self.assertEqual(len(lines), len(set(lines)))
            asked = {dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(e["target"]).query))["partition"]
                     for e in server.log() if e["ev"] == "request"}
            self.assertEqual(asked, {str(n + 1) for n in range(PARTITIONS[name])})

    def test_kinds(self):
        """situation 63: messages are recognised by their kind, and each is printed as a line for people."""
        def check(name, kind):
            server = Server(self, "--rate", "100")
            prepare(self, name, server.arguments())
            partition = ("--partition", "1") if name in PARTITIONS else ()
            out, _ = self.pipit("stream", name, *partition, *server.arguments(), "--events", "--limit", "30")
            self.assertEqual([json.loads(line)["event"] for line in out.splitlines()].count(kind), 30)
            out, _ = self.pipit("stream", name, *partition, *server.arguments(), "--limit", "30")
            self.assertEqual(len(out.splitlines()), 30)
            self.assertNotIn("{\"data\"", out)
        at_once(check, list(KINDS.items()))

    def test_fields(self):
        """The presets are complete lists that X accepts; lists given by options replace them."""
        for name, options in (("sample", ()), ("likes_firehose", ("--partition", "1"))):
            server = Server(self, "--rate", "100")
            for preset in ("all", "minimal"):
                self.pipit("stream", name, *options, "--fields", preset, *server.arguments(), "--limit", "1")
        server = Server(self, "--rate", "100")
        self.pipit("stream", "sample", "--fields", "all", "--tweet-fields", "lang", *server.arguments(), "--limit", "1")
        [target] = [e["target"] for e in server.log() if e["ev"] == "request"]
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(target).query))
        self.assertEqual(asked["tweet.fields"], "lang")
        self.assertEqual(len(asked["user.fields"].split(",")), 23)

    def test_any_path(self):
        server = Server(self, "--rate", "100")
        path = "/2/tweets/firehose/stream/lang/ja"
        out, _ = self.pipit("stream", "--path", path, "--partition", "2", "--tweet-fields", "lang",
                            *server.arguments(), "--jsonl", "--limit", "5")
        self.assertEqual({json.loads(line)["data"]["lang"] for line in out.splitlines()}, {"ja"})
        self.same(server, out)
        _, err = self.pipit("stream", "--path", "/2/nothing/here", *server.arguments(), status=1)
        self.one_line(err, "404")

    def test_powerstream(self):
        """situation 34: parameters in another spelling, the first message is not a Post, Posts arrive in arrays."""
        server = Server(self, "--rate", "50")
        prepare(self, "powerstream", server.arguments())
        out, _ = self.pipit("stream", "powerstream", "--local-dc-only", "--backfill", "2", *server.arguments(),
                            "--limit", "3")
        lines = out.splitlines()
        self.assertTrue(lines[0].startswith("connection_metadata "), lines[0])
        for line in lines[1:]:
            self.assertRegex(line, r"^@\S+ \d\d:\d\d:\d\d ")
        asked = [e["target"] for e in server.log() if e["ev"] == "request" and e["target"].startswith("/2/powerstream?")]
        self.assertEqual(asked, ["/2/powerstream?backfillMinutes=2&localDcOnly=true"])


if __name__ == "__main__":
    unittest.main()
