#!/bin/sh
# SPDX-License-Identifier: MIT
# Tests the arithmetic of boards/xtensa-lx60 on this machine, under UBSan.
#
#   tests/elsewhere/boards/lx106_arithmetic.sh [BUILD_FOLDER]
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
build="${1:-$here/../../../build/lx106_arithmetic}"
mkdir -p "$build"
cc -std=c99 -pedantic -Wall -Wextra -Wconversion -Wshadow -Wvla -Werror -g -O1 -fsanitize=address,undefined \
    -fno-sanitize-recover=all -I "$here/../../../boards/xtensa-lx60" "$here/lx106_arithmetic.c" -lcmocka \
    -o "$build/lx106_arithmetic"
"$build/lx106_arithmetic"
