/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_load.c: the statements of the load. Open things are found by the partial indexes, so that the cost follows
 * open work, not history. */
#include "store/postgres_load.h"

#define ALL(table) "SELECT id, version, image FROM muster." table " ORDER BY id"
#define OPEN(table) "SELECT id, version, image FROM muster." table " WHERE settled_seq IS NULL ORDER BY id"
#define SETTLED(table) "SELECT id, version, image FROM muster." table " WHERE settled_seq > $1 ORDER BY settled_seq"
#define OF_INCIDENTS(table, which)                                                                                   \
    "SELECT c.id, c.version, c.image FROM muster.incident i JOIN muster." table " c ON c.incident = i.id"            \
    " WHERE i.settled_seq " which

const struct load_part load_parts[] = {
    { ENTITY_PROFILE, false, ALL ("profile") },
    { ENTITY_POST, false, ALL ("post") },
    { ENTITY_PERSON, false, ALL ("person") },
    { ENTITY_TEAM, false, ALL ("team") },
    { ENTITY_PRINCIPAL, false, ALL ("principal") },
    { ENTITY_INCIDENT, false, OPEN ("incident") },
    { ENTITY_INCIDENT, true, SETTLED ("incident") },
    { ENTITY_REPORT, false, OF_INCIDENTS ("report", "IS NULL") },
    { ENTITY_REPORT, true, OF_INCIDENTS ("report", "> $1") },
    { ENTITY_DISPATCH_ORDER, false, OF_INCIDENTS ("dispatch_order", "IS NULL") },
    { ENTITY_DISPATCH_ORDER, true, OF_INCIDENTS ("dispatch_order", "> $1") },
    { ENTITY_SHIFT, false, OPEN ("shift") },
    { ENTITY_SHIFT, true, SETTLED ("shift") },
    { ENTITY_OBLIGATION, false, OPEN ("obligation") },
    { ENTITY_OBLIGATION, true, SETTLED ("obligation") },
    { ENTITY_RESPONSE, false, OPEN ("response") },
    { ENTITY_RESPONSE, true, SETTLED ("response") },
    { ENTITY_INSTRUCTION, false, OPEN ("instruction") },
    { ENTITY_INSTRUCTION, true, SETTLED ("instruction") },
};
const size_t load_parts_count = sizeof load_parts / sizeof *load_parts;

/* clang-format off */
#define NEWEST_SETTLED(table) \
    "(SELECT settled_seq FROM muster." table " WHERE settled_seq IS NOT NULL ORDER BY settled_seq DESC LIMIT $1 + 1)"

const char load_floor_sql[] =
    "SELECT settled_seq FROM ("
    NEWEST_SETTLED ("incident") " UNION ALL " NEWEST_SETTLED ("shift") " UNION ALL " NEWEST_SETTLED ("obligation")
    " UNION ALL " NEWEST_SETTLED ("response") " UNION ALL " NEWEST_SETTLED ("instruction")
    ") s ORDER BY settled_seq DESC OFFSET $1 LIMIT 1";

#define LAST_ID(table) "(SELECT max (id) FROM muster." table ")"

const char load_last_ids_sql[] =
    "SELECT " LAST_ID ("profile") ", " LAST_ID ("post") ", " LAST_ID ("person") ", " LAST_ID ("team") ", "
    LAST_ID ("principal") ", " LAST_ID ("incident") ", " LAST_ID ("report") ", " LAST_ID ("dispatch_order") ", "
    LAST_ID ("shift") ", " LAST_ID ("obligation")
    ", " LAST_ID ("response") ", " LAST_ID ("instruction");
/* clang-format on */
