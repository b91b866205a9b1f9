# SPDX-License-Identifier: MIT
"""Compile, link and analyse objects of one target."""

import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "repo"))

import core_files
from callgraph import CallGraph
from targets import COMPILE, FORBIDDEN, HELPERS, LIBC, STACK

SIZE_DIR = os.path.dirname(os.path.abspath(__file__))
CORE = core_files.CORE
INCLUDE = os.path.join(CORE, "include")
ALLOCATED = re.compile(r"\.(text|rodata|srodata|literal|irom0|ARM\.ex)")
MAP_LINE = re.compile(r"^ (\.[\w.$-]+)\s+0x[0-9a-f]+\s+0x([0-9a-f]+) (\S+\.o)$")


class Failed(Exception):
    """An error with one line for the user."""


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        first = next((line for line in lines if "error" in line), lines[0] if lines else "no message")
        raise Failed("%s failed: %s" % (os.path.basename(command[0]), first))
    return done.stdout


def core_sources():
    """The list of core/files.cmake, so that the measured files are those that are built."""
    names = core_files.names()
    for name in names:
        if not os.path.exists(os.path.join(CORE, name)):
            raise Failed("core/%s: listed in core/files.cmake but absent" % name)
    return names


def public_functions():
    """Names of the functions that the public headers declare."""
    names = set()
    for header in headers():
        with open(os.path.join(INCLUDE, header), encoding="utf-8") as f:
            text = re.sub(r"/\*.*?\*/|^\s*#.*?$", "", f.read(), flags=re.S | re.M)
        names.update(re.findall(r"\b(pipit_\w+)\(", text))
    return names


def headers():
    return sorted("pipit/" + h for h in os.listdir(os.path.join(INCLUDE, "pipit")))


def jsmn_header():
    for folder in (os.environ.get("PIPIT_JSMN_DIR", ""), "/usr/include", "/usr/local/include"):
        if folder and os.path.exists(os.path.join(folder, "jsmn.h")):
            return os.path.join(folder, "jsmn.h")
    raise Failed("jsmn.h not found: apt-get install libjsmn-dev, or set PIPIT_JSMN_DIR")


class Toolchain:
    """One target's compiler, working in one folder."""

    def __init__(self, target, folder):
        self.target = target
        self.folder = os.path.join(folder, target.name)
        self.graph = CallGraph()
        self.objects = {}       # source name -> object path
        if not shutil.which(target.prefix + "gcc"):
            raise Failed("%s: %sgcc not found: apt-get install %s" % (target.title, target.prefix, target.package))
        jsmn = os.path.join(self.folder, "jsmn")
        os.makedirs(jsmn, exist_ok=True)
        # In a separate folder, because a cross compiler must not find the host's /usr/include.
        shutil.copy(jsmn_header(), jsmn)
        self.includes = ("-I" + INCLUDE, "-isystem", jsmn, "-isystem", os.path.join(SIZE_DIR, "freestanding"))

    def tool(self, name, *args):
        return run(self.target.prefix + name, *args)

    def compile(self, source, *extra, folder=""):
        obj = os.path.join(self.folder, folder, os.path.basename(source)[:-2] + ".o")
        self.tool("gcc", *self.target.flags, *COMPILE, *extra, *self.includes, "-c", source, "-o", obj)
        return obj

    def compile_core(self):
        for name in core_sources():
            obj = self.compile(os.path.join(CORE, name), *STACK)
            self.objects[os.path.basename(name)] = obj
            with open(obj[:-2] + ".ci", encoding="utf-8") as f:
                self.graph.add(f.read(), os.path.basename(name))
            with open(os.path.join(CORE, name), encoding="utf-8") as f:
                self.graph.add_hooks(f.read(), os.path.basename(name))
            self.graph.add_code(self.tool("objdump", "-dr", obj), os.path.basename(name))

    def text_of(self, obj):
        """(code and constants, data, bss) in bytes."""
        text, data, bss = self.tool("size", obj).splitlines()[1].split()[:3]
        return int(text), int(data), int(bss)

    def symbols(self, obj, *options):
        """[(name, kind letter, size)] of an object."""
        found = []
        for line in self.tool("nm", "-P", *options, obj).splitlines():
            fields = line.split()
            found.append((fields[0], fields[1], int(fields[3], 16) if len(fields) > 3 else 0))
        return found

    def whole_core(self):
        """All objects joined, so that only external functions are undefined."""
        joined = os.path.join(self.folder, "core.o")
        self.tool("ld", *self._emulation(), "-r", "-o", joined, *self.objects.values())
        return joined

    def _emulation(self):
        return ("-m", "elf32lriscv") if self.target.name == "rv32imc" else ()

    def nm_gate(self):
        """(names of external functions, complaints)."""
        joined = self.whole_core()
        outside, complaints = [], []
        for name, kind, size in self.symbols(joined):
            if kind in "Uw":
                outside.append(name)
                if re.fullmatch(FORBIDDEN, name) or not re.fullmatch("%s|%s" % (LIBC, HELPERS), name):
                    complaints.append("%s: the core calls %s; allowed are mem*, str* and compiler helpers" %
                                      (self.target.title, name))
            elif kind in "dDbBsSgGC":
                complaints.append("%s: %s is a global variable of %d B; the core has none" %
                                  (self.target.title, name, size))
            elif kind.isupper() and not name.startswith("pipit_"):
                complaints.append("%s: global name %s does not begin with pipit_" % (self.target.title, name))
        data, bss = self.text_of(joined)[1:]
        if data or bss:
            complaints.append("%s: core has .data %d B and .bss %d B; both must be 0" % (self.target.title, data, bss))
        return outside, complaints

    def linked(self, name, outside):
        """Bytes of each source of the core that are linked into one of the programs/."""
        os.makedirs(os.path.join(self.folder, "programs"), exist_ok=True)
        # Not merged, because then the linker counts all strings for the first file that has any.
        program = self.compile(os.path.join(SIZE_DIR, "programs", name + ".c"), "-fno-merge-constants", folder="programs")
        objects = {path: source for source, path in self.objects.items()}
        map_file = os.path.join(self.folder, name + ".map")
        # libc and the compiler's helpers are not linked (each gets the address of main), so that only the core is
        # counted, and a compiler without them is enough.
        others = ["-Wl,--defsym=%s=main" % name for name in outside]
        static = ("-static",) if self.target.bits == 64 else ()
        self.tool("gcc", *self.target.flags, *static, "-nostdlib", "-Wl,--gc-sections", "-Wl,-e,main",
                  "-Wl,-Map=" + map_file, *others, program, *objects, "-o",
                  os.path.join(self.folder, name + ".elf"))
        with open(map_file, encoding="utf-8") as f:
            return read_map(f.read(), objects)

    def structs(self):
        """{structure: bytes}."""
        obj = self.compile(os.path.join(SIZE_DIR, "structs.c"), "-fno-common")
        return {name[len("size_of_"):]: size for name, kind, size in self.symbols(obj) if name.startswith("size_of_")}


def read_map(text, sources):
    """{source: bytes of code and constants} from a linker map; only what the linker kept."""
    kept = text[text.index("Linker script and memory map"):]
    # Long section names are on a separate line.
    kept = re.sub(r"^( \.\S+)\n\s+", r"\1 ", kept, flags=re.M)
    sizes = dict.fromkeys(sources.values(), 0)
    for line in kept.splitlines():
        match = MAP_LINE.match(line)
        if match and match.group(3) in sources and ALLOCATED.match(match.group(1)):
            sizes[sources[match.group(3)]] += int(match.group(2), 16)
    return sizes
