/* SPDX-License-Identifier: Apache-2.0 */
/* faults.c: what breaks, and how it ends. */
#include "sim.h"

#include <inttypes.h>

enum {
    HOLD_MS_MAX = 6000,
    PAUSE_MS_MAX = 25000, /* past the lease */
    CUT_MS_MAX = 15000,
    JUMP_MS_MAX = 900000,
    STUCK_MS_MAX = 60000,
    REFUSALS_MAX = 4,
};

static struct node *
any_node (struct world *w)
{
    return &w->nodes[rng_below (&w->rng, NODES)];
}

static void
fault_batch (struct world *w)
{
    static const char *const names[] = { "none", "lost", "unknown", "warning" };
    enum memory_fault fault = (enum memory_fault)rng_between (&w->rng, MEMORY_FAULT_LOST, MEMORY_FAULT_WARNING);
    memory_disk_fail_next (w->disk, fault);
    w->tallies.batch_faults++;
    world_note (w, "fault: the next batch is %s", names[fault]);
}

static void
fault_hold (struct world *w)
{
    memory_disk_hold (w->disk, true);
    w->hold_until = w->now + rng_between (&w->rng, 10, HOLD_MS_MAX);
    world_note (w, "fault: the disk is held for %" PRId64 " ms", w->hold_until - w->now);
}

static void
fault_refuse (struct world *w)
{
    unsigned times = (unsigned)rng_between (&w->rng, 1, REFUSALS_MAX);
    memory_disk_refuse_starts (w->disk, times);
    if (rng_chance (&w->rng, 500)) /* and there is a start to refuse */
        memory_disk_fail_next (w->disk, MEMORY_FAULT_LOST);
    world_note (w, "fault: %u starts are refused", times);
}

static void
fault_take_over (struct world *w)
{
    memory_disk_take_over (w->disk);
    w->tallies.take_overs++;
    world_note (w, "fault: take-over");
}

static void
fault_crash (struct world *w)
{
    struct node *node = any_node (w);
    if (!node->pipeline)
        return;
    node_kill (node);
    node->paused_until = 0;
    w->tallies.crashes++;
    world_note (w, "fault: node %d crashes", node->index);
}

static void
fault_drain (struct world *w)
{
    struct node *node = any_node (w);
    if (!node->pipeline || node->draining)
        return;
    node->draining = true;
    pipeline_drain (node->pipeline, node_clock (node));
    w->tallies.drains++;
    world_note (w, "fault: node %d is told to drain", node->index);
}

static void
fault_pause (struct world *w)
{
    struct node *node = any_node (w);
    node->paused_until = w->now + rng_between (&w->rng, 100, PAUSE_MS_MAX);
    w->tallies.pauses++;
    world_note (w, "fault: node %d pauses for %" PRId64 " ms", node->index, node->paused_until - w->now);
}

static void
fault_clock_jump (struct world *w)
{
    struct node *node = any_node (w);
    int64_t jump = rng_between (&w->rng, 1, rng_chance (&w->rng, 800) ? JUMP_MS_MAX / 20 : JUMP_MS_MAX);
    node->skew_ms += jump;
    w->tallies.clock_faults++;
    world_note (w, "fault: the clock of node %d jumps ahead %" PRId64 " ms", node->index, jump);
}

static void
fault_clock_stuck (struct world *w)
{
    struct node *node = any_node (w);
    if (node->stuck_until)
        return;
    node->stuck_at = node_clock (node);
    node->stuck_until = w->now + rng_between (&w->rng, 100, STUCK_MS_MAX);
    w->tallies.clock_faults++;
    world_note (w, "fault: the clock of node %d stands for %" PRId64 " ms", node->index, node->stuck_until - w->now);
}

static void
fault_cut (struct world *w)
{
    struct client *client = &w->clients[rng_below (&w->rng, CLIENTS)];
    client->cut_until = w->now + rng_between (&w->rng, 100, CUT_MS_MAX);
    if (rng_chance (&w->rng, 500))
        console_cut (client);
    world_note (w, "fault: the lines of %s are dead for %" PRId64 " ms", client->code, client->cut_until - w->now);
}

static const struct {
    unsigned weight;
    void (*strike) (struct world *);
} faults[] = {
    { 8, fault_batch }, { 6, fault_hold },  { 2, fault_refuse },     { 3, fault_take_over },   { 3, fault_crash },
    { 1, fault_drain }, { 2, fault_pause }, { 1, fault_clock_jump }, { 1, fault_clock_stuck }, { 4, fault_cut },
};

static void
strike_one (struct world *w)
{
    uint64_t total = 0, dice;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
        total += faults[i].weight;
    dice = rng_below (&w->rng, total);
    for (size_t i = 0;; dice -= faults[i++].weight)
        if (dice < faults[i].weight) {
            faults[i].strike (w);
            return;
        }
}

void
faults_strike (struct world *w)
{
    if (w->hold_until && w->now >= w->hold_until) {
        memory_disk_hold (w->disk, false);
        w->hold_until = 0;
    }
    if (!world_calm (w) && rng_chance (&w->rng, w->weather.fault))
        strike_one (w);
}

void
faults_end (struct world *w)
{
    memory_disk_hold (w->disk, false);
    memory_disk_fail_next (w->disk, MEMORY_FAULT_NONE);
    memory_disk_refuse_starts (w->disk, 0);
    w->hold_until = 0;
    for (int i = 0; i < NODES; i++) {
        w->nodes[i].paused_until = w->nodes[i].stuck_until = 0;
        if (!w->nodes[i].pipeline)
            w->nodes[i].restart_at = w->now;
    }
    for (int i = 0; i < CLIENTS; i++)
        w->clients[i].cut_until = 0;
}
