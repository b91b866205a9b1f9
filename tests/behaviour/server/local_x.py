#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The local X: a test double of the X API v2 streams and their calls on loopback. README.md in its folder explains it."""

import argparse
import ipaddress
import os
import socket
import ssl
import sys
import threading
import time
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import certs  # noqa: E402
import ending  # noqa: E402
import parameters  # noqa: E402
import parent  # noqa: E402
import posts  # noqa: E402
import problems  # noqa: E402
import wire as http  # noqa: E402
from budget import CALLS_LIMIT, Budget  # noqa: E402
from calls import TOKEN_PATH, Calls  # noqa: E402
from connections import Connections  # noqa: E402
from endpoints import BY_PATH, FILTER_RULES, STREAMS  # noqa: E402
from eventlog import EventLog  # noqa: E402
from rules import Rules  # noqa: E402
from scenario import Player, Scenario  # noqa: E402
from stream import Stream  # noqa: E402
from subscriptions import Subscriptions  # noqa: E402

DEFAULT_TOKEN = "test-token-AAAA%2Fbbb%3D"
TLS_VERSIONS = {"1.1": ssl.TLSVersion.TLSv1_1, "1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


class World:
    """The state that all connections share."""

    def __init__(self, options):
        self.options = options
        self.log = EventLog(options.log, (options.token, options.api_secret))
        self.rules = Rules(options.rule_cap)
        self.rules.preload(options.rules)
        self.power_rules = Rules(options.rule_cap)
        self.subscriptions = Subscriptions(options.subscription_shape)
        self.feed = posts.Feed(options.rate)
        self.maker = posts.PostMaker(options.seed, options.size)
        self.scenario = Scenario(options.scenario)
        self.budgets = {stream: Budget(options.connect_limit) for stream in STREAMS}
        self.connections = Connections(options.max_connections, options.hold_ms * options.slower, options.kill_shape, self.log)
        self.calls = Calls(self)

    def fields(self, budget):
        """Response headers as X sends them, about 2 KB."""
        cookie = "guest_id_%s=v1%%3A163460352234567890; Max-Age=63072000; Expires=Thu, 19 Oct 2028 00:32:02 GMT; " \
                 "Path=/; Domain=.x.com; Secure; SameSite=None; Note=" + "c" * 180
        now = time.strftime("%a, %d %b %Y %H:%M:%S", time.gmtime())
        return [("date", now + " UTC"), ("perf", "7402827104"), ("server", "tsa_b"),
                *(("set-cookie", cookie % kind) for kind in ("marketing", "ads", "id", "ct")),
                ("content-type", "application/json; charset=utf-8"),
                ("cache-control", "no-cache, no-store, max-age=0"), ("api-version", "2.167"),
                ("x-access-level", "read"), ("x-frame-options", "SAMEORIGIN"), ("x-xss-protection", "0"),
                ("x-content-type-options", "nosniff"), ("strict-transport-security", "max-age=631138519"),
                ("x-response-time", "87"), ("x-transaction-id", "d6c5a7f3e1b2c4d8"),
                ("x-connection-hash", "a" * 64), ("vary", "Origin"), *budget.fields()]


class Connection:
    """One accepted connection, from TLS to its end."""

    def __init__(self, world, sock, number, context):
        self._world = world
        self._sock = sock
        self._number = number
        self._context = context
        self._budget = Budget(CALLS_LIMIT)  # of requests with an unknown path

    def _fields(self, _status):
        return self._world.fields(self._budget)

    def run(self):
        log = self._world.log
        wire = None
        try:
            wire = self._accept()
            while wire and not wire.closed:
                request = wire.read_request()
                self._answer(wire, request)
        except http.ClientGone as gone:
            log.event("client_gone", self._number, how=str(gone))
        except (http.BadRequest, ssl.SSLError, OSError) as error:
            log.event("error", self._number, what=type(error).__name__ + " " + str(error)[:200])
            if wire and isinstance(error, http.BadRequest):
                self._bad_request(wire)
        finally:
            if wire and not wire.closed:
                wire.drop()
            elif not wire:
                self._sock.close()

    @staticmethod
    def _bad_request(wire):
        try:
            wire.send(http.head(400, http.reason(400), [("content-length", "0"), ("connection", "close")]))
        except http.ClientGone:
            pass

    def _accept(self):
        log = self._world.log
        log.event("accept", self._number)
        steps = self._world.scenario.take("accept")
        if steps is not None:
            bare = http.Wire(self._sock, self._number)
            Player(bare, None, log, self._fields, self._world.options.slower).run(steps)
            if bare.closed:
                return None
        if self._context:
            self._sock.settimeout(http.SEND_SECONDS)
            self._sock = self._context.wrap_socket(self._sock, server_side=True)
            log.event("tls", self._number, version=self._sock.version(), cipher=self._sock.cipher()[0],
                      resumed=self._sock.session_reused)
        return http.Wire(self._sock, self._number)

    def _answer(self, wire, request):
        expected = "Bearer " + self._world.options.token
        given = request.header("authorization")
        state = "missing" if not given else "ok" if given == expected else "bad"
        headers = [f for f in request.headers if f[0].lower() != "authorization"]
        self._world.log.event("request", self._number, method=request.method, target=request.target,
                              headers=headers, authorization=state, bytes=len(request.body))
        try:
            if state != "ok" and request.path != TOKEN_PATH:
                raise problems.unauthorized()
            self._route(wire, request)
        except problems.Problem as problem:
            self._problem(wire, request, problem)

    def _send(self, wire, request, status, answer):
        body = problems.encode(answer)
        fields = self._fields(status) + [("content-length", str(len(body)))]
        self._world.log.event("head", self._number, status=status)
        wire.send(http.head(status, http.reason(status), fields) + body)
        if request.wants_close():
            wire.close()

    def _problem(self, wire, request, problem):
        self._send(wire, request, problem.status, problem.body)

    def _route(self, wire, request):
        stream = BY_PATH.get(request.path)
        if stream:
            self._budget = self._world.budgets[stream]
            if request.method != "GET":
                raise problems.method_not_allowed()
            self._stream(wire, request, stream)
        elif request.path == FILTER_RULES and (steps := self._world.scenario.take("rules")) is not None:
            Player(wire, None, self._world.log, self._fields, self._world.options.slower).run(steps)
        else:
            budget, call = self._world.calls.find(request)
            self._budget = budget
            if not budget.spend():
                raise problems.rate_limited()
            self._send(wire, request, *call())

    def _stream(self, wire, request, stream):
        world = self._world
        asked = parameters.of_stream(request, stream, world.options.plan)
        steps = world.scenario.take("stream")
        if not self._budget.spend():
            raise problems.rate_limited()
        if steps is None and stream.kind == "filtered" and not world.rules.snapshot()[1]:
            raise problems.no_rules()
        gone_ms = world.connections.gone_ms(stream, asked.partition)
        entry = world.connections.open(stream, asked.partition, wire, limited=steps is None)
        world.log.event("stream", self._number, name=stream.name, partition=asked.partition, backfill=asked.minutes,
                        window=asked.window)
        try:
            opened = Stream(world, wire, stream, asked, self._budget, gone_ms)
            if steps is None:
                opened.open()
                opened.normal()
            else:
                Player(wire, opened, world.log, self._fields, world.options.slower).run(steps)
                if wire.framing and not wire.closed:
                    wire.close()
        except http.ClientGone:
            if entry.killed:
                raise http.ClientGone("killed") from None
            raise
        finally:
            world.connections.closed(entry)


def loopback(text):
    """Accepts only a loopback address, because nothing may leave this machine."""
    try:
        if ipaddress.ip_address(text).is_loopback:
            return text
    except ValueError:
        pass
    raise argparse.ArgumentTypeError("%r is not a loopback address" % text)


def tls_context(options):
    ca, chain, key = certs.ensure(options.dir or certs.default_dir(), options.cert, options.key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if options.tls_max == "1.1":
        warnings.simplefilter("ignore", DeprecationWarning)
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
    if options.ciphers:
        context.set_ciphers(options.ciphers)
    context.options &= ~ssl.OP_CIPHER_SERVER_PREFERENCE  # the client's order decides
    if options.tls_min:
        context.minimum_version = TLS_VERSIONS[options.tls_min]
    if options.tls_max:
        context.maximum_version = TLS_VERSIONS[options.tls_max]
    context.load_cert_chain(chain, key)
    if options.alpn != "none":
        context.set_alpn_protocols([options.alpn])
    return context, ca


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: a free one")
    parser.add_argument("--host", default="127.0.0.1", type=loopback)
    parser.add_argument("--plain", action="store_true", help="without TLS")
    parser.add_argument("--dir", help="where the certificates are kept")
    parser.add_argument("--cert", default="good", choices=certs.KINDS)
    parser.add_argument("--key", default="ec", choices=certs.KEYS)
    parser.add_argument("--ciphers", help="cipher suites of TLS 1.2, in OpenSSL's words")
    parser.add_argument("--tls-min", choices=TLS_VERSIONS)
    parser.add_argument("--tls-max", choices=TLS_VERSIONS)
    parser.add_argument("--alpn", default="http/1.1", choices=("http/1.1", "h2", "none"))
    parser.add_argument("--scenario", help="a file of scripted faults")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2.0, help="Posts a second; 0: as fast as possible")
    parser.add_argument("--size", choices=("300", "2000", "8000", "mix"), help="bytes of a Post, whatever was asked")
    parser.add_argument("--keep-alive-ms", type=int, default=20000)
    parser.add_argument("--disconnect-after", type=int, default=0, metavar="POSTS")
    parser.add_argument("--token", default=DEFAULT_TOKEN)
    parser.add_argument("--api-key", default="test-key", help="of POST /oauth2/token")
    parser.add_argument("--api-secret", default="test-secret")
    parser.add_argument("--log", help="what happened, as JSON lines")
    parser.add_argument("--max-connections", type=int, default=1)
    parser.add_argument("--connect-limit", type=int, default=50)
    parser.add_argument("--hold-ms", type=int, default=0, help="so long a connection still counts that the client left")
    parser.add_argument("--slower", type=float, default=1, metavar="TIMES", help="longer pauses in scenarios, longer --hold-ms")
    parser.add_argument("--plan", default="enterprise", choices=("basic", "enterprise"))
    parser.add_argument("--rules", type=int, default=0, metavar="N", help="begin with N rules")
    parser.add_argument("--rule-cap", type=int, default=1000, metavar="N")
    parser.add_argument("--counts", default="strings", choices=("strings", "numbers"))
    parser.add_argument("--kill-limit", type=int, default=25, help="connections API: kills in 15 minutes; then 429")
    parser.add_argument("--kill-shape", default="S", choices=("S", "G"), help="S: what was killed; G: that it was tried")
    parser.add_argument("--subscription-shape", default="array", choices=("array", "object", "nested"))
    parser.add_argument("--ready-file")
    parser.add_argument("--parent-watch", action="store_true", help="end with the process that started this one")
    return parser.parse_args(arguments)


def announce(options, text):
    print(text, flush=True)
    if options.ready_file:
        with open(options.ready_file + ".new", "w", encoding="utf-8") as file:
            file.write(text + "\n")
        os.replace(options.ready_file + ".new", options.ready_file)


def main():
    options = parse(sys.argv[1:])
    context, ca = (None, None) if options.plain else tls_context(options)
    ending.on_signal()
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    listener = socket.create_server((options.host, options.port), family=family, backlog=512)
    port = listener.getsockname()[1]
    world = World(options)
    if options.parent_watch:
        parent.watch()
    announce(options, "READY http://localhost:%d" % port if options.plain
             else "READY https://localhost:%d ca=%s" % (port, ca))
    number = 0
    while True:
        sock, _ = listener.accept()
        number += 1
        connection = Connection(world, sock, number, context)
        threading.Thread(target=connection.run, daemon=True).start()


if __name__ == "__main__":
    main()
