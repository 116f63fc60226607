// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Network interfaces, before another kernel starts. */
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "dropin/dropin.h"
#include "shared/util.h"

static int take_down(int fd, const char *name)
{
	struct ifreq request = { 0 };

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	if (ioctl(fd, SIOCGIFFLAGS, &request) < 0)
		return -errno;
	if (!(request.ifr_flags & IFF_UP) ||
	    (request.ifr_flags & IFF_LOOPBACK))
		return 0;
	request.ifr_flags = (short)(request.ifr_flags & ~IFF_UP);
	return ioctl(fd, SIOCSIFFLAGS, &request) < 0 ? -errno : 0;
}

void interfaces_down(void)
{
	/* Any family serves, and this one is in every kernel. */
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct if_nameindex *list, *interface;
	int err;

	list = fd < 0 ? NULL : if_nameindex();
	if (!list) {
		complain("network interfaces cannot be listed (%s), and stay up",
			 strerror(errno));
		if (fd >= 0)
			close(fd);
		return;
	}
	for (interface = list; interface->if_index; interface++) {
		err = take_down(fd, interface->if_name);
		if (err)
			complain("network interface %s cannot be taken down (%s)",
				 interface->if_name, strerror(-err));
	}
	if_freenameindex(list);
	close(fd);
}
