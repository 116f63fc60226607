#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What "kexec2 load" says about an initramfs, and what a kernel makes of it: an
# image for each kind of entry and each edge of a decompressor.  Those of which
# the kernel drops something live in one root, each in a directory of its own;
# those that make it stop get a boot each.

. "$(dirname "$0")/../lib/case.sh"

unpack=$top/tests/vm/lib/unpack.py
images=$work/images
"$unpack" make "$images" || die "the images cannot be made"
cp "$images/paths" "$host/paths"

# find_paths FOUND, in a guest: which of the paths are there, and what they are;
# with few processes, as each takes its time with emulation
cat >>"$host/lib.sh" <<-'END'
find_paths() {
	cd /
	tr '\n' '\0' </host/paths |
		xargs -0 stat -c '%F	%t:%T	%n	%N' 2>/dev/null |
		while IFS='	' read -r kind device path link; do
			content=
			case $kind in
			regular*)	read -r content <"$path" ;;
			symbolic*)	content=${link#*"' -> '"} ;;
			esac
			printf '%s\t%s\t%s\t%s\n' "$path" "$kind" "$device" \
				"${content%\'}"
		done >"$1"
}
END

# initrds FILE...: options of vm
initrds()
{
	args=()
	for file; do
		args+=(--initrd "$file")
	done
}

read -ra files < <(cut -d ' ' -f 2- "$images/whole" | tr '\n' ' ')
initrds "${files[@]}"
boots "all images in one root" --timeout 240 "${args[@]}" -- \
	"find_paths /host/found.whole"
while read -r name rest; do
	read -ra files <<<"$rest"
	initrds "${files[@]}"
	boots "$name, between two other parts" --no-tpm "${args[@]}" -- \
		"find_paths /host/found.$name"
done <"$images/stopped"

cat "$host"/found.* >"$work/found"
"$unpack" judge "$images" "$KEXEC2_STATIC" "$KERNEL_IMAGE" "$work/found" \
	>"$work/verdicts"
is "$(wc -l <"$work/verdicts")" \
	"$(cat "$images/whole" "$images/stopped" | wc -l)" "a verdict for each"
while IFS=$'\t' read -r name ours theirs; do
	is "$ours" "$theirs" "$name: what is told is what the kernel does"
done <"$work/verdicts"

done_testing
