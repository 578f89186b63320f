/* SPDX-License-Identifier: Apache-2.0 */
/* migrate.c: under an advisory lock looks which migrations are applied and applies the rest, each in its own
 * transaction together with its row in schema_version. */
#include "store/migrate.h"

#include "store/postgres_failure.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* 'Must', 'migr': shared by every daemon on this database, whatever its centre. */
#define MIGRATE_LOCK "(1299542900, 1835624306)"

struct step {
    int (*ask) (struct migrator *, struct session *, struct failure *);
    session_row_fn *row;
};

static int
ask_lock (struct migrator *migrator, struct session *session, struct failure *failure)
{
    (void)migrator;
    return session_run (session, "SELECT pg_advisory_lock " MIGRATE_LOCK, failure);
}

static int
ask_found (struct migrator *migrator, struct session *session, struct failure *failure)
{
    (void)migrator;
    return session_ask (session, "SELECT to_regclass ('muster.schema_version') IS NOT NULL", NULL, failure);
}

static void
take_found (void *arg, const PGresult *result, int row)
{
    struct migrator *migrator = arg;
    migrator->found = value_bool (result, row, 0);
}

static int
ask_version (struct migrator *migrator, struct session *session, struct failure *failure)
{
    const char *sql = migrator->found ? "SELECT version FROM muster.schema_version" : "SELECT 0";
    return session_ask (session, sql, NULL, failure);
}

static void
take_version (void *arg, const PGresult *result, int row)
{
    struct migrator *migrator = arg;
    int version = (int)value_int (result, row, 0);
    if (version > migrator->newest)
        migrator->newest = version;
    if (version < MIGRATIONS_MAX)
        migrator->applied |= UINT64_C (1) << version;
}

static bool
is_applied (const struct migrator *migrator, int version)
{
    return migrator->applied >> version & 1;
}

/* The first that is missing, whatever came after it; NULL = none. */
static const struct migration *
next_missing (const struct migrator *migrator)
{
    for (int i = 0; i < migrations_count; i++)
        if (!is_applied (migrator, migrations[i].version))
            return &migrations[i];
    return NULL;
}

/* Several statements in one simple query are one transaction. */
static int
ask_apply (struct migrator *migrator, struct session *session, struct failure *failure)
{
    const struct migration *migration = next_missing (migrator);
    struct buffer sql = { 0 };
    char record[256];
    int size =
        snprintf (record, sizeof record, "\n;INSERT INTO muster.schema_version (version, name) VALUES (%d, '%s')",
                  migration->version, migration->name);
    buffer_append (&sql, migration->sql, strlen (migration->sql));
    buffer_append (&sql, record, (size_t)size + 1);
    int refused = session_run (session, (const char *)sql.data, failure);
    buffer_free (&sql);
    return refused;
}

static int
ask_unlock (struct migrator *migrator, struct session *session, struct failure *failure)
{
    (void)migrator;
    return session_run (session, "SELECT pg_advisory_unlock " MIGRATE_LOCK, failure);
}

enum { STEP_LOCK, STEP_FOUND, STEP_VERSION, STEP_APPLY, STEP_UNLOCK, STEPS };

static const struct step steps[STEPS] = {
    [STEP_LOCK] = { ask_lock, NULL },
    [STEP_FOUND] = { ask_found, take_found },
    [STEP_VERSION] = { ask_version, take_version },
    [STEP_APPLY] = { ask_apply, NULL },
    [STEP_UNLOCK] = { ask_unlock, NULL },
};

static int
refuse_newer (const struct migrator *migrator, struct failure *failure)
{
    char text[ERROR_TEXT_MAX];
    snprintf (
        text, sizeof text,
        "the database's schema is version %d, this musterd knows versions up to %d: install the newer musterd that "
        "made it, or use another database",
        migrator->newest, migrations[migrations_count - 1].version);
    return failure_say (failure, true, text);
}

static int
step_done (struct migrator *migrator, struct failure *failure)
{
    if (migrator->step == STEP_APPLY)
        migrator->applied |= UINT64_C (1) << next_missing (migrator)->version;
    else
        migrator->step++;
    if (migrator->step == STEP_APPLY && migrator->newest > migrations[migrations_count - 1].version)
        return refuse_newer (migrator, failure);
    if (migrator->step == STEP_APPLY && !next_missing (migrator))
        migrator->step = STEP_UNLOCK;
    return 0;
}

enum progress
migrator_turn (struct migrator *migrator, struct session *session, struct failure *failure)
{
    while (migrator->step < STEPS) {
        const struct step *step = &steps[migrator->step];
        if (!migrator->asked && step->ask (migrator, session, failure) != 0)
            return PROGRESS_FAILED;
        migrator->asked = true;
        int budget = INT_MAX;
        enum progress progress = session_rows (session, step->row, migrator, &budget, failure);
        if (progress != PROGRESS_DONE)
            return progress;
        migrator->asked = false;
        if (step_done (migrator, failure) != 0)
            return PROGRESS_FAILED;
    }
    return PROGRESS_DONE;
}
