/* SPDX-License-Identifier: Apache-2.0 */
/* store_rig.h: stores of either driver on one disk or database, what they called back, and batches to give them. */
#ifndef MUSTER_TESTS_STORE_RIG_H
#define MUSTER_TESTS_STORE_RIG_H

#include "core/entities.h"
#include "core/event.h"
#include "store/memory.h"
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define RIG_CENTRE "xiangfen"

enum { RIG_LEASE_MS = 400, RIG_IMAGE_MAX = 64, RIG_IMAGES_MAX = 4096, RIG_WAIT_MAX_MS = 20000 };

/* ---- where the stores keep their things ---- */

struct backend {
    const char *name;
    void (*reset) (void); /* forgets everything stored */
    struct store *(*open) (const struct store_options *, const struct store_callbacks *);
};

extern const struct backend backend_memory, backend_postgres;
extern const struct backend *backend; /* the one under test */
extern struct memory_disk *rig_disk;  /* of backend_memory */

/* The private cluster. Each returns 0. */
int cluster_start (void);
int cluster_stop (void);
void cluster_pause (void); /* stops the server; cluster_resume starts it again */
void cluster_resume (void);
const char *cluster_conninfo (void);
/* Runs SQL as the superuser and returns the first column of the first row, "" for none (static memory). */
const char *sql (const char *format, ...) __attribute__ ((format (printf, 1, 2)));
/* A second superuser session that keeps its transaction open: begins it with that statement, and ends it. */
void blocker_begin (const char *statement);
void blocker_end (void);

/* ---- a store and what it said ---- */

struct maker;

struct seen_image {
    enum entity_kind kind;
    uint64_t id, version;
    size_t size;
    char image[RIG_IMAGE_MAX + 1]; /* its beginning */
};

struct seen_images {
    struct seen_image items[RIG_IMAGES_MAX];
    size_t count;
    int ends; /* times the end was told */
    bool failed;
};

struct seen_entries {
    struct store_entry items[RIG_IMAGES_MAX]; /* kind and payload are not kept */
    size_t count;
    int ends;
    bool failed;
};

struct rig {
    struct store *store;
    struct seen_images loaded;         /* since the start, or since standby was last called */
    struct seen_images guests;         /* what was loaded before standby was last called */
    struct seen_entries entries;       /* of a journal read or a scan */
    struct seen_images images;         /* of a fetch, a list or a scan */
    uint64_t commands[RIG_IMAGES_MAX]; /* numbers of the commands told during the start */
    size_t commands_count;
    int ready, standby, committed, failed;
    int placed; /* ready or standby */
    bool fatal;
    char text[1024]; /* of the last failure */
    char leader[256];
    struct store_head head;
    int lookups, found; /* answered, and of those with a command */
    char found_result[RIG_IMAGE_MAX + 1];
    void (*on_commit) (struct rig *, struct maker *); /* called for each commit if set */
    struct maker *busy_with;
    uint8_t found_hash; /* first byte of its payload hash */
};

extern uint32_t rig_settled_max, rig_commands_max; /* options of the next rig_open; reset by rig_reset */
extern const char *rig_conninfo_more;              /* added to the connection string */
extern const char *rig_centre;

void rig_reset (void); /* an empty backend, default options */
/* Opens a store and starts it. */
struct rig *rig_open (const char *endpoint);
struct rig *rig_open_ready (const char *endpoint);
void rig_close (struct rig *);  /* takes NULL */
void rig_forget (struct rig *); /* what it said so far */

/* Turns the stores until *counter reaches value; fails the test after RIG_WAIT_MAX_MS. b may be NULL. */
void rig_wait_both (struct rig *a, struct rig *b, const int *counter, int value);
/* Turns both for that long, whatever happens. */
void rig_turn_both (struct rig *a, struct rig *b, int64_t ms);
void rig_wait (struct rig *, const int *counter, int value);

void rig_submit_wait (struct rig *, const struct store_batch *); /* until committed */
/* Submits the maker's batch, waits for its failure, which must not be fatal, and starts again. */
void rig_submit_fails (struct rig *, struct maker *);
void rig_scan (struct rig *);

/* Callbacks for reads, arg is the rig. */
void rig_entry (void *arg, bool ok, const struct store_entry *);
void rig_image (void *arg, bool ok, enum entity_kind, uint64_t id, uint64_t version, const uint8_t *image,
                size_t size);
void rig_command (void *arg, bool found, const struct store_command *);

/* ---- batches ---- */

enum { MAKER_MAX = 600 };

/* Changes to entities of its own, as journal entries and rows. */
struct maker {
    uint64_t seq, epoch;
    int64_t at;
    uint8_t hash[HASH_BYTES];
    struct entity *entities[MAKER_MAX];
    size_t entities_count;
    struct store_entry entries[MAKER_MAX];
    char payloads[MAKER_MAX][RIG_IMAGE_MAX];
    struct store_row rows[MAKER_MAX];
    char images[MAKER_MAX][RIG_IMAGE_MAX];
    struct store_command commands[STORE_BATCH_COMMANDS_MAX];
    char results[STORE_BATCH_COMMANDS_MAX][RIG_IMAGE_MAX];
    struct store_batch batch;
};

struct maker *maker_create (const struct rig *); /* goes on from its head */
void maker_free (struct maker *);
void maker_follow (struct maker *, const struct rig *); /* the epoch, seq and hash of a new start */
void maker_next (struct maker *);                       /* begins the next batch; the entities stay */
/* A new entity, to be changed at once or later. */
struct entity *maker_entity (struct maker *, enum entity_kind, uint64_t id);
struct incident *maker_incident (struct maker *, uint64_t id);
/* One journal entry about it, and its row with the image "<kind> <id> v<version>". */
void maker_change (struct maker *, struct entity *);
/* The answer "result <number>" to that command of principal 7. */
void maker_command (struct maker *, uint64_t number);
/* One entity of each kind, the children in incident 5; and command 1. */
int kinds_stored (void); /* how many kinds of entities there are */
void maker_one_of_each (struct maker *);
const struct store_batch *maker_batch (struct maker *); /* chained, ready to submit */

void command_id (uint64_t number, uint8_t ret_id[COMMAND_ID_BYTES]);

/* Asserts that the images told hold exactly that one for the entity, or none. */
void assert_image (const struct seen_images *, const struct entity *);
void assert_no_image (const struct seen_images *, enum entity_kind, uint64_t id);

/* ---- the tests ---- */

int rig_reset_test (void **state); /* a setup */
#define STORE_TEST(test) cmocka_unit_test_setup (test, rig_reset_test)

extern const struct CMUnitTest read_tests[], memory_tests[], postgres_tests[], start_tests[];
extern const size_t read_tests_count, memory_tests_count, postgres_tests_count, start_tests_count;

#endif
