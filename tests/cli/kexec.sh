#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The same command lines for kexec-tools and for the drop-in, and their exit
# statuses side by side, as TAP:
#	kexec.sh KEXEC2
#
# Nothing is loaded, started or taken down here: this needs a process without
# CAP_SYS_BOOT and CAP_NET_ADMIN.  The latter, as kexec-tools' -e takes the
# network down before it finds out that it may not start anything.

kexec2=$1
[ -x "$kexec2" ] || {
	echo "Bail out! there is no program $kexec2"
	exit 1
}

# CAP_NET_ADMIN is bit 12, CAP_SYS_BOOT is bit 22.
effective=$(sed -n 's/^CapEff:[[:space:]]*//p' /proc/self/status)
[ -n "$effective" ] || {
	echo "Bail out! the capabilities of this process are not known"
	exit 1
}
if [ $((0x$effective & (1 << 12 | 1 << 22))) -ne 0 ]; then
	[ -z "$KEXEC2_CLI_DROPPED" ] && command -v setpriv >/dev/null &&
		KEXEC2_CLI_DROPPED=1 exec setpriv \
			--bounding-set=-sys_boot,-net_admin \
			--inh-caps=-sys_boot,-net_admin sh "$0" "$@"
	echo "1..0 # SKIP cannot give up CAP_SYS_BOOT (setpriv of util-linux)"
	exit 0
fi

PATH=$PATH:/usr/sbin:/sbin
kexec2=$(realpath "$kexec2")
theirs=$(command -v kexec) || {
	echo "1..0 # SKIP there is no kexec to compare with (kexec-tools)"
	exit 0
}
case $("$theirs" --version) in
"kexec-tools "*) ;;
*)	echo "1..0 # SKIP $theirs is not of kexec-tools"
	exit 0 ;;
esac

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
ln -s "$kexec2" kexec
echo "not a kernel" >text
count=0
failures=0

ok() {
	count=$((count + 1))
	if [ -z "$bad" ]; then
		echo "ok $count - kexec: $1"
		return
	fi
	failures=$((failures + 1))
	echo "not ok $count - kexec: $1"
	echo "# $bad"
	sed 's/^/# kexec-tools: /' their.err | head -n 2
	sed 's/^/# kexec2: /' our.err
}

# both ARGUMENT...: run both; $their and $our are the statuses
both() {
	"$theirs" "$@" >their.out 2>their.err
	their=$?
	./kexec "$@" >our.out 2>our.err
	our=$?
	bad=
	# What is wrong is said on stderr, in the form of all our messages.
	if [ $our -ne 0 ] && [ -s our.err ]; then
		grep -qv '^kexec2: .\|^Try "kexec2 help kexec"\.$' our.err &&
			bad="a line on stderr without kexec2: before it"
	fi
}

# same ARGUMENT...: both exit with the same status
same() {
	both "$@"
	[ $our -eq $their ] || bad="$bad; status $our, kexec-tools $their"
	ok "$* (status $their in both)"
}

# differs THEIRS OURS REASON ARGUMENT...: deliberately not the same; THEIRS has "|"
# between those of several versions
differs() {
	want_their=$1
	want_our=$2
	reason=$3
	shift 3
	both "$@"
	case "|$want_their|" in
	*"|$their|"*) ;;
	*) bad="$bad; kexec-tools has status $their, not $want_their" ;;
	esac
	[ $our -eq "$want_our" ] || bad="$bad; status $our, not $want_our"
	ok "$* (status $their with kexec-tools, $our here: $reason)"
}

# Questions

for option in -h --help -v --version -vh --print-ckr-size; do
	same $option
	[ -s our.out ] || {
		bad="nothing on stdout"
		ok "$option says something"
	}
done
same -h --frob

# Wrong usage

while read -r line; do
	# shellcheck disable=SC2086 # words
	same $line
	grep -q '^kexec2: ' our.err || bad="no message"
	[ -s our.out ] && bad="$bad; stdout is not empty"
	ok "$line: says so on stderr only"
done <<-END
	--frob
	-Z
	-l --initrd
	-l -t
	--load=yes text
	--load-p text
	--kexec-s
	-S --frob
	-u --append=x
	-u --command-line=x
	-u --initrd=x
	-u --ramdisk=x
	-u --reuse-cmdline
	-e --append=x
	-e --initrd=x
	-S --initrd=x
	-S --append=x
	-S --noefi
	-S --args-linux
	-u --args-none
	-u --args-elf
	-u --real-mode
	-u --entry-32bit
	-S --pass-memmap-cmdline
	-S --reuse-video-type
	-S --module=x
	--entry=xyz
	--mem-min=2G
	--mem-max=q -l text
	--load-live-update text
	--exec-live-update
	-s --load-jump-back-helper
	-s --load-preserve-context --mem-max=1 text
END

# What is loaded, with what -S ignores

for line in -S --status --stat '-l -S' -lS '-p -S' '-S -u' '-S -l -p' \
	'-x -y -i -d -S' '-s -S' '-a -S' '-c -S' '-S foo bar' '-S -f' \
	'--serial=0x3f8 -S' '--reset-vga -S' '--mem-min=4096 -S' \
	'--elf32-core-headers -S' '--console-vga --console-serial -S'; do
	# shellcheck disable=SC2086 # words
	same $line
	[ -s our.out ] && {
		bad="it prints something"
		ok "$line prints nothing"
	}
done

# Loads that come to nothing before any system call

for line in '' -l -s '-s -l' -a -f '-l -i' '-s -f' '-d -l' '-s -p -l'; do
	# shellcheck disable=SC2086 # words
	same $line
done
for line in '-l text' '-s -f -t bzImage -p -l none' '-l -t frob text'; do
	# shellcheck disable=SC2086 # words
	same $line
done
for line in '-s -l none' '-a -l none' '-s none' '-s -f none' '-c -s -l none'; do
	# shellcheck disable=SC2086 # words
	differs '255|1' 255 "later versions tell that a file is missing" $line
done

if grep -q "Crash kernel" /proc/iomem; then
	same -s -p none
else
	same -p
	same -s -p text
	same -p text
fi
if grep -q retain_initrd /proc/cmdline; then
	echo "# retain_initrd is set: --reuseinitrd is not compared"
else
	same --reuseinitrd -s -l "$theirs"
fi
same -s --real-mode "$theirs"
same -s --entry-32bit "$theirs"

# Unloading and starting, which are not permitted, or not in this kernel.
# Both say so, kexec-tools after it has tried the network.

for line in -u '-p -u' '-a -u' '-u foo' '-l -u text' '-u --console-vga' \
	'-u --serial=ttyS0' '-s -u' '-s -p -u' '-e -x' '-e -x -y' '-x -e foo'; do
	# shellcheck disable=SC2086 # words
	same $line
	[ -s our.err ] || {
		bad="nothing on stderr"
		ok "$line says why"
	}
done
same -e

# Deliberate differences, each with its reason

differs 1 255 "a file that cannot be opened is a failed load, as with -s" \
	-l none
differs 255 1 "kexec_load(2) is never used, so -c is refused" \
	-c -l text
differs 255 1 "kexec_load(2) is never used, so -c is refused" \
	-s -c -l "$theirs"
differs 255 1 "an option that cannot be honoured is refused" \
	-s -l --serial=ttyS0 text
differs 255 1 "an option that cannot be honoured is refused" \
	-s -l --mem-min=4096 text
differs 255 1 "an option that cannot be honoured is refused" \
	-s -l --elf32-core-headers text
differs 255 1 "an option that cannot be honoured is refused" \
	-s -l --noefi text
differs '255|1' 1 "the helper is for kexec_load(2)" \
	--load-jump-back-helper
differs 1 255 "options of later versions are known" \
	-s --hotplug -l none

echo "1..$count"
[ "$failures" -eq 0 ]
