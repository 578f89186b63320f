/* SPDX-License-Identifier: Apache-2.0 */
/* tables.h: private to the core: the desk's tables, and putting entities in and out of them. */
#ifndef MUSTER_CORE_TABLES_H
#define MUSTER_CORE_TABLES_H

#include "core/desk.h"
#include "core/heap.h"

/* The version log: slots in order of version. A changed entity leaves its slot empty and takes a new one at the end,
 * so that "what changed since" is a binary search and a scan; empty slots are squeezed out when they are the
 * majority. */
struct log_slot {
    uint64_t version;
    struct entity *entity; /* NULL = moved on */
};

struct version_log {
    struct log_slot *slots;
    size_t count, capacity, holes;
};

/* Settled entities in the order in which they settled: the first to leave memory. */
struct settled {
    enum entity_kind kind;
    uint64_t id, version;
};

struct settled_queue {
    struct settled *items; /* a ring */
    size_t first, count, capacity;
};

/* What its obligations were armed with, each once. */
struct terms_list {
    struct terms **items;
    size_t count, capacity;
    size_t sweep_at; /* count at which those that nobody uses are looked for */
};

struct desk {
    struct desk_limits limits;
    struct entity *tables[ENTITY_KINDS]; /* uthash by id */
    size_t open_counts[ENTITY_KINDS];
    size_t drill_counts[ENTITY_KINDS]; /* of them: part of a drill */
    uint64_t last_ids[ID_SERIES];
    uint64_t head;
    int64_t at; /* of the last step */
    uint64_t sync_floor;
    struct profile *profile; /* in force: the last imported */
    struct version_log log;
    struct entity **late; /* loaded after the start: not in the log until the next step */
    size_t late_count, late_capacity;
    struct heap heap;
    int64_t watched_at;     /* when the watchdog last looked */
    size_t unwatched;       /* open incidents and orders without a live obligation: none, between commands */
    struct shift **on_duty; /* by id: the latest to check in comes last */
    size_t on_duty_count, on_duty_capacity;
    struct terms_list terms;
    bool rosters_stale; /* rosters_at is to be found anew */
    int64_t rosters_at; /* when a roster wants a tick; INT64_MAX = never */
    struct settled_queue settled;
    struct entity **dirty;
    size_t dirty_count, dirty_capacity;
    const struct entity **taken; /* the buffer of desk_take_dirty */
    size_t taken_capacity;
};

/* The desk's own of these terms; takes over the caller's use of them. */
struct terms *terms_keep (struct desk *, struct terms *);
void terms_list_free (struct terms_list *);
/* What must be owed on it as it stands, and is not: a mask of 1 << enum obligation_kind. */
uint32_t table_lacks (const struct entity *);
/* It breaks promise 2. */
bool table_unwatched (const struct entity *);
struct entity *table_find (const struct desk *, enum entity_kind, uint64_t id);
/* The id of the next to be born, of what is a drill's or not. */
uint64_t table_next_id (const struct desk *, enum entity_kind, bool drill);
/* Puts a new entity in, with what is derived from it (lists, counts, heap). Takes ownership. */
void table_insert (struct desk *, struct entity *);
/* Puts a report or order into its incident's list, if that is in memory; does nothing if it is there already. */
void table_link (struct desk *, struct entity *);
/* Takes an order out of its incident's list. */
void table_unlink (struct desk *, struct entity *);
/* Ends what is derived from it and frees it. Its children must be out already. */
void table_remove (struct desk *, struct entity *);
/* Brackets around any change of an entity in the tables: keeps counts, lists and the heap right. */
void table_before_change (struct desk *, struct entity *);
void table_after_change (struct desk *, struct entity *);
/* It was changed by this journal entry: new version, end of the log, dirty. */
void table_touch (struct desk *, struct entity *, uint64_t seq);
/* Lets the oldest settled entities leave memory until the limit holds. */
void table_evict (struct desk *);
/* What was loaded goes to its place in the log (after the start: at the next step). */
void table_log_loaded (struct desk *, struct entity *);
void table_sort_loaded (struct desk *);
/* Live obligations whose subject came after them find it now. */
void table_link_loaded (struct desk *);
/* Finds anew when a roster wants a tick, if one of them or of their planned shifts changed. */
void table_watch_rosters (struct desk *);
/* What was loaded at the start came by kind, and shall leave by age. */
void table_sort_settled (struct desk *);

#endif
