#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What kexec_file_load2 of parts costs, beside kexec_file_load of the same
# bytes in one file.  The guest counts instructions for time, a nanosecond each,
# which nothing else on the host disturbs; ACCEL=tcg gives the emulator's own
# time, ACCEL=kvm that of the processor.  The ratio, the median of the ratios of
# the pairs, is what counts.
#
# The second table is for the policy that measures everything it can: each load is
# of files that IMA has not seen, each part has a rule for its label, too, and
# the load is recorded.
#
# usage: tests/bench/load.sh PROGRAM
#
# MIB, PAIRS, PARTS, CPUS and ACCEL in the environment change the amount of work.

. "$(dirname "$0")/../vm/lib/case.sh"

: "${MIB:=96}" "${PAIRS:=5}" "${PARTS:=1 3 16 64 256}" "${CPUS:=1 2}"
: "${ACCEL:=icount}"

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
	echo
	echo "$MIB MiB, $1 CPU(s), $2, $ACCEL"
	vm --accel "$ACCEL" --memory 1536M --cpus "$1" --timeout 3600 \
		--copy-in "$program:/root/load-pairs" -- "
		mount -t tmpfs -o size=400m parts /mnt &&
		$3 /boot/vmlinuz /mnt $MIB $PAIRS $PARTS" || exit
}

program=$1
for cpus in $CPUS; do
	table "$cpus" "no IMA policy" ./load-pairs
	table "$cpus" "everything measured" \
		"policy /host/everything && ./load-pairs --fresh"
done
