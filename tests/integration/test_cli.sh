#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The command line against the real daemon: what a duty officer types, what comes back, how it ends.
set -uo pipefail
# shellcheck source=tests/support/live-daemon
. "$(dirname "$(readlink -f "$0")")/../support/live-daemon"

# As a person: English, no JSON, exit code as the CLI's.
person () {
    local who=$1
    shift
    "$live_muster" --context "$who" --lang en "$@"
}
says_not () { ! says "$1"; }
says () { grep -qF -- "$1" "$LIVE_DIR/said"; }
counts () { [ "$(grep -cF -- "$2" "$1")" = "$3" ]; }
field () { jq -r "$1" "$LIVE_DIR/said"; }

# --- a response, from the first report to the close --------------------------------------------------------------

a_response () {
    live_check "no drill runs" live_exits 5 person officer report "smoke" "Dadeng" --drill
    live_check "and the way out is said" says "muster drill begin"
    live_check "a drill" live_exits 0 person officer drill begin "two villages" --teams fire-xiangfen --people zhang-wei,zhao-lei
    live_check "is named" says "Drill 1 begun"
    live_check "a first report" live_exits 0 person officer report "聚仙饭店宴会厅坍塌" "陶寺乡陈庄村" --drill --type 20300 \
        --at 35.893,111.505 --occurred 09:40 --text "有人被困" --channel phone --caller-name 村民 --trapped 30
    live_check "says its number and what to do next" says "Incident X1 recorded (seq "
    live_check "is marked as a drill" says "DRILL Incident X1"
    live_check "names the next command" says "muster dispatch X1"
    live_check "dispatch to a named team" live_exits 0 person officer dispatch X1 fire-xiangfen --task "搜救"
    live_check "says to whom" says "Order X1 issued for incident X1 to 县消防救援大队"
    live_check "and by when it must be acknowledged" says "To be acknowledged by "
    live_check "acknowledged on behalf, in the words said" live_exits 0 person officer ack X1 --for zhao-lei --channel phone --words "收到，马上出发"
    live_check "the team itself departs" live_exits 0 person fire-xiangfen depart XO1
    live_check "arrives" live_exits 0 person fire-xiangfen arrive X1
    live_check "continuation report with figures" live_exits 0 person officer continue X1 --dead 5 --injured-serious 1 --text "14:00"
    live_check "level confirmed" live_exits 0 person officer assess X1 major --confirmed --reason "13 dead"
    live_check "no second order for the team" live_exits 5 person officer dispatch X1 fire-xiangfen
    live_check "the incident's page" live_exits 0 person officer show X1
    live_check "says what its reports must say and nobody has said" says "still missing"
    live_check "such as whom the caller told" says "whom the caller has already told"
    live_check "the list of incidents" live_exits 0 person officer incidents
    live_check "has the drill's mark" says "XI1 DRILL"
    live_check "the list of obligations" live_exits 0 person officer obligations
    live_check "says what is owed, and to whom" says "→ 临汾市应急管理局 for XI1"
    live_check "the city is told by phone" live_exits 0 person officer submit X1 city-phone --received-by "Wang"
    live_check "says to whom it went" says "XU1 is sent to 临汾市应急管理局"
    live_check "composed from what is known" says "5 dead"
    live_check "a written report is a draft" live_exits 0 person officer submit X1 city_written --words "5 dead"
    live_check "says who is next" says "muster sign XU2"
    live_check "an officer can't sign" live_exits 4 person officer sign XU2
    live_check "which is said in words" says "may not sign a report off"
    live_check "unsigned it can't go up" live_exits 5 person officer send XU2
    live_check "the leader signs" live_exits 0 person leader sign XU2
    live_check "and it goes up" live_exits 0 person officer send XU2 --channel fax --received-by "Wang"
    live_check "not twice" live_exits 5 "$live_muster" --context officer --lang zh send XU2 --received-by "Wang"
    live_check "with its state in Chinese" says "的状态是已上报，现在不能上报"
    live_check "its page in Chinese" live_exits 0 "$live_muster" --context officer --lang zh show XU2
    live_check "has the recipient's label" says "报送单位"
    live_check "what went up is listed" live_exits 0 person officer submissions --all
    live_check "with its recipient" says "临汾市应急管理局"
    live_check "figures go up with one command" live_exits 0 person officer continue X1 --dead 6 --up casualties
    live_check "as a draft" says "muster sign XU3"
    live_check "a draft can be taken back" live_exits 0 person officer withdraw XU3 "a miscount"
    live_check "a post is awake" live_exits 0 person officer nil-report taosi
    live_check "its report is on record" says "nothing to report"
    live_check "close is refused while an order is open" live_exits 5 person leader close X1 "over"
    live_check "with the daemon's sentence" says "Incident X1 still has 3 open: XO1, "
    live_check "the same in Chinese" live_exits 5 "$live_muster" --context leader --lang zh close X1 "结束"
    live_check "translated with its numbers" says "事件 X1 还有 3 项未结：XO1, "
    live_check "complete" live_exits 0 person fire-xiangfen complete X1
    live_check "a leader closes over the reports that are owed" live_exits 0 person leader close X1 "search ended" --override
    the_end_of_other_incidents
}

the_end_of_other_incidents () {
    live_check "a second fire" live_exits 0 person officer report "smoke" "Dadeng" --type 20700 --drill
    live_check "a second caller" live_exits 0 person officer report "fire" "Dadeng" --type 20700 --drill
    live_check "looks the same" says "Looks like XI2, which is open already. If it is the same: muster merge XI3 XI2"
    live_check "is merged" live_exits 0 person officer merge XI3 XI2 --reason "second caller"
    live_check "what was merged is not reopened" live_exits 5 person officer reopen XI3 "why"
    live_check "but unmerged" live_exits 0 person officer unmerge XI3 "the house next door"
    live_check "on hold" live_exits 0 person officer hold XI2 "too much smoke"
    live_check "under control" live_exits 0 person officer control XI2
    live_check "an officer does not override" live_exits 0 person officer dispatch XI2 fire-xiangfen
    live_check "the daemon says who may" live_exits 5 person officer close XI2 "over" --override
    live_check "the leader does" live_exits 0 person leader close XI2 "over" --override --disposition false-alarm
    live_check "and the other" live_exits 0 person leader close XI3 "over" --override
    live_check "the page says how it ended" live_exits 0 person officer show XI2
    live_check "as a false alarm" says "closed as false alarm: over"
}

the_page_of_an_incident () {
    local word
    live_check "show" live_exits 0 person officer show XI1
    for word in DRILL closed 聚仙饭店宴会厅坍塌 20300 major "5 dead" "30 trapped" "有人被困" "收到，马上出发" "zhao-lei" \
        "has acknowledged, said 赵磊 by phone" "level confirmed: major (13 dead)" "closed as resolved: search ended" "— 张伟"; do
        if [ "$word" = zhao-lei ]; then word=赵磊; fi
        live_check "the page has: $word" says "$word"
    done
    live_check "show in Chinese, with nothing but C.UTF-8" live_exits 0 env LC_ALL=C MUSTER_LANG=zh "$live_muster" --context officer show X1
    live_check "has Chinese headings" says "演练"
    live_check "and Chinese sentences" says '已确认，由赵磊答复，方式 电话：“收到，马上出发”'
    live_check "show by a team's code" live_exits 0 person officer show team fire-xiangfen
    live_check "finds the team" says "县消防救援大队"
    live_check "show of what is not there" live_exits 5 person officer show O99
    live_check "the journal of the incident" live_exits 0 muster_as officer journal --incident X1
    live_check "is one JSON object" jq -e '.entries | length > 10' "$LIVE_DIR/said"
    live_check "whose entries are in order" jq -e '[.entries[].seq] | . == sort' "$LIVE_DIR/said"
}

# --- exit codes ----------------------------------------------------------------------------------------------------

exit_codes () {
    live_check "wrong usage is 2" live_exits 2 person officer reprot
    live_check "with a suggestion" says "Did you mean muster report?"
    live_check "a missing operand is 2" live_exits 2 person officer continue
    live_check "not allowed is 4" live_exits 4 person mine-rescue dispatch 1
    live_check "says why" says "Your role (team leader) may not send a team."
    live_check "refused is 5" live_exits 5 person officer continue 99 --dead 1
    live_check "invalid is 5" live_exits 5 person officer continue 1
    live_check "in words that can be typed" says 'Say what is new: --text "...", or a figure'
    live_check "nobody to carry it out" live_exits 5 person leader instruct "search"
    live_check "is said so" says "--person, --post or --team."
    live_check "two to carry it out" live_exits 5 person leader instruct "search" --person li-na --team police-110
    live_check "are one too many" says "not several."
    : >"$LIVE_DIR/empty.yaml"
    live_check "an empty file" live_exits 5 person admin import "$LIVE_DIR/empty.yaml"
    live_check "is named as such" says "The file is empty."
    live_check "an unknown context is 1, and never another daemon" live_exits 1 person nosuch status
    live_check "lists the known ones" says "officer, leader"
    live_check "a missing contexts file is 1" live_exits 1 person officer --contexts /nonexistent.yaml status
    live_check "errors in JSON have the same code" live_exits 5 muster_as officer show O99
    live_same "and say it" 5 "$(field .exit_code)"
}

# --- the outcome that nobody knows ---------------------------------------------------------------------------------

unknown_outcomes () {
    local id=0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b
    live_check "a command under an id" live_exits 0 muster_as officer report a b --id $id
    local incident
    incident=$(field .subject)
    live_check "and again" live_exits 0 muster_as officer report a b --id $id
    live_same "is the same incident" "$incident true" "$(field '"\(.subject) \(.repeated_command)"')"
    live_check "the id with other words is refused" live_exits 5 muster_as officer report a c --id $id
    live_same "by name" id_reused "$(field .code)"

    # A daemon that has stopped lets nobody in.
    live_sigstop
    live_check "no connection is 6" live_exits 6 person officer report "never sent" "taosi" --timeout 1s
    live_check "nothing was sent, and that is said" says "nothing was sent, nothing was changed."
    live_check "a query's silence" live_exits 6 person officer incidents --timeout 1s
    live_check "is no unknown outcome" says_not "UNKNOWN"
    live_sigcont
    live_check "a key that is not enrolled sends nothing" live_exits 6 person stranger report "never sent" "taosi" --timeout 1s
    live_check "and is told why" says "the daemon refuses your key"
    live_check "as JSON, too" live_exits 6 muster_as stranger report "never sent" "taosi" --timeout 1s
    live_same "with its own word" not_sent "$(field .outcome)"

    # It lets us in, but can't store: another one holds the journal.
    live_super_sql -c "BEGIN; LOCK TABLE muster.journal IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep (3); COMMIT" >/dev/null &
    live_wait 5 "the journal is held" journal_is_held
    live_check "no answer is 6" live_exits 6 person officer report "silent hour" "taosi" --timeout 1s
    live_check "the outcome is unknown, and that is said" says "the outcome is UNKNOWN"
    local again
    again=$(sed -n 's/^ *muster \(--id .*\)/\1/p' "$LIVE_DIR/said")
    live_check "with the very command to run again" test -n "$again"
    live_check "run again under its id" live_exits 0 bash -c "'$live_muster' ${again/--timeout 1s/--timeout 20s}"
    live_check "there is one such incident, not two" one_silent_hour
    live_check "and none that was never sent" live_exits 0 person officer incidents --all
    live_check "of either" says_not "never sent"
}

journal_is_held () {
    [ "$(live_super_sql -c "SELECT count (*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted AND relation = 'muster.journal'::regclass")" != 0 ]
}

one_silent_hour () {
    [ "$(muster_as officer incidents | jq '[.images[].incident | select (.what == "silent hour")] | length')" = 1 ]
}

# --- watching ------------------------------------------------------------------------------------------------------

watch_into_full () { person observer watch --since 0 --for 1s >/dev/full; }

watching () {
    local since watcher incident team
    live_check "a watch that nobody could read failed" live_exits 1 watch_into_full
    since=$(muster_as observer status | jq .head_seq)
    "$live_muster" --context observer --lang en watch >"$LIVE_DIR/watched" 2>"$LIVE_DIR/watch-notes" &
    watcher=$!
    live_wait 20 "the watcher is live" grep -q -- "-- live, at entry" "$LIVE_DIR/watch-notes"
    person officer report "watched one" "taosi" --drill >/dev/null || live_fail "report"
    live_wait 10 "a change appears" grep -q "DRILL.*first report: watched one, at taosi.*张伟" "$LIVE_DIR/watched"

    live_kill9
    live_wait 20 "a dead daemon is told" grep -q "NO CONTACT" "$LIVE_DIR/watch-notes"
    live_resume
    live_wait 30 "and its return" grep -q "live again, nothing is missing" "$LIVE_DIR/watch-notes"
    person officer report "watched two" "taosi" >/dev/null || live_fail "report"
    live_wait 10 "the line goes on" grep -q "first report: watched two" "$LIVE_DIR/watched"
    kill -INT $watcher
    wait $watcher
    live_check "it says where to go on" grep -q "muster watch --since" "$LIVE_DIR/watch-notes"
    live_check "nothing came twice" counts "$LIVE_DIR/watched" "watched two, at" 1

    live_check "what was missed comes by itself" live_exits 0 muster_as observer watch --since "$since" --count 1 --for 20s
    live_check "as JSON, one object a line" jq -es 'map (select (.image)) | length == 1' "$LIVE_DIR/said"
    live_check "the first four" live_exits 0 muster_as observer watch --since "$since" --count 4 --for 20s
    local fourth position
    fourth=$(jq -s '[.[].image.version // empty][3]' "$LIVE_DIR/said")
    live_check "the first three" live_exits 0 muster_as observer watch --since "$since" --count 3 --for 20s
    position=$(jq -s '.[-1].position' "$LIVE_DIR/said")
    live_check "and on from where it ended" live_exits 0 muster_as observer watch --since "$position" --count 1 --for 20s
    live_same "comes the fourth" "$fourth" "$(jq -s '[.[].image.version // empty][0]' "$LIVE_DIR/said")"
    live_check "in words, too" live_exits 0 person observer watch --since "$since" --count 3 --for 20s
    live_check "the place is the same" says "muster watch --since $position"
    person observer watch --since "$since" --for 3s 2>"$LIVE_DIR/said" | head -n 1 >/dev/null
    live_check "a reader that leaves is told where to go on" says "muster watch --since "
    live_check "fewer changes than asked for is 6" live_exits 6 muster_as observer watch --count 1 --for 1s
    live_check "a team leader sees the own team's orders" live_exits 0 muster_as fire-xiangfen watch --since 0 --for 1s
    live_check "and no other team's" jq -es '[.[].image.dispatch_order // empty | .team] | unique | length == 1' "$LIVE_DIR/said"
    live_check "and what it may not list is said, not shown as empty" live_exits 4 person fire-xiangfen people
    live_check "with the role" says "Your role (team leader) may not list this: person"
    local list
    for list in log logbook responses commands rollcalls handovers drills; do
        live_check "nor a list of $list" live_exits 4 person fire-xiangfen "$list"
        live_check "which is said" says "Your role (team leader) may not list this: "
    done
    live_check "roster of a post that is none" live_exits 5 person officer roster nowhere
    live_check "is told so" says "There is no post 'nowhere'"
    # A page is of what one may see: the orders of others, which are newer, don't fill it.
    incident=$(muster_as officer report "paged" "taosi" | jq .subject)
    for team in police-110 machinery taosi-team volunteers; do
        muster_as officer dispatch "$incident" $team >/dev/null || live_fail "dispatch $team"
    done
    live_check "a page of all its orders" live_exits 0 muster_as police-110 orders --all --limit 1
    live_check "has one" live_said '(.images | length) == 1'
}

# --- orders that go elsewhere, lists in order of time ----------------------------------------------------------------

earliest_due () { muster_as officer obligations --limit 500 | jq '[.images[].obligation] | min_by (.due_at) | .id'; }

elsewhere () {
    local from to order
    from=$(muster_as officer report "flood at the mill" "taosi" | jq .subject)
    to=$(muster_as officer report "flood at the school" "taosi" | jq .subject)
    order=$(muster_as officer dispatch "$from" medical-120 | jq .subject)
    live_check "to another incident, with no team named" live_exits 0 person officer reassign "$order" --to-incident "$to" "needed there"
    live_check "says that the old order has ended" says "Order $order ended; order "
    order=$(muster_as officer orders | jq "[.images[].dispatch_order | select (.incident == $to)][0].id")
    live_check "it departs" live_exits 0 person medical-120 depart "$order"
    live_check "called back, and to the first one" live_exits 0 person officer reassign "$order" --to-incident "$from" "after all"
    live_check "says who must confirm" says "Order $order is recalled: its team must confirm (muster ack $order)."
    live_check "seen" live_exits 0 person officer receipt "$order" seen --for chen-xiulan
    live_check "and delivered, later" live_exits 0 person officer receipt "$order" delivered --for chen-xiulan
    live_check "changes nothing, and says so" says "nothing was changed"
    each_contact
    live_check "a reserved order" live_exits 0 person officer dispatch "$to" forest-fire --reserve 2h
    live_check "in the list" live_exits 0 person officer orders
    live_check "says until when" says "reserved until "
    live_check "and not since 1970" says_not "1970-"
    live_check "of what is owed" live_exits 0 person officer obligations --limit 1
    live_check "the first is what is due first" says "D$(earliest_due) "
    live_check "and that there is more" says "more come after these: muster obligations --limit 500"
    live_check "drills" live_exits 0 person officer incidents --all --limit 1
    live_check "come after what is real" says_not "XI"
    live_check "and on" live_exits 0 person officer incidents --all --before X3
    live_check "with their numbers" says "XI2 "
}

# In a mine each contact of a team must acknowledge.
each_contact () {
    local mine order
    mine=$(muster_as officer report "gas in the mine" "taosi" --type 20100 --dead 12 | jq .subject)
    order=$(muster_as officer dispatch "$mine" forest-fire | jq .subject)
    live_check "one of two" live_exits 0 person officer ack "$order" --for sun-haitao --channel phone --words "coming"
    live_check "is no acknowledgement" says "It is NOT acknowledged yet: 闫富贵 must still answer. Next: muster show O$order"
    live_check "the order's page" live_exits 0 person officer show "O$order"
    live_check "says who has" grep -Eq '^  孙海涛 +.*acknowledged' "$LIVE_DIR/said"
    live_check "a team leader's page" live_exits 0 person forest-fire show "O$order"
    live_check "counts who is missing" says "1 of the team's contacts"
    live_check "the other one" live_exits 0 person officer ack "$order" --for yan-fugui --channel phone --words "coming"
    live_check "makes it one" says "Order $order acknowledged"
}

a_gap () {
    local gap
    live_check "somebody whom no call reaches" live_exits 0 person officer contact li-na --unreachable --reason "tried"
    gap=$(muster_as leader obligations --limit 500 | jq '[.images[].obligation | select (.kind == "roster_gap")][0].subject')
    live_check "leaves a gap, which is settled" live_exits 0 person leader roster settle "W$gap" "I take the phone home"
    live_check "its page" live_exits 0 person officer show "W$gap"
    live_check "says by whom" grep -Eq '^  gap settled +.* by 王建国' "$LIVE_DIR/said"
    live_check "the journal" live_exits 0 person leader journal --after "$(muster_as leader status | jq '.head_seq - 5')"
    live_check "says with which words" says ": I take the phone home"
    live_check "reached again" live_exits 0 person officer contact li-na
}

a_full_disk () { person officer report "nobody reads this" "taosi" >/dev/full; }

what_can_not_be_told () {
    live_check "a command whose answer can't be written is an error" live_exits 1 a_full_disk
    live_check "but stored, which is said" says "The command itself WAS stored (I"
    "$live_muster" --context officer foo --json >"$LIVE_DIR/said" 2>/dev/null
    live_check "a wrong word is JSON on the output" live_said '.exit_code == 2'
}

# The database is stopped here, and started again.
what_can_not_be_read () {
    local incident entry
    incident=$(muster_as officer report "the last one" "taosi" | jq .subject)
    entry=$(muster_as officer log "before the database went" | jq .subject)
    live_pg_stop
    live_check "an entry whose corrections can't be looked for is none either" live_exits 1 person officer show "L$entry"
    live_check "though it is shown" says "before the database went"
    live_check "a report of what can't be read is an error" live_exits 1 person officer show "I$incident" --timeline
    live_check "and claims nothing" says_not "everything owed was done in time"
    live_check "but says why" says "could not be read"
    live_pg_start
    live_wait 60 "the daemon leads again" live_leads
}

# --- when nothing works ----------------------------------------------------------------------------------------------

doctor_context () {
    sed -n '/^  officer:/,/^  leader:/p' "$MUSTER_CONTEXTS" | sed -e '$d' -e "$1" | { echo "contexts:"; cat; } >"$LIVE_DIR/doctor.yaml"
}

doctor () {
    live_check "all is well" live_exits 0 person officer doctor
    live_check "and says so" says "Everything works."
    live_check "a key that is not enrolled" live_exits 1 person stranger doctor
    live_check "is told from a dead line" says "it is not enrolled, or it was revoked"
    doctor_context "s|server_key_file: [^}]*|server_key_file: keys/admin.pub|"
    live_check "the wrong server key" live_exits 1 person officer doctor --contexts "$LIVE_DIR/doctor.yaml"
    live_check "is named" says "the daemon there has another key"
    doctor_context "s|request: \(.*\), feed: \([^,]*\),|request: \2, feed: \1,|"
    live_check "two ports swapped" live_exits 1 person officer doctor --contexts "$LIVE_DIR/doctor.yaml"
    live_check "is told" says 'Swap them'
    doctor_context "s|tcp://127.0.0.1:[0-9]*|tcp://127.0.0.1:1|"
    live_check "nobody there" live_exits 1 person officer doctor --contexts "$LIVE_DIR/doctor.yaml"
    live_check "is named" says "nothing accepts a connection there"
    doctor_context "s|feed: [^,]*|feed: \"tcp://127.0.0.1:1\"|"
    live_check "a feed that nobody serves" live_exits 1 person officer doctor --contexts "$LIVE_DIR/doctor.yaml"
    live_check "is not called working" says "the feed is not heard"
    cp "$LIVE_DIR/keys/officer" "$LIVE_DIR/keys/open"
    chmod 644 "$LIVE_DIR/keys/open"
    doctor_context "s|keys/officer|keys/open|"
    live_check "a key that others can read" live_exits 1 person officer doctor --contexts "$LIVE_DIR/doctor.yaml"
    live_check "says what to run" says "chmod 600"
    live_check "no contexts file" live_exits 1 person officer doctor --contexts /nonexistent.yaml
    live_check "in JSON too" live_exits 1 muster_as stranger doctor
    live_same "counts its problems" 1 "$(field .problems)"
}

# --- administration --------------------------------------------------------------------------------------------------

administration () {
    live_check "a new key" live_exits 0 muster_as admin keygen "$LIVE_DIR/keys/new"
    live_same "is readable by its owner alone" 600 "$(stat -c %a "$LIVE_DIR/keys/new")"
    live_check "is never overwritten" live_exits 1 person admin keygen "$LIVE_DIR/keys/new"
    live_check "the secret file is not taken for a public key" live_exits 2 person admin admin enrol new observer --key "$LIVE_DIR/keys/new"
    live_check "enrol" live_exits 0 person admin admin enrol new observer --key "$LIVE_DIR/keys/new.pub"
    live_check "principals" live_exits 0 person admin admin principals
    live_check "shows the public key" says "$(head -n 1 "$LIVE_DIR/keys/new.pub")"
    live_check "revoke" live_exits 0 person admin admin revoke new "test is over"
    live_check "only once" live_exits 5 person admin admin revoke new
    live_check "officers enrol nobody" live_exits 4 person officer admin enrol x observer --key "$LIVE_DIR/keys/new.pub"
    printf 'county:\n  posts:\n    - {code: UPPER, name: x}\n' >"$LIVE_DIR/bad.yaml"
    live_check "a bad import is refused" live_exits 5 person admin import "$LIVE_DIR/bad.yaml"
    live_check "with file and line" says "bad.yaml:3"
    live_check "the journal is sound" live_exits 0 person leader journal verify
    live_check "and says so" says "The journal is sound"
    live_check "status" live_exits 0 person observer status
    live_check "is readable" says "leading: takes commands"
}

# --- the terminal ------------------------------------------------------------------------------------------------------

# Runs it at a terminal of its own.
at_terminal () { script -qec "$*" /dev/null </dev/null >"$LIVE_DIR/said" 2>&1; }
narrow () { [ "$(tr -d '\r' <"$LIVE_DIR/said" | wc -L)" -le "$1" ]; }
colored () { grep -q $'\033\\[[0-9;]*m' "$LIVE_DIR/said"; }

terminal () {
    at_terminal "TERM=xterm '$live_muster' --context officer incidents"
    live_check "colours at a terminal" colored
    at_terminal "TERM=xterm NO_COLOR=1 '$live_muster' --context officer incidents"
    live_check "none with NO_COLOR" eval '! colored'
    at_terminal "TERM=xterm '$live_muster' --context officer --no-color incidents"
    live_check "none with --no-color" eval '! colored'
    at_terminal "stty cols 80; '$live_muster' --context officer --lang en --no-color obligations --limit 20"
    live_check "nothing is wider than the terminal" narrow 80
    live_check "and it can be read what is owed" says "[leader_told]"
    person officer incidents >"$LIVE_DIR/said"
    live_check "none into a file" eval '! colored'
}

live_start
a_response
the_page_of_an_incident
exit_codes
unknown_outcomes
watching
elsewhere
a_gap
what_can_not_be_told
doctor
administration
terminal
what_can_not_be_read
live_stop || live_fail "musterd did not end cleanly"
echo "the command line works against the real daemon"
