#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks core/src/base/pipit_hash.h: its numbers are the hashes of its words, and no two words of X or HTTP have the same
hash. Checks the lists of names of pipit_i_texts() too.

usage: tests/repo/words.py [--update]
"""

import os
import re
import sys

import core_files

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "core", "src", "base", "pipit_hash.h")
LINE = re.compile(r'^#define (PIPIT_I_HASH_\w+) (0x[0-9a-f]{8})u(\s*)/\* "([^"]+)" \*/$', re.M)
# "\4id\0\6text\0"
LIST = re.compile(r'"(\\[1-7][0-7]?[a-z][a-z_\\0-7]*\\0)"')
NAME = re.compile(r"\\([1-7][0-7]?)([a-z_]+)\\0")

# Other words that can occur in the same places (X's documentation, recorded answers, RFC 9110 section 18.4).
OTHERS = """
accept-ranges age allow alt-svc api-version authentication-info cache-control cf-ray connection content-disposition
content-language content-location content-md5 content-range content-security-policy etag expires host keep-alive
last-modified link location max-forwards origin perf pragma proxy-authenticate proxy-connection referrer-policy server
set-cookie strict-transport-security te trailer upgrade vary via warning www-authenticate x-access-level
x-client-event-enabled x-connection-hash x-content-type-options x-frame-options x-powered-by x-rate-limit
x-response-time x-served-by x-timer x-transaction x-transaction-id x-xss-protection x-powerstream-datacenter
x-powerstream-localdconly x-app-limit-24hour-limit x-user-limit-24hour-limit gzip br deflate compress zstd html plain problem javascript xml
about:blank invalid-request resource-not-found not-authorized-for-resource not-authorized-for-field
field-unauthorized field-hydration-failure resource-unavailable disallowed-resource internal-error client-forbidden
unsupported-authentication oauth1-permissions rate-limit-exceeded rule-cap invalid-rules duplicate-rules
noncompliant-rules rule-length conflict server-error RulesInvalidIssue OperationalDisconnect
UpstreamOperationalDisconnect ForceDisconnect UpstreamUncleanDisconnect SlowReader InternalError
ClientApplicationStateDegraded InvalidRules includes matching_rules id text tag value title detail details type
""".split()


def lists_wrong():
    """The lists of names of pipit_i_texts(): before each name stands how many bytes the next one is away."""
    wrong, count = [], 0
    for path in core_files.paths():
        with open(path, encoding="utf-8") as f:
            lists = LIST.findall(f.read())
        for text in lists:
            for step, name in NAME.findall(text):
                count += 1
                if int(step, 8) != len(name) + 2:
                    wrong.append("%s: the number before %s is %s, not %o" % (path, name, step, len(name) + 2))
            if NAME.sub("", text):
                wrong.append("%s: not a list of names: %s" % (path, text))
    return wrong, count


def number(word):
    value = 0
    for byte in word.encode():
        value = (value * 31 + (byte | 0x20)) & 0xffffffff
    return value


def main():
    with open(FILE, encoding="utf-8") as f:
        text = f.read()
    if sys.argv[1:] == ["--update"]:
        text = LINE.sub(lambda m: '#define %s 0x%08xu%s/* "%s" */' % (m[1], number(m[4]), m[3], m[4]), text)
        with open(FILE, "w", encoding="utf-8") as f:
            f.write(text)
    words = LINE.findall(text)
    wrong = ["%s is %s, its word's number is 0x%08x" % (name, has, number(word)) for name, has, _, word in words
             if int(has, 16) != number(word)]
    if len(words) != len(re.findall(r"^#define PIPIT_I_HASH_\w+ 0x", text, re.M)) or not words:
        wrong.append("a line of pipit_hash.h is not of the form #define NAME NUMBER /* \"word\" */")
    seen = {}
    for word in {w.lower() for w in OTHERS} | {word.lower() for _, _, _, word in words}:
        if number(word) in seen:
            wrong.append("%s and %s have the same number" % (word, seen[number(word)]))
        seen[number(word)] = word
    lists, names = lists_wrong()
    wrong += lists or ([] if names else ["no list of names was found"])
    for line in wrong:
        print("tests/repo/words: " + line, file=sys.stderr)
    print("tests/repo/words: %d words, %d others, %d names in lists, %s" % (len(words), len(OTHERS), names,
                                                                           "wrong" if wrong else "none meet"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
