/* SPDX-License-Identifier: Apache-2.0 */
/* load.c: stored bytes -> entities, with what is parsed and not stored. */
#include "config/import.h"
#include "runner/pipeline_parts.h"

#include <string.h>

static int
load_profile_rules (struct entity *entity, struct error *err)
{
    struct profile *profile = (struct profile *)entity;
    struct registry registry;
    if (!profile->text)
        return error_set (err, "profile '%s' has no text", profile->code);
    if (import_parse (profile->text, strlen (profile->text), profile->code, &registry, err) < 0)
        return -1;
    int result = registry.profile ? 0 : error_set (err, "profile '%s' holds no profile", profile->code);
    if (registry.profile)
        profile->rules = registry.profile->rules;
    import_free (&registry);
    return result;
}

/* What is kept as text and used as a rule. */
int
load_rules (struct entity *entity, struct error *err)
{
    switch (entity->kind) {
    case ENTITY_PROFILE:
        return load_profile_rules (entity, err);
    case ENTITY_CALENDAR:
        return import_calendar_rule ((struct calendar *)entity, err);
    case ENTITY_ROSTER:
        return import_roster_rule ((struct roster *)entity, err);
    default:
        return 0;
    }
}

struct entity *
load_image (const uint8_t *image, size_t size, struct error *err)
{
    struct entity *entity = wire_decode_image (image, size, err);
    if (entity && load_rules (entity, err) < 0) {
        entity_free (entity);
        return NULL;
    }
    return entity;
}
