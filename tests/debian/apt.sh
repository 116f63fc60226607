# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What Debian 13 has, got by the mirror that apt is configured with.  Sourced after
# msg.sh.

release=trixie
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# The first archive of Debian that is not one of security updates.
mirror()
{
	apt-get indextargets --format '$(REPO_URI) $(ORIGIN)' |
		awk '$1 !~ /security/ && ($2 == "Debian" || $1 ~ /\/debian\/?$/) {
			print $1; found = 1; exit }
		     END { exit !found }' ||
		die "apt is configured with no mirror of Debian"
}

# again COMMAND...: up to four times, as a name does not resolve at times
again()
{
	local try

	for try in 1 2 3 4; do
		! "$@" || return 0
		sleep $((try * 5))
	done
	die "$1 failed"
}
