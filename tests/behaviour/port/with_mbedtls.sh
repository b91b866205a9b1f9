#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the TLS port with the mbedTLS in PREFIX, which was built with MBEDTLS_PLATFORM_MEMORY, and runs its tests:
# conformance, certificates, versions, sessions, arena.
#
#   tests/behaviour/port/with_mbedtls.sh PREFIX BUILD_FOLDER [TESTS]       TESTS: a pattern of ctest, instead of all tests
set -eu
cd "$(dirname "$0")/../../.."
prefix="$1" folder="$2" tests="${3:-^(port_certs|port_tls|port_arena|test_tls)}"

cmake -S . -B "$folder" -DPIPIT_TESTS=ON -DPIPIT_MBEDTLS_DIR="$prefix"
grep -q "^PIPIT_MBEDtls_LIBRARY:FILEPATH=$prefix/" "$folder/CMakeCache.txt" || {
    echo "$folder does not use the mbedTLS below $prefix" >&2
    exit 1
}
cmake --build "$folder" --parallel "$(getconf _NPROCESSORS_ONLN)" \
    --target test_conformance test_tls test_tls_session test_tls_setup test_arena tls_resume
ctest --test-dir "$folder" --output-on-failure --no-tests=error -R "$tests"
