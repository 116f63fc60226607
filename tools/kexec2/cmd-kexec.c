// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 kexec: the command line of kexec-tools */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "dropin/dropin.h"
#include "again.h"
#include "image/checks.h"
#include "image/cmdline.h"
#include "image/image.h"
#include "kexec2.h"
#include "shared/files.h"

#define RUNNING_INITRD "/sys/firmware/initrd"
#define RUNNING_DTB "/sys/firmware/fdt"
#define DTB_MAX (64U << 20)

/* Kernels that do not know these do what they ask for, or have no need to. */
#define DISPENSABLE (KEXEC_FILE_DEBUG | KEXEC_FILE_NO_CMA)

static int refuse_file(const char *path, const struct reason *reason)
{
	complain("%s: %s", path, reason->text);
	return KEXEC_FAILED;
}

static int open_initrds(const struct kexec_request *request,
			struct image *image)
{
	struct reason reason;
	int err = 0;
	size_t i;

	if (request->reuse_initrd)
		err = image_open_initrd(image, RUNNING_INITRD, NULL, &reason);
	if (err) {
		complain(RUNNING_INITRD ": %s", err != -ENOENT ? reason.text :
			 "no such file; boot with retain_initrd to use --reuseinitrd");
		return KEXEC_DIED;
	}
	for (i = 0; i < request->initrds.count; i++)
		if (image_open_initrd(image, request->initrds.values[i], NULL,
				      &reason))
			return refuse_file(request->initrds.values[i], &reason);
	return KEXEC_OK;
}

static int make_command_line(const struct kexec_request *request,
			     struct image *image)
{
	const struct selector selector = {
		.append = request->append,
		.reuse_cmdline = request->reuse_cmdline,
		.crash = request->crash,
	};
	int err = make_cmdline(&selector, NULL, &image->cmdline);

	if (!err)
		return KEXEC_OK;
	complain("/proc/cmdline: cannot be read (%s); mount /proc, or use --append",
		 strerror(-err));
	return KEXEC_DIED;
}

/*
 * The call has no place for a device tree: the kernel passes on its own.  To
 * ask for that one, as scripts do, is no reason to refuse.
 */
static int check_devicetree(const char *path)
{
	struct content asked, running;
	struct reason reason;
	bool same;

	if (!path)
		return KEXEC_OK;
	if (read_content(open(path, O_RDONLY | O_CLOEXEC), DTB_MAX, &asked,
			 &reason))
		return refuse_file(path, &reason);
	same = !read_content(open(RUNNING_DTB, O_RDONLY | O_CLOEXEC), DTB_MAX,
			     &running, &reason) &&
	       asked.size == running.size &&
	       !memcmp(asked.data, running.data, asked.size);
	free(asked.data);
	free(running.data);
	if (same)
		return KEXEC_OK;
	complain("--dtb=%s is refused: the kernel passes on its own device tree, and this is another one; leave it out",
		 path);
	return KEXEC_DIED;
}

static int open_all(const struct kexec_request *request, struct image *image)
{
	struct reason reason;
	int status;

	if (!request->kernel) {
		complain("missing KERNEL");
		usage_error(&command_kexec);
		return KEXEC_FAILED;
	}
	if (image_open_kernel(image, request->kernel, &reason))
		return refuse_file(request->kernel, &reason);
	status = open_initrds(request, image);
	if (!status)
		status = check_devicetree(request->dtb);
	if (!status)
		status = make_command_line(request, image);
	return status;
}

/* 1 if it was done with kexec_file_load(2). */
static int load_with(struct kexec2 *kx, uint64_t flags)
{
	return kexec2_set_flags(kx, flags) ?: kexec2_load_or_join(kx);
}

static int explain_failure(struct kexec2 *kx, int err,
			   const struct kexec_request *request)
{
	complain("%s (%s)", kexec2_failure(kx, NULL, NULL), strerror(-err));
	return err == -ENOSYS && request->file_only ? KEXEC_NO_CALL :
						      KEXEC_FAILED;
}

static void explain_load(const struct image *image, uint64_t flags)
{
	size_t i;

	complain("kernel: %s", image->kernel.name);
	for (i = 0; i < image->nr_initrds; i++)
		complain("initrd %zu: %s", i, image->initrds[i].name);
	complain("command line: %s", image->cmdline ?: "");
	complain("flags: 0x%jx", (uintmax_t)flags);
}

static uint64_t load_flags(const struct kexec_request *request)
{
	uint64_t flags = 0;

	if (request->crash)
		flags |= KEXEC_FILE_ON_CRASH;
	if (request->debug)
		flags |= KEXEC_FILE_DEBUG;
	if (request->no_cma)
		flags |= KEXEC_FILE_NO_CMA;
	if (request->force_dtb)
		flags |= KEXEC_FILE_FORCE_DTB;
	return flags;
}

static int load(const struct kexec_request *request, const struct image *image,
		struct kexec2 *kx)
{
	uint64_t flags = load_flags(request);
	bool without;
	int err;

	if (request->debug)
		explain_load(image, flags);
	err = load_with(kx, flags);
	without = err == -EINVAL && (flags & DISPENSABLE);
	if (without)
		err = load_with(kx, flags & ~(uint64_t)DISPENSABLE);
	if (err < 0)
		return explain_failure(kx, err, request);
	if (without)
		complain("warning: this kernel does not support --debug or --no-cma; loaded without");
	if (err == 1 && image->nr_initrds > 1)
		complain("warning: no kexec_file_load2 in this kernel: %zu initrds were joined, IMA sees one file without name or signature",
			 image->nr_initrds);
	return KEXEC_OK;
}

int load_kexec_request(const struct kexec_request *request)
{
	struct image image = IMAGE_INIT;
	struct examined *files;
	struct kexec2 *kx;
	int status;

	status = open_all(request, &image);
	if (!status) {
		files = examine_image(&image, request->no_checks ? 0 :
				      EXAMINE_PARTS);
		check_image(&image, files, REFUSE_NONE, NULL);
		examined_free(files, &image);
		kx = new_handle(&image);
		status = load(request, &image, kx);
		kexec2_unref(kx);
	}
	if (!status && !request->crash && !request->exec)
		keep_load(image.kernel.fd, request->shutdown ? "-l" : NULL);
	image_free(&image);
	return status;
}

static int kexec_unload(const struct kexec_request *request)
{
	struct kexec2 *kx = new_handle(NULL);
	int err = kexec2_unload(kx, request->crash ? KEXEC_FILE_ON_CRASH : 0);
	int status = err ? explain_failure(kx, err, request) : KEXEC_OK;

	kexec2_unref(kx);
	return status;
}

static int take_down(int fd, const char *name)
{
	struct ifreq request = { 0 };

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	if (ioctl(fd, SIOCGIFFLAGS, &request) < 0)
		return -errno;
	if (!(request.ifr_flags & IFF_UP) || (request.ifr_flags & IFF_LOOPBACK))
		return 0;
	request.ifr_flags = (short)(request.ifr_flags & ~IFF_UP);
	return ioctl(fd, SIOCSIFFLAGS, &request) < 0 ? -errno : 0;
}

/*
 * So that no device writes to memory that the next kernel takes for its own;
 * all but the loopback.
 */
static void interfaces_down(void)
{
	/* Any family serves, and this one is in every kernel. */
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct if_nameindex *list, *interface;
	int err;

	list = fd < 0 ? NULL : if_nameindex();
	if (!list)
		complain("cannot list network interfaces (%s); they stay up",
			 strerror(errno));
	for (interface = list; list && interface->if_index; interface++) {
		err = take_down(fd, interface->if_name);
		if (err)
			complain("cannot take network interface %s down (%s)",
				 interface->if_name, strerror(-err));
	}
	if (list)
		if_freenameindex(list);
	if (fd >= 0)
		close(fd);
}

static bool may_boot(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };

	if (syscall(SYS_capget, &header, data) < 0)
		return true;	/* for the kernel to say */
	return data[CAP_TO_INDEX(CAP_SYS_BOOT)].effective &
	       CAP_TO_MASK(CAP_SYS_BOOT);
}

static int kexec_start(bool take_interfaces_down)
{
	int err = -EPERM;

	/* A call that is going to be refused must not cost the network. */
	if (may_boot()) {
		if (take_interfaces_down)
			interfaces_down();
		err = start_loaded(NULL);
		if (err == 0)
			return KEXEC_OK;	/* it jumped back */
	}
	complain("cannot start the loaded kernel (%s); %s", strerror(-err),
		 err == -EPERM ? "run this as root, outside of containers" :
				 "dmesg may say more");
	return KEXEC_FAILED;
}

/* init starts the loaded kernel at the end of a reboot. */
static int kexec_shutdown(void)
{
	static const char *const paths[] = {
		"/sbin/shutdown", "/usr/sbin/shutdown", "/bin/shutdown",
	};
	static char name[] = "shutdown", reboot_option[] = "-r", now[] = "now";
	char *const argv[] = { name, reboot_option, now, NULL };
	int err = ENOENT;
	size_t i;

	fflush(NULL);
	for (i = 0; i < ARRAY_SIZE(paths); i++) {
		execv(paths[i], argv);
		if (errno != ENOENT)
			err = errno;
	}
	complain("shutdown: cannot be run (%s); the kernel is loaded, reboot or run \"kexec2 exec\"",
		 strerror(err));
	return KEXEC_FAILED;
}

static int show_status(bool crash)
{
	int loaded = kexec2_is_loaded(NULL, crash ? KEXEC_FILE_ON_CRASH : 0);

	return loaded < 0 ? KEXEC_FAILED : loaded ? KEXEC_LOADED : KEXEC_OK;
}

static int carry_out(const struct kexec_request *request)
{
	int status = KEXEC_OK;

	if (request->status)
		return show_status(request->crash);
	if (request->unload)
		status = kexec_unload(request);
	if (!status && request->load)
		status = load_kexec_request(request);
	if (status)
		return status;
	/* Without /sys, as in an initramfs, the kernel is to say it. */
	if ((request->shutdown || request->exec) &&
	    kexec2_is_loaded(NULL, 0) == 0) {
		complain("no kernel is loaded; load one first");
		return KEXEC_DIED;
	}
	if (request->shutdown)
		return kexec_shutdown();
	if (request->sync)
		sync();
	return request->exec ? kexec_start(request->ifdown) : KEXEC_OK;
}

int kexec_main(int argc, char **argv)
{
	struct kexec_request request;
	int status;

	if (parse_kexec_request(argc, argv, KEXEC_THIS_ARCH, &request, &status))
		status = carry_out(&request);
	free_kexec_request(&request);
	return status;
}
