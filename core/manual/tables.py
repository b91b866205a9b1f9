#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Pages of the manual that are made of the sources: errors.md out of types.h and pipit_strerror.c, options.md out of
config.h, security.md out of SECURITY.md. usage: tables.py FOLDER"""

import os
import re
import sys

CORE = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
CODE = re.compile(r"^ {4}(PIPIT_(?:E_\w+|OK)) = (-?\d+),? +/\*\*< (.*?)\*/", re.M | re.S)
ADVICE = re.compile(r'case (PIPIT_(?:E_\w+|OK)):\s*return "(.*?)";')
OPTION = re.compile(r"/\*\* ((?:(?!\*/).)*?)\*/\s*#ifndef (PIPIT_CFG_\w+)\n#define \w+ (\S+)", re.S)


def read(path):
    with open(os.path.join(CORE, path), encoding="utf-8") as file:
        return file.read()


def cell(text):
    return re.sub(r"\s*\n\s*\*?\s*", " ", text).strip().replace("|", "\\|")


def errors():
    header = read("include/pipit/types.h")
    codes = CODE.findall(header)
    advice = dict(ADVICE.findall(read("src/pipit_strerror.c")))
    declared = re.findall(r"^ {4}(PIPIT_(?:E_\w+|OK)) =", header, re.M)
    missing = [name for name in declared if name not in advice and name != "PIPIT_OK"]
    undocumented = set(declared) - {name for name, _, _ in codes} - {"PIPIT_OK"}
    if missing or undocumented or len(codes) < 40:
        sys.exit("errors without a text: %s; without a comment: %s" % (missing, sorted(undocumented)))
    rows = ["| %s | %s | %s | %s |" % (name, number, cell(meaning), cell(advice[name])) for name, number, meaning in codes]
    return ("# Errors {#errors}\n\nWhat pipit_strerror() says, and what it means. pipit_err_family() gives the family.\n\n"
            "| code | | meaning | what it says, and what to do |\n|---|---|---|---|\n" + "\n".join(rows) + "\n")


def options():
    found = OPTION.findall(read("include/pipit/config.h"))
    if len(found) < 4:
        sys.exit("config.h: %d options" % len(found))
    rows = ["| %s | %s | %s |" % (name, default, cell(text)) for text, name, default in found]
    return ("# Options of the compiler {#options}\n\nconfig.h. They choose code, never the layout of a structure.\n\n"
            "| option | default | what it does |\n|---|---|---|\n" + "\n".join(rows) + "\n")


def security():
    text = read("../SECURITY.md").split("\n", 1)[1]
    return text.replace("# Security\n", "# Security {#security}\n", 1)


def main():
    for name, text in (("errors.md", errors()), ("options.md", options()), ("security.md", security())):
        with open(os.path.join(sys.argv[1], name), "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
