#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The Zephyr module without Zephyr: the options of the module and of the sample are valid in the menus of three ranges of
# versions, and turn on what TLS with X needs; the module's CMakeLists.txt builds; the port and the sample compile for
# Cortex-M3, RV32IMC and Xtensa with Zephyr's documented declarations; and the sample runs here with the local X.
set -eu
cd "$(dirname "$0")/../../.."
. tests/packages.sh
. tests/elsewhere/consume/local_x.sh
packages_install gcc python3 libjsmn-dev python3-kconfiglib gcc-arm-none-eabi gcc-riscv64-unknown-elf \
    gcc-xtensa-lx106 picolibc-arm-none-eabi picolibc-riscv64-unknown-elf picolibc-xtensa-lx106-elf
root=$PWD
here=$root/tests/elsewhere/consume
work=$root/build/consume/zephyr
rm -rf "$work" && mkdir -p "$work"

# Instead of Zephyr's Kconfig files, menus of three ranges of versions are used, which were written by hand.
/usr/bin/python3 "$here/zephyr_menu.py" "$work/autoconf.h" PIPIT_SAMPLE_HOST=localhost \
    PIPIT_SAMPLE_TOKEN=test-token-AAAA%2Fbbb%3D
echo 0x30, >"$work/pipit_ca.inc"
grep -q '#define CONFIG_PIPIT_RX_BYTES 4096' "$work/autoconf.h"

warnings="-std=c99 -pedantic -Wall -Wextra -Wconversion -Wshadow -Wvla -Werror"
folders="-I core/include -I port/zephyr -I $work -isystem $here/zephyr_include -include $work/autoconf.h"
for compiler in "arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb --specs=picolibc.specs" \
    "riscv64-unknown-elf-gcc -march=rv32imc -mabi=ilp32 --specs=picolibc.specs" \
    "xtensa-lx106-elf-gcc --specs=/usr/lib/xtensa-lx106-elf/picolibc.specs"; do
    for file in port/zephyr/pipit_zephyr.c boards/zephyr/src/main.c; do
        # shellcheck disable=SC2086 # options are words
        $compiler $warnings $folders -Os -c "$file" -o "$work/object.o"
    done
done

# A test with silent addresses and a flood, on this machine.
# shellcheck disable=SC2086 # options are words
gcc $warnings $folders -g -fsanitize=address,undefined "$here/zephyr_link.c" port/zephyr/pipit_zephyr.c -o "$work/link"
"$work/link"

# The module's CMakeLists.txt for Cortex-M3. Debian has jsmn.h in /usr/include, with the headers of this machine.
cmake -S "$here/zephyr_module" -B "$work/module" -DCMAKE_SYSTEM_NAME=Generic -DCMAKE_C_COMPILER=arm-none-eabi-gcc \
    -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY -DPIPIT_JSMN_DIR=/usr/include \
    "-DCMAKE_C_FLAGS=-mcpu=cortex-m3 -mthumb --specs=picolibc.specs" >"$work/module.log"
cmake --build "$work/module" -j "$(nproc)" >>"$work/module.log"
! grep -q -- '-I/usr/include' "$work/module/pipit/CMakeFiles/pipit.dir/flags.make" || false

cmake -S . -B "$work/core" -DPIPIT_PORTS=OFF -DPIPIT_EXAMPLES=OFF -DPIPIT_ASSERTS=ON >/dev/null
cmake --build "$work/core" -j "$(nproc)" >/dev/null

local_x_start "$work"
sed -i "s/CONFIG_PIPIT_SAMPLE_PORT 443/CONFIG_PIPIT_SAMPLE_PORT $local_x_port/" "$work/autoconf.h"
# shellcheck disable=SC2086
gcc $warnings $folders -g -fsanitize=address,undefined -c port/zephyr/pipit_zephyr.c -o "$work/port.o"
# shellcheck disable=SC2086
gcc $warnings $folders -g -fsanitize=address,undefined -c boards/zephyr/src/main.c -o "$work/main.o"
gcc -Wall -Wextra -Werror -fsanitize=address,undefined "$here/zephyr_host.c" "$work/main.o" "$work/port.o" \
    "$work/core/core/libpipit_core.a" -o "$work/sample_program"
says_posts "$work" "$work/sample_program"

# 22 is EINVAL, 12 is ENOMEM: with these values Zephyr reports that mbedTLS cannot be set up.
for fault in "22 the TLS handshake or a TLS record failed (22)" \
    "12 TLS ran out of memory; give it a larger arena (12)"; do
    FAKE_CONNECT_ERRNO=${fault%% *} timeout 2 "$work/sample_program" >"$work/fault" || true
    [ "$(head -n 1 "$work/fault")" = "${fault#* }" ]
done
