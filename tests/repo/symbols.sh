#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The core is freestanding: it needs mem* and str* and nothing else, and has no variables that last.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for source in $(tests/repo/core_files.py); do
    gcc -std=c99 -pedantic -Os -ffreestanding -fno-pie -fno-stack-protector -Wall -Wextra -Wconversion -Wshadow -Wvla \
        -Werror -Icore/include -idirafter /usr/include -c "$source" -o "$work/$(basename "$source" .c).o"
done
ld -r -o "$work/core.o" "$work"/pipit_*.o
undefined=$(nm -u "$work/core.o" | awk '{print $2}' | grep -vE '^(mem(cpy|move|set|cmp|chr)|str(len|chr|cmp|cspn|spn))$' || true)
variables=$(nm "$work/core.o" | grep -E ' [bBdDcC] ' || true)
[ -z "$undefined" ] || { echo "the core needs: $undefined"; exit 1; }
[ -z "$variables" ] || { echo "the core has variables: $variables"; exit 1; }
includes=$(grep -hoE '# *include *<[^>]*>' core/src/*/*.[ch] core/include/pipit/*.h | sort -u |
    grep -vE '<(stddef|stdint|stdbool|string|jsmn)\.h>' || true)
[ -z "$includes" ] || { echo "the core includes: $includes"; exit 1; }
