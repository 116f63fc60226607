#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Every compression that the kernel unpacks, in first, middle and last place,
# and LZ4, which has no end marker, with every remainder of its length.

. "$(dirname "$0")/../lib/case.sh"

read -ra types <<<"$IMAGE_TYPES"
n=${#types[@]}

# The root is one of the three parts, in turn the first, the middle, the last.
for type in "${types[@]}"; do
	archive "small-$type=$type" | compress "$type" >"$host/small.$type"
	"$top/tests/vm/mkroot" --add "$KEXEC2_GUEST:/usr/bin/kexec2" \
		--compress "$type" -o "$host/root.$type" >/dev/null
done

# round I: the options that load the parts of round I, and what it must find.
round()
{
	local i=$1 place

	parts=
	found=
	for place in 0 1 2; do
		type=${types[$(((i + place * 3) % n))]}
		if [ $((i % 3)) = "$place" ]; then
			parts+=" --initrd=/host/root.$type"
		else
			parts+=" --initrd=/host/small.$type"
			found+=" /small-$type"
		fi
	done
}

load="kexec2 load /boot/vmlinuz --cmdline='$CMDLINE'"
args=()
for ((i = 0; i < n; i++)); do
	round $i
	check="echo round $i: \$(cat $found) end"
	round $((i + 1))
	[ $((i + 1)) -lt "$n" ] && next="$load $parts" || next=lz4
	args+=(--then "$check; $next")
done

# LZ4 of every remainder, between archives that must not be lost.
lz4=
for rest in 0 1 2 3; do
	for ((pad = 0; pad < 256; pad++)); do
		archive "lz4-$rest=$(base64 -w 0 </dev/urandom | head -c $pad)" |
			compress lz4 >"$host/lz4.$rest"
		[ $(($(stat -c %s "$host/lz4.$rest") & 3)) != $rest ] || break
	done
	[ $pad -lt 256 ] || die "no LZ4 archive of remainder $rest"
	archive "behind-$rest=$rest" >"$host/behind.$rest"
	lz4+=" --initrd=/host/lz4.$rest --initrd=/host/behind.$rest"
done
last=$((${#args[@]} - 1))
args[last]="${args[last]%lz4}$load --initrd=/boot/base.img $lz4"

round 0
boots "nine kexecs, each kernel loads the next" --timeout 480 "${args[@]}" \
	--then 'echo lz4: $(ls -d /lz4-* /behind-*)' -- "$load $parts"

for ((i = 0; i < n; i++)); do
	round $i
	like "$output" "round $i:${found//\/small-/} end" \
		"${types[$i]}, ${types[$(((i + 3) % n))]}, ${types[$(((i + 6) % n))]}: all three unpack"
done
like "$output" \
	'lz4: /behind-0 /behind-1 /behind-2 /behind-3 /lz4-0 /lz4-1 /lz4-2 /lz4-3' \
	"LZ4 of any length keeps to itself"

done_testing
