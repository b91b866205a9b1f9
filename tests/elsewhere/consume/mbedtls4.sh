#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The TLS port compiles with the declarations of mbedTLS 4 (mbedtls4_include/), in several configurations, and its header
# as C++11. tests/elsewhere/sdk/mbedtls.sh runs it with the real mbedTLS.
set -eu
cd "$(dirname "$0")/../../.."

include="-Icore/include -isystem tests/elsewhere/consume/mbedtls4_include"
for options in "" "-DFAKE_THREADS" "-DFAKE_SMALL" "-DFAKE_WITHOUT_TLS_1_2"; do
    for file in port/mbedtls/*.c; do
        # shellcheck disable=SC2086 # options are words
        cc -std=c99 -pedantic -Wall -Wextra -Wconversion -Wshadow -Wvla -Werror -fsyntax-only $options $include "$file"
    done
    echo "ok ${options:-as it comes}"
done
# shellcheck disable=SC2086
c++ -std=c++11 -Wall -Wextra -Werror -fsyntax-only $include -x c++ port/mbedtls/pipit_tls.h
