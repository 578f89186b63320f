/* SPDX-License-Identifier: Apache-2.0 */
/* client.c: people and systems that ask, ask again under the same id until there is a final word, and follow what
 * they are told about where the leader is. */
#include "sim.h"
#include "util/alloc.h"

#include <inttypes.h>
#include <muster/v1/envelope.pb-c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

enum {
    RETRY_MS_LOW = 400,
    RETRY_MS_HIGH = 3000,
    PENDING_MS = 4000,
    LATE_ID_MS = 400000,   /* an id this far ahead is refused */
    EARLY_ID_MS = 3000000, /* an id this old is looked up in the store */
};

static const struct client cast[CLIENTS] = {
    { .code = "admin", .role = ROLE_ADMIN },
    { .code = "second-admin", .role = ROLE_ADMIN },
    { .code = "zhang", .role = ROLE_DUTY_OFFICER, .person = "zhang-wei" },
    { .code = "li", .role = ROLE_DUTY_OFFICER, .person = "li-na" },
    { .code = "wang", .role = ROLE_DUTY_LEADER, .person = "wang-jianguo" },
    { .code = "fire", .role = ROLE_TEAM_LEADER, .person = "zhao-lei", .team = "fire-xiangfen" },
    { .code = "mine", .role = ROLE_TEAM_LEADER, .team = "mine-rescue" },
    { .code = "ambulance", .role = ROLE_TEAM_LEADER, .team = "medical-120" },
    { .code = "police", .role = ROLE_TEAM_LEADER, .team = "police-110" },
    { .code = "machines", .role = ROLE_TEAM_LEADER, .team = "machinery" },
    { .code = "township", .role = ROLE_TEAM_LEADER, .team = "taosi-team" },
    { .code = "weather", .role = ROLE_SYSTEM },
    { .code = "watcher", .role = ROLE_OBSERVER },
};

void
clients_init (struct world *w)
{
    for (int i = 0; i < CLIENTS; i++) {
        struct client *client = &w->clients[i];
        *client = cast[i];
        client->index = i;
        for (int b = 0; b < KEY_BYTES; b++)
            client->key[b] = (uint8_t)(i * 7 + b + 1);
        client->clock_off_ms = rng_chance (&w->rng, 300) ? rng_between (&w->rng, -60000, 60000) : 0;
        if (client->team)
            snprintf (client->own_topic, sizeof client->own_topic, "order/%s/", client->team);
        console_init (w, client);
    }
}

/* A UUIDv7 from the client's clock. */
void
client_new_id (struct world *w, const struct client *client, uint8_t id[COMMAND_ID_BYTES])
{
    int64_t at = w->now + client->clock_off_ms;
    if (w->stage == STAGE_RUN && rng_chance (&w->rng, 10))
        at += LATE_ID_MS;
    else if (w->stage == STAGE_RUN && rng_chance (&w->rng, 40))
        at -= rng_between (&w->rng, 0, EARLY_ID_MS);
    for (int i = 0; i < 6; i++)
        id[i] = (uint8_t)(at >> (40 - 8 * i));
    for (int i = 6; i < COMMAND_ID_BYTES; i++)
        id[i] = (uint8_t)rng_next (&w->rng);
    id[6] = (uint8_t)(0x70 | (id[6] & 0x0f));
    id[8] = (uint8_t)(0x80 | (id[8] & 0x3f));
}

/* ---- ops ---- */

struct op *
op_add (struct world *w, int client, const struct buffer *request, bool command)
{
    struct op *op = xcalloc (1, sizeof *op);
    op->client = client;
    op->command = command;
    op->data = xmemdup (request->data, request->size);
    op->size = request->size;
    op->node = w->clients[client].likely_node;
    op->sent_head = oracle_head (w->oracle);
    op->retry_at = w->now;
    DL_APPEND (w->ops, op);
    return op;
}

void
op_drop (struct world *w, struct op *op)
{
    struct client *client = &w->clients[op->client];
    if (op->sync)
        client->console.sync_asked = false;
    else
        client->ops_count--;
    DL_DELETE (w->ops, op);
    free (op->data);
    free (op);
}

static struct op *
op_find (struct world *w, int client, const uint8_t *id)
{
    struct op *op;
    DL_FOREACH (w->ops, op)
    if (op->client == client && !memcmp (op->id, id, COMMAND_ID_BYTES))
        return op;
    return NULL;
}

static void
op_send (struct world *w, struct op *op)
{
    if (op->attempts > 0 && rng_chance (&w->rng, 500))
        op->node = (op->node + 1) % NODES;
    op->attempts++;
    op->retry_at = w->now + rng_between (&w->rng, RETRY_MS_LOW, RETRY_MS_HIGH);
    net_request (w, op->node, op->client, op->data, op->size, op->sent_head);
}

static bool
is_enrolled (const struct world *w, const struct client *client)
{
    const struct principal *known = desk_principal_by_code (oracle_desk (w->oracle), client->code);
    return known && known->state == PRINCIPAL_ENROLLED && !memcmp (known->key, client->key, KEY_BYTES);
}

static void
ops_retry (struct world *w)
{
    struct op *op, *next;
    DL_FOREACH_SAFE (w->ops, op, next)
    {
        if (op->retry_at > w->now)
            continue;
        /* Who is shut out for good would ask for ever; a query is worth only so many attempts. */
        bool hopeless = w->stage == STAGE_HEAL && !is_enrolled (w, &w->clients[op->client]);
        if (hopeless || (!op->command && !op->sync && op->attempts > 5))
            op_drop (w, op);
        else
            op_send (w, op);
    }
}

/* ---- replies ---- */

static int
node_named (const char *endpoint)
{
    int index = -1;
    if (!endpoint || sscanf (endpoint, "node-%d", &index) != 1 || index < 0 || index >= NODES)
        return -1;
    return index;
}

static void
op_done (struct world *w, struct op *op, const Muster__V1__Reply *reply)
{
    if (op->setup && reply->status != MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK)
        world_fail (w, "setup step %d failed: %s %s", w->setup_at, reply->code, reply->text);
    if (op->setup) {
        w->setup_at++;
        w->setup_asked = false;
    }
    w->clients[op->client].likely_node = op->node;
    w->tallies.ops_done++;
    if (op->sync)
        console_reply (w, &w->clients[op->client], op, reply);
    op_drop (w, op);
}

static void
op_answered (struct world *w, struct op *op, const Muster__V1__Reply *reply)
{
    int leader;
    switch (reply->status) {
    case MUSTER__V1__REPLY_STATUS__REPLY_STATUS_PENDING:
        op->retry_at = w->now + PENDING_MS;
        break;
    case MUSTER__V1__REPLY_STATUS__REPLY_STATUS_BUSY:
        op->retry_at = w->now + reply->retry_after_ms;
        break;
    case MUSTER__V1__REPLY_STATUS__REPLY_STATUS_NOT_LEADER:
        leader = node_named (reply->leader_endpoint);
        op->node = leader >= 0 ? leader : (op->node + 1) % NODES;
        op->retry_at = w->now + rng_between (&w->rng, 20, 200);
        break;
    default:
        op_done (w, op, reply);
    }
}

void
client_reply (struct world *w, const struct mail *mail)
{
    Muster__V1__Reply *reply = muster__v1__reply__unpack (NULL, mail->size, mail->data);
    if (!reply)
        return;
    struct op *op =
        reply->has_id && reply->id.len == COMMAND_ID_BYTES ? op_find (w, mail->client, reply->id.data) : NULL;
    if (op)
        op_answered (w, op, reply);
    muster__v1__reply__free_unpacked (reply, NULL);
}

/* ---- asking ---- */

void
setup_act (struct world *w)
{
    if (w->setup_asked || w->setup_at >= draft_setup_steps ())
        return;
    struct buffer request = { 0 };
    uint8_t id[COMMAND_ID_BYTES];
    client_new_id (w, &w->clients[0], id);
    draft_setup (w, w->setup_at, id, &request);
    struct op *op = op_add (w, 0, &request, true);
    memcpy (op->id, id, COMMAND_ID_BYTES);
    op->setup = true;
    w->clients[0].ops_count++;
    w->setup_asked = true;
    buffer_free (&request);
}

static void
ask (struct world *w, struct client *client)
{
    struct buffer request = { 0 };
    uint8_t id[COMMAND_ID_BYTES];
    client_new_id (w, client, id);
    bool command = draft_any (w, client, id, &request);
    struct op *op = op_add (w, client->index, &request, command);
    memcpy (op->id, id, COMMAND_ID_BYTES);
    client->ops_count++;
    buffer_free (&request);
}

static struct op *
any_op (struct world *w, const struct client *client)
{
    struct op *op, *found = NULL;
    uint64_t seen = 0;
    DL_FOREACH (w->ops, op)
    if (op->client == client->index && !op->sync && rng_below (&w->rng, ++seen) == 0)
        found = op;
    return found;
}

/* What no good client does: other content under a used id, and bytes that mean nothing. */
static void
misbehave (struct world *w, struct client *client)
{
    struct op *op = any_op (w, client);
    struct buffer request = { 0 };
    if (!op)
        return;
    if (rng_chance (&w->rng, 500)) {
        draft_any (w, client, op->id, &request);
        w->tallies.reused_ids++;
    } else {
        draft_garbage (w, op->data, op->size, &request);
        w->tallies.garbage++;
    }
    net_request (w, op->node, client->index, request.data, request.size, 0);
    buffer_free (&request);
}

void
clients_act (struct world *w)
{
    for (int i = 0; i < CLIENTS && w->stage == STAGE_RUN; i++) {
        struct client *client = &w->clients[i];
        if (client->ops_count < OPS_PER_CLIENT_MAX && rng_chance (&w->rng, w->weather.command))
            ask (w, client);
        if (rng_chance (&w->rng, w->weather.command / 16))
            misbehave (w, client);
    }
    ops_retry (w);
}
