// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Find out what bears on kexec in the running system.  Changes nothing. */
#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "system-features.h"
#include "libkexec2.h"
#include "shared/records-state.h"
#include "shared/util.h"

#define SECURITYFS	"/sys/kernel/security"
#define SECURITYFS_TYPE	0x73636673
#define TPM		"/sys/class/tpm/tpm0"
#define EFI		"/sys/firmware/efi"

/* The global variables of UEFI, section 3.3 of its specification. */
#define SECURE_BOOT	EFI "/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"

/*
 * As root, even a call that fails may use up kernel.kexec_load_limit_*.
 * Without the capability it is refused before that.
 */
static int drop_sys_boot(struct __user_cap_header_struct *header,
			 struct __user_cap_data_struct *data)
{
	struct __user_cap_data_struct less[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capget, header, data) < 0)
		return -errno;
	memcpy(less, data, sizeof(less));
	less[CAP_TO_INDEX(CAP_SYS_BOOT)].effective &=
		~CAP_TO_MASK(CAP_SYS_BOOT);
	if (syscall(SYS_capset, header, less) < 0)
		return -errno;
	return 0;
}

static int find_kexec_file_load(void)
{
#ifdef SYS_kexec_file_load
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };
	const unsigned long no_such_flags = ~0UL;
	int err;

	err = drop_sys_boot(&header, data);
	if (err)
		return err;
	err = syscall(SYS_kexec_file_load, -1, -1, 0UL, NULL,
		      no_such_flags) < 0 ? -errno : 0;
	syscall(SYS_capset, &header, data);
	return err == -ENOSYS ? err : 0;
#else
	return -ENOSYS;
#endif
}

static bool has_securityfs(void)
{
	struct statfs fs;

	return statfs(SECURITYFS, &fs) == 0 && fs.f_type == SECURITYFS_TYPE;
}

static void find_ima(struct features *features)
{
	if (access(SECURITYFS "/ima", F_OK) == 0)
		features->ima = ANSWER_YES;
	else
		features->ima = features->securityfs ? ANSWER_NO :
						       ANSWER_UNKNOWN;
	if (features->ima == ANSWER_YES)
		ima_policy_read(&features->policy);
	else
		features->policy.err = -ENOENT;
	features->carried_list = features->ima == ANSWER_NO ? ANSWER_NO :
				 kernel_config("IMA_KEXEC");
}

/* The file is there from version 2 of them on, whoever may read it. */
static void find_records(struct features *features)
{
	if (access(RECORDS_STATE_FILE, F_OK) == 0)
		features->records = 2;
	else if (features->load2 >= 0 && features->ima == ANSWER_YES)
		features->records = 1;
}

/* Since Linux 5.12 there is a directory for each bank. */
static void find_tpm(struct features *features)
{
	static const char *const names[NR_BANKS] = {
		"sha1", "sha256", "sha384", "sha512", "sm3-256",
	};
	char path[64], version[8];
	size_t i, count = 0;

	features->tpm = access(TPM, F_OK) == 0;
	if (!features->tpm)
		return;
	if (read_line(TPM "/tpm_version_major", version,
		      sizeof(version)) == 0)
		features->tpm_version = atoi(version);
	for (i = 0; i < NR_BANKS; i++) {
		snprintf(path, sizeof(path), TPM "/pcr-%s", names[i]);
		if (access(path, F_OK) == 0)
			features->banks[count++] = names[i];
	}
}

/* The mode in force stands in brackets: none [integrity] confidentiality */
static void find_lockdown(struct features *features)
{
	char line[128];
	char *mode;

	if (read_line(SECURITYFS "/lockdown", line, sizeof(line)) != 0)
		return;
	mode = strchr(line, '[');
	mode = mode ? mode + 1 : line;
	mode[strcspn(mode, "]")] = '\0';
	snprintf(features->lockdown, sizeof(features->lockdown), "%.31s",
		 mode);
}

/* Four bytes of attributes, then the value of one byte. */
static void find_secure_boot(struct features *features)
{
	unsigned char bytes[8];
	FILE *file;
	size_t n;

	features->efi = access(EFI, F_OK) == 0;
	features->secure_boot = features->efi ? ANSWER_UNKNOWN : ANSWER_NO;
	file = features->efi ? fopen(SECURE_BOOT, "re") : NULL;
	if (!file)
		return;
	n = fread(bytes, 1, sizeof(bytes), file);
	if (n == 5 && bytes[4] <= 1)
		features->secure_boot = bytes[4] ? ANSWER_YES : ANSWER_NO;
	fclose(file);
}

static long long read_number(const char *path)
{
	char line[32], *end;
	long long number;

	if (read_line(path, line, sizeof(line)) != 0)
		return NOT_TOLD;
	number = strtoll(line, &end, 10);
	return end != line && !*end ? number : NOT_TOLD;
}

void features_find(struct features *features)
{
	*features = (struct features){
		.load2 = kexec2_abi_version(),
		.securityfs = has_securityfs(),
	};
	/* A filter that kills for one call does for the other, most often. */
	features->file_load = features->load2 == -EACCES ?
			      features->load2 : find_kexec_file_load();
	find_ima(features);
	find_records(features);
	find_tpm(features);
	find_lockdown(features);
	find_secure_boot(features);
	features->required =
		read_number("/proc/sys/kernel/kexec_records_required");
	features->disabled =
		read_number("/proc/sys/kernel/kexec_load_disabled");
	features->limit_reboot =
		read_number("/proc/sys/kernel/kexec_load_limit_reboot");
	features->limit_panic =
		read_number("/proc/sys/kernel/kexec_load_limit_panic");
	features->crash_size = read_number("/sys/kernel/kexec_crash_size");
}
