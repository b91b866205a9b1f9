#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs clang-tidy (.clang-tidy has the list of checks) on the C files of the core, the ports, the examples and the tests of
# the ports: tests/repo/tidy.sh BUILD_FOLDER [FILTER]
set -eu
cd "$(dirname "$0")/../.."
build=${1:?usage: tests/repo/tidy.sh BUILD_FOLDER [FILTER]}
commands=$build/compile_commands.json
[ -f "$commands" ] || { echo "$commands is missing: configure with cmake first" >&2; exit 2; }
command -v clang-tidy >/dev/null || { echo "clang-tidy is missing: apt-get install clang-tidy" >&2; exit 2; }

files=$(python3 - "$commands" "${2:-^(core|port|examples|tests/behaviour/port)/}" <<'PY'
import json, os, re, sys
here = os.getcwd() + os.sep
names = {os.path.join(e["directory"], e["file"]) for e in json.load(open(sys.argv[1], encoding="utf-8"))}
names = sorted(n for n in names if n.startswith(here) and re.search(sys.argv[2], n[len(here):]))
print("\n".join(names))
PY
)
[ -n "$files" ] || { echo "$commands names no file of this tree" >&2; exit 2; }
echo "$files" | xargs -P "$(nproc)" -n 1 clang-tidy --quiet -p "$build" 2> >(grep -vE 'warnings? (generated|treated)|^$' >&2)
echo "clang-tidy: $(echo "$files" | wc -l) files, nothing to say"
