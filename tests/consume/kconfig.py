#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads Kconfig files as the build systems do (kconfiglib), and writes the header that comes out of their defaults.

usage: kconfig.py HEADER [NAME=VALUE ...] -- KCONFIG ...

Fails when a file does not parse, or defines a symbol that does not begin with PIPIT: others would be changed by it.
"""

import os
import sys
import tempfile

import kconfiglib


def main():
    split = sys.argv.index("--")
    header, values, files = sys.argv[1], sys.argv[2:split], sys.argv[split + 1:]
    with tempfile.TemporaryDirectory() as folder:
        top = os.path.join(folder, "Kconfig")
        with open(top, "w", encoding="utf-8") as file:
            file.write("config IDF_TARGET_ESP32C3\n\tbool\n\tdefault y\n")
            file.writelines('source "%s"\n' % os.path.abspath(path) for path in files)
        config = kconfiglib.Kconfig(top, warn_to_stderr=False)
        for name, value in (pair.split("=", 1) for pair in values):
            if name not in config.syms or not config.syms[name].set_value(value):
                sys.exit("%s cannot be %s" % (name, value))
        config.write_autoconf(header)
    wrong = [symbol.name for symbol in config.unique_defined_syms if not symbol.name.startswith(("PIPIT", "IDF_TARGET_"))]
    if config.warnings or wrong:
        sys.exit("\n".join(config.warnings + ["%s does not begin with PIPIT" % name for name in wrong]))


if __name__ == "__main__":
    main()
