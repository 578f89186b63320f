/* SPDX-License-Identifier: Apache-2.0 */
/* draft_lifecycle.c: what the watch says about what incidents are to each other, who commands at the scene,
 * and its roll calls. */
#include "draft_parts.h"

void
draft_command_establish (struct drafting *d)
{
    Muster__V1__CommandEstablish *body = &d->body.command_establish;
    muster__v1__command_establish__init (body);
    body->has_incident = 1;
    body->incident = likely_id (d, ENTITY_INCIDENT, 0);
    body->commander = any_person (d);
    body->place = text (d, "village school");
    d->request.command_establish = body;
}

void
draft_command_transfer (struct drafting *d)
{
    Muster__V1__CommandTransfer *body = &d->body.command_transfer;
    muster__v1__command_transfer__init (body);
    body->has_post = 1;
    body->post = likely_id (d, ENTITY_FIELD_COMMAND_POST, 0);
    body->to = any_person (d);
    body->reason = text (d, "who is here");
    d->request.command_transfer = body;
}

/* Most often on behalf of who was asked. */
static const char *
who_was_asked (struct drafting *d, uint64_t post_id)
{
    const struct desk *desk = oracle_desk (d->w->oracle);
    const struct field_command_post *post =
        (const struct field_command_post *)desk_find (desk, ENTITY_FIELD_COMMAND_POST, post_id);
    const struct entity *person = post ? desk_find (desk, ENTITY_PERSON, post->successor.id) : NULL;
    return person ? ((const struct person *)person)->code : any_person (d);
}

void
draft_command_accept (struct drafting *d)
{
    Muster__V1__CommandAccept *body = &d->body.command_accept;
    muster__v1__command_accept__init (body);
    body->has_post = 1;
    body->post = likely_id (d, ENTITY_FIELD_COMMAND_POST, 0);
    body->words = chance (d, 900) ? text (d, "I have command") : NULL;
    body->on_behalf_of = chance (d, 800) ? (char *)(uintptr_t)who_was_asked (d, body->post) : NULL;
    d->request.command_accept = body;
}

void
draft_command_dissolve (struct drafting *d)
{
    Muster__V1__CommandDissolve *body = &d->body.command_dissolve;
    muster__v1__command_dissolve__init (body);
    body->has_post = 1;
    body->post = likely_id (d, ENTITY_FIELD_COMMAND_POST, 0);
    body->reason = text (d, "over");
    d->request.command_dissolve = body;
}

/* ---- what incidents are to each other ---- */

void
draft_link (struct drafting *d)
{
    Muster__V1__LinkIncident *body = &d->body.link;
    muster__v1__link_incident__init (body);
    body->has_incident = body->has_other = body->has_kind = 1;
    body->incident = likely_id (d, ENTITY_INCIDENT, 0);
    body->other = chance (d, 700) ? likely_id (d, ENTITY_INCIDENT, 0) : any_id (d, ENTITY_INCIDENT);
    body->kind = (Muster__V1__LinkKind)rng_between (&d->w->rng, LINK_RELATED, LINK_KINDS - 1);
    body->reason = chance (d, 300) ? text (d, "because") : NULL;
    d->request.link = body;
}

/* Most often one of its links. */
void
draft_unlink (struct drafting *d)
{
    Muster__V1__UnlinkIncident *body = &d->body.unlink;
    muster__v1__unlink_incident__init (body);
    body->has_incident = body->has_other = 1;
    body->incident = any_id (d, ENTITY_INCIDENT);
    body->other = any_id (d, ENTITY_INCIDENT);
    const struct incident *incident =
        (const struct incident *)desk_find (oracle_desk (d->w->oracle), ENTITY_INCIDENT, body->incident);
    if (incident && incident->links_count > 0)
        body->other = incident->links[rng_below (&d->w->rng, incident->links_count)].incident;
    d->request.unlink = body;
}

/* An open order and the incident to which it belongs, most often. */
static uint64_t
any_order (struct drafting *d, uint64_t *ret_incident)
{
    uint64_t id = likely_id (d, ENTITY_DISPATCH_ORDER, 0);
    const struct dispatch_order *order =
        (const struct dispatch_order *)desk_find (oracle_desk (d->w->oracle), ENTITY_DISPATCH_ORDER, id);
    *ret_incident = order ? order->incident : any_id (d, ENTITY_INCIDENT);
    return id;
}

void
draft_split (struct drafting *d)
{
    Muster__V1__Split *body = &d->body.split;
    muster__v1__split__init (body);
    d->orders[0] = any_order (d, &body->incident);
    d->orders[1] = any_id (d, ENTITY_DISPATCH_ORDER);
    body->has_incident = 1;
    body->what = text (d, "a part of it");
    body->place = chance (d, 500) ? text (d, "next street") : NULL;
    body->orders = d->orders;
    body->n_orders = chance (d, 100) ? 2 : rng_below (&d->w->rng, 2);
    body->has_report = chance (d, 100);
    body->report = any_id (d, ENTITY_REPORT);
    d->request.split = body;
}

void
draft_move (struct drafting *d)
{
    Muster__V1__Move *body = &d->body.move;
    uint64_t from;
    muster__v1__move__init (body);
    body->has_order = body->has_incident = 1;
    body->order = any_order (d, &from);
    body->incident = likely_id (d, ENTITY_INCIDENT, 0);
    d->request.move = body;
}

/* ---- consultations ---- */

void
draft_consult (struct drafting *d)
{
    Muster__V1__Consult *body = &d->body.consult;
    muster__v1__consult__init (body);
    body->matter = text (d, "how to reach it");
    body->conclusions = text (d, "from the north");
    body->others = chance (d, 500) ? text (d, "geologists") : NULL;
    for (size_t i = 0; i < 2; i++)
        d->participants[i] = any_person (d);
    body->participants = d->participants;
    body->n_participants = rng_below (&d->w->rng, 3);
    body->has_incident = chance (d, 700);
    body->incident = any_id (d, ENTITY_INCIDENT);
    d->request.consult = body;
}

/* ---- drills ---- */

void
draft_drill_begin (struct drafting *d)
{
    Muster__V1__DrillBegin *body = &d->body.drill_begin;
    muster__v1__drill_begin__init (body);
    body->title = text (d, "an exercise");
    body->has_everybody = 1;
    body->everybody = chance (d, 500);
    d->codes[0] = any_team (d);
    d->codes[1] = any_team (d);
    d->codes[2] = any_person (d);
    body->teams = d->codes;
    body->n_teams = rng_below (&d->w->rng, 3);
    body->people = d->codes + 2;
    body->n_people = rng_below (&d->w->rng, 2);
    d->request.drill_begin = body;
}

void
draft_drill_end (struct drafting *d)
{
    Muster__V1__DrillEnd *body = &d->body.drill_end;
    muster__v1__drill_end__init (body);
    body->reason = text (d, "aim reached");
    d->request.drill_end = body;
}

/* ---- roll calls ---- */

void
draft_roll_call (struct drafting *d)
{
    Muster__V1__RollCallBegin *body = &d->body.roll_call;
    muster__v1__roll_call_begin__init (body);
    body->title = text (d, "evening check");
    d->called[0] = any_team (d);
    d->called[1] = any_team (d);
    body->teams = d->called;
    body->n_teams = chance (d, 800) ? 2 : 0;
    body->has_all_posts = 1;
    body->all_posts = chance (d, 500);
    body->has_all_teams = body->all_teams = chance (d, 100);
    body->has_within_ms = chance (d, 300);
    body->within_ms = 60000;
    body->has_drill = body->drill = chance (d, 200);
    d->request.roll_call = body;
}

static uint64_t
likely_answer (struct drafting *d)
{
    const struct team *team =
        d->client->team ? desk_team_by_code (oracle_desk (d->w->oracle), d->client->team) : NULL;
    return likely_id (d, ENTITY_ROLL_CALL_ANSWER, team ? team->entity.id : 0);
}

static Muster__V1__RollCallWord *
draft_roll_call_word (struct drafting *d)
{
    Muster__V1__RollCallWord *body = &d->body.roll_call_word;
    muster__v1__roll_call_word__init (body);
    body->has_answer = 1;
    body->answer = likely_answer (d);
    body->words = chance (d, 950) ? text (d, "all present") : NULL;
    return body;
}

void
draft_roll_call_answer (struct drafting *d)
{
    Muster__V1__RollCallWord *body = draft_roll_call_word (d);
    body->on_behalf_of = chance (d, d->client->team ? 50 : 900) ? any_person (d) : NULL;
    d->request.roll_call_answer = body;
}

void
draft_roll_call_absent (struct drafting *d)
{
    d->request.roll_call_absent = draft_roll_call_word (d);
}

void
draft_roll_call_end (struct drafting *d)
{
    Muster__V1__RollCallEnd *body = &d->body.roll_call_end;
    muster__v1__roll_call_end__init (body);
    body->has_roll_call = 1;
    body->roll_call = likely_id (d, ENTITY_ROLL_CALL, 0);
    body->reason = text (d, "enough");
    d->request.roll_call_end = body;
}
