# SPDX-License-Identifier: MIT
"""Finds the places in a C file where a small mistake can be made, and the mistakes."""

import re
from collections import namedtuple

Mistake = namedtuple("Mistake", "file line begin end instead")

SKIPPED = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|^[ \t]*#(?:\\\n|[^\n])*|PIPIT_ASSERT\([^\n]*',
                     re.S | re.M)
OTHER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&", "+": "-", "-": "+",
         "++": "--", "--": "++", "+=": "-=", "-=": "+=", "&": "|", "|": "&", "<<": ">>", ">>": "<<", "|=": "=",
         "true": "false", "false": "true", "break": "continue"}
# An operator has a space before and after it (by clang-format); a sign or an address-of does not.
OPERATOR = re.compile(r"(?<= )(?:<=|>=|==|!=|&&|\|\||<<|>>|\+=|-=|\|=|[<>+\-&|])(?= )|\+\+|--|\b(?:true|false)\b|\bbreak\b(?=;)")
NUMBER = re.compile(r"(?<![\w.])(?:0x[0-9a-f]+|\d+)(?=u?\b)")
CONDITION = re.compile(r"\b(?:if|while) \((?=[^\n]*\) )")
STATEMENT = re.compile(r"^ {4,}(?:[\w\[\].]+(?:->[\w\[\].]+)* (?:=|\+=|-=|\|=|&=) [^;{}]*|[a-z]\w*\([^;{}]*\)|return [^;{}]*);$", re.M)


def blanked(text):
    """The text with the same length, but comments, strings, lines of the preprocessor and assertions are replaced by ~."""
    return SKIPPED.sub(lambda found: re.sub(r"[^\n]", "~", found[0]), text)


def closing(text, at):
    """The position after the bracket that closes the one before `at`."""
    depth = 1
    while depth:
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
    return at


def changes(text):
    """(begin, end, instead)"""
    for found in OPERATOR.finditer(text):
        yield found.start(), found.end(), OTHER[found[0]]
    for found in NUMBER.finditer(text):
        yield found.start(), found.end(), str(int(found[0], 0) + 1)
    for found in CONDITION.finditer(text):
        end = closing(text, found.end())
        yield found.end(), end - 1, "!(%s)"
    for found in STATEMENT.finditer(text):
        begin = found.end() - len(found[0].lstrip())
        if not found[0].lstrip().startswith("return"):
            yield begin, found.end(), "(void)0;"


def mistakes(name, text):
    for begin, end, instead in sorted(changes(blanked(text))):
        if "%s" in instead:
            instead = instead % text[begin:end]
        yield Mistake(name, text.count("\n", 0, begin) + 1, begin, end, instead)


def made(text, mistake):
    return text[:mistake.begin] + mistake.instead + text[mistake.end:]


def told(text, mistake):
    """One line that identifies the mistake, independent of line numbers."""
    begin = text.rfind("\n", 0, mistake.begin) + 1
    end = text.find("\n", mistake.end)
    was = " ".join(text[begin:end].split())
    change = " ".join(made(text, mistake)[begin:end + len(mistake.instead) - (mistake.end - mistake.begin)].split())
    return "%s: %s => %s" % (mistake.file, was, change)
