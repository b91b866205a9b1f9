# SPDX-License-Identifier: MIT
"""Shared by the tests of the command: servers that end with their test, and functions to run the command."""

import concurrent.futures
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
SERVERS = os.path.join(HERE, "..", "server")
SCENARIOS = os.path.join(SERVERS, "scenarios")
PIPIT = os.path.abspath(os.environ.get("PIPIT_BIN", os.path.join(HERE, "..", "..", "..", "build", "bin", "pipit")))
BIN = os.path.dirname(PIPIT)
TOKEN = "test-token-AAAA%2Fbbb%3D"
# The event of a reset. Over lwIP it may be an orderly end, because libslirp can change an RST into a FIN.
LOST = ("connection_error", "closed") if "over_lwip" in PIPIT else ("connection_error",)
SLOWER = float(os.environ.get("PIPIT_TEST_SLOWER", "1"))  # factor by which a test that failed runs slower when it runs again
HANG_SECONDS = 600 * SLOWER  # a longer run never ends
SETTLED_SECONDS = 0.3  # in this time a command that runs reaches its next state
PROMPT_STARTS = 20  # "at once" means: in less time than this number of starts of the command


def environment(token=TOKEN, **more):
    variables = {k: v for k, v in os.environ.items() if k not in ("X_BEARER_TOKEN", "BEARER_TOKEN", "SSL_CERT_FILE")}
    if token:
        variables["X_BEARER_TOKEN"] = token
    return {**variables, **more}


def faster(times):
    """Options for a faster clock of the command. On a bad link (tests/behaviour/lwip) bytes are sent again after a second, so
    the stall limit must be longer."""
    return ("--time-scale", os.environ.get("PIPIT_TEST_TIME_SCALE", str(times)))


def slowed(arguments, clock="--time-scale", patience="--stall-ms"):
    """The same, adapted to SLOWER: a fast clock runs slower; with the real clock the stall limit is longer."""
    words = list(arguments)
    given = dict(zip(words, range(1, len(words))))
    if clock in given:
        words[given[clock]] = str(max(1, int(float(words[given[clock]]) / SLOWER)))
    elif patience in given and words[given[patience]].isdigit():
        words[given[patience]] = str(int(int(words[given[patience]]) * SLOWER))
    return words


def prompt_seconds():
    """The time in which something must happen "at once" on this machine, with its present load."""
    begin = time.monotonic()
    for _ in range(3):
        subprocess.run([PIPIT, "--version"], stdout=subprocess.DEVNULL, check=True)
    return max(2.0, PROMPT_STARTS * (time.monotonic() - begin) / 3) * SLOWER


def built_with(variable):
    """The value of a cache variable of the build; "" if it has none."""
    cache = next(path for path in (os.path.join(BIN, up, "CMakeCache.txt") for up in ("..", "../..")) if os.path.exists(path))
    with open(cache, encoding="utf-8") as file:
        found = re.search("^" + variable + r":[A-Z]+=(.*)$", file.read(), re.M)
    return found[1] if found else ""


def built_with_openssl():
    """The command; all other programs use mbedTLS, also the command over lwIP."""
    return "over_lwip" not in PIPIT and built_with("PIPIT_COMMAND_TLS") == "openssl"


def built_with_mbedtls_228():
    """The texts and the memory of mbedTLS depend on its version."""
    with open(os.path.join(built_with("PIPIT_MBEDTLS_INCLUDE_DIR"), "mbedtls", "version.h"), encoding="utf-8") as file:
        return re.search(r'^#define MBEDTLS_VERSION_STRING +"2\.28\.', file.read(), re.M) is not None


def wait_until(test, condition, what):
    until = time.monotonic() + HANG_SECONDS
    while not condition():
        if time.monotonic() > until:
            test.fail("never happened: " + what)
        time.sleep(0.02)


class Program:
    """A program that prints READY. It is stopped at the end of the test."""

    def __init__(self, test, *command):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
        test.addCleanup(self.stop)
        self.ready = self.process.stdout.readline().split()
        test.assertEqual(self.ready[:1], ["READY"], command)

    def stop(self):
        self.process.terminate()
        self.process.wait(HANG_SECONDS)
        self.process.stdout.close()
        self.process.stdin.close()


def program(test, name, *options, inside=()):
    return Program(test, *inside, sys.executable, os.path.join(SERVERS, name), "--parent-watch", *options)


class Server:
    """A local X. `scenario` is a dictionary, or the name of a file in scenarios/."""

    def __init__(self, test, *options, scenario=None, inside=()):
        folder = tempfile.TemporaryDirectory()
        test.addCleanup(folder.cleanup)
        self.log_path = os.path.join(folder.name, "log")
        if isinstance(scenario, str):
            options += ("--scenario", os.path.join(SCENARIOS, scenario + ".json"))
        elif scenario is not None:
            path = os.path.join(folder.name, "scenario.json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(scenario, file)
            options += ("--scenario", path)
        run = program(test, "local_x.py", "--log", self.log_path, "--slower", str(SLOWER), *options, inside=inside)
        self.url = run.ready[1]
        self.port = int(self.url.rpartition(":")[2])
        self.ca = run.ready[2][3:] if len(run.ready) > 2 else None

    def log(self):
        """The log up to now; the last line may not be written yet."""
        with open(self.log_path, encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.endswith("\n")]

    def count(self, event):
        return sum(e["ev"] == event for e in self.log())

    def posts(self, count, member="id"):
        """The first Posts that it sent. It logs a Post after its last byte was sent, so the client can be faster than the log."""
        sent = []
        until = time.monotonic() + HANG_SECONDS
        while time.monotonic() < until:
            sent = [e[member] for e in self.log() if e["ev"] == "post"]
            if len(sent) >= count:
                break
            time.sleep(0.1)
        return sent[:count]

    def arguments(self, host="localhost"):
        return ["--api", self.url.replace("localhost", host)] + (["--ca", self.ca] if self.ca else [])


def proxy(test, *options):
    return program(test, "proxy.py", *options).ready[1]


# Bytes without content that are legal without end.
FLOODS = {"warnings of TLS": b"\x15\x03\x03\x00\x02\x01\x70" * 9000,
          "a head": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 64000,
          "1xx answers": b"HTTP/1.1 100 Wait\r\n\r\n" * 3000}
HELLO_REQUESTS = b"\x16\x03\x03\x00\x04\x00\x00\x00\x00" * 7000


def floods():
    """Those that the command ignores without end: OpenSSL ends a connection after five warnings, but ignores HelloRequests."""
    if not built_with_openssl():
        return FLOODS
    return {"HelloRequests of TLS": HELLO_REQUESTS, **{name: FLOODS[name] for name in ("a head", "1xx answers")}}


def flood(test, block):
    """A peer that answers the first bytes of each client with `block`, again and again, faster than any client reads.
    @return its host and port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def pour(link):
        with link, contextlib.suppress(OSError):
            link.recv(65536)
            while True:
                link.sendall(block)

    def serve():
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=pour, args=(listener.accept()[0],), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    test.addCleanup(listener.close)  # last: until the thread has ended it may accept on the same descriptor
    test.addCleanup(thread.join)
    test.addCleanup(listener.shutdown, socket.SHUT_RDWR)
    return "127.0.0.1:%d" % listener.getsockname()[1]


def silent(test):
    """The URL of a port that neither accepts nor refuses connections."""
    return program(test, "silent.py").ready[1].replace("tcp:", "http:")


def namespace(test):
    """The prefix for commands that run in a network with only loopback and a name server of the test."""
    as_root = os.geteuid() == 0
    holder = Program(test, "unshare", *(() if as_root else ("--map-root-user",)), "--net", "--mount", sys.executable,
                     os.path.join(SERVERS, "namespace.py"))
    user = () if as_root else ("--user", "--preserve-credentials")
    return ("nsenter", "--target", str(holder.process.pid), *user, "--net", "--mount")


class Client:
    """The command, running, with --events."""

    def __init__(self, test, *arguments, inside=(), **more):
        self._test = test
        self.process = subprocess.Popen([*inside, PIPIT, *slowed(arguments), "--events", "--no-jitter"],
                                        env=environment(**more), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        test.addCleanup(self._end)
        self.events = []

    def _end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(HANG_SECONDS)
        self.process.stdout.close()
        self.process.stderr.close()

    def until(self, name):
        """Reads events up to the next one with this name."""
        while True:
            line = self.process.stdout.readline()
            self._test.assertTrue(line, "the command ended before " + name)
            self.events.append(json.loads(line))
            if self.events[-1]["event"] == name:
                return self.events[-1]

    def settle(self):
        """Waits until the command handles Ctrl-C, and then until it has reached a state that has no event."""
        def handles():
            with open("/proc/%d/status" % self.process.pid, encoding="ascii") as status:
                caught = next(line.split()[1] for line in status if line.startswith("SigCgt:"))
            return int(caught, 16) >> (signal.SIGINT - 1) & 1
        wait_until(self._test, handles, "a handler of SIGINT")
        time.sleep(SETTLED_SECONDS)

    def interrupt(self):
        """Sends Ctrl-C. The command must end at once with status 0, and print only the disconnect, once. Returns the events
        before."""
        begin = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        rest = self.process.stdout.read()
        self._test.assertEqual(self.process.wait(HANG_SECONDS), 0)
        self._test.assertLess(time.monotonic() - begin, prompt_seconds())
        self._test.assertEqual(self.process.stderr.read(), "")
        self.events += [json.loads(line) for line in rest.splitlines()]
        self._test.assertEqual([e["event"] for e in self.events].count("disconnect"), 1)
        last = self.events.pop()
        self._test.assertEqual((last["event"], last["reason"]), ("disconnect", "PIPIT_E_STOPPED"))
        return [e["event"] for e in self.events]


class CliTest(unittest.TestCase):
    def pipit(self, *arguments, token=TOKEN, status=0, timeout=HANG_SECONDS, inside=(), **more):
        """(stdout, stderr); `more` are variables of the environment."""
        done = subprocess.run([*inside, PIPIT, *slowed(arguments)], env=environment(token, **more), capture_output=True,
                              timeout=timeout)
        out, err = done.stdout.decode(), done.stderr.decode()
        if token:
            self.assertNotIn(token, out + err)
        self.assertEqual(done.returncode, status, out + err)
        return out, err

    def events(self, *arguments, **more):
        out, _ = self.pipit(*arguments, "--events", "--no-jitter", **more)
        events = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([e["event"] for e in events].count("disconnect"), 1)
        self.assertEqual(events[-1]["event"], "disconnect")
        self.assertTrue(all("t_ms" in e for e in events))
        return events

    def one_line(self, text, *words):
        self.assertEqual(len(text.strip().splitlines()), 1, text)
        self.assertTrue(text.startswith("pipit: "), text)
        for word in words:
            self.assertIn(word, text)


def at_once(function, cases):
    """Calls function(*case) for all cases at the same time, because they mostly wait."""
    with concurrent.futures.ThreadPoolExecutor(len(cases)) as pool:
        for done in [pool.submit(function, *case) for case in cases]:
            done.result()


def names(events, *without):
    return [e["event"] for e in events if e["event"] not in without]


def waits(events):
    return [e["wait_ms"] for e in events if e["event"] == "retry"]


def of_kind(events, name):
    return [e for e in events if e["event"] == name]
