/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_params.h: a statement's parameters in PostgreSQL's binary format, scalars and arrays of table
 * rows, in one reusable buffer; and the way back, values out of a binary result. */
#ifndef MUSTER_STORE_POSTGRES_PARAMS_H
#define MUSTER_STORE_POSTGRES_PARAMS_H

#include "store/store.h"
#include "util/buffer.h"

#include <libpq-fe.h>

enum { PARAMS_MAX = 16 };

/* The types that travel; the numbers are PostgreSQL's own and never change (pg_type.dat). */
enum pg_type {
    PG_BOOL = 16,
    PG_BYTEA = 17,
    PG_INT8 = 20,
    PG_INT4 = 23,
    PG_TEXT = 25,
    PG_FLOAT8 = 701,
    PG_TEXT_ARRAY = 1009,
    PG_INT8_ARRAY = 1016,
    PG_TIMESTAMPTZ = 1184,
    PG_UUID = 2950,
};

/* Zero-initialise, params_clear before each statement, params_free at the end. Values are copied into the buffer. */
struct params {
    struct buffer buffer;
    int count;
    Oid types[PARAMS_MAX]; /* 0 where rows stand: only prepared statements take them */
    size_t starts[PARAMS_MAX];
    int lengths[PARAMS_MAX];
    const char *values[PARAMS_MAX]; /* filled by params_finish */
    size_t row_at;                  /* where the row being written begins */
};

extern const int params_binary[PARAMS_MAX]; /* all 1: every parameter is binary */

void params_clear (struct params *);
void params_free (struct params *);
void params_int8 (struct params *, uint64_t value);
void params_int4 (struct params *, int32_t value);
void params_bool (struct params *, bool value);
void params_text (struct params *, const char *text);
void params_uuid (struct params *, const uint8_t id[COMMAND_ID_BYTES]);
/* Points values into the buffer, which must not grow after that. */
void params_finish (struct params *);

/* A parameter that is an array of a table's rows: rows_begin; for each row row_begin, then for each of its columns
 * row_column and one of the items below, then row_end; rows_end. */
void rows_begin (struct params *, Oid row_type, size_t count);
void rows_end (struct params *);
void row_begin (struct params *, size_t columns);
void row_end (struct params *);
void row_column (struct params *, enum pg_type);
void item_null (struct params *);
void item_bytes (struct params *, const void *data, size_t size);
void item_text (struct params *, const char *text); /* NULL = null */
void item_int8 (struct params *, uint64_t value);
void item_int4 (struct params *, int32_t value);
void item_bool (struct params *, bool value);
void item_float8 (struct params *, double value);
void item_time (struct params *, int64_t at_ms);
void item_int8_list (struct params *, const uint64_t *values, size_t count);   /* none = null */
void item_text_list (struct params *, const char *const *texts, size_t count); /* likewise */

/* Reading a binary result. A null reads as 0, and as "" or no bytes. */
uint64_t value_int (const PGresult *, int row, int column); /* int8, int4, int2 */
bool value_bool (const PGresult *, int row, int column);
int64_t value_time (const PGresult *, int row, int column); /* ms */
const char *value_text (const PGresult *, int row, int column);
const uint8_t *value_bytes (const PGresult *, int row, int column, size_t *ret_size);
/* Copies a value of exactly size bytes; anything else leaves zeroes. */
void value_copy (const PGresult *, int row, int column, void *to, size_t size);

#endif
