# SPDX-License-Identifier: MIT
"""The syntax of rules: X's errors for a rule, and words that a matching Post contains."""

import re

MAX_LENGTH = 1024
NEEDS_COMPANY = ("is:", "has:", "lang:", "sample:", "embedding_threshold:")
TERM = re.compile(r'-*[A-Za-z_]*:?\[[^\]]*\]|-*(?:[A-Za-z_]+:)?"[^"]*"(?:~\d)?|[()]|[^\s()]+')


def complaints(value):
    """X's errors for this rule; an empty list if it is valid."""
    if not value.strip():
        return ["Rules must not be empty"]
    if len(value) > MAX_LENGTH:
        return ["Rules must be at most %d characters long, this rule has %d" % (MAX_LENGTH, len(value))]
    if value.count('"') % 2:
        return ["missing closing quote (at position %d)" % (value.rindex('"') + 1)]
    return _parentheses(value) or _no_positive_term(value)


def _parentheses(value):
    depth = 0
    for at, char in enumerate(re.sub(r'"[^"]*"', lambda m: " " * len(m.group()), value), 1):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return ["extraneous input ')' (at position %d)" % at]
    return ["missing ')' (at position %d)" % (len(value) + 1)] if depth else []


def _no_positive_term(value):
    terms = [t for t in TERM.findall(value) if t not in ("(", ")", "OR", "AND")]
    positive = [t for t in terms if not t.startswith("-")]
    if not positive:
        return ["Rules must contain a non-negation term (at position 1)"]
    if all(t.lower().startswith(NEEDS_COMPANY) for t in positive):
        return ["Rules must contain at least one positive, standalone operator (at position 1)"]
    return []


def keyword(value):
    """A word of the rule that a Post matching it may contain."""
    for term in TERM.findall(value):
        plain = term.strip('"')
        if re.fullmatch(r"[#@]?\w+", plain) and plain not in ("OR", "AND"):
            return plain
    return ""
