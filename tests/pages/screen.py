"""What a terminal shows after some output, as rows of text, and as a page for a browser to photograph.

Knows what memrepl and readline send: lines, wrapping, erasing, moving along a line, colours.
"""
import html
import re

TOKEN = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|\x1b[=>]|([\r\n\b\a\t])|([^\x1b\r\n\b\a\t]+)")
STYLES = {"1": "font-weight: bold", "2": "opacity: .65", "31": "color: #f2786d", "32": "color: #7fd08a", "33": "color: #e6c266"}
PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #14181d; color: #dfe4ea; }}
pre {{ margin: 0; padding: 8px; font: {size}px/1.25 "DejaVu Sans Mono", monospace; width: {columns}ch; height: {height}em; }}
.cursor {{ background: #dfe4ea; }}
</style><pre>{rows}</pre>
"""


class Screen:
    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.lines, self.row, self.column, self.style = [[]], 0, 0, ""
        self.broken = []  # rows that were too long, and went on in the next

    def put(self, character):
        if self.column == self.columns:
            self.broken.append(self.row)
            self.newline()
            self.column = 0
        line = self.lines[self.row]
        line.extend([(" ", "")] * (self.column - len(line)))
        line[self.column:self.column + 1] = [(character, self.style)]
        self.column += 1

    def newline(self):
        self.row += 1
        if self.row == len(self.lines):
            self.lines.append([])

    def control(self, arguments, letter):
        count = int(arguments) if arguments.isdigit() else 1
        if letter == "K":
            del self.lines[self.row][self.column:]
        elif letter == "C":
            self.column = min(self.column + count, self.columns - 1)
        elif letter == "A":
            self.row = max(0, self.row - count)
        elif letter == "m":
            self.style = "; ".join(STYLES[one] for one in arguments.split(";") if one in STYLES)

    def feed(self, text):
        for arguments, letter, special, plain in TOKEN.findall(text):
            if letter:
                self.control(arguments, letter)
            elif special == "\r":
                self.column = 0
            elif special == "\n":
                self.newline()
            elif special == "\b":
                self.column = max(0, self.column - 1)
            elif special == "\t":
                self.column = min((self.column // 8 + 1) * 8, self.columns - 1)
            for character in plain:
                self.put(character)

    def shown(self):
        """The rows at the bottom, as lists of (character, style)."""
        return self.lines[-self.rows:]

    def broken_rows(self):
        return ["".join(character for character, _ in self.lines[row]) for row in self.broken]

    def page(self, size):
        rows = ["".join(f'<span style="{style}">{html.escape(character)}</span>' if style else html.escape(character)
                        for character, style in line) for line in self.shown()]
        rows[-1] += '<span class="cursor"> </span>'
        return PAGE.format(size=size, columns=self.columns, height=1.25 * self.rows, rows="\n".join(rows))
