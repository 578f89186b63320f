/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_start.c: the steps of a start, in a table. Each sends one statement and reads its rows; then the next. */
#include "store/postgres_start.h"

#include "store/postgres_failure.h"
#include "store/postgres_load.h"
#include "store/postgres_rows.h"

#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum {
    ROWS_PER_TURN = 500,
    STANDBY_RETRY_MS = 1000,
    TAKEOVER_RETRY_MS = 100, /* after we ended a silent leader's session, or while our own old one still ends */
    RENEWALS_PER_LEASE = 3,
    LOCK_CLASS = 0x4d757374, /* 'Must' */
};

enum {
    STEP_CONNECT,
    STEP_SETTINGS,
    STEP_MIGRATE,
    STEP_LOCK,
    STEP_END_SILENT,
    STEP_GUESTS,
    STEP_TAKE,
    STEP_HEAD,
    STEP_LAST_IDS,
    STEP_FLOOR,
    STEP_LOAD,
    STEP_RENEW,
    STEP_COMMANDS,
    STEP_ROW_TYPES,
    STEP_PREPARE,
    STEPS
};

struct step {
    int (*ask) (struct starter *, struct failure *);
    session_row_fn *row;
    /* Chooses the next step (by default the one after); -1 = failed. */
    int (*done) (struct starter *, struct failure *);
};

/* ---- settings ---- */

/* What a role's or a database's defaults could spoil: commits must wait for the disk, the fence needs READ COMMITTED,
 * and a fresh table's missing statistics must not lead to a scan of the whole journal; nor to a bitmap, for which the
 * server reads every entry of an index again that was dead already at the last start. */
static const char settings_sql[] =
    "SET search_path = pg_catalog; SET default_transaction_isolation = 'read committed';"
    "SET default_transaction_read_only = off; SET default_transaction_deferrable = off;"
    "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0;"
    "SET idle_session_timeout = 0; SET client_min_messages = warning; SET plan_cache_mode = force_generic_plan;"
    "SET jit = off; SET enable_seqscan = off; SET enable_bitmapscan = off; SET max_parallel_workers_per_gather = 0;"
    "SELECT set_config ('synchronous_commit', 'on', false) WHERE current_setting ('synchronous_commit') = 'off'";

static int
ask_settings (struct starter *starter, struct failure *failure)
{
    return session_run (starter->session, settings_sql, failure);
}

/* ---- the lead ---- */

static int32_t
lock_key (const char *centre)
{
    uint8_t hash[crypto_generichash_BYTES_MIN];
    crypto_generichash (hash, sizeof hash, (const uint8_t *)centre, strlen (centre), NULL, 0);
    return hash[0] << 16 | hash[1] << 8 | hash[2]; /* never negative, so that pg_locks shows the same number */
}

static int
ask_lock (struct starter *starter, struct failure *failure)
{
    static const char sql[] =
        "SELECT pg_try_advisory_lock ($1, $2), (SELECT centre FROM muster.leader WHERE centre <> $3 LIMIT 1),"
        " l.endpoint, l.renewed_at, (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = $1::oid"
        " AND objid = $2::oid AND objsubid = 2 AND granted AND pid <> pg_backend_pid () AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database ()))"
        " FROM (SELECT 1) one LEFT JOIN muster.leader l ON l.centre = $3";
    params_clear (&starter->params);
    params_int4 (&starter->params, LOCK_CLASS);
    params_int4 (&starter->params, lock_key (starter->options->centre));
    params_text (&starter->params, starter->options->centre);
    return session_ask (starter->session, sql, &starter->params, failure);
}

static void
take_lock (void *arg, const PGresult *result, int row)
{
    struct starter *starter = arg;
    starter->got_lock = value_bool (result, row, 0);
    snprintf (starter->other_centre, sizeof starter->other_centre, "%s", value_text (result, row, 1));
    snprintf (starter->leader, sizeof starter->leader, "%s", value_text (result, row, 2));
    starter->sign = (struct sign){ .renewed = value_int (result, row, 3), .pid = value_int (result, row, 4) };
}

/* True if the same session has held the lock for a whole lease without one renewal. Measured by our own clock and by
 * what we saw: nobody's clock needs to be right. */
static bool
leader_is_silent (struct starter *starter)
{
    bool changed = starter->sign.pid != starter->last_sign.pid || starter->sign.renewed != starter->last_sign.renewed;
    if (changed || starter->unchanged_since_ms == 0)
        starter->unchanged_since_ms = starter->now_ms;
    starter->last_sign = starter->sign;
    return starter->sign.pid != 0 && starter->now_ms - starter->unchanged_since_ms >= starter->options->lease_ms;
}

/* Our own former session can outlive a lost connection for a moment: that is no other leader. */
static bool
is_own_ghost (const struct starter *starter)
{
    return starter->leader[0] != '\0' && strcmp (starter->leader, starter->options->endpoint) == 0 &&
           starter->now_ms - starter->refused_since_ms < starter->options->lease_ms;
}

/* Who may knock: a standby must know its principals, or it could not tell them who leads. */
static int
ask_guests (struct starter *starter, struct failure *failure)
{
    return session_ask (starter->session, "SELECT id, version, image FROM muster.principal ORDER BY id", NULL,
                        failure);
}

static void
take_guest (void *arg, const PGresult *result, int row)
{
    struct starter *starter = arg;
    struct row_image image;
    row_image (result, row, &image);
    starter->callbacks->loaded (starter->callbacks->arg, ENTITY_PRINCIPAL, image.id, image.version, image.image,
                                image.size);
}

static int
stand_by (struct starter *starter, struct failure *failure)
{
    (void)failure;
    starter->retry_at_ms = starter->now_ms + STANDBY_RETRY_MS;
    starter->step = STEP_LOCK;
    starter->standing_by = true;
    starter->callbacks->standby (starter->callbacks->arg, starter->leader);
    return 0;
}

static int
lock_answered (struct starter *starter, struct failure *failure)
{
    if (starter->other_centre[0] != '\0') {
        struct error error;
        error_set (&error, "the database holds the records of centre '%s', not of '%s': correct one of the two",
                   starter->other_centre, starter->options->centre);
        return failure_say (failure, true, error.text);
    }
    if (starter->got_lock) {
        starter->standing_by = false;
        starter->step = STEP_TAKE;
        return 0;
    }
    if (starter->refused_since_ms == 0)
        starter->refused_since_ms = starter->now_ms;
    if (leader_is_silent (starter))
        starter->step = STEP_END_SILENT;
    else if (is_own_ghost (starter))
        starter->retry_at_ms = starter->now_ms + TAKEOVER_RETRY_MS;
    else
        starter->step = STEP_GUESTS;
    return 0;
}

static int
ask_end_silent (struct starter *starter, struct failure *failure)
{
    params_clear (&starter->params);
    params_int4 (&starter->params, (int32_t)starter->sign.pid);
    return session_ask (starter->session, "SELECT pg_terminate_backend ($1)", &starter->params, failure);
}

static int
silent_ended (struct starter *starter, struct failure *failure)
{
    (void)failure;
    starter->retry_at_ms = starter->now_ms + TAKEOVER_RETRY_MS;
    starter->step = STEP_LOCK;
    return 0;
}

/* Waits for every transaction of the old leader that has passed its fence; afterwards none can pass. */
static int
ask_take (struct starter *starter, struct failure *failure)
{
    static const char sql[] =
        "INSERT INTO muster.leader AS l (centre, epoch, endpoint, renewed_at)"
        " VALUES ($1, $2, $3, clock_timestamp ()) ON CONFLICT (centre) DO UPDATE SET epoch = l.epoch + 1,"
        " endpoint = excluded.endpoint, renewed_at = excluded.renewed_at RETURNING epoch";
    params_clear (&starter->params);
    params_text (&starter->params, starter->options->centre);
    params_int8 (&starter->params, STORE_EPOCH_FIRST);
    params_text (&starter->params, starter->options->endpoint);
    session_forget_warning (starter->session);
    return session_ask (starter->session, sql, &starter->params, failure);
}

static void
take_epoch (void *arg, const PGresult *result, int row)
{
    struct starter *starter = arg;
    starter->head.epoch = value_int (result, row, 0);
}

/* With synchronous replication this commit proves that everything we are about to load is replicated; a warning says
 * that it does not. */
static int
taken (struct starter *starter, struct failure *failure)
{
    struct error error;
    starter->renewed_ms = starter->now_ms;
    if (!starter->session->warned) {
        starter->step++;
        return 0;
    }
    error_set (&error, "the server warned when the lead was taken: %.400s", starter->session->warning);
    return failure_say (failure, false, error.text);
}

/* ---- what is there ---- */

static int
ask_head (struct starter *starter, struct failure *failure)
{
    params_clear (&starter->params);
    params_text (&starter->params, starter->options->centre);
    return session_ask (starter->session,
                        "SELECT seq, hash, at FROM muster.journal WHERE centre = $1 ORDER BY seq DESC LIMIT 1",
                        &starter->params, failure);
}

static void
take_head (void *arg, const PGresult *result, int row)
{
    struct starter *starter = arg;
    starter->head.seq = value_int (result, row, 0);
    value_copy (result, row, 1, starter->head.hash, HASH_BYTES);
    starter->head.at = value_time (result, row, 2);
}

static int
ask_last_ids (struct starter *starter, struct failure *failure)
{
    char sql[LOAD_SQL_MAX];
    load_last_ids_sql (sql);
    return session_ask (starter->session, sql, NULL, failure);
}

static void
take_last_ids (void *arg, const PGresult *result, int row)
{
    struct starter *starter = arg;
    int column = 0;
    FOR_EACH_ENTITY_KIND (kind) {
        starter->head.last_ids[kind] = value_int (result, row, column++);
        starter->head.last_ids[ENTITY_KINDS + kind] = value_int (result, row, column++);
    }
}

static int
ask_floor (struct starter *starter, struct failure *failure)
{
    char sql[LOAD_SQL_MAX];
    load_floor_sql (sql);
    params_clear (&starter->params);
    params_int8 (&starter->params, starter->options->settled_max);
    return session_ask (starter->session, sql, &starter->params, failure);
}

static void
take_floor (void *arg, const PGresult *result, int row)
{
    struct starter *starter = arg;
    starter->head.sync_floor = value_int (result, row, 0);
}

/* ---- the load ---- */

static int
ask_load (struct starter *starter, struct failure *failure)
{
    const struct load_part *part = &load_parts[starter->load];
    params_clear (&starter->params);
    if (part->settled)
        params_int8 (&starter->params, starter->head.sync_floor);
    return session_ask (starter->session, part->sql, &starter->params, failure);
}

static void
take_entity (void *arg, const PGresult *result, int row)
{
    struct starter *starter = arg;
    struct row_image image;
    row_image (result, row, &image);
    starter->callbacks->loaded (starter->callbacks->arg, load_parts[starter->load].kind, image.id, image.version,
                                image.image, image.size);
}

/* A long load must not look like a silent leader. */
static int
loaded (struct starter *starter, struct failure *failure)
{
    (void)failure;
    if (++starter->load == load_parts_count)
        starter->step = STEP_COMMANDS;
    else if (starter->now_ms - starter->renewed_ms >= starter->options->lease_ms / RENEWALS_PER_LEASE)
        starter->step = STEP_RENEW;
    return 0;
}

static int
ask_renew (struct starter *starter, struct failure *failure)
{
    params_clear (&starter->params);
    params_text (&starter->params, starter->options->centre);
    params_int8 (&starter->params, starter->head.epoch);
    return session_ask (starter->session, "SELECT muster.fence ($1, $2, 0, true)", &starter->params, failure);
}

static int
renewed (struct starter *starter, struct failure *failure)
{
    (void)failure;
    starter->renewed_ms = starter->now_ms;
    starter->step = STEP_LOAD;
    return 0;
}

static int
ask_commands (struct starter *starter, struct failure *failure)
{
    params_clear (&starter->params);
    params_int8 (&starter->params, starter->options->recent_commands_max);
    return session_ask (starter->session,
                        "SELECT " COMMAND_COLUMNS " FROM (SELECT " COMMAND_COLUMNS
                        " FROM muster.command ORDER BY command_id DESC, principal DESC LIMIT $1) recent"
                        " ORDER BY command_id, principal",
                        &starter->params, failure);
}

static void
take_command (void *arg, const PGresult *result, int row)
{
    struct starter *starter = arg;
    struct store_command command;
    row_command (result, row, &command);
    starter->callbacks->command (starter->callbacks->arg, &command);
}

static int
ask_row_types (struct starter *starter, struct failure *failure)
{
    return session_ask (starter->session, batch_row_types_sql, NULL, failure);
}

static void
take_row_type (void *arg, const PGresult *result, int row)
{
    struct starter *starter = arg;
    batch_take_row_type (&starter->row_types, value_text (result, row, 0), (Oid)value_int (result, row, 1),
                         value_text (result, row, 2));
}

static int
row_types_taken (struct starter *starter, struct failure *failure)
{
    struct error error;
    const char *missing = batch_missing_row_type (&starter->row_types);
    starter->step++;
    if (!missing)
        return 0;
    error_set (
        &error,
        "the columns of table muster.%s are not those of this musterd: changed by hand, or made by a build between "
        "releases. Undo that, or restore a backup",
        missing);
    return failure_say (failure, true, error.text);
}

static int
ask_prepare (struct starter *starter, struct failure *failure)
{
    if (!PQenterPipelineMode (starter->session->conn))
        return session_refused (starter->session, failure);
    session_forget_warning (starter->session);
    return batch_prepare (starter->session, failure);
}

/* ---- one after the other ---- */

static const struct step steps[STEPS] = {
    [STEP_SETTINGS] = { ask_settings, NULL, NULL },
    [STEP_LOCK] = { ask_lock, take_lock, lock_answered },
    [STEP_END_SILENT] = { ask_end_silent, NULL, silent_ended },
    [STEP_GUESTS] = { ask_guests, take_guest, stand_by },
    [STEP_TAKE] = { ask_take, take_epoch, taken },
    [STEP_HEAD] = { ask_head, take_head, NULL },
    [STEP_LAST_IDS] = { ask_last_ids, take_last_ids, NULL },
    [STEP_FLOOR] = { ask_floor, take_floor, NULL },
    [STEP_LOAD] = { ask_load, take_entity, loaded },
    [STEP_RENEW] = { ask_renew, NULL, renewed },
    [STEP_COMMANDS] = { ask_commands, take_command, NULL },
    [STEP_ROW_TYPES] = { ask_row_types, take_row_type, row_types_taken },
    [STEP_PREPARE] = { ask_prepare, NULL, NULL },
};

void
starter_begin (struct starter *starter, struct session *session, const struct store_options *options,
               const struct store_callbacks *callbacks)
{
    starter_free (starter);
    *starter = (struct starter){ .options = options, .callbacks = callbacks, .session = session };
}

static enum progress
connect_turn (struct starter *starter, struct failure *failure)
{
    const struct session_target target = { .conninfo = starter->options->conninfo,
                                           .connect_timeout_ms = starter->options->connect_timeout_ms };
    if (!starter->opened && session_open (starter->session, &target, starter->now_ms, failure) != 0)
        return PROGRESS_FAILED;
    starter->opened = true;
    return session_connect (starter->session, starter->now_ms, failure);
}

static enum progress
statement_turn (struct starter *starter, int *budget, struct failure *failure)
{
    const struct step *step = &steps[starter->step];
    if (!starter->asked && step->ask (starter, failure) != 0)
        return PROGRESS_FAILED;
    starter->asked = true;
    if (starter->step == STEP_PREPARE)
        return session_sync (starter->session, failure);
    return session_rows (starter->session, step->row, starter, budget, failure);
}

static enum progress
step_turn (struct starter *starter, int *budget, struct failure *failure)
{
    if (starter->step == STEP_CONNECT)
        return connect_turn (starter, failure);
    if (starter->step == STEP_MIGRATE)
        return migrator_turn (&starter->migrator, starter->session, failure);
    return statement_turn (starter, budget, failure);
}

static int
step_done (struct starter *starter, struct failure *failure)
{
    const struct step *step = &steps[starter->step];
    starter->asked = false;
    if (step->done != NULL)
        return step->done (starter, failure);
    starter->step++;
    return 0;
}

static enum progress
wait_retry (struct starter *starter, struct failure *failure)
{
    return session_idle (starter->session, failure) == 0 ? PROGRESS_WAIT : PROGRESS_FAILED;
}

enum progress
starter_turn (struct starter *starter, int64_t now_ms, struct failure *failure)
{
    int budget = ROWS_PER_TURN;
    starter->now_ms = now_ms;
    if (starter->session->state == SESSION_OPEN && session_flush (starter->session, failure) != 0)
        return PROGRESS_FAILED;
    while (starter->step < STEPS) {
        if (starter->retry_at_ms > now_ms)
            return wait_retry (starter, failure);
        enum progress progress = step_turn (starter, &budget, failure);
        starter->hungry = progress == PROGRESS_MORE;
        if (progress != PROGRESS_DONE)
            return progress;
        if (step_done (starter, failure) != 0)
            return PROGRESS_FAILED;
    }
    return PROGRESS_DONE;
}

int64_t
starter_wake_ms (const struct starter *starter)
{
    if (starter->hungry)
        return 0;
    if (starter->step == STEP_CONNECT)
        return starter->opened ? starter->session->give_up_at_ms : 0;
    if (!starter->asked && starter->retry_at_ms > starter->now_ms)
        return starter->retry_at_ms;
    return INT64_MAX;
}

void
starter_free (struct starter *starter)
{
    params_free (&starter->params);
}
