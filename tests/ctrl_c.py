#!/usr/bin/env python3
"""Ctrl-C at any moment: the prompt goes on, its state is right, and what was being saved is whole.

    tests/ctrl_c.py [COUNT [FIRST]]         60 moments, from seed 1 on

Each moment is a command and a delay, drawn from its seed. What was saved must come back as it says,
and the program must do behind it what it does in a fresh session. MEMREPL names another program.
"""

import os
import random
import re
import subprocess
import sys
import time

from terminal import CONTROL, CTRL_C, CTRL_R, CTRL_U, ENTER, MEMREPL, TAB, Case, run

OF_ONE_PROMPT = 20  # moments
LONGEST = 0.06      # seconds before Ctrl-C
COUNT, FIRST = 60, 1

PROGRAM = """#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
static int words[64], rounds;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void *work(void *given)
{
    for (int i = 0; i < 3000; i++) {
        pthread_mutex_lock(&lock);
        words[rounds++ % 64] += *(int *)given;
        pthread_mutex_unlock(&lock);
        if (i % 500 == 0)
            printf("round %d\\n", rounds);
    }
    return given;
}
int main(void)
{
    pthread_t threads[2];
    int *gifts = calloc(2, sizeof *gifts);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, work, &gifts[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    free(gifts);
    return 0;
}
"""

COMMANDS = ("run", "step T1 400", "step T1 3000", "step T2 20", "step -m T1 2000", "next T1",
            "back", "back 3", "back 700", "back -1", "goto 5", "goto 1000", "undo", "reset",
            "save saved.mem", "save saved.mem", "export html page.html", "export svg schedule s.svg",
            "export html page.html 50", "explore --time 1", "trace 5000", "trace list 2000",
            "watch rounds", "break T1", "delete 1", "print words", "print words[rounds % 64]",
            "back to rounds", "back to words[63]", "back to words", "back to lock", "back to T1::i",
            "where T1", "stats", "sync", "help all", "source saved.mem", "schedule T1*3000 T2*3000",
            "split rounds", "threads", "code T1", "program program.c", "mem", "mems")
TYPED = ("ru", "step T1 40", TAB, "st" + TAB + TAB, CTRL_R, CTRL_R + "st", "\x1b", "\x1b5", "\x1b[",
         "export html " + TAB + TAB, "\x16", "\x1b[200~run", "'", "print words[", "\x18\x05")


class CtrlC(Case):
    def play(self, seed):
        """One moment."""
        moment = random.Random(seed)
        line = moment.choice(TYPED) if moment.random() < 0.2 else moment.choice(COMMANDS) + ENTER
        self.terminal.send(line)
        for _ in range(moment.choice((1, 1, 1, 2, 5))):
            time.sleep(moment.random() ** 2 * LONGEST)
            self.terminal.send(CTRL_C)
        self.done.append((seed, line))
        self.settle(f"seed-{seed}")

    def settle(self, mark):
        """Waits until the prompt has come to this."""
        self.terminal.send(CTRL_U + f"say {mark} is over" + ENTER)
        self.terminal.expect(f"say {mark} is over")
        self.terminal.expect(f"{mark} is over")

    def lines(self, *commands):
        """What is printed of them, in one piece."""
        self.settle("begin")
        for command in commands:
            self.terminal.send(command + ENTER)
        self.terminal.send("say this is the end" + ENTER)
        text = self.terminal.expect("say this is the end")
        return CONTROL.sub("", text + self.terminal.expect("this is the end"))

    def check_files(self):
        """What stands there is whole, whatever was being written when."""
        for name in os.listdir("."):
            self.assertNotIn("part", name)
        if os.path.exists("saved.mem"):
            with open("saved.mem") as file:
                step = re.search(r"stops at step (\d+)\.", file.read()).group(1)
            came = subprocess.run([MEMREPL, "--batch", "-x", "saved.mem", "-e", "goto 99999999"],
                                  env=self.environment, capture_output=True, text=True)
            self.assertIn(f"this is step {step}\n", came.stdout, came)
        for name, end in ("page.html", "</html>"), ("s.svg", "</svg>"):
            if os.path.exists(name):
                with open(name) as file:
                    self.assertTrue(file.read().rstrip().endswith(end), name)

    def check_state(self):
        """It does what it does in a fresh session."""
        said = self.lines("program program.c", "run", "print rounds", "back 2000", "print rounds")
        self.assertIn("rounds = 6000", said)
        self.assertIn("Now at step 10008", said)
        said = self.lines("mem", "reset", "enqueue 1 40", "serve", "enqueue 2 200", "serve", "dump")
        self.assertIn("messages  T0:-1 T1:0 T2:-1", said)

    def setUp(self):
        super().setUp()
        self.environment["ASAN_OPTIONS"] = "detect_stack_use_after_return=0"
        # Readline does not free the words of a search or completion that was left.
        kept = self.write("kept", "leak:libreadline\n")
        self.environment["LSAN_OPTIONS"] = f"suppressions={kept}:print_suppressions=0"

    def one_prompt(self, seeds):
        os.chdir(self.folder)
        self.write("program.c", PROGRAM)
        self.done = []
        self.terminal = self.start("program.c", prompt="prog> ", columns=200)
        try:
            for seed in seeds:
                self.play(seed)
            self.check_state()
            self.assertEqual(self.terminal.leave(), 0, self.terminal.seen[self.terminal.mark:])
            self.check_files()
        except BaseException:
            print("    moments before:", *self.done, sep="\n    ")
            raise
        finally:
            os.chdir("/")

    def test_ctrl_c_at_any_moment(self):
        for first in range(FIRST, FIRST + COUNT, OF_ONE_PROMPT):
            self.one_prompt(range(first, min(first + OF_ONE_PROMPT, FIRST + COUNT)))


if __name__ == "__main__":
    COUNT, FIRST = [*map(int, sys.argv[1:]), *(COUNT, FIRST)[len(sys.argv) - 1:]]
    sys.exit(run(CtrlC, []))
