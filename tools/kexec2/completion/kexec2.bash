# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# bash completion for kexec2 and kexec2-attest
#
# The program lists its commands and their options, so that they are those of
# the program that is installed: "help --list", see kexec2(8).

# The program, also for a user who has no sbin in PATH.
_kexec2_run()
{
	local PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

	"$@" 2>/dev/null
}

# _kexec2_commands PROGRAM: the names of its commands
_kexec2_commands()
{
	_kexec2_run "$1" help --list | cut -f 1
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

# _kexec2_value TAKES VALUE WORD...: complete what an option or operand takes:
# a name in capitals, or the words that there are.
_kexec2_value()
{
	local takes=$1 value=$2

	shift 2
	# readline sees only what stands behind the last "=" or ",".
	case $takes in
	*LABEL=*)
		# No "=" yet: a label, which is the user's, or a file.
		_kexec2_files "${value#"${value%%[=/]*}"=}" -f ;;
	COMMAND)
		_kexec2_reply "$(_kexec2_commands "$1")" "$value" ;;
	ALGO*)
		_kexec2_reply $'sha1\nsha256\nsha384\nsha512' "${value##*,}" ;;
	*[a-z0-9]*)
		_kexec2_reply "${takes//|/$'\n'}" "$value" ;;
	*FILE*|IMAGE|KERNEL)
		_kexec2_files "$value" -f ;;&
	*ID*)
		_kexec2_reply "$(_kexec2_entries "$@")" "$value" ;;
	DIR)
		_kexec2_files "$value" -d ;;
	esac
}

_kexec2()
{
	local program=${COMP_WORDS[0]} rows name letter takes operand='' i
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

	if [[ ${#words[@]} -eq 2 && $word = -* ]]; then
		_kexec2_reply $'--help\n--version' "$word"
		return
	elif [[ ${#words[@]} -eq 2 || ${words[1]} = help ]]; then
		_kexec2_value COMMAND "$word" "$program"
		return
	fi

	rows=$(_kexec2_run "$program" help --list "${words[1]}")
	# An option that is complete, and its value, here or as the word before.
	while IFS=$'\t' read -r name letter takes _; do
		if [[ $name != -* ]]; then
			operand=$name
		elif [[ $takes = *=* && $word = "$name="* ]]; then
			takes=${takes#*=}
			_kexec2_value "${takes%]}" "${word#"$name="}" \
				"$program" "${words[@]}"
			return
		elif [[ $takes = =* && (${words[-2]} = "$name" || \
			${words[-2]} = "$letter") ]]; then
			_kexec2_value "${takes#=}" "$word" \
				"$program" "${words[@]}"
			return
		fi
	done <<<"$rows"

	if [[ $word != -* ]]; then
		_kexec2_value "$operand" "$word" "$program" "${words[@]}"
		return
	fi
	while IFS=$'\t' read -r name letter takes _; do
		[[ $name = -* ]] || continue
		case $takes in
		=*)	name+='=' ;;
		'['*)	_kexec2_reply "$name=" "$word" ;;
		esac
		_kexec2_reply "$name" "$word"
		[[ $letter = - ]] || _kexec2_reply "$letter" "$word"
	done <<<"$rows"
	# Behind a "=" comes a value, and not another word.
	[[ ${#COMPREPLY[@]} -ne 1 || ${COMPREPLY[0]} != *= ]] ||
		compopt -o nospace 2>/dev/null
}

complete -F _kexec2 kexec2 kexec2-attest
