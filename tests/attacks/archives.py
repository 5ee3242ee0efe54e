#!/usr/bin/env python3
"""archives.py FOLDER: makes hostile archives there, each with a request_queue.c that is the text of
standard input or is in the way of one. None is stored: two of them are 10 GB when unpacked.

Each is a line of the table at the end: file name, and the words that the report must have; "=" where
the archive is only odd, and the hand-in in it is to be graded as any."""
import gzip, io, os, struct, sys, tarfile, zipfile, zlib

folder = sys.argv[1]
source = sys.stdin.buffer.read()
WANTED = "request_queue.c"
MIB = 1 << 20


def path(name):
    return os.path.join(os.fsencode(folder), name if isinstance(name, bytes) else name.encode())


def zip_of(name, entries):
    with zipfile.ZipFile(path(name).decode(), "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in entries:
            archive.writestr(entry, data)


def member(name, kind=tarfile.REGTYPE, target="", mode=0o644, data=b""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.mode, info.size = kind, target, mode, len(data)
    return info, data


def tar_of(name, members):
    with tarfile.open(path(name), "w:gz") as archive:
        for info, data in members:
            archive.addfile(info, io.BytesIO(data))


def link_in_zip(name, target):
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info, target


def zeros(count, container):
    """count MiB of zeros, deflated once and repeated."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = press.compress(bytes(16 * MIB)) + press.flush(zlib.Z_FULL_FLUSH)
    last = press.flush(zlib.Z_FINISH)
    assert count % 16 == 0
    with open(path(container), "ab") as out:
        for _ in range(count // 16):
            out.write(first)
        out.write(last)
    return len(first) * (count // 16) + len(last)


def bomb_tar(name):
    """A gzip file of one tar member that has, and says that it has, 10 GiB."""
    info = tarfile.TarInfo(WANTED)
    info.size = 10 << 30
    head = info.tobuf(tarfile.GNU_FORMAT)
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    with open(path(name), "wb") as out:
        out.write(b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + press.compress(head) + press.flush(zlib.Z_FULL_FLUSH))
    zeros(10 << 10, name)


def bomb_zip(name, entry, told):
    """A zip of one member that has 10 GiB, and says it has `told`."""
    entry = entry.encode()
    extra = struct.pack("<HHQ", 1, 8, told)
    fields = [45, 0, 8, 0, 0x21, 0, 0, 0xFFFFFFFF, len(entry), len(extra)]
    with open(path(name), "wb") as out:
        out.write(b"PK\3\4" + struct.pack("<HHHHHIIIHH", *fields) + entry + extra)
        start = out.tell()
    fields[6] = zeros(10 << 10, name)
    with open(path(name), "r+b") as out:
        out.seek(0)
        out.write(b"PK\3\4" + struct.pack("<HHHHHIIIHH", *fields))
        out.seek(0, 2)
        directory = out.tell()
        out.write(b"PK\1\2" + struct.pack("<HHHHHHIIIHHHHHII", 45, *fields, 0, 0, 0, 0, 0))
        out.write(entry + extra)
        size = out.tell() - directory
        out.write(b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, size, directory, 0))


zip_of("escapes-up.zip", [("../request_queue.c", source)])
zip_of("escapes-deep.zip", [("a/b/../../../request_queue.c", source), (WANTED, source)])
zip_of("escapes-absolute.zip", [("/tmp/request_queue.c", source)])
tar_of("escapes-tar.tar.gz", [member("../../request_queue.c", data=source)])
tar_of("through-link.tgz", [member("d", tarfile.SYMTYPE, "/tmp"),
                            member("d/request_queue.c", data=source)])
zip_of("through-link-zip.zip", [link_in_zip("d", "/tmp"), ("d/request_queue.c", source)])
tar_of("is-link.tgz", [member(WANTED, tarfile.SYMTYPE, "/etc/passwd")])
tar_of("is-hard-link.tgz", [member(WANTED, tarfile.LNKTYPE, "/etc/passwd")])
tar_of("is-fifo.tgz", [member(WANTED, tarfile.FIFOTYPE)])
tar_of("is-device.tgz", [member(WANTED, tarfile.CHRTYPE)])
bomb_tar("bomb-tar.tar.gz")
bomb_zip("bomb-zip.zip", WANTED, 10 << 30)
bomb_zip("bomb-that-lies.zip", WANTED, 100)
zip_of("many.zip", [("%d.txt" % i, b"") for i in range(20001)])
zip_of("cut.zip", [(WANTED, source)])
os.truncate(path("cut.zip"), 200)
with open(path("no-archive.zip"), "wb") as out:
    out.write(source)
tar_of("links.tgz", [member("l%d" % i, tarfile.SYMTYPE, "x") for i in range(1001)])
tar_of("long-name.tgz", [member("a/" * 2500 + "x.c", data=source)])
tar_of("sources.tgz", [member("%d.c" % i, data=bytes(MIB - 1)) for i in range(33)])
with gzip.open(path("torn.tar.gz"), "wb") as out:
    out.write(member("x.txt")[0].tobuf() + b"torn" * 128)
os.mkdir(path("two"))
zip_of("two/one.zip", [("../request_queue.c", source)])
zip_of("two/other.zip", [("../../request_queue.c", source)])
tar_of("setuid.tgz", [member(WANTED, mode=0o6777, data=source)])
odd = ["new\nline/", "quo\"te's/", "-dash/", "n" * 200 + "/" + "m" * 250 + "/", "bad\udcff\udcfe/", "$(id)/"]
tar_of("odd-names.tgz", [member(name + "x.c", data=b"int x;") for name in odd] +
       [member(WANTED, data=source)])

print("""\
escapes-up leads out of its folder
escapes-deep leads out of its folder
escapes-absolute leads out of its folder
escapes-tar leads out of its folder
through-link behind a link
through-link-zip behind a link
is-link No request_queue.c
is-hard-link No request_queue.c
is-fifo No request_queue.c
is-device No request_queue.c
bomb-tar expands to more than
bomb-zip expands to more than
bomb-that-lies has 1 MiB or more
many more than 20000 files
cut archive
no-archive cannot be read
links more than 1000 links
long-name a name of more than 4095 bytes
sources more than 32 MiB of sources
torn archive cannot be read
two one.zip: the archive leads out of its folder
setuid =
odd-names =""")
