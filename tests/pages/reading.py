"""Reads a page of `export html` without a browser: its markup, its data, and any of its frames."""
import html.parser
import json
import pathlib


class Markup(html.parser.HTMLParser):
    """What a browser would make of the file: its elements, and the text of each script."""

    def __init__(self):
        super().__init__()
        self.elements, self.scripts, self.inside = [], [], False

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.inside = tag == "script"
        if self.inside:
            self.scripts.append("")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "script"

    def handle_data(self, data):
        if self.inside:
            self.scripts[-1] += data


class Page:
    def __init__(self, path):
        self.text = pathlib.Path(path).read_text(encoding="utf-8")
        self.markup = Markup()
        self.markup.feed(self.text)
        self.data = json.loads(self.markup.scripts[0])
        self.frames = self.data["frames"]

    def value(self, number):
        return self.data["values"][number]

    def said(self, number):
        """The explanation of a frame."""
        return " ".join(self.value(word) for word in self.frames[number][4])

    def typed(self, number):
        return self.value(self.frames[number][3]) if self.frames[number][3] >= 0 else None

    def state(self, number):
        """All parts of a frame: from the last key frame on, as the page does it."""
        key = max(key for key in self.data["keys"] if key <= number)
        parts = {name: list(values) for name, values in self.frames[key][5].items()}
        for at in range(key + 1, number + 1):
            for name, splices in self.frames[at][5].items():
                for start, removed, *values in splices:
                    parts.setdefault(name, [])[start:start + removed] = values
        return {name: [self.value(one) for one in values] for name, values in parts.items()}
