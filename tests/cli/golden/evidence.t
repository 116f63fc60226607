# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# evidence in one file
$ kexec2-attest verify --known rich --rules pem --evidence good.evidence --ak ak.pem --nonce 00112233
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
$ kexec2-attest verify --known rich --rules pem --evidence good.evidence --ak ak.pem --nonce 0011
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
1   allowed      unrestricted-key
1 not judged
1   the first kernel and its command line, which the firmware has booted
= 1
$ kexec2-attest verify --known rich --rules pem --evidence good.evidence --ak ak.pem --nonce 00112233 --state-out state | head -n 1; kexec2-attest verify --known rich --rules pem --evidence good.evidence --ak ak.pem --nonce 00112233 --state-in state --log-from 0 | head -n 2
1 accepted
1 accepted
1 9 entries
$ kexec2-attest verify --known rich --rules pem --evidence good.evidence --ak ak.pem --nonce 00112233 --state-in state --log-from 0 --reset-count 7 | head -n 2
1 refused
1   quote-reset: the TPM was reset 0 times, not 7: the machine was booted anew, or the list was made after a reset

# in a batch
$ printf '%s\n' '{"id": 1, "evidence": "good.evidence", "ak": "ak.pem", "nonce": "00112233"}' '{"id": 2, "evidence": {"base64": "'$(base64 -w0 good.evidence)'"}, "ak": "ak.pem", "state": true}' | kexec2-attest verify --batch --known rich --rules pem --workers=1 | grep -oE '"id":.,"verdict":"[a-z]*"|"nonce_checked":[a-z]*|"state":.......'
1 "id":1,"verdict":"accepted"
1 "nonce_checked":true
1 "id":2,"verdict":"accepted"
1 "nonce_checked":false
1 "state":{"versi

# which may be of a machine that lies
$ for e in newer unquoted unsigned listless path log start; do kexec2-attest verify --known rich --rules pem --evidence $e.evidence --ak ak.pem; done
2 kexec2-attest: evidence: not what kexec2-attest evidence writes, or of another version
2 kexec2-attest: evidence: it has no quote
2 kexec2-attest: quote: it takes "signature", too
2 kexec2-attest: missing list
2 kexec2-attest: evidence: list: expected {"base64": "..."}
2 kexec2-attest: evidence: event_log: expected {"base64": "..."}
2 kexec2-attest: evidence: unknown key "start"
= 2
$ for e in none good.list .; do kexec2-attest verify --known rich --evidence $e --ak ak.pem; done
2 kexec2-attest: evidence: none: no such file; check the name
2 kexec2-attest: evidence: it is not JSON: unexpected end of data
2 kexec2-attest: evidence: .: not a regular file
= 2
$ kexec2-attest verify --known rich --rules pem --evidence good.evidence --ak good.pcrs
2 kexec2-attest: quote: the key is neither TPM2B_PUBLIC, TPMT_PUBLIC nor PEM
= 2
$ kexec2-attest verify --known rich --rules pem --evidence good.evidence --ak none
2 kexec2-attest: quote: ak: none: no such file; check the name
= 2
$ printf '%s\n' '{"id": 1, "evidence": "good.evidence"}' '{"id": 2, "evidence": "good.evidence", "ak": "ak.pem", "list": "good.list"}' '{"id": 3, "evidence": [], "ak": "ak.pem"}' | kexec2-attest verify --batch --known rich --workers=1
1 {"id":1,"verdict":"unusable","reasons":[{"code":"unusable","text":"evidence: it takes \"ak\", too: the key that the machine is known by"}]}
1 {"id":2,"verdict":"unusable","reasons":[{"code":"unusable","text":"evidence: list: the job has it, too"}]}
1 {"id":3,"verdict":"unusable","reasons":[{"code":"unusable","text":"evidence: expected a path, or {\"base64\": \"...\"}"}]}
= 1

# wrong usage of verify
$ kexec2-attest verify --known rich --evidence good.evidence
2 kexec2-attest: --evidence takes --ak, and has the quote, the PCRs and the list in it
2 Try "kexec2-attest help verify".
= 2
$ kexec2-attest verify --known rich --evidence good.evidence --ak ak.pem --log good.list
2 kexec2-attest: --evidence takes --ak, and has the quote, the PCRs and the list in it
2 Try "kexec2-attest help verify".
= 2
$ kexec2-attest verify --known rich --evidence good.evidence --ak ak.pem --nonce 0
2 kexec2-attest: nonce: expected 1 to 64 bytes in hex
= 2
$ kexec2-attest verify --batch --known rich --evidence good.evidence
2 kexec2-attest: with --batch, the jobs on stdin have the lists, quotes, PCRs and states
2 Try "kexec2-attest help verify".
= 2

# there is no TPM
$ kexec2-attest evidence --nonce 00 --ak 0x81010002 --tcti swtpm:path=none -o out 2>&1 | sed 's/: tcti:.*//'; ls out*
1 kexec2-attest: 0x81010002: the TPM cannot be reached (--tcti)
2 ls: cannot access 'out*': No such file or directory
= 2

# wrong usage of evidence
$ kexec2-attest evidence
2 kexec2-attest: missing --nonce=HEX
2 Try "kexec2-attest help evidence".
= 2
$ kexec2-attest evidence --nonce 00 --ak 0x81010002
2 kexec2-attest: missing --output=FILE
2 Try "kexec2-attest help evidence".
= 2
$ kexec2-attest evidence --nonce 00 --output=-
2 kexec2-attest: missing --ak=HANDLE|FILE
2 Try "kexec2-attest help evidence".
= 2
$ kexec2-attest evidence --nonce 0 --ak 0x81010002 -o -
2 kexec2-attest: --nonce=0: expected 1 to 64 bytes in hex
2 Try "kexec2-attest help evidence".
= 2
$ for p in 10 sha256: sha256:24 sha256:3-1 sha256:0-15+ md5:1 sha256:1,; do kexec2-attest evidence --nonce 00 --ak 0x81010002 -o - --pcrs $p; done
2 kexec2-attest: --pcrs=10: expected ALGO:LIST, as sha256:0-15 or sha1:10+sha256:0,2,4
2 Try "kexec2-attest help evidence".
2 kexec2-attest: --pcrs=sha256:: expected ALGO:LIST, as sha256:0-15 or sha1:10+sha256:0,2,4
2 Try "kexec2-attest help evidence".
2 kexec2-attest: --pcrs=sha256:24: expected ALGO:LIST, as sha256:0-15 or sha1:10+sha256:0,2,4
2 Try "kexec2-attest help evidence".
2 kexec2-attest: --pcrs=sha256:3-1: expected ALGO:LIST, as sha256:0-15 or sha1:10+sha256:0,2,4
2 Try "kexec2-attest help evidence".
2 kexec2-attest: --pcrs=sha256:0-15+: expected ALGO:LIST, as sha256:0-15 or sha1:10+sha256:0,2,4
2 Try "kexec2-attest help evidence".
2 kexec2-attest: --pcrs=md5:1: expected ALGO:LIST, as sha256:0-15 or sha1:10+sha256:0,2,4
2 Try "kexec2-attest help evidence".
2 kexec2-attest: --pcrs=sha256:1,: expected ALGO:LIST, as sha256:0-15 or sha1:10+sha256:0,2,4
2 Try "kexec2-attest help evidence".
= 2
$ kexec2-attest evidence --nonce 00 --ak 0x81010002 -o - operand
2 kexec2-attest: unexpected argument "operand"
2 Try "kexec2-attest help evidence".
= 2
