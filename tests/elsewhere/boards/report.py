# SPDX-License-Identifier: MIT
"""The lines that a firmware reports (boards/common/posts_report.c), each as a list of words."""

import os
import re

TYPES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "core", "include", "pipit", "types.h")
# Which word of a line is an error.
ERROR_AT = {"EXCEPTION": 1, "RETRY": 3, "CONNECTION_ERROR": 1, "REQUEST_ERROR": 2, "DISCONNECT": 1}


def error_numbers():
    """name -> number, as a word."""
    with open(TYPES, encoding="utf-8") as file:
        return dict(re.findall(r"^    (PIPIT_(?:E_\w+|OK)) = (-?\d+)", file.read(), re.M))


NAMES = {number: name for name, number in error_numbers().items()}


def named(words):
    """The line with the name of its error instead of the number."""
    at = ERROR_AT.get(words[0], len(words))
    return [NAMES.get(word, word) if i == at else word for i, word in enumerate(words)]


class Report:
    """All lines of one run."""

    def __init__(self, text):
        self.text = text
        self.lines = [named(line.split()) for line in text.splitlines() if line.strip()]

    def of_kind(self, *kinds):
        """The lines of these kinds, in order, without the kind if there is only one."""
        found = [line for line in self.lines if line[0] in kinds]
        return [line[1:] for line in found] if len(kinds) == 1 else found

    def kinds(self, *without):
        return [line[0] for line in self.lines if line[0] not in ("MEMORY", "POOL", "COUNT", "CLOCK") + without]

    def posts(self):
        """[(id, bytes, crc32)] without CRLF; of an oversize line (None, bytes, None)."""
        return [(None, int(words[1]), None) if words[0] == "OVERSIZE" else (words[1], int(words[2]), words[3])
                for words in self.of_kind("POST", "OVERSIZE")]

    def waits(self):
        """[(milliseconds, attempt, cause)] of each retry."""
        return [(int(ms), int(attempt), cause) for ms, attempt, cause in self.of_kind("RETRY")]

    def memory(self):
        """The numbers of the MEMORY line."""
        words = self.of_kind("MEMORY")
        return {name: int(value) for name, value in (word.split("=") for word in words[-1])} if words else {}

    def pools(self):
        """name -> numbers, of lwIP's pools."""
        return {words[0]: {name: int(value) for name, value in (word.split("=") for word in words[1:])}
                for words in self.of_kind("POOL")}

    def counts(self, name):
        """All counts of that name, in order."""
        return [int(words[1]) for words in self.of_kind("COUNT") if words[0] == name]
