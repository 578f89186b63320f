/* SPDX-License-Identifier: Apache-2.0 */
/* wire.h: protobuf bytes <-> what the core and the runner use. Knows no socket and no state. Every field that comes
 * in is checked here for presence, length, range and text; what needs the state is checked by the desk. */
#ifndef MUSTER_WIRE_WIRE_H
#define MUSTER_WIRE_WIRE_H

#include "core/command.h"
#include "util/buffer.h"

struct error;

enum {
    WIRE_PROTOCOL = 1,
    WIRE_LIST_LIMIT_MAX = 500,
    WIRE_REQUEST_MAX = 524288, /* bytes of one request frame */
};

/* What is wrong with a request. template has {0}..{2} for args; it is the msgid for translation. */
struct fault {
    const char *code;     /* "missing_field"; static */
    const char *field;    /* "report.place"; static; NULL = none in particular */
    const char *template; /* static */
    char args[REFUSAL_ARGS][REFUSAL_ARG_MAX];
};

struct list_query {
    enum entity_kind kind;
    bool settled;
    uint64_t before;
    uint32_t limit;
};

struct journal_query {
    uint64_t after, incident;
    uint32_t limit;
};

struct roster_query {
    const char *post; /* code; NULL = every post that has a roster */
    uint32_t days;
};

struct sync_query {
    uint64_t since;
    uint32_t limit;
    uint64_t snapshot; /* goes on with a snapshot: head_seq of its first reply; 0 = not */
};

struct request {
    enum action action;
    bool has_id; /* true once the id could be read, even if the rest is wrong */
    uint8_t id[COMMAND_ID_BYTES];
    uint8_t payload_hash[HASH_BYTES]; /* of the request re-encoded without sent_at: equal for an honest retry */
    struct command command;           /* action < ACTION_COMMANDS: action, id, device_at and arguments are set */
    union {
        struct list_query list;
        struct journal_query journal;
        struct sync_query sync;
        struct roster_query roster;
        struct {
            enum entity_kind kind;
            uint64_t id;
        } show;
    };
    void *message; /* holds the strings that command borrows */
};

/* Returns 0, or -1 with the fault (ret is then safe to free and its has_id/id can be used for the reply). now_ms (the
 * daemon's clock) bounds occurred_at. Never reads past size, whatever the bytes are. */
int wire_decode_request (const uint8_t *data, size_t size, int64_t now_ms, struct request *ret,
                         struct fault *ret_fault);
void wire_request_free (struct request *);

enum reply_status {
    REPLY_NONE,
    REPLY_OK,
    REPLY_REFUSED,
    REPLY_INVALID,
    REPLY_DENIED,
    REPLY_BUSY,
    REPLY_PENDING,
    REPLY_NOT_LEADER,
    REPLY_FAILED
};

struct wire_bytes {
    const uint8_t *data;
    size_t size;
};

struct wire_counter {
    const char *name;
    uint64_t value;
};

struct wire_status {
    const char *version, *state, *centre, *profile, *store_text;
    int64_t started_at, now;
    int64_t next_at; /* 0 = nothing falls due */
    const struct wire_counter *counters;
    size_t counters_count;
};

struct wire_verify {
    uint64_t entries_checked, entries_total, entities_checked, broken_seq;
    bool done, sound;
    const char *text;         /* NULL = none */
    const uint8_t *head_hash; /* NULL = none */
};

struct wire_sync {
    bool reset, more;
    uint64_t through;
};

/* Zero members are left out. Images and entries are encoded already (wire_encode_image, wire_encode_entry). */
struct reply {
    const uint8_t *id; /* COMMAND_ID_BYTES; NULL = the request had none */
    enum reply_status status;
    uint64_t epoch, head_seq, seq;
    enum entity_kind subject_kind;
    uint64_t subject;
    const char *code, *field, *template;
    char args[REFUSAL_ARGS][REFUSAL_ARG_MAX];
    bool unrelieved;
    const uint64_t *similar;
    size_t similar_count;
    const uint64_t *busy;
    size_t busy_count;
    uint32_t retry_after_ms;
    const char *leader_endpoint;
    uint64_t age_ms;
    bool repeated;
    bool more;
    const struct wire_bytes *images;
    size_t images_count;
    const struct wire_bytes *entries;
    size_t entries_count;
    const struct wire_bytes *plan; /* wire_encode_planned */
    size_t plan_count;
    const struct wire_status *daemon;
    const struct wire_verify *verify;
    const struct wire_sync *sync; /* its images go inside the SyncChunk, not the Reply */
};

/* Appends. Fills Reply.text from template and args. A stored reply can be sent again by appending to its bytes a
 * reply that has only epoch, head_seq and repeated set: in protobuf the last value of a field wins. */
void wire_encode_reply (const struct reply *, struct buffer *out);
/* "Order {0} is {1}" with args put in, cut at size - 1. */
void wire_fill (char *ret_text, size_t size, const char *template, const char args[REFUSAL_ARGS][REFUSAL_ARG_MAX]);

/* An Image message. A profile's rules are not in it: the runner parses them from its text. */
void wire_encode_image (const struct entity *, struct buffer *out);
/* A planned shift alone, which may be one that is only computed. */
void wire_encode_planned (const struct planned_shift *, struct buffer *out);
/* A new entity with kind, id, version and fields, or NULL with a text. Checks lengths and enums: what is stored may
 * be damaged too. */
struct entity *wire_decode_image (const uint8_t *data, size_t size, struct error *);

/* An Event message without born; wire_append_born then adds the image bytes (as of the event) as its born field. */
void wire_encode_event (const struct event *, struct buffer *out);
void wire_append_born (struct buffer *out, const uint8_t *image, size_t size);

struct decoded_event {
    struct event event;  /* strings borrowed from message; born = born */
    struct entity *born; /* owned, NULL = none */
    void *message;
};

int wire_decode_event (const uint8_t *data, size_t size, struct decoded_event *ret, struct error *);
void wire_decoded_event_free (struct decoded_event *);

/* A Push; event and image are encoded already. */
void wire_encode_push (uint64_t epoch, uint64_t seq, uint64_t prev_seq, struct wire_bytes event,
                       struct wire_bytes image, struct buffer *out);
void wire_encode_beat (uint64_t epoch, uint64_t head_seq, int64_t at, bool store_away, uint64_t store_away_ms,
                       struct buffer *out);

struct wire_entry {
    uint64_t seq, epoch, principal;
    int64_t at, received_at;
    const uint8_t *command_id; /* NULL = a timer */
    struct wire_bytes event;
    const uint8_t *hash;
};
void wire_encode_entry (const struct wire_entry *, struct buffer *out);

#endif
