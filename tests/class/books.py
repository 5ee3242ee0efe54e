#!/usr/bin/env python3
"""books.py OUT: a case for each promise that the books of a class keep, whatever is in them."""
import csv, glob, html, html.parser, io, json, os, re, sys

out = sys.argv[1]
VOID = {"meta", "link", "br", "hr", "img", "input"}


def verdict(name, problems):
    print("ok " + name if not problems else "not ok %s\n    %s" % (name, "\n    ".join(problems[:9])))


class Page(html.parser.HTMLParser):
    """Tags that are closed in their order, scripts that are ours alone, nothing from elsewhere."""

    def __init__(self, name):
        super().__init__()
        self.name, self.open, self.problems, self.links = name, [], [], []

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append(tag)
        for key, value in attributes:
            if key in ("src", "href", "action"):
                self.links.append(value)
            if key.startswith("on"):
                self.problems.append("%s: %s has %s" % (self.name, tag, key))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append("%s:%d: </%s> out of order" % (self.name, self.getpos()[0], tag))


def pages():
    problems = []
    for path in sorted(glob.glob(out + "/index.html") + glob.glob(glob.escape(out) + "/reports/*.html") + \
            glob.glob(glob.escape(out) + "/instructor/*.html")):
        page = Page(os.path.basename(path))
        page.feed(open(path, encoding="utf-8").read())
        page.close()
        problems += page.problems + ["%s: <%s> stays open" % (page.name, tag) for tag in page.open]
        for link in page.links:
            if re.match(r"[a-z]+:|//", link) or not os.path.exists(os.path.join(os.path.dirname(path), link)):
                problems.append("%s: leads to %s" % (page.name, link))
    return problems


def books():
    problems, names = [], ["gradebook.csv", "gradebook-canvas.csv", "gradebook-moodle.csv"]
    for name in names:
        data = open(os.path.join(out, name), "rb").read()
        if data.count(b"\n") != data.count(b"\r\n"):
            problems.append(name + ": a line ends without CR")
        rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
        for row in rows:
            if len(row) != len(rows[0]):
                problems.append("%s: %d cells in %r" % (name, len(row), row))
            problems += ["%s: a formula: %r" % (name, cell) for cell in row if cell[:1] in tuple("=+-@\t\r")]
    return problems


def hidden():
    """Of hidden checks reports/ has the points, instructor/ all."""
    problems, count = [], 0
    for path in sorted(glob.glob(glob.escape(out) + "/results/*.json")):
        result, key = json.load(open(path, encoding="utf-8")), os.path.basename(path)[:-5]
        for ending in (".txt", ".html"):
            given, full = (html.unescape(open(os.path.join(out, folder, key + ending), encoding="utf-8").read())
                           for folder in ("reports", "instructor"))
            for check in result["checks"]:
                if not check["hidden"]:
                    continue
                count += 1
                if check["name"] in given or "session" in check and check["session"] in given:
                    problems.append("%s%s tells of check %d" % (key, ending, check["number"]))
                if check["name"].split(",")[0] not in full:
                    problems.append("instructor/%s%s lacks check %d" % (key, ending, check["number"]))
    return problems if count > 0 else ["no result has a hidden check"]


def headed():
    """Each page says whose it is."""
    rows = csv.reader(open(os.path.join(out, "gradebook.csv"), encoding="utf-8", newline=""))
    names = {row[0].lstrip("'") for row in list(rows)[1:]}
    heads = set()
    for path in glob.glob(glob.escape(out) + "/reports/*.html"):
        title = re.search(r"<title>Lab \d+, [^:]*: (.*?)</title>", open(path, encoding="utf-8").read(), re.S)
        heads.add(html.unescape(title.group(1)) if title else path)
    return ["no page is headed %r" % name for name in sorted(names)
            if not any(name in head for head in heads)]


verdict("of hidden checks students get the points alone", hidden())
verdict("each report says whose it is", headed())
verdict("pages are well formed, and lead nowhere else", pages())
verdict("gradebooks keep to RFC 4180, and hold no formula", books())
