/* SPDX-License-Identifier: Apache-2.0 */
/* sim.h: a world in virtual time: two daemons on one disk, clients and consoles behind a bad net, and one seed from
 * which everything that happens follows. */
#ifndef MUSTER_SIM_H
#define MUSTER_SIM_H

#include "oracle.h"
#include "plant.h"
#include "runner/pipeline.h"
#include "store/memory_disk.h"
#include "util/buffer.h"
#include "util/error.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    NODES = 2,
    CLIENTS = 13,
    ADMITTED_MAX = 64,
    OPS_PER_CLIENT_MAX = 4,
    TRAIL_LINES = 80,
    TRAIL_LINE_MAX = 220,
    GRANTED_MAX = 4,
    FAILURE_MAX = ERROR_TEXT_MAX + 128,
};

/* ---- chance (rng.c) ---- */

struct rng {
    uint64_t state;
};
uint64_t rng_next (struct rng *);
uint64_t rng_below (struct rng *, uint64_t limit);             /* 0..limit-1 */
int64_t rng_between (struct rng *, int64_t low, int64_t high); /* both included */
bool rng_chance (struct rng *, unsigned per_mille);

/* ---- who plays ---- */

struct node {
    int index;
    struct pipeline *pipeline; /* NULL = dead */
    struct store *store;
    struct world *world;
    bool dying; /* what it says while it is torn down is heard by nobody */
    bool draining;
    int64_t restart_at;
    int64_t paused_until;
    int64_t skew_ms; /* its clock is ahead by this */
    int64_t stuck_until, stuck_at;
    int64_t beat_at;
    uint64_t checked_head;
    struct {
        uint8_t key[KEY_BYTES];
        uint64_t principal;
    } admitted[ADMITTED_MAX];
    size_t admitted_count;
};

/* A request that somebody wants a final word on. */
struct op {
    struct op *prev, *next;
    int client;
    uint8_t id[COMMAND_ID_BYTES];
    bool command, sync, setup;
    uint8_t *data;
    size_t size;
    int node;
    int attempts;
    uint64_t sent_head; /* of the journal, when it was made */
    int64_t retry_at;
    uint64_t console_generation; /* of the console that asked */
};

struct topic_seen;

struct console {
    struct replica replica;
    int node;
    bool connected;
    uint64_t generation; /* of the connection; what is under way from an older one is lost */
    uint64_t session;    /* grows when the replica is thrown away */
    size_t granted_count;
    const char *granted[GRANTED_MAX];
    int64_t last_delivery_at, built_at, beat_at;
    uint64_t epoch, position, required, snapshot;
    bool sync_due, more;
    bool sync_asked;
    int64_t sync_at;
    uint32_t sync_limit;
    struct topic_seen *topics;
    bool may_see_all; /* subscribed to everything: position follows the pushes */
};

struct client {
    int index;
    const char *code;
    enum role role;
    const char *person, *team; /* codes */
    uint8_t key[KEY_BYTES];
    int64_t clock_off_ms;
    int ops_count;
    int64_t cut_until; /* its lines are dead */
    int likely_node;
    char own_topic[TOPIC_MAX + 1];
    struct console console;
};

/* One sending of a request. */
struct attempt {
    int client;
    struct told told;
    uint8_t payload_hash[HASH_BYTES];
};

/* ---- what is under way (net.c) ---- */

enum mail_kind { MAIL_REQUEST, MAIL_REPLY, MAIL_FEED };

struct mail {
    struct mail *prev, *next;
    int64_t at;
    enum mail_kind kind;
    int node, client;
    uint64_t attempt;    /* request, reply */
    uint64_t generation; /* feed */
    char topic[TOPIC_MAX + 1];
    size_t size;
    uint8_t data[];
};

/* ---- the world ---- */

enum stage { STAGE_SETUP, STAGE_RUN, STAGE_HEAL, STAGE_DONE };

/* Drawn from the seed at the start. */
struct weather {
    unsigned drop, duplicate, late; /* per mille of mails */
    unsigned push_drop;
    unsigned fault;      /* per mille of steps that something breaks */
    unsigned command;    /* per mille of steps and clients that somebody asks something */
    unsigned busy_store; /* per mille of turns that the store gets no time */
    uint32_t settled_max, recent_max, waiting_max, open_max, sync_limit;
    uint32_t overlap_min; /* commands in a batch that is handed over behind another */
    const char *profile;
    unsigned fetch_handles; /* the end of a fetch comes so many turns of the store after its rows */
    bool lazy; /* the loops turn only when something came in, the store asks for it, or their deadline is there */
};

struct tallies {
    uint64_t crashes, take_overs, pauses, drains, batch_faults, clock_faults, garbage, reused_ids, resets, ops_done;
};

struct options {
    uint64_t seed;
    uint64_t seeds;
    uint64_t steps;
    bool verbose;
    enum plant plant;
};

struct world {
    const struct options *options;
    uint64_t seed;
    struct rng rng;
    struct weather weather;
    enum stage stage;
    uint64_t step;
    int64_t now; /* ms since 1970; the monotonic clock too */
    struct memory_disk *disk;
    struct oracle *oracle;
    struct node nodes[NODES];
    struct client clients[CLIENTS];
    struct op *ops;
    struct mail *mails;
    struct attempt *attempts;
    size_t attempts_count, attempts_capacity;
    int64_t hold_until; /* 0 = the disk is not held */
    int64_t healed_at;
    int setup_at;
    bool setup_asked;
    uint64_t floor; /* the highest sync floor that any daemon had */
    struct tallies tallies;
    char failure[FAILURE_MAX];
    char trail[TRAIL_LINES][TRAIL_LINE_MAX];
    uint64_t trail_count;
};

/* Plays one seed. Returns 0, or -1: world->failure says what was wrong. */
int world_play (struct world *, const struct options *, uint64_t seed);
void world_free (struct world *);
void world_note (struct world *, const char *format, ...) __attribute__ ((format (printf, 2, 3)));
/* Only the first one counts; the play ends. */
void world_fail (struct world *, const char *format, ...) __attribute__ ((format (printf, 2, 3)));
bool world_failed (const struct world *);
bool world_calm (const struct world *); /* nothing is to break now */
/* Lets the oracle see what became durable. */
void world_catch_up (struct world *);

/* ---- net.c ---- */
/* sent_head: where the journal stood when this request was first sent. */
uint64_t net_request (struct world *, int node, int client, const uint8_t *data, size_t size, uint64_t sent_head);
void net_reply (struct world *, int node, uint64_t attempt, const uint8_t *data, size_t size);
void net_publish (struct world *, int node, const char *topic, const uint8_t *data, size_t size);
/* Delivers to clients and consoles what has arrived; requests are taken by the nodes. */
void net_deliver (struct world *);
struct mail *net_take_request (struct world *, int node); /* NULL = none has arrived; free it */
bool net_has_request (const struct world *, int node);
void net_lose_all (struct world *, int node); /* what is in the buffers of a daemon that died */
void net_free (struct world *);

/* ---- node.c ---- */
void node_start (struct world *, int index);
void node_kill (struct node *);
void node_turn (struct node *);
int64_t node_clock (const struct node *);
uint64_t node_principal (const struct node *, const uint8_t key[KEY_BYTES]); /* 0 = refused at the door */
bool node_leads (const struct node *);

/* ---- client.c ---- */
void clients_init (struct world *);
void clients_act (struct world *);
void client_reply (struct world *, const struct mail *);
struct op *op_add (struct world *, int client, const struct buffer *request, bool command);
void op_drop (struct world *, struct op *);
void client_new_id (struct world *, const struct client *, uint8_t id[COMMAND_ID_BYTES]);
void setup_act (struct world *);

/* ---- draft.c: plausible requests ---- */
/* Fills a packed request under this id; returns whether it is a command. */
bool draft_any (struct world *, const struct client *, const uint8_t id[COMMAND_ID_BYTES], struct buffer *out);
void draft_setup (struct world *, int at, const uint8_t id[COMMAND_ID_BYTES], struct buffer *out);
int draft_setup_steps (void);
void draft_sync (const uint8_t id[COMMAND_ID_BYTES], uint64_t since, uint64_t snapshot, uint32_t limit,
                 struct buffer *out);
void draft_garbage (struct world *, const uint8_t *data, size_t size, struct buffer *out);
int draft_load_files (struct error *);
void draft_free_files (void);

/* ---- console.c ---- */
void console_init (struct world *, struct client *);
void consoles_act (struct world *);
void console_feed (struct world *, struct client *, const struct mail *);
struct Muster__V1__Reply;
void console_reply (struct world *, struct client *, const struct op *, const struct Muster__V1__Reply *);
void console_cut (struct client *);
void console_free (struct console *);
bool console_wants (const struct console *, const char *topic);
bool console_is_level (const struct world *, const struct client *);

/* ---- faults.c ---- */
void faults_strike (struct world *);
void faults_end (struct world *);

#endif
