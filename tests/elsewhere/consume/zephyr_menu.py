#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Merges the options of boards/zephyr like Zephyr, with the menus of zephyr_menu. As in Zephyr, a name that a version
does not have, or a value that its dependencies do not allow, is an error. It prints what is missing for TLS with X.

usage: zephyr_menu.py AUTOCONF [NAME=VALUE ...]     AUTOCONF: the header of native_sim in the last menu
"""

import os
import sys
import tempfile

import kconfiglib

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", "..", ".."))
SAMPLE = os.path.join(ROOT, "boards", "zephyr")
LEGACY = ["MBEDTLS_TLS_VERSION_1_2", "MBEDTLS_CIPHER_AES_ENABLED", "MBEDTLS_CIPHER_GCM_ENABLED",
          "MBEDTLS_ECP_DP_SECP256R1_ENABLED", "MBEDTLS_ECDH_C", "MBEDTLS_ECDSA_C"]
ALWAYS = ["MBEDTLS_SERVER_NAME_INDICATION", "MBEDTLS_KEY_EXCHANGE_ECDHE_ECDSA_ENABLED",
          "MBEDTLS_KEY_EXCHANGE_ECDHE_RSA_ENABLED"]
NEEDED = {
    "3.5": ALWAYS + LEGACY,
    "4.3": ALWAYS + LEGACY + ["MBEDTLS_RSA_C", "MBEDTLS_PKCS1_V15", "MBEDTLS_SHA256"],
    "psa": ALWAYS + ["MBEDTLS_SSL_PROTO_TLS1_2", "PSA_WANT_ALG_GCM", "PSA_WANT_KEY_TYPE_AES", "PSA_WANT_ALG_SHA_256",
                     "PSA_WANT_ECC_SECP_R1_256", "PSA_WANT_KEY_TYPE_RSA_PUBLIC_KEY"],
}
ON_BOARD = {
    # zsock_getaddrinfo() uses libc's heap; without the user network of QEMU Zephyr uses SLIP.
    "qemu_cortex_m3": {"NET_QEMU_USER": "y", "NET_CONFIG_NEED_IPV4": "y", "COMMON_LIBC_MALLOC_ARENA_SIZE": "512"},
    "native_sim": {"MBEDTLS_HAVE_TIME_DATE": "y"},
}


def menu(folder, version, board):
    """The top Kconfig file of a build: that of the sample, which includes Zephyr's and the module's."""
    parts = {"arch": "config ARCH_POSIX\n\tdefault y\n" if board == "native_sim" else ""}
    with open(os.path.join(ROOT, "port", "zephyr", "Kconfig"), encoding="utf-8") as file:
        parts["module"] = file.read().replace('rsource "../../Kconfig"', 'source "%s/Kconfig"' % ROOT)
    with open(os.path.join(HERE, "zephyr_menu", version), encoding="utf-8") as file:
        parts["version"] = file.read().replace('source "legacy"', 'source "%s/zephyr_menu/legacy"' % HERE)
    parts["Kconfig.zephyr"] = "".join('source "%s"\n' % name for name in (
        os.path.join(HERE, "zephyr_menu", "common"), os.path.join(folder, "arch"), os.path.join(folder, "version"),
        os.path.join(folder, "module")))
    with open(os.path.join(SAMPLE, "Kconfig"), encoding="utf-8") as file:
        parts["top"] = file.read().replace('source "Kconfig.zephyr"', 'source "%s/Kconfig.zephyr"' % folder)
    for name, text in parts.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    return os.path.join(folder, "top")


def merged(version, board, files, values):
    """@return the configuration, and the errors for which Zephyr ends the build."""
    with tempfile.TemporaryDirectory() as folder:
        config = kconfiglib.Kconfig(menu(folder, version, board), warn_to_stderr=False)
        config.warn_assign_undef = True
        config.warn_assign_redun = config.warn_assign_override = False
        for name in files:
            config.load_config(os.path.join(SAMPLE, name), replace=False)
    wrong = list(config.warnings)
    for name, value in values:
        if name not in config.syms or not config.syms[name].set_value(value):
            wrong.append("%s cannot be %s" % (name, value))
    wrong += ["%s was assigned %s but got %s" % (symbol.name, kconfiglib.TRI_TO_STR.get(symbol.user_value,
                                                                                       symbol.user_value),
                                                 symbol.str_value)
              for symbol in config.unique_defined_syms
              if symbol.user_value is not None and symbol.user_value not in (symbol.str_value, symbol.tri_value)]
    return config, wrong


def module_names():
    """A module must not change options of others."""
    with open(os.path.join(ROOT, "port", "zephyr", "Kconfig"), encoding="utf-8") as file:
        return [line.split()[1] for line in file if line.startswith(("config ", "menuconfig "))]


def builds():
    for version in NEEDED:
        yield version, "qemu_cortex_m3", ["prj.conf", "boards/qemu_cortex_m3.conf"]
        native = ["prj.conf", "boards/native_sim.conf"]
        yield version, "native_sim", native + ["native_tap.conf"] * (version == "3.5")


def main():
    values = [word.split("=", 1) for word in sys.argv[2:]]
    failed = ["%s does not begin with PIPIT" % name for name in module_names() if not name.startswith("PIPIT")]
    for version, board, files in builds():
        config, wrong = merged(version, board, files, values)
        on = dict.fromkeys(NEEDED[version], "y")
        on.update(ON_BOARD[board])
        if board == "native_sim" and version != "3.5":
            on["NET_NATIVE_OFFLOADED_SOCKETS"] = "y"
        wrong += ["%s is not %s" % (name, value) for name, value in on.items()
                  if name not in config.syms or config.syms[name].str_value != value]
        failed += ["%s %s: %s" % (version, board, text.split("\n")[0]) for text in wrong]
    config.write_autoconf(sys.argv[1])
    print("\n".join(failed) if failed else "Zephyr's menus: %d builds" % len(list(builds())))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
