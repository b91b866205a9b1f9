# SPDX-License-Identifier: MIT
"""The machines that are measured, and their compilers."""

import collections

Target = collections.namedtuple("Target", "name title prefix package flags bits")

TARGETS = (
    Target("cortex-m0plus", "Cortex-M0+", "arm-none-eabi-", "gcc-arm-none-eabi",
           ("-mcpu=cortex-m0plus", "-mthumb"), 32),
    Target("cortex-m3", "Cortex-M3", "arm-none-eabi-", "gcc-arm-none-eabi", ("-mcpu=cortex-m3", "-mthumb"), 32),
    Target("rv32imc", "RV32IMC", "riscv64-unknown-elf-", "gcc-riscv64-unknown-elf",
           ("-march=rv32imc", "-mabi=ilp32"), 32),
    Target("lx106", "xtensa lx106", "xtensa-lx106-elf-", "gcc-xtensa-lx106", (), 32),
    # With PIE, constant tables of pointers count as .data, because a loader changes them.
    Target("x86-64", "x86-64", "", "gcc", ("-fno-pie", "-fno-asynchronous-unwind-tables", "-fcf-protection=none"), 64),
)

WARNINGS = ("-std=c99", "-pedantic", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Wvla", "-Werror")
COMPILE = ("-Os", "-ffreestanding", *WARNINGS, "-ffunction-sections", "-fdata-sections")
STACK = ("-fstack-usage", "-fcallgraph-info=su")

# The external functions that the core may use: libc's memory and string functions, and the helpers of the compiler.
LIBC = r"(mem|str)[a-z]+"
HELPERS = r"__aeabi_\w+|__gnu_thumb1_case_\w+|__[a-z]+[sdt]i\d?|__[a-z]+[sd]f\w*|__riscv_(save|restore)_\d+"
# Functions that allocate, exit, read a clock or use stdio, for a clearer message.
FORBIDDEN = r"(m|c|re)alloc|free|abort|exit|\w*printf|puts|time|clock\w*|errno|__errno\w*"
