# SPDX-License-Identifier: MIT
# What a board's build and its emulator need beside tests/packages.sh. Sourced by run.sh.
PACKAGES_BOARDS="cmake make python3 openssl libjsmn-dev bzip2 xz-utils patch dpkg-dev
qemu-system-arm qemu-system-misc gcc-arm-none-eabi picolibc-arm-none-eabi
gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf gcc-xtensa-lx106 picolibc-xtensa-lx106-elf"
