#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# A load that is refused when its images are read, recorded, given up or put in
# place leaves what was loaded before, and no record that says otherwise.

. "$(dirname "$0")/../lib/case.sh"

helper load-parts
helper hold-load
archive one=1 >"$host/one"

cat >>"$host/lib.sh" <<-'END'
	k=/boot/vmlinuz
	REQUIRE=0x100000000 CRASH=0x2
	ima=/sys/kernel/security/ima
	list=$ima/ascii_runtime_measurements
	rule() { echo "$1" >$ima/policy; }
	record_rule='measure func=CRITICAL_DATA label=kexec_file_load2'

	# state NAME: what is loaded, what IMA thinks of it, and how many records
	# there are
	state() {
		echo "$1:" $(cat /sys/kernel/kexec_loaded /sys/kernel/kexec_crash_loaded), \
			$(sed -n 's/^default //p; s/^crash /- /p' $ima/kexec_records), \
			$(for name in manifest commit unload load; do
				grep -c " kexec-$name " $list
			done)
	}
	# begin OPTION...: a load in the background; what it says goes to /tmp/said.
	begin() {
		truncate -s 32M /tmp/large
		load-parts "$@" /tmp/large /host/one >/tmp/said &
		load=$!
	}
	# listed NAME [N]: wait until the list has N entries of this name, and from
	# then on leave next to nothing of the one processor to the load.
	listed() {
		for _ in $(seq 5000); do
			[ "$(grep -c " $1 " $list)" != ${2-1} ] || break
			sleep 0.02
		done
		renice -n 19 -p $load
		while :; do :; done &
		spinner=$!
	}
	# end NAME: what begin has said
	end() {
		kill -0 $load && echo "in time: $1"
		kill $spinner
		wait $load
		echo "$1 said: $(cat /tmp/said)"
	}
	why() { dmesg | sed -n "s/.*ima: kexec/why: kexec/p"; }
END
echo "CMDLINE='$CMDLINE'" >>"$host/lib.sh"
guest=(--copy-in "$work/load-parts:/bin/load-parts"
	--copy-in "$work/hold-load:/bin/hold-load")
old='kexec2 load $k --initrd=/boot/base.img --cmdline="$CMDLINE image=old"'

came()
{
	is "$(sed -n "s/^$1: //p" <<<"$output")" "$2" "$3"
}

#
# All has been read, and the manifest cannot be recorded: the TPM has gone.  For
# kexec_load(2) the record that fails is that of the crash image that goes, or of
# the load.
#
boots "the TPM goes while a load reads" "${guest[@]}" --tool kexec \
	--append crashkernel=256M -- "
	rule \"\$record_rule\"
	$old
	load-parts --flags \$CRASH \$k crash=old /host/one"'
	state before
	hold-load 0 $k /host/one "echo held" "image=new"
	kexec2 load $k --initrd=/boot/base.img --cmdline="$CMDLINE image=old"
	state held
	hold-load 0 $k /host/one ". /host/lib.sh; tpm_unbind" "image=new"
	state manifest
	kexec -c -p $k --initrd=/host/one --command-line=x 2>&1 | tail -n 1
	state unload
	kexec -c -l $k --initrd=/host/one --command-line=x 2>&1 | tail -n 1
	state load
	kexec2 verify-image
	why'
like "$output" $'held\nloaded' "a load that goes on is loaded"
like "$output" $'unbound\nEPROTO' "one that has lost the TPM is refused"
came held '1 1, 4 recorded - 2 recorded, 4 4 0 0' "before, all is recorded"
came manifest '1 1, 4 recorded - 2 recorded, 5 4 0 0' \
	"the manifest is in the list, and there is no commit"
came unload '1 1, 4 recorded - 2 recorded, 5 4 1 0' \
	"a crash image whose end is not recorded stays"
came load '1 1, 4 recorded - 2 recorded, 5 4 1 1' \
	"so does an image in whose place nothing known would come"
like "$output" 'is as it was loaded' "and it is the one of the files"
is "$(grep -c '^why: kexec load refused: a TPM extend has failed' <<<"$output")" 3 \
	"the log says why, for each"

#
# The commit cannot be recorded.
#
boots "the TPM goes when a load has its manifest" "${guest[@]}" -- "
	rule \"\$record_rule\"
	$old"'
	begin $k image=new
	listed kexec-manifest 2
	tpm_unbind
	end commit
	state commit'
like "$output" 'in time: commit' "the image is not yet in place"
came 'commit said' 'EPROTO measure' "a load without its commit is refused"
like "$(sed -n 's/^commit: //p' <<<"$output")" \
	'^1 0, 1 recorded - -, 2 [12] 0 0$' "the old image is the one that counts"

#
# The same for a crash image, which is given up when all else is known to be good.
#
boots "the TPM goes when a crash image has been given up" "${guest[@]}" \
	--append crashkernel=256M -- '
	rule "$record_rule"
	load-parts --flags $CRASH $k crash=old /host/one
	begin --flags $CRASH $k crash=new
	listed kexec-unload
	tpm_unbind
	end crash
	state crash'
like "$output" 'in time: crash' "the new one is not yet in place"
came 'crash said' 'EPROTO measure' "a load without its commit is refused"
like "$(sed -n 's/^crash: //p' <<<"$output")" '^0 0, - - -, 2 [12] 1 0$' \
	"there is no crash image, and the record says so"

#
# A rule that comes when there can be no manifest any more.  That the load is so
# far is seen by its command line, which is measured last.
#
boots "a rule that comes behind the manifest" "${guest[@]}" --append ima_policy= -- '
	rule "measure func=KEXEC_CMDLINE"
	load-parts $k image=old /host/one
	state before
	begin $k image=new
	listed kexec-cmdline 2
	rule "$record_rule"
	end rule
	state rule
	load-parts $k image=third /host/one
	state third
	keep rule
	why'
came before '1 0, 1 unrecorded - -, 0 0 0 0' "no rule, no record"
like "$output" 'in time: rule' "the image is not yet in place"
came 'rule said' 'EPROTO measure' "a load that would have a commit only is refused"
came rule '1 0, 1 unrecorded - -, 0 0 0 0' "there is no commit without manifest"
came third '1 0, 2 recorded - -, 1 1 0 0' "nor a number that is lost"
like "$output" 'why: kexec load refused: the rule for records has come meanwhile' \
	"the log says why"
list_agrees rule

#
# The list grows, while the image is put together, by more than was reserved: by
# five entries with attributes of 60 KiB that begin as signatures do.
#
late='
	mkdir /tmp/late && cd /tmp/late || exit
	value=030204$(head -c 60000 /dev/zero | xxd -p | tr -d "\n")
	for n in 1 2 3 4 5; do
		echo $n >$n && chown 1234 $n &&
			setfattr -n security.ima -v 0x$value $n || exit
	done
	rule "measure func=FILE_CHECK fowner=1234 template=ima-sig"'
for how in flag requirement; do
	case $how in
	flag)		append=ima_policy= flags="\$REQUIRE" ;;
	requirement)	append=kexec_records=required flags=0 ;;
	esac
	boots "the list outgrows its segment during a load, with a $how" \
		"${guest[@]}" --tool setfattr --append "$append" \
		--then 'cat /proc/cmdline' -- "
		rule \"\$record_rule\"
		$old
		$late
		begin --flags $flags \$k image=new"'
		listed kexec-manifest 2
		cat * >/dev/null
		end late
		state late
		wc -c <$ima/binary_runtime_measurements
		load-parts --flags $REQUIRE $k image=again /host/one
		state again
		cd /
		kexec2 load $k --initrd=/boot/base.img --cmdline="$CMDLINE image=old"
		why'
	like "$output" 'in time: late' "the image is not yet in place"
	came 'late said' 'EPROTO measure' "$how: it is refused"
	came late '1 0, 1 recorded - -, 2 1 0 0' "$how: without a commit"
	came again '1 0, 3 recorded - -, 3 2 0 0' "the next one has the room"
	like "$output" 'why: kexec load refused: the list cannot be carried' \
		"the log says why"
	like "$output" 'image=old' "and the list goes along"
done

done_testing
