#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes jsmn.h as ESP-IDF's component registry has it: from the installed one, with the types numbered 1, 2, 4, 8. Debian's
# (1.1.0) are numbered 1 to 4, so a program that works with only one of them is wrong.
#
#   tests/elsewhere/jsmn_as_component.sh FOLDER
set -eu
mkdir -p "$1"
sed -e 's/JSMN_ARRAY = 2/JSMN_ARRAY = 1 << 1/' -e 's/JSMN_STRING = 3/JSMN_STRING = 1 << 2/' \
    -e 's/JSMN_PRIMITIVE = 4/JSMN_PRIMITIVE = 1 << 3/' "${PIPIT_JSMN_DIR:-/usr/include}/jsmn.h" >"$1/jsmn.h"
grep -q 'JSMN_ARRAY = 1 << 1' "$1/jsmn.h" && grep -q 'JSMN_STRING = 1 << 2' "$1/jsmn.h" &&
    grep -q 'JSMN_PRIMITIVE = 1 << 3' "$1/jsmn.h" || { echo "jsmn.h numbers its types in a third way" >&2; exit 1; }
