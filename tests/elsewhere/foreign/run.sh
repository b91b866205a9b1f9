#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs every vector on other machines in QEMU, or compiled by tcc for this machine: in one piece, byte by byte and with
# two random cuts.
#
#   tests/elsewhere/foreign/run.sh [mips s390x aarch64 rv32imc xtensa cortex-m3 cortex-m0 tcc]
set -u
cd "$(dirname "$0")/../../.." || exit 2
. tests/packages.sh
# Without the Cortex-M3, because the tests of three boards run there.
[ $# -gt 0 ] || set -- cortex-m0 rv32imc xtensa mips s390x aarch64
for name in "$@"; do
    case $name in
    tcc) packages_install $PACKAGES_TCC ;;
    *) packages_install $PACKAGES_BUILD $PACKAGES_FOREIGN ;;
    esac || exit 2
done

build=build/foreign
vectors=(tests/behaviour/vectors/[0-9]*.md)
tests/elsewhere/jsmn_as_component.sh "$build/jsmn" || exit 2 # the builds for this machine have Debian's

compile() { # PROGRAM COMPILER OPTION...
    "${@:2}" -std=c99 -O2 -Wall -Wextra -Werror -DPIPIT_CFG_ASSERT=1 -Icore/include -isystem "$build/jsmn" \
        $(sources) -o "$1"
}

sources() {
    echo tests/behaviour/unit/{run_vectors,vector_file,vector_calls}.c
    tests/repo/core_files.py
}

# With picolibc's start-up code and semihosting. FLASH and RAM are the addresses where they begin; both are large.
semihosted() { # PROGRAM FLASH RAM COMPILER OPTION...
    compile "$1" "${@:4}" --specs=picolibc.specs --oslib=semihost --crt0=semihost -Wl,--defsym=__flash="$2" \
        -Wl,--defsym=__flash_size=4M -Wl,--defsym=__ram="$3" -Wl,--defsym=__ram_size=16M -Wl,--defsym=__stack_size=64k
}

emulate() { # PROGRAM ARGUMENTS QEMU OPTION...
    timeout 3600 "${@:3}" -display none -serial none -monitor none -kernel "$1" \
        -semihosting-config "enable=on,target=native$2,arg=--few$(printf ',arg=%s' "${vectors[@]}")"
}

# 32 bits, big-endian.
mips() {
    compile "$build/mips" mips-linux-gnu-gcc -static && qemu-mips "$build/mips" --few "${vectors[@]}"
}

# 64 bits, big-endian.
s390x() {
    compile "$build/s390x" s390x-linux-gnu-gcc -static && qemu-s390x "$build/s390x" --few "${vectors[@]}"
}

# 64 bits, with NEON, which select uses.
aarch64() {
    local gcc=aarch64-linux-gnu-gcc
    compile "$build/aarch64" $gcc -static && qemu-aarch64 "$build/aarch64" --few "${vectors[@]}" &&
        $gcc -std=c99 -O2 -Icore/include -isystem "$build/jsmn" -static tests/behaviour/unit/test_utf8.c \
            $(tests/repo/core_files.py) -o "$build/aarch64_utf8" && qemu-aarch64 "$build/aarch64_utf8" &&
        PIPIT_JSMN_DIR="$PWD/$build/jsmn" tests/behaviour/select/differential.py 500 1 $gcc qemu-aarch64
}

# The instruction set of the ESP32-C3.
rv32imc() {
    semihosted "$build/rv32imc" 0x80000000 0x80400000 riscv64-unknown-elf-gcc -march=rv32imc -mabi=ilp32 &&
        emulate "$build/rv32imc" "" qemu-system-riscv32 -M virt -bios none -m 64
}

# The core of the ESP8266. Its libgcc has no division and only a part of floating point.
xtensa() {
    compile "$build/xtensa" xtensa-lx106-elf-gcc -mlongcalls -mtext-section-literals \
        --specs=/usr/lib/xtensa-lx106-elf/picolibc.specs boards/xtensa-lx60/start.S boards/xtensa-lx60/arithmetic.c \
        tests/elsewhere/foreign/xtensa.c -nostartfiles -T tests/elsewhere/foreign/xtensa.ld -L boards/common \
        -Wl,--defsym=__stack_bytes=65536 -Wl,--defsym=vfscanf=__i_vfscanf -Wl,--no-warn-rwx-segments &&
        emulate "$build/xtensa" ,arg=run_vectors qemu-system-xtensa -M lx60-nommu -cpu lx106 -m 16M
}

cortex-m3() {
    semihosted "$build/m3" 0 0x21000000 arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb &&
        emulate "$build/m3" "" qemu-system-arm -M mps2-an385
}

# A micro:bit with more memory. QEMU 7.2 does not find unaligned accesses here; UBSan finds them in other tests.
cortex-m0() {
    semihosted "$build/m0" 0 0x20000000 arm-none-eabi-gcc -mcpu=cortex-m0 -mthumb &&
        emulate "$build/m0" "" qemu-system-arm -M microbit -global nrf51-soc.flash-size=0x400000 \
            -global nrf51-soc.sram-size=0x1000000
}

# A compiler other than gcc and clang. A warning in the core is an error. The test program has warnings, because tcc does
# not know that exit() does not return. tcc has no __builtin_trap().
tcc() {
    local source trap='((condition) ? (void)0 : (void)(*(volatile int *)0 = 0))'
    for source in $(tests/repo/core_files.py); do
        command tcc -std=c99 -Wall -Werror -Icore/include -I"$build/jsmn" -c "$source" -o "$build/tcc.o" || return 1
    done
    command tcc -std=c99 "-DPIPIT_ASSERT(condition)=$trap" -Icore/include -I"$build/jsmn" $(sources) -o "$build/tcc" &&
        "$build/tcc" --few "${vectors[@]}"
}

# The number of vectors that were run must be that of the files, so none can be skipped.
target() {
    local wanted
    wanted=$(cat "${vectors[@]}" | grep -c '^```in')
    if "$1" >"$build/$1.log" 2>&1 && grep -q "^vectors: $wanted passed, 0 failed" "$build/$1.log"; then
        echo "ok      vectors on $1: $wanted, $(sed -n 's/ runs$//p' "$build/$1.log") runs"
    else
        echo "FAILED  vectors on $1"
        tail -n 30 "$build/$1.log"
    fi
}

export -f target compile sources semihosted emulate mips s390x aarch64 rv32imc xtensa cortex-m3 cortex-m0 tcc
result=$(mktemp)
trap 'rm -f "$result"' EXIT
export build vectors_list="${vectors[*]}"
printf '%s\n' "$@" | xargs -P "$(nproc)" -I{} bash -c 'read -ra vectors <<<"$vectors_list"; target {}' | tee "$result"
! grep -q FAILED "$result" && [ "$(grep -c '^ok' "$result")" = $# ]
