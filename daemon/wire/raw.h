/* SPDX-License-Identifier: Apache-2.0 */
/* raw.h: the outermost fields of a message, read one by one without unpacking it. */
#ifndef MUSTER_WIRE_RAW_H
#define MUSTER_WIRE_RAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Start with data and end set, the rest zero. */
struct raw_field {
    const uint8_t *data, *end; /* what is still to be read */
    uint32_t number;
    const uint8_t *bytes; /* of a length-delimited field; NULL for the other types */
    size_t size;
};

/* Steps to the next field; false at the end or where the bytes make no sense. Never reads past end. */
bool raw_next (struct raw_field *);

#endif
