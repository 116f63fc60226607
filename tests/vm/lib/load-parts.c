// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * load-parts [--flags N] [--label TEXT] KERNEL CMDLINE FILE...: one call of
 * kexec_file_load2, with this label for each part, and what it says in the fewest
 * words: "loaded", or the name of the error, the stage of the report, and the
 * index of the part that the report names.
 *
 * load-parts --direct ...: the same with a kernel that is open for direct I/O.
 *
 * load-parts --flags N: the same without a kernel, to unload.
 *
 * load-parts --memfd KERNEL CMDLINE FILE...: one call for each FILE.  The part
 * is a memfd, which has the security.ima of the first and is rewritten in place
 * with the content of each.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/kexec_file_load2.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

static const char *const stages[] = {
	[KEXEC_LOAD_DONE]	= "done",
	[KEXEC_LOAD_ARGS]	= "args",
	[KEXEC_LOAD_KERNEL]	= "kernel",
	[KEXEC_LOAD_SIGNATURE]	= "signature",
	[KEXEC_LOAD_INITRD]	= "initrd",
	[KEXEC_LOAD_CMDLINE]	= "cmdline",
	[KEXEC_LOAD_IMAGE]	= "image",
	[KEXEC_LOAD_MEASURE]	= "measure",
};

static int open_file(const char *path, int flags)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | flags);

	if (fd < 0)
		err(2, "%s", path);
	return fd;
}

static int load(struct kexec_file_load2_args *args)
{
	struct kexec_load_report report = { .stage = -1, .initrd = -2 };

	args->report = (unsigned long)&report;
	args->report_size = sizeof(report);
	if (!syscall(__NR_kexec_file_load2, args, sizeof(*args), 0)) {
		puts("loaded");
		return 0;
	}

	printf("%s", strerrorname_np(errno));
	if (report.stage < sizeof(stages) / sizeof(stages[0]))
		printf(" %s", stages[report.stage]);
	else
		printf(" stage %u", report.stage);
	if (report.initrd != -1)
		printf(" %d", report.initrd);
	putchar('\n');
	return 1;
}

/* Give @to what is in the file, and its signature if it has none yet. */
static void copy_file(int to, const char *path)
{
	static char buf[1 << 20];
	int from = open_file(path, 0);
	ssize_t len = read(from, buf, sizeof(buf));

	if (len <= 0 || len == sizeof(buf))
		errx(2, "%s: empty, too large, or cannot be read", path);
	if (pwrite(to, buf, len, 0) != len)
		err(2, "memfd");

	if (fgetxattr(to, "security.ima", buf, sizeof(buf)) < 0) {
		len = fgetxattr(from, "security.ima", buf, sizeof(buf));
		if (len < 0 || fsetxattr(to, "security.ima", buf, len, 0))
			err(2, "%s: security.ima", path);
	}
	close(from);
}

int main(int argc, char **argv)
{
	static struct kexec_initrd parts[KEXEC_INITRD_MAX];
	struct kexec_file_load2_args args = {
		.initrds = (unsigned long)parts,
		.initrd_size = sizeof(parts[0]),
	};
	bool memfd = argc > 1 && !strcmp(argv[1], "--memfd");
	int direct = argc > 1 && !strcmp(argv[1], "--direct") ? O_DIRECT : 0;
	const char *label = "";
	int status = 0;

	argc -= memfd || direct;
	argv += memfd || direct;
	if (argc > 2 && !strcmp(argv[1], "--flags")) {
		args.flags = strtoull(argv[2], NULL, 0);
		argc -= 2;
		argv += 2;
		args.kernel_fd = -1;
		if (argc == 1)
			return load(&args);
	}
	if (argc > 2 && !strcmp(argv[1], "--label")) {
		label = argv[2];
		argc -= 2;
		argv += 2;
	}
	if (argc < 3 || argc - 3 > KEXEC_INITRD_MAX ||
	    strlen(label) >= sizeof(parts[0].label))
		errx(2, "usage: load-parts [--memfd | --direct | --flags N] [--label TEXT] KERNEL CMDLINE FILE...");

	args.kernel_fd = open_file(argv[1], direct);
	args.cmdline = (unsigned long)argv[2];
	args.cmdline_size = strlen(argv[2]) + 1;

	if (!memfd) {
		args.nr_initrds = argc - 3;
		for (unsigned int i = 0; i < args.nr_initrds; i++) {
			strcpy(parts[i].label, label);
			parts[i].fd = open_file(argv[i + 3], 0);
		}
		return load(&args);
	}

	args.nr_initrds = 1;
	parts[0].fd = memfd_create("part", MFD_CLOEXEC);
	if (parts[0].fd < 0)
		err(2, "memfd_create");
	for (int i = 3; i < argc; i++) {
		copy_file(parts[0].fd, argv[i]);
		status |= load(&args);
	}
	return status;
}
