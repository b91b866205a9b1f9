#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs firmware in QEMU against the local X: test_board.py [BOARD or VARIANT ...] [-k WORD]

Builds what has changed, then runs the situations, two at a time. Every Post is compared with the server's log: its id,
its length, its CRC-32, in order. Exits 0 only when everything passed.
"""

import argparse
import concurrent.futures
import json
import os
import subprocess
import sys
import threading
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "..", "..", "behaviour", "cli"))

import boards  # noqa: E402
from emulator import Emulator, words_for  # noqa: E402
from harness import SCENARIOS, SLOWER, Server, namespace, program, slowed, wait_until  # noqa: E402

AT_A_TIME = 2
YEAR = 366 * 86400
CR_LF = 2

# Flags of mbedTLS: what is wrong with a certificate.
EXPIRED, WRONG_NAME, NOT_TRUSTED, NOT_YET = 1, 4, 8, 0x200

OK, DISCONNECTED = 0, 3

HEAD = {"do": "head"}
END = ({"do": "end"}, {"do": "close"})


def posts(count, size, every_ms=0):
    return {"do": "posts", "count": count, "size": size, "every_ms": every_ms}


def streams(*lists):
    """A scenario in which each stream begins with its head and ends in order."""
    return {"stream": [[HEAD, *steps, *END] for steps in lists], "then": "close"}


# 200 Posts of all three sizes, in turn.
MIXED = {"do": "repeat", "times": 20, "steps": [posts(6, 300), posts(3, 2000), posts(1, 8000)]}
MIXED_COUNT = 200
# A few Posts for each connection, for tests of something else.
FEW = posts(3, 300)


def slowed_words(words):
    """harness.slowed() for the start words of a board: scale=20, stall_ms=1500."""
    pairs = [part for word in words for part in word.split("=", 1)]
    slow = iter(slowed(pairs, "scale", "stall_ms"))
    return ["=".join(next(slow) for _ in word.split("=", 1)) for word in words]


class BoardTest(unittest.TestCase):
    """One situation on one board."""

    variant = None

    # ---- tools

    def run_board(self, server, *words, status=OK, inside=(), without=()):
        words = slowed_words(words)
        told = words_for(server.port, "report", "whole", *words, now=int(time.time()))
        told = [word for word in told if word.partition("=")[0] not in without]
        with Emulator(self.variant, told, inside=inside) as run:
            run.wait()
            self.assertEqual(run.status, status, run.report.text[-3000:] + run.errors)
            self.assertEqual(run.errors, "")
            self.pools_are_empty(run.report)
            return run.report, run.console()

    def pools_are_empty(self, report):
        """No memory of lwIP is lost, and only frames were ever dropped because of missing memory; the peer sends them again."""
        pools = report.pools()
        self.assertIn("pbuf_pool", pools, report.text)
        self.assertEqual({name: pool["errors"] for name, pool in pools.items() if name != "pbuf_pool"},
                         dict.fromkeys(set(pools) - {"pbuf_pool"}, 0))
        for name in ("pbuf_pool", "tcp_seg"):
            self.assertEqual(pools[name]["used"], 0, name)

    def sent(self, server, count):
        """The first Posts that the server sent; it writes its log after the last byte was sent."""
        server.posts(count)
        return [(e["id"], e["bytes"] - CR_LF, e["crc32"]) for e in server.log() if e["ev"] == "post"][:count]

    def are_intact(self, report, server, count):
        """The board has received what the server has sent; lines longer than its buffer are reported as oversize."""
        expected = [post if post[1] <= self.variant.line_max else (None, post[1], None)
                    for post in self.sent(server, count)]
        self.assertEqual(len(expected), count)
        self.assertEqual(report.posts(), expected)

    def refused(self, flags, *words, cert="good", key="ec"):
        """Five times, then the request ends; the token is never sent."""
        server = Server(self, "--cert", cert, "--key", key, scenario=streams((FEW,)))
        report, _ = self.run_board(server, "scale=50", "exact", *words, status=DISCONNECTED)
        self.assertEqual(report.of_kind("CONNECTION_ERROR"), [["PIPIT_E_TLS_CERT", str(flags)]] * 5)
        self.assertEqual(report.of_kind("DISCONNECT"), [["PIPIT_E_TLS_CERT"]])
        self.assertEqual(server.count("request"), 0)

    # ---- situations that every machine runs

    def test_200_posts(self):
        server = Server(self, scenario=streams((MIXED,)))
        report, console = self.run_board(server, "posts=%d" % MIXED_COUNT)
        self.are_intact(report, server, MIXED_COUNT)
        self.assertEqual(report.kinds("POST", "OVERSIZE"), ["CONNECT", "DISCONNECT"])
        self.assertIn("EMULATED BOARD", console)
        shown = sum(line.startswith("@") for line in console.splitlines())
        self.assertEqual(shown, len(report.of_kind("POST")))

    def test_faults(self):
        """Each wrong access ends the run at once, with a report of its address."""
        for fault, status in self.variant.faults.items():
            with Emulator(self.variant, ("fault=" + fault,)) as run:
                self.assertEqual((fault, run.wait()), (fault, status), run.report.text + run.errors)
                self.assertEqual(len(run.report.of_kind("FAULT")), int(status == boards.FAULT))

    # ---- situations of everything

    def test_no_card(self):
        """Without its network card the firmware says so and ends; it does not wait for an address for ever."""
        twin = self.variant.without_a_card()
        if not twin:
            return
        for word in ("report", "fixed"):
            with Emulator(twin, (word,)) as run:
                self.assertEqual(run.wait(), boards.NO_CARD, run.report.text + run.errors)
                self.assertIn("the network card does not answer", run.console())

    def test_ciphers(self):
        """ChaCha20 stands first; a server that knows only AES-GCM works too."""
        for options, cipher in (((), "CHACHA20-POLY1305"), (("--ciphers", "ECDHE+CHACHA20"), "CHACHA20-POLY1305"),
                                (("--ciphers", "ECDHE+AESGCM"), "AES128-GCM-SHA256")):
            for key, root, start in (("ec", "ec", "ECDHE-ECDSA-"), ("rsa-chain", "rsa", "ECDHE-RSA-")):
                server = Server(self, "--key", key, *options, scenario=streams((FEW,), (FEW,)))
                report, _ = self.run_board(server, "posts=6", "ca=" + root, "scale=50")
                self.are_intact(report, server, 6)
                self.assertEqual([e["cipher"] for e in server.log() if e["ev"] == "tls"], [start + cipher] * 2)
                self.assertEqual(report.of_kind("CONNECT"), [[], ["resumed"]])

    def test_rsa_chain(self):
        server = Server(self, "--key", "rsa-chain", scenario=streams((MIXED,)))
        report, _ = self.run_board(server, "ca=rsa", "posts=%d" % MIXED_COUNT)
        self.are_intact(report, server, MIXED_COUNT)

    def test_rsa_leaf_of_ecdsa_chain(self):
        server = Server(self, "--key", "rsa", scenario=streams((FEW,)))
        report, _ = self.run_board(server, "posts=3")
        self.are_intact(report, server, 3)

    def test_keep_alives(self):
        server = Server(self, scenario=streams((posts(1, 300), {"do": "keep_alive", "count": 3, "every_ms": 50},
                                                posts(1, 300))))
        report, _ = self.run_board(server, "posts=2")
        self.assertEqual(report.kinds(), ["CONNECT", "POST", "KEEP_ALIVE", "KEEP_ALIVE", "KEEP_ALIVE", "POST", "DISCONNECT"])
        self.are_intact(report, server, 2)

    def test_forced_disconnect(self):
        """Short streams: the delays are 0, 5 s, 10 s (core/README.md), 20 times faster, and each stream is a failure; the TLS
        session is resumed."""
        server = Server(self, scenario=streams((FEW,), (FEW,), (FEW,), (FEW,)))
        report, _ = self.run_board(server, "scale=20", "exact", "posts=12")
        self.assertEqual(report.waits(), [(0, 1, "PIPIT_E_CLOSED"), (5000, 2, "PIPIT_E_CLOSED"), (10000, 3, "PIPIT_E_CLOSED")])
        self.are_intact(report, server, 12)
        log = server.log()
        closed = [e["t"] for e in log if e["ev"] == "close"]
        came = [e["t"] for e in log if e["ev"] == "accept"]
        for gone, back, wait_ms in zip(closed, came[1:], (0, 5000, 10000)):
            self.assertGreaterEqual((back - gone) * 1000 * max(1, 20 // SLOWER), wait_ms * 0.98)
        self.assertEqual(report.of_kind("CONNECT"), [[]] + [["resumed"]] * 3)

    def test_no_resumption_when_not_wanted(self):
        server = Server(self, scenario=streams((FEW,), (FEW,)))
        report, _ = self.run_board(server, "scale=20", "resume=0", "posts=6")
        self.assertEqual(report.of_kind("CONNECT"), [[], []])
        self.are_intact(report, server, 6)

    def test_stall(self):
        server = Server(self, scenario=streams((posts(1, 300), {"do": "stall"}), (FEW,)))
        report, _ = self.run_board(server, "stall_ms=1500", "exact", "posts=4")
        self.assertEqual(report.kinds(), ["CONNECT", "POST", "CONNECTION_ERROR", "RETRY", "CONNECT", "POST", "POST", "POST",
                                          "DISCONNECT"])
        self.assertEqual(report.of_kind("CONNECTION_ERROR"), [["PIPIT_E_STALL", "0"]])
        self.are_intact(report, server, 4)

    def test_reset(self):
        scenario = streams((FEW,))
        scenario["stream"].insert(0, [HEAD, {"do": "reset"}])
        server = Server(self, scenario=scenario)
        report, _ = self.run_board(server, "scale=20", "posts=3")
        # QEMU's network forwards an RST as an RST or as a FIN.
        self.assertIn(report.waits()[0][2], ("PIPIT_E_RESET", "PIPIT_E_CLOSED"))
        self.are_intact(report, server, 3)

    def test_wrong_host_name(self):
        self.refused(WRONG_NAME, cert="wrong-name")

    def test_unknown_ca(self):
        self.refused(NOT_TRUSTED, cert="unknown-ca")

    def test_expired(self):
        self.refused(EXPIRED, cert="expired")

    def test_the_other_root_is_not_trusted(self):
        self.refused(NOT_TRUSTED, "ca=rsa")

    def test_clock_behind(self):
        self.refused(NOT_YET, "time=%d" % (time.time() - YEAR))

    def test_clock_ahead(self):
        self.refused(EXPIRED, "time=%d" % (time.time() + 2 * YEAR))

    def test_too_many_connections(self):
        server = Server(self, scenario="429_too_many_connections")
        report, _ = self.run_board(server, "scale=50", "exact", "retries=2", status=DISCONNECTED)
        self.assertEqual(report.of_kind("REQUEST_ERROR")[:2], [["429", "PIPIT_E_TOO_MANY_CONNECTIONS"]] * 2)
        self.assertEqual([(ms, cause) for ms, _, cause in report.waits()],
                         [(10000, "PIPIT_E_TOO_MANY_CONNECTIONS"), (20000, "PIPIT_E_TOO_MANY_CONNECTIONS")])

    def test_nobody_listens(self):
        server = Server(self)
        report, _ = self.run_board(server, "port=1", "scale=20", "exact", "retries=2", status=DISCONNECTED)
        self.assertEqual([words[0] for words in report.of_kind("CONNECTION_ERROR")], ["PIPIT_E_CONNECT"] * 3)
        self.assertEqual([ms for ms, _, _ in report.waits()], [0, 250])
        self.assertEqual(report.of_kind("DISCONNECT"), [["PIPIT_E_RETRIES"]])

    def test_oversize(self):
        """A Post of 1.1 MB is skipped, and the next one is complete."""
        server = Server(self, scenario="oversize")
        report, console = self.run_board(server, "posts=3")
        self.assertEqual(report.kinds(), ["CONNECT", "POST", "OVERSIZE", "POST", "DISCONNECT"])
        self.assertEqual(console.count("a message is lost: it is longer than the buffer\n"), 1)
        with open(os.path.join(SCENARIOS, "oversize.json"), encoding="utf-8") as file:
            pieces = [step for step in json.load(file)["stream"][0] if step["do"] == "chunk"]
        total = sum(len(piece["text"]) * piece.get("times", 1) for piece in pieces) - CR_LF
        self.assertEqual(report.of_kind("OVERSIZE"), [[str(total)]])
        self.assertEqual([p for p in report.posts() if p[0]], self.sent(server, 2))

    def test_too_many_tokens_and_no_json(self):
        """A Post with too many tokens, and a line that is not JSON, are reported on the console."""
        server = Server(self, scenario=streams(({"do": "line", "text": '{"data":[%s0]}' % ("0," * 900)},
                                                {"do": "line", "text": "no JSON"}, posts(1, 300))))
        _, console = self.run_board(server, "posts=3")
        lost = [line for line in console.splitlines() if line.startswith("a message is lost")]
        self.assertEqual(lost, ["a message is lost: it has more tokens than fit", "a message is lost: it is not valid"])

    def test_stop(self):
        """A stop during a stream: the server sees an orderly end."""
        server = Server(self, scenario={"stream": [[HEAD, posts(1000, 300, 5)]], "then": "close"})
        report, _ = self.run_board(server, "posts=5")
        self.assertEqual(report.kinds(), ["CONNECT"] + ["POST"] * 5 + ["DISCONNECT"])
        self.assertEqual(report.of_kind("DISCONNECT"), [["PIPIT_E_STOPPED"]])
        self.are_intact(report, server, 5)
        wait_until(self, lambda: server.count("client_gone"), "the end of the connection")
        gone = [e for e in server.log() if e["ev"] == "client_gone"]
        self.assertEqual([e["how"] for e in gone], ["FIN"])  # after close_notify

    def test_clock_is_set_by_the_date_of_the_answer(self):
        server = Server(self, scenario=streams((FEW,)))
        begin = int(time.time())
        report, _ = self.run_board(server, "posts=3", "time=%d" % (begin - 6 * 3600))
        clock = int(report.of_kind("CLOCK")[0][0])
        self.assertTrue(begin <= clock <= time.time() + 1, (begin, clock))

    def test_name_is_looked_up(self):
        """With the real name, in a separate network with a name server of the test."""
        inside = namespace(self)
        program(self, "dns.py", "api.x.com=10.0.2.2", inside=inside)
        server = Server(self, scenario=streams((FEW,)), inside=inside)
        report, _ = self.run_board(server, "posts=3", inside=inside, without=("server", "host"))
        self.are_intact(report, server, 3)

    def test_unknown_name(self):
        inside = namespace(self)
        program(self, "dns.py", "api.x.com=10.0.2.2", inside=inside)
        server = Server(self, inside=inside)
        report, _ = self.run_board(server, "host=nowhere.example", "scale=20", "exact", "retries=1", status=DISCONNECTED,
                                   inside=inside, without=("server",))
        self.assertEqual([words[0] for words in report.of_kind("CONNECTION_ERROR")], ["PIPIT_E_DNS"] * 2)

    def test_fixed_address(self):
        server = Server(self, scenario=streams((FEW,)))
        report, _ = self.run_board(server, "fixed", "posts=3")
        self.are_intact(report, server, 3)


EVERYWHERE = ("test_200_posts", "test_faults")


def tests_of(variant, word):
    case = type("BoardTest_" + variant.name, (BoardTest,), {"variant": variant})
    names = unittest.defaultTestLoader.getTestCaseNames(BoardTest)
    return [case(name) for name in names if word in name and (variant.everything or name in EVERYWHERE)]


def run_one(test, lock, otherwise="again"):
    result = unittest.TestResult()
    test.run(result)
    good = result.wasSuccessful() and result.testsRun == 1
    with lock:
        print("%-8s%s: %s" % ("ok" if good else otherwise, test.variant.name, test._testMethodName[5:].replace("_", " ")),
              flush=True)
        for _, text in result.failures + result.errors:
            print(text, flush=True)
    return good


def run_alone(test):
    """Runs the test in a separate process, four times slower, to distinguish a defect from a busy machine."""
    print("alone, at a quarter of the speed:", flush=True)
    command = (sys.executable, os.path.abspath(__file__), test.variant.name, "--only", test._testMethodName)
    return subprocess.run(command, env={**os.environ, "PIPIT_TEST_SLOWER": "4"}, check=False).returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="BOARD")
    parser.add_argument("-k", default="", metavar="WORD", help="only situations with this word in their name")
    parser.add_argument("--only", metavar="SITUATION", help="this one, and not a second time")
    options = parser.parse_args()
    chosen = boards.variants(options.names)
    boards.make(chosen)
    lock = threading.Lock()
    if options.only:
        tests = [test for variant in chosen for test in tests_of(variant, options.only) if test._testMethodName == options.only]
        sys.exit(0 if tests and all(run_one(test, lock, "FAILED") for test in tests) else 1)
    tests = [test for variant in chosen for test in tests_of(variant, options.k)]
    begin = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(AT_A_TIME) as pool:
        good = list(pool.map(lambda test: run_one(test, lock), tests))
    good = [passed or run_alone(test) for test, passed in zip(tests, good)]
    print("%d passed, %d failed, %d s" % (sum(good), len(good) - sum(good), time.monotonic() - begin))
    sys.exit(0 if good and all(good) else 1)


if __name__ == "__main__":
    main()
