# SPDX-License-Identifier: MIT
"""What an answer means is read from X's words: money, refusals that end, pages that X did not write, windows of 24 hours."""

import json
import unittest

from harness import CliTest, Server, faster, names, of_kind, waits

FAST = faster(200)
PAGE = "<!DOCTYPE html>\n<html><head><TITLE>Attention Required! | Cloudflare</TITLE></head><body>Sorry</body></html>"
CREDITS = {"account_id": 123, "title": "CreditsDepleted", "detail": "Your enrolled account does not have any credits",
           "type": "https://api.twitter.com/2/problems/credits"}
SPENT = {"title": "SpendCapReached", "reset_date": "2026-12-01", "type": "about:blank",
         "detail": "The spend cap of this billing cycle is reached"}


def answer(status, **more):
    return {"do": "status", "status": status, **more}


class RefusalTest(CliTest):
    def refused(self, step, *arguments, status=1):
        server = Server(self, scenario={"stream": [[step]], "then": "repeat"})
        return self.events("stream", "sample", *server.arguments(), *FAST, *arguments, status=status), server

    def test_money(self):
        """situation 68: no credits, whatever the status: one request, and what to do."""
        for status, problem, reason, words in (
                (402, CREDITS, "PIPIT_E_CREDITS", "add credits"), (403, CREDITS, "PIPIT_E_CREDITS", "add credits"),
                (402, {"title": "Payment Required"}, "PIPIT_E_CREDITS", "add credits"),
                (403, SPENT, "PIPIT_E_SPEND_CAP", "raise it"), (429, SPENT, "PIPIT_E_SPEND_CAP", "reset date: 2026-12-01"),
                (403, {"title": "UsageCapExceeded", "period": "Monthly"}, "PIPIT_E_USAGE_CAP", "wait for the next one")):
            server = Server(self, scenario={"stream": [[answer(status, json=problem)]], "then": "repeat"})
            _, text = self.pipit("stream", "sample", *server.arguments(), *FAST, status=1)
            self.assertIn(words, text)
            self.assertEqual(server.count("request"), 1)
            events = self.events("stream", "sample", *server.arguments(), *FAST, status=1)
            self.assertEqual((names(events), events[-1]["reason"]), (["request_error", "disconnect"], reason))
            self.assertEqual(events[0].get("reset_date"), problem.get("reset_date"))

    def test_money_in_a_stream(self):
        """situation 68: the same as a line inside a stream is told once, and not asked for again."""
        server = Server(self, scenario={"stream": [[{"do": "head"}, {"do": "line", "text": json.dumps(SPENT)},
                                                    {"do": "stall"}]], "then": "repeat"})
        events = self.events("stream", "sample", *server.arguments(), *FAST, status=1)
        self.assertEqual(events[-1]["reason"], "PIPIT_E_SPEND_CAP")
        self.assertEqual(server.count("request"), 1)

    def test_what_does_not_heal(self):
        """situation 69: no other 4xx heals by waiting: one request, X's words."""
        for status in (405, 406, 410, 414, 415, 422, 426, 431, 451):
            events, server = self.refused(answer(status, json={"title": "No", "detail": "words %d of X" % status}))
            self.assertEqual(names(events), ["request_error", "disconnect"], status)
            self.assertEqual(events[0]["detail"], "words %d of X" % status)
            self.assertEqual(events[1]["reason"], "PIPIT_E_NOT_FOUND" if status == 410 else "PIPIT_E_BAD_REQUEST")
            self.assertEqual(server.count("request"), 1)

    def test_what_heals(self):
        """situation 69: 408, 420, 425 and 429 heal by waiting."""
        for status in (408, 420, 425, 429):
            server = Server(self, scenario={"stream": [[answer(status, json={"title": "Later"})]]})
            events = self.events("stream", "sample", *server.arguments(), *faster(20), "--limit", "1")
            self.assertEqual(names(events, "data", "response"), ["request_error", "retry", "connect", "tweet", "disconnect"])

    def test_a_page_of_another(self):
        """situation 70: a page or a word that X did not write: five tries, then its status and title, and no word of a plan."""
        for status, body, title in ((403, PAGE, "Attention Required! | Cloudflare"), (429, "error code: 1015", None),
                                    (302, "<title>Hotel login</title>", "Hotel login"), (401, "no", None)):
            events, server = self.refused(answer(status, body=body), status=3)
            self.assertEqual(events[-1]["reason"], "PIPIT_E_NOT_X", body)
            self.assertEqual(server.count("request"), 5)
            self.assertEqual({e.get("title") for e in of_kind(events, "request_error")}, {title})
            self.assertEqual(waits(events), [5000, 10000, 20000, 40000])
        events, server = self.refused(answer(521, body=PAGE), status=3)
        self.assertEqual((events[-1]["reason"], server.count("request")), ("PIPIT_E_NOT_X", 16))
        server = Server(self, scenario={"stream": [[answer(403, body=PAGE)]], "then": "repeat"})
        _, text = self.pipit("stream", "sample", *server.arguments(), *FAST, status=3)
        last = text.splitlines()[-1]
        self.assertIn("a proxy, a CDN or a login page answered in place of X", last)
        self.assertIn("403: Attention Required! | Cloudflare", last)
        self.assertNotIn("plan", text)

    def test_a_day_that_is_used_up(self):
        """situation 71: one wait until the end of the 24 hours."""
        for scope in ("app", "user"):
            server = Server(self, scenario={"stream": [[answer(429, json={"title": "Too Many Requests"}, headers={
                "x-%s-limit-24hour-remaining" % scope: "0", "x-%s-limit-24hour-reset" % scope: "{now+3600}",
                "x-rate-limit-remaining": "10", "x-rate-limit-reset": "{now+900}"})]]})
            events = self.events("stream", "sample", *server.arguments(), *faster(500), "--limit", "1")
            self.assertEqual(names(events)[:2], ["request_error", "retry"])
            self.assertTrue(3595000 <= waits(events)[0] <= 3602000, waits(events))


if __name__ == "__main__":
    unittest.main()
