// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 load */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <sys/stat.h>

#include "image/checks.h"
#include "image/image.h"
#include "image/describe.h"
#include "image/hand-over.h"
#include "shared/json.h"
#include "kexec2.h"

static int load(int argc, char **argv);

const struct command command_load = {
	.name = "load",
	.run = load,
	.summary = "load a kernel and the parts of its initramfs",
	.help =
"Usage: kexec2 load KERNEL [--initrd=[LABEL=]PATH]... [OPTION]...\n"
"       kexec2 load --entry[=ID|FILE] [--boot-dir=DIR] [OPTION]...\n"
"       kexec2 load --uki=FILE [OPTION]...\n"
"\n"
"Load a kernel, to be started by \"kexec2 exec\", or by the next panic with\n"
"--crash.  It replaces what was loaded before; if it cannot be loaded, that\n"
"stays loaded, except a crash image.\n"
"\n"
"What to load:\n"
SELECTOR_HELP
"\n"
"How to load it:\n"
"  --require-measure      fail unless IMA records what is loaded; its policy\n"
"                         needs this rule:\n"
"                         measure func=CRITICAL_DATA label=kexec_file_load2\n"
"  --strict               fail where there would be a warning: parts that the\n"
"                         next kernel would not unpack, or files that can still\n"
"                         change\n"
"  --no-checks            do not look into the parts for that first, which takes\n"
"                         the time to unpack them\n"
"  --concat               for kernels without kexec_file_load2: join the parts\n"
"                         and use kexec_file_load.  IMA then sees one anonymous\n"
"                         file, and neither measures nor appraises each part\n"
"  --dry-run              show what would be loaded, with digests; load nothing\n"
"  -v, --verbose          show what is loaded, with digests\n"
"  --json                 show it for programs\n"
"  -h, --help             show this help\n"
"\n"
"Example:\n"
"  kexec2 load /boot/vmlinuz --initrd=ucode=/boot/ucode.cpio \\\n"
"    --initrd=base=/boot/initrd.img --reuse-cmdline\n",
};

enum {
	OPT_REQUIRE_MEASURE = 1,
	OPT_STRICT,
	OPT_NO_CHECKS,
	OPT_CONCAT,
	OPT_DRY_RUN,
	OPT_JSON,
};

_Static_assert((int)OPT_JSON < 'h' && (int)'v' < (int)OPT_SELECTOR,
	       "values of getopt_long() differ");

static int take_option(struct load_options *options, int opt)
{
	switch (opt) {
	case OPT_REQUIRE_MEASURE:
		options->require_measure = true;
		return 0;
	case OPT_STRICT:
		options->strict = true;
		return 0;
	case OPT_NO_CHECKS:
		options->no_checks = true;
		return 0;
	case OPT_CONCAT:
		options->concat = true;
		return 0;
	case OPT_DRY_RUN:
		options->dry_run = true;
		return 0;
	case OPT_JSON:
		options->json = true;
		return 0;
	case 'v':
		options->verbose = true;
		return 0;
	case 'h':
		options->help = true;
		return 0;
	default:
		return selector_take(&options->selector, opt, optarg);
	}
}

static int check(const struct load_options *options)
{
	if (options->concat && options->require_measure) {
		complain("--concat and --require-measure exclude each other: IMA cannot record the parts of what is joined");
		return -EINVAL;
	}
	return 0;
}

/*
 * 0, or -EINVAL after a message.  The options point into argv, and are to be
 * freed in any case.
 */
int parse_load_options(int argc, char **argv, struct load_options *options)
{
	static const struct option longopts[] = {
		SELECTOR_OPTIONS,
		{ "require-measure", no_argument, NULL, OPT_REQUIRE_MEASURE },
		{ "strict",	     no_argument, NULL, OPT_STRICT },
		{ "no-checks",	     no_argument, NULL, OPT_NO_CHECKS },
		{ "concat",	     no_argument, NULL, OPT_CONCAT },
		{ "dry-run",	     no_argument, NULL, OPT_DRY_RUN },
		{ "json",	     no_argument, NULL, OPT_JSON },
		{ "verbose",	     no_argument, NULL, 'v' },
		{ "help",	     no_argument, NULL, 'h' },
		{ NULL,		     0,		  NULL, 0 }
	};
	int err, opt;

	*options = (struct load_options){ 0 };
	optind = 0;
	while ((opt = getopt_long(argc, argv, "vh", longopts, NULL)) != -1) {
		err = take_option(options, opt);
		if (err)
			return err;
		if (options->help)
			return 0;
	}
	err = selector_finish(&options->selector, argv + optind, "load");
	return err ? err : check(options);
}

void free_load_options(struct load_options *options)
{
	selector_free(&options->selector);
	*options = (struct load_options){ 0 };
}

static uint64_t flags_of(const struct load_options *options)
{
	uint64_t flags = 0;

	if (options->selector.crash)
		flags |= KEXEC_FILE_ON_CRASH;
	if (options->require_measure)
		flags |= KEXEC_FILE2_REQUIRE_MEASURE;
	return flags;
}

/* What is asked for and will not be. */
static void warn(const struct load_options *options, const struct image *image)
{
	const struct selector *selector = &options->selector;
	bool labels = false;
	size_t i;

	if (image->devicetree.fd >= 0)
		complain(
			"warning: %s: this device tree is not loaded; the next kernel gets the one of the running kernel",
			image->devicetree.name);
	if (!options->concat)
		return;
	for (i = 0; i < selector->nr_parts; i++)
		labels |= *selector->parts[i].label;
	if (labels)
		complain("warning: labels have no effect with --concat");
	if (image->nr_initrds > 1)
		complain("warning: with --concat, IMA sees one anonymous file without xattrs: the parts are neither measured nor appraised on their own");
}

static int load_image(const struct load_options *options,
		      const struct image *image)
{
	struct kexec2 *kx;
	int err;

	if (kexec2_new(&kx))
		out_of_memory();
	err = hand_over(kx, image);
	if (!err)
		err = kexec2_set_flags(kx, flags_of(options));
	if (!err)
		err = options->concat ? kexec2_load_joined(kx) :
					kexec2_load(kx);
	if (err)
		complain("%s%s", kexec2_failure(kx, NULL, NULL),
			 err == -ENOSYS && !options->concat ?
			 ", or let --concat join the parts for kexec_file_load" :
			 "");
	kexec2_unref(kx);
	return err ? EXIT_FAILED : EXIT_OK;
}

static void report_success(const struct load_options *options,
			   const struct image *image)
{
	size_t count = image->nr_initrds;
	off_t total = 0;
	struct stat st;
	char size[32];
	size_t i;

	for (i = 0; i < count; i++)
		if (fstat(image->initrds[i].fd, &st) == 0)
			total += st.st_size;

	printf("kexec2: loaded ");
	put_text(stdout, image->kernel.name, -1);
	if (count)
		printf(" with %zu %sinitramfs part%s (%s); ", count,
		       options->concat && count > 1 ? "joined " : "",
		       count == 1 ? "" : "s",
		       format_size(total, size, sizeof(size)));
	else
		printf(" without an initramfs; ");
	if (options->selector.crash)
		printf("a panic boots it\n");
	else
		printf("run \"kexec2 exec\" to boot it\n");
}

/*
 * For programs: what is or would be loaded, and whether it is.  It does not keep
 * @warnings.
 */
static int report_json(const struct load_options *options,
		       const struct description *description,
		       struct json_object *warnings)
{
	struct json_object *root = describe_json(description);

	json_add(root, "warnings", json_object_get(warnings));
	json_add_bool(root, "loaded", !options->dry_run);
	return print_json(root);
}

static int show_and_load(const struct load_options *options,
			 const struct image *image,
			 struct json_object *warnings)
{
	struct description description = {
		.image = image,
		.flags = flags_of(options),
		.joined = options->concat,
	};
	int status = EXIT_FAILED;

	if (!image->nr_initrds)
		description.flags |= KEXEC_FILE_NO_INITRAMFS;
	if (describe(&description))
		goto out;
	if (!options->json)
		print_description(&description);
	status = options->dry_run ? EXIT_OK : load_image(options, image);
	if (status == EXIT_OK && options->json)
		status = report_json(options, &description, warnings);
	else if (status == EXIT_OK && !options->dry_run)
		report_success(options, image);
out:
	description_free(&description);
	return status;
}

static int load_as_told(const struct load_options *options)
{
	struct json_object *warnings = NULL;
	struct image image;
	int status = open_image(&options->selector, &image);

	if (status)
		return status;
	warn(options, &image);
	if (!report_findings(&image, !options->no_checks, options->strict,
			     options->json ? &warnings : NULL)) {
		image_free(&image);
		return EXIT_FAILED;
	}
	if (options->dry_run || options->json || options->verbose) {
		status = show_and_load(options, &image, warnings);
	} else {
		status = load_image(options, &image);
		if (status == EXIT_OK)
			report_success(options, &image);
	}
	json_object_put(warnings);
	image_free(&image);
	return status;
}

static int load(int argc, char **argv)
{
	struct load_options options;
	int status;

	if (parse_load_options(argc, argv, &options))
		status = usage_error(&command_load);
	else if (options.help)
		status = show_help(&command_load);
	else if (options.json && !json_supported())
		status = EXIT_FAILED;
	else
		status = load_as_told(&options);
	free_load_options(&options);
	return status;
}
