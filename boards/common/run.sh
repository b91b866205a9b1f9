#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The common part of the run.sh of all boards: common/run.sh BOARD VARIANT [--test] [OTHER VARIANT]
#
# Installs what is missing, builds, starts the local X with two rules, boots the board, and shows its console until
# Ctrl-C. --test: runs the checks of the board instead; the exit status is their result.
set -u
board=$1
variant=$2
shift 2
cd "$(dirname "$0")/../.." || exit 2
test=no
while [ $# -gt 0 ]; do
    case "$1" in
    --test) test=yes ;;
    "$board"*) variant=$1 ;;
    *)
        echo "boards/$board/run.sh: '$1' is neither --test nor the name of a variant" >&2
        exit 2
        ;;
    esac
    shift
done

. tests/packages.sh
. boards/common/packages.sh
packages_install $PACKAGES_BOARDS || exit 2

if [ "$test" = yes ]; then
    python3 tests/elsewhere/boards/test_board.py "$board" && python3 tests/elsewhere/boards/memory.py --check "$board" &&
        python3 tests/elsewhere/boards/instructions.py --check "$board"
    exit $?
fi
exec python3 tests/elsewhere/boards/watch.py "$variant"
