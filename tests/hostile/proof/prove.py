#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs Frama-C (WP with RTE) on the files with contracts: every goal must be proved. With a mistake of mutants.py the
proof must fail; one mistake for each file is tried, or all.

usage: tests/hostile/proof/prove.py [--mutants all] [FILE...]
"""

import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "repo"))

import core_files
from mutants import MUTANTS

SHARE = subprocess.run(["frama-c", "-print-share-path"], capture_output=True, text=True, check=True).stdout.strip()
LIBC = os.path.join(os.path.dirname(os.path.abspath(__file__)), "libc")
PROVED = {"pipit_http_head.c": 365, "pipit_hash.c": 7, "pipit_time.c": 14, "pipit_http_body.c": 185, "pipit_line.c": 95,
          "pipit_json.c": 19, "pipit_json_text.c": 305, "pipit_backoff.c": 35,
          "pipit_proxy.c": 300}  # and so many goals at least
PROXY = os.path.join(core_files.ROOT, "port", "proxy")
# 32 bits, as on a Cortex-M; Frama-C does not know a machine of ARM. libc/ comes before Frama-C's own headers. jsmn.h is in
# /usr/include.
COMMAND = ("frama-c", "-machdep", "gcc_x86_32", "-no-frama-c-stdlib", "-cpp-extra-args=-nostdinc -I%s -I%s -I%s/include -I/usr/include"
           % (LIBC, os.path.join(SHARE, "libc"), core_files.CORE), "-wp", "-wp-rte", "-wp-prover", "z3,cvc4", "-wp-timeout", "20",
           "-wp-par", "2")
# In these files only some functions are proved: in pipit_time.c those that the head calls, in pipit_json.c those for ids,
# in pipit_proxy.c those for the URL.
MORE = {"pipit_time.c": ("-wp-fct", "pipit_i_month,pipit_i_days"),
        "pipit_json.c": ("-wp-fct", "pipit_i_u64"),
        "pipit_proxy.c": ("-cpp-extra-args=-DPROOF_BYTE=char -I" + PROXY, "-wp-fct",
                          "lower,hex_value,is_control,decoded_next,credential_is_valid,find_first,find_last,part_before,"
                          "rest_after,credentials_parse,port_parse,is_host_char,host_parse,bracketed_parse,"
                          "authority_parse,scheme_is_http,url_parse"),
        "pipit_json_text.c": ("-cpp-extra-args=-DPROOF_BYTE=char -DPIPIT_CFG_WORD_SCAN=0", "-wp-skip-fct",
                              "pipit_i_find,pipit_i_primitive_kind,plain_words")}


def options_of(name, function):
    """The options for all functions of the file, or for one. Frama-C adds up -wp-fct, so one replaces those of MORE."""
    options = list(MORE.get(name, ()))
    if function:
        if "-wp-fct" in options:
            at = options.index("-wp-fct")
            del options[at:at + 2]
        options += ["-wp-fct", function, "-wp-timeout", "5"]
    return options


def goals(path, function=None):
    """(proved goals, all goals, output). A changed copy uses the headers of the file that it replaces."""
    name = os.path.basename(path)
    done = subprocess.run([*COMMAND, "-cpp-extra-args=-I" + os.path.dirname(path_of(name)), *options_of(name, function), path],
                          capture_output=True, text=True)
    found = re.search(r"Proved goals: +(\d+) / (\d+)", done.stdout)
    return (int(found[1]), int(found[2]), done.stdout) if found else (0, 0, done.stdout + done.stderr)


def path_of(name):
    return os.path.join(PROXY, name) if name == "pipit_proxy.c" else core_files.path_of(name)


def prove(name):
    proved, total, said = goals(path_of(name))
    good = proved == total >= PROVED[name]
    print("%-7s %s: %d of %d goals proved" % ("ok" if good else "FAILED", name, proved, total), flush=True)
    if not good:
        print("\n".join(line for line in said.splitlines() if "Valid" not in line))
    return good


def refused(name, function, text, instead):
    with open(path_of(name), encoding="utf-8") as file:
        source = file.read()
    if source.count(text) != 1:
        print("FAILED  %s does not have it once: %s" % (name, text))
        return False
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(source.replace(text, instead))
        proved, total, _ = goals(path, function)
    good = 0 < proved < total
    print("%-7s %s without it: %d of %d goals proved: %s" % ("ok" if good else "FAILED", function, proved, total,
                                                              text.splitlines()[0]), flush=True)
    return good


def main():
    words = sys.argv[1:]
    every_mutant = words[:2] == ["--mutants", "all"]
    names = words[2 if every_mutant else 0:] or list(PROVED)
    unknown = [name for name in names if name not in PROVED]
    if unknown:
        print("not proved: %s; there are %s" % (" ".join(unknown), " ".join(PROVED)), file=sys.stderr)
        return 2
    chosen = [mutant for mutant in MUTANTS if mutant[0] in names]
    if not every_mutant:
        chosen = [next(mutant for mutant in chosen if mutant[0] == name) for name in names]
    results = [prove(name) for name in names] + [refused(*mutant) for mutant in chosen]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
