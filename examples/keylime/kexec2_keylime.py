#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
"""Have kexec2-attest judge what Keylime's verifier gets from its agents.

Keylime's verifier imports this module where its configuration says

    durable_attestation_import = kexec2_keylime

and hands over each answer of an agent before it judges it by itself.  An answer
that kexec2-attest refuses raises Refused, and the agent fails.

As a program, it reads such answers from stdin, a line of JSON each with "agent"
and "json_response", and prints for each that is refused the message with which
Keylime would revoke the agent.  Documentation/keylime.md describes both.
"""
import base64
import configparser
import json
import os
import shlex
import subprocess
import sys
import threading
import time
import urllib.parse

CONFIG = "/etc/kexec2/keylime.conf"

# Keylime's names of what an event is about; the first one is spelt as there.
COMPONENTS = (("quote-", "qoute_validation"), ("unsigned", "qoute_validation"),
              ("pcr-", "pcr_validation"), ("unusable", "internal"),
              ("missing-state", "internal"), ("", "ima"))
IRRECOVERABLE = ("qoute_validation", "internal")


class Refused(Exception):
    """Its text is JSON: the events, as Keylime has them."""

    def __init__(self, events):
        super().__init__(json.dumps(events))
        self.events = events


def failure_event(reason):
    """What Keylime's failure.Event has, of a reason of a verdict."""
    code = reason["code"]
    component = next(name for prefix, name in COMPONENTS
                     if code.startswith(prefix))
    context = {"message": reason["text"]}
    context.update((key, reason[key]) for key in ("entry", "epoch", "part")
                   if key in reason)
    return {"event_id": f"{component}.kexec2.{code}", "context": context,
            "recoverable": component not in IRRECOVERABLE}


def revocation(agent, event):
    """The message of Keylime's cloud_verifier_common.prepare_error()."""
    message = {"type": "revocation", "event_time": time.asctime(),
               "event_id": event["event_id"], "severity_label": "emergency",
               "context": json.dumps(event["context"])}
    for key in ("ip", "agent_id", "port", "tpm_policy", "meta_data"):
        message[key] = agent.get(key)
    return message


class Judge:
    """A process that judges, and the state of each agent."""

    def __init__(self, path):
        parser = configparser.ConfigParser()
        with open(path, encoding="utf-8") as file:
            parser.read_file(file)
        section = parser["kexec2"]
        self.command = [section.get("program", "kexec2-attest"), "verify",
                        "--batch", "--workers=1"]
        for option in ("known", "rules"):
            self.command += [f"--{option}={name}"
                             for name in section.get(option, "").split()]
        self.notify = shlex.split(section.get("notify", ""))
        self.directory = section.get("state", "/var/lib/keylime/kexec2")
        os.makedirs(self.directory, mode=0o700, exist_ok=True)
        self.lock = threading.Lock()
        self.process = None
        self.owner = None

    def ask(self, job):
        """The answer to a job.  The verifier forks, so each process has one."""
        with self.lock:
            if self.owner != os.getpid() or self.process.poll() is not None:
                self.owner = os.getpid()
                # pylint: disable=consider-using-with
                self.process = subprocess.Popen(
                    self.command, stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE, encoding="utf-8")
            try:
                self.process.stdin.write(json.dumps(job) + "\n")
                self.process.stdin.flush()
                line = self.process.stdout.readline()
            except OSError:
                line = ""
        if line:
            return json.loads(line)
        return {"verdict": "unusable", "reasons": [
            {"code": "unusable", "text": "kexec2-attest has ended"}]}

    def state_file(self, agent):
        name = urllib.parse.quote(str(agent["agent_id"]), safe="")
        return os.path.join(self.directory, name + ".json")

    def read_state(self, agent):
        try:
            with open(self.state_file(agent), encoding="utf-8") as file:
                return json.load(file)
        except FileNotFoundError:
            return None

    def write_state(self, agent, state):
        name = self.state_file(agent)
        with open(name + ".new", "w", encoding="utf-8") as file:
            json.dump(state, file)
        os.replace(name + ".new", name)

    def drop_state(self, agent):
        try:
            os.unlink(self.state_file(agent))
        except FileNotFoundError:
            pass

    def judge(self, agent, response):
        """The events of an answer, none if it is accepted."""
        results = response.get("results", response)
        text = results.get("ima_measurement_list") or ""
        first = results.get("ima_measurement_list_entry", 0)
        boottime = results.get("boottime", 0)
        saved = self.read_state(agent)
        key = agent.get("ak_tpm") or agent.get("aik_tpm")
        job = {"id": agent["agent_id"], "quote": {"keylime": results["quote"]},
               "ak": {"base64": key}, "nonce": agent["nonce"].encode().hex(),
               "state": True}
        if first and saved and saved["boottime"] != boottime:
            # Keylime will ask for the whole list, and so must this.
            self.drop_state(agent)
            return []
        if first and not saved:
            return [failure_event({
                "code": "missing-state",
                "text": f"the list begins with entry {first}, and those "
                        "before it are not known: have it sent from 0"})]
        if first:
            job["state"] = saved["state"]
            job["list_from"] = first
        if text or not first:
            job["list"] = {"base64": base64.b64encode(text.encode()).decode()}
        answer = self.ask(job)
        if answer["verdict"] != "accepted":
            return [failure_event(reason) for reason in answer["reasons"]]
        if answer["state"]:
            self.write_state(agent, {"boottime": boottime,
                                     "state": answer["state"]})
        else:
            self.drop_state(agent)
        return []


class RecordManagement:
    """What Keylime's da.record.get_record_mgt_class() looks for."""

    def __init__(self, service):
        self.judge = None
        if service == "verifier":
            self.judge = Judge(os.environ.get("KEXEC2_KEYLIME_CONFIG", CONFIG))

    def record_create(self, agent_data, attestation_data, *_policies, **_more):
        """Each version of Keylime hands over more policies."""
        if not self.judge or not attestation_data:
            return
        events = self.judge.judge(agent_data, attestation_data)
        if not events:
            return
        if self.judge.notify:
            message = json.dumps(revocation(agent_data, events[0]))
            subprocess.run(self.judge.notify, input=message, encoding="utf-8",
                           check=False)
        raise Refused(events)


def main():
    records = RecordManagement("verifier")
    refused = False
    for line in sys.stdin:
        record = json.loads(line)
        try:
            records.record_create(record["agent"], record["json_response"])
        except Refused as error:
            refused = True
            for event in error.events:
                print(json.dumps(revocation(record["agent"], event)),
                      flush=True)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
