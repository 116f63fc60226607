# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# files that are signed for IMA: an attribute, one for the fs-verity digest, an appended signature
$ printf '\3\2\4keyi\0\4sign' >vmlinuz.security.ima; cp vmlinuz.security.ima base.img.security.ima
$ printf '\6\3\4keyi\0\4sign' >modules.cpio.security.ima; printf '\1\0%s' '32 bytes that the kernel tells.' >modules.cpio.verity; echo >>modules.cpio.verity
$ { echo content; echo raw; printf '\0\0\2\0\0\0\0\0\0\0\0\4~Module signature appended~\n'; } >appended

# rules that take them
$ kexec2 policy --format=ima vmlinuz --initrd=base.img
1 # IMA rules for a load of these files.  They stand before any others: a rule
1 # such as "dont_measure fsmagic=0x01021994" would hide parts on tmpfs and in
1 # memfds.
1 # kernel, signed: vmlinuz
1 # initrd, signed: base.img
1 measure func=KEXEC_KERNEL_CHECK template=ima-sig
1 appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig
1 measure func=KEXEC_INITRAMFS_CHECK template=ima-sig
1 appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig
1 measure func=KEXEC_CMDLINE
1 measure func=CRITICAL_DATA label=kexec_file_load2
1 measure func=POLICY_CHECK
$ kexec2 policy --format=ima vmlinuz --initrd=modules.cpio
1 # IMA rules for a load of these files.  They stand before any others: a rule
1 # such as "dont_measure fsmagic=0x01021994" would hide parts on tmpfs and in
1 # memfds.
1 # kernel, signed: vmlinuz
1 # initrd, signed: modules.cpio
1 measure func=KEXEC_KERNEL_CHECK template=ima-sig
1 appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig
1 measure func=KEXEC_INITRAMFS_CHECK template=ima-sigv2
1 appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity appraise_type=sigv3
1 measure func=KEXEC_CMDLINE
1 measure func=CRITICAL_DATA label=kexec_file_load2
1 measure func=POLICY_CHECK
$ kexec2 policy --format=ima appended --initrd=appended --initrd=base.img
1 # IMA rules for a load of these files.  They stand before any others: a rule
1 # such as "dont_measure fsmagic=0x01021994" would hide parts on tmpfs and in
1 # memfds.
1 # kernel, signed: appended
1 # initrd, signed: appended
1 # initrd, signed: base.img
1 measure func=KEXEC_KERNEL_CHECK template=ima-modsig
1 appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig|modsig
1 measure func=KEXEC_INITRAMFS_CHECK template=ima-modsig
1 appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig|modsig
1 measure func=KEXEC_CMDLINE
1 measure func=CRITICAL_DATA label=kexec_file_load2
1 measure func=POLICY_CHECK
$ kexec2 policy --format=ima modules.cpio --initrd=modules.cpio --initrd=base.img
1 # IMA rules for a load of these files.  They stand before any others: a rule
1 # such as "dont_measure fsmagic=0x01021994" would hide parts on tmpfs and in
1 # memfds.
1 # kernel, not signed for IMA: modules.cpio
1 # initrd, signed: modules.cpio
1 # initrd, signed: base.img
1 measure func=KEXEC_KERNEL_CHECK
1 measure func=KEXEC_INITRAMFS_CHECK
1 measure func=KEXEC_CMDLINE
1 measure func=CRITICAL_DATA label=kexec_file_load2
1 measure func=POLICY_CHECK

# a known file has the digest of the content alone, which is not measured
$ kexec2 policy --format=known appended --initrd=base.img
1 sha256:3ff26b4ca4ba25dd49feea2c0071b1a49921a0e5d486bb8ea9bcc833c1fc9d8d appended role=kernel
1 sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335 base.img role=initrd label=-
1 cmdline "" cmdline
1 composition load-d57db45e37a1 = appended base.img cmdline
$ kexec2 policy --format=known vmlinuz --initrd=appended
1 sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d vmlinuz role=kernel
2 kexec2-attest: appended: has an appended signature; remove it, as a known file lists the digest without it
= 1

# an appraisal of the fs-verity digest: of what has one, and has none
$ printf '%s\n' 'appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity appraise_type=sigv3' 'measure func=KEXEC_INITRAMFS_CHECK template=ima-sigv2' >verity.policy
$ cat less.policy >>verity.policy; echo 'measure func=CRITICAL_DATA label=kexec_file_load2' >>verity.policy
$ kexec2 predict --policy=verity.policy --log=good.list --bank=sha256 vmlinuz --initrd=base=modules.cpio
1 # sha256
1 10 f83846906d9c4f09dea639d27b961b3ec62898d37e62c0931947f56dfc1a710d ima-ng sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d /tmp/kexec2-golden/work/vmlinuz
1 10 673b3d48e1c83c72f6e32d63d88e24be63e015b99918caedc55001cc02dad475 ima-sigv2 verity:sha256:3332206279746573207468617420746865206b65726e656c2074656c6c732e0a /tmp/kexec2-golden/work/modules.cpio 0603046b65796900047369676e
1 12 0af5f814ca532d6ea5d61926c40bd77add3dca38cc9687aa37d376e7dfde334a ima-ng sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce /tmp/kexec2-golden/work/modules.cpio
1 10 54bbdff26f743f3dcd2cc61f52ca93228fab09e55bb1607447c83b0c0eb1056a ima-buf sha256:3b22cbde96e57d51cc7f49d7aacfaadb2a60a82d626083224f6c899e7c64c257 kexec-manifest 6b657865635f66696c655f6c6f61643220310a73657120310a696d6167652064656661756c740a666c616773203078300a6b65726e656c207368613235363a3065613065346439386439363361313665346165363961333032343233663736343830353632303565613734306339353539633932373235643935343465346420390a696e6974726420302062617365207368613235363a31663136626633383561653433643562386539663332346332306138653335313465376532303031326566616464363339353463623563626661303261316365203932380a636d646c696e65207368613235363a6533623063343432393866633163313439616662663463383939366662393234323761653431653436343962393334636134393539393162373835326238353520300a
1 10 6bedb4db5c2704002733e8714279378a000040c766ac80e106248ed004322241 ima-buf sha256:fd2ce16c32c4cca7db93e49cf93a68568af398c8b1237992cdc1403694bfdfa8 kexec-commit 6b657865635f66696c655f6c6f61643220310a73657120310a6d616e6966657374207368613235363a336232326362646539366535376435316363376634396437616163666161646232613630613832643632363038333232346636633839396537633634633235370a
$ kexec2 predict --policy=verity.policy --log=good.list --bank=sha256 vmlinuz --initrd=early.cpio
2 kexec2-attest: early.cpio: the policy appraises its fs-verity digest, but it has none; the load will fail
= 1
$ kexec2 lint-policy --policy=verity.policy vmlinuz --initrd=modules.cpio --initrd=base.img
1 kernel vmlinuz
1   measured
1     by line 4: measure func=KEXEC_KERNEL_CHECK
1   note: not appraised
1 command line
1   problem: not measured: no rule matches
1 initrd 0 modules.cpio
1   measured
1     by line 2: measure func=KEXEC_INITRAMFS_CHECK template=ima-sigv2
1   appraised
1     by line 1: appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity appraise_type=sigv3
1 initrd 1 base.img
1   problem: not measured: a rule requires an fs-verity digest, but it has none
1     by line 1: appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity appraise_type=sigv3
1   problem: has no fs-verity digest, or no signature of it in security.ima; the load fails
1     by line 1: appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity appraise_type=sigv3
1 records of the load
1   measured
1     by line 7: measure func=CRITICAL_DATA label=kexec_file_load2
1 policy
1   note: boot loaders and systemd extend PCR 12, too: where they do, verify needs --start with its value from before IMA
1     by line 6: measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12 template=d-ng|n-ng
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 3 problems, 3 notes in 6 rules
= 1
$ sed -i '1s/$/ fsname=none/' verity.policy; kexec2 predict --policy=verity.policy --log=good.list --bank=sha256 vmlinuz --initrd=modules.cpio | tail -n 1
1 10 b10496e2561a4222c56315735c356070b1452f46d4493f1b8115616291f13bcf ima-buf sha256:13b9febdadca75cfc4e9b95f725dc574b64a82031651ba2f1e0dca581a041ef6 kexec-commit 6b657865635f66696c655f6c6f61643220310a73657120310a6d616e6966657374207368613235363a646364316234396536656266363563326538316631383939663261376235343838313432623935663066663530366361386439653232343665623865396461360a
$ sed -i '1s/fsname=.*/obj_type=x/' verity.policy; kexec2 predict --policy=verity.policy --log=good.list --bank=sha256 vmlinuz --initrd=early.cpio >out
2 kexec2-attest: warning: early.cpio: line 1 of the policy may select its fs-verity digest, but cannot be evaluated here: appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity appraise_type=sigv3 obj_type=x
2 kexec2-attest: warning: /tmp/kexec2-golden/work/early.cpio: line 1 of the policy may match before line 2, but cannot be evaluated here: appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity appraise_type=sigv3 obj_type=x

# by SHA-512, and by an algorithm that there is not
$ sed -i '1s/obj_type=.*//' verity.policy; { printf '\2\0'; cat modules.cpio.verity modules.cpio.verity | head -c 64; } >early.cpio.verity; printf '\3\0%s' '32 bytes that the kernel tells..' >base.img.verity
$ kexec2 predict --policy=verity.policy --log=good.list --bank=sha256 vmlinuz --initrd=early.cpio | sed -n 3p
1 10 8e8bf1c078cb91aea3b1664b5c0b89f42b4df4e3d890681059be4fc5633e58dc ima-sigv2 verity:sha512:01003332206279746573207468617420746865206b65726e656c2074656c6c732e0a01003332206279746573207468617420746865206b65726e656c2074656c /tmp/kexec2-golden/work/early.cpio 
$ kexec2 predict --policy=verity.policy --log=good.list --bank=sha256 vmlinuz --initrd=base.img
2 kexec2-attest: base.img: the policy appraises its fs-verity digest, but it has none; the load will fail
= 1

# signatures in entries: of security.ima, appended and appraised, appended alone
$ printf '%s\n' 'appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig|modsig' 'measure func=KEXEC_INITRAMFS_CHECK template=ima-modsig' 'measure func=KEXEC_KERNEL_CHECK template=ima-sig' 'measure func=CRITICAL_DATA label=kexec_file_load2' >sig.policy
$ kexec2 predict --policy=sig.policy --log=good.list --bank=sha256 vmlinuz --initrd=appended --initrd=base.img
1 # sha256
1 10 108577f1c8c0b5bdcda913d657363a55c057bb78eb266fd250bcaefdf59a03d6 ima-sig sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d /tmp/kexec2-golden/work/vmlinuz 0302046b65796900047369676e
1 10 f385e0abb4fdfbf26bd60dd6346acb4b411a214db12fc7d2f637072b05a97daa ima-modsig sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335 /tmp/kexec2-golden/work/base.img 0302046b65796900047369676e  
1 10 0d7177363945ce0d346a1614a5e7369921a8fddc5c239ee30d4058af98e3234f ima-buf sha256:57a9fa2f0b0fa3ed52ba2a9b71a57af77a73938f3d4a9ad0f80ff6679ab48816 kexec-manifest 6b657865635f66696c655f6c6f61643220310a73657120310a696d6167652064656661756c740a666c616773203078300a6b65726e656c207368613235363a3065613065346439386439363361313665346165363961333032343233663736343830353632303565613734306339353539633932373235643935343465346420390a696e697472642030202d207368613235363a343334373238613431306137386635366663316235383939633335393334333665363161623063373331653930373264393565393664623239303230356535332038207369676e6564207368613235363a336666323662346361346261323564643439666565613263303037316231613439393231613065356434383662623865613962636338333363316663396438642035320a696e697472642031202d207368613235363a30346438323265633638333266333361323334623361633962636165613831666630636639616562323735313036383566333361343165353161656663333335203637360a636d646c696e65207368613235363a6533623063343432393866633163313439616662663463383939366662393234323761653431653436343962393334636134393539393162373835326238353520300a
1 10 bc2cb2a8c1f0d0a60e64e73fb9464c24833a13f967a794899156720ce104144e ima-buf sha256:dd42280547664ba2f03cccaa06259a5a9e7d7c43920bf6fc4037090595a4ed61 kexec-commit 6b657865635f66696c655f6c6f61643220310a73657120310a6d616e6966657374207368613235363a353761396661326630623066613365643532626132613962373161353761663737613733393338663364346139616430663830666636363739616234383831360a
2 kexec2-attest: warning: /tmp/kexec2-golden/work/appended: its appended signature has attributes or an unsupported algorithm
$ sed -i 1d sig.policy; kexec2 predict --policy=sig.policy --log=good.list --bank=sha256 vmlinuz --initrd=appended | sed -n 2p
1 10 108577f1c8c0b5bdcda913d657363a55c057bb78eb266fd250bcaefdf59a03d6 ima-sig sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d /tmp/kexec2-golden/work/vmlinuz 0302046b65796900047369676e
$ kexec2 predict --policy=sig.policy --log=good.list --bank=sha256 --json vmlinuz --initrd=appended | sed -n '/template_data/s/.*: "//p' | tail -n 2 | head -n 1 | xxd -r -p | grep -a -o 'initrd .*'
1 initrd 0 - sha256:434728a410a78f56fc1b5899c3593436e61ab0c731e9072d95e96db290205e53 8 signed sha256:3ff26b4ca4ba25dd49feea2c0071b1a49921a0e5d486bb8ea9bcc833c1fc9d8d 52

# attributes that are damaged: no signature, or another digest
$ for xattr in '\3' '\3\2\4keyi\0\4' '\3\1\6keyi\0\4sign' '\3\2\6keyi\0\4sign' '\3\2\77keyi\0\4sign' '\6\2\6keyi\0\4sign' '\4' '\4\6' '\77x'; do printf "$xattr" >vmlinuz.security.ima; kexec2 policy --format=ima vmlinuz | sed -n '/^# kernel/s/:.*//p'; kexec2 predict --policy=sig.policy --log=good.list --bank=sha256 vmlinuz | sed -n '/.*ima-sig /{s///; s/:.*vmlinuz/ /; p}'; done
1 # kernel, not signed for IMA
1 sha256  03
1 # kernel, not signed for IMA
1 sha256  0302046b6579690004
1 # kernel, signed
1 sha256  0301066b65796900047369676e
1 # kernel, signed
1 sha512  0302066b65796900047369676e
1 # kernel, signed
1 sha256  03023f6b65796900047369676e
1 # kernel, not signed for IMA
1 sha256  0602066b65796900047369676e
1 # kernel, not signed for IMA
1 sha256  
1 # kernel, not signed for IMA
1 sha512  
1 # kernel, not signed for IMA
1 sha256  

# read by an appraisal, but not by the template "ima"
$ echo 'measure func=KEXEC_KERNEL_CHECK template=ima' >ima.policy; printf '\4\1%s' '20 bytes of a digest' >vmlinuz.security.ima; kexec2 predict --policy=ima.policy --log=good.list --bank=sha256 vmlinuz
1 # sha256
1 10 92ec1cbf1261706f17fc86d8f4d1f8745dfe7192f4534b229264e5992ba3b7ac ima 623bdd1fc3874d528a0e6623067e12dd8b4ac5bf /tmp/kexec2-golden/work/vmlinuz
2 kexec2-attest: warning: no rule of the policy measures the records of the load; add: measure func=CRITICAL_DATA label=kexec_file_load2
$ echo 'appraise func=KEXEC_KERNEL_CHECK' >>ima.policy; kexec2 predict --policy=ima.policy --log=good.list --bank=sha256 vmlinuz
1 # sha256
1 10 42f24a097dd93d515ca39cbcea2a7977f2d50f83d353baf114f1fa125a8933df ima 073431578fc3cd9f85252d98613c2324 /tmp/kexec2-golden/work/vmlinuz
2 kexec2-attest: warning: no rule of the policy measures the records of the load; add: measure func=CRITICAL_DATA label=kexec_file_load2
$ kexec2 lint-policy --policy=ima.policy vmlinuz
1 kernel vmlinuz
1   measured
1     by line 1: measure func=KEXEC_KERNEL_CHECK template=ima
1   problem: the digest in its security.ima does not match its content; the load fails where appraisal is enforced
1     by line 2: appraise func=KEXEC_KERNEL_CHECK
1 command line
1   problem: not measured: no rule matches
1 records of the load
1   problem: not measured: no rule matches
1 policy
1   note: not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK
1 3 problems, 1 note in 2 rules
= 1

# of an algorithm that OpenSSL does not have, or not any more
$ for algo in '\20' '\0'; do printf "\3\2${algo}keyi\0\4sign" >vmlinuz.security.ima; kexec2 predict --policy=sig.policy --log=good.list --bank=sha256 vmlinuz; done
2 kexec2-attest: vmlinuz: unsupported digest algorithm "tgr192"
2 kexec2-attest: vmlinuz: unsupported digest algorithm "md4"
= 1
$ kexec2 lint-policy --policy=sig.policy vmlinuz | head -n 3
1 kernel vmlinuz
1   measured
1     by line 2: measure func=KEXEC_KERNEL_CHECK template=ima-sig
