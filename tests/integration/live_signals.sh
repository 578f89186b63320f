#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# TERM drains and loses nothing, a second one ends at once, HUP takes a good file and keeps a bad one out.
#   live_signals.sh FOLDER-OF-PROGRAMS
set -uo pipefail
# shellcheck source=../support/live-daemon
. "$(dirname "$(readlink -f "$0")")/../support/live-daemon"
programs=$1
live_start

live_say "SIGTERM under load, three times"
live_spawn "$programs/live_load" mine-monitor 0 128 120000 >"$LIVE_DIR/load" 2>&1
load=$live_spawned
more_than () { [ "$(grep -c '^final' "$LIVE_DIR/load")" -gt "$1" ]; }
for round in 1 2 3; do
    live_wait 30 "the load goes on" more_than $(($(grep -c '^final' "$LIVE_DIR/load") + 200))
    live_check "it drains and ends with 0" live_stop
    live_check "and said so ($round)" [ "$(grep -c 'msg="stopped" result=0' "$LIVE_DIR/musterd.log")" = "$round" ]
    live_resume
done
kill -TERM $load
live_check "every command of the load ended with OK" wait $load
awk '/^sent/ { what[$2] = $3 " " $4 " " $5 } /^final/ { print what[$2] }' "$LIVE_DIR/load" | sort >"$LIVE_DIR/told"
live_sql -c "SELECT what FROM muster.incident" | sort >"$LIVE_DIR/held"
live_check "what was acknowledged is stored once, and nothing else is" cmp "$LIVE_DIR/told" "$LIVE_DIR/held"

live_say "SIGINT is the same"
live_check "it ends with 0" live_end INT
live_resume

live_say "HUP with a good file"
reloads () { [ "$(grep -c "msg=\"$1" "$LIVE_DIR/musterd.log")" = "$2" ]; }
live_extra=$'log: {level: debug}\nlimits: {waiting_commands: 7}'
live_write_config
kill -HUP "$live_pid"
live_wait 10 "it says that it reloaded" reloads "configuration reloaded" 1
live_pg_stop
live_spawn "$programs/live_load" officer 20 20 30000 >"$LIVE_DIR/load.few" 2>&1
load=$live_spawned
live_wait 10 "the new limit of 7 waiting commands holds" grep -qs '^interim [^ ]* 5 ' "$LIVE_DIR/load.few"
live_pg_start
live_check "every command ended with OK all the same" wait $load

live_say "HUP with a file that is wrong"
live_extra=$'limits: {waiting_commands: many}'
live_write_config
kill -HUP "$live_pid"
live_wait 10 "it says that it keeps what it has" reloads "configuration kept: the file is wrong" 1
live_check "and names file, line and key" live_log_has "musterd.yaml:12:.*waiting_commands"

live_say "HUP with a change that needs a restart"
live_extra=$'limits: {recent_commands: 5}'
live_write_config
kill -HUP "$live_pid"
live_wait 10 "it says that it keeps what it has" reloads 'configuration kept"' 1
live_check "and names the key" live_log_has "limits.recent_commands.*needs a restart"
rm "$LIVE_DIR/musterd.yaml"
kill -HUP "$live_pid"
live_wait 10 "no file is a wrong file" reloads "configuration kept: the file is wrong" 2
live_check "it goes on leading all the while" live_leads
live_check "and takes commands" live_exits 0 muster_as officer report "after all" "somewhere"

live_say "a second SIGTERM while a hanging PostgreSQL keeps it from draining"
live_extra=
live_write_config
live_restart
mapfile -t backends < <(live_sql -c "SELECT pid FROM pg_stat_activity WHERE usename = 'muster' AND pid <> pg_backend_pid ()")
kill -STOP "${backends[@]}"
live_spawn "$programs/live_load" officer 4 4 5000 >"$LIVE_DIR/load.hang" 2>&1
load=$live_spawned
under_way () { grep -qs "^interim" "$LIVE_DIR/load.hang"; } # PENDING: the daemon has it
live_wait 10 "commands are under way" under_way
drains () { grep -c 'msg="draining" signal=15' "$LIVE_DIR/musterd.log"; }
drains_before=$(drains)
kill -TERM "$live_pid"
drains_now () { [ "$(drains)" -gt "$drains_before" ]; } # two signals sent together would be one
live_wait 10 "it drains" drains_now
live_check "it does not end, for it has promised to try" live_running
code=0
live_end TERM || code=$?
live_same "the second signal ends it at once, with 1" 1 $code
kill -CONT "${backends[@]}"
if wait $load; then live_fail "the load got an answer from a hanging database"; fi
live_resume
live_check "the daemon stops cleanly" live_stop
