#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The sources of the core, as in core/files.cmake. As a program: prints their paths from the root, one in each line."""

import os
import re

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
CORE = os.path.normpath(os.environ.get("PIPIT_CORE") or os.path.join(ROOT, "core"))  # tests/hostile/mutation sets another folder


def names():
    """["src/base/pipit_backoff.c", ...], from CORE."""
    with open(os.path.join(CORE, "files.cmake"), encoding="utf-8") as file:
        return re.findall(r"^ *(src/[a-z0-9_/]+\.c)\b", file.read(), re.M)


def paths():
    return [os.path.join(CORE, name) for name in names()]


def path_of(name):
    """The path of "pipit_backoff.c"; no two sources have the same name."""
    return next(path for path in paths() if os.path.basename(path) == name)


if __name__ == "__main__":
    print("\n".join("core/" + name for name in names()))
