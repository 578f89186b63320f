/* SPDX-License-Identifier: Apache-2.0 */
/* test_store_postgres.c: what only a real PostgreSQL can do to the store, and what analysts find in its tables. */
#include "store_rig.h"

#include "store/migrate.h"
#include "store/postgres_columns.h"
#include "store/postgres_session.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t
sql_number (const char *statement)
{
    return strtoll (sql ("%s", statement), NULL, 10);
}

/* The server's process that serves the store's batches: the one that holds the leader's lock. */
#define LEADER_PID                                                                                                   \
    "(SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1299542900 LIMIT 1)"

/* Waits until SQL says true: for things that other processes do. */
static void
sql_wait (const char *statement)
{
    for (int tries = 0; strcmp (sql ("%s", statement), "t") != 0; tries++) {
        assert_true (tries < 2000);
        sql ("SELECT pg_sleep (0.01)"); /* the server waits, between two looks */
    }
}

static void
wait_blocked (void)
{
    sql_wait ("SELECT count (*) = 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
}

/* Kills the one session that waits for the blocker. */
static void
end_blocked_session (void)
{
    wait_blocked ();
    sql ("SELECT pg_terminate_backend (pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
}

/* ---- one session ---- */

static void
a_sync_that_nobody_sent_is_a_failure_and_no_endless_loop (void **state)
{
    (void)state;
    struct session session = { 0 };
    struct failure failure = { 0 };
    struct session_target target = { cluster_conninfo (), RIG_WAIT_MAX_MS };
    assert_int_equal (session_open (&session, &target, 0, &failure), 0);
    while (session_connect (&session, 0, &failure) == PROGRESS_WAIT)
        sql ("SELECT pg_sleep (0.01)");
    assert_int_equal (PQenterPipelineMode (session.conn), 1);
    assert_int_equal (session_sync (&session, &failure), PROGRESS_FAILED);
    session_close (&session);
}

/* ---- failures of a batch ---- */

static void
a_session_killed_in_a_batch_leaves_the_state_exact (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    struct entity *incident = &maker_incident (maker, 1)->entity;
    maker_change (maker, incident);
    rig_submit_wait (rig, maker_batch (maker));
    blocker_begin ("LOCK TABLE muster.command"); /* the last table of the batch */
    maker_next (maker);
    maker_change (maker, incident);
    maker_command (maker, 1);
    rig->store->ops->submit (rig->store, maker_batch (maker));
    end_blocked_session ();
    rig_wait (rig, &rig->failed, 1);
    assert_false (rig->fatal);
    assert_int_equal (rig->committed, 1);
    blocker_end ();

    rig_forget (rig);
    rig->store->ops->start (rig->store);
    rig_wait (rig, &rig->ready, 1);
    assert_int_equal (rig->head.seq, 1);
    assert_int_equal (rig->commands_count, 0);
    incident->version = 1;
    assert_image (&rig->loaded, incident);
    maker_follow (maker, rig);
    maker_change (maker, incident);
    rig_submit_wait (rig, maker_batch (maker));
    maker_free (maker);
    rig_close (rig);
}

/* A server that hangs closes no connection: only time tells. */
static void
a_commit_that_does_not_come_within_the_lease_is_a_failure (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    blocker_begin ("LOCK TABLE muster.command");
    maker_change (maker, &maker_incident (maker, 1)->entity);
    maker_command (maker, 1);
    rig->store->ops->submit (rig->store, maker_batch (maker));
    wait_blocked ();
    rig_wait (rig, &rig->failed, 1);
    assert_false (rig->fatal);
    assert_int_equal (rig->committed, 0);
    assert_non_null (strstr (rig->text, "within the lease"));
    blocker_end ();
    rig->store->ops->start (rig->store);
    rig_wait (rig, &rig->ready, 2);
    maker_free (maker);
    rig_close (rig);
}

static void
an_idle_session_that_ends_is_noticed (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    sql ("SELECT pg_terminate_backend (" LEADER_PID ")");
    rig_wait (rig, &rig->failed, 1);
    assert_false (rig->fatal);
    assert_non_null (strstr (rig->text, "57P01"));
    rig_close (rig);
}

static void
a_warning_is_a_failure_though_the_batch_is_durable (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    sql ("CREATE FUNCTION muster.warn () RETURNS trigger LANGUAGE plpgsql AS "
         "'BEGIN RAISE WARNING ''replication was given up''; RETURN NULL; END'");
    sql ("CREATE TRIGGER warn AFTER INSERT ON muster.command EXECUTE FUNCTION muster.warn ()");
    struct maker *maker = maker_create (rig);
    maker_change (maker, &maker_incident (maker, 1)->entity);
    maker_command (maker, 1);
    rig->store->ops->submit (rig->store, maker_batch (maker));
    rig_wait (rig, &rig->failed, 1);
    assert_int_equal (rig->committed, 0);
    assert_false (rig->fatal);
    assert_non_null (strstr (rig->text, "replication was given up"));
    rig->store->ops->start (rig->store);
    rig_wait (rig, &rig->ready, 2);
    assert_int_equal (rig->head.seq, 1);
    assert_image (&rig->loaded, maker->entities[0]);
    maker_free (maker);
    rig_close (rig);
}

static void
a_notice_is_no_failure (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    sql ("ALTER ROLE muster SET client_min_messages = notice");
    sql ("CREATE FUNCTION muster.warn () RETURNS trigger LANGUAGE plpgsql AS "
         "'BEGIN RAISE NOTICE ''nothing much''; RETURN NULL; END'");
    sql ("CREATE TRIGGER warn AFTER INSERT ON muster.command EXECUTE FUNCTION muster.warn ()");
    struct maker *maker = maker_create (rig);
    maker_command (maker, 1);
    rig_submit_wait (rig, maker_batch (maker));
    sql ("ALTER ROLE muster RESET client_min_messages");
    maker_free (maker);
    rig_close (rig);
}

static void
a_newer_epoch_fences_by_the_table_alone (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    sql ("UPDATE muster.leader SET epoch = epoch + 1");
    maker_change (maker, &maker_incident (maker, 1)->entity);
    rig->store->ops->submit (rig->store, maker_batch (maker));
    rig_wait (rig, &rig->failed, 1);
    assert_int_equal (rig->committed, 0);
    assert_false (rig->fatal);
    assert_non_null (strstr (rig->text, "another daemon leads"));
    assert_int_equal (sql_number ("SELECT count (*) FROM muster.journal"), 0);
    maker_free (maker);
    rig_close (rig);
}

/* The takeover's epoch must not commit before a batch that has passed its fence, nor such a batch after it. */
static void
a_takeover_waits_for_a_batch_under_way (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    blocker_begin ("LOCK TABLE muster.command");
    maker_command (maker, 1);
    rig->store->ops->submit (rig->store, maker_batch (maker));
    wait_blocked ();
    sql ("SET lock_timeout = 100");
    sql ("DO $$ BEGIN UPDATE muster.leader SET epoch = epoch + 1; RAISE 'took over in the middle of a batch';"
         " EXCEPTION WHEN lock_not_available THEN NULL; END $$");
    sql ("RESET lock_timeout");
    blocker_end ();
    rig_wait (rig, &rig->committed, 1);
    maker_free (maker);
    rig_close (rig);
}

static void
a_role_that_would_not_wait_for_the_disk_is_made_to (void **state)
{
    (void)state;
    sql ("ALTER ROLE muster SET synchronous_commit = off");
    sql ("ALTER ROLE muster SET default_transaction_isolation = 'serializable'");
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    sql ("CREATE TABLE muster.seen AS SELECT ''::text AS commit, ''::text AS isolation; GRANT ALL ON muster.seen TO "
         "muster");
    sql ("CREATE FUNCTION muster.look () RETURNS trigger LANGUAGE plpgsql AS $$BEGIN UPDATE muster.seen SET"
         " commit = current_setting ('synchronous_commit'), isolation = current_setting ('transaction_isolation');"
         " RETURN NULL; END$$");
    sql ("CREATE TRIGGER look AFTER INSERT ON muster.command EXECUTE FUNCTION muster.look ()");
    maker_command (maker, 1);
    rig_submit_wait (rig, maker_batch (maker));
    sql ("ALTER ROLE muster RESET ALL");
    assert_string_equal (sql ("SELECT commit || ', ' || isolation FROM muster.seen"), "on, read committed");
    maker_free (maker);
    rig_close (rig);
}

/* ---- failures of a start ---- */

static void
assert_start_fails (bool fatal, const char *word)
{
    struct rig *rig = rig_open ("tcp://a");
    rig_wait (rig, &rig->failed, 1);
    if (rig->fatal != fatal || strstr (rig->text, word) == NULL || strchr (rig->text, '\n') != NULL)
        fail_msg ("fatal %d, no '%s' in: %s", rig->fatal, word, rig->text);
    rig_close (rig);
}

static void
a_newer_schema_is_refused_for_good (void **state)
{
    (void)state;
    char words[64];
    rig_close (rig_open_ready ("tcp://a"));
    int last = migrations[migrations_count - 1].version;
    sql ("INSERT INTO muster.schema_version (version, name) VALUES (%d, 'future')", last + 4);
    snprintf (words, sizeof words, "version %d, this musterd knows versions up to %d", last + 4, last);
    assert_start_fails (true, words);
}

static void
a_migration_is_applied_once (void **state)
{
    (void)state;
    rig_close (rig_open_ready ("tcp://a"));
    struct rig *rig = rig_open_ready ("tcp://a");
    assert_int_equal (sql_number ("SELECT count (*) FROM muster.schema_version"), migrations_count);
    assert_int_equal (sql_number ("SELECT count (*) FROM pg_locks WHERE locktype = 'advisory'"), 1); /* the lead */
    rig_close (rig);
}

static void
two_stores_migrate_an_empty_database_together (void **state)
{
    (void)state;
    struct rig *first = rig_open ("tcp://first"), *second = rig_open ("tcp://second");
    rig_wait_both (first, second, &first->placed, 1);
    rig_wait_both (first, second, &second->placed, 1);
    assert_int_equal (first->ready + second->ready, 1);
    assert_int_equal (first->failed + second->failed, 0);
    assert_int_equal (sql_number ("SELECT count (*) FROM muster.schema_version"), migrations_count);
    rig_close (first);
    rig_close (second);
}

static void
a_missing_database_is_fatal (void **state)
{
    (void)state;
    rig_conninfo_more = "dbname=nowhere";
    assert_start_fails (true, "create the database");
}

static void
a_refused_user_is_fatal (void **state)
{
    (void)state;
    rig_conninfo_more = "user=stranger";
    assert_start_fails (true, "pg_hba.conf");
}

static void
a_wrong_connection_string_is_fatal (void **state)
{
    (void)state;
    rig_conninfo_more = "colour=blue";
    assert_start_fails (true, "colour");
}

static void
a_missing_right_is_fatal (void **state)
{
    (void)state;
    sql ("DROP DATABASE IF EXISTS others");
    sql ("CREATE DATABASE others");
    rig_conninfo_more = "dbname=others";
    assert_start_fails (true, "grant it CREATE on the database");
    sql ("DROP DATABASE others WITH (FORCE)");
}

static void
a_schema_made_beforehand_needs_no_right (void **state)
{
    (void)state;
    sql ("REVOKE CREATE ON DATABASE muster FROM muster");
    assert_start_fails (true, "grant it CREATE");
    sql ("CREATE SCHEMA muster AUTHORIZATION muster");
    rig_close (rig_open_ready ("tcp://a"));
    sql ("GRANT CREATE ON DATABASE muster TO muster");
}

static void
a_right_taken_away_is_fatal (void **state)
{
    (void)state;
    rig_close (rig_open_ready ("tcp://a"));
    sql ("REVOKE UPDATE ON muster.leader FROM muster");
    sql ("ALTER TABLE muster.leader OWNER TO postgres; GRANT SELECT, INSERT ON muster.leader TO muster");
    assert_start_fails (true, "42501");
}

static void
a_dead_address_is_not_fatal (void **state)
{
    (void)state;
    rig_conninfo_more = "host=/nonexistent";
    assert_start_fails (false, "/nonexistent");
}

static void
a_stopped_server_is_waited_for (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    maker_change (maker, &maker_incident (maker, 1)->entity);
    rig_submit_wait (rig, maker_batch (maker));
    cluster_pause ();
    rig_wait (rig, &rig->failed, 1);
    assert_false (rig->fatal);
    rig->store->ops->start (rig->store);
    rig_wait (rig, &rig->failed, 2);
    assert_false (rig->fatal);
    cluster_resume ();
    rig->store->ops->start (rig->store);
    rig_wait (rig, &rig->ready, 2);
    assert_image (&rig->loaded, maker->entities[0]);
    maker_free (maker);
    rig_close (rig);
}

/* ---- reads and their own session ---- */

static void
a_lost_read_session_fails_reads_but_no_lookup (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    uint8_t id[COMMAND_ID_BYTES];
    maker_command (maker, 5);
    rig_submit_wait (rig, maker_batch (maker));
    const struct store_ops *ops = rig->store->ops;
    ops->fetch (rig->store, ENTITY_TEAM, 1, rig_image, rig); /* opens the session */
    rig_wait (rig, &rig->images.ends, 1);

    blocker_begin ("LOCK TABLE muster.team");
    command_id (5, id);
    ops->fetch (rig->store, ENTITY_TEAM, 1, rig_image, rig);
    ops->lookup_command (rig->store, 7, id, rig_command, rig);
    ops->list (rig->store, ENTITY_TEAM, 0, 1, rig_image, rig);
    rig->store->ops->handle (rig->store, 0);
    end_blocked_session ();
    rig_wait (rig, &rig->images.ends, 3);
    assert_true (rig->images.failed);
    assert_int_equal (rig->lookups, 0);
    blocker_end ();
    rig_wait (rig, &rig->lookups, 1);
    assert_int_equal (rig->found, 1);
    assert_int_equal (rig->failed, 0);
    maker_free (maker);
    rig_close (rig);
}

static void
a_scan_sees_one_moment (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    struct entity *team = maker_entity (maker, ENTITY_TEAM, 1), *incident = &maker_incident (maker, 1)->entity;
    maker_change (maker, team);
    maker_change (maker, incident);
    rig_submit_wait (rig, maker_batch (maker));
    blocker_begin ("LOCK TABLE muster.profile"); /* between the entries and the rows */
    rig->store->ops->scan (rig->store, rig_entry, rig_image, rig);
    rig_wait (rig, &rig->entries.ends, 1);
    maker_next (maker);
    maker_change (maker, incident);
    rig_submit_wait (rig, maker_batch (maker));
    blocker_end ();
    rig_wait (rig, &rig->images.ends, 1);
    assert_int_equal (rig->entries.count, 2);
    assert_int_equal (rig->images.count, 2);
    assert_int_equal (rig->images.items[1].version, 2);
    maker_free (maker);
    rig_close (rig);
}

static void
a_scan_does_not_wait_for_ever (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    blocker_begin ("LOCK TABLE muster.profile");
    rig->store->ops->scan (rig->store, rig_entry, rig_image, rig);
    rig_wait (rig, &rig->images.ends, 1);
    assert_true (rig->images.failed);
    blocker_end ();
    rig->store->ops->scan (rig->store, rig_entry, rig_image, rig);
    rig_wait (rig, &rig->images.ends, 2); /* and the next one is not kept waiting by it */
    rig_close (rig);
}

/* ---- the tables ---- */

static void
the_column_table_is_the_databases (void **state)
{
    (void)state;
    rig_close (rig_open_ready ("tcp://a"));
    static const char *const ends[] = { "id", "version", "settled_seq", "image" };
    FOR_EACH_ENTITY_KIND (kind) {
        size_t count;
        const struct column *column = columns_of (kind, &count);
        assert_true (count > 0);
        const char *format = "SELECT format_type (atttypid, NULL) FROM pg_attribute"
                             " WHERE attrelid = 'muster.%s'::regclass AND attname = '%s'";
        for (size_t i = 0; i < count; i++)
            assert_string_equal (sql (format, entity_kind_name (kind), column[i].name), column_sql_type (&column[i]));
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            assert_string_equal (sql (format, entity_kind_name (kind), ends[i]), i == 3 ? "bytea" : "bigint");
        const char *all = sql ("SELECT count (*) FROM pg_attribute WHERE attrelid = 'muster.%s'::regclass"
                               " AND attnum > 0 AND NOT attisdropped",
                               entity_kind_name (kind));
        assert_int_equal (strtoll (all, NULL, 10), count + 4);
    }
}

static void
every_table_and_column_has_a_comment (void **state)
{
    (void)state;
    rig_close (rig_open_ready ("tcp://a"));
    assert_string_equal (sql ("SELECT string_agg (c.relname || '.' || a.attname, ' ') FROM pg_class c"
                              " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
                              " WHERE c.relnamespace = 'muster'::regnamespace AND c.relkind = 'r'"
                              " AND (col_description (c.oid, a.attnum) IS NULL"
                              " OR obj_description (c.oid, 'pg_class') IS NULL)"),
                         "");
}

static void
an_analyst_reads_plain_columns (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    struct incident *incident = maker_incident (maker, 1);
    incident->position = (struct position){ .known = true, .latitude = 35.876, .longitude = 111.441 };
    incident->figures.loss_yuan = 11640350;
    incident->level = LEVEL_MAJOR;
    incident->type_code = 20300;
    struct team *team = (struct team *)maker_entity (maker, ENTITY_TEAM, 1);
    team->kind = TEAM_PROFESSIONAL;
    team->skills_count = team->contacts_count = 2;
    team->skills[0] = 20400;
    team->skills[1] = 20000;
    team->contacts[0] = 18446744073709551ULL;
    team->contacts[1] = 3;
    struct principal *principal = (struct principal *)maker_entity (maker, ENTITY_PRINCIPAL, 1);
    principal->key[0] = 0xfe;
    maker_change (maker, &incident->entity);
    maker_change (maker, &team->entity);
    maker_change (maker, &principal->entity);
    rig_submit_wait (rig, maker_batch (maker));

    assert_string_equal (
        sql ("SELECT state || ' ' || level || ' ' || type_code || ' ' || dead || ' ' ||"
             " coalesce (missing::text, '-') || ' ' || loss_yuan || ' ' || latitude || ' ' || longitude"
             " FROM muster.incident"),
        "reported major 20300 0 - 11640350 35.876 111.441");
    assert_string_equal (sql ("SELECT what FROM muster.incident"), incident->what);
    assert_string_equal (sql ("SELECT to_char (reported_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') || ' ' ||"
                              " (closed_at IS NULL) FROM muster.incident"),
                         "2020-08-29 01:40:00.123 true");
    assert_string_equal (sql ("SELECT kind || skills::text || contacts::text || (latitude IS NULL) FROM muster.team"),
                         "professional{20400,20000}{18446744073709551,3}true");
    assert_string_equal (sql ("SELECT length (key) || ' ' || get_byte (key, 0) FROM muster.principal"), "32 254");
    assert_string_equal (
        sql ("SELECT string_agg (kind || ' ' || subject_kind || ' ' || coalesce (incident::text, '-') ||"
             " ' ' || (command_id IS NULL), ', ' ORDER BY seq) FROM muster.journal"),
        "order.acknowledged incident 1 false, order.acknowledged team - false, "
        "order.acknowledged principal - true");
    assert_string_equal (sql ("SELECT state || open_orders FROM muster.open_incident"), "reported0");
    maker_free (maker);
    rig_close (rig);
}

/* An update that touches an index would write each index anew: ten times the work at a burst. */
static void
changes_of_open_rows_stay_hot (void **state)
{
    (void)state;
    enum { ROWS = 20, ROUNDS = 30 };
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    for (uint64_t id = 1; id <= ROWS; id++) {
        struct obligation *obligation = (struct obligation *)maker_entity (maker, ENTITY_OBLIGATION, id);
        obligation->state = OBLIGATION_ARMED;
        obligation->incident = id;
        obligation->subject_kind = ENTITY_INCIDENT;
        struct dispatch_order *order = (struct dispatch_order *)maker_entity (maker, ENTITY_DISPATCH_ORDER, id);
        order->state = ORDER_ISSUED;
        order->incident = id;
        maker_incident (maker, id);
    }
    for (int round = 0; round <= ROUNDS; round++) {
        maker_next (maker);
        for (size_t i = 0; i < maker->entities_count; i++)
            maker_change (maker, maker->entities[i]);
        rig_submit_wait (rig, maker_batch (maker));
    }
    rig_close (rig); /* the server counts a session's work at the latest when it ends */
    sql_wait ("SELECT coalesce (sum (n_tup_upd), 0) >= 1800 FROM pg_stat_user_tables"
              " WHERE relname IN ('incident', 'dispatch_order', 'obligation')");
    assert_string_equal (sql ("SELECT min (n_tup_hot_upd * 100 / n_tup_upd) >= 90 FROM pg_stat_user_tables"
                              " WHERE relname IN ('incident', 'dispatch_order', 'obligation')"),
                         "t");
    maker_free (maker);
}

const struct CMUnitTest postgres_tests[] = {
    STORE_TEST (a_sync_that_nobody_sent_is_a_failure_and_no_endless_loop),
    STORE_TEST (a_session_killed_in_a_batch_leaves_the_state_exact),
    STORE_TEST (a_commit_that_does_not_come_within_the_lease_is_a_failure),
    STORE_TEST (an_idle_session_that_ends_is_noticed),
    STORE_TEST (a_warning_is_a_failure_though_the_batch_is_durable),
    STORE_TEST (a_notice_is_no_failure),
    STORE_TEST (a_newer_epoch_fences_by_the_table_alone),
    STORE_TEST (a_takeover_waits_for_a_batch_under_way),
    STORE_TEST (a_role_that_would_not_wait_for_the_disk_is_made_to),
    STORE_TEST (a_newer_schema_is_refused_for_good),
    STORE_TEST (a_migration_is_applied_once),
    STORE_TEST (two_stores_migrate_an_empty_database_together),
    STORE_TEST (a_missing_database_is_fatal),
    STORE_TEST (a_refused_user_is_fatal),
    STORE_TEST (a_wrong_connection_string_is_fatal),
    STORE_TEST (a_missing_right_is_fatal),
    STORE_TEST (a_schema_made_beforehand_needs_no_right),
    STORE_TEST (a_right_taken_away_is_fatal),
    STORE_TEST (a_dead_address_is_not_fatal),
    STORE_TEST (a_stopped_server_is_waited_for),
    STORE_TEST (a_lost_read_session_fails_reads_but_no_lookup),
    STORE_TEST (a_scan_sees_one_moment),
    STORE_TEST (a_scan_does_not_wait_for_ever),
    STORE_TEST (the_column_table_is_the_databases),
    STORE_TEST (every_table_and_column_has_a_comment),
    STORE_TEST (an_analyst_reads_plain_columns),
    STORE_TEST (changes_of_open_rows_stay_hot),
};
const size_t postgres_tests_count = sizeof postgres_tests / sizeof *postgres_tests;
