#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What a verifier has to know with and without parts, and how long it takes to
# verify the lists of a fleet.
#
# usage: tests/bench/references.sh KEXEC2 MAKE-LIST VERIFY-MANY
#
# An initramfs is one of F firmware archives, one of U bases and one of M sets of
# modules, and with it goes one of K kernels; each is replaced now and then, and
# all versions are out there.  Joined by the loader, a verifier needs the digest
# of each join.
#
# In the environment: LOGS is how many lists are verified by a process each, MANY
# how many by one process for each processor, MACHINES how many different ones
# there are, of ENTRIES entries.

: "${LOGS:=2000}" "${MANY:=100000}" "${MACHINES:=64}" "${ENTRIES:=100}"
kexec2=$(realpath "$1") make_list=$(realpath "$2") verify_many=$(realpath "$3")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

echo
echo "  references that are needed"
echo "  firmware x base x modules, kernels      joined     in parts   ratio"
while read -r f u m k; do
	joined=$((f * u * m + k))
	parts=$((f + u + m + k))
	printf '  %8d x %4d x %7d, %7d %11d %12d %7d\n' \
		"$f" "$u" "$m" "$k" $joined $parts $((joined / parts))
	fleet="$f $u $m $k"
done <<-END
	1 1 1 1
	4 4 4 4
	10 10 10 10
	20 10 30 30
	50 20 100 100
	200 50 400 400
END

# Files of the last line, the references to them, and machines that have booted
# one or the other of each.
read -r f u m k <<<"$fleet"
mkdir files
for ((i = 0; i < f; i++)); do printf firmware-%d $i >files/firmware-$i; done
for ((i = 0; i < u; i++)); do printf base-%d $i >files/base-$i; done
for ((i = 0; i < m; i++)); do printf modules-%d $i >files/modules-$i; done
for ((i = 0; i < k; i++)); do printf kernel-%d $i >files/kernel-$i; done
(cd files && sha256sum -- *) >known
[ "$(wc -l <known)" = "$parts" ] || { echo "these are not all references"; exit 1; }
echo 'cmdline "" none' >>known
RANDOM=1
for ((i = 0; i < MACHINES; i++)); do
	"$make_list" "$ENTRIES" list-$i pcrs-$i kernel-$((RANDOM % k)) \
		firmware-$((RANDOM % f)) base-$((RANDOM % u)) \
		modules-$((RANDOM % m)) || exit
	machines+=("list-$i" "pcrs-$i")
done
"$make_list" "$ENTRIES" list pcrs kernel-0 firmware-0 "base-$u" modules-0
"$kexec2" verify --log list --known known --pcr pcrs >out && {
	echo "a part that is not among the references is accepted"
	exit 1
}

cpus=$(nproc)
# report N SECONDS
report()
{
	awk -v s="$2" -v n="$1" 'BEGIN {
		printf "  %d lists in %.1f s, %.0f a second\n", n, s, n / s
		printf "  so 100000 take %.0f s, and 10000000 take %.1f hours\n",
			1e5 * s / n, 1e7 * s / n / 3600 }'
}

echo
echo "  lists of $ENTRIES entries, $MACHINES different ones, $parts references, $cpus CPUs"
echo "  each verified by a process of its own:"
begin=$(date +%s.%N)
for ((i = 0; i < LOGS; i++)); do
	echo "list-$((i % MACHINES)) pcrs-$((i % MACHINES))"
done | xargs -P "$cpus" -L 1 sh -c '"$0" verify --log "$1" --known known \
	--pcr "$2" >/dev/null' "$kexec2" || { echo "a list was refused"; exit 1; }
report "$LOGS" "$(echo "$(date +%s.%N) - $begin" | bc)"
echo "  by one process for each CPU:"
seconds=$("$verify_many" "$MANY" known "${machines[@]}") || exit
report "$MANY" "$seconds"
