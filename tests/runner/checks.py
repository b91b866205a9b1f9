# SPDX-License-Identifier: MIT
"""Every check of Pipit: what it runs, when, what it needs, and which kind of defect only this check finds.

A tier is "quick", "change" or "all"; each tier also runs the checks of the tiers before it. A check with a `part` is
long: `change` runs only a part of it, chosen by the commit; `all` runs it completely. The longest checks take turns: for
each commit, `change` runs a part of only one of them.
"""

import os
import subprocess
import sys
from typing import Callable, NamedTuple, Optional, Tuple

TIERS = ("quick", "change", "all")
PYTHON = sys.executable
JOBS = str(os.cpu_count() or 1)
ARM_GCC = ("arm-none-eabi-gcc", "12")
GCC = ("gcc", "12")


class Check(NamedTuple):
    name: str
    group: str
    tier: str
    sees: str                     # the kind of defect, for the table in tests/README.md
    command: Tuple[str, ...]
    part: Optional[Callable[[int], Tuple[str, ...]]] = None
    turn: Optional[int] = None    # from 0 to TURNS - 1: the turn on which `change` runs a part of it; None: each turn
    needs: Tuple[str, ...] = ()   # groups of packages (tests/packages.sh)
    after: Tuple[str, ...] = ()   # checks whose results this one needs
    cores: int = 1                # 0: it mostly waits
    counts_tests: bool = False    # ctest: each of its tests is counted
    again: Tuple[str, ...] = ()   # the command that runs alone, and slower, after a failure
    pins: Tuple[Tuple[str, str], ...] = ()  # tools and the versions that are required; with another version the check is skipped
    tells: int = 0                # number of last lines that are also shown after success


def shell(text):
    return ("bash", "-c", text)


def ctest(folder, *options):
    return ("ctest", "--test-dir", folder, "-j", "2", "--no-tests=error", "--output-on-failure", *options)


TURNS = 4


def one_of(names, n):
    return names[n % len(names)]


CLI_UNDER_SANITIZERS = ("test_calls test_cli", "test_recovery test_bad_input", "test_network test_streams",
                        "test_scenarios test_refusals test_out test_stop", "test_replay test_ladders test_many test_memory")
CLI_WITH_OPENSSL = ("memory", "bad_input", "cli out terminal", "recovery replay", "streams", "calls", "scenarios ladders", "refusals")
CLI_ASAN = "PIPIT_BIN=build/asan/bin/pipit %s tests/behaviour/cli %s"
FUZZ_PAIRS = ("head body", "lines json", "answers engine", "request proxy")
MACHINES = ("cortex-m0", "rv32imc", "xtensa", "mips", "s390x", "aarch64")
# The four firmwares whose instructions are counted are also built by other checks of this tier.
BOARD_VARIANTS = ("mps2-an385-small", "lm3s6965evb-16k", "riscv-virt-16k", "xtensa-lx60-16k", "mps2-an385-normal",
                  "mps2-an511-small", "mps2-an386-small mps2-an500-small mps2-an505-small", "lm3s6965evb-4k",
                  "riscv-virt-4k", "xtensa-lx60-4k", "mps2-an385-normal-asserts")
BOARDS = ("mps2", "lm3s6965evb", "riscv-virt", "xtensa-lx60")
LWIP = ("contract", "command", "bad-link")
TIDY = ("^core/", "^(port|examples|tests/behaviour/port)/")
MBEDTLS36 = ("large", "small")
WAYS = ("esp_idf arduino zephyr pico_w mbedtls4 core_tests manifests version", "find_package find_package_core moved_prefix pkg_config debian",
        "esp_idf arduino zephyr pico_w fetch_content makefile archive")
SHORT_ATTACKS = ("--only", "DripTest", "--only", "ResetTest", "--only", "nonsense")
PROOFS = ("pipit_http_head.c", "pipit_hash.c pipit_time.c pipit_http_body.c", "pipit_line.c pipit_json.c", "pipit_json_text.c",
          "pipit_backoff.c pipit_proxy.c")


def cli_under_sanitizers(n):
    files = " ".join("tests/behaviour/cli/%s.py" % name for name in one_of(CLI_UNDER_SANITIZERS, n).split())
    return shell(CLI_ASAN % (PYTHON, files))


CHECKS = (
    # ---- quick: for a change of some lines, without a cross compiler
    Check("build", "build", "quick", "what gcc warns of; what does not link",
          shell("cmake --preset tests && cmake --build --preset tests -j " + JOBS), needs=("build", "test"), cores=2),
    Check("command", "command", "quick", "wrong behaviour over real sockets: time-outs, reconnects, TLS, proxies, output",
          (PYTHON, "tests/behaviour/cli"), needs=("test",), after=("build",)),
    Check("openssl", "tls", "quick", "the command with OpenSSL: TLS, certificates, sessions, floods; a build without the tests of port/openssl",
          ("tests/behaviour/cli/openssl.sh", "--all"), part=lambda n: ("tests/behaviour/cli/openssl.sh", *one_of(CLI_WITH_OPENSSL, n).split()), needs=("build", "test", "openssl"),
          after=("build",)),
    Check("unit", "core", "quick", "wrong behaviour of a function, of a message, of a port under its contract",
          ctest("build", "-LE", "long"), needs=("build", "test"), after=("build",), counts_tests=True,
          again=ctest("build", "--rerun-failed", "-j", "1")),
    Check("local-x", "command", "quick", "a local X that is not like X",
          (PYTHON, "-m", "unittest", "discover", "-s", "tests/behaviour/server"), needs=("test",),
          again=(PYTHON, "-m", "unittest", "discover", "-s", "tests/behaviour/server")),
    Check("situations", "texts", "quick", "a situation on the wire without a test", ("tests/repo/situations.py",)),
    Check("peers", "texts", "quick", "a claim about other clients that no test proves", ("tests/repo/peers.py",)),
    Check("security", "texts", "quick", "a sentence of SECURITY.md, or an attack, without a test that runs",
          ("tests/hostile/attacks/run.py", "--check")),
    Check("sdk-tables", "texts", "quick", "a README that says something else than was built", ("tests/elsewhere/sdk/table.py",)),
    Check("runner", "texts", "quick", "a test command that hides a failure",
          (PYTHON, "-m", "unittest", "discover", "-s", "tests/runner")),
    Check("words", "core", "quick", "a number of pipit_hash.h that is not its word's, or two words that meet",
          ("tests/repo/words.py",)),
    Check("rooms", "core", "quick", "a reference from a lower room to a higher one, of core, the command or the simulation; two files that need each other",
          ("tests/repo/rooms.py",), needs=("build",)),
    Check("json", "core", "quick", "JSON that is read otherwise than by Python's json", ("tests/behaviour/json/differential.py",)),
    Check("select", "core", "quick", "select that picks something else than Python's json does",
          ("tests/behaviour/select/differential.py",)),
    Check("headers", "build", "quick", "a header that needs another, or is no C++11", ("tests/repo/headers.sh",), needs=("test",)),
    Check("freestanding", "build", "quick", "a libc function or a variable in core", ("tests/repo/symbols.sh",)),
    Check("readme-program", "texts", "quick", "a first program that does not compile", ("tests/repo/readme_program.sh",),
          after=("build",)),
    Check("format", "texts", "quick", "another layout than that of clang-format 14", ("tests/repo/format.sh",), needs=("format",), pins=(("clang-format", "14"),)),
    Check("ticker", "boards", "quick", "wrong text or layout on a board's screen", ("tests/elsewhere/boards/ticker_units.sh",),
          needs=("test",)),
    Check("arithmetic", "boards", "quick", "wrong division on the ESP8266's processor",
          ("tests/elsewhere/boards/lx106_arithmetic.sh",), needs=("test",)),

    # ---- change: for every change
    Check("lwip", "lwip", "change", "the port over lwIP: its contract, its pools", ("tests/behaviour/lwip/run.sh",),
          part=lambda n: ("tests/behaviour/lwip/run.sh", "--only", one_of(LWIP, n)), turn=3, needs=("sources",), cores=0),
    Check("screens", "boards", "change", "screens, buttons, fences, 1,000 reconnects of the ticker",
          (PYTHON, "tests/behaviour/cli", "tests/elsewhere/boards/lm3s_test.py"), needs=("boards",)),
    Check("simulated", "sim", "change", "an order of events that breaks X's rules; an end of the link at any byte",
          ctest("build", "-L", "long"), after=("build",), needs=("build", "test"), counts_tests=True),
    Check("build-asan", "sanitizers", "change", "what the compiler sees only with sanitizers",
          shell("cmake --preset asan && cmake --build --preset asan -j " + JOBS), needs=("build", "test"), cores=2),
    Check("unit-asan", "sanitizers", "change", "memory used wrongly, undefined behaviour, leaks; a broken invariant or a wrong call (PIPIT_ASSERT is on)",
          ctest("build/asan"), after=("build-asan",), counts_tests=True,
          again=ctest("build/asan", "--rerun-failed", "-j", "1")),
    Check("command-asan", "sanitizers", "change", "the same in the command, over sockets", shell(CLI_ASAN % (PYTHON, "")),
          part=cli_under_sanitizers, after=("build-asan",)),
    Check("clang", "build", "change", "what clang warns of, and gcc does not",
          shell("cmake -S . -B build/clang -DCMAKE_C_COMPILER=clang -DPIPIT_TESTS=ON -DPIPIT_OPENSSL=AUTO"
                " -DCMAKE_C_FLAGS=-DPIPIT_CFG_WORD_SCAN=0"
                " && cmake --build build/clang -j " + JOBS), needs=("clang",), cores=2),
    Check("unit-clang", "build", "all", "how small machines look for bytes (PIPIT_CFG_WORD_SCAN=0)",
          ctest("build/clang"), after=("clang",), counts_tests=True, again=ctest("build/clang", "--rerun-failed", "-j", "1")),
    Check("tidy", "build", "change", "suspicious C that compiles", ("tests/repo/tidy.sh", "build"),
          part=lambda n: ("tests/repo/tidy.sh", "build", one_of(TIDY, n)), after=("build",),
          needs=("clang",), cores=2, pins=(("clang-tidy", "14"),)),
    Check("mbedtls36", "tls", "change", "TLS 1.3, and TLS as microcontrollers have it, with mbedTLS 3.6",
          ("tests/behaviour/port/mbedtls36.sh",), part=lambda n: ("tests/behaviour/port/mbedtls36.sh", "--only", one_of(MBEDTLS36, n)),
          needs=("build", "test", "sources")),
    Check("size", "cost", "change", "code, stack or structures that grow", ("tests/cost/size/measure.py", "--growth"),
          needs=("cross",), pins=(ARM_GCC, GCC)),
    Check("stages", "cost", "change", "instructions per byte on a Cortex-M3 that grow", ("tests/cost/size/stages.py",),
          after=("build",), needs=("cross",), pins=(ARM_GCC,)),
    Check("instructions", "cost", "change", "instructions and allocations on a desk that grow",
          ("tests/cost/bench/instructions.py", "--check"), after=("build",), needs=("build", "test"), pins=(GCC,)),
    Check("linear", "cost", "change", "cost that grows faster than the input", ("tests/cost/bench/linear.py", "--large"),
          part=lambda n: ("tests/cost/bench/linear.py",), after=("build",), needs=("build", "test")),
    Check("shapes", "cost", "change", "input of some shape whose bytes cost too much, or more the longer it is",
          ("tests/cost/bench/shapes.py",), after=("build",), needs=("build", "test"), cores=2, tells=1),
    Check("attacks", "attacks", "change", "a peer that keeps the command busy, or alive, for ever", ("tests/hostile/attacks/run.py",),
          part=lambda _: ("tests/hostile/attacks/run.py", *SHORT_ATTACKS), after=("build",), needs=("build", "test"),
          tells=2),
    Check("fuzz", "fuzz", "change", "input that nobody thought of", ("tests/hostile/fuzz/run.sh", "--seconds", "120"),
          part=lambda n: ("tests/hostile/fuzz/run.sh", "--seconds", "25", *one_of(FUZZ_PAIRS, n).split()), needs=("clang",),
          cores=2, tells=8),
    Check("proof", "proof", "change", "undefined behaviour that no input of a test reaches", ("tests/hostile/proof/run.sh",),
          part=lambda n: ("tests/hostile/proof/run.sh", *one_of(PROOFS, n).split()), turn=0, needs=("proof",), cores=2, tells=4, pins=(("frama-c", "25"),)),
    Check("mutation", "mutation", "change", "tests that do not see a mistake", ("tests/hostile/mutation/run.py", "--mistakes", "40"),
          part=lambda n: ("tests/hostile/mutation/run.py", "--mistakes", "3", "--seed", str(n)), turn=1, cores=2, tells=24),
    Check("consume", "consume", "change", "a way into a user's build that does not work as its README says",
          ("tests/elsewhere/consume/run.sh",), part=lambda n: ("tests/elsewhere/consume/run.sh", *one_of(WAYS, n).split()), needs=("boards", "consume"), tells=16),
    Check("foreign", "foreign", "change", "what depends on the order of bytes, their alignment, the size of int",
          ("tests/elsewhere/foreign/run.sh",), part=lambda n: ("tests/elsewhere/foreign/run.sh", one_of(MACHINES, n)), turn=2, needs=("foreign",), tells=5),
    Check("tcc", "foreign", "change", "what only gcc and clang understand as it is meant",
          ("tests/elsewhere/foreign/run.sh", "tcc"), needs=("tcc",), tells=1),
    Check("freestanding-clang", "build", "change", "a libc function or a variable in core, as clang compiles it for a Cortex-M3",
          ("tests/repo/symbols.sh", "clang"), needs=("clang", "build")),
    Check("manual", "texts", "change", "a name, a path or a link in a page that leads nowhere; a declaration without a text",
          ("tests/repo/manual/run.sh",), needs=("manual",)),
    Check("boards-units", "boards", "change", "wrong behaviour of what the boards share", ("tests/elsewhere/boards/common_units.sh",),
          needs=("sources",)),
    Check("boards-build", "boards", "change", "a heap or an emulator's entropy in an image", (PYTHON, "tests/elsewhere/boards/build_test.py"),
          needs=("boards",), cores=2),
    Check("boards", "boards", "change", "what only a real machine shows: drivers, lwIP, TLS in an arena, the stack",
          (PYTHON, "tests/elsewhere/boards/test_board.py"),
          part=lambda n: (PYTHON, "tests/elsewhere/boards/test_board.py", *one_of(BOARD_VARIANTS, n).split()), after=("boards-build",),
          needs=("boards",)),
    Check("boards-memory", "boards", "change", "RAM, flash and stack of a board that grow",
          (PYTHON, "tests/elsewhere/boards/memory.py", "--check"),
          part=lambda n: (PYTHON, "tests/elsewhere/boards/memory.py", "--check", one_of(BOARDS, n)), after=("boards",), needs=("boards",), pins=(ARM_GCC,)),
    Check("boards-instructions", "boards", "change", "instructions from the wire to the callback that grow",
          (PYTHON, "tests/elsewhere/boards/instructions.py", "--check"), after=("boards-memory",), needs=("boards",), pins=(ARM_GCC,)),

    # ---- all: long, or rarely finds a defect that the others do not find
    Check("boards-tidy", "boards", "all", "suspicious C of the boards",
          ("tests/elsewhere/boards/tidy.sh", *("build/boards/" + name for name in ("mps2-an385-small", "mps2-an505-small",
                                                                         "lm3s6965evb-16k", "riscv-virt-16k", "xtensa-lx60-16k"))),
          after=("boards",), needs=("boards", "clang"), cores=2, pins=(("clang-tidy", "14"),)),
    Check("bare-metal", "tls", "all", "TLS that pulls in a heap, stdio or a clock", ("tests/behaviour/port/tls_bare_metal.sh",),
          needs=("boards", "sources")),
    Check("years", "sim", "all", "what happens once in years of bad network",
          ("build/bin/pipit-sim", "--seed", "1", "--days", "7", "--worlds", "1045", "--jobs", JOBS), after=("build",), cores=2,
          tells=48),
    Check("coverage", "coverage", "all", "lines and branches of core that no test reaches", ("tests/repo/coverage.sh",),
          needs=("build", "test"), cores=2, tells=48),
    Check("soak", "command", "all", "memory or descriptors that grow with time", (PYTHON, "tests/behaviour/cli/soak.py"),
          after=("build",), tells=6),
)


def slice_of_commit(root):
    """A number from the hash of the commit, so that each commit tests another part; 0 without git."""
    done = subprocess.run(["git", "-C", root, "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return int(done.stdout[:6], 16) % 1000 if done.returncode == 0 else 0


def choose(tier, names, n):
    """[(check, command)] of this tier, or of these checks and groups, after the checks that they need."""
    wanted = [check for check in CHECKS if TIERS.index(check.tier) <= TIERS.index(tier)]
    if names:
        for name in names:
            if all(name not in (check.name, check.group) for check in CHECKS):
                raise KeyError(name)
        wanted = [check for check in CHECKS if check.name in names or check.group in names]
        before = {name for check in wanted for name in check.after}
        wanted = [check for check in CHECKS if check in wanted or check.name in before]
    if tier == "all":
        return [(check, check.command) for check in wanted]
    return [(check, check.part(n // TURNS) if check.part else check.command) for check in wanted
            if names or check.turn in (None, n % TURNS)]
