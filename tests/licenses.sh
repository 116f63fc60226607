#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Every file says who holds its copyright and under which license it is, as
# TAP; debian/copyright says the same.  Data that cannot carry a comment is
# listed there, in a paragraph whose comment says so.

cd "$(dirname "$0")/.." || exit
. tests/lib/tap.sh

# One line for each pattern of debian/copyright: LICENSE|NO-LINES|PATTERN.
# A paragraph without a Files field, of a license's text, gives none.
paragraphs()
{
	awk -v RS= '/^Files:/ {
		license = patterns = field = ""
		bare = /\nComment: Carries no license lines/
		n = split($0, line, "\n")
		for (i = 1; i <= n; i++) {
			if (line[i] ~ /^[A-Z]/) {
				field = line[i]; sub(/:.*/, "", field)
				sub(/^[^:]*:/, "", line[i])
			}
			if (field == "Files")
				patterns = patterns " " line[i]
			if (field == "License" && license == "")
				license = line[i]
		}
		gsub(/^ +/, "", license)
		n = split(patterns, pattern, " ")
		for (i = 1; i <= n; i++)
			print license "|" bare "|" pattern[i]
	}' debian/copyright
}

# Each license and exception of an expression has its text in LICENSES/.
texts()
{
	local id

	for id in ${1/ WITH / }; do
		[ -n "${text[$id]-}" ] || echo "LICENSES/ lacks $id"
	done
}

# licensed FILE: says what is wrong with it
licensed()
{
	local id=${ids[$1]-} name license='' bare=0 rule

	# The last paragraph that matches counts.  The patterns are Debian's:
	# * matches slashes, too.
	for rule in "${rules[@]}"; do
		# shellcheck disable=SC2053
		[[ $1 == ${rule##*|} ]] && IFS='|' read -r license bare _ <<<"$rule"
	done
	if [ "$bare" = 1 ]; then
		[ -z "$id" ] || echo "has license lines; debian/copyright denies it"
		return
	fi
	[ -n "$id" ] || { echo "no SPDX-License-Identifier"; return; }
	[ -n "${held[$1]-}" ] || echo "no copyright line"
	texts "$id"
	name=${id/-only}
	name=${name/-or-later/+}
	name=${name/ WITH / with }
	[ "${name/.0}" = "$license" ] ||
		echo "$id, but debian/copyright says $license"
}

# matches REGEX: FILE:MATCH of the first line of each file that has one
matches()
{
	xargs -r0 grep -aHoEm1 "$1" /dev/null <"$list"
}

list=$(mktemp)
trap 'rm -f "$list"' EXIT
git ls-files -z --cached --others --exclude-standard |
	while read -r -d '' f; do
		[[ $f == LICENSES/* || ! -e $f || -L $f ]] || printf '%s\0' "$f"
	done >"$list"

declare -A ids held text
while IFS=: read -r f _ id; do
	id=${id%\*/}
	id=${id%-->}
	read -r id <<<"$id"
	ids[$f]=$id
done < <(matches 'SPDX-License-Identifier: .*')
while IFS=: read -r f _; do
	held[$f]=1
done < <(matches 'Copyright \(C\) [0-9][-, 0-9]* [^ ]')
while read -r _ id; do
	text[$id]=1
done < <(grep -hE '^(Valid-License|SPDX-Exception)-Identifier: ' LICENSES/*)

mapfile -t rules < <(paragraphs)
isnt "${#rules[@]}" 0 "debian/copyright has paragraphs"

checked=0
bad=()
while read -r -d '' f; do
	checked=$((checked + 1))
	said=$(licensed "$f" 2>&1)
	[ -z "$said" ] || bad+=("$f: $said")
done <"$list"
isnt "$checked" 0 "there are files to check"
is "${#bad[@]}" 0 "all files have their license and copyright lines" ||
	diag "${bad[@]}"

# Patterns that match no file hide a file that was renamed.
for rule in "${rules[@]}"; do
	pattern=${rule##*|}
	[ "$pattern" = '*' ] ||
		isnt "$(git ls-files --cached --others --exclude-standard -- \
			"$pattern" | head -n 1)" "" "debian/copyright: $pattern"
done

done_testing
