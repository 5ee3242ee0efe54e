#!/usr/bin/env python3
"""zipped.py ARCHIVE NAME FILE: an archive of one file, under that name."""
import sys, zipfile

with zipfile.ZipFile(sys.argv[1], "w") as archive:
    archive.write(sys.argv[3], sys.argv[2])
