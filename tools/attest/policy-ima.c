// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 policy, for IMA and for kexec2 verify. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/digest.h"
#include "ima/file.h"
#include "ima/modsig.h"
#include "shared/command.h"
#include "policy-export.h"

enum signature {
	SIGNED_NOT,
	SIGNED_XATTR,
	SIGNED_APPENDED,
	SIGNED_VERITY,		/* the fs-verity digest, in security.ima */
};

static int find_signature(const struct component *component, bool kernel,
			  enum signature *signature)
{
	struct modsig modsig = { 0 };
	struct reason reason;
	struct ima_file file;
	int err;

	err = ima_file_read(&file, component->fd, &reason);
	if (!err)
		err = modsig_read(&modsig, component->fd, file.size, &reason);
	if (err == -EBADMSG && kernel)
		err = 0;
	*signature = SIGNED_NOT;
	if (!err && ima_file_signed(&file, XATTR_SIGNATURE))
		*signature = SIGNED_XATTR;
	else if (!err && !kernel && file.verity &&
		 ima_file_signed(&file, XATTR_VERITY_SIGNATURE))
		*signature = SIGNED_VERITY;
	else if (!err && modsig.present)
		*signature = SIGNED_APPENDED;
	if (err)
		complain("%s: %s", component->name, reason.text);
	modsig_free(&modsig);
	ima_file_free(&file);
	return err;
}

static void put_comment(const char *what, const char *name)
{
	printf("# %s ", what);
	put_text(stdout, name, -1);
	putchar('\n');
}

/*
 * What all of the files of a hook have; a rule is for all of them, so that a file
 * without a signature must not be asked for one.
 */
static enum signature both(enum signature a, enum signature b)
{
	if (a == b)
		return a;
	if ((a == SIGNED_XATTR && b == SIGNED_APPENDED) ||
	    (a == SIGNED_APPENDED && b == SIGNED_XATTR))
		return SIGNED_APPENDED;
	return SIGNED_NOT;
}

static void put_rules(const char *func, enum signature signature)
{
	static const char *const measure[] = {
		[SIGNED_NOT]	  = "",
		[SIGNED_XATTR]	  = " template=ima-sig",
		[SIGNED_APPENDED] = " template=ima-modsig",
		[SIGNED_VERITY]	  = " template=ima-sigv2",
	};
	static const char *const appraise[] = {
		[SIGNED_NOT]	  = NULL,
		[SIGNED_XATTR]	  = "appraise_type=imasig",
		[SIGNED_APPENDED] = "appraise_type=imasig|modsig",
		[SIGNED_VERITY]	  = "digest_type=verity appraise_type=sigv3",
	};

	printf("measure func=%s%s\n", func, measure[signature]);
	if (appraise[signature])
		printf("appraise func=%s %s\n", func, appraise[signature]);
}

int export_ima(const struct image *image)
{
	enum signature kernel, parts = SIGNED_NOT, part;
	size_t i;

	if (find_signature(&image->kernel, true, &kernel))
		return EXIT_FAILED;
	printf("# IMA rules for a load of these files.  They stand before any others: a rule\n"
	       "# such as \"dont_measure fsmagic=0x01021994\" would hide parts on tmpfs and in\n"
	       "# memfds.\n");
	put_comment(kernel == SIGNED_NOT ? "kernel, not signed for IMA:" :
					   "kernel, signed:",
		    image->kernel.name);
	for (i = 0; i < image->nr_initrds; i++) {
		if (find_signature(&image->initrds[i], false, &part))
			return EXIT_FAILED;
		parts = i ? both(parts, part) : part;
		put_comment(part == SIGNED_NOT ? "initrd, not signed:" :
						 "initrd, signed:",
			    image->initrds[i].name);
	}
	put_rules("KEXEC_KERNEL_CHECK", kernel);
	put_rules("KEXEC_INITRAMFS_CHECK", parts);
	printf("measure func=KEXEC_CMDLINE\n"
	       "measure func=CRITICAL_DATA label=" IMA_RECORDS_LABEL "\n"
	       "measure func=POLICY_CHECK\n");
	return EXIT_OK;
}

/*
 * A name in kexec2-known(5): no blanks, and no signs that mean something there.
 * Those and what is not ASCII become "_".
 */
static char *known_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *name = xstrdup(slash && slash[1] ? slash + 1 : path), *p;

	for (p = name; *p; p++)
		if (*p <= ' ' || *p >= 0x7f || strchr("\"=?,#\\", *p))
			*p = '_';
	return name;
}

/* Of what goes into the image: without an appended signature. */
static int known_digest(const struct component *component, bool kernel,
			char text[DIGEST_TEXT_MAX])
{
	struct digest digest;
	struct modsig modsig = { 0 };
	struct reason reason;
	struct ima_file file;
	int err;

	err = ima_file_read(&file, component->fd, &reason);
	if (!err && !kernel)
		err = modsig_read(&modsig, component->fd, file.size, &reason);
	if (err) {
		complain("%s: %s", component->name, reason.text);
	} else if (modsig.present) {
		err = -EOPNOTSUPP;
		complain("%s: it has an appended signature: its records have two digests, of which a known file takes the one of the part without it; remove the signature for that",
			 component->name);
	} else {
		err = digest_file(&digest, "sha256", component->fd,
				  component->name);
		if (err)
			complain("%s: cannot be read (%s)", component->name,
				 strerror(-err));
		else
			digest_text(&digest, text);
	}
	modsig_free(&modsig);
	ima_file_free(&file);
	return err;
}

static int put_known(const struct component *component, bool kernel, bool first)
{
	char *name = known_name(component->name);
	char text[DIGEST_TEXT_MAX];

	if (known_digest(component, kernel, text)) {
		free(name);
		return -EIO;
	}
	printf("%s %s role=%s", text, name, kernel ? "kernel" : "initrd");
	if (!kernel)
		printf(" label=%s%s", *component->label ? component->label :
							  "-",
		       first ? " order=first" : "");
	putchar('\n');
	free(name);
	return 0;
}

static void put_quoted(const char *text)
{
	putchar('"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			printf("\\%c", *text);
		else if (*text < ' ' || *text >= 0x7f)
			printf("\\x%02x", (unsigned char)*text);
		else
			putchar(*text);
	}
	putchar('"');
}

int export_known(const struct image *image)
{
	size_t i;

	if (put_known(&image->kernel, true, false))
		return EXIT_FAILED;
	for (i = 0; i < image->nr_initrds; i++)
		if (put_known(&image->initrds[i], false,
			      i == 0 && image->nr_initrds > 1))
			return EXIT_FAILED;
	if (image->cmdline && *image->cmdline) {
		printf("cmdline ");
		put_quoted(image->cmdline);
		puts(" cmdline");
	}
	return EXIT_OK;
}
