#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks the files that package managers read: they have the documented fields, and name only files that exist.

Needs Debian's python3-yaml; run it with Debian's Python."""

import glob
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".."))
# The fields of each kind of file: (required, optional).
COMPONENT = ({"version", "description", "license", "dependencies", "targets", "files", "examples", "tags"},
             {"url", "repository", "repository_info", "documentation", "issues", "discussion", "maintainers", "sbom"})
COMPONENT_FILES = {"use_gitignore", "include", "exclude"}
# Files that ESP-IDF's component manager does not put into an archive, unless the manifest has use_gitignore.
COMPONENT_LEFT_OUT = ["**/__pycache__/*", "**/*.pyc", "**/.DS_Store", "**/.git/**/*", "**/dist/**/*", "**/build/**/*",
                      "**/build_*/**/*", "**/managed_components/**/*", "**/dependencies.lock", "**/sdkconfig",
                      "**/sdkconfig.old"]
COMPONENT_MOST_BYTES = 1 << 20
LIBRARY = ({"name", "version", "description", "keywords", "license", "frameworks", "platforms", "headers", "build", "export",
            "dependencies", "authors", "examples"}, {"homepage", "repository"})
LIBRARY_BUILD = {"srcDir", "srcFilter", "includeDir", "flags", "libArchive", "libLDFMode", "libCompatMode",
                 "unflags", "extraScript"}
PROPERTIES = ({"name", "version", "author", "maintainer", "sentence", "paragraph", "category", "url", "architectures"},
              {"includes", "depends", "license"})
MODULE = ({"name", "build"}, {"samples", "tests", "boards", "security", "package-managers", "runners"})
MODULE_BUILD = {"cmake", "kconfig", "cmake-ext", "kconfig-ext", "depends", "settings"}

wrong = []


def check(holds, text):
    if not holds:
        wrong.append(text)


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def fields(path, found, expected):
    must, may = expected
    check(must <= set(found), "%s: %s missing" % (path, ", ".join(sorted(must - set(found)))))
    check(set(found) <= must | may, "%s: %s unknown" % (path, ", ".join(sorted(set(found) - must - may))))


def there(path, name):
    check(os.path.exists(os.path.join(ROOT, name)), "%s: %s is not there" % (path, name))


def component_archive(found):
    """The files that the component manager packs from a clone in which the example was built."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(("git", "clone", "-q", ROOT, folder), check=True)
        top = pathlib.Path(folder)
        built = top / "boards" / "esp32" / "build"
        built.mkdir()
        (built / "pipit_esp32.bin").write_bytes(b"1")
        left_out = found["files"]["exclude"] + ([] if found["files"].get("use_gitignore") else COMPONENT_LEFT_OUT)
        kept = set(top.glob("**/*"))
        for pattern in left_out:
            kept -= set(top.glob(pattern))
        return {str(file.relative_to(top)): file.stat().st_size for file in kept if file.is_file()}


def component_packed(path, found):
    packed = component_archive(found)
    for name in packed:
        check(not re.match(r"\.git(/|$)|.*/build/", name), "%s: %s is in the archive" % (path, name))
    size = sum(packed.values())
    check(size < COMPONENT_MOST_BYTES, "%s: the archive holds %d bytes" % (path, size))
    for name in ("CMakeLists.txt", "Kconfig", "LICENSE", "core/files.cmake", "core/include/pipit/pipit.h",
                 "port/esp_idf.cmake", "port/mbedtls/files.cmake", "examples/led_matrix/main.c"):
        check(name in packed, "%s: %s is not in the archive" % (path, name))


def component(path="idf_component.yml"):
    found = yaml.safe_load(read(path))
    fields(path, found, COMPONENT)
    check(set(found["files"]) <= COMPONENT_FILES, path + ": files")
    component_packed(path, found)
    for pattern in found["files"]["exclude"]:
        check(pattern.startswith(".git") or glob.glob(os.path.join(ROOT, pattern), recursive=True, include_hidden=True) != [], "%s: %s" % (path, pattern))
    for example in found["examples"]:
        there(path, os.path.join(example["path"], "CMakeLists.txt"))
        there(path, os.path.join(example["path"], "main", "idf_component.yml"))
    # These files must be in the archive, because the component is built from them.
    kept = [name for name in ("core/src", "core/include/pipit", "port/posix", "port/mbedtls", "boards/esp32")
            if any(pattern.startswith(name) for pattern in found["files"]["exclude"])]
    check(kept == [], "%s: %s must not be excluded" % (path, kept))
    inner = yaml.safe_load(read("boards/esp32/main/idf_component.yml"))
    target = os.path.join("boards/esp32/main", inner["dependencies"]["NAMESPACE/pipit"]["override_path"])
    check(os.path.normpath(target) == ".", "boards/esp32: override_path leads to " + target)


def library(path="library.json"):
    found = json.loads(read(path))
    fields(path, found, LIBRARY)
    check(set(found["build"]) <= LIBRARY_BUILD, path + ": build")
    for pattern in found["build"]["srcFilter"]:
        name = re.fullmatch(r"[+-]<(.*)>", pattern)
        check(name and glob.glob(os.path.join(ROOT, name[1])), "%s: %s" % (path, pattern))
    address = found.get("repository", {"url": "https://"})["url"]
    check(re.match(r"https?://", address), "%s: %s is no address of a repository" % (path, address))
    check("README.md" in found["export"]["include"], path + ": README.md is not exported")
    for name in found["export"]["include"] + [found["build"]["includeDir"]]:
        there(path, name)
    for example in found["examples"]:
        for name in example["files"]:
            there(path, os.path.join(example["base"], name))
        check(set(example["files"]) == set(os.listdir(os.path.join(ROOT, example["base"]))), path + ": files of an example")
    folders = [flag.split()[1] for flag in found["build"]["flags"]]
    check(any(os.path.exists(os.path.join(ROOT, folder, found["headers"])) for folder in folders), path + ": headers")


def properties(path="port/arduino/library.properties"):
    found = dict(line.split("=", 1) for line in read(path).splitlines())
    fields(path, found, PROPERTIES)
    there(path, os.path.join("port/arduino", found["includes"]))


def module(path="zephyr/module.yml"):
    found = yaml.safe_load(read(path))
    fields(path, found, MODULE)
    check(set(found["build"]) <= MODULE_BUILD, path + ": build")
    there(path, os.path.join(found["build"]["cmake"], "CMakeLists.txt"))
    there(path, found["build"]["kconfig"])
    for sample in found.get("samples", []):
        there(path, os.path.join(sample, "sample.yaml"))


def main():
    component()
    library()
    properties()
    module()
    print("\n".join(wrong) or "4 manifests")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
