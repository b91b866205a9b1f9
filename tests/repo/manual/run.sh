#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds the manual into build/manual/html and checks it. It fails because of warnings of Doxygen, missing pages, links
# without a target, names that do not exist, wrong tables of errors and timers, and declarations without a text.
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
