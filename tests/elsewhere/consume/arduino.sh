#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The zip for the Arduino IDE: it compiles for four cores, on ARM, RISC-V and Xtensa, with only its own files and
# arduino_include/. Its sketch runs here with the local X, through a reconnect.
set -eu
cd "$(dirname "$0")/../../.."
. tests/packages.sh
. tests/elsewhere/consume/local_x.sh
packages_install g++ python3 libjsmn-dev gcc-arm-none-eabi gcc-riscv64-unknown-elf gcc-xtensa-lx106 \
    picolibc-arm-none-eabi picolibc-riscv64-unknown-elf picolibc-xtensa-lx106-elf
root=$PWD
work=$root/build/consume/arduino
rm -rf "$work" && mkdir -p "$work/unpacked"
zip=$(port/arduino/make_zip.sh "$work")
python3 -m zipfile -e "$zip" "$work/unpacked"
library=$work/unpacked/Pipit
[ -f "$library/library.properties" ] # at the top, where Library Manager needs it

# Like Arduino's builder: every file of src, and the sketch as C++ with Arduino.h before it.
build() { # NAME CORE PREFIX OPTION...
    local prefix=$3 options=("${@:4}") headers=$root/tests/elsewhere/consume/arduino_include
    options+=(-Os -Wall -Wextra -Werror -I "$library/src" -isystem "$headers" -isystem "$headers/$2")
    mkdir -p "$work/$1" && cd "$work/$1"
    "${prefix}gcc" -std=gnu11 "${options[@]}" -c $(find "$library/src" -name "*.c")
    "${prefix}g++" -std=gnu++11 "${options[@]}" -fno-exceptions -fno-rtti -c "$library"/src/*.cpp
    "${prefix}g++" -std=gnu++11 "${options[@]}" -fno-exceptions -fno-rtti -include Arduino.h -x c++ \
        -c "$library/examples/Tail/Tail.ino" -o sketch.o
    echo "$1: $(ls ./*.o | wc -l) files"
}

pids=""
build cortex-m0+ pico arm-none-eabi- -mcpu=cortex-m0plus -mthumb --specs=picolibc.specs &
pids="$pids $!"
build cortex-m4 uno_r4 arm-none-eabi- -mcpu=cortex-m4 -mthumb --specs=picolibc.specs -DARDUINO_UNOR4_WIFI &
pids="$pids $!"
build rv32imc esp32 riscv64-unknown-elf- -march=rv32imc -mabi=ilp32 --specs=picolibc.specs -DESP32 &
pids="$pids $!"
build xtensa esp8266 xtensa-lx106-elf- --specs=/usr/lib/xtensa-lx106-elf/picolibc.specs -DESP8266 &
pids="$pids $!"

sed -i 's/BEARER_TOKEN ""/BEARER_TOKEN "test-token-AAAA%2Fbbb%3D"/' "$library/examples/Tail/secrets.h"
for pid in $pids; do wait "$pid"; done
build host esp32 "" -DESP32 -g -fsanitize=address,undefined
# Without the vptr check, because it needs RTTI, and the sketch is compiled without RTTI.
g++ -std=gnu++11 -fsanitize=address,undefined -fno-sanitize=vptr -isystem "$root/tests/elsewhere/consume/arduino_include" \
    -isystem "$root/tests/elsewhere/consume/arduino_include/esp32" "$root/tests/elsewhere/consume/arduino_host.cpp" ./*.o -o "$work/sketch"

# A test with a client that always has bytes.
rm sketch.o
g++ -std=gnu++11 -Wall -Wextra -Werror -fsanitize=address,undefined -DESP32 -I "$library/src" \
    -isystem "$root/tests/elsewhere/consume/arduino_include" "$root/tests/elsewhere/consume/arduino_link.cpp" ./*.o -o "$work/link"
"$work/link"

cd "$root"
local_x_start "$work"
export PIPIT_PORT=$local_x_port
says_posts "$work" "$work/sketch"
