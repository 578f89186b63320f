/* SPDX-License-Identifier: Apache-2.0 */
/* draft_roster.c: what people of the watch ask for about their roster: who takes a shift instead, and who can be
 * reached. */
#include "draft_parts.h"

static const char *const people[] = { "wang-jianguo", "liu-yulan", "zhang-wei", "li-na",
                                      "hao-min",      "ren-jing",  "nobody" };
static const char *const posts[] = { "county-duty-room", "no-post" };

void
draft_assign (struct drafting *d)
{
    Muster__V1__Assign *assign = &d->body.assign;
    muster__v1__assign__init (assign);
    assign->has_planned_shift = 1;
    assign->planned_shift = any_id (d, ENTITY_PLANNED_SHIFT);
    assign->person = ANY (d, people);
    assign->reason = text (d, "ill");
    d->request.assign = assign;
}

void
draft_settle_gap (struct drafting *d)
{
    Muster__V1__SettleGap *settle = &d->body.settle_gap;
    muster__v1__settle_gap__init (settle);
    settle->has_planned_shift = 1;
    settle->planned_shift = any_id (d, ENTITY_PLANNED_SHIFT);
    settle->reason = text (d, "I know where they are");
    d->request.settle_gap = settle;
}

void
draft_swap_propose (struct drafting *d)
{
    Muster__V1__SwapPropose *propose = &d->body.swap_propose;
    muster__v1__swap_propose__init (propose);
    propose->has_planned_shift = 1;
    propose->planned_shift = any_id (d, ENTITY_PLANNED_SHIFT);
    propose->person = ANY (d, people);
    propose->has_in_return = chance (d, 300);
    propose->in_return = any_id (d, ENTITY_PLANNED_SHIFT);
    propose->on_behalf_of = chance (d, 600) ? ANY (d, people) : NULL;
    d->request.swap_propose = propose;
}

/* A yes twice as often as a no. */
void
draft_swap_answer (struct drafting *d)
{
    Muster__V1__SwapAnswer *answer = &d->body.swap_answer;
    muster__v1__swap_answer__init (answer);
    answer->has_planned_shift = 1;
    answer->planned_shift = any_id (d, ENTITY_PLANNED_SHIFT);
    answer->words = chance (d, 300) ? text (d, "all right") : NULL;
    answer->on_behalf_of = chance (d, 700) ? ANY (d, people) : NULL;
    d->request.body_case =
        chance (d, 330) ? MUSTER__V1__REQUEST__BODY_SWAP_DECLINE : MUSTER__V1__REQUEST__BODY_SWAP_ACCEPT;
    d->request.swap_accept = answer;
}

void
draft_mark_contact (struct drafting *d)
{
    Muster__V1__MarkContact *mark = &d->body.mark_contact;
    muster__v1__mark_contact__init (mark);
    mark->person = ANY (d, people);
    mark->has_unreachable = mark->unreachable = chance (d, 500);
    d->request.mark_contact = mark;
}

void
draft_shelve (struct drafting *d)
{
    Muster__V1__Shelve *shelve = &d->body.shelve;
    muster__v1__shelve__init (shelve);
    shelve->has_obligation = shelve->has_for_ms = true;
    shelve->obligation = any_id (d, ENTITY_OBLIGATION);
    shelve->for_ms = 60000 * (1 + (uint32_t)rng_below (&d->w->rng, 70));
    shelve->reason = text (d, "the line is down");
    d->request.shelve = shelve;
}

void
draft_unshelve (struct drafting *d)
{
    Muster__V1__Unshelve *unshelve = &d->body.unshelve;
    muster__v1__unshelve__init (unshelve);
    unshelve->has_obligation = true;
    unshelve->obligation = any_id (d, ENTITY_OBLIGATION);
    d->request.unshelve = unshelve;
}

void
draft_roster_plan (struct drafting *d)
{
    Muster__V1__RosterPlan *plan = &d->body.roster_plan;
    muster__v1__roster_plan__init (plan);
    plan->post = chance (d, 500) ? ANY (d, posts) : NULL;
    plan->has_days = chance (d, 500);
    plan->days = (uint32_t)rng_between (&d->w->rng, 1, 62);
    d->request.roster_plan = plan;
}
