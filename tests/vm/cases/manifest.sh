#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The record of what is loaded: for each load a manifest and a commit, for each
# image that goes away a line, in the order in which it happened, to the byte.
# Entries of the files cannot tell that: IMA makes one when it sees a file
# first, and none when it is used again.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/sign.sh"

cat >"$work/raw.c" <<'END'
// raw FLAGS KERNEL [LABEL FILE]: one kexec_file_load2(), and what it says
#include <errno.h>
#include <fcntl.h>
#include <linux/kexec_file_load2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct kexec_load_report report = { 99, 99 };
	struct kexec_initrd part = { };
	struct kexec_file_load2_args args = {
		.flags = strtoull(argv[1], NULL, 0),
		.kernel_fd = open(argv[2], O_RDONLY),
		.initrds = (unsigned long)&part,
		.initrd_size = sizeof(part),
		.cmdline = (unsigned long)"raw",
		.cmdline_size = sizeof("raw"),
		.report = (unsigned long)&report,
		.report_size = sizeof(report),
	};
	long ret;

	if (argc > 4) {
		args.nr_initrds = 1;
		part.fd = open(argv[4], O_RDONLY);
		strncpy(part.label, argv[3], sizeof(part.label));
	}
	errno = 0;
	ret = syscall(__NR_kexec_file_load2, &args, sizeof(args), 0);
	printf("ret %ld errno %d stage %u initrd %d\n", ret, errno,
	       report.stage, report.initrd);
	return 0;
}
END
guest_cc -static -O -D_GNU_SOURCE -I"$top/include/uapi" -o "$work/raw" \
	"$work/raw.c" || die "raw does not compile"
EPROTO=71 EINVAL=22
REQUIRE=0x100000000 NO_INITRAMFS=0x4 CRASH=0x2

for f in a b c; do
	archive "$f=$f" >"$host/$f"
done
mkdir "$host/many"
for ((i = 0; i < 256; i++)); do
	echo "content of part $i" >"$host/many/$i"
done

# A part with a signature appended.
make_key test
append_signature "$work/test" "$host/a"

#
# What the guest does.  The first kernel has a policy that does not ask for
# the records, the second one that does, the third has the list of both.
#
cat >>"$host/policy" <<-END
	measure func=FILE_CHECK fowner=1234
END
echo 'measure func=CRITICAL_DATA label=kexec_file_load2' >"$host/records"
cat >>"$host/lib.sh" <<-'END'
k=/boot/vmlinuz
load() { kexec2 load $k "$@" >/dev/null || echo LOAD FAILED; }
loaded() { cat /sys/kernel/kexec_loaded; }
# follow N: that many entries
follow() {
	for i in $(seq $1); do
		echo $i >/tmp/f$i; chown 1234 /tmp/f$i; cat /tmp/f$i >/dev/null
	done
}
END
cat >"$host/boot1" <<-END
	policy
	echo nothing \$(raw $REQUIRE \$k), loaded \$(loaded)
	load --initrd=base=/boot/base.img \
		--cmdline='$CMDLINE crashkernel=192M hop=old'
	echo replace \$(raw $REQUIRE \$k), loaded \$(loaded)
	keep without
END
cat >"$host/boot2" <<-END
	cat /proc/cmdline
	keep begun
	cat /host/records /host/policy >/sys/kernel/security/ima/policy
	cp -r /host/a /host/b /host/c /host/a.signed /host/many \$k /tmp
	k=/tmp/vmlinuz
	cd /tmp

	load --initrd=firmware=a --initrd=b --initrd=mod.ules=c --cmdline='x y=z'

	load --initrd=one=a --initrd=two=b --cmdline=q
	load --initrd=c --cmdline=q
	load --initrd=two=b --initrd=one=a --cmdline=q
	load --initrd=one=a --initrd=two=b --cmdline=q

	load --initrd=one=a --initrd=two=a
	cp a a.copy
	load --initrd=a --initrd=a.copy
	echo seen >seen; chown 1234 seen; cat seen >/dev/null
	load --no-checks --initrd=seen=seen
	load

	kexec -s -l \$k --initrd=/tmp/a --command-line='old call' || echo LOAD FAILED
	kexec2 unload >/dev/null
	kexec2 unload >/dev/null
	kexec -c -l \$k --initrd=/tmp/a --command-line=x || echo LOAD FAILED
	load --initrd=c
	kexec -c -l \$k --initrd=/tmp/a --command-line=x || echo LOAD FAILED
	kexec -c -u

	load --initrd=c --cmdline=stays
	kexec2 load /host/no-room --initrd=two=b --cmdline=x 2>/dev/null
	echo no room \$?, loaded \$(loaded)
	kexec2 load \$k --initrd=a --initrd=missing 2>/dev/null
	echo missing \$?, loaded \$(loaded)

	echo require \$(raw $REQUIRE \$k label c)
	load --initrd=s=a.signed --initrd=a.signed

	set --
	for i in \$(seq 0 255); do
		set -- "\$@" --initrd=\$(printf label%026d \$i)=many/\$i
	done
	load --no-checks "\$@"

	cp b "\$(printf 'x\ninitrd 1 - sha256:00 1\nseq 99')"
	cp c 'a  b = - sha256:00 1'
	load "--initrd=./\$(printf 'x\ninitrd 1 - sha256:00 1\nseq 99')" \
		--initrd='./a  b = - sha256:00 1'
	echo label newline \$(raw 0 \$k "\$(printf 'x\ny')" c)
	echo label space \$(raw 0 \$k 'x y' c)

	load --crash --initrd=one=a --cmdline=crash
	load --crash --initrd=two=b --cmdline=crash
	kexec2 unload --crash >/dev/null
	kexec2 unload --crash >/dev/null

	load --initrd=base=/boot/base.img --cmdline='$CMDLINE hop=new'
	keep recorded
	follow 20
	keep last
END
without_room "$host/no-room"
boots "two kexecs" --tool kexec --tool "$work/raw:/bin/raw" \
	--append crashkernel=192M --timeout 300 \
	--then "cp /boot/vmlinuz /host/kernel; cp /boot/base.img /host/base
		. /host/boot2" \
	--then "cat /proc/cmdline; keep carried" -- ". /host/boot1"
unlike "$output" 'LOAD FAILED' "what is to be loaded is loaded"

#
# Without the records.
#
like "$output" "nothing ret -1 errno $EPROTO stage 7 initrd -1, loaded 0" \
	"a load that requires a record fails without a rule, with a stage of its own"
like "$output" "replace ret -1 errno $EPROTO stage 7 initrd -1, loaded 1" \
	"and does not take away what was loaded"
like "$output" "hop=old" "which is what the next kernel is"
unlike "$("$top/tests/vm/replay" --list "$host/begun.list")" \
	'kexec-(manifest|commit|unload|load)' "without a rule there is no record"

#
# The records, one after another.
#
mkdir "$work/records"
ok "each record has the digest of its text" \
	python3 -B - "$top/tests/vm/replay" "$host/last.list" "$work/records" <<'END'
import hashlib
import sys
from importlib.machinery import SourceFileLoader

replay = SourceFileLoader("replay", sys.argv[1]).load_module()
number = 0
with open(sys.argv[2], "rb") as file:
    data = file.read()
for pcr, _, template, fields in replay.entries(data):
    if template != "ima-buf":
        continue
    digest, name, text = replay.field_list(fields)
    name = name.decode().strip("\0")
    if name == "kexec-cmdline":
        continue
    assert pcr == 10
    assert digest == b"sha256:\0" + hashlib.sha256(text).digest(), name
    number += 1
    with open(f"{sys.argv[3]}/{number}", "wb") as file:
        file.write(name.encode() + b"\n" + text)
END

at=0 seq=0
# next_is "TEXT" DESC: the next record
next_is()
{
	at=$((at + 1))
	is "$(cat "$work/records/$at" 2>&1)" "$1" "$2"
}

# digest_size FILE
digest_size()
{
	echo "sha256:$(sha256 "$1") $(stat -L -c %s "$1")"
}

# manifest IMAGE FLAGS CMDLINE [LABEL=FILE]...: the text of one
manifest()
{
	local image=$1 flags=$2 cmdline=$3 part n=0

	shift 3
	printf '%s\n' 'kexec_file_load2 2' "seq $seq" "image $image" \
		"flags $flags" "kernel $(digest_size "$host/$kernel")"
	for part; do
		printf 'initrd %s %s ' $n "${part%%=*}"
		case $part in
		*.signed) echo "$(digest_size "$host/a") signed" \
			"$(digest_size "$host/${part#*=}")" ;;
		*)	digest_size "$host/${part#*=}" ;;
		esac
		n=$((n + 1))
	done
	printf %s "$cmdline" >"$work/cmdline"
	echo "cmdline $(digest_size "$work/cmdline")"
}

kernel=kernel

# tried DESC MANIFEST-ARGS..., took the same: a manifest is next; one and its
# commit are
tried()
{
	local desc=$1

	shift
	seq=$((seq + 1))
	manifest "$@" >"$work/manifest"
	next_is "kexec-manifest
$(cat "$work/manifest")" "$desc"
}

# committed SEQ
committed()
{
	next_is "kexec-commit
kexec_file_load2 2
seq $1
manifest sha256:$(sha256 "$work/manifest")" "and its commit"
}

took()
{
	tried "$@"
	committed $seq
}

# gone DESC NAME IMAGE
gone()
{
	seq=$((seq + 1))
	next_is "$2
kexec_file_load2 2
seq $seq
image $3" "$1"
}

echo seen >"$host/seen"
took "three parts" default 0x0 'x y=z' firmware=a -=b mod.ules=c
took "load(A, B)" default 0x0 q one=a two=b
took "load(C)" default 0x0 q -=c
took "load(B, A)" default 0x0 q two=b one=a
took "load(A, B) again" default 0x0 q one=a two=b
took "a file twice in a load" default 0x0 '' one=a two=a
took "the same content in two files" default 0x0 '' -=a -=a
took "a file that was measured when it was read" default 0x0 '' seen=seen
took "no initramfs, no command line" default $NO_INITRAMFS ''
took "kexec_file_load" default 0x0 'old call' -=a
gone "an unload, and none of an unload of nothing" kexec-unload default
gone "kexec_load" kexec-load default
took "a load after it" default 0x0 '' -=c
gone "kexec_load in place of an image" kexec-load default
gone "an unload by kexec_load" kexec-unload default
took "a load" default 0x0 stays -=c
kernel=no-room
tried "a load that fails later has a manifest" default 0x0 x two=b
kernel=kernel
like "$output" "no room 1, loaded 1" "it does fail"
like "$output" "missing 1, loaded 1" "as does one without a file"
took "and no commit; a load that requires its record" default $REQUIRE raw \
	label=c
like "$output" "require ret 0 errno 0 stage 0 initrd -1" "is loaded"
took "signed parts: what goes into the image, and the whole file" default 0x0 \
	'' s=a.signed -=a.signed
many=()
for ((i = 0; i < 256; i++)); do
	many+=("$(printf label%026d "$i")=many/$i")
done
took "256 parts with labels of full length" default 0x0 '' "${many[@]}"
took "names of files with lines in them" default 0x0 '' -=b -=c
like "$output" "label newline ret -1 errno $EINVAL stage 1 initrd 0" \
	"no label has a newline"
like "$output" "label space ret -1 errno $EINVAL stage 1 initrd 0" "or a space"
took "a crash image" crash $CRASH crash one=a
tried "and another" crash $CRASH crash two=b
gone "for which it is given up when all is read" kexec-unload crash
committed $((seq - 1))
gone "and is unloaded" kexec-unload crash
took "the image that is started" default 0x0 "$CMDLINE hop=new" base=base
is "$(find "$work/records" -type f | wc -l)" $at "there are no other records"

is "$(cd "$work/records" && sha256sum 3 5 7 9 | cut -d ' ' -f 1 | sort -u |
	wc -l)" 4 "the manifests of A B, C, B A and A B differ"

#
# What is besides them.
#
entries=$("$top/tests/vm/replay" --list "$host/last.list")
is "$(grep -c ' /tmp/seen$' <<<"$entries")" 1 \
	"the file that was read before has one entry"
is "$(grep -c ' /tmp/a$' <<<"$entries")" 1 \
	"and so has the one that was loaded again and again"

#
# The next kernel.
#
like "$output" 'hop=new' "the last image is started"
is "$("$top/tests/vm/replay" --record kexec-execute "$host/carried.list")" \
	"kexec_file_load2 2
seq $seq
manifest sha256:$(sha256 "$work/manifest")" "which is recorded"
entries_carried=$("$top/tests/vm/replay" --list "$host/carried.list")
like "$(grep -A 1 kexec-execute <<<"$entries_carried" | tail -n 1)" \
	'boot_aggregate' "as the last that this kernel measures"
recorded=$("$top/tests/vm/replay" --list "$host/recorded.list")
is $(($(wc -l <<<"$entries") - $(wc -l <<<"$recorded"))) 20 \
	"20 entries follow the load"
size=$(stat -c %s "$host/last.list")
ok "the list goes along, with the records, to the byte" \
	cmp -n "$size" "$host/last.list" "$host/carried.list"
for name in without begun last carried; do
	list_agrees $name
done

done_testing
