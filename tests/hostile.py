#!/usr/bin/env python3
"""Terminals of any size and kind, and whatever they may send: noise, long lines, pastes without an end.

    tests/hostile.py [test_noise …]

MEMREPL names another program than ./memrepl. Behind all of it the prompt still does what it is told.
"""

import os
import random
import select
import signal
import sys
import time

from terminal import CTRL_C, CTRL_U, ENTER, PASTE, PASTED, PATIENCE, Case, Terminal, run

SEEDS = 12
BYTES = 1500  # of noise from one seed

SIZES = ((24, 80), (1, 1), (0, 0), (24, 1), (2, 2), (24, 3), (1, 80), (65535, 65535))
KINDS = "xterm", "dumb", "", "nonsense", "vt100", None

# What terminals send, and what means something to readline. Ctrl-D leaves and Ctrl-\ kills: not here.
PIECES = (b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[3~", b"\x1b[200~", b"\x1b[201~", b"\x1bOP",
          b"\x1b[1;5C", b"\x1b[<0;1;1M", b"\x1b]0;title\x07", b"\x1b[6n", b"\x1b", b"\x1b[", b"\x12",
          b"\x13\x11", b"\x18\x18", b"\x1b.", b"\x1b_", b"\x1by", b"\x19", b"\x14", b"\x1bt", b"\x1b-9",
          b"\x1b5\x7f", b"\x18(", b"\x18)", b"\x18e", b"\x1bu", b"\x1f", b"\x0b", b"\x01", b"\x05", b"\t",
          b"\t\t", b"\x1b?", b"\x1b*", b"\x16\x00", b"\x00", b"\x7f", b"\x08", b"\xc3", b"\xe2\x82",
          "é€😀".encode(), b"\xff\xfe", b"\xed\xa0\x80", b"\xf8\x88", b"\r", b"\n", b"\x03", b"'", b'"',
          b"\\", b"enqueue 1 40", b"step", b"dump", b"help ", b"print ", b"#", b"trace")


class Hostile(Case):
    def setUp(self):
        super().setUp()
        os.chdir(self.folder)
        self.addCleanup(os.chdir, "/")
        self.environment["ASAN_OPTIONS"] = "detect_stack_use_after_return=0"
        self.environment["LSAN_OPTIONS"] = "detect_leaks=0"  # readline's, of lines left half done
        self.environment["MEMREPL_HISTFILE"] = os.path.join(self.folder, "lines")

    def pour(self, terminal, data):
        """Sends it all while reading, as a terminal does."""
        while data:
            readable, writable, _ = select.select([terminal.file], [terminal.file], [], PATIENCE)
            if readable:
                self.assertTrue(terminal.read(time.monotonic() + PATIENCE), terminal.seen[-3000:])
            elif writable:
                data = data[os.write(terminal.file, data[:256]):]
            else:
                self.fail("it takes no more")

    def check(self, terminal, mark="all is well"):
        """It takes a line, and ends as told."""
        self.pour(terminal, CTRL_C.encode())
        terminal.mark = len(terminal.seen)
        terminal.send(CTRL_U + f"say {mark.replace(' ', '  ')}" + ENTER)
        terminal.expect(mark)
        self.assertEqual(terminal.leave(), 0, terminal.seen[-3000:])

    def test_windows_of_any_size_and_kind(self):
        for rows, columns in SIZES:
            for kind in KINDS if (rows, columns) == SIZES[0] else KINDS[:2]:
                if kind is None:
                    self.environment.pop("TERM", None)
                else:
                    self.environment["TERM"] = kind
                terminal = Terminal(self, columns=columns, rows=rows)
                terminal.send("enqueue 1 40" + ENTER + "help" + ENTER + "dump" + ENTER)
                terminal.expect("messages")
                self.check(terminal, "ok")

    def test_noise(self):
        for seed in range(SEEDS):
            noise = random.Random(seed)
            data = b"".join(noise.choice(PIECES) if noise.random() < 0.7 else
                            bytes([noise.choice([b for b in range(256) if b not in (4, 26, 28)])])
                            for _ in range(BYTES))
            terminal = Terminal(self, columns=noise.choice((80, 7, 200)))
            terminal.expect(">")
            try:
                self.pour(terminal, data)
                self.check(terminal)
            except BaseException:
                print(f"    seed {seed}")
                raise

    def test_escape_and_enter_are_no_other_mode(self):
        terminal = self.start()
        self.pour(terminal, b"say it  stays\x1b\r\x1b0D\r")
        terminal.expect("it stays")
        self.check(terminal)

    def test_a_pasted_line_of_a_megabyte(self):
        terminal = self.start()
        self.pour(terminal, (PASTE + "x" * 1000000 + PASTED + ENTER).encode())
        terminal.expect("unknown command")
        self.check(terminal)

    def test_a_typed_line_that_is_too_long(self):
        terminal = self.start()
        self.pour(terminal, b"y" * 300000 + b"\r")
        terminal.expect("unknown command")
        self.check(terminal)

    def test_a_paste_without_an_end(self):
        for data in "dump\n" * 1000, "", "\x1b[201", "x" * 63, "x" * 64, "x" * 65:
            terminal = self.start()
            self.pour(terminal, (PASTE + data).encode())
            self.check(terminal)
            terminal = self.start()
            self.pour(terminal, (PASTE + data).encode())
            os.close(terminal.file)
            terminal.file = os.open("/dev/null", os.O_RDONLY)
            self.assertEqual(terminal.await_end(), -signal.SIGHUP)

    def test_bytes_that_are_no_text(self):
        terminal = self.start()
        for data in b"\0" * 100, bytes(range(128, 256)) * 4, b"say \xff\xc3\xe2\x82", b"\xc3" * 500:
            self.pour(terminal, data + b"\r")
            terminal.prompt()
        self.check(terminal)


if __name__ == "__main__":
    sys.exit(run(Hostile, sys.argv[1:]))
