# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors

# Keylime's string of a quote, as its agent makes it
$ python3 -c 'import json; r = json.load(open("k-whole.record")); print(json.dumps({"id": 1, "list": "good.ascii", "quote": {"keylime": r["json_response"]["results"]["quote"]}, "ak": "ak.pub", "nonce": r["agent"]["nonce"].encode().hex()}))' | kexec2-attest verify --batch --known rich | grep -o '"verdict":"[a-z]*"\|"nonce_checked":[a-z]*'
1 "verdict":"accepted"
1 "nonce_checked":true

# what its verifier gets is accepted, and then only what is new
$ export KEXEC2_KEYLIME_CONFIG=keylime.conf; python3 verifier k-whole.record
1 k-whole.record goes on
$ KEXEC2_KEYLIME_CONFIG=keylime.conf python3 verifier k-before.record k-after.record; ls keylime; stat -c %a keylime
1 k-before.record goes on
1 k-after.record goes on
1 d432fbb3-d2f1-4a97-9ef7-75bd81c00000.json
1 700
$ KEXEC2_KEYLIME_CONFIG=keylime.conf python3 verifier k-before.record; KEXEC2_KEYLIME_CONFIG=keylime.conf python3 verifier k-after.record
1 k-before.record goes on
1 k-after.record goes on

# or refused, with the events
$ KEXEC2_KEYLIME_CONFIG=keylime.conf python3 verifier k-order.record
1 k-order.record FAILED ima.kexec2.wrong-order ima.kexec2.wrong-order ima.kexec2.wrong-order
$ KEXEC2_KEYLIME_CONFIG=keylime.conf python3 verifier k-cut.record
1 k-cut.record FAILED internal.kexec2.unusable!
$ rm -r keylime; KEXEC2_KEYLIME_CONFIG=keylime.conf python3 verifier k-after.record k-before.record k-gap.record
1 k-after.record FAILED internal.kexec2.missing-state!
1 k-before.record goes on
1 k-gap.record FAILED internal.kexec2.unusable!

# another boot: Keylime asks for the whole list, and this forgets the state
$ KEXEC2_KEYLIME_CONFIG=keylime.conf python3 verifier k-before.record k-boot.record k-after.record k-whole.record
1 k-before.record goes on
1 k-boot.record goes on
1 k-after.record FAILED internal.kexec2.missing-state!
1 k-whole.record goes on

# a quote of another time, by another key, or changed
$ sed 's/"nonce": "1/"nonce": "2/' k-whole.record >other.record; KEXEC2_KEYLIME_CONFIG=keylime.conf python3 verifier other.record
1 other.record FAILED qoute_validation.kexec2.quote-nonce!
$ sed 's/"boottime": 123456/"boottime": "x"/; s/"quote": "r/"quote": "r*/' k-whole.record >other.record; KEXEC2_KEYLIME_CONFIG=keylime.conf python3 verifier other.record
1 other.record FAILED internal.kexec2.unusable!

# as a program: the messages that revoke an agent
$ cat k-before.record k-order.record k-whole.record | KEXEC2_KEYLIME_CONFIG=keylime.conf python3 kexec2_keylime.py | sed 's/"event_time": "[^"]*"/"event_time": "..."/'
1 {"type": "revocation", "event_time": "...", "event_id": "ima.kexec2.wrong-order", "severity_label": "emergency", "context": "{\"message\": \"part 1, \\\"base\\\", must come before part 0\", \"entry\": 7, \"epoch\": 1, \"part\": 1}", "ip": "127.0.0.1", "agent_id": "d432fbb3-d2f1-4a97-9ef7-75bd81c00000", "port": 9002, "tpm_policy": "{\"mask\": \"0x4ff\"}", "meta_data": "{}"}
1 {"type": "revocation", "event_time": "...", "event_id": "ima.kexec2.wrong-order", "severity_label": "emergency", "context": "{\"message\": \"part 2, \\\"early\\\", must be the first part\", \"entry\": 7, \"epoch\": 1, \"part\": 2}", "ip": "127.0.0.1", "agent_id": "d432fbb3-d2f1-4a97-9ef7-75bd81c00000", "port": 9002, "tpm_policy": "{\"mask\": \"0x4ff\"}", "meta_data": "{}"}
1 {"type": "revocation", "event_time": "...", "event_id": "ima.kexec2.wrong-order", "severity_label": "emergency", "context": "{\"message\": \"the parts are those of composition \\\"all\\\", but in another order\", \"entry\": 7, \"epoch\": 1}", "ip": "127.0.0.1", "agent_id": "d432fbb3-d2f1-4a97-9ef7-75bd81c00000", "port": 9002, "tpm_policy": "{\"mask\": \"0x4ff\"}", "meta_data": "{}"}
$ cat k-whole.record | KEXEC2_KEYLIME_CONFIG=keylime.conf python3 kexec2_keylime.py

# and a command gets the first one
$ (cat keylime.conf; echo 'notify = tee message') >notify.conf; KEXEC2_KEYLIME_CONFIG=notify.conf python3 verifier k-order.record >shown; python3 -m json.tool message | grep -v event_time
1 {
1     "type": "revocation",
1     "event_id": "ima.kexec2.wrong-order",
1     "severity_label": "emergency",
1     "context": "{\"message\": \"part 1, \\\"base\\\", must come before part 0\", \"entry\": 7, \"epoch\": 1, \"part\": 1}",
1     "ip": "127.0.0.1",
1     "agent_id": "d432fbb3-d2f1-4a97-9ef7-75bd81c00000",
1     "port": 9002,
1     "tpm_policy": "{\"mask\": \"0x4ff\"}",
1     "meta_data": "{}"
1 }

# what cannot run fails the agent, too
$ (cat keylime.conf; echo 'program = false') >false.conf; KEXEC2_KEYLIME_CONFIG=false.conf python3 verifier k-whole.record
1 k-whole.record FAILED internal.kexec2.unusable!
$ sed 's/= rich/= none/' keylime.conf >none.conf; KEXEC2_KEYLIME_CONFIG=none.conf python3 verifier k-whole.record 2>&1
1 kexec2-attest: none: no such file; check the name
1 k-whole.record FAILED internal.kexec2.unusable!
