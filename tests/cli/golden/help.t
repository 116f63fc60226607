# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# the list of commands
$ kexec2 --help
1 Usage: kexec2 COMMAND [ARGUMENT]...
1
1 Boot into another kernel without going through the firmware, with an
1 initramfs in parts, each of which IMA measures and appraises by itself.
1
1 Commands:
1   load        load a kernel and the parts of its initramfs
1   unload      unload the kernel that is loaded
1   status      show what is loaded
1   verify-image check that the loaded kernel is as it was loaded
1   exec        start the loaded kernel
1   features    show what this system can do
1   entries     list the boot entries
1   kexec       take the options of kexec-tools
1   split       find the parts of a joined initramfs
1   pack        make a cpio archive that has signatures of its files
1   verify      judge a measurement list: was what was booted allowed?
1   log         show what a measurement list tells of kexecs
1   predict     predict what a load adds to the measurement list
1   lint-policy check whether an IMA policy covers a load
1   policy      generate IMA rules, or references for verifiers
1   help        show the help of a command: kexec2 help COMMAND
1
1   -h, --help     show this help
1   -V, --version  show the version
1
1 Exit status: 0 success, 1 failure, 2 wrong usage.

# the same in other ways
$ kexec2 --help >help; kexec2 -h | cmp - help; kexec2 help | cmp - help

# nothing
$ kexec2
2 Usage: kexec2 COMMAND [ARGUMENT]...
2
2 Boot into another kernel without going through the firmware, with an
2 initramfs in parts, each of which IMA measures and appraises by itself.
2
2 Commands:
2   load        load a kernel and the parts of its initramfs
2   unload      unload the kernel that is loaded
2   status      show what is loaded
2   verify-image check that the loaded kernel is as it was loaded
2   exec        start the loaded kernel
2   features    show what this system can do
2   entries     list the boot entries
2   kexec       take the options of kexec-tools
2   split       find the parts of a joined initramfs
2   pack        make a cpio archive that has signatures of its files
2   verify      judge a measurement list: was what was booted allowed?
2   log         show what a measurement list tells of kexecs
2   predict     predict what a load adds to the measurement list
2   lint-policy check whether an IMA policy covers a load
2   policy      generate IMA rules, or references for verifiers
2   help        show the help of a command: kexec2 help COMMAND
2
2   -h, --help     show this help
2   -V, --version  show the version
2
2 Exit status: 0 success, 1 failure, 2 wrong usage.
= 2

# the version
$ kexec2 --version | sed 's/[0-9][0-9.]*$/N/'; kexec2 -V | wc -l
1 kexec2 N
1 1

# load
$ kexec2 help load
1 Usage: kexec2 load KERNEL [--initrd=[LABEL=]PATH]... [OPTION]...
1        kexec2 load --entry[=ID|FILE] [--boot-dir=DIR] [OPTION]...
1        kexec2 load --uki=FILE [OPTION]...
1
1 Load a kernel, to be started by "kexec2 exec", or by the next panic with
1 --crash.  It replaces what was loaded before; if it cannot be loaded, that
1 stays loaded, except a crash image.
1
1 What to load:
1   --entry[=ID|FILE]      use a boot entry: its kernel, initramfs parts and
1                          command line; without ID or FILE, the default entry
1   --boot-dir=DIR         look for entries in DIR, not in /boot, /efi, /boot/efi
1   --efivars-dir=DIR      read the EFI variables that choose the default entry
1                          from DIR, not from /sys/firmware/efi/efivars
1   --uki=FILE             use a unified kernel image
1   --profile=N|ID         use profile N, from 0, or the one with this ID, of the
1                          image of --uki
1   --initrd=[LABEL=]PATH  add a part to the initramfs.  Repeat it for more parts:
1                          the next kernel unpacks them in this order.  LABEL, 1
1                          to 31 characters of A-Z a-z 0-9 . _ -, tells IMA what
1                          the part is.  To name a file with a "=", put a
1                          directory before it: ./a=b
1   --split[=IMAGE]        add the parts joined in IMAGE; without one, split the
1                          initrds of --uki or --entry
1   --known=FILE           end each part of --split where FILE has its digest:
1                          output of sha256sum, or kexec2-known(5)
1   --cmdline=STR          set the command line
1   --append=STR           add STR to the command line of --reuse-cmdline, --entry
1                          or --uki; with KERNEL alone, the same as --cmdline
1   --reuse-cmdline        set the command line to the running kernel's, without
1                          BOOT_IMAGE=, initrd= and, with --crash, crashkernel=
1   --concat               for kernels without kexec_file_load2: join the parts
1                          and use kexec_file_load.  IMA then sees one anonymous
1                          file, and neither measures nor appraises each part
1   --crash                load the image that a panic starts
1   --no-checks            do not look at the kernel and the parts first; take
1                          what is no kernel, and parts that cannot be unpacked
1
1 How to load it:
1   --require-measure      fail unless IMA records what is loaded; its policy
1                          needs this rule:
1                          measure func=CRITICAL_DATA label=kexec_file_load2
1   --verify-on-reboot     have the kernel check that the image is as it was
1                          loaded before it starts it
1   --strict               treat warnings as errors
1   --dry-run              show the image, with digests; load nothing
1   -v, --verbose          show the image, with digests
1   --json                 print JSON
1   -h, --help             show this help
1
1 Example:
1   kexec2 load /boot/vmlinuz --initrd=ucode=/boot/ucode.cpio \
1     --initrd=base=/boot/initrd.img --reuse-cmdline
$ kexec2 help load >help; kexec2 load --help | cmp - help; kexec2 load -h | cmp - help

# load with an unknown option
$ kexec2 load --frob
2 kexec2: unrecognized option '--frob'
2 Try "kexec2 help load".
= 2

# unload
$ kexec2 help unload
1 Usage: kexec2 unload [--crash] [--json]
1
1 Unload the kernel that "kexec2 load" or another program has loaded.  Works on
1 kernels without the kexec_file_load2 system call, too.
1
1   --crash     unload the image that a panic starts
1   --json      print JSON
1   -h, --help  show this help
$ kexec2 help unload >help; kexec2 unload --help | cmp - help; kexec2 unload -h | cmp - help

# unload with an unknown option
$ kexec2 unload --frob
2 kexec2: unrecognized option '--frob'
2 Try "kexec2 help unload".
= 2

# status
$ kexec2 help status
1 Usage: kexec2 status [--json]
1
1 Show whether a normal image, which "kexec2 exec" boots, and a crash image,
1 which a panic boots, are loaded.  The exit status is 0 if that could be read.
1
1   --json      print JSON, with the memory reserved for a crash image
1   -h, --help  show this help
$ kexec2 help status >help; kexec2 status --help | cmp - help; kexec2 status -h | cmp - help

# status with an unknown option
$ kexec2 status --frob
2 kexec2: unrecognized option '--frob'
2 Try "kexec2 help status".
= 2

# exec
$ kexec2 help exec
1 Usage: kexec2 exec [--force | --prepare] [--verify[=fail|reboot|reload]]
1
1 Start the kernel that "kexec2 load" or another program has loaded.  Where
1 systemd runs, this is "systemctl kexec": services are stopped and file systems
1 unmounted first.  Elsewhere, and with --force, the kernel is started at once:
1 this writes cached data to disk (sync), but does not stop services and does
1 not unmount file systems; stop what must be stopped first.
1
1 If the measurement list has outgrown the room that the loaded image has for
1 it, what "kexec2 load" has loaded is loaded again, from the same files.  If the
1 list will be lost, as the image does not carry it, or as the kernel in it has no
1 CONFIG_IMA_KEXEC, the image is started only with --force.
1
1 With --verify the kernel is asked, before anything is stopped, whether the image
1 is as it was loaded.
1
1   -f, --force  start it at once, even where systemd runs, or where
1                the measurement list is lost
1   --prepare    start nothing, but load again if there is little room
1   --verify[=fail|reboot|reload]
1                start it only if it is as it was loaded; else fail, reboot
1                through the firmware, or load it from the same files again
1   -h, --help   show this help
$ kexec2 help exec >help; kexec2 exec --help | cmp - help; kexec2 exec -h | cmp - help

# exec with an unknown option
$ kexec2 exec --frob
2 kexec2: unrecognized option '--frob'
2 Try "kexec2 help exec".
= 2

# features
$ kexec2 help features
1 Usage: kexec2 features [--json]
1
1 Show whether the running kernel has the kexec_file_load2 system call, and what
1 else bears on it: the older call, IMA and the rules of its policy that are
1 about kexec, the records that it makes of loads and whether they are required,
1 whether the measurement list is carried to the next kernel, a TPM, lockdown,
1 secure boot, the sysctls that switch kexec off or limit it, and the memory for
1 a crash image; and in the end what can be loaded here.  Changes nothing.  The
1 exit status is 0.
1
1   --json      print JSON
1   -h, --help  show this help
$ kexec2 help features >help; kexec2 features --help | cmp - help; kexec2 features -h | cmp - help

# features with an unknown option
$ kexec2 features --frob
2 kexec2: unrecognized option '--frob'
2 Try "kexec2 help features".
= 2

# entries
$ kexec2 help entries
1 Usage: kexec2 entries [--json] [--boot-dir=DIR] [--efivars-dir=DIR]
1
1 List the boot entries (Boot Loader Specification, types #1 and #2), or those
1 of a grub.cfg if there are none, in the order in which a boot loader shows
1 them, with all that keeps each from being loaded.
1 "*" marks the one that "kexec2 load --entry" takes if it is given no ID.
1
1   --boot-dir=DIR     look in DIR, instead of in /boot, /efi and /boot/efi
1   --efivars-dir=DIR  read the EFI variables that choose the default entry
1                      from DIR, not from /sys/firmware/efi/efivars
1   --json             print JSON
1   -h, --help         show this help
1
1 The exit status is 1 if there are none.
$ kexec2 help entries >help; kexec2 entries --help | cmp - help; kexec2 entries -h | cmp - help

# entries with an unknown option
$ kexec2 entries --frob
2 kexec2: unrecognized option '--frob'
2 Try "kexec2 help entries".
= 2

# split
$ kexec2 help split
1 Usage: kexec2 split IMAGE [--known=FILE] [-o DIR [--force]] [--json]
1
1 List the archives that IMAGE is joined from, as the kernel finds them: cpio
1 archives and compressed ones.  Zeros up to the next multiple of 512 from its
1 start belong to an archive, as cpio writes whole blocks; other zeros between
1 parts belong to none.  A bootconfig belongs to the last part.  Parts that
1 "kexec2 load" gets unpack to the same files as IMAGE.
1
1   -o, --output=DIR  write each part to DIR/NN-LABEL.img; DIR is created if
1                     it does not exist
1   --force           replace existing files
1   --known=FILE      end each part where FILE has its digest: output of
1                     sha256sum, or kexec2-known(5)
1   --json            print JSON
1   -h, --help        show this help
1
1 Labels: "early" for an uncompressed archive with microcode or ACPI tables,
1 "initrd" for any other; a second one is "early2" or "initrd2", and so on.
1
1 Exit status: 1 also if the kernel would stop before the end of IMAGE; nothing
1 is written then.
$ kexec2 help split >help; kexec2 split --help | cmp - help; kexec2 split -h | cmp - help

# split with an unknown option
$ kexec2 split --frob
2 kexec2: unrecognized option '--frob'
2 Try "kexec2 help split".
= 2

# kexec
$ kexec2 help kexec
1 Usage: kexec2 kexec [OPTION]... [KERNEL]
1
1 Take the options of kexec(8) of kexec-tools, and give its exit statuses.  The
1 same happens when the program is called "kexec".  One thing is different: a
1 repeated --initrd adds a part of the initramfs.  Without an action, load KERNEL
1 and run "shutdown -r now".
1
1 Actions:
1   -l, --load             load KERNEL
1   -p, --load-panic       load KERNEL for a panic to start
1   -u, --unload           unload; with -p, the crash image
1   -e, --exec             start the loaded kernel at once
1   -f, --force            load KERNEL and start it at once
1   -S, --status           exit with 1 if an image for a panic (with -l, a normal
1                          one) is loaded, with 0 if not
1   --print-ckr-size       show the size of the memory for a crash kernel
1   -v, --version          show the version
1
1 What is loaded:
1   --initrd=FILE          a part of the initramfs; repeat it for more parts
1   --ramdisk=FILE         the same
1   --append=STRING        the command line
1   --command-line=STRING  the same
1   --reuse-cmdline        the running kernel's command line, and --append
1   --reuseinitrd          the running kernel's initramfs (retain_initrd)
1   --dtb=FILE             not on x86_64; only the running kernel's is accepted
1   -t, --type=TYPE        bzImage64 or bzImage on x86_64, Image on arm64
1
1 How it is done:
1   -s, --kexec-file-syscall
1                          use kexec_file_load2(2), or kexec_file_load(2) where
1                          the kernel lacks it
1   -a, --kexec-syscall-auto
1                          the same
1   -d, --debug            print what is loaded, and make the kernel log more
1   -x, --no-ifdown        leave network interfaces up before the start
1   -y, --no-sync          do not write cached data to disk
1   --no-cma               do not use memory of the contiguous allocator
1   --force-dtb            pass the device tree on, where ACPI is used, too
1
1   -h, --help             show this help
1
1 kexec2-kexec(8) has the rest: options that have no effect, options that are
1 refused, as -c is, and why.
1
1 Exit status: 0 success, 1 wrong usage, 253 no system call (-s), 255 failure.
$ kexec2 help kexec >help; kexec2 kexec --help | cmp - help; kexec2 kexec -h | cmp - help

# kexec with an unknown option
$ kexec2 kexec --frob
2 kexec2: unrecognized option '--frob'
2 Try "kexec2 help kexec".
= 1

# verify
$ kexec2 help verify
1 Usage: kexec2-attest verify --known=FILE... [--log=FILE]... [--pcr=FILE]...
1            [--pcr-from-tpm] [--quote=FILE --signature=FILE --ak=FILE
1            [--nonce=HEX] [--reset-count=N]] [--start=PCR=HEX]...
1            [--rules=FILE]... [--known-key=FILE]
1            [--state-in=FILE [--log-from=N]] [--state-out=FILE]
1            [--json | --format=FORMAT [--sign-key=FILE]]
1        kexec2-attest verify --evidence=FILE --ak=FILE [--nonce=HEX]
1            --known=FILE... [OPTION]...
1        kexec2-attest verify --batch --known=FILE... [--rules=FILE]...
1            [--format=ear --sign-key=FILE] [--workers=N] [--progress]
1
1 Replay IMA's measurement list, compare it with the PCRs of a TPM, and judge
1 each kexec in it by the kernel's records: the kernel, the initrds in their
1 order, and the command line.  See kexec2-verify(8).
1
1   --known=FILE       what may be booted: output of sha256sum, or
1                      kexec2-known(5)
1   --known-key=FILE   an Ed25519 key in PEM, which has to have signed each
1                      known file: its signature is in FILE.sig
1   --log=FILE         a list, binary, ASCII or CEL-JSON, or the directory of an
1                      archive; "-" is stdin.  Several are joined in this order.
1                      The default is the list of the running system
1   --pcr=[ALGO,]FILE  values of PCRs: of tpm2_pcrread, tpm2_quote --pcr, lines
1                      "PCR-10: HEX", or a directory with pcr-sha256/10
1   --pcr-from-tpm     those of this machine's TPM
1   --evidence=FILE    what kexec2-attest evidence has written: a quote and a
1                      list; takes --ak
1   --quote=FILE       a quote, as tpm2_quote --message writes it
1   --signature=FILE   its signature, of tpm2_quote --signature
1   --ak=FILE          the key, TPM2B_PUBLIC or PEM
1   --nonce=HEX        what tpm2_quote was given as --qualification
1   --reset-count=N[,RESTARTS]
1                      how often the TPM was reset, and restarted since, if that
1                      is not 0, as the quote has to say
1   --event-log=FILE   what the firmware has extended, then systemd, boot by boot
1   --start=[ALGO:]PCR=HEX
1                      what a PCR held before the first entry
1   --rules=FILE       how strict to be, kexec2-known(5)
1   --state-out=FILE   write what is needed to go on when the list has grown
1   --state-in=FILE    go on from there: the list begins with what is new
1   --log-from=N       with --state-in: the list begins behind N entries
1   --json             print JSON
1   --format=text|json|ear
1                      what to print.  ear is an attestation result, a signed
1                      token of draft-ietf-rats-ear
1   --sign-key=FILE    the private key of --format=ear, in PEM: P-256 or Ed25519
1   --batch            judge many: a job in JSON on each line of stdin, a
1                      verdict in JSON for each on stdout
1   --workers=N        threads of --batch; the default is one for each processor
1   --progress         have --batch tell on stderr how far it is, once a second
1   -h, --help         show this help
1
1 Exit status: 0 accepted, 1 refused, 2 something cannot be used.
$ kexec2 help verify >help; kexec2 verify --help | cmp - help; kexec2 verify -h | cmp - help

# verify with an unknown option
$ kexec2 verify --frob
2 kexec2-attest: unrecognized option '--frob'
2 Try "kexec2-attest help verify".
= 2

# log
$ kexec2 help log
1 Usage: kexec2-attest log show [--json] [--log=FILE]...
1        kexec2-attest log convert --format=FORMAT [--log=FILE]...
1
1 Divide IMA's measurement list into epochs, one for each kernel that has run
1 since the last boot by firmware, and show for each what was loaded: the
1 kernel, the parts of the initramfs in their order, the command line, and what
1 became of it.  IMA has to measure critical data with the label
1 kexec_file_load2 for that.  Digests and the order are what the kernel
1 recorded; names are those that entries with the same digest have, and prove
1 nothing.  Neither does the list, before it is compared with the PCRs.
1 Or write all entries of the list in another format.
1
1   --log=FILE  a list, binary, ASCII or CEL-JSON, of any bank and byte
1               order, or the directory of an archive; "-" is stdin.
1               Several are joined in this order.  The default is the
1               list of the running system
1   --json      show: print JSON
1   --format=cel-json|binary
1               convert: what to write.  cel-json is that of the Canonical
1               Event Log of the TCG
1   -h, --help  show this help
1
1 The exit status is 2 if there is no such list, or it breaks off; what was
1 read up to there is shown.
$ kexec2 help log >help; kexec2 log --help | cmp - help; kexec2 log -h | cmp - help

# log with an unknown option
$ kexec2 log --frob
2 kexec2-attest: unrecognized option '--frob'
2 Try "kexec2-attest help log".
= 2

# predict
$ kexec2 help predict
1 Usage: kexec2-attest predict KERNEL [--initrd=[LABEL=]PATH]... [OPTION]...
1        kexec2-attest predict --entry[=ID|FILE] [--boot-dir=DIR] [OPTION]...
1        kexec2-attest predict --uki=FILE [OPTION]...
1
1 Predict the entries that IMA adds to the measurement list if "kexec2 load" loads
1 the same files and succeeds.  Print them for each bank, in the format of
1 ascii_runtime_measurements.  Loads nothing.
1
1 What to load:
1   --entry[=ID|FILE]      use a boot entry: its kernel, initramfs parts and
1                          command line; without ID or FILE, the default entry
1   --boot-dir=DIR         look for entries in DIR, not in /boot, /efi, /boot/efi
1   --efivars-dir=DIR      read the EFI variables that choose the default entry
1                          from DIR, not from /sys/firmware/efi/efivars
1   --uki=FILE             use a unified kernel image
1   --profile=N|ID         use profile N, from 0, or the one with this ID, of the
1                          image of --uki
1   --initrd=[LABEL=]PATH  add a part to the initramfs.  Repeat it for more parts:
1                          the next kernel unpacks them in this order.  LABEL, 1
1                          to 31 characters of A-Z a-z 0-9 . _ -, tells IMA what
1                          the part is.  To name a file with a "=", put a
1                          directory before it: ./a=b
1   --split[=IMAGE]        add the parts joined in IMAGE; without one, split the
1                          initrds of --uki or --entry
1   --known=FILE           end each part of --split where FILE has its digest:
1                          output of sha256sum, or kexec2-known(5)
1   --cmdline=STR          set the command line
1   --append=STR           add STR to the command line of --reuse-cmdline, --entry
1                          or --uki; with KERNEL alone, the same as --cmdline
1   --reuse-cmdline        set the command line to the running kernel's, without
1                          BOOT_IMAGE=, initrd= and, with --crash, crashkernel=
1   --concat               for kernels without kexec_file_load2: join the parts
1                          and use kexec_file_load.  IMA then sees one anonymous
1                          file, and neither measures nor appraises each part
1   --crash                load the image that a panic starts
1   --no-checks            do not look at the kernel and the parts first; take
1                          what is no kernel, and parts that cannot be unpacked
1
1 Assumptions about IMA:
1   --policy=FILE          read the IMA policy from FILE (default: the one in
1                          force)
1   --log=FILE             read the measurement list from FILE (default: the one
1                          of this machine)
1   --seq=N                number of the load (default: the one after the last
1                          load of this machine, or in the list)
1   --records=1|2          version of the kernel's records (default: the one of
1                          this machine, or in the list)
1   --kernel-version=VERSION
1                          judge the policy as Linux VERSION does, such as 6.12
1                          (default: the running kernel)
1   --bank=ALGO[,ALGO]...  banks (default: those of the TPM)
1   --ima-hash=ALGO        digest algorithm for files (default: ima_hash=)
1   --ima-template=NAME    template of rules without one (default: the one of
1                          boot_aggregate)
1   --require-measure      predict a load with --require-measure
1   --verify-on-reboot     predict a load with --verify-on-reboot
1
1   --binary               write the entries in the format of
1                          binary_runtime_measurements, for one bank
1   --json                 print JSON
1   -h, --help             show this help
1
1 Example:
1   kexec2-attest predict --bank=sha256 /boot/vmlinuz --initrd=/boot/initrd.img \
1     --reuse-cmdline
$ kexec2 help predict >help; kexec2 predict --help | cmp - help; kexec2 predict -h | cmp - help

# predict with an unknown option
$ kexec2 predict --frob
2 kexec2-attest: unrecognized option '--frob'
2 Try "kexec2-attest help predict".
= 2

# lint-policy
$ kexec2 help lint-policy
1 Usage: kexec2-attest lint-policy [KERNEL] [--initrd=[LABEL=]PATH]... [OPTION]...
1        kexec2-attest lint-policy --entry[=ID|FILE] [--boot-dir=DIR] [OPTION]...
1        kexec2-attest lint-policy --uki=FILE [OPTION]...
1
1 Show whether IMA measures and appraises the kernel, the initrds, the command
1 line and the records of a load, by which rule, or which rule hides them.  Loads
1 nothing.  Without a kernel, check files of root on the root file system, and
1 files on tmpfs or in a memfd.
1
1 What to load:
1   --entry[=ID|FILE]      use a boot entry: its kernel, initramfs parts and
1                          command line; without ID or FILE, the default entry
1   --boot-dir=DIR         look for entries in DIR, not in /boot, /efi, /boot/efi
1   --efivars-dir=DIR      read the EFI variables that choose the default entry
1                          from DIR, not from /sys/firmware/efi/efivars
1   --uki=FILE             use a unified kernel image
1   --profile=N|ID         use profile N, from 0, or the one with this ID, of the
1                          image of --uki
1   --initrd=[LABEL=]PATH  add a part to the initramfs.  Repeat it for more parts:
1                          the next kernel unpacks them in this order.  LABEL, 1
1                          to 31 characters of A-Z a-z 0-9 . _ -, tells IMA what
1                          the part is.  To name a file with a "=", put a
1                          directory before it: ./a=b
1   --split[=IMAGE]        add the parts joined in IMAGE; without one, split the
1                          initrds of --uki or --entry
1   --known=FILE           end each part of --split where FILE has its digest:
1                          output of sha256sum, or kexec2-known(5)
1   --cmdline=STR          set the command line
1   --append=STR           add STR to the command line of --reuse-cmdline, --entry
1                          or --uki; with KERNEL alone, the same as --cmdline
1   --reuse-cmdline        set the command line to the running kernel's, without
1                          BOOT_IMAGE=, initrd= and, with --crash, crashkernel=
1   --concat               for kernels without kexec_file_load2: join the parts
1                          and use kexec_file_load.  IMA then sees one anonymous
1                          file, and neither measures nor appraises each part
1   --crash                load the image that a panic starts
1   --no-checks            do not look at the kernel and the parts first; take
1                          what is no kernel, and parts that cannot be unpacked
1
1   --policy=FILE          read the IMA policy from FILE (default: the one in
1                          force)
1   --ima-hash=ALGO        digest algorithm for files (default: ima_hash=)
1   --kernel-version=VERSION
1                          judge the policy as Linux VERSION does, such as 6.12
1                          (default: the running kernel)
1   -q, --quiet            show problems only
1   --json                 print JSON
1   -h, --help             show this help
1
1 Exit status: 0 everything is measured and has the required signatures, 1
1 something is not, 2 wrong usage, or the policy or a file cannot be read.
1
1 Example:
1   kexec2-attest lint-policy --policy=/etc/ima/ima-policy --entry
$ kexec2 help lint-policy >help; kexec2 lint-policy --help | cmp - help; kexec2 lint-policy -h | cmp - help

# lint-policy with an unknown option
$ kexec2 lint-policy --frob
2 kexec2-attest: unrecognized option '--frob'
2 Try "kexec2-attest help lint-policy".
= 2

# policy
$ kexec2 help policy
1 Usage: kexec2-attest policy --format=FORMAT KERNEL [--initrd=[LABEL=]PATH]...
1                      [OPTION]...
1        kexec2-attest policy --format=FORMAT --entry[=ID|FILE] [OPTION]...
1        kexec2-attest policy --format=FORMAT --uki=FILE [OPTION]...
1
1 Generate IMA rules for the files of a load, or references for verifiers.  Loads
1 nothing.
1
1   --format=ima|known|keylime|pcrlock|json
1                          ima      IMA rules that measure the files, and appraise
1                                   them if they are signed
1                          known    known digests, for "kexec2-attest verify"
1                          keylime  a Keylime runtime policy, to merge
1                          pcrlock  a systemd-pcrlock file with the entries that
1                                   extend other PCRs than IMA's
1                          json     files, digests and entries
1   --loads=N              keylime: have records of so many loads in a row, with
1                          the unloads between and the kexec (default: 1)
1
1 What to load:
1   --entry[=ID|FILE]      use a boot entry: its kernel, initramfs parts and
1                          command line; without ID or FILE, the default entry
1   --boot-dir=DIR         look for entries in DIR, not in /boot, /efi, /boot/efi
1   --efivars-dir=DIR      read the EFI variables that choose the default entry
1                          from DIR, not from /sys/firmware/efi/efivars
1   --uki=FILE             use a unified kernel image
1   --profile=N|ID         use profile N, from 0, or the one with this ID, of the
1                          image of --uki
1   --initrd=[LABEL=]PATH  add a part to the initramfs.  Repeat it for more parts:
1                          the next kernel unpacks them in this order.  LABEL, 1
1                          to 31 characters of A-Z a-z 0-9 . _ -, tells IMA what
1                          the part is.  To name a file with a "=", put a
1                          directory before it: ./a=b
1   --split[=IMAGE]        add the parts joined in IMAGE; without one, split the
1                          initrds of --uki or --entry
1   --known=FILE           end each part of --split where FILE has its digest:
1                          output of sha256sum, or kexec2-known(5)
1   --cmdline=STR          set the command line
1   --append=STR           add STR to the command line of --reuse-cmdline, --entry
1                          or --uki; with KERNEL alone, the same as --cmdline
1   --reuse-cmdline        set the command line to the running kernel's, without
1                          BOOT_IMAGE=, initrd= and, with --crash, crashkernel=
1   --concat               for kernels without kexec_file_load2: join the parts
1                          and use kexec_file_load.  IMA then sees one anonymous
1                          file, and neither measures nor appraises each part
1   --crash                load the image that a panic starts
1   --no-checks            do not look at the kernel and the parts first; take
1                          what is no kernel, and parts that cannot be unpacked
1
1 Assumptions about IMA, for keylime, pcrlock and json:
1   --policy=FILE          read the IMA policy from FILE (default: the one in
1                          force)
1   --log=FILE             read the measurement list from FILE (default: the one
1                          of this machine)
1   --seq=N                number of the load (default: the one after the last
1                          load of this machine, or in the list)
1   --records=1|2          version of the kernel's records (default: the one of
1                          this machine, or in the list)
1   --kernel-version=VERSION
1                          judge the policy as Linux VERSION does, such as 6.12
1                          (default: the running kernel)
1   --bank=ALGO[,ALGO]...  banks (default: those of the TPM)
1   --ima-hash=ALGO        digest algorithm for files (default: ima_hash=)
1   --ima-template=NAME    template of rules without one (default: the one of
1                          boot_aggregate)
1   --require-measure      predict a load with --require-measure
1   --verify-on-reboot     predict a load with --verify-on-reboot
1
1   -h, --help             show this help
1
1 Example:
1   kexec2-attest policy --format=ima --entry >/etc/ima/ima-policy
$ kexec2 help policy >help; kexec2 policy --help | cmp - help; kexec2 policy -h | cmp - help

# policy with an unknown option
$ kexec2 policy --frob
2 kexec2-attest: unrecognized option '--frob'
2 Try "kexec2-attest help policy".
= 2

# log without show
$ kexec2 log
2 kexec2-attest: missing "show" or "convert" after "log"
2 Try "kexec2-attest help log".
= 2
$ kexec2 log frob
2 kexec2-attest: unknown command "log frob", did you mean "log show"?
2 Try "kexec2-attest help log".
= 2
$ kexec2 log show --help >help; kexec2 help log | cmp - help
$ kexec2 log show --frob
2 kexec2-attest: unrecognized option '--frob'
2 Try "kexec2-attest help log".
= 2

# unknown commands and options
$ kexec2 frob
2 kexec2: unknown command "frob"
2 Try "kexec2 help".
= 2
$ kexec2 laod
2 kexec2: unknown command "laod", did you mean "load"?
2 Try "kexec2 help".
= 2
$ kexec2 help frob
2 kexec2: unknown command "frob"
2 Try "kexec2 help".
= 2
$ kexec2 -l vmlinuz
2 kexec2: unknown option "-l"; the options of a command follow it
2 Try "kexec2 help".
= 2
$ kexec2 --frob
2 kexec2: unknown option "--frob"; the options of a command follow it
2 Try "kexec2 help".
= 2
$ kexec2 help load status >/dev/null

# output that is lost
$ kexec2 help >/dev/full
2 kexec2: cannot write output (No space left on device)
= 1
$ kexec2 status >/dev/full
2 kexec2: cannot write output (No space left on device)
= 1

# kexec2-attest
$ kexec2-attest
2 Usage: kexec2-attest COMMAND [ARGUMENT]...
2
2 Judge what was booted by kexec, by the measurement list and the TPM, and tell
2 what a load will add to the list.
2
2 Commands:
2   verify      judge a measurement list: was what was booted allowed?
2   evidence    have the TPM quote, and put all that a verifier needs into a file
2   archive     keep the measurement list, and delete in the kernel what is kept
2   log         show what a measurement list tells of kexecs, or convert it
2   predict     predict what a load adds to the measurement list
2   lint-policy check whether an IMA policy covers a load
2   policy      generate IMA rules, or references for verifiers
2   help        show the help of a command: kexec2-attest help COMMAND
2
2   -h, --help     show this help
2   -V, --version  show the version
2
2 Exit status: 0 success, 1 failure, 2 wrong usage.
= 2
$ kexec2-attest --help
1 Usage: kexec2-attest COMMAND [ARGUMENT]...
1
1 Judge what was booted by kexec, by the measurement list and the TPM, and tell
1 what a load will add to the list.
1
1 Commands:
1   verify      judge a measurement list: was what was booted allowed?
1   evidence    have the TPM quote, and put all that a verifier needs into a file
1   archive     keep the measurement list, and delete in the kernel what is kept
1   log         show what a measurement list tells of kexecs, or convert it
1   predict     predict what a load adds to the measurement list
1   lint-policy check whether an IMA policy covers a load
1   policy      generate IMA rules, or references for verifiers
1   help        show the help of a command: kexec2-attest help COMMAND
1
1   -h, --help     show this help
1   -V, --version  show the version
1
1 Exit status: 0 success, 1 failure, 2 wrong usage.
$ kexec2-attest --version | sed 's/[0-9][0-9.]*$/N/'
1 kexec2-attest N
$ kexec2-attest help verify >help; kexec2 help verify | cmp - help
$ kexec2-attest load
2 kexec2-attest: unknown command "load"
2 Try "kexec2-attest help".
= 2

# a host without it
$ mkdir alone; cp "$(command -v kexec2)" alone
$ alone/kexec2 verify --known known
2 kexec2: "verify" is a command of kexec2-attest, which is not installed; install package kexec2-attest
3 execvp kexec2-attest verify --known known 
= 2
$ alone/kexec2 help log
2 kexec2: "log" is a command of kexec2-attest, which is not installed; install package kexec2-attest
3 execvp kexec2-attest help log 
= 2
$ alone/kexec2 help | grep verify
1   verify-image check that the loaded kernel is as it was loaded
1   verify      judge a measurement list: was what was booted allowed?
