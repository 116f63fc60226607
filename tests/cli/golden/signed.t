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
$ kexec2 policy --format=ima appended --initrd=appended --initrd=base.img --no-checks
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
$ kexec2 policy --format=ima modules.cpio --initrd=modules.cpio --initrd=base.img --no-checks
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
$ kexec2 policy --format=known appended --initrd=base.img --no-checks
1 sha256:3ff26b4ca4ba25dd49feea2c0071b1a49921a0e5d486bb8ea9bcc833c1fc9d8d appended role=kernel
1 sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335 base.img role=initrd label=-
1 cmdline "" cmdline
1 composition load-d57db45e37a1 = appended base.img cmdline
$ kexec2 policy --format=known vmlinuz --initrd=appended --no-checks
1 sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7 vmlinuz role=kernel
2 kexec2-attest: appended: has an appended signature; remove it, as a known file lists the digest without it
= 1

# an appraisal of the fs-verity digest: of what has one, and has none
$ printf '%s\n' 'appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity appraise_type=sigv3' 'measure func=KEXEC_INITRAMFS_CHECK template=ima-sigv2' >verity.policy
$ cat less.policy >>verity.policy; echo 'measure func=CRITICAL_DATA label=kexec_file_load2' >>verity.policy
$ kexec2 predict --policy=verity.policy --log=good.list --bank=sha256 vmlinuz --initrd=base=modules.cpio
1 # sha256
1 10 00982cc7a76d3f8fd294993d6e4b4a84a1156e58befe83fdf0445f690c4520cd ima-ng sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7 /tmp/kexec2-golden/work/vmlinuz
1 10 673b3d48e1c83c72f6e32d63d88e24be63e015b99918caedc55001cc02dad475 ima-sigv2 verity:sha256:3332206279746573207468617420746865206b65726e656c2074656c6c732e0a /tmp/kexec2-golden/work/modules.cpio 0603046b65796900047369676e
1 12 0af5f814ca532d6ea5d61926c40bd77add3dca38cc9687aa37d376e7dfde334a ima-ng sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce /tmp/kexec2-golden/work/modules.cpio
1 10 a3b15fc42b1a7be325feaf85c085107a0c43639f984f29c0d3e3c2a3d623e7db ima-buf sha256:e491f1fc14557f1a78fbe908404e2c41b5c3854f2a97565fc9a07320ad6302e9 kexec-manifest 6b657865635f66696c655f6c6f61643220310a73657120310a696d6167652064656661756c740a666c616773203078300a6b65726e656c207368613235363a3036643634663137643361373866623831373535653134663539663137306235616464383138373931346463393563333762613133663833333663333037663720313038380a696e6974726420302062617365207368613235363a31663136626633383561653433643562386539663332346332306138653335313465376532303031326566616464363339353463623563626661303261316365203932380a636d646c696e65207368613235363a6533623063343432393866633163313439616662663463383939366662393234323761653431653436343962393334636134393539393162373835326238353520300a
1 10 07b1d690c202927e12747418c973acdef942c259ee4aec03e97f197689f1e05b ima-buf sha256:1d5254b07ed9a061611e693bd37462c30bdfff9d1217463e13adc24b4062d0ef kexec-commit 6b657865635f66696c655f6c6f61643220310a73657120310a6d616e6966657374207368613235363a653439316631666331343535376631613738666265393038343034653263343162356333383534663261393735363566633961303733323061643633303265390a
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
1 10 c52139a24662d72f64a8b3ad462f1b890e1ce8af099e86c6d4507039d6af2952 ima-buf sha256:2f35722bb6e8a37d66aa0cb6b3ec3be11c0bc50d9ebe07b51322ad489a246609 kexec-commit 6b657865635f66696c655f6c6f61643220310a73657120310a6d616e6966657374207368613235363a623737303431643536616661663963666238383566656666613961313964623632306436636334656366393031303432383532376139316362323430653532630a
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
$ kexec2 predict --policy=sig.policy --log=good.list --bank=sha256 vmlinuz --initrd=appended --initrd=base.img --no-checks
1 # sha256
1 10 6260f2c06ce48cc999a533c20a2dd8a5f1861f23457b71df0056e724cb292ccf ima-sig sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7 /tmp/kexec2-golden/work/vmlinuz 0302046b65796900047369676e
1 10 f385e0abb4fdfbf26bd60dd6346acb4b411a214db12fc7d2f637072b05a97daa ima-modsig sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335 /tmp/kexec2-golden/work/base.img 0302046b65796900047369676e  
1 10 c35c1a4a957395dc0d4522a5f5bf6270cfab4738ac9f6015d9a4edf35fab777c ima-buf sha256:d24f089271fc5e21b13252468e5751efebdb1093116a5415c4ad292d089f03d9 kexec-manifest 6b657865635f66696c655f6c6f61643220310a73657120310a696d6167652064656661756c740a666c616773203078300a6b65726e656c207368613235363a3036643634663137643361373866623831373535653134663539663137306235616464383138373931346463393563333762613133663833333663333037663720313038380a696e697472642030202d207368613235363a343334373238613431306137386635366663316235383939633335393334333665363161623063373331653930373264393565393664623239303230356535332038207369676e6564207368613235363a336666323662346361346261323564643439666565613263303037316231613439393231613065356434383662623865613962636338333363316663396438642035320a696e697472642031202d207368613235363a30346438323265633638333266333361323334623361633962636165613831666630636639616562323735313036383566333361343165353161656663333335203637360a636d646c696e65207368613235363a6533623063343432393866633163313439616662663463383939366662393234323761653431653436343962393334636134393539393162373835326238353520300a
1 10 560801d97787424534c9c2ec26a5f116bd513f8b982fc73aec5ed2e71d7cad9b ima-buf sha256:1a582fb39907510bc0a40ac184776912e8908e004ad96a327cbf69298838fe0b kexec-commit 6b657865635f66696c655f6c6f61643220310a73657120310a6d616e6966657374207368613235363a643234663038393237316663356532316231333235323436386535373531656665626462313039333131366135343135633461643239326430383966303364390a
2 kexec2-attest: warning: /tmp/kexec2-golden/work/appended: its appended signature has attributes or an unsupported algorithm
$ sed -i 1d sig.policy; kexec2 predict --policy=sig.policy --log=good.list --bank=sha256 vmlinuz --initrd=appended --no-checks | sed -n 2p
1 10 6260f2c06ce48cc999a533c20a2dd8a5f1861f23457b71df0056e724cb292ccf ima-sig sha256:06d64f17d3a78fb81755e14f59f170b5add8187914dc95c37ba13f8336c307f7 /tmp/kexec2-golden/work/vmlinuz 0302046b65796900047369676e
$ kexec2 predict --policy=sig.policy --log=good.list --bank=sha256 --json vmlinuz --initrd=appended --no-checks | sed -n '/template_data/s/.*: "//p' | tail -n 2 | head -n 1 | xxd -r -p | grep -a -o 'initrd .*'
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
1 10 23d9fa2206b59b9b52f06482de0ffb7a8c58ef500aef8f0a5440ab9d1d6b2570 ima 1c7ce6e0eee4a414075c4f68a30e38a7ef7dd311 /tmp/kexec2-golden/work/vmlinuz
2 kexec2-attest: warning: no rule of the policy measures the records of the load; add: measure func=CRITICAL_DATA label=kexec_file_load2
$ echo 'appraise func=KEXEC_KERNEL_CHECK' >>ima.policy; kexec2 predict --policy=ima.policy --log=good.list --bank=sha256 vmlinuz
1 # sha256
1 10 7b52f07eeee1e50865a8f344aa4941f87d795f93ac4c7be668878f95c4eff9a1 ima 7448ebc8bce609a6077e2c29bc72e968 /tmp/kexec2-golden/work/vmlinuz
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

# signatures of version 3 of any file, which Linux takes from 7.2 on
$ rm vmlinuz.security.ima; printf '\3\3\2keyi\0\4sign' >early.cpio.security.ima; echo 'measure func=KEXEC_INITRAMFS_CHECK' >plain.policy
$ { echo 'appraise func=KEXEC_INITRAMFS_CHECK appraise_type=sigv3'; cat plain.policy; } >v3.policy
$ kexec2 lint-policy --policy=v3.policy --kernel-version=6.12 vmlinuz
2 kexec2-attest: v3.policy: line 1: before Linux 7.2, appraise_type=sigv3 and digest_type=verity require each other: "appraise func=KEXEC_INITRAMFS_CHECK appraise_type=sigv3"
= 2
$ kexec2 lint-policy --policy=v3.policy --kernel-version=7.2.13 vmlinuz --initrd=early.cpio --initrd=base.img | grep -A 4 ^initrd
1 initrd 0 early.cpio
1   measured
1     by line 2: measure func=KEXEC_INITRAMFS_CHECK
1   appraised
1     by line 1: appraise func=KEXEC_INITRAMFS_CHECK appraise_type=sigv3
1 initrd 1 base.img
1   measured
1     by line 2: measure func=KEXEC_INITRAMFS_CHECK
1   problem: has no signature of version 3 in security.ima; the load fails where appraisal is enforced
1     by line 1: appraise func=KEXEC_INITRAMFS_CHECK appraise_type=sigv3
$ for v in 7.1 7.2; do kexec2 predict --policy=plain.policy --kernel-version=$v --log=good.list --bank=sha256 vmlinuz --initrd=early.cpio 2>&1; done | grep early
1 10 4f5af1b0eb937fe064d6686a8083a306e2ce61df68b243678b6d9e4f0c85933d ima-ng sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68 /tmp/kexec2-golden/work/early.cpio
1 10 beeab309c02821080ef346039b26c3018791527a848fb0607647c3ef0e522580 ima-ng sha1:56719ed5a8ae5e3eda49d042eb7ef8d299727d41 /tmp/kexec2-golden/work/early.cpio
$ echo 'appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig digest_type=verity' >v3.policy
$ kexec2 lint-policy --policy=v3.policy --kernel-version=7.1 vmlinuz
2 kexec2-attest: v3.policy: line 1: before Linux 7.2, appraise_type=sigv3 and digest_type=verity require each other: "appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig digest_type=verity"
= 2
$ kexec2 lint-policy --policy=v3.policy --kernel-version=7.2 vmlinuz --initrd=modules.cpio --initrd=early.cpio | grep -A 4 ^initrd
1 initrd 0 modules.cpio
1   problem: not measured: no rule matches
1   appraised
1     by line 1: appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig digest_type=verity
1 initrd 1 early.cpio
1   problem: not measured: no rule matches
1   problem: has no fs-verity digest, or no signature of it in security.ima; the load fails
1     by line 1: appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig digest_type=verity
1 records of the load
$ kexec2 lint-policy --kernel-version=seven
2 kexec2-attest: --kernel-version=seven: not a version of Linux, such as 6.12
2 Try "kexec2-attest help lint-policy".
= 2
