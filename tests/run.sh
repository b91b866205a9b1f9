#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds and tests Pipit, from a fresh machine with Debian 12 or 13. tests/README.md says what is tested.
#
#   tests/run.sh            the checks for a change: at most 12 minutes on two cores
#   tests/run.sh --quick    without cross compilers: at most 3 minutes
#   tests/run.sh --all      everything: at most an hour
#   tests/run.sh NAME...    only these checks or groups; --list prints all names
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh
packages_install python3
exec python3 tests/runner/run.py "$@"
