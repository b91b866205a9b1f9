#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the TLS port with the mbedTLS in PREFIX, which was built with MBEDTLS_PLATFORM_MEMORY, and runs its tests:
# conformance, certificates, versions, sessions, arena. If OpenSSL's headers are there, the tests of port/openssl that the
# pattern names run against this mbedTLS.
#
#   tests/behaviour/port/with_mbedtls.sh PREFIX BUILD_FOLDER [TESTS]       TESTS: a pattern of ctest, instead of all tests
set -eu
cd "$(dirname "$0")/../../.."
prefix="$1" folder="$2" tests="${3:-^(port_certs|port_tls|port_arena|test_tls)}"

cmake -S . -B "$folder" -DPIPIT_TESTS=ON -DPIPIT_MBEDTLS_DIR="$prefix" -DPIPIT_OPENSSL=AUTO
grep -q "^PIPIT_MBEDtls_LIBRARY:FILEPATH=$prefix/" "$folder/CMakeCache.txt" || {
    echo "$folder does not use the mbedTLS below $prefix" >&2
    exit 1
}
openssl=""
case "$tests" in *openssl*)
    ! grep -q '^OPENSSL_SSL_LIBRARY:[A-Z]*=/' "$folder/CMakeCache.txt" || openssl="test_openssl test_openssl_session" ;;
esac
# shellcheck disable=SC2086 # words
cmake --build "$folder" --parallel "$(getconf _NPROCESSORS_ONLN)" \
    --target test_conformance test_tls test_tls_session test_tls_setup test_arena tls_resume $openssl
ctest --test-dir "$folder" --output-on-failure --no-tests=error -R "$tests"
