/* SPDX-License-Identifier: Apache-2.0 */
/* draft_lifecycle.c: what the watch says about who commands at the scene. */
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
