#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes small mistakes in the core, one at a time, and checks that the tests find them.

usage: tests/hostile/mutation/run.py [--mistakes 240] [--seed 1] [--only FILE] [--build build/mutation] [--jobs 2]

Fails if a mistake that no test finds is not explained in survivors.txt; or, with 200 mistakes or more, if the tests find
less than 95 %.
"""

import argparse
import glob
import hashlib
import json
import os
import queue
import re
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
sys.path.insert(0, os.path.join(ROOT, "tests", "repo"))

import core_files  # noqa: E402
from mistakes import made, mistakes, told  # noqa: E402

SURVIVORS = os.path.join(HERE, "survivors.txt")
LIBRARY = "libpipit_core.so"
LEAST_PERCENT = 95
ENOUGH = 200  # mistakes that are enough for a percentage
MEMORY_BYTES = 1 << 30
DIFFERENTIAL = re.compile(r"pipit_(select|json|line)")  # for these files two more programs run, which build the core themselves
COMPARED = [["python3", os.path.join(ROOT, "tests", "behaviour", "json", "differential.py"), "50000"],
            ["python3", os.path.join(ROOT, "tests", "behaviour", "select", "differential.py"), "2000"]]
SIMULATED = [["cuts", "7"], ["pipit-sim", "--days", "7", "--worlds", "12"]]


def built(build):
    """Configures and builds everything, with objects for a shared library."""
    subprocess.run(["cmake", "-S", ROOT, "-B", build, "-DPIPIT_TESTS=ON", "-DPIPIT_ASSERTS=ON", "-DCMAKE_BUILD_TYPE=Release",
                    "-DCMAKE_C_FLAGS_RELEASE=-O2", "-DCMAKE_POSITION_INDEPENDENT_CODE=ON"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", build, "--parallel", "2"], check=True, stdout=subprocess.DEVNULL)


def compile_commands(build):
    """{file of core: the command without -o and what follows; a changed copy finds the headers beside the file}"""
    sources = set(core_files.paths())
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        return {os.path.basename(entry["file"]): shlex.split(entry["command"].split(" -o ")[0]) +
                ["-w", "-I" + os.path.dirname(entry["file"])] for entry in json.load(file) if entry["file"] in sources}


def objects(build):
    return {os.path.basename(path)[:-2]: path
            for path in glob.glob(os.path.join(build, "core", "CMakeFiles", "pipit_core.dir", "src", "*", "*.o"))}


def library(folder, parts):
    subprocess.run(["gcc", "-shared", "-Wl,-Bsymbolic,-soname=" + LIBRARY, *parts.values(), "-o", os.path.join(folder, LIBRARY)], check=True)


def linked_anew(build, folder):
    """Links the programs of the build again, with the core as a shared library. @return their names"""
    programs = []
    for path in glob.glob(os.path.join(build, "tests", "**", "link.txt"), recursive=True):
        with open(path, encoding="utf-8") as file:
            words = shlex.split(file.read())
        if "-o" not in words or not any(word.endswith("libpipit_core.a") for word in words):
            continue
        name = os.path.basename(words[words.index("-o") + 1])
        words[words.index("-o") + 1] = os.path.join(folder, name)
        words = [os.path.join(folder, LIBRARY) if word.endswith("libpipit_core.a") else word for word in words]
        subprocess.run(words, check=True, cwd=os.path.dirname(os.path.dirname(os.path.dirname(path))))
        programs.append(name)
    return programs


def commands(build, folder, programs):
    """The commands of ctest for unit tests and corpora, and some simulated worlds."""
    said = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], check=True, capture_output=True, text=True).stdout
    for test in json.loads(said)["tests"]:
        name = os.path.basename(test.get("command", [""])[0])
        places = [p["value"] for p in test.get("properties", []) if p["name"] == "WORKING_DIRECTORY"]
        if name in programs and re.search(r"tests/(behaviour/unit|hostile/fuzz)$", places[0]):
            yield [os.path.join(folder, name), *test["command"][1:]]
    for command in SIMULATED:
        yield [os.path.join(folder, command[0]), *command[1:]]


def bounded():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def passes(command, folder, seconds, bounds=bounded):
    environment = dict(os.environ, LD_LIBRARY_PATH=folder, PIPIT_CORE=os.path.join(folder, "core"))
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, timeout=seconds,
                              preexec_fn=bounds).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def timed(tests, folder):
    """[(seconds, command)], the fast ones first; the unchanged core must pass."""
    times = []
    for command in tests:
        begin = time.monotonic()
        if not passes(command, folder, 600):
            sys.exit("FAILED  core as it is: %s" % " ".join(command))
        times.append((time.monotonic() - begin, command))
    print("core as it is: %d programs, %.0f s" % (len(times), sum(seconds for seconds, _ in times)), flush=True)
    return sorted(times)


def sources():
    texts = {}
    for path in core_files.paths():
        with open(path, encoding="utf-8") as file:
            texts[os.path.basename(path)] = file.read()
    return texts


def drawn(texts, only, seed):
    """All mistakes, in an order that depends on the seed, and does not change if other code changes."""
    hat = [mistake for name, text in texts.items() if only in (None, name) for mistake in mistakes(name, text)]
    return sorted(hat, key=lambda m: hashlib.sha256(("%d %s" % (seed, told(texts[m.file], m))).encode()).digest())


class Bench:
    """One folder with its own library, in which one mistake at a time is tried."""

    def __init__(self, folder, parts, compilers, tests):
        self.folder, self.parts, self.compilers, self.tests, self.codes = folder, parts, compilers, tests, {}

    def code(self, name, text):
        """The compiled code; None if it does not compile."""
        source = os.path.join(self.folder, name)
        with open(source, "w", encoding="utf-8") as file:
            file.write(text)
        done = subprocess.run([*self.compilers[name], "-o", source + ".o", "-c", source], stderr=subprocess.DEVNULL)
        if done.returncode:
            return None
        with open(source + ".o", "rb") as file:
            return file.read()

    def seen(self, mistake, text):
        """The program that found it; "" if none did; None if it is not a mistake (it does not compile, or the code is equal)."""
        name = mistake.file
        if name not in self.codes:
            self.codes[name] = self.code(name, text)
        if self.code(name, made(text, mistake)) in (None, self.codes[name]):
            return None
        library(self.folder, {**self.parts, name: os.path.join(self.folder, name + ".o")})
        for seconds, command in self.tests:
            if not passes(command, self.folder, 5 + 10 * seconds):
                return os.path.basename(command[0])
        return self.seen_by_comparing(mistake.file)

    def seen_by_comparing(self, name):
        """Compares with Python's json, for files that read JSON. Not with AddressSanitizer, which needs too much address
        space."""
        if not DIFFERENTIAL.match(name):
            return ""
        core = os.path.join(self.folder, "core")
        shutil.rmtree(core, ignore_errors=True)
        shutil.copytree(core_files.CORE, core)
        shutil.copy(os.path.join(self.folder, name), os.path.join(core, os.path.relpath(core_files.path_of(name), core_files.CORE)))
        for command in COMPARED:
            if not passes(command, self.folder, 300, None):
                return os.path.relpath(command[1], ROOT)
        return ""


def judged():
    with open(SURVIVORS, encoding="utf-8") as file:
        return {line.rstrip("\n") for line in file if line.startswith("pipit_")}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--mistakes", type=int, default=240, help="how many; 0: all there are")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", help="one file of core/src, without its folder")
    options.add_argument("--build", default=os.path.join(ROOT, "build", "mutation"))
    options.add_argument("--jobs", type=int, default=2)
    options = options.parse_args()
    build = os.path.abspath(options.build)
    built(build)
    parts, compilers = objects(build), compile_commands(build)
    with tempfile.TemporaryDirectory() as base:
        library(base, parts)
        tests = timed(list(commands(build, base, linked_anew(build, base))), base)
        benches = queue.Queue()
        for number in range(options.jobs):
            folder = os.path.join(base, str(number))
            os.mkdir(folder)
            benches.put(Bench(folder, parts, compilers, tests))

        def tried(mistake):
            bench = benches.get()
            try:
                return mistake, told(texts[mistake.file], mistake), bench.seen(mistake, texts[mistake.file])
            finally:
                benches.put(bench)

        texts = sources()
        hat = iter(drawn(texts, options.only, options.seed))
        known, seen, survivors, unjudged = judged(), 0, 0, 0
        with ThreadPoolExecutor(options.jobs) as pool:
            wanted = options.mistakes or sys.maxsize
            while seen + survivors < wanted:
                batch = [m for _, m in zip(range(min(4 * options.jobs, wanted - seen - survivors)), hat)]
                if not batch:
                    break
                for mistake, name, by in pool.map(tried, batch):
                    if by is None:
                        continue
                    seen += by != ""
                    survivors += by == ""
                    if by == "":
                        unjudged += name not in known
                        print("%s %s [line %d]" % ("judged " if name in known else "FAILED ", name, mistake.line), flush=True)
                    else:
                        print("seen    %s [%s]" % (name, by), flush=True)
    percent = 100.0 * seen / max(1, seen + survivors)
    print("%d of %d mistakes seen, %.1f %%; %d others, %d of them not judged" % (seen, seen + survivors, percent, survivors, unjudged))
    return 0 if unjudged == 0 and (percent >= LEAST_PERCENT or seen + survivors < ENOUGH) else 1


if __name__ == "__main__":
    sys.exit(main())
