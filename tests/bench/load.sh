#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# How long kexec_file_load2 of parts takes, beside kexec_file_load of the same
# bytes in one file.  Seconds are those of an emulated machine; the ratio, the
# median of the ratios of the pairs, is what counts.
#
# usage: tests/bench/load.sh PROGRAM
#
# MIB, PAIRS and PARTS in the environment change the amount of work.

. "$(dirname "$0")/../vm/lib/case.sh"

: "${MIB:=96}" "${PAIRS:=5}" "${PARTS:=1 3 16 64 256}"

for cpus in 1 2; do
	echo
	echo "$MIB MiB, $cpus CPU(s), no IMA policy"
	vm --memory 1536M --cpus $cpus --timeout 900 \
		--copy-in "$1:/root/load-pairs" -- "
		mount -t tmpfs -o size=400m parts /mnt &&
		./load-pairs /boot/vmlinuz /mnt $MIB $PAIRS $PARTS" || exit
done
