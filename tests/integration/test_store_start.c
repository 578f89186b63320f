/* SPDX-License-Identifier: Apache-2.0 */
/* test_store_start.c: what a start reads from PostgreSQL. */
#include "store_rig.h"

#include <stdlib.h>
#include <string.h>

enum { OPEN = 200, HISTORY = 2000, SETTLED_ID = 1000, OPEN_ID = 10000, READS_PER_LOADED = 2 };

/* Kinds that are open and then history. (Entries of the duty log and consultations are never open.) */
static bool
becomes_history (enum entity_kind kind)
{
    return (entity_settles (kind) || kind == ENTITY_REPORT) && kind != ENTITY_DUTY_LOG_ENTRY &&
           kind != ENTITY_CONSULTATION;
}

/* Copies incident 5 and all that hangs on it. A kind or a column that comes later is copied like the others. */
static void
copy_incident (int copies, int first)
{
    FOR_EACH_ENTITY_KIND (kind)
        if (becomes_history (kind))
            sql ("INSERT INTO muster.%s SELECT (jsonb_populate_record (t, jsonb_build_object ('id', %d + n,"
                 " 'incident', %d + n))).* FROM muster.%s t, generate_series (1, %d) n WHERE t.id < %d",
                 entity_kind_name (kind), first, first, entity_kind_name (kind), copies, SETTLED_ID);
}

/* As life does it: what is settled leaves a dead entry in the index of what is open. Nobody cleans up meanwhile. */
static void
settle_history (void)
{
    FOR_EACH_ENTITY_KIND (kind)
        if (becomes_history (kind))
            sql ("ALTER TABLE muster.%s SET (autovacuum_enabled = off);"
                 "UPDATE muster.%s SET version = 1, settled_seq = 1 WHERE id BETWEEN %d AND %d",
                 entity_kind_name (kind), entity_kind_name (kind), SETTLED_ID, OPEN_ID);
}

static void
make_history (void)
{
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    maker_one_of_each (maker);
    rig_submit_wait (rig, maker_batch (maker));
    maker_free (maker);
    rig_close (rig);
    copy_incident (HISTORY, SETTLED_ID);
    copy_incident (OPEN - 1, OPEN_ID);
    settle_history ();
    sql ("INSERT INTO muster.command SELECT principal, gen_random_uuid (), payload_hash, at - n * interval '1 s',"
         " result FROM muster.command, generate_series (1, %d) n",
         HISTORY);
}

/* The server counts a session's work at the latest when it ends. */
static void
await_sessions_ended (void)
{
    for (int tries = 0; strcmp (sql ("SELECT count (*) FROM pg_stat_activity WHERE usename = 'muster'"), "0") != 0;) {
        assert_true (tries++ < 2000);
        sql ("SELECT pg_sleep (0.01)");
    }
}

/* Rows and index entries that the sessions of musterd have read since the last pg_stat_reset. */
static size_t
read_since_reset (void)
{
    await_sessions_ended ();
    return strtoul (sql ("SELECT sum (read) FROM (SELECT seq_tup_read AS read FROM pg_stat_user_tables"
                         " WHERE schemaname = 'muster' UNION ALL SELECT idx_tup_read FROM pg_stat_user_indexes"
                         " WHERE schemaname = 'muster') t"),
                    NULL, 10);
}

static const char *
most_read (void)
{
    return sql ("SELECT string_agg (name || ' ' || read, ', ' ORDER BY read DESC) FROM (SELECT relname || '.' || "
                "'rows' AS name,"
                " seq_tup_read AS read FROM pg_stat_user_tables WHERE schemaname = 'muster' UNION ALL"
                " SELECT indexrelname, idx_tup_read FROM pg_stat_user_indexes WHERE schemaname = 'muster') t"
                " WHERE read > 200");
}

static void
assert_start_reads_little (void)
{
    await_sessions_ended ();
    sql ("SELECT pg_stat_force_next_flush ()"); /* what we did ourselves is counted before */
    sql ("SELECT pg_stat_reset ()");
    struct rig *rig = rig_open_ready ("tcp://a");
    size_t loaded = rig->loaded.count;
    size_t expected = 0;
    FOR_EACH_ENTITY_KIND (kind)
        expected += becomes_history (kind) ? OPEN : !entity_settles (kind);
    assert_int_equal (loaded, expected);
    assert_int_equal (rig->commands_count, rig_commands_max);
    rig_close (rig);
    size_t reads = read_since_reset ();
    if (reads < loaded || reads > READS_PER_LOADED * loaded)
        fail_msg ("a start read %zu rows and index entries for %zu entities: %s", reads, loaded, most_read ());
}

static void
a_start_reads_what_is_open_and_not_what_is_history (void **state)
{
    (void)state;
    rig_settled_max = 0;
    rig_commands_max = 3;
    make_history ();
    rig_close (rig_open_ready ("tcp://a")); /* meets the dead entries, and marks them */
    assert_start_reads_little ();           /* as the planner guesses */
    sql ("ANALYZE");
    assert_start_reads_little (); /* as it knows better */
    sql ("VACUUM");
    assert_start_reads_little ();
}

const struct CMUnitTest start_tests[] = {
    STORE_TEST (a_start_reads_what_is_open_and_not_what_is_history),
};
const size_t start_tests_count = sizeof start_tests / sizeof *start_tests;
