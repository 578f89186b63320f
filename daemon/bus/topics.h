/* SPDX-License-Identifier: Apache-2.0 */
/* topics.h: the topics granted on the feed: how many hold each, and which were granted in this drain. */
#ifndef MUSTER_BUS_TOPICS_H
#define MUSTER_BUS_TOPICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TOPIC_BYTES_MAX = 256, /* of a subscription's prefix; a longer one is refused */
    TOPICS_MAX = 65536,    /* different prefixes held at a time */
};

struct topic;

struct topics {
    struct topic *by_name;
    struct topic *fresh; /* granted since topics_settle */
    uint64_t held;       /* subscriptions in all */
};

/* Counts one more subscription to it; false when there is no room for another topic. */
bool topics_grant (struct topics *, const uint8_t *name, size_t size);
/* Counts one less, never below zero. Returns true when the topic was granted since topics_settle. */
bool topics_end (struct topics *, const uint8_t *name, size_t size);
/* The drain is over: no topic is fresh any more. */
void topics_settle (struct topics *);
void topics_clear (struct topics *);

#endif
