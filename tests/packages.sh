# SPDX-License-Identifier: MIT
# What a fresh Debian 12 machine lacks. Sourced by tests/run.sh.
PACKAGES_BUILD="cmake make gcc libc6-dev libjsmn-dev libmbedtls-dev libc-ares-dev"
PACKAGES_TEST="python3 openssl g++ clang clang-format libclang-rt-14-dev libcmocka-dev git bzip2 binutils
libhttp-parser-dev libcjson-dev libcurl4-openssl-dev valgrind gcc-arm-none-eabi gcc-riscv64-unknown-elf gcc-xtensa-lx106
clang-tidy libslirp-dev libnewlib-arm-none-eabi"
PACKAGES_PROOF="frama-c-base why3 z3 cvc4"

# Installs those of its arguments that are missing; does nothing, and needs no network, when none is.
packages_install() {
    local missing="" name root=""
    for name in "$@"; do
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q '^install ok installed' || missing="$missing $name"
    done
    [ -z "$missing" ] && return 0
    [ "$(id -u)" = 0 ] || root="sudo"
    echo "installing:$missing" >&2
    # The list of packages may be older than the archive: one that cannot be refreshed is still worth a try.
    $root apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends $missing >&2 || {
        echo "these packages could not be installed:$missing" >&2
        return 1
    }
}
