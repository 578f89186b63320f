/* SPDX-License-Identifier: Apache-2.0 */
/* node.c: one simulated daemon: a real pipeline and a real store, driven like the loop would, heard by the oracle. */
#include "sim.h"
#include "util/alloc.h"

#include <assert.h>
#include <inttypes.h>
#include <muster/v1/envelope.pb-c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BEAT_MS = 1000, LEASE_MS = 10000, INTERIM_MS = 2000, RESTART_MS_MAX = 4000, REQUESTS_A_TURN = 64 };

static const char *const endpoints[NODES] = { "node-0", "node-1" };

int64_t
node_clock (const struct node *node)
{
    return node->stuck_until ? node->stuck_at : node->world->now + node->skew_ms;
}

bool
node_leads (const struct node *node)
{
    return node->pipeline && pipeline_state (node->pipeline) == PIPELINE_LEADING;
}

uint64_t
node_principal (const struct node *node, const uint8_t key[KEY_BYTES])
{
    for (size_t i = 0; i < node->admitted_count; i++)
        if (!memcmp (node->admitted[i].key, key, KEY_BYTES))
            return node->admitted[i].principal;
    return 0;
}

/* ---- what the pipeline says ---- */

static uint64_t
attempt_of (const struct bus_route *route)
{
    uint64_t attempt;
    assert (route->size == sizeof attempt);
    memcpy (&attempt, route->bytes, sizeof attempt);
    return attempt;
}

static void
note_reply (const struct node *node, uint64_t attempt, const uint8_t *data, size_t size)
{
    struct world *w = node->world;
    Muster__V1__Reply *reply = w->options->verbose ? muster__v1__reply__unpack (NULL, size, data) : NULL;
    if (!reply)
        return;
    unsigned tail = reply->id.len == COMMAND_ID_BYTES ? reply->id.data[14] * 256u + reply->id.data[15] : 0;
    world_note (
        w, "node %d tells %s about id ..%04x (payload ..%02x): %s %s seq %" PRIu64 "%s", node->index,
        w->clients[w->attempts[attempt].client].code, tail, w->attempts[attempt].payload_hash[0],
        protobuf_c_enum_descriptor_get_value (&muster__v1__reply_status__descriptor, (int)reply->status)->name,
        reply->code ? reply->code : "", reply->seq, reply->sync ? " (sync)" : "");
    muster__v1__reply__free_unpacked (reply, NULL);
}

static void
out_reply (void *arg, const struct bus_route *route, const uint8_t *data, size_t size)
{
    struct node *node = arg;
    struct world *w = node->world;
    if (node->dying || world_failed (w))
        return;
    uint64_t number = attempt_of (route);
    struct told told = w->attempts[number].told;
    told.payload_hash = told.command ? w->attempts[number].payload_hash : NULL;
    uint8_t *other = NULL;
    size_t other_size = 0;
    bool drop = false;
    if (plant_reply (w->options->plant, rng_next (&w->rng), data, size, &other, &other_size, &drop)) {
        data = other;
        size = other_size;
    }
    struct error err = { "" };
    world_catch_up (w);
    note_reply (node, number, data, size);
    if (oracle_reply (w->oracle, &told, data, size, &err) < 0)
        world_fail (w, "node %d: %s", node->index, err.text);
    else if (!drop)
        net_reply (w, node->index, number, data, size);
    free (other);
}

static void
out_publish (void *arg, const char *topic, const uint8_t *data, size_t size)
{
    struct node *node = arg;
    struct world *w = node->world;
    if (node->dying || world_failed (w))
        return;
    uint8_t *other = NULL;
    size_t other_size = 0;
    if (plant_push (w->options->plant, topic, data, size, &other, &other_size)) {
        data = other;
        size = other_size;
    }
    struct error err = { "" };
    world_catch_up (w);
    bool beat = !strcmp (topic, "beat");
    if ((beat ? oracle_beat (w->oracle, data, size, &err) : oracle_push (w->oracle, topic, data, size, &err)) < 0)
        world_fail (w, "node %d: %s", node->index, err.text);
    else
        net_publish (w, node->index, topic, data, size);
    free (other);
}

static void
out_admit (void *arg, const uint8_t key[KEY_BYTES], uint64_t principal)
{
    struct node *node = arg;
    assert (node->admitted_count < ADMITTED_MAX);
    memcpy (node->admitted[node->admitted_count].key, key, KEY_BYTES);
    node->admitted[node->admitted_count++].principal = principal;
}

/* The feed drops its live sessions with the key. */
static void
cut_consoles (struct node *node, const uint8_t *key)
{
    for (int i = 0; i < CLIENTS; i++) {
        struct client *client = &node->world->clients[i];
        if (client->console.node == node->index && (!key || !memcmp (client->key, key, KEY_BYTES)))
            console_cut (client);
    }
}

static void
out_revoke (void *arg, const uint8_t key[KEY_BYTES])
{
    struct node *node = arg;
    cut_consoles (node, key);
    for (size_t i = 0; i < node->admitted_count; i++)
        if (!memcmp (node->admitted[i].key, key, KEY_BYTES)) {
            node->admitted[i] = node->admitted[--node->admitted_count];
            return;
        }
}

static void
out_forget_all (void *arg)
{
    struct node *node = arg;
    node->admitted_count = 0;
}

static size_t
out_counters (void *arg, const char **names, uint64_t *values, size_t max)
{
    (void)arg;
    (void)names;
    (void)values;
    (void)max;
    return 0;
}

static void
out_log (void *arg, int level, const char *message, const char *fields)
{
    struct node *node = arg;
    (void)level;
    if (!node->dying)
        world_note (node->world, "node %d logs: %s %s", node->index, message, fields);
}

/* ---- life and death ---- */

void
node_start (struct world *w, int index)
{
    struct node *node = &w->nodes[index];
    const struct weather *weather = &w->weather;
    const struct pipeline_output output = { node,       out_reply,      out_publish,  out_admit,
                                            out_revoke, out_forget_all, out_counters, out_log };
    struct pipeline_options options = { .centre = "sim-county",
                                        .version = "sim",
                                        .desk = { weather->open_max, weather->settled_max },
                                        .recent_commands_max = weather->recent_max,
                                        .waiting_commands_max = weather->waiting_max,
                                        .interim_ms = INTERIM_MS,
                                        .overlap_commands_min = weather->overlap_min,
                                        .first_admin_code = w->clients[0].code };
    memcpy (options.first_admin_key, w->clients[0].key, KEY_BYTES);
    const struct store_options store = { .centre = "sim-county",
                                         .endpoint = endpoints[index],
                                         .settled_max = weather->settled_max,
                                         .recent_commands_max = weather->recent_max,
                                         .lease_ms = LEASE_MS };
    node->index = index;
    node->world = w;
    node->dying = node->draining = false;
    node->restart_at = 0;
    node->admitted_count = 0;
    node->checked_head = 0;
    node->pipeline = pipeline_create (&options, &output);
    struct store_callbacks callbacks = pipeline_store_callbacks (node->pipeline);
    node->store = w->options->plant == PLANT_NONE ? store_memory_open (w->disk, &store, &callbacks)
                                                  : plant_store (w->options->plant, w->disk, &store, &callbacks);
    pipeline_start (node->pipeline, node->store, node_clock (node));
    world_note (w, "node %d starts", index);
}

void
node_kill (struct node *node)
{
    if (!node->pipeline)
        return;
    node->dying = true;
    pipeline_destroy (node->pipeline);
    node->store->ops->destroy (node->store);
    node->pipeline = NULL;
    node->store = NULL;
    node->admitted_count = 0;
    cut_consoles (node, NULL);
    net_lose_all (node->world, node->index);
    node->restart_at = node->world->now + rng_between (&node->world->rng, 1, RESTART_MS_MAX);
}

/* ---- a turn of its loop ---- */

static void
take_requests (struct node *node)
{
    struct world *w = node->world;
    for (int i = 0; i < REQUESTS_A_TURN && pipeline_wants_requests (node->pipeline); i++) {
        struct mail *mail = net_take_request (w, node->index);
        if (!mail)
            return;
        uint64_t principal = node_principal (node, w->clients[mail->client].key);
        struct bus_route route = { .size = sizeof mail->attempt };
        memcpy (route.bytes, &mail->attempt, sizeof mail->attempt);
        w->attempts[mail->attempt].told.principal = principal;
        if (principal)
            pipeline_request (node->pipeline, &route, principal, mail->data, mail->size, node_clock (node));
        free (mail);
    }
}

/* The promises of the desk, whenever it has changed; and that time does not leave a timer behind. */
static void
check_desk (struct node *node)
{
    struct world *w = node->world;
    struct error err = { "" };
    const struct desk *desk = pipeline_desk (node->pipeline);
    if (!node_leads (node) || !desk)
        return;
    if (desk_sync_floor (desk) > w->floor)
        w->floor = desk_sync_floor (desk);
    if (desk_head (desk) == node->checked_head)
        return;
    node->checked_head = desk_head (desk);
    if (desk_check (desk, &err) < 0)
        world_fail (w, "node %d: desk_check: %s", node->index, err.text);
}

static void
check_state (struct node *node)
{
    switch (pipeline_state (node->pipeline)) {
    case PIPELINE_FATAL:
        world_fail (node->world, "node %d gave up: %s", node->index, pipeline_fatal_text (node->pipeline));
        break;
    case PIPELINE_DRAINED:
        world_note (node->world, "node %d is drained", node->index);
        node_kill (node);
        break;
    default:
        check_desk (node);
    }
}

/* Who was not admitted again when all were forgotten is shut out. */
static void
sweep (struct node *node)
{
    for (int i = 0; i < CLIENTS; i++) {
        struct client *client = &node->world->clients[i];
        if (client->console.node == node->index && !node_principal (node, client->key))
            console_cut (client);
    }
}

static bool
must_turn (const struct node *node)
{
    const struct world *w = node->world;
    return !w->weather.lazy || node->store->ops->timeout_ms (node->store, w->now) == 0 ||
           node_clock (node) >= pipeline_deadline (node->pipeline) ||
           (pipeline_wants_requests (node->pipeline) && net_has_request (w, node->index));
}

static void
turn (struct node *node)
{
    struct world *w = node->world;
    if (world_calm (w) || !rng_chance (&w->rng, w->weather.busy_store))
        node->store->ops->handle (node->store, w->now);
    sweep (node);
    if (!world_failed (w))
        take_requests (node);
    if (!world_failed (w))
        pipeline_turn (node->pipeline, node_clock (node));
}

static void
live (struct node *node)
{
    struct world *w = node->world;
    if (must_turn (node))
        turn (node);
    if (!world_failed (w) && w->now >= node->beat_at) {
        node->beat_at = w->now + BEAT_MS;
        pipeline_beat (node->pipeline, node_clock (node));
    }
    world_catch_up (w);
    if (!world_failed (w))
        check_state (node);
}

void
node_turn (struct node *node)
{
    struct world *w = node->world;
    if (node->stuck_until && w->now >= node->stuck_until)
        node->stuck_until = 0;
    if (node->paused_until > w->now)
        return;
    if (!node->pipeline && w->now >= node->restart_at)
        node_start (w, node->index);
    if (node->pipeline)
        live (node);
}
