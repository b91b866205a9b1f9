#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every public header compiles alone, as C99 and as C++11.
set -eu
cd "$(dirname "$0")/.."
for header in core/include/pipit/*.h; do
    printf '#include "%s"\nextern int pipit_headers;\n' "pipit/$(basename "$header")" |
        gcc -std=c99 -pedantic -Wall -Wextra -Wconversion -Werror -fsyntax-only -Icore/include -x c -
    printf '#include "%s"\nextern int pipit_headers;\n' "pipit/$(basename "$header")" |
        g++ -std=c++11 -pedantic -Wall -Wextra -Werror -fsyntax-only -Icore/include -x c++ -
done
