# SPDX-License-Identifier: MIT
"""One open stream: sends its messages when they appear, and keep-alives in between."""

import time
import zlib

import activity
import compliance
import likes
import posts
import power
import problems
import wire as http


def renderer(world, stream, lists):
    """The object that makes the lines of this stream from the Posts that appear."""
    maker = world.maker
    if stream.kind in ("post", "filtered"):
        view = posts.View(lists, stream.kind == "filtered")
        view = view.everything() if world.options.size else view
        snapshot = world.rules.snapshot if stream.kind == "filtered" else posts.nothing
        return posts.Renderer(lambda n, rules, size: maker.line(n, view, rules, size), snapshot)
    if stream.kind == "like":
        return posts.Renderer(posts.lines_of(likes.LikeMaker(maker, lists)))
    if stream.kind == "activity":
        return posts.Renderer(posts.lines_of(activity.ActivityMaker(maker)), world.subscriptions.snapshot)
    if stream.kind == "powerstream":
        return posts.Renderer(posts.lines_of(power.PowerMaker(maker)), world.power_rules.snapshot)
    return posts.Renderer(posts.lines_of(compliance.EventMaker(maker, stream.kind)))


class Stream:
    """`asked` is its parameters.StreamRequest; `gone_ms` is the time when the stream before it ended, or None."""

    def __init__(self, world, wire, kind, asked, budget, gone_ms):
        self._world = world
        self._wire = wire
        self._kind = kind
        self._asked = asked
        self._budget = budget
        self._renderer = renderer(world, kind, asked.lists)
        self._sent = 0
        begin_ms, self._end_ms = asked.window
        self._window_over = False
        self._position = world.feed.position()
        if begin_ms is not None:
            self._position = world.feed.first_since(begin_ms)
        elif asked.minutes and gone_ms:  # also after a short gap; X then sends Posts twice
            self._position = world.feed.first_since(int(time.time() * 1000) - asked.minutes * 60000)

    def open(self):
        self._wire.framing = "chunked"
        self._world.log.event("head", self._wire.number, status=200)
        fields = self._world.fields(self._budget) + [("transfer-encoding", "chunked")]
        if self._asked.local_dc_only:
            fields += power.HEADERS
        self._wire.send(http.head(200, "OK", fields))
        if self._asked.local_dc_only:
            self._write([("", problems.encode(power.metadata()))])

    # ---- sending

    def _ours(self, item):
        """Whether the Post belongs to this stream and this partition."""
        position, _, number = item
        if self._kind.lang and posts.PostMaker.language(position) != self._kind.lang:
            return False
        share = zlib.crc32(b"%d" % number) % self._kind.partitions + 1 if self._kind.partitions else 0
        return share == self._asked.partition

    def _send(self, items, size=None):
        """Sends messages; returns how many."""
        lines = self._renderer.lines([item for item in items if self._ours(item)], size)
        if self._kind.kind == "powerstream":
            lines = power.arrays(lines)
        if lines:
            self._write(lines)
        self._sent += len(lines)
        return len(lines)

    def _write(self, lines):
        lines = [(name, line.rstrip(b"\r\n") + b"\r\n") for name, line in lines]
        pieces = [http.framed(line) if self._wire.framing == "chunked" else line for _, line in lines]
        try:
            self._wire.send(b"".join(pieces))
        except http.ClientGone as gone:
            self._log(lines[:self._count_out(lines, pieces, gone.sent)])
            raise
        self._log(lines)

    @staticmethod
    def _count_out(lines, pieces, sent):
        """How many lines the client can have read; it may leave before the CRLF at the end of a chunk."""
        count = end = 0
        for (_, line), piece in zip(lines, pieces):
            if end + piece.index(line) + len(line) > sent:
                break
            end += len(piece)
            count += 1
        return count

    def _log(self, lines):
        if self._world.log.on:
            self._world.log.posts(self._wire.number,
                                  [(name, len(line), zlib.crc32(line[:-2])) for name, line in lines])

    def posts(self, count, size=None):
        """Sends this number of messages now."""
        items = []
        while len(items) < count:
            items += [item for item in self._world.feed.fresh(1) if self._ours(item)]
        self._send(items, str(size) if size else None)

    def _keep_alive(self):
        self._wire.body(b"\r\n")
        self._world.log.event("keep_alive", self._wire.number)

    # ---- the normal behaviour of X

    def normal(self):
        """Sends until the client leaves, the time window is over, or --disconnect-after."""
        silence = self._world.options.keep_alive_ms * self._world.options.slower / 1000
        last = time.monotonic()
        limit = self._world.options.disconnect_after
        while not self._is_over(limit):
            sent = self._next(limit - self._sent if limit else None)
            if sent:
                last = time.monotonic()
            elif time.monotonic() - last >= silence:
                self._keep_alive()
                last = time.monotonic()
            self._wire.pause(self._patience(silence - (time.monotonic() - last)))
        self._wire.end()
        self._world.log.event("end", self._wire.number)
        self._wire.close()

    def _patience(self, silence_left):
        if self._world.options.rate == 0:
            return 0
        more = 0 if self._is_behind() else max(0.001, self._world.feed.wait())
        return min(more, max(0.001, silence_left))

    def _is_behind(self):
        return self._world.feed.rate != 0 and self._position < self._world.feed.position()

    def _is_over(self, limit):
        if limit and self._sent >= limit:
            return True
        nothing_left = self._end_ms is not None and time.time() * 1000 >= self._end_ms and not self._is_behind()
        return self._window_over or nothing_left

    def _next(self, most):
        """Sends the messages that have appeared, at most `most` (None: all). Returns how many."""
        feed = self._world.feed
        if feed.rate == 0:
            return self._send(feed.fresh(min(64, most or 64)))
        items = feed.since(self._position)
        if not items:
            return 0
        if most is not None:
            items = items[:most]
        self._position = items[-1][0] + 1
        if self._end_ms is not None:
            self._window_over = items[-1][1] >= self._end_ms
            items = [item for item in items if item[1] < self._end_ms]
        return self._send(items)
