#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# A bare Debian 13 can install what "make deps-deb" would, as TAP.
#
# usage: tests/debian/deps.sh PACKAGE...

top=$(realpath "$(dirname "$0")/../..")
. "$top/tests/lib/tap.sh"
. "$top/tests/vm/lib/msg.sh"
. "$top/tests/debian/apt.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(lists deb "$work") >"$work/log" 2>&1 || die "no lists: $(cat "$work/log")"
: >"$work/status"
isnt "$#" 0 "packages are named"
ok "all of them can be installed" apt-get -c "$work/apt.conf" -q \
	-o Dir::State::status="$work/status" --simulate \
	--no-install-recommends install "$@"

done_testing
