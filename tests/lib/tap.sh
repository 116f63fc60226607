# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# TAP for test cases in bash:
#
#	. tests/lib/tap.sh
#	ok "true is true" true
#	is "$(wc -l <list)" 3 "three entries"
#	done_testing
#
# done_testing prints the plan.  A test that dies before it has no plan, and
# tests/lib/summary counts it as failed.

# Builds of packages set it, and the tools look at it.
unset SOURCE_DATE_EPOCH
tap_count=0
tap_failed=0

# diag LINE...: for people
diag()
{
	[ $# = 0 ] || printf '%s\n' "$@" | sed 's/^/# /'
}

pass()
{
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $*"
}

fail()
{
	tap_count=$((tap_count + 1))
	tap_failed=$((tap_failed + 1))
	echo "not ok $tap_count - $*"
	return 1
}

# ok DESC COMMAND...: the command, run in a subshell, succeeds.  What it prints
# is shown if it does not.
#
# These functions return false when the test fails, for a caller that cannot go
# on without it.
ok()
{
	local desc=$1 out status=0

	shift
	out=$("$@" 2>&1) || status=$?
	if [ $status = 0 ]; then
		pass "$desc"
		return
	fi
	fail "$desc" || diag "\$ $*" "$out" "exit status $status"
	return 1
}

# quiet DESC COMMAND...: the command succeeds, and prints nothing.
quiet()
{
	local desc=$1 out status=0

	shift
	out=$("$@" 2>&1) || status=$?
	if [ $status = 0 ] && [ -z "$out" ]; then
		pass "$desc"
		return
	fi
	fail "$desc" || diag "$(head -n 40 <<<"$out")"
	return 1
}

# not_ok DESC COMMAND...: the command fails, and not because it is not there.
not_ok()
{
	local desc=$1 out status=0

	shift
	out=$("$@" 2>&1) || status=$?
	if [ $status != 0 ] && [ $status != 126 ] && [ $status != 127 ]; then
		pass "$desc"
		return
	fi
	fail "$desc" || diag "\$ $*" "$out" "exit status $status"
	return 1
}

# is GOT WANT DESC
is()
{
	if [ "$1" = "$2" ]; then
		pass "$3"
		return
	fi
	fail "$3" || diag "got:  $1" "want: $2"
	return 1
}

# isnt GOT UNWANTED DESC
isnt()
{
	if [ "$1" != "$2" ]; then
		pass "$3"
		return
	fi
	fail "$3" || diag "got what it must not be: $1"
	return 1
}

# like GOT REGEX DESC, unlike GOT REGEX DESC: extended regular expressions
like()
{
	if [[ $1 =~ $2 ]]; then
		pass "$3"
		return
	fi
	fail "$3" || diag "got:  $1" "want: $2"
	return 1
}

unlike()
{
	if [[ ! $1 =~ $2 ]]; then
		pass "$3"
		return
	fi
	fail "$3" || diag "got:    $1" "unlike: $2"
	return 1
}

# skip DESC REASON: one test that cannot be run here
skip()
{
	pass "$1 # SKIP ${2:-}"
}

# skip_all REASON: nothing of this test case can be run here; ends it
skip_all()
{
	echo "1..0 # SKIP $*"
	exit 0
}

# bail_out REASON: it makes no sense to go on; ends the test case
bail_out()
{
	echo "Bail out! $*"
	exit 1
}

# done_testing: the plan, and the end of the test case
done_testing()
{
	echo "1..$tap_count"
	[ "$tap_count" -gt 0 ] && [ "$tap_failed" = 0 ]
	exit
}
