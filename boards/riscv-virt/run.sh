#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Watch Posts arrive on an emulated RISC-V, or test it: boards/riscv-virt/run.sh [--test] [riscv-virt-16k | riscv-virt-4k]
exec "$(dirname "$0")/../common/run.sh" riscv-virt riscv-virt-16k "$@"
