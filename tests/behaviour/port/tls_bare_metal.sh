#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The TLS port and mbedTLS 3.6, with the configuration of the boards, must link for bare metal without an operating
# system: no heap, no stdio, no files, no environment, no clock except that of the board. Prints code and data for each
# machine. A missing tool chain is an error: tests/behaviour/port/tls_bare_metal.sh [MACHINE...]
set -eu
cd "$(dirname "$0")/../../.."
machines=("$@")
[ $# -gt 0 ] || machines=(cortex-m3-picolibc cortex-m3-newlib rv32imc lx106)
source=$(port/mbedtls/fetch_mbedtls36.sh --source)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

strict=(-std=c99 -pedantic -Wall -Wextra -Wconversion -Wshadow -Wvla -Werror)
flags=(-Os -ffunction-sections -fdata-sections '-DMBEDTLS_CONFIG_FILE=<mbedtls_config.h>'
    -Itests/behaviour/port/bare_metal -Iboards/common)
ours=(-Icore/include -Iport/mbedtls -isystem "$source/include")
theirs=(-std=gnu99 -w -I"$source/include" -I"$source/library")

# Forbidden functions: the heap, stdio, files, the environment, the clock of libc, process control, hidden state.
forbidden='_?(malloc|calloc|realloc|free|sbrk)(_r)?|_?(fopen|fclose|fread|fwrite|fputs|fputc|puts|putchar|open|close|read|write|stat|fstat|lseek|isatty|unlink|opendir)(_r)?'
forbidden+='|_?v?[fsd]?n?i?printf(_r)?|v?s?f?scanf|getenv|setenv|time|gettimeofday|clock|gmtime(_r)?|localtime|exit|abort|_exit|kill|getpid|rand|srand|strtol|strtoul|strtok'

tool_chain() {
    case $1 in
    cortex-m3-*)
        prefix=arm-none-eabi-
        machine=(-mcpu=cortex-m3 -mthumb)
        libc=(--specs=picolibc.specs --picolibc-buildtype=release)
        [ "$1" = cortex-m3-picolibc ] || libc=(--specs=nano.specs)
        ;;
    rv32imc)
        prefix=riscv64-unknown-elf-
        machine=(-march=rv32imc -mabi=ilp32)
        libc=(--specs=picolibc.specs)
        ;;
    lx106)
        prefix=xtensa-lx106-elf-
        machine=(-mlongcalls -mtext-section-literals)
        libc=(--specs=/usr/lib/xtensa-lx106-elf/picolibc.specs)
        ;;
    *)
        echo "unknown machine: $1" >&2
        exit 2
        ;;
    esac
    command -v "${prefix}gcc" >/dev/null || { echo "${prefix}gcc is missing: see tests/packages.sh" >&2; exit 2; }
}

compile() { # KIND FLAGS... -- FILES...: objects into $work/KIND
    local kind=$1 options=()
    shift
    while [ "$1" != -- ]; do options+=("$1"); shift; done
    shift
    mkdir -p "$work/$kind"
    # shellcheck disable=SC2016 # that shell's variables
    printf '%s\n' "$@" | xargs -P 2 -I{} sh -c 'file=$1; shift; exec "$@" -c "$file" -o "'"$work/$kind"'/$(basename "$file" .c).o"' \
        sh {} "${prefix}gcc" "${machine[@]}" "${libc[@]}" "${flags[@]}" "${options[@]}"
}

# The ESP8266 has division and long multiplication in its mask ROM, not in its libgcc; the board has its own.
link() { # NAME OBJECTS...
    local arithmetic=()
    [ "$target" != lx106 ] || arithmetic=(boards/xtensa-lx60/arithmetic.c)
    "${prefix}gcc" "${machine[@]}" "${libc[@]}" "${flags[@]}" -nostartfiles -Wl,--gc-sections -T tests/behaviour/port/bare_metal/link.ld \
        "${@:2}" "${arithmetic[@]}" -o "$work/$1.elf"
}

check() { # NAME
    local found
    found=$("${prefix}nm" "$work/$1.elf" | awk '{print $NF}' | grep -xE "$forbidden" || true)
    [ -z "$found" ] || { echo "$target, $1 pulls in: $found" >&2; exit 1; }
    printf '%-20s %-8s %s\n' "$target" "$1" \
        "$("${prefix}size" "$work/$1.elf" | awk 'NR == 2 { print $1 " B of code, " $2 + $3 " B of data and bss" }')"
}

for target in "${machines[@]}"; do
    tool_chain "$target"
    rm -rf "${work:?}"/*
    compile mbedtls "${theirs[@]}" -- "$source"/library/*.c
    compile ours "${strict[@]}" "${ours[@]}" -- port/mbedtls/*.c
    for variant in silent explain; do
        compile main "${strict[@]}" "${ours[@]}" "-DVARIANT_$variant" -- tests/behaviour/port/bare_metal/link.c
        link $variant "$work"/main/*.o "$work"/ours/*.o "$work"/mbedtls/*.o
        check $variant
    done
    # Prove that the check finds a heap.
    printf '#include <stdlib.h>\nvoid *volatile kept;\nvoid _start(void) { kept = malloc(10); }\n' >"$work/heap.c"
    "${prefix}gcc" "${machine[@]}" "${libc[@]}" -c "$work/heap.c" -o "$work/heap.o"
    "${prefix}nm" "$work/heap.o" | awk '{print $NF}' | grep -qxE "$forbidden" || { echo "the check is blind" >&2; exit 1; }
done
