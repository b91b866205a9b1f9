#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of what only the ticker has: screens, buttons, rules, memory protection, and a thousand reconnects.

    python3 tests/elsewhere/boards/lm3s_test.py [--update] [unittest's arguments]

The screens are compared pixel by pixel with golden/lm3s/*.txt, which people can read; --update writes them again.
"""

import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "..", "..", "behaviour", "cli"))

import boards  # noqa: E402
from emulator import TOKEN, words_for  # noqa: E402
from harness import SLOWER, Server  # noqa: E402
from lm3s_emulator import LiveEmulator  # noqa: E402
from report import error_numbers  # noqa: E402

GOLDEN = os.path.join(HERE, "golden", "lm3s")
TICKER, = boards.variants(["lm3s6965evb-16k"])
UPDATE = "--update" in sys.argv
FAULT, FLASH_CHANGED = 99, 98
OK, DISCONNECTED = 0, 3
HEAD = {"do": "head"}
END = ({"do": "end"}, {"do": "close"})
AUTHOR = "2244994945"
RULES = "/2/tweets/search/stream/rules"


def post(number, text, username="birdwatch", created_at=None):
    data = {"id": str(10 ** 18 + number), "text": text, "author_id": AUTHOR, "edit_history_tweet_ids": [str(number)]}
    if created_at:
        data["created_at"] = created_at
    users = [{"id": "1", "username": "somebody_else"}, {"id": AUTHOR, "username": username, "name": "Birds"}]
    line = json.dumps({"data": data, "includes": {"users": users}}, ensure_ascii=False)
    return {"do": "post", "json": line}


LONG = ("The quick brown fox jumps over the lazy dog. " * 6).strip() + " The end."
# The Posts for the golden screens and for the buttons.
PLAIN = post(1, "Ticker &amp; OLED: 3 &lt; 4 &gt; 2. A line wraps at a space,\nand breaks where X says so.",
             created_at="2021-03-14T07:26:46.000Z")
LATIN = post(2, "Ça va? Ärger, Über, señor São, Łódź, cafe\u0301 “quoted” it’s… 5 € ½ → ♥ naïve ÉÀÑ", "jürgen")
OTHER = post(3, "日本 Привет \U0001F468\u200D\U0001F469\u200D\U0001F467 \U0001F44D\U0001F3FD \U0001F1E9\U0001F1EA ok\uFE0F "
                "x\u200By", "mixed_scripts")
SCROLLED = post(4, LONG, "a_name_of_15_ch")


def stay(*steps):
    """These steps, then keep-alives until the end of the test."""
    return {"stream": [[HEAD, *steps, {"do": "keep_alive", "count": 600, "every_ms": 1000}]], "then": "close"}


class LiveTest(unittest.TestCase):
    def start(self, server, *words, options=()):
        if not any(word.startswith("stall_ms=") for word in words):
            words = (*words, "stall_ms=%d" % (20000 * SLOWER))  # the pauses of a scenario are SLOWER times as long
        usual = words_for(server.port, "report", "screens", "exact", *words, now=int(time.time()))
        run = LiveEmulator(TICKER, usual, options)
        run.__enter__()
        self.addCleanup(run.__exit__, None, None, None)
        return run

    def is_golden(self, run, name):
        path = os.path.join(GOLDEN, name + ".txt")
        seen = run.screen()
        if UPDATE:
            os.makedirs(GOLDEN, exist_ok=True)
            with open(path, "w", encoding="ascii") as file:
                file.write(seen)
        with open(path, encoding="ascii") as file:
            golden = file.read()
        wrong = ["%2d golden %s\n   seen   %s" % (y, one, other)
                 for y, (one, other) in enumerate(zip(golden.splitlines(), seen.splitlines())) if one != other]
        self.assertEqual(golden == seen, True, "%s differs:\n%s" % (name, "\n".join(wrong)))


class Screens(LiveTest):
    def shown(self, golden, step):
        """The screen after the Post of `step`."""
        run = self.start(Server(self, scenario=stay(step)))
        run.until("SCREEN status ✓ 1 Post")
        self.is_golden(run, golden)

    def test_before_the_first_post(self):
        run = self.start(Server(self, scenario=stay()))
        run.until("SCREEN status connected, 0 Posts")
        self.is_golden(run, "connected")

    def test_plain_text_with_entities(self):
        self.shown("plain", PLAIN)

    def test_latin_letters_and_signs(self):
        self.shown("latin", LATIN)

    def test_a_box_for_what_the_font_has_not(self):
        self.shown("other", OTHER)

    def test_text_that_is_longer_than_the_screen(self):
        self.shown("long", SCROLLED)

    def test_lag_is_measured_by_the_server_s_clock(self):
        """The clock of the board is ten hours late until the answer; 2.5 hours are shown as 2h."""
        when = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() - 9000))
        run = self.start(Server(self, scenario=stay(post(1, "late", created_at=when))), "time=%d" % (time.time() - 36000))
        run.until("SCREEN status ✓ 1 Post lag 2h")

    def test_reconnecting_counts_down(self):
        server = Server(self, scenario={"stream": [[HEAD, PLAIN, *END], [HEAD, *END], [HEAD, PLAIN, {"do": "stall"}]],
                                        "then": "close"})
        run = self.start(server)
        run.until("RETRY 5000")
        run.until("SCREEN status ✓ 2 Posts lag >99d")
        waiting = run.lines[next(i for i, line in enumerate(run.lines) if line.startswith("RETRY 5000")):]
        shown = [int(line.split()[4]) for line in waiting if line.startswith("SCREEN status reconnecting in")]
        self.assertTrue(shown)
        self.assertEqual(shown, sorted(set(shown), reverse=True))  # a slow machine may skip one
        self.assertLessEqual(set(shown), {5, 4, 3, 2, 1})
        self.assertIn("SCREEN status reconnecting", waiting)

    def test_a_long_wait_is_shown_in_minutes(self):
        status = {"do": "status", "status": 429, "json": {"title": "Too Many Requests"},
                  "headers": {"x-rate-limit-remaining": "0", "x-rate-limit-reset": "{now+890}"}}
        run = self.start(Server(self, scenario={"stream": [[status]], "then": "close"}))
        run.until("SCREEN status reconnecting in 15min")
        self.is_golden(run, "reconnecting")

    def test_a_wrong_token_stops_it(self):
        run = self.start(Server(self), "token=wrong", "stay")
        run.until("SCREEN status stopped: AUTH")
        self.is_golden(run, "stopped")


class Buttons(LiveTest):
    def test_scroll_and_history(self):
        run = self.start(Server(self, scenario=stay(PLAIN, LATIN, OTHER, SCROLLED)))
        run.until("SCREEN status ✓ 4 Posts")
        run.wake_buttons()
        run.press("down")
        run.press("down")
        self.is_golden(run, "scrolled_2")
        for _ in range(20):
            run.press("down")
        self.is_golden(run, "scrolled_to_end")
        for _ in range(20):
            run.press("up")
        self.is_golden(run, "long_of_4")
        run.press("left")
        self.is_golden(run, "history_2")
        for _ in range(5):
            run.press("left")
        self.is_golden(run, "history_4")
        run.press("right")
        self.is_golden(run, "history_3")
        run.press("ctrl")
        self.is_golden(run, "long_of_4")

    def test_reading_is_not_interrupted(self):
        """A new Post does not replace the one that is being read, as long as that one is stored."""
        pause = {"do": "pause", "ms": 100}
        server = Server(self, scenario=stay(PLAIN, LATIN, {"do": "pause", "ms": 10000}, OTHER, pause, OTHER, pause, OTHER))
        run = self.start(server)
        run.until("SCREEN status ✓ 2 Posts")
        run.wake_buttons()
        run.press("left")
        self.is_golden(run, "reading")
        for age in (2, 3, 3):
            run.until("SCREEN post %d r" % age)
        run.until("SCREEN status ✓ 5 Posts")
        self.is_golden(run, "reading_pushed_out")


class Rules(LiveTest):
    def ask(self, server, body=None):
        context = ssl.create_default_context(cafile=server.ca)
        request = urllib.request.Request("https://localhost:%d%s" % (server.port, RULES),
                                         data=json.dumps(body).encode() if body else None,
                                         headers={"Authorization": "Bearer " + TOKEN, "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30, context=context) as answer:
            return json.load(answer)

    def rules_of(self, server):
        return sorted((r["value"], r.get("tag", "")) for r in self.ask(server).get("data", ()))

    def test_stale_rules_go_and_missing_ones_come(self):
        server = Server(self, "--rate", "20")
        stale = [{"value": "old %d" % n, "tag": "ticker"} for n in range(11)]
        self.ask(server, {"add": stale + [{"value": "cat", "tag": "ticker"}, {"value": "dog", "tag": "another"},
                                              {"value": "fish"}]})
        run = self.start(server, "rules", "posts=5")
        self.assertEqual(run.wait_for_end(), OK)
        self.assertEqual(self.rules_of(server), [("(ocean OR river) -is:retweet", "ticker"), ("cat", "ticker"),
                                                 ("dog", "another"), ("fish", "")])
        changes = [(e["what"], e["summary"]) for e in server.log() if e["ev"] == "rules"][1:]
        self.assertEqual([what for what, _ in changes], ["delete", "delete", "add"])
        self.assertEqual([s["deleted"] for what, s in changes if what == "delete"], [8, 3])
        again = self.start(server, "rules", "posts=5")
        self.assertEqual(again.wait_for_end(), OK)
        self.assertEqual(len([e for e in server.log() if e["ev"] == "rules"]), 4)

    def test_rules_that_fail_are_tried_again(self):
        answer = {"do": "status", "status": 503, "json": {"title": "Service Unavailable"}}
        server = Server(self, "--rate", "20", scenario={"rules": [[answer]], "then": "normal"})
        run = self.start(server, "rules", "posts=3", "scale=20")
        run.until("SCREEN status reconnecting in 10 s")
        self.assertEqual(run.wait_for_end(), OK)

    def test_rules_that_somebody_deletes_come_back(self):
        server = Server(self, "--rate", "20", "--disconnect-after", "10")
        run = self.start(server, "rules", "scale=20", "posts=25")
        run.until("POST")
        self.ask(server, {"delete": {"values": ["cat", "(ocean OR river) -is:retweet"]}})
        run.until("REQUEST_ERROR 409 " + error_numbers()["PIPIT_E_NO_RULES"])
        self.assertEqual(run.wait_for_end(), OK)
        self.assertEqual(self.rules_of(server), [("(ocean OR river) -is:retweet", "ticker"), ("cat", "ticker")])


class Fences(LiveTest):
    def fault(self, kind, address):
        run = self.start(Server(self), "fault=" + kind)
        self.assertEqual(run.wait_for_end(), FAULT)
        values = dict(word.split("=") for line in run.lines if line.startswith("FAULT") for word in line.split()[1:])
        self.assertIn("address", values, run.lines)
        if address is not None:
            self.assertEqual(int(values["address"], 16), address)
        return int(values["address"], 16)

    def test_null(self):
        self.fault("null", 0)

    def test_flash_is_read_only(self):
        self.assertLess(self.fault("flash", None), 0x40000)

    def test_memory_ends_with_the_sram(self):
        self.fault("beyond", 0x20010000)

    def test_stack_overflow_meets_the_guard(self):
        self.fault("stack", 0x2000001f)

    def test_ram_is_not_executed(self):
        run = self.start(Server(self), "fault=jump")
        self.assertEqual(run.wait_for_end(), FAULT)

    def test_changed_flash_is_noticed_at_the_end(self):
        """The debugger writes to the flash, because nothing on the board can."""
        server = Server(self, scenario=stay(PLAIN, {"do": "pause", "ms": 4000}, PLAIN))
        gdb_chardev = "socket,id=gdb,path=%s,server=on,wait=off"
        folder_path = os.path.join(self.folder(), "gdb")
        run = self.start(server, "posts=2", options=("-chardev", gdb_chardev % folder_path, "-gdb", "chardev:gdb"))
        run.until("SCREEN status ✓ 1 Post")
        gdb_write(folder_path, symbol(TICKER.elf, "font_marks"), b"\xff")
        self.assertEqual(run.wait_for_end(), FLASH_CHANGED)

    def folder(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return folder.name


def symbols(elf):
    """The lines of nm: address, kind, name."""
    return subprocess.run(("arm-none-eabi-nm", elf), stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()


def symbol(elf, name):
    """The address of a variable."""
    return next(int(line.split()[0], 16) for line in symbols(elf) if line.split()[-1] == name)


def gdb_write(path, address, data):
    """Writes memory with QEMU's gdb server, and lets the machine continue."""
    def packet(text):
        return b"$" + text + b"#%02x" % (sum(text) & 255)

    def answer():
        text = b""
        while not (b"#" in text and len(text.partition(b"#")[2]) >= 2):
            got = link.recv(4096)
            if not got:
                raise AssertionError("the debugger is gone: %r" % text)
            text += got
        link.sendall(b"+")
        return text

    def ask(text, wanted):
        """Repeats a request, like gdb: while the machine runs, a request only stops it, and QEMU also reports by itself that
        it has stopped."""
        said = []
        for _ in range(6):
            link.sendall(packet(text))
            try:
                while not said or wanted not in said[-1]:
                    said.append(answer())
                return
            except TimeoutError:
                said.append(b"nothing")
        raise AssertionError("the debugger said to %r: %r" % (text, said))

    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(5)
        link.connect(path)
        link.sendall(b"+")
        ask(b"?", b"$T")
        ask(b"M%x,%x:%s" % (address, len(data), data.hex().encode()), b"$OK")
        link.sendall(packet(b"D"))
        answer()


class Select(LiveTest):
    """Without the word "whole" the ticker receives only the members that it shows, also from Posts with all fields."""

    COUNT = 40

    def test_posts_of_all_sizes(self):
        steps = [{"do": "posts", "count": count, "size": size} for size, count in ((300, 20), (2000, 10), (8000, 10))]
        server = Server(self, scenario={"stream": [[HEAD, *steps, *END]], "then": "close"})
        run = self.start(server, "posts=%d" % self.COUNT)
        self.assertEqual(run.wait_for_end(), OK, "\n".join(run.lines[-30:]))
        came = [line.split()[1:] for line in run.lines if line.startswith("POST ")]
        server.posts(self.COUNT)
        sent = [(e["id"], e["bytes"] - 2) for e in server.log() if e["ev"] == "post"]
        self.assertEqual([(number, int(size)) for number, size, _ in came], sent)
        self.assertGreater(sent[-1][1], 6000)
        self.assertEqual([line for line in run.lines if line.startswith("OVERSIZE")], [])

    def test_a_text_of_150_kb(self):
        """Its beginning is shown, and its author, whose name comes after the text."""
        long = post(5, "Endless. " * 17000)
        run = self.start(Server(self, scenario=stay(long)))
        run.until("POST %d %d " % (10 ** 18 + 5, len(long["json"])))
        run.until("SCREEN status")
        self.is_golden(run, "endless")


class Linked(unittest.TestCase):
    def test_nothing_can_allocate(self):
        names = {line.split()[-1] for line in symbols(TICKER.elf)}
        self.assertIn("ticker", names)
        self.assertEqual(names & {"malloc", "calloc", "realloc", "free", "_sbrk", "sbrk"}, set())


class Soak(LiveTest):
    def reconnects(self, count, *words, server_options=()):
        """Streams of one Post; measures the memory in use before each delay."""
        server = Server(self, "--connect-limit", "100000", *server_options,
                        scenario={"stream": [[HEAD, {"do": "posts", "count": 1, "size": 300}, *END]], "then": "repeat"})
        scale = 5000  # for the delays between the streams; a busy machine has 20 s to send a Post
        run = self.start(server, "scale=%d" % scale, "stall_ms=%d" % (20000 * scale), "use", "posts=%d" % count, *words)
        self.assertEqual(run.wait_for_end(), OK, "\n".join(run.lines[-30:]))
        uses = [dict(word.split("=") for word in line.split()[1:]) for line in run.lines if line.startswith("USE")]
        self.assertEqual(len(uses), count - 1)
        pools = [line for line in run.lines if line.startswith("POOL")]
        self.assertTrue(pools)
        for line in pools:
            self.assertIn("errors=0", line)
        for use in uses:
            self.assertEqual(use["arena_failures"], "0")
            self.assertLessEqual(int(use["segments"]), 2)  # close_notify and FIN that are being sent
        self.assertIn("used=0", next(line for line in pools if "tcp_seg" in line))
        return uses, run

    def is_constant(self, uses, *names):
        for name in names:
            self.assertEqual({use[name] for use in uses[2:]}, {uses[2][name]}, name)

    def test_1000_reconnects(self):
        uses, run = self.reconnects(1001)
        self.is_constant(uses, "arena", "pbufs")
        self.assertEqual(sum(use["resumed"] == "1" for use in uses), 999)

    def test_reconnects_without_resumption(self):
        uses, _ = self.reconnects(40, "resume=0", "ca=rsa", server_options=("--key", "rsa-chain"))
        self.is_constant(uses, "arena", "pbufs")
        self.assertEqual({use["resumed"] for use in uses}, {"0"})


def main():
    arguments = [argument for argument in sys.argv if argument != "--update"]
    boards.make([TICKER])
    unittest.main(argv=arguments)


if __name__ == "__main__":
    main()
