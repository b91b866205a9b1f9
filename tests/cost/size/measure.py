#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measure code, stack and structures of the core for every target and compare them with the limits.

usage: tests/cost/size/measure.py [--build DIR] [--only TARGETS] [--update] [--markdown] [--growth]
"""

import argparse
import collections
import os
import subprocess
import sys
import tempfile

import budget
import readme
import tables
from callgraph import Recursion, short
from targets import TARGETS, WARNINGS
from toolchain import CORE, INCLUDE, SIZE_DIR, Failed, Toolchain, core_sources, headers, jsmn_header, public_functions

# Only these files call functions through pointers.
CALL_OUT = {"pipit_driver.c", "pipit_handlers.c", "pipit_call_handlers.c", "pipit_loop.c", "pipit_group.c", "pipit_rules_sync_run.c"}

Result = collections.namedtuple("Result", "target core without_texts filter callbacks recovering structs stacks worst_stack worst_chain outside "
                                "complaints")


def stacks_of(toolchain):
    """{public function: (bytes, chain)}, and complaints."""
    graph, stacks, complaints = toolchain.graph, {}, []
    title = toolchain.target.title
    for name in sorted(graph.frames):
        try:
            deepest = graph.deepest(name)
            if name in public_functions():
                stacks[name] = deepest
        except Recursion as recursion:
            complaints.append("%s: recursion: %s" % (title, recursion))
    complaints += ["%s: no function is known that %s calls through its pointer" % (title, n) for n in graph.unreached()]
    complaints += ["%s: %s has a stack frame without fixed size" % (title, n) for n in graph.dynamic]
    complaints += ["%s: %s calls through a pointer; only %s may" % (title, f, ", ".join(sorted(CALL_OUT)))
                   for f in graph.indirect_files() if f not in CALL_OUT]
    return stacks, sorted(set(complaints))


def measure(target, folder):
    toolchain = Toolchain(target, folder)
    toolchain.compile_core()
    outside, complaints = toolchain.nm_gate()
    stacks, stack_complaints = stacks_of(toolchain)
    size, chain = max(stacks.values(), key=lambda s: s[0])
    core = {name: toolchain.text_of(obj)[0] for name, obj in toolchain.objects.items()}
    texts = {os.path.basename(name) for name in core_sources() if name.startswith("src/texts/")}
    return Result(target, core, {name: n for name, n in core.items() if name not in texts},
                  *(toolchain.linked(name, outside) for name in budget.PROGRAMS), toolchain.structs(), stacks, size,
                  [short(t) for t in chain], outside, complaints + stack_complaints)


def language_checks(folder):
    """Compiles each header alone as C++11, and the core with clang. Returns complaints."""
    complaints = []
    for header in headers():
        complaints += try_compile("g++", "g++", ["-x", "c++", "-std=c++11", "-pedantic", "-Wall", "-Wextra", "-Werror",
                                                 "-fsyntax-only", "-I" + INCLUDE, os.path.join(INCLUDE, header)],
                                  "%s as C++11" % header)
    for name in core_sources():
        complaints += try_compile("clang", "clang", ["-Os", "-ffreestanding", *WARNINGS, "-fsyntax-only",
                                                     "-I" + INCLUDE,
                                                     "-isystem", os.path.dirname(jsmn_header()),
                                                     "-isystem", os.path.join(SIZE_DIR, "freestanding"),
                                                     os.path.join(CORE, name)], "core/%s with clang" % name)
    return complaints


def try_compile(compiler, package, args, what):
    try:
        done = subprocess.run([compiler, *args], capture_output=True, text=True)
    except FileNotFoundError:
        raise Failed("%s not found: apt-get install %s" % (compiler, package)) from None
    if done.returncode == 0:
        return []
    lines = [line for line in done.stderr.splitlines() if "error" in line] or ["no message"]
    return ["%s: %s" % (what, lines[0])]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", metavar="DIR", help="keep objects, maps and call graphs here")
    parser.add_argument("--only", metavar="TARGETS", help="comma list of: " + ", ".join(t.name for t in TARGETS))
    parser.add_argument("--update", action="store_true", help="write what was measured into budget.json")
    parser.add_argument("--markdown", action="store_true", help="print the tables as Markdown")
    parser.add_argument("--growth", action="store_true",
                        help="only say which limits of the design are not kept yet; fail on all else")
    args = parser.parse_args()
    known = {t.name for t in TARGETS}
    args.targets = args.only.split(",") if args.only else known
    for name in set(args.targets) - known:
        parser.error("unknown target %s; known are %s" % (name, ", ".join(sorted(known))))
    return args


def work(args, folder):
    """All complaints of one run."""
    results, complaints = [], []
    for target in TARGETS:
        if target.name not in args.targets:
            continue
        try:
            results.append(measure(target, folder))
        except Failed as failed:
            complaints.append("%s: %s" % (target.title, failed) if target.title not in str(failed) else str(failed))
    complaints += language_checks(folder) if not args.only else []
    if results:
        print(tables.all_tables(results, args.markdown))
    whole = len(results) == len(TARGETS)
    if args.update and results:
        budget.save(results)
    if args.update and whole:
        readme.save(results)
    complaints += readme.check(results) if whole else []
    entries = budget.load()
    for result in results:
        complaints += result.complaints + budget.check(result, entries.get(result.target.name, {}))
        promises = budget.open_promises(result)
        if not args.growth:
            complaints += promises
            continue
        for line in promises:
            print("tests/cost/size: not kept yet: " + line, file=sys.stderr)
    return complaints


def main():
    args = arguments()
    try:
        if args.build:
            complaints = work(args, os.path.abspath(args.build))
        else:
            with tempfile.TemporaryDirectory(prefix="pipit-size-") as folder:
                complaints = work(args, folder)
    except Failed as failed:
        complaints = [str(failed)]
    for line in complaints:
        print("tests/cost/size: " + line, file=sys.stderr)
    if not complaints:
        print("tests/cost/size: all within budget", file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
