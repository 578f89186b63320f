#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A night of the watch against the real daemon: the duty log, and a handover that is signed with the journal's hash; then
# somebody rewrites what was signed, and verify says so.
set -uo pipefail
# shellcheck source=tests/support/live-daemon
. "$(dirname "$(readlink -f "$0")")/../support/live-daemon"

person () {
    local who=$1
    shift
    "$live_muster" --context "$who" --lang en "$@"
}
says () { grep -qF -- "$1" "$LIVE_DIR/said"; }
says_not () { ! says "$1"; }

a_relief () {
    live_check "a key for the relief" live_exits 0 "$live_muster" keygen "$LIVE_DIR/keys/relief"
    live_enrol relief duty-officer --person li-na
    live_context relief >>"$LIVE_DIR/contexts.yaml"
}

the_duty_log () {
    live_check "an entry" live_exits 0 person officer log "bridge on X road closed" --incident 1
    live_check "says its number" says "L1 is in the duty log"
    live_check "a correction is another entry" live_exits 0 person officer log "not the bridge, the tunnel" --corrects L1
    live_check "of what is not there: refused" live_exits 5 person officer log "what?" --corrects L9
    live_check "a time without a text" live_exits 2 person officer log --at 02:41
    live_check "reading it" live_exits 0 person leader log
    live_check "shows what was corrected" says "bridge on X road closed (corrected by L2)"
    live_check "and the correction" says "(corrects L1) not the bridge, the tunnel"
    live_check "of today" live_exits 0 person leader logbook --day today --post county-duty-room
    live_check "has both" says "L2"
    live_check "of another post" live_exits 0 person leader logbook --post taosi
    live_check "has none" says_not "L1"
    live_check "teams write none" live_exits 4 person fire-xiangfen log "we are here"
}

the_handover () {
    live_check "opened" live_exits 0 person officer handover open --to li-na --done "lane closed" --undone "crane at nine"
    live_check "says who stays" says "You stay on duty until it is signed."
    live_check "leaving is refused" live_exits 5 person officer checkout
    live_check "and why" says "'zhang-wei' stays on duty until handover 1 is signed or cancelled."
    live_check "the sheet" live_exits 0 person relief show H1
    live_check "has the statement" says "crane at nine"
    live_check "and the incident" says "I1 "
    live_check "an objection" live_exits 0 person relief handover object H1 1 "which road?"
    live_check "the answer" live_exits 0 person officer handover answer H1 1 "the X road"
    live_check "accepting by number" live_exits 0 person relief handover accept H1 1
    live_check "something new" live_exits 0 person officer report "smoke on the hill" "Dengzhuang" --type 10700
    live_check "signing is refused while something is left" live_exits 5 person relief handover sign H1
    live_check "with how much" says "H1 can't be signed yet: "
    live_check "before anything is shown as signed" says_not "Signing the list above"
    live_check "the sheet again" live_exits 0 person relief show H1
    live_check "shows it as new" says "NEW"
    live_check "nobody else accepts" live_exits 5 person leader handover accept H1 --all
    live_check "accepting what is shown" live_exits 0 person relief handover accept H1 --all
    live_check "nobody else signs" live_exits 5 person officer handover sign H1
    live_check "signed" live_exits 0 person relief handover sign H1 --remark "taken over"
    live_check "says what" says "Signing the list above and the journal up to entry "
    live_check "and that the watch has changed" says "you are on duty"
    live_check "signing twice is refused" live_exits 5 person relief handover sign H1
    live_check "without another list" says_not "Signing the list above"
    live_check "the shifts" live_exits 0 person leader shifts
    live_check "have the new one" says "S3  李娜"
    live_check "and not the old one" says_not "S1 "
    live_check "the sheet afterwards" live_exits 0 person leader show H1
    live_check "says by whom and with which hash" says "up to entry"
    live_check "the journal is sound" live_exits 0 person leader journal verify
}

what_was_signed_is_proven () {
    local seq
    seq=$(live_sql -c "SELECT head_seq FROM muster.handover WHERE id = 1")
    live_same "the signed hash is the journal's" \
        "$(live_sql -c "SELECT encode (hash, 'hex') FROM muster.journal WHERE seq = $seq")" \
        "$(live_sql -c "SELECT encode (head_hash, 'hex') FROM muster.handover WHERE id = 1")"
    live_check "somebody rewrites the signature" live_super_sql -c \
        "UPDATE muster.handover SET head_hash = decode (repeat ('5e', 32), 'hex') WHERE id = 1"
    live_check "verify sees it" live_exits 1 person leader journal verify
    live_check "and says where" says "handover 1"
}

live_start
live_check "an incident" live_exits 0 person officer report "a truck in the ditch" "X road" --type 20800
a_relief
the_duty_log
the_handover
what_was_signed_is_proven
live_stop || live_fail "musterd did not end cleanly"
echo "the watch was handed over against the real daemon"
