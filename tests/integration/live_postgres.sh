#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# PostgreSQL stopped, started and cut off under load: who waits is told so, nothing is lost, reads go on.
#   live_postgres.sh FOLDER-OF-PROGRAMS
set -uo pipefail
# shellcheck source=../support/live-daemon
. "$(dirname "$(readlink -f "$0")")/../support/live-daemon"
programs=$1
live_extra=$'limits:\n  waiting_commands: 300\n'
live_start

# The number of lines of a load's file that awk's condition picks.
load_count () { awk "$2 { n++ } END { print n + 0 }" "$LIVE_DIR/$1"; }
load_has () { [ "$(load_count "$1" "$2")" -gt 0 ]; }

# Everything that this load was told is stored exactly once.
check_load () {
    awk '/^sent/ { what[$2] = $3 " " $4 " " $5 } /^final/ { print what[$2] }' "$LIVE_DIR/$1" | sort >"$LIVE_DIR/told"
    live_sql -c "SELECT what FROM muster.incident WHERE what LIKE 'load $2 %'" | sort >"$LIVE_DIR/held"
    live_check "$1: what was acknowledged is stored once" cmp "$LIVE_DIR/told" "$LIVE_DIR/held"
}

live_say "PostgreSQL stops under load: 400 under way, room for 300"
muster_as officer report "known before" "somewhere" >/dev/null || live_fail "no report"
live_spawn "$live_muster" --context observer --json watch --for 10m >"$LIVE_DIR/watch" 2>&1
watch=$live_spawned
live_wait 10 "somebody watches" grep -qs '"feed":"live"' "$LIVE_DIR/watch"
live_spawn "$programs/live_load" mine-monitor 0 400 120000 >"$LIVE_DIR/load.stop" 2>&1
load=$live_spawned
live_wait 10 "the load has begun" grep -qs '^final' "$LIVE_DIR/load.stop"
live_pg_stop
live_wait 10 "somebody was told PENDING: received, not stored yet" load_has load.stop '/^interim/ && $3 == 6'
first_ms=$(awk '/^interim/ && $3 == 6 { if (!n++ || $4 < least) least = $4 } END { print least }' "$LIVE_DIR/load.stop")
live_check "after about 2 s ($first_ms ms)" [ "$first_ms" -ge 1900 -a "$first_ms" -lt 3000 ]
live_wait 10 "somebody was told BUSY: over the limit" load_has load.stop '/^interim/ && $3 == 5'
told=$(load_count load.stop '/^final/')
live_same "the daemon says" store_away "$(live_state)"
live_check "it says why" live_exits 0 muster_as admin status
live_check "in words" live_said '.daemon.store_text | length > 20' "$LIVE_DIR/said"

live_check "reads go on" live_exits 0 muster_as observer show I1
live_check "and say how old they are" live_said '.age_ms > 1000 and .images[0].incident.what == "known before"' "$LIVE_DIR/said"
live_check "lists too, without what was under way" live_exits 0 muster_as observer incidents --limit 5
live_check "the newest of them was told as stored" grep -qs "^final [^ ]* 1 $(jq '.images[0].incident.id' "$LIVE_DIR/said") " "$LIVE_DIR/load.stop"
live_check "what only the database knows can't be read (exit 1)" live_exits 1 muster_as observer journal
live_same "in words" store_away "$(jq -r .code "$LIVE_DIR/said")"
live_wait 5 "the watcher was told" grep -qs '"feed":"store_away"' "$LIVE_DIR/watch"
live_same "nobody was told a final word meanwhile" "$told" "$(load_count load.stop '/^final/')"

live_pg_start
live_wait 30 "it leads again" live_leads
kill -TERM $load
live_check "every command of the load ended with OK" wait $load
check_load load.stop mine-monitor
live_wait 5 "the watcher was told that it is back" grep -qs '"feed":"store_back"' "$LIVE_DIR/watch"
kill -TERM "$watch"
live_check "the watch ends cleanly" wait "$watch"

live_say "retries of what waits take no second place"
live_pg_stop
live_wait 10 "PostgreSQL is missed" live_is store_away
live_spawn "$programs/live_load" leader 20 20 60000 >"$LIVE_DIR/load.retry" 2>&1
load=$live_spawned
requests=$(live_counter requests)
retried () { [ "$(live_counter requests)" -gt $((requests + 60)) ]; }
live_wait 30 "each of 20 commands has been sent several times" retried
live_same "commands that wait" 20 "$(live_counter waiting_commands)"
live_pg_start
live_check "every one of them ended with OK" wait $load

live_say "somebody's patience is shorter than the outage"
live_pg_stop
live_check "the outcome is unknown (exit 6)" live_exits 6 muster_as officer --timeout 3s report "while away" "somewhere"
id=$(jq -r .id "$LIVE_DIR/said")
live_pg_start
live_wait 30 "it leads again" live_leads
live_check "the same command under its id" live_exits 0 muster_as officer --id "$id" report "while away" "somewhere"
live_same "had been stored, and is not done twice" "true 1" \
    "$(jq -r .repeated_command "$LIVE_DIR/said") $(live_sql -c "SELECT count(*) FROM muster.incident WHERE what = 'while away'")"

live_say "its sessions are ended under load, ten times"
live_spawn "$programs/live_load" officer 0 32 120000 >"$LIVE_DIR/load.cut" 2>&1
load=$live_spawned
live_wait 10 "the load has begun" grep -qs '^final' "$LIVE_DIR/load.cut"
for _ in 1 2 3 4 5 6 7 8 9 10; do
    live_super_sql -c "SELECT pg_terminate_backend (pid) FROM pg_stat_activity WHERE usename = 'muster'" >/dev/null
    live_wait 30 "it leads again" live_leads
done
kill -TERM $load
live_check "every command of the load ended with OK" wait $load
check_load load.cut officer
muster_as admin --timeout 2m journal verify >"$LIVE_DIR/verify" || live_fail "$(cat "$LIVE_DIR/verify")"
live_same "the journal is sound" true "$(jq .verify.sound "$LIVE_DIR/verify")"
live_check "the daemon stops cleanly" live_stop
