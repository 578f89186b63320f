/* SPDX-License-Identifier: Apache-2.0 */
/* fault.c: everything that can be wrong with a request, as one table, and how a sentence is filled in. */
#include "wire/fault.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "wire/text.h"

/* marks a sentence for translation */
#define N_(text) text

const struct fault_row fault_rows[FAULTS] = {
    [FAULT_MALFORMED] = { "malformed", N_ ("The request is not a well-formed message.") },
    [FAULT_TOO_LARGE] = { "too_large", N_ ("The request has {0} bytes; at most {1} are allowed.") },
    [FAULT_PROTOCOL_VERSION] = { "protocol_version",
                                 N_ ("The request speaks protocol {0}; this daemon speaks protocol {1}.") },
    [FAULT_BAD_ID] = { "bad_id", N_ ("The request's id must be a UUIDv7 of 16 bytes.") },
    [FAULT_MISSING_COMMAND] = { "missing_command", N_ ("The request asks for nothing.") },
    [FAULT_UNKNOWN_COMMAND] = { "unknown_command",
                                N_ ("The request asks for something that this daemon does not know.") },
    [FAULT_MISSING_FIELD] = { "missing_field", N_ ("The field {0} is required.") },
    [FAULT_EMPTY] = { "empty", N_ ("The field {0} must not be empty.") },
    [FAULT_EMPTY_STATEMENT] = { "empty_statement", N_ ("The field {0} needs a text or at least one figure.") },
    [FAULT_TOO_LONG] = { "too_long", N_ ("The field {0} has {1} bytes; at most {2} are allowed.") },
    [FAULT_TOO_MANY] = { "too_many", N_ ("The field {0} has {1} entries; at most {2} are allowed.") },
    [FAULT_BAD_TEXT] = { "bad_text", N_ ("The field {0} must be UTF-8 text without control characters.") },
    [FAULT_BAD_CODE] = { "bad_code", N_ ("The field {0} must be 1 to 32 characters of a-z, 0-9 and '-'.") },
    [FAULT_BAD_KEY] = { "bad_key", N_ ("The field {0} must be a CURVE public key of 32 bytes.") },
    [FAULT_BAD_HASH] = { "bad_hash", N_ ("The field {0} must be a hash of 32 bytes.") },
    [FAULT_OUT_OF_RANGE] = { "out_of_range", N_ ("The field {0} must be from {1} to {2}.") },
    [FAULT_FUTURE] = { "future", N_ ("The time in {0} is more than {1} minutes ahead of the daemon's clock.") },
    [FAULT_PAST] = { "past", N_ ("The time in {0} is more than {1} days ago.") },
};

bool
fault_set (struct fault *fault, enum fault_kind kind, const char *field, const char *arg0, const char *arg1,
           const char *arg2)
{
    const char *args[REFUSAL_ARGS] = { arg0, arg1, arg2 };
    *fault = (struct fault){
        .code = fault_rows[kind].code,
        .field = field,
        .template = fault_rows[kind].template,
    };
    for (size_t i = 0; i < REFUSAL_ARGS; i++)
        if (args[i])
            text_repair (fault->args[i], REFUSAL_ARG_MAX, args[i]);
    return false;
}

struct number_text {
    char text[REFUSAL_ARG_MAX];
};

static struct number_text
number_text (int64_t number)
{
    struct number_text made;
    snprintf (made.text, sizeof made.text, "%" PRId64, number);
    return made;
}

bool
fault_set_numbers (struct fault *fault, enum fault_kind kind, const char *field, int64_t arg1, int64_t arg2)
{
    return fault_set (fault, kind, field, field, number_text (arg1).text, number_text (arg2).text);
}

bool
fault_set_pair (struct fault *fault, enum fault_kind kind, const char *field, int64_t arg0, int64_t arg1)
{
    return fault_set (fault, kind, field, number_text (arg0).text, number_text (arg1).text, NULL);
}

bool
fault_set_field (struct fault *fault, enum fault_kind kind, const char *field)
{
    return fault_set (fault, kind, field, field, NULL, NULL);
}

void
fault_text (const struct fault *fault, char *ret_text, size_t size)
{
    wire_fill (ret_text, size, fault->template, fault->args);
}

/* "{1}" -> 1; REFUSAL_ARGS if no placeholder starts here. */
static size_t
placeholder_index (const char *at)
{
    if (at[0] != '{' || at[1] < '0' || at[1] >= '0' + REFUSAL_ARGS || at[2] != '}')
        return REFUSAL_ARGS;
    return (size_t)(at[1] - '0');
}

void
wire_fill (char *ret_text, size_t size, const char *template, const char args[REFUSAL_ARGS][REFUSAL_ARG_MAX])
{
    assert (size > 0);
    size_t done = 0;
    while (*template && done < size - 1) {
        size_t index = placeholder_index (template);
        if (index == REFUSAL_ARGS) {
            ret_text[done++] = *template ++;
            continue;
        }
        size_t put = strnlen (args[index], REFUSAL_ARG_MAX);
        if (put > size - 1 - done)
            put = size - 1 - done;
        memcpy (ret_text + done, args[index], put);
        done += put;
        template += strlen ("{0}");
    }
    ret_text[text_trim_cut (ret_text, done)] = '\0';
}
