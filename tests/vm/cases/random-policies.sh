#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Random policies: the kernel takes those that lint-policy takes, and no others.

. "$(dirname "$0")/../lib/case.sh"

random=$top/tests/vm/lib/random-policies.py

seed=1
"$random" make $seed 150 >"$host/policies"
boots "150 policies of seed $seed" --timeout=240 -- '
	ima=/sys/kernel/security/ima/policy
	printf "dont_measure\ndont_appraise\n" >$ima
	policy=
	while read -r rule; do
		if [ "$rule" ]; then
			policy="$policy$rule\n"
			continue
		fi
		if printf "$policy" 2>/dev/null >$ima; then
			echo taken
		else
			echo refused
		fi
		policy=
	done </host/policies
	echo $(($(wc -l <$ima) - 2))'
echo "$output" >"$work/taken"
judged=$("$random" judge "$host/policies" "$KEXEC2_ATTEST_STATIC" "$work/taken")
is "$(sed '$d' <<<"$judged")" "" "lint-policy says the same of each"
like "$judged" '^[2-9][0-9] taken, 1?[0-9][0-9] refused$' \
	"the kernel takes some, and refuses others"

done_testing
