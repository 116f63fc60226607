#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The unit that loads at each reboot, as it is installed, with a kexec2 and a
# systemctl that are stubs, as TAP:
#	at-reboot.sh KEXEC2

. "${0%/*}/../lib/tap.sh"

top=$(realpath -- "${0%/*}/../..")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

MAKEFLAGS='' make -s --no-print-directory -C "$top" install-unit V=0 \
	PREFIX=/usr SBINDIR=/usr/sbin UNITDIR=/usr/lib/systemd/system \
	LIBEXECDIR=/usr/lib/kexec2 DESTDIR="$work/root" || exit 1
unit=root/usr/lib/systemd/system/kexec2-load.service
script=root/usr/lib/kexec2/load-at-reboot
like "$(cat $script)" $'\nPATH=/usr/sbin:' "the script looks for kexec2 there"

# What systemd makes of it.  Only root's programs are run.
if command -v systemd-analyze >/dev/null; then
	sed "s,=/usr/lib,=$work/root/usr/lib," $unit >kexec2-load.service
	is "$(systemd-analyze --man=no verify ./kexec2-load.service 2>&1 |
		grep kexec2-load)" "" "systemd has nothing against the unit"
	is "$(systemctl --root="$work/root" is-enabled kexec2-load.service 2>&1)" \
		disabled "it is off"
	systemctl --root="$work/root" enable kexec2-load.service 2>/dev/null
	is "$(cd root/etc/systemd/system && find . -type l)" \
		./multi-user.target.wants/kexec2-load.service \
		"until it is enabled; then it comes with the system"
fi
is "$(grep -c '^Exec.*=/usr/lib/kexec2/load-at-reboot [a-z]* \$LOAD_OPTIONS$' $unit)" \
	3 "each verb gets the options"
is "$(sh -c ". $top/debian/kexec2.default"'; echo "$LOAD_OPTIONS"')" \
	"$(sed -n 's/^Environment=LOAD_OPTIONS=//p' $unit)" \
	"the file for /etc/default has the unit's own default"

# The script, on what is here.
sed "s,^PATH=.*,PATH='$work/bin:$PATH',
	s,\([[:space:]=]\)/\(sys\|run\|no-kexec\),\1$work/\2,g" $script >copy
is "$(diff $script copy | grep -c '^>')" 6 \
	"the script has a PATH, and files of the kernel and of its own"
kernel=sys/kernel/security/ima/kexec_records
mkdir -p bin ${kernel%/*}
# A load has the next number, if this kernel has numbers.
cat >bin/kexec2 <<-END
	#!/bin/sh
	echo "\$*" >>calls
	case \$1 in
	load)	[ ! -e fails ] || { echo 'kexec2: no such file' >&2; exit 1; }
		echo 1 >sys/kernel/kexec_loaded
		echo \$((\$(cat seq) + 1)) >seq
		[ ! -e $kernel ] ||
			sed -i "s/^default.*/default \$(cat seq) recorded/" $kernel ;;
	unload)	echo 0 >sys/kernel/kexec_loaded
		[ ! -e $kernel ] || sed -i 's/^default.*/default -/' $kernel ;;
	verify-image)
		[ ! -e flipped ] || { printf '{\n  "intact": false\n}\n'; exit 1; }
		[ ! -e blind ] || exit 1 ;;
	esac
END
cat >bin/systemctl <<-'END'
	#!/bin/sh
	case $* in
	is-system-running)
		cat state
		grep -q running state ;;
	'list-jobs --no-legend kexec.target')
		sed -n 's/^kexec$/ 234 kexec.target start waiting/p' target ;;
	*)	echo "systemctl $*" >>calls ;;
	esac
END
chmod +x bin/kexec2 bin/systemctl

# begin [NUMBERS]: a system has started, nothing is loaded
begin()
{
	rm -rf run no-kexec-reboot fails flipped blind $kernel
	mkdir run
	echo 0 >sys/kernel/kexec_loaded
	echo 4 >seq
	[ $# = 0 ] || printf 'version 1\nseq 4\ndefault -\n' >$kernel
	echo running >state
	: >target
}

# run VERB: prints what it says, its status, and what it has had kexec2 do
run()
{
	local status=0 called

	: >calls
	sh ./copy "$1" --entry=x --append="a b" 2>&1 || status=$?
	called=$(paste -sd '|' calls)
	echo "$status${called:+: $called}"
}

# down TARGET: what stopping the unit does when the system goes down for it
down()
{
	echo stopping >state
	echo "$1" >target
	run stop
	echo "loaded $(cat sys/kernel/kexec_loaded)"
}

# other VERB: what somebody else has kexec2 do
other()
{
	bin/kexec2 "$@"
}

loads='load --entry=x --append=a b'
begin numbers
is "$(run start)" "0: $loads" "the start of the system loads"
is "$(down kexec)" "0: $loads
loaded 1" "systemctl kexec loads once more"
is "$(run stop)" "0: $loads" "and that is known for the unit's own"
for target in reboot poweroff; do
	begin numbers
	run start >/dev/null
	is "$(down $target)" "0
loaded 1" "$target needs no load"
done

begin numbers
run start >/dev/null
touch fails
is "$(down kexec)" "kexec2: no such file
nothing is loaded; rebooting through the firmware
1: $loads|unload
loaded 0" "what cannot be loaded any more is not started"
begin numbers
touch fails
is "$(run start)" "kexec2: no such file
1: $loads" "a load that fails fails the unit"
begin numbers
run start >/dev/null
touch fails
is "$(run reload)" "kexec2: no such file
1: $loads" "so does one on reload"
rm fails
is "$(down kexec)" "0: $loads
loaded 1" "after which the image is still the unit's own"

begin numbers
run start >/dev/null
touch no-kexec-reboot
is "$(down kexec)" "0: unload
loaded 0" "/no-kexec-reboot: through the firmware"
ok "once" [ ! -e no-kexec-reboot ]
is "$(down kexec)" "0: $loads
loaded 1" "then by kexec again"
begin numbers
touch no-kexec-reboot
is "$(down reboot)" "0
loaded 0" "a reboot through the firmware"
ok "counts for it" [ ! -e no-kexec-reboot ]

begin numbers
run start >/dev/null
is "$(run stop)" "0: unload" "stopping the unit undoes it"
is "$(run stop)" 0 "once"

begin numbers
other load
is "$(run start)" "a kernel is loaded, and stays
0" "what somebody else has loaded stays"
run stop >/dev/null
is "$(cat sys/kernel/kexec_loaded)" 1 "also when the unit is stopped"
is "$(down kexec)" "0: verify-image --json
loaded 1" "and is started, if it is intact"
touch blind
is "$(down kexec)" "0: verify-image --json
loaded 1" "or if the kernel cannot tell"
touch flipped
is "$(down kexec)" "the image is corrupted; rebooting through the firmware
1: verify-image --json|unload
loaded 0" "but not if it is corrupted"
begin numbers
run start >/dev/null
other load
is "$(down kexec)" "0: verify-image --json
loaded 1" "what replaces the unit's own image stays, too"
run reload >/dev/null
is "$(down kexec)" "0: $loads
loaded 1" "until the unit is reloaded"

begin
is "$(run start)" "0: $loads" "without numbers: the start of the system loads"
is "$(down kexec)" "0: verify-image --json
loaded 1" "what is loaded stays"
is "$(run reload)" "0: $loads" "until the unit is reloaded"
other unload
is "$(down kexec)" "0: $loads
loaded 1" "where nothing is loaded any more, the unit loads"

# The hook of kernel packages.
sed "s,\([ =]\)/\(sys\|run\|usr\),\1$work/\2,g; /^# A /i PATH='$work/bin:$PATH'" \
	"$top/debian/kernel-hook" >hook
hook()
{
	: >calls
	sh ./hook 6.12 /boot/vmlinuz-6.12 2>&1
	cat calls
}
mkdir -p usr/lib/kexec2
printf '#!/bin/sh\necho "parts $*" >>calls\n' >usr/lib/kexec2/parts-entry
begin
is "$(hook)" "" "a kernel is installed where systemd does not run"
mkdir -p run/systemd/system
is "$(hook)" "systemctl -q is-active kexec2-load.service
systemctl reload kexec2-load.service" "where it runs, the unit loads anew"
: >$kernel
is "$(hook)" "" "or will when the system goes down"
chmod +x usr/lib/kexec2/parts-entry
is "$(hook)" "parts 6.12 /boot/initrd.img-6.12" "its initramfs comes in parts"

done_testing
