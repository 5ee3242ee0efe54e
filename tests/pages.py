#!/usr/bin/env python3
"""pages.py MEMREPL [FOLDER]: what `export html` writes, held against what the prompt says of the same
steps.

Leaves the pages in FOLDER, else in build/tests/pages. Needs no browser; what a browser makes of them
is tests/pages/in-browser.py.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "pages"))
from reading import Page  # noqa: E402
from verdicts import differ, leave, verdict  # noqa: E402

MEMREPL = str(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "memrepl").resolve())
OUT = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else HERE.parent / "build/tests/pages").resolve()
LONG_STEPS, LONG_BYTES = 10000, 5 * 1000 * 1000
SERVER = ["enqueue 1 40", "serve", "enqueue 2 30", "serve", "enqueue 5 50", "enqueue 7 100", "serve 2",
          "free 2", "enqueue 3 20", "step server 2", "enqueue 4 10"]
MEMS = ["mems", "malloc 1000 as a", "malloc 2000 as b", "free a", "malloc 400 as c",
        "malloc 9000 as d", "get b+5", "free b"]
COUNTER = ["program handout/examples/programs/counter.c", "step main 3", "step -m T1 3", "step T2",
           "run"]


def run(commands, **options):
    """What memrepl says to these commands, given as options or, when they are many, as a file."""
    if len(commands) > 100 and "--echo" not in commands:
        OUT.joinpath("session.mem").write_text("\n".join(commands) + "\n")
        arguments = ["-x", str(OUT / "session.mem")]
    else:
        arguments = [word for command in commands for word in ([command] if command == "--echo" else ["-e", command])]
    done = subprocess.run([MEMREPL, "--batch", *arguments], cwd=HERE.parent, text=True, errors="replace",
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **options)
    return done.stdout


def export(commands, name, *after):
    path = OUT / f"{name}.html"
    path.unlink(missing_ok=True)
    said = run([*commands, f"export html {path}", *after])
    if not path.exists():
        verdict(f"{name} is written", said[-2000:])
        sys.exit(1)
    return path, said


# ---- The memory server -------------------------------------------------------------------------


def as_dump(state):
    """A frame as `dump` prints it: the array, the list, the queue and the messages."""
    array = "".join(mark * count for mark, count in state["memory"])
    segments = [tuple(one) for one in state["segments"]]
    queue = [tuple(one) for one in state.get("requests", [])]
    return array, segments, queue, [message for _, message in state["messages"]]


def read_dump(text):
    array = "".join(re.findall(r"^ +\d+  ([0-9A-Za-z]+)$", text, re.M))
    segments = [tuple(map(int, row)) for row in re.findall(r"^ +(-?\d+) +(\d+) +(\d+)(?:  hole)?$", text, re.M)]
    queue = re.search(r"^queue +(.*)$", text, re.M)[1]
    return (array, segments, [tuple(map(int, one.split(":"))) for one in queue.split() if ":" in one],
            [int(one) for one in re.findall(r"T\d+:(-?\d+)", text)])


def test_server():
    path, said = export(SERVER, "server")
    page = Page(path)
    last = page.frames[-1][0]
    steps = [frame[0] for frame in page.frames]
    verdict("each step of the memory server has its frame", differ(steps, list(range(last + 1))))
    commands = [command for step in steps[1:-1] for command in (f"goto {step}", "dump")]
    dumps = re.split(r"^(?=memory  )", run([*SERVER, *commands]), flags=re.M)[1:]
    wrong = [f"step {step}: {differ(as_dump(page.state(step)), read_dump(dump))}"
             for step, dump in zip(steps[1:-1], dumps)
             if as_dump(page.state(step)) != read_dump(dump)]
    verdict("every frame shows what dump shows", "\n    ".join(wrong[:3]) if len(dumps) == last - 1 else
            f"{len(dumps)} dumps of {last - 1}" + "".join(wrong[:1]))
    rows = re.findall(r"^#(\d+) +(\w+) ", run([*SERVER, "trace list 200"]).split("Next:")[-1], re.M)
    moved = [(f"{frame[0]}", page.data["names"][frame[1]]) for frame in page.frames[1:]]
    verdict("every frame names who moved, as trace does", differ(moved, rows))
    verdict("what was typed stands where it begins",
            differ([page.typed(n) for n in range(len(steps)) if page.typed(n)], SERVER))
    verdict("a step is explained", differ(page.said(8), "The server takes the lock list_lock. The segment list gives bytes "
            "0-39 to T1, out of the hole 0-149 (150 bytes). It now stands before "
            "pthread_mutex_unlock(list_lock) (memory_server.c:169)."))
    again, _ = export(SERVER, "again")
    verdict("the same bytes twice", None if path.read_bytes() == again.read_bytes() else "they differ")
    back, said = export([*SERVER, "back 20"], "back", "expect step 36", "goto 56", "expect step 56", "dump")
    verdict("from further back the page is the same",
            None if path.read_bytes() == back.read_bytes() else "it differs")
    verdict("and the session stands where it stood", None if "error" not in said and "memory  " in said else said)
    OUT.joinpath("part.html").unlink(missing_ok=True)
    run([*SERVER, f"export html {OUT / 'part.html'} 10"])
    export([f"enqueue {number} 10" for number in range(1, 10)] + ["serve 9"], "crowd")
    part = Page(OUT / "part.html")
    verdict("the last ten steps", differ((part.frames[0][0], part.frames[-1][0], part.data["later"]), (last - 10, last, 1))
            or differ(as_dump(part.state(10)), as_dump(page.state(last))))


# ---- MeMS and any program ----------------------------------------------------------------------


def test_mems():
    page = Page(export(MEMS, "mems")[0])
    mains = re.findall(r"^MAIN\[(\d+):(\d+)\]-> (.*)NULL$", run([*MEMS, "stats"]), re.M)
    state = page.state(len(page.frames) - 1)
    drawn = [(str(start), str(start + size - 1),
              "".join(f"{'H' if node[3] else 'P'}[{node[1]}:{node[1] + node[2] - 1}] <-> "
                      for node in state["nodes"] if node[0] == number))
             for number, (start, size, _) in enumerate(state["mains"])]
    verdict("the chains are those of stats", differ(drawn, mains))
    verdict("a call is explained", differ(page.said(2), "The call mems_malloc(2000) answers 2000 (b). First fit: the "
            "hole 2000-5095 is the first with room. It is split: 1096 bytes stay a hole."))
    marks = [re.sub(r"^.*?\n( +[\^ ]+)\n.*$", r"\1", run([*MEMS, *more, "map"]), flags=re.S)
             for more in ([], [f"export html {OUT / 'marks.html'}"])]
    verdict("map marks the last change afterwards, too", differ(marks[1], marks[0]))


def test_program():
    page = Page(export(COUNTER, "counter")[0])
    verdict("parts of steps are frames, too", differ([frame[0] for frame in page.frames], [0, 1, 2, 3, 4, 4, 4, 5, 5, 6, 7, 8]))
    verdict("a thread is stopped before an access", differ(page.said(6), "T1 is about to write hits (counter.c:15)."))
    hits = [dict(page.state(n)["globals"])["hits"] for n in range(len(page.frames))]
    verdict("variables at each frame", differ(hits, ["0"] * 7 + ["1"] * 5))
    verdict("what it prints stands where it is printed",
            differ([n for n in range(len(page.frames)) if page.state(n).get("output") == [[0, "1 visitors"]]], [10, 11]))
    source = (HERE.parent / "handout/examples/programs/counter.c").read_text().splitlines()
    verdict("the source is there", differ(page.data["sources"], [["counter.c", *source]]))
    page = Page(export(["program tests/sessions/programs/outside.c", "run"], "puts")[0])
    verdict("a line that is ended apart is one line", differ(page.state(1)["output"], [[0, "hello"]]))
    page, said = export(["program tests/sessions/programs/tables.c", "run"], "tables", "print colours")
    verdict("constant tables of pointers are shown as print shows them",
            differ(f"colours = {dict(Page(page).state(1)['globals'])['colours']}", said.splitlines()[-1]))


def failure_of(page):
    """The step of the failure, what it is called, and what its frame says of it."""
    frame, text = page.data["failure"] or (-1, None)
    return page.frames[frame][0], frame == len(page.frames) - 1, text, page.said(frame)


def test_failures():
    """The page of a counterexample goes on to the failure, and says what the prompt says of it."""
    for name, program, step, story, said in (
            ("deadlock", "handout/examples/programs/philosophers.c", 10, "deadlock: T1 waits for fork_at[1] (philosophers.c:20), "
             "which T2 holds since philosophers.c:19", "Deadlock: nobody can run. main waits for T1 to end (philosophers.c:33)"),
            ("race", "handout/examples/programs/counter.c", 8, "data race: T2 reads hits (counter.c:15) while T1 writes it "
             "(counter.c:15)", "T2 reads hits."),
            ("leak", "tests/pages/kept.c", 5, "leak: a block of 16 bytes (kept.c:7) is never freed", "main returned 0"),
            ("assertion", "tests/pages/lost.c", 15, "assertion: main finds that an assertion does not hold: sum == 2 (lost.c:26)",
             "Event: assertion. main finds that an assertion does not hold: sum == 2."),
            ("overrun", "tests/pages/beyond.c", 1, "overrun: ", "Event: overrun. main writes 4 bytes and goes beyond")):
        way = [f"program {program}", "explore"]
        path, answer = export(way, name, f"expect step {step - 1}", "print 1", f"save {OUT / name}.mem")
        page = Page(path)
        at, is_last, text, told = failure_of(page)
        verdict(f"{name}: the page ends with the failure", differ((at, is_last), (step, True)))
        verdict(f"{name}: it is named as the prompt names it", None if text.startswith(story) and text in " ".join(answer.split()) else text)
        verdict(f"{name}: its step says so", None if said in told else told)
        verdict(f"{name}: the session stands where it stood", None if "1 = 1" in answer else answer)
        again = Page(export([f"source {OUT / name}.mem"], f"{name}-saved")[0])
        verdict(f"{name}: what save writes knows it, too", differ(again.data["failure"], page.data["failure"]))
    way = ["program handout/examples/programs/philosophers.c", "explore"]
    gone = Page(export([*way, "step T3"], "deadlock-gone")[0])
    verdict("having gone there oneself, the page is the same", differ(failure_of(gone)[:3], (10, True, Page(OUT / "deadlock.html").data["failure"][1])))
    other = Page(export([*way, "step T2"], "deadlock-other")[0])
    verdict("another step shows no failure", differ(other.data["failure"], []))
    cut = Page(export([*way, "back 2", "step T2"], "deadlock-cut")[0])
    verdict("what is cut off is forgotten", differ((cut.data["failure"], cut.frames[-1][0]), ([], 8)))
    own = Page(export(["program tests/pages/beyond.c", "run"], "overrun-met")[0])
    verdict("a failure that nobody foresaw is named, too", None if own.data["failure"][1].startswith("overrun: main writes") else own.data["failure"])
    for command, message in (("foresee T9 leak: x", 'there is no thread "T9'), ("foresee main", "what will its next step show?"), ("foresee", "usage: foresee")):
        said = run([COUNTER[0], command])
        verdict(f"refused: {command}", None if message in said else said)


def calls_of(page, number):
    """[thread, call as `where` has it, its variables] of each call, the innermost of each thread first."""
    calls = []
    for item in page.state(number).get("calls", []):
        if isinstance(item[0], str):
            calls[-1][2][item[0]] = item[1]
            calls[-1][3].extend([f"{item[0]} = {item[1]}"] if item[2] else [])
        else:
            slot, function, file, line = item
            calls.append((page.data["names"][slot], [function, f"{page.data['sources'][file][0]}:{line}"], {}, []))
    calls = [(name, f"{where[0]}({', '.join(given)}) at {where[1]}", values) for name, where, values, given in calls]
    return [call for name in page.data["names"] for call in reversed(calls) if call[0] == name]


def calls_said(commands, page):
    """The same for all frames but the last, as `where` and `info` say it: {frame: calls}."""
    asked = []
    for number in range(1, len(page.frames) - 1):
        asked.append(f"goto {page.frames[number][0]}")
        for name in {call[0]: None for call in calls_of(page, number)}:
            levels = sum(call[0] == name for call in calls_of(page, number))
            asked += [f"where {name}"] + [word for level in range(levels) for word in
                                          (f"frame {name} {level}", "info args", "info locals")]
    said, number, wheres = {}, 0, []
    for part in re.split(r"^prog> ", run(["--echo", *commands, *asked]), flags=re.M):
        command, *rows = part.splitlines() or [""]
        if command.startswith("goto "):
            number += 1
            said[number] = []
        elif command.startswith("where "):
            wheres = [re.sub(r"^(->|  ) #\d+ +", "", row) for row in rows[1:]]
        elif command.startswith("frame "):
            _, name, level = command.split()
            said[number].append((name, wheres[int(level)], {}))
        elif command.startswith("info ") and number:
            said[number][-1][2].update(row.split(" = ", 1) for row in rows if " = " in row and not row.startswith("rounds"))
    return said


def test_locals():
    commands = ["program tests/pages/locals.c", "run"]
    page = Page(export(commands, "locals")[0])
    said = calls_said(commands, page)
    wrong = [f"frame {number}: {differ(calls_of(page, number), calls)}" for number, calls in said.items()
             if calls_of(page, number) != calls]
    verdict("every frame has the calls and variables that where and info tell",
            "\n    ".join(wrong[:2]) if len(said) == len(page.frames) - 2 else f"{len(said)} frames are told")
    depths = [sum(call[0] == "T1" for call in calls_of(page, number)) for number in said]
    verdict("calls come and go", differ((min(depths), max(depths)), (0, 4)))


def pictures_of(page, number):
    """{name: (kind, end, [(block, depth, edge, tags, members)])} of what pointers lead to."""
    pictures = {}
    for item in page.state(number).get("lists", []):
        if isinstance(item[1], str):
            nodes = []
            pictures[item[0]] = (item[1], item[2], nodes)
        else:
            nodes.append((item[0], item[1], item[2], item[3], dict(item[4])))
    return pictures


def as_print(picture):
    """A list as `print` draws it."""
    _, end, nodes = picture
    return " -> ".join([f"[{' '.join(node[4].values())}]" for node in nodes] + [end])


def test_pointers():
    program = "program tests/pages/pointers.c"
    path, said = export([program, "break look", "run", "run"], "pointers", "back 1", "print list->head", "print turn", "print T1::mine",
                        "print add::calls")
    page = Page(path)
    first, second = (n for n in range(len(page.frames)) if "middle of its step" in page.said(n))
    pictures = pictures_of(page, first)
    verdict("each list, tree and block that pointers lead to is drawn once", differ(
        {name: (kind, len(nodes)) for name, (kind, _, nodes) in pictures.items()},
        {"list": ("block", 1), "root": ("tree", 4), "turn": ("list", 3), "T1's rows": ("block", 2), "list->head": ("list", 3),
         "T1's rows[1].cells": ("block", 1)}))
    verdict("a list is drawn as print draws it", None if as_print(pictures["list->head"]) in said else as_print(pictures["list->head"]))
    verdict("and so is a ring", None if as_print(pictures["turn"]) in said else as_print(pictures["turn"]))
    verdict("other pointers are tags of the node", differ([node[3] for node in pictures["list->head"][2]],
            [[], ["T1's second"], ["list->tail"]]))
    verdict("a tree has its branches", differ([(depth, edge, members["key"]) for _, depth, edge, _, members in pictures["root"][2]],
            [(0, "", "5"), (1, "left", "2"), (2, "right", "3"), (1, "right", "8")]))
    verdict("a block of structs has its elements", differ([(edge, members["width"]) for _, _, edge, _, members in pictures["T1's rows"][2]],
            [("[0]", "0"), ("[1]", "4")]))
    verdict("a block of numbers has them all", differ(pictures["T1's rows[1].cells"][2][0][4], {"": "{0, 0.5, 1, 1.5}"}))
    local = {item[0]: item[1] for item in page.state(first)["calls"] if isinstance(item[0], str)}
    verdict("a pointer to a freed block says where it was freed", differ(local["gone"], "the 24-byte block from pointers.c:62, freed at "
            "pointers.c:67"))
    verdict("and so does a list that runs into it", differ(pictures_of(page, second)["list->head"][1], "a block freed at pointers.c:67"))
    variables = dict(page.state(first)["globals"])
    verdict("variables of a thread, and static ones of functions, have the names that print knows them by", None if
            f"T1::mine = {variables['T1::mine']}" in said and f"add::calls = {variables['add::calls']}" in said else variables)
    verdict("a pointer to nowhere leads nowhere", differ((variables["bad"], "bad" in pictures), ("0x10", False)))


# ---- Safety, size, refusals --------------------------------------------------------------------

HOSTILE = r"""#include <stdio.h>
const char *tag = "</script><script>alert(1)</script><!--";
char odd[] = "\"\\\x01\xff\xc3\xa9]]>&amp;";
int main(void)
{
    printf("</script><img src=x onerror=alert(2)>\xff\xc3(\x1b[2J\n"); /* </script><!-- */
    return 0;
}
"""


def test_hostile():
    folder = OUT / "a<b>&'c"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    program = folder / "x<script>&.c"
    program.write_text(HOSTILE, encoding="utf-8")
    page = Page(export([f'program "{program}"', "run"], "hostile")[0])
    tags = [tag for tag, _ in page.markup.elements if tag in ("script", "img")]
    verdict("a program cannot put elements into the page", differ(tags, ["script", "script"]))
    verdict("nor end its data", differ("<" in page.markup.scripts[0] or ">" in page.markup.scripts[0], False))
    state = page.state(len(page.frames) - 1)
    verdict("its strings are there as they are", None if "</script><script>alert(1)" in str(state["globals"]) else state["globals"])
    verdict("its output, too", differ(state["output"], [[0, "</script><img src=x onerror=alert(2)>\ufffd\ufffd(\x1b[2J"]]))
    verdict("its source has its name", differ(page.data["sources"][0][0], "x<script>&.c"))
    links = [(tag, name, value) for tag, attributes in page.markup.elements for name, value in attributes.items()
             if name in ("src", "href", "action", "srcset") or (value or "").startswith("http")]
    policy = [attributes["content"] for tag, attributes in page.markup.elements if attributes.get("http-equiv")]
    verdict("the page asks for nothing from outside", differ(links, []) or differ(policy[0].split(";")[0], "default-src 'none'"))
    verdict("and no script of it writes markup", re.search(r"innerHTML|outerHTML|document\.write|insertAdjacent|eval\(", page.text))


def long_session():
    """Requests of ten threads that come and go; at least LONG_STEPS steps."""
    commands, holding, steps, seed = [], set(), 0, 7
    while steps < LONG_STEPS + 100 and "--echo" not in commands:
        seed = (seed * 1103515245 + 12345) % 2**31
        thread, size = seed // 65536 % 10, 1 + seed // 1024 % 14
        if thread in holding:
            commands += [f"free {thread}"]
            steps += 5
        else:
            commands += [f"enqueue {thread} {size}", "serve"]
            steps += 11
        holding ^= {thread}
    return commands


def test_odd():
    """What is damaged, what a call did otherwise than to grant, and a thread in the middle of a step."""
    page = Page(export(["enqueue 1 8", "set *(int *)memory = 825373492", "set queue.head->next = queue.head"], "damaged")[0])
    last = len(page.frames) - 1
    verdict("bytes that are not alike", None if "Bytes between 0 and 3 of memory have changed." in page.said(last) else page.said(last))
    verdict("a queue that is damaged", differ(page.state(last)["faults"], [["the queue runs in a circle"]]))
    page = Page(export(["mems", "malloc 0", "check", "malloc 10", "set head->next = head"], "chains")[0])
    last = len(page.frames) - 1
    verdict("a call that grants nothing", differ(page.said(1), "The call mems_malloc(0) answers NULL."))
    verdict("another call", differ(page.said(2), "The call of mems_check() returns."))
    verdict("a chain that is damaged", differ(page.state(last)["faults"], [["the main chain runs in a circle"]]))
    page = Page(export(["program tests/sessions/programs/corners.c", "break sink", "run"], "middle")[0])
    last = len(page.frames) - 1
    verdict("an operation without a phrase, and a thread in the middle of its step",
            differ(page.said(last), "main does sleep(5 us). main stands in the middle of its step (corners.c:90)."))


def test_size():
    commands = long_session()
    started = time.monotonic()
    path, _ = export(commands, "long")
    seconds = time.monotonic() - started
    page, size = Page(path), path.stat().st_size
    print(f"# {len(page.frames) - 1} steps: {size} bytes, written in {seconds:.1f} seconds")
    verdict(f"{LONG_STEPS} steps stay below {LONG_BYTES} bytes",
            None if size < LONG_BYTES and len(page.frames) > LONG_STEPS else f"{len(page.frames)} frames, {size} bytes")
    gaps = [later - key for key, later in zip(page.data["keys"], page.data["keys"][1:])]
    verdict("no frame is far from a key frame", None if max(gaps) < 200 else f"{max(gaps)} frames")


def test_refusals():
    folder = OUT / "refused"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "folder").mkdir(parents=True)
    (folder / "mine.html").write_text("<p>mine</p>\n")
    before = sorted(os.listdir(folder))
    for command, message in (
            (f"export html {folder}/mine.html", "mine.html is there already, and no page that export wrote"),
            (f"export html {folder}/folder", "is there already, and no page that export wrote"),
            (f"export html {folder}/none/a.html", "No such file or directory"),
            ("export html", "export html takes a file, such as session.html"),
            (f"export html {folder}/a.html 0", 'stands behind the file, not "0"'),
            (f"export html {folder}/a.html x", 'stands behind the file, not "x"')):
        said = " ".join(run(["enqueue 1 9", command]).split())
        verdict(f"refused: {command.replace(str(folder), '')}",
                None if message in said and sorted(os.listdir(folder)) == before else said)
    said = run([f"export html {folder}/a.html"])
    verdict("refused: at step 0", None if "nobody has taken a step yet" in said else said)


OUT.mkdir(parents=True, exist_ok=True)
os.environ["ASAN_OPTIONS"] = "detect_stack_use_after_return=0"
for test in (test_server, test_mems, test_program, test_failures, test_locals, test_pointers, test_hostile, test_odd,
             test_size, test_refusals):
    test()
leave()
