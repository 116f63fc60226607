#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Every shell script is shellcheck clean, as TAP.

cd "$(dirname "$0")/.." || exit
. tests/lib/tap.sh

while read -r f; do
	case $(head -n 1 "$f" | tr -d '\0') in
	'#!'*sh|'#!'*sh\ *|'# shellcheck shell='*)
		ok "$f" shellcheck "$f" ;;
	esac
done < <(git ls-files --cached --others --exclude-standard -- \
	'*.sh' kernel tests tools .ci | grep -v '\.[chm]k\?$' | sort -u)

done_testing
