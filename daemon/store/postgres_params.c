/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_params.c: binary parameters and values; all integers are big-endian on the wire. */
#include "store/postgres_params.h"

#include <assert.h>
#include <endian.h>
#include <string.h>

/* timestamptz counts microseconds from 2000-01-01. */
#define PG_EPOCH_MS 946684800000LL
#define US_PER_MS 1000

enum { ARRAY_HEADER_BYTES = 20, LENGTH_BYTES = 4 };

static const uint32_t null_length = UINT32_MAX;

#define ONES_8 1, 1, 1, 1, 1, 1, 1, 1
const int params_binary[PARAMS_MAX] = { ONES_8, ONES_8 };

void
params_clear (struct params *params)
{
    buffer_clear (&params->buffer);
    params->count = 0;
}

void
params_free (struct params *params)
{
    buffer_free (&params->buffer);
    params->count = 0;
}

static int
param_begin (struct params *params, Oid type)
{
    assert (params->count < PARAMS_MAX);
    params->types[params->count] = type;
    params->starts[params->count] = params->buffer.size;
    return params->count++;
}

static void
param_add (struct params *params, Oid type, const void *data, size_t size)
{
    int slot = param_begin (params, type);
    buffer_append (&params->buffer, data, size);
    params->lengths[slot] = (int)size;
}

void
params_int8 (struct params *params, uint64_t value)
{
    uint64_t wire = htobe64 (value);
    param_add (params, PG_INT8, &wire, sizeof wire);
}

void
params_int4 (struct params *params, int32_t value)
{
    uint32_t wire = htobe32 ((uint32_t)value);
    param_add (params, PG_INT4, &wire, sizeof wire);
}

void
params_bool (struct params *params, bool value)
{
    uint8_t wire = value;
    param_add (params, PG_BOOL, &wire, sizeof wire);
}

void
params_text (struct params *params, const char *text)
{
    param_add (params, PG_TEXT, text, strlen (text));
}

void
params_uuid (struct params *params, const uint8_t id[COMMAND_ID_BYTES])
{
    param_add (params, PG_UUID, id, COMMAND_ID_BYTES);
}

void
params_finish (struct params *params)
{
    buffer_reserve (&params->buffer, 1); /* so that even an empty value points to something: NULL would mean null */
    for (int i = 0; i < params->count; i++)
        params->values[i] = (const char *)params->buffer.data + params->starts[i];
}

/* ---- rows ---- */

static void
add_array_head (struct params *params, Oid element, size_t count)
{
    assert (count > 0 && count <= INT32_MAX);
    const uint32_t header[] = { htobe32 (1), 0, htobe32 (element), htobe32 ((uint32_t)count), htobe32 (1) };
    _Static_assert(sizeof header == ARRAY_HEADER_BYTES, "dimensions, no nulls, type, size, lower bound");
    buffer_append (&params->buffer, header, sizeof header);
}

void
rows_begin (struct params *params, Oid row_type, size_t count)
{
    param_begin (params, 0);
    add_array_head (params, row_type, count);
}

void
rows_end (struct params *params)
{
    int slot = params->count - 1;
    size_t size = params->buffer.size - params->starts[slot];
    assert (size <= INT32_MAX);
    params->lengths[slot] = (int)size;
}

void
row_begin (struct params *params, size_t columns)
{
    const uint32_t head[] = { 0, htobe32 ((uint32_t)columns) }; /* the row's length is written at its end */
    params->row_at = params->buffer.size;
    buffer_append (&params->buffer, head, sizeof head);
}

void
row_end (struct params *params)
{
    uint32_t length = htobe32 ((uint32_t)(params->buffer.size - params->row_at - LENGTH_BYTES));
    memcpy (params->buffer.data + params->row_at, &length, sizeof length);
}

void
row_column (struct params *params, enum pg_type type)
{
    uint32_t wire = htobe32 (type);
    buffer_append (&params->buffer, &wire, sizeof wire);
}

void
item_null (struct params *params)
{
    buffer_append (&params->buffer, &null_length, sizeof null_length);
}

void
item_bytes (struct params *params, const void *data, size_t size)
{
    uint32_t length = htobe32 ((uint32_t)size);
    uint8_t *at = buffer_reserve (&params->buffer, LENGTH_BYTES + size);
    memcpy (at, &length, LENGTH_BYTES);
    if (size > 0)
        memcpy (at + LENGTH_BYTES, data, size);
    params->buffer.size += LENGTH_BYTES + size;
}

void
item_text (struct params *params, const char *text)
{
    if (text == NULL)
        item_null (params);
    else
        item_bytes (params, text, strlen (text));
}

void
item_int8 (struct params *params, uint64_t value)
{
    uint64_t wire = htobe64 (value);
    item_bytes (params, &wire, sizeof wire);
}

void
item_int4 (struct params *params, int32_t value)
{
    uint32_t wire = htobe32 ((uint32_t)value);
    item_bytes (params, &wire, sizeof wire);
}

void
item_bool (struct params *params, bool value)
{
    uint8_t wire = value;
    item_bytes (params, &wire, sizeof wire);
}

void
item_float8 (struct params *params, double value)
{
    uint64_t bits;
    memcpy (&bits, &value, sizeof bits);
    item_int8 (params, bits);
}

void
item_time (struct params *params, int64_t at_ms)
{
    item_int8 (params, (uint64_t)((at_ms - PG_EPOCH_MS) * US_PER_MS));
}

void
item_int8_list (struct params *params, const uint64_t *values, size_t count)
{
    if (count == 0) {
        item_null (params);
        return;
    }
    uint32_t length = htobe32 ((uint32_t)(ARRAY_HEADER_BYTES + count * (LENGTH_BYTES + sizeof *values)));
    buffer_append (&params->buffer, &length, sizeof length);
    add_array_head (params, PG_INT8, count);
    for (size_t i = 0; i < count; i++)
        item_int8 (params, values[i]);
}

void
item_text_list (struct params *params, const char *const *texts, size_t count)
{
    if (count == 0) {
        item_null (params);
        return;
    }
    size_t size = ARRAY_HEADER_BYTES;
    for (size_t i = 0; i < count; i++)
        size += LENGTH_BYTES + strlen (texts[i]);
    uint32_t length = htobe32 ((uint32_t)size);
    buffer_append (&params->buffer, &length, sizeof length);
    add_array_head (params, PG_TEXT, count);
    for (size_t i = 0; i < count; i++)
        item_text (params, texts[i]);
}

/* ---- results ---- */

uint64_t
value_int (const PGresult *result, int row, int column)
{
    if (PQgetisnull (result, row, column))
        return 0;
    const char *data = PQgetvalue (result, row, column);
    uint64_t wide;
    uint32_t narrow;
    uint16_t narrowest;
    switch (PQgetlength (result, row, column)) {
    case sizeof wide:
        memcpy (&wide, data, sizeof wide);
        return be64toh (wide);
    case sizeof narrow:
        memcpy (&narrow, data, sizeof narrow);
        return (uint64_t)(int32_t)be32toh (narrow);
    case sizeof narrowest:
        memcpy (&narrowest, data, sizeof narrowest);
        return (uint64_t)(int16_t)be16toh (narrowest);
    default:
        return 0;
    }
}

bool
value_bool (const PGresult *result, int row, int column)
{
    return !PQgetisnull (result, row, column) && *PQgetvalue (result, row, column) != 0;
}

int64_t
value_time (const PGresult *result, int row, int column)
{
    if (PQgetisnull (result, row, column))
        return 0;
    return (int64_t)value_int (result, row, column) / US_PER_MS + PG_EPOCH_MS;
}

const char *
value_text (const PGresult *result, int row, int column)
{
    return PQgetvalue (result, row, column); /* "" for a null; libpq ends every value with a NUL */
}

const uint8_t *
value_bytes (const PGresult *result, int row, int column, size_t *ret_size)
{
    *ret_size = (size_t)PQgetlength (result, row, column);
    return (const uint8_t *)PQgetvalue (result, row, column);
}

void
value_copy (const PGresult *result, int row, int column, void *to, size_t size)
{
    memset (to, 0, size);
    if ((size_t)PQgetlength (result, row, column) == size)
        memcpy (to, PQgetvalue (result, row, column), size);
}
