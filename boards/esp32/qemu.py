#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Boots what ESP-IDF has built: qemu.py BUILD TARGET. qemu.sh calls it. The console is this one.

The flash is a file in BUILD; as on a board, what is kept in it stays."""

import os
import sys

FLASH_BYTES = 4 << 20
# Virtual time: 8 ns for each instruction, about the speed of the chip. Without this option QEMU 8.1.3 lost interrupts.
ICOUNT = "shift=3,sleep=on"
MACHINES = {
    "esp32c3": ("-global", "driver=timer.esp32c3.timg,property=wdt_disable,value=true"),
    "esp32": ("-global", "driver=timer.esp32.timg,property=wdt_disable,value=true"),
}


def flash_write(build, path):
    """What `esptool.py merge_bin` makes, over what was in the flash before."""
    image = bytearray(b"\xff" * FLASH_BYTES)
    if os.path.exists(path):
        with open(path, "rb") as file:
            image[:] = file.read()
    with open(os.path.join(build, "flash_args"), encoding="utf-8") as lines:
        parts = [line.split() for line in lines if line.startswith("0x")]
    for offset, name in parts:
        with open(os.path.join(build, name), "rb") as file:
            part = file.read()
        image[int(offset, 16):int(offset, 16) + len(part)] = part
    with open(path, "wb") as file:
        file.write(image)


def command(target, flash):
    bios = ("-L", os.environ["QEMU_ESP32_BIOS"]) if "QEMU_ESP32_BIOS" in os.environ else ()
    return (os.environ["QEMU_ESP32"], "-M", target, *bios, "-icount", ICOUNT, "-drive", "file=%s,if=mtd,format=raw" % flash,
            "-nic", "user,model=open_eth", *MACHINES[target], "-display", "none", "-monitor", "none", "-serial", "stdio")


def main():
    if len(sys.argv) != 3 or sys.argv[2] not in MACHINES:
        sys.exit(__doc__)
    flash = os.path.join(sys.argv[1], "qemu_flash.bin")
    flash_write(sys.argv[1], flash)
    words = command(sys.argv[2], flash)
    os.execvp(words[0], words)


if __name__ == "__main__":
    main()
