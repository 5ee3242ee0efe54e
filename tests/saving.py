#!/usr/bin/env python3
"""Killed at any point, on a full disk, beside another: files are old or new, and never a piece.

    tests/saving.py [test_killed_at_any_point …]

memrepl is killed before each call to the system with which it writes a file (strace does that; without
it the test is skipped), and the disk is full from each of them on. MEMREPL names another program.
"""

import os
import random
import resource
import shutil
import subprocess
import sys

from terminal import ENTER, HOME, MEMREPL, PATIENCE, Case, Terminal, run

CALLS = "openat,write,fsync,fchmod,rename,unlink,close,ftruncate"
PHILOSOPHERS = os.path.join(HOME, "handout/examples/programs/philosophers.c")
LAB = os.path.join(HOME, "solutions/lab1-queue")
STEPS = ("-e", "enqueue 1 40", "-e", "serve")

DOCUMENT = """```memrepl
mem> enqueue 1 40
not what it says
```
"""


def can_trace():
    return shutil.which("strace") is not None and \
        subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"]).returncode == 0


class Saving(Case):
    # What is run, the file that it writes, and what stands there before.
    WRITERS = (
        (("--batch", *STEPS, "-e", "save new"), "new", "# A memrepl session: of before\n"),
        (("--batch", *STEPS, "-e", "export svg dump new"), "new", None),
        (("--explore", "-j", "1", PHILOSOPHERS), "fail-philosophers.mem", "of before\n"),
        (("--check", "--bless", "new"), "new", DOCUMENT),
    )

    def setUp(self):
        super().setUp()
        os.chdir(self.folder)
        self.addCleanup(os.chdir, "/")
        self.environment["MEMREPL_BUILD"] = os.path.join(self.folder, "build")

    def prepare(self, file, before):
        for name in os.listdir("."):
            if os.path.isfile(name):
                os.unlink(name)
        if before is not None:
            self.write(file, before)
            os.chmod(file, 0o640)

    def content(self, file):
        if not os.path.exists(file):
            return None
        with open(file) as opened:
            return opened.read()

    def memrepl(self, *arguments, before=()):
        return subprocess.run([*before, MEMREPL, *arguments], env=self.environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=PATIENCE)

    def points(self, arguments, file):
        """Each (call, which of them) from where the file is first named: memrepl without strace does
        the same."""
        self.memrepl(*arguments, before=("strace", "-qq", "-e", f"trace={CALLS}", "-o", "calls"))
        counts, points, has_begun = {}, [], False
        with open("calls") as calls:
            for line in calls:
                call, bracket, _ = line.partition("(")
                if not bracket or not call.isalnum():
                    continue
                counts[call] = counts.get(call, 0) + 1
                has_begun = has_begun or f"{file}." in line and ".part" in line
                if has_begun:
                    points.append((call, counts[call]))
        os.unlink("calls")
        return points

    def each_point(self, arguments, file, before):
        """Yields a way to make strace meddle with each of the calls, and what may be there then."""
        self.prepare(file, before)
        points = self.points(arguments, file)
        new = self.content(file)
        self.assertNotEqual(new, before)
        self.assertIn("rename", [call for call, _ in points])
        for call, number in points:
            self.prepare(file, before)
            yield f"{call}:%s:when={number}", (before, new)

    def tracer(self, what):
        return ("strace", "-qq", "-o", "/dev/null", "-e", f"trace={CALLS}", "-e", f"inject={what}")

    def test_killed_at_any_point(self):
        if not can_trace():
            self.skipTest("strace cannot trace here")
        for arguments, file, before in self.WRITERS:
            for point, allowed in self.each_point(arguments, file, before):
                self.memrepl(*arguments, before=self.tracer(point % "signal=KILL"))
                self.assertIn(self.content(file), allowed, (arguments, point))
                if before is not None:
                    self.assertEqual(os.stat(file).st_mode & 0o777, 0o640)
                self.memrepl(*arguments)
                self.assertEqual(self.content(file), allowed[1], (arguments, point))

    def test_each_call_fails(self):
        if not can_trace():
            self.skipTest("strace cannot trace here")
        for arguments, file, before in self.WRITERS:
            for point, allowed in self.each_point(arguments, file, before):
                came = self.memrepl(*arguments, before=self.tracer(point % "error=ENOSPC"))
                content = self.content(file)
                self.assertIn(content, allowed, (arguments, point))
                if content != allowed[1]:
                    self.assertRegex(came.stdout, "No space left|output error|cannot be read", point)
                    self.assertIn(file, came.stdout, (arguments, point))
                    self.assertIn(came.returncode, (1, 2, 3))

    # ---- A disk that is full -------------------------------------------------------------------

    def full_disk(self, room, script):
        """Runs a script in a file system of so many KiB, which ends with it. None when that cannot be."""
        place = os.path.join(self.folder, "disk")
        os.makedirs(place, exist_ok=True)
        words = f"mount -t tmpfs -o size={room}k none '{place}' && cd '{place}' && echo mounted && "
        came = subprocess.run(["unshare", "-rm", "sh", "-c", words + script], text=True,
                              env=self.environment, capture_output=True, timeout=PATIENCE)
        return came.stdout.partition("mounted\n")[2] if "mounted\n" in came.stdout else None

    def test_a_full_disk(self):
        fill = "head -c 100000 /dev/zero >filling 2>/dev/null; "
        old = "# A memrepl session: of before"
        save = f"'{MEMREPL}' --batch -e 'enqueue 1 40' -e 'save my.mem' | tail -n 1; "
        html = f"'{MEMREPL}' --batch -e 'enqueue 1 40' -e 'export html my.html' | tail -n 1; "
        result = f"'{MEMREPL}' --grade 1 --from '{LAB}' --result r.json | tail -n 1; "
        said = self.full_disk(16, f"echo '{old}' >my.mem; {fill} {save} {html} {result} ls; "
                                  "rm filling; cat my.mem")
        if said is None:
            self.skipTest("no file system can be mounted here")
        self.assertEqual(said.splitlines(), [
            "error: cannot save to my.mem: No space left on device",
            "error: cannot save to my.html: No space left on device",
            "UNGRADED: the result cannot be written: r.json: No space left on device",
            "filling", "my.mem", old])

    def test_a_limit_on_files(self):
        """Is met where files grow; the session goes on, and saves when there is room again."""
        terminal = self.start()
        terminal.do("enqueue 1 40")
        terminal.do("save my.mem")
        old = self.content("my.mem")
        terminal.do("serve")
        none = resource.prlimit(terminal.child, resource.RLIMIT_FSIZE)
        resource.prlimit(terminal.child, resource.RLIMIT_FSIZE, (100, none[1]))
        self.assertIn("cannot save to my.mem: File too large", terminal.do("save my.mem"))
        self.assertEqual(self.content("my.mem"), old)
        for _ in range(20):
            terminal.do("help serve")
            terminal.do("help free")
        resource.prlimit(terminal.child, resource.RLIMIT_FSIZE, none)
        self.assertIn("Saved", terminal.do("save my.mem"))
        self.assertNotEqual(self.content("my.mem"), old)
        self.assertEqual(terminal.leave(), 0)
        for line in self.content(".local/state/memrepl/history").splitlines():
            self.assertRegex(line, r"^(enqueue 1 40|serve|save my.mem|help (serve|free)|quit)$")
        self.assertNotIn(".part", " ".join(os.listdir(".")))

    # ---- The history ---------------------------------------------------------------------------

    def test_prompts_at_a_time_keep_the_lines_of_all(self):
        """While they type, others come, and shorten the history."""
        path = self.write("lines", "".join(f"dump # {n}\n" for n in range(999)))
        self.environment["MEMREPL_HISTFILE"] = path
        typing = [self.start() for _ in range(3)]
        for turn in range(30):
            for number, terminal in enumerate(typing):
                terminal.send(f"say {number} {turn}" + ENTER)
            if turn % 3 == 0:
                Terminal(self)
        for terminal in typing:
            terminal.send("say the end" + ENTER)
            terminal.expect("say the end")
            terminal.expect("the end")
        lines = self.content(path).splitlines()
        wanted = {f"say {number} {turn}" for number in range(3) for turn in range(30)}
        self.assertEqual(wanted - set(lines), set())
        for line in lines:
            self.assertRegex(line, r"^(dump # \d+|say \d \d+|say the end)$")

    def test_killed_while_it_types(self):
        moment = random.Random(1)
        for _ in range(10):
            terminal = self.start()
            for _ in range(moment.randrange(10)):
                terminal.send("help serve" + ENTER + "help free" + ENTER)
            os.kill(terminal.child, 9)
        for line in self.content(".local/state/memrepl/history").splitlines():
            self.assertRegex(line, r"^help (serve|free)$")


if __name__ == "__main__":
    sys.exit(run(Saving, sys.argv[1:]))
