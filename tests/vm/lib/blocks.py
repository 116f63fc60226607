#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
"""The commands of a page, and what they print.

usage: blocks.py PAGE DIR	write DIR/NN.host, NN.machine, and NN.text for what
				the block before prints
       blocks.py --match TEXT PRINTED

In TEXT, "..." stands for any text; alone on a line, for any lines.
"""
import difflib
import pathlib
import re
import sys

FENCE = re.compile(r"^```(sh host|sh machine|text)\n(.*?)^```$", re.M | re.S)


def split(page, directory):
    number = 0
    for kind, text in FENCE.findall(pathlib.Path(page).read_text("utf-8")):
        kind = kind.removeprefix("sh ")
        number += kind != "text"
        pathlib.Path(directory, f"{number:02}.{kind}").write_text(text, "utf-8")


def match(want, printed):
    want, printed = (pathlib.Path(p).read_text("utf-8") for p in (want, printed))
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else
                      ".*".join(map(re.escape, line.split("..."))) + "\n"
                      for line in want.splitlines())
    if not re.fullmatch(pattern, printed):
        sys.stdout.writelines(difflib.unified_diff(
            want.splitlines(True), printed.splitlines(True), "page", "printed"))
        sys.exit(1)


if sys.argv[1] == "--match":
    match(*sys.argv[2:])
else:
    split(*sys.argv[1:])
