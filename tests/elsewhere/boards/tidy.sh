#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs clang-tidy (boards/.clang-tidy) on the C files of boards: tests/elsewhere/boards/tidy.sh BUILD_FOLDER... Each folder
# is that of a variant of boards.py; it is built if it does not exist. clang checks the code for a 32-bit machine, without
# flags that only gcc has. clang has no Xtensa, so RISC-V is used instead, which has registers with the same names.
set -eu
cd "$(dirname "$0")/../../.."
[ $# -gt 0 ] || { echo "usage: tests/elsewhere/boards/tidy.sh BUILD_FOLDER..." >&2; exit 2; }
command -v clang-tidy >/dev/null || { echo "clang-tidy is missing: apt-get install clang-tidy" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
for build; do
    [ -f "$build/compile_commands.json" ] && continue
    PYTHONPATH=tests/elsewhere/boards python3 -c 'import sys, boards; boards.variants(sys.argv[1:])[0].make()' "${build##*/}"
done
python3 - "$work" "$@" >"$work/files" <<'PY'
import json, os, re, sys
here = os.getcwd() + os.sep
GCC_ONLY = re.compile(r" (--specs=\S+|--picolibc-buildtype=\S+|-fstack-usage|-fno-common|-m(longcalls|text-section-literals|cmodel=\S+))(?= )")
ARM = " --target=arm-none-eabi -isystem /usr/lib/picolibc/arm-none-eabi/include"
RISCV = " --target=riscv32 -march=rv32imc -isystem /usr/lib/picolibc/riscv64-unknown-elf/include"
entries = {}
for build in sys.argv[2:]:
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        for entry in json.load(file):
            name = os.path.normpath(os.path.join(entry["directory"], entry["file"]))
            if name.startswith(here + "boards" + os.sep) and name.endswith(".c"):
                command = GCC_ONLY.sub("", entry["command"]) + (ARM if "arm-none-eabi" in entry["command"] else RISCV)
                entries.setdefault(name, {**entry, "command": command})
with open(os.path.join(sys.argv[1], "compile_commands.json"), "w", encoding="utf-8") as file:
    json.dump(list(entries.values()), file)
print("\n".join(sorted(entries)))
PY
[ -s "$work/files" ] || { echo "no file of boards/ was built there" >&2; exit 2; }
xargs -P "$(nproc)" -n 1 clang-tidy --quiet -p "$work" <"$work/files" \
    2> >(grep -vE 'warnings? (generated|treated)|^$' >&2)
echo "clang-tidy: $(wc -l <"$work/files") files of boards, nothing to say"
