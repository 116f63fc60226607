# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# an attestation result, signed by either kind of key
$ sh told good p256 --known rich
1 exit status 0
1 ES256 eat+jwt tag:ietf.org,2026:rats/ear#04 -
1 kexec affirming configuration=0 executables=3 instance-identity=2
1 first-boot none configuration=0 executables=0
1 accepted nonce 0011223344556677
$ sh told good ed25519 --known known
1 exit status 0
1 EdDSA eat+jwt tag:ietf.org,2026:rats/ear#04 -
1 kexec affirming configuration=0 executables=3 instance-identity=2
1 first-boot none configuration=0 executables=0
1 accepted nonce 0011223344556677

# another key has not signed it
$ kexec2 verify --format=ear --sign-key=p256.key --log good.list --pcr good.pcrs --known rich | /usr/bin/python3 ear ak.pem 2>&1 | tail -n 1 | cut -d: -f1
1 jwt.exceptions.InvalidSignatureError

# by which policies
$ echo 'cmdline "quiet" other' >more; echo 'allow extended-pcrs' >own.rules; kexec2 verify --format=ear --sign-key=p256.key --log good.list --pcr good.pcrs --known rich --known more --rules any --rules own.rules | /usr/bin/python3 ear p256.pem rich more any own.rules
1 ES256 eat+jwt tag:ietf.org,2026:rats/ear#04 -
1 kexec none configuration=0 executables=0 instance-identity=0
1 first-boot none configuration=0 executables=0
1 accepted nonce -

# it says all that the verdict in JSON says
$ kexec2 verify --json --log order.list --pcr good.pcrs --known rich >verdict; kexec2 verify --format=ear --sign-key=p256.key --log order.list --pcr good.pcrs --known rich >token; /usr/bin/python3 -c 'import json, jwt; print(jwt.decode(open("token").read().strip(), options={"verify_signature": False})["submods"]["kexec"]["ear_verifier_claims"] == json.load(open("verdict")))'
1 True

# the configuration was judged with the policies
$ printf 'require measured sha256:%s\nrequire measured-only\n' $(printf 'policy one\n' | sha256sum | cut -c1-64) >only; sh told policy-one p256 --known rich --rules only
1 exit status 0
1 ES256 eat+jwt tag:ietf.org,2026:rats/ear#04 -
1 kexec affirming configuration=2 executables=3 instance-identity=2
1 first-boot none configuration=0 executables=0
1 accepted nonce 0011223344556677
$ sh told policy-two p256 --known rich --rules only
1 exit status 1
1 ES256 eat+jwt tag:ietf.org,2026:rats/ear#04 -
1 kexec contraindicated configuration=36 executables=0 instance-identity=0
1 first-boot none configuration=0 executables=0
1 refused nonce 0011223344556677 unknown-file unknown-file
$ head -n 1 only >first; sh told policy-one p256 --known rich --rules first
1 exit status 0
1 ES256 eat+jwt tag:ietf.org,2026:rats/ear#04 -
1 kexec affirming configuration=0 executables=3 instance-identity=2
1 first-boot none configuration=0 executables=0
1 accepted nonce 0011223344556677
$ (cat only; echo 'allow any-cmdline') >loose; sh told policy-one p256 --known rich --rules loose
1 exit status 0
1 ES256 eat+jwt tag:ietf.org,2026:rats/ear#04 -
1 kexec affirming configuration=0 executables=3 instance-identity=2
1 first-boot none configuration=0 executables=0
1 accepted nonce 0011223344556677

# without a fresh quote of a restricted key nothing is affirmed
$ kexec2 verify --format=ear --sign-key=p256.key --log good.list --pcr good.pcrs --known rich | /usr/bin/python3 ear p256.pem
1 ES256 eat+jwt tag:ietf.org,2026:rats/ear#04 -
1 kexec none configuration=0 executables=0 instance-identity=0
1 first-boot none configuration=0 executables=0
1 accepted nonce -
$ kexec2 verify --format=ear --sign-key=p256.key --log good.list --quote good.quote --signature good.signature --ak ak.pub --known rich | /usr/bin/python3 ear p256.pem
1 ES256 eat+jwt tag:ietf.org,2026:rats/ear#04 -
1 kexec none configuration=0 executables=0 instance-identity=0
1 first-boot none configuration=0 executables=0
1 accepted nonce -
$ kexec2 verify --format=ear --sign-key=p256.key --log good.list --quote good.quote --signature good.signature --ak ak.pem --nonce 0011223344556677 --known rich --rules pem | /usr/bin/python3 ear p256.pem
1 ES256 eat+jwt tag:ietf.org,2026:rats/ear#04 -
1 kexec none configuration=0 executables=0 instance-identity=0
1 first-boot none configuration=0 executables=0
1 accepted nonce 0011223344556677
$ echo 'allow unproven' >unproven; kexec2 verify --format=ear --sign-key=p256.key --log good.list --known rich --rules unproven | /usr/bin/python3 ear p256.pem
1 ES256 eat+jwt tag:ietf.org,2026:rats/ear#04 -
1 kexec none configuration=0 executables=0 instance-identity=0
1 first-boot none configuration=0 executables=0
1 accepted nonce -
$ sh told good p256 --known rich --rules unproven
1 exit status 0
1 ES256 eat+jwt tag:ietf.org,2026:rats/ear#04 -
1 kexec none configuration=0 executables=0 instance-identity=0
1 first-boot none configuration=0 executables=0
1 accepted nonce 0011223344556677

# nor what a rule has kept from being judged
$ for rule in no-kexec replaced pending crash failed; do echo "allow $rule" >>exempt; done; for l in good nothing replaced unloaded crash failed pending; do echo; echo "$l"; sh told $l p256 --known rich --rules exempt | sed -n '1p;3p;5,$p'; done
1
1 good
1 exit status 0
1 kexec affirming configuration=0 executables=3 instance-identity=2
1 accepted nonce 0011223344556677
1
1 nothing
1 exit status 1
1 kexec contraindicated configuration=0 executables=33 instance-identity=0
1 refused nonce 0011223344556677 no-manifest
1
1 replaced
1 exit status 0
1 kexec none configuration=0 executables=0 instance-identity=2
1 accepted nonce 0011223344556677
1
1 unloaded
1 exit status 1
1 kexec contraindicated configuration=0 executables=33 instance-identity=0
1 refused nonce 0011223344556677 no-manifest
1
1 crash
1 exit status 1
1 kexec contraindicated configuration=0 executables=33 instance-identity=0
1 refused nonce 0011223344556677 no-manifest
1
1 failed
1 exit status 1
1 kexec contraindicated configuration=0 executables=33 instance-identity=0
1 refused nonce 0011223344556677 kexec-load no-manifest
1
1 pending
1 exit status 0
1 kexec none configuration=0 executables=0 instance-identity=2
1 accepted nonce 0011223344556677
$ for rule in kexec-load unrecorded violations sha1; do echo "allow $rule" >weak; echo; echo "$rule"; sh told good p256 --known rich --rules weak | sed -n '1p;3p'; done
1
1 kexec-load
1 exit status 0
1 kexec affirming configuration=0 executables=3 instance-identity=2
1
1 unrecorded
1 exit status 0
1 kexec none configuration=0 executables=0 instance-identity=2
1
1 violations
1 exit status 0
1 kexec none configuration=0 executables=0 instance-identity=2
1
1 sha1
1 exit status 0
1 kexec none configuration=0 executables=0 instance-identity=0
$ kexec2 verify --format=ear --sign-key=p256.key --log rest.list --start 10=$(cat start.hex) --quote good.quote --signature good.signature --ak ak.pub --nonce 0011223344556677 --known rich | /usr/bin/python3 ear p256.pem | sed -n '2p;4p'
1 kexec none configuration=0 executables=0 instance-identity=2
1 accepted nonce 0011223344556677

# what is refused is contraindicated, and the claims tell why
$ for l in order nothing three alone violation pcr12 nonsense; do echo; echo "$l"; sh told $l p256 --known rich | sed -n '1p;3p;5,$p'; done
1
1 order
1 exit status 1
1 kexec contraindicated configuration=0 executables=33 instance-identity=0
1 refused nonce 0011223344556677 wrong-order wrong-order wrong-order
1
1 nothing
1 exit status 1
1 kexec contraindicated configuration=0 executables=33 instance-identity=0
1 refused nonce 0011223344556677 no-manifest
1
1 three
1 exit status 1
1 kexec contraindicated configuration=0 executables=33 instance-identity=0
1 refused nonce 0011223344556677 missing-part
1
1 alone
1 exit status 1
1 kexec contraindicated configuration=36 executables=33 instance-identity=0
1 refused nonce 0011223344556677 unknown-cmdline missing-part missing-part missing-part wrong-composition
1
1 violation
1 exit status 1
1 kexec contraindicated configuration=0 executables=33 instance-identity=0
1 refused nonce 0011223344556677 violation
1
1 pcr12
1 exit status 1
1 kexec contraindicated configuration=0 executables=0 instance-identity=0
1 refused nonce 0011223344556677 pcr-uncovered
1
1 nonsense
1 exit status 0
1 kexec affirming configuration=0 executables=3 instance-identity=2
1 accepted nonce 0011223344556677
$ for k in less newer line role label; do echo; echo "$k"; sh told good p256 --known $k | sed -n '1p;3p;5,$p'; done
1
1 less
1 exit status 1
1 kexec contraindicated configuration=0 executables=33 instance-identity=0
1 refused nonce 0011223344556677 unknown-part
1
1 newer
1 exit status 1
1 kexec contraindicated configuration=0 executables=32 instance-identity=0
1 refused nonce 0011223344556677 too-old
1
1 line
1 exit status 1
1 kexec contraindicated configuration=36 executables=33 instance-identity=0
1 refused nonce 0011223344556677 unknown-cmdline wrong-composition
1
1 role
1 exit status 1
1 kexec contraindicated configuration=0 executables=33 instance-identity=0
1 refused nonce 0011223344556677 wrong-role missing-part
1
1 label
1 exit status 1
1 kexec contraindicated configuration=0 executables=33 instance-identity=0
1 refused nonce 0011223344556677 wrong-label missing-part extra-part
$ (cat rich; sed -n 's/^\(sha256:[0-9a-f]*\) base .*/revoked \1/p' rich) >revoked; sh told good p256 --known revoked | sed -n '3p;5,$p'
1 kexec contraindicated configuration=0 executables=96 instance-identity=0
1 refused nonce 0011223344556677 revoked
$ echo 'require records' >records; sh told good p256 --known rich --rules records | sed -n '3p;5,$p'
1 kexec contraindicated configuration=32 executables=0 instance-identity=0
1 refused nonce 0011223344556677 records-not-required
$ cp good.quote changed.quote; cp good.signature changed.signature; sh told changed p256 --known rich | sed -n '3p;5,$p'
1 kexec contraindicated configuration=0 executables=99 instance-identity=0
1 refused nonce 0011223344556677 pcr-mismatch altered-entry malformed-record
$ sh told good p256 --known rich --reset-count 7 | sed -n '3p;5,$p'
1 kexec contraindicated configuration=0 executables=0 instance-identity=0
1 refused nonce 0011223344556677 quote-reset
$ for f in quote signature; do cp order.$f mixed.$f; done; cp good.list mixed.list; sh told mixed p256 --known rich | sed -n '3p;5,$p'
1 kexec contraindicated configuration=0 executables=99 instance-identity=0
1 refused nonce 0011223344556677 pcr-mismatch
$ cp order.signature mixed.signature; cp good.quote mixed.quote; sh told mixed p256 --known rich | sed -n '3p;5,$p'
1 kexec contraindicated configuration=0 executables=0 instance-identity=99
1 refused nonce - quote-signature
$ sh told good p256 --known rich --pcr order.pcrs | sed -n '3p;5,$p'
1 kexec contraindicated configuration=0 executables=99 instance-identity=0
1 refused nonce 0011223344556677 pcr-mismatch quote-digest

# in a batch; what cannot be judged has no token
$ printf '{"id": "host 1", "list": "good.list", "quote": "good.quote", "signature": "good.signature", "ak": "ak.pub", "nonce": "0011223344556677", "state": true}\n' | kexec2 verify --batch --format=ear --sign-key=ed25519.key --known rich | /usr/bin/python3 ear ed25519.pem rich
1 ear id state verdict
1 EdDSA eat+jwt tag:ietf.org,2026:rats/ear#04 host 1
1 kexec affirming configuration=0 executables=3 instance-identity=2
1 first-boot none configuration=0 executables=0
1 accepted nonce 0011223344556677
$ printf '{"id": 7, "list": "order.list", "pcr": "order.pcrs"}\n' | kexec2 verify --batch --format=ear --sign-key=p256.key --known rich | /usr/bin/python3 ear p256.pem rich
1 ear id verdict
1 ES256 eat+jwt tag:ietf.org,2026:rats/ear#04 7
1 kexec contraindicated configuration=0 executables=33 instance-identity=0
1 first-boot none configuration=0 executables=0
1 refused nonce - wrong-order wrong-order wrong-order
$ printf '{"id": 8, "list": "none.list"}\n' | kexec2 verify --batch --format=ear --sign-key=p256.key --known rich
1 {"id":8,"verdict":"unusable","reasons":[{"code":"unusable","text":"list: none.list: no such file; check the name"}]}
= 1

# keys that do not sign, and options that do not fit
$ kexec2 verify --format=ear --sign-key=p384.key --log good.list --pcr good.pcrs --known rich
2 kexec2-attest: p384.key: no private key of P-256 or Ed25519 in PEM, without a passphrase
= 2
$ kexec2 verify --format=ear --sign-key=locked.key --log good.list --pcr good.pcrs --known rich
2 kexec2-attest: locked.key: no private key of P-256 or Ed25519 in PEM, without a passphrase
= 2
$ kexec2 verify --format=ear --sign-key=p256.pem --log good.list --pcr good.pcrs --known rich
2 kexec2-attest: p256.pem: no private key of P-256 or Ed25519 in PEM, without a passphrase
= 2
$ kexec2 verify --format=ear --sign-key=none.key --log good.list --pcr good.pcrs --known rich
2 kexec2-attest: none.key: no such file; check the name
= 2
$ kexec2 verify --format=ear --log good.list --pcr good.pcrs --known rich
2 kexec2-attest: --format=ear and --sign-key=FILE must be given together
2 Try "kexec2-attest help verify".
= 2
$ kexec2 verify --sign-key=p256.key --log good.list --pcr good.pcrs --known rich
2 kexec2-attest: --format=ear and --sign-key=FILE must be given together
2 Try "kexec2-attest help verify".
= 2
$ kexec2 verify --json --format=ear --sign-key=p256.key --log good.list --pcr good.pcrs --known rich
2 kexec2-attest: --json and --format cannot be combined
2 Try "kexec2-attest help verify".
= 2
$ kexec2 verify --batch --format=text --known rich
2 kexec2-attest: --batch answers in JSON; --format=text cannot be combined with it
2 Try "kexec2-attest help verify".
= 2
$ kexec2 verify --format=cbor --known rich
2 kexec2-attest: invalid value "cbor" for --format, expected text|json|ear
2 Try "kexec2-attest help verify".
= 2
$ kexec2 verify --format=text --log good.list --pcr good.pcrs --known rich | head -n 1; kexec2 verify --format=json --log good.list --pcr good.pcrs --known rich | head -n 2
1 accepted
1 {
1   "verdict": "accepted",
