# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# accepted
$ kexec2 verify --log good.list --pcr good.pcrs --known known
1 accepted
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   kernel       vmlinuz
1   part 0       early.cpio
1   part 1       base.img
1   part 2       modules.cpio
1   cmdline      line
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
$ kexec2 verify --log good.list --pcr good.pcrs --known known --json
1 {
1   "verdict": "accepted",
1   "reasons": [],
1   "more_reasons": 0,
1   "warnings": [],
1   "entries": 9,
1   "entries_proven": 9,
1   "epochs": 2,
1   "cmdline_judged": true,
1   "records_judged": false,
1   "not_judged": [
1     "first-kernel",
1     "first-kernel-cmdline"
1   ],
1   "basis": {
1     "proof": "values",
1     "pcrs": {
1       "sha256": [
1         0,
1         1,
1         2,
1         3,
1         4,
1         5,
1         6,
1         7,
1         8,
1         9,
1         10
1       ]
1     },
1     "pcrs_untold": {},
1     "boots": [
1       {
1         "epoch": 1,
1         "runs": false,
1         "boot_aggregate_pcrs": [
1           0,
1           1,
1           2,
1           3,
1           4,
1           5,
1           6,
1           7,
1           8,
1           9
1         ],
1         "boot_aggregate_differs": false,
1         "records_made": true
1       },
1       {
1         "epoch": 2,
1         "runs": true,
1         "boot_aggregate_pcrs": [
1           0,
1           1,
1           2,
1           3,
1           4,
1           5,
1           6,
1           7,
1           8,
1           9
1         ],
1         "boot_aggregate_differs": false,
1         "records_made": false
1       }
1     ],
1     "allowed": []
1   },
1   "kexecs": [
1     {
1       "epoch": 1,
1       "entry": 7,
1       "boot_entry": 9,
1       "kernel": {
1         "digest": "sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d",
1         "size": 9,
1         "known": "vmlinuz"
1       },
1       "parts": [
1         {
1           "digest": "sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68",
1           "size": 688,
1           "label": "early",
1           "known": "early.cpio"
1         },
1         {
1           "digest": "sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335",
1           "size": 676,
1           "label": "base",
1           "known": "base.img"
1         },
1         {
1           "digest": "sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce",
1           "size": 928,
1           "label": "modules",
1           "known": "modules.cpio"
1         }
1       ],
1       "cmdline": {
1         "digest": "sha256:2b5f12a14ed6961493930520e78e4ec5be4d6c93d59d7d719ac027080e7d8d2e",
1         "size": 19,
1         "known": "line"
1       },
1       "records_required": false,
1       "lockdown": "none",
1       "modules_signed": false,
1       "cmdline_judged": true
1     }
1   ]
1 }
$ kexec2 verify --log good.list --pcr good.pcrs --known rich
1 accepted
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
$ kexec2 verify --log good.list --pcr good.pcrs --known rich --json
1 {
1   "verdict": "accepted",
1   "reasons": [],
1   "more_reasons": 0,
1   "warnings": [],
1   "entries": 9,
1   "entries_proven": 9,
1   "epochs": 2,
1   "cmdline_judged": true,
1   "records_judged": false,
1   "not_judged": [
1     "first-kernel",
1     "first-kernel-cmdline"
1   ],
1   "basis": {
1     "proof": "values",
1     "pcrs": {
1       "sha256": [
1         0,
1         1,
1         2,
1         3,
1         4,
1         5,
1         6,
1         7,
1         8,
1         9,
1         10
1       ]
1     },
1     "pcrs_untold": {},
1     "boots": [
1       {
1         "epoch": 1,
1         "runs": false,
1         "boot_aggregate_pcrs": [
1           0,
1           1,
1           2,
1           3,
1           4,
1           5,
1           6,
1           7,
1           8,
1           9
1         ],
1         "boot_aggregate_differs": false,
1         "records_made": true
1       },
1       {
1         "epoch": 2,
1         "runs": true,
1         "boot_aggregate_pcrs": [
1           0,
1           1,
1           2,
1           3,
1           4,
1           5,
1           6,
1           7,
1           8,
1           9
1         ],
1         "boot_aggregate_differs": false,
1         "records_made": false
1       }
1     ],
1     "allowed": []
1   },
1   "kexecs": [
1     {
1       "epoch": 1,
1       "entry": 7,
1       "boot_entry": 9,
1       "composition": "all",
1       "kernel": {
1         "digest": "sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d",
1         "size": 9,
1         "known": "linux",
1         "version": 5
1       },
1       "parts": [
1         {
1           "digest": "sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68",
1           "size": 688,
1           "label": "early",
1           "known": "early"
1         },
1         {
1           "digest": "sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335",
1           "size": 676,
1           "label": "base",
1           "known": "base",
1           "version": 3
1         },
1         {
1           "digest": "sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce",
1           "size": 928,
1           "label": "modules",
1           "known": "modules"
1         }
1       ],
1       "cmdline": {
1         "digest": "sha256:2b5f12a14ed6961493930520e78e4ec5be4d6c93d59d7d719ac027080e7d8d2e",
1         "size": 19,
1         "known": "serial"
1       },
1       "records_required": false,
1       "lockdown": "none",
1       "modules_signed": false,
1       "cmdline_judged": true
1     }
1   ]
1 }
$ kexec2 verify --log good.ascii --pcr good.pcrs --known rich
1 accepted
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
$ kexec2 verify --log piece1 --log piece2 --pcr good.pcrs --known rich
1 accepted
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
$ kexec2 verify --log - --pcr sha256,good.pcrs --known rich <good.list
1 accepted
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
$ kexec2 verify --log three.list --pcr three.pcrs --known rich
1 refused
1   missing-part: part "modules" of composition "all", the closest, is missing
1 16 entries
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 kexec from epoch 2 to 3 (entry 14)
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 3      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ kexec2 verify --log replaced.list --pcr replaced.pcrs --known known
1 refused
1   unknown-kernel: loaded in entry 7 and replaced (no rule "allow replaced"): the kernel is unknown: sha256:d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa
1 16 entries
1 kexec from epoch 1 to 2 (entry 14)
1   kernel       vmlinuz
1   part 0       early.cpio
1   part 1       base.img
1   part 2       modules.cpio
1   cmdline      line
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ kexec2 verify --log rest.list --start 10=$(cat start.hex) --pcr good.pcrs --known rich
1 accepted
1 8 entries
1 kexec from epoch 1 to 2 (entry 6)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate compared with nothing; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
$ kexec2 verify --log rest.list --start sha256:10=$(cat start.hex) --pcr good.pcrs --known rich
1 accepted
1 8 entries
1 kexec from epoch 1 to 2 (entry 6)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate compared with nothing; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted

# command lines
$ grep -v cmdline known >files; kexec2 verify --log good.list --pcr good.pcrs --known files
1 refused
1   unknown-cmdline: the command line is unknown: sha256:2b5f12a14ed6961493930520e78e4ec5be4d6c93d59d7d719ac027080e7d8d2e (no rule "allow any-cmdline")
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   kernel       vmlinuz
1   part 0       early.cpio
1   part 1       base.img
1   part 2       modules.cpio
1   cmdline      (not known)
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ kexec2 verify --log good.list --pcr good.pcrs --known files --rules any
1 accepted
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   kernel       vmlinuz
1   part 0       early.cpio
1   part 1       base.img
1   part 2       modules.cpio
1   cmdline      (not judged)
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1   allowed      any-cmdline
1 not judged
1   the first kernel and its command line, which the firmware has booted
1   command lines

# a quote
$ kexec2 verify --log good.list --pcr good.pcrs --known rich --quote quote --signature signature --ak ak.pem --rules pem --nonce 00112233
1 accepted
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        a quote by a key ECC 256, of which PEM does not tell what it signs; with the nonce
1   TPM          reset 0, restart 0, clock not safe: it may have gone back
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1   allowed      unrestricted-key
1 not judged
1   the first kernel and its command line, which the firmware has booted
$ kexec2 verify --log good.list --pcr good.pcrs --known rich --quote quote --signature signature --ak ak.pem --rules pem
1 accepted
1 9 entries
1 warning: without --nonce the quote may be old
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        a quote by a key ECC 256, of which PEM does not tell what it signs; without a nonce
1   TPM          reset 0, restart 0, clock not safe: it may have gone back
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1   allowed      unrestricted-key
1 not judged
1   the first kernel and its command line, which the firmware has booted
$ kexec2 verify --log good.list --pcr good.pcrs --known rich --quote quote --signature signature --ak ak.pem --rules pem --json
1 {
1   "verdict": "accepted",
1   "reasons": [],
1   "more_reasons": 0,
1   "warnings": [],
1   "entries": 9,
1   "entries_proven": 9,
1   "epochs": 2,
1   "cmdline_judged": true,
1   "records_judged": false,
1   "not_judged": [
1     "first-kernel",
1     "first-kernel-cmdline"
1   ],
1   "basis": {
1     "proof": "quote",
1     "pcrs": {
1       "sha256": [
1         0,
1         1,
1         2,
1         3,
1         4,
1         5,
1         6,
1         7,
1         8,
1         9,
1         10
1       ]
1     },
1     "pcrs_untold": {
1       "sha256": []
1     },
1     "boots": [
1       {
1         "epoch": 1,
1         "runs": false,
1         "boot_aggregate_pcrs": [
1           0,
1           1,
1           2,
1           3,
1           4,
1           5,
1           6,
1           7,
1           8,
1           9
1         ],
1         "boot_aggregate_differs": false,
1         "records_made": true
1       },
1       {
1         "epoch": 2,
1         "runs": true,
1         "boot_aggregate_pcrs": [
1           0,
1           1,
1           2,
1           3,
1           4,
1           5,
1           6,
1           7,
1           8,
1           9
1         ],
1         "boot_aggregate_differs": false,
1         "records_made": false
1       }
1     ],
1     "allowed": [
1       "unrestricted-key"
1     ]
1   },
1   "kexecs": [
1     {
1       "epoch": 1,
1       "entry": 7,
1       "boot_entry": 9,
1       "composition": "all",
1       "kernel": {
1         "digest": "sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d",
1         "size": 9,
1         "known": "linux",
1         "version": 5
1       },
1       "parts": [
1         {
1           "digest": "sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68",
1           "size": 688,
1           "label": "early",
1           "known": "early"
1         },
1         {
1           "digest": "sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335",
1           "size": 676,
1           "label": "base",
1           "known": "base",
1           "version": 3
1         },
1         {
1           "digest": "sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce",
1           "size": 928,
1           "label": "modules",
1           "known": "modules"
1         }
1       ],
1       "cmdline": {
1         "digest": "sha256:2b5f12a14ed6961493930520e78e4ec5be4d6c93d59d7d719ac027080e7d8d2e",
1         "size": 19,
1         "known": "serial"
1       },
1       "records_required": false,
1       "lockdown": "none",
1       "modules_signed": false,
1       "cmdline_judged": true
1     }
1   ],
1   "quote": {
1     "nonce_checked": false,
1     "clock_ms": 0,
1     "reset_count": 0,
1     "restart_count": 0,
1     "clock_safe": false,
1     "key": "ECC 256"
1   }
1 }
$ kexec2 verify --log good.list --pcr good.pcrs --known rich --quote quote --signature signature --ak ak.pem --nonce 0011
1 refused
1   quote-nonce: the quote has another nonce: it was made at another time
1 9 entries, none is proven
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        none
1   PCRs         0-9 of the firmware are not told
1   epoch 1      boot_aggregate compared with nothing; no policy is required; records made
1   epoch 2      boot_aggregate compared with nothing; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ kexec2 verify --log good.list --pcr good.pcrs --known rich --quote vmlinuz --signature signature --ak ak.pem
1 refused
1   quote-signature: the signature does not match the quote and the key
1 9 entries, none is proven
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        none
1   PCRs         0-9 of the firmware are not told
1   epoch 1      boot_aggregate compared with nothing; no policy is required; records made
1   epoch 2      boot_aggregate compared with nothing; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ (head -c 60 signature; tail -c +61 signature | tr '\000-\377' '\001-\377\000') >other.sig
$ kexec2 verify --log good.list --pcr good.pcrs --known rich --quote quote --signature other.sig --ak ak.pem
1 refused
1   quote-signature: the signature does not match the quote and the key
1 9 entries, none is proven
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        none
1   PCRs         0-9 of the firmware are not told
1   epoch 1      boot_aggregate compared with nothing; no policy is required; records made
1   epoch 2      boot_aggregate compared with nothing; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ kexec2 verify --log good.list --known rich --quote quote --signature signature --ak ak.pem --rules pem --nonce 00112233
1 accepted
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        a quote by a key ECC 256, of which PEM does not tell what it signs; with the nonce
1   TPM          reset 0, restart 0, clock not safe: it may have gone back
1   PCRs         0-9 of the firmware are not told
1   PCRs         0-10 of sha256 are quoted, and their values are not told
1   epoch 1      boot_aggregate compared with nothing; no policy is required; records made
1   epoch 2      boot_aggregate compared with nothing; no policy is required; no record shows that its policy asks for them; it runs
1   allowed      unrestricted-key
1 not judged
1   the first kernel and its command line, which the firmware has booted
$ kexec2 verify --log order.list --known known --quote quote --signature signature --ak ak.pem --rules pem --nonce 00112233
1 refused
1   pcr-mismatch: the list does not lead to the quoted PCRs: the values of PCR 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, which have no entries, are not given (--pcr), or entries are missing or were changed
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   kernel       vmlinuz
1   part 0       modules.cpio
1   part 1       base.img
1   part 2       early.cpio
1   cmdline      line
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        a quote by a key ECC 256, of which PEM does not tell what it signs; with the nonce
1   TPM          reset 0, restart 0, clock not safe: it may have gone back
1   PCRs         0-9 of the firmware are not told
1   PCRs         0-10 of sha256 are quoted, and their values are not told
1   epoch 1      boot_aggregate compared with nothing; no policy is required; records made
1   epoch 2      boot_aggregate compared with nothing; no policy is required; no record shows that its policy asks for them; it runs
1   allowed      unrestricted-key
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ kexec2 verify --log order.list --pcr order.pcrs --known known --quote quote --signature signature --ak ak.pem --rules pem
1 refused
1   quote-digest: the given PCR values are not those that were quoted
1 9 entries
1 warning: without --nonce the quote may be old
1 kexec from epoch 1 to 2 (entry 7)
1   kernel       vmlinuz
1   part 0       modules.cpio
1   part 1       base.img
1   part 2       early.cpio
1   cmdline      line
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        a quote by a key ECC 256, of which PEM does not tell what it signs; without a nonce
1   TPM          reset 0, restart 0, clock not safe: it may have gone back
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1   allowed      unrestricted-key
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1

# a key of which nobody knows what it signs
$ kexec2 verify --log good.list --pcr good.pcrs --known rich --quote quote --signature signature --ak ak.pem --nonce 00112233
1 refused
1   quote-key: the key is in PEM, which does not tell whether it only signs what its TPM has made: give it as TPM2B_PUBLIC (no rule "allow unrestricted-key")
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        a quote by a key ECC 256, of which PEM does not tell what it signs; with the nonce
1   TPM          reset 0, restart 0, clock not safe: it may have gone back
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1

# known: less
$ kexec2 verify --log good.list --pcr good.pcrs --known less
1 refused
1   unknown-part: part 2 (label "modules") is unknown: sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   kernel       vmlinuz
1   part 0       early.cpio
1   part 1       base.img
1   part 2       (not known)
1   cmdline      line
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ kexec2 verify --log good.list --pcr good.pcrs --known less --json
1 {
1   "verdict": "refused",
1   "reasons": [
1     {
1       "code": "unknown-part",
1       "text": "part 2 (label \"modules\") is unknown: sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce",
1       "entry": 7,
1       "epoch": 1,
1       "part": 2
1     }
1   ],
1   "more_reasons": 0,
1   "warnings": [],
1   "entries": 9,
1   "entries_proven": 9,
1   "epochs": 2,
1   "cmdline_judged": true,
1   "records_judged": false,
1   "not_judged": [
1     "first-kernel",
1     "first-kernel-cmdline"
1   ],
1   "basis": {
1     "proof": "values",
1     "pcrs": {
1       "sha256": [
1         0,
1         1,
1         2,
1         3,
1         4,
1         5,
1         6,
1         7,
1         8,
1         9,
1         10
1       ]
1     },
1     "pcrs_untold": {},
1     "boots": [
1       {
1         "epoch": 1,
1         "runs": false,
1         "boot_aggregate_pcrs": [
1           0,
1           1,
1           2,
1           3,
1           4,
1           5,
1           6,
1           7,
1           8,
1           9
1         ],
1         "boot_aggregate_differs": false,
1         "records_made": true
1       },
1       {
1         "epoch": 2,
1         "runs": true,
1         "boot_aggregate_pcrs": [
1           0,
1           1,
1           2,
1           3,
1           4,
1           5,
1           6,
1           7,
1           8,
1           9
1         ],
1         "boot_aggregate_differs": false,
1         "records_made": false
1       }
1     ],
1     "allowed": []
1   },
1   "kexecs": [
1     {
1       "epoch": 1,
1       "entry": 7,
1       "boot_entry": 9,
1       "kernel": {
1         "digest": "sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d",
1         "size": 9,
1         "known": "vmlinuz"
1       },
1       "parts": [
1         {
1           "digest": "sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68",
1           "size": 688,
1           "label": "early",
1           "known": "early.cpio"
1         },
1         {
1           "digest": "sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335",
1           "size": 676,
1           "label": "base",
1           "known": "base.img"
1         },
1         {
1           "digest": "sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce",
1           "size": 928,
1           "label": "modules"
1         }
1       ],
1       "cmdline": {
1         "digest": "sha256:2b5f12a14ed6961493930520e78e4ec5be4d6c93d59d7d719ac027080e7d8d2e",
1         "size": 19,
1         "known": "line"
1       },
1       "records_required": false,
1       "lockdown": "none",
1       "modules_signed": false,
1       "cmdline_judged": true
1     }
1   ]
1 }
= 1

# known: newer
$ kexec2 verify --log good.list --pcr good.pcrs --known newer
1 refused
1   too-old: part 1 (label "base") is "base" version 3, the minimum is 4: sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1

# known: line
$ kexec2 verify --log good.list --pcr good.pcrs --known line
1 refused
1   unknown-cmdline: the command line is unknown: sha256:2b5f12a14ed6961493930520e78e4ec5be4d6c93d59d7d719ac027080e7d8d2e (no rule "allow any-cmdline")
1   wrong-composition: composition "all", the closest, has another kernel or command line
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      (not known)
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1

# known: label
$ kexec2 verify --log good.list --pcr good.pcrs --known label
1 refused
1   wrong-label: part 2 (label "modules") is "modules", whose label must be "mods", not "modules": sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1   missing-part: part "modules" of composition "all", the closest, is missing
1   extra-part: part 2, "modules", is not in composition "all", the closest
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1

# known: last
$ kexec2 verify --log good.list --pcr good.pcrs --known last
1 refused
1   wrong-order: part 0, "early", must be the last part
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1

# known: role
$ kexec2 verify --log good.list --pcr good.pcrs --known role
1 refused
1   wrong-role: the kernel is "linux", known only as initrd: sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1   missing-part: part "linux" of composition "all", the closest, is missing
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1

# known: other
$ kexec2 verify --log good.list --pcr good.pcrs --known other
1 refused
1   extra-part: part 2, "modules", is not in composition "all", the closest
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1

# list: order
$ kexec2 verify --log order.list --pcr order.pcrs --known rich
1 refused
1   wrong-order: part 1, "base", must come before part 0
1   wrong-order: part 2, "early", must be the first part
1   wrong-order: the parts are those of composition "all", but in another order
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   kernel       linux version 5
1   part 0       modules
1   part 1       base version 3
1   part 2       early
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1

# list: nothing
$ kexec2 verify --log nothing.list --pcr nothing.pcrs --known rich
1 refused
1   no-manifest: the booted image is not recorded: there is no manifest with a commit
1 3 entries
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1

# list: alone
$ kexec2 verify --log alone.list --pcr alone.pcrs --known rich
1 refused
1   unknown-cmdline: the command line is unknown: sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 (no rule "allow any-cmdline")
1   missing-part: part "early" of composition "all", the closest, is missing
1   missing-part: part "base" of composition "all", the closest, is missing
1   missing-part: part "modules" of composition "all", the closest, is missing
1   wrong-composition: composition "all", the closest, has another kernel or command line
1 5 entries
1 kexec from epoch 1 to 2 (entry 3)
1   kernel       linux version 5
1   cmdline      (not known)
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1

# list: uncommitted
$ kexec2 verify --log uncommitted.list --pcr uncommitted.pcrs --known rich
1 refused
1   no-manifest: the booted image is not recorded: there is no manifest with a commit, and entries of known files do not tell which of them were loaded, or in what order; add the rule for kexec_file_load2 to the IMA policy
1 8 entries
1 warning: the load in entry 7 has failed: its manifest has no commit
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1

# list: pending
$ kexec2 verify --log pending.list --pcr pending.pcrs --known rich
1 refused
1   no-kexec: there was no kexec: the firmware started the running kernel (no rule "allow no-kexec")
1 8 entries
1 loaded and ready to boot (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ kexec2 verify --log pending.list --pcr pending.pcrs --known rich --json
1 {
1   "verdict": "refused",
1   "reasons": [
1     {
1       "code": "no-kexec",
1       "text": "there was no kexec: the firmware started the running kernel (no rule \"allow no-kexec\")"
1     }
1   ],
1   "more_reasons": 0,
1   "warnings": [],
1   "entries": 8,
1   "entries_proven": 8,
1   "epochs": 1,
1   "cmdline_judged": true,
1   "records_judged": false,
1   "not_judged": [
1     "first-kernel",
1     "first-kernel-cmdline"
1   ],
1   "basis": {
1     "proof": "values",
1     "pcrs": {
1       "sha256": [
1         0,
1         1,
1         2,
1         3,
1         4,
1         5,
1         6,
1         7,
1         8,
1         9,
1         10
1       ]
1     },
1     "pcrs_untold": {},
1     "boots": [
1       {
1         "epoch": 1,
1         "runs": true,
1         "boot_aggregate_pcrs": [
1           0,
1           1,
1           2,
1           3,
1           4,
1           5,
1           6,
1           7,
1           8,
1           9
1         ],
1         "boot_aggregate_differs": false,
1         "records_made": true
1       }
1     ],
1     "allowed": []
1   },
1   "kexecs": [],
1   "pending": {
1     "epoch": 1,
1     "entry": 7,
1     "composition": "all",
1     "kernel": {
1       "digest": "sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d",
1       "size": 9,
1       "known": "linux",
1       "version": 5
1     },
1     "parts": [
1       {
1         "digest": "sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68",
1         "size": 688,
1         "label": "early",
1         "known": "early"
1       },
1       {
1         "digest": "sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335",
1         "size": 676,
1         "label": "base",
1         "known": "base",
1         "version": 3
1       },
1       {
1         "digest": "sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce",
1         "size": 928,
1         "label": "modules",
1         "known": "modules"
1       }
1     ],
1     "cmdline": {
1       "digest": "sha256:2b5f12a14ed6961493930520e78e4ec5be4d6c93d59d7d719ac027080e7d8d2e",
1       "size": 19,
1       "known": "serial"
1     },
1     "records_required": false,
1     "lockdown": "none",
1     "modules_signed": false,
1     "cmdline_judged": true,
1     "reasons": []
1   }
1 }
= 1

# list: unloaded
$ kexec2 verify --log unloaded.list --pcr unloaded.pcrs --known rich
1 refused
1   no-manifest: the booted image is not recorded: the last one was unloaded in entry 9
1 10 entries
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1

# list: failed
$ kexec2 verify --log failed.list --pcr failed.pcrs --known rich
1 refused
1   kexec-load: kexec_load(2) loaded an image in entry 8 without measuring it (no rule "allow kexec-load")
1   no-manifest: the booted image is not recorded: kexec_load(2) loaded it in entry 8
1 9 entries
1 warning: the load in entry 7 has failed: its manifest has no commit
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ kexec2 verify --log failed.list --pcr failed.pcrs --known rich --json
1 {
1   "verdict": "refused",
1   "reasons": [
1     {
1       "code": "kexec-load",
1       "text": "kexec_load(2) loaded an image in entry 8 without measuring it (no rule \"allow kexec-load\")",
1       "entry": 8,
1       "epoch": 1
1     },
1     {
1       "code": "no-manifest",
1       "text": "the booted image is not recorded: kexec_load(2) loaded it in entry 8",
1       "entry": 9,
1       "epoch": 1
1     }
1   ],
1   "more_reasons": 0,
1   "warnings": [
1     {
1       "code": "failed-load",
1       "text": "the load in entry 7 has failed: its manifest has no commit",
1       "entry": 7,
1       "epoch": 1
1     }
1   ],
1   "entries": 9,
1   "entries_proven": 9,
1   "epochs": 2,
1   "cmdline_judged": true,
1   "records_judged": false,
1   "not_judged": [
1     "first-kernel",
1     "first-kernel-cmdline"
1   ],
1   "basis": {
1     "proof": "values",
1     "pcrs": {
1       "sha256": [
1         0,
1         1,
1         2,
1         3,
1         4,
1         5,
1         6,
1         7,
1         8,
1         9,
1         10
1       ]
1     },
1     "pcrs_untold": {},
1     "boots": [
1       {
1         "epoch": 1,
1         "runs": false,
1         "boot_aggregate_pcrs": [
1           0,
1           1,
1           2,
1           3,
1           4,
1           5,
1           6,
1           7,
1           8,
1           9
1         ],
1         "boot_aggregate_differs": false,
1         "records_made": true
1       },
1       {
1         "epoch": 2,
1         "runs": true,
1         "boot_aggregate_pcrs": [
1           0,
1           1,
1           2,
1           3,
1           4,
1           5,
1           6,
1           7,
1           8,
1           9
1         ],
1         "boot_aggregate_differs": false,
1         "records_made": false
1       }
1     ],
1     "allowed": []
1   },
1   "kexecs": []
1 }
= 1

# list: crash
$ kexec2 verify --log crash.list --pcr crash.pcrs --known rich
1 refused
1   no-manifest: the booted image is not recorded: there is no manifest with a commit, and entries of known files do not tell which of them were loaded, or in what order; add the rule for kexec_file_load2 to the IMA policy
1 9 entries
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ kexec2 verify --log crash.list --pcr crash.pcrs --known rich --json
1 {
1   "verdict": "refused",
1   "reasons": [
1     {
1       "code": "no-manifest",
1       "text": "the booted image is not recorded: there is no manifest with a commit, and entries of known files do not tell which of them were loaded, or in what order; add the rule for kexec_file_load2 to the IMA policy",
1       "entry": 9,
1       "epoch": 1
1     }
1   ],
1   "more_reasons": 0,
1   "warnings": [],
1   "entries": 9,
1   "entries_proven": 9,
1   "epochs": 2,
1   "cmdline_judged": true,
1   "records_judged": false,
1   "not_judged": [
1     "first-kernel",
1     "first-kernel-cmdline"
1   ],
1   "basis": {
1     "proof": "values",
1     "pcrs": {
1       "sha256": [
1         0,
1         1,
1         2,
1         3,
1         4,
1         5,
1         6,
1         7,
1         8,
1         9,
1         10
1       ]
1     },
1     "pcrs_untold": {},
1     "boots": [
1       {
1         "epoch": 1,
1         "runs": false,
1         "boot_aggregate_pcrs": [
1           0,
1           1,
1           2,
1           3,
1           4,
1           5,
1           6,
1           7,
1           8,
1           9
1         ],
1         "boot_aggregate_differs": false,
1         "records_made": true
1       },
1       {
1         "epoch": 2,
1         "runs": true,
1         "boot_aggregate_pcrs": [
1           0,
1           1,
1           2,
1           3,
1           4,
1           5,
1           6,
1           7,
1           8,
1           9
1         ],
1         "boot_aggregate_differs": false,
1         "records_made": false
1       }
1     ],
1     "allowed": []
1   },
1   "kexecs": []
1 }
= 1

# list: violation
$ kexec2 verify --log violation.list --pcr violation.pcrs --known rich
1 refused
1   violation: entry 2 is a violation: a file was written while it was measured (no rule "allow violations")
1 10 entries
1 kexec from epoch 1 to 2 (entry 8)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1

# list: unfiled
$ kexec2 verify --log unfiled.list --pcr unfiled.pcrs --known rich
1 accepted
1 5 entries
1 kexec from epoch 1 to 2 (entry 3)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted

# list: nonsense
$ kexec2 verify --log nonsense.list --pcr nonsense.pcrs --known rich
1 accepted
1 10 entries
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted

# list: pcr12
$ kexec2 verify --log pcr12.list --pcr pcr12.pcrs --known rich
1 accepted
1 10 entries
1 kexec from epoch 1 to 2 (entry 8)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10, 12 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted

# list: firmware
$ kexec2 verify --log firmware.list --pcr firmware.pcrs --known rich
1 refused
1   boot-aggregate: boot_aggregate is not the digest of PCRs 0 to 9: the firmware was another, or they were extended, as systemd 259 does (no rule "allow extended-pcrs")
1   boot-aggregate: boot_aggregate is not the digest of PCRs 0 to 9: the firmware was another, or they were extended, as systemd 259 does (no rule "allow extended-pcrs")
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of other values than the PCRs have; no policy is required; records made
1   epoch 2      boot_aggregate of other values than the PCRs have; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ kexec2 verify --log firmware.list --pcr firmware.pcrs --known rich --json
1 {
1   "verdict": "refused",
1   "reasons": [
1     {
1       "code": "boot-aggregate",
1       "text": "boot_aggregate is not the digest of PCRs 0 to 9: the firmware was another, or they were extended, as systemd 259 does (no rule \"allow extended-pcrs\")",
1       "entry": 1,
1       "epoch": 1
1     },
1     {
1       "code": "boot-aggregate",
1       "text": "boot_aggregate is not the digest of PCRs 0 to 9: the firmware was another, or they were extended, as systemd 259 does (no rule \"allow extended-pcrs\")",
1       "entry": 9,
1       "epoch": 2
1     }
1   ],
1   "more_reasons": 0,
1   "warnings": [],
1   "entries": 9,
1   "entries_proven": 9,
1   "epochs": 2,
1   "cmdline_judged": true,
1   "records_judged": false,
1   "not_judged": [
1     "first-kernel",
1     "first-kernel-cmdline"
1   ],
1   "basis": {
1     "proof": "values",
1     "pcrs": {
1       "sha256": [
1         0,
1         1,
1         2,
1         3,
1         4,
1         5,
1         6,
1         7,
1         8,
1         9,
1         10
1       ]
1     },
1     "pcrs_untold": {},
1     "boots": [
1       {
1         "epoch": 1,
1         "runs": false,
1         "boot_aggregate_pcrs": [],
1         "boot_aggregate_differs": true,
1         "records_made": true
1       },
1       {
1         "epoch": 2,
1         "runs": true,
1         "boot_aggregate_pcrs": [],
1         "boot_aggregate_differs": true,
1         "records_made": false
1       }
1     ],
1     "allowed": []
1   },
1   "kexecs": [
1     {
1       "epoch": 1,
1       "entry": 7,
1       "boot_entry": 9,
1       "composition": "all",
1       "kernel": {
1         "digest": "sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d",
1         "size": 9,
1         "known": "linux",
1         "version": 5
1       },
1       "parts": [
1         {
1           "digest": "sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68",
1           "size": 688,
1           "label": "early",
1           "known": "early"
1         },
1         {
1           "digest": "sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335",
1           "size": 676,
1           "label": "base",
1           "known": "base",
1           "version": 3
1         },
1         {
1           "digest": "sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce",
1           "size": 928,
1           "label": "modules",
1           "known": "modules"
1         }
1       ],
1       "cmdline": {
1         "digest": "sha256:2b5f12a14ed6961493930520e78e4ec5be4d6c93d59d7d719ac027080e7d8d2e",
1         "size": 19,
1         "known": "serial"
1       },
1       "records_required": false,
1       "lockdown": "none",
1       "modules_signed": false,
1       "cmdline_judged": true
1     }
1   ]
1 }
= 1

# list: replaced
$ kexec2 verify --log replaced.list --pcr replaced.pcrs --known rich
1 refused
1   unknown-kernel: loaded in entry 7 and replaced (no rule "allow replaced"): the kernel is unknown: sha256:d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa
1   wrong-composition: loaded in entry 7 and replaced (no rule "allow replaced"): composition "all", the closest, has another kernel or command line
1 16 entries
1 kexec from epoch 1 to 2 (entry 14)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1

# list: three
$ kexec2 verify --log three.list --pcr three.pcrs --known rich
1 refused
1   missing-part: part "modules" of composition "all", the closest, is missing
1 16 entries
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 kexec from epoch 2 to 3 (entry 14)
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 3      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1

# rules
$ kexec2 verify --log good.list --pcr good.pcrs --known rich --rules rules
2 kexec2-attest: rules: line 1: missing value
= 2
$ kexec2 verify --log good.list --pcr good.pcrs --known rich --rules strict
2 kexec2-attest: strict: line 1: expected require with execute-record, cmdline, records, quote, safe-clock, pcr, composition, measured or measured-only
= 2
$ kexec2 verify --log good.list --pcr good.pcrs --known rich --rules known
2 kexec2-attest: known: line 1: expected allow, require or preset
= 2
$ kexec2 verify --log good.list --pcr good.pcrs --known rich --rules rules --rules strict --json
2 kexec2-attest: rules: line 1: missing value
= 2
$ for r in 'require measured' 'require boot-aggregate' 'require parts' 'allow unproven' 'deny x' 'require' 'pcr 10' 'require signed' 'forbid violations'; do echo "$r" >rule; kexec2 verify --log good.list --pcr good.pcrs --known rich --rules rule 2>&1 | head -n 2; done
1 kexec2-attest: rule: line 1: missing value
1 kexec2-attest: rule: line 1: expected require with execute-record, cmdline, records, quote, safe-clock, pcr, composition, measured or measured-only
1 kexec2-attest: rule: line 1: expected require with execute-record, cmdline, records, quote, safe-clock, pcr, composition, measured or measured-only
1 accepted
1 9 entries
1 kexec2-attest: rule: line 1: expected allow, require or preset
1 kexec2-attest: rule: line 1: expected require with execute-record, cmdline, records, quote, safe-clock, pcr, composition, measured or measured-only
1 kexec2-attest: rule: line 1: expected allow, require or preset
1 kexec2-attest: rule: line 1: expected require with execute-record, cmdline, records, quote, safe-clock, pcr, composition, measured or measured-only
1 kexec2-attest: rule: line 1: expected allow, require or preset

# not what the PCRs say
$ kexec2 verify --log changed.list --pcr good.pcrs --known known
1 refused
1   pcr-mismatch: the list does not lead to the value of PCR 10: replayed it gives sha256:53de7318613faa96e20a7a9ff36f6caf7c6d214ea4698326e889e83d0dec3b0a, the PCR holds sha256:e7013ec7a819c779aa0ec4cfcaa476530ad8c7c9f287cb3ec637cf4c464f50a1; entries are missing or were changed, or the list was read before the PCRs
1   altered-entry: entry 6 was altered: its logged digest does not match its data
1   malformed-record: entry 6 is named like a record of kexec but is malformed: its digest does not match its buffer
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   kernel       vmlinuz
1   part 0       early.cpio
1   part 1       base.img
1   part 2       modules.cpio
1   cmdline      line
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ kexec2 verify --log short.list --pcr good.pcrs --known known
1 refused
1   pcr-mismatch: the list does not lead to the value of PCR 10: replayed it gives sha256:4273ac08c0bbde77cdf99d9fb3dc79f7eeb1f5f108865923b1b790bdce2a82b1, the PCR holds sha256:e7013ec7a819c779aa0ec4cfcaa476530ad8c7c9f287cb3ec637cf4c464f50a1; entries are missing or were changed, or the list was read before the PCRs
1   no-kexec: there was no kexec: the firmware started the running kernel (no rule "allow no-kexec")
1 8 entries
1 loaded and ready to boot (entry 7)
1   kernel       vmlinuz
1   part 0       early.cpio
1   part 1       base.img
1   part 2       modules.cpio
1   cmdline      line
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ kexec2 verify --log rest.list --pcr good.pcrs --known known
1 refused
1   pcr-mismatch: the list does not lead to the value of PCR 10: replayed it gives sha256:dd9ef449a3686560bd52600100a09dc2406abb1eb6241e6d3b588c92e603261d, the PCR holds sha256:e7013ec7a819c779aa0ec4cfcaa476530ad8c7c9f287cb3ec637cf4c464f50a1; entries are missing or were changed, or the list was read before the PCRs
1   trimmed: the list does not begin with a boot: it was trimmed, and the value of PCR 10 before its first entry is not given (--start)
1 8 entries
1 kexec from epoch 1 to 2 (entry 6)
1   kernel       vmlinuz
1   part 0       early.cpio
1   part 1       base.img
1   part 2       modules.cpio
1   cmdline      line
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate compared with nothing; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ kexec2 verify --log piece2 --log piece1 --pcr good.pcrs --known known --json
1 {
1   "verdict": "refused",
1   "reasons": [
1     {
1       "code": "pcr-mismatch",
1       "text": "the list does not lead to the value of PCR 10: replayed it gives sha256:b53ec55d0340ce7a0840169f7d65b56505deab0f8ae424db22066e86ea6a1f8a, the PCR holds sha256:e7013ec7a819c779aa0ec4cfcaa476530ad8c7c9f287cb3ec637cf4c464f50a1; entries are missing or were changed, or the list was read before the PCRs"
1     },
1     {
1       "code": "no-manifest",
1       "text": "the booted image is not recorded: there is no manifest with a commit",
1       "entry": 7,
1       "epoch": 2
1     },
1     {
1       "code": "trimmed",
1       "text": "the list does not begin with a boot: it was trimmed, and the value of PCR 10 before its first entry is not given (--start)",
1       "epoch": 1
1     }
1   ],
1   "more_reasons": 0,
1   "warnings": [],
1   "entries": 9,
1   "entries_proven": 9,
1   "epochs": 3,
1   "cmdline_judged": true,
1   "records_judged": false,
1   "not_judged": [
1     "first-kernel",
1     "first-kernel-cmdline"
1   ],
1   "basis": {
1     "proof": "values",
1     "pcrs": {
1       "sha256": [
1         0,
1         1,
1         2,
1         3,
1         4,
1         5,
1         6,
1         7,
1         8,
1         9,
1         10
1       ]
1     },
1     "pcrs_untold": {},
1     "boots": [
1       {
1         "epoch": 1,
1         "runs": false,
1         "boot_aggregate_pcrs": [],
1         "boot_aggregate_differs": false,
1         "records_made": true
1       },
1       {
1         "epoch": 2,
1         "runs": false,
1         "boot_aggregate_pcrs": [
1           0,
1           1,
1           2,
1           3,
1           4,
1           5,
1           6,
1           7,
1           8,
1           9
1         ],
1         "boot_aggregate_differs": false,
1         "records_made": false
1       },
1       {
1         "epoch": 3,
1         "runs": true,
1         "boot_aggregate_pcrs": [
1           0,
1           1,
1           2,
1           3,
1           4,
1           5,
1           6,
1           7,
1           8,
1           9
1         ],
1         "boot_aggregate_differs": false,
1         "records_made": false
1       }
1     ],
1     "allowed": []
1   },
1   "kexecs": [
1     {
1       "epoch": 1,
1       "entry": 4,
1       "boot_entry": 6,
1       "kernel": {
1         "digest": "sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d",
1         "size": 9,
1         "known": "vmlinuz"
1       },
1       "parts": [
1         {
1           "digest": "sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68",
1           "size": 688,
1           "label": "early",
1           "known": "early.cpio"
1         },
1         {
1           "digest": "sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335",
1           "size": 676,
1           "label": "base",
1           "known": "base.img"
1         },
1         {
1           "digest": "sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce",
1           "size": 928,
1           "label": "modules",
1           "known": "modules.cpio"
1         }
1       ],
1       "cmdline": {
1         "digest": "sha256:2b5f12a14ed6961493930520e78e4ec5be4d6c93d59d7d719ac027080e7d8d2e",
1         "size": 19,
1         "known": "line"
1       },
1       "records_required": false,
1       "lockdown": "none",
1       "modules_signed": false,
1       "cmdline_judged": true
1     }
1   ]
1 }
= 1
$ kexec2 verify --log order.list --pcr good.pcrs --known known
1 refused
1   pcr-mismatch: the list does not lead to the value of PCR 10: replayed it gives sha256:b7bec179736efebe7d51777f0e11519d8e5b0ec4ddfb7c35662be1d5dea588bc, the PCR holds sha256:e7013ec7a819c779aa0ec4cfcaa476530ad8c7c9f287cb3ec637cf4c464f50a1; entries are missing or were changed, or the list was read before the PCRs
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   kernel       vmlinuz
1   part 0       modules.cpio
1   part 1       base.img
1   part 2       early.cpio
1   cmdline      line
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ grep -v PCR-10 good.pcrs >without; kexec2 verify --log good.list --pcr without --known known
1 refused
1   pcr-uncovered: entry 1 is of PCR 10, whose value is not given or not quoted: nothing proves it
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   kernel       vmlinuz
1   part 0       early.cpio
1   part 1       base.img
1   part 2       modules.cpio
1   cmdline      line
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-9 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ grep PCR-10 good.pcrs >alone; kexec2 verify --log good.list --pcr alone --known known
1 accepted
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   kernel       vmlinuz
1   part 0       early.cpio
1   part 1       base.img
1   part 2       modules.cpio
1   cmdline      line
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         10 of sha256
1   PCRs         0-9 of the firmware are not told
1   epoch 1      boot_aggregate compared with nothing; no policy is required; records made
1   epoch 2      boot_aggregate compared with nothing; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
$ kexec2 verify --log good.list --known known
1 refused
1   unproven: no PCR values and no quote are given: anybody can write such a list (no rule "allow unproven")
1 9 entries, none is proven
1 kexec from epoch 1 to 2 (entry 7)
1   kernel       vmlinuz
1   part 0       early.cpio
1   part 1       base.img
1   part 2       modules.cpio
1   cmdline      line
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        none
1   PCRs         0-9 of the firmware are not told
1   epoch 1      boot_aggregate compared with nothing; no policy is required; records made
1   epoch 2      boot_aggregate compared with nothing; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ sed 's/^/PCR-/; s/ /: /' lists/pcrs-sha256 >guest.pcrs
$ kexec2 verify --log lists/binary-sha256 --pcr guest.pcrs --known known
1 refused
1   violation: entry 14 is a violation: a file was written while it was measured (no rule "allow violations")
1   unknown-kernel: loaded in entry 20 and unloaded (no rule "allow replaced"): the kernel is unknown: sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee
1   unknown-part: loaded in entry 20 and unloaded (no rule "allow replaced"): part 0 (label "a") is unknown: sha256:f96f415a6d49d880e918907a8f45bafd6942af87f6893f1714455312a1c80b6f
1   unknown-cmdline: loaded in entry 20 and unloaded (no rule "allow replaced"): the command line is unknown: sha256:6497e4b3d7bed16979a343a7db4efa6d57725529f5ac3cec45c1f08fabcbdafc (no rule "allow any-cmdline")
1   unknown-kernel: loaded in entry 25 and replaced (no rule "allow replaced"): the kernel is unknown: sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee
1   unknown-part: loaded in entry 25 and replaced (no rule "allow replaced"): part 0 (label "b") is unknown: sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74
1   unknown-part: loaded in entry 25 and replaced (no rule "allow replaced"): part 1 (label "-") is unknown: sha256:f96f415a6d49d880e918907a8f45bafd6942af87f6893f1714455312a1c80b6f
1   unknown-cmdline: loaded in entry 25 and replaced (no rule "allow replaced"): the command line is unknown: sha256:cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4 (no rule "allow any-cmdline")
1   unknown-kernel: loaded in entry 28 and not committed, so it failed (no rule "allow failed"): the kernel is unknown: sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee
1   unknown-part: loaded in entry 28 and not committed, so it failed (no rule "allow failed"): part 0 (label "b") is unknown: sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74
1   unknown-cmdline: loaded in entry 28 and not committed, so it failed (no rule "allow failed"): the command line is unknown: sha256:d27fcc5259c0a4e01682799f30b4666816eb165b1c1d01702279e1379622cf20 (no rule "allow any-cmdline")
1   unknown-kernel: the kernel is unknown: sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee
1   unknown-part: part 0 (label "firmware") is unknown: sha256:f96f415a6d49d880e918907a8f45bafd6942af87f6893f1714455312a1c80b6f
1   unknown-part: part 1 (label "base") is unknown: sha256:8fb7527f2db00e1eb21d5498780d454234e8d2930715866af8a89b39b011885c
1   unknown-cmdline: the command line is unknown: sha256:dd1d318f386f95be5d5899071a200823a7c9387816cd16beab1a1c7e37a641cd (no rule "allow any-cmdline")
1   unknown-kernel: the kernel is unknown: sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee
1   unknown-part: part 0 (label "base") is unknown: sha256:8fb7527f2db00e1eb21d5498780d454234e8d2930715866af8a89b39b011885c
1   unknown-part: part 1 (label "b") is unknown: sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74
1   unknown-cmdline: the command line is unknown: sha256:c9b714948698310e6330db015c55f53015d08224ce0e192496636c91d5fd7c04 (no rule "allow any-cmdline")
1   unknown-kernel: loaded in entry 45 and ready to boot (no rule "allow pending"): the kernel is unknown: sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee
1   unknown-part: loaded in entry 45 and ready to boot (no rule "allow pending"): part 0 (label "base") is unknown: sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74
1   unknown-cmdline: loaded in entry 45 and ready to boot (no rule "allow pending"): the command line is unknown: sha256:f65581b2337a3113c6cd07aa30060b0d6edb197ee9fd6e2e70b264a019b77cba (no rule "allow any-cmdline")
1 48 entries
1 warning: the load in entry 28 has failed: its manifest has no commit
1 kexec from epoch 1 to 2 (entry 31)
1   kernel       (not known)
1   part 0       (not known)
1   part 1       (not known)
1   cmdline      (not known)
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 kexec from epoch 2 to 3 (entry 38)
1   kernel       (not known)
1   part 0       (not known)
1   part 1       (not known)
1   cmdline      (not known)
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 loaded and ready to boot (entry 45)
1   kernel       (not known)
1   part 0       (not known)
1   cmdline      (not known)
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1   booting it would be refused:
1     unknown-kernel: the kernel is unknown: sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee
1     unknown-part: part 0 (label "base") is unknown: sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74
1     unknown-cmdline: the command line is unknown: sha256:f65581b2337a3113c6cd07aa30060b0d6edb197ee9fd6e2e70b264a019b77cba (no rule "allow any-cmdline")
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         10, 12 of sha256
1   PCRs         0-9 of the firmware are not told
1   epoch 1      boot_aggregate compared with nothing; no policy is required; records made
1   epoch 2      boot_aggregate compared with nothing; no policy is required; records made
1   epoch 3      boot_aggregate compared with nothing; no policy is required; records made; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ kexec2 verify --log lists/binary-sha256 --pcr guest.pcrs --known known --json
1 {
1   "verdict": "refused",
1   "reasons": [
1     {
1       "code": "violation",
1       "text": "entry 14 is a violation: a file was written while it was measured (no rule \"allow violations\")",
1       "entry": 14,
1       "epoch": 1
1     },
1     {
1       "code": "unknown-kernel",
1       "text": "loaded in entry 20 and unloaded (no rule \"allow replaced\"): the kernel is unknown: sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee",
1       "entry": 20,
1       "epoch": 1
1     },
1     {
1       "code": "unknown-part",
1       "text": "loaded in entry 20 and unloaded (no rule \"allow replaced\"): part 0 (label \"a\") is unknown: sha256:f96f415a6d49d880e918907a8f45bafd6942af87f6893f1714455312a1c80b6f",
1       "entry": 20,
1       "epoch": 1,
1       "part": 0
1     },
1     {
1       "code": "unknown-cmdline",
1       "text": "loaded in entry 20 and unloaded (no rule \"allow replaced\"): the command line is unknown: sha256:6497e4b3d7bed16979a343a7db4efa6d57725529f5ac3cec45c1f08fabcbdafc (no rule \"allow any-cmdline\")",
1       "entry": 20,
1       "epoch": 1
1     },
1     {
1       "code": "unknown-kernel",
1       "text": "loaded in entry 25 and replaced (no rule \"allow replaced\"): the kernel is unknown: sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee",
1       "entry": 25,
1       "epoch": 1
1     },
1     {
1       "code": "unknown-part",
1       "text": "loaded in entry 25 and replaced (no rule \"allow replaced\"): part 0 (label \"b\") is unknown: sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74",
1       "entry": 25,
1       "epoch": 1,
1       "part": 0
1     },
1     {
1       "code": "unknown-part",
1       "text": "loaded in entry 25 and replaced (no rule \"allow replaced\"): part 1 (label \"-\") is unknown: sha256:f96f415a6d49d880e918907a8f45bafd6942af87f6893f1714455312a1c80b6f",
1       "entry": 25,
1       "epoch": 1,
1       "part": 1
1     },
1     {
1       "code": "unknown-cmdline",
1       "text": "loaded in entry 25 and replaced (no rule \"allow replaced\"): the command line is unknown: sha256:cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4 (no rule \"allow any-cmdline\")",
1       "entry": 25,
1       "epoch": 1
1     },
1     {
1       "code": "unknown-kernel",
1       "text": "loaded in entry 28 and not committed, so it failed (no rule \"allow failed\"): the kernel is unknown: sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee",
1       "entry": 28,
1       "epoch": 1
1     },
1     {
1       "code": "unknown-part",
1       "text": "loaded in entry 28 and not committed, so it failed (no rule \"allow failed\"): part 0 (label \"b\") is unknown: sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74",
1       "entry": 28,
1       "epoch": 1,
1       "part": 0
1     },
1     {
1       "code": "unknown-cmdline",
1       "text": "loaded in entry 28 and not committed, so it failed (no rule \"allow failed\"): the command line is unknown: sha256:d27fcc5259c0a4e01682799f30b4666816eb165b1c1d01702279e1379622cf20 (no rule \"allow any-cmdline\")",
1       "entry": 28,
1       "epoch": 1
1     },
1     {
1       "code": "unknown-kernel",
1       "text": "the kernel is unknown: sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee",
1       "entry": 31,
1       "epoch": 1
1     },
1     {
1       "code": "unknown-part",
1       "text": "part 0 (label \"firmware\") is unknown: sha256:f96f415a6d49d880e918907a8f45bafd6942af87f6893f1714455312a1c80b6f",
1       "entry": 31,
1       "epoch": 1,
1       "part": 0
1     },
1     {
1       "code": "unknown-part",
1       "text": "part 1 (label \"base\") is unknown: sha256:8fb7527f2db00e1eb21d5498780d454234e8d2930715866af8a89b39b011885c",
1       "entry": 31,
1       "epoch": 1,
1       "part": 1
1     },
1     {
1       "code": "unknown-cmdline",
1       "text": "the command line is unknown: sha256:dd1d318f386f95be5d5899071a200823a7c9387816cd16beab1a1c7e37a641cd (no rule \"allow any-cmdline\")",
1       "entry": 31,
1       "epoch": 1
1     },
1     {
1       "code": "unknown-kernel",
1       "text": "the kernel is unknown: sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee",
1       "entry": 38,
1       "epoch": 2
1     },
1     {
1       "code": "unknown-part",
1       "text": "part 0 (label \"base\") is unknown: sha256:8fb7527f2db00e1eb21d5498780d454234e8d2930715866af8a89b39b011885c",
1       "entry": 38,
1       "epoch": 2,
1       "part": 0
1     },
1     {
1       "code": "unknown-part",
1       "text": "part 1 (label \"b\") is unknown: sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74",
1       "entry": 38,
1       "epoch": 2,
1       "part": 1
1     },
1     {
1       "code": "unknown-cmdline",
1       "text": "the command line is unknown: sha256:c9b714948698310e6330db015c55f53015d08224ce0e192496636c91d5fd7c04 (no rule \"allow any-cmdline\")",
1       "entry": 38,
1       "epoch": 2
1     },
1     {
1       "code": "unknown-kernel",
1       "text": "loaded in entry 45 and ready to boot (no rule \"allow pending\"): the kernel is unknown: sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee",
1       "entry": 45,
1       "epoch": 3
1     },
1     {
1       "code": "unknown-part",
1       "text": "loaded in entry 45 and ready to boot (no rule \"allow pending\"): part 0 (label \"base\") is unknown: sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74",
1       "entry": 45,
1       "epoch": 3,
1       "part": 0
1     },
1     {
1       "code": "unknown-cmdline",
1       "text": "loaded in entry 45 and ready to boot (no rule \"allow pending\"): the command line is unknown: sha256:f65581b2337a3113c6cd07aa30060b0d6edb197ee9fd6e2e70b264a019b77cba (no rule \"allow any-cmdline\")",
1       "entry": 45,
1       "epoch": 3
1     }
1   ],
1   "more_reasons": 0,
1   "warnings": [
1     {
1       "code": "failed-load",
1       "text": "the load in entry 28 has failed: its manifest has no commit",
1       "entry": 28,
1       "epoch": 1
1     }
1   ],
1   "entries": 48,
1   "entries_proven": 48,
1   "epochs": 3,
1   "cmdline_judged": true,
1   "records_judged": false,
1   "not_judged": [
1     "first-kernel",
1     "first-kernel-cmdline"
1   ],
1   "basis": {
1     "proof": "values",
1     "pcrs": {
1       "sha256": [
1         10,
1         12
1       ]
1     },
1     "pcrs_untold": {},
1     "boots": [
1       {
1         "epoch": 1,
1         "runs": false,
1         "boot_aggregate_pcrs": [],
1         "boot_aggregate_differs": false,
1         "records_made": true
1       },
1       {
1         "epoch": 2,
1         "runs": false,
1         "boot_aggregate_pcrs": [],
1         "boot_aggregate_differs": false,
1         "records_made": true
1       },
1       {
1         "epoch": 3,
1         "runs": true,
1         "boot_aggregate_pcrs": [],
1         "boot_aggregate_differs": false,
1         "records_made": true
1       }
1     ],
1     "allowed": []
1   },
1   "kexecs": [
1     {
1       "epoch": 1,
1       "entry": 31,
1       "boot_entry": 33,
1       "kernel": {
1         "digest": "sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee",
1         "size": 3429376
1       },
1       "parts": [
1         {
1           "digest": "sha256:f96f415a6d49d880e918907a8f45bafd6942af87f6893f1714455312a1c80b6f",
1           "size": 512,
1           "label": "firmware"
1         },
1         {
1           "digest": "sha256:8fb7527f2db00e1eb21d5498780d454234e8d2930715866af8a89b39b011885c",
1           "size": 4623051,
1           "label": "base"
1         }
1       ],
1       "cmdline": {
1         "digest": "sha256:dd1d318f386f95be5d5899071a200823a7c9387816cd16beab1a1c7e37a641cd",
1         "size": 29
1       },
1       "records_required": false,
1       "lockdown": "none",
1       "modules_signed": false,
1       "cmdline_judged": true
1     },
1     {
1       "epoch": 2,
1       "entry": 38,
1       "boot_entry": 41,
1       "kernel": {
1         "digest": "sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee",
1         "size": 3429376
1       },
1       "parts": [
1         {
1           "digest": "sha256:8fb7527f2db00e1eb21d5498780d454234e8d2930715866af8a89b39b011885c",
1           "size": 4623051,
1           "label": "base"
1         },
1         {
1           "digest": "sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74",
1           "size": 512,
1           "label": "b"
1         }
1       ],
1       "cmdline": {
1         "digest": "sha256:c9b714948698310e6330db015c55f53015d08224ce0e192496636c91d5fd7c04",
1         "size": 28
1       },
1       "records_required": false,
1       "lockdown": "none",
1       "modules_signed": false,
1       "cmdline_judged": true
1     }
1   ],
1   "pending": {
1     "epoch": 3,
1     "entry": 45,
1     "kernel": {
1       "digest": "sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee",
1       "size": 3429376
1     },
1     "parts": [
1       {
1         "digest": "sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74",
1         "size": 512,
1         "label": "base"
1       }
1     ],
1     "cmdline": {
1       "digest": "sha256:f65581b2337a3113c6cd07aa30060b0d6edb197ee9fd6e2e70b264a019b77cba",
1       "size": 29
1     },
1     "records_required": false,
1     "lockdown": "none",
1     "modules_signed": false,
1     "cmdline_judged": true,
1     "reasons": [
1       {
1         "code": "unknown-kernel",
1         "text": "the kernel is unknown: sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee",
1         "entry": 45,
1         "epoch": 3
1       },
1       {
1         "code": "unknown-part",
1         "text": "part 0 (label \"base\") is unknown: sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74",
1         "entry": 45,
1         "epoch": 3,
1         "part": 0
1       },
1       {
1         "code": "unknown-cmdline",
1         "text": "the command line is unknown: sha256:f65581b2337a3113c6cd07aa30060b0d6edb197ee9fd6e2e70b264a019b77cba (no rule \"allow any-cmdline\")",
1         "entry": 45,
1         "epoch": 3
1       }
1     ]
1   }
1 }
= 1

# the PCRs of this machine
$ kexec2 verify --log good.list --known rich --pcr-from-tpm
2 kexec2-attest: /sys/class/tpm/tpm0: there is no TPM, or no driver for it
= 2
$ mkdir -p root/sys/kernel/security/ima; cp good.list root/sys/kernel/security/ima/binary_runtime_measurements
$ kexec2 verify --known rich --pcr good.pcrs
1 accepted
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted

# values as sysfs has them
$ mkdir -p values/pcr-sha256; sed 's/PCR-0\{0,1\}\([0-9]*\): \(.*\)/\2 \1/' good.pcrs | while read value pcr; do echo $value | tr a-f A-F >values/pcr-sha256/$pcr; done
$ kexec2 verify --log good.list --known rich --pcr values
1 accepted
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
$ rm values/pcr-sha256/10
$ kexec2 verify --log good.list --known rich --pcr values
1 refused
1   pcr-uncovered: entry 1 is of PCR 10, whose value is not given or not quoted: nothing proves it
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-9 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ rm values/pcr-sha256/*
$ kexec2 verify --log good.list --known rich --pcr values
2 kexec2-attest: values: no PCR values in it; it takes a TPM 2.0 and Linux 5.12 or later
= 2

# cannot be used
$ kexec2 verify 
2 kexec2-attest: missing --known=FILE
2 Try "kexec2-attest help verify".
= 2
$ kexec2 verify --known none --log good.list --pcr good.pcrs
2 kexec2-attest: none: no such file; check the name
= 2
$ kexec2 verify --known known --log good.list --pcr none
2 kexec2-attest: none: no such file; check the name
= 2
$ kexec2 verify --known known --log none --pcr good.pcrs
2 kexec2-attest: none: no such file; check the name
= 2
$ kexec2 verify --known bad --log good.list --pcr good.pcrs
2 kexec2-attest: bad: line 2: role= takes kernel, initrd or cmdline, and label= and order= are for an initrd
= 2
$ kexec2 verify --known good.list --log good.list --pcr good.pcrs
2 kexec2-attest: good.list: line 2: NUL byte in the line
= 2
$ kexec2 verify --known known --log good.list --quote quote
2 kexec2-attest: --quote, --signature and --ak must be given together
2 Try "kexec2-attest help verify".
= 2
$ kexec2 verify --known known --log good.list --nonce 00
2 kexec2-attest: --nonce needs --quote
2 Try "kexec2-attest help verify".
= 2
$ kexec2 verify --known known --log good.list --pcr good.list
2 kexec2-attest: good.list: line 2: expected "PCR-10: HEX", or the output of tpm2_pcrread
= 2
$ kexec2 verify --known known --log good.list --pcr good.pcrs --start 10=xyz
2 kexec2-attest: --start=10=xyz: expected [ALGO:]PCR=HEX
= 2
$ kexec2 verify --known known --log good.list --pcr good.pcrs operand
2 kexec2-attest: unexpected argument "operand"
2 Try "kexec2-attest help verify".
= 2
$ kexec2 verify --known known --log cut.list --pcr good.pcrs
2 kexec2-attest: cut.list: entry 9, at byte 1435: the file ends in the middle of it
= 2
$ kexec2 verify --known known --log cut.list --pcr good.pcrs --json
2 kexec2-attest: cut.list: entry 9, at byte 1435: the file ends in the middle of it
= 2
$ kexec2 verify --known known --log vmlinuz --pcr good.pcrs
2 kexec2-attest: vmlinuz: entry 1, at byte 0: not a measurement list
= 2
$ kexec2 verify --known known --log empty --pcr good.pcrs
2 kexec2-attest: empty: the list is empty
= 2
$ kexec2 verify --known empty --log good.list --pcr good.pcrs
2 kexec2-attest: empty: file is empty
= 2
$ kexec2 verify --known known --log good.list --pcr frob,good.pcrs
2 kexec2-attest: frob,good.pcrs: no such file; check the name
= 2
$ kexec2 verify --known known --log good.list --quote quote --signature signature
2 kexec2-attest: --quote, --signature and --ak must be given together
2 Try "kexec2-attest help verify".
= 2
$ kexec2 verify --known known --log good.list --quote quote --signature signature --ak ak.pem --nonce 00 --nonce 01
2 kexec2-attest: --nonce can be given only once
2 Try "kexec2-attest help verify".
= 2
$ kexec2 verify --known known --log good.list --quote quote --signature signature --ak ak.pem --nonce xx
2 kexec2-attest: --nonce=xx: expected 1 to 64 bytes in hex
= 2
$ kexec2 verify --known known --log good.list --quote quote --signature signature --ak vmlinuz
2 kexec2-attest: vmlinuz: the key is neither TPM2B_PUBLIC, TPMT_PUBLIC nor PEM
= 2
$ kexec2 verify --known known --log good.list --quote empty --signature signature --ak ak.pem
2 kexec2-attest: empty: the quote, its signature or the key is empty
= 2
$ kexec2 verify --known known --log good.list --quote quote --signature empty --ak ak.pem --pcr good.pcrs
2 kexec2-attest: empty: the quote, its signature or the key is empty
= 2
$ kexec2 verify --log good.list --pcr good.pcrs
2 kexec2-attest: missing --known=FILE
2 Try "kexec2-attest help verify".
= 2
$ kexec2 verify --log good.list --pcr good.pcrs --known known >/dev/full
2 kexec2-attest: cannot write output (No space left on device)
= 2

# names that a terminal, or a reader, would misunderstand, or that do not end
$ sed 's/vmlinuz$/a "b"\tc\\d caf\xe9/; s/base.img$/'$(printf '%0400d' 7)/ known >odd; kexec2 verify --log good.list --pcr good.pcrs --known odd
1 accepted
1 9 entries
1 kexec from epoch 1 to 2 (entry 7)
1   kernel       a \"b\"\x09c\\d caf\xe9
1   part 0       early.cpio
1   part 1       0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000...
1   part 2       modules.cpio
1   cmdline      line
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted

# a composition that no known file has
$ echo 'require composition none' >rule; kexec2 verify --log good.list --pcr good.pcrs --known rich --rules rule
2 kexec2-attest: rule: unknown composition "none"
= 2

# a quote of PCRs of a bank that there is not, and what is cut short
$ xxd -p quote | tr -d '\n' | sed 's/00000001000b03/00000001123403/' | xxd -r -p >other; openssl dgst -sha256 -sign ak.key -out other.sig other
$ kexec2 verify --log good.list --pcr good.pcrs --known rich --quote other --signature other.sig --ak ak.pem
2 kexec2-attest: other: the quote selects PCRs of the unknown bank 0x1234
= 2
$ head -c 40 quote >other; openssl dgst -sha256 -sign ak.key -out other.sig other; kexec2 verify --log good.list --pcr good.pcrs --known rich --quote other --signature other.sig --ak ak.pem
2 kexec2-attest: other: the quote is malformed
= 2
$ head -c 40 signature >other.sig; kexec2 verify --log good.list --pcr good.pcrs --known rich --quote quote --signature other.sig --ak ak.pem | head -n 2
1 refused
1   quote-signature: the signature does not match the quote and the key

# keys that are none, or of another kind
$ for key in ak.key known empty; do kexec2 verify --log good.list --pcr good.pcrs --known rich --quote quote --signature signature --ak $key; done
2 kexec2-attest: ak.key: the PEM holds no public key
2 kexec2-attest: known: the key is neither TPM2B_PUBLIC, TPMT_PUBLIC nor PEM
2 kexec2-attest: empty: the quote, its signature or the key is empty
= 2
$ for kind in rsa ed25519; do openssl genpkey -quiet -algorithm $kind | openssl pkey -pubout -out other.pem; kexec2 verify --log good.list --pcr good.pcrs --known rich --quote quote --signature signature --ak other.pem | head -n 2; done
1 refused
1   quote-signature: the signature does not match the quote and the key
1 refused
1   quote-signature: the signature does not match the quote and the key

# known files that are signed, expire, or revoke
$ openssl genpkey -quiet -algorithm ed25519 -out known.key; openssl pkey -in known.key -pubout -out known.pub; openssl pkeyutl -sign -rawin -inkey known.key -in known -out known.sig
$ kexec2 verify --log good.list --pcr good.pcrs --known known --known-key known.pub | head -n 1
1 accepted
$ kexec2 verify --log good.list --pcr good.pcrs --known known --known rich --known-key known.pub
2 kexec2-attest: rich: its signature, rich.sig, cannot be read
= 2
$ cp known.sig less.sig; kexec2 verify --log good.list --pcr good.pcrs --known less --known-key known.pub
2 kexec2-attest: less: its signature is not of this file, or by another key
= 2
$ kexec2 verify --log good.list --pcr good.pcrs --known known --known-key ak.pem
2 kexec2-attest: ak.pem: no public Ed25519 key in PEM
= 2
$ (cat known; echo "revoked sha256:$(sha256sum <base.img | head -c 64) CVE-1") >holes; kexec2 verify --log good.list --pcr good.pcrs --known holes | head -n 2
1 refused
1   revoked: part 1 (label "base") is revoked: sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
$ sed 's/label=base /label=base expires=2026-01-01 /' rich >old; kexec2 verify --log good.list --pcr good.pcrs --known old | head -n 2
1 refused
1   expired: part 1 (label "base") is "base", which has expired: sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
$ for d in 2026-02-30 26-01-01 never; do sed "s/label=base /label=base expires=$d /" rich >old; kexec2 verify --log good.list --pcr good.pcrs --known old; done
2 kexec2-attest: old: line 4: expires= takes a day, YYYY-MM-DD, once
2 kexec2-attest: old: line 4: expires= takes a day, YYYY-MM-DD, once
2 kexec2-attest: old: line 4: expires= takes a day, YYYY-MM-DD, once
= 2
$ echo 'revoked base' >holes; kexec2 verify --log good.list --pcr good.pcrs --known known --known holes
2 kexec2-attest: holes: line 1: revoked takes ALGORITHM:HEX, and then anything
= 2

# how often the TPM was reset, and sets of rules
$ kexec2 verify --log good.list --pcr good.pcrs --known rich --quote quote --signature signature --ak ak.pem --rules pem --nonce 00112233 --reset-count 0 | head -n 1
1 accepted
$ kexec2 verify --log good.list --pcr good.pcrs --known rich --quote quote --signature signature --ak ak.pem --rules pem --nonce 00112233 --reset-count 1 | head -n 2
1 refused
1   quote-reset: the TPM was reset 0 times, not 1: the machine was booted anew, or the list was made after a reset
$ kexec2 verify --log good.list --pcr good.pcrs --known rich --reset-count 1
2 kexec2-attest: --reset-count takes N or N,RESTARTS, and needs --quote
2 Try "kexec2-attest help verify".
= 2
$ for p in server locked other; do echo "preset $p" >preset; kexec2 verify --log good.list --pcr good.pcrs --known rich --rules preset | grep -v '^kexec\|^  [a-z]* [ 0-9]*  '; done
1 accepted
1 9 entries
1   composition  all
1 rests on
1   PCRs         0-10 of sha256
1 not judged
1   the first kernel and its command line, which the firmware has booted
1 refused
1   no-execute-record: no kexec_execute record before the boot in entry 9: entries are missing, or it is not a boot
1   records-not-required: the command line lacks kexec_records=required
1   unsigned: there is no quote: nobody has signed the PCR values
1 9 entries
1 note: the list does not tell whether the first kernel was booted with kexec_records=required
1   composition  all
1 rests on
1   PCRs         0-10 of sha256
1 not judged
1   the first kernel and its command line, which the firmware has booted
2 kexec2-attest: preset: line 1: expected preset server or locked
= 1

# which policies may be written, and no others
$ for n in one two; do echo "sha256:$(echo policy $n | sha256sum | head -c 64)" >$n; done; printf 'require measured %s\nrequire measured-only\n' "$(cat one)" >only; (cat only; echo "require measured-only $(cat two)") >both
$ kexec2 verify --log policy-one.list --pcr policy-one.pcrs --known rich --rules only | grep '^accepted\|^  epoch'
1 accepted
1   epoch 1      boot_aggregate of PCRs 0-9; its policy was measured, and no file is unknown; records made
1   epoch 2      boot_aggregate of PCRs 0-9; its policy was measured, and no file is unknown; no record shows that its policy asks for them; it runs
$ kexec2 verify --log policy-two.list --pcr policy-two.pcrs --known rich --rules only
1 refused
1   unknown-file: entry 3, the first such one of epoch 1, is of a file that is not known and not named by "require measured-only", as a policy would be: /tmp/more
1   unknown-file: entry 13, the first such one of epoch 2, is of a file that is not known and not named by "require measured-only", as a policy would be: /tmp/more
1 13 entries
1 kexec from epoch 1 to 2 (entry 9)
1   composition  all
1   kernel       linux version 5
1   part 0       early
1   part 1       base version 3
1   part 2       modules
1   cmdline      serial
1   records      not required by its command line
1   root         no lockdown=, no module.sig_enforce
1 rests on
1   proof        PCR values that nobody has signed
1   PCRs         0-10 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9; its policy was measured; records made
1   epoch 2      boot_aggregate of PCRs 0-9; its policy was measured; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ kexec2 verify --log policy-two.list --pcr policy-two.pcrs --known rich --rules both | head -n 1
1 accepted
$ kexec2 verify --log policy-two.list --pcr policy-two.pcrs --known rich --rules only --json | grep -A1 'code\|files_known'
1       "code": "unknown-file",
1       "text": "entry 3, the first such one of epoch 1, is of a file that is not known and not named by \"require measured-only\", as a policy would be: /tmp/more",
1 --
1       "code": "unknown-file",
1       "text": "entry 13, the first such one of epoch 2, is of a file that is not known and not named by \"require measured-only\", as a policy would be: /tmp/more",
1 --
1         "files_known": false,
1         "records_made": true
1 --
1         "files_known": false,
1         "records_made": false
$ kexec2 verify --log policy-one.list --pcr policy-one.pcrs --known rich --state-out older | head -n 1; kexec2 verify --log empty --pcr policy-one.pcrs --known rich --rules only --state-in older | head -n 2
1 accepted
1 refused
1   state-void: the state was made without the rule "require measured-only", and lacks entries of files: send the whole list, without a state
$ kexec2 verify --log policy-one.list --pcr policy-one.pcrs --known rich --rules only --state-out newer.state | head -n 1; kexec2 verify --log empty --pcr policy-one.pcrs --known rich --rules only --state-in newer.state | head -n 1
1 accepted
1 accepted

# another boot_aggregate, and nothing that explains it
$ grep PCR-10 moved.pcrs >alone; kexec2 verify --log moved.list --pcr alone --known rich | grep '^accepted\|^warning'
1 accepted
1 warning: boot_aggregate differs from that of the first kernel, and PCRs 0 to 9 are not told: nothing explains it
$ grep PCR-10 good.pcrs >alone; kexec2 verify --log good.list --pcr alone --known rich | grep '^accepted\|^warning'
1 accepted

# PCRs that others extend, with their value of before and without
$ for pcr in 8 9 11 12 13 14 15; do kexec2 verify --log pcr-$pcr.list --pcr pcr-$pcr.pcrs --known rich | head -n 1; sed "s/^\(PCR-0*$pcr\): ..../\1: beef/" pcr-$pcr.pcrs >p; kexec2 verify --log pcr-$pcr.list --pcr p --known rich | sed -n "s/.*pcr-mismatch.*value of PCR \([0-9]*\):.*; entries are missing or were changed/\1/p"; done
1 refused
1 8; GRUB and the kernel's EFI stub extend it before IMA does, so give its value of then (--start)
1 refused
1 9; GRUB and the kernel's EFI stub extend it before IMA does, so give its value of then (--start)
1 accepted
1 11; systemd-stub extends it before IMA does, so give its value of then (--start), or use no pcr= in the policy
1 accepted
1 12; systemd-stub extends it before IMA does, so give its value of then (--start), or use no pcr= in the policy
1 accepted
1 13; systemd-stub extends it before IMA does, so give its value of then (--start), or use no pcr= in the policy
1 accepted
1 14; shim extends it before IMA does, so give its value of then (--start), or use no pcr= in the policy
1 accepted
1 15; systemd extends it, too, so use no pcr= in the policy

# a list that goes on behind the PCRs, and a clock that may have gone back
$ cat good.list pending.list >longer; kexec2 verify --log longer --pcr good.pcrs --known rich | grep '^accepted\|entries'; kexec2 verify --log longer --pcr good.pcrs --known rich --json | grep entries-behind
1 accepted
1 17 entries; those after 9 are unproven and ignored
1   8 entries behind what the PCRs hold
1     "entries-behind"
$ (cat pem; echo require safe-clock) >clock; kexec2 verify --log good.list --pcr good.pcrs --known rich --quote quote --signature signature --ak ak.pem --rules clock --nonce 00112233 | head -n 2
1 refused
1   quote-clock: the clock of the TPM is not safe: it may have gone back when the power was lost
$ xxd -p quote | tr -d '\n' | sed 's/\(00112233\)\(.\{32\}\)00/\1\201/' | xxd -r -p >safe; openssl dgst -sha256 -sign ak.key -out safe.sig safe; kexec2 verify --log good.list --pcr good.pcrs --known rich --quote safe --signature safe.sig --ak ak.pem --rules clock --nonce 00112233 | head -n 1
1 accepted
