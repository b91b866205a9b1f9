#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The TLS port with an mbedTLS that you have as sources, in several configurations.
#
#   MBEDTLS4_DIR=FOLDER tests/elsewhere/sdk/mbedtls.sh
#
# FOLDER holds mbedTLS 4.x and its submodules (git clone --recursive), and is not changed. Its build needs what its README
# names: CMake, Perl, and Python with jinja2 and jsonschema. Sources of 2.28 and 3.6 are taken as well.
set -u
cd "$(dirname "$0")/../../.." || exit 2
. tests/elsewhere/sdk/lib.sh

[ -n "${MBEDTLS4_DIR:-}" ] || { sdk_skip mbedTLS MBEDTLS4_DIR; exit 0; }

version=$(sed -n 's/^#define MBEDTLS_VERSION_STRING *"\(.*\)"/\1/p' "$MBEDTLS4_DIR"/include/mbedtls/{version,build_info}.h \
    2>/dev/null)
[ -n "$version" ] || { echo "$MBEDTLS4_DIR holds no sources of mbedTLS" >&2; exit 1; }
work=$SDK_WORK/mbedtls/$version
rm -rf "$work"
mkdir -p "$work/source"
tar -C "$MBEDTLS4_DIR" --exclude=.git -c . | tar -C "$work/source" -x || exit 1
sdk_is mbedTLS "$version" "gcc $(gcc -dumpfullversion)"

# mbedTLS as it comes, but for what the words say: "set NAME [VALUE]", "unset NAME".
build() { # VARIANT WORDS...
    local variant=$1 folder=$work/$1 change
    shift
    mkdir -p "$folder"
    cp -r "$work/source" "$folder/source" && cd "$folder/source" || return 1
    for change in "set MBEDTLS_PLATFORM_MEMORY" "$@"; do
        # shellcheck disable=SC2086 # words
        scripts/config.py $change || return 1
    done
    cmake -S . -B ../build -DCMAKE_BUILD_TYPE=RelWithDebInfo -DENABLE_TESTING=OFF -DENABLE_PROGRAMS=OFF -DGEN_FILES=ON \
        -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_INSTALL_PREFIX="$folder/out" &&
        cmake --build ../build --parallel "$(nproc)" && cmake --install ../build
}

try() { # VARIANT TESTS WORDS...
    (build "$1" "${@:3}") && tests/behaviour/port/with_mbedtls.sh "$work/$1/out" "$work/$1/pipit" "$2"
}

all='^(port_certs|port_tls|port_arena|test_tls)'
versions="TLS 1.2" without_1_3=""
[ "${version%%.*}" -lt 3 ] || versions="TLS 1.3 and 1.2" without_1_3="unset MBEDTLS_SSL_PROTO_TLS1_3"
failed=0
sdk_try "$versions in a static arena: conformance, certificates, sessions, arena" try default "$all" || failed=1
sdk_try "the same with threads (MBEDTLS_THREADING_PTHREAD)" try threads "$all" \
    "set MBEDTLS_THREADING_C" "set MBEDTLS_THREADING_PTHREAD" || failed=1
sdk_try "the same as microcontrollers have it: TLS 1.2 alone, records of 4 and 2 KB, a handshake in pieces, no texts" \
    try small "$all" "set MBEDTLS_SSL_IN_CONTENT_LEN 4096" "set MBEDTLS_SSL_OUT_CONTENT_LEN 2048" \
    "set MBEDTLS_ECP_RESTARTABLE" ${without_1_3:+"$without_1_3"} "unset MBEDTLS_SSL_KEEP_PEER_CERTIFICATE" \
    "unset MBEDTLS_ERROR_C" || failed=1
[ "$versions" = "TLS 1.2" ] || sdk_try "TLS 1.3 alone: conformance and arena" \
    try tls13 '^(port_certs|port_tls13|port_arena_tls13)' "unset MBEDTLS_SSL_PROTO_TLS1_2" "unset MBEDTLS_SSL_PROTO_DTLS" \
    "unset MBEDTLS_SSL_DTLS_ANTI_REPLAY" "unset MBEDTLS_SSL_DTLS_HELLO_VERIFY" "unset MBEDTLS_SSL_DTLS_CLIENT_PORT_REUSE" \
    "unset MBEDTLS_SSL_DTLS_CONNECTION_ID" "unset MBEDTLS_SSL_RENEGOTIATION" "unset MBEDTLS_SSL_ENCRYPT_THEN_MAC" \
    "unset MBEDTLS_SSL_EXTENDED_MASTER_SECRET" || failed=1
rm -rf "$work"
exit "$failed"
