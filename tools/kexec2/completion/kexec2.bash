# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# bash completion for kexec2 and kexec2-attest
#
# Commands, options and what an option takes are read from the help that the
# program prints, so that they are those of the program that is installed.

# The program, also for a user who has no sbin in PATH.
_kexec2_run()
{
	local PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

	"$@" 2>/dev/null
}

# _kexec2_commands PROGRAM: the names in the list of commands
_kexec2_commands()
{
	_kexec2_run "$1" help |
		awk '/^Commands:/ { on = 1; next } /^$/ { on = 0 } on { print $1 }'
}

# _kexec2_options PROGRAM COMMAND: a line for each option, with what it takes,
# as "--initrd =[LABEL=]PATH" or "--entry [=ID|FILE]".
_kexec2_options()
{
	_kexec2_run "$1" help "$2" | awk '
	/^ +-/ {
		sub(/^ +/, "")
		while (match($0, /^-(-[a-z0-9-]+)?([A-Za-z0-9]( [A-Z]+)?)?/)) {
			name = substr($0, 1, RLENGTH)
			if (name == "-")
				break
			$0 = substr($0, RLENGTH + 1)
			takes = ""
			if (match($0, /^\[?=[^ ,]+/)) {
				takes = substr($0, 1, RLENGTH)
				$0 = substr($0, RLENGTH + 1)
			} else if (name ~ / /) {
				takes = name
				sub(/^[^ ]+ /, " ", takes)
				sub(/ .*/, "", name)
			}
			print name, takes
			if (!sub(/^, /, ""))
				break
		}
	}'
}

# _kexec2_operand PROGRAM COMMAND: what stands alone in the line of its usage
_kexec2_operand()
{
	_kexec2_run "$1" help "$2" | awk '
	/^Usage:/ {
		gsub(/\[?-[^ ]*/, "")
		gsub(/\[?OPTION\]?/, "")
		if (match($0, /[A-Z][A-Z]+/))
			print substr($0, RSTART, RLENGTH)
		exit
	}'
}

# _kexec2_entries PROGRAM WORD...: the boot entries, of the directory that one
# of the words names, if one does
_kexec2_entries()
{
	local program=$1 word dir=()

	shift
	for word; do
		[[ $word != --boot-dir=* ]] || dir=("$word")
	done
	_kexec2_run "$program" entries --json ${dir[@]+"${dir[@]}"} |
		sed -n 's/.*"id" *: *"\([^"\\]*\)".*/\1/p'
}

# _kexec2_reply LIST PREFIX: the lines of LIST that begin so
_kexec2_reply()
{
	local line

	while IFS= read -r line; do
		[[ -z $line || $line != "$2"* ]] || COMPREPLY+=("$line")
	done <<<"$1"
}

# _kexec2_files PREFIX -f|-d
_kexec2_files()
{
	compopt -o filenames 2>/dev/null
	_kexec2_reply "$(compgen "$2" -- "$1")" "$1"
}

# _kexec2_value TAKES VALUE WORD...: complete what an option or operand takes
_kexec2_value()
{
	local takes=$1 value=$2

	shift 2
	# readline sees only what stands behind the last "=".
	case $takes in
	*LABEL=*)
		# No "=" yet: a label, which is the user's, or a file.
		_kexec2_files "${value#"${value%%[=/]*}"=}" -f ;;
	*PATH*|*FILE*|*IMAGE*|*KERNEL*|*LIST*|*LOG*|*POLICY*)
		_kexec2_files "$value" -f ;;&
	*ID*)
		_kexec2_reply "$(_kexec2_entries "$@")" "$value" ;;
	*DIR*)
		_kexec2_files "$value" -d ;;
	*COMMAND*)
		_kexec2_reply "$(_kexec2_commands "$1")" "$value" ;;
	esac
}

_kexec2()
{
	local program=${COMP_WORDS[0]} command options name takes i
	local words=() word=''

	COMPREPLY=()
	# bash breaks words at "="; here, --initrd=base=FILE is one.
	for ((i = 0; i <= COMP_CWORD; i++)); do
		if [[ $i -gt 1 && (${COMP_WORDS[i]} = "=" || \
			${COMP_WORDS[i - 1]} = "=") ]]; then
			words[-1]+=${COMP_WORDS[i]}
		else
			words+=("${COMP_WORDS[i]}")
		fi
	done
	word=${words[-1]}

	if [ "${#words[@]}" -eq 2 ]; then
		if [[ $word = -* ]]; then
			_kexec2_reply $'--help\n--version' "$word"
		else
			_kexec2_value COMMAND "$word" "$program"
		fi
		return
	fi
	command=${words[1]}
	if [ "$command" = help ]; then
		_kexec2_value COMMAND "$word" "$program"
		return
	fi

	options=$(_kexec2_options "$program" "$command")
	# An option that is complete, and its value, here or as the word before.
	while read -r name takes; do
		if [[ $takes = *=* && $word = "$name="* ]]; then
			_kexec2_value "${takes#*=}" "${word#"$name="}" \
				"$program" "${words[@]}"
			return
		elif [[ -n $takes && $takes != "["* && \
			${words[-2]} = "$name" ]]; then
			_kexec2_value "${takes#=}" "$word" \
				"$program" "${words[@]}"
			return
		fi
	done <<<"$options"

	if [[ $word = -* ]]; then
		while read -r name takes; do
			case $takes in
			=*)	name+='=' ;;
			'['*)	_kexec2_reply "$name=" "$word" ;;
			esac
			_kexec2_reply "$name" "$word"
		done <<<"$options"
		# Behind a "=" comes a value, and not another word.
		[[ ${#COMPREPLY[@]} -ne 1 || ${COMPREPLY[0]} != *= ]] ||
			compopt -o nospace 2>/dev/null
		return
	fi
	_kexec2_value "$(_kexec2_operand "$program" "$command")" "$word" \
		"$program" "${words[@]}"
}

complete -F _kexec2 kexec2 kexec2-attest
