# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# a policy, and what is said of each subject: level, code, line of the rule
$ printf '%s\n' 'measure func=KEXEC_KERNEL_CHECK' 'measure func=KEXEC_INITRAMFS_CHECK' 'measure func=KEXEC_CMDLINE' 'measure func=CRITICAL_DATA label=kexec_file_load2' 'measure func=POLICY_CHECK' >all
$ printf '%s\n' '#!/bin/sh' 'for rule; do [ "$rule" = all ] && cat all || echo "$rule"; done >p' 'kexec2 lint-policy --json --policy=p $files | awk -F "[\":, ]+" '"'"'$2 == "subject" { sub(/.*: "/, ""); sub(/".*/, ""); printf "%s%s:", n++ ? "\n" : "", $0; next } $2 ~ /^(level|code)$/ { printf " %s", $3 } $2 == "line" { printf " %s", $3 } END { print "" }'"'" >judge; chmod +x judge

# what decides on a file
$ files='vmlinuz --initrd=a=early.cpio' ./judge all
1 kernel vmlinuz: fine measured 1
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 3
1 initrd 0 early.cpio: fine measured 2
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 4
1 policy: fine policy_measured 5
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=KEXEC_KERNEL_CHECK'
1 kernel vmlinuz: fine measured 1
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: problem not_measured
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'dont_measure' all
1 kernel vmlinuz: problem measure_hidden 1 2
1 kernel vmlinuz: note not_appraised
1 command line: problem measure_hidden 1 4
1 initrd 0 early.cpio: problem measure_hidden 1 3
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 5
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'dont_measure fsmagic=0x9fa0' 'dont_measure fowner=77' all
1 kernel vmlinuz: fine measured 3
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 5
1 initrd 0 early.cpio: fine measured 4
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 6
1 policy: fine policy_measured 7
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=CRITICAL_DATA template=ima label=kexec_file_load2'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: problem measure_template 1
1 policy: problem rule_refused 1
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=KEXEC_CMDLINE template=d|n'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised
1 command line: problem measure_template 1
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: problem not_measured
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=KEXEC_KERNEL_CHECK obj_type=x pcr=11' all
1 kernel vmlinuz: note measured 2
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 4
1 initrd 0 early.cpio: fine measured 3
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 5
1 policy: note pcr_shared 1
1 policy: fine policy_measured 6
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'dont_measure obj_type=x' all
1 kernel vmlinuz: problem measure_unknown 1
1 kernel vmlinuz: note not_appraised
1 command line: problem measure_unknown 1
1 initrd 0 early.cpio: problem measure_unknown 1
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 5
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=KEXEC_KERNEL_CHECK obj_type=x'
1 kernel vmlinuz: problem measure_unknown 1
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: problem not_measured
1 policy: note policy_not_measured

# the digest of fs-verity, which the files have not
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure digest_type=verity' all
1 kernel vmlinuz: problem measure_verity 1
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 1
1 initrd 0 early.cpio: problem measure_verity 1
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 5
1 policy: fine policy_measured 1
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'audit digest_type=verity' all
1 kernel vmlinuz: problem measure_verity 1
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 4
1 initrd 0 early.cpio: problem measure_verity 1
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 5
1 policy: fine policy_measured 6
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'dont_hash digest_type=verity' all
1 kernel vmlinuz: problem measure_verity 1
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 4
1 initrd 0 early.cpio: problem measure_verity 1
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 5
1 policy: fine policy_measured 6
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=FILE_CHECK digest_type=verity' all
1 kernel vmlinuz: problem measure_verity 1
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 4
1 initrd 0 early.cpio: problem measure_verity 1
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 5
1 policy: fine policy_measured 6
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'audit func=BPRM_CHECK digest_type=verity' all
1 kernel vmlinuz: fine measured 2
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 4
1 initrd 0 early.cpio: fine measured 3
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 5
1 policy: fine policy_measured 6

# labels
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=KEXEC_INITRAMFS_CHECK label=a pcr=12' all
1 kernel vmlinuz: fine measured 2
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 4
1 initrd 0 early.cpio: fine measured 3
1 initrd 0 early.cpio: fine label_measured 1
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 5
1 policy: note pcr_shared 1
1 policy: fine policy_measured 6
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'dont_measure fowner>0' 'measure func=KEXEC_INITRAMFS_CHECK label=a fowner=0' all
1 kernel vmlinuz: fine measured 3
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 5
1 initrd 0 early.cpio: fine measured 4
1 initrd 0 early.cpio: fine label_measured 2
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 6
1 policy: fine policy_measured 7
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'dont_measure' 'measure func=KEXEC_INITRAMFS_CHECK label=a'
1 kernel vmlinuz: problem measure_hidden 1
1 kernel vmlinuz: note not_appraised
1 command line: problem measure_hidden 1
1 initrd 0 early.cpio: problem measure_hidden 1
1 initrd 0 early.cpio: problem label_hidden 1 2
1 initrd 0 early.cpio: note not_appraised
1 records of the load: problem not_measured
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=KEXEC_INITRAMFS_CHECK label=a template=ima'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: problem label_template 1
1 initrd 0 early.cpio: note not_appraised
1 records of the load: problem not_measured
1 policy: problem rule_refused 1
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=KEXEC_INITRAMFS_CHECK label=a obj_type=x' 'measure func=KEXEC_INITRAMFS_CHECK label=a pcr=11'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_measured 2
1 initrd 0 early.cpio: note not_appraised
1 records of the load: problem not_measured
1 policy: note pcr_shared 2
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=KEXEC_INITRAMFS_CHECK label=a obj_type=x'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: problem label_unknown 1
1 initrd 0 early.cpio: note not_appraised
1 records of the load: problem not_measured
1 policy: note policy_not_measured

# appraisal
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'appraise func=KEXEC_KERNEL_CHECK'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: problem appraise_fails 1
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: problem not_measured
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: problem appraise_fails 1
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: problem not_measured
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig|modsig'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: problem appraise_fails 1
1 records of the load: problem not_measured
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity appraise_type=sigv3'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: problem appraise_fails 1
1 records of the load: problem not_measured
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'dont_appraise' 'appraise func=KEXEC_KERNEL_CHECK'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: problem appraise_hidden 1 2
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised 1
1 records of the load: problem not_measured
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'dont_appraise'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised 1
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised 1
1 records of the load: problem not_measured
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'appraise func=KEXEC_KERNEL_CHECK obj_type=x'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: problem appraise_unknown 1
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: problem not_measured
1 policy: note policy_not_measured

# what kernels with records of version 2 refuse
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=KEXEC_INITRAMFS_CHECK label=a template=d|n'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: problem label_template 1
1 initrd 0 early.cpio: note not_appraised
1 records of the load: problem not_measured
1 policy: problem rule_refused 1
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=KEXEC_INITRAMFS_CHECK label=a template=d|n-ng'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: fine label_measured 1
1 initrd 0 early.cpio: note not_appraised
1 records of the load: problem not_measured
1 policy: problem rule_refused 1
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=CRITICAL_DATA label=other template=d-ng|d|buf'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: problem not_measured
1 policy: problem rule_refused 1
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=CRITICAL_DATA label=kexec_file_load2 template=ima'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: problem measure_template 1
1 policy: problem rule_refused 1
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=CRITICAL_DATA label=selinux|kexec_file_load2 template=ima-ng'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 1
1 policy: problem rule_refused 1
1 policy: note policy_not_measured

# records: of which loads, and where
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=CRITICAL_DATA template=ima-ng'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 1
1 records of the load: problem records_no_text 1
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=CRITICAL_DATA label=kexec_file_load2 uid=0'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 1
1 records of the load: problem records_by_user 1
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=CRITICAL_DATA gid<1000'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 1
1 records of the load: problem records_by_user 1
1 policy: note policy_not_measured
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'dont_measure func=CRITICAL_DATA label=kexec_file_load2 uid=7' all
1 kernel vmlinuz: fine measured 2
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 4
1 initrd 0 early.cpio: fine measured 3
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 5
1 records of the load: problem records_by_user 1
1 policy: fine policy_measured 6
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=CRITICAL_DATA label=kexec_file_load2 pcr=11'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 1
1 policy: note pcr_shared 1
1 records of the load: problem records_pcr 1
1 policy: note policy_not_measured

# rules that are not known
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=KEXEC_KERNAL_CHECK'
1 kernel vmlinuz: problem not_measured
1 kernel vmlinuz: note not_appraised
1 command line: problem not_measured
1 initrd 0 early.cpio: problem not_measured
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: problem not_measured
1 policy: note policy_not_measured
1 policy: note rule_unknown 1
$ files='vmlinuz --initrd=a=early.cpio' ./judge all 'measure foo=bar'
1 kernel vmlinuz: fine measured 1
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 3
1 initrd 0 early.cpio: fine measured 2
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 4
1 policy: fine policy_measured 5
1 policy: note rule_unknown 6

# rules that are not about the records, or do them no harm
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=CRITICAL_DATA label=kexec_file_load2 pcr=10' all
1 kernel vmlinuz: fine measured 2
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 4
1 initrd 0 early.cpio: fine measured 3
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 1
1 policy: fine policy_measured 6
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=CRITICAL_DATA label=kexec_file_load2 template=ima-buf' all
1 kernel vmlinuz: fine measured 2
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 4
1 initrd 0 early.cpio: fine measured 3
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 1
1 policy: fine policy_measured 6
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=CRITICAL_DATA label=kexec_file_load2 template=d-ng|n-ng|buf' all
1 kernel vmlinuz: fine measured 2
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 4
1 initrd 0 early.cpio: fine measured 3
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 1
1 policy: fine policy_measured 6
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=CRITICAL_DATA label=kexec_file_load2 template=' all
1 kernel vmlinuz: fine measured 2
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 4
1 initrd 0 early.cpio: fine measured 3
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 1
1 policy: fine policy_measured 6
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=CRITICAL_DATA label=other template=ima-ng uid=5 pcr=11' all
1 kernel vmlinuz: fine measured 2
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 4
1 initrd 0 early.cpio: fine measured 3
1 initrd 0 early.cpio: note label_unused
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 5
1 policy: note pcr_shared 1
1 policy: fine policy_measured 6
$ files='vmlinuz --initrd=a=early.cpio' ./judge 'measure func=KEXEC_INITRAMFS_CHECK label=a template=ima-ng uid=0 pcr=11' all
1 kernel vmlinuz: fine measured 2
1 kernel vmlinuz: note not_appraised
1 command line: fine measured 4
1 initrd 0 early.cpio: fine measured 3
1 initrd 0 early.cpio: fine label_measured 1
1 initrd 0 early.cpio: note not_appraised
1 records of the load: fine measured 5
1 policy: note rule_by_user 1
1 policy: note pcr_shared 1
1 policy: fine policy_measured 6

# nothing in particular: files of root, on the root file system and in memory
$ files= ./judge 'dont_measure fsmagic=0x01021994' all
1 kernel on the root file system: fine measured 2
1 kernel on the root file system: note not_appraised
1 command line: fine measured 4
1 initrd on the root file system: fine measured 3
1 initrd on the root file system: note not_appraised
1 kernel in a memfd: problem measure_hidden 1 2
1 kernel in a memfd: note not_appraised
1 command line: problem measure_hidden 1 4
1 initrd on tmpfs or in a memfd: problem measure_hidden 1 3
1 initrd on tmpfs or in a memfd: note not_appraised
1 records of the load: fine measured 5
1 policy: fine policy_measured 6
$ files= ./judge 'dont_measure fsname=tmpfs' all
1 kernel on the root file system: fine measured 2
1 kernel on the root file system: note not_appraised
1 command line: fine measured 4
1 initrd on the root file system: fine measured 3
1 initrd on the root file system: note not_appraised
1 kernel in a memfd: problem measure_hidden 1 2
1 kernel in a memfd: note not_appraised
1 command line: problem measure_hidden 1 4
1 initrd on tmpfs or in a memfd: problem measure_hidden 1 3
1 initrd on tmpfs or in a memfd: note not_appraised
1 records of the load: fine measured 5
1 policy: fine policy_measured 6
$ files= ./judge 'dont_measure fowner=77' all
1 kernel on the root file system: fine measured 2
1 kernel on the root file system: note not_appraised
1 command line: fine measured 4
1 initrd on the root file system: fine measured 3
1 initrd on the root file system: note not_appraised
1 kernel in a memfd: fine measured 2
1 kernel in a memfd: note not_appraised
1 command line: fine measured 4
1 initrd on tmpfs or in a memfd: fine measured 3
1 initrd on tmpfs or in a memfd: note not_appraised
1 records of the load: fine measured 5
1 policy: fine policy_measured 6
$ files= ./judge 'dont_measure fsname=no-such' all
1 kernel on the root file system: fine measured 2
1 kernel on the root file system: note not_appraised
1 command line: fine measured 4
1 initrd on the root file system: fine measured 3
1 initrd on the root file system: note not_appraised
1 kernel in a memfd: fine measured 2
1 kernel in a memfd: note not_appraised
1 command line: fine measured 4
1 initrd on tmpfs or in a memfd: fine measured 3
1 initrd on tmpfs or in a memfd: note not_appraised
1 records of the load: fine measured 5
1 policy: fine policy_measured 6
$ files= ./judge 'appraise func=KEXEC_KERNEL_CHECK' all
1 kernel on the root file system: fine measured 2
1 kernel on the root file system: fine appraised 1
1 command line: fine measured 4
1 initrd on the root file system: fine measured 3
1 initrd on the root file system: note not_appraised
1 kernel in a memfd: fine measured 2
1 kernel in a memfd: fine appraised 1
1 command line: fine measured 4
1 initrd on tmpfs or in a memfd: fine measured 3
1 initrd on tmpfs or in a memfd: note not_appraised
1 records of the load: fine measured 5
1 policy: fine policy_measured 6

# who loads, which PCR, and labels that are nearly right
$ for rule in 'measure func=CRITICAL_DATA pcr=0' 'measure func=CRITICAL_DATA pcr=10' 'measure func=CRITICAL_DATA label=kexec_file_load' 'measure func=CRITICAL_DATA label=selinux|KEXEC_FILE_LOAD2' 'measure func=CRITICAL_DATA label=selinux' 'appraise func=KEXEC_INITRAMFS_CHECK uid=0' 'dont_measure func=KEXEC_CMDLINE gid>0' 'measure func=BPRM_CHECK euid=0'; do echo "$rule"; files='vmlinuz' ./judge "$rule" all | grep 'records\|^policy'; done
1 measure func=CRITICAL_DATA pcr=0
1 records of the load: fine measured 1
1 records of the load: problem records_pcr 1
1 policy: fine policy_measured 6
1 measure func=CRITICAL_DATA pcr=10
1 records of the load: fine measured 1
1 policy: fine policy_measured 6
1 measure func=CRITICAL_DATA label=kexec_file_load
1 records of the load: fine measured 5
1 records of the load: problem label_typo 1
1 policy: fine policy_measured 6
1 measure func=CRITICAL_DATA label=selinux|KEXEC_FILE_LOAD2
1 records of the load: fine measured 5
1 records of the load: problem label_typo 1
1 policy: fine policy_measured 6
1 measure func=CRITICAL_DATA label=selinux
1 records of the load: fine measured 5
1 policy: fine policy_measured 6
1 appraise func=KEXEC_INITRAMFS_CHECK uid=0
1 records of the load: fine measured 5
1 policy: note rule_by_user 1
1 policy: fine policy_measured 6
1 dont_measure func=KEXEC_CMDLINE gid>0
1 records of the load: fine measured 5
1 policy: note rule_by_user 1
1 policy: fine policy_measured 6
1 measure func=BPRM_CHECK euid=0
1 records of the load: fine measured 5
1 policy: fine policy_measured 6
$ echo 'measure func=CRITICAL_DATA label=KEXEC_FILE_LOAD2' >p; kexec2 lint-policy -q --policy=p vmlinuz | tail -n 3
1   problem: not measured: no rule matches
1   problem: nothing has the label KEXEC_FILE_LOAD2; did you mean kexec_file_load2?
1     by line 1: measure func=CRITICAL_DATA label=KEXEC_FILE_LOAD2
