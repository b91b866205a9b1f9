#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the command with OpenSSL instead of mbedTLS, and runs the tests of the command and the live attacks in which TLS
# takes part, and the files of tests that are named; --all: all of them, except the tests of other programs. It fails if the
# tests in BUILD_FOLDER do not include those of port/openssl.
#
#   [BUILD_FOLDER=build] tests/behaviour/cli/openssl.sh [--all] [NAME]...       for example "cli" for test_cli.py
set -eu
cd "$(dirname "$0")/../../.."
build="$(cd "${BUILD_FOLDER:-build}" && pwd)"
files="network stop $*"
attacks="--only test_live.py:test_warnings_of_tls --only test_live.py:test_nonsense_instead_of_tls"
if [ "${1:-}" = --all ]; then
    files="$(ls tests/behaviour/cli/test_*.py | sed 's,.*/test_,,; s,\.py$,,' | grep -vxE 'examples|many')"
    attacks="--only test_live.py"
fi
targets=pipit_cli
case " $files " in *ladders*) targets="pipit_cli run_vectors" ;; esac

names="$(ctest --test-dir "$build" -N -R '^(test_openssl|port_openssl13)')"
for name in test_openssl test_openssl_session test_openssl_memory port_openssl13_v4; do
    echo "$names" | grep -q ": $name\$" || {
        echo "$build has no test $name: configure it with -DPIPIT_OPENSSL=ON, or AUTO" >&2
        exit 1
    }
done
cmake -S . -B "$build/openssl" -DPIPIT_TESTS=ON -DPIPIT_ASSERTS=OFF -DPIPIT_OPENSSL=ON -DPIPIT_COMMAND_TLS=openssl
# shellcheck disable=SC2086 # words
cmake --build "$build/openssl" --parallel "$(getconf _NPROCESSORS_ONLN)" --target $targets
PIPIT_BIN="$build/openssl/bin/pipit"
export PIPIT_BIN
# shellcheck disable=SC2046,SC2086 # words
python3 tests/behaviour/cli $(printf 'tests/behaviour/cli/test_%s.py ' $files)
# shellcheck disable=SC2086 # words
tests/hostile/attacks/run.py --build "$build" $attacks
