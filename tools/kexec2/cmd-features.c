// SPDX-License-Identifier: GPL-2.0-only
/* kexec2 features */
#include <errno.h>
#include <linux/capability.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "kexec2.h"

#define SECURITYFS	"/sys/kernel/security"
#define SECURITYFS_TYPE	0x73636673

static int features(int argc, char **argv);

const struct command command_features = {
	.name = "features",
	.run = features,
	.summary = "show what this system can do",
	.help =
"Usage: kexec2 features\n"
"\n"
"Show whether the running kernel has the kexec_file_load2 system call, and what\n"
"else bears on it: the older call, IMA, a TPM, lockdown, and the sysctls that\n"
"switch kexec off or limit it.  Changes nothing.  The exit status is 0.\n"
"\n"
"  -h, --help  show this help\n",
};

__attribute__((format(printf, 2, 3)))
static void show(const char *feature, const char *format, ...)
{
	va_list ap;

	printf("%-24s ", feature);
	va_start(ap, format);
	vprintf(format, ap);
	va_end(ap);
	putchar('\n');
}

static void show_kexec_file_load2(void)
{
	int version = kexec2_abi_version();
	struct utsname uts;

	if (version >= 0) {
		show("kexec_file_load2", "yes, ABI version %d", version);
	} else if (version == -ENOSYS) {
		uname(&uts);
		show("kexec_file_load2", "no: this kernel (%s) lacks it (ENOSYS)",
		     uts.release);
	} else {
		show("kexec_file_load2", "unknown: %s", strerror(-version));
	}
}

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

static void show_kexec_file_load(void)
{
#ifdef SYS_kexec_file_load
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };
	const unsigned long no_such_flags = ~0UL;
	int err;

	err = drop_sys_boot(&header, data);
	if (err) {
		show("kexec_file_load", "unknown: %s", strerror(-err));
		return;
	}
	err = syscall(SYS_kexec_file_load, -1, -1, 0UL, NULL,
		      no_such_flags) < 0 ? -errno : 0;
	syscall(SYS_capset, &header, data);
	if (err == -ENOSYS)
		show("kexec_file_load", "no (ENOSYS)");
	else
		show("kexec_file_load", "yes");
#else
	show("kexec_file_load", "no: not on this architecture");
#endif
}

static bool has_securityfs(void)
{
	struct statfs fs;

	return statfs(SECURITYFS, &fs) == 0 && fs.f_type == SECURITYFS_TYPE;
}

static void show_ima(void)
{
	if (access(SECURITYFS "/ima", F_OK) == 0)
		show("IMA", "yes");
	else if (has_securityfs())
		show("IMA", "no");
	else
		show("IMA", "unknown: no securityfs on " SECURITYFS);
}

static void show_tpm(void)
{
	static const char version_file[] =
		"/sys/class/tpm/tpm0/tpm_version_major";
	char version[8];

	if (access("/sys/class/tpm/tpm0", F_OK) != 0)
		show("TPM", "no");
	else if (read_line(version_file, version, sizeof(version)) != 0)
		show("TPM", "yes, of unknown version");
	else
		show("TPM", "yes, version %s",
		     version[0] == '1' ? "1.2" : "2.0");
}

/* The mode in force stands in brackets: none [integrity] confidentiality */
static void show_lockdown(void)
{
	char line[128];
	char *mode;

	if (read_line(SECURITYFS "/lockdown", line, sizeof(line)) != 0) {
		show("lockdown", has_securityfs() ? "not in this kernel" :
		     "unknown: no securityfs on " SECURITYFS);
		return;
	}
	mode = strchr(line, '[');
	if (!mode) {
		show("lockdown", "%s", line);
		return;
	}
	mode++;
	mode[strcspn(mode, "]")] = '\0';
	show("lockdown", "%s", mode);
}

static void show_switch(void)
{
	char value[32];
	int err = read_line("/proc/sys/kernel/kexec_load_disabled", value,
			    sizeof(value));

	if (err)
		show("kexec_load_disabled", "not in this kernel");
	else
		show("kexec_load_disabled", "%s", strcmp(value, "0") == 0 ?
		     "no" : "yes, until the next boot");
}

static void show_limit(const char *name)
{
	char path[64], value[32];

	snprintf(path, sizeof(path), "/proc/sys/kernel/%s", name);
	if (read_line(path, value, sizeof(value)) != 0)
		show(name, "not in this kernel");
	else if (strcmp(value, "-1") == 0)
		show(name, "none");
	else
		show(name, "%s more", value);
}

static int features(int argc, char **argv)
{
	int status;

	if (!parse_simple_options(&command_features, argc, argv, NULL,
				  &status))
		return status;
	show_kexec_file_load2();
	show_kexec_file_load();
	show_ima();
	show_tpm();
	show_lockdown();
	show_switch();
	show_limit("kexec_load_limit_reboot");
	show_limit("kexec_load_limit_panic");
	return EXIT_OK;
}
