# SPDX-License-Identifier: MIT
# Tool chain: Debian's gcc-arm-none-eabi with picolibc. The release build of picolibc has the fast memcpy() and memset(),
# which make TLS a fifth faster than the minimal one.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_C_COMPILER arm-none-eabi-gcc)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(PIPIT_BOARD_LIBC_FLAGS --specs=picolibc.specs --picolibc-buildtype=release)
