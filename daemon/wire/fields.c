/* SPDX-License-Identifier: Apache-2.0 */
/* fields.c: checked readers, one for each sort of field. */
#include "wire/fields.h"

#include <assert.h>
#include <string.h>

#include "util/alloc.h"
#include "wire/arena.h"

#define LATITUDE_MAX 90
#define LONGITUDE_MAX 180
#define CLOCK_MAX_MS 253402300799999LL /* the last millisecond of the year 9999 */

/* for sentences */
#define CLOCK_AHEAD_MAX_MINUTES 5
#define CLOCK_PAST_MAX_DAYS 31
_Static_assert(CLOCK_AHEAD_MAX_MS == CLOCK_AHEAD_MAX_MINUTES * 60000, "the same limit in minutes");
_Static_assert(CLOCK_PAST_MAX_MS == CLOCK_PAST_MAX_DAYS * 86400000LL, "the same limit in days");

#define TEXT_OF_(token) #token
#define TEXT_OF(macro) TEXT_OF_ (macro)

static bool
text_fits (struct reader *in, const char *path, const char *text, size_t size_max, enum text_kind kind)
{
    size_t size = wire_arena_text_size (text);
    if (size > size_max)
        return fault_set_numbers (in->fault, FAULT_TOO_LONG, path, (int64_t)size, (int64_t)size_max);
    if (!text_is_valid (text, size, kind))
        return fault_set_field (in->fault, FAULT_BAD_TEXT, path);
    return true;
}

bool
field_text (struct reader *in, const char *path, const char *text, const struct text_rule *rule,
            const char **ret_text)
{
    *ret_text = NULL;
    if (!text)
        return rule->required ? fault_set_field (in->fault, FAULT_MISSING_FIELD, path) : true;
    if (!text_fits (in, path, text, rule->size_max, rule->kind))
        return false;
    if (text_is_blank (text, wire_arena_text_size (text)))
        return rule->required ? fault_set_field (in->fault, FAULT_EMPTY, path) : true;
    *ret_text = text;
    return true;
}

static bool
is_code (const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            return false;
    }
    return size >= 1 && size <= CODE_MAX;
}

bool
field_code (struct reader *in, const char *path, const char *code, bool required, const char **ret_code)
{
    *ret_code = NULL;
    if (!code)
        return required ? fault_set_field (in->fault, FAULT_MISSING_FIELD, path) : true;
    if (!is_code (code, wire_arena_text_size (code)))
        return fault_set_field (in->fault, FAULT_BAD_CODE, path);
    *ret_code = code;
    return true;
}

bool
field_key (struct reader *in, const char *path, bool has, const ProtobufCBinaryData *key, const uint8_t **ret_key)
{
    static const uint8_t none[KEY_BYTES];
    if (!has)
        return fault_set_field (in->fault, FAULT_MISSING_FIELD, path);
    if (key->len != KEY_BYTES || !memcmp (key->data, none, KEY_BYTES))
        return fault_set_field (in->fault, FAULT_BAD_KEY, path);
    *ret_key = key->data;
    return true;
}

bool
field_hash (struct reader *in, const char *path, bool has, const ProtobufCBinaryData *hash, const uint8_t **ret_hash)
{
    if (!has)
        return fault_set_field (in->fault, FAULT_MISSING_FIELD, path);
    if (hash->len != HASH_BYTES)
        return fault_set_field (in->fault, FAULT_BAD_HASH, path);
    *ret_hash = hash->data;
    return true;
}

bool
field_id (struct reader *in, const char *path, bool has, uint64_t value, uint64_t *ret_id)
{
    if (!has)
        return fault_set_field (in->fault, FAULT_MISSING_FIELD, path);
    if (value < 1 || value > INT64_MAX)
        return fault_set_numbers (in->fault, FAULT_OUT_OF_RANGE, path, 1, INT64_MAX);
    *ret_id = value;
    return true;
}

bool
field_seq (struct reader *in, const char *path, bool has, uint64_t value, uint64_t *ret_seq)
{
    *ret_seq = has ? value : 0;
    if (*ret_seq > INT64_MAX)
        return fault_set_numbers (in->fault, FAULT_OUT_OF_RANGE, path, 0, INT64_MAX);
    return true;
}

bool
field_number (struct reader *in, const char *path, bool has, uint32_t value, uint32_t low, uint32_t high,
              uint32_t *ret_value)
{
    if (!has)
        return true;
    if (value < low || value > high)
        return fault_set_numbers (in->fault, FAULT_OUT_OF_RANGE, path, low, high);
    *ret_value = value;
    return true;
}

/* protobuf-c passes on enum numbers that it does not know, negative ones too. */
bool
field_enum (struct reader *in, const char *path, bool has, int value, int high, int *ret_value)
{
    if (!has)
        return fault_set_field (in->fault, FAULT_MISSING_FIELD, path);
    if (value < 1 || value > high)
        return fault_set_numbers (in->fault, FAULT_OUT_OF_RANGE, path, 1, high);
    *ret_value = value;
    return true;
}

bool
field_occurred (struct reader *in, const char *path, bool has, int64_t value, int64_t *ret_at)
{
    *ret_at = 0;
    if (!has)
        return true;
    if (value > in->now_ms + CLOCK_AHEAD_MAX_MS)
        return fault_set (in->fault, FAULT_FUTURE, path, path, TEXT_OF (CLOCK_AHEAD_MAX_MINUTES), NULL);
    if (value < in->now_ms - CLOCK_PAST_MAX_MS)
        return fault_set (in->fault, FAULT_PAST, path, path, TEXT_OF (CLOCK_PAST_MAX_DAYS), NULL);
    *ret_at = value;
    return true;
}

bool
field_clock (struct reader *in, const char *path, bool has, int64_t value, int64_t *ret_at)
{
    *ret_at = has ? value : 0;
    if (*ret_at < 0 || *ret_at > CLOCK_MAX_MS)
        return fault_set_numbers (in->fault, FAULT_OUT_OF_RANGE, path, 0, CLOCK_MAX_MS);
    return true;
}

static bool
field_degrees (struct reader *in, const char *path, bool has, double value, int limit, double *ret_value)
{
    if (!has)
        return fault_set_field (in->fault, FAULT_MISSING_FIELD, path);
    if (!(value >= -limit && value <= limit)) /* so that NaN fails */
        return fault_set_numbers (in->fault, FAULT_OUT_OF_RANGE, path, -limit, limit);
    *ret_value = value;
    return true;
}

bool
field_position (struct reader *in, const struct position_paths *paths, const Muster__V1__Position *message,
                struct position *ret_position)
{
    *ret_position = (struct position){ 0 };
    if (!message)
        return true;
    ret_position->known = true;
    return field_degrees (in, paths->latitude, message->has_latitude, message->latitude, LATITUDE_MAX,
                          &ret_position->latitude) &&
           field_degrees (in, paths->longitude, message->has_longitude, message->longitude, LONGITUDE_MAX,
                          &ret_position->longitude);
}

bool
stored_text (struct reader *in, const char *path, const char *text, size_t size_max, const char **ret_text)
{
    *ret_text = text;
    return !text || text_fits (in, path, text, size_max, TEXT_STORED);
}

bool
stored_copy (struct reader *in, const char *path, const char *text, size_t size_max, char **ret_text)
{
    const char *borrowed;
    if (!stored_text (in, path, text, size_max, &borrowed))
        return false;
    *ret_text = xstrdup (borrowed);
    return true;
}

bool
stored_array (struct reader *in, const char *path, const char *text, char *ret_array, size_t array_size)
{
    if (!text)
        return true;
    if (!text_fits (in, path, text, array_size - 1, TEXT_STORED))
        return false;
    memcpy (ret_array, text, wire_arena_text_size (text) + 1);
    return true;
}

bool
stored_enum (struct reader *in, const char *path, bool has, int value, int high, int *ret_value)
{
    *ret_value = has ? value : 0;
    if (*ret_value < 0 || *ret_value > high)
        return fault_set_numbers (in->fault, FAULT_OUT_OF_RANGE, path, 0, high);
    return true;
}

bool
stored_number (struct reader *in, const char *path, bool has, uint32_t value, uint32_t high, uint32_t *ret_value)
{
    *ret_value = 0;
    return field_number (in, path, has, value, 0, high, ret_value);
}
