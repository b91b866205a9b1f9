#!/bin/sh
# SPDX-License-Identifier: MIT
# Fetch Debian 13's source of lwIP 2.2 through this machine's own apt mirror, check it, apply Debian's patches, and
# print FOLDER, which then holds src/. A second run only prints.
#
#   cmake -B build -DPIPIT_LWIP_DIR="$(port/lwip/fetch_lwip.sh [FOLDER])"
set -eu

version=2.2.1
package="lwip=$version+dfsg1-1+deb13u1"
tarball="lwip_$version+dfsg1.orig.tar.xz"
tarball_sha256=83729c274c499d3348e9fbbe043a3113f3fa8953e7efddc7c21c7fcbb1f2b7b1
patches="lwip_$version+dfsg1-1+deb13u1.debian.tar.xz"
patches_sha256=faa343b3c76d69080240ae1323932b7348fa1d0042f6ad29bd286246660720a9
folder="${1:-${XDG_CACHE_HOME:-$HOME/.cache}/pipit/lwip-source-$version}"
recipe="$(sha256sum <"$0")"

if [ -f "$folder/src/core/tcp.c" ] && [ "$(cat "$folder/recipe" 2>/dev/null)" = "$recipe" ]; then
    echo "$folder"
    exit 0
fi
mkdir -p "$(dirname "$folder")"
folder="$(cd "$(dirname "$folder")" && pwd)/$(basename "$folder")"

. "$(dirname "$0")/../source_fetch.sh"
tools_need apt-get apt-config awk tar xz patch

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
source_download "$work" trixie "$package" "$tarball_sha256  $tarball" "$patches_sha256  $patches"
cd "$work"
mkdir source
tar -xJf "$tarball" -C source --strip-components=1
source_patch "$patches" source
echo "$recipe" >source/recipe
rm -rf "$folder"
mv source "$folder"
echo "$folder"
