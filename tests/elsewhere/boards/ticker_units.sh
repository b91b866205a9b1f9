#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the ticker's own parts for this machine with AddressSanitizer and UBSan, and runs their unit tests.
#
#   tests/elsewhere/boards/ticker_units.sh [BUILD_FOLDER]
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
ticker="$here/../../../boards/lm3s6965evb/ticker"
build="${1:-$here/../../../build/ticker_units}"
mkdir -p "$build"

parts="$ticker/font.c $ticker/utf8.c $ticker/text.c $ticker/history.c $ticker/reader.c $ticker/rfc3339.c $ticker/status.c"
python3 "$ticker/make_font.py" "$ticker/font.txt" "$build/font_data.c"
for test in "$here"/ticker_*.c; do
    more=""
    [ "$(basename "$test")" != ticker_screen.c ] || more="$ticker/screen.c" # screen.c needs a panel, which this test implements
    program="$build/$(basename "$test" .c)"
    cc -std=c99 -pedantic -Wall -Wextra -Wconversion -Wshadow -Wvla -Werror -g -O1 -fsanitize=address,undefined \
        -fno-sanitize-recover=all -I "$ticker" -I "$here" "$test" $parts $more "$build/font_data.c" -lcmocka -o "$program"
    "$program"
done
