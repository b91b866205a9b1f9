# SPDX-License-Identifier: MIT
"""The tables, for a terminal or as Markdown."""

import budget
from callgraph import short

STRUCTS = ("pipit_t", "pipit_config_t", "pipit_event_t", "pipit_token_t", "pipit_json_t", "pipit_head_t",
           "pipit_body_t", "pipit_stats_t", "pipit_port_t")


def all_tables(results, markdown):
    draw = _markdown if markdown else _plain
    parts = [("Code and constants in bytes, -Os", code(results)),
             *(("The same, linked into %s" % budget.CODE[name], _per_file(results, name, budget.CODE[name]))
               for name in budget.PROGRAMS),
             ("Stack in bytes: deepest chain of each public function", stack(results)),
             ("Structures in bytes", structs(results)),
             ("What the core leaves to others", outside(results))]
    return "\n\n".join(draw(title, rows) for title, rows in parts)


def code(results):
    return _per_file(results, "core", "all of the core")


def _per_file(results, kind, title):
    rows = [["file"] + [r.target.title for r in results]]
    for name in getattr(results[0], kind):
        rows.append([name] + [getattr(r, kind)[name] for r in results])
    return rows + [[title] + [_of(r, kind) for r in results]]


def _of(result, name):
    total = sum(getattr(result, name).values())
    hard = budget.hard_limits(result.target).get(name)
    return "%d of %d" % (total, hard) if hard else total


def stack(results):
    """The chain of calls is that of the target with a limit of the design, or of the first measured one."""
    shown = next((r for r in results if r.target.name == "cortex-m3"), results[0])
    rows = [["function"] + [r.target.title for r in results] + ["chain on " + shown.target.title]]
    names = sorted(shown.stacks, key=lambda n: (-shown.stacks[n][0], n))
    for name in names:
        graph = " > ".join(short(t) for t in shown.stacks[name][1][1:])
        rows.append([name] + [r.stacks[name][0] if name in r.stacks else "-" for r in results] + [graph])
    return rows


def structs(results):
    rows = [["structure"] + [r.target.title for r in results]]
    rows += [[name] + [r.structs[name] for r in results] for name in STRUCTS]
    rows.append(["PIPIT_RAM(4096, 128)"] + [r.structs["PIPIT_RAM_4096_128"] for r in results])
    return rows


def outside(results):
    return [["target", "undefined symbols"]] + [[r.target.title, " ".join(sorted(r.outside))] for r in results]


def _plain(title, rows):
    text = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in text) for i in range(len(text[0]))]
    lines = [title]
    for row in text:
        cells = [c.ljust(w) if _is_text(c) else c.rjust(w) for c, w in zip(row, widths)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _markdown(title, rows):
    line = ["---" if _is_text(str(cell)) else "---:" for cell in rows[-1]]
    return "\n".join(["**%s**" % title, ""] + ["| %s |" % " | ".join(str(c) for c in row) for row in
                                               [rows[0], line] + rows[1:]])


def _is_text(cell):
    return not cell[:1].isdigit() and cell != "-"
