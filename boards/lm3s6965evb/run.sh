#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Watch the ticker on an emulated LM3S6965 board, or test it: boards/lm3s6965evb/run.sh [--test | FILE.png]
#
# Installs missing packages, builds, starts the local X, boots the board, and shows a line for each Post, until Ctrl-C. It
# writes the picture of the OLED to a PNG file every second. --test: runs the checks of the board; the exit status is
# their result.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/packages.sh
. boards/common/packages.sh
packages_install $PACKAGES_BOARDS gcc libc6-dev libcmocka-dev || exit 2
if [ "${1:-}" = --test ]; then
    tests/elsewhere/boards/ticker_units.sh && python3 tests/elsewhere/boards/lm3s_test.py &&
        boards/common/run.sh lm3s6965evb lm3s6965evb-16k --test
    exit $?
fi
exec python3 tests/elsewhere/boards/lm3s_watch.py lm3s6965evb-16k "$@"
