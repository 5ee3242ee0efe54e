#!/usr/bin/env python3
"""table.py TREE: how many lines of TREE/src ran, by folder and in all.

A line counts when gcc made code of it in any object of the measured build; it ran when it did in any
process. Lines that did not run are in TREE/measured/missed, FILE:LINE: TEXT. The file left-out, beside
this one, says why: below a reason stand, indented, what it is true of, a pattern of paths and one of
texts (a regular expression). They count as not run all the same. It is true, too, of the lines right
before and after such a line that only tidy up (TIDIES). With a > before the expression, it finds the
line that decides, and the reason is true of what is right below that line and indented as far. A
reason of sources that have no counters at all has a pattern of paths only. What is true of nothing
any more is told.
What did not run without a reason lacks a test: it is in TREE/measured/lacking.
Exit status 0: 90 of 100 lines ran, and no more than LACKING_MOST lack a test; 1 otherwise.
"""

import collections
import concurrent.futures
import fnmatch
import functools
import gzip
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

WANTED = 90  # of 100 lines
LACKING_MOST = 100  # lines; what was reached (72), and some that chance decides

# What stands beside the line that tells of a failure, and is done because of it.
TIDIES = re.compile(r"(free|fclose|close|json_decref|\w+_(close|free|end))\(.*\);|"
                    r"(return|break|continue|goto)\b.*;|\w[\w>.-]* = (NULL|false);|}")


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


def print_table(counts, lacking):
    folders = collections.defaultdict(lambda: [0, 0, 0])
    for (path, line), count in counts.items():
        for folder in (os.path.dirname(path), "in all"):
            folders[folder][0] += count > 0
            folders[folder][1] += 1
            folders[folder][2] += (path, line) in lacking
    for folder in sorted(folders, key=lambda name: (name == "in all", name)):
        ran, lines, without = folders[folder]
        print(f"{folder:<24} {ran:6} of {lines:6} lines {100 * ran / lines:6.1f} %"
              f" {without or 'none':>6} without test or reason")
    return folders["in all"]


@functools.cache
def lines_of(source):
    return source.read_text(encoding="utf-8").splitlines()


def missed_in(counts, tree):
    """The lines that did not run: (path, number, text)."""
    for path, line in sorted(place for place, count in counts.items() if count == 0):
        yield path, line, lines_of(tree / path)[line - 1].strip()


def rules_of(left_out):
    """(paths, text or None, whether text is of the line above) of each line below a reason."""
    for line in left_out.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            paths, _, text = line.strip().partition(" ")
            is_above = text.startswith("> ")
            text = text.removeprefix("> ").strip()
            yield paths, re.compile(text) if text else None, is_above


def block(lines, first):
    """The numbers of the lines from `first` on that are indented as far as it is."""
    depth = len(lines[first - 1]) - len(lines[first - 1].lstrip())
    for number, line in enumerate(lines[first - 1:], first):
        if line.strip() and len(line) - len(line.lstrip()) < depth:
            return
        yield number


def found_below(text, missed, tree):
    """The places in missed that are in a block below a line in which `text` is."""
    places = {(path, line) for path, line, _ in missed}
    return {(path, number) for path, line in places
            if line > 1 and text.search(lines_of(tree / path)[line - 2])
            for number in block(lines_of(tree / path), line) if (path, number) in places}


def with_tidying(found, missed):
    """The places found, and those of lines missed beside them that tidy up."""
    texts = {(path, line): text for path, line, text in missed}
    whole = set(found)
    for path, line in found:
        for step in (-1, 1):
            at = (path, line + step)
            while at in texts and TIDIES.fullmatch(texts[at]):
                whole.add(at)
                at = (path, at[1] + step)
    return whole


def judge(counts, missed, tree):
    """The places in missed that left-out gives a reason for; and what it says that is not true."""
    untrue, explained = [], set()
    measured = {path for path, _ in counts}
    for paths, text, is_above in rules_of(pathlib.Path(__file__).with_name("left-out")):
        if text is None:
            sources = [str(path.relative_to(tree)) for path in tree.glob(paths)]
            if not sources or measured.intersection(sources):
                untrue.append(f"{paths} is not there, or is measured")
            continue
        near = [place for place in missed if fnmatch.fnmatch(place[0], paths)]
        found = found_below(text, near, tree) if is_above else {
            (path, line) for path, line, words in near if text.search(words)}
        explained |= with_tidying(found, missed)
        if not found:
            untrue.append(f"{paths} {text.pattern}: all such lines ran")
    return explained, untrue


def write(lines, path):
    path.write_text("".join(f"{source}:{line}: {text}\n" for source, line, text in lines),
                    encoding="utf-8")
    return path


def main():
    tree = pathlib.Path(sys.argv[1]).resolve()
    counts = counts_in(tree)
    missed = list(missed_in(counts, tree))
    explained, untrue = judge(counts, missed, tree)
    lacking = [place for place in missed if place[:2] not in explained]
    ran, lines, _ = print_table(counts, {place[:2] for place in lacking})
    print(f"{len(missed)} lines did not run: {write(missed, tree / 'measured/missed')}")
    print(f"Why, for {len(explained)} of them: tests/coverage/left-out")
    print(f"{len(lacking)} lack a test: {write(lacking, tree / 'measured/lacking')}")
    for problem in untrue:
        print(f"tests/coverage/left-out: {problem}")
    if 100 * ran < WANTED * lines:
        print(f"coverage: fewer than {WANTED} of 100 lines ran")
        return 1
    if len(lacking) > LACKING_MOST:
        print(f"coverage: more than {LACKING_MOST} lines lack a test: test what is new, or say in "
              "tests/coverage/left-out why it cannot be")
        return 1
    return 0


sys.exit(main())
