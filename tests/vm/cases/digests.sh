#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# A part is hashed once, while it and others are read, for its entry, for the
# manifest and for the image: parts of all sizes, with signatures of all sizes,
# by other algorithms, on one CPU and on more.  What boots has the bytes that
# were hashed, or the purgatory would not start it.

. "$(dirname "$0")/../lib/case.sh"

# Sizes around those at which the kernel reads, and hashes.
sizes=(1 2 3 5 4095 4096 65535 65536 65537 262144 983040 983041 1048575
	1048576 1048577 5000000 20000001 7)
mkdir "$host/shapes" "$host/many"
for i in "${!sizes[@]}"; do
	head -c "${sizes[i]}" /dev/urandom >"$host/shapes/$(printf %02d "$i")"
done
for i in {0..254}; do
	head -c $((i * i * i / 100 + 1)) /dev/urandom \
		>"$host/many/$(printf %03d "$i")"
done

# sign SIZE FILE: append what looks like a signature of that size
sign()
{
	python3 - "$1" "$2" <<-'END'
		import os, struct, sys
		size = int(sys.argv[1])
		with open(sys.argv[2], "ab") as part:
		    part.write(os.urandom(size) + struct.pack(
		        ">BBBBB3xI", 0, 0, 2, 0, 0, size)
		        + b"~Module signature appended~\n")
	END
}

mkdir "$host/signed" "$host/payload"
for size in 1 300 65000 65536 200000 1500000; do
	head -c $((size + 70000)) /dev/urandom >"$host/payload/$size"
	cp "$host/payload/$size" "$host/signed/$size"
	sign "$size" "$host/signed/$size"
done
cp "$host/shapes/16" "$host/payload/unsigned"
cp "$host/shapes/16" "$host/signed/unsigned"

echo 'measure func=CRITICAL_DATA label=kexec_file_load2' >>"$host/policy"
cat >>"$host/lib.sh" <<-'END'
	load() {
		name=$1; shift
		files="$*"; set --
		for f in $files; do set -- "$@" --initrd=$f; done
		kexec2 load --no-checks $how /boot/vmlinuz "$@" \
			--cmdline="$cmdline" || echo LOAD FAILED
		keep $name
	}
END

# lines ALGO FILE...: what a manifest says of unsigned parts
lines()
{
	local algo=$1 n=0 f

	shift
	for f; do
		echo "initrd $((n++)) - $algo:$("${algo}sum" <"$f" |
			cut -d ' ' -f 1) $(stat -c %s "$f")"
	done
}

# lines_signed ALGO NAME...: the same, of $host/signed/NAME
lines_signed()
{
	local algo=$1 n=0 f

	shift
	for f; do
		printf '%s' "$(lines "$algo" "$host/payload/$f" |
			sed "s/ 0/ $n/")"
		n=$((n + 1))
		[ "$f" = unsigned ] || printf ' signed%s' \
			"$(lines "$algo" "$host/signed/$f" | sed 's/.* -//')"
		echo
	done
}

# of NAME: the lines of parts in the last manifest
of()
{
	"$top/tests/vm/replay" --record kexec-manifest "$host/$1.list" |
		grep -a '^initrd'
}

# entries ALGO FILE...: how many of the files have no entry with their digest
missing()
{
	local algo=$1 f

	shift
	for f; do
		echo "$algo:$("${algo}sum" <"$f" | cut -d ' ' -f 1)"
	done | sort -u | while read -r f; do
		grep -qF "$f " "$host/entries" || echo "$f"
	done | wc -l
}

# hashes CPUS ALGO
hashes()
{
	local cpus=$1 algo=$2 desc="$1 CPU(s), $2" signed

	mapfile -t signed < <(ls "$host/signed")
	boots "$desc: loads and a kexec" --cpus "$cpus" --memory 1G \
		--append "ima_hash=$algo crashkernel=256M" --timeout 300 \
		--then 'echo initrd $(sha256sum </sys/firmware/initrd)' -- "
		cp /boot/base.img /host/base
		policy
		cmdline='$CMDLINE retain_initrd'
		load shapes /host/shapes/*
		load signed /host/signed/*
		how=--crash load crash /host/shapes/* /host/many/0*
		how= load many /boot/base.img /host/many/*
		cat /sys/kernel/security/ima/ascii_runtime_measurements \
			>/host/entries"
	unlike "$output" "LOAD FAILED" "$desc: all loads succeed"
	is "$(of shapes)" "$(lines "$algo" "$host"/shapes/*)" \
		"$desc: parts of all sizes"
	is "$(of signed)" "$(lines_signed "$algo" "${signed[@]}")" \
		"$desc: signatures of all sizes"
	is "$(of crash)" "$(lines "$algo" "$host"/shapes/* "$host"/many/0*)" \
		"$desc: a crash image"
	is "$(of many)" "$(lines "$algo" "$host/base" "$host"/many/*)" \
		"$desc: 256 parts"
	is "$(missing "$algo" "$host"/{shapes,signed,many}/*)" 0 \
		"$desc: each file has an entry"
	joined "$host/base" "$host"/many/* >"$work/joined"
	like "$output" "initrd $(sha256 "$work/joined")" \
		"$desc: what was loaded arrives"
}

# Where only the image has a digest, large parts are hashed in pieces of 4 MiB:
# parts and signatures that end about there, and one whose signature is larger
# than the room that is left for one.
mkdir "$host/pieces" "$host/archives" "$host/large"
# piece NAME SIZE SIGNATURE DIRECTORY
piece()
{
	head -c "$2" /dev/urandom >"$host/archives/$1"
	cp "$host/archives/$1" "$host/$4/$1"
	[ "$3" = 0 ] || sign "$3" "$host/$4/$1"
}
piece 1 9000001 0 pieces
piece 2 4194304 0 pieces
piece 3 4194305 0 pieces
piece 4 8388500 300 pieces
piece 5 4194305 300 pieces
piece 6 4194300 60000 pieces
piece 7 5 0 pieces
piece 8 5000000 48000000 large

boots "in pieces: loads and a kexec" --cpus 4 --memory 1G --timeout 300 \
	--then 'echo initrd $(sha256sum </sys/firmware/initrd)' -- "
	cp /boot/base.img /host/archives/0
	load() {
		set -- /boot/base.img /host/\$1/*
		for f; do set -- \"\$@\" --initrd=\$f; shift; done
		kexec2 load --no-checks /boot/vmlinuz \"\$@\" \
			--cmdline='$CMDLINE retain_initrd' || echo LOAD FAILED
		kexec2 verify-image
	}
	load large
	load pieces
	size=0
	for f in /host/archives/[0-7]; do
		size=\$(((size + 3) / 4 * 4 + (size ? 4 : 0) + \$(stat -c %s \$f)))
	done
	size=\$(((size + 4095) / 4096 * 4096))
	cd /sys/module/kexec_flip_debug/parameters
	segment=\$(sed -n \"s/^\([0-9]*\) \$size\\b.*/\1/p\" flip)
	at=0
	while [ \$at -lt \$size ]; do
		echo \$segment \$at 3 >flip
		kexec2 verify-image 2>/dev/null && echo \$at is not found
		echo \$segment \$at 3 >flip
		at=\$((at + 2000000))
		echo flipped
	done
	kexec2 verify-image"
unlike "$output" "LOAD FAILED" "in pieces: all loads succeed"
is "$(grep -c '^flipped' <<<"$output")" "$(($(joined "$host"/archives/[0-7] |
	wc -c) / 2000000 + 1))" "in pieces: bits of all of the initramfs are flipped"
unlike "$output" "is not found" "in pieces: each is found"
is "$(grep -c 'as it was loaded' <<<"$output")" 3 "in pieces: no false alarm"
joined "$host"/archives/[0-7] >"$work/joined"
like "$output" "initrd $(sha256 "$work/joined")" \
	"in pieces: what was loaded arrives"

hashes 1 sha256
hashes 4 sha256
hashes 2 sha512

done_testing
