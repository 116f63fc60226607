# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# systemd extends what boot_aggregate is of, in each boot
$ kexec2-attest verify --known rich --log logged.list --pcr logged.pcrs | head -n 3
1 refused
1   boot-aggregate: boot_aggregate is not the digest of PCRs 0 to 9: the firmware was another, or they were extended, as systemd 259 does (no rule "allow extended-pcrs")
1   boot-aggregate: boot_aggregate is not the digest of PCRs 0 to 9: the firmware was another, or they were extended, as systemd 259 does (no rule "allow extended-pcrs")
$ kexec2-attest verify --known rich --log logged.list --pcr logged.pcrs --event-log firmware.log --event-log systemd.log --event-log later.log
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
1   PCRs         0-15 of sha256
1   event logs   lead to PCRs 0-9, 11-15 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9, as they were by the event logs; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9, as they were by the event logs; no policy is required; no record shows that its policy asks for them; it runs
1 not judged
1   the first kernel and its command line, which the firmware has booted
$ kexec2-attest verify --known rich --log logged.list --pcr logged.pcrs --event-log firmware.log --event-log systemd.log --event-log later.log --json | python3 -c 'import json, sys; v = json.load(sys.stdin); b = v["basis"]; print(v["verdict"], b["pcrs_logged"], b["boots"])'
1 accepted {'sha256': [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15]} [{'epoch': 1, 'runs': False, 'boot_aggregate_pcrs': [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 'boot_aggregate_logged': True, 'boot_aggregate_differs': False, 'records_made': True}, {'epoch': 2, 'runs': True, 'boot_aggregate_pcrs': [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 'boot_aggregate_logged': True, 'boot_aggregate_differs': False, 'records_made': False}]

# in a batch
$ echo '{"id": 1, "list": "logged.list", "pcr": "logged.pcrs", "event_log": ["firmware.log", "systemd.log", {"base64": "'$(base64 -w0 systemd.log)'"}]}' | kexec2-attest verify --batch --known rich | grep -oE '"verdict":"[a-z]*"|"pcrs_logged":[^}]*'
1 "verdict":"accepted"
1 "pcrs_logged":{"sha256":[0,1,2,3,4,5,6,7,8,9,11,12,13,14,15]

# a log of which one boot is missing
$ kexec2-attest verify --known rich --log logged.list --pcr logged.pcrs --event-log firmware.log --event-log systemd.log | grep -v '^  '
1 refused
1 9 entries
1 warning: the event logs do not lead to the values of PCR 0-7, 9, 11-15 of sha256: one is missing, or somebody else has extended them
1 kexec from epoch 1 to 2 (entry 7)
1 rests on
1 not judged
$ kexec2-attest verify --known rich --log logged.list --pcr logged.pcrs --event-log firmware.log --event-log other.log --event-log systemd.log | grep -E '^[a-z]|  boot|logs'
1 refused
1   boot-aggregate: boot_aggregate is not the digest of PCRs 0 to 9: the firmware was another, or they were extended, as systemd 259 does (no rule "allow extended-pcrs")
1   boot-aggregate: boot_aggregate is not the digest of PCRs 0 to 9: the firmware was another, or they were extended, as systemd 259 does (no rule "allow extended-pcrs")
1 warning: the event logs do not lead to the values of PCR 0 of sha256: one is missing, or somebody else has extended them
1 kexec from epoch 1 to 2 (entry 7)
1 rests on
1   event logs   lead to PCRs 1-9, 11-15 of sha256
1   epoch 1      boot_aggregate of other values than the PCRs have; no policy is required; records made
1   epoch 2      boot_aggregate of other values than the PCRs have; no policy is required; no record shows that its policy asks for them; it runs
1 not judged

# systemd's alone lead to what the firmware has not extended
$ kexec2-attest verify --known rich --log logged.list --pcr logged.pcrs --event-log systemd.log --event-log systemd.log | grep -E '^[a-z]|logs'
1 refused
1 warning: the event logs do not lead to the values of PCR 0-7, 9, 11 of sha256: one is missing, or somebody else has extended them
1 kexec from epoch 1 to 2 (entry 7)
1 rests on
1   event logs   lead to PCRs 8, 12-15 of sha256
1 not judged
$ sed -i 's/^PCR-11.*/PCR-11: 0000000000000000000000000000000000000000000000000000000000000001/' logged.pcrs; kexec2-attest verify --known rich --log logged.list --pcr logged.pcrs --event-log firmware.log --event-log systemd.log --event-log systemd.log | grep -E '^[a-z]|logs'
1 accepted
1 warning: the event logs do not lead to the values of PCR 11 of sha256: one is missing, or somebody else has extended them
1 kexec from epoch 1 to 2 (entry 7)
1 rests on
1   event logs   lead to PCRs 0-9, 12-15 of sha256
1   epoch 1      boot_aggregate of PCRs 0-9, as they were by the event logs; no policy is required; records made
1   epoch 2      boot_aggregate of PCRs 0-9, as they were by the event logs; no policy is required; no record shows that its policy asks for them; it runs
1 not judged

# what is no log
$ head -c 100 firmware.log >cut.log; head -c 1000 systemd.log >cut2.log; printf '\036{"pcr": 24}\n' >pcr.log; printf '\036{"pcr": 1, "digests": [{"hashAlg": "sha256", "digest": "00"}]}\n' >digest.log
$ for l in good.list cut.log cut2.log pcr.log digest.log none; do kexec2-attest verify --known rich --log good.list --pcr good.pcrs --event-log $l; done
2 kexec2-attest: good.list: not an event log of the firmware of a TPM 2.0
2 kexec2-attest: cut.log: the event at byte 69 is malformed
2 kexec2-attest: cut2.log: record 6 is malformed, or this is no log of systemd
2 kexec2-attest: pcr.log: record 1 is malformed, or this is no log of systemd
2 kexec2-attest: digest.log: record 1 is malformed, or this is no log of systemd
2 kexec2-attest: none: no such file; check the name
= 2
$ kexec2-attest verify --known rich --log good.list --pcr good.pcrs --event-log systemd.log --event-log firmware.log
2 kexec2-attest: firmware.log: the firmware's log comes before others
= 2
