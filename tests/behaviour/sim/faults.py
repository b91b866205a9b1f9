#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Puts defects into a copy of the engine, one by one: pipit-sim or cuts must find each. faults.py [NUMBER ...]"""

import os
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
sys.path[:0] = [os.path.join(ROOT, "tests", "repo"), os.path.join(ROOT, "tests", "cost", "size")]

import core_files  # noqa: E402
from toolchain import CORE, core_sources  # noqa: E402

BENCH = os.path.join(ROOT, "tests", "cost", "bench")
SIM = os.path.join(ROOT, "port", "sim")
FLAGS = ["-O1", "-w", "-D_XOPEN_SOURCE=700", "-fno-builtin-malloc", "-I" + os.path.join(CORE, "include"),
         "-I" + SIM, "-I" + HERE, "-I" + BENCH]
WRAP = ["-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=pipit_next"]
WORLDS = 120
GOOD_SECONDS = 600
SLOWER = 10  # after this many times the time of the correct engine, the run counts as endless
ENGINE, POLICY, RECOVERY = "pipit_engine.c", "pipit_policy.c", "pipit_recovery.c"
TURN, END = "pipit_stream_turn.c", "pipit_stream_end.c"

# File, text, and the text that replaces it.
DEFECTS = [
    (RECOVERY, "if (client->http.in.uptime_ms < client->config.uptime_ms) return;", ""),
    (RECOVERY, "return recovery->drained_ms > KEEP_ALIVE_MAX_MS ? recovery->drained_ms : 0;", "return 0;"),
    (RECOVERY, "if (event->has_data) lag_read(client, &event->json);", ""),
    ("pipit_seen.c", "client->stats.duplicates++;", ""),
    (ENGINE, "memset(client->config.rx, 0, client->io.tx.len);", ""),
    (TURN, "if (pipit_i_tx_end(client)) pipit_i_budget_take(client);", "(void)pipit_i_tx_end(client);"),
    (ENGINE, "if (client->link_err != PIPIT_E_CLOSED) return false;", "if (client->link_err == PIPIT_OK) return false;"),
    (END, "pipit_i_again(client, event->wait_ms);", "pipit_i_again(client, event->wait_ms / 2);"),
    (ENGINE, "bool again = client->timed_out;", "bool again = false;"),
    (ENGINE, "client->raw += (uint32_t)(used - payload);", "client->raw += (uint32_t)used;"),
    (ENGINE, "if (client->link_err != PIPIT_OK) return fail(client, event, client->link_err);", ""),
    (ENGINE, "if (client->stop && client->state != PIPIT_I_IDLE) hang_up(client, PIPIT_E_STOPPED);", ""),
    (ENGINE, "client->stats.keep_alives++;", ""),
    (TURN, "client->state = PIPIT_I_NOTICED;", ""),
    (POLICY, "uint32_t step = count(client, ladder) + ladders[ladder].first;", "uint32_t step = ladders[ladder].first;"),
    (END, "return wait_ms > least_ms ? wait_ms : least_ms;", "return wait_ms;"),
    (END, "if (client->http.in.uptime_ms >= client->config.uptime_ms) {", "if (0) {"),
    (POLICY, "LADDER(PIPIT_BACKOFF_RATE_FIRST_MS, PIPIT_BACKOFF_RATE_MAX_MS, true, 1)", "LADDER(5000, 5000, true, 1)"),
    (RECOVERY, "#define MARGIN_MS 45000u", "#define MARGIN_MS 1u"),
    (RECOVERY, "most < MINUTES_MAX ? most : MINUTES_MAX", "most < 4 ? most : 4"),
    (RECOVERY, "client->recovery->is_backfill_refused = true;", ""),
    (RECOVERY, " || asked_too_little(client)", ""),
    (RECOVERY, "recovery->is_empty = client->looked && client->raw == client->raw_end;", "recovery->is_empty = true;"),
    (RECOVERY, "if (!recovery->streamed && client->state != PIPIT_I_HEAD) {", "if (!recovery->streamed) {"),
    ("pipit_seen.c", "seen->used++", "(void)0"),
    ("pipit_backoff.c", "return wait_ms + r % (most_ms + 1u);", "return wait_ms + r % (2u * most_ms + 1u);"),
    (TURN, 'pipit_i_put_number_parameter(client, "backfill_minutes", client->backfill_minutes);', ""),
]


def compile_file(path, to, *flags):
    return subprocess.run(["gcc", *FLAGS, *flags, "-c", path, "-o", to], capture_output=True, text=True)


def base(folder):
    """{source: object} of the engine, and the objects around it."""
    around = [os.path.join(SIM, name) for name in os.listdir(SIM) if name.endswith(".c")]
    around += [os.path.join(HERE, name + ".c") for name in ("main", "world", "totals", "climate", "guard", "referee", "cuts")]
    around.append(os.path.join(BENCH, "count_alloc.c"))
    objects = {}
    for path in [os.path.join(CORE, name) for name in core_sources()] + around:
        objects[os.path.basename(path)] = os.path.join(folder, os.path.basename(path)[:-2] + ".o")
        done = compile_file(path, objects[os.path.basename(path)])
        if done.returncode:
            sys.exit(done.stderr)
    return objects


def link(folder, objects):
    for program, without, more in (("pipit-sim", ("cuts.c",), WRAP),
                                   ("cuts", ("main.c", "world.c", "totals.c", "climate.c", "guard.c", "count_alloc.c"), [])):
        files = [path for name, path in objects.items() if name not in without]
        subprocess.run(["gcc", *files, *more, "-o", os.path.join(folder, program)], check=True)


def run(command, seconds):
    """(status, output). If it did not end, the status is None, and it was killed with its child processes."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          start_new_session=True) as process:
        try:
            said, _ = process.communicate(timeout=seconds)
            return process.returncode, said
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return None, ""


def judged(folder, seconds):
    """The failure that the programs report for this engine; None if there is none."""
    for command in (["pipit-sim", "--days", "7", "--worlds", str(WORLDS), "--jobs", "2"], ["cuts", "7"]):
        status, said = run([os.path.join(folder, command[0]), *command[1:]], seconds)
        if status is None:
            return "no end within %d s" % seconds
        if status:
            lines = [line for line in said.splitlines() if line.startswith("FAILED")]
            return lines[0][8:] if lines else "ended by %d" % status
    return None


def seen(folder, objects, defect, seconds):
    name, what, instead = defect
    source = core_files.path_of(name)
    with open(source, encoding="utf-8") as file:
        text = file.read()
    if text.count(what) != 1:
        return None, "%s does not have it once" % name
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(what, instead))
    changed = os.path.join(folder, "changed.o")
    done = compile_file(path, changed, "-I" + os.path.dirname(source))
    if done.returncode:
        return None, done.stderr
    link(folder, {**objects, name: changed})
    return True, judged(folder, seconds)


def main():
    numbers = [int(n) for n in sys.argv[1:]] or range(len(DEFECTS))
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        objects = base(folder)
        link(folder, objects)
        begin = time.monotonic()
        said = judged(folder, GOOD_SECONDS)
        if said:
            sys.exit("FAILED  the engine as it is: %s" % said)
        patience = SLOWER * int(time.monotonic() - begin + 1)
        for number in numbers:
            built, said = seen(folder, objects, DEFECTS[number], patience)
            ok = built and said
            failed += not ok
            print("%s %2d %s: %s" % ("ok     " if ok else "FAILED ", number, DEFECTS[number][1][:60],
                                     said or "not seen"), flush=True)
    print("%d passed, %d failed" % (len(numbers) - failed, failed))
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
