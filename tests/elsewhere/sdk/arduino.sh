#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The library's zip and its sketch with real Arduino cores. Each variable names the folder of a core, where its
# platform.txt is; a core that is not named is left out.
#
#   ARDUINO_CORE_ESP8266     with its submodules; C++ is compiled by this machine's compiler, as the core's tests/host does.
#                            The peer that floods needs Debian's libmbedtls-dev 2.28
#   ARDUINO_CORE_PICO        arduino-pico, with its submodules
#   ARDUINO_CORE_RENESAS     Uno R4; ARDUINO_API: ArduinoCore-API, if the core's folder does not hold it (a clone)
#   ARDUINO_CORE_ESP32       arduino-esp32 3.x, its headers alone. ARDUINO_LIBS_ESP32: a file of compiler options for the
#                            headers of ESP-IDF for the ESP32-C3 and its sdkconfig.h
set -u
cd "$(dirname "$0")/../../.." || exit 2
. tests/elsewhere/sdk/lib.sh
. tests/elsewhere/consume/local_x.sh
root=$PWD
work=$SDK_WORK/arduino
token=test-token-AAAA%2Fbbb%3D
failed=0
rm -rf "$work/zip" && mkdir -p "$work/zip"
port/arduino/make_zip.sh "$work/zip" >/dev/null || exit 1
library=$work/zip/Pipit
warnings=(-Wall -Wextra -Werror)

try() {
    sdk_try "$@" || failed=1
}

version_of() { # FOLDER
    sed -n 's/^version=//p' "$1/platform.txt" | tr -d '\r'
}

# Every file of the library and the sketch, as the Arduino IDE compiles them: one after the other, the sketch as C++ with
# Arduino.h before it. No warning comes from our files; warnings of the core's headers do not count.
compile() { # NAME CC CXX COMMON_OPTIONS -- C_OPTIONS -- CXX_OPTIONS
    local out=$work/$1 cc=$2 cxx=$3 sketch=$work/$1/Tail common=() c=() file
    shift 3
    rm -rf "$out" && mkdir -p "$out" && cp -r "$library/examples/Tail" "$sketch" || return 1
    while [ "$1" != -- ]; do common+=("$1") && shift; done
    shift
    while [ "$1" != -- ]; do c+=("$1") && shift; done
    shift
    cd "$out" || return 1
    for file in $(find "$library/src" -name "*.c"); do
        "$cc" "${common[@]}" "${c[@]}" "${warnings[@]}" -I "$library/src" -c "$file" || return 1
    done
    for file in "$library"/src/*.cpp; do
        "$cxx" "${common[@]}" "$@" "${warnings[@]}" -I "$library/src" -c "$file" || return 1
    done
    "$cxx" "${common[@]}" "$@" "${warnings[@]}" -I "$library/src" -include Arduino.h -x c++ -c "$sketch/Tail.ino" \
        -o sketch.o || return 1
    # Options that ask for syntax only leave no object.
    [ -e sketch.o ] || [[ " ${common[*]} " == *" -fsyntax-only "* ]]
}

# ---- esp8266 ----

# secrets.h as a user fills it in.
secrets() { # FOLDER PORT [CA.pem]; without a CA: no TLS
    {
        printf '#define WIFI_NAME "n"\n#define WIFI_PASSWORD "p"\n#define BEARER_TOKEN "%s"\n' "$token"
        printf '#define TEST_HOST "localhost"\n#define TEST_PORT %s\n' "$2"
        if [ $# -gt 2 ]; then
            sed 's/^/"/; s/$/\\n" \\/' "$3" | sed '1i #define ROOT_CERTIFICATE \\' && echo '""'
        else
            echo '#define TEST_PLAIN'
        fi
    } >"$1/secrets.h"
}

# A copy of the core, because its host build writes beside its sources.
esp8266_copy() {
    local core=$ARDUINO_CORE_ESP8266
    rm -rf "$work/esp8266" && mkdir -p "$work/esp8266/tests" "$work/esp8266/tools" &&
        cp -r "$core/cores" "$core/libraries" "$core/bootloaders" "$work/esp8266" &&
        cp -r "$core/tests/host" "$work/esp8266/tests" && cp -r "$core/tools/sdk" "$work/esp8266/tools" &&
        nice make -C "$work/esp8266/tests/host" ssl
}

esp8266_c() {
    local out=$work/esp8266_c file
    rm -rf "$out" && mkdir -p "$out" && cd "$out" || return 1
    for file in $(find "$library/src" -name "*.c"); do
        xtensa-lx106-elf-gcc --specs=/usr/lib/xtensa-lx106-elf/picolibc.specs -std=gnu17 -Os -mlongcalls \
            -mtext-section-literals "${warnings[@]}" -I "$library/src" -c "$file" || return 1
    done
}

esp8266_build() { # SKETCH_FOLDER
    cd "$work/esp8266/tests/host" && nice make -j2 OPT_ARDUINO_LIBS= ULIBDIRS="$library" \
        USERCSOURCES="$(find "$library/src" -name "*.c" | tr "\n" " ")" "$1/Tail" >"$work/host.log" 2>&1 || { tail -n 30 "$work/host.log"; return 1; }
    ! grep -E "^($library|$1)[^ ]* warning:" "$work/host.log"
}

# The sketch for a server, as $work/NAME/run.
esp8266_sketch() { # NAME PORT [CA.pem]
    local sketch=$work/$1/Tail
    rm -rf "$sketch" && mkdir -p "$work/$1" && cp -r "$library/examples/Tail" "$sketch" || return 1
    secrets "$sketch" "${@:2}"
    esp8266_build "$sketch" || return 1
    printf '#!/bin/sh\nexec "%s/esp8266/tests/host/bin32/Tail/Tail" -b -f </dev/null 2>/dev/null\n' "$work" >"$work/$1/run"
    chmod +x "$work/$1/run"
}

esp8266_run() { # NAME [OPTION OF THE LOCAL X...]
    mkdir -p "$work/$1" && cd "$root" && local_x_start "$work/$1" "${@:2}" || return 1
    esp8266_sketch "$1" "$local_x_port" $(awk '{ sub("ca=", "", $3); print $3 }' "$work/$1/ready")
}

esp8266_says_posts() { # NAME [OPTION OF THE LOCAL X...]
    esp8266_run "$@" || return 1
    timeout 15 "$work/$1/run" | tr -d '\r' >"$work/$1/said"
    cd "$root" && posts_expected >"$work/$1/expected"
    [ "$(wc -l <"$work/$1/expected")" = 5 ] && head -n 5 "$work/$1/said" | diff "$work/$1/expected" -
}

# No request reaches the server, and the sketch says that the connection failed.
esp8266_refuses() { # NAME OPTION OF THE LOCAL X...
    esp8266_run "$@" --log "$work/$1.log" || return 1
    timeout 5 "$work/$1/run" >"$work/$1/said"
    cat "$work/$1/said"
    grep -q "connect" "$work/$1/said" && ! grep -q "GET /2/" "$work/$1.log"
}

# The first line that a program says on a terminal, and its seconds since the start.
first_line() { # MOST_SECONDS PROGRAM
    python3 - "$@" <<'END'
import os, pty, subprocess, sys, threading, time
near, far = pty.openpty()
began = time.monotonic()
with subprocess.Popen(sys.argv[2:], stdout=far, start_new_session=True) as program:
    end = threading.Timer(float(sys.argv[1]), os.killpg, (program.pid, 9))
    end.start()
    os.close(far)
    try:
        line = os.fdopen(near).readline().strip()
    except OSError:
        line = ""
    print('"%s" after %.1f s' % (line, time.monotonic() - began))
    if end.is_alive():
        end.cancel()
        os.killpg(program.pid, 9)
END
}

# A peer sends what brings nothing, without end.
esp8266_flood() { # KIND WORDS MOST_SECONDS
    local name=flood_$1 paths ready port said
    paths=($(cd "$root" && python3 -c "
import sys; sys.path.insert(0, 'tests/behaviour/server')
import certs; print(*certs.ensure(certs.default_dir()))")) || return 1
    coproc peer { exec setsid "$flood" 0 "${paths[1]}" "${paths[2]}" "$1"; }
    local peer_of=$peer_PID
    trap "kill -- -$peer_of" EXIT
    read -r ready port <&"${peer[0]}" && [ "$ready" = READY ] || return 1
    esp8266_sketch "$name" "$port" "${paths[0]}" || return 1
    said=$(first_line "$3" "$work/$name/run")
    echo "$1: $said" | tee -a "$work/floods"
    [[ "$said" == \"$2* ]]
}

if [ -n "${ARDUINO_CORE_ESP8266:-}" ]; then
    sdk_is "Arduino" "esp8266 $(version_of "$ARDUINO_CORE_ESP8266")" "xtensa-lx106-elf-gcc $(xtensa-lx106-elf-gcc -dumpversion) for C, g++ $(g++ -dumpversion) -m32 for C++"
    try "C files of the library compile for the chip without a warning" esp8266_c
    try "core's own host build: BearSSL and a copy of the core are built" esp8266_copy
    try "core's own host build: the sketch without TLS prints the local X's Posts, through a reconnect" esp8266_says_posts plain
    try "core's own host build: the same with TLS by the core's BearSSL and a root certificate" \
        esp8266_says_posts tls --tls-max 1.2
    try "core's own host build: a certificate of another CA is refused" esp8266_refuses unknown --tls-max 1.2 --cert unknown-ca
    try "core's own host build: a certificate for another name is refused" esp8266_refuses name --tls-max 1.2 --cert wrong-name
    if try "core's own host build: the peer that floods is compiled" sdk_flood; then
        rm -f "$work/floods"
        flood=$SDK_WORK/flood
        try "core's own host build: warnings of TLS without end instead of a handshake: connect() fails after the client's 15 s" \
            esp8266_flood warnings "no address" 25
        try "core's own host build: warnings inside verified TLS without end: a time-out, late by at most twice the client's 15 s" \
            esp8266_flood tls-warnings "no complete answer" 60
        try "core's own host build: empty records likewise" esp8266_flood tls-empty "no complete answer" 60
        try "core's own host build: a head without end inside verified TLS: a time-out" \
            esp8266_flood tls-head "no complete answer" 30
        cat "$work/floods"
    fi
else
    sdk_skip "Arduino: esp8266" ARDUINO_CORE_ESP8266
fi

# The files of a core that is for ARM, with the options of a board in `options` and `cxx_options`. Their warnings are not
# ours.
core_files() { # OUT FOLDER...
    local out=$1 file compiler
    mkdir -p "$out"
    for file in $(find -L "${@:2}" -name "*.c" -o -name "*.cpp" -o -name "*.S"); do
        case "$file" in
        *.S) compiler=(gcc -x assembler-with-cpp) ;;
        *.c) compiler=(gcc -std=gnu17) ;;
        *) compiler=(g++ "${cxx_options[@]}") ;;
        esac
        "arm-none-eabi-${compiler[0]}" "${compiler[@]:1}" -w "${options[@]}" -c "$file" -o "$out/$(tr / _ <<<"$file").o" ||
            return 1
    done
}

# ---- arduino-pico ----

libc_headers() {
    dirname "$(echo '#include <time.h>' | arm-none-eabi-gcc -M -x c - | grep -o '[^ ]*/time\.h' | head -n 1)"
}

pico_says() { # WORDS of the board in boards.txt
    sed -n "s/^$pico_variant\.$1=//p" "$ARDUINO_CORE_PICO/boards.txt" | tr -d '\r'
}

# What each file of a board is compiled with, as platform.txt has it.
pico_board() { # VARIANT CHIP OPTION...
    local core=$ARDUINO_CORE_PICO name
    pico_variant=$1 pico_chip=$2 pico_flash=$(pico_says upload.maximum_size)
    # The core includes <../include/time.h>. Debian's libc has no folder from which that is there, so make one.
    mkdir -p "$work/libc/here" && ln -sfn "$(libc_headers)" "$work/libc/include"
    options=("${@:3}" -idirafter "$work/libc/here" -Os -ffunction-sections -fdata-sections
        "-DARDUINO_$(pico_says build.board)" "-DBOARD_NAME=\"$(pico_says build.board)\"" -DARDUINO=10607
        -DARDUINO_ARCH_RP2040 "-DF_CPU=$(pico_says build.f_cpu)L" -DPICO_CYW43_SUPPORTED=1 -DCYW43_PIN_WL_DYNAMIC=1
        -DWIFICC=CYW43_COUNTRY_WORLDWIDE -DCYW43_LWIP=1 -DLWIP_IPV6=0 -DLWIP_IPV4=1 -DLWIP_IGMP=1
        -DLWIP_CHECKSUM_CTRL_PER_NETIF=1 "$(pico_says build.usbvid)" "$(pico_says build.usbpid)"
        "$(pico_says build.usbpwr)" "-DUSB_MANUFACTURER=$(pico_says build.usb_manufacturer)"
        "-DUSB_PRODUCT=$(pico_says build.usb_product)" "-DARDUINO_VARIANT=\"$pico_variant\""
        "-DPICO_FLASH_SIZE_BYTES=$pico_flash" "-DFS_START=$(pico_says "menu.flash.${pico_flash}_0.build.fs_start")"
        "-DFS_END=$(pico_says "menu.flash.${pico_flash}_0.build.fs_end")"
        "@$core/lib/platform_def.txt" "@$core/lib/$2/platform_def.txt" "-iprefix$core/" "@$core/lib/$2/platform_inc.txt"
        "@$core/lib/core_inc.txt" -isystem "$core/include" -isystem "$core/cores/rp2040"
        -isystem "$core/variants/$pico_variant")
    pico_libraries=()
    for name in WiFi lwIP_Ethernet lwIP_CYW43 SPI Updater MD5Builder LittleFS PicoOTA; do
        pico_libraries+=("$core/libraries/$name/src") && options+=(-isystem "$core/libraries/$name/src")
    done
}

pico() {
    compile "pico_$pico_chip" arm-none-eabi-gcc arm-none-eabi-g++ "${options[@]}" -- -std=gnu17 -- "${cxx_options[@]}"
}

# With the archives of the SDK, lwIP and BearSSL that the core brings.
pico_links() {
    local core=$ARDUINO_CORE_PICO out=$work/pico_$pico_chip/image
    core_files "$out/core" "$core/cores/rp2040" "$core/variants/$pico_variant" &&
        core_files "$out/libraries" "${pico_libraries[@]}" && cd "$out" || return 1
    arm-none-eabi-gcc -x assembler-with-cpp "${options[@]}" -c "$core/boot2/$pico_chip/$(pico_says build.boot2).S" \
        -I "$core/pico-sdk/src/$pico_chip/hardware_regs/include" -I "$core/pico-sdk/src/common/pico_binary_info/include" \
        -o boot2.o || return 1
    local flash=menu.flash.${pico_flash}_0.build
    python3 "$core/tools/simplesub.py" --input "$core/lib/$pico_chip/memmap_default.ld" --out image.ld \
        --sub __FLASH_LENGTH__ "$(pico_says "$flash.flash_length")" --sub __EEPROM_START__ "$(pico_says "$flash.eeprom_start")" \
        --sub __FS_START__ "$(pico_says "$flash.fs_start")" --sub __FS_END__ "$(pico_says "$flash.fs_end")" \
        --sub __RAM_LENGTH__ "$(pico_says menu.uploadmethod.default.build.ram_length)" --sub __PSRAM_LENGTH__ 0
    # shellcheck disable=SC2046 # a list of options
    arm-none-eabi-g++ "${options[@]}" -u _printf_float -u _scanf_float "@$core/lib/$pico_chip/platform_wrap.txt" \
        "@$core/lib/core_wrap.txt" $(sed -n 's/^compiler\.ldflags=//p' "$core/platform.txt" | grep -o -- '-Wl[^ ]*') \
        -Wl,--script=image.ld -Wl,--no-warn-rwx-segments -o image.elf -Wl,--start-group ../*.o libraries/*.o core/*.o boot2.o \
        "$core/lib/$pico_chip/"{ota.o,libpico.a,liblwip.a,libbearssl.a} -lm -lc -lstdc++ -Wl,--end-group || return 1
    arm-none-eabi-nm image.elf >symbols && grep -q ' T pipit_dispatch$' symbols
}

if [ -n "${ARDUINO_CORE_PICO:-}" ]; then
    sdk_is "Arduino" "arduino-pico $(version_of "$ARDUINO_CORE_PICO")" "arm-none-eabi-g++ $(arm-none-eabi-g++ -dumpversion)"
    cxx_options=(-std=gnu++2b -fno-exceptions -fno-rtti -Wno-volatile)
    pico_board rpipicow rp2040 -mcpu=cortex-m0plus -mthumb
    try "library and sketch compile for the Pico W without a warning in our files" pico
    try "the sketch links to an image for the Pico W" pico_links
    pico_board rpipico2w rp2350 -mcpu=cortex-m33 -mthumb -march=armv8-m.main+fp+dsp -mfloat-abi=softfp -mcmse
    try "library and sketch compile for the Pico 2 W without a warning in our files" pico
    try "the sketch links to an image for the Pico 2 W" pico_links
else
    sdk_skip "Arduino: arduino-pico" ARDUINO_CORE_PICO
fi

# ---- Uno R4 WiFi ----

renesas_board() {
    local core=$ARDUINO_CORE_RENESAS
    renesas_variant=$core/variants/UNOWIFIR4 renesas_api=$core/cores/arduino
    [ -e "$renesas_api/api/Client.h" ] || renesas_api=$ARDUINO_API
    options=(-mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16 -fsigned-char -Os -ffunction-sections
        -fdata-sections -fno-builtin -DARDUINO=10607 -DARDUINO_UNOWIFIR4 -DARDUINO_UNOR4_WIFI -DARDUINO_ARCH_RENESAS_UNO
        -DARDUINO_ARCH_RENESAS -DARDUINO_FSP -D_XOPEN_SOURCE=700 -DF_CPU=48000000 -DNO_USB -DBACKTRACE_SUPPORT
        -DCFG_TUSB_MCU=OPT_MCU_RAXXX '-DPROJECT_NAME="Tail"' "@$renesas_variant/defines.txt" -isystem "$core/cores/arduino"
        -isystem "$renesas_api" -isystem "$renesas_api/api/deprecated" -isystem "$renesas_api/api/deprecated-avr-comp"
        -isystem "$renesas_variant" -isystem "$core/cores/arduino/tinyusb" -isystem "$core/libraries/WiFiS3/src"
        -isystem "$core/libraries/SPI" "-iprefix$core" "@$renesas_variant/includes.txt")
    cxx_options=(-std=gnu++17 -fno-rtti -fno-exceptions -fno-use-cxa-atexit)
}

renesas() {
    compile renesas arm-none-eabi-gcc arm-none-eabi-g++ "${options[@]}" -- -std=gnu11 -- "${cxx_options[@]}"
}

renesas_links() {
    local core=$ARDUINO_CORE_RENESAS out=$work/renesas/image api=()
    [ "$renesas_api" = "$core/cores/arduino" ] || api=("$renesas_api/api")
    # By C++17 a compiler newer than the core's takes its `byte` for std::byte as well.
    cxx_options[0]=-std=gnu++14
    core_files "$out/core" "$core/cores/arduino" "$renesas_variant" "${api[@]}" &&
        core_files "$out/libraries" "$core/libraries/WiFiS3/src" && cd "$out" || return 1
    arm-none-eabi-ar qcs core.a core/*.o
    arm-none-eabi-g++ "${options[@]}" -Wl,--gc-sections --specs=nosys.specs -o image.elf "-L$renesas_variant" \
        "-T$renesas_variant/fsp.ld" ../*.o libraries/*.o -Wl,--whole-archive -Wl,--start-group \
        "$renesas_variant/libs/libfsp.a" core.a -Wl,--no-whole-archive --specs=nano.specs -lstdc++ -lsupc++ -lm -lc -lgcc \
        -lnosys -Wl,--end-group || return 1
    arm-none-eabi-nm image.elf >symbols && grep -q ' T pipit_dispatch$' symbols
}

if [ -n "${ARDUINO_CORE_RENESAS:-}" ]; then
    sdk_is "Arduino" "Uno R4 WiFi $(version_of "$ARDUINO_CORE_RENESAS")" "arm-none-eabi-g++ $(arm-none-eabi-g++ -dumpversion)"
    renesas_board
    try "library and sketch compile without a warning in our files" renesas
    try "the sketch links to an image" renesas_links
else
    sdk_skip "Arduino: Uno R4 WiFi" ARDUINO_CORE_RENESAS
fi

# ---- ESP32 ----

# Without the core's own compiler: one that has newlib, as the chip's, reads all headers and makes nothing.
esp32() {
    local core=$ARDUINO_CORE_ESP32 libraries=() name
    for name in Network NetworkClientSecure WiFi FS; do libraries+=(-isystem "$core/libraries/$name/src"); done
    compile esp32 arm-none-eabi-gcc arm-none-eabi-g++ -fsyntax-only -DESP32 -DESP_PLATFORM -DARDUINO=10607 \
        -DARDUINO_ESP32C3_DEV -DARDUINO_ARCH_ESP32 '-DARDUINO_BOARD="ESP32C3_DEV"' '-DARDUINO_VARIANT="esp32c3"' \
        -DF_CPU=160000000L -isystem "$core/cores/esp32" -isystem "$core/variants/esp32c3" "${libraries[@]}" \
        "@$ARDUINO_LIBS_ESP32" -- -std=gnu17 -- -std=gnu++2b -fno-exceptions -fno-rtti
}

if [ -n "${ARDUINO_CORE_ESP32:-}" ] && [ -n "${ARDUINO_LIBS_ESP32:-}" ]; then
    sdk_is "Arduino" "arduino-esp32 $(version_of "$ARDUINO_CORE_ESP32")" "arm-none-eabi-g++ $(arm-none-eabi-g++ -dumpversion) -fsyntax-only"
    try "library and sketch: a syntax check with the headers of the core and of ESP-IDF for the ESP32-C3, nothing linked" esp32
else
    sdk_skip "Arduino: arduino-esp32" "ARDUINO_CORE_ESP32 or ARDUINO_LIBS_ESP32"
fi
exit $failed
