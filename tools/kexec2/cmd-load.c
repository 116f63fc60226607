// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 load */
#include <errno.h>
#include <stdio.h>

#include "image/checks.h"
#include "image/describe.h"
#include "image/image.h"
#include "image/selector.h"
#include "again.h"
#include "kexec2.h"
#include "shared/json.h"

struct load_options {
	struct selector selector;
	bool require_measure;
	bool verify_on_reboot;
	bool strict;
	bool dry_run;
	bool json;
	bool verbose;
};

#define AT(option)	offsetof(struct load_options, option)

static const struct option_row rows[] = {
	{ "require-measure", 0, NULL, take_flag, AT(require_measure),
	  "fail unless IMA records what is loaded; its policy\n"
	  "needs this rule:\n"
	  "measure func=CRITICAL_DATA label=kexec_file_load2" },
	{ "verify-on-reboot", 0, NULL, take_flag, AT(verify_on_reboot),
	  "have the kernel check that the image is as it was\n"
	  "loaded before it starts it" },
	{ "strict", 0, NULL, take_flag, AT(strict), "treat warnings as errors" },
	{ "dry-run", 0, NULL, take_flag, AT(dry_run),
	  "show the image, with digests; load nothing" },
	{ "verbose", 'v', NULL, take_flag, AT(verbose),
	  "show the image, with digests" },
	{ "json", 0, NULL, take_json, AT(json), "print JSON" },
	{ 0 }
};

static uint64_t flags_of(const struct load_options *options)
{
	uint64_t flags = 0;

	if (options->selector.crash)
		flags |= KEXEC_FILE_ON_CRASH;
	if (options->require_measure)
		flags |= KEXEC_FILE2_REQUIRE_MEASURE;
	if (options->verify_on_reboot)
		flags |= KEXEC_FILE2_VERIFY_ON_REBOOT;
	return flags;
}

/* Warn about requests that have no effect. */
static void warn(const struct load_options *options, const struct image *image)
{
	const struct selector *selector = &options->selector;
	bool labels = false;
	size_t i;

	if (image->devicetree.fd >= 0)
		complain("warning: %s: device tree ignored; the next kernel gets the running kernel's",
			 image->devicetree.name);
	if (!options->selector.concat)
		return;
	for (i = 0; i < selector->nr_parts; i++)
		labels |= *selector->parts[i].label;
	if (labels)
		complain("warning: labels have no effect with --concat");
	if (image->nr_initrds > 1)
		complain("warning: with --concat, IMA sees one anonymous file without xattrs: parts are neither measured nor appraised individually");
}

struct kexec2 *new_handle(const struct image *image)
{
	struct kexec2 *kx;
	size_t i;

	if (kexec2_new(&kx))
		out_of_memory();
	if (!image)
		return kx;
	kexec2_set_kernel_fd(kx, image->kernel.fd, image->kernel.name);
	for (i = 0; i < image->nr_initrds; i++) {
		const struct component *initrd = &image->initrds[i];

		kexec2_add_initrd_fd(kx, initrd->fd, initrd->label,
				     initrd->name);
	}
	kexec2_set_cmdline(kx, image->cmdline);
	return kx;
}

/* What else to do about a load that has failed. */
static const char *advice(const struct load_options *options, int err,
			  const struct kexec2 *kx)
{
	int initrd;

	kexec2_failure(kx, NULL, &initrd);
	if (err == -ENOSYS && !options->selector.concat &&
	    !options->require_measure && !options->verify_on_reboot)
		return ", or use --concat to join the parts for kexec_file_load";
	if (options->verify_on_reboot && initrd < 0 &&
	    kexec2_cause(kx) == KEXEC2_OLD_KERNEL)
		return "; --verify-on-reboot needs a kernel with CONFIG_KEXEC_VERIFY";
	return "";
}

static int load_image(const struct load_options *options,
		      const struct image *image)
{
	struct kexec2 *kx = new_handle(image);
	int err;

	kexec2_set_flags(kx, flags_of(options));
	err = image->concat ? kexec2_load_joined(kx) : kexec2_load(kx);
	if (err)
		complain("%s%s", kexec2_failure(kx, NULL, NULL),
			 advice(options, err, kx));
	else if (!options->selector.crash)
		keep_load(image->kernel.fd, NULL);
	kexec2_unref(kx);
	return err ? EXIT_FAILED : EXIT_OK;
}

static void report_success(const struct load_options *options,
			   const struct image *image,
			   const struct examined *files)
{
	size_t i, count = image->nr_initrds;
	off_t total = 0;
	char size[32];

	for (i = 1; i <= count; i++)
		total += files[i].stat.st_size;
	printf("kexec2: loaded ");
	put_text(stdout, image->kernel.name, -1);
	if (count)
		printf(" with %zu %sinitramfs part%s (%s); ", count,
		       options->selector.concat && count > 1 ? "joined " : "",
		       count == 1 ? "" : "s",
		       format_size(total, size, sizeof(size)));
	else
		printf(" without an initramfs; ");
	puts(options->selector.crash ? "a panic boots it" :
				       "run \"kexec2 exec\" to boot it");
}

static bool shows(const struct load_options *options)
{
	return options->dry_run || options->json || options->verbose;
}

static int show_and_load(const struct load_options *options,
			 const struct image *image,
			 const struct examined *files,
			 struct json_object *warnings, bool good)
{
	uint64_t flags = flags_of(options);
	int status = good ? EXIT_OK : EXIT_FAILED;
	struct json_object *root;

	if (shows(options) && !check_digests(image, files))
		return EXIT_FAILED;
	/* As the library sets it. */
	if (!image->nr_initrds)
		flags |= KEXEC_FILE_NO_INITRAMFS;
	if (shows(options) && !options->json)
		print_image(image, files, flags);
	if (good && !options->dry_run)
		status = load_image(options, image);
	if (options->json && (status == EXIT_OK || !good)) {
		root = image_json(image, files, flags);
		json_add(root, "warnings", json_object_get(warnings));
		json_add_bool(root, "loaded", good && !options->dry_run);
		print_json(root);
	} else if (status == EXIT_OK && !options->dry_run) {
		report_success(options, image, files);
	}
	return status;
}

static int open_and_load(const struct load_options *options)
{
	bool thorough = options->strict || options->dry_run;
	unsigned int what = (options->selector.no_checks ? 0 : EXAMINE_PARTS) |
			    (thorough ? EXAMINE_UNPACK : 0) |
			    (shows(options) ? EXAMINE_DIGEST : 0);
	struct json_object *warnings;
	struct examined *files;
	struct image image;
	int status = open_image(&options->selector, &image);
	bool good;

	if (status != EXIT_OK)
		return status;
	warnings = options->json ? json_list() : NULL;
	warn(options, &image);
	files = examine_image(&image, what);
	good = check_image(&image, files, options->strict ? REFUSE_ALL :
			   REFUSE_UNPACK, warnings);
	status = show_and_load(options, &image, files, warnings, good);
	examined_free(files, &image);
	image_free(&image);
	json_object_put(warnings);
	return status;
}

static int load(void *data, char **operands)
{
	struct load_options *options = data;

	options->selector.in_place = options->dry_run;
	if (selector_finish(&options->selector, operands, "load"))
		return usage_error(&command_load);
	if (options->selector.concat && options->require_measure)
		complain("--concat cannot be combined with --require-measure: IMA cannot record the parts of a joined initramfs");
	else if (options->selector.concat && options->verify_on_reboot)
		complain("--concat cannot be combined with --verify-on-reboot: kexec_file_load has no flag for it");
	else if (options->selector.crash && options->verify_on_reboot)
		complain("--crash cannot be combined with --verify-on-reboot: a panic starts the image at once; use \"kexec2 verify-image --crash\" before");
	else
		return open_and_load(options);
	return usage_error(&command_load);
}

const struct command command_load = {
	.name = "load",
	.summary = "load a kernel and the parts of its initramfs",
	.usage = SELECTOR_USAGE,
	.about =
"Load a kernel, to be started by \"kexec2 exec\", or by the next panic with\n"
"--crash.  It replaces what was loaded before; if it cannot be loaded, that\n"
"stays loaded, except a crash image.\n",
	.groups = {
		{ "What to load:", selector_rows, AT(selector) },
		{ "How to load it:", rows, 0 },
	},
	.more =
"Example:\n"
"  kexec2 load /boot/vmlinuz --initrd=ucode=/boot/ucode.cpio \\\n"
"    --initrd=base=/boot/initrd.img --reuse-cmdline\n",
	.operand = "KERNEL",
	.size = sizeof(struct load_options),
	.run = load,
	.clean = selector_clean,
};
