#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The hook of systemd's shutdown, with a kexec2 that is a stub, as TAP:
#	shutdown.sh KEXEC2

. "${0%/*}/../lib/tap.sh"

top=$(realpath -- "${0%/*}/../..")
hook=$top/tools/kexec2/kexec2.shutdown
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

# The same, on what is here.
sed "s,^PATH=.*,PATH='$work/bin:$PATH',; s,>/dev/kmsg,>>$work/kmsg,
	s,/sys/,$work/sys/," "$hook" >copy
is "$(diff "$hook" copy | grep -c '^>')" 3 \
	"the hook has a PATH, the kernel log and a parameter of it"
mkdir -p bin sys/module/printk/parameters
parameter=sys/module/printk/parameters/always_kmsg_dump
cat >bin/kexec2 <<-'END'
	#!/bin/sh
	echo "$*" >>calls
	echo 'noise of the load'
	cat stderr >&2
	exit "$(cat status)"
END
chmod +x bin/kexec2

# run STATUS STDERR [VERB]: with a kexec2 that ends so; prints the hook's status
run()
{
	printf '%s' "$2" >stderr
	echo "$1" >status
	rm -f calls kmsg
	echo N >$parameter
	shift 2
	sh ./copy "$@" >out 2>&1
	echo $?
}

for verb in reboot poweroff halt ''; do
	is "$(run 1 reason ${verb:+"$verb"})" 0 \
		"nothing fails for \"$verb\""
	ok "and nothing is run" [ ! -e calls ]
done

is "$(run 0 'kexec2: loading it again' kexec)" 0 "there is room, or was made"
is "$(cat calls)" "exec --prepare" "kexec2 was asked for it"
ok "nothing is logged" [ ! -e kmsg ]
is "$(cat $parameter)" N "and nothing kept"

is "$(run 1 'kexec2: one: \n 100%
kexec2: two
' kexec)" 1 "there is no room"
is "$(cat kmsg)" '<3>kexec2: one: \n 100%
<3>kexec2: two' "each line of the reason is in the kernel log, as an error"
is "$(cat $parameter)" Y "and that is kept over the reboot"
is "$(cat out)" "" "nothing else is said"

rm bin/kexec2
is "$(run 0 '' kexec)" 1 "there is no kexec2"
like "$(cat kmsg)" '^<3>.*kexec2.*not found' "which is logged"

rm $parameter
run 0 '' kexec >/dev/null
rm -f $parameter kmsg
is "$(sh ./copy kexec 2>&1; echo $?)" 1 "a kernel without the parameter"
like "$(cat kmsg)" '^<3>.*kexec2.*not found' "has the reason in its log, too"

# install PREFIX [VARIABLE]: below root; prints what is said, and what is there
install()
{
	rm -rf root
	MAKEFLAGS='' make -s --no-print-directory -C "$top" install-hook V=0 \
		PREFIX="$1" DESTDIR="$work/root" ${2:+"$2"} 2>&1
	(cd root && find . -type f)
}

dir=usr/lib/systemd/system-shutdown
for prefix in /usr /usr/local; do
	is "$(install $prefix)" ./$dir/kexec2 \
		"with PREFIX=$prefix, it is where systemd looks"
	ok "and finds kexec2" \
		grep -qE "^PATH=(.*:)?$prefix/sbin(:|\$)" root/$dir/kexec2
done
is "$(install /opt/x)" "systemd looks for hooks in /$dir only; link \
/opt/x/lib/systemd/system-shutdown/kexec2 there, with /opt/x/sbin in its PATH
./opt/x/lib/systemd/system-shutdown/kexec2" "elsewhere, that is said"
is "$(install /opt/x SHUTDOWNDIR=/$dir)" ./$dir/kexec2 \
	"a directory that is named is taken"

done_testing
