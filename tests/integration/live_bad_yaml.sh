#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A mistake in a YAML file is named with file, line and key: the daemon's configuration, contexts, imports.
set -uo pipefail
# shellcheck source=../support/live-daemon
. "$(dirname "$(readlink -f "$0")")/../support/live-daemon"
live_start
cd "$LIVE_DIR" || exit 1

# says CODE WORDS COMMAND...: that exit code, and these words somewhere.
says () {
    local code=$1 words=$2
    shift 2
    live_check "$words" live_exits "$code" "$@"
    live_check "  is said" grep -q -- "$words" "$LIVE_DIR/said"
}

live_say "musterd.yaml"
# config_says LINE WORDS: the file with this line after the last one (12) is refused
config_says () {
    live_extra=$1
    live_write_config
    says 2 "$2" "$live_musterd" --config musterd.yaml --check-config
}
config_says 'limits: {open_incidents: -1}' "musterd.yaml:12:[0-9]*: key 'limits.open_incidents'"
config_says 'limits: {open_incident: 5}' "musterd.yaml:12:[0-9]*: key 'limits.open_incident': unknown key.*did you mean 'open_incidents'"
config_says 'log: {level: loud}' "musterd.yaml:12:[0-9]*: key 'log.level'"
config_says 'centre: again' "musterd.yaml:12:[0-9]*:.*centre"
config_says $'log:\n\tlevel: info' "musterd.yaml:13:"
config_says 'limits: [1, 2]' "musterd.yaml:12:[0-9]*: key 'limits'"
config_says 'limits: {command_answer_interim: 2}' "musterd.yaml:12:[0-9]*: key 'limits.command_answer_interim'"
live_extra=
live_write_config
says 0 "good" "$live_musterd" --config musterd.yaml --check-config
says 2 "nowhere.yaml: can't be opened" "$live_musterd" --config nowhere.yaml
chmod 644 keys/server
says 1 "keys/server" "$live_musterd" --config musterd.yaml
chmod 600 keys/server

live_say "contexts.yaml"
contexts_say () {
    printf '%s\n' "$1" >broken.yaml
    says 1 "$2" "$live_muster" --contexts broken.yaml --lang en status
}
contexts_say $'contexts:\n  a:\n    secret_key: x' "broken.yaml:3: unknown key 'secret_key'"
contexts_say $'contexts:\n  a:\n    secret_key_file: x' "broken.yaml:2: .*'daemons' is missing"
contexts_say $'contexts:\n  a:\n    secret_key_file: x\n    daemons:\n      - {request: "nowhere", feed: "tcp://a:1", server_key_file: keys/server.pub}' \
    "broken.yaml:5: 'request' must look like tcp"
contexts_say $'current: b\ncontexts:\n  a:\n    secret_key_file: keys/admin\n    daemons:\n      - {request: "tcp://a:1", feed: "tcp://a:2", server_key_file: keys/server.pub}' \
    "has no context \"b\""
contexts_say $'contexts: [' "broken.yaml:2: "
says 1 "nowhere.yaml" "$live_muster" --contexts nowhere.yaml --lang en status

live_say "imports"
# import_says OLD NEW WORDS FILE: the good file with a mistake in it is refused, and nothing of it is taken.
import_says () {
    sed "s|$1|$2|" "$4" >mistake.yaml
    if cmp -s "$4" mistake.yaml; then live_fail "there is no '$1' in $4"; fi
    local before
    before=$(muster_as admin status | jq .head_seq)
    says 5 "$3" "$live_muster" --context admin --lang en import mistake.yaml
    live_same "  nothing was taken" "$before" "$(muster_as admin status | jq .head_seq)"
}
line_of () { grep -n -- "$1" "$2" | head -n 1 | cut -d : -f 1; }
profile=$live_profile
county=$live_county
import_says 'due: 5m' 'due: soon' "mistake.yaml:$(line_of 'due: 5m' "$profile"):[0-9]*: key '.*acknowledge_order.due'" "$profile"
import_says 'missing_count_as_dead: false' 'missing_count_as_dead: perhaps' \
    "mistake.yaml:$(line_of 'missing_count' "$profile"):[0-9]*: key '.*missing_count_as_dead'" "$profile"
import_says 'policy: no_team' 'policy: no_teams' "mistake.yaml:$(line_of 'policy: no_team' "$profile"):[0-9]*: .*no_teams" "$profile"
import_says 'kind: national' 'kind: royal' "mistake.yaml:$(line_of 'kind: national' "$county"):[0-9]*: key '.*kind'" "$county"
import_says 'latitude: 35.8790' 'latitude: 135.8790' "mistake.yaml:$(line_of 'latitude: 35.8790' "$county"):[0-9]*: .*latitude" "$county"
import_says 'code: zhang-wei' 'code: Zhang' "mistake.yaml:$(line_of 'code: zhang-wei' "$county"):[0-9]*: .*code" "$county"
import_says 'code: li-na' 'code: zhang-wei' "mistake.yaml:$(line_of 'code: li-na' "$county"):[0-9]*: .*zhang-wei" "$county"
import_says 'contacts: .guo-zhiqiang.' 'contacts: [nobody-known]' "nobody-known" "$county"
printf 'county: [' >mistake.yaml
says 5 "mistake.yaml:[12]:" "$live_muster" --context admin --lang en import mistake.yaml
says 5 "empty" "$live_muster" --context admin --lang en import /dev/null
says 1 "nowhere.yaml" "$live_muster" --context admin --lang en import nowhere.yaml
live_check "the daemon still leads" live_leads
live_check "and stops cleanly" live_stop
