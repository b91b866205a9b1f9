# SPDX-License-Identifier: MIT
"""Wrong input of the command: one line on stderr that says what to do, and the right exit status."""

import re
import tempfile
import unittest

from harness import TOKEN, CliTest, Server, faster, namespace, program, proxy

LINE = '{"data":{"id":"7","text":"a"}}'
ONE_RETRY = ("--no-jitter", "--max-retries", "1")


class ArgumentsTest(CliTest):
    """Exit status 2, before anything is sent."""

    def refused(self, *arguments, words, token=TOKEN):
        out, err = self.pipit(*arguments, token=token, status=2)
        self.assertEqual(out, "")
        self.one_line(err, *words, "pipit --help")

    def test_commands(self):
        for arguments, word in (([], "stream"), (["stream"], "filter"), (["stream", "hose"], "'hose'"),
                                (["rules", "drop"], "drop"), (["rules", "add"], "rule"),
                                (["rules", "add", "a", "b"], "'b'"), (["rules", "delete"], "ids")):
            self.refused(*arguments, words=[word])

    def test_options(self):
        for option, words in ((["--what", "x"], ["--what"]), (["--limit"], ["--limit"]), (["--limit", "x"], ["'x'"]),
                              (["--limit", "0"], ["--limit", "from 1"]), (["--limit", "-1"], ["'-1'"]),
                              (["--for", "99999999999999999999"], ["--for"]), (["--stall-ms", "1s"], ["'1s'"]),
                              (["--backfill-minutes", "6"], ["to 5"]), (["--max-retries", "-1"], ["from 0"]),
                              (["--tweet-fields", "a,a"], ["tweet_fields"]), (["--expansions", "a b"], ["expansions"]),
                              (["--user-fields", ""], ["user_fields"]), (["--media-fields", ",a"], ["media_fields"])):
            self.refused("stream", "filter", *option, words=words)

    def test_options_of_streams(self):
        for stream, option, words in (
                ("firehose", [], ["firehose", "--partition 1 to 20"]), ("firehose", ["--partition", "21"], ["1 to 20"]),
                ("sample10", ["--partition", "0"], ["1 to 2"]), ("sample", ["--partition", "1"], ["no partitions"]),
                ("sample", ["--partition", "all"], ["no partitions"]), ("sample", ["--start-time", "x"], ["--start-time"]),
                ("sample", ["--start-time", "2026-11-25T12:00:00Z"], ["--start-time", "does not take"]),
                ("filter", ["--start-time", "2026-11-25"], ["--start-time", "YYYY"]),
                ("filter", ["--start-time", "2026-11-25T12:00:00Z", "--end-time", "2026-11-25T12:00:00Z"], ["--end-time", "after"]),
                ("filter", ["--backfill", "6"], ["--backfill", "1 to 5"]), ("filter", ["--backfill", "Auto"], ["'Auto'"]),
                ("filter", ["--dedupe", "0"], ["--dedupe"]), ("filter", ["--connects-max", "1"], ["--connects-max"]),
                ("filter", ["--fields", "some"], ["all or minimal"]), ("tweet_labels", ["--fields", "all"], ["no fields"]),
                ("likes_compliance", ["--tweet-fields", "id"], ["tweet_fields", "does not take"]),
                ("filter", ["--like-fields", "id"], ["like_fields"]), ("activity", ["--kill-stale"], ["activity"]),
                ("filter", ["--kill-stale", "--redundant"], ["the other connection"]),
                ("filter", ["--local-dc-only"], ["local_dc_only"]), ("filter", ["--dry-run"], ["does not take"]),
                ("filter", ["--print"], ["stream does not take --print"]), ("filter", ["sample"], ["'sample'"]),
                ("filter", ["--path", "/2/x"], ["not both"])):
            self.refused("stream", stream, *option, words=words)
        for path, options, words in (("2/x", [], ["path"]), ("/2/a b", [], ["path"]), ("/2/x", ["--kill-stale"], ["--path"]),
                                     ("/2/x", ["--partition", "all"], ["--path"])):
            self.refused("stream", "--path", path, *options, words=words)

    def test_options_of_calls(self):
        for arguments, words in ((["rules", "delete", "1", "--all"], ["not several"]), (["rules", "sync"], ["the file"]),
                                 (["rules", "list", "--tweet-fields", "id"], ["rules list does not take"]),
                                 (["rules", "count", "x"], ["'x'"]), (["connections", "kill"], ["uuids"]),
                                 (["connections", "kill", "--all", "--endpoint", "filter"], ["not several"]),
                                 (["connections", "drop"], ["'connections drop'"]), (["subscriptions", "update"], ["id"]),
                                 (["subscriptions", "delete"], ["id"]), (["token", "x"], ["'x'"]),
                                 (["replay"], ["file"]), (["replay", "a", "b"], ["'b'"]),
                                 (["replay", "a", "--api", "https://x"], ["replay does not take --api"])):
            self.refused(*arguments, words=words)

    def test_buffers_too_small(self):
        self.refused("stream", "filter", "--rx-bytes", "511", words=["--rx-bytes", "512"])
        self.refused("stream", "filter", "--tokens", "31", words=["--tokens", "32"])

    def test_urls(self):
        for url, word in (("ftp://x", "http"), ("x", "http"), ("http://x:99999", "port"), ("http://x:y", "port"),
                          ("http://x/y", "host"), ("https://", "host"), ("https://a b", "host"), ("https://u@x", "host"),
                          ("https://[::1", "bracket"), ("https://" + "x" * 300, "host")):
            self.refused("stream", "sample", "--api", url, words=["host" if " " in url else "--api", word])

    def test_proxies(self):
        for url, word in (("socks5://x", "http://"), ("http://", "host"), ("http://x:y", "port"), ("http://x:0", "port"),
                          ("http://u:p%zz@x", "password"), ("http://[::1", "bracket")):
            self.refused("stream", "sample", "--proxy", url, words=["--proxy", word])
        _, err = self.pipit("stream", "sample", "--proxy", "http://u:secret%zz@x", status=2)
        self.assertNotIn("secret", err)

    def test_files(self):
        for option in ("--ca", "--token-file"):
            self.refused("stream", "sample", option, "/nothing/here", words=[option, "No such file"])
            self.refused("stream", "sample", option, "/", words=[option, "directory"])

    def test_file_without_certificates(self):
        server = Server(self)
        for path in (server.log_path, "/dev/null"):
            _, err = self.pipit("stream", "sample", "--api", server.url, "--ca", path, status=2)
            self.one_line(err, "CA certificates", "--ca FILE", "PEM")

    def test_tokens(self):
        self.refused("stream", "sample", words=["X_BEARER_TOKEN", "--token-file"], token=None)
        self.refused("stream", "sample", words=["bearer_token"], token="two words")
        self.refused("stream", "sample", words=["bearer token", "longer"], token="x" * 5000)
        for content, word in (("", "--token-file"), ("\n" + TOKEN, "--token-file"), ("a\tb", "bearer_token"),
                              ("x" * 5000, "longer")):
            with tempfile.NamedTemporaryFile("w") as file:
                file.write(content)
                file.flush()
                self.refused("stream", "sample", "--token-file", file.name, words=[word], token=None)

    def test_what_was_copied_with_the_token(self):
        """situation 94: a token in quotes or behind "Bearer " is refused before anything is sent; so is a file in UTF-16."""
        for token, words in (('"%s"' % TOKEN, ["quotes"]), ("'%s'" % TOKEN, ["quotes"]),
                             ("Bearer " + TOKEN, ['"Bearer "']), ("bearer " + TOKEN, ['"Bearer "'])):
            self.refused("rules", "list", words=["remove", "bearer token", *words], token=token)
            with tempfile.NamedTemporaryFile("w") as file:
                file.write("\ufeff" + token + "\r\n")
                file.flush()
                self.refused("stream", "sample", "--token-file", file.name, words=["remove", *words], token=None)
        for encoding in ("utf-16-le", "utf-16-be"):
            with tempfile.NamedTemporaryFile("wb") as file:
                file.write(("\ufeff" + TOKEN + "\r\n").encode(encoding))
                file.flush()
                for arguments in (["stream", "sample", "--token-file"], ["replay"], ["rules", "sync"]):
                    token = None if "replay" in arguments or "stream" in arguments else TOKEN
                    self.refused(*arguments, file.name, words=["UTF-16", "UTF-8", file.name], token=token)

    def test_rules(self):
        for value in ("", "x" * 2049, b"caf\xe9"):
            self.refused("rules", "add", value, words=["rule value"])
        self.refused("rules", "add", "cat", "--tag", b"\xff", words=["tag"])
        for number in ("12x", "", "12345678901234567890"):
            self.refused("rules", "delete", number, words=["digits"])
        self.refused("rules", "list", "--ids", "1,x", words=["digits"])


class RefusalsTest(CliTest):
    """Exit status 1: X or the proxy refused once, and nothing is tried again."""

    def test_wrong_token(self):
        server = Server(self)
        for arguments in (("stream", "filter"), ("stream", "sample"), ("rules", "list"), ("rules", "add", "cat")):
            out, err = self.pipit(*arguments, *server.arguments(), token="another", status=1)
            self.assertEqual(out, "")
            self.one_line(err, "bearer token", "401", "make a new one")
        self.assertEqual(server.count("request"), 4)

    def test_statuses(self):
        for name, words in (("400", ["400", "partition"]), ("403", ["403", "developer portal"]), ("404", ["404", "--api"]),
                            ("409", ["409", "pipit rules add"]), ("usage_cap", ["used up", "Monthly"])):
            server = Server(self, scenario=name)
            _, err = self.pipit("stream", "sample", *server.arguments(), status=1)
            self.one_line(err, *words)
            self.assertEqual(server.count("request"), 1)

    def test_rules_refused(self):
        server = Server(self)
        _, err = self.pipit("rules", "add", "-cat", *server.arguments(), status=1)
        self.assertIn("pipit: X refused -cat: ", err)
        for name, status, words in (("rules_400", 1, ["400", "schema"]), ("rules_503_html", 3, ["503", "in place of X"]),
                                    ("rules_200_error", 1, ["refused", "schema"])):
            _, err = self.pipit("rules", "list", *Server(self, scenario=name).arguments(), status=status)
            self.one_line(err, *words)

    def test_proxy_password(self):
        server = Server(self)
        url = proxy(self, "--user", "user", "--password", "p@ss")
        wrong = url.replace("://", "://user:wrong@")
        _, err = self.pipit("stream", "sample", *server.arguments(), "--proxy", wrong, status=1)
        self.one_line(err, "407", "--proxy http://user:password@")
        self.assertNotIn("wrong", err)
        self.assertEqual(server.count("accept"), 0)

    def test_words_of_x_cannot_command_the_terminal(self):
        server = Server(self, scenario={"stream": [[{"do": "status", "status": 403, "json": {
            "detail": "\x1b]0;x\x07\x9b31m\nno"}}]]})
        _, err = self.pipit("stream", "sample", *server.arguments(), status=1)
        self.one_line(err, " ]0;x  31m no")


class RetriesTest(CliTest):
    """Exit status 3: attempts were repeated until the retries were used up; one line for each attempt."""

    def folder(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return folder.name

    def gives_up(self, *arguments, words, **more):
        _, err = self.pipit("stream", "sample", *arguments, *ONE_RETRY, status=3, **more)
        first, second = err.splitlines()
        self.one_line(first, *words, "; connecting again")
        self.one_line(second, *words, "; gave up: --max-retries is used up")

    def test_certificates(self):
        for kind, words in (("unknown-ca", ["known CA"]), ("wrong-name", ["another host name"]), ("expired", ["expired"]),
                            ("self-signed", ["known CA"])):
            server = Server(self, "--cert", kind)
            self.gives_up(*server.arguments(), words=["certificate", "check", *words])
            self.assertEqual(server.count("request"), 0)

    def test_certificate_is_final_after_five(self):
        """A portal or a clock that is not set heals within minutes: the delays are those of a server's error."""
        server = Server(self, "--cert", "expired")
        _, err = self.pipit("stream", "sample", *server.arguments(), "--no-jitter", *faster(200), status=3)
        lines = err.splitlines()
        self.assertEqual([re.findall(r"again in (\d+)\.0 s", line) for line in lines], [["5"], ["10"], ["20"], ["40"], []])
        self.one_line(lines[4], "certificate", "expired", "clock")
        self.assertEqual(server.count("request"), 0)

    def test_ca_of_somebody_else(self):
        server = Server(self)
        other = Server(self, "--cert", "unknown-ca", "--dir", self.folder())
        self.gives_up("--api", server.url, "--ca", other.ca, words=["known CA", "check"])

    def test_hosts(self):
        self.gives_up("--api", "http://127.0.0.1:1", words=["check host, port", "refused"])
        inside = namespace(self)
        program(self, "dns.py", inside=inside)
        self.gives_up("--api", "https://nobody.example", words=["check the name", "nobody.example"], inside=inside)
        self.gives_up("--api", "https://x.example", "--proxy", "http://nobody.example", words=["check the name", "--proxy"],
                      inside=inside)

    def test_other_protocols(self):
        plain = Server(self, "--plain")
        self.gives_up("--api", plain.url.replace("http:", "https:"), "--ca", Server(self).ca, words=["TLS"])
        secure = Server(self)
        self.gives_up("--api", secure.url.replace("https:", "http:"), words=["want https?"])

    def test_proxies(self):
        server = Server(self)
        self.gives_up(*server.arguments(), "--proxy", "http://127.0.0.1:1", words=["--proxy", "refused"])
        for answer, words in (("502", ["proxy", "502", "check"]), ("close", ["proxy", "check"])):
            self.gives_up(*server.arguments(), "--proxy", proxy(self, "--answer", answer), words=words)

    def test_line_longer_than_the_buffer(self):
        """situation 40: it is reported with its length and the option to raise; the next Post arrives."""
        server = Server(self, scenario={"stream": [[{"do": "head"}, {"do": "line", "text": "x" * 5000},
                                                    {"do": "post", "json": LINE}, {"do": "stall"}]]})
        out, err = self.pipit("stream", "sample", *server.arguments(), "--rx-bytes", "512", "--limit", "1")
        self.assertEqual(out, "a\n")
        self.one_line(err.splitlines()[1], "5000 bytes", "--rx-bytes")


if __name__ == "__main__":
    unittest.main()
