#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The judge of coverage finds what it is to find, as TAP.

here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
. "$here/../lib/tap.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

# report COUNTS: on a.c, as gcovr has it: one() from line 2, two() from line 7;
# a letter for each line is run (r), missed (m), or no code (-)
report()
{
	python3 - "$1" >report <<-'PYTHON'
	import json, sys
	lines = [{"line_number": n, "count": int(c == "r"), "branches": [],
	          "gcovr/noncode": c == "-"} for n, c in enumerate(sys.argv[1], 1)]
	functions = [{"name": "two", "lineno": 7, "execution_count": 1},
	             {"name": "one", "lineno": 2, "execution_count": 1}]
	json.dump({"files": [{"file": "a.c", "lines": lines,
	                      "functions": functions}]}, sys.stdout)
	PYTHON
}

# judged STATUS REGEX DESC FILE...: with at least 80 %
judged()
{
	local want=$1 regex=$2 desc=$3 out status=0

	shift 3
	out=$("$here/judge" 80 reasons report "$@" 2>&1) || status=$?
	is "$status" "$want" "$desc" || diag "$out"
	like "$out" "$regex" "$desc: it says so" || diag "$out"
}

: >reasons
report -rrrrmrrrmr
judged 0 '(^|\s)ok 1 - a.c: 80.0 % of 10 lines' "just enough" a.c
like "$("$here/judge" 80 reasons report a.c)" 'not run: 6, 10' "lists the rest"
report -rrrmmrrrmr
judged 1 'not ok 1 - a.c: 70.0 %' "too little" a.c
judged 1 'not ok 2 - b.c: in no program' "a file without code" a.c b.c

echo 'a.c one machines like this are rare' >reasons
judged 0 'except one: machines like this' "an exception" a.c
echo 'a.c two it is not worth it' >>reasons
judged 1 'not ok 3 - a.c: two still' "one more than it takes" a.c
echo 'a.c three there was such a function' >reasons
judged 1 'not ok 2 - a.c: three still' "of no function" a.c
report -rrrrmrrrmr
echo 'a.c one machines like this are rare' >reasons
judged 1 'not ok 2 - a.c: one still' "of what is tested by now" a.c
echo 'c.c * it was removed' >reasons
judged 1 'not ok .*file that there is' "of no file" a.c
echo 'b.c * is for others' >reasons
judged 0 'ok 3 - b.c: \* still' "of all of a file" a.c b.c
for line in 'a.c one' $'a.c one x\na.c one y'; do
	echo "$line" >reasons
	judged 1 'Bail out' "no reason, or two: ${line//$'\n'/, }" a.c
done

done_testing
