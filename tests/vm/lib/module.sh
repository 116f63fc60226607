# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Modules of tests/kernel/planted/, for the kernel under test.
#
# shellcheck disable=SC2154 # work and top are those of case.sh

built KTREE

# build_module NAME: as $work/NAME.ko
build_module()
{
	local dir=$work/module

	mkdir -p "$dir"
	cp "$top/tests/kernel/planted/$1.c" "$dir"
	echo "obj-m := $1.o" >"$dir/Makefile"
	make -C "$KTREE" O="$(realpath "${KERNEL_IMAGE%/arch/*}")" \
		M="$dir" modules >"$work/make.log" 2>&1 ||
		bail_out "$1.ko is not built: $(tail -n 5 "$work/make.log")"
	mv "$dir/$1.ko" "$work"
}
