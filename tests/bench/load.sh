#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What kexec_file_load2 of parts costs, beside kexec_file_load of the same
# bytes in one file.  The guest counts instructions for time, a nanosecond each,
# which nothing else on the host disturbs; ACCEL=tcg gives the emulator's own
# time, ACCEL=kvm that of the processor.  The ratio, the median of the ratios of
# the pairs, is what counts.
#
# usage: tests/bench/load.sh PROGRAM
#
# MIB, PAIRS, PARTS and ACCEL in the environment change the amount of work.

. "$(dirname "$0")/../vm/lib/case.sh"

: "${MIB:=96}" "${PAIRS:=5}" "${PARTS:=1 3 16 64 256}" "${ACCEL:=icount}"

for cpus in 1 2; do
	echo
	echo "$MIB MiB, $cpus CPU(s), no IMA policy, $ACCEL"
	vm --accel "$ACCEL" --memory 1536M --cpus $cpus --timeout 3600 \
		--copy-in "$1:/root/load-pairs" -- "
		mount -t tmpfs -o size=400m parts /mnt &&
		./load-pairs /boot/vmlinuz /mnt $MIB $PAIRS $PARTS" || exit
done
