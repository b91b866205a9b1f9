#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the parts of boards/common that need no board for this machine with AddressSanitizer and UBSan, and runs their
# unit tests.
#
#   tests/elsewhere/boards/common_units.sh [BUILD_FOLDER]
set -eu
cd "$(dirname "$0")/../../.."
build="${1:-build/common_units}"
mbedtls="$(port/mbedtls/fetch_mbedtls36.sh --source)"
mkdir -p "$build"
cc -std=c99 -pedantic -Wall -Wextra -Wconversion -Wshadow -Wvla -Werror -g -O1 -fsanitize=address,undefined \
    -fno-sanitize-recover=all -D_POSIX_C_SOURCE=200809L -DPIPIT_BOARD_BUILD_TIME=0u \
    -DMBEDTLS_CONFIG_FILE='<mbedtls_config.h>' -I boards/common -I boards/mps2/normal -I core/include \
    -isystem "$mbedtls/include" tests/elsewhere/boards/common_units.c boards/common/arguments.c boards/common/platform.c \
    boards/common/report.c boards/common/link_port.c core/src/http/pipit_http_head.c core/src/base/pipit_hash.c \
    core/src/base/pipit_time.c -lcmocka -o "$build/common_units"
"$build/common_units"
tests/elsewhere/boards/frames_units.sh "$build"
