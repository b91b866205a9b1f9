# SPDX-License-Identifier: MIT
"""Calls end to end: rules in pages and in step with a file, counts, connections, subscriptions, the token."""

import json
import os
import pty
import subprocess
import tempfile
import unittest

from harness import PIPIT, TOKEN, Client, CliTest, Server, environment, of_kind

KEYS = {"X_API_KEY": "test-key", "X_API_SECRET": "test-secret"}


def columns(out):
    return [line.split("\t") for line in out.splitlines()]


class RulesTest(CliTest):
    def sync(self, server, content, *options, status=0):
        with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            out, err = self.pipit("rules", "sync", file.name, *options, *server.arguments(), status=status)
        return sorted(out.splitlines()), err

    def rules(self, server):
        out, _ = self.pipit("rules", "list", *server.arguments())
        return sorted((tag, value) for _, tag, value in columns(out))

    def test_sync(self):
        """situation 56, 57, 58: what is missing is added, what is extra deleted; a second time nothing is done."""
        server = Server(self)
        wanted = "cats\tcat has:images\n# a remark\n\n#hashtag\nbirds\tbird \"of prey\" \u00e9\n"
        for value in ("old", "#hashtag"):
            self.pipit("rules", "add", value, *server.arguments())
        out, err = self.sync(server, wanted, "--dry-run")
        changes = ["+ birds\tbird \"of prey\" \u00e9", "+ cats\tcat has:images", "- old", "= #hashtag"]
        self.assertEqual(out, changes)
        self.assertIn("dry run", err)
        self.assertEqual(self.rules(server), [("", "#hashtag"), ("", "old")])
        out, err = self.sync(server, wanted)
        self.assertEqual(out, changes)
        self.assertIn("2 added, 1 deleted, 1 kept, 0 refused", err)
        there = [("", "#hashtag"), ("birds", "bird \"of prey\" \u00e9"), ("cats", "cat has:images")]
        self.assertEqual(self.rules(server), there)
        posts = [e for e in server.log() if e["ev"] == "request" and e["method"] == "POST"]
        out, err = self.sync(server, wanted)
        self.assertEqual({line[0] for line in out}, {"="})
        self.assertIn("0 added, 0 deleted, 3 kept", err)
        self.assertEqual([e for e in server.log() if e["ev"] == "request" and e["method"] == "POST"], posts)

    def test_sync_refused(self):
        """situation 57: a rule that X refuses: the others are there, the status is 1."""
        server = Server(self)
        out, err = self.sync(server, "cat\n-dog\n", status=1)
        self.assertEqual(out, ["+ cat"])
        self.assertIn("X refused -dog: ", err)
        self.assertEqual(self.rules(server), [("", "cat")])

    def test_sync_as_events(self):
        server = Server(self)
        self.pipit("rules", "add", "old", *server.arguments())
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("t\tcat\n")
            file.flush()
            out, _ = self.pipit("rules", "sync", file.name, "--events", *server.arguments())
        events = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([(e["event"], e.get("value"), e.get("tag")) for e in events],
                         [("deleted", "old", None), ("added", "cat", "t"), ("disconnect", None, None)])

    def test_sync_mistakes(self):
        """Nothing is sent."""
        server = Server(self)
        for content, words in (("", ["no rule"]), ("# only\n", ["no rule"]), ("a\nb\na\n", ["rule"]),
                               ("x" * 2049, ["2048"])):
            _, err = self.sync(server, content, status=2)
            self.one_line(err, *words)
        for name, words in (("/nothing/here", ["No such file"]), ("/", ["directory"])):
            _, err = self.pipit("rules", "sync", name, *server.arguments(), status=2)
            self.one_line(err, name, *words)
        self.assertEqual(server.count("request"), 0)

    def test_delete(self):
        """situation 58: by value, and all."""
        server = Server(self)
        for value in ("cat", "dog", "bird"):
            self.pipit("rules", "add", value, *server.arguments())
        self.assertIn("1 deleted", self.pipit("rules", "delete", "--value", "cat", *server.arguments())[1])
        self.assertEqual(self.rules(server), [("", "bird"), ("", "dog")])
        self.assertIn("dry run", self.pipit("rules", "delete", "--all", "--dry-run", *server.arguments())[1])
        self.assertEqual(len(self.rules(server)), 2)
        self.pipit("rules", "delete", "--all", *server.arguments())
        self.assertEqual(self.rules(server), [])


class ConnectionsTest(CliTest):
    def stream(self, server):
        client = Client(self, "stream", "sample", *server.arguments())
        client.until("tweet")
        return client

    def listed(self, server, *options):
        return columns(self.pipit("connections", "list", *options, *server.arguments())[0])

    def test_mistakes(self):
        for arguments, words in ((["kill", "--endpoint", "activity"], ["activity"]), (["kill", "a b"], ["uuid"]),
                                 (["list", "--status", "dead"], ["status"]), (["list", "--endpoint", "x"], ["'x'"])):
            _, err = self.pipit("connections", *arguments, status=2)
            self.one_line(err, *words)


class SubscriptionsTest(CliTest):
    def test_mistakes(self):
        for arguments, words in ((["create"], ["event_type"]), (["create", "--event-type", "a b"], ["event_type"]),
                                 (["create", "--event-type", "post.create", "--direction", "up"], ["direction"]),
                                 (["create", "--event-type", "post.create", "--user-id", "x"], ["user_id"]),
                                 (["update", "1"], ["tag"]), (["delete", "a/b"], ["id"])):
            _, err = self.pipit("subscriptions", *arguments, status=2)
            self.one_line(err, *words)


class TokenTest(CliTest):
    def ask(self, server, *options, status=0, **more):
        """The token is what is printed, so CliTest.pipit() would not allow it."""
        done = subprocess.run([PIPIT, "token", *server.arguments(), *options], env=environment(None, **more),
                              capture_output=True, text=True, timeout=20, check=False)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stdout, done.stderr

    def test_missing(self):
        server = Server(self)
        self.one_line(self.ask(server, status=2)[1], "X_API_KEY", "--key-file")
        self.one_line(self.ask(server, status=2, X_API_KEY="k")[1], "X_API_SECRET", "--secret-file")


if __name__ == "__main__":
    unittest.main()
