#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds the manual into build/manual/html. Warnings are errors; every name that a page writes is declared somewhere.
set -eu
cd "$(dirname "$0")/../.."
. tests/packages.sh
packages_install doxygen python3
rm -rf build/manual
mkdir -p build/manual/pages
python3 core/manual/tables.py build/manual/pages
python3 tests/manual/check.py
doxygen core/manual/Doxyfile
for page in getting_started porting ram timers errors options power_and_data migrating_from_tweepy faq security; do
    [ -s "build/manual/html/$page.html" ] || { echo "$page is not in the manual"; exit 1; }
done
echo "build/manual/html/index.html: $(find build/manual/html -name '*.html' | wc -l) pages"
