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

# lists TYPE DIRECTORY: apt.conf there, and lists of that type, which are apart from
# those of the system
lists()
{
	local dir

	mkdir -p "$2/lists/partial" "$2/cache/archives/partial"
	dir=$(realpath "$2")
	printf '%s\n' "Types: $1" "URIs: $(mirror)" "Suites: $release" \
		"Components: main" "Signed-By: $keyring" >"$dir/debian.sources"
	cat >"$dir/apt.conf" <<-END
		Dir::Etc::sourcelist "$dir/debian.sources";
		Dir::Etc::sourceparts "/dev/null";
		Dir::State::lists "$dir/lists";
		Dir::Cache "$dir/cache";
		Acquire::Languages "none";
		APT::Sandbox::User "$(id -un)";
	END
	again apt-get -c "$dir/apt.conf" --error-on=any -q update
}

# source_of PACKAGE DIRECTORY: its source, in a directory of that new one
source_of()
{
	lists deb-src "$2"
	(cd "$2" && again apt-get -c apt.conf -q source "$1") || exit
	rm -r "$2"/{lists,cache,apt.conf,debian.sources}
}
