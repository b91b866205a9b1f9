#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The zip for the Arduino IDE: unpacked, it compiles for ARM, RISC-V and Xtensa with nothing but itself and Arduino's
# headers, and its sketch runs here against the local X, through a reconnect.
set -eu
cd "$(dirname "$0")/../.."
. tests/packages.sh
. tests/consume/local_x.sh
packages_install g++ python3 libjsmn-dev gcc-arm-none-eabi gcc-riscv64-unknown-elf gcc-xtensa-lx106 \
    picolibc-arm-none-eabi picolibc-riscv64-unknown-elf picolibc-xtensa-lx106-elf
root=$PWD
work=$root/build/consume/arduino
rm -rf "$work" && mkdir -p "$work/unpacked"
zip=$(port/arduino/make_zip.sh "$work")
python3 -m zipfile -e "$zip" "$work/unpacked"
library=$work/unpacked/Pipit

# As Arduino's builder: every file of src, and the sketch as C++ with Arduino.h before it.
build() { # NAME PREFIX OPTION...
    local prefix=$2 options=("${@:3}")
    options+=(-Os -Wall -Wextra -Werror -I "$library/src" -isystem "$root/tests/consume/arduino_include")
    mkdir -p "$work/$1" && cd "$work/$1"
    "${prefix}gcc" -std=gnu11 "${options[@]}" -c "$library"/src/*.c
    "${prefix}g++" -std=gnu++11 "${options[@]}" -fno-exceptions -fno-rtti -c "$library"/src/*.cpp
    "${prefix}g++" -std=gnu++11 "${options[@]}" -fno-exceptions -fno-rtti -include Arduino.h -x c++ \
        -c "$library/examples/Tail/Tail.ino" -o sketch.o
    echo "$1: $(ls ./*.o | wc -l) files"
}

pids=""
build cortex-m0+ arm-none-eabi- -mcpu=cortex-m0plus -mthumb --specs=picolibc.specs &
pids="$pids $!"
build rv32imc riscv64-unknown-elf- -march=rv32imc -mabi=ilp32 --specs=picolibc.specs &
pids="$pids $!"
build xtensa xtensa-lx106-elf- --specs=/usr/lib/xtensa-lx106-elf/picolibc.specs &
pids="$pids $!"

sed -i 's/BEARER_TOKEN ""/BEARER_TOKEN "test-token-AAAA%2Fbbb%3D"/' "$library/examples/Tail/secrets.h"
for pid in $pids; do wait "$pid"; done
build host "" -g -fsanitize=address,undefined
g++ -std=gnu++11 -fsanitize=address,undefined -isystem "$root/tests/consume/arduino_include" \
    "$root/tests/consume/arduino_host.cpp" ./*.o -o "$work/sketch"

cd "$root"
local_x_start "$work"
export PIPIT_PORT=$local_x_port
says_posts "$work" "$work/sketch"
