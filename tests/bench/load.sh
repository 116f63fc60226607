#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What kexec_file_load2 of parts costs, beside kexec_file_load of the same
# bytes in one file: the ratio, which is the median of the ratios of pairs, and
# the memory that a load takes at most, as a multiple of the initramfs, where a
# second CPU can watch it.
#
# With one CPU, the guest counts instructions for time, a nanosecond each, which
# nothing else on the host disturbs.  With more, CPUs work side by side, and the
# time is the emulator's; ACCEL=kvm gives that of the processor.
#
# There is a table for no policy, for one that measures files, and for one that
# measures everything it can: each part has a rule for its label, too, and the
# load is recorded.  Each load is of files that IMA has not seen.
#
# The last lines are computed, not measured: what the ratio comes to where
# SHA-256 takes 0.70 ns a byte (SHA-NI), reading from the page cache 0.15, and
# copying to the image, which the new call does not do, 0.24.
#
# usage: tests/bench/load.sh PROGRAM
#
# MIB, PAIRS, PARTS, CPUS and ACCEL in the environment change what is measured.

. "$(dirname "$0")/../vm/lib/case.sh"

: "${MIB:=96}" "${PAIRS:=9}" "${PARTS:=1 3 16 64 256}" "${CPUS:=1 2}"
: "${ACCEL:=}"

cat >"$host/everything" <<-'END'
	measure func=KEXEC_KERNEL_CHECK
	measure func=KEXEC_INITRAMFS_CHECK
	measure func=KEXEC_INITRAMFS_CHECK label=part pcr=12
	measure func=KEXEC_CMDLINE
	measure func=CRITICAL_DATA label=kexec_file_load2
END

# table CPUS TITLE COMMAND
table()
{
	local accel=$ACCEL

	[ -n "$accel" ] || { [ "$1" = 1 ] && accel=icount || accel=tcg; }
	echo
	echo "$MIB MiB, $1 CPU(s), $2, $accel"
	vm --accel "$accel" --memory 1536M --cpus "$1" --timeout 3600 \
		--copy-in "$program:/root/load-pairs" -- "
		mount -t tmpfs -o size=400m parts /mnt &&
		$3 /boot/vmlinuz /mnt $MIB $PAIRS $PARTS" || exit
}

# computed CPUS TITLE HASHES: the ratio on hardware, if the old call hashes the
# initramfs so often; parts of the same size are hashed by CPUs in turns.
computed()
{
	printf '%s CPU(s), %s:' "$1" "$2"
	for parts in $PARTS; do
		awk -v c="$1" -v n="$parts" -v h="$3" 'BEGIN {
			turns = int((n + c - 1) / c)
			hash = 0.70 * turns / n
			new = c > 1 ? (hash > 0.15 ? hash : 0.15) : hash + 0.15
			printf "  %d parts %.2f", n,
				new / (0.15 + 0.70 * h + 0.24)
		}'
	done
	echo
}

program=$1
for cpus in $CPUS; do
	table "$cpus" "no IMA policy" ./load-pairs
	table "$cpus" "files measured" \
		"policy && ./load-pairs --fresh"
	table "$cpus" "everything measured" \
		"policy /host/everything && ./load-pairs --fresh"
done
echo
echo "computed for hardware"
for cpus in $CPUS; do
	computed "$cpus" "no IMA policy" 1
	computed "$cpus" "files measured" 2
	computed "$cpus" "everything measured" 3
done
