# SPDX-License-Identifier: MIT
"""pipit replay: recordings are handled like a stream, without a network and without a token."""

import json
import os
import socket
import subprocess
import tempfile

import unittest
import urllib.parse

from harness import HANG_SECONDS, PIPIT, TOKEN, CliTest, Server, environment, names, of_kind

POST = '{"data":{"id":"%d","text":"a"}}'
NOTICE = json.dumps({"errors": [{"title": "operational-disconnect", "disconnect_type": "OperationalDisconnect",
                                 "detail": "for operational reasons"}]})
HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
USER = {"data": {"id": "7", "username": "ada"}}

# What X sends, and what must be printed.
KINDS = (
    ({"data": {"id": "1", "text": "&lt;a&gt;", "author_id": "7", "created_at": "2021-01-06T18:40:40.000Z"},
      "includes": {"users": [USER["data"]]}, "matching_rules": [{"id": 9, "tag": "t"}, {"id": "8", "tag": None}]},
     "@ada 18:40:40 <a> [t]"),
    ({"data": {"id": "a" * 32, "created_at": "2026-07-24T21:12:45.000Z", "liked_tweet_id": "5",
               "liked_tweet_author_id": "6", "timestamp_ms": "1784927565236"}}, "21:12:45 like tweet 5 author 6"),
    ({"data": {"delete": {"tweet": {"id": "1", "author_id": "2"}, "event_at": "2022-07-08T17:54:25.052Z"}}},
     "17:54:25 delete tweet 1 author 2"),
    ({"data": {"withheld": {"tweet": {"id": "1", "author_id": "2"}, "withheld_in_countries": ["DE", "FR"],
                            "event_at": "2022-07-08T17:54:25.052Z"}}},
     "17:54:25 withheld tweet 1 author 2 in DE in FR"),
    ({"data": {"tweet_edit": {"tweet": {"id": "1"}, "initial_tweet_id": "1", "edit_tweet_ids": ["1", "2"],
                              "event_at": "2022-07-08T17:54:25.052Z"}}},
     "17:54:25 tweet_edit tweet 1 initially 1 now 1 now 2"),
    ({"data": {"user_protect": {"user": {"id": "3"}, "event_at": "2022-07-08T17:54:25.052Z"}}},
     "17:54:25 user_protect user 3"),
    ({"data": {"scrub_geo": {"user": {"id": "3"}, "up_to_tweet_id": "9", "event_at": "2022-07-08T17:54:25.052Z"}}},
     "17:54:25 scrub_geo user 3 up-to 9"),
    ({"data": {"user_profile_modification": {"user": {"id": "3"}, "profile_field": "screen_name", "new_value": "x",
                                             "event_at": "2022-07-08T17:54:25.052Z"}}},
     "17:54:25 user_profile_modification user 3 field screen_name value x"),
    ({"data": {"delete": {"favorite": {"id": "4", "user_id": "5"}, "event_at": "2022-07-08T17:54:25.052Z"}}},
     "17:54:25 delete user 5 like 4"),
    ({"data": {"public_tweet_notice": {"tweet": {"id": "1", "author_id": "2"}, "event_type": "misleading",
                                       "application": "apply", "event_at": "2022-07-08T17:54:25.052Z"}}},
     "17:54:25 public_tweet_notice tweet 1 author 2 application apply type misleading"),
    ({"data": {"event_uuid": "u", "filter": {}, "event_type": "follow.follow", "tag": "t",
               "payload": {"source": USER, "target": {"data": {"id": "8", "username": "bob"}}}}},
     "follow.follow [t] source ada target bob"),
    ({"data": {"filter": {"user_id": "7"}, "event_type": "profile.update.bio", "payload": {"before": "a", "after": "b"}}},
     "profile.update.bio user 7 before a after b"),
    ({"data": {"filter": {}, "event_type": "post.create", "payload": {"id": "1", "text": "hi", "author_id": "7"},
               "includes": {"users": [USER["data"]]}}}, "post.create @ada hi"),
    ({"data": {"filter": {}, "event_type": "oauth.revoke", "payload": {"user_id": "1", "app_id": "2"}}},
     'oauth.revoke {"user_id": "1", "app_id": "2"}'),
    ({"data": {"new_kind": {"x": 1}}}, None),
    ({"type": "connection_metadata", "datacenter": "atla", "timestamp": 1}, None),
    ({"info": {"message": "Replay Request Completed", "activity_count": 2}}, None),
    ([{"id_str": "1", "text": "old", "created_at": "Tue Mar 21 20:50:14 +0000 2006", "geo": None,
       "user": {"id_str": "7", "screen_name": "ada"}},
      {"id_str": "2", "text": "older", "user": {"id_str": "8", "screen_name": "bob"}}], "@ada 20:50:14 old\n@bob older"),
)


def chunked(*texts):
    return HEAD + "".join("%x\r\n%s\r\n" % (len(text.encode()), text) for text in texts)


class ReplayTest(CliTest):
    def file(self, content):
        file = tempfile.NamedTemporaryFile("wb")
        self.addCleanup(file.close)
        file.write(content if isinstance(content, bytes) else content.encode())
        file.flush()
        return file.name

    def replay(self, content, *options, status=0):
        return self.pipit("replay", self.file(content), *options, token=None, status=status)

    def test_lines(self):
        lines = [POST % n for n in range(100)]
        for content in ("\n".join(lines) + "\n", "\r\n".join(lines) + "\r\n\r\n\r\n", "\n".join(lines)):
            out, err = self.replay(content, "--jsonl")
            self.assertEqual((out.splitlines(), err), (lines, ""))
        self.assertEqual(self.replay("")[0], "")
        done = subprocess.run([PIPIT, "replay", "-", "--jsonl"], env=environment(None), input="\n".join(lines),
                              capture_output=True, text=True, timeout=HANG_SECONDS)
        self.assertEqual((done.returncode, done.stdout.splitlines(), done.stderr), (0, lines, ""))

    def test_files_of_windows(self):
        """situation 94: a byte order mark before a recording is skipped, of JSON lines and of an answer."""
        lines = [POST % n for n in range(5)]
        for content in ("\r\n".join(lines) + "\r\n", chunked(*(line + "\r\n" for line in lines)), lines[0]):
            out, err = self.replay("\ufeff" + content, "--jsonl")
            self.assertEqual((out, err), self.replay(content, "--jsonl"))
            self.assertEqual(out.splitlines()[0], lines[0])
        self.assertEqual(self.replay("\ufeff"), ("", ""))

    def test_every_kind_as_text(self):
        """situation 34, 36, 38, 63: each kind of message is one line for people; unknown kinds are printed as they are."""
        for message, shown in KINDS:
            line = json.dumps(message)
            out, err = self.replay(line)
            if shown is None:
                self.assertTrue(out.endswith(line + "\n"), out)
            else:
                self.assertEqual(out, shown + "\n")
            self.assertEqual(err, "")

    def test_every_kind_as_events(self):
        out, _ = self.replay("\n".join(json.dumps(message) for message, _ in KINDS), "--events")
        events = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([e["kind"] for e in of_kind(events, "compliance")],
                         ["delete", "withheld", "tweet_edit", "user_protect", "scrub_geo", "user_profile_modification",
                          "delete"] + ["new_kind"] * (len(of_kind(events, "compliance")) - 7))
        self.assertEqual([e["kind"] for e in of_kind(events, "label")], ["public_tweet_notice"])
        self.assertEqual([e["liked_tweet_id"] for e in of_kind(events, "like")], ["5"])
        self.assertEqual([e["event_type"] for e in of_kind(events, "activity")],
                         ["follow.follow", "profile.update.bio", "post.create", "oauth.revoke"])
        self.assertEqual(len(of_kind(events, "response")), len(KINDS))
        self.assertEqual(events[-1]["reason"], "PIPIT_E_REPLAY_DONE")

    def test_bad_lines(self):
        """situation 35: wrong lines are counted, reported and skipped; the exit status is 1."""
        content = "\n".join([POST % 1, '{"data":', "x", POST % 2, POST % 3 + '{"torn'])
        out, err = self.replay(content, "--stats", status=1)
        self.assertEqual(out, "a\na\n")
        self.assertIn("malformed 3\n", err)
        self.assertIn("messages 2\n", err)

    def test_notice_between_lines(self):
        """situation 30: in a file with the lines of several connections, reading continues after the end of one of them."""
        out, err = self.replay("\n".join([POST % 1, NOTICE, POST % 2, NOTICE, POST % 3]), "--jsonl")
        self.assertEqual(out.splitlines(), [POST % 1, NOTICE, POST % 2, NOTICE, POST % 3])
        self.assertEqual(err, "")

    def test_answer(self):
        """situation 3, 7: a recording of a complete answer, with its chunks."""
        post = POST % 2
        out, err = self.replay(chunked(POST % 1 + "\r\n\r\n" + post[:9], post[9:] + "\r\n") + "0\r\n\r\n", "--events")
        events = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(names(events, "data", "response"),
                         ["connect", "tweet", "keep_alive", "tweet", "closed", "disconnect"])
        self.assertEqual((events[-1]["reason"], err), ("PIPIT_E_REPLAY_DONE", ""))

    def test_answer_that_breaks_off(self):
        """situation 43: complete messages are printed, then the reason of the end."""
        whole = chunked(POST % 1 + "\r\n", POST % 2 + "\r\n")
        out, err = self.replay(whole[:-9], "--jsonl", status=1)
        self.assertEqual(out, POST % 1 + "\n")
        self.one_line(err, "in the middle of a message")
        self.assertEqual(self.replay(whole, "--jsonl")[0], POST % 1 + "\n" + POST % 2 + "\n")
        _, err = self.replay(HEAD + POST % 1 + "\r\n", status=1)
        self.one_line(err, "chunk", "curl --include --raw")

    def test_last_line(self):
        """situation 77: the last message of an answer without a line end is printed if it is whole; a part of it is told."""
        last = POST % 2
        out, err = self.replay(chunked(POST % 1 + "\r\n", last) + "0\r\n", "--jsonl")
        self.assertEqual((out, err), (POST % 1 + "\n" + last + "\n", ""))
        for end in (last[:9], last[:-1], last + "x"):
            out, err = self.replay(chunked(POST % 1 + "\r\n", end) + "0\r\n\r\n", "--jsonl")
            self.assertEqual(out, POST % 1 + "\n")
            self.one_line(err, "in the middle of a message")

    def test_server_sent_events(self):
        """situation 76: the messages of server-sent events are printed like those of a stream."""
        for content in ("data: %s\n\n: a comment\nevent: x\ndata:%s\n\n" % (POST % 1, POST % 2),
                        chunked("id: 1\ndata: %s\n\n" % (POST % 1), "data: %s\n\n" % (POST % 2)) + "0\r\n\r\n"):
            out, err = self.replay(content, "--jsonl")
            self.assertEqual((out.splitlines(), err), ([POST % 1, POST % 2], ""))

    def test_refusal(self):
        body = '{"title":"Unauthorized","status":401,"detail":"no"}'
        _, err = self.replay("HTTP/1.1 401 Unauthorized\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body), status=1)
        self.one_line(err, "401", "no")
        _, err = self.replay("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", status=1)
        self.one_line(err, "503")

    def test_recorded_from_the_wire(self):
        """A recording that a plain socket made gives the same output as the command with the same server."""
        server = Server(self, "--plain", "--rate", "0", "--size", "mix", "--disconnect-after", "300",
                        "--max-connections", "2") # it may still count the command when the socket comes
        live, _ = self.pipit("stream", "sample", *server.arguments(), "--jsonl", "--limit", "300")
        host = urllib.parse.urlsplit(server.url)
        with socket.create_connection((host.hostname, host.port)) as link:
            link.sendall(("GET /2/tweets/sample/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                          % TOKEN).encode())
            wire = b"".join(iter(lambda: link.recv(65536), b""))
        out, err = self.replay(wire, "--jsonl")
        self.assertEqual((len(out.splitlines()), err), (300, ""))
        ids = [json.loads(line)["data"]["id"] for line in live.splitlines() + out.splitlines()]
        self.assertEqual(ids, server.posts(600))

    def test_duplicates(self):
        """situation 44: repeats within the last N are dropped, the order is kept."""
        out, err = self.replay("\n".join(POST % n for n in (1, 2, 1, 3, 2, 4, 1)), "--jsonl", "--dedupe", "3", "--stats")
        self.assertEqual([json.loads(line)["data"]["id"] for line in out.splitlines()], ["1", "2", "3", "4", "1"])
        self.assertIn("duplicates 2\n", err)

    def test_duplicates_inside_an_array(self):
        """situation 44, 93: repeats inside the powerstream's arrays are neither printed nor written."""
        def power(*ids):
            return [{"id": n, "id_str": str(n), "text": "[%d, \"]" % n, "user": {"id": 1}} for n in ids]
        lines = [power(1, 2), power(2, 3, 1), power(1), power(4, 4)]
        content = "\n".join(json.dumps(line) for line in lines)
        out, err = self.replay(content, "--jsonl", "--dedupe", "9", "--stats")
        self.assertEqual([json.loads(line) for line in out.splitlines()], [power(1, 2), power(3), power(4)])
        self.assertIn("messages 4\n", err)
        self.assertIn("duplicates 4\n", err)
        self.assertEqual(len(self.replay(content, "--dedupe", "9")[0].splitlines()), 4)

    def test_lines_without_data_and_cut_messages_are_counted(self):
        """situation 95: --select with wrong paths, or without room, does not lose messages without a word."""
        lines = ['{"data":{"id":"%d","text":"%s"}}' % (n, "x" * 600) for n in range(3)] + ["{}", '{"a":1}', NOTICE, "x"]
        arguments = ("--select", "data.text,data.id", "--rx-bytes", "512")
        out, err = self.replay("\n".join(lines), "--jsonl", "--stats", *arguments, status=1)
        self.assertEqual(len(out.splitlines()), 7)
        self.assertEqual(err.count("raise --rx-bytes"), 1, err)
        self.assertIn("\ncut 3\n", err)
        self.assertIn("\nwithout_data 2\n", err)
        out, err = self.replay("\n".join(lines), "--events", *arguments, status=1)
        events = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([e.get("cut") for e in of_kind(events, "response")], [True] * 3 + [None] * 3)
        self.assertEqual((events[-1]["cut"], events[-1]["without_data"], err), (3, 2, ""))
        self.assertIn("message_age_ms", events[-1])

    def test_to_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "posts")
            out, err = self.replay(chunked(POST % 1 + "\r\n", "x\r\n"), "--out", path, status=1)
            with open(path, encoding="utf-8") as file:
                self.assertEqual((file.read(), out), (POST % 1 + "\n", ""))
            self.one_line(err, "JSON")

    def test_files_that_are_none(self):
        for name, words in (("/nothing/here", ["No such file"]), ("/", ["directory"])):
            _, err = self.pipit("replay", name, token=None, status=2)
            self.one_line(err, name, *words)


if __name__ == "__main__":
    unittest.main()
