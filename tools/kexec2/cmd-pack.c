// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 pack */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kexec2.h"
#include "pack/archive.h"
#include "pack/pack.h"
#include "pack/tree.h"
#include "shared/files.h"
#include "shared/words.h"

struct pack_options {
	const char *from, *output, *list, *key, *cert, *signatures;
	struct owner owner;
	bool owner_set;
	int hash;
};

static int take_owner(const struct option_row *row, void *to, const char *value)
{
	struct pack_options *options = to;
	struct bytes gid = bytes_of(value), uid;
	uint64_t numbers[2];

	(void)row;
	if (!bytes_cut(&gid, ':', &uid) || !words_number(uid, &numbers[0]) ||
	    !words_number(gid, &numbers[1]) || numbers[0] >= UINT32_MAX ||
	    numbers[1] >= UINT32_MAX) {
		complain("--owner=%s: not two numbers (example: --owner=0:0)",
			 value);
		return EXIT_USAGE;
	}
	options->owner = (struct owner){ (int64_t)numbers[0],
					 (int64_t)numbers[1] };
	options->owner_set = true;
	return EXIT_OK;
}

static const struct option_row rows[] = {
	{ "output", 'o', "=FILE", take_value,
	  offsetof(struct pack_options, output),
	  "write FILE, in place of one that is there; else stdout" },
	{ "files", 0, "=FILE", take_value, offsetof(struct pack_options, list),
	  "only the files whose paths below FROM are in FILE, one\n"
	  "in a line, and the directories they are in; - is stdin" },
	{ "owner", 0, "=UID:GID", take_owner, 0,
	  "who owns all files" },
	{ 0 }
};

static const struct option_row sign_rows[] = {
	{ "sign", 0, "=KEYFILE", take_value, offsetof(struct pack_options, key),
	  "sign each file with this private key (PEM)" },
	{ "cert", 0, "=FILE", take_value, offsetof(struct pack_options, cert),
	  "its certificate, which has the identifier of the key" },
	{ "hash", 0, "=sha256|sha384|sha512", take_choice,
	  offsetof(struct pack_options, hash),
	  "sign this hash (default: sha256)" },
	{ "signatures", 0, "=DIR", take_value,
	  offsetof(struct pack_options, signatures),
	  "take the signature of the file PATH from DIR/PATH.sig, as\n"
	  "\"evmctl ima_sign --sigfile\" writes it" },
	{ 0 }
};

/* SOURCE_DATE_EPOCH, or 0 without one.  The header has no room for more. */
static bool read_mtime(struct pack *pack)
{
	const char *text = getenv("SOURCE_DATE_EPOCH");
	uint64_t seconds = 0;

	if (text && (!words_number(bytes_of(text), &seconds) ||
		     seconds > UINT32_MAX)) {
		complain("SOURCE_DATE_EPOCH=%s: not a number of seconds that an archive can have",
			 text);
		return false;
	}
	pack->mtime = (uint32_t)seconds;
	return true;
}

static bool open_signatures(struct pack *pack,
			    const struct pack_options *options)
{
	static const char *const hashes[] = { NULL, "sha256", "sha384",
					      "sha512" };
	struct reason reason;

	if (options->signatures) {
		pack->signatures = open(options->signatures, O_RDONLY |
					O_DIRECTORY | O_CLOEXEC);
		if (pack->signatures < 0) {
			complain("%s: cannot be read (%s)", options->signatures,
				 strerror(errno));
			return false;
		}
	}
	if (!options->key)
		return true;
	pack->signer = signer_new(options->key, options->cert,
				  hashes[options->hash ?: 1], &reason);
	if (!pack->signer)
		complain("%s: %s", options->key, reason.text);
	return pack->signer;
}

static bool pack_from(struct pack *pack, const struct pack_options *options)
{
	const char *from = options->from;
	struct owner owner = { -1, -1 };
	struct reason reason;
	struct stat st = { 0 };
	bool good = false;
	int fd;

	if (options->owner_set)
		owner = options->owner;
	fd = open_component(from, &reason);
	if (fd < 0) {
		complain("%s: %s", from, reason.text);
		return false;
	}
	fstat(fd, &st);
	if (S_ISDIR(st.st_mode))
		good = pack_tree(pack, from, options->list, &owner);
	else if (options->list || options->owner_set)
		complain("%s: no directory, which --files and --owner are for",
			 from);
	else if (!pack->signer && pack->signatures < 0)
		complain("%s: an archive that stays as it is without --sign or --signatures",
			 from);
	else
		good = pack_archive(pack, fd, from);
	close(fd);
	return good;
}

/* What is not whole is not there under the name. */
static bool pack_file(struct pack *pack, const struct pack_options *options)
{
	char *path = xasprintf("%s.XXXXXX", options->output);
	int fd = mkostemp(path, O_CLOEXEC);
	mode_t mask = umask(0);
	bool good;

	umask(mask);
	pack->out = fd < 0 || fchmod(fd, 0666 & ~mask) ? NULL :
							 fdopen(fd, "w");
	if (!pack->out) {
		complain("%s: cannot be made (%s)", options->output,
			 strerror(errno));
		free(path);
		return false;
	}
	good = pack_from(pack, options);
	if (good) {
		good = pack_end(pack) && !rename(path, options->output);
		if (!good)
			complain("%s: cannot be written (%s)", options->output,
				 strerror(errno));
	}
	if (!good)
		unlink(path);
	fclose(pack->out);
	free(path);
	return good;
}

static bool pack_stdout(struct pack *pack, const struct pack_options *options)
{
	if (isatty(STDOUT_FILENO)) {
		complain("pack: an archive is nothing for a terminal; use --output");
		return false;
	}
	pack->out = stdout;
	return pack_from(pack, options) && pack_end(pack);
}

static int pack_all(const struct pack_options *options)
{
	struct pack pack = { .signatures = -1 };
	bool good = read_mtime(&pack) && open_signatures(&pack, options);

	if (good)
		good = options->output ? pack_file(&pack, options) :
					 pack_stdout(&pack, options);
	if (good && pack.unsigned_files)
		complain("warning: %s: no signature of %zu files, such as %s",
			 options->signatures, pack.unsigned_files,
			 pack.unsigned_file);
	free(pack.unsigned_file);
	signer_free(pack.signer);
	if (pack.signatures >= 0)
		close(pack.signatures);
	return good ? EXIT_OK : EXIT_FAILED;
}

static int run_pack(void *data, char **operands)
{
	struct pack_options *options = data;

	options->from = operands[0];
	if (!operands[0])
		complain("pack: missing FROM");
	else if (operands[1])
		complain("pack: more than one FROM (\"%s\", \"%s\")",
			 operands[0], operands[1]);
	else if ((options->cert || options->hash) && !options->key)
		complain("--cert and --hash have no effect without --sign");
	else
		return pack_all(options);
	return usage_error(&command_pack);
}

const struct command command_pack = {
	.name = "pack",
	.summary = "make a cpio archive that has signatures of its files",
	.usage = "FROM [-o FILE] [--files=FILE] [--owner=UID:GID]\n"
		 " [--sign=KEYFILE [--cert=FILE] [--hash=ALGORITHM]]\n"
		 " [--signatures=DIR]",
	.about =
"Make an initramfs of the files below the directory FROM, with their extended\n"
"attributes, of which security.ima has the signature.  A kernel with\n"
"CONFIG_INITRAMFS_XATTR sets them, so that an IMA policy can appraise the files.\n"
"If FROM is an archive, also a compressed one, it stays as it is, but for the\n"
"signatures that are added.\n",
	.groups = {
		{ NULL, rows, 0 },
		{ "Signatures", sign_rows, 0 },
	},
	.more =
"The same files give the same archive: they are sorted by their paths, inodes\n"
"are numbered anew, and times are SOURCE_DATE_EPOCH, or 0.\n",
	.operand = "FILE",
	.size = sizeof(struct pack_options),
	.run = run_pack,
};
