#!/usr/bin/env python3
"""table.py TREE: how many lines of TREE/src ran, by folder and in all.

A line counts when gcc made code of it in any object of the measured build; it ran when it did in any
process. Lines that did not run are in TREE/measured/missed, FILE:LINE: TEXT. The file left-out, beside
this one, says why: below a reason stand, indented, what it is true of, a pattern of paths and one of
texts (a regular expression). They count as not run all the same. A reason of sources that have
no counters at all has a pattern of paths only. What is true of nothing any more is told.
Exit status 0: 90 of 100 lines ran; 1 otherwise.
"""

import collections
import concurrent.futures
import fnmatch
import gzip
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

WANTED = 90  # of 100 lines


def counts_of(notes, tree):
    """What gcov tells of one object: (file below the tree, line) -> how often it ran."""
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(["gcov", "--json-format", str(notes)], cwd=place, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for report in pathlib.Path(place).glob("*.gcov.json.gz"):
            with gzip.open(report) as text:
                told = json.load(text)
            folder = pathlib.Path(told["current_working_directory"])
            for source in told["files"]:
                path = pathlib.Path(os.path.normpath(folder / source["file"]))
                if path.is_relative_to(tree / "src"):
                    for line in source["lines"]:
                        counts[str(path.relative_to(tree)), line["line_number"]] += line["count"]
    return counts


def counts_in(tree):
    counts = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for told in pool.map(lambda notes: counts_of(notes, tree), sorted(tree.rglob("*.gcno"))):
            for place, count in told.items():
                counts[place] += count
    return counts


def print_table(counts):
    folders = collections.defaultdict(lambda: [0, 0])
    for (path, _), count in counts.items():
        for folder in (os.path.dirname(path), "in all"):
            folders[folder][0] += count > 0
            folders[folder][1] += 1
    for folder in sorted(folders, key=lambda name: (name == "in all", name)):
        ran, lines = folders[folder]
        print(f"{folder:<24} {ran:6} of {lines:6} lines {100 * ran / lines:6.1f} %")
    return folders["in all"]


def missed_in(counts, tree):
    """The lines that did not run: (path, number, text)."""
    texts = {}
    for path, line in sorted(place for place, count in counts.items() if count == 0):
        if path not in texts:
            texts[path] = (tree / path).read_text(encoding="utf-8").splitlines()
        yield path, line, texts[path][line - 1].strip()


def rules_of(left_out):
    """(paths, text or None) of each line that says what a reason is true of."""
    for line in left_out.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            paths, _, text = line.strip().partition(" ")
            yield paths, re.compile(text.strip()) if text.strip() else None


def judge(counts, missed, tree):
    """How many lines of missed left-out gives a reason for; and what it says that is not true."""
    untrue, explained = [], set()
    measured = {path for path, _ in counts}
    for paths, text in rules_of(pathlib.Path(__file__).with_name("left-out")):
        if text is None:
            sources = [str(path.relative_to(tree)) for path in tree.glob(paths)]
            if not sources or measured.intersection(sources):
                untrue.append(f"{paths} is not there, or is measured")
            continue
        found = {place for place in missed
                 if fnmatch.fnmatch(place[0], paths) and text.search(place[2])}
        explained |= found
        if not found:
            untrue.append(f"{paths} {text.pattern}: all such lines ran")
    return len(explained), untrue


def main():
    tree = pathlib.Path(sys.argv[1]).resolve()
    counts = counts_in(tree)
    ran, lines = print_table(counts)
    missed = list(missed_in(counts, tree))
    with open(tree / "measured/missed", "w", encoding="utf-8") as file:
        for path, line, text in missed:
            file.write(f"{path}:{line}: {text}\n")
    explained, untrue = judge(counts, missed, tree)
    print(f"{len(missed)} lines did not run: {tree}/measured/missed")
    print(f"Why, for {explained} of them: tests/coverage/left-out")
    for problem in untrue:
        print(f"tests/coverage/left-out: {problem}")
    if 100 * ran < WANTED * lines:
        print(f"coverage: fewer than {WANTED} of 100 lines ran")
        return 1
    return 0


sys.exit(main())
