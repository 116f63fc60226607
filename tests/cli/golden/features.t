# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# little
$ kexec2 features
1 kexec_file_load2         yes, ABI version 1
1 kexec_file_load          yes
1 IMA                      no
1 records of loads         no
1 kexec_records_required   not in this kernel
1 carried list             no
1 TPM                      no
1 lockdown                 not in this kernel
1 secure boot              no: not booted by EFI
1 kexec_load_disabled      not in this kernel
1 kexec_load_limit_reboot  not in this kernel
1 kexec_load_limit_panic   not in this kernel
1 crash memory             not in this kernel
1
1 Here, "kexec2 load" can load an initramfs in parts.
$ kexec2 features --json
1 {
1   "kexec_file_load2_abi": 1,
1   "kexec_file_load": true,
1   "ima": false,
1   "ima_policy": null,
1   "records_version": null,
1   "kexec_records_required": null,
1   "carried_list": false,
1   "tpm": false,
1   "tpm_version": null,
1   "tpm_banks": null,
1   "lockdown": null,
1   "secure_boot": false,
1   "kexec_load_disabled": null,
1   "kexec_load_limit_reboot": null,
1   "kexec_load_limit_panic": null,
1   "crash_reserved": null,
1   "can_load": "parts"
1 }
$ FAKE='absent nosecurityfs old_err=38' kexec2 features
1 kexec_file_load2         no: this kernel (6.12.94-golden) lacks it (ENOSYS)
1 kexec_file_load          no (ENOSYS)
1 IMA                      unknown: no securityfs on /sys/kernel/security
1 records of loads         unknown: no securityfs on /sys/kernel/security
1 kexec_records_required   not in this kernel
1 carried list             unknown: no kernel configuration found
1 TPM                      no
1 lockdown                 unknown: no securityfs on /sys/kernel/security
1 secure boot              no: not booted by EFI
1 kexec_load_disabled      not in this kernel
1 kexec_load_limit_reboot  not in this kernel
1 kexec_load_limit_panic   not in this kernel
1 crash memory             not in this kernel
1
1 Here, no kernel can be loaded.
$ FAKE='absent old_err=38' kexec2 features --json
1 {
1   "kexec_file_load2_abi": null,
1   "kexec_file_load": false,
1   "ima": false,
1   "ima_policy": null,
1   "records_version": null,
1   "kexec_records_required": null,
1   "carried_list": false,
1   "tpm": false,
1   "tpm_version": null,
1   "tpm_banks": null,
1   "lockdown": null,
1   "secure_boot": false,
1   "kexec_load_disabled": null,
1   "kexec_load_limit_reboot": null,
1   "kexec_load_limit_panic": null,
1   "crash_reserved": null,
1   "can_load": null
1 }
$ FAKE=nocap kexec2 features
1 kexec_file_load2         yes, ABI version 1
1 kexec_file_load          yes
1 IMA                      no
1 records of loads         no
1 kexec_records_required   not in this kernel
1 carried list             no
1 TPM                      no
1 lockdown                 not in this kernel
1 secure boot              no: not booted by EFI
1 kexec_load_disabled      not in this kernel
1 kexec_load_limit_reboot  not in this kernel
1 kexec_load_limit_panic   not in this kernel
1 crash memory             not in this kernel
1
1 Here, "kexec2 load" can load an initramfs in parts.
$ kexec2 features operand
2 kexec2: unexpected argument "operand"
2 Try "kexec2 help features".
= 2
$ kexec2 features --crash
2 kexec2: unrecognized option '--crash'
2 Try "kexec2 help features".
= 2

# much
$ mkdir -p root/sys/kernel/security/ima root/sys/class/tpm/tpm0/pcr-sha1 root/sys/class/tpm/tpm0/pcr-sha256 root/sys/firmware/efi/efivars root/proc/sys/kernel root/boot
$ cp policy root/sys/kernel/security/ima/policy
$ echo 2 >root/sys/class/tpm/tpm0/tpm_version_major
$ echo 'none [integrity] confidentiality' >root/sys/kernel/security/lockdown
$ printf '\6\0\0\0\1' >root/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c
$ echo 0 >root/proc/sys/kernel/kexec_load_disabled
$ echo -1 >root/proc/sys/kernel/kexec_load_limit_reboot
$ echo 3 >root/proc/sys/kernel/kexec_load_limit_panic
$ echo 268435456 >root/sys/kernel/kexec_crash_size
$ printf 'CONFIG_IMA=y\nCONFIG_IMA_KEXEC=y\n' | gzip >root/proc/config.gz
$ kexec2 features
1 kexec_file_load2         yes, ABI version 1
1 kexec_file_load          yes
1 IMA                      yes
1 IMA policy               6 rules
1   KEXEC_KERNEL_CHECK     measure
1   KEXEC_INITRAMFS_CHECK  measure
1   KEXEC_CMDLINE          measure
1   CRITICAL_DATA          measure
1 records of loads         version 1
1 kexec_records_required   not in this kernel
1 carried list             yes (CONFIG_IMA_KEXEC)
1 TPM                      yes, version 2.0
1 TPM banks                sha1 sha256
1 lockdown                 integrity
1 secure boot              on
1 kexec_load_disabled      no
1 kexec_load_limit_reboot  none
1 kexec_load_limit_panic   3 more
1 crash memory             256.0 MiB reserved
1
1 Here, "kexec2 load" can load an initramfs in parts.
$ kexec2 features --json
1 {
1   "kexec_file_load2_abi": 1,
1   "kexec_file_load": true,
1   "ima": true,
1   "ima_policy": {
1     "rules": 6,
1     "kexec_kernel_check": [
1       "measure"
1     ],
1     "kexec_initramfs_check": [
1       "measure"
1     ],
1     "kexec_cmdline": [
1       "measure"
1     ],
1     "critical_data": [
1       "measure"
1     ]
1   },
1   "records_version": 1,
1   "kexec_records_required": null,
1   "carried_list": true,
1   "tpm": true,
1   "tpm_version": "2.0",
1   "tpm_banks": [
1     "sha1",
1     "sha256"
1   ],
1   "lockdown": "integrity",
1   "secure_boot": true,
1   "kexec_load_disabled": false,
1   "kexec_load_limit_reboot": -1,
1   "kexec_load_limit_panic": 3,
1   "crash_reserved": 268435456,
1   "can_load": "parts"
1 }

# other answers
$ cp appraise.policy root/sys/kernel/security/ima/policy
$ rm root/proc/config.gz; printf '# CONFIG_IMA_KEXEC is not set\n' >root/boot/config-6.12.94-golden
$ echo 1 >root/proc/sys/kernel/kexec_load_disabled; echo 0 >root/proc/sys/kernel/kexec_load_limit_reboot
$ echo '[none] integrity confidentiality' >root/sys/kernel/security/lockdown
$ printf '\6\0\0\0\0' >root/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c
$ echo 0 >root/sys/kernel/kexec_crash_size
$ kexec2 features
1 kexec_file_load2         yes, ABI version 1
1 kexec_file_load          yes
1 IMA                      yes
1 IMA policy               7 rules
1   KEXEC_KERNEL_CHECK     measure
1   KEXEC_INITRAMFS_CHECK  measure, appraise
1   KEXEC_CMDLINE          measure
1   CRITICAL_DATA          measure
1 records of loads         version 1
1 kexec_records_required   not in this kernel
1 carried list             no
1 TPM                      yes, version 2.0
1 TPM banks                sha1 sha256
1 lockdown                 none
1 secure boot              off
1 kexec_load_disabled      yes, until the next boot
1 kexec_load_limit_reboot  0 more
1 kexec_load_limit_panic   3 more
1 crash memory             none reserved (crashkernel=)
1
1 Here, no kernel can be loaded until the next boot.
$ kexec2 features --json
1 {
1   "kexec_file_load2_abi": 1,
1   "kexec_file_load": true,
1   "ima": true,
1   "ima_policy": {
1     "rules": 7,
1     "kexec_kernel_check": [
1       "measure"
1     ],
1     "kexec_initramfs_check": [
1       "measure",
1       "appraise"
1     ],
1     "kexec_cmdline": [
1       "measure"
1     ],
1     "critical_data": [
1       "measure"
1     ]
1   },
1   "records_version": 1,
1   "kexec_records_required": null,
1   "carried_list": false,
1   "tpm": true,
1   "tpm_version": "2.0",
1   "tpm_banks": [
1     "sha1",
1     "sha256"
1   ],
1   "lockdown": "none",
1   "secure_boot": false,
1   "kexec_load_disabled": true,
1   "kexec_load_limit_reboot": 0,
1   "kexec_load_limit_panic": 3,
1   "crash_reserved": 0,
1   "can_load": null
1 }
$ echo audit func=KEXEC_KERNEL_CHECK >root/sys/kernel/security/ima/policy
$ kexec2 features | grep IMA
1 IMA                      yes
1 IMA policy               1 rule
$ rm root/sys/kernel/security/ima/policy
$ kexec2 features
1 kexec_file_load2         yes, ABI version 1
1 kexec_file_load          yes
1 IMA                      yes
1 IMA policy               unknown: No such file or directory
1 records of loads         version 1
1 kexec_records_required   not in this kernel
1 carried list             no
1 TPM                      yes, version 2.0
1 TPM banks                sha1 sha256
1 lockdown                 none
1 secure boot              off
1 kexec_load_disabled      yes, until the next boot
1 kexec_load_limit_reboot  0 more
1 kexec_load_limit_panic   3 more
1 crash memory             none reserved (crashkernel=)
1
1 Here, no kernel can be loaded until the next boot.
$ kexec2 features --json
1 {
1   "kexec_file_load2_abi": 1,
1   "kexec_file_load": true,
1   "ima": true,
1   "ima_policy": null,
1   "records_version": 1,
1   "kexec_records_required": null,
1   "carried_list": false,
1   "tpm": true,
1   "tpm_version": "2.0",
1   "tpm_banks": [
1     "sha1",
1     "sha256"
1   ],
1   "lockdown": "none",
1   "secure_boot": false,
1   "kexec_load_disabled": true,
1   "kexec_load_limit_reboot": 0,
1   "kexec_load_limit_panic": 3,
1   "crash_reserved": 0,
1   "can_load": null
1 }

# a seccomp filter that kills
$ mkdir -p root/proc/thread-self; printf 'Name:\tx\nSeccomp:\t2\n' >root/proc/thread-self/status
$ FAKE='kills kills_old' kexec2 features | sed -n '1,2p; $p'
1 kexec_file_load2         no: a seccomp filter would kill the process
1 kexec_file_load          no: a seccomp filter would kill the process
1 Here, no kernel can be loaded until the next boot.
$ FAKE=kills_old kexec2 features | sed -n '1,2p; $p'
1 kexec_file_load2         yes, ABI version 1
1 kexec_file_load          no: a seccomp filter would kill the process
1 Here, no kernel can be loaded until the next boot.
$ FAKE='absent kills_old' kexec2 features | sed -n '1,2p; $p'
1 kexec_file_load2         no: this kernel (6.12.94-golden) lacks it (ENOSYS)
1 kexec_file_load          no: a seccomp filter would kill the process
1 Here, no kernel can be loaded until the next boot.
$ FAKE=kills kexec2 features | sed -n '1,2p; $p'
1 kexec_file_load2         no: a seccomp filter would kill the process
1 kexec_file_load          yes
1 Here, no kernel can be loaded until the next boot.
$ FAKE=kills kexec2 load vmlinuz
2 kexec2: vmlinuz: a seccomp filter would kill the process; run on the host
= 1
$ kexec2 features | head -n 2
1 kexec_file_load2         yes, ABI version 1
1 kexec_file_load          yes

# records of loads
$ rm -r root/proc/thread-self
$ echo 'version 1' >root/sys/kernel/security/ima/kexec_records; echo 1 >root/proc/sys/kernel/kexec_records_required
$ kexec2 features | grep records; kexec2 features --json | grep records
1 records of loads         version 2
1 kexec_records_required   yes, until the next boot
1   "records_version": 2,
1   "kexec_records_required": true,
$ echo 0 >root/proc/sys/kernel/kexec_records_required
$ kexec2 features | grep records; kexec2 features --json | grep records
1 records of loads         version 2
1 kexec_records_required   no
1   "records_version": 2,
1   "kexec_records_required": false,

# which rules of the policy count
$ printf '%s\n' 'measure func=CRITICAL_DATA' 'measure func=CRITICAL_DATA label=kexec_file_load2' 'measure label=a|kexec_file_load2|b func=CRITICAL_DATA' 'measure func=CRITICAL_DATA label=kexec_file_load' 'measure func=CRITICAL_DATA label=xkexec_file_load2' 'measure func=CRITICAL_DATA label=' >rules
$ printf '%s\n' 'dont_measure func=KEXEC_CMDLINE' 'audit func=KEXEC_INITRAMFS_CHECK' '	appraise  func=KEXEC_KERNEL_CHECK uid=0' 'measure func=KEXEC_KERNEL_CHECKS' 'measure xfunc=KEXEC_KERNEL_CHECK' 'measure' >>rules
$ while IFS= read -r rule; do echo "$rule:"; echo "$rule" >root/sys/kernel/security/ima/policy; kexec2 features | sed -n 's/^  //p' | grep -v 'no rule'; done <rules
1 measure func=CRITICAL_DATA:
1 CRITICAL_DATA          measure
1 measure func=CRITICAL_DATA label=kexec_file_load2:
1 CRITICAL_DATA          measure
1 measure label=a|kexec_file_load2|b func=CRITICAL_DATA:
1 CRITICAL_DATA          measure
1 measure func=CRITICAL_DATA label=kexec_file_load:
1 measure func=CRITICAL_DATA label=xkexec_file_load2:
1 measure func=CRITICAL_DATA label=:
1 dont_measure func=KEXEC_CMDLINE:
1 audit func=KEXEC_INITRAMFS_CHECK:
1 KEXEC_INITRAMFS_CHECK  audit
1 \tappraise  func=KEXEC_KERNEL_CHECK uid=0:
1 KEXEC_KERNEL_CHECK     appraise
1 measure func=KEXEC_KERNEL_CHECKS:
1 measure xfunc=KEXEC_KERNEL_CHECK:
1 measure:
= 1

# what can be loaded, in the end
$ echo 0 >root/proc/sys/kernel/kexec_load_disabled
$ for fake in '' absent 'absent kills_old' 'absent old_err=38'; do FAKE=$fake kexec2 features | tail -n 1; FAKE=$fake kexec2 features --json | grep can_load; done
1 Here, "kexec2 load" can load an initramfs in parts.
1   "can_load": "parts"
1 Here, "kexec2 load --concat" can load the parts of an initramfs as one file.
1   "can_load": "joined"
1 Here, no kernel can be loaded.
1   "can_load": null
1 Here, no kernel can be loaded.
1   "can_load": null
