#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Everything wrong that can come in, while another client goes on working: live_bad_input.sh FOLDER-OF-PROGRAMS
set -uo pipefail
# shellcheck source=../support/live-daemon
. "$(dirname "$(readlink -f "$0")")/../support/live-daemon"
programs=$1
live_start

live_say "another client works all the while, one report at a time"
live_spawn "$programs/live_load" leader 0 1 10000 >"$LIVE_DIR/load" 2>&1
load=$live_spawned
live_wait 10 "it has begun" grep -qs '^final' "$LIVE_DIR/load"
before_kib=$(live_rss_kib)

live_check "bad input" "$programs/live_bad"
live_check "strangers" "$programs/live_stranger"

after_kib=$(live_rss_kib)
kill -TERM $load
live_check "the other client was served all the while" wait $load
slowest_ms=$(awk '/^final/ && $7 > most { most = $7 } END { print most + 0 }' "$LIVE_DIR/load")
live_say "its reports: $(grep -c '^final' "$LIVE_DIR/load"), the slowest took $slowest_ms ms; memory $before_kib -> $after_kib KiB"
live_check "it never waited for 3 s" [ "$slowest_ms" -lt 3000 ]
# Some 20,000 open incidents are kept, at about 2 KiB each; the frame of 100 MiB is not.
live_sanitized || live_check "memory stays bounded" [ $((after_kib - before_kib)) -lt 98304 ]
live_check "the journal is sound" muster_as admin --timeout 2m journal verify
live_check "the daemon stops cleanly" live_stop
