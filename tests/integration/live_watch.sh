#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What watchers see: only what they may, nothing after their key was revoked, and in the end what is stored, whatever
# happened to the daemon, the line or themselves.   live_watch.sh FOLDER-OF-PROGRAMS
set -uo pipefail
# shellcheck source=../support/live-daemon
. "$(dirname "$(readlink -f "$0")")/../support/live-daemon"
programs=$1
live_bus='  feed_hwm: 64'
live_start

# watch_as WHO FILE [ARGUMENT ...]: in the background; its process id in $live_spawned
watch_as () {
    local who=$1 file=$LIVE_DIR/$2
    shift 2
    live_spawn "$live_muster" --context "$who" --json watch "$@" >"$file" 2>&1
    live_wait 20 "$who watches" grep -qs '"feed":"live"' "$file"
}

# What a watcher holds in the end: the last image of each entity, as "order 3 {...}" lines. A reset drops all.
held () {
    jq -n -c 'reduce inputs as $line ({};
        if $line.feed == "reset" then {} elif $line.image then
            .[$line.image | to_entries | map (select (.key != "version"))[0] | "\(.key) \(.value.id)"] = $line.image
        else . end) | to_entries[] | [.key, .value]' "$LIVE_DIR/$1" | sort
}

# The same, asked for: all that WHO may list.
listed () {
    local verb code
    for verb in incidents orders obligations shifts teams posts people; do
        code=0
        muster_as "$1" $verb --all --limit 500 || code=$?
        if [ $code != 0 ] && [ $code != 4 ]; then live_fail "$verb"; fi
    done | jq -c '.images[]? | [(to_entries | map (select (.key != "version"))[0] | "\(.key) \(.value.id)"), .]' | sort
}

head_seq () { muster_as observer status | jq -r .head_seq; }
has_version () { grep -qs "\"version\":$2[,}]" "$LIVE_DIR/$1"; }
# stop_watch PID FILE: it says to the end where it was.
stop_watch () {
    kill -TERM "$1"
    live_check "the watch ends cleanly" wait "$1"
    live_check "and says where to go on" grep -qs '"feed":"end","position":' "$LIVE_DIR/$2"
}

live_say "a team leader sees its own orders only"
watch_as fire-xiangfen watch.fire --since 0
fire=$live_spawned
watch_as observer watch.all --since 0
all=$live_spawned
muster_as officer report "a secret of the watch" "somewhere" --type 20300 >/dev/null || live_fail "report"
muster_as officer dispatch 1 fire-xiangfen --task "own task" >/dev/null || live_fail "dispatch"
muster_as officer dispatch 1 medical-120 --task "another's task" >/dev/null || live_fail "dispatch"
muster_as fire-xiangfen ack 1 >/dev/null || live_fail "ack"
muster_as medical-120 ack 2 >/dev/null || live_fail "ack"
live_wait 10 "everything has been told" has_version watch.all "$(head_seq)"
live_same "orders in its watch" 1 "$(jq -r '.image.dispatch_order.id // empty' "$LIVE_DIR/watch.fire" | sort -u | xargs)"
live_same "what its obligations are about" "dispatch_order 1" \
    "$(jq -r '.image.obligation // empty | "\(.subject_kind) \(.subject)"' "$LIVE_DIR/watch.fire" | sort -u | xargs)"
live_same "incidents, reports and principals in its watch" 0 \
    "$(jq -c '.image | select (.incident or .report or .shift or (.principal and .principal.code != "fire-xiangfen"))' "$LIVE_DIR/watch.fire" | wc -l)"
if grep -qs "another's task" "$LIVE_DIR/watch.fire"; then live_fail "it was told another team's task"; fi
live_check "its own order can be shown" live_exits 0 muster_as fire-xiangfen show O1
live_check "with what it owes, and nothing else" \
    live_said '[.images[] | keys[] | select (. != "version")] | unique == ["dispatch_order", "obligation"]'
live_check "another's order can't (exit 5)" live_exits 5 muster_as fire-xiangfen show O2
live_check "nor the incident" live_exits 5 muster_as fire-xiangfen show I1
live_check "as if they did not exist" live_said '.code == "unknown_entity"'
live_check "the list of orders" live_exits 0 muster_as fire-xiangfen orders --all
live_check "has its own only" live_said '[.images[].dispatch_order.id] == [1]'
live_check "the list of incidents is not (exit 4)" live_exits 4 muster_as fire-xiangfen incidents --all
live_check "the journal is not for it (exit 4)" live_exits 4 muster_as fire-xiangfen journal
live_check "nor are the principals" live_exits 4 muster_as fire-xiangfen admin principals

live_say "a revoked key's watch ends at once; the others' go on"
watch_as volunteers watch.gone
gone=$live_spawned
muster_as officer dispatch 1 volunteers >/dev/null || live_fail "dispatch"
live_wait 10 "it sees its order" grep -qs '"dispatch_order"' "$LIVE_DIR/watch.gone"
muster_as admin admin revoke volunteers "left the service" >/dev/null || live_fail "revoke"
lines=$(grep -c '"image"' "$LIVE_DIR/watch.gone")
muster_as officer cancel 3 "nobody there" >/dev/null || live_fail "cancel"
live_wait 15 "it is told that it has no contact" grep -qs '"feed":"stale"' "$LIVE_DIR/watch.gone"
live_wait 15 "the others see the cancelled order" has_version watch.all "$(head_seq)"
live_same "changes that the revoked one was told" "$lines" "$(grep -c '"image"' "$LIVE_DIR/watch.gone")"
live_check "it can ask nothing any more (exit 6)" live_exits 6 muster_as volunteers --timeout 1s status
stop_watch "$gone" watch.gone

live_say "a daemon killed under load, a watcher stopped for a while, a daemon restarted"
live_spawn "$programs/live_load" mine-monitor 0 16 60000 >"$LIVE_DIR/load" 2>&1
load=$live_spawned
live_wait 10 "the load has begun" grep -qs '^final' "$LIVE_DIR/load"
live_kill9
live_resume
kill -STOP $all
loaded_more () { [ "$(grep -c '^final' "$LIVE_DIR/load")" -gt "$1" ]; }
live_wait 30 "hundreds of changes while one watcher was stopped" loaded_more $(($(grep -c '^final' "$LIVE_DIR/load") + 300))
kill -TERM $load
live_check "every command of the load ended with OK" wait $load
kill -CONT $all
live_restart
muster_as fire-xiangfen depart 1 >/dev/null || live_fail "depart"
seq=$(head_seq)
# The last push may overtake the sync that brings what was lost before it: so wait for all, not for the last.
converged () {
    has_version "$2" "$seq" || return 1
    listed "$1" >"$LIVE_DIR/listed"
    held "$2" >"$LIVE_DIR/held"
    [ -z "$(comm -23 "$LIVE_DIR/listed" "$LIVE_DIR/held")" ]
}
live_wait 30 "the watcher of all has caught up" converged observer watch.all
live_wait 30 "so has the team's" converged fire-xiangfen watch.fire
stop_watch "$all" watch.all
stop_watch "$fire" watch.fire
live_say "$(grep -c '"image"' "$LIVE_DIR/watch.all") images; $(grep -c '"feed":"stale"' "$LIVE_DIR/watch.all") times without contact, $(grep -c '"feed":"syncing"' "$LIVE_DIR/watch.all") times synced"
for who in observer fire-xiangfen; do
    file=watch.all
    if [ $who != observer ]; then file=watch.fire; fi
    listed $who >"$LIVE_DIR/listed"
    # Lists tell no reports, principals and profiles, and at most 500 of each kind.
    held $file >"$LIVE_DIR/held"
    live_check "$who: something to compare" [ "$(wc -l <"$LIVE_DIR/listed")" -gt 5 ]
    live_same "$who: listed, but held otherwise by the watcher" "" "$(comm -23 "$LIVE_DIR/listed" "$LIVE_DIR/held" | head -n 5)"
done
live_same "incidents that the watcher holds" "$(live_sql -c 'SELECT count(*) FROM muster.incident')" \
    "$(held watch.all | grep -c '^\["incident ')"
live_same "reports that it holds" "$(live_sql -c 'SELECT count(*) FROM muster.report')" \
    "$(held watch.all | grep -c '^\["report ')"
live_check "the daemon stops cleanly" live_stop
