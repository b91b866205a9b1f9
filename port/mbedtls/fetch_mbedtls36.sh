#!/bin/sh
# SPDX-License-Identifier: MIT
# Fetch Debian 13's source of mbedTLS 3.6 through this machine's own apt mirror, check it, build it as static
# libraries into FOLDER, and print FOLDER (it holds include/ and lib/). A second run only prints.
#
#   cmake -B build -DPIPIT_MBEDTLS_DIR="$(port/mbedtls/fetch_mbedtls36.sh [FOLDER])"
#
# The system's apt state is not touched: lists and archives live in a temporary folder. Built with
# MBEDTLS_MEMORY_BUFFER_ALLOC_C and MBEDTLS_MEMORY_DEBUG, so that pipit_tls_arena() works.
set -eu

suite=trixie
version=3.6.6
package="mbedtls=$version-0.1~deb13u1"
tarball="mbedtls_$version.orig.tar.bz2"
sha256=8fb65fae8dcae5840f793c0a334860a411f884cc537ea290ce1c52bb64ca007a
folder="${1:-${XDG_CACHE_HOME:-$HOME/.cache}/pipit/mbedtls-$version}"
recipe="$(sha256sum <"$0")"

# Only what this very script has built is good enough.
if [ -f "$folder/lib/libmbedtls.a" ] && [ "$(cat "$folder/recipe" 2>/dev/null)" = "$recipe" ]; then
    echo "$folder"
    exit 0
fi
mkdir -p "$(dirname "$folder")"
folder="$(cd "$(dirname "$folder")" && pwd)/$(basename "$folder")"

say() { echo "fetch_mbedtls36: $*" >&2; }
for tool in apt-get apt-config awk cc cmake make python3 tar bzip2; do
    command -v "$tool" >/dev/null || { say "$tool is needed and not installed"; exit 1; }
done

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$work/parts" "$work/state/lists/partial" "$work/cache/archives/partial"

# This machine's own entries for its own release, asked for sources of the other suite.
source_parts="" source_list=""
eval "$(apt-config shell source_parts Dir::Etc::sourceparts/d source_list Dir::Etc::sourcelist/f)"
# shellcheck disable=SC1091 # part of every Debian
codename="$(. /etc/os-release && echo "$VERSION_CODENAME")"
cat "$source_parts"/*.sources 2>/dev/null | awk -v own="$codename" -v suite="$suite" '
    BEGIN { RS = ""; ORS = "\n\n" }
    $0 ~ ("Suites:[^\n]*[ \t]" own "([ \t\n]|$)") {
        gsub(/Types:[^\n]*/, "Types: deb-src"); gsub(/Suites:[^\n]*/, "Suites: " suite); print }
    ' >"$work/parts/own.sources"
cat "$source_list" "$source_parts"/*.list 2>/dev/null | awk -v own="$codename" -v suite="$suite" '
    $1 == "deb" { for (i = 2; i <= NF; i++) if ($i == own) { $1 = "deb-src"; $i = suite; print; next } }
    ' >"$work/parts/own.list"
if [ ! -s "$work/parts/own.sources" ] && [ ! -s "$work/parts/own.list" ]; then
    say "no apt entry for $codename found to derive $suite from"
    exit 1
fi

private_apt() {
    apt-get -q -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/parts" \
        -o Dir::State="$work/state" -o Dir::Cache="$work/cache" -o APT::Sandbox::User= "$@" >&2
}
cd "$work"
private_apt update || { say "the mirror did not serve the $suite source list"; exit 1; }
private_apt source --download-only "$package" || { say "the mirror did not serve $package"; exit 1; }
echo "$sha256  $tarball" | sha256sum -c - >&2 || { say "$tarball is not the pinned file"; exit 1; }

mkdir source
tar -xjf "$tarball" -C source --strip-components=1
for option in MBEDTLS_PLATFORM_MEMORY MBEDTLS_MEMORY_BUFFER_ALLOC_C MBEDTLS_MEMORY_DEBUG \
    "MBEDTLS_MEMORY_ALIGN_MULTIPLE 8"; do
    # shellcheck disable=SC2086 # a name, or a name and a value
    python3 source/scripts/config.py -f source/include/mbedtls/mbedtls_config.h set $option
done
cmake -S source -B build -DCMAKE_BUILD_TYPE=RelWithDebInfo -DENABLE_TESTING=OFF -DENABLE_PROGRAMS=OFF \
    -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_INSTALL_PREFIX="$work/out" >&2
cmake --build build --parallel "$(getconf _NPROCESSORS_ONLN)" >&2
cmake --install build >&2

echo "$recipe" >"$work/out/recipe"
rm -rf "$folder"
mv "$work/out" "$folder"
echo "$folder"
