#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What each command has to have, and where the version stands, as TAP:
#	project.sh PROGRAM...
# The commands are those that "PROGRAM help" lists.

programs=("$@")
top=$(realpath "$(dirname "$0")/..")
. "$top/tests/lib/tap.sh"
. "$top/tools/kexec2/completion/kexec2.bash"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# options PROGRAM COMMAND: the long options that the help of the command shows
options()
{
	"$1" help "$2" | grep -oE -e '^  (-., )?--[a-z0-9-]+' |
		grep -oE -e '--.*' | sort -u
}

# page PROGRAM COMMAND: "PROGRAM COMMAND" has a section in a manual page; what
# it has of options is for man.sh
page()
{
	local name=${2//-/\\\\-}

	grep -qE "^\.SS (kexec2\\\\-attest )?\"?$name( |\"|\$)" \
		"$top"/Documentation/man/*.8 ||
		echo "no section in a manual page"
}

# completion PROGRAM COMMAND: bash and zsh complete it
completion()
{
	local name=${1##*/} file=$top/tools/kexec2/completion/_kexec2

	complete -p "$name" >/dev/null 2>&1 || echo "bash completes no $name"
	head -n 1 "$file" | grep -qw -- "$name" || echo "zsh completes no $name"
	COMP_WORDS=("$1" "$2" --)
	COMP_CWORD=2
	COMPREPLY=()
	_kexec2
	comm -23 <(options "$1" "$2") \
		<(printf '%s\n' "${COMPREPLY[@]%=}" | sort -u) |
		sed 's/^/completion lacks /'
}

# transcript PROGRAM COMMAND: a test runs it, by whichever of the programs
transcript()
{
	grep -qE "^\\$ (.*[ /;(])?kexec2(-attest)? $2( |\$)" \
		"$top"/tests/cli/golden/*.t ||
		echo "no transcript in tests/cli/golden/ runs ${1##*/} $2"
}

# commands PROGRAM: but for help, which lists them
commands()
{
	_kexec2_commands "$1" | grep -vx help
}

for program in "${programs[@]}"; do
	isnt "$(commands "$program")" "" "${program##*/} has commands"
	for command in $(commands "$program"); do
		name="${program##*/} $command"
		is "$(page "$program" "$command")" "" "$name: manual page"
		is "$(completion "$program" "$command")" "" "$name: completion"
		is "$(transcript "$program" "$command")" "" "$name: test"
	done
done

# A command that has none of it is found out.
cat >"$work/kexec2" <<'END'
#!/bin/sh
case "$*" in
"help --list")	printf 'frobnicate\tdo it\nhelp\thelp\n' ;;
"help load")	printf 'Usage: kexec2 load\n\n  --frobnicate   do it\n' ;;
esac
END
chmod +x "$work/kexec2"
is "$(commands "$work/kexec2")" frobnicate "a new command"
isnt "$(page "$work/kexec2" frobnicate)" "" "is found without manual page"
isnt "$(transcript "$work/kexec2" frobnicate)" "" "and without a test"
cp "$work/kexec2" "$work/other"
isnt "$(completion "$work/other" frobnicate)" "" "and without completion"
isnt "$(completion "$work/kexec2" load)" "" "and an option without it"

# The version stands in the header of the library, and is taken from there.
# What is of one release, or of a package, names it, too.
version=$(make -s --no-print-directory -C "$top" print-VERSION)
like "$version" '^[0-9]+\.[0-9]+\.[0-9]+$' "there is a version, $version"
is "$(cd "$top" && git grep -lF "$version" -- . ':!debian/changelog' \
	':!debian/*.symbols' ':!NEWS' ':!*.rst')" "" \
	"it stands in no other file"
is "$(sed -n '1s/.*(\([^-]*\)-.*/\1/p' "$top/debian/changelog")" "$version" \
	"debian/changelog is of this version"
like "$(grep -m1 '^[0-9]' "$top/NEWS")" "^$version( |\$)" \
	"NEWS begins with this version"
for program in "${programs[@]}"; do
	like "$("$program" --version)" " $version\$" "${program##*/} tells it"
done

# reasons FILE...: the codes of reasons to refuse, and not of remarks
reasons()
{
	tr '\n\t' '  ' <"$top/$1" |
		grep -oE '(findings_add|misfit)\([^"]*"[a-z-]+"' |
		grep -vE '^[^,]*remarks' | sed -E 's/.*"(.*)"/\1/'
	sed -n '/^} reasons\[\]/,/^}/s/.*{ "\([a-z-]*\)".*/\1/p' "$top/$1"
}
codes=$(for file in $(cd "$top" && git ls-files 'tools/attest/*.c'); do
	reasons "$file"
done | sort -u)
like "$codes" 'pcr-mismatch.*stray-commit.*unknown-part' "verify has reasons"
is "$(sed -n '/^} says\[\]/,/^}/s/.*{ "\([a-z-]*\)".*/\1/p' \
	"$top/tools/attest/ear.c" | sort)" "$codes" \
	"an attestation result has a claim for each"
is "$(comm -23 - <(sed -n 's/\\f[RP]//g; s/\\-/-/g; s/^\.B //p' \
	"$top/Documentation/man/kexec2-verify.8" | tr ' ,' '\n' | sort) \
	<<<"$codes")" "" "and the manual page tells what it means"

# What pages name as the test of an answer is there.
for page in comparison questions; do
	named=$(grep -oE '`[a-z/-]+(/test-[a-z-]+|\.(sh|t))`' \
		"$top/Documentation/$page.md" | tr -d '`' | sort -u)
	like "$named" 'golden/load\.t' "$page.md names tests"
	is "$(for name in $named; do
		ls "$top/tests/$name" "$top/tests/cli/$name" "$top/tests/$name.c"
	done 2>/dev/null | wc -l)" "$(wc -w <<<"$named")" "which are there"
done
is "$(grep -L '^measure func=POLICY_CHECK' \
	"$top"/Documentation/ima-policy-examples/*)" "" \
	"each example of a policy measures policies"

# What other architectures leave out is there on this one.
left_out=$(grep -v '^#' "$top/tests/vm/without")
is "$(grep -vE '^[a-z_-]+( (arm64|riscv))+: .' <<<"$left_out")" "" \
	"each test that is left out has an architecture and a reason"
is "$(sed 's/ .*//' <<<"$left_out" | while read -r name; do
	[ -e "$top/tests/vm/cases/$name.sh" ] ||
		[ -e "$top/kernel/overlay/tools/testing/selftests/kexec_file_load2/$name.c" ] ||
		echo "$name"
done)" "" "and is a test"

# The size of files and lines, as CONTRIBUTING.md has it; a message stays whole.
mapfile -t files < <(cd "$top" &&
	find tools lib include -name '*.[ch]' ! -path '*/uapi/*')
like "${files[*]}" tools/shared/util.c "there are source files"
is "$(cd "$top" && wc -l "${files[@]}" |
	awk '$1 > 600 && $2 != "total"')" "" "none has more than 600 lines"
is "$(cd "$top" && for file in "${files[@]}"; do
	expand "$file" | awk -v f="$file" 'length > 80 && !/"/ { print f ":" NR }'
done)" "" "and no line more than 80 columns"

# Language servers learn how each file of the build is compiled, in a tree that
# is not built yet, too.
mkdir "$work/tree"
(cd "$top" && git ls-files -z Makefile '*.mk' include lib tools tests \
	kernel/config* kernel/overlay/init | tar -c --null -T -) | tar -x -C "$work/tree"
ok "compile_commands.json is made" \
	make -s --no-print-directory -C "$work/tree" compile_commands.json
is "$(find "$work/tree" -maxdepth 1 -name 'build*')" "" "and nothing else"
ok "it has each file once, with the command that compiles it" \
	python3 - "$work/tree" <<'END'
import glob, json, os, subprocess, sys

os.chdir(sys.argv[1])
listed = json.load(open("compile_commands.json"))
files = [entry["file"] for entry in listed]
assert len(files) == len(set(files)), "a file twice"
wanted = set(glob.glob("lib/**/*.c", recursive=True) +
             glob.glob("tools/**/*.c", recursive=True) +
             glob.glob("tests/unit/*.c") + glob.glob("tests/fuzz/*.c"))
# Those of tpm2-tss are compiled, or what stands for them.
wanted -= set(glob.glob("tools/attest/evidence/*-tss.c") +
              ["tools/attest/evidence/tss-none.c"])
assert wanted <= set(files), f"not listed: {wanted - set(files)}"
for entry in listed:
    assert entry["directory"] == os.getcwd(), entry["directory"]
    assert os.path.exists(entry["file"]), entry["file"]
    assert entry["command"].endswith(" " + entry["file"]), entry["command"]
for name in ("tools/shared/util.c", "lib/libkexec2/load.c"):
    entry = listed[files.index(name)]
    subprocess.run(entry["command"] + " -fsyntax-only -MF /dev/null",
                   shell=True, cwd=entry["directory"], check=True)
END

done_testing
