# SPDX-License-Identifier: MIT
# Tool chain: Debian's gcc-xtensa-lx106 with picolibc, whose specs file the compiler does not find by itself.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR xtensa)
set(CMAKE_C_COMPILER xtensa-lx106-elf-gcc)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(PIPIT_BOARD_LIBC_FLAGS --specs=/usr/lib/xtensa-lx106-elf/picolibc.specs)
