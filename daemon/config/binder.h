/* SPDX-License-Identifier: Apache-2.0 */
/* binder.h: a document into a struct, by a table. The same rows give defaults, checks, messages, help and clean-up.
 */
#ifndef MUSTER_CONFIG_BINDER_H
#define MUSTER_CONFIG_BINDER_H

#include "config/document.h"

#include <stdbool.h>
#include <stdio.h>

enum bind_type {
    BIND_STRING,    /* char *, owned: min..max bytes, one line of clean UTF-8 */
    BIND_PATH,      /* the same; config makes it relative to the file's folder */
    BIND_CODE,      /* char[max + 1]: 1..max characters of a-z, 0-9, '-' */
    BIND_NAME,      /* the same, and '_' */
    BIND_INTEGER,   /* uint32_t or uint64_t, min..max */
    BIND_BOOL,      /* bool */
    BIND_DURATION,  /* uint32_t, ms; "500ms", "5s", "10m", "24h", "3d" */
    BIND_HOUR,      /* uint32_t, minute of the day; "08:00", up to "24:00" */
    BIND_OFFSET,    /* int32_t, minutes east of UTC; "+08:00", up to 14 hours either way */
    BIND_SIZE,      /* uint32_t, bytes; "4KiB" */
    BIND_ENUM,      /* an enum: names, names_count, allowed */
    BIND_DECIMAL,   /* double, min..max */
    BIND_POSITION,  /* struct position: {latitude, longitude} */
    BIND_DURATIONS, /* uint32_t[names_count], ms: one duration for all, or a map by name with `default` for the rest
                     */
    BIND_KEYED,     /* an array of names_count structs of schema sub: a map by name; required: each allowed name */
    BIND_MAPS,      /* struct bound_list of structs of schema sub, min..max entries */
    BIND_SCALARS,   /* the same, from a list of single values: sub has one row */
    BIND_TYPES
};

/* A list as it was read: count structs, owned. */
struct bound_list {
    void *items;
    size_t count;
};

struct schema;

struct row {
    const char *key; /* "bus.request_hwm" stands for request_hwm in the map bus */
    enum bind_type type;
    size_t offset, size;  /* the member, see BIND_FIELD */
    int64_t min, max;     /* in the member's unit */
    const char *fallback; /* the default, as it would be written; NULL = none */
    bool required;
    bool reloadable;   /* a running daemon can take a new value */
    bool confidential; /* messages don't repeat the value */
    const char *help;  /* one or more sentences */
    const char *unit;  /* "messages"; NULL = said by the type */
    const char *example;
    const char *const *names;
    uint32_t names_count;
    uint32_t allowed; /* bit set of names; 0 = all that are not NULL */
    const struct schema *sub;
    const char *single; /* BIND_MAPS: a single value stands for one map with this key; NULL = not allowed */
    const char *(*check) (const char *text); /* NULL = good; otherwise what was expected */
};

struct schema {
    const struct row *rows;
    size_t rows_count;
    size_t size; /* of the struct */
};

#define BIND_FIELD(struct_, member_) .offset = offsetof (struct_, member_), .size = sizeof (((struct_ *)0)->member_)
#define BIND_SCHEMA(rows_, struct_)                                                                                  \
    {                                                                                                                \
        rows_, sizeof (rows_) / sizeof ((rows_)[0]), sizeof (struct_)                                                \
    }
#define BIND_ALLOW(value_) (1u << (value_))

/* Fills *object (whatever was in it is overwritten): the defaults, then what the map says. On -1 it is all zero again
 * and error says what the first fault is. */
int bind_map (const struct schema *, const struct node *map, void *object, struct error *);
/* Frees what bind_map made, and zeroes the object. */
void bind_free (const struct schema *, void *object);

/* A key that no row knows: `unknown key; did you mean 'x'?` with the nearest of the candidates. */
int bind_fail_unknown (const struct node *, const char *const *candidates, size_t count, struct error *);

/* The member of a row. */
const void *row_member (const struct row *, const void *object);
/* Single values only. Is anything there (an optional text may be absent)? */
bool row_is_set (const struct row *, const void *object);
bool row_is_equal (const struct row *, const void *a, const void *b);
/* As it would be written in YAML. */
void row_print (const struct row *, const void *object, FILE *);
/* What the row takes: "an integer 1..100000". */
enum { ROW_EXPECTED_MAX = 160 };
const char *row_expected (const struct row *, char ret[ROW_EXPECTED_MAX]);

#endif
