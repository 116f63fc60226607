#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What bash and zsh offer to complete, as TAP:
#	completion.sh KEXEC2

kexec2=$(realpath "$1") || exit
top=$(realpath "$(dirname "$0")/../..")
. "$top/tests/lib/tap.sh"
. "$top/tools/kexec2/completion/kexec2.bash"

work=$(mktemp -d) || exit
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/dir/sub dir"
: >"$work/dir/vmlinuz-1"
: >"$work/dir/vmlinuz-2"
: >"$work/dir/a=b"
cd "$work/dir" || exit

# complete_words WORD...: what bash offers for the last WORD.  As bash does, it
# breaks words at "=".
complete_words()
{
	local word

	COMP_WORDS=()
	for word; do
		while [[ $word = *=* ]]; do
			[ -z "${word%%=*}" ] || COMP_WORDS+=("${word%%=*}")
			COMP_WORDS+=("=")
			word=${word#*=}
			[ -n "$word" ] || continue 2
		done
		COMP_WORDS+=("$word")
	done
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
	COMPREPLY=()
	_kexec2
}

# offers WANT DESC WORD...: exactly these, one a line, in any order
offers()
{
	local want=$1 desc=$2

	shift 2
	complete_words "$@"
	is "$(printf '%s\n' ${COMPREPLY[@]+"${COMPREPLY[@]}"} | sort)" \
		"$(sort <<<"$want")" "bash: $desc"
}

commands=$("$kexec2" help | awk '
	/^Commands:/ { on = 1; next } /^$/ { on = 0 } on { print $1 }')
like "$commands" 'load.*help' "the help lists commands"
offers "$commands" "every command" "$kexec2" ""
offers load "one command" "$kexec2" loa
offers $'--help\n--version' "options before a command" "$kexec2" -
offers "$commands" "a command after help" "$kexec2" help ""

# Whatever looks like an option in the list of options, or in the usage.
for command in $commands; do
	[ "$command" != help ] || continue
	text=$("$kexec2" help "$command")
	options=$({
		sed -n '/^ *-/p' <<<"$text" | sed 's/  *[a-zA-Z].*//'
		sed -n '/^Usage:/,/^$/p' <<<"$text"
	} | grep -oE -e '(^|[^A-Za-z0-9-])--[a-z0-9-]+' | grep -oE -e '--.*' |
		sort -u)
	like "$options" '--help' "$command has options"
	complete_words "$kexec2" "$command" --
	missing=$(comm -23 <(echo "$options") <(printf '%s\n' \
		${COMPREPLY[@]+"${COMPREPLY[@]}"} | sed 's/=$//' | sort -u))
	is "$missing" "" "bash: every option of $command is offered"
done

offers --cmdline= "an option with a value keeps its =" "$kexec2" load --cmd
offers "" "the label and the string are the user's" "$kexec2" load --cmdline=x
offers $'vmlinuz-1\nvmlinuz-2' "the kernel is a file" "$kexec2" load vm
offers $'vmlinuz-1\nvmlinuz-2' "a part is a file" "$kexec2" load --initrd=vm
offers $'vmlinuz-1\nvmlinuz-2' "a part with a label" \
	"$kexec2" load --initrd=base=vm
offers $'vmlinuz-1\nvmlinuz-2' "a part with a label, two words" \
	"$kexec2" load --initrd base=vm
offers "$(printf '%s\n' a=b 'sub dir' vmlinuz-1 vmlinuz-2)" "all files" \
	"$kexec2" load --initrd=base=
offers "" "a command without operands takes none" "$kexec2" status v

# Forms of the help that only some commands have.
cat >"$work/other" <<'END'
#!/bin/sh
case "$*" in
"help --list")
	printf 'list\tshow\nget-it\tget\n' ;;
"help --list list")
	tr '|' '\t' <<-'TEXT'
	IMAGE|-|-|-
	--output|-o|=DIR|where to
	--one|-|=STRING|one
	--entry|-|[=ID/FILE]|an entry, such as --none
	--boot-dir|-|=DIR|where they are
	--all|-|-|everything
	--help|-h|-|show this help
	TEXT
	;;
"help --list get-it")
	printf 'now\t-\t-\t-\n'
	printf -- '--kind\t-\t=big|small\tof it\n--bank\t-\t=ALGO[,ALGO]...\tx\n' ;;
"entries --json")
	printf '{\n  "entries": [\n    { "id": "debian-1" }, { "x": "no" },\n'
	printf '    {\n      "id":"debian-2",\n      "title":"One"\n    } ]\n}\n' ;;
"entries --json --boot-dir=/b")
	printf '{ "id": "other" }\n' ;;
esac
END
chmod +x "$work/other"
other=$work/other
offers $'list\nget-it' "commands of another program" "$other" ""
offers "$(printf '%s\n' -o -h --output= --one= --entry --entry= \
	--boot-dir= --all --help)" "every form of option" \
	"$other" list -
offers "sub dir" "a directory, and no file" "$other" list --output=
offers "sub dir" "a directory, as a word" "$other" list -o ""
offers "sub dir" "a directory, as a word behind a long option" \
	"$other" list --output ""
offers $'debian-1\ndebian-2' "an entry" "$other" list --entry=d
offers "vmlinuz-1" "or a file" "$other" list --entry=vmlinuz-1
offers other "an entry of the directory" \
	"$other" list --boot-dir=/b --entry=ot
offers vmlinuz-2 "an operand behind an option that needs no value" \
	"$other" list --entry vmlinuz-2
offers $'big\nsmall' "the values that an option has" "$other" get-it --kind=
offers big "one of them, as a word" "$other" get-it --kind b
offers sha1 "an algorithm" "$other" get-it --bank=sha1
offers sha512 "another one behind a comma" "$other" get-it --bank=sha1,sha5
offers now "a word" "$other" get-it ""
offers "" "a program that is not there offers nothing" "$work/none" ""

if grep -qx entries <<<"$commands"; then
	mkdir -p "$work/boot/loader/entries"
	echo "linux /vmlinuz" >"$work/boot/loader/entries/first.conf"
	offers first.conf "an entry that kexec2 finds" \
		"$kexec2" load --boot-dir="$work/boot" --entry=fir
fi

# zsh draws on a terminal, which zpty is: type, press ^D for the list, read.
zsh=$(command -v zsh) || {
	skip "zsh" "there is no zsh"
	done_testing
}
zfile=$top/tools/kexec2/completion/_kexec2
ok "zsh: the syntax" "$zsh" -n "$zfile"

# zsh_offers REGEX DESC LINE
zsh_offers()
{
	local got wait

	# A busy machine takes its time.
	for wait in 2 10 30; do
		got=$(zsh_says "$wait" "$3")
		[[ ! $got =~ $1 ]] || break
	done
	like "$got" "$1" "zsh: $2"
}

# zsh_says SECONDS LINE: what it has shown by then
zsh_says()
{
	PATH=$work/bin:$PATH "$zsh" -f -c '
		zmodload zsh/zpty || exit
		zpty z zsh -f -i
		zpty -w z "PS1=READY; PROMPT_EOL_MARK=; stty rows 50 cols 200"
		zpty -w z "autoload -U compinit; compinit -u -d $1/dump"
		zpty -w z "source $2; compdef _kexec2 kexec2; cd $1/dir"
		zpty -w z "zstyle \":completion:*\" list-prompt \"\"; LISTMAX=0"
		zpty -w z "bindkey \"^D\" list-choices; echo SET\UP"
		zpty -r z out "*SETUP*READY*" || exit
		zpty -w -n z "$3"$(printf "\004")
		sleep "$4"
		while zpty -r -t z out; do print -rn -- $out; done
		zpty -d z' zsh "$work" "$zfile" "$2" "$1" 2>&1 | tr -d '\r' |
		sed 's/\x1b\[[0-9;?]*[A-Za-z]//g'
}
mkdir "$work/bin"
ln -s "$kexec2" "$work/bin/kexec2"
nl=$'\n'
zsh_offers "$nl *load +--" "commands" "kexec2 "
zsh_offers "--cmdline.*--initrd.*--require-measure" "options" "kexec2 load --"
zsh_offers "vmlinuz-1 +vmlinuz-2" "a kernel" "kexec2 load v"
zsh_offers "vmlinuz-1 +vmlinuz-2" "a part with a label" \
	"kexec2 load --initrd=base=v"

done_testing
