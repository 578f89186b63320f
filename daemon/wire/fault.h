/* SPDX-License-Identifier: Apache-2.0 */
/* fault.h: everything that can be wrong with a request, as one table. */
#ifndef MUSTER_WIRE_FAULT_H
#define MUSTER_WIRE_FAULT_H

#include "wire/wire.h"

enum fault_kind {
    FAULT_MALFORMED,
    FAULT_TOO_LARGE,        /* {0} bytes, {1} allowed */
    FAULT_PROTOCOL_VERSION, /* {0} theirs, {1} ours */
    FAULT_BAD_ID,
    FAULT_MISSING_COMMAND,
    FAULT_UNKNOWN_COMMAND,
    /* {0} is the field in all that follow */
    FAULT_MISSING_FIELD,
    FAULT_EMPTY,
    FAULT_EMPTY_STATEMENT,
    FAULT_TOO_LONG, /* {1} bytes, {2} allowed */
    FAULT_TOO_MANY, /* {1} entries, {2} allowed */
    FAULT_BAD_TEXT,
    FAULT_BAD_CODE,
    FAULT_BAD_KEY,
    FAULT_BAD_HASH,
    FAULT_OUT_OF_RANGE, /* {1} lowest, {2} highest */
    FAULT_FUTURE,       /* {1} minutes */
    FAULT_PAST,         /* {1} days */
    FAULTS
};

struct fault_row {
    const char *code;
    const char *template;
};

extern const struct fault_row fault_rows[FAULTS];

/* field and the args may be NULL. Returns false, so that a reader can write `return fault_set (...)`. */
bool fault_set (struct fault *, enum fault_kind, const char *field, const char *arg0, const char *arg1,
                const char *arg2);
/* The usual form: {0} is the field, {1} and {2} are numbers. */
bool fault_set_numbers (struct fault *, enum fault_kind, const char *field, int64_t arg1, int64_t arg2);
/* For sentences that name no field: {0} and {1} are numbers. */
bool fault_set_pair (struct fault *, enum fault_kind, const char *field, int64_t arg0, int64_t arg1);
bool fault_set_field (struct fault *, enum fault_kind, const char *field);
/* The sentence with the args put in. */
void fault_text (const struct fault *, char *ret_text, size_t size);

#endif
