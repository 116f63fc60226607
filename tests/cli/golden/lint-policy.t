# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# policy
$ kexec2 lint-policy --policy=policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 kernel vmlinuz
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 5: measure func=KEXEC_CMDLINE
1 initrd 0 early.cpio
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: no rule names its label
1   note: not appraised
1 initrd 1 base.img
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   measured by its label
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not appraised
1 records of the load
1   measured
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 no problems, 6 notes in 5 rules
$ kexec2 lint-policy --policy=policy
1 kernel on the root file system
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 5: measure func=KEXEC_CMDLINE
1 initrd on the root file system
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: not appraised
1 kernel in a memfd
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 5: measure func=KEXEC_CMDLINE
1 initrd on tmpfs or in a memfd
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: not appraised
1 records of the load
1   measured
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 no problems, 6 notes in 5 rules
$ kexec2 lint-policy --quiet --policy=policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"' | sha256sum
1 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  -
$ kexec2 lint-policy --json --policy=policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 {
1   "policy": "policy",
1   "problems": 0,
1   "findings": [
1     {
1       "subject": "kernel vmlinuz",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 2,
1         "text": "measure func=KEXEC_KERNEL_CHECK"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "kernel vmlinuz",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "command line",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 5,
1         "text": "measure func=KEXEC_CMDLINE"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 3,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "label_unused",
1       "text": "no rule names its label",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 3,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "fine",
1       "code": "label_measured",
1       "text": "measured by its label",
1       "rule": {
1         "line": 4,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "records of the load",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 6,
1         "text": "measure func=CRITICAL_DATA label=kexec_file_load2"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "pcr_shared",
1       "text": "boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA",
1       "rule": {
1         "line": 4,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "policy_not_measured",
1       "text": "not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK",
1       "rule": null,
1       "late_rule": null
1     }
1   ]
1 }

# less.policy
$ kexec2 lint-policy --policy=less.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 kernel vmlinuz
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   problem: not measured: no rule matches
1 initrd 0 early.cpio
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: no rule names its label
1   note: not appraised
1 initrd 1 base.img
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   measured by its label
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not appraised
1 records of the load
1   problem: not measured: no rule matches
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 2 problems, 6 notes in 3 rules
= 1
$ kexec2 lint-policy --policy=less.policy
1 kernel on the root file system
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   problem: not measured: no rule matches
1 initrd on the root file system
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: not appraised
1 kernel in a memfd
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   problem: not measured: no rule matches
1 initrd on tmpfs or in a memfd
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: not appraised
1 records of the load
1   problem: not measured: no rule matches
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 3 problems, 6 notes in 3 rules
= 1
$ kexec2 lint-policy --quiet --policy=less.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"' | sha256sum
1 c19b4ca0469fe732d14fd9c70fbf10378aff2dc2c4e24dd306941dc16beaad60  -
$ kexec2 lint-policy --json --policy=less.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 {
1   "policy": "less.policy",
1   "problems": 2,
1   "findings": [
1     {
1       "subject": "kernel vmlinuz",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 2,
1         "text": "measure func=KEXEC_KERNEL_CHECK"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "kernel vmlinuz",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "command line",
1       "level": "problem",
1       "code": "not_measured",
1       "text": "not measured: no rule matches",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 3,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "label_unused",
1       "text": "no rule names its label",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 3,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "fine",
1       "code": "label_measured",
1       "text": "measured by its label",
1       "rule": {
1         "line": 4,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "records of the load",
1       "level": "problem",
1       "code": "not_measured",
1       "text": "not measured: no rule matches",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "pcr_shared",
1       "text": "boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA",
1       "rule": {
1         "line": 4,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "policy_not_measured",
1       "text": "not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK",
1       "rule": null,
1       "late_rule": null
1     }
1   ]
1 }
= 1

# plain.policy
$ kexec2 lint-policy --policy=plain.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 kernel vmlinuz
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 4: measure func=KEXEC_CMDLINE
1 initrd 0 early.cpio
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK
1   note: no rule names its label
1   note: not appraised
1 initrd 1 base.img
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK
1   note: no rule names its label
1   note: not appraised
1 records of the load
1   measured
1     by line 5: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 no problems, 6 notes in 4 rules
$ kexec2 lint-policy --policy=plain.policy
1 kernel on the root file system
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 4: measure func=KEXEC_CMDLINE
1 initrd on the root file system
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK
1   note: not appraised
1 kernel in a memfd
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 4: measure func=KEXEC_CMDLINE
1 initrd on tmpfs or in a memfd
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK
1   note: not appraised
1 records of the load
1   measured
1     by line 5: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 no problems, 5 notes in 4 rules
$ kexec2 lint-policy --quiet --policy=plain.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"' | sha256sum
1 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  -
$ kexec2 lint-policy --json --policy=plain.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 {
1   "policy": "plain.policy",
1   "problems": 0,
1   "findings": [
1     {
1       "subject": "kernel vmlinuz",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 2,
1         "text": "measure func=KEXEC_KERNEL_CHECK"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "kernel vmlinuz",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "command line",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 4,
1         "text": "measure func=KEXEC_CMDLINE"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 3,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "label_unused",
1       "text": "no rule names its label",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 3,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "note",
1       "code": "label_unused",
1       "text": "no rule names its label",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "records of the load",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 5,
1         "text": "measure func=CRITICAL_DATA label=kexec_file_load2"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "policy_not_measured",
1       "text": "not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK",
1       "rule": null,
1       "late_rule": null
1     }
1   ]
1 }

# hides.policy
$ kexec2 lint-policy --policy=hides.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 kernel vmlinuz
1   measured
1     by line 3: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 6: measure func=KEXEC_CMDLINE
1 initrd 0 early.cpio
1   measured
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: no rule names its label
1   note: not appraised
1 initrd 1 base.img
1   measured
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   measured by its label
1     by line 5: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not appraised
1 records of the load
1   measured
1     by line 7: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 5: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 no problems, 6 notes in 6 rules
$ kexec2 lint-policy --policy=hides.policy
1 kernel on the root file system
1   measured
1     by line 3: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 6: measure func=KEXEC_CMDLINE
1 initrd on the root file system
1   measured
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: not appraised
1 kernel in a memfd
1   measured
1     by line 3: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 6: measure func=KEXEC_CMDLINE
1 initrd on tmpfs or in a memfd
1   measured
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: not appraised
1 records of the load
1   measured
1     by line 7: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 5: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 no problems, 6 notes in 6 rules
$ kexec2 lint-policy --quiet --policy=hides.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"' | sha256sum
1 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  -
$ kexec2 lint-policy --json --policy=hides.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 {
1   "policy": "hides.policy",
1   "problems": 0,
1   "findings": [
1     {
1       "subject": "kernel vmlinuz",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 3,
1         "text": "measure func=KEXEC_KERNEL_CHECK"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "kernel vmlinuz",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "command line",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 6,
1         "text": "measure func=KEXEC_CMDLINE"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 4,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "label_unused",
1       "text": "no rule names its label",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 4,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "fine",
1       "code": "label_measured",
1       "text": "measured by its label",
1       "rule": {
1         "line": 5,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "records of the load",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 7,
1         "text": "measure func=CRITICAL_DATA label=kexec_file_load2"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "pcr_shared",
1       "text": "boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA",
1       "rule": {
1         "line": 5,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "policy_not_measured",
1       "text": "not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK",
1       "rule": null,
1       "late_rule": null
1     }
1   ]
1 }

# lsm.policy
$ kexec2 lint-policy --policy=lsm.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 kernel vmlinuz
1   problem: may not be measured: this depends on a condition that cannot be evaluated here
1     by line 1: dont_measure obj_type=x
1   note: not appraised
1 command line
1   problem: may not be measured: this depends on a condition that cannot be evaluated here
1     by line 1: dont_measure obj_type=x
1 initrd 0 early.cpio
1   problem: may not be measured: this depends on a condition that cannot be evaluated here
1     by line 1: dont_measure obj_type=x
1   note: no rule names its label
1   note: not appraised
1 initrd 1 base.img
1   problem: may not be measured: this depends on a condition that cannot be evaluated here
1     by line 1: dont_measure obj_type=x
1   problem: may not be measured by its label: this depends on a condition that cannot be evaluated here
1     by line 1: dont_measure obj_type=x
1   note: not appraised
1 records of the load
1   measured
1     by line 7: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 5: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 5 problems, 6 notes in 6 rules
= 1
$ kexec2 lint-policy --policy=lsm.policy
1 kernel on the root file system
1   problem: may not be measured: this depends on a condition that cannot be evaluated here
1     by line 1: dont_measure obj_type=x
1   note: not appraised
1 command line
1   problem: may not be measured: this depends on a condition that cannot be evaluated here
1     by line 1: dont_measure obj_type=x
1 initrd on the root file system
1   problem: may not be measured: this depends on a condition that cannot be evaluated here
1     by line 1: dont_measure obj_type=x
1   note: not appraised
1 kernel in a memfd
1   problem: may not be measured: this depends on a condition that cannot be evaluated here
1     by line 1: dont_measure obj_type=x
1   note: not appraised
1 command line
1   problem: may not be measured: this depends on a condition that cannot be evaluated here
1     by line 1: dont_measure obj_type=x
1 initrd on tmpfs or in a memfd
1   problem: may not be measured: this depends on a condition that cannot be evaluated here
1     by line 1: dont_measure obj_type=x
1   note: not appraised
1 records of the load
1   measured
1     by line 7: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 5: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 6 problems, 6 notes in 6 rules
= 1
$ kexec2 lint-policy --quiet --policy=lsm.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"' | sha256sum
1 10f766ce6579d7433f2712838b09fc03e0d53efc6c1b74e7c9c7c15d3befb2f5  -
$ kexec2 lint-policy --json --policy=lsm.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 {
1   "policy": "lsm.policy",
1   "problems": 5,
1   "findings": [
1     {
1       "subject": "kernel vmlinuz",
1       "level": "problem",
1       "code": "measure_unknown",
1       "text": "may not be measured: this depends on a condition that cannot be evaluated here",
1       "rule": {
1         "line": 1,
1         "text": "dont_measure obj_type=x"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "kernel vmlinuz",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "command line",
1       "level": "problem",
1       "code": "measure_unknown",
1       "text": "may not be measured: this depends on a condition that cannot be evaluated here",
1       "rule": {
1         "line": 1,
1         "text": "dont_measure obj_type=x"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "problem",
1       "code": "measure_unknown",
1       "text": "may not be measured: this depends on a condition that cannot be evaluated here",
1       "rule": {
1         "line": 1,
1         "text": "dont_measure obj_type=x"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "label_unused",
1       "text": "no rule names its label",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "problem",
1       "code": "measure_unknown",
1       "text": "may not be measured: this depends on a condition that cannot be evaluated here",
1       "rule": {
1         "line": 1,
1         "text": "dont_measure obj_type=x"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "problem",
1       "code": "label_unknown",
1       "text": "may not be measured by its label: this depends on a condition that cannot be evaluated here",
1       "rule": {
1         "line": 1,
1         "text": "dont_measure obj_type=x"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "records of the load",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 7,
1         "text": "measure func=CRITICAL_DATA label=kexec_file_load2"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "pcr_shared",
1       "text": "boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA",
1       "rule": {
1         "line": 5,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "policy_not_measured",
1       "text": "not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK",
1       "rule": null,
1       "late_rule": null
1     }
1   ]
1 }
= 1

# appraise.policy
$ kexec2 lint-policy --policy=appraise.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 kernel vmlinuz
1   measured
1     by line 3: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 6: measure func=KEXEC_CMDLINE
1 initrd 0 early.cpio
1   measured
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: no rule names its label
1   problem: has no signature in security.ima; the load fails where appraisal is enforced
1     by line 1: appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig
1 initrd 1 base.img
1   measured
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   measured by its label
1     by line 5: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   problem: has no signature in security.ima; the load fails where appraisal is enforced
1     by line 1: appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig
1 records of the load
1   measured
1     by line 7: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 5: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 2 problems, 4 notes in 6 rules
= 1
$ kexec2 lint-policy --policy=appraise.policy
1 kernel on the root file system
1   measured
1     by line 3: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 6: measure func=KEXEC_CMDLINE
1 initrd on the root file system
1   measured
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   appraised
1     by line 1: appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig
1 kernel in a memfd
1   measured
1     by line 3: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 6: measure func=KEXEC_CMDLINE
1 initrd on tmpfs or in a memfd
1   measured
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   appraised
1     by line 1: appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig
1 records of the load
1   measured
1     by line 7: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 5: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 no problems, 4 notes in 6 rules
$ kexec2 lint-policy --quiet --policy=appraise.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"' | sha256sum
1 941b80c5b923db0f2790decf9bc40968028e7ceeb667b0ce96abd30e72a08b3a  -
$ kexec2 lint-policy --json --policy=appraise.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 {
1   "policy": "appraise.policy",
1   "problems": 2,
1   "findings": [
1     {
1       "subject": "kernel vmlinuz",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 3,
1         "text": "measure func=KEXEC_KERNEL_CHECK"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "kernel vmlinuz",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "command line",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 6,
1         "text": "measure func=KEXEC_CMDLINE"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 4,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "label_unused",
1       "text": "no rule names its label",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "problem",
1       "code": "appraise_fails",
1       "text": "has no signature in security.ima; the load fails where appraisal is enforced",
1       "rule": {
1         "line": 1,
1         "text": "appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 4,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "fine",
1       "code": "label_measured",
1       "text": "measured by its label",
1       "rule": {
1         "line": 5,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "problem",
1       "code": "appraise_fails",
1       "text": "has no signature in security.ima; the load fails where appraisal is enforced",
1       "rule": {
1         "line": 1,
1         "text": "appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "records of the load",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 7,
1         "text": "measure func=CRITICAL_DATA label=kexec_file_load2"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "pcr_shared",
1       "text": "boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA",
1       "rule": {
1         "line": 5,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "policy_not_measured",
1       "text": "not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK",
1       "rule": null,
1       "late_rule": null
1     }
1   ]
1 }
= 1

# spares.policy
$ kexec2 lint-policy --policy=spares.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 kernel vmlinuz
1   measured
1     by line 4: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 7: measure func=KEXEC_CMDLINE
1 initrd 0 early.cpio
1   measured
1     by line 5: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: no rule names its label
1   problem: has no security.ima; the load fails where appraisal is enforced
1     by line 2: appraise func=KEXEC_INITRAMFS_CHECK
1 initrd 1 base.img
1   measured
1     by line 5: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   measured by its label
1     by line 6: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   problem: has no security.ima; the load fails where appraisal is enforced
1     by line 2: appraise func=KEXEC_INITRAMFS_CHECK
1 records of the load
1   measured
1     by line 8: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 6: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 2 problems, 4 notes in 7 rules
= 1
$ kexec2 lint-policy --policy=spares.policy
1 kernel on the root file system
1   measured
1     by line 4: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 7: measure func=KEXEC_CMDLINE
1 initrd on the root file system
1   measured
1     by line 5: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   appraised
1     by line 2: appraise func=KEXEC_INITRAMFS_CHECK
1 kernel in a memfd
1   measured
1     by line 4: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 7: measure func=KEXEC_CMDLINE
1 initrd on tmpfs or in a memfd
1   measured
1     by line 5: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   appraised
1     by line 2: appraise func=KEXEC_INITRAMFS_CHECK
1 records of the load
1   measured
1     by line 8: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 6: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 no problems, 4 notes in 7 rules
$ kexec2 lint-policy --quiet --policy=spares.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"' | sha256sum
1 3a6b43fd383ab3ca5f879544d010e3054694b6bafd12b1f72d876f9e7f0e43fb  -
$ kexec2 lint-policy --json --policy=spares.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 {
1   "policy": "spares.policy",
1   "problems": 2,
1   "findings": [
1     {
1       "subject": "kernel vmlinuz",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 4,
1         "text": "measure func=KEXEC_KERNEL_CHECK"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "kernel vmlinuz",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "command line",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 7,
1         "text": "measure func=KEXEC_CMDLINE"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 5,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "label_unused",
1       "text": "no rule names its label",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "problem",
1       "code": "appraise_fails",
1       "text": "has no security.ima; the load fails where appraisal is enforced",
1       "rule": {
1         "line": 2,
1         "text": "appraise func=KEXEC_INITRAMFS_CHECK"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 5,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "fine",
1       "code": "label_measured",
1       "text": "measured by its label",
1       "rule": {
1         "line": 6,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "problem",
1       "code": "appraise_fails",
1       "text": "has no security.ima; the load fails where appraisal is enforced",
1       "rule": {
1         "line": 2,
1         "text": "appraise func=KEXEC_INITRAMFS_CHECK"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "records of the load",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 8,
1         "text": "measure func=CRITICAL_DATA label=kexec_file_load2"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "pcr_shared",
1       "text": "boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA",
1       "rule": {
1         "line": 6,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "policy_not_measured",
1       "text": "not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK",
1       "rule": null,
1       "late_rule": null
1     }
1   ]
1 }
= 1

# uid.policy
$ kexec2 lint-policy --policy=uid.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 kernel vmlinuz
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 5: measure func=KEXEC_CMDLINE
1 initrd 0 early.cpio
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: no rule names its label
1   note: not appraised
1 initrd 1 base.img
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   measured by its label
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not appraised
1 records of the load
1   measured
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2 uid=0
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1 records of the load
1   problem: the rule depends on a user or group: kernels with records of version 1 compare it with the caller and do not record other users' loads; later ones always compare it with init
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2 uid=0
1 policy
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 1 problem, 6 notes in 5 rules
= 1
$ kexec2 lint-policy --policy=uid.policy
1 kernel on the root file system
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 5: measure func=KEXEC_CMDLINE
1 initrd on the root file system
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: not appraised
1 kernel in a memfd
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 5: measure func=KEXEC_CMDLINE
1 initrd on tmpfs or in a memfd
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: not appraised
1 records of the load
1   measured
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2 uid=0
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1 records of the load
1   problem: the rule depends on a user or group: kernels with records of version 1 compare it with the caller and do not record other users' loads; later ones always compare it with init
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2 uid=0
1 policy
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 1 problem, 6 notes in 5 rules
= 1
$ kexec2 lint-policy --quiet --policy=uid.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"' | sha256sum
1 2b2d8617d174454466ef591b01dbcd0e78238f3ca4d800aac41aed044698cd07  -
$ kexec2 lint-policy --json --policy=uid.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 {
1   "policy": "uid.policy",
1   "problems": 1,
1   "findings": [
1     {
1       "subject": "kernel vmlinuz",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 2,
1         "text": "measure func=KEXEC_KERNEL_CHECK"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "kernel vmlinuz",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "command line",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 5,
1         "text": "measure func=KEXEC_CMDLINE"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 3,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "label_unused",
1       "text": "no rule names its label",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 3,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "fine",
1       "code": "label_measured",
1       "text": "measured by its label",
1       "rule": {
1         "line": 4,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "records of the load",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 6,
1         "text": "measure func=CRITICAL_DATA label=kexec_file_load2 uid=0"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "pcr_shared",
1       "text": "boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA",
1       "rule": {
1         "line": 4,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "records of the load",
1       "level": "problem",
1       "code": "records_by_user",
1       "text": "the rule depends on a user or group: kernels with records of version 1 compare it with the caller and do not record other users' loads; later ones always compare it with init",
1       "rule": {
1         "line": 6,
1         "text": "measure func=CRITICAL_DATA label=kexec_file_load2 uid=0"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "policy_not_measured",
1       "text": "not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK",
1       "rule": null,
1       "late_rule": null
1     }
1   ]
1 }
= 1

# dont.policy
$ kexec2 lint-policy --policy=dont.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 kernel vmlinuz
1   measured
1     by line 3: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 6: measure func=KEXEC_CMDLINE
1 initrd 0 early.cpio
1   measured
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: no rule names its label
1   note: not appraised
1 initrd 1 base.img
1   measured
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   measured by its label
1     by line 5: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not appraised
1 records of the load
1   measured
1     by line 7: measure func=CRITICAL_DATA label=kexec_file_load2
1   problem: the rule depends on a user or group: kernels with records of version 1 compare it with the caller and do not record other users' loads; later ones always compare it with init
1     by line 1: dont_measure func=CRITICAL_DATA uid>999
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 5: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 1 problem, 6 notes in 6 rules
= 1
$ kexec2 lint-policy --policy=dont.policy
1 kernel on the root file system
1   measured
1     by line 3: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 6: measure func=KEXEC_CMDLINE
1 initrd on the root file system
1   measured
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: not appraised
1 kernel in a memfd
1   measured
1     by line 3: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 6: measure func=KEXEC_CMDLINE
1 initrd on tmpfs or in a memfd
1   measured
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: not appraised
1 records of the load
1   measured
1     by line 7: measure func=CRITICAL_DATA label=kexec_file_load2
1   problem: the rule depends on a user or group: kernels with records of version 1 compare it with the caller and do not record other users' loads; later ones always compare it with init
1     by line 1: dont_measure func=CRITICAL_DATA uid>999
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 5: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 1 problem, 6 notes in 6 rules
= 1
$ kexec2 lint-policy --quiet --policy=dont.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"' | sha256sum
1 1ee6bd97077be0a03ecfc2a7587e7e9029661403aea7331a79d401f1324a076e  -
$ kexec2 lint-policy --json --policy=dont.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 {
1   "policy": "dont.policy",
1   "problems": 1,
1   "findings": [
1     {
1       "subject": "kernel vmlinuz",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 3,
1         "text": "measure func=KEXEC_KERNEL_CHECK"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "kernel vmlinuz",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "command line",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 6,
1         "text": "measure func=KEXEC_CMDLINE"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 4,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "label_unused",
1       "text": "no rule names its label",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 4,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "fine",
1       "code": "label_measured",
1       "text": "measured by its label",
1       "rule": {
1         "line": 5,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "records of the load",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 7,
1         "text": "measure func=CRITICAL_DATA label=kexec_file_load2"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "records of the load",
1       "level": "problem",
1       "code": "records_by_user",
1       "text": "the rule depends on a user or group: kernels with records of version 1 compare it with the caller and do not record other users' loads; later ones always compare it with init",
1       "rule": {
1         "line": 1,
1         "text": "dont_measure func=CRITICAL_DATA uid>999"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "pcr_shared",
1       "text": "boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA",
1       "rule": {
1         "line": 5,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "policy_not_measured",
1       "text": "not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK",
1       "rule": null,
1       "late_rule": null
1     }
1   ]
1 }
= 1

# pcr.policy
$ kexec2 lint-policy --policy=pcr.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 kernel vmlinuz
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 5: measure func=KEXEC_CMDLINE
1 initrd 0 early.cpio
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: no rule names its label
1   note: not appraised
1 initrd 1 base.img
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   measured by its label
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not appraised
1 records of the load
1   measured
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2 pcr=12
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2 pcr=12
1 records of the load
1   problem: the rule does not use PCR 10, IMA's own: only there are boots and records proven to be in order, so these records are not accepted
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2 pcr=12
1 policy
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 1 problem, 7 notes in 5 rules
= 1
$ kexec2 lint-policy --policy=pcr.policy
1 kernel on the root file system
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 5: measure func=KEXEC_CMDLINE
1 initrd on the root file system
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: not appraised
1 kernel in a memfd
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 5: measure func=KEXEC_CMDLINE
1 initrd on tmpfs or in a memfd
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: not appraised
1 records of the load
1   measured
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2 pcr=12
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2 pcr=12
1 records of the load
1   problem: the rule does not use PCR 10, IMA's own: only there are boots and records proven to be in order, so these records are not accepted
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2 pcr=12
1 policy
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 1 problem, 7 notes in 5 rules
= 1
$ kexec2 lint-policy --quiet --policy=pcr.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"' | sha256sum
1 9d3f9d2996a4a732af6d4895a48aa5e8261d5d4f82dc9348664dbf63e5401074  -
$ kexec2 lint-policy --json --policy=pcr.policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 {
1   "policy": "pcr.policy",
1   "problems": 1,
1   "findings": [
1     {
1       "subject": "kernel vmlinuz",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 2,
1         "text": "measure func=KEXEC_KERNEL_CHECK"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "kernel vmlinuz",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "command line",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 5,
1         "text": "measure func=KEXEC_CMDLINE"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 3,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "label_unused",
1       "text": "no rule names its label",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 0 early.cpio",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 3,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "fine",
1       "code": "label_measured",
1       "text": "measured by its label",
1       "rule": {
1         "line": 4,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "initrd 1 base.img",
1       "level": "note",
1       "code": "not_appraised",
1       "text": "not appraised",
1       "rule": null,
1       "late_rule": null
1     },
1     {
1       "subject": "records of the load",
1       "level": "fine",
1       "code": "measured",
1       "text": "measured",
1       "rule": {
1         "line": 6,
1         "text": "measure func=CRITICAL_DATA label=kexec_file_load2 pcr=12"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "pcr_shared",
1       "text": "boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA",
1       "rule": {
1         "line": 4,
1         "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "pcr_shared",
1       "text": "boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA",
1       "rule": {
1         "line": 6,
1         "text": "measure func=CRITICAL_DATA label=kexec_file_load2 pcr=12"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "records of the load",
1       "level": "problem",
1       "code": "records_pcr",
1       "text": "the rule does not use PCR 10, IMA's own: only there are boots and records proven to be in order, so these records are not accepted",
1       "rule": {
1         "line": 6,
1         "text": "measure func=CRITICAL_DATA label=kexec_file_load2 pcr=12"
1       },
1       "late_rule": null
1     },
1     {
1       "subject": "policy",
1       "level": "note",
1       "code": "policy_not_measured",
1       "text": "not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK",
1       "rule": null,
1       "late_rule": null
1     }
1   ]
1 }
= 1

# examples
$ for policy in $TOP/Documentation/ima-policy-examples/*; do grep -v "^#" $policy >example; kexec2 lint-policy --policy=example; done
1 kernel on the root file system
1   measured
1     by line 1: measure func=KEXEC_KERNEL_CHECK template=ima-sig
1   appraised
1     by line 5: appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig|modsig
1 command line
1   measured
1     by line 3: measure func=KEXEC_CMDLINE
1 initrd on the root file system
1   measured
1     by line 2: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   appraised
1     by line 6: appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig|modsig
1 kernel in a memfd
1   measured
1     by line 1: measure func=KEXEC_KERNEL_CHECK template=ima-sig
1   appraised
1     by line 5: appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig|modsig
1 command line
1   measured
1     by line 3: measure func=KEXEC_CMDLINE
1 initrd on tmpfs or in a memfd
1   measured
1     by line 2: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   appraised
1     by line 6: appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig|modsig
1 records of the load
1   measured
1     by line 4: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   measured when it is loaded
1     by line 7: measure func=POLICY_CHECK
1 no problems in 7 rules
1 kernel on the root file system
1   measured
1     by line 1: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 3: measure func=KEXEC_CMDLINE
1 initrd on the root file system
1   measured
1     by line 2: measure func=KEXEC_INITRAMFS_CHECK
1   note: not appraised
1 kernel in a memfd
1   measured
1     by line 1: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 3: measure func=KEXEC_CMDLINE
1 initrd on tmpfs or in a memfd
1   measured
1     by line 2: measure func=KEXEC_INITRAMFS_CHECK
1   note: not appraised
1 records of the load
1   measured
1     by line 4: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   measured when it is loaded
1     by line 5: measure func=POLICY_CHECK
1 no problems, 4 notes in 6 rules
1 kernel on the root file system
1   measured
1     by line 1: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 5: measure func=KEXEC_CMDLINE
1 initrd on the root file system
1   measured
1     by line 2: measure func=KEXEC_INITRAMFS_CHECK
1   note: not appraised
1 kernel in a memfd
1   measured
1     by line 1: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 5: measure func=KEXEC_CMDLINE
1 initrd on tmpfs or in a memfd
1   measured
1     by line 2: measure func=KEXEC_INITRAMFS_CHECK
1   note: not appraised
1 records of the load
1   measured
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: boot loaders and systemd extend PCR 13, too: where they do, verify needs --start with its value from before IMA
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK label=firmware pcr=13
1   note: boot loaders and systemd extend PCR 14, too: where they do, verify needs --start with its value from before IMA
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=modules pcr=14
1   measured when it is loaded
1     by line 7: measure func=POLICY_CHECK
1 no problems, 6 notes in 7 rules

# other sources
$ kexec2 lint-policy --policy=policy --uki=linux.efi
1 kernel linux.efi:.linux
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 5: measure func=KEXEC_CMDLINE
1 initrd 0 linux.efi.extra.d/a.addon.efi:.ucode
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: no rule names its label
1   note: not appraised
1 initrd 1 linux.efi:.ucode
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: no rule names its label
1   note: not appraised
1 initrd 2 linux.efi:.initrd
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: no rule names its label
1   note: not appraised
1 initrd 3 linux.efi.extra.d/b.addon.efi:.initrd
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: no rule names its label
1   note: not appraised
1 records of the load
1   measured
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 no problems, 11 notes in 5 rules
2 kexec2-attest: warning: linux.efi.extra.d: credentials (1 *.cred) ignored; to pass them on, add a cpio archive with /.extra/credentials by --initrd
2 kexec2-attest: warning: linux.efi.extra.d: extension images (1 *.raw) ignored; to pass them on, add a cpio archive with /.extra/sysext or /.extra/confext by --initrd
2 kexec2-attest: warning: linux.efi.extra.d/old.addon.efi: ignored: for kernel 6.1.0-old, but the image has 6.12.0-test?
$ kexec2 lint-policy --policy=policy --entry --boot-dir=boot
2 kexec2-attest: the default boot entry: debian-6.10.conf: initrd: $tuned_initrd is a variable that only GRUB expands; put its value there ("grub2-editenv list" shows it), or take it out
= 2
$ kexec2 lint-policy --policy=policy vmlinuz --split=three.img
1 kernel vmlinuz
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 5: measure func=KEXEC_CMDLINE
1 initrd 0 three.img#0
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: no rule names its label
1   note: not appraised
1 initrd 1 three.img#1
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: no rule names its label
1   note: not appraised
1 initrd 2 three.img#2
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: no rule names its label
1   note: not appraised
1 records of the load
1   measured
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 no problems, 9 notes in 5 rules
$ kexec2 lint-policy --policy=policy --ima-hash=sha1 vmlinuz
1 kernel vmlinuz
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 5: measure func=KEXEC_CMDLINE
1 records of the load
1   measured
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 no problems, 3 notes in 5 rules

# cannot be used
$ kexec2 lint-policy --policy=bad.policy
2 kexec2-attest: bad.policy: line 1: invalid PCR "99"
= 2
$ kexec2 lint-policy --policy=none
2 kexec2-attest: none: cannot read the IMA policy (No such file or directory)
= 2
$ kexec2 lint-policy --policy=policy none
2 kexec2-attest: none: no such file; check the name
= 2
$ kexec2 lint-policy
2 kexec2-attest: /sys/kernel/security/ima/policy: cannot read the IMA policy (No such file or directory); mount securityfs on /sys/kernel/security, boot a kernel with IMA, or use --policy=FILE
= 2
$ kexec2 lint-policy --policy=policy a b
2 kexec2-attest: lint-policy: more than one KERNEL ("a", "b"); use --initrd for the initramfs
2 Try "kexec2-attest help lint-policy".
= 2
$ kexec2 lint-policy --policy=policy --ima-hash=x
1 kernel on the root file system
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 5: measure func=KEXEC_CMDLINE
1 initrd on the root file system
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: not appraised
1 kernel in a memfd
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 5: measure func=KEXEC_CMDLINE
1 initrd on tmpfs or in a memfd
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: not appraised
1 records of the load
1   measured
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 no problems, 6 notes in 5 rules
$ kexec2 lint-policy --policy=empty
1 kernel on the root file system
1   problem: not measured: no rule matches
1   note: not appraised
1 command line
1   problem: not measured: no rule matches
1 initrd on the root file system
1   problem: not measured: no rule matches
1   note: not appraised
1 kernel in a memfd
1   problem: not measured: no rule matches
1   note: not appraised
1 command line
1   problem: not measured: no rule matches
1 initrd on tmpfs or in a memfd
1   problem: not measured: no rule matches
1   note: not appraised
1 records of the load
1   problem: not measured: no rule matches
1 policy
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 7 problems, 5 notes in 0 rules
= 1
$ kexec2 lint-policy --policy=junk
2 kexec2-attest: junk: line 1: unknown keyword "no"
= 2

# for kexec_file_load(2)
$ kexec2 lint-policy --policy=policy --concat vmlinuz --initrd=l=early.cpio --initrd=base.gz
1 kernel vmlinuz
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   measured
1     by line 5: measure func=KEXEC_CMDLINE
1 initrd 0 initramfs of 2 parts
1   measured
1     by line 3: measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1   note: not appraised
1 records of the load
1   measured
1     by line 6: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 4: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 no problems, 4 notes in 5 rules
