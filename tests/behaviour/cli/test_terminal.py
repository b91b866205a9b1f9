# SPDX-License-Identifier: MIT
"""Text from X cannot control a terminal, and cannot change the order in which text is shown."""

import json
import os
import pty
import subprocess
import unittest

from harness import HANG_SECONDS, PIPIT, TOKEN, CliTest, Server, environment

BIDIRECTIONAL = "".join(map(chr, [*range(0x202a, 0x202f), *range(0x2066, 0x206a)]))
OSC_C1 = "\x9d0;title\x9c"
HARMFUL = "del \x7f osc " + OSC_C1 + " csi \x9b31m next \x85 order " + BIDIRECTIONAL + " end"
ESCAPED = "esc \x1b]0;title\x07 " + HARMFUL  # X writes ESC as \u001b
POST = json.dumps({"data": {"id": "7", "text": ESCAPED}, "includes": {"users": [{"id": "1", "name": HARMFUL}]},
                   "matching_rules": [{"id": "9", "tag": HARMFUL}]}, ensure_ascii=False)
BROKEN = "{\"data\":\x1b]0;title\x07\x1b[2J \r\x7f " + OSC_C1 + BIDIRECTIONAL  # --jsonl prints lines without parsing them


def harms(text):
    """The characters of `text` that a terminal executes."""
    return sorted({c for c in text if c in BIDIRECTIONAL or c == "\x7f" or "\x80" <= c < "\xa0" or (c < " " and c != "\n")})


class TerminalTest(CliTest):
    def server(self, *steps):
        return Server(self, scenario={"stream": [[{"do": "head"}, *steps, {"do": "stall"}]]})

    def on_terminal(self, *arguments):
        """The output of the command on a terminal, without the terminal's change of line ends."""
        ours, its = pty.openpty()
        process = subprocess.Popen([PIPIT, *arguments], env=environment(NO_COLOR="1"), stdout=its, stderr=subprocess.PIPE)
        os.close(its)
        written = b""
        try:
            while True:
                written += os.read(ours, 65536)
        except OSError:  # the command has ended
            pass
        os.close(ours)
        errors = process.stderr.read()
        process.stderr.close()
        self.assertEqual(process.wait(HANG_SECONDS), 0, errors)
        self.assertNotIn(TOKEN.encode(), written + errors)
        return written.replace(b"\r\n", b"\n").decode()

    def test_lines(self):
        """--jsonl: the same JSON, with escapes."""
        server = self.server({"do": "post", "json": POST})
        out = self.on_terminal("stream", "filter", *server.arguments(), "--jsonl", "--limit", "1")
        self.assertEqual(harms(out), [])
        self.assertEqual(json.loads(out), json.loads(POST))

    def test_lines_with_metadata(self):
        server = self.server({"do": "post", "json": POST})
        out = self.on_terminal("stream", "filter", *server.arguments(), "--jsonl", "--metadata", "--limit", "1")
        self.assertEqual(harms(out), [])
        self.assertEqual(json.loads(out)["data"], json.loads(POST)["data"])

    def test_lines_that_are_no_json(self):
        server = self.server({"do": "line", "text": BROKEN}, {"do": "post", "json": POST})
        out = self.on_terminal("stream", "filter", *server.arguments(), "--jsonl", "--limit", "2")
        self.assertEqual(harms(out), [])
        self.assertTrue(out.startswith("{\"data\":\\u001b]0;title\\u0007\\u001b[2J  \\u007f \\u009d0;title\\u009c\\u202a"), out)

    def test_events(self):
        server = self.server({"do": "post", "json": POST})
        out = self.on_terminal("stream", "filter", *server.arguments(), "--events", "--limit", "1")
        self.assertEqual(harms(out), [])
        events = {event["event"]: event for event in map(json.loads, out.splitlines())}
        self.assertEqual(events["data"]["raw"], POST)
        self.assertEqual(events["tweet"]["text"], ESCAPED)
        self.assertEqual(events["includes"]["includes"], json.loads(POST)["includes"])
        self.assertEqual(events["matching_rules"]["matching_rules"], json.loads(POST)["matching_rules"])

    def test_text(self):
        """Characters that change the direction of text are visible, control characters are spaces; also in a pipe or a
        file."""
        server = self.server({"do": "post", "json": POST})
        out = self.on_terminal("stream", "filter", *server.arguments(), "--limit", "1")
        self.assertEqual(harms(out), [])
        directions = "".join("<U+%04X>" % ord(c) for c in BIDIRECTIONAL)
        shown = "del   osc  0;title  csi  31m next   order " + directions + " end"
        self.assertEqual(out, "esc  ]0;title  %s [%s]\n" % (shown, shown))
        server = self.server({"do": "post", "json": POST})
        self.assertEqual(self.pipit("stream", "filter", *server.arguments(), "--limit", "1")[0], out)

    def test_calls_and_refusals(self):
        server = Server(self)
        value = "cat \u202e\u2066"
        _, err = self.pipit("rules", "add", value, "--tag", HARMFUL, *server.arguments())
        self.assertEqual(harms(err), [])
        out, _ = self.pipit("rules", "list", *server.arguments())
        self.assertEqual(harms(out), ["\t"])
        self.assertIn("cat <U+202E><U+2066>", out)
        notice = json.dumps({"errors": [{"title": "operational-disconnect", "disconnect_type": "OperationalDisconnect",
                                         "detail": ESCAPED}]}, ensure_ascii=False)
        server = Server(self, scenario={"stream": [[{"do": "head"}, {"do": "line", "text": notice}, {"do": "stall"}],
                                                   [{"do": "head"}, {"do": "post", "json": POST}, {"do": "stall"}]]})
        _, err = self.pipit("stream", "filter", *server.arguments(), "--limit", "1")
        self.assertEqual(harms(err), [])
        self.assertIn("X says: esc  ]0;title  del   osc  0;title  csi  31m next   order <U+202A>", err)

    def test_a_pipe_gets_lines_unchanged(self):
        server = self.server({"do": "post", "json": POST})
        out, _ = self.pipit("stream", "filter", *server.arguments(), "--jsonl", "--limit", "1")
        self.assertEqual(out, POST + "\n")


if __name__ == "__main__":
    unittest.main()
