#!/bin/sh
# SPDX-License-Identifier: MIT
# Wrong options of lwIP do not compile, and the error message names what to change. Unusual options compile.
#
#   checks.sh LWIP_FOLDER [CC]
set -u
cd "$(dirname "$0")/../../.." || exit 2
lwip=$1
cc=${2:-cc}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# compile OPTION VALUE: with the tests' lwipopts.h, except for this option.
compile() {
    printf '#include "%s/tests/behaviour/lwip/lwipopts.h"\n#undef %s\n#define %s %s\n' "$PWD" "$1" "$1" "$2" >"$work/lwipopts.h"
    "$cc" -std=c99 -pedantic -Wall -Wextra -Wconversion -Wshadow -Wvla -Werror -fsyntax-only -D_DEFAULT_SOURCE \
        -I core/include -I port/lwip -isystem "$work" -isystem boards/common -isystem boards/common/lwip_arch \
        -isystem "$lwip/src/include" port/lwip/pipit_lwip.c >"$work/out" 2>&1
}

refused() {
    if compile "$1" "$2"; then
        echo "$1 $2 compiles"
        failed=1
    elif ! grep -q "#error.*$3" "$work/out"; then
        echo "$1 $2 does not say '$3':"
        cat "$work/out"
        failed=1
    fi
}

taken() {
    compile "$1" "$2" && return
    echo "$1 $2 does not compile:"
    cat "$work/out"
    failed=1
}

while IFS='|' read -r option value words; do
    refused "$option" "$value" "$words"
done <<'TABLE'
NO_SYS|0|set NO_SYS to 1
LWIP_TCP|0|set LWIP_TCP to 1
LWIP_CALLBACK_API|0|set LWIP_CALLBACK_API to 1
LWIP_TIMERS|0|set LWIP_TIMERS to 1
DNS_MAX_TTL|604800|set DNS_MAX_TTL to 0
TCP_WND|(64 * TCP_MSS)|TCP_WND must fit into 16 bits
TCP_WND|(TCP_MSS - 1)|set it to 2 \* TCP_MSS
PIPIT_LWIP_RECORD_BYTES|131072|raise TCP_WND to a sixteenth
PBUF_POOL_SIZE|(PIPIT_LWIP_CLIENTS * 4 + 1)|raise PBUF_POOL_SIZE
PBUF_POOL_BUFSIZE|256|raise PBUF_POOL_SIZE
PIPIT_LWIP_CLIENTS|6|raise
MEMP_NUM_TCP_PCB|3|raise MEMP_NUM_TCP_PCB
MEMP_NUM_TCP_SEG|11|raise MEMP_NUM_TCP_SEG to TCP_SND_QUEUELEN
MEM_SIZE|3000|raise MEM_SIZE
TABLE
taken MEM_ALIGNMENT 8
taken LWIP_DNS 0
taken LWIP_IPV6 1
taken DNS_MAX_REQUESTS 4
taken TCP_WND "TCP_MSS"
exit $failed
