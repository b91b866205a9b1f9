#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every public header, of the core and of the ports, compiles alone, as C99 and as C++11.
set -eu
cd "$(dirname "$0")/../.."
compiles() { # what to include
    local folders="-Icore/include -Iport/posix -Iport/mbedtls -Iport/openssl -Iport/proxy -Iport/lwip -Iport/template"
    local source
    source=$(printf '#include "%s"\nextern int pipit_headers;' "$1")
    gcc -std=c99 -pedantic -Wall -Wextra -Wconversion -Werror -fsyntax-only $folders -x c - <<<"$source"
    g++ -std=c++11 -pedantic -Wall -Wextra -Werror -fsyntax-only $folders -x c++ - <<<"$source"
}
for header in core/include/pipit/*.h; do
    compiles "pipit/$(basename "$header")"
done
for header in pipit_posix.h pipit_tls.h pipit_openssl.h pipit_proxy.h pipit_lwip.h pipit_template.h; do
    compiles "$header"
done
