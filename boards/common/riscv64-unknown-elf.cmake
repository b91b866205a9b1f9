# SPDX-License-Identifier: MIT
# Tool chain: Debian's gcc-riscv64-unknown-elf with picolibc.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR riscv32)
set(CMAKE_C_COMPILER riscv64-unknown-elf-gcc)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(PIPIT_BOARD_LIBC_FLAGS --specs=picolibc.specs --picolibc-buildtype=release)
