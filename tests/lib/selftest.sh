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

nl=$'\n'
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
totals 1 '2 passed, 1 failed' 'a log that is gone' --log gone "$good" \
	'x=until rm gone/x.log; do :; done; echo ok 1; echo 1..1'
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

# Several at a time.
late='a=sleep 1; echo ok 1 - a; echo 1..1'
soon='b=echo ok 1 - b; echo not ok 2 - b; echo 1..2'
like "$("$here/summary" --jobs 2 "$late" "$soon" "$late" "$soon")" \
	"$(printf '%s\n' '^# a' 'ok 1 - a' '1..1' '# a: 1 passed, 0 failed, . s' \
		'# b' 'ok 1 - b' 'not ok 2 - b' '1..2' \
		'# b: 1 passed, 1 failed, . s' '# a' '.*' '# b' '.*' \
		'4 passed, 2 failed')\$" \
	'--jobs: each whole, in the order of the arguments, and all counted'
for jobs in 1 3; do
	totals 1 '3 passed, 2 failed' "--jobs $jobs: a crash, and a failure" \
		--jobs $jobs --log log "$good" 'x=kill -KILL $$' "$late" \
		'x=echo not ok 1; echo 1..1'
	is "$(cat log/a.log log/x.log log/x+.log)" \
		$'ok 1 - a\n1..1\nnot ok 1\n1..1' \
		"--jobs $jobs: a log for each, of the same name too"
done
# What has passed is not run again with the same stamp.
for jobs in 1 2; do
	rm -rf log ran
	for run in 'A 3' 'A 1' 'B 3'; do
		: >ran
		totals 1 '2 passed, 1 failed' "--jobs $jobs --keep ${run% *}" \
			--jobs $jobs --keep "${run% *}" --log log \
			'x=echo x >>ran; echo ok 1; echo 1..1' \
			'y=echo y >>ran; echo not ok 1; echo 1..1; exit 1' \
			'z=echo z >>ran; echo ok 1; echo 1..1'
		is "$(wc -l <ran)" "${run#* }" "--jobs $jobs: ${run#* } run"
	done
	: >ran
	totals 0 '1 passed, 0 failed' "--jobs $jobs --keep: another command" \
		--jobs $jobs --keep B --log log \
		'x=echo other x >>ran; echo ok 1; echo 1..1'
	is "$(wc -l <ran)" 1 "--jobs $jobs: it is run"
	totals 1 '0 passed, 1 failed' "--jobs $jobs --keep: no plan" \
		--jobs $jobs --keep B --log log 'n=echo'
	not_ok "--jobs $jobs: which is not kept" test -e log/n.passed
done
totals 2 'Exit status: 0 if something passed and nothing failed.' \
	'--keep without --log is refused' --keep A "$good"
# Each waits for the other.
meet='echo >$0.$1; for i in $(seq 100); do [ -e $0.$2 ] && break; sleep 0.1; done'
meet+='; [ -e $0.$2 ] && echo ok 1; echo 1..1'
for n in '1 2' '2 1'; do
	printf '#!/bin/sh\nset -- %s\n%s\n' "$n" "$meet" | sed "s,\$0,$dir/met,g" \
		>"meet${n% *}"
	chmod +x "meet${n% *}"
done
totals 0 '2 passed, 0 failed' '--jobs 2: at the same time' --jobs 2 meet1 meet2
for wrong in 0 x -1 ''; do
	totals 2 'Exit status: 0 if something passed and nothing failed.' \
		"--jobs '$wrong' is refused" --jobs "$wrong" "$good"
done
for jobs in 1 2; do
	rm -f pid
	setsid "$here/summary" --jobs $jobs \
		'x=echo $$ >pid.new; mv pid.new pid; sleep 100' "$good" \
		>/dev/null 2>&1 &
	for _ in $(seq 100); do
		[ ! -e pid ] || break
		sleep 0.1
	done
	kill -TERM -- -$!
	wait $!
	is $? 143 "--jobs $jobs: ended by a signal"
	for _ in $(seq 100); do
		kill -0 "$(cat pid)" 2>/dev/null || break
		sleep 0.1
	done
	not_ok "--jobs $jobs: no program is left behind" kill -0 "$(cat pid)"
done

# suites: one that has passed is run again only for other files.

mkdir covered other
echo a >covered/file
cat >list <<'END'
# NAME | COMMAND | PATH...

one | echo x >>ran.one; echo 3 passed, 0 failed, 1 skipped | covered
two | echo x >>ran.two; cat outcome; exit $(cat code) | covered other
END

# suites STATUS DESC ROW...: run them; the table has these rows, each a regex
suites()
{
	local want=$1 desc=$2 row status=0

	shift 2
	out=$("$here/suites" list state 2>&1) || status=$?
	is "$status" "$want" "suites: $desc" || diag "$out"
	for row; do
		like "$out" "$row" "suites: $desc: ${row//$nl/}"
	done
}

# ran ONE TWO: how often each was run so far
ran()
{
	is "$(wc -l <ran.one) $(wc -l <ran.two)" "$1 $2" "suites: run $1 and $2 times"
}

stamp='[0-9a-f]{12} +'
echo '2 passed, 1 failed' >outcome
echo 1 >code
suites 1 'one that fails' "one +${stamp}3 +0 +0:0.$nl" "two +${stamp}2 +1 +0:0."
ran 1 1
echo '5 passed, 0 failed' >outcome
suites 1 'a status is a failure' "two +${stamp}5 +1 "
ran 1 2
for text in '' 'make: *** [check] Error 2' 'x 5 passed, 0 failed'; do
	echo "$text" >outcome
	echo 0 >code
	suites 1 "an end without counts: $text" "two +${stamp}0 +1 "
done
ran 1 5
echo '5 passed, 0 failed' >outcome
suites 0 'resumed' "one .* kept$nl" "two +${stamp}5 +0 +0:0.\$"
ran 1 6
suites 0 'nothing to do' "one .* kept$nl" 'two .* kept$'
ran 1 6
echo b >other/file
suites 0 'another file' "one .* kept$nl" 'two .*:0.$'
echo b >covered/file
suites 0 'another content' "one .*:0.$nl" 'two .*:0.$'
ran 2 8
chmod +x covered/file
suites 0 'another mode' "one .*:0.$nl"
rm covered/file
suites 0 'a file that is gone' "one .*:0.$nl"
mkdir -p build/state && echo >covered/file
suites 0 'a new file' "one .*:0.$nl"
ran 5 11
sed -i 's/; echo 3/; echo; echo 4/' list
suites 0 'another command' "one +${stamp}4 +0 +0:0.$nl" 'two .* kept$'
ran 6 11
sed -i 's/^two.*/two | kill -9 $PPID | covered/' list
bash -c '"$@"; true' sh "$here/suites" list state >/dev/null 2>&1
sed -i 's/^two.*/two | echo x >>ran.two; echo 1 passed, 0 failed | covered/' list
suites 0 'after a suite took it down' "one .* kept$nl" "two +${stamp}1 +0 +0:0.\$"
ran 6 12
sed -i '/^two/s/covered$/"/' list
suites 0 'the paths of the one above' "one .* kept$nl" "two .* kept\$"
echo d >covered/file
suites 0 'they have changed' "one .*:0.$nl" "two .*:0.\$"
ran 7 13
before=$("$here/suites" --stamp covered other)
is "$("$here/suites" --stamp covered other)" "$before" 'suites: --stamp'
echo c >covered/file
isnt "$("$here/suites" --stamp covered other)" "$before" \
	'suites: --stamp of another content'
for text in '' '# nothing' one 'one | true' 'one | | covered' 'one | true | "'; do
	echo "$text" >list
	suites 2 "a list that is wrong: $text"
done

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
