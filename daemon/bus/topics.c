/* SPDX-License-Identifier: Apache-2.0 */
/* topics.c: a counting set of topic prefixes. */
#include "bus/topics.h"

#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#include "util/alloc.h"

struct topic {
    uint64_t held;
    bool fresh;
    struct topic *next_fresh;
    size_t size;
    UT_hash_handle hh;
    uint8_t name[TOPIC_BYTES_MAX];
};

static struct topic *
topics_find (const struct topics *topics, const uint8_t *name, size_t size)
{
    struct topic *found = NULL;
    HASH_FIND (hh, topics->by_name, name, size, found);
    return found;
}

static struct topic *
topics_add (struct topics *topics, const uint8_t *name, size_t size)
{
    if (HASH_COUNT (topics->by_name) >= TOPICS_MAX)
        return NULL;
    struct topic *topic = xcalloc (1, sizeof *topic);
    topic->size = size;
    memcpy (topic->name, name, size);
    HASH_ADD (hh, topics->by_name, name, size, topic);
    return topic;
}

bool
topics_grant (struct topics *topics, const uint8_t *name, size_t size)
{
    if (size > TOPIC_BYTES_MAX)
        return false;
    struct topic *topic = topics_find (topics, name, size);
    if (!topic)
        topic = topics_add (topics, name, size);
    if (!topic)
        return false;
    if (!topic->fresh) {
        topic->fresh = true;
        topic->next_fresh = topics->fresh;
        topics->fresh = topic;
    }
    topic->held++;
    topics->held++;
    return true;
}

/* A fresh topic stays until topics_settle even with nobody left: topics_end must still know it. */
static void
topics_prune (struct topics *topics, struct topic *topic)
{
    if (topic->held > 0 || topic->fresh)
        return;
    HASH_DEL (topics->by_name, topic);
    free (topic);
}

bool
topics_end (struct topics *topics, const uint8_t *name, size_t size)
{
    struct topic *topic = topics_find (topics, name, size);
    if (!topic)
        return false;
    bool fresh = topic->fresh;
    if (topic->held > 0) {
        topic->held--;
        topics->held--;
    }
    topics_prune (topics, topic);
    return fresh;
}

void
topics_settle (struct topics *topics)
{
    while (topics->fresh) {
        struct topic *topic = topics->fresh;
        topics->fresh = topic->next_fresh;
        topic->fresh = false;
        topics_prune (topics, topic);
    }
}

void
topics_clear (struct topics *topics)
{
    struct topic *topic, *next;
    HASH_ITER (hh, topics->by_name, topic, next)
    {
        HASH_DEL (topics->by_name, topic);
        free (topic);
    }
    *topics = (struct topics){ 0 };
}
