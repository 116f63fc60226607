# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# a job is a line, and so is its verdict
$ echo '{"id": "host1", "list": "good.list", "pcr": "good.pcrs"}' | kexec2-attest verify --batch --known known
1 {"id":"host1","verdict":"accepted","reasons":[],"more_reasons":0,"warnings":[],"entries":9,"entries_proven":9,"epochs":2,"cmdline_judged":true,"records_judged":false,"not_judged":["first-kernel","first-kernel-cmdline"],"basis":{"proof":"values","pcrs":{"sha256":[0,1,2,3,4,5,6,7,8,9,10]},"pcrs_untold":{},"boots":[{"epoch":1,"runs":false,"boot_aggregate_pcrs":[0,1,2,3,4,5,6,7,8,9],"boot_aggregate_differs":false,"records_made":true},{"epoch":2,"runs":true,"boot_aggregate_pcrs":[0,1,2,3,4,5,6,7,8,9],"boot_aggregate_differs":false,"records_made":false}],"allowed":[]},"kexecs":[{"epoch":1,"entry":7,"boot_entry":9,"kernel":{"digest":"sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d","size":9,"known":"vmlinuz"},"parts":[{"digest":"sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68","size":688,"label":"early","known":"early.cpio"},{"digest":"sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335","size":676,"label":"base","known":"base.img"},{"digest":"sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce","size":928,"label":"modules","known":"modules.cpio"}],"cmdline":{"digest":"sha256:2b5f12a14ed6961493930520e78e4ec5be4d6c93d59d7d719ac027080e7d8d2e","size":19,"known":"line"},"records_required":false,"lockdown":"none","modules_signed":false,"cmdline_judged":true}]}
$ echo '{"id": 2, "list": ["good.list"], "pcr": ["good.pcrs"], "start": []}' | kexec2-attest verify --batch --known rich --workers=2
1 {"id":2,"verdict":"accepted","reasons":[],"more_reasons":0,"warnings":[],"entries":9,"entries_proven":9,"epochs":2,"cmdline_judged":true,"records_judged":false,"not_judged":["first-kernel","first-kernel-cmdline"],"basis":{"proof":"values","pcrs":{"sha256":[0,1,2,3,4,5,6,7,8,9,10]},"pcrs_untold":{},"boots":[{"epoch":1,"runs":false,"boot_aggregate_pcrs":[0,1,2,3,4,5,6,7,8,9],"boot_aggregate_differs":false,"records_made":true},{"epoch":2,"runs":true,"boot_aggregate_pcrs":[0,1,2,3,4,5,6,7,8,9],"boot_aggregate_differs":false,"records_made":false}],"allowed":[]},"kexecs":[{"epoch":1,"entry":7,"boot_entry":9,"composition":"all","kernel":{"digest":"sha256:0ea0e4d98d963a16e4ae69a302423f7648056205ea740c9559c92725d9544e4d","size":9,"known":"linux","version":5},"parts":[{"digest":"sha256:60331fb640cdaab04dfe9b332a6bb71a290dbba43e5187dd70297ba22aba9c68","size":688,"label":"early","known":"early"},{"digest":"sha256:04d822ec6832f33a234b3ac9bcaea81ff0cf9aeb27510685f33a41e51aefc335","size":676,"label":"base","known":"base","version":3},{"digest":"sha256:1f16bf385ae43d5b8e9f324c20a8e3514e7e20012efadd63954cb5cbfa02a1ce","size":928,"label":"modules","known":"modules"}],"cmdline":{"digest":"sha256:2b5f12a14ed6961493930520e78e4ec5be4d6c93d59d7d719ac027080e7d8d2e","size":19,"known":"serial"},"records_required":false,"lockdown":"none","modules_signed":false,"cmdline_judged":true}]}

# bytes in the job
$ printf '{"id": 1, "list": {"base64": "%s"}, "pcr": {"base64": "%s"}}' "$(base64 good.list)" "$(base64 good.pcrs)" | tr '\n' ' ' | kexec2-attest verify --batch --known rich --workers=1 | grep -o '"verdict":"[a-z]*"'
1 "verdict":"accepted"

# a quote, of the tools and of Keylime
$ echo '{"id": 1, "list": "good.list", "pcr": "good.pcrs", "quote": "quote", "signature": "signature", "ak": "ak.pem", "nonce": "00112233"}' | kexec2-attest verify --batch --known rich --rules pem | grep -oE '"verdict":"[a-z]*"|"nonce_checked":[a-z]*'
1 "verdict":"accepted"
1 "nonce_checked":true
$ printf '{"id": 1, "list": "good.list", "quote": {"keylime": "r%s:%s:%s"}, "ak": "ak.pem", "nonce": "00112233"}\n' "$(base64 -w0 quote)" "$(base64 -w0 signature)" "$(base64 -w0 good.pcrs)" | kexec2-attest verify --batch --known rich --rules pem | grep -oE '"verdict":"[a-z]*"|"nonce_checked":[a-z]*'
1 "verdict":"accepted"
1 "nonce_checked":true
$ echo '{"id": 1, "list": "good.list", "quote": {"keylime": "rAA==:AA=="}, "ak": "ak.pem"}' | kexec2-attest verify --batch --known rich --rules pem
1 {"id":1,"verdict":"unusable","reasons":[{"code":"unusable","text":"quote: expected rMESSAGE:SIGNATURE:PCRS, as Keylime's agent answers it"}]}
= 1
$ echo '{"id": 1, "list": "good.list", "quote": "quote", "ak": "ak.pem"}' | kexec2-attest verify --batch --known rich --rules pem
1 {"id":1,"verdict":"unusable","reasons":[{"code":"unusable","text":"quote: it takes \"signature\", too"}]}
= 1

# what cannot be judged is answered, too, and the next one is judged
$ printf '%s\n' '' 'no json' '{"id": 1, "list": "good.list", "pcr": "good.pcrs"' '{"id": 2, "list": "good.list"} {}' '{"list": "good.list"}' '[1]' '{"id": {}, "list": "good.list"}' >jobs; kexec2-attest verify --batch --known rich --workers=1 --progress <jobs
1 {"verdict":"unusable","reasons":[{"code":"unusable","text":"the line is not JSON: null expected"}],"line":2}
1 {"verdict":"unusable","reasons":[{"code":"unusable","text":"the line is not JSON: it ends too early"}],"line":3}
1 {"verdict":"unusable","reasons":[{"code":"unusable","text":"the line is not JSON: unexpected character"}],"line":4}
1 {"verdict":"unusable","reasons":[{"code":"unusable","text":"missing id"}],"line":5}
1 {"verdict":"unusable","reasons":[{"code":"unusable","text":"the line is not a JSON object"}],"line":6}
1 {"verdict":"unusable","reasons":[{"code":"unusable","text":"expected a string or an integer"}],"line":7}
2 kexec2-attest: 6 jobs: 0 accepted, 0 refused, 6 unusable
= 1
$ echo '{"id": 3}' | kexec2-attest verify --batch --known rich
1 {"id":3,"verdict":"unusable","reasons":[{"code":"unusable","text":"missing list"}]}
= 1
$ echo '{"id": 4, "list": "good.list", "pcrs": "good.pcrs"}' | kexec2-attest verify --batch --known rich
1 {"id":4,"verdict":"unusable","reasons":[{"code":"unusable","text":"unknown key \"pcrs\""}]}
= 1
$ echo '{"id": 5, "list": "no.list"}' | kexec2-attest verify --batch --known rich
1 {"id":5,"verdict":"unusable","reasons":[{"code":"unusable","text":"list: no.list: no such file; check the name"}]}
= 1
$ echo '{"id": 6, "list": "/dev/zero"}' | kexec2-attest verify --batch --known rich
1 {"id":6,"verdict":"unusable","reasons":[{"code":"unusable","text":"list: /dev/zero: not a regular file"}]}
= 1
$ echo '{"id": 7, "list": "rich"}' | kexec2-attest verify --batch --known rich
1 {"id":7,"verdict":"unusable","reasons":[{"code":"unusable","text":"list: entry 1, at byte 0: not a measurement list"}]}
= 1
$ echo '{"id": 8, "list": 1}' | kexec2-attest verify --batch --known rich
1 {"id":8,"verdict":"unusable","reasons":[{"code":"unusable","text":"list: expected a path, or {\"base64\": \"...\"}"}]}
= 1
$ echo '{"id": 9, "list": {"base64": "*"}}' | kexec2-attest verify --batch --known rich
1 {"id":9,"verdict":"unusable","reasons":[{"code":"unusable","text":"list: not base64"}]}
= 1
$ echo '{"id": 10, "list": "good.list", "start": ["10=0"]}' | kexec2-attest verify --batch --known rich
1 {"id":10,"verdict":"unusable","reasons":[{"code":"unusable","text":"start: expected [ALGO:]PCR=HEX"}]}
= 1
$ echo '{"id": 11, "list": "good.list", "nonce": "00"}' | kexec2-attest verify --batch --known rich
1 {"id":11,"verdict":"unusable","reasons":[{"code":"unusable","text":"nonce: needs a quote"}]}
= 1
$ echo '{"id": 12, "list": {"base64": ""}}' | kexec2-attest verify --batch --known rich
1 {"id":12,"verdict":"unusable","reasons":[{"code":"unusable","text":"the list is empty"}]}
= 1

# numbers that are too large, which json-c 0.18 does not parse
$ for id in 99999999999999999999 -99999999999999999999 18446744073709551614 -9223372036854775807; do echo "{\"id\": $id}"; done | kexec2-attest verify --batch --known rich --workers=1 | sed 's/the line is not JSON: number expected/the number is too large; give it as a string/'
1 {"verdict":"unusable","reasons":[{"code":"unusable","text":"the number is too large; give it as a string"}],"line":1}
1 {"verdict":"unusable","reasons":[{"code":"unusable","text":"the number is too large; give it as a string"}],"line":2}
1 {"id":18446744073709551614,"verdict":"unusable","reasons":[{"code":"unusable","text":"missing list"}]}
1 {"id":-9223372036854775807,"verdict":"unusable","reasons":[{"code":"unusable","text":"missing list"}]}

# wrong usage
$ kexec2-attest verify --batch --known known --log good.list
2 kexec2-attest: with --batch, the jobs on stdin have the lists, quotes, PCRs and states
2 Try "kexec2-attest help verify".
= 2
$ kexec2-attest verify --known known --progress
2 kexec2-attest: --workers and --progress need --batch
2 Try "kexec2-attest help verify".
= 2
$ kexec2-attest verify --batch --known known --workers=0
2 kexec2-attest: invalid value "0" for --workers, expected 1 to 512
2 Try "kexec2-attest help verify".
= 2
$ echo '{"id": 1, "list": "good.list", "pcr": "good.pcrs"}' | kexec2-attest verify --batch --known known >/dev/full
2 kexec2-attest: cannot write output (No space left on device)
= 2
$ kexec2-attest verify --batch --known known <.
2 kexec2-attest: cannot read jobs (Is a directory)
= 2

# a list that grows, from state to state
$ kexec2-attest verify --log good.list --pcr good.pcrs --known rich --state-out state | head -n 1; python3 -c "import json; s = json.load(open('state')); print(s['entries'], s['pcrs'], [r['recnum'] for r in s['list']])"
1 accepted
1 9 {'sha256': {'10': 'e7013ec7a819c779aa0ec4cfcaa476530ad8c7c9f287cb3ec637cf4c464f50a1'}} [0, 1, 5, 6, 7, 8]
$ : >nothing; kexec2-attest verify --log nothing --pcr good.pcrs --known rich --state-in state
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
$ kexec2-attest log convert --format=cel-json --log good.list >cel; kexec2-attest verify --log cel --log-from 0 --pcr good.pcrs --known rich --state-in state | head -n 2
1 accepted
1 9 entries
$ kexec2-attest verify --log good.list --log-from 0 --pcr good.pcrs --known rich --state-in state | head -n 2
1 accepted
1 9 entries
$ printf '{"id": 1, "pcr": "good.pcrs", "state": %s}\n{"id": 2, "pcr": "good.pcrs", "list": "good.list", "list_from": 0, "state": %s}\n' "$(cat state)" "$(cat state)" | kexec2-attest verify --batch --known rich --workers=1 | python3 -c "import json, sys; [print(v['id'], v['verdict'], v['entries'], len(v['state']['list'])) for v in map(json.loads, sys.stdin)]"
1 1 accepted 9 6
1 2 accepted 9 6
$ kexec2-attest verify --log nothing --pcr good.pcrs --known rich --state-in state --quote quote --signature signature --ak ak.pem --rules pem --nonce 00112233
1 refused
1   state-void: the state was made without a quote: send the whole list, without a state
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
$ kexec2-attest verify --log good.list --pcr good.pcrs --known rich --quote quote --signature signature --ak ak.pem --rules pem --nonce 00112233 --state-out quoted | head -n 1
1 accepted
$ kexec2-attest verify --log nothing --pcr good.pcrs --known rich --state-in quoted --quote quote --signature signature --ak ak.pem --rules pem | head -n 2
1 accepted
1 9 entries
$ sed 's/"reset_count":/&1/' quoted >other; kexec2-attest verify --log nothing --pcr good.pcrs --known rich --state-in other --quote quote --signature signature --ak ak.pem --rules pem | head -n 2
1 refused
1   state-void: the state was made at reset count 10, and it is 0 now: the firmware has booted, send the whole list, without a state
$ sed 's/"ak":"../"ak":"ff/' quoted >other; kexec2-attest verify --log nothing --pcr good.pcrs --known rich --state-in other --quote quote --signature signature --ak ak.pem --rules pem | head -n 2
1 refused
1   state-void: the state was made with a quote of another key
$ sed 's/"clock_ms":/&9/' quoted >other; kexec2-attest verify --log nothing --pcr good.pcrs --known rich --state-in other --quote quote --signature signature --ak ak.pem --rules pem | head -n 2
1 refused
1   state-void: the quote is older than the state
$ kexec2-attest verify --log order.list --known rich --pcr good.pcrs --state-out none | head -n 1; cat none
1 refused
1 null

# states that are none
$ for s in '[]' '{}' '{"version":1}' '{"version":1,"entries":1,"trimmed":false,"pcrs":{},"list":[]}' '{"version":1,"entries":1,"trimmed":false,"pcrs":{"sha256":{"10":"00"}},"list":[]}' '{"version":1,"entries":1,"trimmed":false,"pcrs":{},"list":[{}]}' '{"version":1,"entries":1,"trimmed":false,"pcrs":{},"list":[],"quote":{}}'; do echo "$s" >bad; kexec2-attest verify --log good.list --known rich --state-in bad; done
2 kexec2-attest: bad: not a state, which is JSON
2 kexec2-attest: bad: not a state that this program has made
2 kexec2-attest: bad: "entries", "pcrs", "list" or "trimmed" is missing or malformed
2 kexec2-attest: bad: "list" is missing or malformed
2 kexec2-attest: bad: "pcrs" is missing or malformed
2 kexec2-attest: bad: record 0: its content_type is not ima_template
2 kexec2-attest: bad: "quote" is missing or malformed
= 2
$ sed 's/"recnum":[1-9]/"recnum":0/' state >bad; kexec2-attest verify --log nothing --known rich --state-in bad
2 kexec2-attest: bad: record 1: its recnum is missing or too low
= 2
$ kexec2-attest verify --log nothing --known rich --state-in state --log-from 10
2 kexec2-attest: state: entries from 9 on are needed, and the list begins with entry 10
= 2
$ kexec2-attest verify --log nothing --known rich --state-in state --log-from x
2 kexec2-attest: --log-from=x: expected the number of entries before the list
= 2
$ kexec2-attest verify --log good.list --known rich --log-from 0
2 kexec2-attest: --log-from needs --state-in
2 Try "kexec2-attest help verify".
= 2
$ kexec2-attest verify --log good.list --pcr good.pcrs --known rich --state-out /dev/full >/dev/null
2 kexec2-attest: /dev/full: cannot be written (No space left on device)
= 2
$ echo '{"id": 1, "list": "good.list", "list_from": 3}' | kexec2-attest verify --batch --known rich
1 {"id":1,"verdict":"unusable","reasons":[{"code":"unusable","text":"list_from: needs a state"}]}
= 1
$ echo '{"id": 1, "list": "good.list", "state": 3}' | kexec2-attest verify --batch --known rich
1 {"id":1,"verdict":"unusable","reasons":[{"code":"unusable","text":"state: expected the state of a verdict, or true"}]}
= 1
