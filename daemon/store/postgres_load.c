/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_load.c: the statements of the load. Open things are found by the partial indexes, so that the cost follows
 * open work, not history. */
#include "store/postgres_load.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define ALL(table) "SELECT id, version, image FROM muster." table " ORDER BY id"
#define OPEN(table) "SELECT id, version, image FROM muster." table " WHERE settled_seq IS NULL ORDER BY id"
#define SETTLED(table) "SELECT id, version, image FROM muster." table " WHERE settled_seq > $1 ORDER BY settled_seq"
/* OFFSET 0 keeps the planner from a join that reads the children of every incident there ever was: it must look up
 * each loaded incident's own. */
#define OF_INCIDENTS(table, which)                                                                                   \
    "SELECT c.id, c.version, c.image FROM muster.incident i, LATERAL (SELECT id, version, image FROM muster." table  \
    " WHERE incident = i.id OFFSET 0) c WHERE i.settled_seq " which

/* Incidents that are settled and wanted all the same: something is owed after the close, or something went up after
 * it. (Twice is no harm: what is there already stays.) OFFSET 0, again: looked up by id, never found by reading all.
 */
#define STILL_WANTED                                                                                                 \
    "(SELECT incident FROM muster.obligation WHERE after_close AND settled_seq IS NULL"                              \
    " UNION SELECT incident FROM muster.submission WHERE incident IS NOT NULL AND settled_seq IS NULL"               \
    " UNION SELECT incident FROM muster.submission WHERE incident IS NOT NULL AND settled_seq > $1 OFFSET 0) w"      \
    ", LATERAL (SELECT id, version, image FROM muster.incident WHERE id = w.incident AND settled_seq IS NOT NULL"    \
    " OFFSET 0) i"
#define OF_STILL_WANTED(table)                                                                                       \
    "SELECT c.id, c.version, c.image FROM " STILL_WANTED ", LATERAL (SELECT id, version, image FROM muster." table   \
    " WHERE incident = i.id OFFSET 0) c"

const struct load_part load_parts[] = {
    { ENTITY_PROFILE, false, ALL ("profile") },
    { ENTITY_POST, false, ALL ("post") },
    { ENTITY_PERSON, false, ALL ("person") },
    { ENTITY_TEAM, false, ALL ("team") },
    { ENTITY_PRINCIPAL, false, ALL ("principal") },
    { ENTITY_CALENDAR, false, ALL ("calendar") },
    { ENTITY_ROSTER, false, ALL ("roster") },
    { ENTITY_PLANNED_SHIFT, false, OPEN ("planned_shift") },
    { ENTITY_PLANNED_SHIFT, true, SETTLED ("planned_shift") },
    { ENTITY_INCIDENT, false, OPEN ("incident") },
    { ENTITY_INCIDENT, true, SETTLED ("incident") },
    { ENTITY_INCIDENT, true, "SELECT i.id, i.version, i.image FROM " STILL_WANTED },
    { ENTITY_REPORT, false, OF_INCIDENTS ("report", "IS NULL") },
    { ENTITY_REPORT, true, OF_INCIDENTS ("report", "> $1") },
    { ENTITY_REPORT, true, OF_STILL_WANTED ("report") },
    { ENTITY_DISPATCH_ORDER, false, OF_INCIDENTS ("dispatch_order", "IS NULL") },
    { ENTITY_DISPATCH_ORDER, true, OF_INCIDENTS ("dispatch_order", "> $1") },
    { ENTITY_DISPATCH_ORDER, true, OF_STILL_WANTED ("dispatch_order") },
    { ENTITY_SUBMISSION, false, OF_INCIDENTS ("submission", "IS NULL") },
    { ENTITY_SUBMISSION, true, OF_INCIDENTS ("submission", "> $1") },
    { ENTITY_SUBMISSION, true, OF_STILL_WANTED ("submission") },
    { ENTITY_SUBMISSION, false,
      "SELECT id, version, image FROM muster.submission WHERE settled_seq IS NULL AND incident IS NULL ORDER BY id" },
    { ENTITY_SUBMISSION, true,
      "SELECT id, version, image FROM muster.submission WHERE settled_seq > $1 AND incident IS NULL"
      " ORDER BY settled_seq" },
    { ENTITY_SHIFT, false, OPEN ("shift") },
    { ENTITY_SHIFT, true, SETTLED ("shift") },
    { ENTITY_OBLIGATION, false, OPEN ("obligation") },
    { ENTITY_OBLIGATION, true, SETTLED ("obligation") },
    { ENTITY_HANDOVER, false, OPEN ("handover") },
    { ENTITY_HANDOVER, true, SETTLED ("handover") },
    { ENTITY_DUTY_LOG_ENTRY, true, SETTLED ("duty_log_entry") }, /* none is ever open */
    { ENTITY_RESPONSE, false, OPEN ("response") },
    { ENTITY_RESPONSE, true, SETTLED ("response") },
    { ENTITY_INSTRUCTION, false, OPEN ("instruction") },
    { ENTITY_INSTRUCTION, true, SETTLED ("instruction") },
    { ENTITY_DRILL, false, OPEN ("drill") },
    { ENTITY_DRILL, true, SETTLED ("drill") },
    { ENTITY_ROLL_CALL, false, OPEN ("roll_call") },
    { ENTITY_ROLL_CALL, true, SETTLED ("roll_call") },
    { ENTITY_ROLL_CALL_ANSWER, false, OPEN ("roll_call_answer") },
    { ENTITY_ROLL_CALL_ANSWER, true, SETTLED ("roll_call_answer") },
    { ENTITY_FIELD_COMMAND_POST, false, OPEN ("field_command_post") },
    { ENTITY_FIELD_COMMAND_POST, true, SETTLED ("field_command_post") },
    { ENTITY_CONSULTATION, true, SETTLED ("consultation") }, /* none is ever open */
};
const size_t load_parts_count = sizeof load_parts / sizeof *load_parts;

/* ---- of every kind ---- */

#define DRILL_IDS_SQL "1000000000"
_Static_assert(DRILL_IDS == 1000000000, "as the statements have it");

static void
add (char sql[LOAD_SQL_MAX], const char *format, const char *table)
{
    size_t size = strlen (sql);
    int added = snprintf (sql + size, LOAD_SQL_MAX - size, format, table);
    assert (added >= 0 && size + (size_t)added < LOAD_SQL_MAX);
}

/* Reports, orders and submissions come with their incident. (Those of no incident are daily, and each has met an
 * obligation, which is counted.) */
static bool
leaves_by_itself (enum entity_kind kind)
{
    return entity_settles (kind) && kind != ENTITY_DISPATCH_ORDER && kind != ENTITY_SUBMISSION;
}

void
load_floor_sql (char sql[LOAD_SQL_MAX])
{
    const char *between = "";
    strcpy (sql, "SELECT settled_seq FROM (");
    FOR_EACH_ENTITY_KIND (kind) {
        if (!leaves_by_itself (kind))
            continue;
        add (sql, "%s(SELECT settled_seq FROM muster.", between);
        add (sql, "%s WHERE settled_seq IS NOT NULL ORDER BY settled_seq DESC LIMIT $1 + 1)",
             entity_kind_name (kind));
        between = " UNION ALL ";
    }
    add (sql, "%s", ") s ORDER BY settled_seq DESC OFFSET $1 LIMIT 1");
}

void
load_last_ids_sql (char sql[LOAD_SQL_MAX])
{
    const char *between = "SELECT ";
    sql[0] = '\0';
    FOR_EACH_ENTITY_KIND (kind) {
        add (sql, "%s(SELECT max (id) FROM muster.", between);
        add (sql, "%s WHERE id <= " DRILL_IDS_SQL "), (SELECT max (id) FROM muster.", entity_kind_name (kind));
        add (sql, "%s WHERE id > " DRILL_IDS_SQL ")", entity_kind_name (kind));
        between = ", ";
    }
}
