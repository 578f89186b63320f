/* SPDX-License-Identifier: Apache-2.0 */
/* figures.h: how fast and how reliably a period was worked through, gathered from its journal entries. Knows no
 * daemon: entries go in, numbers come out. */
#ifndef MUSTER_CLI_FIGURES_H
#define MUSTER_CLI_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "muster/v1/envelope.pb-c.h"

/* Spans of an incident that was reported in the period, whenever they ended. */
enum span {
    SPAN_INTAKE_ORDER, /* intake -> first order */
    SPAN_ORDER_ACKNOWLEDGED,
    SPAN_ACKNOWLEDGED_EN_ROUTE,
    SPAN_EN_ROUTE_ON_SCENE,
    SPAN_INTAKE_ON_SCENE, /* intake -> the first team on scene */
    SPAN_INTAKE_CONTROLLED,
    SPAN_INTAKE_CLOSED,
    SPANS
};

/* ISA-18.2, EEMUA 191: how many calls for attention one desk can bear in a window of ten minutes. */
enum {
    ALARM_WINDOW_MS = 600000,
    ALARMS_MANAGEABLE_MAX = 2,
    ALARMS_FLOOD_MIN = 11, /* more than ten: a flood begins */
    ALARMS_FLOOD_END = 5   /* and lasts until there are fewer */
};

struct samples {
    int64_t *ms;
    size_t count, capacity;
};

/* What was owed under one name: a kind, and the clock of it where the kind has several. */
struct owed_row {
    Muster__V1__ObligationKind kind;
    char *clock; /* "" = the kind has but one */
    char *title; /* what a report is called, by the latest that was owed; "" = nothing special */
    Muster__V1__TargetKind owner_kind; /* of answers: the post or team that owes it */
    uint64_t owner;
    unsigned armed, in_time, late, missed, overdue, running,
        withdrawn;        /* missed: given up after it was due, or said to be absent */
    struct samples taken; /* from arming to discharge */
};

struct desk_row {
    Muster__V1__TargetKind kind;
    uint64_t id;
    unsigned alarms, windows_busy, windows_over, windows_flood, most; /* over: more than manageable */
    /* the window that is being counted */
    int64_t window;
    unsigned in_window;
    bool flood;
};

struct figures_report {
    bool drills; /* these are of drills only; otherwise of none */
    int64_t from_ms, to_ms;
    unsigned incidents, other_incidents; /* other: drills, where drills are left out, and the reverse */
    unsigned orders, expired, declined;
    struct samples spans[SPANS];
    struct owed_row *owed;
    size_t owed_count;
    struct owed_row *answers; /* to roll calls: what each post and team owed */
    size_t answers_count;
    struct desk_row *desks;
    size_t desks_count;
    unsigned windows; /* in the whole period */
};

struct figures_run;

/* A drill's own end is a drill's, too, though the drill itself has a real number. */
bool figures_of_drill (const Muster__V1__Obligation *);

/* Is the obligation, armed before the period, a drill's? */
typedef bool figures_drill_fn (void *arg, uint64_t obligation);

struct figures_run *figures_begin (int64_t from_ms, int64_t to_ms, bool drills, figures_drill_fn *, void *arg);
/* Entries in order of the journal, from the first of the period on. */
void figures_take (struct figures_run *, const Muster__V1__Event *);
/* Is nothing that belongs to the period open any more, so that later entries add nothing? */
bool figures_complete (const struct figures_run *);
/* now_ms: what is due by then and not done is overdue. The result lives until figures_end. */
const struct figures_report *figures_result (struct figures_run *, int64_t now_ms);
void figures_end (struct figures_run *);

/* Nearest rank; 0 without samples. Sorts. */
int64_t samples_percentile (struct samples *, unsigned percent);
const char *span_code (enum span); /* "intake_to_order": the same in JSON and CSV */

#endif
