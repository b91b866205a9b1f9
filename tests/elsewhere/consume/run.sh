#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A small project for each way to use Pipit that can be built here; for the other ways, the checks that are possible.
#
#   tests/elsewhere/consume/run.sh [WAY...]
set -u
cd "$(dirname "$0")/../../.." || exit 2
. tests/packages.sh
packages_install $PACKAGES_BUILD g++ git python3 pkg-config python3-yaml || exit 2

root=$PWD
build=$root/build/consume
here=$root/tests/elsewhere/consume
version=$(sed -n 's/.*PIPIT_VERSION_STRING "\(.*\)"/\1/p' core/include/pipit/version.h)
expected="Pipit $version: GET /2/tweets/search/stream?tweet.fields=created_at HTTP/1.1"
readme=$build/readme.c
passed=0
failed=0
mkdir -p "$build"
log=$build/log

# ---- shared by all ways ----

readme_program() {
    sed -n '/^```c$/,/^```$/p' README.md | sed '1d;$d' >"$readme"
}

# Installs Pipit into a separate folder, as a user does.
prefix() {
    [ -d "$build/prefix" ] && return
    cmake -S . -B "$build/pipit" -DCMAKE_INSTALL_PREFIX="$build/prefix" -DPIPIT_EXAMPLES=OFF &&
        cmake --build "$build/pipit" -j "$(nproc)" && cmake --install "$build/pipit"
}

application() { # FOLDER OPTION...
    local folder=$1
    shift
    cmake -S "$here/$folder" -B "$build/$folder" "$@" && cmake --build "$build/$folder" -j "$(nproc)"
}

asks() { # PROGRAM
    [ "$("$1")" = "$expected" ] || { echo "$1 does not print: $expected"; "$1"; return 1; }
}

# Without a token the program must end and print the reason.
says_what_is_missing() { # PROGRAM
    ! env -u X_BEARER_TOKEN "$1" 2>"$build/said" || return 1
    grep bearer_token "$build/said"
}

# ---- the ways ----

find_package() {
    prefix && application find_package -DCMAKE_PREFIX_PATH="$build/prefix" -DREADME_PROGRAM="$readme" &&
        asks "$build/find_package/request_c" && asks "$build/find_package/request_cpp" &&
        says_what_is_missing "$build/find_package/readme"
}

find_package_core() {
    prefix && application find_package_core -DCMAKE_PREFIX_PATH="$build/prefix" \
        -DCMAKE_DISABLE_FIND_PACKAGE_Threads=ON && asks "$build/find_package_core/request"
}

# A prefix still works after it was moved, because it contains no absolute paths.
moved_prefix() {
    prefix && rm -rf "$build/moved" && cp -r "$build/prefix" "$build/moved" && ! grep -rl "$root" "$build/moved/lib/cmake" &&
        cmake -S "$here/find_package_core" -B "$build/moved_build" -DCMAKE_PREFIX_PATH="$build/moved" &&
        cmake --build "$build/moved_build" && asks "$build/moved_build/request"
}

pkg_config() {
    prefix || return 1
    local pc=$build/prefix/lib/pkgconfig
    [ -d "$pc" ] || pc=$(dirname "$(find "$build/prefix" -name pipit.pc)")
    export PKG_CONFIG_PATH=$pc
    [ "$(pkg-config --modversion pipit)" = "$version" ] || return 1
    # shellcheck disable=SC2046 # options are words
    cc -std=c99 -pedantic "$here/request.c" $(pkg-config --cflags --libs pipit) -o "$build/request_pc" &&
        cc -std=c99 -pedantic "$readme" $(pkg-config --cflags --libs pipit-posix) -o "$build/readme_pc" &&
        asks "$build/request_pc" && says_what_is_missing "$build/readme_pc"
}

fetch_content() {
    local commit
    commit=$(git rev-parse HEAD) || return 1
    application fetch_content -DPIPIT_REPOSITORY="$root" -DPIPIT_COMMIT="$commit" -DREADME_PROGRAM="$readme" &&
        asks "$build/fetch_content/request" && says_what_is_missing "$build/fetch_content/readme"
}

makefile() {
    mkdir -p "$build/makefile" &&
        make -C "$build/makefile" -f "$here/makefile/Makefile" PIPIT_DIR="$root" -j "$(nproc)" &&
        asks "$build/makefile/request" && same_sources
}

# core/files.cmake must list every source.
same_sources() {
    diff <(tests/repo/core_files.py | sort) <(find core/src -name '*.c' | sort)
}

# A folder without git history and without network, like an unpacked archive.
archive() {
    rm -rf "$build/archive" && mkdir -p "$build/archive" && git archive HEAD | tar -x -C "$build/archive" &&
        cmake -S "$build/archive" -B "$build/archive/build" -DPIPIT_PORTS=OFF -DPIPIT_EXAMPLES=OFF &&
        cmake --build "$build/archive/build" -j "$(nproc)"
}

# The core alone, built without mbedTLS and c-ares, passes its tests.
core_tests() {
    cmake -S . -B "$build/core_tests" -DPIPIT_PORTS=OFF -DPIPIT_TESTS=ON && cmake --build "$build/core_tests" -j "$(nproc)" &&
        ctest --test-dir "$build/core_tests" --output-on-failure --no-tests=error -j "$(nproc)"
}

version() {
    python3 "$here/version.py"
}

# With Debian's Python, because of Debian's python3-yaml.
manifests() {
    /usr/bin/python3 "$here/manifests.py"
}

debian() { "$here/debian.sh"; }
mbedtls4() { "$here/mbedtls4.sh"; }
esp_idf() { "$here/esp_idf.sh"; }
arduino() { "$here/arduino.sh"; }
zephyr() { "$here/zephyr.sh"; }
pico_w() { "$here/pico_w.sh"; }

# ---- all of them ----

way() {
    if ("$1") >"$log" 2>&1; then # in a separate shell, so that it cannot change variables of this one
        passed=$((passed + 1))
        echo "ok      $1"
    else
        failed=$((failed + 1))
        echo "FAILED  $1"
        tail -n 30 "$log"
    fi
}

readme_program
[ $# -gt 0 ] || set -- find_package find_package_core moved_prefix pkg_config fetch_content makefile archive core_tests \
    debian mbedtls4 esp_idf arduino zephyr pico_w manifests version
for name in "$@"; do
    way "$name"
done
echo "$passed ways, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
