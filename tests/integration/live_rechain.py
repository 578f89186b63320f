#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a journal anew, as somebody would who knows the hash chain: changes words in the payloads, and computes every hash
again. Standard input: `COPY (live_tamper.sh's query) TO STDOUT`; standard output: SQL.   live_rechain.py OLD NEW"""
import hashlib
import struct
import sys

KINDS = {  # daemon/core/entity.h: the numbers have holes
    "none": 0, "profile": 1, "post": 2, "person": 3, "team": 4, "principal": 5, "incident": 6, "report": 7,
    "dispatch_order": 8, "shift": 9, "obligation": 10, "submission": 11, "roster": 13, "planned_shift": 14, "handover": 16,
    "duty_log_entry": 17, "response": 19, "instruction": 20, "calendar": 21, "roll_call": 22, "roll_call_answer": 23,
    "field_command_post": 24, "consultation": 25, "drill": 27}


def chained(previous, row, payload):
    seq, epoch, at, received_at, principal, subject, incident, command_id, subject_kind, kind = row
    digest = hashlib.blake2b(previous, digest_size=32)
    digest.update(struct.pack("<7q", *map(int, (seq, epoch, at, received_at, principal, subject, incident))))
    digest.update(bytes.fromhex(command_id))
    digest.update(bytes([KINDS[subject_kind]]))
    for part in (kind.encode(), payload):
        digest.update(struct.pack("<I", len(part)) + part)
    return digest.digest()


def main():
    old, new = (word.encode() for word in sys.argv[1:3])
    assert len(old) == len(new), "of the same length, so that the payload stays well-formed"
    previous, changed = bytes(32), 0
    for line in sys.stdin:
        *row, payload, stored = line.rstrip("\n").split("\t")
        before = bytes.fromhex(payload)
        after = before.replace(old, new)
        changed += before != after
        previous = chained(previous, row, after)
        if not changed and previous.hex() != stored:
            raise SystemExit(f"entry {row[0]}: this script computes another hash than the daemon")
        print(f"UPDATE muster.journal SET payload = '\\x{after.hex()}', hash = '\\x{previous.hex()}' WHERE seq = {row[0]};")
    assert changed, "nothing was changed"


main()
