/* SPDX-License-Identifier: Apache-2.0 */
/* world.c: one play: set up, a bad time, then everything heals and must come right. */
#include "sim.h"
#include "util/alloc.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EPOCH_START_MS INT64_C (1700000000000)

enum {
    STEP_MS_MAX = 40,
    QUIET_MS_MAX = 9000,
    QUIET_PER_MILLE = 8,
    SETUP_STEPS_MAX = 20000,
    HEAL_MS_MAX = 180000,
    HEAL_SYNC_LIMIT = 40,
    REST_MS = 1500, /* after the healing, so that what was late arrives */
};

/* ---- what is said about it ---- */

void
world_note (struct world *w, const char *format, ...)
{
    char *line = w->trail[w->trail_count++ % TRAIL_LINES];
    int used = snprintf (line, TRAIL_LINE_MAX, "[%9" PRId64 "] ", w->now - EPOCH_START_MS);
    va_list args;
    va_start (args, format);
    vsnprintf (line + used, TRAIL_LINE_MAX - (size_t)used, format, args);
    va_end (args);
    if (w->options->verbose)
        printf ("%s\n", line);
}

void
world_fail (struct world *w, const char *format, ...)
{
    va_list args;
    if (world_failed (w))
        return;
    va_start (args, format);
    vsnprintf (w->failure, sizeof w->failure, format, args);
    va_end (args);
    world_note (w, "WRONG: %s", w->failure);
}

bool
world_failed (const struct world *w)
{
    return w->failure[0] != '\0';
}

bool
world_calm (const struct world *w)
{
    return w->stage != STAGE_RUN;
}

static void
note_entry (struct world *w, const struct store_entry *entry)
{
    world_note (w, "entry %" PRIu64 " epoch %" PRIu64 ": %s %s %" PRIu64 " by %" PRIu64 " id ..%02x%02x", entry->seq,
                entry->epoch, entry->kind, entity_kind_name (entry->subject_kind), entry->subject, entry->principal,
                entry->command_id[COMMAND_ID_BYTES - 2], entry->command_id[COMMAND_ID_BYTES - 1]);
}

void
world_catch_up (struct world *w)
{
    struct error err = { "" };
    while (oracle_head (w->oracle) < w->disk->entries_count && !world_failed (w)) {
        const struct store_entry *entry = &w->disk->entries[oracle_head (w->oracle)];
        note_entry (w, entry);
        if (oracle_entry (w->oracle, entry, &err) < 0)
            world_fail (w, "journal: %s", err.text);
    }
}

/* ---- making it ---- */

static unsigned
pick (struct world *w, const unsigned *values, size_t count)
{
    return values[rng_below (&w->rng, count)];
}
#define PICK(w, ...)                                                                                                 \
    pick (w, (const unsigned[]){ __VA_ARGS__ }, sizeof ((const unsigned[]){ __VA_ARGS__ }) / sizeof (unsigned))

static void
draw_weather (struct world *w)
{
    static const char *const profiles[] = { "deploy/profiles/training-fast.yaml", "deploy/profiles/cn-shanxi.yaml",
                                            "deploy/profiles/de-example.yaml" };
    w->weather = (struct weather){
        .drop = PICK (w, 0, 10, 50, 200),
        .duplicate = PICK (w, 0, 10, 80),
        .late = PICK (w, 0, 20, 100),
        .push_drop = PICK (w, 0, 10, 100, 400),
        .fault = PICK (w, 0, 2, 8, 25),
        .command = PICK (w, 5, 15, 40, 150),
        .busy_store = PICK (w, 0, 300, 800),
        .settled_max = PICK (w, 0, 1, 4, 20, 100, 1000),
        .recent_max = PICK (w, 1, 8, 64, 1000),
        .waiting_max = PICK (w, 2, 20, 1000),
        .open_max = PICK (w, 5, 20, 1000),
        .sync_limit = PICK (w, 1, 5, 40, 200),
        .profile = profiles[PICK (w, 0, 0, 0, 1, 2)],
        .lazy = w->options->plant == PLANT_NONE && PICK (w, 0, 1),
        .overlap_min = PICK (w, 1, 1, 3, 1000),
        .fetch_handles = PICK (w, 0, 1, 4),
    };
}

static void
make (struct world *w, const struct options *options, uint64_t seed)
{
    memset (w, 0, sizeof *w);
    w->options = options;
    w->seed = seed;
    w->rng.state = seed;
    w->now = EPOCH_START_MS;
    draw_weather (w);
    w->disk = memory_disk_create ();
    memory_disk_slow_fetches (w->disk, w->weather.fetch_handles);
    w->oracle = oracle_create ();
    clients_init (w);
    for (int i = 0; i < NODES; i++)
        node_start (w, i);
}

void
world_free (struct world *w)
{
    for (int i = 0; i < NODES; i++)
        node_kill (&w->nodes[i]);
    while (w->ops)
        op_drop (w, w->ops);
    net_free (w);
    for (int i = 0; i < CLIENTS; i++)
        console_free (&w->clients[i].console);
    oracle_destroy (w->oracle);
    memory_disk_destroy (w->disk);
}

/* ---- playing it ---- */

static void
step (struct world *w)
{
    bool quiet = w->stage == STAGE_RUN && rng_chance (&w->rng, QUIET_PER_MILLE);
    w->now += rng_between (&w->rng, 1, quiet ? QUIET_MS_MAX : STEP_MS_MAX);
    w->step++;
    faults_strike (w);
    for (int i = 0; i < NODES && !world_failed (w); i++)
        node_turn (&w->nodes[i]);
    if (!world_failed (w))
        net_deliver (w);
    if (!world_failed (w) && w->stage == STAGE_SETUP)
        setup_act (w);
    if (!world_failed (w))
        clients_act (w);
    if (!world_failed (w))
        consoles_act (w);
}

static void
play_setup (struct world *w)
{
    while (w->setup_at < draft_setup_steps () && !world_failed (w)) {
        step (w);
        if (w->step > SETUP_STEPS_MAX)
            world_fail (w, "the setup does not end");
    }
}

/* ---- afterwards ---- */

static const struct node *
leader (const struct world *w)
{
    for (int i = 0; i < NODES; i++)
        if (node_leads (&w->nodes[i]) && w->disk->epoch == pipeline_epoch (w->nodes[i].pipeline))
            return &w->nodes[i];
    return NULL;
}

static const struct principal *
enrolled (const struct world *w, const struct client *client)
{
    const struct principal *known = desk_principal_by_code (oracle_desk (w->oracle), client->code);
    bool in = known && known->state == PRINCIPAL_ENROLLED && !memcmp (known->key, client->key, KEY_BYTES);
    return in ? known : NULL;
}

/* Everything asked is answered, everybody is level, nothing is under way. NULL = so it is. */
static const char *
unrest (const struct world *w)
{
    const struct node *node = leader (w);
    if (!node)
        return "nobody leads";
    if (w->now - w->healed_at < REST_MS)
        return "too early";
    for (const struct op *op = w->ops; op; op = op->next)
        if (!op->sync)
            return "a command has no final word";
    if (pipeline_committed_seq (node->pipeline) != oracle_head (w->oracle) ||
        desk_head (pipeline_desk (node->pipeline)) != oracle_head (w->oracle))
        return "something is not stored yet";
    for (int i = 0; i < CLIENTS; i++)
        if (enrolled (w, &w->clients[i]) && !console_is_level (w, &w->clients[i]))
            return "a console does not become level";
    return NULL;
}

static void
note_laggards (struct world *w)
{
    for (const struct op *op = w->ops; op; op = op->next)
        world_note (w, "%s waits for id ..%02x%02x, attempt %d", w->clients[op->client].code,
                    op->id[COMMAND_ID_BYTES - 2], op->id[COMMAND_ID_BYTES - 1], op->attempts);
    for (int i = 0; i < CLIENTS; i++) {
        const struct console *console = &w->clients[i].console;
        if (enrolled (w, &w->clients[i]) && !console_is_level (w, &w->clients[i]))
            world_note (w,
                        "%s at node %d, connected %d, topics %zu, position %" PRIu64 ", required %" PRIu64
                        ", epoch %" PRIu64 ", due %d, more %d, asked %d",
                        w->clients[i].code, console->node, console->connected, console->granted_count,
                        console->position, console->required, console->epoch, console->sync_due, console->more,
                        console->sync_asked);
    }
}

static void
play_heal (struct world *w)
{
    const char *why;
    w->stage = STAGE_HEAL;
    w->healed_at = w->now;
    faults_end (w);
    for (int i = 0; i < CLIENTS; i++)
        w->clients[i].console.sync_limit = HEAL_SYNC_LIMIT;
    world_note (w, "everything heals");
    while (!world_failed (w) && (why = unrest (w)) != NULL) {
        step (w);
        if (w->now - w->healed_at > HEAL_MS_MAX) {
            note_laggards (w);
            world_fail (w, "%d s after everything healed: %s", HEAL_MS_MAX / 1000, why);
        }
    }
}

static void
check_store (struct world *w)
{
    struct error err = { "" };
    for (int kind = ENTITY_NONE + 1; kind < ENTITY_KINDS; kind++)
        for (size_t i = 0; i < w->disk->rows[kind].count; i++) {
            const struct disk_row *row = &w->disk->rows[kind].items[i];
            if (oracle_row (w->oracle, row->kind, row->id, row->version, row->image, row->image_size, &err) < 0) {
                world_fail (w, "%s", err.text);
                return;
            }
        }
    if (oracle_rows_end (w->oracle, &err) < 0 || oracle_finish (w->oracle, &err) < 0)
        world_fail (w, "%s", err.text);
}

static void
check_leader (struct world *w)
{
    struct error err = { "" };
    const struct node *node = leader (w);
    const struct desk *desk = pipeline_desk (node->pipeline);
    if (oracle_memory (w->oracle, desk, &err) < 0)
        world_fail (w, "node %d: %s", node->index, err.text);
    if (desk_next_deadline (desk) <= node_clock (node) - STEP_MS_MAX)
        world_fail (w, "node %d: a timer is %" PRId64 " ms late", node->index,
                    node_clock (node) - desk_next_deadline (desk));
}

static void
check_consoles (struct world *w)
{
    for (int i = 0; i < CLIENTS && !world_failed (w); i++) {
        struct error err = { "" };
        const struct principal *principal = enrolled (w, &w->clients[i]);
        if (principal &&
            oracle_console (w->oracle, principal->entity.id, &w->clients[i].console.replica, w->floor, &err) < 0)
            world_fail (w, "console: %s", err.text);
    }
}

int
world_play (struct world *w, const struct options *options, uint64_t seed)
{
    make (w, options, seed);
    play_setup (w);
    w->stage = world_failed (w) ? w->stage : STAGE_RUN;
    for (uint64_t i = 0; i < options->steps && !world_failed (w); i++)
        step (w);
    if (!world_failed (w))
        play_heal (w);
    if (!world_failed (w))
        check_store (w);
    if (!world_failed (w))
        check_leader (w);
    if (!world_failed (w))
        check_consoles (w);
    return world_failed (w) ? -1 : 0;
}
