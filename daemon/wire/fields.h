/* SPDX-License-Identifier: Apache-2.0 */
/* fields.h: checked readers, one for each sort of field. Each returns true, or false with the fault set; a decoder is
 * a chain of them joined by &&. Strings must come from a wire_arena. */
#ifndef MUSTER_WIRE_FIELDS_H
#define MUSTER_WIRE_FIELDS_H

#include "muster/v1/entity.pb-c.h"
#include "wire/fault.h"
#include "wire/text.h"

struct reader {
    struct fault *fault;
    int64_t now_ms; /* the daemon's clock */
};

struct text_rule {
    size_t size_max;
    enum text_kind kind;
    bool required;
};

/* ---- of requests. "has" and value as protobuf-c gives them ---- */

/* An optional text that is absent or blank becomes NULL; a required one may be neither. The result is borrowed. */
bool field_text (struct reader *, const char *path, const char *text, const struct text_rule *,
                 const char **ret_text);
bool field_code (struct reader *, const char *path, const char *code, bool required, const char **ret_code);
bool field_key (struct reader *, const char *path, bool has, const ProtobufCBinaryData *, const uint8_t **ret_key);
bool field_hash (struct reader *, const char *path, bool has, const ProtobufCBinaryData *, const uint8_t **ret_hash);
bool field_id (struct reader *, const char *path, bool has, uint64_t value, uint64_t *ret_id);
/* 0 when absent. */
bool field_seq (struct reader *, const char *path, bool has, uint64_t value, uint64_t *ret_seq);
/* Absent: *ret_value stays as it is. */
bool field_number (struct reader *, const char *path, bool has, uint32_t value, uint32_t low, uint32_t high,
                   uint32_t *ret_value);
/* Required, 1..high. */
bool field_enum (struct reader *, const char *path, bool has, int value, int high, int *ret_value);
/* When something happened: neither in the future nor long ago. 0 when absent. */
bool field_occurred (struct reader *, const char *path, bool has, int64_t value, int64_t *ret_at);
/* What a clock said, whatever it says: only kept inside what can be shown and stored. 0 when absent. */
bool field_clock (struct reader *, const char *path, bool has, int64_t value, int64_t *ret_at);

struct position_paths {
    const char *latitude, *longitude;
};
#define POSITION_PATHS(prefix)                                                                                       \
    {                                                                                                                \
        prefix ".latitude", prefix ".longitude"                                                                      \
    }
bool field_position (struct reader *, const struct position_paths *, const Muster__V1__Position *,
                     struct position *ret_position);

/* ---- of stored images and events: lengths and numbers, since what is stored may be damaged ---- */

/* NULL stays NULL. Borrowed, copied into memory of its own (which the caller frees), or copied into an array. */
bool stored_text (struct reader *, const char *path, const char *text, size_t size_max, const char **ret_text);
bool stored_copy (struct reader *, const char *path, const char *text, size_t size_max, char **ret_text);
bool stored_array (struct reader *, const char *path, const char *text, char *ret_array, size_t array_size);
/* 0..high; absent = 0. */
bool stored_enum (struct reader *, const char *path, bool has, int value, int high, int *ret_value);
bool stored_number (struct reader *, const char *path, bool has, uint32_t value, uint32_t high, uint32_t *ret_value);

#endif
