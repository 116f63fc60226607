#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
"""Random IMA policies, and whether a kernel takes those that lint-policy takes.

usage: random-policies.py make SEED N
       random-policies.py judge POLICIES KEXEC2-ATTEST TAKEN

make prints N policies of one or two rules, with an empty line behind each, the
same for a seed.  Their rules are about loads, or have no func=.  None hides what
comes behind it, as the guest begins with rules that match everything; and none
appraises POLICY_CHECK, after which a kernel takes no policy from a pipe.

judge prints each policy of which lint-policy says something else than the guest,
who has written a line "taken" or "refused" for each to TAKEN, and how many rules
it has at last.  The last line tells how many were taken, and how many refused.
"""
import json
import pathlib
import subprocess
import sys

ACTIONS = ("measure", "dont_measure", "appraise", "dont_appraise", "audit",
           "hash")
FUNCS = ("CRITICAL_DATA", "KEXEC_KERNEL_CHECK", "KEXEC_INITRAMFS_CHECK",
         "KEXEC_CMDLINE", "POLICY_CHECK", "FILE_CHECK")
# By chance one stands twice, or beside another that it does not go with.
CONDITIONS = (
    ("uid", ("=0", ">999", "<1", "=4294967294", "=4294967295", "=-1", "=x")),
    ("euid", ("=0", ">7")), ("gid", ("=0", "=+5", "<3")), ("egid", ("=5",)),
    ("fowner", ("=0", ">7", "=")), ("fgroup", ("<9",)),
    ("mask", ("=MAY_READ", "=^MAY_EXEC", "=MAY_FLY")),
    ("fsmagic", ("=0xef53", "=EF53", "=zz")), ("fsname", ("=ext4",)),
    ("fsuuid", ("=00112233-4455-6677-8899-aAbbccddeeff", "=00112233")),
    ("pcr", ("=0", "=10", "=63", "=64", "=x")),
    ("template", ("=ima-buf", "=ima-ng", "=ima", "=ima-sig", "=d-ng|n-ng",
                  "=d-ng|n-ng|buf", "=d|n", "=none")),
    ("label", ("=kexec_file_load2", "=a|kexec_file_load2", "=a", "=a||b", "=")),
    ("digest_type", ("=verity", "=sha256")),
    ("appraise_type", ("=imasig", "=imasig|modsig", "=sigv3", "=x")),
    ("appraise_algos", ("=sha256", "=sha256,sha512", "=sha256,frob")),
)


class Random:
    """As test-policy.c has it."""
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 1103515245 + 12345) % 2 ** 32
        return (self.state >> 16) % n

    def choice(self, of):
        return of[self.below(len(of))]


def rule(random):
    action = random.choice(ACTIONS)
    func = random.choice(FUNCS + ("",))
    if action == "appraise" and func == "POLICY_CHECK":
        func = ""
    words = [action] + ([f"func={func}"] if func else [])
    for _ in range(random.below(3)):
        name, values = random.choice(CONDITIONS)
        # The first ones more often, which are valid.
        value = values[random.below(1 + random.below(len(values)))]
        words.insert(1 + random.below(len(words)), name + value)
    return " ".join(words) + "\n"


def make(seed, n):
    random = Random(int(seed))
    for _ in range(int(n)):
        print("".join(rule(random) for _ in range(1 + random.below(2))))


def lint(attest, policy):
    """None if it takes the policy, or why it does not."""
    done = subprocess.run([attest, "lint-policy", "--json",
                           "--policy=/dev/stdin"], input=policy, text=True,
                          capture_output=True, check=False)
    if done.returncode == 2:
        return done.stderr.strip()
    for finding in json.loads(done.stdout)["findings"]:
        if finding["code"] == "rule_refused":
            return finding["text"]
    return None


def judge(policies, attest, taken):
    policies = pathlib.Path(policies).read_text().split("\n\n")[:-1]
    *words, rules = pathlib.Path(taken).read_text().split()
    if len(words) != len(policies):
        print(f"{len(policies)} policies, and {len(words)} answers")
    for policy, word in zip(policies, words):
        why = lint(attest, policy + "\n")
        if word != ("refused" if why else "taken"):
            print(f"{word} by the kernel; lint-policy "
                  f"{why or 'takes it'}:\n{policy}")
        if word == "taken":
            rules = int(rules) - policy.count("\n") - 1
    if rules:
        print(f"the kernel has {rules} rules that no policy has")
    print("%d taken, %d refused" % tuple(map(words.count,
                                             ("taken", "refused"))))


{"make": make, "judge": judge}[sys.argv[1]](*sys.argv[2:])
