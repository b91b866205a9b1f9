#!/bin/sh
# SPDX-License-Identifier: MIT
# port/posix compiles with the socket headers of lwIP (NO_SYS 0, LWIP_SOCKET 1), as on systems like ESP-IDF: with and
# without IPv6; with and without macros for descriptors; for this machine and for every installed cross compiler; with
# lwIP's resolver, which is also run here, and without a resolver.
#
#   posix_over_lwip_sockets.sh LWIP_FOLDER
set -u
cd "$(dirname "$0")/../../.." || exit 2
lwip=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
compiled=0

# Such a system has its own lwipopts.h, arch/, and POSIX headers that lwIP does not have.
mkdir -p "$work/arch" "$work/netinet"
echo '#include "lwip/sockets.h"' >"$work/poll.h"
cp "$work/poll.h" "$work/netinet/in.h"
cp "$work/poll.h" "$work/netinet/tcp.h"
# These must be included before lwIP defines close() and fcntl() as macros.
printf '#include <sys/types.h>\n#include <sys/time.h>\n#include <fcntl.h>\n#include <unistd.h>\n' >"$work/arch/cc.h"
cat >"$work/arch/sys_arch.h" <<'ARCH'
typedef int sys_prot_t;
typedef int sys_sem_t;
typedef int sys_mutex_t;
typedef int sys_mbox_t;
typedef int sys_thread_t;
ARCH
cat >"$work/lwipopts.h" <<'OPTIONS'
#define NO_SYS 0
#define LWIP_SOCKET 1
#define LWIP_NETCONN 1
#define LWIP_DNS 1
#define LWIP_COMPAT_SOCKETS 1
#define LWIP_ERRNO_STDINCLUDE 1
#define LWIP_TIMEVAL_PRIVATE 0
#define LWIP_TCP_KEEPALIVE 1
#define LWIP_NO_UNISTD_H 0
#define LWIP_IPV6 WITH_IPV6
#define LWIP_POSIX_SOCKETS_IO_NAMES WITH_DESCRIPTORS
OPTIONS

# compile NAME COMPILER OPTION...
compile() {
    name=$1
    shift
    for ipv6 in 0 1; do
        for descriptors in 0 1; do
            for file in pipit_posix pipit_resolve_none pipit_resolve_lwip; do
                if "$@" -std=c99 -pedantic -Wall -Wextra -Wconversion -Wshadow -Wvla -Werror -Os \
                    -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -DWITH_IPV6=$ipv6 -DWITH_DESCRIPTORS=$descriptors \
                    -I core/include -I port/posix -isystem "$work" -isystem "$lwip/src/include/compat/posix" \
                    -isystem "$lwip/src/include" -c "port/posix/$file.c" -o "$work/$file.o" >"$work/out" 2>&1; then
                    compiled=$((compiled + 1))
                else
                    echo "$name, IPv6 $ipv6, descriptors $descriptors: $file.c does not compile"
                    cat "$work/out"
                    failed=1
                fi
            done
        done
    done
    echo "$name: $compiled files compiled so far"
}

# A C library for bare metal has no clock, but such a system has one.
cross() {
    command -v "$2" >/dev/null || return
    compile "$@" -D_POSIX_TIMERS=1 -D_POSIX_MONOTONIC_CLOCK=1
}

# runs the resolver with answers that arrive at different times
resolver_runs() {
    cc -std=c99 -Wall -Wextra -Werror -g -fsanitize=address,undefined -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE \
        -DWITH_IPV6="$1" -DWITH_DESCRIPTORS=0 -I core/include -I port/posix -isystem "$work" \
        -isystem "$lwip/src/include/compat/posix" -isystem "$lwip/src/include" \
        tests/behaviour/lwip/resolve_lwip.c port/posix/pipit_resolve_lwip.c -o "$work/resolve" && "$work/resolve" && return
    echo "the resolver over lwIP, IPv6 $1, does not do what it should"
    failed=1
}

compile host cc
resolver_runs 0
resolver_runs 1
cross cortex-m3 arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb --specs=picolibc.specs
cross rv32imc riscv64-unknown-elf-gcc -march=rv32imc -mabi=ilp32 --specs=picolibc.specs
xtensa=/usr/lib/xtensa-lx106-elf/picolibc.specs
[ ! -f "$xtensa" ] || cross lx106 xtensa-lx106-elf-gcc --specs=$xtensa
[ "$failed" -eq 0 ] && [ "$compiled" -gt 0 ]
