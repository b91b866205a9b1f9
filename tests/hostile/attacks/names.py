# SPDX-License-Identifier: MIT
"""The rows of README.md's table, and where each test is that the table and SECURITY.md name."""

import ast
import collections
import functools
import glob
import os
import re
from typing import NamedTuple, Optional, Tuple

import checks
import linear

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
BEGIN, END = "<!-- attacks -->\n", "<!-- end -->"
COLUMNS = ["attack", "by", "how long", "kept", "tests", "before"]
PYTHON_FOLDERS = (os.path.join("tests", "behaviour", "cli"), os.path.relpath(HERE, ROOT))
C_SOURCES = ("tests/behaviour/*/*.c", "tests/elsewhere/consume/*.c", "tests/elsewhere/consume/*.cpp")
CMAKE_FOLDERS = ("tests/behaviour/unit", "tests/behaviour/port", "tests/behaviour/sim", "tests/hostile/fuzz")
REGISTERED = re.compile(r"(?:cmocka_unit_test\w*|TEST)\(\s*(\w+)")
DEFINED = re.compile(r"\bvoid (\w+)\(void \*\*")
LONG = ("sim_", "test_tls_resume")  # how the names begin that ctest labels so
LOOKS_LIKE_A_TEST = re.compile(r"test_\w+\*?|[a-z]\w*(?:_[a-z0-9]+){3,}")


class Test(NamedTuple):
    kind: str                  # "ctest", "python", "linear", "check": the path of a program that a check runs
    program: str
    case: Optional[str] = None

    def __str__(self):
        return self.program + (":" + self.case if self.case else "")


class Row(NamedTuple):
    attack: str
    by: str
    kept: str
    tests: Tuple[Test, ...]


@functools.lru_cache(None)
def text_of(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def test_of(word):
    program, _, case = word.partition(":")
    kind = ("linear" if program == "linear.py" else "check" if "/" in program else
            "python" if program.endswith(".py") else "ctest")
    return Test(kind, program, case or None)


def rows():
    """The table; a line that has no tests is a heading."""
    table = text_of(os.path.relpath(HERE, ROOT), "README.md").split(BEGIN)[1].split(END)[0]
    lines = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in table.splitlines()]
    if lines[0] != COLUMNS or any(len(cells) != len(COLUMNS) for cells in lines):
        raise ValueError("the table of README.md has other columns than " + ", ".join(COLUMNS))
    found = []
    for attack, by, _, kept, tests, _ in lines[2:]:
        if tests or not attack.startswith("**"):
            found.append(Row(attack, by, kept, tuple(map(test_of, re.findall(r"`([^`]+)`", tests)))))
    return found


# ---- where a test is

@functools.lru_cache(None)
def classes(path):
    """{name of a test: its class} of a file of unittest."""
    tree = ast.parse(text_of(path))
    return {item.name: node.name for node in tree.body if isinstance(node, ast.ClassDef)
            for item in node.body if isinstance(item, ast.FunctionDef) and item.name.startswith("test_")}


def python_path(name):
    for folder in PYTHON_FOLDERS:
        if os.path.exists(os.path.join(ROOT, folder, name)):
            return os.path.join(ROOT, folder, name)
    return None


def class_of(path, case):
    return classes(os.path.relpath(path, ROOT)).get(case)


def full_name(test):
    path = test.kind == "python" and python_path(test.program)
    return "%s %s" % (test, class_of(path, test.case)) if path else str(test)


@functools.lru_cache(None)
def ctests():
    """Patterns of the names that the CMake files add, their loops unrolled."""
    found = []
    for folder in CMAKE_FOLDERS:
        text = re.sub(r"(?m)^\s*#.*", "", text_of(folder, "CMakeLists.txt"))
        lists = dict(re.findall(r"(?s)\bset\((\w+) ([^)$]+)\)", text))
        for name, more in re.findall(r"list\(APPEND (\w+) ([^)]+)\)", text):
            lists[name] = lists.get(name, "") + " " + more
        loops = re.findall(r"(?s)foreach\((\w+)\s+([^)]*)\)(.*?)endforeach", text)
        for name in re.findall(r"add_test\(NAME (\S+)", text):
            variable = re.search(r"\$\{(\w+)\}", name)
            words = [""]
            if variable:
                words = " ".join(lists.get(w[2:-1], w) if w.startswith("${") else w for loop, items, body in loops
                                 if loop == variable[1] and "NAME " + name in body for w in items.split()).split()
            found += [name.replace(variable[0], word) if variable else name for word in words]
    return set(found)


@functools.lru_cache(None)
def registered():
    """{case: the C files that run it}, of those that are defined in the same folder."""
    found = collections.defaultdict(set)
    for folder in {os.path.dirname(path) for path in c_files()}:
        paths = [path for path in c_files() if os.path.dirname(path) == folder]
        cases = {case for path in paths for case in DEFINED.findall(text_of(path))}
        for path in paths:
            for case in cases.intersection(REGISTERED.findall(text_of(path))):
                found[case].add(os.path.basename(path))
    return found


@functools.lru_cache(None)
def c_files():
    return [path for source in C_SOURCES for path in glob.glob(os.path.join(ROOT, source))]


def source_of(program):
    """The C file whose main() a ctest runs."""
    return "conformance.c" if program.startswith("port_") else program + ".c"


def exists(test):
    if test.kind == "linear":
        return any(test.case == word for word, *_ in linear.WORKS)
    if test.kind == "check":
        return os.access(os.path.join(ROOT, test.program), os.X_OK)
    if test.kind == "python":
        path = python_path(test.program)
        return path is not None and class_of(path, test.case) is not None
    if test.program not in ctests():
        return False
    return test.case is None or source_of(test.program) in registered()[test.case]


def checks_of(test):
    """The checks of tests/run.sh that run it."""
    part = test.program
    if test.kind == "linear":
        part = "tests/cost/bench/linear.py"
    elif test.kind == "ctest":
        part = "--test-dir build -j 2 --no-tests=error --output-on-failure -L%s long" % (
            "" if test.program.startswith(LONG) else "E")
    elif test.kind == "python":
        live = os.path.dirname(python_path(test.program)) == HERE
        part = "tests/hostile/attacks/run.py" if live else "tests/behaviour/cli"
    return [check.name for check in checks.CHECKS if "--check" not in check.command and
            re.search(re.escape(part) + r"( |$)(?!tests/)", " ".join(check.command))]


# ---- SECURITY.md

def sentences():
    """Its bullets; one that is further in belongs to the one before it."""
    text = text_of("SECURITY.md").split("Each point names the tests that check it:")[1]
    return re.findall(r"(?ms)^- .*?(?=^- |^\S|\Z)", text)


@functools.lru_cache(None)
def all_cases():
    found = set(registered())
    for path in c_files():
        if "consume" in path:
            found.update(re.findall(r"\bstatic void (\w+)\(void\)", text_of(path)))
    for folder in PYTHON_FOLDERS:
        for path in glob.glob(os.path.join(ROOT, folder, "test_*.py")):
            found |= set(classes(os.path.relpath(path, ROOT)))
    return found | ctests()


@functools.lru_cache(None)
def identifiers():
    """Names of the library, which SECURITY.md has beside those of tests."""
    headers = glob.glob(os.path.join(ROOT, "core", "**", "*.[ch]"), recursive=True) + glob.glob(
        os.path.join(ROOT, "port", "**", "*.[ch]"), recursive=True)
    return {word for path in headers for word in re.findall(r"\w{8,}", text_of(path))}


def tests_named(sentence):
    """(tests and proofs that exist, names of tests that do not) of a sentence of SECURITY.md."""
    good, bad = set(), set()
    for word in re.findall(r"`([^`\s]+)`", sentence):
        if word.startswith("tests/"):
            (good if os.path.exists(os.path.join(ROOT, word)) else bad).add(word)
        elif LOOKS_LIKE_A_TEST.fullmatch(word) and word not in identifiers():
            cases = [case for case in all_cases() if re.fullmatch(word.replace("*", r"\w*"), case)]
            (good if cases else bad).add(word)
    return good, bad


# ---- all of it

def mistakes(table):
    found = []
    for row in table:
        if not row.tests:
            found.append("README.md: no test for: " + row.attack)
        for test in row.tests:
            if not exists(test):
                found.append("README.md: there is no test %s (%s)" % (test, row.attack))
            elif not checks_of(test):
                found.append("README.md: no check of tests/run.sh runs %s" % (test,))
    for sentence in sentences():
        good, bad = tests_named(sentence)
        first = " ".join(sentence.split())[:60]
        found += ["SECURITY.md: there is no test %s (%s ..)" % (word, first) for word in sorted(bad)]
        if not good:
            found.append("SECURITY.md: no test is named: %s .." % first)
    if len(sentences()) < 10 or len(table) < 10:
        found.append("too few rows or sentences were read")
    return found
