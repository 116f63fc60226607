# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# a list of a machine
$ kexec2 log show --log lists/binary-sha256
1 epoch 1: entries 1 to 32, PCRs 10 12, 2 violations
1   boot_aggregate
1       sha256:2bed5bc42c0a46bf17b171523cb960e99373bd16edff3408b64bb2dfee3f590a
1   unloaded: load 1, entries 20 and 21
1     kernel /boot/vmlinuz, 3.3 MiB
1       sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee
1     initrd 0 a /host/a, 512 bytes
1       sha256:f96f415a6d49d880e918907a8f45bafd6942af87f6893f1714455312a1c80b6f
1     command line
1       never
1   unload of the image: load 2, entry 22
1   replaced: load 3, entries 25 and 26
1     kernel /boot/vmlinuz, 3.3 MiB
1       sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee
1     initrd 0 b /host/b, 512 bytes
1       sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74
1     initrd 1 - /host/a, 512 bytes
1       sha256:f96f415a6d49d880e918907a8f45bafd6942af87f6893f1714455312a1c80b6f
1     command line
1       old
1   failed: load 4, entry 28
1     kernel /boot/vmlinuz, 3.3 MiB
1       sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee
1     initrd 0 b /host/b, 512 bytes
1       sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74
1     command line
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1       qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
1   executed: load 5, entries 31 and 32
1     kernel /boot/vmlinuz, 3.3 MiB
1       sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee
1     initrd 0 firmware /host/a, 512 bytes
1       sha256:f96f415a6d49d880e918907a8f45bafd6942af87f6893f1714455312a1c80b6f
1     initrd 1 base /boot/base.img, 4.4 MiB
1       sha256:8fb7527f2db00e1eb21d5498780d454234e8d2930715866af8a89b39b011885c
1     command line
1       console=ttyS0 panic=-1 second
1
1 epoch 2: entries 33 to 40, PCR 10, 0 violations
1   boot_aggregate
1       sha256:2bed5bc42c0a46bf17b171523cb960e99373bd16edff3408b64bb2dfee3f590a
1   executed: load 1, entries 38 and 39
1     kernel /boot/vmlinuz, 3.3 MiB
1       sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee
1     initrd 0 base /boot/base.img, 4.4 MiB
1       sha256:8fb7527f2db00e1eb21d5498780d454234e8d2930715866af8a89b39b011885c
1     initrd 1 b /host/b, 512 bytes
1       sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74
1     command line
1       console=ttyS0 panic=-1 third
1
1 epoch 3: entries 41 to 48, PCRs 10 12, 0 violations
1   boot_aggregate
1       sha256:2bed5bc42c0a46bf17b171523cb960e99373bd16edff3408b64bb2dfee3f590a
1   loaded: load 1, entries 45 and 46
1     kernel /host/vmlinuz, 3.3 MiB
1       sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee
1     initrd 0 base /host/b, 512 bytes
1       sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74
1     command line
1       console=ttyS0 panic=-1 fourth
$ kexec2 log show --log lists/binary-sha1 | sha256sum
1 bdbca76fd9da01513919c4d4ccbdfc072d0d2cb988bbd5360b5f4945b1ed9113  -
$ kexec2 log show --log lists/ascii-sha1 | sha256sum
1 bdbca76fd9da01513919c4d4ccbdfc072d0d2cb988bbd5360b5f4945b1ed9113  -
$ kexec2 log show --log lists/ascii-sha256 | sha256sum
1 bdbca76fd9da01513919c4d4ccbdfc072d0d2cb988bbd5360b5f4945b1ed9113  -
$ kexec2 log show --log lists/binary-sha256 | sha256sum
1 bdbca76fd9da01513919c4d4ccbdfc072d0d2cb988bbd5360b5f4945b1ed9113  -

# for programs
$ kexec2 log show --json --log lists/binary-sha256
1 {
1   "entries": 48,
1   "epochs": [
1     {
1       "epoch": 1,
1       "first_entry": 1,
1       "entries": 32,
1       "violations": 2,
1       "record_version": 1,
1       "pcrs": [
1         10,
1         12
1       ],
1       "boot_aggregate": {
1         "digest": "sha256:2bed5bc42c0a46bf17b171523cb960e99373bd16edff3408b64bb2dfee3f590a",
1         "late": false
1       },
1       "ended_by_kexec": true,
1       "image": "load",
1       "crash_image": "not_recorded",
1       "loads": [
1         {
1           "fate": "unloaded",
1           "image": "default",
1           "seq": 1,
1           "manifest_entry": 20,
1           "commit_entry": 21,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee",
1             "size": 3429376,
1             "name": "/boot/vmlinuz"
1           },
1           "initrds": [
1             {
1               "digest": "sha256:f96f415a6d49d880e918907a8f45bafd6942af87f6893f1714455312a1c80b6f",
1               "size": 512,
1               "name": "/host/a",
1               "label": "a"
1             }
1           ],
1           "cmdline": {
1             "digest": "sha256:6497e4b3d7bed16979a343a7db4efa6d57725529f5ac3cec45c1f08fabcbdafc",
1             "size": 5,
1             "text": "never"
1           }
1         },
1         {
1           "fate": "replaced",
1           "image": "default",
1           "seq": 3,
1           "manifest_entry": 25,
1           "commit_entry": 26,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee",
1             "size": 3429376,
1             "name": "/boot/vmlinuz"
1           },
1           "initrds": [
1             {
1               "digest": "sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74",
1               "size": 512,
1               "name": "/host/b",
1               "label": "b"
1             },
1             {
1               "digest": "sha256:f96f415a6d49d880e918907a8f45bafd6942af87f6893f1714455312a1c80b6f",
1               "size": 512,
1               "name": "/host/a"
1             }
1           ],
1           "cmdline": {
1             "digest": "sha256:cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4",
1             "size": 3,
1             "text": "old"
1           }
1         },
1         {
1           "fate": "failed",
1           "image": "default",
1           "seq": 4,
1           "manifest_entry": 28,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee",
1             "size": 3429376,
1             "name": "/boot/vmlinuz"
1           },
1           "initrds": [
1             {
1               "digest": "sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74",
1               "size": 512,
1               "name": "/host/b",
1               "label": "b"
1             }
1           ],
1           "cmdline": {
1             "digest": "sha256:d27fcc5259c0a4e01682799f30b4666816eb165b1c1d01702279e1379622cf20",
1             "size": 3000,
1             "text": "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
1           }
1         },
1         {
1           "fate": "executed",
1           "image": "default",
1           "seq": 5,
1           "manifest_entry": 31,
1           "commit_entry": 32,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee",
1             "size": 3429376,
1             "name": "/boot/vmlinuz"
1           },
1           "initrds": [
1             {
1               "digest": "sha256:f96f415a6d49d880e918907a8f45bafd6942af87f6893f1714455312a1c80b6f",
1               "size": 512,
1               "name": "/host/a",
1               "label": "firmware"
1             },
1             {
1               "digest": "sha256:8fb7527f2db00e1eb21d5498780d454234e8d2930715866af8a89b39b011885c",
1               "size": 4623051,
1               "name": "/boot/base.img",
1               "label": "base"
1             }
1           ],
1           "cmdline": {
1             "digest": "sha256:dd1d318f386f95be5d5899071a200823a7c9387816cd16beab1a1c7e37a641cd",
1             "size": 29,
1             "text": "console=ttyS0 panic=-1 second"
1           }
1         }
1       ],
1       "events": [
1         {
1           "type": "cmdline",
1           "entry": 19,
1           "text": "never"
1         },
1         {
1           "type": "unload",
1           "entry": 22,
1           "image": "default",
1           "seq": 2
1         },
1         {
1           "type": "cmdline",
1           "entry": 24,
1           "text": "old"
1         },
1         {
1           "type": "cmdline",
1           "entry": 27,
1           "text": "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
1         },
1         {
1           "type": "cmdline",
1           "entry": 30,
1           "text": "console=ttyS0 panic=-1 second"
1         }
1       ]
1     },
1     {
1       "epoch": 2,
1       "first_entry": 33,
1       "entries": 8,
1       "violations": 0,
1       "record_version": 1,
1       "pcrs": [
1         10
1       ],
1       "boot_aggregate": {
1         "digest": "sha256:2bed5bc42c0a46bf17b171523cb960e99373bd16edff3408b64bb2dfee3f590a",
1         "late": false
1       },
1       "ended_by_kexec": true,
1       "image": "load",
1       "crash_image": "not_recorded",
1       "loads": [
1         {
1           "fate": "executed",
1           "image": "default",
1           "seq": 1,
1           "manifest_entry": 38,
1           "commit_entry": 39,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee",
1             "size": 3429376,
1             "name": "/boot/vmlinuz"
1           },
1           "initrds": [
1             {
1               "digest": "sha256:8fb7527f2db00e1eb21d5498780d454234e8d2930715866af8a89b39b011885c",
1               "size": 4623051,
1               "name": "/boot/base.img",
1               "label": "base"
1             },
1             {
1               "digest": "sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74",
1               "size": 512,
1               "name": "/host/b",
1               "label": "b"
1             }
1           ],
1           "cmdline": {
1             "digest": "sha256:c9b714948698310e6330db015c55f53015d08224ce0e192496636c91d5fd7c04",
1             "size": 28,
1             "text": "console=ttyS0 panic=-1 third"
1           }
1         }
1       ],
1       "events": [
1         {
1           "type": "cmdline",
1           "entry": 37,
1           "text": "console=ttyS0 panic=-1 third"
1         }
1       ]
1     },
1     {
1       "epoch": 3,
1       "first_entry": 41,
1       "entries": 8,
1       "violations": 0,
1       "record_version": 1,
1       "pcrs": [
1         10,
1         12
1       ],
1       "boot_aggregate": {
1         "digest": "sha256:2bed5bc42c0a46bf17b171523cb960e99373bd16edff3408b64bb2dfee3f590a",
1         "late": false
1       },
1       "ended_by_kexec": false,
1       "image": "load",
1       "crash_image": "not_recorded",
1       "loads": [
1         {
1           "fate": "loaded",
1           "image": "default",
1           "seq": 1,
1           "manifest_entry": 45,
1           "commit_entry": 46,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:16f277ff332a8be5886ed59c727a168958e3629ab078203051cc469703b137ee",
1             "size": 3429376,
1             "name": "/host/vmlinuz"
1           },
1           "initrds": [
1             {
1               "digest": "sha256:5f897949b6a7f630a54b17470920af5a8c2b40ec42b5b9b36a3ca8341da96c74",
1               "size": 512,
1               "name": "/host/b",
1               "label": "base"
1             }
1           ],
1           "cmdline": {
1             "digest": "sha256:f65581b2337a3113c6cd07aa30060b0d6edb197ee9fd6e2e70b264a019b77cba",
1             "size": 29,
1             "text": "console=ttyS0 panic=-1 fourth"
1           }
1         }
1       ],
1       "events": [
1         {
1           "type": "cmdline",
1           "entry": 44,
1           "text": "console=ttyS0 panic=-1 fourth"
1         }
1       ]
1     }
1   ]
1 }

# all that there is to tell
$ python3 $TOP/tests/cli/events/make-list 1 >events
$ kexec2 log show --log events
1 epoch 1: entries 1 to 6, PCR 10, 0 violations
1   no boot_aggregate: the list was trimmed
1   executed: load 7, entries 5 and 6
1     kernel /boot/vmlinuz a kernel, 8 bytes
1       sha256:4fff0d3e643b3894c17a0738fbdc591953aa722c9d42774425090accc4377126
1     initrd 0 base /boot/base\na base, 6 bytes
1       sha256:de94fbefc82fd17fe85b6d2d9c0dcfa6b80e2509f4a0a4d21d347ad02e9cb0b2
1     command line
1       quiet splash
1
1 epoch 2: entries 7 to 38, PCR 10, 1 violation
1   boot_aggregate
1       sha256:c3bf47ea1f4a4a605470313cacb3a44f4a461f68c6faeab07e737610cb5ac835
1   kernel version: entry 8
1       6.12.94-test
1   unloaded: load 1, entries 14 and 15
1     kernel /boot/vmlinuz kernel 1, 8 bytes
1       sha256:7633ff3bf7b49e3d613efe233691ef7d21136e0eff72bbc6938e11938e2fdde5
1     initrd 0 firmware /boot/firmware\nfirmware, 8 bytes
1       sha256:c3bf47ea1f4a4a605470313cacb3a44f4a461f68c6faeab07e737610cb5ac835
1     initrd 1 - /boot/\nmodules, 7 bytes
1       sha256:fbc6c1d4c3b6db8fb54278582eb1d965ed644e97509e130346ae130da5406cb3
1       as signed file, 15 bytes
1       sha256:a948711a6b62b73c68462e93efc04699937d21834dfbfc3e44c869b581714b88
1     flags 0x10
1     command line
1       console=ttyS0 "two words" \x1b[31m \xc3\xa9 \\ \n end
1   replaced, for a crash: load 2, entries 19 and 20
1     kernel /boot/vmlinuz crash kernel, 12 bytes
1       sha256:cb0bdbea153bb4b544f9fa3ee8cb518731796b5c745880b688860da06930cab2
1     initrd 0 - /boot/\ncrash base, 10 bytes
1       sha256:26f1d4415a97a6fc36bfb21429d8eafae24aa3a9223f0cb577de29490f1e408b
1     flags 0x2
1     command line
1       irqpoll
1   unload of the image: load 3, entry 21
1   failed: load 4, entry 23
1     kernel /boot/vmlinuz kernel 2, 8 bytes
1       sha256:bf50a7b8252dcaa7fe52c64449e06432de433ad1301f3b29c2998120acbd9485
1     no command line
1   kexec_load of the image, contents unknown: load 5, entry 24
1   kexec_load of the crash image, contents unknown: load 6, entry 25
1   unload of the crash image: load 7, entry 26
1   replaced: load 8, entries 28 and 29
1     kernel /boot/vmlinuz kernel 3, 8 bytes
1       sha256:e46d100feb32a5c0ab5ed2f0d1b51af67f32bb9cf3280abe5f9e190b62c714d6
1     no command line
1   executed: load 9, entries 32 and 33
1     kernel /boot/vmlinuz kernel 4, 8 bytes
1       sha256:fc68ba48d6c84c581a27a46186ed563c16083fd8c4624c80795123962e36d183
1     initrd 0 base /boot/base\nbase, 4 bytes
1       sha256:cae662172fd450bb0cd710a769079c05bfc5d8e35efa6576edc7d0377afdd4a2
1     no command line
1   kexec_load: entry 34, after 50 entries of 1234 bytes, room for 40960
1   malformed: entry 35: line 2 of it is malformed
1   stray commit: entry 36: no manifest before it
1   out of sequence: entry 37: load 99 instead of 10; records are missing, or this
1    is no new boot
1   unload of the crash image: load 99, entry 37
1   kexec_execute: entry 38, after 54 entries of 1234 bytes, room for 40960
1
1 epoch 3: entries 39 to 49, PCRs 10 12 40, 0 violations
1   boot_aggregate_late
1       sha256:c3bf47ea1f4a4a605470313cacb3a44f4a461f68c6faeab07e737610cb5ac835
1   loaded: load 1, entries 45 and 46
1     kernel /boot/vmlinuz kernel 5, 8 bytes
1       sha256:1fbb7327c77ba30b94f2693d5fd76b2fb5fca68856d4f216267e8769e9266cfa
1     initrd 0 l /boot/l\npart, 4 bytes
1       sha256:37a680133bd09342f934afb8dd2c7d9e1b624da5f35e3a38adb103e37c055ed1
1     command line
1       last \xff
1   loaded, for a crash: load 2, entries 48 and 49
1     kernel /boot/vmlinuz crash kernel, 12 bytes
1       sha256:cb0bdbea153bb4b544f9fa3ee8cb518731796b5c745880b688860da06930cab2
1     no command line
$ kexec2 log show --log events --json
1 {
1   "entries": 49,
1   "epochs": [
1     {
1       "epoch": 1,
1       "first_entry": 1,
1       "entries": 6,
1       "violations": 0,
1       "record_version": 1,
1       "pcrs": [
1         10
1       ],
1       "ended_by_kexec": true,
1       "image": "load",
1       "crash_image": "not_recorded",
1       "loads": [
1         {
1           "fate": "executed",
1           "image": "default",
1           "seq": 7,
1           "manifest_entry": 5,
1           "commit_entry": 6,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:4fff0d3e643b3894c17a0738fbdc591953aa722c9d42774425090accc4377126",
1             "size": 8,
1             "name": "/boot/vmlinuz a kernel"
1           },
1           "initrds": [
1             {
1               "digest": "sha256:de94fbefc82fd17fe85b6d2d9c0dcfa6b80e2509f4a0a4d21d347ad02e9cb0b2",
1               "size": 6,
1               "name": "/boot/base\na base",
1               "label": "base"
1             }
1           ],
1           "cmdline": {
1             "digest": "sha256:ed9cf24bc71b5319352a4876715cf549749c2b8b89003946f72224204bd12f8b",
1             "size": 12,
1             "text": "quiet splash"
1           }
1         }
1       ],
1       "events": [
1         {
1           "type": "cmdline",
1           "entry": 4,
1           "text": "quiet splash"
1         }
1       ]
1     },
1     {
1       "epoch": 2,
1       "first_entry": 7,
1       "entries": 32,
1       "violations": 1,
1       "record_version": 1,
1       "pcrs": [
1         10
1       ],
1       "boot_aggregate": {
1         "digest": "sha256:c3bf47ea1f4a4a605470313cacb3a44f4a461f68c6faeab07e737610cb5ac835",
1         "late": false
1       },
1       "ended_by_kexec": true,
1       "image": "load",
1       "crash_image": "unloaded",
1       "loads": [
1         {
1           "fate": "unloaded",
1           "image": "default",
1           "seq": 1,
1           "manifest_entry": 14,
1           "commit_entry": 15,
1           "flags": 16,
1           "kernel": {
1             "digest": "sha256:7633ff3bf7b49e3d613efe233691ef7d21136e0eff72bbc6938e11938e2fdde5",
1             "size": 8,
1             "name": "/boot/vmlinuz kernel 1"
1           },
1           "initrds": [
1             {
1               "digest": "sha256:c3bf47ea1f4a4a605470313cacb3a44f4a461f68c6faeab07e737610cb5ac835",
1               "size": 8,
1               "name": "/boot/firmware\nfirmware",
1               "label": "firmware"
1             },
1             {
1               "digest": "sha256:fbc6c1d4c3b6db8fb54278582eb1d965ed644e97509e130346ae130da5406cb3",
1               "size": 7,
1               "name": "/boot/\nmodules",
1               "signed": {
1                 "digest": "sha256:a948711a6b62b73c68462e93efc04699937d21834dfbfc3e44c869b581714b88",
1                 "size": 15
1               }
1             }
1           ],
1           "cmdline": {
1             "digest": "sha256:9d5a8e8740cf0f548750d4128828329daf7cd391c71e57986ad5e2148f5fe5f5",
1             "size": 42,
1             "text": "console=ttyS0 \"two words\" \u001b[31m é \\ \n end"
1           }
1         },
1         {
1           "fate": "replaced",
1           "image": "crash",
1           "seq": 2,
1           "manifest_entry": 19,
1           "commit_entry": 20,
1           "flags": 2,
1           "kernel": {
1             "digest": "sha256:cb0bdbea153bb4b544f9fa3ee8cb518731796b5c745880b688860da06930cab2",
1             "size": 12,
1             "name": "/boot/vmlinuz crash kernel"
1           },
1           "initrds": [
1             {
1               "digest": "sha256:26f1d4415a97a6fc36bfb21429d8eafae24aa3a9223f0cb577de29490f1e408b",
1               "size": 10,
1               "name": "/boot/\ncrash base"
1             }
1           ],
1           "cmdline": {
1             "digest": "sha256:6f569889bae8ab00ed2d6ffc2e9daa71965a2397b0c2af8ca50929f8560795d0",
1             "size": 7,
1             "text": "irqpoll"
1           }
1         },
1         {
1           "fate": "failed",
1           "image": "default",
1           "seq": 4,
1           "manifest_entry": 23,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:bf50a7b8252dcaa7fe52c64449e06432de433ad1301f3b29c2998120acbd9485",
1             "size": 8,
1             "name": "/boot/vmlinuz kernel 2"
1           },
1           "initrds": [],
1           "cmdline": {
1             "digest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
1             "size": 0,
1             "text": ""
1           }
1         },
1         {
1           "fate": "replaced",
1           "image": "default",
1           "seq": 8,
1           "manifest_entry": 28,
1           "commit_entry": 29,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:e46d100feb32a5c0ab5ed2f0d1b51af67f32bb9cf3280abe5f9e190b62c714d6",
1             "size": 8,
1             "name": "/boot/vmlinuz kernel 3"
1           },
1           "initrds": [],
1           "cmdline": {
1             "digest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
1             "size": 0,
1             "text": ""
1           }
1         },
1         {
1           "fate": "executed",
1           "image": "default",
1           "seq": 9,
1           "manifest_entry": 32,
1           "commit_entry": 33,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:fc68ba48d6c84c581a27a46186ed563c16083fd8c4624c80795123962e36d183",
1             "size": 8,
1             "name": "/boot/vmlinuz kernel 4"
1           },
1           "initrds": [
1             {
1               "digest": "sha256:cae662172fd450bb0cd710a769079c05bfc5d8e35efa6576edc7d0377afdd4a2",
1               "size": 4,
1               "name": "/boot/base\nbase",
1               "label": "base"
1             }
1           ],
1           "cmdline": {
1             "digest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
1             "size": 0,
1             "text": ""
1           }
1         }
1       ],
1       "events": [
1         {
1           "type": "kernel_version",
1           "entry": 8,
1           "text": "6.12.94-test"
1         },
1         {
1           "type": "cmdline",
1           "entry": 13,
1           "text": "console=ttyS0 \"two words\" \u001b[31m é \\ \n end"
1         },
1         {
1           "type": "cmdline",
1           "entry": 18,
1           "text": "irqpoll"
1         },
1         {
1           "type": "unload",
1           "entry": 21,
1           "image": "default",
1           "seq": 3
1         },
1         {
1           "type": "kexec_load",
1           "entry": 24,
1           "image": "default",
1           "seq": 5
1         },
1         {
1           "type": "kexec_load",
1           "entry": 25,
1           "image": "crash",
1           "seq": 6
1         },
1         {
1           "type": "unload",
1           "entry": 26,
1           "image": "crash",
1           "seq": 7
1         },
1         {
1           "type": "counters_at_load",
1           "entry": 34,
1           "segment_size": 40960,
1           "list_size": 1234,
1           "list_count": 50
1         },
1         {
1           "type": "malformed",
1           "entry": 35,
1           "reason": "line 2 of it is malformed"
1         },
1         {
1           "type": "stray_commit",
1           "entry": 36,
1           "reason": "no manifest before it"
1         },
1         {
1           "type": "out_of_sequence",
1           "entry": 37,
1           "seq": 99,
1           "expected_seq": 10
1         },
1         {
1           "type": "unload",
1           "entry": 37,
1           "image": "crash",
1           "seq": 99
1         },
1         {
1           "type": "counters_at_execute",
1           "entry": 38,
1           "segment_size": 40960,
1           "list_size": 1234,
1           "list_count": 54
1         }
1       ]
1     },
1     {
1       "epoch": 3,
1       "first_entry": 39,
1       "entries": 11,
1       "violations": 0,
1       "record_version": 1,
1       "pcrs": [
1         10,
1         12,
1         40
1       ],
1       "boot_aggregate": {
1         "digest": "sha256:c3bf47ea1f4a4a605470313cacb3a44f4a461f68c6faeab07e737610cb5ac835",
1         "late": true
1       },
1       "ended_by_kexec": false,
1       "image": "load",
1       "crash_image": "load",
1       "loads": [
1         {
1           "fate": "loaded",
1           "image": "default",
1           "seq": 1,
1           "manifest_entry": 45,
1           "commit_entry": 46,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:1fbb7327c77ba30b94f2693d5fd76b2fb5fca68856d4f216267e8769e9266cfa",
1             "size": 8,
1             "name": "/boot/vmlinuz kernel 5"
1           },
1           "initrds": [
1             {
1               "digest": "sha256:37a680133bd09342f934afb8dd2c7d9e1b624da5f35e3a38adb103e37c055ed1",
1               "size": 4,
1               "name": "/boot/l\npart",
1               "label": "l"
1             }
1           ],
1           "cmdline": {
1             "digest": "sha256:a7ec1cfe7b357be81d2f10d5e0ee7be76efbe109e5f0d2e15a86b6305f0c2fae",
1             "size": 6,
1             "text": "last �",
1             "text_hex": "6c61737420ff"
1           }
1         },
1         {
1           "fate": "loaded",
1           "image": "crash",
1           "seq": 2,
1           "manifest_entry": 48,
1           "commit_entry": 49,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:cb0bdbea153bb4b544f9fa3ee8cb518731796b5c745880b688860da06930cab2",
1             "size": 12,
1             "name": "/boot/vmlinuz crash kernel"
1           },
1           "initrds": [],
1           "cmdline": {
1             "digest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
1             "size": 0,
1             "text": ""
1           }
1         }
1       ],
1       "events": [
1         {
1           "type": "cmdline",
1           "entry": 44,
1           "text": "last �",
1           "text_hex": "6c61737420ff"
1         }
1       ]
1     }
1   ]
1 }

# all that there is to tell, of records of version 2
$ python3 $TOP/tests/cli/events/make-list 2 >events
$ kexec2 log show --log events
1 epoch 1: entries 1 to 20, PCR 10, 0 violations
1   boot_aggregate
1       sha256:c3bf47ea1f4a4a605470313cacb3a44f4a461f68c6faeab07e737610cb5ac835
1   not recorded: loads or unloads from 1 to 2, before entry 5
1   replaced: load 3, entries 5 and 6
1     kernel /boot/vmlinuz kernel 1, 8 bytes
1       sha256:7633ff3bf7b49e3d613efe233691ef7d21136e0eff72bbc6938e11938e2fdde5
1     initrd 0 base /boot/base\nbase, 4 bytes
1       sha256:cae662172fd450bb0cd710a769079c05bfc5d8e35efa6576edc7d0377afdd4a2
1     command line
1       quiet
1   unloaded, for a crash: load 4, entries 8 and 9
1     kernel /boot/vmlinuz crash kernel, 12 bytes
1       sha256:cb0bdbea153bb4b544f9fa3ee8cb518731796b5c745880b688860da06930cab2
1     no command line
1   loaded, for a crash: load 5, entries 11 and 13
1     kernel /boot/vmlinuz crash kernel, 12 bytes
1       sha256:cb0bdbea153bb4b544f9fa3ee8cb518731796b5c745880b688860da06930cab2
1     no command line
1   unload of the crash image: load 6, entry 12
1   not a record, despite its name: entry 14
1   executed: load 7, entries 17 and 18
1     kernel /boot/vmlinuz kernel 2, 8 bytes
1       sha256:bf50a7b8252dcaa7fe52c64449e06432de433ad1301f3b29c2998120acbd9485
1     command line
1       kexec_records=required
1   execution of load 7: entry 19
1   kexec_execute: entry 20, after 20 entries of 1234 bytes, room for 40960
1
1 epoch 2: entries 21 to 23, PCR 10, 0 violations
1   boot_aggregate
1       sha256:c3bf47ea1f4a4a605470313cacb3a44f4a461f68c6faeab07e737610cb5ac835
1   kexec_load of the image, contents unknown: load 1, entry 22
1   execution of load 1: entry 23
1   what was executed came by kexec_load
1
1 epoch 3: entries 24 to 28, PCR 10, 0 violations
1   boot_aggregate
1       sha256:c3bf47ea1f4a4a605470313cacb3a44f4a461f68c6faeab07e737610cb5ac835
1   executed: load 1, entries 26 and 27
1     kernel /boot/vmlinuz kernel 3, 8 bytes
1       sha256:e46d100feb32a5c0ab5ed2f0d1b51af67f32bb9cf3280abe5f9e190b62c714d6
1     no command line
1   execution of load 7: entry 28: it names load 7, but load 1 was the last
1
1 epoch 4: entries 29 to 34, PCR 10, 0 violations
1   boot_aggregate
1       sha256:c3bf47ea1f4a4a605470313cacb3a44f4a461f68c6faeab07e737610cb5ac835
1   unloaded: load 1, entries 31 and 32
1     kernel /boot/vmlinuz kernel 4, 8 bytes
1       sha256:fc68ba48d6c84c581a27a46186ed563c16083fd8c4624c80795123962e36d183
1     no command line
1   record of another kernel: entry 33: its version is 2, after version 1
1   unload of the image: load 2, entry 33
1   newer record: entry 34: unknown version 3 (maximum 2)
$ kexec2 log show --log events --json
1 {
1   "entries": 34,
1   "epochs": [
1     {
1       "epoch": 1,
1       "first_entry": 1,
1       "entries": 20,
1       "violations": 0,
1       "record_version": 2,
1       "pcrs": [
1         10
1       ],
1       "boot_aggregate": {
1         "digest": "sha256:c3bf47ea1f4a4a605470313cacb3a44f4a461f68c6faeab07e737610cb5ac835",
1         "late": false
1       },
1       "ended_by_kexec": true,
1       "image": "load",
1       "crash_image": "load",
1       "loads": [
1         {
1           "fate": "replaced",
1           "image": "default",
1           "seq": 3,
1           "manifest_entry": 5,
1           "commit_entry": 6,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:7633ff3bf7b49e3d613efe233691ef7d21136e0eff72bbc6938e11938e2fdde5",
1             "size": 8,
1             "name": "/boot/vmlinuz kernel 1"
1           },
1           "initrds": [
1             {
1               "digest": "sha256:cae662172fd450bb0cd710a769079c05bfc5d8e35efa6576edc7d0377afdd4a2",
1               "size": 4,
1               "name": "/boot/base\nbase",
1               "label": "base"
1             }
1           ],
1           "cmdline": {
1             "digest": "sha256:008f0747f4e27c8462baa991a538025bcc2dd143e78422f1afbdfcd9e757a20f",
1             "size": 5,
1             "text": "quiet"
1           }
1         },
1         {
1           "fate": "unloaded",
1           "image": "crash",
1           "seq": 4,
1           "manifest_entry": 8,
1           "commit_entry": 9,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:cb0bdbea153bb4b544f9fa3ee8cb518731796b5c745880b688860da06930cab2",
1             "size": 12,
1             "name": "/boot/vmlinuz crash kernel"
1           },
1           "initrds": [],
1           "cmdline": {
1             "digest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
1             "size": 0,
1             "text": ""
1           }
1         },
1         {
1           "fate": "loaded",
1           "image": "crash",
1           "seq": 5,
1           "manifest_entry": 11,
1           "commit_entry": 13,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:cb0bdbea153bb4b544f9fa3ee8cb518731796b5c745880b688860da06930cab2",
1             "size": 12,
1             "name": "/boot/vmlinuz crash kernel"
1           },
1           "initrds": [],
1           "cmdline": {
1             "digest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
1             "size": 0,
1             "text": ""
1           }
1         },
1         {
1           "fate": "executed",
1           "image": "default",
1           "seq": 7,
1           "manifest_entry": 17,
1           "commit_entry": 18,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:bf50a7b8252dcaa7fe52c64449e06432de433ad1301f3b29c2998120acbd9485",
1             "size": 8,
1             "name": "/boot/vmlinuz kernel 2"
1           },
1           "initrds": [],
1           "cmdline": {
1             "digest": "sha256:1b9043d256db4eac0bd8b37469ff4328f6daf22843a3cb4fefe1174036feae00",
1             "size": 22,
1             "text": "kexec_records=required"
1           }
1         }
1       ],
1       "events": [
1         {
1           "type": "cmdline",
1           "entry": 4,
1           "text": "quiet"
1         },
1         {
1           "type": "unrecorded",
1           "entry": 5,
1           "seq": 3,
1           "expected_seq": 1
1         },
1         {
1           "type": "unload",
1           "entry": 12,
1           "image": "crash",
1           "seq": 6
1         },
1         {
1           "type": "foreign",
1           "entry": 14
1         },
1         {
1           "type": "cmdline",
1           "entry": 16,
1           "text": "kexec_records=required"
1         },
1         {
1           "type": "execute",
1           "entry": 19,
1           "seq": 7
1         },
1         {
1           "type": "counters_at_execute",
1           "entry": 20,
1           "segment_size": 40960,
1           "list_size": 1234,
1           "list_count": 20
1         }
1       ]
1     },
1     {
1       "epoch": 2,
1       "first_entry": 21,
1       "entries": 3,
1       "violations": 0,
1       "record_version": 2,
1       "pcrs": [
1         10
1       ],
1       "boot_aggregate": {
1         "digest": "sha256:c3bf47ea1f4a4a605470313cacb3a44f4a461f68c6faeab07e737610cb5ac835",
1         "late": false
1       },
1       "ended_by_kexec": true,
1       "image": "kexec_load",
1       "crash_image": "not_recorded",
1       "loads": [],
1       "events": [
1         {
1           "type": "kexec_load",
1           "entry": 22,
1           "image": "default",
1           "seq": 1
1         },
1         {
1           "type": "execute",
1           "entry": 23,
1           "seq": 1
1         }
1       ]
1     },
1     {
1       "epoch": 3,
1       "first_entry": 24,
1       "entries": 5,
1       "violations": 0,
1       "record_version": 2,
1       "pcrs": [
1         10
1       ],
1       "boot_aggregate": {
1         "digest": "sha256:c3bf47ea1f4a4a605470313cacb3a44f4a461f68c6faeab07e737610cb5ac835",
1         "late": false
1       },
1       "ended_by_kexec": true,
1       "image": "load",
1       "crash_image": "not_recorded",
1       "loads": [
1         {
1           "fate": "executed",
1           "image": "default",
1           "seq": 1,
1           "manifest_entry": 26,
1           "commit_entry": 27,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:e46d100feb32a5c0ab5ed2f0d1b51af67f32bb9cf3280abe5f9e190b62c714d6",
1             "size": 8,
1             "name": "/boot/vmlinuz kernel 3"
1           },
1           "initrds": [],
1           "cmdline": {
1             "digest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
1             "size": 0,
1             "text": ""
1           }
1         }
1       ],
1       "events": [
1         {
1           "type": "execute",
1           "entry": 28,
1           "seq": 7,
1           "reason": "it names load 7, but load 1 was the last"
1         }
1       ]
1     },
1     {
1       "epoch": 4,
1       "first_entry": 29,
1       "entries": 6,
1       "violations": 0,
1       "record_version": 2,
1       "pcrs": [
1         10
1       ],
1       "boot_aggregate": {
1         "digest": "sha256:c3bf47ea1f4a4a605470313cacb3a44f4a461f68c6faeab07e737610cb5ac835",
1         "late": false
1       },
1       "ended_by_kexec": false,
1       "image": "unloaded",
1       "crash_image": "not_recorded",
1       "loads": [
1         {
1           "fate": "unloaded",
1           "image": "default",
1           "seq": 1,
1           "manifest_entry": 31,
1           "commit_entry": 32,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:fc68ba48d6c84c581a27a46186ed563c16083fd8c4624c80795123962e36d183",
1             "size": 8,
1             "name": "/boot/vmlinuz kernel 4"
1           },
1           "initrds": [],
1           "cmdline": {
1             "digest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
1             "size": 0,
1             "text": ""
1           }
1         }
1       ],
1       "events": [
1         {
1           "type": "mixed",
1           "entry": 33,
1           "reason": "its version is 2, after version 1"
1         },
1         {
1           "type": "unload",
1           "entry": 33,
1           "image": "default",
1           "seq": 2
1         },
1         {
1           "type": "newer",
1           "entry": 34,
1           "reason": "unknown version 3 (maximum 2)"
1         }
1       ]
1     }
1   ]
1 }

# good
$ kexec2 log show --log good.list
1 epoch 1: entries 1 to 8, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   executed: load 1, entries 7 and 8
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet
1
1 epoch 2: entry 9, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded

# order
$ kexec2 log show --log order.list
1 epoch 1: entries 1 to 8, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   executed: load 1, entries 7 and 8
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     command line
1       console=ttyS0 quiet
1
1 epoch 2: entry 9, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded

# nothing
$ kexec2 log show --log nothing.list
1 epoch 1: entries 1 to 2, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what was executed
1
1 epoch 2: entry 3, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded

# alone
$ kexec2 log show --log alone.list
1 epoch 1: entries 1 to 4, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   executed: load 1, entries 3 and 4
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     no command line
1
1 epoch 2: entry 5, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded

# uncommitted
$ kexec2 log show --log uncommitted.list
1 epoch 1: entries 1 to 7, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   failed: load 1, entry 7
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet
1   no record says what was executed
1
1 epoch 2: entry 8, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded

# pending
$ kexec2 log show --log pending.list
1 epoch 1: entries 1 to 8, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   loaded: load 1, entries 7 and 8
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet

# three
$ kexec2 log show --log three.list
1 epoch 1: entries 1 to 8, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   executed: load 1, entries 7 and 8
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet
1
1 epoch 2: entries 9 to 15, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   executed: load 1, entries 14 and 15
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     command line
1       console=ttyS0 quiet
1
1 epoch 3: entry 16, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded

# replaced
$ kexec2 log show --log replaced.list
1 epoch 1: entries 1 to 15, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   replaced: load 1, entries 7 and 8
1     kernel /boot/vmlinuz, 5 bytes
1       sha256:d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa
1     initrd 0 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet
1   executed: load 2, entries 14 and 15
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet
1
1 epoch 2: entry 16, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded

# unloaded
$ kexec2 log show --log unloaded.list
1 epoch 1: entries 1 to 9, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   unloaded: load 1, entries 7 and 8
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet
1   unload of the image: load 2, entry 9
1   no record says what was executed after the unload
1
1 epoch 2: entry 10, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded

# failed
$ kexec2 log show --log failed.list
1 epoch 1: entries 1 to 8, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   failed: load 1, entry 7
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet
1   kexec_load of the image, contents unknown: load 2, entry 8
1   what was executed came by kexec_load
1
1 epoch 2: entry 9, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded

# crash
$ kexec2 log show --log crash.list
1 epoch 1: entries 1 to 8, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   loaded, for a crash: load 1, entries 7 and 8
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet
1   no record says what was executed
1
1 epoch 2: entry 9, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded

# violation
$ kexec2 log show --log violation.list
1 epoch 1: entries 1 to 9, PCR 10, 1 violation
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   executed: load 1, entries 8 and 9
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet
1
1 epoch 2: entry 10, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded

# unfiled
$ kexec2 log show --log unfiled.list
1 epoch 1: entries 1 to 4, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   executed: load 1, entries 3 and 4
1     kernel, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet
1
1 epoch 2: entry 5, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded

# nonsense
$ kexec2 log show --log nonsense.list
1 epoch 1: entries 1 to 9, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   executed: load 1, entries 7 and 8
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet
1   not a record, despite its name: entry 9
1
1 epoch 2: entry 10, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded

# pcr12
$ kexec2 log show --log pcr12.list
1 epoch 1: entries 1 to 9, PCRs 10 12, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   executed: load 1, entries 8 and 9
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet
1
1 epoch 2: entry 10, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded

# firmware
$ kexec2 log show --log firmware.list
1 epoch 1: entries 1 to 8, PCR 10, 0 violations
1   boot_aggregate
1       sha256:ff07a1342d041cac685edc7754a6d8068403cb20feec5d273a4ed47224f0e0ce
1   executed: load 1, entries 7 and 8
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet
1
1 epoch 2: entry 9, PCR 10, 0 violations
1   boot_aggregate
1       sha256:ff07a1342d041cac685edc7754a6d8068403cb20feec5d273a4ed47224f0e0ce
1   no record says what is loaded

# pieces, and other forms
$ kexec2 log show --log piece1 --log piece2
1 epoch 1: entries 1 to 8, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   executed: load 1, entries 7 and 8
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet
1
1 epoch 2: entry 9, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded
$ kexec2 log show --log piece2
1 epoch 1: entries 1 to 5, PCR 10, 0 violations
1   no boot_aggregate: the list was trimmed
1   executed: load 1, entries 4 and 5
1     kernel, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet
1
1 epoch 2: entry 6, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded
$ kexec2 log show --log piece2 --json
1 {
1   "entries": 6,
1   "epochs": [
1     {
1       "epoch": 1,
1       "first_entry": 1,
1       "entries": 5,
1       "violations": 0,
1       "record_version": 1,
1       "pcrs": [
1         10
1       ],
1       "ended_by_kexec": true,
1       "image": "load",
1       "crash_image": "not_recorded",
1       "loads": [
1         {
1           "fate": "executed",
1           "image": "default",
1           "seq": 1,
1           "manifest_entry": 4,
1           "commit_entry": 5,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d",
1             "size": 9
1           },
1           "initrds": [
1             {
1               "digest": "sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68",
1               "size": 688,
1               "label": "early"
1             },
1             {
1               "digest": "sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335",
1               "size": 676,
1               "name": "/boot/base.img",
1               "label": "base"
1             },
1             {
1               "digest": "sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce",
1               "size": 928,
1               "name": "/boot/modules.img",
1               "label": "modules"
1             }
1           ],
1           "cmdline": {
1             "digest": "sha256:2b5f12a14ed6961493930520e78e4ec5be4d6c93d59d7d719ac027080e7d8d2e",
1             "size": 19,
1             "text": "console=ttyS0 quiet"
1           }
1         }
1       ],
1       "events": [
1         {
1           "type": "cmdline",
1           "entry": 3,
1           "text": "console=ttyS0 quiet"
1         }
1       ]
1     },
1     {
1       "epoch": 2,
1       "first_entry": 6,
1       "entries": 1,
1       "violations": 0,
1       "pcrs": [
1         10
1       ],
1       "boot_aggregate": {
1         "digest": "sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61",
1         "late": false
1       },
1       "ended_by_kexec": false,
1       "image": "not_recorded",
1       "crash_image": "not_recorded",
1       "loads": [],
1       "events": []
1     }
1   ]
1 }
$ kexec2 log show --log good.ascii
1 epoch 1: entries 1 to 8, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   executed: load 1, entries 7 and 8
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet
1
1 epoch 2: entry 9, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded
$ kexec2 log show --log - <good.list | head -n 3
1 epoch 1: entries 1 to 8, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61

# none
$ kexec2 log show --log cut.list
1 epoch 1: entries 1 to 8, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   loaded: load 1, entries 7 and 8
1     kernel /boot/vmlinuz, 9 bytes
1       sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d
1     initrd 0 early /boot/early.img, 688 bytes
1       sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68
1     initrd 1 base /boot/base.img, 676 bytes
1       sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335
1     initrd 2 modules /boot/modules.img, 928 bytes
1       sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce
1     command line
1       console=ttyS0 quiet
2 kexec2-attest: cut.list: entry 9, at byte 1435: the file ends in the middle of it
= 2
$ kexec2 log show --json --log cut.list
1 {
1   "entries": 8,
1   "epochs": [
1     {
1       "epoch": 1,
1       "first_entry": 1,
1       "entries": 8,
1       "violations": 0,
1       "record_version": 1,
1       "pcrs": [
1         10
1       ],
1       "boot_aggregate": {
1         "digest": "sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61",
1         "late": false
1       },
1       "ended_by_kexec": false,
1       "image": "load",
1       "crash_image": "not_recorded",
1       "loads": [
1         {
1           "fate": "loaded",
1           "image": "default",
1           "seq": 1,
1           "manifest_entry": 7,
1           "commit_entry": 8,
1           "flags": 0,
1           "kernel": {
1             "digest": "sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d",
1             "size": 9,
1             "name": "/boot/vmlinuz"
1           },
1           "initrds": [
1             {
1               "digest": "sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68",
1               "size": 688,
1               "name": "/boot/early.img",
1               "label": "early"
1             },
1             {
1               "digest": "sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335",
1               "size": 676,
1               "name": "/boot/base.img",
1               "label": "base"
1             },
1             {
1               "digest": "sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce",
1               "size": 928,
1               "name": "/boot/modules.img",
1               "label": "modules"
1             }
1           ],
1           "cmdline": {
1             "digest": "sha256:2b5f12a14ed6961493930520e78e4ec5be4d6c93d59d7d719ac027080e7d8d2e",
1             "size": 19,
1             "text": "console=ttyS0 quiet"
1           }
1         }
1       ],
1       "events": [
1         {
1           "type": "cmdline",
1           "entry": 6,
1           "text": "console=ttyS0 quiet"
1         }
1       ]
1     }
1   ],
1   "error": "entry 9, at byte 1435: the file ends in the middle of it"
1 }
2 kexec2-attest: cut.list: entry 9, at byte 1435: the file ends in the middle of it
= 2
$ kexec2 log show --log vmlinuz
2 kexec2-attest: vmlinuz: entry 1, at byte 0: not a measurement list
= 2
$ kexec2 log show --log empty
2 kexec2-attest: empty: the list is empty
= 2
$ kexec2 log show --log none
2 kexec2-attest: none: no such file; check the name
= 2
$ kexec2 log show --log .
2 kexec2-attest: .: a directory without an archive
= 2
$ kexec2 log show --json --log vmlinuz
1 {
1   "entries": 0,
1   "epochs": [],
1   "error": "entry 1, at byte 0: not a measurement list"
1 }
2 kexec2-attest: vmlinuz: entry 1, at byte 0: not a measurement list
= 2
$ kexec2 log show
2 kexec2-attest: /sys/kernel/security/ima/binary_runtime_measurements: no such file; mount securityfs on /sys/kernel/security, boot a kernel with IMA, or name a list with --log
= 2
$ kexec2 log show more
2 kexec2-attest: unexpected argument "more"; name a list with --log
2 Try "kexec2-attest help log".
= 2
$ kexec2 log show --log
2 kexec2-attest: option '--log' requires an argument
2 Try "kexec2-attest help log".
= 2
$ mkdir -p root/sys/kernel/security/ima; cp good.list root/sys/kernel/security/ima/binary_runtime_measurements
$ kexec2 log show | head -n 4
1 epoch 1: entries 1 to 8, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   executed: load 1, entries 7 and 8

# what was staged, as Linux 7.2 lets it, comes before the rest
$ list=root/sys/kernel/security/ima/binary_runtime_measurements; head -c 101 good.list >${list}_staged; tail -c +102 good.list >$list
$ kexec2 log show | head -n 4
1 epoch 1: entries 1 to 8, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   executed: load 1, entries 7 and 8

# the command line of a load is not in the list
$ kexec2 log show --log silent.list | sed -n '/command line/,$p'
1     command line, missing in the list, 19 bytes
1       sha256:2b5f12a14ed6961493930520e78e4ec5be4d6c93d59d7d719ac027080e7d8d2e
1
1 epoch 2: entry 8, PCR 10, 0 violations
1   boot_aggregate
1       sha256:7b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d61
1   no record says what is loaded
$ kexec2 verify --log silent.list --pcr silent.pcrs --known rich | head -n 3
1 accepted
1 8 entries
1 kexec from epoch 1 to 2 (entry 6)

# CEL-JSON, which others replay into the same PCRs
$ kexec2 log convert --format=cel-json --log lists/binary-sha256 >cel; python3 replay <cel | cmp - lists/pcrs-sha256
$ kexec2 log convert --format=cel-json --log lists/v2-binary-sha1 | python3 replay | cmp - lists/v2-pcrs-sha256
$ kexec2 log convert --format=cel-json --log good.list | head -n 2
1 [
1 {"recnum":0,"pcr":10,"digests":[{"hashAlg":"sha1","digest":"6bdad7efa602f84ca31ffe3f11ff7c476e25dcdd"}],"content_type":"ima_template","content":{"template_name":"ima-ng","template_data":"280000007368613235363a007b6436b0c98f62380866d9432c2af0ee08ce16a171bda6951aecd95ee1307d610f000000626f6f745f61676772656761746500"}},

# and back, to the byte
$ for l in sha1 sha256; do kexec2 log convert --format=cel-json --log lists/binary-$l | kexec2 log convert --format=binary --log - | cmp - lists/binary-$l; kexec2 log convert --format=binary --log lists/ascii-$l | cmp - lists/binary-$l; done
$ kexec2 log show --log lists/binary-sha256 >shown; kexec2 log show --log cel | cmp - shown
$ kexec2 log convert --format=cel-json --log good.list >good.cel; kexec2 verify --log good.list --pcr good.pcrs --known rich >shown; kexec2 verify --log good.cel --pcr good.pcrs --known rich | cmp - shown
$ printf '{"id": 1, "list": "good.cel", "pcr": "good.pcrs"}\n' | kexec2 verify --batch --known rich | cut -c1-30
1 {"id":1,"verdict":"accepted","

# log convert with what cannot be
$ kexec2 log convert --log good.list
2 kexec2-attest: missing --format=FORMAT
2 Try "kexec2-attest help log".
= 2
$ kexec2 log convert --format=tlv --log good.list
2 kexec2-attest: invalid value "tlv" for --format, expected cel-json|binary
2 Try "kexec2-attest help log".
= 2
$ kexec2 log show --format=binary --log good.list
2 kexec2-attest: --format is for "log convert"
2 Try "kexec2-attest help log".
= 2
$ kexec2 log convert --json --format=binary --log good.list
2 kexec2-attest: --json is for "log show"
2 Try "kexec2-attest help log".
= 2
$ kexec2 log convert --format=cel-json --log cut.list
2 kexec2-attest: cut.list: entry 9, at byte 1435: the file ends in the middle of it
= 2
$ head -c 500 cel >cut.cel; kexec2 log convert --format=binary --log cut.cel
2 kexec2-attest: cut.cel: entry 2, at byte 346: the file ends in the middle of it
= 2
$ kexec2 log convert --format=binary --log lists/binary-sha1 --log lists/binary-sha256
2 kexec2-attest: lists/binary-sha256: entry 49 has a digest of another size than those before it, and a binary list has one for all
= 2
$ echo '{"records": []}' >other.json; kexec2 log show --log other.json
2 kexec2-attest: other.json: entry 1, at byte 0: it has no content_type
= 2
