#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Make the certificates that the TLS tests of the ports use: make_certs.py FOLDER"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "server"))

import certs  # noqa: E402

for kind in certs.KINDS:
    certs.ensure(sys.argv[1], kind)
