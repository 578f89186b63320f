/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_load.h: what a start reads, part by part, in the order of entity_kind. */
#ifndef MUSTER_STORE_POSTGRES_LOAD_H
#define MUSTER_STORE_POSTGRES_LOAD_H

#include "store/store.h"

struct load_part {
    enum entity_kind kind;
    bool settled; /* the statement takes the floor as $1 */
    const char *sql;
};

extern const struct load_part load_parts[];
extern const size_t load_parts_count;

enum { LOAD_SQL_MAX = 8192 };

/* The version of the settled thing that is just too old to be loaded. $1 = how many settled ones to load. */
void load_floor_sql (char sql[LOAD_SQL_MAX]);
/* The last ids of each kind, in the order of entity_kind, in one row: of what is no drill's, then of drills. */
void load_last_ids_sql (char sql[LOAD_SQL_MAX]);

#endif
