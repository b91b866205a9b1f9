#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The Debian packages: they are built from a clone, unpacked into a folder, and used from there. As root, if Pipit is not
# installed, they are also installed, used, and removed again.
set -eu
cd "$(dirname "$0")/../../.."
. tests/packages.sh
packages_install $PACKAGES_BUILD git python3 pkg-config debhelper dpkg-dev fakeroot mandoc
root=$PWD
work=$root/build/consume/debian
rm -rf "$work" && mkdir -p "$work"
git clone -q . "$work/pipit"
(cd "$work/pipit" && DEB_BUILD_OPTIONS="parallel=$(nproc) nocheck" dpkg-buildpackage -us -uc -b >"$work/log" 2>&1) ||
    { tail -n 40 "$work/log"; exit 1; }
for package in libpipit-dev pipit; do
    dpkg -x "$work/${package}"_*.deb "$work/installed"
done
usr=$work/installed/usr
libraries=$usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH)

# The program, its manual page and its completion.
[ "$("$usr/bin/pipit" --version)" = "pipit $(dpkg-parsechangelog -S Version)" ]
zcat "$usr/share/man/man1/pipit.1.gz" >"$work/pipit.1"
mandoc -T lint -W warning "$work/pipit.1"
for option in $("$usr/bin/pipit" --help | grep -o -e '--[a-z][a-z0-9-]*' | sort -u); do
    mandoc -T ascii "$work/pipit.1" | col -b | grep -q -e "$option" || { echo "man does not name $option"; exit 1; }
done
bash -c '. "$1"; COMP_WORDS=(pipit stream fi); COMP_CWORD=2; _pipit; echo "${COMPREPLY[*]}"' - \
    "$usr/share/bash-completion/completions/pipit" | grep -q '^filter '

# The library.
export PKG_CONFIG_LIBDIR=$libraries/pkgconfig PKG_CONFIG_SYSROOT_DIR=$work/installed
sed -n '/^```c$/,/^```$/p' README.md | sed '1d;$d' >"$work/readme.c"
# shellcheck disable=SC2046 # options are words
gcc -std=c99 -pedantic "$work/readme.c" $(pkg-config --cflags --libs pipit-posix) -o "$work/readme"
! env -u X_BEARER_TOKEN "$work/readme" 2>"$work/said"
grep -q bearer_token "$work/said"
cmake -S tests/elsewhere/consume/find_package_core -B "$work/cmake" -Dpipit_DIR="$libraries/cmake/pipit" >/dev/null
cmake --build "$work/cmake" >/dev/null
"$work/cmake/request" | grep -q 'GET /2/tweets/search/stream'

# The same with installed packages.
is_installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'; }
if [ "$(id -u)" != 0 ] || is_installed pipit || is_installed libpipit-dev; then
    echo "not installed: that needs root, and no Pipit that is there already"
    exit 0
fi
unset PKG_CONFIG_LIBDIR PKG_CONFIG_SYSROOT_DIR
trap 'dpkg --purge pipit libpipit-dev >/dev/null 2>&1' EXIT
dpkg --install "$work"/libpipit-dev_*.deb "$work"/pipit_*.deb >/dev/null
pipit --version
# shellcheck disable=SC2046 # options are words
gcc -std=c99 -pedantic "$work/readme.c" $(pkg-config --cflags --libs pipit-posix) -o "$work/readme_installed"
! env -u X_BEARER_TOKEN "$work/readme_installed" 2>"$work/said"
grep -q bearer_token "$work/said"
cmake -S tests/elsewhere/consume/find_package_core -B "$work/cmake_installed" >/dev/null
cmake --build "$work/cmake_installed" >/dev/null
"$work/cmake_installed/request" | grep -q 'GET /2/tweets/search/stream'
echo "installed, used, and purged"
