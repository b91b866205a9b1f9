#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The program in README.md has at most 30 lines, compiles with warnings as errors, and links.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed -n '/^```c$/,/^```$/p' README.md | sed '1d;$d' >"$work/main.c"
lines=$(wc -l <"$work/main.c")
[ "$lines" -gt 10 ] && [ "$lines" -le 30 ] || { echo "the README program has $lines lines"; exit 1; }
gcc -std=c99 -pedantic -Wall -Wextra -Werror -Icore/include -Iport/posix -Iport/mbedtls "$work/main.c" -o "$work/main" \
    build/port/libpipit_tls_mbedtls.a build/port/libpipit_port_posix.a build/core/libpipit_core.a \
    -lmbedtls -lmbedx509 -lmbedcrypto -lcares
env -u X_BEARER_TOKEN "$work/main" 2>"$work/err" && exit 1
grep -q bearer_token "$work/err"
