# SPDX-License-Identifier: MIT
"""Each stream of the local X: parameters, payloads, partitions, limits, backfill and replay."""

import json
import os
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import compliance  # noqa: E402
from endpoints import STREAMS  # noqa: E402
from served import Served  # noqa: E402

BY_NAME = {stream.name: stream for stream in STREAMS}
SAMPLE = BY_NAME["sample"].path
RULES = "/2/tweets/search/stream/rules"
POWER_RULES = "/2/powerstream/rules"
SUBSCRIPTIONS = "/2/activity/subscriptions"
BIO = {"event_type": "profile.update.bio", "filter": {"user_id": "2244994945"}, "tag": "t"}


def target(name, **params):
    stream = BY_NAME[name]
    if stream.partitions:
        params.setdefault("partition", 1)
    return stream.path + "?" + "&".join("%s=%s" % pair for pair in params.items())


class StreamsTest(Served):
    def prepare(self):
        """Does what some streams need before they send messages."""
        self.answer("POST", RULES, {"add": [{"value": "cat"}]})
        self.answer("POST", POWER_RULES, {"rules": [{"value": "contains:cat", "tag": "t"}]})
        self.answer("POST", SUBSCRIPTIONS, BIO)

    def read(self, response, count):
        """The next messages, without keep-alives."""
        lines = []
        while len(lines) < count:
            line = response.readline()
            self.assertTrue(line, "the stream ended")
            if line.strip():
                lines.append(json.loads(line))
        return lines

    def messages(self, name, count, **params):
        return self.read(self.ask("GET", target(name, **params)), count)

    def test_parameters(self):
        """400 for wrong parameters; each stream accepts only its own parameters."""
        self.plain("--connect-limit", "1000", "--max-connections", "99")
        self.prepare()
        for stream in STREAMS:
            power = stream.name == "powerstream"
            wrong = [{"nothing": "1"}, {"backfillMinutes" if power else "backfill_minutes": "6"}]
            if stream.partitions:
                wrong += [{"partition": "0"}, {"partition": stream.partitions + 1}, {"partition": "x"}]
                self.assertEqual(self.answer("GET", stream.path)[1]["errors"][0]["parameters"], {"partition": []})
            else:
                wrong.append({"partition": "1"})
            if not stream.replay:
                wrong.append({"start_time": "2026-01-01T00:00:00Z"})
            if not stream.fields or power:
                wrong.append({"tweet.fields": "lang"})
            else:
                wrong += [{"tweet.fields": "lang,lang"}, {"tweet.fields": "nothing"}]
            if stream.fields == "L":
                wrong += [{"expansions": "author_id"}, {"poll.fields": "id"}]
            for params in wrong:
                self.assertEqual(self.answer("GET", target(stream.name, **params))[0], 400, (stream.name, params))
            self.assertEqual(self.ask("GET", target(stream.name)).status, 200, stream.name)

    def test_payloads(self):
        self.plain("--rate", "200", "--max-connections", "9")
        self.prepare()
        for name in ("filter", "sample", "sample10", "firehose"):
            self.assertTrue({"id", "text"} <= set(self.messages(name, 1)[0]["data"]))
        for name in ("en", "ja", "ko", "pt"):
            found = self.messages("firehose_" + name, 3, **{"tweet.fields": "lang"})
            self.assertEqual({m["data"]["lang"] for m in found}, {name})
        for name in ("likes_firehose", "likes_sample10"):
            like = self.messages(name, 1, **{"like_with_tweet_author.fields": "created_at",
                                             "expansions": "liked_tweet_id,liked_tweet_author_id"})[0]
            self.assertRegex(like["data"]["id"], r"^[0-9a-f]{32}$")
            self.assertRegex(like["data"]["timestamp_ms"], r"^\d{13}$")
            self.assertEqual(like["includes"]["tweets"][0]["id"], like["data"]["liked_tweet_id"])
            self.assertEqual(like["includes"]["users"][0]["id"], like["data"]["liked_tweet_author_id"])

    def test_every_kind(self):
        """Compliance and label streams send each KIND of X."""
        self.plain("--rate", "500", "--max-connections", "9")
        for name, kind in (("tweets_compliance", None), ("users_compliance", None), ("likes_compliance", None),
                           ("tweet_labels", "label")):
            found = self.messages(name, 300)
            self.assertEqual({key for m in found for key in m["data"]}, set(compliance.KINDS[kind or name][1]))
            self.assertTrue(all("event_at" in body for m in found for body in m["data"].values()))

    def test_activity(self):
        """Nothing without subscriptions; then their events, with each number also as text."""
        self.plain("--rate", "100", "--keep-alive-ms", "50")
        stream = self.ask("GET", target("activity"))
        self.assertEqual([stream.readline() for _ in range(3)], [b"\r\n"] * 3)
        self.answer("POST", SUBSCRIPTIONS, BIO)
        event = self.read(stream, 1)[0]["data"]
        self.assertEqual((event["event_type"], event["filter"], event["tag"]), (BIO["event_type"], BIO["filter"], "t"))
        self.assertEqual(set(event["payload"]), {"before", "after"})
        for kind in ("post.create", "like.create", "follow.follow", "spaces.start", "broadcast.chat", "dm.received",
                     "news.new", "oauth.revoke", "chat.received"):
            self.assertEqual(self.answer("POST", SUBSCRIPTIONS, {"event_type": kind, "filter": {}})[0], 201)
        kinds = {}
        while len(kinds) < 10:
            event = self.read(stream, 1)[0]["data"]
            kinds[event["event_type"]] = event
        post = kinds["post.create"]
        self.assertEqual(post["payload"]["author_id"], post["includes"]["users"][0]["id"])
        metrics = post["payload"]["public_metrics"]
        self.assertEqual(str(metrics["like_count"]), metrics["like_count_str"])

    def test_powerstream(self):
        self.plain("--rate", "100")
        self.prepare()
        response = self.ask("GET", "/2/powerstream?localDcOnly=true")
        self.assertEqual((response.getheader("x-powerstream-datacenter"), response.getheader("x-powerstream-localdconly")),
                         ("atla", "true"))
        first, posts = self.read(response, 2)
        self.assertEqual((first["type"], first["datacenter"]), ("connection_metadata", "atla"))
        self.assertEqual(str(posts[0]["id"]), posts[0]["id_str"])
        self.assertEqual(posts[0]["matching_rules"][0]["tag"], "t")
        self.assertIn("cat", posts[0]["text"])
        time.strptime(posts[0]["created_at"], "%a %b %d %H:%M:%S +0000 %Y")

    def past_window(self):
        """start_time and end_time of a second that is over."""
        time.sleep(2.2)
        now = time.time()
        return [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - s)) for s in (2, 1)]

    def test_shares(self):
        """Partitions are disjoint, and together they have all Posts."""
        self.plain("--rate", "100")
        self.answer("POST", RULES, {"add": [{"value": "cat"}]})
        times = self.past_window()
        ids = []
        for name, share in (("filter", {}), ("sample10", {"partition": 1}), ("sample10", {"partition": 2})):
            body = self.ask("GET", target(name, start_time=times[0], end_time=times[1], **share)).read()
            ids.append([json.loads(line)["data"]["id"] for line in body.split(b"\r\n") if line])
        self.assertTrue(ids[1] and ids[2])
        self.assertEqual(sorted(ids[1] + ids[2]), ids[0])

    def test_limits(self):
        """Each partition is counted separately; two redundant connections send the same."""
        self.plain("--rate", "100")
        self.assertEqual([self.ask("GET", target("sample10", partition=n)).status for n in (1, 2, 1)], [200, 200, 429])
        self.plain("--rate", "100", "--max-connections", "2")
        first, second = self.ask("GET", SAMPLE), self.ask("GET", SAMPLE)
        self.assertEqual(self.ask("GET", SAMPLE).status, 429)
        ids = [[m["data"]["id"] for m in self.read(response, 100)] for response in (first, second)]
        begin = max(ids[0][0], ids[1][0])
        alike = [[i for i in found if i >= begin] for found in ids]
        shorter = min(map(len, alike))
        self.assertGreater(shorter, 0)
        self.assertEqual(alike[0][:shorter], alike[1][:shorter])

    def test_hold_and_kill(self):
        """A connection that the client has left still counts, until the connections API ends it."""
        self.plain("--rate", "100", "--hold-ms", "60000")
        response = self.ask("GET", SAMPLE)
        self.read(response, 1)
        response.leave()
        response.close()
        for _ in range(100):  # until the server has seen it
            listed = self.answer("GET", "/2/connections")[1]["data"]
            if "disconnected_at" in listed[0]:
                break
            time.sleep(0.02)
        self.assertIn("disconnected_at", listed[0])
        self.assertEqual([c["endpoint_name"] for c in listed], ["sample_stream"])
        self.assertEqual(self.ask("GET", SAMPLE).status, 429)
        killed = self.answer("DELETE", "/2/connections/sample_stream")[1]["data"]
        self.assertEqual((killed["successful_kills"], killed["results"][0]["uuid"]), (1, listed[0]["id"]))
        self.assertEqual(self.ask("GET", SAMPLE).status, 200)

    def test_backfill(self):
        """Posts since the last connection, and some before, are sent again, oldest first."""
        self.plain("--rate", "50")
        first = self.ask("GET", SAMPLE)
        before = [m["data"]["id"] for m in self.read(first, 5)]
        first.leave()
        first.close()
        while self.answer("GET", "/2/connections")[1].get("data"):  # until the server has seen it
            time.sleep(0.02)
        again = [m["data"]["id"] for m in self.messages("sample", 30, backfill_minutes=1)]
        self.assertLess(int(again[0]), int(before[0]) + 1)
        self.assertTrue(set(before) <= set(again))
        self.assertEqual(again, sorted(again, key=int))

    def test_replay(self):
        """For a time window in the past: its Posts, then an orderly end by the server."""
        self.plain("--rate", "100")
        times = self.past_window()
        body = self.ask("GET", target("sample10", start_time=times[0], end_time=times[1],
                                      **{"tweet.fields": "created_at"})).read()
        created = {json.loads(line)["data"]["created_at"] for line in body.split(b"\r\n") if line}
        self.assertTrue(created)
        self.assertTrue(all(times[0][:-1] <= when < times[1] for when in created), (times, created))
        self.assertEqual(self.answer("GET", target("sample10", start_time=times[1], end_time=times[0]))[0], 400)

    def test_basic_plan(self):
        self.plain("--plan", "basic")
        self.assertEqual(self.answer("GET", target("sample", backfill_minutes=1))[0], 400)
        status, answer = self.answer("GET", target("firehose", start_time="2026-01-01T00:00:00Z"))
        self.assertEqual((status, answer["reason"]), (403, "client-not-enrolled"))
        self.assertEqual(self.ask("GET", SAMPLE).status, 200)


if __name__ == "__main__":
    unittest.main()
