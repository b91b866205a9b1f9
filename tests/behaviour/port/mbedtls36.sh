#!/bin/sh
# SPDX-License-Identifier: MIT
# The TLS tests of the ports with mbedTLS 3.6: with TLS 1.3 and 1.2; as it is built for microcontrollers (short records,
# a handshake in pieces); and the command with OpenSSL, which resumes sessions. The first run fetches mbedTLS through apt
# and builds it twice (a minute on two cores); later runs do not.
#
#   tests/behaviour/port/mbedtls36.sh [--only large|small] [BUILD_FOLDER]       default: both, build
set -eu
cd "$(dirname "$0")/../../.."
wanted=both
[ "${1:-}" != --only ] || { wanted="$2"; shift 2; }
build="${1:-build}"
mkdir -p "$build"
build="$(cd "$build" && pwd)"

if [ "$wanted" != large ]; then
    tests/behaviour/port/with_mbedtls.sh "$(port/mbedtls/fetch_mbedtls36.sh --small)" "$build/mbedtls36-small"
fi
[ "$wanted" != small ] || exit 0
tests/behaviour/port/with_mbedtls.sh "$(port/mbedtls/fetch_mbedtls36.sh)" "$build/mbedtls36" \
    '^(port_certs|port_tls|port_arena|test_tls|test_openssl$|test_openssl_session$)'
cmake --build "$build/mbedtls36" --parallel "$(getconf _NPROCESSORS_ONLN)" --target pipit_cli

# Here the server uses OpenSSL, which sends session tickets.
work="$(mktemp -d)"
server=""
stop() {
    [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; } || true
    server=""
}
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
for version in 1.2 1.3; do
    python3 tests/behaviour/server/local_x.py --parent-watch --rate 0 --tls-min "$version" --tls-max "$version" \
        --dir "$work" --ready-file "$work/ready" >/dev/null &
    server=$!
    for _ in $(seq 100); do
        [ -s "$work/ready" ] && break
        sleep 0.1
    done
    read -r _ url ca <"$work/ready"
    posts="$(X_BEARER_TOKEN='test-token-AAAA%2Fbbb%3D' "$build/mbedtls36/bin/pipit" stream sample --jsonl --limit 300 \
        --api "$url" --ca "${ca#ca=}" | wc -l)"
    stop
    rm -f "$work/ready"
    [ "$posts" -eq 300 ] || { echo "TLS $version with OpenSSL: $posts of 300 Posts"; exit 1; }
    echo "TLS $version with OpenSSL: 300 Posts"
done
PIPIT_BIN="$build/mbedtls36/bin/pipit" python3 tests/behaviour/cli/test_network.py -k sessions
