/* SPDX-License-Identifier: Apache-2.0 */
/* console.c: a thin console by the protocol's rules, as its comments state them: subscribe first, then sync; the
 * newer image wins; a gap on a topic or a beat ahead of us means: ask what changed; a reset means: drop all.
 *
 * position: everything that we may see has been given to us as of this entry. It follows syncs, and for one that sees
 * everything also each push that is the very next entry. */
#include "sim.h"
#include "util/alloc.h"

#include <inttypes.h>
#include <muster/v1/envelope.pb-c.h>
#include <muster/v1/event.pb-c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SILENCE_MS = 3500, SYNC_PAUSE_MS = 300, SYNC_AGAIN_MS = 20, FRESH_PER_MILLE = 250 };

struct topic_seen {
    char name[TOPIC_MAX + 1];
    uint64_t seq;
    UT_hash_handle hh;
};

static void
forget_topics (struct console *console)
{
    struct topic_seen *topic, *next;
    HASH_ITER (hh, console->topics, topic, next)
    {
        HASH_DELETE (hh, console->topics, topic);
        free (topic);
    }
}

void
console_free (struct console *console)
{
    forget_topics (console);
    replica_clear (&console->replica);
}

void
console_init (struct world *w, struct client *client)
{
    client->console.node = (int)rng_below (&w->rng, NODES);
    client->console.sync_limit = w->weather.sync_limit;
    client->console.sync_due = true;
}

void
console_cut (struct client *client)
{
    client->console.connected = false;
    client->console.generation++;
}

bool
console_wants (const struct console *console, const char *topic)
{
    for (size_t i = 0; i < console->granted_count; i++)
        if (!strncmp (topic, console->granted[i], strlen (console->granted[i])))
            return true;
    return false;
}

/* What was learnt about this connection's gaps is void. */
static void
interrupted (struct console *console)
{
    forget_topics (console);
    console->sync_due = true;
}

/* ---- connecting ---- */

static void
subscribe (struct world *w, const struct node *node, struct client *client, const char *topic)
{
    struct console *console = &client->console;
    uint64_t principal = node_principal (node, client->key);
    if (console->granted_count == GRANTED_MAX || !principal ||
        !pipeline_may_subscribe (node->pipeline, principal, (const uint8_t *)topic, strlen (topic)))
        return;
    console->granted[console->granted_count++] = topic;
    bool all = console->granted[console->granted_count - 1][0] == '\0';
    console->may_see_all |= all;
    const struct principal *known =
        (const struct principal *)desk_find (oracle_desk (w->oracle), ENTITY_PRINCIPAL, principal);
    bool watches = known && known->role != ROLE_TEAM_LEADER && known->role != ROLE_SYSTEM;
    if (all && known && !watches && node_leads (node) && pipeline_epoch (node->pipeline) == oracle_epoch (w->oracle))
        world_fail (w, "%s was granted every topic", client->code);
}

static void
connect_to (struct world *w, struct client *client)
{
    struct console *console = &client->console;
    struct node *node = &w->nodes[console->node];
    console_cut (client);
    console->built_at = w->now;
    console->beat_at = 0;
    console->granted_count = 0;
    console->may_see_all = false;
    interrupted (console);
    if (!node->pipeline || node->paused_until > w->now || client->cut_until > w->now)
        return;
    console->connected = true;
    console->last_delivery_at = w->now;
    if (w->options->verbose)
        world_note (w, "%s connects to node %d", client->code, console->node);
    subscribe (w, node, client, "");
    if (client->own_topic[0])
        subscribe (w, node, client, client->own_topic);
    subscribe (w, node, client, "beat");
    if (!world_calm (w) && rng_chance (&w->rng, FRESH_PER_MILLE)) { /* a new process: it holds nothing */
        replica_clear (&console->replica);
        console->position = console->required = console->snapshot = console->epoch = 0;
        console->more = false;
        console->session++;
    }
}

/* ---- what comes in ---- */

/* false: somebody who leads no more; don't listen. */
static bool
hear_epoch (struct console *console, uint64_t epoch)
{
    if (epoch == 0 || epoch == console->epoch)
        return true;
    if (epoch < console->epoch)
        return false;
    if (console->epoch) {
        console->required = 0;
        interrupted (console);
    }
    console->epoch = epoch;
    return true;
}

static void
require (struct console *console, uint64_t seq)
{
    if (seq > console->required)
        console->required = seq;
}

static struct topic_seen *
topic_of (struct console *console, const char *name)
{
    struct topic_seen *topic;
    HASH_FIND_STR (console->topics, name, topic);
    if (!topic) {
        topic = xcalloc (1, sizeof *topic);
        snprintf (topic->name, sizeof topic->name, "%s", name);
        HASH_ADD_STR (console->topics, name, topic);
    }
    return topic;
}

static void
take_push (struct world *w, struct client *client, const struct mail *mail)
{
    struct console *console = &client->console;
    Muster__V1__Push *push = muster__v1__push__unpack (NULL, mail->size, mail->data);
    struct error err = { "" };
    if (!push)
        return;
    const struct principal *principal = desk_principal_by_code (oracle_desk (w->oracle), client->code);
    if (principal && oracle_may_see (w->oracle, principal->entity.id, push->seq, push->image, &err) < 0)
        world_fail (w, "feed: %s", err.text);
    if (hear_epoch (console, push->epoch)) {
        struct topic_seen *topic = topic_of (console, mail->topic);
        if (push->prev_seq > topic->seq && push->prev_seq > console->position)
            require (console, push->prev_seq);
        if (push->seq > topic->seq)
            topic->seq = push->seq;
        if (push->image->version > console->position)
            replica_take (&console->replica, push->image);
        if (console->may_see_all && push->seq == console->position + 1)
            console->position = push->seq;
    }
    muster__v1__push__free_unpacked (push, NULL);
}

static void
take_beat (struct world *w, struct console *console, const struct mail *mail)
{
    Muster__V1__Beat *beat = muster__v1__beat__unpack (NULL, mail->size, mail->data);
    if (!beat)
        return;
    if (hear_epoch (console, beat->epoch)) {
        console->beat_at = w->now;
        require (console, beat->head_seq);
    }
    muster__v1__beat__free_unpacked (beat, NULL);
}

void
console_feed (struct world *w, struct client *client, const struct mail *mail)
{
    if (!strcmp (mail->topic, "beat"))
        take_beat (w, &client->console, mail);
    else
        take_push (w, client, mail);
}

/* ---- sync ---- */

static void
reset (struct world *w, struct console *console)
{
    replica_clear (&console->replica);
    console->position = 0;
    interrupted (console);
    w->tallies.resets++;
}

static void
take_chunk (struct world *w, struct client *client, const Muster__V1__Reply *reply)
{
    struct console *console = &client->console;
    const Muster__V1__SyncChunk *chunk = reply->sync;
    if (chunk->reset)
        reset (w, console);
    for (size_t i = 0; i < chunk->n_images; i++)
        if (chunk->images[i]->version > console->position)
            replica_take (&console->replica, chunk->images[i]);
    bool begins = chunk->reset || console->position == 0;
    if (begins || !chunk->more)
        console->snapshot = chunk->more ? reply->head_seq : 0;
    if (chunk->through > console->position)
        console->position = chunk->through;
    console->more = chunk->more;
    if (w->options->verbose)
        world_note (w, "%s syncs to %" PRIu64 ", %zu images%s%s, snapshot %" PRIu64, client->code, console->position,
                    chunk->n_images, chunk->reset ? ", reset" : "", chunk->more ? ", more" : "", console->snapshot);
    if (!chunk->more)
        console->sync_due = false;
    console->sync_at = w->now + (chunk->more ? 0 : SYNC_AGAIN_MS);
}

void
console_reply (struct world *w, struct client *client, const struct op *op, const Muster__V1__Reply *reply)
{
    struct console *console = &client->console;
    console->sync_asked = false;
    console->sync_at = w->now + SYNC_PAUSE_MS;
    if (op->console_generation != console->session || !reply->sync ||
        reply->status != MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK)
        return;
    if (hear_epoch (console, reply->epoch))
        take_chunk (w, client, reply);
}

static bool
wants_sync (const struct console *console)
{
    return console->sync_due || console->more || console->position < console->required;
}

static void
ask_sync (struct world *w, struct client *client)
{
    struct console *console = &client->console;
    struct buffer request = { 0 };
    uint8_t id[COMMAND_ID_BYTES];
    client_new_id (w, client, id);
    draft_sync (id, console->position, console->snapshot, console->sync_limit, &request);
    struct op *op = op_add (w, client->index, &request, false);
    memcpy (op->id, id, COMMAND_ID_BYTES);
    op->sync = true;
    op->console_generation = console->session;
    op->node = console->node;
    console->sync_asked = true;
    buffer_free (&request);
}

static void
act (struct world *w, struct client *client)
{
    struct console *console = &client->console;
    int64_t heard_at = console->beat_at ? console->beat_at : console->built_at;
    if (!console->connected || w->now - heard_at > SILENCE_MS) {
        if (w->now - console->built_at < SYNC_PAUSE_MS)
            return;
        console->node = (int)rng_below (&w->rng, NODES);
        connect_to (w, client);
    }
    if (wants_sync (console) && !console->sync_asked && w->now >= console->sync_at)
        ask_sync (w, client);
}

void
consoles_act (struct world *w)
{
    for (int i = 0; i < CLIENTS; i++)
        act (w, &w->clients[i]);
}

bool
console_is_level (const struct world *w, const struct client *client)
{
    const struct console *console = &client->console;
    return console->connected && console->beat_at && !wants_sync (console) && !console->sync_asked &&
           console->position >= oracle_head (w->oracle);
}
