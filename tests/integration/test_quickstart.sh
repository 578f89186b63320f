#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The quickstart as a newcomer runs it: twice in a row, looked at, stopped, reset; and nothing is left running.
set -euo pipefail
root=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")
quickstart=$root/deploy/quickstart
muster=$root/build/bin/muster
MUSTER_VAR=$(mktemp -d "$root/build/quickstart-XXXXXX")
export MUSTER_VAR MUSTER_CONTEXTS=$MUSTER_VAR/contexts.yaml MUSTER_LANG=en

fail () { printf 'test_quickstart: %s\n' "$*" >&2; exit 1; }
cleanup () {
    "$quickstart" reset --yes >/dev/null 2>&1 || true
    rm -rf "$MUSTER_VAR"
}
trap cleanup EXIT

# expect TEXT FILE: the file holds the text.
expect () { grep -qF -- "$1" "$2" || { cat "$2" >&2; fail "not found: $1"; }; }

echo "first run: from nothing to the end of the drill"
"$quickstart" </dev/null >"$MUSTER_VAR/../quickstart-first.log" 2>&1 || { cat "$MUSTER_VAR/../quickstart-first.log"; fail "the first run failed"; }
log=$root/build/quickstart-first.log
expect "has NOT answered; passed on as" "$log"
expect "said 闫富贵 by phone" "$log"
expect "level by the figures: significant" "$log"
expect "level by the figures: major" "$log"
expect "level confirmed: major" "$log"
expect "final report: 29 dead" "$log"
expect "closed as resolved: search and rescue ended" "$log"
expect "The command centre runs. Next:" "$log"
[ "$(grep -c 'DRILL' "$log")" -gt 30 ] || fail "the drill is not marked as one"

echo "the system runs, and its journal is sound"
"$quickstart" status >/dev/null || fail "status says that not all runs"
"$muster" journal verify --context admin --json >"$MUSTER_VAR/verify"
expect '"sound":true' "$MUSTER_VAR/verify"
incidents () { "$muster" status --context admin --json | jq '[.daemon.counters[] | select(.name == "drill_incidents_open").value][0]'; }
[ "$(incidents)" = 0 ] || fail "the drill left an incident open"

echo "second run: nothing is set up again, the drill is another one"
daemon=$(cat "$MUSTER_VAR/musterd.pid")
"$quickstart" </dev/null >"$MUSTER_VAR/second.log" 2>&1 || { cat "$MUSTER_VAR/second.log"; fail "the second run failed"; }
expect "runs already, process $daemon" "$MUSTER_VAR/second.log"
"$muster" show incident X2 --context officer >"$MUSTER_VAR/second-incident"
expect "closed" "$MUSTER_VAR/second-incident"

echo "stop leaves nothing running and loses nothing"
"$quickstart" stop >/dev/null
# A process that has ended may wait for its reaper: it has no command line any more.
[ -z "$(tr -d '\0' 2>/dev/null <"/proc/$daemon/cmdline")" ] || fail "musterd $daemon is still there"
! pgrep -f "$MUSTER_VAR" >/dev/null || fail "left running: $(pgrep -af "$MUSTER_VAR")"
"$quickstart" --no-drill </dev/null >"$MUSTER_VAR/third.log" 2>&1 || { cat "$MUSTER_VAR/third.log"; fail "the start after a stop failed"; }
"$muster" journal verify --context admin --json >"$MUSTER_VAR/verify"
expect '"sound":true' "$MUSTER_VAR/verify"

echo "reset asks once, and without a terminal wants --yes"
if "$quickstart" reset </dev/null >"$MUSTER_VAR/reset.log" 2>&1; then fail "reset did not ask"; fi
expect "--yes" "$MUSTER_VAR/reset.log"
"$quickstart" reset --yes >/dev/null
[ ! -d "$MUSTER_VAR" ] || [ -z "$(ls -A "$MUSTER_VAR")" ] || fail "reset left something in $MUSTER_VAR"
! pgrep -f "$MUSTER_VAR" >/dev/null || fail "reset left a process"
echo "the quickstart keeps its promise"
