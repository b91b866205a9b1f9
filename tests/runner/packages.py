# SPDX-License-Identifier: MIT
"""The packages and the tools that checks need. Their names are in tests/packages.sh and boards/common/packages.sh."""

import re
import subprocess

BEGIN = ". tests/packages.sh && . boards/common/packages.sh && "
MISSING = BEGIN + 'packages_missing $(packages_of "$@")'
UNKNOWN = BEGIN + 'packages_unknown $(packages_of "$@")'
INSTALL = BEGIN + 'packages_install "$@"'
OPTIONAL = {"openssl"}  # where its packages cannot be installed, for example without root, its checks are skipped
VERSION = re.compile(r"\b(\d+)\.\d+")


def lines(root, script, *words):
    done = subprocess.run(["bash", "-c", script, "packages", *words], cwd=root, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.split()


def install(root, groups):
    """Installs missing packages. {group: the packages that cannot be installed here}, or None if apt failed."""
    groups = sorted(set(groups))
    missing = lines(root, MISSING, *groups) if groups else []
    if not missing:
        return {}
    subprocess.run(["bash", "-c", BEGIN + "packages_refresh"], cwd=root, check=False)
    unknown = {group: lines(root, UNKNOWN, group) for group in groups}
    absent = {name for names in unknown.values() for name in names}
    wanted = set(lines(root, MISSING, *(group for group in groups if group not in OPTIONAL))) - absent
    if wanted and not can_install(root, sorted(wanted)):
        return None
    for group in OPTIONAL.intersection(groups):
        more = sorted(set(lines(root, MISSING, group)) - absent)
        if more and not can_install(root, more):
            unknown[group] += more
    return {group: names for group, names in unknown.items() if names}


def can_install(root, names):
    return subprocess.run(["bash", "-c", INSTALL, "packages", *names], cwd=root, check=False).returncode == 0


def other_version(tool, major):
    """Why a check that needs this version of a tool cannot run; "" if it can."""
    try:
        said = subprocess.run([tool, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return "%s %s is not here" % (tool, major)
    found = VERSION.search(said)
    return "" if found and found[1] == major else "it is made for %s %s; here is %s" % (tool, major, found[1] if found else "?")
