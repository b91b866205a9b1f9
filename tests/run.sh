#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds and runs every test, from a fresh Debian 12 machine. --quick: without the sanitizers, the second compiler, the
# second TLS library, the cross compilers, the counts of instructions, the fuzzers, the proofs, coverage, mistakes
# on purpose, simulated years, the soak, the ways to use Pipit, foreign machines, the manual and the boards.
set -u
cd "$(dirname "$0")/.." || exit 2

quick=no
case "${1:-}" in
--quick) quick=yes ;;
"") ;;
*)
    echo "usage: tests/run.sh [--quick]" >&2
    exit 2
    ;;
esac

. tests/packages.sh
. boards/common/packages.sh
packages_install $PACKAGES_BUILD $PACKAGES_TEST $PACKAGES_BOARDS || exit 2

passed=0
failed=0
leaks=""
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# One check: its name, then the command. Its output is shown when it fails.
check() {
    local name=$1
    shift
    if "$@" >"$log" 2>&1; then
        passed=$((passed + 1))
        printf 'ok      %s\n' "$name"
    else
        failed=$((failed + 1))
        printf 'FAILED  %s: %s\n' "$name" "$*"
        tail -n 60 "$log"
    fi
    ! grep -aq -e 'test-token-AAAA' -e 'sim-token' "$log" || leaks="$leaks $name"
}

# The same, and its last lines also when all is well.
check_and_tell() {
    local lines=$1
    shift
    check "$@"
    tail -n "$lines" "$log" | sed 's/^/        /'
}

build() {
    cmake --preset "$1" "${@:2}" && cmake --build --preset "$1" -j "$(nproc)"
}

# The tests of one build directory, at once, each a check of its own.
run_tests() {
    local directory=$1 label=$2 name all
    all=$(mktemp)
    ctest --test-dir "$directory" -j "$(nproc)" --no-tests=error --output-on-failure >"$all" 2>&1
    for name in $(ctest --test-dir "$directory" -N | sed -n 's/^ *Test *#[0-9]*: //p'); do
        check "$label: $name" grep -E "Test +#[0-9]+: $name \\.* +Passed" "$all"
    done
    ! grep -q '% tests passed, 0 tests failed' "$all" && tail -n 60 "$all"
    ! grep -aq -e 'test-token-AAAA' -e 'sim-token' "$all" || leaks="$leaks $label"
    rm -f "$all"
}

check "build with warnings as errors, gcc" build tests
run_tests build gcc
check "local X" python3 -m unittest discover -s tests/server
check "command against the local X" python3 tests/cli
check "every wire situation has its test" tests/situations.py
check "the comparison with the peers" tests/peers.py
check "JSON as Python's json module judges it" tests/json/differential.py
check "select as Python's json module picks" tests/select/differential.py
check "words and their numbers" tests/words.py
check "headers compile as C++11" tests/headers.sh
check "core is freestanding" tests/symbols.sh
check "program in the README" tests/readme_program.sh
check "formatted" sh -c 'git ls-files "*.c" "*.h" | xargs clang-format --dry-run -Werror'
check "boards: what they share" tests/boards/common_units.sh
check "boards: the ticker's parts" tests/boards/ticker_units.sh
check "boards: division on LX106" tests/boards/lx106_arithmetic.sh
if [ "$quick" = no ]; then
    check "build with sanitizers" build asan
    run_tests build/asan sanitizers
    check "command under sanitizers" env PIPIT_BIN=build/asan/bin/pipit python3 tests/cli
    # The other compiler, and the way strings are scanned on small machines.
    check "build, clang" cmake -S . -B build/clang -DCMAKE_C_COMPILER=clang -DPIPIT_TESTS=ON \
        -DCMAKE_C_FLAGS=-DPIPIT_CFG_WORD_SCAN=0
    check "compile, clang" cmake --build build/clang -j "$(nproc)"
    run_tests build/clang clang
    check "TLS by mbedTLS 3.6" tests/port/mbedtls36.sh
    check "code, stack and structures do not grow" tests/size/measure.py --growth
    check "instructions per byte on a Cortex-M3" tests/size/stages.py
    check "instructions and allocations" tests/bench/instructions.py --check
    check "clang-tidy" tests/tidy.sh build
    check_and_tell 48 "20 simulated years" build/bin/pipit-sim --seed 1 --days 7 --worlds 1045 --jobs "$(nproc)"
    check_and_tell 8 "fuzzing, 60 s a target" tests/fuzz/run.sh
    check_and_tell 4 "proofs" tests/proof/run.sh
    check_and_tell 24 "small mistakes in core are seen" tests/mutation/run.py --mistakes 20
    check_and_tell 48 "98 % of the lines of core, 95 % of its branches" tests/coverage.sh
    check_and_tell 6 "20 streams over TLS for 2 minutes" python3 tests/cli/soak.py
    check_and_tell 16 "every way to use Pipit that can be built here" tests/consume/run.sh
    check_and_tell 6 "vectors on foreign machines" tests/foreign/run.sh
    check "the manual" tests/manual/run.sh
    check "TLS on bare metal" tests/port/tls_bare_metal.sh
    check "port over lwIP" tests/lwip/run.sh
    check "boards: every situation in QEMU" python3 tests/boards/test_board.py
    check "boards: screens, buttons, fences and 1,000 reconnects of the ticker" python3 tests/boards/lm3s_test.py
    check "boards: no heap, no false entropy" python3 tests/boards/build_test.py
    check "boards: memory" python3 tests/boards/memory.py --check
    check "boards: instructions" python3 tests/boards/instructions.py --check
    check "boards: clang-tidy" tests/boards/tidy.sh build/boards/mps2-an385-small build/boards/mps2-an505-small \
        build/boards/lm3s6965evb-16k build/boards/riscv-virt-16k build/boards/xtensa-lx60-16k
fi

check "no token in the output of a check:${leaks:- none}" [ -z "$leaks" ]

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
