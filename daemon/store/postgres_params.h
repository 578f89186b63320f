/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_params.h: a statement's parameters in PostgreSQL's binary format, scalars and arrays, in one reusable
 * buffer; and the way back, values out of a binary result. */
#ifndef MUSTER_STORE_POSTGRES_PARAMS_H
#define MUSTER_STORE_POSTGRES_PARAMS_H

#include "store/store.h"
#include "util/buffer.h"

#include <libpq-fe.h>

enum { PARAMS_MAX = 48 };

/* The types that travel; the numbers are PostgreSQL's own and never change (pg_type.dat). */
enum pg_type {
    PG_BOOL = 16,
    PG_BYTEA = 17,
    PG_INT8 = 20,
    PG_INT4 = 23,
    PG_TEXT = 25,
    PG_FLOAT8 = 701,
    PG_TIMESTAMPTZ = 1184,
    PG_UUID = 2950,
};

/* Zero-initialise, params_clear before each statement, params_free at the end. Values are copied into the buffer. */
struct params {
    struct buffer buffer;
    int count;
    bool scalar;           /* the array_ functions write one bare value each instead of an array of one */
    Oid types[PARAMS_MAX]; /* 0 where an array stands: only prepared statements take arrays */
    size_t starts[PARAMS_MAX];
    int lengths[PARAMS_MAX];
    const char *values[PARAMS_MAX]; /* filled by params_finish */
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

/* An array parameter: begin, then count elements by the functions below, then end. With params->scalar set, begin,
 * one element and end make a parameter of the element's own type. */
void array_begin (struct params *, enum pg_type element, size_t count);
void array_end (struct params *);
void array_null (struct params *);
void array_bytes (struct params *, const void *data, size_t size);
void array_text (struct params *, const char *text); /* NULL = null */
void array_int8 (struct params *, uint64_t value);
void array_int4 (struct params *, int32_t value);
void array_bool (struct params *, bool value);
void array_float8 (struct params *, double value);
void array_time (struct params *, int64_t at_ms);

/* Reading a binary result. A null reads as 0, and as "" or no bytes. */
uint64_t value_int (const PGresult *, int row, int column); /* int8, int4, int2 */
bool value_bool (const PGresult *, int row, int column);
int64_t value_time (const PGresult *, int row, int column); /* ms */
const char *value_text (const PGresult *, int row, int column);
const uint8_t *value_bytes (const PGresult *, int row, int column, size_t *ret_size);
/* Copies a value of exactly size bytes; anything else leaves zeroes. */
void value_copy (const PGresult *, int row, int column, void *to, size_t size);

#endif
