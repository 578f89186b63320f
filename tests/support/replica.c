/* SPDX-License-Identifier: Apache-2.0 */
/* replica.c: newer images replace older ones; nothing else happens to them. */
#include "replica.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

static uint64_t
fnv1a (const uint8_t *data, size_t size)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ data[i]) * 1099511628211u;
    return hash ? hash : 1;
}

uint64_t
image_digest (const Muster__V1__Image *image)
{
    size_t size = muster__v1__image__get_packed_size (image);
    uint8_t *bytes = xcalloc (1, size + 1);
    muster__v1__image__pack (image, bytes);
    uint64_t digest = fnv1a (bytes, size);
    free (bytes);
    return digest;
}

uint64_t
image_digest_of_bytes (const uint8_t *data, size_t size)
{
    Muster__V1__Image *image = muster__v1__image__unpack (NULL, size, data);
    uint64_t digest = image ? image_digest (image) : 0;
    if (image)
        muster__v1__image__free_unpacked (image, NULL);
    return digest;
}

/* Each entity has its id as field 1, and the number of the image's own field is the entity's kind. */
bool
image_key (const Muster__V1__Image *image, enum entity_kind *ret_kind, uint64_t *ret_id)
{
    if (image->entity_case == MUSTER__V1__IMAGE__ENTITY__NOT_SET)
        return false;
    const ProtobufCMessage *entity = (const ProtobufCMessage *)image->profile;
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field (entity->descriptor, 1);
    *ret_kind = (enum entity_kind)image->entity_case;
    memcpy (ret_id, (const char *)entity + field->offset, sizeof *ret_id);
    return *ret_kind < ENTITY_KINDS;
}

const struct held *
replica_find (const struct replica *replica, enum entity_kind kind, uint64_t id)
{
    struct held_key key = { .kind = kind, .id = id };
    struct held *held;
    HASH_FIND (hh, replica->by_key, &key, sizeof key, held);
    return held;
}

void
replica_take (struct replica *replica, const Muster__V1__Image *image)
{
    enum entity_kind kind;
    uint64_t id;
    if (!image_key (image, &kind, &id))
        return;
    struct held_key key = { .kind = kind, .id = id };
    struct held *held;
    HASH_FIND (hh, replica->by_key, &key, sizeof key, held);
    if (held && held->version >= image->version)
        return;
    if (!held) {
        held = xcalloc (1, sizeof *held);
        held->key = key;
        HASH_ADD (hh, replica->by_key, key, sizeof key, held);
    }
    held->version = image->version;
    held->digest = image_digest (image);
}

void
replica_clear (struct replica *replica)
{
    struct held *held, *next;
    HASH_ITER (hh, replica->by_key, held, next)
    {
        HASH_DELETE (hh, replica->by_key, held);
        free (held);
    }
}
