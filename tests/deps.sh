#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# tests/install-deps with an apt-get that fails in known ways, as TAP.

cd "$(dirname "$0")/.." || exit
. tests/lib/tap.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
export FAKE=$work PATH=$work/bin:$PATH

# program NAME: what stands on stdin
program()
{
	cat >"$work/bin/$1" && chmod +x "$work/bin/$1"
}

# What building packages takes.
program dpkg-checkbuilddeps <<'END'
#!/bin/sh
echo "dpkg-checkbuilddeps: error: Unmet build dependencies: debhelper-compat" >&2
exit 1
END
like "$(MAKEFLAGS='' make -s --no-print-directory deb B="$work/build" 2>&1)" \
	"debhelper.*'make deps-deb'" "make deb says how to install what it takes"

# "apt-get update" and "install" say and return what the next line of
# $FAKE/update and $FAKE/install has, and work when there are no more.
program apt-get <<'END'
#!/bin/bash
for arg; do case $arg in update | install) verb=$arg; break ;; esac; done
echo "$verb" >>"$FAKE/calls"
[ ! -s "$FAKE/$verb" ] || {
	head -n 1 "$FAKE/$verb" >&2
	sed -i 1d "$FAKE/$verb"
	exit 100
}
[ "$verb" != install ] || touch "$FAKE/installed"
END
program dpkg-query <<'END'
#!/bin/sh
[ -e "$FAKE/installed" ] && printf installed
END
program sleep <<'END'
#!/bin/sh
echo "$1" >>"$FAKE/slept"
END
program sudo <<'END'
#!/bin/sh
exec "$@"
END

# with UPDATE INSTALL: runs install-deps; these lines make apt-get fail
with()
{
	rm -f "$work"/{calls,slept,installed}
	printf '%s' "$1" >"$work/update"
	printf '%s' "$2" >"$work/install"
	tests/install-deps some-package >"$work/out" 2>&1
}

calls()
{
	paste -sd ' ' "$work/calls"
}

lock="E: Could not get lock /var/lib/apt/lists/lock. It is held by 7 (apt)"$'\n'
resolve="E: Failed to fetch http://x  Temporary failure resolving 'x'"$'\n'

ok "installs" with "" ""
is "$(calls)" "update install" "after one update"

ok "waits for the lock of the lists" with "$lock$lock" ""
is "$(calls)" "update update update install" "until it is free"
ok "waits for the lock of dpkg" with "" "$lock"
is "$(calls)" "update install install" "until that is free"
like "$(cat "$work/out")" "another apt" "and says so"
lots=$(for _ in {1..100}; do printf %s "$lock"; done)
not_ok "not for ever" with "" "$lots"$'\n'

ok "retries a mirror that does not resolve" with "$resolve$resolve" "$resolve"
is "$(calls)" "update update update install install" "for lists and packages"
is "$(paste -sd ' ' "$work/slept")" "5 10 5" "with growing delays"
lots=$(for _ in {1..9}; do printf %s "$resolve"; done)$'\n'
ok "goes on with the lists as they are" with "$lots" ""
not_ok "gives up on packages that cannot be fetched" with "" "$lots"

not_ok "does not retry what will not pass" with "" \
	"E: Unable to locate package some-package"$'\n'
is "$(calls)" "update install" "but fails at once"

done_testing
