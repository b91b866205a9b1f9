#!/bin/sh
# SPDX-License-Identifier: MIT
# Fetch Debian's newest source of mbedTLS 3.6 through this machine's own apt mirror, check it, build it as static
# libraries into FOLDER, and print FOLDER (it holds include/ and lib/). A second run only prints.
#
#   cmake -B build -DPIPIT_MBEDTLS_DIR="$(port/mbedtls/fetch_mbedtls36.sh [FOLDER])"
#
# Built with MBEDTLS_PLATFORM_MEMORY, so that pipit_tls_arena() works. With --small it is built as microcontrollers have
# it, for tests: short records, a handshake in pieces, no TLS 1.3, no texts. With --source it builds nothing: FOLDER then
# holds the sources as they are, for boards that compile them with their own configuration.
set -eu

variant=""
case "${1:-}" in --source | --small) variant="${1#--}"; shift ;; esac
version=3.6.7
# The version that everything is tried with comes first; the next one is for when Debian has it no more.
pins="3.6.7=a7e8bcbec0e6f761b4af24f25677626b35f762f68eef79c08677a363212d11f6
3.6.6=8fb65fae8dcae5840f793c0a334860a411f884cc537ea290ce1c52bb64ca007a"
kind="mbedtls${variant:+-$variant}"
proof=lib/libmbedtls.a
[ "$variant" != source ] || proof=library/ssl_tls.c
folder="${1:-${XDG_CACHE_HOME:-$HOME/.cache}/pipit/$kind-$version}"
recipe="$(sha256sum <"$0")"

# Only what this very script has built is good enough.
if [ -f "$folder/$proof" ] && [ "$(cat "$folder/recipe" 2>/dev/null)" = "$recipe" ]; then
    echo "$folder"
    exit 0
fi
mkdir -p "$(dirname "$folder")"
folder="$(cd "$(dirname "$folder")" && pwd)/$(basename "$folder")"

. "$(dirname "$0")/../source_fetch.sh"
tools_need apt-get apt-config awk tar bzip2
[ "$variant" = source ] || tools_need cc cmake make python3

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
# The release that has this version today is not the one that will have it next year.
source_find() {
    for pin in $pins; do
        tarball="mbedtls_${pin%%=*}.orig.tar.bz2"
        for suite in sid forky trixie; do
            if source_download "$work" "$suite" mbedtls "${pin#*=}  $tarball"; then return 0; fi
        done
        say "no suite of Debian has $tarball any more"
    done
    return 1
}
source_find
cd "$work"

mkdir source
tar -xjf "$tarball" -C source --strip-components=1
if [ "$variant" = source ]; then
    echo "$recipe" >source/recipe
    rm -rf "$folder"
    mv source "$folder"
    echo "$folder"
    exit 0
fi
configure() {
    python3 source/scripts/config.py -f source/include/mbedtls/mbedtls_config.h "$@"
}
configure set MBEDTLS_PLATFORM_MEMORY
if [ "$variant" = small ]; then
    configure set MBEDTLS_SSL_IN_CONTENT_LEN 4096
    configure set MBEDTLS_SSL_OUT_CONTENT_LEN 2048
    configure set MBEDTLS_ECP_RESTARTABLE
    for option in MBEDTLS_SSL_PROTO_TLS1_3 MBEDTLS_SSL_KEEP_PEER_CERTIFICATE MBEDTLS_ERROR_C; do
        configure unset $option
    done
fi
cmake -S source -B build -DCMAKE_BUILD_TYPE=RelWithDebInfo -DENABLE_TESTING=OFF -DENABLE_PROGRAMS=OFF \
    -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_INSTALL_PREFIX="$work/out" >&2
cmake --build build --parallel "$(getconf _NPROCESSORS_ONLN)" >&2
cmake --install build >&2

echo "$recipe" >"$work/out/recipe"
rm -rf "$folder"
mv "$work/out" "$folder"
echo "$folder"
