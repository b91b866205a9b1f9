#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Watch Posts arrive on an emulated LX106, or test it: boards/xtensa-lx60/run.sh [--test] [xtensa-lx60-16k | xtensa-lx60-4k]
exec "$(dirname "$0")/../common/run.sh" xtensa-lx60 xtensa-lx60-16k "$@"
