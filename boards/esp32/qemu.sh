#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs the firmware of this folder on an emulated ESP32-C3 with the local X, and shows Posts on its console. It needs no
# hardware.
#
#   boards/esp32/qemu.sh [esp32c3 | esp32]           the local X; the token is typed for you
#   boards/esp32/qemu.sh [esp32c3 | esp32] --live    X itself, over your network; you type your token
#   boards/esp32/qemu.sh [esp32c3 | esp32] --test [WORD]    the checks, or those with this word in their name
#
# IDF_PATH is the folder of ESP-IDF; run its `. export.sh` before. QEMU_ESP32 is a QEMU with Espressif's machines; by
# default qemu-system-riscv32 or qemu-system-xtensa in PATH (`idf_tools.py install qemu-riscv32 qemu-xtensa`).
# IDF_CMAKE_OPTIONS: more options of CMake. PIPIT_QEMU_DEFAULTS: one more file of options of the menu.
set -eu
cd "$(dirname "$0")"
target=esp32c3
mode=local
while [ $# -gt 0 ]; do
    case "$1" in
    esp32c3 | esp32) target=$1 ;;
    --live) mode=live ;;
    --test) mode=test; break ;;
    *) echo "qemu.sh: '$1' is none of esp32c3, esp32, --live, --test" >&2; exit 2 ;;
    esac
    shift
done
[ -n "${IDF_PATH:-}" ] || { echo "IDF_PATH is not set: run '. export.sh' of your ESP-IDF" >&2; exit 2; }
[ "$target" = esp32 ] && program=qemu-system-xtensa || program=qemu-system-riscv32
export QEMU_ESP32=${QEMU_ESP32:-$program}
"$QEMU_ESP32" -M help 2>/dev/null | grep -q "^$target " || { echo "$QEMU_ESP32 has no machine $target: set QEMU_ESP32" >&2; exit 2; }
if [ "$target" != esp32 ] && [ -z "$(find "$IDF_PATH/components/esp_eth" -name esp_openeth.h)" ]; then
    echo "this ESP-IDF has QEMU's Ethernet for the ESP32 alone: take ESP-IDF 5.2 or newer" >&2
    exit 2
fi

build=${PIPIT_QEMU_BUILD:-$PWD/build_qemu_$target}
[ "$mode" != live ] || build=${build}_live
mkdir -p "$build"
defaults="$PWD/sdkconfig.defaults;$PWD/sdkconfig.qemu${PIPIT_QEMU_DEFAULTS:+;$PIPIT_QEMU_DEFAULTS}"
if [ "$mode" != live ]; then
    python3 -c 'import sys; sys.path.insert(0, "../../tests/behaviour/server"); import certs; certs.ensure(sys.argv[1])' "$build/local_x"
    {
        echo 'CONFIG_MBEDTLS_CERTIFICATE_BUNDLE_DEFAULT_NONE=y'
        echo 'CONFIG_MBEDTLS_CUSTOM_CERTIFICATE_BUNDLE=y'
        echo "CONFIG_MBEDTLS_CUSTOM_CERTIFICATE_BUNDLE_PATH=\"$build/local_x/ca.pem\""
    } >"$build/sdkconfig.local"
    defaults="$defaults;$build/sdkconfig.local"
fi
# shellcheck disable=SC2086 # a list of options
cmake -G Ninja -S . -B "$build" -DIDF_TARGET="$target" -DSDKCONFIG="$build/sdkconfig" "-DSDKCONFIG_DEFAULTS=$defaults" \
    ${IDF_CMAKE_OPTIONS:-} >"$build/configure.log" 2>&1 || { tail -n 30 "$build/configure.log" >&2; exit 1; }
ninja -C "$build" >"$build/build.log" 2>&1 || { tail -n 30 "$build/build.log" >&2; exit 1; }

if [ "$mode" = test ]; then
    shift
    exec python3 ../../tests/elsewhere/boards/esp32_test.py "$build" "$target" "$@"
fi
[ "$mode" = live ] || exec python3 ../../tests/elsewhere/boards/esp32_watch.py "$build" "$target"
exec python3 qemu.py "$build" "$target"
