# SPDX-License-Identifier: MIT
"""Compares the measured sizes with their limits."""

import json
import math
import os

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "budget.json")
UPDATE = "if that is meant: tests/cost/size/measure.py --update"
SLACK = 1.01    # compilers of one version differ by a few bytes between distributions

# The limits of the design. They are not in the JSON file, so that --update cannot change them. Exceeding one is an error;
# with --growth one that was exceeded before is only reported.
HARD = {
    "cortex-m3": {"core": 14336, "filter": 6144, "callbacks": 12440, "recovering": 19448, "without_texts": 36000,
                  "stack": 256},
    32: {"pipit_t": 320},
}
# A limit between the present size and a limit of the design, checked in the same way.
NEARER = {"cortex-m3": {"filter": 11408}}


PROGRAMS = ("filter", "callbacks", "recovering")
CODE = {"core": "core", "without_texts": "core without its texts", "filter": "a filtered stream by pipit_poll()",
        "callbacks": "the README's program", "recovering": "the same with recovery, select and seen"}


def load():
    if not os.path.exists(FILE):
        return {}
    with open(FILE, encoding="utf-8") as f:
        return json.load(f)


def hard_limits(target):
    return {**HARD.get(target.bits, {}), **HARD.get(target.name, {})}


def promises(target):
    """[(name, bytes)]: the limits of the design, and those of NEARER."""
    return [*hard_limits(target).items(), *NEARER.get(target.name, {}).items()]


def values(result):
    """{name of the limit: bytes} of one target."""
    return {**{name: sum(getattr(result, name).values()) for name in CODE}, "stack": result.worst_stack, **result.structs}


def new_entry(result):
    """The limits for the measured sizes: code with slack; stack and structures exactly."""
    limits = {name: math.ceil(n * SLACK) if name in CODE else n for name, n in values(result).items()}
    for name, hard in promises(result.target):
        if values(result)[name] <= hard:
            limits[name] = min(limits[name], hard)
    return {"limits": limits, "core_files": result.core, **{name + "_files": getattr(result, name) for name in PROGRAMS}}


def check(result, entry):
    """Complaints, one line each."""
    complaints = []
    if not entry:
        complaints.append("%s: no budget in tests/cost/size/budget.json; make one: tests/cost/size/measure.py --update" %
                          result.target.title)
    for name, measured in values(result).items():
        limit = entry.get("limits", {}).get(name)
        hard = next((most for kind, most in promises(result.target) if kind == name and limit is not None and
                     limit <= most < measured), None)
        where = "%s: %s" % (result.target.title, _where(name, result, entry))
        if hard is not None:
            complaints.append("%s is %d B, over the design's limit of %d B, which --update does not raise" %
                              (where, measured, hard))
        elif entry and limit is None:
            complaints.append("%s is %d B and has no budget in tests/cost/size/budget.json; %s" % (where, measured, UPDATE))
        elif entry and measured > limit:
            complaints.append("%s is %d B, limit %d B; %s" % (where, measured, limit, UPDATE))
    return complaints


def open_promises(result):
    """Lines about the limits of the design that are exceeded."""
    return ["%s: %s is %d B, the design wants %d B" % (result.target.title, _where(name, result, {}),
                                                        values(result)[name], hard)
            for name, hard in promises(result.target) if values(result)[name] > hard]


def _where(name, result, entry):
    """The name of the measurement; for code also the file that grew most: old -> new."""
    if name == "stack":
        return "stack of " + " > ".join(result.worst_chain)
    if name not in CODE:
        return "sizeof %s" % name
    title = CODE[name]
    new, old = getattr(result, name), entry.get(name + "_files", {})
    file, grown = max(((f, n - old.get(f, 0)) for f, n in new.items()), key=lambda g: g[1])
    if not old or grown <= 0:
        return title
    return "%s grew by %s %d -> %d B and" % (title, file, old.get(file, 0), new[file])


def save(results):
    """Entries of targets that were not measured stay as they are."""
    entries = load()
    entries.update({r.target.name: new_entry(r) for r in results})
    with open(FILE, "w", encoding="utf-8") as f:
        json.dump(entries, f, indent=2, sort_keys=True)
        f.write("\n")
