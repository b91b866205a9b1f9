#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# boards/pico_w with the real pico-sdk, its submodules lwip, mbedtls, cyw43-driver and tinyusb checked out.
#
#   PICO_SDK_PATH=~/pico-sdk [PICOTOOL=/folder/of/picotoolConfig.cmake] tests/elsewhere/sdk/pico.sh
#
# Without PICOTOOL the SDK looks for an installed picotool, and else fetches and builds it.
set -eu
cd "$(dirname "$0")/../../.."
. tests/elsewhere/sdk/lib.sh
[ -n "${PICO_SDK_PATH:-}" ] || { sdk_skip "pico-sdk" PICO_SDK_PATH; exit 0; }
export PICO_SDK_PATH
root=$PWD
work=$SDK_WORK/pico
mkdir -p "$work"

sdk_version() {
    sed -nE 's/^ *set\(PICO_SDK_VERSION_(MAJOR|MINOR|REVISION) ([0-9]+)\).*/\2/p' "$PICO_SDK_PATH/pico_sdk_version.cmake" |
        paste -sd.
}

# boards/pico_w as its README says it, with all warnings. Wi-Fi password: what C would not take as it is.
build() { # BOARD
    local ca
    ca=$(python3 -c "
import sys; sys.path.insert(0, 'tests/behaviour/server')
import certs; print(certs.ensure(certs.default_dir(), 'good', 'ec')[0])")
    rm -rf "${work:?}/$1"
    PIPIT_WIFI_NAME=name PIPIT_WIFI_PASSWORD='a"b\c;d' PIPIT_BEARER_TOKEN=token CFLAGS="-Wall -Wextra" \
        cmake -S boards/pico_w -B "$work/$1" -DPICO_BOARD="$1" -DCMAKE_BUILD_TYPE=MinSizeRel -DPIPIT_BOARD_CA="$ca" \
        -DPIPIT_JSMN_DIR="${PIPIT_JSMN_DIR:-/usr/include}" ${PICOTOOL:+-Dpicotool_DIR="$PICOTOOL"} &&
        nice cmake --build "$work/$1" -j2 >"$work/$1.log" 2>&1 || { tail -n 40 "$work/$1.log"; return 1; }
    ! grep -E "^($root|[./]*(boards|core|port)/)[^ ]*(warning|note):" "$work/$1.log"
}

builds() { # BOARD
    build "$1" && [ -s "$work/$1/pipit_pico_w.uf2" ]
}

# The libc's allocator, also as the SDK wraps it.
no_malloc() { # BOARD
    arm-none-eabi-nm "$work/$1/pipit_pico_w.elf" >"$work/$1.symbols" && grep -q ' T main$' "$work/$1.symbols" || return 1
    ! grep -E ' [TtWw] (__wrap_|__real_|_)?(malloc|calloc|realloc|_sbrk|_malloc_r)$' "$work/$1.symbols"
}

# What boards/pico_w/README.md says of memory.
memory() { # BOARD
    arm-none-eabi-size -A "$work/$1/pipit_pico_w.elf" | python3 -c "
import sys
size = {}
for line in sys.stdin:
    words = line.split()
    if len(words) == 3 and words[1].isdigit():
        size[words[0]] = int(words[1])
flash = sum(size.get(name, 0) for name in ('.boot2', '.text', '.rodata', '.ARM.exidx', '.binary_info', '.flash_end', '.data'))
ram = sum(size.get(name, 0) for name in ('.ram_vector_table', '.uninitialized_data', '.data', '.bss'))
print('$1: flash %d, RAM %d, stack %d' % (flash, ram, size['.stack_dummy']))"
}

no_jsmn() {
    ! PIPIT_WIFI_NAME=name PIPIT_WIFI_PASSWORD=p PIPIT_BEARER_TOKEN=token cmake -S boards/pico_w -B "$work/no_jsmn" \
        ${PICOTOOL:+-Dpicotool_DIR="$PICOTOOL"} -DPIPIT_JSMN_DIR="$work" >"$work/no_jsmn.log" 2>&1 || return 1
    grep "PIPIT_JSMN_DIR: $work has no jsmn.h" "$work/no_jsmn.log"
}

sdk_is "pico-sdk" "$(sdk_version)" "arm-none-eabi-gcc $(arm-none-eabi-gcc -dumpversion)"
failed=0
for board in pico_w pico2_w; do
    if sdk_try "boards/pico_w builds for $board without a warning in our files" builds "$board"; then
        sdk_try "$board: no malloc is linked" no_malloc "$board" || failed=1
        memory "$board"
    else
        failed=1
    fi
done
sdk_try "a folder without jsmn.h is refused when CMake configures" no_jsmn || failed=1
exit $failed
