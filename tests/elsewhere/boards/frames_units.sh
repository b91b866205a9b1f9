#!/bin/sh
# SPDX-License-Identifier: MIT
# The drivers of the network cards take a limited number of frames in a turn, however many come: on this machine, with
# memory for registers (frames_units.c), under UBSan. AddressSanitizer needs the addresses of some cards itself.
#
#   tests/elsewhere/boards/frames_units.sh [BUILD_FOLDER]
set -eu
cd "$(dirname "$0")/../../.."
build="${1:-build/frames_units}"
lwip="$(port/lwip/fetch_lwip.sh)"
mkdir -p "$build"

unit() { # CARD DRIVER CONFIG_FOLDER OPTION...
    card=$1 driver=$2 config=$3
    shift 3
    cc -std=gnu99 -Wall -Wextra -Werror -Wno-int-to-pointer-cast -g -O1 -fsanitize=undefined -fno-sanitize-recover=all \
        -D"CARD_$card" -include sys/types.h "-DDRIVER=\"$driver\"" "$@" -I . -I boards/common -I "$(dirname "$driver")" -I "$config" \
        -isystem boards/common/lwip_arch -isystem "$lwip/src/include" tests/elsewhere/boards/frames_units.c \
        boards/common/ethernet_driver.c -o "$build/$card"
    "$build/$card"
}

unit LAN9118 boards/mps2/lan9118.c boards/mps2/normal -DLAN9118_BASE=0x40200000u
unit STELLARIS boards/lm3s6965evb/ethernet_stellaris.c boards/lm3s6965evb/records_16k
unit OPEN_ETH boards/xtensa-lx60/open_eth.c boards/xtensa-lx60/records_16k
unit VIRTIO boards/riscv-virt/virtio_net.c boards/riscv-virt/records_16k
