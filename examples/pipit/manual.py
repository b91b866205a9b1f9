#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the man page and the completion of bash out of what `pipit --help` says, so that nothing is written twice.

usage: manual.py PROGRAM man|bash >FILE
"""

import os
import re
import subprocess
import sys
import time

NAMES = {"Streams": "STREAMS", "Calls": "CALLS", "What to ask for": "WHAT TO ASK FOR", "Recovery": "RECOVERY",
         "Output": "OUTPUT", "Network": "NETWORK"}
FILES = ("--ca", "--out", "--token-file", "--key-file", "--secret-file")
SPLIT = re.compile(r" {2,}")


def program_says(program, option):
    return subprocess.run([program, option], capture_output=True, text=True, check=True).stdout


def blocks(text):
    """(heading or None, lines) of each block between empty lines."""
    for block in text.strip("\n").split("\n\n"):
        lines = block.split("\n")
        heading = lines.pop(0) if lines[0] in NAMES or lines[0].startswith("pipit: ") else None
        yield heading, lines


def entries(lines):
    """(term, description): a line that begins with two spaces, and the deeper ones that follow it."""
    found = []
    for line in lines:
        if re.match(r"  \S", line):
            term, *rest = SPLIT.split(line.strip(), maxsplit=1)
            found.append([term, rest[0] if rest else ""])
        else:
            part = 0 if line.strip().startswith("[") else 1  # arguments that had no room in the line before
            found[-1][part] = (found[-1][part] + " " + line.strip()).strip()
    return found


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return "\\&" + text if text.startswith(".") else text


# ---- man ----

def day():
    """The day of the build; SOURCE_DATE_EPOCH makes builds repeatable."""
    return time.strftime("%Y-%m-%d", time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))))


def paragraph(lines):
    text = " ".join(line.strip() for line in lines)
    if text.startswith("Exit status: "):
        print(".SH EXIT STATUS")
        text = text[len("Exit status: "):]
        for part in text.rstrip(".").split("; "):
            print(".TP\n.B %s\n%s." % tuple(roff(word) for word in part.split(" ", 1)))
        return
    print(".PP\n" + roff(text))


def man(program):
    title, version = None, program_says(program, "--version").split()[1]
    print('.\\" SPDX-License-Identifier: MIT\n.TH PIPIT 1 %s "pipit %s" "User Commands"' % (day(), version))
    for heading, lines in blocks(program_says(program, "--help")):
        if title is None:
            title = heading.split(": ", 1)[1]
            print(".SH NAME\npipit \\- %s" % roff(title))
            print(".SH SYNOPSIS\n.B pipit\n.I command\n.RI [ argument ...]\n.RI [ option ...]")
            print(".SH DESCRIPTION\nReal\\-time streams from the X API v2, the rules of the filtered stream, and other calls.")
        elif heading:
            print(".SH " + NAMES[heading])
            for term, text in entries(lines):
                print(".TP\n.B %s" % roff(term) + ("\n" + roff(text) if text else ""))
        elif lines[0].startswith("  "):
            print(".SH EXAMPLES\n.nf\n%s\n.fi" % "\n".join(roff(line.strip()) for line in lines))
        else:
            paragraph(lines)


# ---- bash ----

def bash(program):
    text = program_says(program, "--help")
    options = sorted(set(re.findall(r"--[a-z][a-z0-9-]+", text)))
    commands, actions, streams = [], {}, []
    for heading, lines in blocks(text):
        if heading not in ("Streams", "Calls"):
            continue
        for term, rest in entries(lines):
            words = term.split()
            if words[0] != "pipit":
                continue
            if words[1] not in commands:
                commands.append(words[1])
            if words[1] == "stream" and words[2:] == ["NAME"]:
                streams = rest.split()
            elif len(words) > 2 and re.fullmatch("[a-z]+", words[2]):
                actions.setdefault(words[1], []).append(words[2])
    print("# SPDX-License-Identifier: MIT\n# Completion of bash for pipit, made by manual.py.\n_pipit() {")
    print("    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} words=")
    print("    case $previous in\n    %s) COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n    esac" % " | ".join(FILES))
    print("    case $COMP_CWORD:${COMP_WORDS[1]} in\n    1:*) words=\"%s\" ;;" % " ".join(commands))
    print("    2:stream) words=\"%s\" ;;" % " ".join(streams))
    for command, names in actions.items():
        print("    2:%s) words=\"%s\" ;;" % (command, " ".join(names)))
    print("    2:replay) COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n    esac")
    print("    [[ $current != -* ]] || words=\"%s\"" % " ".join(options))
    print("    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n}\ncomplete -F _pipit pipit")


def main():
    program, kind = sys.argv[1:]
    {"man": man, "bash": bash}[kind](program)


if __name__ == "__main__":
    main()
