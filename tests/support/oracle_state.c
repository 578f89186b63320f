/* SPDX-License-Identifier: Apache-2.0 */
/* oracle_state.c: what is stored, what a daemon has in memory and what consoles hold: the same as the replay. */
#include "core/access.h"
#include "oracle_parts.h"
#include "wire/wire.h"

/* Is this image, by its digest, the newest of its entity? */
static int
check_newest (const struct oracle *oracle, const char *whose, enum entity_kind kind, uint64_t id, uint64_t version,
              uint64_t digest, struct error *err)
{
    const struct entity *entity = desk_find (oracle->desk, kind, id);
    if (!entity)
        return error_set (err, "%s has %s %" PRIu64 ", which the journal never made", whose, entity_kind_name (kind),
                          id);
    if (entity->version != version)
        return error_set (err, "%s has %s %" PRIu64 " at version %" PRIu64 ", the journal leads to %" PRIu64, whose,
                          entity_kind_name (kind), id, version, entity->version);
    if (oracle_change (oracle, version)->digest != digest)
        return error_set (err,
                          "%s has %s %" PRIu64 " version %" PRIu64 " with other content than the journal leads to",
                          whose, entity_kind_name (kind), id, version);
    return 0;
}

int
oracle_row (struct oracle *oracle, enum entity_kind kind, uint64_t id, uint64_t version, const uint8_t *image,
            size_t size, struct error *err)
{
    oracle->rows_count++;
    return check_newest (oracle, "the store", kind, id, version, image_digest_of_bytes (image, size), err);
}

int
oracle_rows_end (struct oracle *oracle, struct error *err)
{
    size_t made = 0, stored = oracle->rows_count;
    for (int kind = ENTITY_NONE + 1; kind < ENTITY_KINDS; kind++)
        made += desk_count (oracle->desk, (enum entity_kind)kind);
    oracle->rows_count = 0;
    if (made != stored)
        return error_set (err, "the journal makes %zu entities, %zu are stored", made, stored);
    return 0;
}

int
oracle_memory (const struct oracle *oracle, const struct desk *desk, struct error *err)
{
    for (int kind = ENTITY_NONE + 1; kind < ENTITY_KINDS; kind++)
        for (const struct entity *e = desk_newest (desk, (enum entity_kind)kind); e; e = desk_older (e)) {
            struct buffer image = { 0 };
            wire_encode_image (e, &image);
            uint64_t digest = image_digest_of_bytes (image.data, image.size);
            buffer_free (&image);
            if (check_newest (oracle, "the daemon's memory", e->kind, e->id, e->version, digest, err) < 0)
                return -1;
        }
    return 0;
}

/* ---- consoles ---- */

/* A settled obligation is visible to a team only while its order is in the daemon's memory: don't insist. */
static bool
must_hold (const struct oracle *oracle, const struct principal *principal, const struct entity *entity,
           uint64_t floor)
{
    bool lasts = !entity_settled (entity) && entity->kind != ENTITY_REPORT;
    if (!lasts && (entity->version <= floor || entity->kind == ENTITY_OBLIGATION))
        return false;
    return access_can_read (oracle->desk, principal, entity);
}

static int
check_missing (const struct oracle *oracle, const struct principal *principal, const struct replica *replica,
               uint64_t floor, struct error *err)
{
    for (int kind = ENTITY_NONE + 1; kind < ENTITY_KINDS; kind++)
        for (const struct entity *e = desk_newest (oracle->desk, (enum entity_kind)kind); e; e = desk_older (e))
            if (must_hold (oracle, principal, e, floor) && !replica_find (replica, e->kind, e->id))
                return error_set (err, "the console of %s lacks %s %" PRIu64 " version %" PRIu64, principal->code,
                                  entity_kind_name (e->kind), e->id, e->version);
    return 0;
}

int
oracle_console (const struct oracle *oracle, uint64_t principal_id, const struct replica *replica, uint64_t floor,
                struct error *err)
{
    const struct principal *principal =
        (const struct principal *)desk_find (oracle->desk, ENTITY_PRINCIPAL, principal_id);
    if (!principal)
        return error_set (err, "there is no principal %" PRIu64, principal_id);
    for (const struct held *held = replica->by_key; held; held = held->hh.next)
        if (check_newest (oracle, "a console", (enum entity_kind)held->key.kind, held->key.id, held->version,
                          held->digest, err) < 0)
            return error_prefix (err, "%s", principal->code);
    return check_missing (oracle, principal, replica, floor, err);
}
