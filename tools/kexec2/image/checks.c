// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What will go wrong, but not before the next kernel runs. */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "image/checks.h"
#include "image/file-state.h"
#include "initramfs/initramfs.h"
#include "shared/json.h"
#include "shared/command.h"

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
static int found(struct check *check, enum finding_code code,
		 const char *format, ...)
{
	struct finding *findings = reallocarray(check->findings,
						check->count + 1,
						sizeof(*findings));
	struct finding *finding;
	va_list ap;

	if (!findings)
		return -ENOMEM;
	check->findings = findings;
	finding = &findings[check->count++];
	*finding = (struct finding){
		.component = check->component,
		.code = code,
	};
	va_start(ap, format);
	vsnprintf(finding->text, sizeof(finding->text), format, ap);
	va_end(ap);
	return 0;
}

/* Everything is, or may be, a file that others can change. */
static int check_file(struct check *check, const struct component *component)
{
	int err = 0;

	if (component->fd < 0)
		return 0;
	if (has_writer(component->fd))
		err = found(check, FINDING_WRITER,
			    "is open for writing, so that it cannot be loaded; end the program that writes it");
	if (!err && is_unsealed_memfd(component->fd))
		err = found(check, FINDING_UNSEALED,
			    "is a memfd that can be changed still; seal it against shrinking, growing and writing");
	return err;
}

static int check_part(struct check *check, const struct initramfs_part *part,
		      bool last)
{
	int err = 0;

	if (part->kind == INITRAMFS_BOOTCONFIG)
		return 0;
	if (part->kind != INITRAMFS_CPIO)
		check->compressed = true;
	else if (part->truncated)
		err = found(check, FINDING_TRUNCATED, last ?
			    "the cpio archive at offset %" PRIu64 " is cut short; make it again" :
			    "the cpio archive at offset %" PRIu64 " is cut short: the kernel would take what follows for its contents; make it again",
			    part->offset);
	if (!err && part->open && !part->truncated && !last)
		err = found(check, FINDING_NO_TRAILER,
			    "the %s archive at offset %" PRIu64 " has no trailer: the kernel would mix up its hard links with those of what follows; make it with cpio -H newc",
			    initramfs_kind_name(part->kind), part->offset);
	if (!err && part->early && check->compressed)
		err = found(check, FINDING_EARLY,
			    "the microcode or ACPI tables at offset %" PRIu64 " are behind a compressed archive, where the kernel does not look for them; put them first",
			    part->offset);
	return err;
}

static int check_stop(struct check *check, const struct initramfs *initramfs,
		      bool last)
{
	const char *lost = last ? "the kernel would stop there" :
		"the kernel would stop there, and lose all that follows";
	enum finding_code code = FINDING_DAMAGED;

	check->compressed = true;	/* find_cpio_data() stops as well */
	if (initramfs->stop == INITRAMFS_JUNK)
		code = initramfs->nr_parts ? FINDING_JUNK : FINDING_UNKNOWN;
	return found(check, code, "what is at offset %" PRIu64 " %s; %s",
		     initramfs->stop_offset, initramfs->why.text, lost);
}

static int check_content(struct check *check,
			 const struct initramfs *initramfs, bool last)
{
	size_t i;
	int err = 0;

	if (!initramfs->size)
		return found(check, FINDING_EMPTY, "is empty");
	if (!initramfs->nr_parts && !initramfs->stop)
		return found(check, FINDING_UNKNOWN,
			     "holds nothing but zeros");
	for (i = 0; !err && i < initramfs->nr_parts; i++)
		err = check_part(check, &initramfs->parts[i],
				 last && i + 1 == initramfs->nr_parts &&
				 !initramfs->stop);
	if (!err && initramfs->stop)
		err = check_stop(check, initramfs, last);
	if (!err && !last && initramfs->bootconfig < initramfs->size) {
		check->compressed = true;
		err = found(check, FINDING_BOOTCONFIG,
			    "has a bootconfig at offset %" PRIu64 ", but is not the last part: the kernel would not find it, and stop there; put this part last",
			    initramfs->bootconfig);
	}
	return err;
}

static int check_initrd(struct check *check, const struct component *initrd,
			bool last)
{
	struct initramfs initramfs = { 0 };
	struct reason reason = { "" };
	struct input input;
	size_t i;
	int err;

	err = input_open(&input, initrd->fd, &reason);
	if (err == -ENODEV)	/* no regular file, which the load itself refuses */
		return 0;
	if (!err)
		err = initramfs_walk(&initramfs, &input, check->component == 0,
				     check->left, &reason);
	for (i = 0; i < initramfs.nr_parts; i++)
		if (initramfs.parts[i].kind != INITRAMFS_CPIO)
			check->left -= initramfs.parts[i].unpacked;
	if (!err)
		err = check_content(check, &initramfs, last);
	else if (err != -ENOMEM)
		err = found(check, err == -EFBIG || err == -EOPNOTSUPP ?
			    FINDING_UNCHECKED : FINDING_UNREADABLE, "%s",
			    reason.text);
	initramfs_free(&initramfs);
	input_close(&input);
	return err;
}

int check_composition(const struct composition *composition, bool content,
		      struct finding **findings, size_t *nr_findings)
{
	struct check check = { .left = INITRAMFS_UNPACKED_MAX };
	size_t count = composition->nr_initrds, i;
	int err;

	check.component = CHECKED_KERNEL;
	err = check_file(&check, &composition->kernel);
	check.component = CHECKED_DEVICETREE;
	if (!err)
		err = check_file(&check, &composition->devicetree);
	for (i = 0; !err && i < count; i++) {
		check.component = (int)i;
		err = check_file(&check, &composition->initrds[i]);
		if (!err && content)
			err = check_initrd(&check, &composition->initrds[i],
					   i + 1 == count);
	}
	if (err) {
		free(check.findings);
		check = (struct check){ 0 };
	}
	*findings = check.findings;
	*nr_findings = check.count;
	return err;
}

static const char *name_of(const struct composition *composition, int component)
{
	if (component == CHECKED_KERNEL)
		return composition->kernel.name;
	if (component == CHECKED_DEVICETREE)
		return composition->devicetree.name;
	return composition->initrds[component].name;
}

static void print_findings(const struct composition *composition, bool strict,
			   const struct finding *findings, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		int component = findings[i].component;
		char number[32] = "";

		if (component >= 0)
			snprintf(number, sizeof(number), " (initrd %d)",
				 component + 1);
		complain("%s%s%s: %s", strict ? "" : "warning: ",
			 name_of(composition, component), number,
			 findings[i].text);
	}
}

static struct json_object *finding_json(const struct composition *composition,
					const struct finding *finding)
{
	const char *name = name_of(composition, finding->component);
	struct json_object *object = json_object_new_object();

	if (!object || !json_add(object, "name", json_text(name)) ||
	    (finding->component < 0 ?
	     json_object_object_add(object, "index", NULL) :
	     !json_add(object, "index",
		      json_object_new_int(finding->component))) ||
	    !json_add(object, "code", json_object_new_string(
		finding_code_name(finding->code))) ||
	    !json_add(object, "text", json_text(finding->text))) {
		json_object_put(object);
		return NULL;
	}
	return object;
}

/* An array, or NULL without memory for it. */
static struct json_object *
findings_json(const struct composition *composition,
	      const struct finding *findings, size_t count)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; array && i < count; i++) {
		struct json_object *object = finding_json(composition,
							  &findings[i]);

		if (object && !json_object_array_add(array, object))
			continue;
		json_object_put(object);
		json_object_put(array);
		return NULL;
	}
	return array;
}

bool report_findings(const struct composition *composition, bool content,
		     bool strict, struct json_object **json)
{
	struct finding *findings = NULL;
	size_t count = 0;
	int err;

	err = check_composition(composition, content, &findings, &count);
	print_findings(composition, strict, findings, count);
	if (!err && json && (!strict || !count)) {
		*json = findings_json(composition, findings, count);
		if (!*json)
			err = -ENOMEM;
	}
	free(findings);
	if (err)
		complain("out of memory");
	return !err && (!strict || !count);
}
