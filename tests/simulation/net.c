/* SPDX-License-Identifier: Apache-2.0 */
/* net.c: a net that drops, doubles, delays and reorders; the feed comes in order but may lose any of it. */
#include "sim.h"
#include "util/alloc.h"
#include "wire/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

enum { QUICK_MS_MAX = 12, LATE_MS_MAX = 4000, FEED_MS_MAX = 40 };

static struct mail *
mail_new (enum mail_kind kind, int node, int client, const uint8_t *data, size_t size)
{
    struct mail *mail = xcalloc (1, sizeof *mail + size);
    mail->kind = kind;
    mail->node = node;
    mail->client = client;
    mail->size = size;
    if (size)
        memcpy (mail->data, data, size);
    return mail;
}

static void
mail_post (struct world *w, struct mail *mail)
{
    DL_APPEND (w->mails, mail);
}

static int64_t
delay (struct world *w)
{
    bool late = !world_calm (w) && rng_chance (&w->rng, w->weather.late);
    return rng_between (&w->rng, 1, late ? LATE_MS_MAX : QUICK_MS_MAX);
}

static bool
is_cut (const struct world *w, int client)
{
    return w->clients[client].cut_until > w->now;
}

/* Posts none, one or two copies. */
static void
send_somehow (struct world *w, const struct mail *mail)
{
    int copies = 1;
    if (!world_calm (w)) {
        copies -= is_cut (w, mail->client) || rng_chance (&w->rng, w->weather.drop);
        copies += rng_chance (&w->rng, w->weather.duplicate);
    }
    for (int i = 0; i < copies; i++) {
        struct mail *copy = xmemdup (mail, sizeof *mail + mail->size);
        copy->at = w->now + delay (w);
        mail_post (w, copy);
    }
}

/* ---- requests and replies ---- */

static struct attempt *
attempt_add (struct world *w, int client, const uint8_t *data, size_t size, uint64_t sent_head)
{
    if (w->attempts_count == w->attempts_capacity) {
        w->attempts_capacity = w->attempts_capacity ? w->attempts_capacity * 2 : 1024;
        w->attempts = xrealloc_array (w->attempts, w->attempts_capacity, sizeof *w->attempts);
    }
    struct attempt *attempt = &w->attempts[w->attempts_count++];
    struct request request;
    struct fault fault;
    memset (attempt, 0, sizeof *attempt);
    attempt->client = client;
    attempt->told.sent_head = sent_head;
    if (wire_decode_request (data, size, w->now, &request, &fault) == 0) {
        attempt->told.command = request.action < ACTION_COMMANDS;
        memcpy (attempt->payload_hash, request.payload_hash, HASH_BYTES);
    }
    wire_request_free (&request);
    return attempt;
}

uint64_t
net_request (struct world *w, int node, int client, const uint8_t *data, size_t size, uint64_t sent_head)
{
    attempt_add (w, client, data, size, sent_head);
    struct mail *mail = mail_new (MAIL_REQUEST, node, client, data, size);
    mail->attempt = w->attempts_count - 1;
    send_somehow (w, mail);
    free (mail);
    return w->attempts_count - 1;
}

void
net_reply (struct world *w, int node, uint64_t attempt, const uint8_t *data, size_t size)
{
    struct mail *mail = mail_new (MAIL_REPLY, node, w->attempts[attempt].client, data, size);
    mail->attempt = attempt;
    send_somehow (w, mail);
    free (mail);
}

/* ---- the feed ---- */

static void
feed_to (struct world *w, struct client *client, int node, const char *topic, const uint8_t *data, size_t size)
{
    struct console *console = &client->console;
    if (!console->connected || console->node != node || !console_wants (console, topic))
        return;
    if (!world_calm (w) && (is_cut (w, client->index) || rng_chance (&w->rng, w->weather.push_drop)))
        return;
    struct mail *mail = mail_new (MAIL_FEED, node, client->index, data, size);
    mail->generation = console->generation;
    mail->at = w->now + rng_between (&w->rng, 1, world_calm (w) ? QUICK_MS_MAX : FEED_MS_MAX);
    if (mail->at < console->last_delivery_at)
        mail->at = console->last_delivery_at;
    console->last_delivery_at = mail->at;
    snprintf (mail->topic, sizeof mail->topic, "%s", topic);
    mail_post (w, mail);
}

void
net_publish (struct world *w, int node, const char *topic, const uint8_t *data, size_t size)
{
    for (int i = 0; i < CLIENTS; i++)
        feed_to (w, &w->clients[i], node, topic, data, size);
}

/* ---- arriving ---- */

static void
arrive (struct world *w, const struct mail *mail)
{
    struct client *client = &w->clients[mail->client];
    if (mail->kind == MAIL_REPLY)
        client_reply (w, mail);
    else if (client->console.connected && client->console.generation == mail->generation)
        console_feed (w, client, mail);
}

void
net_deliver (struct world *w)
{
    struct mail *mail, *next;
    DL_FOREACH_SAFE (w->mails, mail, next)
    {
        if (mail->kind == MAIL_REQUEST || mail->at > w->now)
            continue;
        DL_DELETE (w->mails, mail);
        arrive (w, mail);
        free (mail);
        if (world_failed (w))
            return;
    }
}

bool
net_has_request (const struct world *w, int node)
{
    const struct mail *mail;
    DL_FOREACH (w->mails, mail)
    if (mail->kind == MAIL_REQUEST && mail->node == node && mail->at <= w->now)
        return true;
    return false;
}

struct mail *
net_take_request (struct world *w, int node)
{
    struct mail *mail, *first = NULL;
    DL_FOREACH (w->mails, mail)
    if (mail->kind == MAIL_REQUEST && mail->node == node && mail->at <= w->now && (!first || mail->at < first->at))
        first = mail;
    if (first)
        DL_DELETE (w->mails, first);
    return first;
}

void
net_lose_all (struct world *w, int node)
{
    struct mail *mail, *next;
    DL_FOREACH_SAFE (w->mails, mail, next)
    if (mail->kind == MAIL_REQUEST && mail->node == node) {
        DL_DELETE (w->mails, mail);
        free (mail);
    }
}

void
net_free (struct world *w)
{
    struct mail *mail, *next;
    DL_FOREACH_SAFE (w->mails, mail, next)
    {
        DL_DELETE (w->mails, mail);
        free (mail);
    }
    free (w->attempts);
}
