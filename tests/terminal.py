#!/usr/bin/env python3
"""The prompt on a real terminal, driven through a pseudo-terminal: what a person types and sees.

    tests/terminal.py [test_history_across_runs …]

Nothing here depends on timing: each step waits for the text that it expects, and only when that has
not come for PATIENCE seconds is the test lost. MEMREPL names another program than ./memrepl. Prints
a line "ok NAME" or "not ok NAME" for each test.
"""

import fcntl
import os
import pty
import random
import re
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time
import unittest

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MEMREPL = os.path.abspath(os.environ.get("MEMREPL", os.path.join(HOME, "memrepl")))
PATIENCE = 20  # seconds; only a hang takes so long, on the slowest machine

PROMPT = "mem> "
CTRL_C, CTRL_D, CTRL_R, CTRL_T = "\x03", "\x04", "\x12", "\x14"
CTRL_U = "\x15"  # empties the line; the one key that may be lost close behind a Ctrl-C
TAB, ENTER, UP = "\t", "\r", "\x1b[A"
PASTE, PASTED = "\x1b[200~", "\x1b[201~"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r|\a")


def set_size(file, columns, rows=24):
    fcntl.ioctl(file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


class Terminal:
    """One run of memrepl on a terminal of its own. `seen` is all that it has printed."""

    def __init__(self, test, *arguments, columns=80, rows=24, prompt=PROMPT, program=MEMREPL,
                 **environment):
        self.test = test
        self.shown_prompt = prompt
        self.seen = ""
        self.mark = 0  # up to where expect() has read
        self.child, self.file = pty.fork()
        if self.child == 0:
            set_size(0, columns, rows)
            os.execve(program, [os.path.basename(program), *arguments],
                      {**test.environment, **environment})
        self.status = None
        test.addCleanup(self.end)

    def resize(self, columns, rows=24):
        set_size(self.file, columns, rows)

    def send(self, text):
        os.write(self.file, text.encode())

    def read(self, deadline):
        """Waits for more. False at the end, which a terminal reports as an error."""
        ready, _, _ = select.select([self.file], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            self.test.fail(f"waited {PATIENCE} s in vain; the terminal showed:\n{self.seen}")
        try:
            data = os.read(self.file, 65536)
        except OSError:
            data = b""
        self.seen += data.decode(errors="replace")
        return data != b""

    def expect(self, text):
        """Waits for the text, and returns what came before it."""
        deadline = time.monotonic() + PATIENCE
        while (place := self.seen.find(text, self.mark)) < 0:
            if not self.read(deadline):
                self.test.fail(f"{text!r} never came; the terminal showed:\n{self.seen}")
        before = self.seen[self.mark:place]
        self.mark = place + len(text)
        return before

    def prompt(self):
        """Waits for the prompt, and returns what came before it, without control sequences."""
        return CONTROL.sub("", self.expect(self.shown_prompt))

    def do(self, line):
        """Types a line, and returns what it printed."""
        self.send(line + ENTER)
        self.expect(line)
        return self.prompt()

    def leave(self, how="quit" + ENTER):
        """Ends the run and returns the exit status."""
        self.send(how)
        deadline = time.monotonic() + PATIENCE
        while self.read(deadline):
            pass
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])
        return self.status

    def await_end(self):
        """Waits for the end without reading, and returns the exit status."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            process, status = os.waitpid(self.child, os.WNOHANG)
            if process != 0:
                self.status = os.waitstatus_to_exitcode(status)
                return self.status
            time.sleep(0.005)
        self.test.fail(f"no end after {PATIENCE} s; the terminal showed:\n{self.seen}")

    def end(self):
        if self.status is None:
            os.kill(self.child, signal.SIGKILL)
            os.waitpid(self.child, 0)
        os.close(self.file)


class Case(unittest.TestCase):
    """A test with a home of its own."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="memrepl-terminal-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.environment = {"HOME": self.folder, "PATH": os.environ["PATH"], "TERM": "xterm",
                            "LC_ALL": "C.UTF-8", "INPUTRC": "/dev/null"}

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def start(self, *arguments, **settings):
        terminal = Terminal(self, *arguments, **settings)
        self.greeting = terminal.prompt()
        return terminal


class Prompt(Case):
    # ---- The first five minutes ----------------------------------------------------------------

    def test_greets_in_three_lines(self):
        terminal = self.start()
        self.assertEqual(3, len(self.greeting.strip().splitlines()), self.greeting)
        self.assertIn("help tour", self.greeting)

    def test_the_tour_waits_hints_and_goes_on(self):
        terminal = self.start()
        self.assertIn("Type: enqueue 1 40", terminal.do("help tour"))
        self.assertIn("type enqueue 1 40.", terminal.do("dump"))
        self.assertIn("enqueue takes the number", terminal.do("serve"))
        self.assertIn("Tour 2 of", terminal.do("enqueue 1 40"))
        self.assertIn("takes it up again", terminal.do("help tour end"))
        self.assertNotIn("Tour", terminal.do("dump"))
        self.assertIn("example: help tour 3", terminal.do("help tour 99"))
        self.assertIn("Tour 3 of", terminal.do("help tour 3"))

    # ---- Completion ----------------------------------------------------------------------------

    def test_completes_a_command(self):
        terminal = self.start()
        terminal.send("enq" + TAB)
        terminal.expect("enqueue ")
        terminal.send("1 40" + ENTER)
        self.assertNotIn("error", terminal.prompt())

    def test_lists_what_a_beginning_could_be(self):
        terminal = self.start()
        terminal.send("st" + TAB + TAB)
        listed = terminal.prompt()
        self.assertIn("step", listed)
        self.assertIn("stats", listed)

    def test_completes_arguments(self):
        terminal = self.start()
        terminal.send("help ser" + TAB)
        terminal.expect("serve ")
        terminal.send(CTRL_C)
        terminal.prompt()
        path = self.write("lecture.mem", "help\n")
        terminal.send("source " + path[:-5] + TAB)
        terminal.expect(".mem")
        terminal.send(ENTER)
        self.assertIn("enqueue", terminal.prompt())

    def check_completed(self, terminal, typed, whole):
        terminal.send(typed + TAB)
        terminal.expect(whole)
        terminal.send(CTRL_C)
        terminal.prompt()

    def test_completes_what_a_program_has(self):
        terminal = self.start()
        self.check_completed(terminal, "step se", "server")
        self.check_completed(terminal, "explain T9", "T9 ")
        self.check_completed(terminal, "enqueue al", "all")
        self.check_completed(terminal, "break thread_fun", "thread_function")
        self.check_completed(terminal, "break workload-st", "workload-stepped.c:")
        self.check_completed(terminal, "print thread_mes", "thread_message")
        self.check_completed(terminal, "placement wo", "worst")
        self.check_completed(terminal, "export sv", "svg ")

    def test_offers_no_thread_that_calls_nothing(self):
        terminal = self.start()
        terminal.send("step " + TAB + TAB)
        listed = terminal.prompt()
        self.assertIn("server", listed)
        self.assertNotIn("prompt", listed)

    def test_completes_names_of_blocks(self):
        terminal = self.start()
        terminal.shown_prompt = "mems> "
        terminal.do("mems")
        terminal.do("malloc 10 as apple")
        terminal.do("malloc 10 as pear")
        terminal.send("free pe" + TAB)
        terminal.expect("pear")
        terminal.send(ENTER)
        self.assertIn("(pear)", terminal.prompt())

    def test_completes_what_is_no_block(self):
        terminal = self.start("--lab", "5", prompt="mems> ")
        self.assertIn("MeMS: pages of 4096 bytes", self.greeting)
        self.check_completed(terminal, "break mems_m", "break mems_malloc ")

    def test_completes_local_variables_and_members(self):
        terminal = self.start("-e", "program tests/pages/locals.c", "-e", "step main 3", "-e", "step T1 2",
                              prompt="prog> ")
        self.check_completed(terminal, "print dep", "depth ")
        self.check_completed(terminal, "print T1::pa", "T1::pair ")
        self.check_completed(terminal, "set T1::pair.le", "T1::pair.left ")
        self.check_completed(terminal, "watch main::gi", "main::given ")
        self.check_completed(terminal, "back to work::pair.ri", "work::pair.right ")
        self.check_completed(terminal, "display print work::arg", "work::argument ")
        terminal.do("frame T1 1")
        self.check_completed(terminal, "print 1 + pa", "pair ")

    # ---- Narrow windows ------------------------------------------------------------------------

    def test_a_narrow_window_cuts_no_word(self):
        terminal = self.start(columns=40, rows=20)
        for line in ("help all", "help export", "help back"):
            wide = [row for row in terminal.do(line).splitlines() if len(COLOUR.sub("", row)) > 40]
            self.assertEqual(wide, [])
        terminal.do("enqueue 1 40")
        terminal.do("step server 2")
        self.assertRegex(terminal.do("code server"), r"bool found =\s+queue_pop\(&queue,\s+&id, &size\);")

    # ---- History -------------------------------------------------------------------------------

    def check_history(self, path, **environment):
        terminal = self.start(**environment)
        terminal.do("help serve")
        self.assertEqual(terminal.leave(), 0)
        with open(path) as file:
            self.assertEqual(file.read(), "help serve\nquit\n")
        terminal = self.start(**environment)
        terminal.send(UP + UP)
        terminal.expect("help serve")
        terminal.send(ENTER)
        self.assertIn("usage", terminal.prompt())

    def test_history_across_runs(self):
        self.check_history(os.path.join(self.folder, ".local/state/memrepl/history"))

    def test_history_in_the_state_folder(self):
        state = os.path.join(self.folder, "state")
        self.check_history(os.path.join(state, "memrepl/history"), XDG_STATE_HOME=state)

    def test_history_in_a_file_of_ones_own(self):
        path = os.path.join(self.folder, "deep/er/lines")
        self.check_history(path, MEMREPL_HISTFILE=path)

    def test_history_that_cannot_be_written(self):
        homeless = {"HOME": "", "XDG_STATE_HOME": ""}
        for environment in {"MEMREPL_HISTFILE": "/proc/nowhere/history"}, \
                {"MEMREPL_HISTFILE": "/dev/null"}, homeless:
            terminal = self.start(**environment)
            self.assertNotIn("history", self.greeting)
            self.assertIn("usage", terminal.do("help serve"))
            self.assertEqual(terminal.leave(), 0)

    # ---- Lines ---------------------------------------------------------------------------------

    def test_unique_prefixes(self):
        terminal = self.start()
        self.assertIn("usage", terminal.do("hel serv"))

    def test_ambiguous_prefix(self):
        terminal = self.start()
        self.assertRegex(terminal.do("st"), r'"st" could be .*step')

    def test_did_you_mean(self):
        terminal = self.start()
        self.assertIn("did you mean serve?", terminal.do("sevre"))

    def test_an_empty_line_repeats_only_what_is_harmless(self):
        terminal = self.start()
        first = terminal.do("dump")
        terminal.send(ENTER)
        self.assertEqual(terminal.prompt().strip(), first.strip())
        terminal.do("enqueue 1 40")
        terminal.send(ENTER)
        self.assertEqual(terminal.prompt().strip(), "")

    def test_inputrc_knows_memrepl(self):
        inputrc = self.write("inputrc", '$if memrepl\n"\\C-t": "help serve\\C-m"\n$endif\n')
        terminal = self.start(INPUTRC=inputrc)
        terminal.send(CTRL_T)
        terminal.expect("help serve")
        self.assertIn("usage", terminal.prompt())

    def test_a_paste_of_several_lines(self):
        terminal = self.start()
        terminal.send(PASTE + "help serve\n  \nhelp free\nhelp dump\n" + PASTED + ENTER)
        for name in "serve", "free", "dump":
            terminal.expect(f"mem> help {name}")
            terminal.expect("usage")
        terminal.prompt()
        self.assertNotIn("error", terminal.seen)

    def test_a_paste_ends_at_the_first_error(self):
        terminal = self.start()
        terminal.send(PASTE + "help serve\nhelp nonsense\nhelp dump\n" + PASTED + ENTER)
        terminal.expect('no help on "nonsense"')
        terminal.expect(PROMPT)
        self.assertIn("usage", terminal.do("help free"))
        self.assertNotIn("dump\r\nusage", terminal.seen)

    def test_lines_typed_ahead(self):
        terminal = self.start(TERM="dumb")
        terminal.send("help serve\rhelp free\rhelp dump\r")
        for _ in range(3):
            terminal.expect("usage")
        terminal.prompt()

    # ---- Ctrl-C and Ctrl-D ---------------------------------------------------------------------

    def test_ctrl_c_clears_the_line(self):
        terminal = self.start()
        terminal.send("garbage")
        terminal.expect("garbage")
        terminal.send(CTRL_C)
        terminal.prompt()
        self.assertIn("usage", terminal.do("help serve"))
        self.assertNotIn("unknown", terminal.seen)

    def test_ctrl_c_leaves_a_search(self):
        terminal = self.start()
        terminal.do("help serve")
        terminal.send(CTRL_R + "ser")
        terminal.expect("reverse-i-search")
        terminal.send(CTRL_C)
        terminal.prompt()
        terminal.send("help free" + ENTER)  # leaving the search shows the prompt once more
        terminal.expect("usage")
        terminal.prompt()

    def test_ctrl_c_while_a_search_is_at_work(self):
        """At many moments: readline does not survive it in the middle of a key of the search."""
        terminal = self.start()
        terminal.do("help serve")
        moments = random.Random(1)
        for _ in range(300):
            terminal.send(CTRL_R + "serve"[:moments.randrange(1, 6)])
            time.sleep(moments.random() * 0.002)
            if moments.randrange(2):
                terminal.send(CTRL_C)
            else:
                os.kill(terminal.child, signal.SIGINT)
            terminal.prompt()
        time.sleep(0.2)  # the last of them may have come behind the prompt that was waited for
        terminal.send(CTRL_C)
        terminal.send("help free" + ENTER)
        terminal.expect("holes merge")

    def endless(self):
        """A folder with a request queue whose push never ends, but goes on to take steps."""
        with open(os.path.join(HOME, "solutions/lab1-queue/request_queue.c")) as file:
            text = file.read()
        endless = "for (;;) { pthread_mutex_lock(&turn); pthread_mutex_unlock(&turn); }"
        text = re.sub(r"(?m)^(\w+ queue_push\([^;{]*\)\s*\{)", r"\1 " + endless, text)
        self.assertIn("&turn", text)
        self.write("request_queue.c", "#include <pthread.h>\n"
                   "static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;\n" + text)
        return "--lab", "1", "--from", self.folder

    def test_ctrl_c_stops_a_run_and_keeps_the_session(self):
        terminal = self.start(*self.endless())
        terminal.send("step T1" + ENTER)
        terminal.prompt()
        terminal.send("run" + ENTER)
        terminal.expect("run")
        time.sleep(0.5)  # so that it is the run that is hit; the test holds at the prompt as well
        terminal.send(CTRL_C)
        terminal.prompt()
        self.assertIn("usage", terminal.do("help serve"))
        self.assertEqual(terminal.leave(), 0)

    def test_ctrl_c_stops_many_accesses(self):
        terminal = self.start(*self.endless())
        line = "step -m T1 16000000"
        terminal.send(line + ENTER)
        terminal.expect(line)
        time.sleep(0.5)
        terminal.send(CTRL_C)
        self.assertIn("Interrupted", terminal.prompt())
        self.assertEqual(terminal.leave(), 0)

    def test_ctrl_c_stops_a_session_file_too(self):
        path = self.write("endless.mem", "help dump\nstep T1\nrun\nhelp free\n")
        terminal = Terminal(self, *self.endless(), path)
        terminal.expect("usage")
        time.sleep(0.5)
        terminal.send(CTRL_C)
        terminal.prompt()
        self.assertIn("usage", terminal.do("help serve"))
        self.assertNotIn("free ID\r\n", terminal.seen)

    def test_ctrl_c_stops_a_program(self):
        path = self.write("forever.c", "#include <sched.h>\n"
                          "int main(void) { for (;;) sched_yield(); }\n")
        terminal = self.start(path, prompt="prog> ")
        self.assertIn("forever: main stands", self.greeting)
        terminal.send("run" + ENTER)
        terminal.expect("run")
        time.sleep(0.1)  # in half a second it fills the memory for steps
        terminal.send(CTRL_C)
        self.assertIn("Interrupted", terminal.prompt())
        terminal.send("schedule main*16000000" + ENTER)
        terminal.expect("16000000")
        time.sleep(0.5)
        terminal.send(CTRL_C)
        terminal.expect("Interrupted")
        terminal.expect("stopped at entry 1 of 1")
        terminal.prompt()
        self.assertIn("Undone, back to before: schedule main*", terminal.do("undo"))
        self.assertEqual(terminal.leave(), 0)

    def test_ctrl_c_stops_a_search_through_the_steps(self):
        path = self.write("many.c", "#include <sched.h>\nint never;\n"
                          "int main(void) { for (;;) sched_yield(); }\n")
        terminal = self.start(path, prompt="prog> ")
        self.assertIn("No more steps can be remembered", terminal.do("run"))
        terminal.send("back to never" + ENTER)
        terminal.expect("back to never")
        time.sleep(0.2)  # so that it is hit; it takes a second, after which it has found nothing
        terminal.send(CTRL_C)
        self.assertRegex(terminal.prompt(), "interrupted; this is still step|since the beginning")
        self.assertEqual(terminal.leave(), 0)

    def test_ctrl_c_stops_a_replay(self):
        blocks = "".join(f"a {block} 100\nf {block}\n" for block in range(100000))
        path = self.write("many.rep", "0\n100000\n200000\n1\n" + blocks)
        terminal = self.start("--lab", "5", "--from", "solutions", prompt="mems> ")
        terminal.send(f"replay {path}" + ENTER)
        terminal.expect("[=")
        terminal.send(CTRL_C)
        self.assertRegex(terminal.prompt(), "Interrupted after [0-9]+ operations|throughput")
        self.assertIn("Undone, back to before: replay", terminal.do("undo"))
        self.assertEqual(terminal.leave(), 0)

    def test_ctrl_d_leaves(self):
        terminal = self.start()
        self.assertEqual(terminal.leave(CTRL_D), 0)
        self.assertTrue(terminal.seen.endswith("\n"))

    def test_a_signal_ends_it_at_the_prompt(self):
        terminal = self.start()
        terminal.send("half a line")
        terminal.expect("half a line")
        os.kill(terminal.child, signal.SIGTERM)
        self.assertEqual(terminal.leave(""), -signal.SIGTERM)
        self.assertTrue(termios.tcgetattr(terminal.file)[3] & termios.ECHO)

    # ---- The terminal itself -------------------------------------------------------------------

    def check_width(self, text, columns):
        for line in text.splitlines():
            self.assertLessEqual(len(line), columns, line)

    def test_forty_columns(self):
        terminal = self.start(columns=40)
        self.check_width(self.greeting, 40)
        for line in ("help", "help serve", "enqueue 1 40", "serve", "dump", "step T2 3", "threads",
                     "sync", "trace 2", "stats", "help strokes", "help expect", "help states",
                     "help words", "set placement best", "enqueue 1", "explain", "malloc 100",
                     *(f"help tour {lesson}" for lesson in (1, 5, 10, 17)), "list", "list"):
            self.check_width(terminal.do(line), 40)

    def test_a_program_in_forty_columns(self):
        program = os.path.join(HOME, "handout/examples/programs/philosophers.c")
        terminal = self.start(program, columns=40, prompt="prog> ")
        self.check_width(self.greeting, 40)
        for line in ("help", "help schedule", "schedule main*4 T1*2 T2*2 T3*2", "trace", "schedule",
                     "threads", "sync", "help expect", "schedule T1"):
            self.check_width(terminal.do(line), 40)

    def test_a_line_longer_than_the_window(self):
        terminal = self.start(columns=40)
        terminal.send("help serve" + " " * 60 + "# and a comment that goes on and on" + ENTER)
        self.assertIn("usage", terminal.prompt())

    def test_the_window_is_resized(self):
        terminal = self.start(columns=100)
        self.check_width(terminal.do("help"), 100)
        terminal.resize(40)
        terminal.do("help serve")
        self.check_width(terminal.do("help"), 40)
        terminal.resize(1)
        terminal.send("dump" + ENTER)
        terminal.expect("messages")

    def test_what_holds_is_told(self):
        self.assertIn("As expected.", self.start().do("expect step 0"))

    def test_colour(self):
        terminal = self.start()
        terminal.do("sevre")
        self.assertRegex(terminal.seen, COLOUR)

    def test_no_colour(self):
        for environment in {"NO_COLOR": "1"}, {"TERM": "dumb"}:
            terminal = self.start(**environment)
            for line in "sevre", "help", "enqueue 1 40", "serve", "dump", "threads":
                terminal.do(line)
            self.assertNotRegex(terminal.seen, COLOUR)

    def test_a_dumb_terminal_gets_no_control_sequence(self):
        terminal = self.start(TERM="dumb")
        terminal.do("enqueue 1 40")
        terminal.do("dump")
        self.assertEqual(terminal.leave(), 0)
        self.assertNotIn("\x1b", terminal.seen)


class Tap(unittest.TestResult):
    """Prints each result in the form that tests/run counts."""

    def addSuccess(self, test):
        print("ok", test.id().split(".")[-1], flush=True)

    def addSkip(self, test, reason):
        print("ok", test.id().split(".")[-1], "# skip", reason, flush=True)

    def addFailure(self, test, problem):
        super().addFailure(test, problem)
        print("not ok", test.id().split(".")[-1])
        print("   ", self.failures[-1][1].replace("\n", "\n    ").replace("\x1b", "^["), flush=True)

    def addError(self, test, problem):
        self.addFailure(test, problem)


def run(case, names):
    """Runs the tests of those names, or all, and returns the exit status."""
    names = names or unittest.TestLoader().getTestCaseNames(case)
    result = unittest.TestSuite(map(case, names)).run(Tap())
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(run(Prompt, sys.argv[1:]))
