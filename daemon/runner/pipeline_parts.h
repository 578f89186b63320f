/* SPDX-License-Identifier: Apache-2.0 */
/* pipeline_parts.h: private to the pipeline: its jobs, its batch, and the functions that its files share. */
#ifndef MUSTER_RUNNER_PIPELINE_PARTS_H
#define MUSTER_RUNNER_PIPELINE_PARTS_H

#include "runner/pipeline.h"
#include "runner/recent.h"
#include "runner/steady.h"
#include "util/buffer.h"
#include "util/error.h"
#include "wire/wire.h"

/* Marks a reply's sentence for the clients' catalogues: they translate the template. */
#define N_(text) text

enum {
    JOBS_BEFORE_PUSHBACK = 512, /* with more than this waiting, requests stay in the sockets, unless we are stuck */
    WAITING_BYTES_MAX = 64 * 1024 * 1024, /* of request frames held; over it: BUSY */
    HELD_BYTES_MAX = 64 * 1024 * 1024,    /* of answers that wait for a commit; over it: BUSY */
    PARKED_MS_MAX = 10000,                /* what the store was asked for a request and does not answer */
    RETRY_AFTER_MS = 1000,
    STORE_PAUSE_FIRST_MS = 100, /* before the store is started again; doubles up to the maximum */
    STORE_PAUSE_MAX_MS = 5000,
    VERIFY_PROGRESS_ENTRIES = 20000,
};

struct job_key {
    uint64_t principal;
    uint8_t id[COMMAND_ID_BYTES];
};

/* What the store has given of a family so far. */
struct fetched {
    bool under_way;
    bool stale; /* a batch that changes the family was cut since it was asked */
    struct entity **entities;
    size_t count, capacity;
};

/* One request on its way. Keeps the frame, so that after a failed batch it starts again as if it had just come. */
struct job {
    struct job *prev, *next;
    struct bus_route route;
    uint64_t principal;
    int64_t received_at;
    int64_t parked_at;
    bool told_interim;
    bool answered;                /* given up while parked: it only waits for the store's callback */
    bool patient;                 /* parked for as long as it takes (verify tells its progress) */
    bool looked_up;               /* the store was asked for its id: it was new ... */
    uint64_t looked_up_at;        /* ... at this moment of the recent ones */
    bool missing;                 /* what it needs was asked of the store, which has it not */
    enum entity_kind wanted_kind; /* what is asked of the store now */
    uint64_t wanted;
    struct fetched fetched;
    bool head_asked, head_found;   /* of a signature: the store was asked for the journal entry that it names ... */
    uint8_t head_hash[HASH_BYTES]; /* ... whose hash is this */
    bool in_batch;
    struct reading *reading;   /* of a query that waits for the store; NULL = none */
    struct pipeline *pipeline; /* for the store's callbacks */
    unsigned generation;       /* of the desk when it was parked; another one: start again */
    struct job_key key;        /* of a command that waits, while indexed */
    bool indexed;
    UT_hash_handle hh;
    size_t size;
    uint8_t data[];
};

/* A run of bytes in a buffer that may still move. */
struct span {
    size_t start, size;
};

/* A command that was stepped, until its batch is stored. */
struct decided {
    struct job *job; /* NULL = the daemon's own */
    uint64_t principal;
    uint8_t id[COMMAND_ID_BYTES];
    uint8_t payload_hash[HASH_BYTES];
    int64_t received_at;
    struct verdict verdict;
    size_t events_end; /* its events are those before this index, after the one before it */
    struct span reply;
};

/* A reply to a query or a denial that may rest on what is not stored yet. */
struct held {
    struct job *job;
    struct span reply;
};

struct push {
    char topic[TOPIC_MAX + 1];
    struct span bytes;
};

struct key_change {
    bool admit;
    uint8_t key[KEY_BYTES];
    uint64_t principal;
};

/* What was decided together, is stored together and told together. */
struct bundle {
    struct outcome outcome;
    struct decided *decided;
    size_t decided_count, decided_capacity;
    size_t commands_count; /* of them, those of clients */
    struct held *held;
    size_t held_count, held_capacity;
    size_t held_bytes;
    struct push *pushes;
    size_t pushes_count, pushes_capacity;
    struct key_change *keys;
    size_t keys_count, keys_capacity;
    struct buffer bytes;
    uint64_t last_seq; /* journal head once it is stored */
    uint64_t last_ids[ID_SERIES];
    uint8_t last_hash[HASH_BYTES];
    int64_t cut_at;
    bool ticked; /* holds what one turn of the clock fired */
};

struct pipeline_counters {
    uint64_t requests, commands_stored, refused, invalid, denied, busy, repeated, id_reused, interim, batches,
        entries, pushes, store_failures, ticks, lookups, fetches;
    uint64_t batch_commands_max;
};

struct verify;

struct pipeline {
    struct pipeline_options options;
    char *centre, *version, *first_admin_code;
    struct pipeline_output output;
    struct store *store;
    enum pipeline_state state;
    bool draining;
    char fatal_text[ERROR_TEXT_MAX];
    char store_text[ERROR_TEXT_MAX]; /* why the store is away */
    char leader_endpoint[256];
    struct desk *desk;    /* NULL until a load is complete, and while another leads */
    struct desk *loading; /* being filled by the store */
    struct desk *heard;   /* while another leads: who is enrolled, as heard last; NULL = nothing heard */
    char load_error[ERROR_TEXT_MAX];
    unsigned generation;      /* of the desk: grows with each load */
    int64_t oldest_recent_ms; /* of the commands that were loaded: the first one's id, ... */
    int64_t newest_recent_at; /* ... and the latest decision */
    struct recent *recent;
    struct bundle *building; /* what is being decided now */
    struct bundle *flight;   /* what the store is working on; NULL = nothing */
    struct bundle *queued;   /* what it will work on next: handed over already; NULL = nothing */
    struct bundle *spare;    /* an empty one for reuse */
    struct job *waiting;     /* to be stepped, in order of arrival */
    size_t waiting_count, waiting_bytes;
    bool fetch_waits;          /* a job can't go on before there is a moment without a flight */
    struct job *waiting_index; /* uthash of the commands among them */
    struct job *parked;        /* the store is asked something for them */
    uint64_t epoch, committed_seq;
    uint64_t committed_ids[ID_SERIES];  /* the last id of each series that is stored */
    uint8_t head_hash[HASH_BYTES];      /* of the last entry handed to the store */
    uint8_t committed_hash[HASH_BYTES]; /* of the last one that is stored */
    int64_t now;                        /* desk time */
    struct steady time;                 /* where now comes from */
    int64_t wall;                       /* the last time that we were given */
    int64_t started_at;
    int64_t interim_checked_at;
    int64_t away_since; /* 0 = not away */
    int64_t restart_at; /* when the store is started again; 0 = not planned */
    uint32_t pause_ms;
    struct pipeline_counters counters;
    struct verify *verify; /* one at a time; NULL = none */
};

/* ---- jobs (jobs.c) ---- */
struct job *job_new (struct pipeline *, const struct bus_route *, uint64_t principal, const uint8_t *data,
                     size_t size);
void job_free (struct job *);
void job_wait (struct pipeline *, struct job *, bool first); /* into the waiting list */
struct job *job_take (struct pipeline *);                    /* the first that waits; NULL = none */
/* A command into the waiting list, if there is room; a retry takes no second place there. */
void job_wait_or_put_off (struct pipeline *, struct job *, const struct request *);
/* A retry of a command that is on its way: its answers go to where it was sent from last, and all of them. Whoever
 * asks again has not heard the interim word: the line on which it was told may have been on its way out. Ends the
 * retry. */
void job_take_route (struct job *, struct job *retry);
void job_park (struct pipeline *, struct job *);
void job_unpark (struct pipeline *, struct job *);
/* The query whose retry this is and for which the store is read already; NULL = none. */
struct job *job_reading_already (const struct pipeline *, const struct job *);
/* Parks it if the store took the question (asked = 0), else it is told BUSY. */
void job_park_or_put_off (struct pipeline *, struct job *, const struct request *, int asked);
/* The store has answered for a parked job. true: it is no more to be worked on, because it was given up, or because
 * the desk that it was parked for is gone, so that it starts again. */
bool job_overtaken (struct pipeline *, struct job *, bool ok);
void jobs_tell_interim (struct pipeline *);
int64_t jobs_interim_deadline (const struct pipeline *);
/* Those that the store has left without an answer for PARKED_MS_MAX. */
void jobs_give_up (struct pipeline *);
bool jobs_parked (const struct pipeline *); /* does anybody still wait for an answer of the store? */

/* ---- work (work.c) ---- */
/* Takes one job as far as it goes: answers it, steps it into the building batch, parks it, or puts it back. */
void work (struct pipeline *, struct job *);
void work_tick (struct pipeline *);
void work_first_admin (struct pipeline *);
bool batch_has_room (const struct pipeline *);

/* ---- fetches (fetch.c) ---- */
/* Asks the store for what a command needs, a settled incident with its family, say; the job is worked on again when
 * it is in memory. */
void fetch (struct pipeline *, struct job *, const struct request *, enum entity_kind, uint64_t id);
void fetch_forget (struct job *); /* frees what was given so far */
/* This batch is about to be stored: what is read of the families that it changes may be the state before it. */
void fetches_note_cut (struct pipeline *, const struct bundle *);

/* ---- answers (answer.c) ---- */
/* A reply with id, epoch and head filled in. */
struct reply reply_to (const struct pipeline *, const struct request *, enum reply_status);
/* Sends a reply that rests on stored state or on none; ends the job. */
void answer_now (struct pipeline *, struct job *, const struct reply *);
/* Sends it when everything decided so far is stored; ends the job then. */
void answer_held (struct pipeline *, struct job *, const struct reply *);
/* "The database does not answer": what a FAILED says. */
void reply_store_away (struct reply *);
/* Only sends: the job goes on. */
void answer_send (struct pipeline *, const struct job *, const struct reply *);
void answer_status (struct pipeline *, struct job *, const struct request *, enum reply_status);
void answer_fault (struct pipeline *, struct job *, const struct request *, const struct fault *);
/* This can't be read while the store is away. */
void answer_store_away (struct pipeline *, struct job *, const struct request *);
/* As answer_fault, of a fault that rests on what is not stored yet. */
void answer_fault_held (struct pipeline *, struct job *, const struct request *, const struct fault *);
void answer_stored (struct pipeline *, struct job *, const uint8_t *result, size_t size);

/* ---- queries (query.c, verify.c) ---- */
void query_answer (struct pipeline *, struct job *, struct request *);
void query_abandon (struct job *); /* frees what it gathered, if it gathers */
/* false: one runs already. */
bool verify_start (struct pipeline *, struct job *, const struct request *);
void verify_abort (struct pipeline *); /* the store failed */
/* Callbacks of the store. */
const struct entity *verify_expected (void *arg, enum entity_kind, uint64_t id);
void verify_differs (void *arg, enum entity_kind, uint64_t id, const char *column);

/* ---- batches (bundle.c) ---- */
struct bundle *bundle_new (void);
void bundle_free (struct bundle *); /* takes NULL; its jobs are not touched */
void bundle_reset (struct bundle *);
bool bundle_empty (const struct bundle *);
struct decided *bundle_add_decided (struct bundle *);
/* Notes the keys that the events from this one on admit or revoke: right after their step, because a later one of the
 * same batch may give the principal another key. */
void bundle_note_keys (struct bundle *, const struct desk *, size_t from);
void bundle_hold (struct bundle *, struct job *, const struct reply *);
/* Shall what was decided so far be handed to the store now? */
bool bundle_due (const struct pipeline *);
/* Encodes everything and hands it to the store: it is the flight, or queued behind it. */
void bundle_cut (struct pipeline *);
/* The flight is stored: tells everything that waited for it. */
void bundle_release (struct pipeline *);
/* The store failed: everything undecided goes back to wait, in order of arrival. */
void bundle_give_up (struct pipeline *);

/* ---- loading (load.c) ---- */
/* bytes -> entity, a profile's rules parsed from its text. */
struct entity *load_image (const uint8_t *image, size_t size, struct error *);
/* Parses what is stored as text: the rules of a profile, calendar or roster. */
int load_rules (struct entity *, struct error *);

/* Nothing is being stored: the store is away, or hangs, which is as good as away. */
bool pipeline_is_stuck (const struct pipeline *);
void pipeline_log (struct pipeline *, int level, const char *message, const char *format, ...)
    __attribute__ ((format (printf, 4, 5)));

#endif
