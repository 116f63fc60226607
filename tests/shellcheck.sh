#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Every shell script is shellcheck clean, as TAP.

cd "$(dirname "$0")/.." || exit
. tests/lib/tap.sh

scripts=()
while read -r f; do
	case $(head -n 1 "$f" | tr -d '\0') in
	'#!'*sh|'#!'*sh\ *|'# shellcheck shell='*)
		scripts+=("$f") ;;
	esac
done < <(git ls-files --cached --others --exclude-standard -- \
	'*.sh' kernel tests tools .ci | grep -v '\.[chm]k\?$' | sort -u)

# All at once, as many as there are processors; a script that fails leaves a log.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '%s\0' "${scripts[@]}" | xargs -0 -P "$(nproc)" -I{} sh -c '
	log=$2/$(echo "$1" | tr / %)
	shellcheck "$1" >"$log" 2>&1 && rm "$log"' sh {} "$work"

for f in "${scripts[@]}"; do
	log=$work/${f//\//%}
	is "$(cat "$log" 2>/dev/null)" "" "$f"
done

done_testing
