#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The local X: a test double of the X API v2 streams and rules on loopback. README.md beside it says how to use it."""

import argparse
import ipaddress
import json
import os
import socket
import ssl
import sys
import threading
import time
import urllib.parse
import warnings
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import certs  # noqa: E402
import ending  # noqa: E402
import parent  # noqa: E402
import posts  # noqa: E402
import problems  # noqa: E402
import rules as rules_state  # noqa: E402
import wire as http  # noqa: E402
from eventlog import EventLog  # noqa: E402
from scenario import Player, Scenario  # noqa: E402

DEFAULT_TOKEN = "test-token-AAAA%2Fbbb%3D"
WINDOW_SECONDS = 900
RULES_LIMIT = 450
FILTER = "/2/tweets/search/stream"
SAMPLE = "/2/tweets/sample/stream"
RULES = FILTER + "/rules"
LISTS = {"tweet.fields": posts.TWEET_FIELDS, "expansions": posts.EXPANSIONS, "user.fields": posts.USER_FIELDS,
         "media.fields": posts.MEDIA_FIELDS, "poll.fields": posts.POLL_FIELDS, "place.fields": posts.PLACE_FIELDS}
TLS_VERSIONS = {"1.1": ssl.TLSVersion.TLSv1_1, "1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


class Budget:
    """Connects in the present window, as x-rate-limit-* tell them."""

    def __init__(self, limit):
        self.limit = limit
        self._used = 0
        self._begin = time.time()
        self._lock = threading.Lock()

    def spend(self):
        with self._lock:
            if time.time() - self._begin > WINDOW_SECONDS:
                self._begin, self._used = time.time(), 0
            self._used += 1
            return self._used <= self.limit

    def fields(self):
        return [("x-rate-limit-limit", str(self.limit)),
                ("x-rate-limit-remaining", str(max(0, self.limit - self._used))),
                ("x-rate-limit-reset", str(int(self._begin + WINDOW_SECONDS)))]


class Endpoint:
    """What X counts for each kind of stream on its own."""

    def __init__(self, connect_limit):
        self.budget = Budget(connect_limit)
        self.streams = 0
        self.gone_ms = None


class World:
    """What all connections share."""

    def __init__(self, options):
        self.options = options
        self.log = EventLog(options.log, (options.token,))
        self.rules = rules_state.Rules()
        self.feed = posts.Feed(options.rate)
        self.maker = posts.PostMaker(options.seed, options.size)
        self.scenario = Scenario(options.scenario)
        self.endpoints = {path: Endpoint(options.connect_limit) for path in (FILTER, SAMPLE)}
        self.rules_budget = Budget(RULES_LIMIT)
        self.lock = threading.Lock()

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


class Stream:
    """One open stream: Posts as they appear, keep-alives in between."""

    def __init__(self, world, wire, endpoint, params, with_rules, backfill):
        self._world = world
        self._wire = wire
        self._endpoint = endpoint
        view = posts.View(params, with_rules)
        if world.options.size:
            view = view.everything()
        self._renderer = posts.Renderer(world.maker, view, world.rules.snapshot if with_rules else lambda: (0, []))
        self._sent = 0
        self._position = world.feed.position()
        if backfill and endpoint.gone_ms:
            since = max(endpoint.gone_ms, int(time.time() * 1000) - backfill * 60000)
            self._position = world.feed.first_since(since)

    def open(self):
        self._wire.framing = "chunked"
        self._world.log.event("head", self._wire.number, status=200)
        fields = self._world.fields(self._endpoint.budget) + [("transfer-encoding", "chunked")]
        self._wire.send(http.head(200, "OK", fields))

    def _send(self, items, size=None):
        lines = self._renderer.lines(items, size)
        lines = [(name, line.rstrip(b"\r\n") + b"\r\n") for name, line in lines]
        self._wire.send(b"".join(http.framed(line) for _, line in lines) if self._wire.framing == "chunked"
                        else b"".join(line for _, line in lines))
        if self._world.log.on:
            self._world.log.posts(self._wire.number,
                                  [(name, len(line), zlib.crc32(line[:-2])) for name, line in lines])
        self._sent += len(lines)

    def posts(self, count, size=None):
        self._send(self._world.feed.fresh(count), str(size) if size else None)

    def _keep_alive(self):
        self._wire.body(b"\r\n")
        self._world.log.event("keep_alive", self._wire.number)

    def normal(self):
        """As X does, until the client goes or --disconnect-after."""
        silence = self._world.options.keep_alive_ms / 1000
        last = time.monotonic()
        limit = self._world.options.disconnect_after
        while not limit or self._sent < limit:
            if self._world.options.rate == 0:
                items = self._world.feed.fresh(min(64, limit - self._sent) if limit else 64)
                self._send(items)
                self._wire.pause(0)
                continue
            items = self._world.feed.since(self._position)
            if items:
                self._position = items[-1][0] + 1
                self._send(items[:limit - self._sent] if limit else items)
                last = time.monotonic()
            elif time.monotonic() - last >= silence:
                self._keep_alive()
                last = time.monotonic()
            self._wire.pause(max(0.001, min(self._world.feed.wait(), silence - (time.monotonic() - last))))
        self._wire.end()
        self._world.log.event("end", self._wire.number)
        self._wire.close()


def query_params(request, allowed):
    """The parameters of a request, lists split; raises X's 400."""
    params = {}
    for pair in request.query.split("&") if request.query else []:
        name, _, value = pair.partition("=")
        name, value = urllib.parse.unquote(name), urllib.parse.unquote(value)
        if name not in allowed:
            raise problems.invalid_request(({name: [value]}, "The query parameter [%s] is not one of [%s]"
                                            % (name, ",".join(sorted(allowed)))))
        if name in params or not value:
            raise problems.invalid_request(({name: [value]}, "The `%s` query parameter can not be empty or repeated"
                                            % name))
        params[name] = value
    return params


def check_times(params):
    for name in ("start_time", "end_time"):
        try:
            time.strptime(params.get(name, "2026-01-01T00:00:00Z"), "%Y-%m-%dT%H:%M:%SZ")
        except ValueError:
            raise problems.invalid_request(({name: [params[name]]}, "The `%s` query parameter value [%s] is not a valid "
                                            "time" % (name, params[name]))) from None


def stream_params(request):
    times = {"start_time", "end_time"} if request.path == FILTER else set()
    params = query_params(request, set(LISTS) | {"backfill_minutes"} | times)
    check_times(params)
    minutes = params.get("backfill_minutes", "0")
    if not minutes.isdigit() or not 0 <= int(minutes) <= 5 or ("backfill_minutes" in params and minutes == "0"):
        raise problems.invalid_request(({"backfill_minutes": [minutes]},
                                        "The `backfill_minutes` query parameter value [%s] is not between 1 and 5"
                                        % minutes))
    lists = {}
    for name, known in LISTS.items():
        lists[name] = params[name].split(",") if name in params else []
        wrong = [value for value in lists[name] if value not in known]
        if wrong or len(set(lists[name])) != len(lists[name]):
            raise problems.invalid_request(({name: lists[name]}, "The `%s` query parameter value [%s] is not valid"
                                            % (name, (wrong or lists[name])[0])))
    return lists, int(minutes)


class Connection:
    """One accepted connection, from TLS to its end."""

    def __init__(self, world, sock, number, context):
        self._world = world
        self._sock = sock
        self._number = number
        self._context = context
        self._budget = world.rules_budget

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
            Player(bare, None, log, self._fields).run(steps)
            if bare.closed:
                return None
        if self._context:
            self._sock.settimeout(15)
            self._sock = self._context.wrap_socket(self._sock, server_side=True)
            log.event("tls", self._number, version=self._sock.version())
        return http.Wire(self._sock, self._number)

    def _answer(self, wire, request):
        expected = "Bearer " + self._world.options.token
        given = request.header("authorization")
        state = "missing" if not given else "ok" if given == expected else "bad"
        headers = [f for f in request.headers if f[0].lower() != "authorization"]
        self._world.log.event("request", self._number, method=request.method, target=request.target,
                              headers=headers, authorization=state, bytes=len(request.body))
        try:
            if state != "ok":
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
        if request.path == RULES:
            self._budget = self._world.rules_budget
            self._rules(wire, request)
        elif request.path in self._world.endpoints:
            self._budget = self._world.endpoints[request.path].budget
            if request.method != "GET":
                raise problems.method_not_allowed()
            self._stream(wire, request)
        else:
            raise problems.not_found()

    def _stream(self, wire, request):
        world = self._world
        endpoint = world.endpoints[request.path]
        with_rules = request.path == FILTER
        params, backfill = stream_params(request)
        steps = world.scenario.take("stream")
        stream = Stream(world, wire, endpoint, params, with_rules, backfill)
        if not endpoint.budget.spend():
            raise problems.rate_limited()
        with world.lock:
            if steps is None and with_rules and not world.rules.snapshot()[1]:
                raise problems.no_rules()
            if steps is None and endpoint.streams >= world.options.max_connections:
                raise problems.too_many_connections()
            endpoint.streams += 1
        try:
            if steps is None:
                stream.open()
                stream.normal()
            else:
                Player(wire, stream, world.log, self._fields).run(steps)
                if wire.framing and not wire.closed:
                    wire.close()
        finally:
            with world.lock:
                endpoint.streams -= 1
            endpoint.gone_ms = int(time.time() * 1000)

    def _rules(self, wire, request):
        steps = self._world.scenario.take("rules")
        if steps is not None:
            Player(wire, None, self._world.log, self._fields).run(steps)
            return
        if request.method == "GET":
            self._rules_get(wire, request)
        elif request.method == "POST":
            self._rules_post(wire, request)
        else:
            raise problems.method_not_allowed()

    def _rules_get(self, wire, request):
        params = query_params(request, {"ids", "max_results", "pagination_token"})
        ids = params["ids"].split(",") if "ids" in params else None
        limit = params.get("max_results", "1000")
        offset = rules_state.page_offset(params["pagination_token"]) if "pagination_token" in params else 0
        wrong = [i for i in ids or () if not rules_state.RULE_ID.match(i)]
        if wrong or not limit.isdigit() or not 1 <= int(limit) <= 1000 or offset is None:
            raise problems.invalid_request((params, "A query parameter is not valid"))
        self._send(wire, request, 200, self._world.rules.list(ids, int(limit), offset))

    def _rules_post(self, wire, request):
        params = query_params(request, {"dry_run", "delete_all"})
        try:
            body = json.loads(request.body)
        except ValueError:
            raise problems.invalid_request(({}, "The request body is not JSON")) from None
        what, value = rules_state.check_body(body, params.get("delete_all") == "true")
        dry_run = params.get("dry_run") == "true"
        if what == "add":
            status, answer = self._world.rules.add(value, dry_run)
        else:
            status, answer = 200, self._world.rules.delete(value, dry_run)
        self._world.log.event("rules", self._number, what=what, dry_run=dry_run, summary=answer["meta"]["summary"])
        self._send(wire, request, status, answer)


def loopback(text):
    """An address of this machine alone: what is said here must not leave it."""
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
    parser.add_argument("--log", help="what happened, as JSON lines")
    parser.add_argument("--max-connections", type=int, default=1)
    parser.add_argument("--connect-limit", type=int, default=50)
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
    listener = socket.create_server((options.host, options.port), family=family, backlog=128)
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
