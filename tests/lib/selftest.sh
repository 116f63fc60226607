#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# summary and tap.sh can fail, and do when they must.

here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
. "$here/tap.sh"

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1

# totals WANTED_STATUS WANTED_LINE DESC ARGS...: run summary and check its end
totals()
{
	local want_status=$1 want=$2 desc=$3 out status=0

	shift 3
	out=$("$here/summary" "$@" 2>&1) || status=$?
	is "$status: ${out##*$'\n'}" "$want_status: $want" "$desc" ||
		diag "$out"
}

good='good=echo ok 1; echo ok 2; echo 1..2'

totals 0 '2 passed, 0 failed' 'all is well' "$good"
totals 0 '4 passed, 0 failed' 'two programs are added up' "$good" "$good"
totals 0 '1 passed, 0 failed' 'the plan may come first' \
	'x=echo 1..1; echo ok 1 - name'
totals 1 '2 passed, 1 failed' 'a failed test' "$good" \
	'x=echo not ok 1; echo 1..1; exit 1'
totals 1 '2 passed, 1 failed' 'a failed test, exit status 0' "$good" \
	'x=echo not ok 1; echo 1..1'
totals 1 '3 passed, 1 failed' 'a non-zero exit status without a failed test' \
	"$good" 'x=echo ok 1; echo 1..1; exit 3'
totals 1 '3 passed, 1 failed' 'a crash after the plan' "$good" \
	'x=echo ok 1; echo 1..1; kill -SEGV $$'
totals 1 '3 passed, 1 failed' 'a crash before the plan' "$good" \
	'x=echo ok 1; kill -KILL $$'
totals 1 '2 passed, 2 failed' 'a failed test and a crash' "$good" \
	'x=echo not ok 1; kill -KILL $$'
totals 1 '2 passed, 1 failed' 'a silent program' "$good" 'x=true'
totals 1 '2 passed, 1 failed' 'a silent program that fails' "$good" 'x=false'
totals 1 '2 passed, 1 failed' 'a plan of nothing' "$good" 'x=echo 1..0'
totals 1 '3 passed, 1 failed' 'no plan' "$good" 'x=echo ok 1'
totals 1 '3 passed, 1 failed' 'fewer tests than planned' "$good" \
	'x=echo ok 1; echo 1..2'
totals 1 '4 passed, 1 failed' 'more tests than planned' "$good" \
	'x=echo ok 1; echo ok 2; echo 1..1'
totals 1 '4 passed, 1 failed' 'two plans' "$good" \
	'x=echo ok 1; echo 1..1; echo ok 1; echo 1..1'
totals 1 '3 passed, 1 failed' 'Bail out!' "$good" \
	'x=echo 1..1; echo ok 1; echo "Bail out!"'
totals 1 '2 passed, 1 failed' 'a program that is not there' "$good" ./none
totals 1 '2 passed, 1 failed' 'a command that is not there' "$good" 'x=./none'
totals 0 '2 passed, 0 failed, 1 skipped' 'a skipped test' "$good" \
	'x=echo "ok 1 # SKIP no TPM"; echo 1..1'
totals 0 '2 passed, 0 failed, 1 skipped' 'a skipped program' "$good" \
	'x=echo "1..0 # SKIP no TPM"'
totals 1 '0 passed, 0 failed, 1 skipped' 'all skipped is not a success' \
	'x=echo "1..0 # SKIP no TPM"'
totals 1 '0 passed, 0 failed' 'nothing to run is not a success'
totals 0 '2 passed, 0 failed' 'only whole words at the start of a line count' \
	'x=echo "  ok 1"; echo okay; echo "# not ok"; echo ok 1; echo ok 2; echo 1..2'
totals 0 '1 passed, 0 failed' 'programs have no stdin' \
	'x=cat; echo ok 1; echo 1..1'

printf '#!/bin/sh\necho ok 1; echo trouble >&2; echo 1..1\n' >prog
chmod +x prog
totals 0 '1 passed, 0 failed' 'a program by its name, and a log' \
	--log "$dir/log" prog
is "$(cat log/prog.log)" $'ok 1\ntrouble\n1..1' 'the log has stdout and stderr'
like "$("$here/summary" 'x=echo not ok 1 - the name; echo 1..1')" \
	'# FAILED: x: not ok 1 - the name' 'failures are listed at the end'

# tap TEXT: what a test case that says TEXT prints, and its exit status
tap()
{
	bash -c ". '$here/tap.sh'; $1" 2>&1
	echo "status $?"
}

is "$(tap 'ok t true; is a a i; like abc b l; not_ok n false; done_testing')" \
	$'ok 1 - t\nok 2 - i\nok 3 - l\nok 4 - n\n1..4\nstatus 0' 'tap: all ok'
is "$(tap 'isnt a b i; unlike abc x u; pass p; skip s r; done_testing')" \
	$'ok 1 - i\nok 2 - u\nok 3 - p\nok 4 - s # SKIP r\n1..4\nstatus 0' \
	'tap: the others'
for text in 'ok t false' 'not_ok t true' 'not_ok t ./none' 'is a b t' \
	'isnt a a t' 'like a b t' 'unlike a a t' 'fail t'; do
	like "$(tap "$text; done_testing")" \
		$'^not ok 1 - t\n(# .*)?1..1\nstatus 1$' "tap: $text"
done
# shellcheck disable=SC2016 # expanded by the inner shell
is "$(tap 'is "$(seq 2)" 3 t')" \
	$'not ok 1 - t\n# got:  1\n# 2\n# want: 3\nstatus 1' \
	'tap: each line of a diagnostic starts with #'
is "$(tap 'done_testing')" $'1..0\nstatus 1' 'tap: no tests'
is "$(tap 'skip_all why')" $'1..0 # SKIP why\nstatus 0' 'tap: skip_all'

done_testing
