#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# kill -9 in the middle of a burst, again and again: every acknowledged command is there exactly once.
#   live_kill9.sh FOLDER-OF-PROGRAMS
set -uo pipefail
# shellcheck source=../support/live-daemon
. "$(dirname "$(readlink -f "$0")")/../support/live-daemon"
programs=$1
clients=(officer leader mine-monitor fire-xiangfen)
total=10000
live_start

live_say "four clients, 64 reports of each under way at once; retries under the same id"
loads=()
for who in "${clients[@]}"; do
    live_spawn "$programs/live_load" "$who" 0 64 120000 >"$LIVE_DIR/load.$who" 2>&1
    loads+=("$live_spawned")
done

acknowledged () { cat "$LIVE_DIR"/load.* | grep -c '^final'; }
acknowledged_over () { [ "$(acknowledged)" -gt "$1" ]; }
for round in 1 2 3; do
    live_wait 60 "more than $((round * total / 4)) were acknowledged" acknowledged_over $((round * total / 4))
    live_kill9
    live_say "killed after $(acknowledged)"
    live_resume
done
live_wait 60 "more than $total were acknowledged" acknowledged_over $total
kill -TERM "${loads[@]}"
for index in "${!loads[@]}"; do
    live_check "${clients[$index]}: every command ended with OK" wait "${loads[$index]}"
done
total=$(acknowledged)
live_say "$total acknowledged"

live_say "acknowledged by the daemon, against what PostgreSQL holds"
live_sql -c "\\copy (SELECT i.id, i.what FROM muster.incident i ORDER BY i.id) TO '$LIVE_DIR/stored' WITH (FORMAT csv, DELIMITER ' ', FORCE_QUOTE *)" ||
    live_fail "SQL"
# Each sent command's words, beside the incident that its acknowledgement named.
awk '/^sent/ { what[$2] = $3 " " $4 " " $5 } /^final/ { print "\"" $4 "\" \"" what[$2] "\"" }' "$LIVE_DIR"/load.* |
    sort >"$LIVE_DIR/told"
sort "$LIVE_DIR/stored" >"$LIVE_DIR/held"
live_check "each acknowledged incident is stored once, and nothing else is" cmp "$LIVE_DIR/told" "$LIVE_DIR/held"
live_same "no words twice" 0 "$(live_sql -c "SELECT count(*) FROM (SELECT what FROM muster.incident GROUP BY what HAVING count(*) > 1) t")"
live_same "one stored result for each command" $total \
    "$(live_sql -c "SELECT count(*) FROM muster.command c JOIN muster.journal j ON j.command_id = c.command_id AND j.kind = 'incident.reported'")"
live_same "no gap in the journal" 0 "$(live_sql -c "SELECT max(seq) - count(*) FROM muster.journal")"
live_same "four epochs spoke" 4 "$(live_sql -c "SELECT count(DISTINCT epoch) FROM muster.journal")"
live_say "answered again after a restart: $(cat "$LIVE_DIR"/load.* | awk '/^final/ && $6 == 1' | wc -l)"

muster_as admin --timeout 2m journal verify >"$LIVE_DIR/verify" || live_fail "journal verify: $(cat "$LIVE_DIR/verify")"
live_same "the journal is sound" true "$(jq .verify.sound "$LIVE_DIR/verify")"
live_check "the daemon stops cleanly" live_stop
