#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds and runs Pipit in the real SDKs that you have. Each SDK is named by a variable; what is not named is skipped.
#
#   IDF_PATH=~/esp/esp-idf tests/elsewhere/sdk/run.sh [--record] [SDK...]
#
# --record keeps what was seen in tests/elsewhere/sdk/results.txt, from which the tables of the READMEs are made.
set -u
cd "$(dirname "$0")/../../.." || exit 2

record=no
[ "${1:-}" != --record ] || { record=yes; shift; }
[ $# -gt 0 ] || set -- esp_idf zephyr pico arduino mbedtls
for name in "$@"; do
    [ -x "tests/elsewhere/sdk/$name.sh" ] || { echo "there is no tests/elsewhere/sdk/$name.sh" >&2; exit 2; }
done

work=$PWD/build/sdk
mkdir -p "$work"
export SDK_WORK=$work SDK_RESULTS=$work/results.txt
: >"$SDK_RESULTS"
for name in "$@"; do
    "tests/elsewhere/sdk/$name.sh" || echo "$name|||the script itself|FAILED|$(date +%F)" >>"$SDK_RESULTS"
done

passed=$(grep -c '|ok|' "$SDK_RESULTS")
failed=$(grep -c '|FAILED|' "$SDK_RESULTS")
skipped=$(grep -c '|skipped|' "$SDK_RESULTS")
[ "$record" = no ] || tests/elsewhere/sdk/table.py --record "$SDK_RESULTS"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
