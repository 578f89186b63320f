/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_sql.c: a batch's rows of a table travel as one array of that table's row type: an array for each column
 * took the server three times as long. */
#include "store/postgres_sql.h"

#include "store/postgres_columns.h"

#include <stdio.h>
#include <string.h>

enum { FENCE_PARAMS = 3, PART_MAX = 128 };

/* Asks the function only when something does not fit: entering it costs more than both questions. FOR SHARE as there:
 * a takeover waits for this transaction, and this transaction for a takeover. */
static const char fence_sql[] =
    "SELECT muster.fence ($1, $2, $3, false) WHERE"
    " (SELECT epoch FROM muster.leader WHERE centre = $1 FOR SHARE) IS DISTINCT FROM $2 OR ($3 > 0 AND $3 <> 1 +"
    " coalesce ((SELECT seq FROM muster.journal WHERE centre = $1 ORDER BY seq DESC LIMIT 1), 0))";
static const char renew_sql[] = "SELECT muster.fence ($1, $2, $3, true)";

sql_parts
sql_part (enum entity_kind kind, bool newborn)
{
    _Static_assert(2 * ENTITY_KINDS <= 64, "two bits for each kind; those of ENTITY_NONE are free for the commands");
    return (sql_parts)1 << (2 * kind + newborn);
}

int
sql_params_count (sql_parts parts)
{
    return FENCE_PARAMS + 1 + __builtin_popcountll (parts);
}

static void
add (struct buffer *sql, const char *text)
{
    buffer_append (sql, text, strlen (text));
}

static void
add_insert (struct buffer *sql, const char *table, int param)
{
    char text[PART_MAX];
    snprintf (text, sizeof text, "INSERT INTO muster.%s SELECT e.* FROM unnest ($%d::muster.%s[]) AS e", table, param,
              table);
    add (sql, text);
}

static void
add_update (struct buffer *sql, enum entity_kind kind)
{
    size_t count;
    const struct column *column = columns_of (kind, &count);
    add (sql, " ON CONFLICT (id) DO UPDATE SET version = excluded.version, settled_seq = excluded.settled_seq, ");
    for (size_t i = 0; i < count; i++) {
        add (sql, column[i].name);
        add (sql, " = excluded.");
        add (sql, column[i].name);
        add (sql, ", ");
    }
    add (sql, "image = excluded.image");
}

/* The speculative insert of an upsert costs a newborn row a search and a journal record more. */
static void
add_rows (struct buffer *sql, enum entity_kind kind, bool newborn, int param)
{
    add_insert (sql, entity_kind_name (kind), param);
    if (!newborn)
        add_update (sql, kind);
}

static void
end (struct buffer *sql)
{
    buffer_append (sql, "", 1);
}

void
sql_make_fence (struct buffer *sql, bool renew)
{
    buffer_clear (sql);
    add (sql, renew ? renew_sql : fence_sql);
    end (sql);
}

void
sql_make_journal (struct buffer *sql)
{
    buffer_clear (sql);
    add_insert (sql, "journal", 1);
    end (sql);
}

void
sql_make_commands (struct buffer *sql)
{
    buffer_clear (sql);
    add_insert (sql, "command", 1);
    end (sql);
}

void
sql_make_rows (struct buffer *sql, enum entity_kind kind, bool newborn)
{
    buffer_clear (sql);
    add_rows (sql, kind, newborn, 1);
    end (sql);
}

/* The fence comes last in the text and first in time: statements in WITH that nobody reads from are run when the main
 * one is through. */
void
sql_make_joined (struct buffer *sql, sql_parts parts)
{
    int param = FENCE_PARAMS + 1;
    buffer_clear (sql);
    add (sql, "WITH journal_rows AS (");
    add_insert (sql, "journal", param++);
    FOR_EACH_ENTITY_KIND (kind) {
        for (int newborn = 0; newborn <= 1; newborn++) {
            char head[PART_MAX];
            if (!(parts & sql_part (kind, newborn)))
                continue;
            snprintf (head, sizeof head, "), %s_%s AS (", newborn ? "new" : "changed", entity_kind_name (kind));
            add (sql, head);
            add_rows (sql, kind, newborn, param++);
        }
    }
    if (parts & SQL_COMMANDS) {
        add (sql, "), command_rows AS (");
        add_insert (sql, "command", param);
    }
    add (sql, ") ");
    add (sql, fence_sql);
    end (sql);
}
