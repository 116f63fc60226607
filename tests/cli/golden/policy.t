# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# ima
$ kexec2 policy --format=ima vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 # IMA rules for a load of these files.  They stand before any others: a rule
1 # such as "dont_measure fsmagic=0x01021994" would hide parts on tmpfs and in
1 # memfds.
1 # kernel, not signed for IMA: vmlinuz
1 # initrd, not signed: early.cpio
1 # initrd, not signed: base.img
1 measure func=KEXEC_KERNEL_CHECK
1 measure func=KEXEC_INITRAMFS_CHECK
1 measure func=KEXEC_CMDLINE
1 measure func=CRITICAL_DATA label=kexec_file_load2
1 measure func=POLICY_CHECK

# known
$ kexec2 policy --format=known vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7 vmlinuz role=kernel
1 sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68 early.cpio role=initrd label=early
1 sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335 base.img role=initrd label=base
1 cmdline "x \"y\"" cmdline
1 composition load-fdb7d3fc4bac = vmlinuz early.cpio base.img cmdline

# keylime
$ kexec2 policy --format=keylime --policy=policy --log=good.list --ima-hash=sha256 --bank=sha256 vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 {
1   "meta": {
1     "version": 1,
1     "generator": 0
1   },
1   "release": 0,
1   "digests": {
1     "/tmp/kexec2-golden/work/vmlinuz": [
1       "06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7"
1     ],
1     "/tmp/kexec2-golden/work/early.cpio": [
1       "60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68"
1     ],
1     "/tmp/kexec2-golden/work/base.img": [
1       "04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335"
1     ]
1   },
1   "excludes": [],
1   "keyrings": {},
1   "ima": {
1     "ignored_keyrings": [],
1     "log_hash_alg": "sha1",
1     "dm_policy": null
1   },
1   "ima-buf": {
1     "kexec-cmdline": [
1       "c94acb42006aba37acab07d38b0af26e743a1ec5c1fac315c5cd9da0febcd29c"
1     ],
1     "kexec-manifest": [
1       "61a82d689574b3e26fbd7c2ef4e72d72679429de9625bd3b9c0c67ca09b2e34b"
1     ],
1     "kexec-commit": [
1       "59c4fc8dbc3219b2d6c130e1c6b72824d5335c0ec227ca47bf80be9cb944bde9"
1     ]
1   },
1   "verification-keys": ""
1 }
2 kexec2-attest: warning: /tmp/kexec2-golden/work/base.img: extends PCR 12; Keylime refuses lists with entries for PCRs other than 10
2 kexec2-attest: warning: the records are only valid for load 1 of a boot (--seq, --loads)

# pcrlock
$ kexec2 policy --format=pcrlock --policy=policy --log=good.list --ima-hash=sha256 --bank=sha256 vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 {
1   "records": [
1     {
1       "pcr": 12,
1       "digests": [
1         {
1           "hashAlg": "sha256",
1           "digest": "31d6182b70713b5fb24b05108ad6e8570bb79a2a018e086f4d97992be0271c36"
1         }
1       ]
1     }
1   ]
1 }
2 kexec2-attest: warning: 6 entries of PCR 10 omitted, which systemd-pcrlock cannot predict

# json
$ kexec2 policy --format=json --policy=policy --log=good.list --ima-hash=sha256 --bank=sha256 vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 {
1   "files": {
1     "image": "normal",
1     "system_call": "kexec_file_load2",
1     "flags": 0,
1     "flag_names": [],
1     "kernel": {
1       "name": "vmlinuz",
1       "size": 1088,
1       "digest": "sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7"
1     },
1     "initrds": [
1       {
1         "name": "early.cpio",
1         "size": 688,
1         "digest": "sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68",
1         "index": 0,
1         "label": "early"
1       },
1       {
1         "name": "base.img",
1         "size": 676,
1         "digest": "sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335",
1         "index": 1,
1         "label": "base"
1       }
1     ],
1     "cmdline": {
1       "text": "x \"y\"",
1       "size": 5,
1       "digest": "sha256:c94acb42006aba37acab07d38b0af26e743a1ec5c1fac315c5cd9da0febcd29c"
1     }
1   },
1   "measurements": {
1     "certain": true,
1     "system_call": "kexec_file_load2",
1     "ima_hash": "sha256",
1     "ima_template": "ima-ng",
1     "seq": 1,
1     "records_version": 1,
1     "entries": [
1       {
1         "what": "kernel",
1         "state": "added",
1         "pcr": 10,
1         "template": "ima-ng",
1         "name": "/tmp/kexec2-golden/work/vmlinuz",
1         "digest": "sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7",
1         "template_data": "280000007368613235363a0006d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7200000002f746d702f6b65786563322d676f6c64656e2f776f726b2f766d6c696e757a00",
1         "template_digests": [
1           "sha256:00982cc7a76d3f8fd294993d6e4b4a84a1156e58befe83fdf0445f690c4520cd"
1         ],
1         "rule": {
1           "line": 2,
1           "text": "measure func=KEXEC_KERNEL_CHECK"
1         }
1       },
1       {
1         "what": "initrd",
1         "initrd": 0,
1         "state": "added",
1         "pcr": 10,
1         "template": "ima-sig",
1         "name": "/tmp/kexec2-golden/work/early.cpio",
1         "digest": "sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68",
1         "template_data": "280000007368613235363a0060331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68230000002f746d702f6b65786563322d676f6c64656e2f776f726b2f6561726c792e6370696f0000000000",
1         "template_digests": [
1           "sha256:69e66230cb9b972bac34fac94d0ae05426c6b5c859fd8c4479d0fd70649e7e53"
1         ],
1         "rule": {
1           "line": 3,
1           "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1         }
1       },
1       {
1         "what": "initrd",
1         "initrd": 1,
1         "state": "added",
1         "pcr": 10,
1         "template": "ima-sig",
1         "name": "/tmp/kexec2-golden/work/base.img",
1         "digest": "sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335",
1         "template_data": "280000007368613235363a0004d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335210000002f746d702f6b65786563322d676f6c64656e2f776f726b2f626173652e696d670000000000",
1         "template_digests": [
1           "sha256:a8d6e7223063ff7be910167f26268cf2a6160b2c78fc5797aa774b87a4012d68"
1         ],
1         "rule": {
1           "line": 3,
1           "text": "measure func=KEXEC_INITRAMFS_CHECK template=ima-sig"
1         }
1       },
1       {
1         "what": "label",
1         "initrd": 1,
1         "label": "base",
1         "state": "added",
1         "pcr": 12,
1         "template": "ima-ng",
1         "name": "/tmp/kexec2-golden/work/base.img",
1         "digest": "sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335",
1         "template_data": "280000007368613235363a0004d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335210000002f746d702f6b65786563322d676f6c64656e2f776f726b2f626173652e696d6700",
1         "template_digests": [
1           "sha256:31d6182b70713b5fb24b05108ad6e8570bb79a2a018e086f4d97992be0271c36"
1         ],
1         "rule": {
1           "line": 4,
1           "text": "measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng"
1         }
1       },
1       {
1         "what": "cmdline",
1         "state": "added",
1         "pcr": 10,
1         "template": "ima-buf",
1         "name": "kexec-cmdline",
1         "digest": "sha256:c94acb42006aba37acab07d38b0af26e743a1ec5c1fac315c5cd9da0febcd29c",
1         "template_data": "280000007368613235363a00c94acb42006aba37acab07d38b0af26e743a1ec5c1fac315c5cd9da0febcd29c0e0000006b657865632d636d646c696e6500050000007820227922",
1         "template_digests": [
1           "sha256:9549e686331737b650f2812a4802a6ef67bb33290980a780ed493da2315fea32"
1         ],
1         "rule": {
1           "line": 5,
1           "text": "measure func=KEXEC_CMDLINE"
1         }
1       },
1       {
1         "what": "manifest",
1         "state": "added",
1         "pcr": 10,
1         "template": "ima-buf",
1         "name": "kexec-manifest",
1         "digest": "sha256:61a82d689574b3e26fbd7c2ef4e72d72679429de9625bd3b9c0c67ca09b2e34b",
1         "template_data": "280000007368613235363a0061a82d689574b3e26fbd7c2ef4e72d72679429de9625bd3b9c0c67ca09b2e34b0f0000006b657865632d6d616e6966657374008c0100006b657865635f66696c655f6c6f61643220310a73657120310a696d6167652064656661756c740a666c616773203078300a6b65726e656c207368613235363a3036643634663137643361373866623831373535653134663539663137306235616464383138373931346463393563333762613133663833333663333037663720313038380a696e697472642030206561726c79207368613235363a36303333316662363430636461616230346466653962333332613662623731613239306462626134336535313837646437303239376261323261626139633638203638380a696e6974726420312062617365207368613235363a30346438323265633638333266333361323334623361633962636165613831666630636639616562323735313036383566333361343165353161656663333335203637360a636d646c696e65207368613235363a6339346163623432303036616261333761636162303764333862306166323665373433613165633563316661633331356335636439646130666562636432396320350a",
1         "template_digests": [
1           "sha256:3c3d9618537f446dd8eb7dbfa51e374a9bf511ecf7c3b890672c111ce6a439ac"
1         ],
1         "rule": {
1           "line": 6,
1           "text": "measure func=CRITICAL_DATA label=kexec_file_load2"
1         }
1       },
1       {
1         "what": "commit",
1         "state": "added",
1         "pcr": 10,
1         "template": "ima-buf",
1         "name": "kexec-commit",
1         "digest": "sha256:59c4fc8dbc3219b2d6c130e1c6b72824d5335c0ec227ca47bf80be9cb944bde9",
1         "template_data": "280000007368613235363a0059c4fc8dbc3219b2d6c130e1c6b72824d5335c0ec227ca47bf80be9cb944bde90d0000006b657865632d636f6d6d6974006a0000006b657865635f66696c655f6c6f61643220310a73657120310a6d616e6966657374207368613235363a363161383264363839353734623365323666626437633265663465373264373236373934323964653936323562643362396330633637636130396232653334620a",
1         "template_digests": [
1           "sha256:c7cfe99d71ae26c95d0ac5995c6290fc759faa8baeb68395c8890ecd8e26236e"
1         ],
1         "rule": {
1           "line": 6,
1           "text": "measure func=CRITICAL_DATA label=kexec_file_load2"
1         }
1       }
1     ],
1     "notices": []
1   }
1 }

# keylime: several loads and a kexec, by the records of either kind of kernel
$ policy() { kexec2 policy --format=keylime --policy=plain.policy --log=good.list --ima-hash=sha256 --bank=sha256 vmlinuz --initrd=early=early.cpio --initrd=base=base.img --initrd=modules=modules.cpio --cmdline='console=ttyS0 quiet' "$@" >keylime.json; }; for v in 1 2; do n=again.ascii; [ $v = 1 ] || n=again-2.ascii; for l in 1 2 3; do echo "version $v, --loads=$l"; policy --seq=1 --records=$v --loads=$l; python3 covered keylime.json $n; done; done
1 version 1, --loads=1
1 not covered: kexec-unload
1 not covered: kexec-manifest
1 not covered: kexec-commit
1 version 1, --loads=2
1 not covered: kexec-manifest
1 not covered: kexec-commit
1 version 1, --loads=3
1 version 2, --loads=1
1 not covered: kexec-unload
1 not covered: kexec-manifest
1 not covered: kexec-commit
1 not covered: kexec-execute
1 version 2, --loads=2
1 not covered: kexec-manifest
1 not covered: kexec-commit
1 not covered: kexec-execute
1 version 2, --loads=3
2 kexec2-attest: warning: the records are only valid for load 1 of a boot (--seq, --loads)
2 kexec2-attest: warning: the records are only valid for loads 1 to 2 of a boot (--seq)
2 kexec2-attest: warning: the records are only valid for loads 1 to 3 of a boot (--seq)
2 kexec2-attest: warning: the records are only valid for load 1 of a boot (--seq, --loads)
2 kexec2-attest: warning: the records are only valid for loads 1 to 2 of a boot (--seq)
2 kexec2-attest: warning: the records are only valid for loads 1 to 3 of a boot (--seq)
$ kexec2 policy --format=keylime --policy=plain.policy --log=good.list vmlinuz --seq=1 --loads=0
2 kexec2-attest: --loads=0: expected 1 to 1000
2 Try "kexec2-attest help policy".
= 2
$ kexec2 policy --format=known --loads=2 vmlinuz
2 kexec2-attest: --loads is for --format=keylime
2 Try "kexec2-attest help policy".
= 2

# without rules for other PCRs
$ kexec2 policy --format=keylime --policy=plain.policy --log=good.list vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 {
1   "meta": {
1     "version": 1,
1     "generator": 0
1   },
1   "release": 0,
1   "digests": {
1     "/tmp/kexec2-golden/work/vmlinuz": [
1       "06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7"
1     ],
1     "/tmp/kexec2-golden/work/early.cpio": [
1       "60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68"
1     ],
1     "/tmp/kexec2-golden/work/base.img": [
1       "04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335"
1     ]
1   },
1   "excludes": [],
1   "keyrings": {},
1   "ima": {
1     "ignored_keyrings": [],
1     "log_hash_alg": "sha1",
1     "dm_policy": null
1   },
1   "ima-buf": {
1     "kexec-cmdline": [
1       "c94acb42006aba37acab07d38b0af26e743a1ec5c1fac315c5cd9da0febcd29c"
1     ],
1     "kexec-manifest": [
1       "61a82d689574b3e26fbd7c2ef4e72d72679429de9625bd3b9c0c67ca09b2e34b"
1     ],
1     "kexec-commit": [
1       "59c4fc8dbc3219b2d6c130e1c6b72824d5335c0ec227ca47bf80be9cb944bde9"
1     ]
1   },
1   "verification-keys": ""
1 }
2 kexec2-attest: warning: the records are only valid for load 1 of a boot (--seq, --loads)
$ kexec2 policy --format=pcrlock --policy=plain.policy --log=good.list vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
2 kexec2-attest: all entries extend PCR 10, which systemd-pcrlock cannot predict as it depends on everything that IMA measures; use another PCR, as in: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12
= 1

# other sources
$ kexec2 policy --format=known --uki=linux.efi
1 sha256:f41563910eb422ea506ca1458c3e503acdd4db1ee6b189d71e12d8b96adf376d linux.efi:.linux role=kernel
1 sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68 a.addon.efi:.ucode role=initrd label=a
1 sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68 linux.efi:.ucode role=initrd label=ucode
1 sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335 linux.efi:.initrd role=initrd label=initrd
1 sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce b.addon.efi:.initrd role=initrd label=b
1 cmdline "root=/dev/vda1 quiet from-a from-b" cmdline
1 composition load-f238cc81cab7 = linux.efi:.linux a.addon.efi:.ucode linux.efi:.ucode linux.efi:.initrd b.addon.efi:.initrd cmdline
2 kexec2-attest: warning: linux.efi.extra.d: credentials (1 *.cred) ignored; to pass them on, add a cpio archive with /.extra/credentials by --initrd
2 kexec2-attest: warning: linux.efi.extra.d: extension images (1 *.raw) ignored; to pass them on, add a cpio archive with /.extra/sysext or /.extra/confext by --initrd
2 kexec2-attest: warning: linux.efi.extra.d/old.addon.efi: ignored: for kernel 6.1.0-old, but the image has 6.12.0-test?
$ kexec2 policy --format=ima --uki=linux.efi
1 # IMA rules for a load of these files.  They stand before any others: a rule
1 # such as "dont_measure fsmagic=0x01021994" would hide parts on tmpfs and in
1 # memfds.
1 # kernel, not signed for IMA: linux.efi:.linux
1 # initrd, not signed: linux.efi.extra.d/a.addon.efi:.ucode
1 # initrd, not signed: linux.efi:.ucode
1 # initrd, not signed: linux.efi:.initrd
1 # initrd, not signed: linux.efi.extra.d/b.addon.efi:.initrd
1 measure func=KEXEC_KERNEL_CHECK
1 measure func=KEXEC_INITRAMFS_CHECK
1 measure func=KEXEC_CMDLINE
1 measure func=CRITICAL_DATA label=kexec_file_load2
1 measure func=POLICY_CHECK
2 kexec2-attest: warning: linux.efi.extra.d: credentials (1 *.cred) ignored; to pass them on, add a cpio archive with /.extra/credentials by --initrd
2 kexec2-attest: warning: linux.efi.extra.d: extension images (1 *.raw) ignored; to pass them on, add a cpio archive with /.extra/sysext or /.extra/confext by --initrd
2 kexec2-attest: warning: linux.efi.extra.d/old.addon.efi: ignored: for kernel 6.1.0-old, but the image has 6.12.0-test?
$ kexec2 policy --format=known --entry --boot-dir=boot
2 kexec2-attest: the default boot entry: debian-6.10.conf: initrd: $tuned_initrd is a variable that only GRUB expands; put its value there ("grub2-editenv list" shows it), or take it out
= 1
$ kexec2 policy --format=ima vmlinuz --split=three.img
1 # IMA rules for a load of these files.  They stand before any others: a rule
1 # such as "dont_measure fsmagic=0x01021994" would hide parts on tmpfs and in
1 # memfds.
1 # kernel, not signed for IMA: vmlinuz
1 # initrd, not signed: three.img#0
1 # initrd, not signed: three.img#1
1 # initrd, not signed: three.img#2
1 measure func=KEXEC_KERNEL_CHECK
1 measure func=KEXEC_INITRAMFS_CHECK
1 measure func=KEXEC_CMDLINE
1 measure func=CRITICAL_DATA label=kexec_file_load2
1 measure func=POLICY_CHECK
$ kexec2 policy --format=known vmlinuz --initrd=base.img --initrd=base.img
1 sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7 vmlinuz role=kernel
1 sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335 base.img role=initrd label=-
1 sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335 base.img.2 role=initrd label=-
1 cmdline "" cmdline
1 composition load-a876adbd6ea1 = vmlinuz base.img base.img.2 cmdline
$ kexec2 policy --format=known vmlinuz --initrd=./a=b --crash
1 sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7 vmlinuz role=kernel
1 sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce a_b role=initrd label=-
1 cmdline "" cmdline
1 composition load-d1c7a0d6acc4 = vmlinuz a_b cmdline

# cannot be used
$ kexec2 policy vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
2 kexec2-attest: missing --format=FORMAT
2 Try "kexec2-attest help policy".
= 2
$ kexec2 policy --format=xml vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
2 kexec2-attest: invalid value "xml" for --format, expected ima|known|keylime|pcrlock|json
2 Try "kexec2-attest help policy".
= 2
$ kexec2 policy --format=ima
2 kexec2-attest: policy: missing KERNEL, --entry or --uki
2 Try "kexec2-attest help policy".
= 2
$ kexec2 policy --format=ima none
2 kexec2-attest: none: no such file; check the name
= 1
$ kexec2 policy --format=known --policy=policy --log=good.list --ima-hash=sha256 vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7 vmlinuz role=kernel
1 sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68 early.cpio role=initrd label=early
1 sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335 base.img role=initrd label=base
1 cmdline "x \"y\"" cmdline
1 composition load-fdb7d3fc4bac = vmlinuz early.cpio base.img cmdline
$ kexec2 policy --format=ima --bank=sha1 vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
1 # IMA rules for a load of these files.  They stand before any others: a rule
1 # such as "dont_measure fsmagic=0x01021994" would hide parts on tmpfs and in
1 # memfds.
1 # kernel, not signed for IMA: vmlinuz
1 # initrd, not signed: early.cpio
1 # initrd, not signed: base.img
1 measure func=KEXEC_KERNEL_CHECK
1 measure func=KEXEC_INITRAMFS_CHECK
1 measure func=KEXEC_CMDLINE
1 measure func=CRITICAL_DATA label=kexec_file_load2
1 measure func=POLICY_CHECK
$ kexec2 policy --format=keylime --policy=none vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
2 kexec2-attest: none: cannot read the IMA policy (No such file or directory)
= 1
$ kexec2 policy --format=json --policy=policy --log=good.list --bank=x vmlinuz --initrd=early=early.cpio --initrd=base=base.img --cmdline='x "y"'
2 kexec2-attest: unknown bank "x"
= 1
$ kexec2 policy --format=ima vmlinuz --initrd=damaged.img --no-checks
2 kexec2-attest: damaged.img: its appended signature is damaged; the kernel will refuse it
= 1
$ kexec2 policy --format=ima --format=known vmlinuz
1 sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7 vmlinuz role=kernel
1 cmdline "" cmdline
1 composition load-0731ac931fa7 = vmlinuz cmdline

# names and command lines with characters that the formats quote, or cannot have
$ cp base.img 'b="é'; kexec2 policy --format=known vmlinuz --initrd='./b="é' --cmdline="$(printf 'a\\\t\351')"
1 sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7 vmlinuz role=kernel
1 sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335 b____ role=initrd label=-
1 cmdline "a\\\x09\xe9" cmdline
1 composition load-8894919e4422 = vmlinuz b____ cmdline
$ mv 'b="é' "$(printf 'b\351')"; kexec2 policy --format=keylime --policy=plain.policy --log=good.list vmlinuz --initrd="$(printf 'b\351')" | grep -A 5 '"digests"'
1   "digests": {
1     "/tmp/kexec2-golden/work/vmlinuz": [
1       "06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7"
1     ]
1   },
1   "excludes": [],
2 kexec2-attest: warning: /tmp/kexec2-golden/work/b\xe9: not valid UTF-8, omitted
2 kexec2-attest: warning: the records are only valid for load 1 of a boot (--seq, --loads)

# one digest by two rules, and by two parts
$ printf '%s\n' 'measure func=KEXEC_INITRAMFS_CHECK' 'measure func=KEXEC_INITRAMFS_CHECK label=base template=ima-sig' 'measure func=CRITICAL_DATA label=kexec_file_load2' >twice.policy
$ kexec2 policy --format=keylime --policy=twice.policy --log=good.list vmlinuz --initrd=base=base.img --initrd=again=base.img | grep -A 5 '"digests"'
1   "digests": {
1     "/tmp/kexec2-golden/work/base.img": [
1       "04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335"
1     ]
1   },
1   "excludes": [],
2 kexec2-attest: warning: vmlinuz: no rule of the policy measures it
2 kexec2-attest: warning: the records are only valid for load 1 of a boot (--seq, --loads)

# what Keylime does not take: a template, a digest
$ printf '%s\n' 'measure func=KEXEC_KERNEL_CHECK template=ima-sigv2' 'measure func=KEXEC_INITRAMFS_CHECK' 'measure func=CRITICAL_DATA label=kexec_file_load2' >template.policy
$ kexec2 policy --format=keylime --policy=template.policy --log=good.list vmlinuz --initrd=base.img | grep -A 5 '"digests"'
1   "digests": {
1     "/tmp/kexec2-golden/work/base.img": [
1       "04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335"
1     ]
1   },
1   "excludes": [],
2 kexec2-attest: warning: /tmp/kexec2-golden/work/vmlinuz: Keylime does not know the template ima-sigv2 and refuses lists that use it
2 kexec2-attest: warning: the records are only valid for load 1 of a boot (--seq, --loads)
$ kexec2 policy --format=keylime --policy=template.policy --log=good.list --ima-hash=md5 vmlinuz --initrd=base.img | grep -A 5 '"digests"'
1   "digests": {},
1   "excludes": [],
1   "keyrings": {},
1   "ima": {
1     "ignored_keyrings": [],
1     "log_hash_alg": "sha1",
2 kexec2-attest: warning: /tmp/kexec2-golden/work/vmlinuz: Keylime does not support md5 digests
2 kexec2-attest: warning: /tmp/kexec2-golden/work/base.img: Keylime does not support md5 digests
2 kexec2-attest: warning: kexec-manifest: Keylime does not support md5 digests
2 kexec2-attest: warning: kexec-commit: Keylime does not support md5 digests

# records in a PCR that systemd-pcrlock predicts
$ kexec2 policy --format=pcrlock --policy=pcr.policy --log=good.list --bank=sha256 --seq=2 vmlinuz --initrd=base.img | grep pcr
1       "pcr": 12,
1       "pcr": 12,
2 kexec2-attest: warning: kexec-manifest and kexec-commit in PCR 12 are only valid for load 2 of a boot (--seq)
2 kexec2-attest: warning: 2 entries of PCR 10 omitted, which systemd-pcrlock cannot predict

# for kexec_file_load(2)
$ kexec2 policy --format=known --concat vmlinuz --initrd=l=early.cpio --initrd=base.gz
1 sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7 vmlinuz role=kernel
1 # one file, as kexec_file_load(2) reads it: initramfs of 2 parts
1 sha256:ee1c5e3c4fc57e544f290614b8a280b26ba4be6a19000ae699c4d677b16816c1 initramfs_of_2_parts role=initrd label=-
1 cmdline "" cmdline
1 composition load-44a2b22838ed = vmlinuz initramfs_of_2_parts cmdline
$ kexec2 policy --format=ima --concat vmlinuz --initrd=l=early.cpio --initrd=base.gz
1 # IMA rules for a load of these files.  They stand before any others: a rule
1 # such as "dont_measure fsmagic=0x01021994" would hide parts on tmpfs and in
1 # memfds.
1 # kernel, not signed for IMA: vmlinuz
1 # initrd, not signed: initramfs of 2 parts
1 measure func=KEXEC_KERNEL_CHECK
1 measure func=KEXEC_INITRAMFS_CHECK
1 measure func=KEXEC_CMDLINE
1 measure func=CRITICAL_DATA label=kexec_file_load2
1 measure func=POLICY_CHECK

# what "load" would not load
$ kexec2 policy --format=known junk
2 kexec2-attest: junk: a text file, not a kernel; name the image of a kernel; --no-checks takes it anyway
= 1
$ kexec2 policy --format=known vmlinuz --initrd=junk
2 kexec2-attest: junk (initrd 0): offset 0: not an archive that the kernel knows; the kernel stops there; --no-checks takes it anyway
= 1
$ kexec2 policy --format=known junk --initrd=junk --no-checks
1 sha256:343a6471d3b0dbb2c99805a72e86bba3182d430a42eed91cd73dadc8bdfabd3c junk role=kernel
1 sha256:343a6471d3b0dbb2c99805a72e86bba3182d430a42eed91cd73dadc8bdfabd3c junk.1 role=initrd label=-
1 cmdline "" cmdline
1 composition load-3a1164274cd6 = junk junk.1 cmdline

# files of the same name, and one that is called as such a one is
$ cp early.cpio x; cp base.img x.2; mkdir sub; cp modules.cpio sub/x; cp base.img cmdline; kexec2 policy --format=known vmlinuz --initrd=x --initrd=sub/x --initrd=x.2 --initrd=x --initrd=cmdline --cmdline=quiet
1 sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7 vmlinuz role=kernel
1 sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68 x role=initrd label=-
1 sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce x.2 role=initrd label=-
1 sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335 x.2.3 role=initrd label=-
1 sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68 x.4 role=initrd label=-
1 sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335 cmdline.5 role=initrd label=-
1 cmdline "quiet" cmdline
1 composition load-e39b219e6aa5 = vmlinuz x x.2 x.2.3 x.4 cmdline.5 cmdline
