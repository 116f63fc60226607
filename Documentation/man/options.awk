# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Fill in the options of a manual page:
#	awk -f options.awk SOURCE.c... PAGE
#
# A line ".OPTION TABLE NAME..." becomes the head of a paragraph on these
# options, as the tables of struct option_row have them.  The TABLEs of
# cmd-load.c are "load", those of selector.c "selector".  A page that has one
# option of a source has all that its help shows; each other one, and a name
# that no table has, is an error.

function fail(message)
{
	print FILENAME ": " message >"/dev/stderr"
	failed = 1
}

# The value of an option: words in capitals are names for what it is.
function value(text,	out)
{
	gsub(/-/, "\\-", text)
	while (match(text, /[A-Z]+/)) {
		out = out substr(text, 1, RSTART - 1) "\\fI" \
			substr(text, RSTART, RLENGTH) "\\fP"
		text = substr(text, RSTART + RLENGTH)
	}
	return out text
}

function bold(text)
{
	gsub(/-/, "\\-", text)
	return "\\fB" text "\\fP"
}

function head_of(name, argument,	equals)
{
	equals = sub(/^=/, "", argument) ? "=" : ""
	return bold(name equals) value(argument)
}

FNR == 1 {
	table = FILENAME
	sub(/.*\//, "", table)
	page = table !~ /\.c$/
	sub(/^cmd-/, "", table)
	sub(/\.c$/, "", table)
	inside = 0
}

!page && /struct option_row .*\[\] = \{/	{ inside = 1 }
!page && /^}/	{ inside = /option_row|\[\] = \{/ }
!page && inside && match($0, /\{ "[a-z0-9-]+", ('.'|0), ("[^"]*"|NULL),/) {
	split(substr($0, RSTART), field, /", |, "|, /)
	name = substr(field[1], 4)
	letter[table, name] = field[2] == "0" ? "" : substr(field[2], 2, 1)
	takes[table, name] = field[3] ~ /^NULL/ ? "" : field[3]
	sub(/",?$/, "", takes[table, name])
	sub(/^"/, "", takes[table, name])
	names[table] = names[table] " " name
	last = name
}
!page && inside && /NULL \},$/	{ hidden[table, last] = 1 }
!page	{ next }

$1 == ".OPTION" {
	used[$2] = 1
	head = ""
	for (i = 3; i <= NF; i++) {
		if (!(($2, $i) in letter))
			fail("line " FNR ": no option --" $i " in " $2)
		told[$2, $i] = 1
		head = head (head == "" ? "" : ", ") \
			(letter[$2, $i] == "" ? "" : \
			bold("-" letter[$2, $i]) ", ") \
			head_of("--" $i, takes[$2, $i])
	}
	print ".TP\n" head
	next
}
{ print }

END {
	for (table in used) {
		count = split(names[table], each, " ")
		for (i = 1; i <= count; i++)
			if (!((table, each[i]) in told) && \
			    !((table, each[i]) in hidden))
				fail("nothing on --" each[i] " of " table)
	}
	exit failed
}
