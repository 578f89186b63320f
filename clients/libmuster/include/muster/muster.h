/* SPDX-License-Identifier: Apache-2.0 */
/* muster.h: the client library. One opaque handle speaks to one centre, through any of its daemons: requests with a
 * timeout and safe retry under the same id, and a feed that keeps a replica which ends equal to the daemon's state.
 *
 * Single-threaded: use one handle from one thread. Nothing blocks except muster_call and muster_wait. The handle has
 * one descriptor to poll for reading (in libuv: uv_poll_start (.., UV_READABLE, ..)); whenever it is readable, and at
 * the latest after muster_timeout_ms, call muster_process. All callbacks come from muster_process (and from
 * muster_call and muster_wait, which call it). A callback may call anything but muster_destroy.
 *
 * Messages are the generated structs of the protocol (muster/v1/envelope.pb-c.h); what a callback gets is valid until
 * it returns. */
#ifndef MUSTER_MUSTER_H
#define MUSTER_MUSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "muster/v1/envelope.pb-c.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MUSTER_ERROR_MAX 512

enum { MUSTER_KEY_TEXT = 40, MUSTER_KEY_BYTES = 32, MUSTER_ID_BYTES = 16, MUSTER_ENDPOINTS_MAX = 8 };

struct muster;

/* One daemon of the centre. */
struct muster_endpoint {
    const char *request;    /* "tcp://host:7310" */
    const char *feed;       /* "tcp://host:7311" */
    const char *server_key; /* its CURVE public key, 40 Z85 characters */
};

struct muster_options {
    const struct muster_endpoint *endpoints; /* tried in turn; copied */
    size_t endpoints_count;                  /* 1..MUSTER_ENDPOINTS_MAX */
    const char *secret_key_file;             /* our CURVE secret key: one line of 40 Z85 characters, mode 0600 */
    uint32_t retry_ms;                       /* resend to the next endpoint after this silence; 0 = 3000 */
};

/* How a request ended. */
enum muster_outcome {
    MUSTER_ANSWERED,  /* reply is set: look at reply->status */
    MUSTER_TIMED_OUT, /* no final word: the outcome is unknown; sending the same id again is safe */
    MUSTER_CANCELLED  /* the handle is being destroyed */
};

/* NULL with a text (at most MUSTER_ERROR_MAX) that says which option is wrong. Connects in the background. */
struct muster *muster_create (const struct muster_options *, char *ret_error);
void muster_destroy (struct muster *); /* takes NULL; pending requests end as MUSTER_CANCELLED */

int muster_fd (const struct muster *);
int muster_timeout_ms (const struct muster *); /* -1 = no need */
void muster_process (struct muster *);
/* Sleeps until there is something to process, a signal, or timeout_ms (-1 = none), then processes: for programs
 * without a loop. */
void muster_wait (struct muster *, int timeout_ms);

/* Fills a UUIDv7 (time-ordered, random). Make it before the first send and keep it: it is what makes a retry safe. */
void muster_make_id (uint8_t ret_id[MUSTER_ID_BYTES]);

typedef void muster_reply_fn (void *arg, enum muster_outcome, const Muster__V1__Reply *reply);
/* Interim word: PENDING (received, not stored yet) or BUSY (will be sent again by itself after its retry time). */
typedef void muster_interim_fn (void *arg, const Muster__V1__Reply *reply);

/* Sends; the callback comes exactly once. protocol, sent_at_ms and (unless set) id are filled in; an id made here is
 * not left in the struct, so that it can be used for the next request. Until the timeout the same bytes are sent
 * again after silence, BUSY and NOT_LEADER, to the endpoint that leads. interim may be NULL. */
void muster_request (struct muster *, Muster__V1__Request *request, uint32_t timeout_ms, muster_reply_fn *,
                     muster_interim_fn *interim, void *arg);

/* The same, waiting for the answer. *ret_reply (with MUSTER_ANSWERED) must be freed by
 * muster__v1__reply__free_unpacked. */
enum muster_outcome muster_call (struct muster *, Muster__V1__Request *request, uint32_t timeout_ms,
                                 muster_interim_fn *interim, void *arg, Muster__V1__Reply **ret_reply);

/* Has a daemon ever let a request's connection of this handle in? While not, nothing that was sent has left this
 * process: what has timed out was surely not done. */
bool muster_was_let_in (struct muster *);

/* ---- the feed ---- */

enum muster_feed_state {
    MUSTER_FEED_CONNECTING, /* no beat yet: what you show is not confirmed */
    MUSTER_FEED_SYNCING,    /* catching up after a first start, a gap or a reconnect */
    MUSTER_FEED_LIVE,       /* equal to the daemon's stored state as of head_seq */
    MUSTER_FEED_STALE       /* beats have stopped (over 3 s): show the age, never show it as fresh */
};

struct muster_feed_callbacks {
    void *arg;
    /* An entity's newer image: replace what you hold. event is NULL when it came by sync. Never called with an image
     * that is not newer than the one given before. */
    void (*image) (void *arg, const Muster__V1__Image *image, const Muster__V1__Event *event);
    /* Drop all you hold: a new snapshot follows. May be NULL. */
    void (*reset) (void *arg);
    /* May be NULL. */
    void (*state) (void *arg, enum muster_feed_state, uint64_t head_seq);
    /* May be NULL. The daemon's clock and whether its store is away. */
    void (*beat) (void *arg, const Muster__V1__Beat *beat);
};

/* Starts the feed: topics are prefixes, "" = all that we may see; copied. since: 0, or where a former session ended
 * (muster_feed_position). Returns 0, or -1 if a feed runs already. */
int muster_feed_start (struct muster *, const char *const *topics, size_t topics_count, uint64_t since,
                       const struct muster_feed_callbacks *);
void muster_feed_stop (struct muster *);
/* Everything up to this journal seq has been given to the callbacks. */
uint64_t muster_feed_position (const struct muster *);

/* ---- keys ---- */

/* A path that ends in ".pub" holds a public key; any other file is secret, and muster_key_read refuses one that group
 * or others may read. Writes FILE (secret, mode 0600) and FILE.pub (public), one line each. Refuses to overwrite. 0,
 * or -1 with a text. */
int muster_keygen (const char *path, char *ret_public /* MUSTER_KEY_TEXT + 1, may be NULL */, char *ret_error);
/* 0, or -1 with a text. */
int muster_key_read (const char *path, uint8_t ret_key[MUSTER_KEY_BYTES], char *ret_error);

/* ---- why nothing answers ---- */

enum muster_diagnosis {
    MUSTER_DIAGNOSIS_OK,
    MUSTER_DIAGNOSIS_NO_ROUTE,     /* nothing accepts TCP there: host, port, firewall */
    MUSTER_DIAGNOSIS_NOT_MUSTER,   /* something answers, but not ZeroMQ with CURVE */
    MUSTER_DIAGNOSIS_SERVER_KEY,   /* the server key in the context is not the daemon's */
    MUSTER_DIAGNOSIS_NOT_ENROLLED, /* the daemon refuses our key: not enrolled, or revoked */
    MUSTER_DIAGNOSIS_NO_ANSWER,    /* connected and authenticated, but no reply: overloaded or hanging */
    MUSTER_DIAGNOSIS_FEED_PORT     /* the request endpoint is where the daemon's feed is: two ports were swapped */
};

/* Tries one endpoint from scratch and tells why it does not answer; blocks up to timeout_ms. text is for a person. */
enum muster_diagnosis muster_diagnose (const struct muster_endpoint *, const char *secret_key_file,
                                       uint32_t timeout_ms, char *ret_text);

#ifdef __cplusplus
}
#endif

#endif
