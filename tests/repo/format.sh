#!/bin/sh
# SPDX-License-Identifier: MIT
# Every C file is laid out as clang-format 14 does it.
set -eu
cd "$(dirname "$0")/../.."
git ls-files "*.c" "*.h" | xargs clang-format --dry-run -Werror
