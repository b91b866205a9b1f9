#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# boards/pico_w without the pico-sdk: every file that it lists exists and compiles for both chips, with its folders and
# definitions, with lwIP, mbedTLS and the declarations of the SDK in pico_include/.
set -eu
cd "$(dirname "$0")/../../.."
. tests/packages.sh
. boards/common/packages.sh
packages_install $PACKAGES_BOARDS
root=$PWD
work=$root/build/consume/pico_w
rm -rf "$work" && mkdir -p "$work"
lwip=$(port/lwip/fetch_lwip.sh)
mbedtls=$(port/mbedtls/fetch_mbedtls36.sh --source)
cat >"$work/list.cmake" <<'LIST'
foreach(name project pico_sdk_init target_link_libraries set_source_files_properties pico_enable_stdio_usb
    pico_add_extra_outputs)
  function(${name})
  endfunction()
endforeach()
function(say kind)
  foreach(value IN LISTS ARGN)
    message("${kind} ${value}")
  endforeach()
endfunction()
function(add_executable name)
  foreach(source IN LISTS ARGN)
    get_filename_component(path ${source} ABSOLUTE BASE_DIR ${FOLDER})
    say(SRC ${path})
  endforeach()
endfunction()
function(target_include_directories name scope)
  if(scope STREQUAL "SYSTEM")
    list(POP_FRONT ARGN)
    say(SYS ${ARGN})
  else()
    say(INC ${ARGN})
  endif()
endfunction()
function(target_compile_definitions name scope)
  say(DEF ${ARGN})
endfunction()
include(${FOLDER}/CMakeLists.txt)
LIST
mkdir -p "$work/sdk/external" && touch "$work/sdk/external/pico_sdk_import.cmake"
ca=$(python3 -c "
import sys; sys.path.insert(0, 'tests/behaviour/server')
import certs; print(certs.ensure(certs.default_dir(), 'good', 'ec')[0])")
(cd "$work" && PICO_SDK_PATH=$work/sdk PIPIT_WIFI_NAME=n PIPIT_WIFI_PASSWORD='a"b\c;d' PIPIT_BEARER_TOKEN=t \
    cmake -DFOLDER="$root/boards/pico_w" -DPIPIT_BOARD_CA="$ca" -DPIPIT_JSMN_DIR="${PIPIT_JSMN_DIR:-/usr/include}" \
    -P list.cmake 2>list) || { cat "$work/list"; exit 1; }
listed() { # KIND PREFIX
    sed -n "s/^$1 /${2:-}/p" "$work/list"
}
files=$(listed SRC)
mapfile -t options < <(listed INC -I; listed SYS -isystem; listed DEF -D)
[ "$(wc -w <<<"$files")" -gt 45 ]

for cpu in cortex-m0plus cortex-m33; do
    for file in $files tests/elsewhere/consume/pico_include/nosys.c; do
        arm-none-eabi-gcc -mcpu=$cpu -mthumb --specs=picolibc.specs -std=c99 -pedantic -Wall -Wextra -Wconversion -Wshadow \
            -Wvla -Werror -Os '-DMBEDTLS_CONFIG_FILE=<mbedtls_config.h>' "${options[@]}" \
            -isystem tests/elsewhere/consume/pico_include -isystem "$mbedtls/include" -isystem "$lwip/src/include" \
            -c "$file" -o "$work/$(basename "$file").$cpu.o"
    done
    echo "$cpu: $(wc -w <<<"$files") files"
done
arm-none-eabi-nm "$work/main.c.cortex-m0plus.o" | grep -q 'T main'
grep -aq 'a"b\\c;d' "$work/main.c.cortex-m0plus.o" # the password, with characters that C must escape

# The SDK reserves 2 KB of stack, too little for a TLS handshake.
stack=$(listed DEF | sed -n 's/^PICO_STACK_SIZE=//p')
[ $((${stack:-0x800})) -ge 4096 ] || { echo "a stack of $((${stack:-0x800})) bytes"; exit 1; }
