#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
"""Archives with extended attributes, good ones and such as a kernel skips.

usage: xattrs.py DIR

Writes DIR/NAME.cpio, each with what the kernel is to say about it, DIR/NAME.log;
and what its files have then, as getfattr(1) prints it, DIR/NAME.attributes.
"""
import sys
import zlib

from unpack import Entry, c, d, f, h, l, pad, trailer

CAPABILITY = bytes.fromhex("0100000200200000000000000000000000000000")
LARGE = bytes(range(256)) * 256		# XATTR_SIZE_MAX
# A signature with WP_512, which the kernel would look for a module of.
SIGNATURE = bytes.fromhex("03020d000000000001ff")


def size(body):
    return b"%08x" % (len(body) + 8) + body


def x(name, value=b"v"):
    return size(name.encode() + b"\0" + value)


def block(*xattrs, head=b"\1\1"):
    return size(head + b"".join(xattrs))


def m(body, **k):
    return Entry(0o100400, "METADATA!!!", body, **k)


class Archive:
    """Entries; messages; and attributes of files."""

    def __init__(self):
        self.entries, self.log, self.attributes, self.skipped = [], [], {}, 0

    def add(self, *entries, has=None, says=None):
        """The last file has these, and all that is said is this."""
        self.entries += entries
        path = [e.path for e in entries
                if e.path not in ("METADATA!!!", "TRAILER!!!")]
        if path and has is not None:
            self.attributes[path[-1]] = has
        for text in says or []:
            self.skipped += 1
            self.log.append(text.replace("@", path[-1]) if path else text)

    def bad(self, path, body, why, has=None, **k):
        """What METADATA!!! is skipped for, behind a file of that name."""
        self.add(f(path), m(body, **k), has=has or {},
                 says=[f"@: METADATA!!! skipped: {why}"])

    def refused(self, path, *names, error):
        """Names that cannot be set; the others are."""
        self.add(f(path), m(block(x("user.a"), *(x(n) for n in names),
                                  x("user.z"))),
                 has={"user.a": b"v", "user.z": b"v"},
                 says=[f"@: xattr {n[:255]} not set: {error}" for n in names])

    def write(self, path, compress=lambda data: data):
        data = b"".join(e.to_bytes() for e in [*self.entries, trailer()])
        with open(path + ".cpio", "wb") as out:
            out.write(compress(data))
        with open(path + ".log", "w") as out:
            for line in self.log:
                print("initramfs: " + line, file=out)
            if self.skipped:
                print(f"initramfs: {self.skipped} xattrs or METADATA!!! "
                      "entries skipped", file=out)
        with open(path + ".attributes", "w") as out:
            for file, has in sorted(self.attributes.items()):
                print("# file:", file, file=out)
                for name, value in sorted(has.items()):
                    print(f"{name}=0x{value.hex()}", file=out)


def gzipped(data):
    """With a window, so that entries come out in pieces."""
    raw = zlib.compressobj(9, zlib.DEFLATED, 31)
    return raw.compress(data) + raw.flush()


def good():
    """Whatever a file can be."""
    a = Archive()
    a.add(d("good"), f("good/file"),
          m(block(x("security.ima", b"\1\0"), x("user.u", b"1"),
                  x("trusted.t", b"2"))),
          has={"security.ima": b"\1\0", "user.u": b"1", "trusted.t": b"2"})
    a.add(f("good/signed"), m(block(x("security.ima", SIGNATURE))),
          has={"security.ima": SIGNATURE})
    a.add(f("good/of-no-type"), m(block(x("security.ima", b"\x7f"))),
          has={"security.ima": b"\x7f"})
    a.add(d("good/dir"), m(block(x("user.u", b"dir"))),
          has={"user.u": b"dir"})
    a.add(f("good/dir/in-it"), has={})
    a.add(f("good/target"), l("good/link", "target"),
          m(block(x("trusted.t", b"link"))), has={"trusted.t": b"link"})
    a.attributes["good/target"] = {}
    a.add(c("good/null", 3), m(block(x("security.s", b"node"))),
          has={"security.s": b"node"})
    a.add(Entry(0o010644, "good/fifo"), m(block(x("trusted.t", b"fifo"))),
          has={"trusted.t": b"fifo"})
    a.add(f("good/empty-value"), m(block(x("user.e", b""))),
          has={"user.e": b""})
    a.add(f("good/large"), m(block(x("user.large", LARGE), x("user.n", b"n"))),
          has={"user.large": LARGE, "user.n": b"n"})
    a.add(f("good/blocks"), m(block(x("user.a")) + block(x("user.b"))),
          has={"user.a": b"v", "user.b": b"v"})
    a.add(f("good/two"), m(block(x("user.a", b"1"), x("user.b", b"1"))),
          m(block(x("user.b", b"2"))),
          has={"user.a": b"1", "user.b": b"2"})
    a.add(f("good/upper"), m(block(x("user.a" + "b" * 8)).upper()
                             .replace(b"USER.A" + b"B" * 8, b"user.abbbbbbbb")
                             .replace(b"\0V", b"\0v")),
          has={"user.abbbbbbbb": b"v"})
    body = block(x("user.sum"))
    a.add(f("good/sum", "sum", sum=sum(b"sum")), m(body, sum=sum(body)),
          has={"user.sum": b"v"})
    a.add(f("good/none"), m(block()), has={})
    # The last name of a file, with content before and behind the first one.
    a.add(h("good/first", 1, b"content"), h("good/second", 1),
          m(block(x("security.capability", CAPABILITY))),
          has={"security.capability": CAPABILITY})
    a.add(h("good/third", 2), h("good/fourth", 2, b"content"),
          m(block(x("security.capability", CAPABILITY))),
          has={"security.capability": CAPABILITY})
    # A name behind takes it away, as a change of the owner does.
    a.add(h("good/fifth", 3, b"content"),
          m(block(x("security.capability", CAPABILITY), x("user.u"))),
          h("good/sixth", 3), has={"user.u": b"v"})
    # A regular file only is one.
    a.add(d("METADATA!!!"), f("good/last"), m(block(x("user.l"))),
          has={"user.l": b"v"})
    return a


def damaged():
    """The archive goes on behind each, and so do the attributes."""
    a = Archive()
    a.add(m(block(x("user.a"))),
          says=["METADATA!!! skipped: there is no file before it"])
    a.add(d("damaged"))
    why = "damaged"
    one = x("user.a")
    a.bad("damaged/empty", b"", why)
    a.bad("damaged/digits", b"0000001g\1\1" + one, why)
    a.bad("damaged/short", b"00000009\1\1" + one, why)
    a.bad("damaged/long", b"ffffffff\1\1" + one, why)
    a.bad("damaged/behind", block(one) + b"\0\0\0", why)
    a.bad("damaged/xattr-long", block(one, b"00000013user.b\0vv"), why)
    a.bad("damaged/xattr-short", block(one, b"00000009u\0"), why)
    a.bad("damaged/no-nul", block(one, size(b"user.name")), why)
    a.bad("damaged/no-name", block(one, size(b"\0value")), why)
    a.add(f("damaged/last"), m(block(one)), has={"user.a": b"v"})
    return a


def skipped():
    a = Archive()
    a.add(d("skipped"))
    a.bad("skipped/version", block(x("user.a"), head=b"\2\1") +
          block(x("user.b")), "unknown version or type", {"user.b": b"v"})
    a.bad("skipped/type", block(x("user.a"), head=b"\1\2") +
          block(x("user.b")), "unknown version or type", {"user.b": b"v"})
    a.bad("skipped/huge", block(x("user.a", bytes(1 << 20))), "too large")
    a.bad("skipped/sum", block(x("user.a")), "bad data checksum", sum=1)
    nobody = "METADATA!!! skipped: there is no file before it"
    a.add(f("skipped/trailer"), trailer(), m(block(x("user.a"))),
          has={}, says=[nobody])
    a.add(f("skipped/kept"), f("skipped/no/parent"), m(block(x("user.a"))),
          says=[nobody])
    a.attributes["skipped/kept"] = {}
    a.add(f("skipped/kept-2"), f("skipped/name", nul=5000),
          m(block(x("user.a"))), says=[nobody])
    a.attributes["skipped/kept-2"] = {}
    a.add(d("skipped/no/dir"), m(block(x("user.a"))),
          says=["@: METADATA!!! skipped: the file is not there"])
    a.add(d("skipped/dir"), f("skipped/dir/file"), c("skipped/dir", 3),
          m(block(x("security.a"))),
          says=["@: METADATA!!! skipped: something else is in place of the "
                "file"])
    a.attributes["skipped/dir"] = {}
    a.add(f("skipped/last"), m(block(x("user.a"))), has={"user.a": b"v"})
    return a


def refused():
    a = Archive()
    a.add(d("refused"))
    a.refused("refused/name-space", "system.posix_acl_access", "other.name",
              "user", error="-95")
    a.refused("refused/no-name", "user.", error="-22")
    a.refused("refused/long", "user." + "n" * 251, error="-34")
    a.add(f("refused/large"), m(block(x("user.a", LARGE + b"x"), x("user.b"))),
          has={"user.b": b"v"}, says=["@: xattr user.a not set: -7"])
    a.add(l("refused/link", "large"), m(block(x("user.a"), x("trusted.b"))),
          has={"trusted.b": b"v"}, says=["@: xattr user.a not set: -1"])
    a.add(f("refused/last"), m(block(x("user.a"))), has={"user.a": b"v"})
    return a


if __name__ == "__main__":
    for make in (good, damaged, skipped, refused):
        make().write(f"{sys.argv[1]}/{make.__name__}")
    good().write(f"{sys.argv[1]}/gzip", gzipped)
