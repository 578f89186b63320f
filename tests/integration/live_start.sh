#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A start that can't succeed ends with exit code 1 and says what to do; one that may succeed later goes on trying.
set -uo pipefail
# shellcheck source=../support/live-daemon
. "$(dirname "$(readlink -f "$0")")/../support/live-daemon"
live_start
live_stop || live_fail "the daemon did not stop cleanly"

# start_fails WHAT WORDS CONNECTION: exit code 1, with these words on the last line.
start_fails () {
    local code=0
    live_connection=$3
    live_write_config
    live_connection=
    "$live_musterd" --config "$LIVE_DIR/musterd.yaml" >"$LIVE_DIR/start" 2>&1 || code=$?
    live_same "$1: exit code" 1 $code
    live_check "$1: the last line says what to do" grep -q -- "^musterd: .*$2" <(tail -n 1 "$LIVE_DIR/start")
}

start_fails "no such database" "create the database" "${LIVE_CONNINFO/dbname=muster/dbname=nowhere}"
start_fails "no such user" "check user, password" "${LIVE_CONNINFO/user=muster/user=nobody-of-that-name}"

live_say "a clock that a file drives, outside tests"
printf '\1\0\0\0\0\0\0\0' >"$LIVE_DIR/clock"
LIVE_CLOCK=$LIVE_DIR/clock
unset MUSTER_TESTS
start_fails "test clock" "test.clock_file is refused outside tests" "$LIVE_CONNINFO"
LIVE_CLOCK=

live_say "a role that needs a password"
hba=$LIVE_DIR/pg/data/pg_hba.conf
live_super_sql -c "CREATE ROLE keeper LOGIN PASSWORD 'right'" || live_fail "no role"
sed -i '1i local all keeper scram-sha-256' "$hba" || live_fail "pg_hba.conf"
live_super_sql -c "SELECT pg_reload_conf ()" >/dev/null || live_fail "no reload"
keeper=${LIVE_CONNINFO/user=muster/user=keeper}
start_fails "no password" "passfile" "$keeper"
printf '*:*:*:keeper:wrong\n' >"$LIVE_DIR/keys/pgpass"
chmod 600 "$LIVE_DIR/keys/pgpass"
start_fails "wrong password" "check user, password" "$keeper\"
  passfile: \"keys/pgpass"
if grep -q wrong "$LIVE_DIR/start"; then live_fail "the password was told"; fi

live_say "a database of a newer musterd"
live_sql -c "INSERT INTO muster.schema_version (version, name) VALUES (999, 'from the future')" || live_fail "SQL"
start_fails "newer schema" "schema is version 999.*install the newer musterd" "$LIVE_CONNINFO"
live_sql -c "DELETE FROM muster.schema_version WHERE version = 999"

live_say "the port is taken"
live_write_config
live_resume
start_fails "port in use" "Address already in use" "$LIVE_CONNINFO"
live_leads || live_fail "the first daemon does not lead any more"
live_stop || live_fail "the daemon did not stop cleanly"

live_say "PostgreSQL is not there at the start"
tried_often () { [ "$(grep -c 'store away' "$LIVE_DIR/musterd.log")" -ge 3 ]; }
live_pg_stop
: >"$LIVE_DIR/musterd.log"
live_launch
live_wait 20 "it goes on trying" tried_often
live_check "and runs" live_running
live_pg_start
live_wait 30 "it leads as soon as PostgreSQL is there" live_leads

live_say "stopped while PostgreSQL is away"
live_pg_stop
live_wait 10 "it noticed" live_is store_away
live_check "it ends cleanly" live_stop
