#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks the manual. Without arguments: pages, links, names, the tables of errors and timers. With the output folder of
Doxygen also: everything that a public header declares is documented, and all links have a target."""
import importlib.util
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

TOP = pathlib.Path(__file__).resolve().parents[3]
MANUAL = TOP / "core/manual"
PAGES = ["index", "getting_started", "porting", "ram", "timers", "errors", "power_and_data", "migrating_from_tweepy",
         "migrating", "options", "faq"]
HEADERS = sorted([*TOP.glob("core/include/pipit/*.h"), *TOP.glob("port/*/*.h")])
NO_REFERENCE = re.compile(r"_parts\.h$|_check\.h$|pipit_resolve\.h$|Pipit\.h$")  # headers that programs do not include
LICENCE = "<!-- SPDX-License-Identifier: MIT -->\n"
problems = []


def problem(where, text):
    problems.append(f"{where}: {text}")


def doxyfile():
    settings = re.sub(r"\\\n", " ", (MANUAL / "Doxyfile").read_text())
    return re.search(r"^INPUT\s*=(.*)$", settings, re.M).group(1).split()


def without_code(text):
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.S)


def anchors(text):
    names = set()
    for title in re.findall(r"^#+ +(.*)$", text, re.M):
        names.add(re.sub(r" ", "-", re.sub(r"[^\w\- ]", "", title.strip().lower())))
    return names


def pages(inputs):
    for name in PAGES:
        path = MANUAL / f"{name}.md"
        if not path.is_file():
            problem(path, "this page is missing")
            continue
        text = path.read_text()
        if not text.startswith(LICENCE):
            problem(path, "the first line is not its licence")
        if len(re.findall(r"^# ", re.sub(r"```.*?```", "", text, flags=re.S), re.M)) != 1:
            problem(path, "a page has one title")
        if f"core/manual/{name}.md" not in inputs:
            problem("Doxyfile", f"{name}.md is not in INPUT")
        if name != "index" and f"({name}.md)" not in (MANUAL / "index.md").read_text():
            problem("index.md", f"no link to {name}.md")
    for path in MANUAL.glob("*.md"):
        if path.stem not in PAGES:
            problem(path, "not in the list of pages of check.py")
    if "SECURITY.md" not in inputs:
        problem("Doxyfile", "SECURITY.md is not in INPUT")


def links(inputs):
    """Each relative link of a page leads to a file that is also a page."""
    for name in [name for name in inputs if name.endswith(".md")]:
        path = TOP / name
        text = path.read_text()
        for target in re.findall(r"\]\(([^)\s]+)\)", without_code(text)):
            if re.match(r"[a-z]+:", target):
                continue
            file, _, anchor = target.partition("#")
            other = (path.parent / file).resolve() if file else path
            if not other.exists():
                problem(name, f"the link {target} leads nowhere")
            elif anchor and other.suffix == ".md" and anchor not in anchors(other.read_text()):
                problem(name, f"the link {target} leads to no title")
            elif path.parent == MANUAL and other.suffix == ".md" and str(other.relative_to(TOP)) not in inputs:
                problem(name, f"{target} is no page of the manual")


def names():
    """Each name of Pipit in the pages is in a public header; in migrating.md only the new names, which follow the old ones."""
    known = set()
    for header in HEADERS:
        known |= set(re.findall(r"\w+", header.read_text()))
    known |= {path.stem for pattern in ("*/*/*.[ch]", "core/src/*/*.[ch]") for path in TOP.glob(pattern)}
    for path in sorted(MANUAL.glob("*.md")):
        text = path.read_text()
        if path.stem == "migrating":
            text = re.sub(r"^\|[^|]*\|", "", text, flags=re.M)
        for name in sorted(set(re.findall(r"\b(?:pipit|PIPIT)_\w+", text))):
            if name.endswith("_") and any(word.startswith(name) for word in known):
                continue
            if name not in known:
                problem(path.name, f"{name} is in no public header")


def paths():
    """Each file that a page or a README names exists."""
    tracked = subprocess.run(["git", "-C", TOP, "ls-files", "*.md"], capture_output=True, text=True, check=True)
    for page in [name for name in tracked.stdout.split() if not name.startswith("tests/")]:
        text = (TOP / page).read_text()
        for name in sorted(set(re.findall(r"`((?:core|port|boards|examples|tests)/[\w./*-]+)`", text))):
            if not any(TOP.glob(name)) and not any((TOP / page).parent.glob(name)):
                problem(page, f"there is no {name}")


def errors():
    """errors.md has a row for each code, with its number and the text of pipit_strerror()."""
    types = (TOP / "core/include/pipit/types.h").read_text()
    numbers = {name: number for name, number in re.findall(r"\b(PIPIT_(?:OK|E_\w+)) = (-?\d+)", types)}
    source = (TOP / "core/src/texts/pipit_strerror.c").read_text()
    words = dict(re.findall(r'case (PIPIT_\w+):\s*return "([^"]*)"', source))
    if set(words) != set(numbers):
        problem("pipit_strerror.c", f"not the codes of types.h: {sorted(set(words) ^ set(numbers))}")
    named = set(re.findall(r"NAME\((PIPIT_\w+)\)", (TOP / "core/src/texts/pipit_err_name.c").read_text()))
    if named != set(numbers):
        problem("pipit_err_name.c", f"not the codes of types.h: {sorted(named ^ set(numbers))}")
    rows = {}
    for line in (MANUAL / "errors.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        code = re.fullmatch(r"`(PIPIT_(?:OK|E_\w+))`", cells[0])
        if not code:
            continue
        name = code.group(1)
        if name in rows:
            problem("errors.md", f"{name} has two rows")
        rows[name] = cells
        if name not in numbers:
            problem("errors.md", f"{name} is no error of types.h")
        elif len(cells) != 5 or not all(cells):
            problem("errors.md", f"{name}: five cells are wanted")
        elif cells[1] != numbers[name]:
            problem("errors.md", f"{name} is {numbers[name]}")
        elif cells[2] != words.get(name):
            problem("errors.md", f'{name}: pipit_strerror() says "{words.get(name)}"')
    for name in numbers:
        if name not in rows:
            problem("errors.md", f"{name} is missing")


def timers():
    """timers.md has each member of pipit_config_t that is a time, with the engine's default."""
    source = (TOP / "core/src/engine/pipit_engine.c").read_text()
    defaults = {name.lower(): int(value) for name, value in re.findall(r"#define DEFAULT_(\w+) (\d+)u", source)}
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\d,]+)", (MANUAL / "timers.md").read_text(), re.M))
    config = (TOP / "core/include/pipit/client.h").read_text().split("} pipit_config_t;")[0]
    times = dict(re.findall(r"uint32_t (\w+_ms);\s*/\*\*<(.*?)\*/", config, re.S))
    seconds = re.search(r"defaults_s\[\] = \{([\d, ]+)\}", source).group(1).split(",")
    defaults.update({name: int(value) * 1000 for name, value in zip(times, seconds)})
    for name, text in times.items():
        if not re.search(rf"\bDefault {defaults.get(name)}\b", text):
            problem("client.h", f"{name} is {defaults.get(name)} by default")
    for name in [*times, "connects_max", "jitter_percent"]:
        if name not in rows:
            problem("timers.md", f"{name} is missing")
        elif int(rows[name].replace(",", "")) != defaults.get(name):
            problem("timers.md", f"{name} is {defaults.get(name)} by default")


def ram():
    """ram.md has the same sizes as the measured table of the README."""
    readme = (TOP / "README.md").read_text()
    text = (MANUAL / "ram.md").read_text()
    for row, sentence in (("`pipit_t`", "`pipit_t` is {} bytes on 32-bit machines and {} on x86-64"),
                          ("`PIPIT_RAM(4096, 128)`", "`PIPIT_RAM(4096, 128)` is {} and {}")):
        cells = re.search(rf"^\| RAM: {re.escape(row)} \|(.*)\|$", readme, re.M).group(1).split("|")
        wanted = sentence.format(cells[0].strip(), cells[-1].strip())
        if wanted not in text:
            problem("ram.md", f"it does not say: {wanted}")


def porting():
    """porting.md has each member of pipit_port_t, and exactly the conformance tests."""
    text = (MANUAL / "porting.md").read_text()
    port = (TOP / "core/include/pipit/port.h").read_text()
    for name in re.findall(r"\(\*(\w+)\)", port) + ["io", "detail"]:
        if not re.search(rf"^\| `{name}` \|", text, re.M):
            problem("porting.md", f"{name} of pipit_port_t is missing")
    tests = set(re.findall(r"^\s+TEST\((\w+)\)", (TOP / "tests/behaviour/port/conformance.c").read_text(), re.M))
    rows = "\n".join(re.findall(r"^\| (?:`\w+`|all) \|.*$", text, re.M))
    named = set(re.findall(r"`(\w+_\w+)`", rows)) - set(re.findall(r"`(PIPIT_\w+|max_ms)`", rows))
    for name in sorted(tests ^ named):
        problem("porting.md", f"{name}: a conformance test is missing, or is none")


def headers(inputs):
    spec = importlib.util.spec_from_file_location("filter", MANUAL / "filter.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for header in HEADERS:
        name = header.relative_to(TOP)
        if NO_REFERENCE.search(header.name):
            continue
        if module.group_of(header.read_text()) not in module.groups():
            problem(name, "its @file block names no group of groups.dox")
        if str(name) not in inputs and str(name.parent) not in inputs:
            problem("Doxyfile", f"{name} is not in INPUT")


def options():
    """options.md has each option of config.h with its default."""
    source = (TOP / "core/include/pipit/config.h").read_text()
    text = (MANUAL / "options.md").read_text()
    for name in set(re.findall(r"^#ifndef (PIPIT_\w+)", source, re.M)) - {"PIPIT_CONFIG_H"}:
        row = re.search(rf"^\| `{name}` \| (\w+) \|", text, re.M)
        values = re.findall(rf"^ *#define {name} (\w+)$", source, re.M)
        if not row:
            problem("options.md", f"{name} is missing")
        elif len(values) == 1 and values[0].isdigit() and row.group(1) != values[0]:
            problem("options.md", f"{name} is {values[0]} by default")


def has_text(element):
    return any("".join(part.itertext()).strip()
               for part in element if part.tag in ("briefdescription", "detaileddescription"))


def documented(folder):
    """Everything at file level has a text. The text of a structure is enough for its members; an enum needs one itself or
    at its values."""
    seen = 0
    compounds = set()
    for path in sorted(folder.glob("*.xml")):
        if path.name == "index.xml":
            continue
        for compound in ET.parse(path).getroot().iter("compounddef"):
            if compound.get("kind") in ("struct", "union"):
                name = compound.findtext("compoundname")
                if "::" in name or "." in name or "@" in name:
                    continue
                compounds.add(name)
                seen += 1
                if not has_text(compound):
                    problem(compound.find("location").get("file"), f"{name} is not documented")
            if compound.get("kind") not in ("file", "group"):
                continue
            for member in compound.iter("memberdef"):
                name = member.findtext("name")
                seen += 1
                where = member.find("location").get("file")
                if name.startswith(("PIPIT_I_", "pipit_i_")) or re.fullmatch(r"PIPIT_\w+_H", name):
                    continue
                if member.get("kind") == "enum":
                    for value in member.iter("enumvalue"):
                        if not has_text(value) and not has_text(member):
                            problem(where, f"{value.findtext('name')} is not documented")
                elif not has_text(member) and not (member.get("kind") == "typedef" and is_name_of(name, compounds)):
                    problem(where, f"{name} is not documented")
    if seen < 400:
        problem(folder, f"only {seen} declarations were found")
    return seen


def built(folder):
    """All links of the built pages lead to existing files."""
    for path in folder.glob("*.html"):
        for target in set(re.findall(r'(?:href|src)="([^"#:]+)(?:#[^"]*)?"', path.read_text())):
            if not (folder / target).exists():
                problem(path.name, f"the link {target} leads nowhere")


def is_name_of(name, compounds):
    return name in compounds or re.sub(r"_t$", "", name) in compounds


def main():
    inputs = doxyfile()
    pages(inputs)
    if not problems:
        links(inputs)
        names()
        paths()
        errors()
        timers()
        ram()
        porting()
        headers(inputs)
        options()
    seen = 0
    if len(sys.argv) > 1:
        seen = documented(pathlib.Path(sys.argv[1]) / "xml")
        built(pathlib.Path(sys.argv[1]) / "html")
    for text in sorted(set(problems)):
        print(text)
    if problems:
        sys.exit(f"{len(set(problems))} mistakes in the manual")
    print(f"manual: {len(PAGES)} pages and SECURITY.md" + (f", {seen} declarations documented" if seen else ""))


if __name__ == "__main__":
    main()
