/* SPDX-License-Identifier: Apache-2.0 */
/* plan.c: rosters become planned shifts, a bounded time ahead; and planned shifts end when their time is over. */
#include "core/machine.h"
#include "core/step.h"
#include "util/alloc.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* ---- the days of a roster ---- */

static int32_t
local_offset (const struct desk *desk)
{
    return desk->profile ? desk->profile->rules.utc_offset_minutes : 0;
}

size_t
desk_calendars (const struct desk *desk, struct day_spans ret[CALENDARS_MAX])
{
    size_t count = 0;
    for (struct entity *e = desk->tables[ENTITY_CALENDAR]; e && count < CALENDARS_MAX; e = e->hh.next) {
        const struct calendar *calendar = (const struct calendar *)e;
        ret[count++] = (struct day_spans){ calendar->spans, calendar->spans_count };
    }
    return count;
}

static size_t
seats_of_day (const struct desk *desk, const struct roster *roster, int64_t day, struct seat seats[ROSTER_SEATS_MAX])
{
    struct day_spans calendars[CALENDARS_MAX];
    size_t count = desk_calendars (desk, calendars);
    return roster_seats (&roster->rule, calendars, count, day, local_offset (desk), seats);
}

static bool
is_for (const struct planned_shift *planned, const struct roster *roster, const struct seat *seat)
{
    return planned->roster == roster->entity.id && planned->begin_at == seat->begin_at &&
           planned->leader == seat->leader && planned->seat == seat->number && !strcmp (planned->code, seat->shift) &&
           planned->state != PLANNED_CANCELLED;
}

static struct planned_shift *
planned_for (const struct roster *roster, const struct seat *seat)
{
    struct planned_shift *planned = roster->planned;
    while (planned && !is_for (planned, roster, seat))
        planned = planned->next_of_roster;
    return planned;
}

struct roster *
roster_of_post (const struct desk *desk, uint64_t post)
{
    for (struct entity *e = desk->tables[ENTITY_ROSTER]; e; e = e->hh.next)
        if (((struct roster *)e)->post == post)
            return (struct roster *)e;
    return NULL;
}

/* ---- warnings before a shift begins ---- */

/* Nobody is in it, or nobody whom a call reaches. */
static bool
is_gap (const struct desk *desk, const struct planned_shift *planned)
{
    const struct person *person = (const struct person *)table_find (desk, ENTITY_PERSON, planned->owner.id);
    return planned->owner.kind != TARGET_PERSON || !person || !person->phone || person->unreachable;
}

void
planned_warn (struct step *step, struct planned_shift *planned)
{
    const uint32_t *lead_ms = step->desk->profile->rules.clocks[OBLIGATION_ROSTER_GAP].due_ms;
    int64_t due_at = planned->begin_at - lead_ms[LEVEL_NONE];
    struct target owner = { .kind = TARGET_DUTY_LEADER };
    if (planned->state != PLANNED_AHEAD)
        return;
    if (!is_gap (step->desk, planned))
        obligations_end (step, &planned->entity, 1u << OBLIGATION_ROSTER_GAP, NULL);
    else
        obligation_arm_for (step, OBLIGATION_ROSTER_GAP, &planned->entity, owner,
                            due_at > step->command->at ? due_at : step->command->at);
}

void
planned_contact_changed (struct step *step, uint64_t person)
{
    for (struct entity *e = step->desk->tables[ENTITY_ROSTER]; e; e = e->hh.next)
        for (struct planned_shift *p = ((struct roster *)e)->planned; p; p = p->next_of_roster)
            if (p->owner.kind == TARGET_PERSON && p->owner.id == person)
                planned_warn (step, p);
}

/* ---- planning ---- */

static struct target
owner_of_seat (const struct desk *desk, const struct roster *roster, const char *code)
{
    const struct person *person = code ? desk_person_by_code (desk, code) : NULL;
    return person ? (struct target){ TARGET_PERSON, person->entity.id }
                  : (struct target){ TARGET_POST, roster->post };
}

void
planned_fill (const struct desk *desk, const struct roster *roster, const struct seat *seat,
              struct planned_shift *image)
{
    image->roster = roster->entity.id;
    image->post = roster->post;
    image->state = PLANNED_AHEAD;
    snprintf (image->code, sizeof image->code, "%s", seat->shift);
    image->leader = seat->leader;
    image->seat = seat->number;
    image->holiday = seat->day_kind == DAY_HOLIDAY;
    image->begin_at = seat->begin_at;
    image->end_at = seat->end_at;
    image->due_at = seat->begin_at + desk->profile->rules.clocks[OBLIGATION_CHECK_IN].due_ms[LEVEL_NONE];
    image->owner = owner_of_seat (desk, roster, seat->person);
}

static void
bear_planned (struct step *step, const struct roster *roster, const struct seat *seat)
{
    struct planned_shift *image = (struct planned_shift *)entity_new (ENTITY_PLANNED_SHIFT);
    planned_fill (step->desk, roster, seat, image);
    if (seat->begin_at < step->command->at) /* nobody could know of it before */
        image->due_at += step->command->at - seat->begin_at;
    planned_warn (step, (struct planned_shift *)emit_born (step, EVENT_PLANNED_SHIFT_PLANNED, &image->entity));
}

void
planned_assign (struct step *step, struct planned_shift *planned, uint64_t person, bool by_hand, const char *reason)
{
    int64_t grace = step->desk->profile->rules.clocks[OBLIGATION_CHECK_IN].due_ms[LEVEL_NONE];
    int64_t from = planned->begin_at > step->command->at ? planned->begin_at : step->command->at;
    struct event_detail detail = {
        .other = person, .text = reason, .confirmed = by_hand, .due_at = from + grace, .figures = figures_unknown
    };
    emit (step, EVENT_PLANNED_SHIFT_ASSIGNED, &planned->entity, &detail);
    planned_warn (step, planned);
}

/* Another edition lets it end at another time. Whoever is in it already leaves as was planned. */
static void
planned_move_end (struct step *step, struct planned_shift *planned, int64_t end_at)
{
    struct event_detail detail = { .other = planned->owner.kind == TARGET_PERSON ? planned->owner.id : 0,
                                   .confirmed = planned->by_hand,
                                   .due_at = planned->due_at,
                                   .next_at = end_at,
                                   .figures = figures_unknown };
    emit (step, EVENT_PLANNED_SHIFT_ASSIGNED, &planned->entity, &detail);
    planned_warn (step, planned);
}

static void
plan_seat (struct step *step, const struct roster *roster, const struct seat *seat)
{
    struct planned_shift *planned = planned_for (roster, seat);
    if (!planned) {
        if (seat->end_at > step->command->at)
            bear_planned (step, roster, seat);
        return;
    }
    if (seat->end_at != planned->end_at && seat->end_at > step->command->at && planned->state == PLANNED_AHEAD)
        planned_move_end (step, planned, seat->end_at);
    struct target owner = owner_of_seat (step->desk, roster, seat->person);
    bool same = owner.kind == planned->owner.kind && owner.id == planned->owner.id;
    if (!same && !planned->by_hand && planned->state == PLANNED_AHEAD)
        planned_assign (step, planned, owner.kind == TARGET_PERSON ? owner.id : 0, false, NULL);
}

static void
plan_day (struct step *step, const struct roster *roster, int64_t day)
{
    struct seat seats[ROSTER_SEATS_MAX];
    size_t count = seats_of_day (step->desk, roster, day, seats);
    for (size_t i = 0; i < count; i++)
        plan_seat (step, roster, &seats[i]);
}

static void
plan_through (struct step *step, struct roster *roster, int64_t day)
{
    struct event_detail detail = { .due_at = local_moment (day + 1, 0, local_offset (step->desk)),
                                   .figures = figures_unknown };
    emit (step, EVENT_ROSTER_PLANNED, &roster->entity, &detail);
}

/* The first day that is not planned; after a long silence yesterday, whose night shift may still run. */
static int64_t
next_day (const struct step *step, const struct roster *roster)
{
    int64_t yesterday = local_day (step->command->at, local_offset (step->desk)) - 1;
    int64_t next = roster->planned_until ? local_day (roster->planned_until, local_offset (step->desk)) : yesterday;
    return next > yesterday ? next : yesterday;
}

int64_t
roster_plan_at (const struct desk *desk, const struct roster *roster)
{
    return roster->planned_until - desk->profile->rules.watch.horizon_ms;
}

/* Every day that begins before the horizon. Before a roster is in force nothing is planned, nor looked at daily. */
static void
plan_ahead (struct step *step, struct roster *roster)
{
    int64_t horizon_at = step->command->at + step->desk->profile->rules.watch.horizon_ms;
    int64_t day = next_day (step, roster), last = local_day (horizon_at, local_offset (step->desk));
    plan_through (step, roster, last < roster->rule.from - 1 ? roster->rule.from - 1 : last);
    for (; day <= last; day++)
        plan_day (step, roster, day);
}

/* ---- after an import: what is planned follows the rule as it is now ---- */

static bool
in_roster (const struct step *step, const struct roster *roster, const struct planned_shift *planned)
{
    struct seat seats[ROSTER_SEATS_MAX];
    int64_t day = local_day (planned->begin_at, local_offset (step->desk));
    size_t count = seats_of_day (step->desk, roster, day, seats), i = 0;
    while (i < count && !is_for (planned, roster, &seats[i]))
        i++;
    return i < count;
}

static void
cancel_dropped (struct step *step, struct roster *roster)
{
    for (struct planned_shift *p = roster->planned, *next; p; p = next) {
        next = p->next_of_roster;
        if (p->state == PLANNED_AHEAD && p->begin_at > step->command->at && !in_roster (step, roster, p))
            emit (step, EVENT_PLANNED_SHIFT_CANCELLED, &p->entity, NULL);
    }
}

void
roster_replan (struct step *step, struct roster *roster)
{
    int32_t offset = local_offset (step->desk);
    cancel_dropped (step, roster);
    for (int64_t day = local_day (step->command->at, offset) - 1; day < local_day (roster->planned_until, offset);
         day++)
        plan_day (step, roster, day);
    if (roster_plan_at (step->desk, roster) <= step->command->at)
        plan_ahead (step, roster);
}

/* ---- time passes ---- */

/* What comes next: a day to plan, or the end of a planned shift. */
struct due {
    int64_t at;
    struct roster *roster;
    struct planned_shift *planned;
};

static struct due
next_due (const struct desk *desk)
{
    struct due due = { .at = INT64_MAX };
    for (struct entity *e = desk->profile ? desk->tables[ENTITY_ROSTER] : NULL; e; e = e->hh.next) {
        struct roster *roster = (struct roster *)e;
        if (roster_plan_at (desk, roster) < due.at)
            due = (struct due){ .at = roster_plan_at (desk, roster), .roster = roster };
        for (struct planned_shift *p = roster->planned; p; p = p->next_of_roster)
            if (p->end_at < due.at)
                due = (struct due){ .at = p->end_at, .planned = p };
    }
    return due;
}

int64_t
roster_next_at (const struct desk *desk)
{
    return next_due (desk).at;
}

bool
roster_tick (struct step *step, int64_t before)
{
    struct due due = next_due (step->desk);
    if (due.at > step->command->at || due.at >= before)
        return false;
    if (due.planned)
        emit (step, EVENT_PLANNED_SHIFT_ENDED, &due.planned->entity, NULL);
    else
        plan_ahead (step, due.roster);
    return true;
}

/* ---- who should be there ---- */

const struct planned_shift *
planned_now (const struct desk *desk, bool leader, int64_t at)
{
    const struct planned_shift *found = NULL;
    for (struct entity *e = desk->tables[ENTITY_ROSTER]; e; e = e->hh.next)
        for (const struct planned_shift *p = ((struct roster *)e)->planned; p; p = p->next_of_roster)
            if (p->leader == leader && p->owner.kind == TARGET_PERSON && p->begin_at <= at && at < p->end_at &&
                (!found || p->begin_at > found->begin_at))
                found = p;
    return found;
}

const struct planned_shift *
planned_overlap (const struct desk *desk, uint64_t person, const struct planned_shift *with,
                 const struct planned_shift *besides)
{
    for (struct entity *e = desk->tables[ENTITY_ROSTER]; e; e = e->hh.next)
        for (const struct planned_shift *p = ((struct roster *)e)->planned; p; p = p->next_of_roster)
            if (p != with && p != besides && p->owner.kind == TARGET_PERSON && p->owner.id == person &&
                p->begin_at < with->end_at && with->begin_at < p->end_at)
                return p;
    return NULL;
}

/* ---- reading ---- */

static const struct planned_shift *
known_for (const struct desk *desk, const struct roster *roster, const struct seat *seat)
{
    const struct planned_shift *open = planned_for (roster, seat);
    for (const struct entity *e = open ? NULL : desk_newest (desk, ENTITY_PLANNED_SHIFT); e; e = desk_older (e))
        if (is_for ((const struct planned_shift *)e, roster, seat))
            return (const struct planned_shift *)e;
    return open;
}

void
desk_plan (const struct desk *desk, const struct roster *roster, int64_t from, uint32_t days,
           void (*each) (void *arg, const struct planned_shift *), void *arg)
{
    struct seat seats[ROSTER_SEATS_MAX];
    int64_t first = local_day (from, local_offset (desk));
    for (int64_t day = first - 1; desk->profile && day < first + days; day++) {
        size_t count = seats_of_day (desk, roster, day, seats);
        for (size_t i = 0; i < count; i++) {
            struct planned_shift ahead = { .entity = { .kind = ENTITY_PLANNED_SHIFT } };
            if (day < first && seats[i].end_at <= from) /* of yesterday only what runs still */
                continue;
            const struct planned_shift *known = known_for (desk, roster, &seats[i]);
            if (!known)
                planned_fill (desk, roster, &seats[i], &ahead);
            each (arg, known ? known : &ahead);
        }
    }
}
