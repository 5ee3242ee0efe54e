#!/usr/bin/env python3
"""scores.py OUT: id, tab, score in the gradebook, tab, key, for each student of the books of a class.
Gradebooks and page have the same students in the same order; the page alone tells ids and keys."""
import csv, html, os, re, sys

out = sys.argv[1]
page = open(os.path.join(out, "index.html"), encoding="utf-8").read().split("<h2>Students</h2>")[1]
rows = list(csv.reader(open(os.path.join(out, "gradebook.csv"), encoding="utf-8", newline="")))[1:]
links = re.findall(r'<tr><td><a href="instructor/([^"]*)\.html">(.*?)</a></td>', page)
if len(links) != len(rows):
    sys.exit("%s: %d students on the page, %d in the gradebook" % (out, len(links), len(rows)))
for (key, student), row in zip(links, rows):
    print("%s\t%s\t%s" % (html.unescape(student), row[5], html.unescape(key)))
