#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The firmware of boards/esp32 in QEMU against the local X: esp32_test.py BUILD TARGET [WORD]

Every Post that the console shows is compared with what was sent. Exits 0 only when everything passed."""

import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from esp32_emulator import TOKEN, Board, Network  # noqa: E402

BUILD, TARGET = "", ""
HEAD = {"do": "head"}
END = ({"do": "end"}, {"do": "close"})
BUFFER_BYTES = 4096  # PIPIT_RX_BYTES
TOKEN_MAX = 255
CERTIFICATE_TEXT = "certificate"


def post(number, length):
    """A Post with a unique text of this number of characters."""
    text = "Post %d é %s" % (number, "0123456789" * (length // 10))
    return {"do": "post", "json": {"data": {"id": str(10 ** 18 + number), "text": text[:length]}}}


def text_of(step):
    return step["json"]["data"]["text"]


def streams(*lists):
    return {"stream": [[HEAD, *steps, *END] for steps in lists], "then": "close"}


def few(first):
    return [post(first + i, 60) for i in range(3)]


class Esp32Test(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.flash = os.path.join(folder.name, "flash.bin")
        self.network = Network(self)

    def server(self, *options, scenario=None):
        return self.network.server(self, BUILD, *options, scenario=scenario)

    def boot(self):
        return Board(self, self.network, BUILD, TARGET, self.flash)

    def shows(self, board, steps):
        for step in steps:
            before = board.until(text_of(step) + "\n")
            self.assertNotIn("Post ", before)

    def flash_bytes(self):
        with open(self.flash, "rb") as file:
            return file.read()

    def test_200_posts(self):
        """Posts of three lengths; those longer than the buffer are reported with their size."""
        steps = [post(n, (60, 1500, 6000)[n % 3]) for n in range(200)]
        self.server(scenario=streams(steps))
        board = self.boot()
        board.token_give()
        board.until("connected\n")
        for step in steps:
            if len(text_of(step)) < BUFFER_BYTES:
                self.shows(board, [step])
            else:
                board.until("is longer than the buffer")

    def test_too_many_tokens(self):
        """A Post with too many JSON tokens is reported, and the next one is shown."""
        many = post(1, 60)
        many["json"]["data"]["edit_history_tweet_ids"] = [str(n) for n in range(200)]
        self.server(scenario=streams([many, *few(2)]))
        board = self.boot()
        board.token_give()
        board.until("was not read: a message has more JSON tokens")
        self.shows(board, few(2))

    def test_forced_disconnect(self):
        self.server(scenario=streams(few(1), few(4), few(7)))
        board = self.boot()
        board.token_give()
        for first in (1, 4, 7):
            board.until("connected\n")
            self.shows(board, few(first))

    def test_stall(self):
        self.server(scenario={"stream": [[HEAD, *few(1), {"do": "stall"}], [HEAD, *few(4), *END]], "then": "close"})
        board = self.boot()
        board.token_give()
        self.shows(board, few(1))
        board.until("connected\n")
        self.shows(board, few(4))

    def refused(self, cert):
        """There is no connection, so the board sends no request and no token; the token is not stored."""
        server = self.server("--cert", cert, scenario=streams(few(1)))
        board = self.boot()
        board.token_give()
        board.until(CERTIFICATE_TEXT)
        board.until("X was not reached")
        self.assertEqual(server.count("request"), 0)
        self.assertNotIn(TOKEN.encode(), self.flash_bytes())

    def test_wrong_host_name(self):
        self.refused("wrong-name")

    def test_unknown_ca(self):
        self.refused("unknown-ca")

    def test_token(self):
        """A token that is too long is refused. A wrong token is asked for again and not stored. A right token is stored and
        not asked for again. A token is never shown."""
        self.server(scenario=streams(few(1), few(4)))
        board = self.boot()
        wrong = "wrong-token-0123456789"
        board.token_give("x" * (TOKEN_MAX + 1))
        board.until("too long: %d characters at most" % TOKEN_MAX)
        board.token_give(wrong)
        board.until("*" * len(wrong))
        board.until("X does not accept the bearer token")
        board.token_give()
        board.until("X accepts the token")
        self.shows(board, few(1))
        board.stop()
        flash = self.flash_bytes()
        self.assertIn(TOKEN.encode(), flash)
        self.assertNotIn(wrong.encode(), flash)
        again = self.boot()
        self.shows(again, few(4))
        self.assertNotIn("Bearer token", again.console)
        for text in (board.console, again.console):
            self.assertNotIn(TOKEN, text)
            self.assertNotIn(wrong, text)

    def test_forget(self):
        """`forget` is typed while Posts arrive: the chip restarts and asks again."""
        self.server("--max-connections", "2", "--rules", "2", "--rate", "5", "--size", "300")
        board = self.boot()
        board.token_give()
        board.until("connected\n")
        board.type("forget token\r")
        board.until("forgotten; starting anew")
        board.token_give()
        board.until("X accepts the token")

    def test_stop(self):
        """Power off during a stream: the server notices the end."""
        server = self.server(scenario={"stream": [[HEAD, {"do": "posts", "count": 1000, "size": 300, "every_ms": 20}]],
                                       "then": "close"})
        board = self.boot()
        board.token_give()
        board.until("connected\n")
        board.stop()
        self.assertNotEqual(server.count("post"), 0)


def main():
    global BUILD, TARGET  # pylint: disable=global-statement
    BUILD, TARGET = os.path.abspath(sys.argv[1]), sys.argv[2]
    word = sys.argv[3] if len(sys.argv) > 3 else ""
    names = [name for name in unittest.defaultTestLoader.getTestCaseNames(Esp32Test) if word in name]
    good = 0
    for name in names:
        result = unittest.TestResult()
        Esp32Test(name).run(result)
        good += result.wasSuccessful()
        print("%-8s%s: %s" % ("ok" if result.wasSuccessful() else "FAILED", TARGET, name[5:].replace("_", " ")), flush=True)
        for _, text in result.failures + result.errors:
            print(text, flush=True)
    print("%d passed, %d failed" % (good, len(names) - good))
    sys.exit(0 if names and good == len(names) else 1)


if __name__ == "__main__":
    main()
