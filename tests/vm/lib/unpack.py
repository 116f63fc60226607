#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
"""Initramfs images with an edge each, and whether a kernel keeps their entries.

usage: unpack.py make DIR
       unpack.py judge DIR KEXEC2 KERNEL FOUND

make writes the parts of each image, DIR/IMAGE.N, in lists by what becomes of
them: DIR/whole are images that live together in one root, and those of
DIR/stopped are each for a boot of its own, with a part before and one behind.
DIR/paths is what to look for; the guest writes of each path that it finds, to
FOUND: path, type, device and content or target, separated by tabs.

judge prints, for each image, what "kexec2 load" says that is lost or stops the
kernel, and what the guest has not found; they should be the same.
"""
import bz2
import gzip
import json
import lzma
import os
import posixpath
import re
import subprocess
import sys
import zlib

# As stat(1) calls them.
KINDS = {0o100000: "regular", 0o040000: "directory", 0o120000: "symbolic",
         0o060000: "block", 0o020000: "character", 0o010000: "fifo",
         0o140000: "socket", 0o150000: "none", 0: "none"}


class Entry:
    """A cpio entry.

    @ in its path is the directory of the image.  keep: whether it is to be
    there; else it is if no other one with its path is behind it.
    """

    def __init__(self, mode, path, body=b"", keep=None, **fields):
        self.type, self.path, self.body = KINDS[mode & 0o170000], path, body
        self.mode, self.keep, self.fields = mode, keep, fields

    def place(self, at):
        self.path = self.path.replace("@", at)
        if self.type == "symbolic":
            self.body = self.body.replace(b"@", at.encode())

    def matches(self, kind, device, content):
        """What the guest has found is this one."""
        if not kind.startswith(self.type):
            return False
        if self.type in ("block", "character"):
            return device == "%x:%x" % self.fields.get("rdev", (0, 0))
        return (self.type not in ("regular", "symbolic") or
                self.fields.get("nlink", 1) > 1 or
                content == self.body.decode().strip())

    def to_bytes(self):
        name = self.path.encode() + b"\0" * self.fields.get("nul", 1)
        sums = self.fields.get("sum")
        numbers = (self.fields.get("ino", 0), self.mode, 0, 0,
                   self.fields.get("nlink", 1), 0, len(self.body), 0, 0,
                   *self.fields.get("rdev", (0, 0)), len(name), sums or 0)
        head = b"07070%d" % (1 if sums is None else 2)
        return pad(head + b"".join(b"%08x" % n for n in numbers) + name) + \
            pad(self.body)


def pad(data):
    return data + bytes(-len(data) % 4)


def d(path, **k):
    return Entry(0o040755, path, **k)


def f(path, body=None, **k):
    return Entry(0o100644, path, (body or path[-40:] + "\n").encode(), **k)


def h(path, ino, body=b"", mode=0o100644, **k):
    return Entry(mode, path, body, ino=ino, nlink=2, **k)


def l(path, target, **k):
    return Entry(0o120777, path, target.encode(), **k)


def c(path, minor, mode=0o020644, **k):
    return Entry(mode, path, rdev=(1, minor), **k)


def trailer():
    return Entry(0, "TRAILER!!!")


def tool(*command):
    return lambda data: subprocess.run(command, input=data, check=True,
                                       stdout=subprocess.PIPE).stdout


def xz(check=lzma.CHECK_CRC32, *filters):
    chain = [{"id": i, **o} for i, o in filters]
    return lambda data: lzma.compress(data, check=check, filters=chain + [
        {"id": lzma.FILTER_LZMA2, "preset": 1}])


def gzip_with(flag, field):
    def compress(data):
        raw = zlib.compressobj(9, zlib.DEFLATED, -15)
        return (b"\x1f\x8b\x08" + bytes([flag]) + bytes(4) + b"\0\3" + field +
                raw.compress(data) + raw.flush() +
                zlib.crc32(data).to_bytes(4, "little") +
                (len(data) & 0xffffffff).to_bytes(4, "little"))
    return compress


def halves(compress):
    """Two frames, with the cut within an entry."""
    return lambda data: compress(data[:60]) + compress(data[60:])


def part(*entries, by=None, end=True):
    return {"entries": list(entries) + ([trailer()] if end else []), "by": by}


def raw(data):
    return {"entries": [], "raw": data}


LONG = "n" * 255
X86, DELTA = lzma.FILTER_X86, lzma.FILTER_DELTA


def deep(length):
    """A file with a path of this length, where @ has three characters."""
    room, names = length - len("wNN/"), []
    while room > 240:
        names.append("n" * 200)
        room -= 201
    names.append("m" * room)
    return [d("@/" + "/".join(names[:i])) for i in range(1, len(names))] + [
        f("@/" + "/".join(names), "deep")]


WHOLE = {
    # Parents.
    "parents": [part(d("@/a"), f("@/a/b"))],
    "no-parents": [part(f("@/a/b/c/d"), f("@/e"))],
    "dirs-across": [part(d("@/etc")), part(d("@/etc/net/links"),
                                           f("@/etc/net/links/a"), f("@/ok"))],
    "later-parent": [part(f("@/a/b")), part(d("@/a"), f("@/a/c"))],
    "earlier-parent": [part(d("@/a")), part(f("@/a/b"))],
    "file-as-parent": [part(f("@/a"), f("@/a/b"), d("@/a/c"))],
    "parent-for-link": [part(l("@/a/b", "c"))],
    "parent-for-node": [part(c("@/a/b", 3))],
    "absolute": [part(d("/@/a"), f("/@/a/b"), f("/@/c/d"))],
    "dots": [part(d("./@/a"), f("@/./a/../b"), f("@//a///c"))],
    "dots-missing": [part(f("@/a/../b"))],
    # Symbolic links in paths.
    "usrmerge": [part(l("@/bin", "usr/bin"), d("@/usr"), d("@/usr/bin")),
                 part(f("@/bin/sh"))],
    "usrmerge-lost": [part(l("@/bin", "usr/bin")), part(f("@/bin/sh"))],
    "usrmerge-undone": [part(d("@/usr"), d("@/usr/bin"),
                             l("@/bin", "usr/bin", keep=True)),
                        part(d("@/bin"), f("@/bin/a"))],
    "link-absolute": [part(d("@/b"), l("@/a", "/@/b"), f("@/a/c"))],
    "link-up": [part(d("@/a"), l("@/a/up", ".."), f("@/a/up/b"))],
    "link-here": [part(d("@/a"), l("@/a/here", "."), f("@/a/here/b"))],
    "link-loop": [part(l("@/a", "b"), l("@/b", "a"), f("@/a/c"))],
    "link-to-file": [part(f("@/f"), l("@/a", "f"), f("@/a/c"))],
    "link-slash": [part(d("@/d"), l("@/a", "d/"), f("@/a/b"))],
    "links-40": [part(d("@/d"), l("@/l0", "d"), *(
        l(f"@/l{i}", f"l{i - 1}") for i in range(1, 40)), f("@/l39/x"))],
    "links-41": [part(d("@/d"), l("@/l0", "d"), *(
        l(f"@/l{i}", f"l{i - 1}") for i in range(1, 41)), f("@/l40/x"))],
    "link-empty": [part(d("@/d"), l("@/d/e", ""), f("@/d/e/x"))],
    # What is there already.
    "again": [part(d("@/a"), f("@/b"), l("@/c", "x")),
              part(d("@/a"), f("@/b", "other"), l("@/c", "y"))],
    "file-for-dir": [part(d("@/a"), f("@/a/b")), part(f("@/a"))],
    "file-for-empty-dir": [part(d("@/a")), part(f("@/a"))],
    "link-for-dir": [part(d("@/a"), f("@/a/b")), part(l("@/a", "x"))],
    "link-for-empty-dir": [part(d("@/a")), part(l("@/a", "x"))],
    "node-for-dir": [part(d("@/a"), f("@/a/b"), c("@/a", 3))],
    "dir-for-file": [part(f("@/a")), part(d("@/a"), f("@/a/b"))],
    "dir-for-dangling": [part(l("@/a", "none")), part(d("@/a"), f("@/a/b"))],
    "file-for-link": [part(f("@/t"), l("@/a", "t")), part(f("@/a"))],
    "fifo-socket": [part(Entry(0o010644, "@/p"), Entry(0o140644, "@/s"))],
    "node-again": [part(c("@/null", 3)), part(c("@/null", 3))],
    "node-other": [part(c("@/null", 3)), part(c("@/null", 5))],
    "node-block": [part(c("@/x", 3)), part(c("@/x", 3, mode=0o060644))],
    # Names.
    "slash-file": [part(f("@/a/"), f("@/b"))],
    "slash-dir": [part(d("@/a/"), f("@/a/b"))],
    "slash-dir-link": [part(d("@/d"), l("@/a", "d", keep=True),
                            d("@/a/", keep=False), f("@/a/b"))],
    "slash-dir-file": [part(f("@/a", keep=True), d("@/a/", keep=True))],
    "slash-link": [part(l("@/a/", "b"))],
    "component-255": [part(f(f"@/{LONG}"))],
    "component-256": [part(f(f"@/{LONG}n"), f("@/ok"))],
    "component-256-dir": [part(d(f"@/{LONG}n"), f(f"@/{LONG}n/x"))],
    "path-4095": [part(*deep(4095))],
    "path-4096": [part(*deep(4096), f("@/ok"))],
    "name-too-long": [part(f("@/b", nul=5000), f("@/ok"))],
    "target-4095": [part(l("@/a", "t" * 4095), f("@/ok"))],
    "target-4096": [part(l("@/a", "t" * 4096), f("@/ok"))],
    "target-4097": [part(l("@/a", "t" * 4097), f("@/ok"))],
    "name-in-two": [part(f("@/a", nul=9), f("@/b"))],
    # Types.
    "dir-with-content": [part(Entry(0o040755, "@/a", b"text"), f("@/b"))],
    "node-with-content": [part(Entry(0o020644, "@/a", b"t", rdev=(1, 3)))],
    "no-type": [part(Entry(0o644, "@/a"), Entry(0o150644, "@/b"), f("@/c"))],
    "no-type-over-file": [part(f("@/a")), part(Entry(0o150644, "@/a"))],
    # Hard links.
    "links": [part(h("@/a", 1), h("@/b", 1), h("@/c", 1, b"text"))],
    "links-first": [part(h("@/a", 1, b"text"), h("@/b", 1))],
    "link-lost": [part(h("@/x/a", 1), h("@/b", 1), h("@/c", 1))],
    "link-trailer": [part(h("@/x/a", 1)), part(h("@/b", 1))],
    "link-across": [part(h("@/a", 1, b"text"), end=False), part(h("@/b", 1))],
    "link-itself": [part(h("@/a", 1), end=False), part(h("@/a", 1))],
    "link-type": [part(h("@/a", 1), h("@/b", 1, mode=0o010644))],
    "link-to-dir": [part(h("@/a", 1), d("@/a"), h("@/b", 1))],
    "link-for-dir-2": [part(h("@/a", 1), d("@/b"), f("@/b/c"), h("@/b", 1))],
    "link-node": [part(h("@/a", 1, mode=0o020644, rdev=(1, 3)),
                       h("@/b", 1, mode=0o020644, rdev=(1, 3)))],
    # Checksums, and what is joined inside.
    "sums": [part(f("@/a", "b", sum=98), Entry(0o100644, "@/e", sum=0))],
    "no-trailer": [part(f("@/a"), end=False), part(f("@/b"))],
    # Every compression, with something lost.
    **{f"{name}-lost": [part(f("@/a/b"), f("@/c"), by=by)] for name, by in (
        ("gzip", gzip.compress), ("bzip2", bz2.compress), ("xz", xz()),
        ("lzma", tool("xz", "--format=lzma")), ("lzo", tool("lzop", "-c")),
        ("lz4", tool("lz4", "-l", "-c")), ("zstd", tool("zstd", "-qc")))},
    # What decoders take.
    "gzip-name": [part(f("@/a"), by=gzip_with(8, b"name\0"))],
    "gzip-sum": [part(f("@/a"), by=lambda x: gzip.compress(x)[:-8] + bytes(8))],
    "xz-none": [part(f("@/a"), by=xz(lzma.CHECK_NONE))],
    "xz-x86": [part(f("@/a"), by=xz(lzma.CHECK_CRC32, (X86, {})))],
    "xz-arm": [part(f("@/a"), by=xz(lzma.CHECK_CRC32, (lzma.FILTER_ARM, {})))],
    "xz-arm64": [part(f("@/a"), by=tool("xz", "--check=crc32", "--arm64",
                                        "--lzma2"))],
    "xz-blocks": [part(f("@/a"), f("@/b"), by=tool(
        "xz", "-T2", "--check=crc32", "--block-size=100"))],
    "zstd-check": [part(f("@/a"), by=tool("zstd", "-qc", "--check"))],
    "zstd-long": [part(f("@/a"), by=tool("zstd", "-qc", "--long=27"))],
    "zstd-whole-frames": [part(f("@/a"), by=lambda x: tool("zstd", "-qc")(x) +
                               tool("zstd", "-qc")(x))],
    "lz4-high": [part(f("@/a"), by=tool("lz4", "-l", "-9", "-c"))],
}

STOPPED = {
    "junk": raw(b"junk"),
    "odc": raw(b"070707" + b"0" * 120),
    "bad-header": raw(pad(b"070703" + b"0" * 104 + b"name\0")),
    "bad-sum": part(f("@/a", "b", sum=1, keep=True)),
    "no-nul": part(Entry(0o100644, "@/a", nul=0)),
    "lz4-frame": part(f("@/a"), by=tool("lz4", "-c")),
    "zstd-frames": part(f("@/a"), by=halves(tool("zstd", "-qc"))),
    "gzip-members": part(f("@/a"), by=halves(gzip.compress)),
    "zstd-window": part(f("@/a"), by=tool("zstd", "-qc", "--ultra",
                                          "--long=28")),
    "xz-start": part(f("@/a"), by=xz(lzma.CHECK_CRC32, (
        X86, {"start_offset": 4096}))),
    "xz-delta": part(f("@/a"), by=xz(lzma.CHECK_CRC32, (DELTA, {"dist": 1}))),
    "xz-crc64": part(f("@/a"), by=xz(lzma.CHECK_CRC64)),
    "xz-filters": part(f("@/a"), by=xz(lzma.CHECK_CRC32, (X86, {}), (
        lzma.FILTER_ARM, {}))),
    "gzip-extra": part(f("@/a"), by=gzip_with(4, b"\x02\0ab")),
    "gzip-cut": part(f("@/a"), by=lambda x: gzip.compress(x)[:40]),
}


def images():
    """Name, directory and parts of each."""
    for i, (name, parts) in enumerate(WHOLE.items()):
        yield name, f"w{i:02}", [part(d("@")), *parts], True
    for i, (name, fault) in enumerate(STOPPED.items()):
        yield name, f"s{i:02}", [part(d("@"), f("@/before")), fault,
                                 part(f("@/after"))], False


def placed():
    for name, at, parts, whole in images():
        for one in parts:
            for entry in one["entries"]:
                entry.place(at)
        yield name, at, parts, whole


def make(directory):
    os.makedirs(directory)
    lists = {True: [], False: []}
    paths = []
    for name, at, parts, whole in placed():
        files = []
        for i, one in enumerate(parts):
            data = one.get("raw") or b"".join(
                entry.to_bytes() for entry in one["entries"])
            if one.get("by"):
                data = one["by"](data)
            files.append(f"{directory}/{name}.{i}")
            with open(files[-1], "wb") as file:
                file.write(data)
            paths += [where(entry) for entry in one["entries"]]
        lists[whole].append(" ".join([name, *files]))
    for whole, file in ((True, "whole"), (False, "stopped")):
        with open(f"{directory}/{file}", "w") as out:
            out.write("\n".join(lists[whole]) + "\n")
    with open(f"{directory}/paths", "w") as out:
        out.write("\n".join(dict.fromkeys(paths)) + "\n")


def where(entry):
    return posixpath.normpath("/" + entry.path.lstrip("/"))[1:]


LOSS = re.compile(r"the kernel drops (.*?) at offset \d+"
                  r"( of the unpacked archive at offset \d+)?"
                  r"(, and (\d+) more[^:]*)?: ", re.S)


def ours(directory, name, count, kexec2, kernel):
    """What is lost, as the load says: how many, and those that it names."""
    done = subprocess.run(
        [kexec2, "load", kernel, "--dry-run", "--json", *(
            f"--initrd={directory}/{name}.{i}" for i in range(count))],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    texts = [(one["code"], one["text"])
             for one in json.loads(done.stdout)["warnings"]]
    stops = [text for _, text in texts if "the kernel stops there" in text]
    losses = [LOSS.match(text) for code, text in texts
              if code == "entry_dropped"]
    return bool(stops and done.returncode), sum(
        1 + int(loss[4] or 0) for loss in losses), [loss[1] for loss in losses]


def judge(directory, kexec2, kernel, found):
    records = {}
    with open(found) as file:
        for line in file:
            path, kind, device, content = line.rstrip("\n").split("\t")
            records[path] = kind, device, content
    for name, at, parts, whole in placed():
        stops, count, named = ours(directory, name, len(parts), kexec2, kernel)
        entries = [entry for one in parts for entry in one["entries"]
                   if entry.path != "TRAILER!!!"]
        if not whole:
            there = [where(entry) in records
                     for entry in (entries[1], entries[-1])]
            print(name, f"stops {stops}",
                  f"stops {there == [True, False]}", sep="\t")
            continue
        last = {where(entry): entry for entry in entries}
        lost = [entry.path for entry in entries
                if (last[where(entry)] is entry if entry.keep is None
                    else entry.keep) and
                not entry.matches(*records.get(where(entry), ("", "", "")))]
        # Of a name that is too long, the beginning is told.
        named = sorted({path for path in lost for told in named
                        if path == told or (told.endswith("...") and
                                            path.startswith(told[:-3]))} |
                       {told for told in named if told not in lost and
                        not told.endswith("...")})
        print(name, f"{count} lost, {shorten(named)}{' stops' * stops}",
              f"{len(lost)} lost, {shorten(p for p in lost if p in named)}",
              sep="\t")


def shorten(paths):
    return " ".join(sorted(path[:60] for path in paths)) or "none"


if __name__ == "__main__":
    {"make": make, "judge": judge}[sys.argv[1]](*sys.argv[2:])
