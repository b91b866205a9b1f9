# SPDX-License-Identifier: MIT
# The Debian packages that Pipit's scripts need, in groups. Sourced by them. Debian 12 and 13 have the same names.
PACKAGES_BUILD="cmake make gcc libc6-dev libjsmn-dev libmbedtls-dev libc-ares-dev"
PACKAGES_TEST="python3 openssl g++ libcmocka-dev git binutils libhttp-parser-dev libcjson-dev libcurl4-openssl-dev valgrind"
PACKAGES_OPENSSL="libssl-dev" # port/openssl; without it, its tests are not built, and the check openssl says so
PACKAGES_CLANG="clang clang-tidy libclang-rt-dev"
PACKAGES_FORMAT="clang-format"
PACKAGES_SOURCES="dpkg-dev bzip2 xz-utils patch libslirp-dev" # to build lwIP and mbedTLS 3.6 from Debian's sources
PACKAGES_CROSS="gcc-arm-none-eabi gcc-riscv64-unknown-elf gcc-xtensa-lx106 libnewlib-arm-none-eabi picolibc-arm-none-eabi
picolibc-riscv64-unknown-elf picolibc-xtensa-lx106-elf qemu-system-arm"
PACKAGES_FOREIGN="$PACKAGES_CROSS gcc-mips-linux-gnu libc6-dev-mips-cross gcc-s390x-linux-gnu libc6-dev-s390x-cross gcc-aarch64-linux-gnu
libc6-dev-arm64-cross qemu-user qemu-system-misc"
PACKAGES_TCC="tcc libc6-dev libjsmn-dev"
PACKAGES_CONSUME="pkg-config python3-yaml python3-kconfiglib debhelper dpkg-dev fakeroot mandoc"
PACKAGES_MANUAL="doxygen"
PACKAGES_PROOF="frama-c-base why3 z3 cvc4"

# Prints the packages of these groups: packages_of build test
packages_of() {
    local group name
    for group in "$@"; do
        name="PACKAGES_$(echo "$group" | tr a-z A-Z)"
        eval "echo \${$name:?there is no such group of packages}"
    done
}

# Prints the arguments that are not installed.
packages_missing() {
    local name
    for name in "$@"; do
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q '^install ok installed' || echo "$name"
    done
}

# Prints the arguments that cannot be installed: this release does not have them, or an installed package would have to be
# removed (gcc-multilib, for the compilers of other machines).
packages_unknown() {
    local missing name
    missing=$(packages_missing "$@")
    [ -n "$missing" ] || return 0
    ! apt-get -s --no-remove install $missing >/dev/null 2>&1 || return 0
    for name in $missing; do
        apt-get -s --no-remove install "$name" >/dev/null 2>&1 || echo "$name"
    done
}

packages_as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Refreshes the list of packages, which may be older than the archive. If this fails, the old list may still work.
packages_refresh() {
    packages_as_root apt-get -o DPkg::Lock::Timeout=300 update -qq >&2
}

# Installs the arguments that are missing. If none is missing, it does nothing, and needs neither network nor root.
packages_install() {
    local missing
    missing=$(packages_missing "$@")
    [ -n "$missing" ] || return 0
    echo "installing:" $missing >&2
    packages_refresh
    packages_as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq \
        --no-remove --no-install-recommends $missing >&2 || {
        echo "these packages could not be installed:" $missing >&2
        return 1
    }
}
