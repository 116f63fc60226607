// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What will go wrong, but not before the next kernel runs. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image/checks.h"
#include "initramfs/initramfs.h"
#include "shared/command.h"
#include "shared/json.h"

#define SEALS	(F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

bool has_writer(int fd)
{
	int signal_before = fcntl(fd, F_GETSIG);

	/*
	 * Whoever opens it for writing while the lease is held waits, and we
	 * get a signal: not SIGIO, which would end us, but one that is ignored
	 * unless somebody handles it.
	 */
	if (signal_before < 0 || fcntl(fd, F_SETSIG, SIGURG))
		return false;
	if (fcntl(fd, F_SETLEASE, F_RDLCK)) {
		bool refused = errno == EAGAIN;

		fcntl(fd, F_SETSIG, signal_before);
		return refused;
	}
	fcntl(fd, F_SETLEASE, F_UNLCK);
	fcntl(fd, F_SETSIG, signal_before);
	return false;
}

/* Files of tmpfs have seals, too, but only a memfd is meant to be sealed. */
bool is_unsealed_memfd(int fd)
{
	static const char prefix[] = "/memfd:";
	char path[32], target[sizeof(prefix) - 1];
	ssize_t len;
	int seals;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	len = readlink(path, target, sizeof(target));
	if (len != (ssize_t)sizeof(target) ||
	    memcmp(target, prefix, sizeof(target)) != 0)
		return false;
	seals = fcntl(fd, F_GET_SEALS);
	return seals >= 0 && (seals & SEALS) != SEALS;
}

/**
 * struct check - how far it is
 * @findings:	What was found.
 * @count:	How much.
 * @component:	Index of what is looked at.
 * @left:	Bytes that may still be unpacked, of all parts together.
 * @compressed: There was a compressed archive, or what the kernel stops at.
 */
struct check {
	struct finding *findings;
	size_t count;
	int component;
	uint64_t left;
	bool compressed;
};

const char *finding_code_name(enum finding_code code)
{
	static const char *const names[] = {
		[FINDING_UNREADABLE] = "unreadable",
		[FINDING_UNCHECKED] = "unchecked",
		[FINDING_EMPTY] = "empty",
		[FINDING_UNKNOWN] = "unknown_content",
		[FINDING_JUNK] = "junk_behind_archive",
		[FINDING_DAMAGED] = "damaged_archive",
		[FINDING_TRUNCATED] = "truncated",
		[FINDING_NO_TRAILER] = "no_trailer",
		[FINDING_BOOTCONFIG] = "bootconfig_not_last",
		[FINDING_EARLY] = "early_not_first",
		[FINDING_WRITER] = "open_writer",
		[FINDING_UNSEALED] = "memfd_not_sealed",
	};

	return names[code];
}

__attribute__((format(printf, 3, 4)))
static void found(struct check *check, enum finding_code code,
		  const char *format, ...)
{
	struct finding *finding;
	va_list ap;

	check->findings = xreallocarray(check->findings, check->count + 1,
					sizeof(*finding));
	finding = &check->findings[check->count++];
	*finding = (struct finding){
		.component = check->component,
		.code = code,
	};
	va_start(ap, format);
	vsnprintf(finding->text, sizeof(finding->text), format, ap);
	va_end(ap);
}

/* Everything is, or may be, a file that others can change. */
static void check_file(struct check *check, const struct component *component)
{
	if (component->fd < 0)
		return;
	if (has_writer(component->fd))
		found(check, FINDING_WRITER,
		      "is open for writing, so that it cannot be loaded; end the program that writes it");
	if (is_unsealed_memfd(component->fd))
		found(check, FINDING_UNSEALED,
		      "is a memfd that can be changed still; seal it against shrinking, growing and writing");
}

static void check_part(struct check *check, const struct initramfs_part *part,
		       bool last)
{
	if (part->kind == INITRAMFS_BOOTCONFIG)
		return;
	if (part->kind != INITRAMFS_CPIO)
		check->compressed = true;
	else if (part->truncated)
		found(check, FINDING_TRUNCATED, last ?
		      "the cpio archive at offset %" PRIu64 " is cut short; make it again" :
		      "the cpio archive at offset %" PRIu64 " is cut short: the kernel would take what follows for its contents; make it again",
		      part->offset);
	if (part->open && !part->truncated && !last)
		found(check, FINDING_NO_TRAILER,
		      "the %s archive at offset %" PRIu64 " has no trailer: the kernel would mix up its hard links with those of what follows; make it with cpio -H newc",
		      initramfs_kind_name(part->kind), part->offset);
	if (part->early && check->compressed)
		found(check, FINDING_EARLY,
		      "the microcode or ACPI tables at offset %" PRIu64 " are behind a compressed archive, where the kernel does not look for them; put them first",
		      part->offset);
}

static void check_stop(struct check *check, const struct initramfs *initramfs,
		       bool last)
{
	const char *lost = last ? "the kernel would stop there" :
		"the kernel would stop there, and lose all that follows";
	enum finding_code code = FINDING_DAMAGED;

	check->compressed = true;	/* find_cpio_data() stops as well */
	if (initramfs->stop == INITRAMFS_JUNK)
		code = initramfs->nr_parts ? FINDING_JUNK : FINDING_UNKNOWN;
	found(check, code, "what is at offset %" PRIu64 " %s; %s",
	      initramfs->stop_offset, initramfs->why.text, lost);
}

static void check_content(struct check *check,
			  const struct initramfs *initramfs, bool last)
{
	size_t i;

	if (!initramfs->size) {
		found(check, FINDING_EMPTY, "is empty");
		return;
	}
	if (!initramfs->nr_parts && !initramfs->stop) {
		found(check, FINDING_UNKNOWN, "holds nothing but zeros");
		return;
	}
	for (i = 0; i < initramfs->nr_parts; i++)
		check_part(check, &initramfs->parts[i],
			   last && i + 1 == initramfs->nr_parts &&
			   !initramfs->stop);
	if (initramfs->stop)
		check_stop(check, initramfs, last);
	if (!last && initramfs->bootconfig < initramfs->size) {
		check->compressed = true;
		found(check, FINDING_BOOTCONFIG,
		      "has a bootconfig at offset %" PRIu64 ", but is not the last part: the kernel would not find it, and stop there; put this part last",
		      initramfs->bootconfig);
	}
}

static void check_initrd(struct check *check, const struct component *initrd,
			 bool last)
{
	struct initramfs initramfs;
	struct reason reason;
	size_t i;
	int err;

	err = initramfs_walk(&initramfs, initrd->fd, check->component == 0,
			     check->left, &reason);
	if (err == -ENODEV)	/* no regular file, which the load itself refuses */
		return;
	for (i = 0; i < initramfs.nr_parts; i++)
		if (initramfs.parts[i].kind != INITRAMFS_CPIO)
			check->left -= initramfs.parts[i].unpacked;
	if (!err)
		check_content(check, &initramfs, last);
	else
		found(check, err == -EFBIG || err == -EOPNOTSUPP ?
		      FINDING_UNCHECKED : FINDING_UNREADABLE, "%s",
		      reason.text);
	initramfs_free(&initramfs);
}

void check_image(const struct image *image, bool content,
		 struct finding **findings, size_t *nr_findings)
{
	struct check check = { .left = INITRAMFS_UNPACKED_MAX };
	size_t count = image->nr_initrds, i;

	check.component = CHECKED_KERNEL;
	check_file(&check, &image->kernel);
	check.component = CHECKED_DEVICETREE;
	check_file(&check, &image->devicetree);
	for (i = 0; i < count; i++) {
		check.component = (int)i;
		check_file(&check, &image->initrds[i]);
		if (content)
			check_initrd(&check, &image->initrds[i],
				     i + 1 == count);
	}
	*findings = check.findings;
	*nr_findings = check.count;
}

static const char *name_of(const struct image *image, int component)
{
	if (component == CHECKED_KERNEL)
		return image->kernel.name;
	if (component == CHECKED_DEVICETREE)
		return image->devicetree.name;
	return image->initrds[component].name;
}

static void print_findings(const struct image *image, bool strict,
			   const struct finding *findings, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		int component = findings[i].component;
		char number[32] = "";

		if (component >= 0)
			snprintf(number, sizeof(number), " (initrd %d)",
				 component + 1);
		complain("%s%s%s: %s",
			 strict ? "" : "warning: ", name_of(image, component),
			 number, findings[i].text);
	}
}

static struct json_object *finding_json(const struct image *image,
					const struct finding *finding)
{
	struct json_object *object = json_new();

	json_add_text(object, "name", name_of(image, finding->component));
	if (finding->component < 0)
		json_add_null(object, "index");
	else
		json_add_number(object, "index", finding->component);
	json_add_text(object, "code", finding_code_name(finding->code));
	json_add_text(object, "text", finding->text);
	return object;
}

bool report_findings(const struct image *image, bool content, bool strict,
		     struct json_object **json)
{
	struct finding *findings = NULL;
	size_t count = 0, i;

	check_image(image, content, &findings, &count);
	print_findings(image, strict, findings, count);
	if (json && (!strict || !count)) {
		*json = json_list();
		for (i = 0; i < count; i++)
			json_append(*json, finding_json(image, &findings[i]));
	}
	free(findings);
	return !strict || !count;
}
