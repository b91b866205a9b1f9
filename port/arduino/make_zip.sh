#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Makes the library for the Arduino IDE ("Add .ZIP Library"): the core, this port, examples, and jsmn.h. jsmn.h is taken
# from the folder PIPIT_JSMN_DIR, or from Debian's package libjsmn-dev.
#
#   port/arduino/make_zip.sh [FOLDER]        default: build/arduino
set -eu
cd "$(dirname "$0")/../.."
out=${1:-build/arduino}
jsmn=${PIPIT_JSMN_DIR:-/usr/include}/jsmn.h
[ -f "$jsmn" ] || { echo "jsmn.h not found: install it (apt-get install libjsmn-dev) or set PIPIT_JSMN_DIR" >&2; exit 1; }
rm -rf "$out/Pipit" "$out/Pipit.zip"
mkdir -p "$out/Pipit/src/pipit"
cp core/include/pipit/*.h "$out/Pipit/src/pipit"
find core/src -name "*.h" | cat - <(sed -n "s|^ *\(src/[a-z0-9_/]*\.c\).*|core/\1|p" core/files.cmake) | while read -r file; do
    mkdir -p "$out/Pipit/$(dirname "${file#core/}")"
    cp "$file" "$out/Pipit/${file#core/}"
done
cp port/arduino/*.h port/arduino/*.cpp "$jsmn" "$out/Pipit/src"
cp -r port/arduino/examples port/arduino/library.properties port/arduino/README.md LICENSE "$out/Pipit"
python3 - "$out" <<'ZIP'
import shutil, sys
shutil.make_archive(sys.argv[1] + "/Pipit", "zip", sys.argv[1], "Pipit")
ZIP
echo "$out/Pipit.zip"
