/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_columns.h: which columns an entity's table has and how each is read out of the core's struct. */
#ifndef MUSTER_STORE_POSTGRES_COLUMNS_H
#define MUSTER_STORE_POSTGRES_COLUMNS_H

#include "store/postgres_params.h"

struct column_type;

/* One column of one kind's table. */
struct column {
    enum entity_kind kind;
    const char *name;
    const struct column_type *type;
    size_t offset;            /* of the member in the kind's struct */
    const char *const *names; /* for an enum: its names ... */
    size_t names_count;       /* ... and how many there are */
};

/* Grouped by kind, in the order of entity_kind. */
extern const struct column columns[];
extern const size_t columns_count;

/* The columns of one kind: a part of the table above. */
const struct column *columns_of (enum entity_kind, size_t *ret_count);

const char *
column_sql_type (const struct column *); /* as in CREATE TABLE: "bigint", "timestamp with time zone", ... */
/* Writes it as the next column of a row: its type, then the item. */
void column_put (const struct column *, const struct entity *, struct params *);

#endif
