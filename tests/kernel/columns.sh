# shellcheck shell=bash
# shellcheck disable=SC2154 # top and obj are those of who sources it
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Configurations for trees in which a patch's symbols may not be there yet; those
# that boot are kernel/configure's.
#
# A script that sources it has kmake(), make of a tree into $obj.

# fragments NAME ARCH
fragments()
{
	find "$top/kernel/configs" -name "$1.config" -o -name "$1-$2.config" |
		sort
}

# configure NAME ARCH: the fragments, as far as their symbols are there
configure()
{
	mkdir -p "$obj" && kmake tinyconfig >/dev/null &&
		fragments "$1" "$2" | xargs cat >>"$obj/.config" &&
		kmake olddefconfig >/dev/null 2>&1
}
