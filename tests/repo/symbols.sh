#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The core is freestanding: it needs only mem* and str*, and has no static variables. It is strict C99: without
# extensions, and without access to an object as another type.
#
#   tests/repo/symbols.sh          with gcc, for this machine
#   tests/repo/symbols.sh clang    with clang, for a Cortex-M3, with our string.h as the only header of libc
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case "${1:-gcc}" in
gcc) compiler=(gcc -fno-pie -fno-stack-protector) helpers='^$' ;;
clang) compiler=(clang --target=arm-none-eabi -mcpu=cortex-m3 -isystem tests/cost/size/freestanding) helpers='^__aeabi_' ;;
*) echo "usage: tests/repo/symbols.sh [gcc | clang]" >&2; exit 2 ;;
esac
for source in $(tests/repo/core_files.py); do
    "${compiler[@]}" -std=c99 -pedantic -Os -ffreestanding -fstrict-aliasing -Wstrict-aliasing=1 -Wall -Wextra -Wconversion \
        -Wshadow -Wvla -Werror -Icore/include -idirafter "${PIPIT_JSMN_DIR:-/usr/include}" -c "$source" \
        -o "$work/$(basename "$source" .c).o"
done
nm --defined-only -g "$work"/*.o | awk 'NF == 3 {print $3}' | sort -u >"$work/defined"
undefined=$(nm -u "$work"/*.o | awk '$1 == "U" {print $2}' | sort -u | comm -23 - "$work/defined" |
    grep -vE '^(mem(cpy|move|set|cmp|chr)|str(len|chr|cmp|cspn|spn))$' | grep -vE "$helpers" || true)
variables=$(nm "$work"/*.o | grep -E ' [bBdDcC] ' || true)
[ -z "$undefined" ] || { echo "the core needs: $undefined"; exit 1; }
[ -z "$variables" ] || { echo "the core has variables: $variables"; exit 1; }
includes=$(grep -hoE '# *include *<[^>]*>' core/src/*/*.[ch] core/include/pipit/*.h | sort -u |
    grep -vE '<(stddef|stdint|stdbool|string|jsmn)\.h>' || true)
[ -z "$includes" ] || { echo "the core includes: $includes"; exit 1; }
