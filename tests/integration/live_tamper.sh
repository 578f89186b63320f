#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Whoever changes the records by SQL is found by `muster journal verify`, and the entry is named.
set -uo pipefail
# shellcheck source=../support/live-daemon
. "$(dirname "$(readlink -f "$0")")/../support/live-daemon"
live_start
muster_as officer report "a report" "somewhere" --dead 5 >/dev/null || live_fail "report"
muster_as officer dispatch 1 fire-xiangfen >/dev/null || live_fail "dispatch"
muster_as fire-xiangfen ack 1 >/dev/null || live_fail "ack"
muster_as officer continue 1 --dead 13 >/dev/null || live_fail "continue"

verify () { muster_as admin journal verify >"$LIVE_DIR/said"; }
live_check "untouched, it is sound" verify
total=$(jq .verify.entries_total "$LIVE_DIR/said")
seq=$(live_sql -c "SELECT seq FROM muster.journal WHERE kind = 'incident.continued'")

# tampered WHAT SEQ WORDS CHANGE UNDO: found at SEQ (0 = no entry), with these words; then undone.
tampered () {
    live_sql -c "$4" >/dev/null || live_fail "$1: SQL"
    live_check "$1: verify does not end with 0" [ "$(verify; echo $?)" != 0 ]
    live_check "$1: not sound, at entry $2 ($(jq -c '[.verify.broken_seq, .verify.text]' "$LIVE_DIR/said"))" \
        live_said ".verify.sound == false and (.verify.broken_seq // 0) == $2 and (.verify.text | test (\"$3\"))"
    live_sql -c "$5" >/dev/null || live_fail "$1: SQL of undoing"
    live_check "$1 undone: sound again" verify
}

live_sql -c "CREATE SCHEMA keep; CREATE TABLE keep.journal AS SELECT * FROM muster.journal;
    CREATE TABLE keep.incident AS SELECT * FROM muster.incident; CREATE TABLE keep.report AS SELECT * FROM muster.report" ||
    live_fail "SQL"
restore="UPDATE muster.journal j SET at = k.at, kind = k.kind, payload = k.payload, hash = k.hash, principal = k.principal,
    subject = k.subject FROM keep.journal k WHERE j.seq = k.seq"
restore_incident="DELETE FROM muster.incident; INSERT INTO muster.incident SELECT * FROM keep.incident"
insert_back="INSERT INTO muster.journal SELECT * FROM keep.journal WHERE seq NOT IN (SELECT seq FROM muster.journal)"

tampered "a byte of a payload" "$seq" "changed after it was written" \
    "UPDATE muster.journal SET payload = set_byte (payload, 9, get_byte (payload, 9) # 1) WHERE seq = $seq" "$restore"
tampered "who did it" "$seq" "changed after it was written" \
    "UPDATE muster.journal SET principal = principal + 1 WHERE seq = $seq" "$restore"
tampered "when it was" "$seq" "changed after it was written" \
    "UPDATE muster.journal SET at = at + interval '1 minute' WHERE seq = $seq" "$restore"
tampered "what it was" "$seq" "changed after it was written" \
    "UPDATE muster.journal SET kind = 'incident.closed' WHERE seq = $seq" "$restore"
tampered "a hash" "$seq" "changed after it was written" \
    "UPDATE muster.journal SET hash = set_byte (hash, 0, get_byte (hash, 0) # 1) WHERE seq = $seq" "$restore"
tampered "an entry taken out" "$seq" "entry $seq is missing" \
    "DELETE FROM muster.journal WHERE seq = $seq" "$insert_back"
tampered "the first entry taken out" 1 "entry 1 is missing" \
    "DELETE FROM muster.journal WHERE seq = 1" "$insert_back"
tampered "the last entry taken out" "$total" "entry $total is missing" \
    "DELETE FROM muster.journal WHERE seq = $total" "$insert_back"
tampered "the last three entries taken out" $((total - 2)) "entry $((total - 2)) is missing" \
    "DELETE FROM muster.journal WHERE seq > $((total - 3))" "$insert_back"
tampered "an entry added at the end" $((total + 1)) "changed after it was written" \
    "INSERT INTO muster.journal SELECT centre, $((total + 1)), epoch, at, received_at, principal, command_id, kind, subject_kind,
        subject, incident, payload, hash FROM muster.journal WHERE seq = $total" \
    "DELETE FROM muster.journal WHERE seq = $((total + 1))"
journal="SELECT seq, epoch, (extract (epoch FROM at) * 1000)::bigint, (extract (epoch FROM received_at) * 1000)::bigint,
    principal, subject, coalesce (incident, 0), coalesce (replace (command_id::text, '-', ''), repeat ('0', 32)), subject_kind,
    kind, encode (payload, 'hex'), encode (hash, 'hex') FROM muster.journal ORDER BY seq"
live_sql -c "COPY ($journal) TO STDOUT" | "$(dirname "$0")/live_rechain.py" "a report" "no alarm" >"$LIVE_DIR/anew.sql" ||
    live_fail "the chain could not be computed"
tampered "a journal written anew, with hashes that fit" "$total" "written anew" "$(cat "$LIVE_DIR/anew.sql")" "$restore"

tampered "a stored image" 0 "incident 1: the stored row is not what the journal leads to" \
    "UPDATE muster.incident SET image = set_byte (image, 9, get_byte (image, 9) # 1) WHERE id = 1" "$restore_incident"
tampered "a column of a stored row" 0 "incident 1" "UPDATE muster.incident SET dead = 0 WHERE id = 1" "$restore_incident"
tampered "a stored row taken out" 0 "entities" "DELETE FROM muster.report WHERE id = 1" \
    "INSERT INTO muster.report SELECT * FROM keep.report WHERE id = 1"
live_check "the daemon stops cleanly" live_stop
