/* SPDX-License-Identifier: Apache-2.0 */
/* admission.h: which public key is which principal, and whether a session's messages still count. */
#ifndef MUSTER_BUS_ADMISSION_H
#define MUSTER_BUS_ADMISSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uthash.h>
#include <zmq.h>

#include "bus/bus.h"

/* The ZAP reply gives every message of the session the key it was opened with: a principal may hold two keys, and
 * revoking one must not leave its sessions alive under the other's name. */
#define ADMISSION_KEY_PROPERTY "X-Muster-Key"

enum { ADMISSION_KEY_TEXT = 41 }; /* Z85 of a key, with its end */

struct admitted {
    char key_text[ADMISSION_KEY_TEXT];
    uint64_t principal;
    bool forgotten;      /* by admission_forget_all, and not put again since */
    bool feed_seen;      /* opened a session on the feed that may still live */
    bool feed_barred;    /* misused the feed: none until put again */
    uint32_t feed_asked; /* subscriptions of its last session there, refused ones too, less those it ended */
    UT_hash_handle hh;
};

struct admission {
    struct admitted *by_key;
    size_t size; /* without the forgotten */
};

enum admission_answer { ADMISSION_OK, ADMISSION_NAMELESS, ADMISSION_REVOKED };

/* Each of these returns true when live feed sessions have lost their right and must be cut off. */
bool admission_put (struct admission *, const uint8_t key[BUS_KEY_BYTES], uint64_t principal, bool *ret_full);
bool admission_drop (struct admission *, const uint8_t key[BUS_KEY_BYTES]);
bool admission_sweep (struct admission *); /* drops the forgotten */

void admission_forget_all (struct admission *);
void admission_feed_closed (struct admission *); /* no feed session lives any more */
void admission_clear (struct admission *);

/* NULL when the key is nobody's. */
struct admitted *admission_find (const struct admission *, const uint8_t key[BUS_KEY_BYTES]);
/* Who sent this message? ret_sender is NULL unless the answer is OK. */
enum admission_answer admission_check (const struct admission *, zmq_msg_t *, struct admitted **ret_sender);

#endif
