#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds the manual into build/manual/html and checks it: warnings of Doxygen, missing pages, links that lead nowhere,
# names that do not exist, the tables of errors and timers, and declarations without a text all fail.
set -eu
cd "$(dirname "$0")/../../.."
. tests/packages.sh
packages_install doxygen python3
python3 tests/repo/manual/check.py
rm -rf build/manual
mkdir -p build/manual
doxygen core/manual/Doxyfile
python3 tests/repo/manual/check.py build/manual
echo "build/manual/html/index.html"
