// SPDX-License-Identifier: GPL-2.0-only
/* kexec2 load */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "kexec2.h"

static int load(int argc, char **argv);

const struct command command_load = {
	.name = "load",
	.run = load,
	.summary = "load a kernel and the parts of its initramfs",
	.help =
"Usage: kexec2 load KERNEL [--initrd=[LABEL=]PATH]... [OPTION]...\n"
"\n"
"Load KERNEL, to be started by \"kexec2 exec\", or by the next panic with\n"
"--crash.  It replaces what was loaded before; if it cannot be loaded, that\n"
"stays loaded, except a crash image.\n"
"\n"
"  --initrd=[LABEL=]PATH  a part of the initramfs.  Repeat it for more parts:\n"
"                         the next kernel unpacks them in this order.  LABEL\n"
"                         is 1 to 31 characters of A-Z a-z 0-9 . _ - and tells\n"
"                         IMA what the part is.  To name a file with a \"=\",\n"
"                         put a directory before it: ./a=b\n"
"  --cmdline=STR          set the command line\n"
"  --append=STR           the same; with --reuse-cmdline, add STR to it\n"
"  --reuse-cmdline        set the command line to the running kernel's, without\n"
"                         BOOT_IMAGE=, initrd= and, with --crash, crashkernel=\n"
"  --crash                load the image that a panic starts\n"
"  --require-measure      fail unless IMA records what is loaded; its policy\n"
"                         needs this rule:\n"
"                         measure func=CRITICAL_DATA label=kexec_file_load2\n"
"  -h, --help             show this help\n"
"\n"
"Example:\n"
"  kexec2 load /boot/vmlinuz --initrd=ucode=/boot/ucode.cpio \\\n"
"    --initrd=base=/boot/initrd.img --reuse-cmdline\n",
};

/* What the library refuses as invalid, the user mistyped. */
static int exit_status(int err)
{
	return err == -EINVAL ? EXIT_USAGE : EXIT_FAILED;
}

static int fail(struct kexec2 *kx)
{
	complain("%s", kexec2_failure(kx, NULL, NULL));
	return EXIT_FAILED;
}

static int add_initrds(struct kexec2 *kx, const struct load_options *options)
{
	size_t i;
	int err;

	for (i = 0; i < options->nr_initrds; i++) {
		const struct initrd_option *initrd = &options->initrds[i];

		err = kexec2_add_initrd_path(kx, initrd->path, initrd->label);
		if (!err)
			continue;
		fail(kx);
		if (err == -EINVAL && *initrd->label)
			complain("if the \"=\" belongs to the name of the file, put \"./\" before the name");
		return exit_status(err);
	}
	return EXIT_OK;
}

static void report_success(const struct load_options *options)
{
	size_t count = options->nr_initrds;
	off_t total = 0;
	struct stat st;
	char size[32];
	size_t i;

	for (i = 0; i < count; i++)
		if (stat(options->initrds[i].path, &st) == 0)
			total += st.st_size;

	printf("kexec2: loaded %s ", options->kernel);
	if (count)
		printf("with %zu initramfs part%s (%s); ", count,
		       count == 1 ? "" : "s",
		       format_size(total, size, sizeof(size)));
	else
		printf("without an initramfs; ");
	if (options->crash)
		printf("a panic boots it\n");
	else
		printf("run \"kexec2 exec\" to boot it\n");
}

static int load_image(struct kexec2 *kx, const struct load_options *options,
		      const char *cmdline)
{
	uint64_t flags = 0;
	int status;

	if (options->crash)
		flags |= KEXEC_FILE_ON_CRASH;
	if (options->require_measure)
		flags |= KEXEC_FILE2_REQUIRE_MEASURE;

	if (kexec2_set_kernel_path(kx, options->kernel))
		return fail(kx);
	status = add_initrds(kx, options);
	if (status)
		return status;
	if (kexec2_set_cmdline(kx, cmdline) || kexec2_set_flags(kx, flags) ||
	    kexec2_load(kx))
		return fail(kx);
	report_success(options);
	return EXIT_OK;
}

static int load(int argc, char **argv)
{
	struct load_options options;
	struct kexec2 *kx = NULL;
	int status = EXIT_FAILED;
	char *cmdline = NULL;
	int err;

	err = parse_load_options(argc, argv, &options);
	if (err == -EINVAL) {
		status = usage_error(&command_load);
		goto out;
	}
	if (!err && options.help) {
		status = show_help(&command_load);
		goto out;
	}
	if (!err)
		err = make_cmdline(&options, &cmdline);
	if (err && err != -ENOMEM) {
		complain("/proc/cmdline: cannot be read (%s); mount /proc, or use --cmdline",
			 strerror(-err));
		goto out;
	}
	if (!err)
		err = kexec2_new(&kx);
	if (err) {
		complain("out of memory");
		goto out;
	}
	status = load_image(kx, &options, cmdline);
out:
	kexec2_unref(kx);
	free(cmdline);
	free_load_options(&options);
	return status;
}
