# SPDX-License-Identifier: MIT
# The packages that the build of a board and its emulator need, in addition to tests/packages.sh. Sourced by run.sh.
PACKAGES_BOARDS="cmake make python3 openssl libjsmn-dev bzip2 xz-utils patch dpkg-dev
qemu-system-arm qemu-system-misc gcc-arm-none-eabi picolibc-arm-none-eabi
gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf gcc-xtensa-lx106 picolibc-xtensa-lx106-elf"
