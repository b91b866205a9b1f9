#!/bin/sh
# SPDX-License-Identifier: MIT
# Every C file has the format of clang-format 14.
set -eu
cd "$(dirname "$0")/../.."
git ls-files "*.c" "*.h" | xargs clang-format --dry-run -Werror
