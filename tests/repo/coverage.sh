#!/bin/sh
# SPDX-License-Identifier: MIT
# Lines and branches of the core that the tests reach, for each file: unit tests, vectors, corpora, and the command with
# the local X. Simulated years are not included, because they reach much but check little of a single line. PIPIT_ASSERT is
# off: no test may reach the side of it that stops.
#
#   tests/repo/coverage.sh [BUILD_FOLDER]       default: build/coverage
set -u
cd "$(dirname "$0")/../.." || exit 2
build="${1:-build/coverage}"
cmake -S . -B "$build" -DPIPIT_TESTS=ON -DPIPIT_ASSERTS=OFF -DCMAKE_BUILD_TYPE=Debug "-DCMAKE_C_FLAGS=-O0 --coverage" >/dev/null &&
    cmake --build "$build" --parallel "$(getconf _NPROCESSORS_ONLN)" >/dev/null || exit 1
find "$build" -name '*.gcda' -delete
ctest --test-dir "$build" --output-on-failure -j 2 -E 'sim_|hostile' &&
    PIPIT_BIN="$build/bin/pipit" python3 tests/behaviour/cli tests/behaviour/cli/test_calls.py tests/behaviour/cli/test_cli.py \
        tests/behaviour/cli/test_recovery.py || exit 1
python3 tests/repo/coverage.py "$build"
