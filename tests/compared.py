#!/usr/bin/env python3
"""Ten tasks, here and with gdb: the table of handout/chapters/compared.adoc against its blocks.

    tests/compared.py            each number of the table is that of the commands in the blocks, and
                                 memrepl needs no more of them than gdb
    tests/compared.py --gdb      what the blocks with gdb show, by running it

A block with gdb has its commands behind "(gdb) "; each other line must come in the answer, in this
order, with anything in place of "...". What is waited for is text, never time. memrepl's blocks are
transcripts, and tested with all others.
"""

import os
import re
import selectors
import shutil
import subprocess
import sys
import tempfile
import time

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CHAPTER = os.path.join(HOME, "handout/chapters/compared.adoc")
PATIENCE = 60  # seconds; only a hang takes so long
GDB_PROMPT = "(gdb) "
SERVER = ["lab1-queue/request_queue.c", "lab2-segments/segment_list.c", "lab3-server/memory_server.c",
          "lab4-placement/placement.c", "lab4-placement/bitmap.c"]


class Task:
    """A section of the chapter: its number, and the lines of its blocks by their language."""

    def __init__(self, number, text):
        self.number = number
        self.blocks = {language: lines.splitlines() for language, lines in
                       re.findall(r"^\[source,(\w+)\]\n----\n(.*?)^----$", text, re.M | re.S)}
        program = re.search(r"> program (\S+)", text)
        self.program = program and program.group(1)

    def count(self, language):
        """Commands of a block, but for the one that loads the program; "no" without a block."""
        lines = [line for line in self.blocks.get(language, [])
                 if re.match(r"(\(gdb\)|mems?>|prog>) (?!program )", line)]
        return str(len(lines)) if language in self.blocks else "no"


def read_chapter():
    with open(CHAPTER, encoding="utf-8") as file:
        text = file.read()
    rows = re.findall(r"^\| (\d+) \| (.+) \| (\d+) \| (\d+|no)$", text, re.M)
    parts = re.split(r"^=== (\d+)\. ", text, flags=re.M)[1:]
    return rows, {number: Task(number, body) for number, body in zip(parts[::2], parts[1::2])}


def verdict(name, problems):
    print(f"ok {name}" if not problems else f"not ok {name}\n" + "\n".join(problems))
    return not problems


def check_table(rows, tasks):
    is_good = verdict("the table has ten tasks, each with a section", [
        f"    {len(rows)} rows, {len(tasks)} sections"] if len(rows) != 10 or
        [row[0] for row in rows] != list(tasks) else [])
    for number, title, ours, theirs in rows:
        counted = (tasks[number].count("memrepl"), tasks[number].count("gdb"))
        problems = [f"    the table says {ours} and {theirs}, the blocks have {counted}"] \
            if counted != (ours, theirs) else []
        if theirs != "no" and int(ours) > int(theirs):
            problems.append(f"    memrepl needs {ours} commands, gdb {theirs}")
        is_good &= verdict(f"{number}: {title}", problems)
    return is_good


# ---- gdb ---------------------------------------------------------------------------------------


class Gdb:
    def __init__(self, program):
        self.process = subprocess.Popen(
            ["gdb", "-q", "-nx", "-ex", "set confirm off", "-ex", "set pagination off",
             "-ex", "set width 0", "-ex", "set debuginfod enabled off", program],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=HOME)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.process.stdout, selectors.EVENT_READ)
        self.seen = ""

    def wait(self, pattern):
        """Waits for the pattern, and forgets what came up to its end; None when it did not come."""
        deadline = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, self.seen, re.S)):
            if not self.selector.select(max(0, deadline - time.monotonic())):
                return None
            data = os.read(self.process.stdout.fileno(), 65536)
            if not data:
                return None
            self.seen += data.decode(errors="replace")
        self.seen = self.seen[found.end():]
        return found

    def type(self, line):
        self.process.stdin.write((line + "\n").encode())
        self.process.stdin.flush()

    def close(self):
        self.process.kill()
        self.process.communicate()


def pattern_of(line):
    return ".*?".join(re.escape(part.strip()) for part in line.split("..."))


def run_task(gdb, lines):
    """The first line that gdb did not show, or None. A command comes when the one before is done."""
    gdb.wait(re.escape(GDB_PROMPT))
    for index, line in enumerate(lines):
        if line.startswith(GDB_PROMPT):
            gdb.type(line[len(GDB_PROMPT):])
            answers = index + 1 < len(lines) and not lines[index + 1].startswith(GDB_PROMPT)
            if not answers and not gdb.wait(re.escape(GDB_PROMPT)):
                return line
        elif not gdb.wait(pattern_of(line)):
            return line
    return None


def build(program, folder):
    """The program as gdb gets it; that of the memory server where none is named."""
    path = os.path.join(folder, "server" if program is None else os.path.basename(program)[:-2])
    if program is not None:
        sources = [program]
    else:
        given = sorted(os.listdir(os.path.join(HOME, "src/server")))
        sources = [f"src/server/{name}" for name in given
                   if name.endswith(".c") and name != "workload-stepped.c"]
        sources += [f"solutions/{name}" for name in SERVER]
    subprocess.run(["gcc", "-w", "-g", "-O0", "-pthread", "-std=gnu11", "-Isrc/server", *sources,
                    "-o", path], cwd=HOME, check=True)
    return path


def run_gdb(tasks):
    if not shutil.which("gdb"):
        print("ok gdb # skip gdb is not installed")
        return True
    is_good = True
    with tempfile.TemporaryDirectory() as folder:
        for task in tasks.values():
            if "gdb" not in task.blocks:
                continue
            gdb = Gdb(build(task.program, folder))
            missing = run_task(gdb, task.blocks["gdb"])
            gdb.close()
            is_good &= verdict(f"{task.number}: with gdb", [] if missing is None else [
                f"    gdb never showed: {missing}", f"    it showed last: {gdb.seen[-400:]}"])
    return is_good


def main():
    rows, tasks = read_chapter()
    return run_gdb(tasks) if sys.argv[1:] == ["--gdb"] else check_table(rows, tasks)


if __name__ == "__main__":
    sys.exit(not main())
