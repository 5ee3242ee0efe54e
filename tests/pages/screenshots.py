#!/usr/bin/env python3
"""screenshots.py [FOLDER]: pictures for somebody to look at: prompt, tour and pages, each at three sizes.

What a picture shows is not judged here; lines that a terminal had to break are told. FOLDER is
build/screenshots unless given.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent)]
from browser import Browser, chromium  # noqa: E402
from screen import Screen  # noqa: E402
from terminal import MEMREPL, Terminal  # noqa: E402
from verdicts import leave, verdict  # noqa: E402

OUT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else HOME / "build/screenshots").resolve()
TERMINALS = {"small": (40, 20, 20), "laptop": (80, 24, 18), "projector": (120, 40, 15)}  # columns, rows, pixels
BROWSERS = {"phone": (360, 740), "laptop": (1280, 800), "projector": (1920, 1080)}
PHILOSOPHERS = "program handout/examples/programs/philosophers.c"

# Name: the prompt at the end, and the lines typed. A picture is taken at each "photo".
SCENES = {
    "start": ("mem> ", ["photo", "help", "photo"]),
    "server": ("mem> ", ["enqueue 1 40", "serve", "enqueue 2 30", "step server 2", "enqueue 3 20", "photo", "explain T3", "dump",
                         "photo", "threads", "photo", "sync", "photo", "trace 8", "photo", "code server", "photo", "back to queue", "photo"]),
    "tour": ("mem> ", ["help tour", "photo", "enqueue 1 40", "photo", "serve", "photo", "enqueue 2 30", "step server 2", "enqueue 3 20", "photo"]),
    "deadlock": ("prog> ", [PHILOSOPHERS, "schedule main*4 T1*2 T2*2 T3*2", "photo", "trace 6", "photo", "where T1", "info locals", "photo"]),
    "mems": ("mems> ", ["mems", "malloc 1000 as a", "malloc 2000 as b", "free a", "malloc 400 as c", "photo", "map", "stats", "photo"]),
    "errors": ("mem> ", ["serv", "enqueu 1 40", "enqueue 99 5", "print quue", "back 3", "photo"]),
    "help-all": ("mem> ", ["help all", "photo", "help expect", "photo"]),
}
PAGES = {
    "page-server": (["enqueue 1 40", "serve", "enqueue 2 30", "serve", "enqueue 5 50", "enqueue 7 100", "serve 2", "free 2"], 40),
    "page-deadlock": ([PHILOSOPHERS, "explore", "step T3"], 10),
    "page-mems": (["mems", "malloc 1000 as a", "malloc 2000 as b", "free a", "malloc 400 as c", "malloc 9000 as d"], 5),
    "page-locals": (["program tests/pages/locals.c", "run"], 7),
}


class Person:
    """Who sits at the terminal: what Terminal takes for a test."""

    def __init__(self, home):
        self.environment = {"HOME": home, "PATH": os.environ["PATH"], "TERM": "xterm", "LC_ALL": "C.UTF-8",
                            "INPUTRC": "/dev/null", "MEMREPL_HISTFILE": ""}
        self.cleanups = []

    def addCleanup(self, function):
        self.cleanups.append(function)

    def fail(self, problem):
        sys.exit(problem)


def play(scene, size, home):
    """Yields (number, screen) at each photo."""
    columns, rows, _ = TERMINALS[size]
    prompt, lines = SCENES[scene]
    person = Person(home)
    terminal = Terminal(person, columns=columns, rows=rows)
    terminal.prompt()
    number = 0
    for line in lines:
        if line == "photo":
            number += 1
            screen = Screen(columns, rows)
            screen.feed(terminal.seen[:terminal.mark])
            yield number, screen
            continue
        terminal.shown_prompt = prompt if line.startswith(("program", "mems")) else terminal.shown_prompt
        terminal.send(line + "\r")
        terminal.expect("\n")
        terminal.prompt()
    for function in person.cleanups:
        function()


def photograph_terminals(browser, home):
    for scene in SCENES:
        for size, (columns, rows, pixels) in TERMINALS.items():
            told = 0
            for number, screen in play(scene, size, home):
                name = f"{scene}-{number}-{size}"
                page = pathlib.Path(home, "screen.html")
                page.write_text(screen.page(pixels))
                browser.open(page, int(columns * pixels * .61) + 20, int(rows * pixels * 1.25) + 20)
                browser.picture(OUT / f"{name}.png")
                for row in screen.broken_rows()[told:]:
                    print(f"# {name}: too long: {row}")
                told = len(screen.broken)


def photograph_pages(browser):
    for name, (commands, step) in PAGES.items():
        path = OUT / f"{name}.html"
        subprocess.run([MEMREPL, "--batch", *(word for command in [*commands, f"export html {path}"] for word in ("-e", command))],
                       cwd=HOME, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        for size, (width, height) in BROWSERS.items():
            browser.open(path, width, height, dark=size == "projector", hash=f"#step-{step}")
            browser.picture(OUT / f"{name}-{size}.png", whole=size == "phone")
        verdict(f"{name}: no complaint in the console", "\n    ".join(browser.complaints) or None)


if chromium() is None:
    print("ok screenshots # skip chromium is not installed")
    sys.exit(0)
os.chdir(HOME)
OUT.mkdir(parents=True, exist_ok=True)
with Browser() as browser, tempfile.TemporaryDirectory() as home:
    photograph_terminals(browser, home)
    photograph_pages(browser)
print(f"# the pictures are in {OUT}")
leave()
