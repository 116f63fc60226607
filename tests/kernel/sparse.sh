# shellcheck shell=bash
# shellcheck disable=SC2034 # sparse is for who sources it
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# use_sparse TREE: sets sparse to what C= is for what is compiled by make of the
# tree.  Linux 7.2 wants a sparse that knows __typeof_unqual__.
use_sparse()
{
	sparse=2
	[ -e "$1/scripts/checker-valid.sh" ] || return 0
	[ "$(sh "$1/scripts/checker-valid.sh" sparse)" != 1 ] || return 0
	sparse=0
	skip "sparse" "the tree does not take $(sparse --version)"
}
