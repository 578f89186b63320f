/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_step.c: any row of request frames, decoded and stepped through a desk: no crash, no leak, the desk's
 * invariants hold after each, and replaying the journal that came out leads to the same images.
 *
 * An input is a row of [principal: 1 byte][seconds that pass: 1 byte][size: 2 bytes, little-endian][frame]. */
#include "config/import.h"
#include "core/access.h"
#include "core/desk.h"
#include "util/error.h"
#include "wire/wire.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BEGAN_MS 1790000000000LL

enum { HEAD_BYTES = 4, PRINCIPALS = 7, FILE_BYTES_MAX = 262144 };

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

struct run {
    struct desk *desk, *shadow;
    struct outcome outcome;
    int64_t now;
};

static struct registry profile, county;

static void
read_registry (const char *path, struct registry *ret)
{
    static char text[FILE_BYTES_MAX];
    struct error err = { "" };
    FILE *file = fopen (path, "r");
    assert (file);
    size_t size = fread (text, 1, sizeof text, file);
    fclose (file);
    int parsed = import_parse (text, size, path, ret, &err);
    assert (parsed == 0);
}

/* Every event also goes through its bytes into the shadow, as a stored journal would. */
static void
follow (struct run *run)
{
    struct error err = { "" };
    for (size_t i = 0; i < run->outcome.events_count; i++) {
        const struct event *event = &run->outcome.events[i];
        struct decoded_event decoded;
        struct buffer payload = { 0 }, image = { 0 };
        wire_encode_event (event, &payload);
        if (event->born) {
            wire_encode_image (event->born, &image);
            wire_append_born (&payload, image.data, image.size);
        }
        int result = wire_decode_event (payload.data, payload.size, &decoded, &err);
        assert (result == 0);
        if (decoded.born && decoded.born->kind == ENTITY_PROFILE)
            ((struct profile *)decoded.born)->rules = ((const struct profile *)event->born)->rules;
        result = desk_apply (run->shadow, &decoded.event, &err);
        assert (result == 0);
        wire_decoded_event_free (&decoded);
        buffer_free (&payload);
        buffer_free (&image);
    }
    outcome_reset (&run->outcome);
}

static void
step (struct run *run, struct command *command)
{
    struct error err = { "" };
    command->at = run->now;
    desk_step (run->desk, command, &run->outcome);
    follow (run);
    int sound = desk_check (run->desk, &err);
    assert (sound == 0);
}

static void
import (struct run *run, const struct registry *registry)
{
    struct command command = { .action = ACTION_IMPORT };
    command.import.registry = registry;
    step (run, &command);
}

static void
enrol (struct run *run, const char *code, enum role role, const char *person, const char *team)
{
    uint8_t key[KEY_BYTES] = { 0 };
    struct command command = { .action = ACTION_ENROL };
    snprintf ((char *)key, sizeof key, "%s", code);
    command.enrol = (struct enrol_args){ code, role, key, person, team };
    step (run, &command);
}

static void
begin (struct run *run)
{
    const struct desk_limits unlimited = { .open_incidents_max = 1000, .settled_max = UINT32_MAX };
    run->desk = desk_create (&unlimited);
    run->shadow = desk_create (&unlimited);
    run->now = BEGAN_MS;
    import (run, &profile);
    import (run, &county);
    enrol (run, "admin", ROLE_ADMIN, NULL, NULL);
    enrol (run, "officer", ROLE_DUTY_OFFICER, "zhang-wei", NULL);
    enrol (run, "leader", ROLE_DUTY_LEADER, "wang-jianguo", NULL);
    enrol (run, "fire", ROLE_TEAM_LEADER, NULL, "fire-xiangfen");
    enrol (run, "mine", ROLE_TEAM_LEADER, NULL, "mine-rescue");
    enrol (run, "system", ROLE_SYSTEM, NULL, NULL);
    enrol (run, "board", ROLE_OBSERVER, NULL, NULL);
}

static void
tick (struct run *run)
{
    struct command command = { .action = ACTION_TICK };
    while (desk_next_deadline (run->desk) <= run->now)
        step (run, &command);
}

static void
take_frame (struct run *run, uint64_t principal_id, const uint8_t *frame, size_t size)
{
    struct request request;
    struct fault fault;
    struct registry registry;
    const struct principal *principal = (struct principal *)desk_find (run->desk, ENTITY_PRINCIPAL, principal_id);
    assert (principal);
    if (wire_decode_request (frame, size, run->now, &request, &fault) == 0 && request.action < ACTION_COMMANDS &&
        principal->state == PRINCIPAL_ENROLLED && access_allows (principal->role, request.action)) {
        request.command.principal = principal_id;
        const char *text = request.action == ACTION_IMPORT ? request.command.import.text : NULL;
        if (!text)
            step (run, &request.command);
        else if (import_parse (text, strlen (text), "fuzz", &registry, NULL) == 0) {
            request.command.import.registry = &registry;
            step (run, &request.command);
            import_free (&registry);
        }
    }
    wire_request_free (&request);
}

/* Image by image, what was lived and what was replayed are the same bytes. */
static void
compare (const struct run *run)
{
    struct desk_cursor cursor = desk_changed_since (run->desk, 0);
    for (const struct entity *entity; (entity = desk_cursor_next (&cursor));) {
        struct buffer lived = { 0 }, replayed = { 0 };
        const struct entity *twin = desk_find (run->shadow, entity->kind, entity->id);
        assert (twin);
        wire_encode_image (entity, &lived);
        wire_encode_image (twin, &replayed);
        assert (lived.size == replayed.size && !memcmp (lived.data, replayed.data, lived.size));
        buffer_free (&lived);
        buffer_free (&replayed);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    struct run run = { 0 };
    if (!profile.profile) {
        read_registry (MUSTER_DEPLOY "/profiles/cn-shanxi.yaml", &profile);
        read_registry (MUSTER_DEPLOY "/counties/141023-xiangfen.yaml", &county);
    }
    begin (&run);
    while (size >= HEAD_BYTES) {
        uint64_t principal = 1 + data[0] % PRINCIPALS;
        size_t frame = (size_t)data[2] | (size_t)data[3] << 8;
        run.now += (int64_t)data[1] * 1000;
        data += HEAD_BYTES;
        size -= HEAD_BYTES;
        if (frame > size)
            frame = size;
        tick (&run);
        take_frame (&run, principal, data, frame);
        data += frame;
        size -= frame;
    }
    compare (&run);
    desk_destroy (run.desk);
    desk_destroy (run.shadow);
    outcome_free (&run.outcome);
    return 0;
}
