#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Watch Posts arrive on an emulated MPS2 board, or test it: boards/mps2/run.sh [--test] [MACHINE-PROFILE]
exec "$(dirname "$0")/../common/run.sh" mps2 mps2-an385-small "$@"
