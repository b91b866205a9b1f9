# SPDX-License-Identifier: MIT
"""Calls from end to end: rules in pages, rules synchronised with a file, counts, connections, subscriptions, the token."""

import json
import os
import pty
import subprocess
import tempfile
import unittest

from harness import HANG_SECONDS, PIPIT, TOKEN, Client, CliTest, Server, environment

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

    def test_pages(self):
        """situation 56: 2500 rules are three pages; the command requests all of them."""
        server = Server(self, "--rules", "2500")
        out, err = self.pipit("rules", "list", *server.arguments(), "--rx-bytes", "512", "--tokens", "32")
        self.assertEqual(len({number for number, _, _ in columns(out)}), 2500)
        self.assertIn("2500 rules", err)
        self.assertEqual(server.count("request"), 3)

    def test_bound_of_pages(self):
        """situation 83: a list that is longer than --max-pages ends, with status 1, and says what to do."""
        server = Server(self, "--rules", "2500")
        out, err = self.pipit("rules", "list", *server.arguments(), "--max-pages", "2", status=1)
        self.assertEqual(len(columns(out)), 2000)
        self.one_line(err.splitlines()[0], "the list goes on after", "--max-pages")
        self.assertEqual(server.count("request"), 2)
        _, err = self.sync(server, "cat\n", "--max-pages", "2", status=1)
        self.assertIn("--max-pages", err)
        self.assertEqual(server.count("request"), 4)
        _, err = self.pipit("rules", "list", *server.arguments(), "--max-pages", "3")
        self.assertIn("2500 rules", err)

    def test_sync(self):
        """situation 56, 57, 58: missing rules are added, extra rules are deleted; a second sync changes nothing."""
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

    def test_sync_with_a_file_of_windows(self):
        """situation 94: a byte order mark and CRLF are no part of the rules."""
        server = Server(self)
        self.sync(server, "\ufeffcats\tcat has:images\r\n# a remark\r\n\r\n#hashtag\r\n\uff76\r\n")
        self.assertEqual(self.rules(server), [("", "#hashtag"), ("", "\uff76"), ("cats", "cat has:images")])
        out, _ = self.sync(server, "\uff76\ncats\tcat has:images\n#hashtag")
        self.assertEqual({line[0] for line in out}, {"="})

    def test_sync_with_its_own_list(self):
        """The output of `rules list`, without the ids, is a file for `rules sync -`."""
        server = Server(self, "--rules", "1500")
        out, _ = self.pipit("rules", "list", *server.arguments())
        listed = "".join(line.split("\t", 1)[1] + "\n" for line in out.splitlines())
        done = subprocess.run([PIPIT, "rules", "sync", "-", *server.arguments()], env=environment(), input=listed,
                              capture_output=True, text=True, timeout=HANG_SECONDS, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("0 added, 0 deleted, 1500 kept", done.stderr)

    def test_sync_refused(self):
        """situation 57: X refuses one rule: the others are added, and the status is 1."""
        server = Server(self)
        out, err = self.sync(server, "cat\n-dog\n", status=1)
        self.assertEqual(out, ["+ cat"])
        self.assertIn("X refused -dog: ", err)
        self.assertEqual(self.rules(server), [("", "cat")])

    def test_sync_meets_the_cap(self):
        """situation 57: X accepts 1000 rules; no batch is sent after the one that reaches the cap, and the reason is printed."""
        server = Server(self)
        out, err = self.sync(server, "".join("rule%d\n" % n for n in range(1150)), status=1)
        self.assertEqual(len(out), 1000)
        self.assertIn("1000 added, 0 deleted, 0 kept, 100 refused", err)
        self.assertIn("rules are used up", err.splitlines()[-1])
        posts = [e for e in server.log() if e["ev"] == "request" and e["method"] == "POST"]
        self.assertEqual(len(posts), 11)

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
        """After a wrong argument nothing is sent."""
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

    def test_count(self):
        """situation 61: X may send totals as strings or as numbers."""
        for shape in ("strings", "numbers"):
            server = Server(self, "--counts", shape, "--rules", "7")
            out, _ = self.pipit("rules", "count", *server.arguments())
            counts = dict(line.rsplit(" ", 1) for line in out.splitlines())
            self.assertEqual((counts["rule_count"], counts["project_rules_count"]), ("7", "7"))
            self.assertGreater(int(counts["cap_per_client_app"]), 7)

    def test_powerstream(self):
        server = Server(self)
        api = ("--powerstream", *server.arguments())
        self.pipit("rules", "add", "contains:cat", "--tag", "cats", *api)
        out, _ = self.pipit("rules", "list", *api)
        self.assertEqual([line[1:] for line in columns(out)], [["cats", "contains:cat"]])
        self.assertIn("1 deleted", self.pipit("rules", "delete", "--value", "contains:cat", *api)[1])
        self.assertEqual(self.pipit("rules", "list", *api)[0], "")
        self.assertEqual(self.rules(server), [])
        for arguments in (["delete", "1"], ["delete", "--all"], ["list", "--ids", "1"], ["add", "x", "--dry-run"]):
            _, err = self.pipit("rules", *arguments, "--powerstream", status=2)
            self.one_line(err, "--powerstream")


class ConnectionsTest(CliTest):
    def stream(self, server):
        client = Client(self, "stream", "sample", *server.arguments())
        client.until("tweet")
        return client

    def listed(self, server, *options):
        return columns(self.pipit("connections", "list", *options, *server.arguments())[0])

    def test_list_and_kill(self):
        """situation 62: listed with all its fields; ended by id, by stream, all; both shapes of the answer."""
        for shape in ("S", "G"):
            server = Server(self, "--rate", "50", "--kill-shape", shape)
            client = self.stream(server)
            for by in (None, ["--endpoint", "sample"], ["--all"]):
                rows = self.listed(server)
                self.assertEqual([row[1] for row in rows], ["sample_stream"])
                self.assertEqual(self.listed(server, "--endpoint", "filter"), [])
                out, err = self.pipit("connections", "kill", *(by or [rows[0][0]]), *server.arguments())
                self.assertIn("1 ended, 0 not" if shape == "S" else "does not say", err)
                if shape == "S":
                    self.assertEqual(out, rows[0][0] + "\n")
                client.until("connect")
            self.assertEqual(len(self.listed(server, "--status", "inactive")), 3)
            self.assertEqual(len(self.listed(server, "--status", "all")), 4)
            client.interrupt()

    def test_nothing_to_kill(self):
        server = Server(self)
        out, err = self.pipit("connections", "list", *server.arguments())
        self.assertEqual((out, err), ("", "pipit: 0 connections\n"))
        self.pipit("connections", "kill", "--all", *server.arguments())

    def test_mistakes(self):
        for arguments, words in ((["kill", "--endpoint", "activity"], ["activity"]), (["kill", "a b"], ["uuid"]),
                                 (["list", "--status", "dead"], ["status"]), (["list", "--endpoint", "x"], ["'x'"])):
            _, err = self.pipit("connections", *arguments, status=2)
            self.one_line(err, *words)


class SubscriptionsTest(CliTest):
    def test_create_list_update_delete(self):
        """With all forms of the answer to a creation; then the subscription is changed and deleted."""
        for shape in ("array", "object", "nested"):
            server = Server(self, "--subscription-shape", shape)
            api = server.arguments()
            out, _ = self.pipit("subscriptions", "create", "--event-type", "profile.update.bio", "--user-id",
                                "2244994945", "--tag", "t 1", *api)
            [[number, kind, user, *_, tag, _]] = columns(out)
            self.assertEqual((kind, user, tag), ("profile.update.bio", "2244994945", "t 1"))
            self.pipit("subscriptions", "update", number, "--tag", "t 2", *api)
            out, err = self.pipit("subscriptions", "list", *api)
            self.assertEqual([(row[0], row[5]) for row in columns(out)], [(number, "t 2")])
            self.assertIn("1 subscriptions", err)
            self.pipit("subscriptions", "create", "--event-type", "post.create", "--keyword", "cat", "--direction",
                       "inbound", *api)
            numbers = [row[0] for row in columns(self.pipit("subscriptions", "list", *api)[0])]
            self.pipit("subscriptions", "delete", *numbers, *api)
            self.assertEqual(self.pipit("subscriptions", "list", *api)[0], "")

    def test_mistakes(self):
        for arguments, words in ((["create"], ["event_type"]), (["create", "--event-type", "a b"], ["event_type"]),
                                 (["create", "--event-type", "post.create", "--direction", "up"], ["direction"]),
                                 (["create", "--event-type", "post.create", "--user-id", "x"], ["user_id"]),
                                 (["update", "1"], ["tag"]), (["delete", "a/b"], ["id"])):
            _, err = self.pipit("subscriptions", *arguments, status=2)
            self.one_line(err, *words)


class TokenTest(CliTest):
    def ask(self, server, *options, status=0, **more):
        """Like CliTest.pipit(), which does not allow a token in the output."""
        done = subprocess.run([PIPIT, "token", *server.arguments(), *options], env=environment(None, **more),
                              capture_output=True, text=True, timeout=HANG_SECONDS, check=False)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stdout, done.stderr

    def test_token(self):
        """situation 94: with key and secret from the environment and from files, also of Windows."""
        server = Server(self)
        self.assertEqual(self.ask(server, **KEYS), (TOKEN + "\n", ""))
        with tempfile.TemporaryDirectory() as folder:
            names = []
            for option, content in (("--key-file", "\ufefftest-key\r\n"), ("--secret-file", "test-secret\n")):
                names += [option, os.path.join(folder, option)]
                with open(names[-1], "w", encoding="utf-8") as file:
                    file.write(content)
            self.assertEqual(self.ask(server, *names)[0], TOKEN + "\n")
        with open(server.log_path, encoding="utf-8") as file:
            self.assertNotIn("test-secret", file.read())

    def test_wrong(self):
        server = Server(self)
        out, err = self.ask(server, status=1, X_API_KEY="test-key", X_API_SECRET="hidden-secret")
        self.assertEqual(out, "")
        self.one_line(err, "does not accept the key or the secret", "the answer was 403")
        self.assertNotIn("bearer token", err)
        self.assertNotIn("401", err)
        self.assertNotIn("hidden-secret", err)

    def test_missing(self):
        server = Server(self)
        self.one_line(self.ask(server, status=2)[1], "X_API_KEY", "--key-file")
        self.one_line(self.ask(server, status=2, X_API_KEY="k")[1], "X_API_SECRET", "--secret-file")

    def test_token_that_commands_a_terminal(self):
        server = Server(self, "--token", "T\x1b]0;title\x07")
        out, err = self.ask(server, "--print", status=1, **KEYS)
        self.assertEqual(out, "")
        self.one_line(err, "token has characters")
        self.assertNotIn("\x1b", err)

    def test_not_on_a_terminal(self):
        server = Server(self)
        for options, status, shown in (([], 2, False), (["--print"], 0, True)):
            ours, theirs = pty.openpty()
            process = subprocess.Popen([PIPIT, "token", *server.arguments(), *options], env=environment(None, **KEYS),
                                       stdout=theirs, stderr=subprocess.PIPE, text=True)
            os.close(theirs)
            _, err = process.communicate(timeout=HANG_SECONDS)
            self.assertEqual(process.returncode, status, err)
            try:
                seen = os.read(ours, 4096).decode()
            except OSError:
                seen = ""
            os.close(ours)
            self.assertEqual(TOKEN in seen, shown)
            if not shown:
                self.one_line(err, "--print")


if __name__ == "__main__":
    unittest.main()
