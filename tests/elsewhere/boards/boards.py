# SPDX-License-Identifier: MIT
"""The boards: how each is built, and on which machine of QEMU it runs."""

import copy
import os
import subprocess

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".."))
BUILDS = os.environ.get("PIPIT_BOARD_BUILDS", os.path.join(ROOT, "build", "boards"))

# boards/common/fault.h, flash_check.h
FAULT, FLASH_CHANGED, NO_CARD = 99, 98, 96
FAULTS = dict.fromkeys(("null", "flash", "stack", "beyond", "jump"), FAULT)

# To count instructions: with icount each instruction takes one virtual nanosecond.
ICOUNT = ("-icount", "shift=0")


class Variant:
    """One firmware on one machine.

    everything   it runs all situations, not only those for all machines
    line_max     the longest line that fits into its receive buffer
    counted      its instructions are counted
    faults       each fault (boards/common/fault_test.h) -> the exit status of the emulator
    """

    def __init__(self, name, folder, machine, options=(), built_as=None, everything=False, line_max=9200, counted=False,
                 faults=None):
        self.name = name
        self.folder = folder
        self.machine = machine
        self.options = options
        self.build = os.path.join(BUILDS, built_as or name)
        self.everything = everything
        self.line_max = line_max
        self.counted = counted
        self.faults = faults or FAULTS

    def without_a_card(self):
        """The same firmware on a machine without a network card; None if this machine cannot be without one."""
        twin = copy.copy(self)
        if self.machine == RISCV:
            twin.machine = RISCV[:-4]
        elif self.machine == XTENSA:
            twin.machine = (*XTENSA[:-1], "none")
        else:
            return None
        return twin

    @property
    def elf(self):
        return os.path.join(self.build, self.folder + ".elf")

    @property
    def map(self):
        return os.path.join(self.build, self.folder + ".map")

    def make(self, jobs=2):
        """Builds what has changed; the output of the tools is shown only if they fail."""
        for command in (("cmake", "-S", os.path.join(ROOT, "boards", self.folder), "-B", self.build, *self.options),
                        ("cmake", "--build", self.build, "--parallel", str(jobs))):
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
            if done.returncode != 0:
                raise SystemExit("%s\n%s" % (" ".join(command), done.stdout[-6000:]))


def _mps2(machine, profile, asserts=False, **more):
    # an511 runs the firmware of an385; an511 has less memory.
    target = "an385" if machine == "an511" else machine
    options = ("-DPIPIT_MPS2_MACHINE=" + target, "-DPIPIT_MPS2_PROFILE=" + profile)
    end = "-asserts" if asserts else ""
    return Variant("mps2-%s-%s%s" % (machine, profile, end), "mps2",
                   ("qemu-system-arm", "-M", "mps2-" + machine, "-nic", "user,model=lan9118"),
                   options + (("-DPIPIT_BOARD_ASSERTS=ON",) if asserts else ()),
                   "mps2-%s-%s%s" % (target, profile, end), line_max=9200 if profile == "normal" else 2288, **more)


def _ticker(records, line_max, **more):
    return Variant("lm3s6965evb-" + records, "lm3s6965evb",
                   ("qemu-system-arm", "-M", "lm3s6965evb", "-nic", "user,model=stellaris"),
                   ("-DPIPIT_TICKER_RECORDS=" + records,), everything=True, line_max=line_max, **more)


RISCV = ("qemu-system-riscv32", "-M", "virt", "-bios", "none", "-global", "virtio-mmio.force-legacy=false",
         "-netdev", "user,id=n0", "-device", "virtio-net-device,netdev=n0")
# -m: the size of the RAM in boards/xtensa-lx60/memory.ld, so that there is no memory after it.
XTENSA = ("qemu-system-xtensa", "-M", "lx60-nommu", "-cpu", "lx106", "-m", "80K", "-nic", "user,model=open_eth")

# Xtensa's region protection cannot make memory read-only.
XTENSA_FAULTS = {"null": FAULT, "flash": FLASH_CHANGED, "stack": FAULT, "beyond": FAULT, "jump": FAULT}


def _core(folder, records, machine, **more):
    return Variant(folder + "-" + records, folder, machine, ("-DPIPIT_BOARD_RECORDS=" + records,), everything=True, **more)


BOARDS = {
    "mps2": (_mps2("an385", "small", everything=True, counted=True), _mps2("an385", "normal", everything=True, counted=True),
             _mps2("an385", "normal", asserts=True, everything=True), _mps2("an511", "small", everything=True),
             _mps2("an386", "small"), _mps2("an500", "small"), _mps2("an505", "small")),
    "lm3s6965evb": (_ticker("16k", 4080, counted=True), _ticker("4k", 8432)),
    "riscv-virt": (_core("riscv-virt", "16k", RISCV, counted=True), _core("riscv-virt", "4k", RISCV)),
    "xtensa-lx60": (_core("xtensa-lx60", "16k", XTENSA, faults=XTENSA_FAULTS, counted=True),
                    _core("xtensa-lx60", "4k", XTENSA, faults=XTENSA_FAULTS)),
}


def variants(names):
    """The variants of these boards; the name of a variant is accepted too. Without names: all variants."""
    known = {name: found for name, found in BOARDS.items()}
    known.update({v.name: (v,) for found in BOARDS.values() for v in found})
    for name in names:
        if name not in known:
            raise SystemExit("%s is none of %s" % (name, ", ".join(known)))
    return [v for name in names or BOARDS for v in known[name]]


def make(chosen):
    """Builds the variants, each once."""
    for variant in {v.build: v for v in chosen}.values():
        variant.make()
