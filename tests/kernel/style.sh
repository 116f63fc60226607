# shellcheck shell=bash
# shellcheck disable=SC2034 # sparse is for who sources it
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The kernel's own tools for style, on a file of a tree or on a patch for it.

# checkpatch TREE [-f] FILE: what checkpatch --strict of the tree says
checkpatch()
{
	# Commits of Linux are not in this repository, and not of all that a
	# fix mends it is known which commit has brought it.
	local ignore=FILE_PATH_CHANGES,UNKNOWN_COMMIT_ID,MISSING_FIXES_TAG
	local file=${*: -1}

	# Not all releases of 6.12 have kvzalloc_obj().
	ignore+=,ALLOC_WITH_SIZEOF

	# Macros of the test harness return, and take arguments more than once;
	# a test of a system call has to know ENOSYS.
	if [[ $file == *selftests/* ]] || { [[ $file == *.patch ]] &&
			grep -q '^+++ b/tools/testing/selftests/.*\.[ch]$' "$file"; }; then
		ignore+=,ENOSYS,MACRO_ARG_REUSE,MACRO_WITH_FLOW_CONTROL
	fi
	case $file in
	# The unpacker's states are in camel case.
	*-initramfs-set-extended-attributes-*)
		ignore+=,CAMELCASE ;;
	*/kexec_versions.h)
		ignore+=,LINUX_VERSION_CODE,CONSTANT_COMPARISON,CONST_STRUCT ;;
	esac
	# It looks below the root for names in camel case, and keeps them there.
	(cd "$1" && perl scripts/checkpatch.pl --no-tree --root=. --strict \
		--quiet --no-summary --terse --ignore "$ignore" "${@:2}"
		status=$?
		rm -f .checkpatch-camelcase.*
		exit "$status")
}

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
