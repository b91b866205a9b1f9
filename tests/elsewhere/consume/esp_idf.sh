#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The component and boards/esp32 without ESP-IDF: each file that they list exists and compiles for rv32imc (ESP32-C3)
# and for Xtensa, with lwIP's socket headers, mbedTLS 3.6 and the declarations of ESP-IDF in esp_include/. The menus can
# be parsed, and the compiler gets their values. The example also compiles alone, without the folders around it, as the
# component registry delivers it. The options of jsmn's menu change nothing.
set -eu
cd "$(dirname "$0")/../../.."
. tests/packages.sh
. boards/common/packages.sh
packages_install $PACKAGES_BOARDS python3-kconfiglib # a package for Debian's Python
root=$PWD
here=$root/tests/elsewhere/consume
work=$root/build/consume/esp_idf
rm -rf "$work" && mkdir -p "$work/system/arch" "$work/system/netinet"
lwip=$(port/lwip/fetch_lwip.sh)
mbedtls=$(port/mbedtls/fetch_mbedtls36.sh)

# CMake evaluates what a component gives to the build system.
listed() { # FOLDER VARIABLE=VALUE...
    local folder=$1 options=()
    shift
    for option in "$@"; do options+=("-D$option"); done
    cmake "${options[@]}" -DFOLDER="$folder" -P "$here/esp_idf.cmake" 2>&1
}

# The system around lwIP's sockets: only the headers that ESP-IDF has, with its names.
system_write() {
    mkdir -p "$work/system/sys" "$work/system/arpa"
    for header in sys/poll.h netinet/in.h netinet/tcp.h arpa/inet.h; do
        echo '#include "lwip/sockets.h"' >"$work/system/$header"
    done
    printf '#include <sys/types.h>\n#include <sys/time.h>\n#include <fcntl.h>\n#include <unistd.h>\n' >"$work/system/arch/cc.h"
    printf 'typedef int sys_prot_t, sys_sem_t, sys_mutex_t, sys_mbox_t, sys_thread_t;\n' >"$work/system/arch/sys_arch.h"
    printf '#define %s\n' "NO_SYS 0" "LWIP_SOCKET 1" "LWIP_NETCONN 1" "LWIP_DNS 1" "LWIP_COMPAT_SOCKETS 1" \
        "LWIP_ERRNO_STDINCLUDE 1" "LWIP_TIMEVAL_PRIVATE 0" "LWIP_TCP_KEEPALIVE 1" "LWIP_NO_UNISTD_H 0" "LWIP_IPV6 1" \
        "LWIP_POSIX_SOCKETS_IO_NAMES 0" >"$work/system/lwipopts.h"
}

compile() { # NAME COMPILER OPTION... -- FILE... ; $config is the folder of sdkconfig.h
    local name=$1 count=0 command=() file
    shift
    while [ "$1" != -- ]; do command+=("$1"); shift; done
    shift
    for file in "$@"; do
        local renamed=()
        [ "$(basename "$(dirname "$file")")/$(basename "$file")" != led_matrix/main.c ] || renamed=(-Dmain=pipit_app)
        "${command[@]}" -std=gnu11 -Wall -Wextra -Werror -Os -DESP_PLATFORM -D_POSIX_TIMERS=1 -D_POSIX_MONOTONIC_CLOCK=1 \
            "${renamed[@]}" -I core/include -I port/posix -I port/mbedtls -I port/proxy \
            -I boards/esp32/components/esp32_board -I boards/esp32/main -I examples/led_matrix \
            -isystem "$config" -isystem "$here/esp_include" -isystem "$work/system" \
            -isystem "$work/jsmn" -isystem "$mbedtls/include" -isystem "$work/compat" \
            -isystem "$lwip/src/include" -c "$file" -o "$work/object.o" || { echo "$name: $file"; return 1; }
        count=$((count + 1))
    done
    echo "$name: $count files"
}

menu() { # FOLDER [NAME=VALUE...]
    mkdir -p "$1"
    { echo '#define CONFIG_MBEDTLS_CERTIFICATE_BUNDLE 1'; echo '#define CONFIG_PM_ENABLE 1'
      echo '#define CONFIG_ESP_DEFAULT_CPU_FREQ_MHZ 160'; } >"$1/sdkconfig.h"
    /usr/bin/python3 "$here/kconfig.py" "$1/menu.h" "${@:2}" -- Kconfig boards/esp32/main/Kconfig.projbuild \
        boards/esp32/components/esp32_board/Kconfig
    cat "$1/menu.h" >>"$1/sdkconfig.h"
}

system_write
mkdir -p "$work/jsmn" "$work/compat/sys"
cp "$lwip/src/include/compat/posix/sys/socket.h" "$work/compat/sys"
tests/elsewhere/jsmn_as_component.sh "$work/jsmn"
menu "$work/kept"
menu "$work/in_image" PIPIT_TOKEN_IN_IMAGE=y PIPIT_TOKEN=abc PIPIT_WIFI_IN_IMAGE=y PIPIT_WIFI_SSID=home PIPIT_WIFI_PASSWORD=secret
for network in LAN8720 W5500 OPENETH; do
    menu "$work/$network" "PIPIT_NET_$network=y"
done
grep -q '#define CONFIG_PIPIT_TOKENS 128' "$work/kept/sdkconfig.h"
[ "$(listed . IDF_TARGET=linux | grep -c 'port/')" = 0 ] || { echo "the target linux must do without sockets"; exit 1; }
listed . CONFIG_PIPIT_ASSERTS=y | grep -q 'PIPIT_CFG_ASSERT=1' || { echo "an option does not reach the compiler"; exit 1; }
! listed . | grep 'PIPIT_CFG_' || { echo "the menu's defaults reach the compiler as options"; exit 1; }

# The menu of espressif/jsmn adds its options to the command line of all files that use jsmn.
jsmn_menu_changes_nothing() {
    local file macro plain
    for file in $(tests/repo/core_files.py); do
        plain=$(preprocessed "$file")
        for macro in JSMN_STRICT JSMN_STATIC JSMN_PARENT_LINKS; do
            [ "$(preprocessed "$file" "-D$macro")" = "$plain" ] || { echo "$macro changes $file"; return 1; }
        done
    done
}
preprocessed() { # FILE [OPTION...]
    gcc -E -P -Werror -I core/include -isystem "$work/jsmn" "${@:2}" "$1" 2>&1
}
jsmn_menu_changes_nothing

# A project that was made from the example has only the example's folder, and Pipit in the folder of the manager.
example_alone() { # NAME=VALUE...
    rm -rf "$work/example" && cp -r boards/esp32 "$work/example"
    listed "$work/example/main" "$@"
}
for app in posts led_matrix; do
    example_alone "PIPIT_APP=$app" "PIPIT_AT=$root" >"$work/example_alone" ||
        { echo "the example alone, $app:"; cat "$work/example_alone"; exit 1; }
done
listed . | grep -q '^REQUIRES jsmn$' && { echo "jsmn comes from the component manager"; exit 1; }
IDF_COMPONENT_MANAGER=0 listed . | grep -q '^REQUIRES jsmn$' || { echo "jsmn is not required without the manager"; exit 1; }

sources() { # FOLDER VARIABLE=VALUE...
    listed "$@" >"$work/listed" || { cat "$work/listed" >&2; return 1; }
    sed -n 's/^SRC //p' "$work/listed"
}
component=$(sources .)
posts=$(sources boards/esp32/main PIPIT_APP=posts)
matrix=$(sources boards/esp32/main PIPIT_APP=led_matrix "PIPIT_AT=$root")
board=$(sources boards/esp32/components/esp32_board)
[ "$(wc -w <<<"$component")" -gt 40 ] && [ -n "$posts" ] && [ -n "$matrix" ] && [ -n "$board" ]
xtensa=/usr/lib/xtensa-lx106-elf/picolibc.specs
both() { # FILE...
    compile rv32imc riscv64-unknown-elf-gcc -march=rv32imc -mabi=ilp32 --specs=picolibc.specs "${version[@]}" -- "$@"
    compile xtensa xtensa-lx106-elf-gcc --specs=$xtensa "${version[@]}" -- "$@"
}
version=()
# shellcheck disable=SC2086 # lists of files
{
    config=$work/kept && both $component $board $posts $matrix
    config=$work/in_image && both $board
    for config in "$work/LAN8720" "$work/W5500" "$work/OPENETH"; do
        name=$(basename "$config")
        wired=$(sources boards/esp32/components/esp32_board "CONFIG_PIPIT_NET_$name=y")
        grep -q ethernet.c <<<"$wired" || { echo "PIPIT_NET_$name does not choose the Ethernet"; exit 1; }
        both $wired
        [ "$name" = W5500 ] || version=(-DESP_IDF_VERSION=0x60000)
        both $wired
        version=()
    done
}
