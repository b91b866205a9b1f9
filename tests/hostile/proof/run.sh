#!/bin/bash
# SPDX-License-Identifier: MIT
# The proofs, with Frama-C 25 of Debian 12.
#
#   tests/hostile/proof/run.sh [--mutants all] [FILE...]     all: every mistake of mutants.py, about 4 minutes
set -u
cd "$(dirname "$0")/../../.." || exit 2
. tests/packages.sh
packages_install $PACKAGES_PROOF libjsmn-dev || exit 2
[ -f "${HOME:-/root}/.why3.conf" ] || why3 config detect >/dev/null 2>&1
failed=0
python3 tests/hostile/proof/eva.py || failed=1
python3 tests/hostile/proof/prove.py "$@" || failed=1
exit "$failed"
