#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Entries that user space takes out of the list, as Linux 7.2 lets it: what is
# staged goes along with an image all the same, and what was deleted, which user
# space has saved, is judged before what goes along.

. "$(dirname "$0")/../lib/case.sh"

configured IMA_STAGING || skip_all "the kernel has no IMA_STAGING"

cat >>"$host/policy" <<-'END'
	measure func=CRITICAL_DATA label=kexec_file_load2
	measure func=CRITICAL_DATA label=ima_kexec
	measure func=FILE_CHECK fowner=1234
END
cat >>"$host/lib.sh" <<-END
	ima=/sys/kernel/security/ima
	staged=\$ima/binary_runtime_measurements_staged
	room() { sed -n 's/^room //p' \$ima/kexec_records; }
	file() { echo \$1 >/tmp/\$1; chown 1234 /tmp/\$1; cat /tmp/\$1 >/dev/null; }
	load() {
		kexec2 load /boot/vmlinuz --initrd=base=/boot/base.img \
			--cmdline='$CMDLINE' >/dev/null
	}
END

boots "a kexec with staged entries, and one with deleted ones" \
	--then 'keep second; policy; load; file three
		echo A >$staged; cat $staged >/host/saved.list; before=$(room)
		echo D >$staged && file four
		[ "$(room)" -gt "$before" ] && echo more room' \
	--then 'keep third' -- '
	policy
	cp /boot/vmlinuz /boot/base.img /host
	file one; load; before=$(room)
	echo A >$staged; [ "$(room)" = "$before" ] && echo as much room
	file two; cat $staged >/host/staged.list
	cat $ima/binary_runtime_measurements >/host/rest.list
	echo A >$staged || echo "not again"'
like "$output" 'as much room' "what is staged takes room in the carried list"
like "$output" 'not again' "while there are staged entries, no others are staged"
like "$output" 'more room' "what is deleted does not"

# names LIST: of its entries, in order
names()
{
	"$top/tests/vm/replay" --list "$host/$1.list" | sed 's/.*[ /]//'
}

list_agrees second
is "$(names second | head -n "$(cat "$host"/{staged,rest}.list >"$host/first.list"
	names first | wc -l)")" "$(names first)" "staged entries go along, before the others"
like "$(names staged)" $'\none\n.*kexec-commit$' "the load was staged"
is "$(names rest)" two "and nothing else"

# The third kernel has what was not deleted.
is "$(names third)" "$(printf '%s\n' four kexec_execute kexec-execute boot_aggregate)" \
	"deleted entries do not go along"
cat "$host"/{saved,third}.list >"$host/whole.list"
cp "$host/third.pcr" "$host/whole.pcr"
list_agrees whole

{
	sha256sum "$host/vmlinuz" "$host/base.img"
	echo "cmdline \"$CMDLINE\" line"
	for n in one two three four; do
		echo "$n" | sha256sum | sed "s/-$/$n/"
	done
} >"$work/known"

# verify LIST...: the verdict
verify()
{
	"$KEXEC2_STATIC" verify "${@/#/--log=$host/}" --known "$work/known" \
		--pcr "$host/third.pcr"
}

ok "with what was saved, the list is accepted" verify saved.list third.list
is "$(verify saved.list third.list | grep -c '^kexec from')" 2 "and tells both kexecs"
not_ok "it is refused without" verify third.list
like "$(verify third.list)" 'trimmed' "as it was trimmed"

done_testing
