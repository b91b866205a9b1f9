# SPDX-License-Identifier: MIT
"""The examples print what examples/README.md says, and use as much RAM."""

import glob
import json
import os
import re
import subprocess
import unittest
import urllib.parse

from harness import HANG_SECONDS, BIN, HERE, TOKEN, CliTest, Server, built_with_mbedtls_228, environment

EXAMPLES = os.path.join(HERE, "..", "..", "..", "examples")
MEMORY = ("feed", "desk", "seen", "tcp", "tls")
SECTION = re.compile(r"^## `(\w+)/`\n(.*?)(?=^## |\Z)", re.M | re.S)
LINES_MAX = 120


def sections():
    with open(os.path.join(EXAMPLES, "README.md"), encoding="utf-8") as file:
        return dict(SECTION.findall(file.read()))


def ram_kb(name):
    """The size of the static objects of an example that contain a client, its buffers or a port; None with a sanitizer,
    which changes their size."""
    table = subprocess.run(["nm", "--print-size", os.path.join(BIN, name)], capture_output=True, text=True, check=True)
    if "__asan_init" in table.stdout:
        return None
    sizes = re.findall(r"^\w+ (\w+) [bd] (\w+?)(?:_rx|_tokens|_ids|_slots)?(?:\.\d+)?$", table.stdout, re.M)
    return sum(int(size, 16) for size, owner in sizes if owner in MEMORY) / 1024


class ExamplesTest(CliTest):
    def promised(self, name):
        """(output, RAM in KB) of the README."""
        text = sections()[name]
        output = re.search(r"^```text\n(.*?)^```$", text, re.M | re.S)
        ram = re.search(r"^RAM: ([\d.]+) KB(?: \(([\d.]+) KB with mbedTLS 3\.6\))?", text, re.M)
        return output[1], float(ram[1] if ram[2] is None or built_with_mbedtls_228() else ram[2])

    def start(self, name, *arguments, scenario="examples", server=None, **variables):
        server = server or Server(self, scenario=scenario)
        more = {"PIPIT_HOST": "localhost", "PIPIT_PORT": str(urllib.parse.urlsplit(server.url).port),
                "SSL_CERT_FILE": server.ca, **variables}
        process = subprocess.Popen([os.path.join(BIN, name), *arguments], env=environment(TOKEN, **more),
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait, HANG_SECONDS)
        self.addCleanup(process.kill)
        return process

    def check(self, name, out):
        output, promised_kb = self.promised(name)
        self.assertEqual(out.decode(), output)
        measured_kb = ram_kb(name)
        if measured_kb is not None:
            self.assertAlmostEqual(measured_kb, promised_kb, delta=0.5)

    def test_tail(self):
        process = self.start("tail")
        self.check("tail", process.stdout.read(len(self.promised("tail")[0].encode())))
        self.assertIsNone(process.poll())

    def test_pull(self):
        process = self.start("pull")
        self.check("pull", process.stdout.read())
        self.assertEqual((process.wait(HANG_SECONDS), process.stderr.read()), (0, b"stopped on request\n"))

    def test_rules_while_streaming(self):
        process = self.start("rules_while_streaming", "cat")
        self.check("rules_while_streaming", process.stdout.read())
        self.assertEqual((process.wait(HANG_SECONDS), process.stderr.read()), (0, b""))

    def test_redundant(self):
        """situation 44: one of two connections ends; Posts that its successor repeats are dropped"""
        process = self.start("redundant", scenario="examples_redundant")
        self.check("redundant", process.stdout.read())
        self.assertEqual((process.wait(HANG_SECONDS), process.stderr.read()), (0, b""))

    def test_led_matrix(self):
        """Shows the last five tries of each game. The rule is added; if it exists already, this is not an error."""
        server = Server(self, scenario="examples_led_matrix")
        for _ in range(2):
            process = self.start("led_matrix", server=server, NO_COLOR="1")
            self.check("led_matrix", process.stdout.read(len(self.promised("led_matrix")[0].encode())))
            self.assertIsNone(process.poll())

    def complaint(self, name, *arguments, server):
        process = self.start(name, *arguments, server=server)
        line = process.stderr.readline().decode()
        process.kill()
        process.wait(HANG_SECONDS)
        return line

    def test_message_that_does_not_fit_is_told(self):
        """a message of 2,000 bytes has too many tokens, one of 8,000 bytes is longer than the buffer"""
        for size, tokens, space in (("2000", "more JSON tokens", "more JSON tokens"),
                                    ("8000", "a buffer is too small", "bytes do not fit")):
            for name in ("tail", "pull", "redundant", "rules_while_streaming"):
                with self.subTest(name=name, size=size):
                    server = Server(self, "--size", size, "--rules", "1", "--rate", "50", "--max-connections", "2")
                    line = self.complaint(name, *(["cat"] if name == "rules_while_streaming" else []), server=server)
                    self.assertTrue(line.startswith("a message is lost: "), line)
                    self.assertIn(space if name == "pull" else tokens, line)

    def test_led_matrix_shows_long_posts_and_tells_what_is_no_json(self):
        squares = "\U0001f7e9" * 5
        line = json.dumps({"data": {"id": "1", "text": squares, "more": ["x"] * 3000}}, ensure_ascii=False)
        server = Server(self, scenario={"stream": [[{"do": "head"}, {"do": "line", "text": line},
                                                    {"do": "line", "text": "no JSON"}, {"do": "stall"}]]})
        process = self.start("led_matrix", server=server, NO_COLOR="1")
        picture = [process.stdout.readline().decode() for _ in range(5)]
        self.assertEqual(picture[4], "G G G G G \n")
        self.assertEqual(process.stderr.readline().decode(), "a message is lost: a line is not JSON\n")

    def test_simulated_week(self):
        """a week without a server: port/sim"""
        done = subprocess.run([os.path.join(BIN, "simulated_week")], capture_output=True, timeout=HANG_SECONDS)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.check("simulated_week", done.stdout)

    def test_without_a_token(self):
        for name in ("tail", "pull", "rules_while_streaming", "redundant", "led_matrix"):
            done = subprocess.run([os.path.join(BIN, name)], env=environment(None), capture_output=True, text=True,
                                  timeout=HANG_SECONDS)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("bearer_token", done.stderr)

    def test_every_example_is_short_and_described(self):
        mains = {os.path.basename(os.path.dirname(path)): path for path in glob.glob(os.path.join(EXAMPLES, "*", "main.c"))}
        self.assertEqual(set(mains), set(sections()))
        for name, path in mains.items():
            with open(path, encoding="utf-8") as file:
                self.assertTrue(name == "pipit" or len(file.readlines()) < LINES_MAX, name)


if __name__ == "__main__":
    unittest.main()
