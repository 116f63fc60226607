#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The manual pages as they are installed, as TAP:
#	man.sh MANDIR MAP PROGRAM...
# MANDIR is what "make install-man" has installed, MAP the version script of the
# library.

top=$(realpath "$(dirname "$0")/..")
. "$top/tests/lib/tap.sh"
map=$(realpath "$2") || exit
mandir=$1
shift 2
mapfile -t programs < <(realpath "$@")
cd "$mandir" || exit
header=$top/include/libkexec2.h

export LC_ALL=C.UTF-8 MANROFFOPT='' MANWIDTH=400

# What groff and the preprocessors complain of.
clean()
{
	local said

	if ! said=$(man --warnings -E UTF-8 -l -Tutf8 -Z "$1" 2>&1 >/dev/null) ||
		[ -n "$said" ]; then
		echo "$said"
		return 1
	fi
}

# text FILE: as it is read, .so followed
text()
{
	man -P cat -E UTF-8 -l "$1" 2>/dev/null | sed 's/.\x08//g'
}

# section NAME: of a text
section()
{
	sed -n "/^$1\$/,/^[A-Z]/ { /^[A-Z]/d; p }"
}

# One declaration a line, from C.  Spaces stand only where they must.
declarations()
{
	tr '\n\t' '  ' | sed 's/;/;\n/g' |
		sed -E 's/ +/ /g; s/^ //; s/ ?\* ?/ */g; s/\* \*/**/g; s/ \( /(/' |
		grep -E '^[^#]*\bkexec(2_[a-z0-9_]*|_file_load2)\([^()]*\);$' |
		sort
}

# A function is named and declared in the page that one finds by its name.
described()
{
	local page=man3/$1.3

	[ -f "$page" ] || { echo "there is no $page"; return 1; }
	text "$page" | section NAME | grep -qw "$1" ||
		{ echo "$page does not name $1"; return 1; }
	grep -qE "\b$1\(" "$declared" || { echo "not declared"; return 1; }
	diff <(grep -E "\b$1\(" "$declared") \
		<(text "$page" | section SYNOPSIS | sed 's/^ *#.*//' |
			declarations | grep -E "\b$1\(")
}

# Pages of ours that a page refers to
references()
{
	local ref bad=0

	for ref in $(text "$1" | grep -oE \
		'\b(kexec2|libkexec2|kexec_file_load2)[a-z0-9_]*\([0-9]\)' |
		sort -u); do
		[ -f "man${ref: -2:1}/${ref%(*}.${ref: -2:1}" ] ||
			{ echo "there is no page $ref"; bad=1; }
	done
	return "$bad"
}

# told PROGRAM COMMAND: each option of the command heads a paragraph, with its
# letter and its argument
told()
{
	local name letter takes bad=0

	while IFS=$'\t' read -r name letter takes _; do
		[[ $name = -* && $name != --help ]] || continue
		[ "$takes" != - ] || takes=
		[ "$letter" = - ] || name="$letter, $name"
		grep -qE "^ +([^ ].*, )?$(sed 's/[][|.]/\\&/g' <<<"$name$takes")(,| |\$)" \
			"$work/commands" ||
			{ echo "no page has $name$takes"; bad=1; }
	done < <("$1" help --list "$2")
	return "$bad"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
declared=$work/declared
cc -E -P -D'__attribute__(x)=' -I"$top/include" -I"$top/include/uapi" \
	"$header" | sed 's/ *;/;/g' | declarations >"$declared"

for page in man*/*; do
	ok "$page has no warnings" clean "$page"
	ok "$page refers to pages that exist" references "$page"
done

functions=$(sed -n '/^global:/,/^local:/ s/^[[:space:]]*\([a-z0-9_]*\);.*/\1/p' \
	"$map")
isnt "$functions" "" "the library has functions"
for function in $functions; do
	ok "$function has a page, with its declaration" described "$function"
done

for page in man8/*; do
	text "$page"
done >"$work/commands"
for program in "${programs[@]}"; do
	for command in $("$program" help --list | cut -f 1); do
		[ "$command" = help ] ||
			ok "${program##*/} $command: all options are described" \
				told "$program" "$command"
	done
done

# An option that only the source has, or only the page.
cat >"$work/cmd-do.c" <<'END'
static const struct option_row rows[] = {
	{ "one", 'o', "=FILE", take_file, 0, "one" },
	{ "two", 0, NULL, take_flag, 0, "two" },
	{ "silent", 0, NULL, take_flag, 0, NULL },
	{ 0 }
};
END
fill()
{
	printf '.OPTION do %s\nText.\n' "$@" >"$work/page"
	awk -f "$top/Documentation/man/options.awk" "$work/cmd-do.c" \
		"$work/page" 2>&1
}
is "$(fill one two)" '.TP
\fB\-o\fP, \fB\-\-one=\fP\fIFILE\fP
Text.
.TP
\fB\-\-two\fP
Text.' "options are filled in"
like "$(fill one)" "nothing on --two of do" "one that a page lacks is found"
not_ok "and fails" fill one
like "$(fill one two three)" "no option --three in do" "and one too many"
not_ok "fails, too" fill one two three

done_testing
