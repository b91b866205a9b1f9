#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# boards/pico_w without the pico-sdk: every file that it lists exists and compiles for both chips against lwIP, mbedTLS
# and what pico_include/ declares of the SDK.
set -eu
cd "$(dirname "$0")/../.."
. tests/packages.sh
. boards/common/packages.sh
packages_install $PACKAGES_BOARDS
root=$PWD
work=$root/build/consume/pico_w
rm -rf "$work" && mkdir -p "$work/jsmn"
lwip=$(port/lwip/fetch_lwip.sh)
mbedtls=$(port/mbedtls/fetch_mbedtls36.sh --source)
cp "${PIPIT_JSMN_DIR:-/usr/include}/jsmn.h" "$work/jsmn"
cat >"$work/list.cmake" <<'LIST'
foreach(name project pico_sdk_init target_include_directories target_compile_definitions target_link_libraries
    set_source_files_properties pico_enable_stdio_usb pico_add_extra_outputs)
  function(${name})
  endfunction()
endforeach()
function(add_executable name)
  foreach(source IN LISTS ARGN)
    get_filename_component(path ${source} ABSOLUTE BASE_DIR ${FOLDER})
    message("SRC ${path}")
  endforeach()
endfunction()
include(${FOLDER}/CMakeLists.txt)
LIST
mkdir -p "$work/sdk/external" && touch "$work/sdk/external/pico_sdk_import.cmake"
ca=$(python3 -c "
import sys; sys.path.insert(0, 'tests/server')
import certs; print(certs.ensure(certs.default_dir(), 'good', 'ec')[0])")
files=$(cd "$work" && PICO_SDK_PATH=$work/sdk PIPIT_WIFI_NAME=n PIPIT_WIFI_PASSWORD=p PIPIT_BEARER_TOKEN=t \
    cmake -DFOLDER="$root/boards/pico_w" -DPIPIT_BOARD_CA="$ca" -P list.cmake 2>&1 | sed -n 's/^SRC //p')
[ "$(wc -w <<<"$files")" -gt 45 ]

for cpu in cortex-m0plus cortex-m33; do
    for file in $files; do
        arm-none-eabi-gcc -mcpu=$cpu -mthumb --specs=picolibc.specs -std=c99 -pedantic -Wall -Wextra -Wconversion -Wshadow \
            -Wvla -Werror -Os '-DMBEDTLS_CONFIG_FILE=<mbedtls_config.h>' -DPIPIT_BOARD_BUILD_TIME=1u '-DWIFI_NAME="n"' \
            '-DWIFI_PASSWORD="p"' '-DBEARER_TOKEN="t"' -I boards/pico_w -I boards/common -I core/include -I core/src \
            -I port/lwip -I port/mbedtls -isystem tests/consume/pico_include -isystem "$work/jsmn" \
            -isystem "$mbedtls/include" -isystem "$lwip/src/include" -c "$file" -o "$work/$(basename "$file").$cpu.o"
    done
    echo "$cpu: $(wc -w <<<"$files") files"
done
arm-none-eabi-nm "$work/main.c.cortex-m0plus.o" | grep -q 'T main'
