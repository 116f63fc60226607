# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Messages go to stderr: stdout belongs to the guest's commands.

say()
{
	printf '%s: %s\n' "${0##*/}" "$*" >&2
}

die()
{
	say "$@"
	exit 125
}

need()
{
	local tool

	for tool; do
		type -P "$tool" >/dev/null || die "$tool is missing, install it"
	done
}

# excerpt FILE [LINES]: the end of a log, indented.
excerpt()
{
	[ -s "$1" ] || return 0
	tail -n "${2:-25}" "$1" | tr -d '\r' | sed 's/^/    | /' >&2
}
