// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Find what goes wrong only once the next kernel runs. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "image/checks.h"
#include "shared/json.h"
#include "shared/kernel-config.h"
#include "shared/util.h"

#define SEALS	(F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

/*
 * Is it open for writing, by anybody?  Asks for a read lease, which the kernel
 * refuses then.  False where it grants none: to others' files without
 * CAP_LEASE, and on some file systems.
 */
static bool has_writer(int fd)
{
	int signal_before = fcntl(fd, F_GETSIG);
	bool refused;

	/*
	 * Whoever opens it for writing while the lease is held waits, and we
	 * get a signal: not SIGIO, which would end us, but one that is ignored
	 * unless somebody handles it.
	 */
	if (signal_before < 0 || fcntl(fd, F_SETSIG, SIGURG))
		return false;
	refused = fcntl(fd, F_SETLEASE, F_RDLCK) && errno == EAGAIN;
	fcntl(fd, F_SETLEASE, F_UNLCK);
	fcntl(fd, F_SETSIG, signal_before);
	return refused;
}

/* Files of tmpfs have seals, too, but only a memfd is meant to be sealed. */
static bool is_unsealed_memfd(int fd)
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
 * @kernel:	What the kernel image says of itself.
 * @cmdline:	Its command line.
 * @component:	The file of it.
 * @number:	Index of the part, from 0; -1 for other files.
 * @refuse:	Which faults are errors.
 * @json:	Receives what is found, or NULL.
 * @refused:	There was such a fault.
 * @compressed: There was a compressed archive, or what the kernel stops at.
 */
struct check {
	const struct kernel *kernel;
	const char *cmdline;
	const struct component *component;
	int number;
	enum checks_refuse refuse;
	struct json_object *json;
	bool refused;
	bool compressed;
};

/*
 * @lost: The next kernel cannot unpack all of the content.
 * @code: A name for programs, which stays.
 */
__attribute__((format(printf, 4, 5)))
static void found(struct check *check, bool lost, const char *code,
		  const char *format, ...)
{
	bool refuse = check->refuse == REFUSE_ALL ||
		      (lost && check->refuse == REFUSE_UNPACK);
	const char *name = check->component->name;
	struct json_object *object;
	char number[32] = "", *text;
	va_list ap;

	va_start(ap, format);
	text = xvasprintf(format, ap);
	va_end(ap);
	if (check->number >= 0)
		snprintf(number, sizeof(number), " (initrd %d)", check->number);
	complain("%s%s%s: %s%s", refuse ? "" : "warning: ", name, number, text,
		 refuse && lost ? "; --no-checks takes it anyway" : "");
	check->refused |= refuse;
	if (check->json) {
		object = json_new();
		json_add_text(object, "name", name);
		json_add_count(object, "index", check->number);
		json_add_text(object, "code", code);
		json_add_text(object, "text", text);
		json_append(check->json, object);
	}
	free(text);
}

/*
 * Everything is, or may be, a file that others can change.  Of a piece of one,
 * a copy is loaded.
 */
static void check_file(struct check *check)
{
	int fd = check->component->piece ? -1 : check->component->fd;

	if (fd >= 0 && has_writer(fd))
		found(check, false, "open_writer",
		      "open for writing, which makes the load fail; stop the program that writes it");
	if (fd >= 0 && is_unsealed_memfd(fd))
		found(check, false, "memfd_not_sealed",
		      "memfd is not sealed; seal it against shrinking, growing and writing");
}

/* Where the kernel's configuration is at hand, and tells. */
static void check_configured(struct check *check, enum initramfs_kind kind)
{
	char name[16] = "RD_";
	const char *kind_name = initramfs_kind_name(kind);
	size_t i;

	for (i = 0; kind_name[i]; i++)
		name[3 + i] = (char)toupper(kind_name[i]);
	if (*check->kernel->release &&
	    config_of_release(check->kernel->release, name) == ANSWER_NO)
		found(check, false, "not_configured",
		      "compressed by %s, and the configuration of %s lacks CONFIG_%s: the kernel stops there",
		      kind_name, check->kernel->release, name);
}

/*
 * The call refuses all of it, too, but with one errno for each; for a dry run
 * there is nobody else.
 */
static void check_kernel(struct check *check, const struct kernel *kernel)
{
	size_t len = strlen(check->cmdline) + 1;
	struct utsname uts;
	struct reason why;

	uname(&uts);
	if (kernel_check(kernel, uts.machine, &why))
		found(check, true, "not_a_kernel", "%s", why.text);
	else if (kernel->cmdline_max && len > kernel->cmdline_max)
		found(check, false, "cmdline_too_long",
		      kernel->kind == KERNEL_BZIMAGE ?
		      "the command line has %zu bytes with its NUL, and kexec loads this kernel with at most %u: the load fails with EINVAL; shorten it" :
		      "the command line has %zu bytes with its NUL, and this kernel takes %u: the rest is cut off; shorten it",
		      len, kernel->cmdline_max);
}

static void check_part(struct check *check, const struct initramfs_part *part,
		       bool last)
{
	uint32_t version = check->kernel->version;

	if (part->kind == INITRAMFS_BOOTCONFIG)
		return;
	if (part->kind != INITRAMFS_CPIO) {
		check->compressed = true;
		check_configured(check, part->kind);
	} else if (part->truncated)
		found(check, true, "truncated",
		      last ? "the cpio archive at offset %" PRIu64
			     " is truncated; make it again" :
			     "the cpio archive at offset %" PRIu64
			     " is truncated: the kernel takes the next part for its content; make it again",
		      part->offset);
	if (part->kind == INITRAMFS_LZ4 && !last && version &&
	    version < 0x050e00)
		found(check, false, "old_lz4",
		      "the lz4 archive at offset %" PRIu64
		      " has zeros after it, at which Linux before 5.14 stops unless the fix has been put into it; compress it by gzip",
		      part->offset);
	if (part->open && !part->truncated && !last)
		found(check, false, "no_trailer",
		      "the %s archive at offset %" PRIu64
		      " has no trailer: the kernel mixes up its hard links with those of the next archive; make it with cpio -H newc",
		      initramfs_kind_name(part->kind), part->offset);
	if (part->early && check->compressed)
		found(check, false, "early_not_first",
		      "microcode or ACPI tables at offset %" PRIu64
		      " follow a compressed archive, where the kernel does not look for them; put them first",
		      part->offset);
}

/* Entries that the kernel drops, and says nothing about. */
static void check_loss(struct check *check, const struct initramfs *initramfs,
		       const struct loss *loss, bool others)
{
	const struct cpio_entry *entry = loss->entry;
	uint64_t archive = entry->archive < initramfs->nr_parts ?
				   initramfs->parts[entry->archive].offset :
				   initramfs->stop_offset;
	char in[64] = "", more[64] = "";

	if (!entry->plain)
		snprintf(in, sizeof(in), " of the unpacked archive at offset %" PRIu64,
			 archive);
	if (loss->count > 1)
		snprintf(more, sizeof(more), ", and %" PRIu64 " more%s",
			 loss->count - 1, others ? ", these for several reasons" : "");
	found(check, false, "entry_dropped",
	      "the kernel drops %s at offset %" PRIu64 "%s%s: %s",
	      initramfs->entries.texts + entry->name, entry->offset, in, more,
	      loss->why);
}

/* init_rootfs(): does the command line make the initramfs a ramfs? */
static bool is_ramfs(const char *cmdline)
{
	bool root = false, types = false, tmpfs = false;
	const char *word = cmdline;
	size_t len;

	for (; *word; word += len + (word[len] == ' ')) {
		len = strcspn(word, " ");
		if (!strncmp(word, "initramfs_type=", 15))
			return !strncmp(word + 15, "ramfs", 5);
		root |= !strncmp(word, "root=", 5);
		if (!strncmp(word, "rootfstype=", 11)) {
			types = true;
			tmpfs = memmem(word, len, "tmpfs", 5);
		}
	}
	return types ? !tmpfs : root;
}

/* Attributes that a kernel cannot set, whatever they are. */
static void check_metadata(struct check *check,
			   const struct initramfs *initramfs)
{
	const char *release = check->kernel->release;
	uint64_t count = 0;
	size_t i;

	for (i = 0; i < initramfs->nr_parts; i++)
		count += initramfs->parts[i].metadata;
	if (!count)
		return;
	if (*release && config_of_release(release, "INITRAMFS_XATTR") ==
			ANSWER_NO)
		found(check, false, "xattrs_unknown",
		      "has extended attributes of %" PRIu64
		      " files, and the configuration of %s lacks CONFIG_INITRAMFS_XATTR: the kernel makes files METADATA!!! of them",
		      count, release);
	else if (is_ramfs(check->cmdline))
		found(check, false, "xattrs_ramfs",
		      "has extended attributes of %" PRIu64
		      " files, and with this command line the initramfs is a ramfs, which takes none; add initramfs_type=tmpfs",
		      count);
}

static void check_stop(struct check *check, const struct initramfs *initramfs,
		       bool last)
{
	const char *lost = last ? "the kernel stops there" :
				  "the kernel stops there and ignores the rest";
	const char *code = initramfs->stop != INITRAMFS_JUNK ?
				   "damaged_archive" :
			   initramfs->nr_parts ? "junk_behind_archive" :
						 "unknown_content";

	check->compressed = true; /* find_cpio_data() stops as well */
	found(check, true, code, "offset %" PRIu64 ": %s; %s",
	      initramfs->stop_offset, initramfs->why.text, lost);
}

static void check_content(struct check *check,
			  const struct initramfs *initramfs, bool last)
{
	size_t i;

	if (!initramfs->size)	/* which the load itself refuses */
		return;
	if (!initramfs->nr_parts && !initramfs->stop) {
		found(check, true, "unknown_content", "contains only zeros");
		return;
	}
	for (i = 0; i < initramfs->nr_parts; i++)
		check_part(check, &initramfs->parts[i],
			   last && i + 1 == initramfs->nr_parts &&
			   !initramfs->stop);
	check_metadata(check, initramfs);
	for (i = 0; i < initramfs->losses.count; i++)
		check_loss(check, initramfs, &initramfs->losses.list[i],
			   i == LOSSES_MAX - 1);
	if (initramfs->stop)
		check_stop(check, initramfs, last);
	if (!last && initramfs->bootconfig < initramfs->size) {
		check->compressed = true;
		found(check, true, "bootconfig_not_last",
		      "bootconfig at offset %" PRIu64
		      ", not in the last part: the kernel does not find it, and stops there; put this part last",
		      initramfs->bootconfig);
	}
}

bool check_image(const struct image *image, const struct examined *files,
		 enum checks_refuse refuse, struct json_object *json)
{
	struct check check = {
		.kernel = &files[0].kernel,
		.cmdline = image->cmdline ?: "",
		.refuse = refuse,
		.json = json,
		.number = -1,
	};
	size_t i;

	check.component = &image->kernel;
	check_file(&check);
	check_kernel(&check, &files->kernel);
	check.component = &image->devicetree;
	check_file(&check);
	for (i = 0; i < image->nr_initrds; i++) {
		const struct examined *part = &files[1 + i];

		check.component = &image->initrds[i];
		check.number = (int)i;
		check_file(&check);
		if (!part->err)
			check_content(&check, &part->initramfs,
				      i + 1 == image->nr_initrds);
		else if (part->err != -ENODEV) /* the load itself refuses it */
			found(&check, false, part->err == -EIO ?
			      "unreadable" : "unchecked", "%s",
			      part->reason.text);
	}
	return !check.refused;
}
