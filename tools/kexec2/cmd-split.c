// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 split */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/open.h"
#include "image/sealed.h"
#include "initramfs/initramfs.h"
#include "initramfs/show.h"
#include "shared/json.h"
#include "kexec2.h"

static int split(int argc, char **argv);

const struct command command_split = {
	.name = "split",
	.run = split,
	.summary = "find the parts of a joined initramfs",
	.help =
"Usage: kexec2 split IMAGE [-o DIR [--force]] [--json]\n"
"\n"
"List the archives that IMAGE is joined from, as the kernel finds them: cpio\n"
"archives and compressed ones.  Zeros between them belong to none, and need not\n"
"be kept: parts that \"kexec2 load\" gets unpack to the same files as IMAGE.\n"
"A bootconfig belongs to the last part.\n"
"\n"
"  -o, --output=DIR  write each part to DIR/NN-LABEL.img.  DIR is made, if it\n"
"                    is not there\n"
"  --force           replace files that are there\n"
"  --json            print for programs\n"
"  -h, --help        show this help\n"
"\n"
"Labels: \"early\" for an uncompressed archive with microcode or ACPI tables,\n"
"\"initrd\" for any other; a second one is \"early2\" or \"initrd2\", and so on.\n"
"\n"
"Exit status: 1 also if the kernel would stop before the end of IMAGE; nothing\n"
"is written then.\n",
};

struct split_options {
	const char *image;
	const char *dir;
	bool force;
	bool json;
	bool help;
};

enum {
	OPT_FORCE = 1,
	OPT_JSON,
};

static int parse_options(int argc, char **argv, struct split_options *options)
{
	static const struct option longopts[] = {
		{ "output", required_argument, NULL, 'o' },
		{ "force",  no_argument,       NULL, OPT_FORCE },
		{ "json",   no_argument,       NULL, OPT_JSON },
		{ "help",   no_argument,       NULL, 'h' },
		{ NULL,	    0,		       NULL, 0 }
	};
	int opt;

	*options = (struct split_options){ 0 };
	optind = 0;
	while ((opt = getopt_long(argc, argv, "ho:", longopts, NULL)) != -1) {
		switch (opt) {
		case 'o':
			options->dir = optarg;
			break;
		case OPT_FORCE:
			options->force = true;
			break;
		case OPT_JSON:
			options->json = true;
			break;
		case 'h':
			options->help = true;
			return 0;
		default:
			return -EINVAL;
		}
	}
	if (optind == argc) {
		complain("split needs the IMAGE to split");
		return -EINVAL;
	}
	if (optind + 1 < argc) {
		complain("split takes one IMAGE, but got \"%s\" and \"%s\"",
			 argv[optind], argv[optind + 1]);
		return -EINVAL;
	}
	if (options->force && !options->dir) {
		complain("--force is about the files that -o writes; give -o DIR, too");
		return -EINVAL;
	}
	options->image = argv[optind];
	return 0;
}

/* A file that is not whole does not stay. */
static int write_part(int fd, const struct initramfs_part *part,
		      const char *path, bool force)
{
	int to, err;

	if (force && unlink(path) && errno != ENOENT) {
		complain("%s: cannot be replaced (%s)", path, strerror(errno));
		return EXIT_FAILED;
	}
	to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (to < 0) {
		complain("%s: cannot be made (%s)%s", path, strerror(errno),
			 errno == EEXIST ? "; --force replaces it" : "");
		return EXIT_FAILED;
	}
	err = copy_bytes(fd, part->offset, part->size, to);
	if (close(to) && !err)
		err = -errno;
	if (!err)
		return EXIT_OK;
	complain("%s: cannot be written (%s)", path, strerror(-err));
	unlink(path);
	return EXIT_FAILED;
}

static int write_parts(int fd, const struct initramfs *initramfs,
		       const struct split_options *options)
{
	int status = EXIT_OK;
	size_t i;

	if (mkdir(options->dir, 0777) && errno != EEXIST) {
		complain("%s: cannot be made (%s)", options->dir,
			 strerror(errno));
		return EXIT_FAILED;
	}
	for (i = 0; status == EXIT_OK && i < initramfs->nr_parts; i++) {
		char *path = initramfs_part_path(options->dir, initramfs, i);

		if (!path) {
			complain("out of memory");
			return EXIT_FAILED;
		}
		status = write_part(fd, &initramfs->parts[i], path,
				    options->force);
		free(path);
	}
	return status;
}

static int show_and_write(int fd, const struct initramfs *initramfs,
			  const struct split_options *options)
{
	struct reason reason;
	int status = EXIT_OK;

	if (!initramfs->stop && !initramfs->nr_parts) {
		complain("%s: holds no archive", options->image);
		return EXIT_FAILED;
	}
	if (options->dir && !initramfs->stop)
		status = write_parts(fd, initramfs, options);
	if (status != EXIT_OK)
		return status;
	if (options->json)
		status = print_json(initramfs_json(initramfs, options->image,
						   options->dir));
	else
		initramfs_print(initramfs);
	if (!initramfs->stop)
		return status;
	initramfs_refuse(initramfs, &reason);
	fflush(stdout);
	complain("%s: %s", options->image, reason.text);
	return EXIT_FAILED;
}

static int split_image(const struct split_options *options)
{
	struct initramfs initramfs = { 0 };
	int status = EXIT_FAILED;
	struct reason reason;
	struct input input;
	int fd, err;

	fd = open_component(options->image, &reason);
	if (fd < 0) {
		complain("%s: %s", options->image, reason.text);
		return EXIT_FAILED;
	}
	err = input_open(&input, fd, &reason);
	if (!err)
		err = initramfs_walk(&initramfs, &input, true,
				     INITRAMFS_UNPACKED_MAX, &reason);
	if (err)
		complain("%s: %s", options->image, reason.text);
	else
		status = show_and_write(fd, &initramfs, options);
	initramfs_free(&initramfs);
	input_close(&input);
	close(fd);
	return status;
}

static int split(int argc, char **argv)
{
	struct split_options options;

	if (parse_options(argc, argv, &options))
		return usage_error(&command_split);
	if (options.help)
		return show_help(&command_split);
	return split_image(&options);
}
