#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the CA certificates that a firmware trusts as C arrays in DER: ca_certificates.py OUT.c [NAME=FILE.pem ...]

Without files: the two roots of the local X, `ec` and `rsa`. OUT.c is left alone when nothing has changed.
"""

import base64
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SERVER = os.path.join(HERE, "..", "..", "tests", "behaviour", "server")


def local_x_roots():
    sys.path.insert(0, SERVER)
    import certs
    folder = certs.default_dir()
    return {"ec": certs.ensure(folder, "good", "ec")[0], "rsa": certs.ensure(folder, "good", "rsa-chain")[0]}


def der(path):
    with open(path, encoding="ascii") as file:
        found = re.findall("-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", file.read(), re.DOTALL)
    if len(found) != 1:
        sys.exit("%s: %d certificates; one is needed" % (path, len(found)))
    return base64.b64decode(found[0])


def array(name, data):
    rows = [", ".join("0x%02x" % byte for byte in data[at:at + 16]) for at in range(0, len(data), 16)]
    return "static const uint8_t %s[] = {\n    %s};\n" % (name, ",\n    ".join(rows))


def main():
    given = dict(word.split("=", 1) for word in sys.argv[2:]) or local_x_roots()
    parts = ["/* Made by boards/common/ca_certificates.py. */\n#include \"ca_certificates.h\"\n"]
    parts += [array(name, der(path)) for name, path in given.items()]
    rows = "".join("    {\"%s\", %s, sizeof %s},\n" % (name, name, name) for name in given)
    parts.append("const ca_certificate_t ca_certificates[] = {\n%s};\n"
                 "const size_t ca_certificate_count = %d;\n" % (rows, len(given)))
    text = "\n".join(parts)
    if os.path.exists(sys.argv[1]):
        with open(sys.argv[1], encoding="ascii") as file:
            if file.read() == text:
                return
    with open(sys.argv[1], "w", encoding="ascii") as file:
        file.write(text)


if __name__ == "__main__":
    main()
