# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# For guests: entries of the measurement list, under a policy with
# "measure func=FILE_CHECK fowner=1234".

# entry FILE: with an entry of its own
entry() {
	echo "$1" >"$1"; chown 1234 "$1"; cat "$1" >/dev/null
}

# outgrow NAME: 150 entries with long names, for which no load has left room
deep=/tmp
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do
	deep=$deep/$(printf %0240d "$n")
done
outgrow() {
	mkdir -p "$deep"
	for n in $(seq 150); do
		entry "$deep/$1.$n"
	done
}

# The room that is left in the image, in bytes
room() { sed -n "s/^room //p" /sys/kernel/security/ima/kexec_records; }
