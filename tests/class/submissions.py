#!/usr/bin/env python3
"""submissions.py FOLDER SOLUTION BLANK MUTANTS: lays out submissions as course systems export them, of
each kind that the grading of a class knows.

Prints for each student: id, tab, least score, tab, highest, tab, words of the report ("" any)."""
import io, os, sys, tarfile, zipfile

folder, solution, blank, mutants = map(os.fsencode, sys.argv[1:])
NAME = "request_queue.c"
right, nothing = open(solution, "rb").read(), open(blank, "rb").read()
expected = []


def put(path, data):
    path = os.path.join(folder, os.fsencode(path))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(data)


def expect(student, least, most, words=""):
    expected.append("%s\t%d\t%d\t%s" % (student, least, most, words))


def zip_at(path, entries):
    path = os.path.join(folder, os.fsencode(path))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with zipfile.ZipFile(os.fsdecode(path), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data)


def tar_at(path, data):
    with tarfile.open(os.path.join(folder, os.fsencode(path)), "w:gz") as archive:
        info = tarfile.TarInfo(NAME)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))


def mutant(number):
    return open(os.path.join(mutants, sorted(os.listdir(mutants))[number]), "rb").read()


# Canvas: the higher attachment is the later; -1 comes with a file handed in again; other files lie about.
put("smithjohn_12345_678_request_queue-1.c", right)
put("smithjohn_12345_600_request_queue.c", nothing)
put("smithjohn_12345_601_notes.pdf", b"%PDF")
expect("12345", 100, 100, "older, not graded: smithjohn_12345_600")
put("laterlou_12399_700_request_queue.c", nothing)
tar_at("laterlou_12399_701_lab1-handin.tar.gz", right)
expect("12399", 100, 100, "older, not graded: laterlou_12399_700")
tar_at("soonersue_12398_700_lab1-handin.tar.gz", right)
put("soonersue_12398_701_request_queue.c", nothing)
expect("12398", 0, 0, "older, not graded: soonersue_12398_700")
put("rarray_12397_702_lab1.rar", b"Rar!")
expect("12397", 0, 0, "in it: rarray_12397_702_lab1.rar")
put("leeann_LATE_777_9002_request_queue.c", b'#error "not yet"\n')
expect("777", 0, 0, "handed in late: leeann_LATE_777_9002")
put("anon_pQ3rT_4321_queue.c", mutant(0))
expect("anon_pQ3rT", 1, 99, "request_queue.c was taken from anon_pQ3rT_4321_queue.c")
put("doejane_888_text.html", b"<p>I was ill</p>")
expect("888", 0, 0, "No request_queue.c was handed in.")

# Moodle: a folder each, or a file each; with an archive as `make handin` makes it.
put("Zoë Ünal_1234567_assignsubmission_file_/sub/" + NAME, mutant(1))
expect("1234567", 1, 99)
path = os.path.join(folder, "Jane Doe_1234568_assignsubmission_file_lab1-handin.tar.gz".encode())
with tarfile.open(path, "w:gz") as archive:
    archive.add(solution, NAME)
    archive.add(solution, "._" + NAME)
    archive.add(solution, "__MACOSX/" + NAME)
expect("1234568", 100, 100)

# Gradescope: names are in a file of its own; a group has two students.
put("submission_5001/" + NAME, mutant(2))
put("submission_5002/" + NAME, nothing)
put("submission_metadata.yml", b"""submission_5001:
  :submitters:
  - :name: "=HYPERLINK(\\"http://x\\")"
    :sid: 's-1'
    :email: one@school.edu
  - :name: 'O''Hara, Pat'
    :sid: s-2
    :email: two@school.edu
  :created_at: 2026-01-01 10:00:00.000000000 Z
submission_5003:
  :submitters:
  - :name: Ann A
    :sid: '5004'
    :email: ann@school.edu
submission_5006:
  :submitters:
  - :name: Em P
    :sid: ''
    :email: em@school.edu
  - :name: No B
    :sid: ''
    :email: ''
""")
put("submission_5003/" + NAME, right)
put("submission_5004/" + NAME, nothing)
put("submission_5006/" + NAME, right)
expect("5004", 100, 100)
expect("em@school.edu", 100, 100)
expect("submission_5006 No B", 100, 100, "has neither sid nor email")
expect("submission_5004", 0, 0, "does not say whose it is")
expect("s-1", 1, 99)
expect("s-2", 1, 99)
expect("submission_5002", 0, 0, "does nothing yet")

# Autolab: the highest version counts, 10 above 9.
put("j_doe@school.edu_9_handin.c", nothing)
put("j_doe@school.edu_10_handin.c", right)
expect("j_doe@school.edu", 100, 100, "older, not graded: j_doe@school.edu_9_handin.c")

# Plain ones, and what is wrong with some of them.
put("deep/a/b/c/" + NAME, right)
put("deep/old/a/b/c/" + NAME, nothing)
expect("deep", 100, 100, "lies deeper, not graded: deep/old")
put("two/a/" + NAME, right)
put("two/b/" + NAME, nothing)
expect("two", 0, 0, "cannot be told")
put("hal/" + NAME, right)
tar_at("hal.tar.gz", nothing)
put("ada.c", nothing)
put("ada/" + NAME, right)
put("eve.c", right)
tar_at("eve.tar.gz", nothing)
for student in ("hal", "ada", "eve"):
    expect(student, 0, 0, "cannot be told")
put("pat.c", right)
tar_at("pat.tar.gz", right)
expect("pat", 100, 100)
put("browser/request_queue (1).c", right)
put("browser/main.c", b"int main(void) { return 0; }")
put("shout/REQUEST_QUEUE.C", right)
put("shout/MAIN.C", b"int main(void) { return 0; }")
for student in ("browser", "shout"):
    expect(student, 100, 100, "request_queue.c was taken from " + student)
put("hidden/request_queue.c.txt", right)
expect("hidden", 0, 0, "in it: hidden/request_queue.c.txt")
put("twice/a/" + NAME, nothing)
put("twice/b/" + NAME, nothing)
expect("twice", 0, 0, "does nothing yet")
zip_at("mac.zip", [("lab/" + NAME, right), ("__MACOSX/lab/._" + NAME, b"x"), ("lab/.DS_Store", b"x")])
expect("mac", 100, 100)
os.makedirs(os.path.join(folder, b"empty"))
expect("empty", 0, 0, "No request_queue.c was handed in.")
os.makedirs(os.path.join(folder, b"link"))
os.symlink(solution, os.path.join(folder, b"link/request_queue.c"))
expect("link", 0, 0, "is no plain file")
put("large/" + NAME, b"int x;\n" * 300000)
expect("large", 0, 0, "has 1 MiB or more")

# Names that no one should have; the 255 bytes are as many as a file's name may have.
put("-rf.c", nothing)
put(b"new\nline \"quo'te\".c", nothing)
put(b"bad\xff\xfename.c", nothing)
put("@SUM(1)," + "n" * 245 + ".c", nothing)
for student in ("-rf", "new\\x0aline \"quo'te\"", "bad\\xff\\xfename", "@SUM(1)," + "n" * 245):
    expect(student, 0, 0, "does nothing yet")
put("readme.txt", b"no submission")
print("\n".join(expected))
