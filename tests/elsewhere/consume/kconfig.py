#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads Kconfig files like the build systems (kconfiglib), and writes the header with their defaults.

usage: kconfig.py [--also NAME] HEADER [NAME=VALUE ...] -- KCONFIG ...

Fails if a file cannot be parsed, or if it defines a symbol that does not begin with PIPIT, except the one of --also,
because such a symbol could change other components.
"""

import os
import sys
import tempfile

import kconfiglib

# Symbols that ESP-IDF defines for the chip and its version, which our menus use.
ESP_IDF_HAS = ("IDF_TARGET_ESP32C3", "SOC_WIFI_SUPPORTED", "SOC_EMAC_SUPPORTED", "ETH_SPI_ETHERNET_W5500",
               "ETH_USE_ESP32_EMAC", "ETH_USE_OPENETH")


def main():
    words = sys.argv[1:]
    also = list(ESP_IDF_HAS)
    if words[0] == "--also":
        also.append(words[1])
        words = words[2:]
    split = words.index("--")
    header, values, files = words[0], words[1:split], words[split + 1:]
    with tempfile.TemporaryDirectory() as folder:
        top = os.path.join(folder, "Kconfig")
        with open(top, "w", encoding="utf-8") as file:
            file.writelines("config %s\n\tbool\n\tdefault y\n" % name for name in ESP_IDF_HAS)
            file.writelines('source "%s"\n' % os.path.abspath(path) for path in files)
        config = kconfiglib.Kconfig(top, warn_to_stderr=False)
        for name, value in (pair.split("=", 1) for pair in values):
            if name not in config.syms or not config.syms[name].set_value(value):
                sys.exit("%s cannot be %s" % (name, value))
        config.write_autoconf(header)
    wrong = [symbol.name for symbol in config.unique_defined_syms
             if not symbol.name.startswith("PIPIT") and symbol.name not in also]
    if config.warnings or wrong:
        sys.exit("\n".join(config.warnings + ["%s does not begin with PIPIT" % name for name in wrong]))


if __name__ == "__main__":
    main()
