# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# fake_kernel [TEXT]: on stdout, what a loader of this machine takes for a kernel
# as long as it does not run it: the magic of its header, with TEXT behind it
fake_kernel()
{
	if [ "$(uname -m)" = aarch64 ]; then
		head -c 16 /dev/zero
		printf '\1'
		head -c 39 /dev/zero
		printf 'ARM\x64'
		head -c 484 /dev/zero
	else
		head -c $((0x202)) /dev/zero
		printf 'HdrS'
		head -c 58 /dev/zero
	fi
	printf '%s\n' "$*"
}
