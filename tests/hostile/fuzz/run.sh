#!/bin/bash
# SPDX-License-Identifier: MIT
# Fuzzes the engine with libFuzzer: every target for N seconds, two at the same time, with the corpora of this folder.
#
#   tests/hostile/fuzz/run.sh [--seconds N] [--grow] [TARGET...]     default: 60 s of every target
#
#   --grow   store new inputs: the corpora are replaced by small ones that reach the same edges
#
# A target that fails prints the command that runs its input again.
set -u
cd "$(dirname "$0")/../../.." || exit 2
seconds=60
grow=""
targets=""
while [ $# -gt 0 ]; do
    case "$1" in
    --seconds) seconds="$2"; shift ;;
    --grow) grow=yes ;;
    *) targets="$targets $1" ;;
    esac
    shift
done
[ -n "$targets" ] || targets="head body lines json answers engine request proxy"
. tests/packages.sh
packages_install clang libclang-rt-dev libhttp-parser-dev libjsmn-dev || exit 2

build=build/fuzz
corpus=tests/hostile/fuzz/corpus
mkdir -p "$build"
flags="-std=c99 -g -O1 -fno-sanitize-recover=all -DPIPIT_ASSERTS=1 -Wall -Wextra -Werror
    -Icore/include -Iport/proxy ${PIPIT_JSMN_DIR:+-I$PIPIT_JSMN_DIR}"

# The objects that all targets need.
common_build() {
    local source
    rm -rf "$build/objects" && mkdir -p "$build/objects" || return 1
    for source in $(tests/repo/core_files.py) port/proxy/pipit_proxy.c tests/hostile/fuzz/fuzz.c tests/hostile/fuzz/session.c; do
        echo "$source -o $build/objects/$(basename "$source" .c).o"
    done | xargs -P "$(nproc)" -L 1 clang $flags -fsanitize=fuzzer-no-link,address,undefined -c
}

target_build() {
    clang $flags -fsanitize=fuzzer,address,undefined "tests/hostile/fuzz/$1.c" "$build"/objects/*.o -lhttp_parser -o "$build/$1"
}

# New inputs are written to a separate folder, so that a run does not change the work tree.
target_run() {
    mkdir -p "$build/found/$1" "$build/crashes"
    "$build/$1" -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
        -dict=tests/hostile/fuzz/pipit.dict -artifact_prefix="$build/crashes/$1-" "$build/found/$1" "$corpus/$1" \
        >"$build/$1.log" 2>&1
}

target_tell() {
    local runs coverage
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$1.log")
    coverage=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$build/$1.log" | tail -n 1)
    echo "ok      fuzz $1: ${runs:-0} inputs, $(ls "$corpus/$1" | wc -l) in the corpus, ${coverage:-0} edges"
    [ "${runs:-0}" -gt 1000 ] || echo "FAILED  fuzz $1: hardly an input was run"
}

target_grow() {
    rm -rf "$build/merged/$1" && mkdir -p "$build/merged/$1" &&
        "$build/$1" -merge=1 -use_counters=0 -max_len=4096 "$build/merged/$1" "$corpus/$1" "$build/found/$1" >"$build/merge.log" 2>&1 &&
        rm -rf "${corpus:?}/$1" && mv "$build/merged/$1" "$corpus/$1"
}

target() {
    mkdir -p "$corpus/$1"
    if ! target_build "$1" >"$build/$1.log" 2>&1; then
        echo "FAILED  fuzz $1: does not compile"
        cat "$build/$1.log"
    elif ! target_run "$1"; then
        echo "FAILED  fuzz $1"
        grep "^tests/hostile/fuzz\|ERROR\|runtime error\|SUMMARY\|    #.*/pipit_" "$build/$1.log" | head -n 20
        echo "        again: $build/$1 $(ls -t "$build/crashes/$1-"* | head -n 1)"
    else
        target_tell "$1"
    fi
    [ -z "$grow" ] || target_grow "$1"
}

common_build || exit 2
for name in $targets; do
    while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
    target "$name" >"$build/$name.told" &
done
wait
cd "$build" && cat $(for name in $targets; do echo "$name.told"; done)
! grep -q "^FAILED" $(for name in $targets; do echo "$name.told"; done)
