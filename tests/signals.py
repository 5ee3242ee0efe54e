#!/usr/bin/env python3
"""Signals: a window is resized, a job stopped and taken up again, a terminal closed, a reader gone.

    tests/signals.py [test_ctrl_z_at_the_prompt …]

Whatever ends memrepl, what it had started ends too: this process takes up orphans and waits for them.
MEMREPL names another program than ./memrepl. As in terminal.py, no test depends on timing.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time

from terminal import CTRL_C, CTRL_R, ENTER, HOME, MEMREPL, PATIENCE, PROMPT, Case, Terminal, run

CTRL_Z, CTRL_BACKSLASH = "\x1a", "\x1c"
PR_SET_CHILD_SUBREAPER = 36
SHELL_PROMPT = "shell> "
COUNTER = os.path.join(HOME, "handout/examples/programs/counter.c")
LAB = os.path.join(HOME, "solutions/lab1-queue")

FOREVER = "#include <sched.h>\nint main(void) { for (;;) sched_yield(); }\n"

# More schedules than can be gone through in a test.
MANY = """#include <pthread.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void *work(void *unused)
{
    for (int i = 0; i < 6; i++) {
        pthread_mutex_lock(&lock);
        pthread_mutex_unlock(&lock);
    }
    return unused;
}
int main(void)
{
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], 0, work, 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], 0);
    return 0;
}
"""

# A compiler that does not end, and says where it is.
COMPILER = """#!/bin/sh
case $* in *trouble.c*) echo "$$" >"$COMPILING"; exec sleep 1000 ;; esac
exec gcc "$@"
"""


class Signals(Case):
    def setUp(self):
        super().setUp()
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self.environment["MEMREPL_BUILD"] = os.path.join(self.folder, "build")
        self.environment["TMPDIR"] = self.folder

    def check_that_all_is_gone(self):
        """No process is left; those that were orphaned have become ours."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                process, _ = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if time.monotonic() > deadline:
                left = subprocess.run(["ps", "--ppid", str(os.getpid()), "-o", "pid,args"],
                                      capture_output=True, text=True).stdout
                self.fail(f"processes are left:\n{left}")
            if process == 0:
                time.sleep(0.01)

    def check_that_nothing_is_left(self, *kept):
        self.check_that_all_is_gone()
        left = [name for name in os.listdir(self.folder)
                if name not in ("build", ".local", *kept)]
        self.assertEqual(left, [])

    def wait_until(self, is_so, what):
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.01)

    # ---- The window is resized -----------------------------------------------------------------

    def test_a_resize_while_a_line_is_typed(self):
        terminal = self.start()
        for columns in (200, 40, 3, 1, 81, 20, 80) * 4:
            terminal.send("help se"[columns % 7])
            terminal.resize(columns)
        terminal.send("\x15")
        self.assertIn("usage", terminal.do("help serve"))

    def test_a_resize_while_it_prints(self):
        path = self.write("much.mem", "help all\nhelp strokes\n" * 100)
        terminal = self.start()
        terminal.send(f"source {path}" + ENTER)
        for columns in (200, 40, 3, 1, 81, 20, 80) * 20:
            terminal.expect("enqueue")
            terminal.resize(columns)
        terminal.send("say that was all" + ENTER)
        terminal.expect("that was all")
        terminal.expect("that was all")
        self.assertEqual(terminal.leave(), 0)

    # ---- The job is stopped and goes on --------------------------------------------------------

    def start_shell(self):
        shell = Terminal(self, "--norc", "--noprofile", "-i", program="/bin/bash",
                         prompt=SHELL_PROMPT, PS1=SHELL_PROMPT)
        shell.prompt()
        return shell

    def test_ctrl_z_at_the_prompt(self):
        shell = self.start_shell()
        shell.send(MEMREPL + ENTER)
        shell.expect(PROMPT)
        shell.send("enqueue 1 4")
        shell.expect("enqueue 1 4")
        shell.send(CTRL_Z)
        shell.expect("Stopped")
        shell.prompt()
        shell.send("stty -a" + ENTER)
        shell.expect("icanon")
        shell.prompt()
        shell.send("fg" + ENTER)
        shell.expect("enqueue 1 4")
        shell.send("0" + ENTER)
        shell.expect("T1 asks for 40 bytes")
        shell.send("quit" + ENTER)
        shell.prompt()

    def test_ctrl_z_in_a_run(self):
        path = self.write("forever.c", FOREVER)
        shell = self.start_shell()
        shell.send(f"{MEMREPL} {path}" + ENTER)
        shell.expect("prog> ")
        shell.send("run" + ENTER)
        shell.expect("run\r\n")
        shell.send(CTRL_Z)
        shell.expect("Stopped")
        shell.prompt()
        shell.send("fg" + ENTER)
        shell.expect(path)
        shell.send(CTRL_C)
        shell.expect("prog> ")
        shell.send("quit" + ENTER)
        shell.prompt()

    # ---- It is to end --------------------------------------------------------------------------

    def at_the_prompt(self):
        """Yields a terminal in each state in which a person may leave it."""
        endless = self.write("forever.c", FOREVER)
        terminal = self.start()
        yield terminal
        terminal = self.start()
        terminal.do("help serve")
        terminal.send("enqueue 1 4")
        terminal.expect("enqueue 1 4")
        yield terminal
        terminal = self.start()
        terminal.send(CTRL_R + "ser")
        terminal.expect("search")
        yield terminal
        terminal = self.start(endless, prompt="prog> ")
        terminal.send("run" + ENTER)
        terminal.expect("run\r\n")
        yield terminal

    def check_history(self):
        with open(os.path.join(self.folder, ".local/state/memrepl/history")) as file:
            self.assertIn("help serve\n", file.read())

    def check_end(self, number, end):
        for terminal in self.at_the_prompt():
            end(terminal)
            self.assertEqual(terminal.await_end(), -number, terminal.seen)
            self.check_that_nothing_is_left("forever.c")
        self.check_history()

    def test_the_terminal_is_closed(self):
        def close(terminal):
            os.close(terminal.file)
            terminal.file = os.open("/dev/null", os.O_RDONLY)
        self.check_end(signal.SIGHUP, close)

    def test_it_is_told_to_end(self):
        for number in signal.SIGTERM, signal.SIGHUP:
            self.check_end(number, lambda terminal: os.kill(terminal.child, number))

    def test_ctrl_backslash(self):
        self.check_end(signal.SIGQUIT, lambda terminal: terminal.send(CTRL_BACKSLASH))

    def memrepl(self, *arguments, **settings):
        return subprocess.Popen([MEMREPL, *arguments], env=self.environment, cwd=self.folder,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, **settings)

    def compiler(self):
        """A compiler that is at work on trouble.c, and the memrepl that waits for it."""
        path = self.write("slow-cc", COMPILER)
        os.chmod(path, 0o755)
        self.write("trouble.c", FOREVER)
        compiling = os.path.join(self.folder, "compiling")
        self.environment["COMPILING"] = compiling
        self.environment["PATH"] = self.folder + ":" + os.environ["PATH"]
        return path, compiling

    def test_the_compiler_ends_too(self):
        _, compiling = self.compiler()
        for number in signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT:
            memrepl = self.memrepl("--batch", "--cc", "slow-cc", "trouble.c")
            self.wait_until(lambda: os.path.exists(compiling), "the compiler was not started")
            memrepl.send_signal(number)
            output, _ = memrepl.communicate(timeout=PATIENCE)
            self.assertEqual(memrepl.returncode, -number, output)
            os.unlink(compiling)
            self.check_that_nothing_is_left("slow-cc", "trouble.c")

    def test_ctrl_c_stops_the_compiler(self):
        _, compiling = self.compiler()
        terminal = self.start()
        terminal.send("program --cc slow-cc " + os.path.join(self.folder, "trouble.c") + ENTER)
        self.wait_until(lambda: os.path.exists(compiling), "the compiler was not started")
        terminal.send(CTRL_C)
        self.assertRegex(terminal.prompt(), r"the compiler\s+was stopped\s*$")
        self.assertIn("usage", terminal.do("help serve"))
        self.assertEqual(terminal.leave(), 0)

    def explore(self, jobs, **settings):
        """An exploration without an end, once it has begun."""
        path = self.write("many.c", MANY)
        memrepl = self.memrepl("--explore", "-j", jobs, path, **settings)
        built = os.path.join(self.folder, "build/programs")
        self.wait_until(lambda: os.path.exists(built) and os.listdir(built), "nothing was built")
        return memrepl

    def test_an_exploration_tells_what_it_found(self):
        for number, status in ((signal.SIGTERM, -15), (signal.SIGHUP, -1), (signal.SIGINT, 0)):
            for jobs in "1", "2":
                memrepl = self.explore(jobs)
                time.sleep(0.2)  # until it holds signals; else they end it at once
                memrepl.send_signal(number)
                output, _ = memrepl.communicate(timeout=PATIENCE)
                self.assertEqual(memrepl.returncode, status, output)
                self.assertIn("interrupted", output)
                self.check_that_nothing_is_left("many.c")
                self.assertEqual(os.listdir(os.path.join(self.folder, "build/programs")), [])

    def test_nohup(self):
        def ignore():
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        memrepl = self.explore("1", preexec_fn=ignore)
        time.sleep(0.2)
        memrepl.send_signal(signal.SIGHUP)
        memrepl.send_signal(signal.SIGINT)
        output, _ = memrepl.communicate(timeout=PATIENCE)
        self.assertEqual(memrepl.returncode, 0, output)
        self.check_that_all_is_gone()

    def test_a_grading_leaves_nothing(self):
        for number in signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT:
            memrepl = self.memrepl("--grade", "1", "--from", LAB)
            seen = memrepl.stdout.readline()
            memrepl.send_signal(number)
            seen += memrepl.communicate(timeout=PATIENCE)[0]
            self.assertEqual(memrepl.returncode, -number, seen)
            self.assertIn("UNGRADED: the grading was stopped\n", seen)
            self.check_that_nothing_is_left()

    # ---- Nobody reads --------------------------------------------------------------------------

    DOORS = (("--help",), ("--version",), ("--batch", "-e", "help all"), ("--explore", COUNTER),
             ("--explore", "--json", COUNTER), ("--grade", "1", "--from", LAB), ("--native",),
             ("--check", os.path.join(HOME, "README.md")))

    def test_a_pipe_that_is_closed(self):
        for arguments in self.DOORS:
            reader, writer = os.pipe()
            os.close(reader)
            memrepl = subprocess.run([MEMREPL, *arguments], env=self.environment, cwd=self.folder,
                                     stdin=subprocess.DEVNULL, stdout=writer,
                                     stderr=subprocess.PIPE, timeout=PATIENCE)
            os.close(writer)
            self.assertEqual((memrepl.returncode, memrepl.stderr), (-signal.SIGPIPE, b""), arguments)
            self.check_that_all_is_gone()

    def test_head(self):
        """A reader that takes one line of a session without an end."""
        for command in ("yes dump | '{0}'", "yes 'help all' | '{0}'",
                        "yes dump | '{0}' --echo -x -"):
            shell = subprocess.run(["bash", "-c", command.format(MEMREPL) + " | head -n 1; "
                                    "echo ${PIPESTATUS[@]}"], env=self.environment,
                                   cwd=self.folder, capture_output=True, text=True,
                                   timeout=PATIENCE)
            self.assertEqual(shell.stdout.splitlines()[-1], "141 141 0", command)
            self.assertEqual(shell.stderr, "", command)
            self.check_that_all_is_gone()

    # ---- What memrepl was started with ---------------------------------------------------------

    def test_signals_that_were_ignored_or_blocked(self):
        def spoil():
            signal.signal(signal.SIGCHLD, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_BLOCK, range(1, signal.NSIG))
        endless = self.write("endless.c", "int main(void) { for (;;); }\n")
        memrepl = self.memrepl("--batch", "-e", "run", endless, preexec_fn=spoil)
        output, _ = memrepl.communicate(timeout=PATIENCE)
        self.assertEqual(memrepl.returncode, 0, output)
        self.assertIn("endless loop", output)
        self.check_that_all_is_gone()


if __name__ == "__main__":
    sys.exit(run(Signals, sys.argv[1:]))
