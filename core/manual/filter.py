#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What Doxygen reads instead of a file; lines keep their numbers. Headers and pages stay as they are for everybody else.

A header: all of it is put into the group that its @file block names; a declaration that follows another one directly,
without a blank line, shares its text. A page: the line of its licence goes, which would hide the title. Doxygen 1.9.4
knows no links to titles: those to another page lead to that page, those within a page become plain text."""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
NAME_OF_DECLARATION = re.compile(r"(\w+)\s*(?:\(|\[|;)")


def groups():
    """The groups of groups.dox, in their order."""
    return re.findall(r"@defgroup (\w+)", (HERE / "groups.dox").read_text())


def group_of(text):
    """The group that the header's @file block names, or None."""
    named = re.search(r"/\*\* @file\b(?:(?!\*/).)*@ingroup (\w+)", text, re.S)
    return named.group(1) if named else None


def end_of_statement(lines, at):
    """The line where what begins at lines[at] ends: a macro, a declaration, a type with its members."""
    if lines[at].lstrip().startswith("#"):
        while lines[at].rstrip().endswith("\\"):
            at += 1
        return at
    depth = 0
    while True:
        code = re.sub(r"/\*.*?\*/|/\*.*$|^\s*\*.*$", "", lines[at])
        depth += code.count("{") - code.count("}")
        if depth == 0 and ";" in code:
            return at
        at += 1


def comment_end(lines, at):
    while "*/" not in lines[at]:
        at += 1
    return at


def name_of(text):
    macro = re.match(r"\s*#\s*define\s+(\w+)", text)
    if macro:
        return macro.group(1)
    code = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    last = re.search(r"(\w+);\s*$", code)
    if code.startswith("typedef"):
        return last.group(1) if last else None
    declared = NAME_OF_DECLARATION.search(code)
    return declared.group(1) if declared and not code.startswith(("struct", "enum")) else None


def share_texts(lines):
    """A declaration without a text of its own, right behind one that has it, is given that one's."""
    at, documented, source = 0, False, None
    while at < len(lines):
        line = lines[at].strip()
        if line.startswith("/*"):
            documented = line.startswith("/**")
            at = comment_end(lines, at) + 1
            continue
        if not line or line.startswith('extern "C"') or line == "}" or re.match(r"#\s*(?!define)", line):
            documented, source = False, None
            at += 1
            continue
        end = end_of_statement(lines, at)
        text = "\n".join(lines[at:end + 1])
        name = name_of(text)
        if documented or "/**<" in text:
            source = name
        elif source and name:
            lines[end] += f" /**< @copydoc {source} */"
        documented = False
        at = end + 1


def header(text):
    lines = text.split("\n")
    share_texts(lines)
    group = group_of(text)
    if group:
        begin = comment_end(lines, next(i for i, line in enumerate(lines) if "@file" in line))
        lines[begin] += f" /** @addtogroup {group} */ /** @{{ */"
        last = max(i for i, line in enumerate(lines) if line.startswith("#endif"))
        lines[last] += " /** @} */"
    text = "\n".join(lines)
    return text


def page(text):
    text = re.sub(r"\A<!-- SPDX-License-Identifier: \w+ -->", "", text)
    text = re.sub(r"\[([^]\n]+)\]\(#[^)\s]+\)", r"\1", text)
    return re.sub(r"\]\(([^)\s:#]+\.md)#[^)\s]+\)", r"](\1)", text)


def main():
    path = pathlib.Path(sys.argv[1])
    text = path.read_text()
    sys.stdout.write(page(text) if path.suffix == ".md" else header(text) if path.suffix == ".h" else text)


if __name__ == "__main__":
    main()
