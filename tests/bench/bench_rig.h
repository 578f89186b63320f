/* SPDX-License-Identifier: Apache-2.0 */
/* bench_rig.h: what the bench programs share: keys, messages, sockets, and the figures that come out. */
#ifndef MUSTER_BENCH_RIG_H
#define MUSTER_BENCH_RIG_H

#include "muster/v1/envelope.pb-c.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    RIG_CLIENTS = 64, /* principals that send commands */
    RIG_ID_BYTES = 16,
    RIG_KEY_BYTES = 32,
    RIG_KEY_TEXT = 41, /* Z85, with the ending NUL */
    RIG_REQUEST_MAX = 2048,
    RIG_ENTRIES_PER_COMMAND = 4, /* of a continuation report that meets its clock and sets the next */
};

/* Whose key: made from the number alone, so that no program has to hand keys to another. For benchmarks only. */
enum rig_who { RIG_SERVER = 1, RIG_ADMIN, RIG_CLIENT_FIRST };

struct rig_key {
    uint8_t public_bytes[RIG_KEY_BYTES];
    char public_text[RIG_KEY_TEXT], secret_text[RIG_KEY_TEXT];
};

void rig_key (unsigned who, struct rig_key *ret_key);

/* Says why on standard error, and ends the program. */
_Noreturn void rig_die (const char *format, ...) __attribute__ ((format (printf, 1, 2)));
unsigned long rig_number (const char *text, unsigned long max);

int64_t rig_now_us (void); /* monotonic */
int64_t rig_wall_ms (void);

/* A packed request whose id is written anew for each sending. */
struct rig_request {
    uint8_t bytes[RIG_REQUEST_MAX];
    size_t size, id_at;
};

/* Packs it; protocol and id are filled in. */
void rig_pack (Muster__V1__Request *, struct rig_request *ret_request);
/* A new UUIDv7 that carries tag (what comes back with the reply). */
void rig_stamp (struct rig_request *, uint32_t tag);
uint32_t rig_tag (const uint8_t id[RIG_ID_BYTES]);

/* The requests that the load is made of. Texts as long as real ones. */
void rig_make_report (struct rig_request *ret_request);
void rig_make_continue (uint64_t incident, struct rig_request *ret_request);
void rig_make_close (uint64_t incident, struct rig_request *ret_request);
void rig_make_status (struct rig_request *ret_request);

/* A reply's status and tag without unpacking all of it: the load must stay light. false = not a reply of musterd. */
bool rig_reply_glance (const uint8_t *data, size_t size, int *ret_status, uint32_t *ret_tag);

/* A connected CURVE socket of a principal. */
void *rig_connect (void *context, int type, unsigned who, const char *endpoint);
int rig_fd (void *socket);
/* Room for this many descriptors, or the end. */
void rig_allow_files (unsigned long count);

/* Times in microseconds. */
struct rig_times {
    uint32_t *us;
    size_t count, capacity;
};

void rig_times_add (struct rig_times *, int64_t us);
void rig_times_clear (struct rig_times *);
void rig_times_free (struct rig_times *);
/* Sorts. 0 when there are none. */
double rig_times_percentile_ms (struct rig_times *, double percentile);

#endif
