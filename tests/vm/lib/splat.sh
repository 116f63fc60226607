# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What must not appear on a kernel's console.

SPLAT='\] WARNING: |^WARNING: '
SPLAT+='|(^|[^A-Z])BUG: |kernel BUG at |KASAN: |KCSAN: |KFENCE: |KMSAN: |UBSAN: '
SPLAT+='|Oops: |general protection fault|unable to handle '
SPLAT+='|possible (recursive|circular) locking|inconsistent lock state'
SPLAT+='|suspicious RCU usage|DEBUG_LOCKS_WARN_ON|held lock freed'
SPLAT+='|INFO: task .* blocked|rcu: INFO: .*stall|INFO: rcu.* stall'
SPLAT+='|(list_add|list_del) corruption|refcount_t: '
SPLAT+='|kmemleak: [1-9][0-9]* new suspected|unreferenced object '
SPLAT+='|Kernel panic - not syncing'

# What the kernels of `make check-debug` are made of, and the guests look for.
# shellcheck disable=SC2034 # for vm
CHECKERS='KASAN UBSAN PROVE_LOCKING DEBUG_ATOMIC_SLEEP DEBUG_KMEMLEAK DEBUG_OBJECTS'

# splats CONSOLE_LOG ALLOWED_REGEX: print each splat with the lines after it, and
# those between it and "cut here"; true if there is one.  A bare "cut here" counts
# only when no other sign follows, so that ALLOWED has one line to match and not
# two.
splats()
{
	tr -d '\r' <"$1" | SPLAT=$SPLAT ALLOW=$2 awk '
	function report(text) {
		printf "%s", text
		more = 20
		found = 1
	}
	BEGIN {
		splat = ENVIRON["SPLAT"]
		allow = ENVIRON["ALLOW"]
	}
	{
		line = "    | " $0 "\n"
	}
	$0 ~ splat {
		cut = 0
		if (allow == "" || $0 !~ allow)
			report(held line)
		held = ""
		next
	}
	cut && --cut == 0 {
		report(held)
		held = ""
	}
	/\[ cut here \]/ && (allow == "" || $0 !~ allow) {
		cut = 4
		held = ""
	}
	more > 0 {
		printf "%s", line
		more = /end trace/ ? 0 : more - 1
		next
	}
	cut {
		held = held line
	}
	END {
		if (cut)
			report(held)
		exit !found
	}'
}
