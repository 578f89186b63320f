/* SPDX-License-Identifier: Apache-2.0 */
/* replica.h: what one console holds: for each entity the newest image it was given. Test code. */
#ifndef MUSTER_TESTS_REPLICA_H
#define MUSTER_TESTS_REPLICA_H

#include "core/entity.h"

#include <muster/v1/entity.pb-c.h>

struct held {
    struct held_key {
        uint64_t kind, id;
    } key;
    uint64_t version;
    uint64_t digest; /* of the image */
    UT_hash_handle hh;
};

struct replica {
    struct held *by_key;
};

/* A number that differs when the images differ. */
uint64_t image_digest (const Muster__V1__Image *);
/* The same of an image's bytes; 0 = they can't be read. */
uint64_t image_digest_of_bytes (const uint8_t *data, size_t size);
/* false = an image of nothing. */
bool image_key (const Muster__V1__Image *, enum entity_kind *ret_kind, uint64_t *ret_id);

/* Takes the image unless an equally new or newer one is held. */
void replica_take (struct replica *, const Muster__V1__Image *);
const struct held *replica_find (const struct replica *, enum entity_kind, uint64_t id); /* NULL = not held */
void replica_clear (struct replica *);

#endif
