#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compiles those files of a configured build that lie in a folder, each with its command, warnings as errors.

usage: tests/elsewhere/sdk/compile_ours.py BUILD FOLDER

BUILD has compile_commands.json. The rest of the SDK is not compiled."""

import concurrent.futures
import json
import os
import subprocess
import sys

AT_A_TIME = 2


def compile_one(entry):
    done = subprocess.run(entry["command"] + " -Werror", shell=True, cwd=entry["directory"], capture_output=True, text=True)
    return entry["file"], done.returncode, done.stdout + done.stderr


def main():
    build, folder = sys.argv[1:3]
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        entries = [e for e in json.load(file)
                   if e["file"].startswith(folder + "/") and "/managed_components/" not in e["file"]]
    for entry in entries:
        if "output" in entry:
            os.makedirs(os.path.dirname(os.path.join(entry["directory"], entry["output"])), exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(AT_A_TIME) as pool:
        results = list(pool.map(compile_one, entries))
    wrong = [(name, text) for name, status, text in results if status != 0 or "warning:" in text]
    for name, text in wrong:
        print(name)
        print(text)
    print("%d of %d files" % (len(results) - len(wrong), len(results)))
    return 0 if results and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
