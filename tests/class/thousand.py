#!/usr/bin/env python3
"""thousand.py FOLDER POOL COUNT SEED: lays COUNT submissions out, made of the files of POOL, in the
shapes in which course systems export them; the same seed makes the same ones.

POOL/SHARE/LEAST-MOST-NAME.c: so many in a hundred are of that share (SHARE is WORD-PERCENT), and such a
file is to get LEAST to MOST points. Prints for each: id, tab, LEAST, tab, MOST, tab, POOL's file."""
import io, os, random, sys, tarfile, zipfile

folder, pool, count, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
chance = random.Random(seed)
shares = sorted(os.listdir(pool))
NAME = "request_queue.c"


def choose():
    number = chance.randrange(100)
    for share in shares:
        number -= int(share.rsplit("-", 1)[1])
        if number < 0:
            break
    return os.path.join(pool, share, chance.choice(sorted(os.listdir(os.path.join(pool, share)))))


def put(path, data):
    path = os.path.join(folder, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(data)


def as_zip(data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("lab1/" + NAME), data)
    return out.getvalue()


def as_tar(data):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo(NAME)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def hand_in(number, data):
    """One file or folder; returns the id."""
    kind = number % 5
    if kind == 0:
        put("student%d_%d_%d_%s" % (number, 20000 + number, 90000 + number, NAME), data)
        return "%d" % (20000 + number)
    if kind == 1:
        put("A Student_%d_assignsubmission_file_/%s" % (30000 + number, NAME), data)
        return "%d" % (30000 + number)
    if kind == 2:
        put("s%d@school.edu_1_handin.c" % number, data)
        return "s%d@school.edu" % number
    if kind == 3:
        put("s%d.zip" % number, as_zip(data))
    else:
        put("s%d.tar.gz" % number, as_tar(data))
    return "s%d" % number


for number in range(count):
    path = choose()
    data = open(path, "rb").read()
    if number % 2 == 0:  # most hand-ins of a class are different files
        data += b"/* %d */\n" % number
    least, most = os.path.basename(path).split("-")[:2]
    print("%s\t%s\t%s\t%s" % (hand_in(number, data), least, most, os.path.relpath(path, pool)))
