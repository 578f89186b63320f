/* SPDX-License-Identifier: Apache-2.0 */
/* draft_commands.c: what people of the watch and team leaders ask for. */
#include "draft_parts.h"

#include <stdio.h>
#include <string.h>

#define CASE(name) MUSTER__V1__REQUEST__BODY_##name

enum { RECENT = 16, TRIES = 6 };

static const char *const teams[] = { "fire-xiangfen", "mine-rescue", "medical-120", "police-110", "machinery",
                                     "taosi-team",    "forest-fire", "volunteers",  "no-team" };
static const char *const people[] = { "wang-jianguo", "liu-yulan", "zhang-wei", "li-na", "zhao-lei", "nobody" };
static const char *const posts[] = { "county-duty-room", "xincheng", "taosi", "no-post" };
static const char *const channels[] = { "phone", "radio", "console" };

bool
chance (struct drafting *d, unsigned per_mille)
{
    return rng_chance (&d->w->rng, per_mille);
}

char *
text (struct drafting *d, const char *word)
{
    char *room = d->texts[d->texts_count++ % TEXTS];
    snprintf (room, TEXT_ROOM, "%s %u", word, (unsigned)rng_below (&d->w->rng, 10000));
    return room;
}

char *
any_team (struct drafting *d)
{
    return ANY (d, teams);
}

char *
any_person (struct drafting *d)
{
    return ANY (d, people);
}

/* ---- choosing what it is about ---- */

uint64_t
any_id (struct drafting *d, enum entity_kind kind)
{
    uint64_t base = chance (d, 250) ? DRILL_IDS : 0;
    uint64_t given = desk_last_ids (oracle_desk (d->w->oracle))[id_series (kind, base + 1)];
    uint64_t last = given > base ? given - base : 0;
    if (last == 0 || chance (d, 20))
        return base + last + 1 + rng_below (&d->w->rng, 3);
    if (chance (d, 150))
        return base + 1 + rng_below (&d->w->rng, last);
    return base + last - rng_below (&d->w->rng, last < RECENT ? last : RECENT);
}

/* Most often one that is open, and for a team one of its own. */
uint64_t
likely_id (struct drafting *d, enum entity_kind kind, uint64_t team)
{
    uint64_t id = any_id (d, kind);
    for (int i = 0; i < TRIES; i++, id = any_id (d, kind)) {
        const struct entity *entity = desk_find (oracle_desk (d->w->oracle), kind, id);
        bool own = !team || (entity && ((const struct dispatch_order *)entity)->team == team);
        if (entity && !entity_settled (entity) && own)
            return id;
    }
    return id;
}

static void
set_figures (struct drafting *d)
{
    muster__v1__figures__init (&d->figures);
    d->figures.has_dead = chance (d, 400);
    d->figures.dead = (uint32_t)rng_below (&d->w->rng, chance (d, 200) ? 40 : 4);
    d->figures.has_injured_serious = chance (d, 300);
    d->figures.injured_serious = (uint32_t)rng_below (&d->w->rng, 60);
    d->figures.has_trapped = chance (d, 300);
    d->figures.trapped = (uint32_t)rng_below (&d->w->rng, 9);
}

static void
set_statement (struct drafting *d)
{
    muster__v1__statement__init (&d->statement);
    d->statement.text = chance (d, 800) ? text (d, "as told by\nthe caller") : NULL;
    set_figures (d);
    d->statement.figures = chance (d, 600) ? &d->figures : NULL;
    d->statement.channel = chance (d, 500) ? ANY (d, channels) : NULL;
    d->statement.caller_phone = chance (d, 200) ? text (d, "161") : NULL;
}

/* ---- commands ---- */

void
draft_report (struct drafting *d)
{
    static const uint32_t types[] = { 10700, 20100, 20300, 20400, 20700, 20800 };
    Muster__V1__Report *report = &d->body.report;
    muster__v1__report__init (report);
    report->what = text (d, "something happened");
    report->place = chance (d, 980) ? text (d, "Chenzhuang village") : NULL;
    report->has_type_code = chance (d, 800);
    report->type_code = types[rng_below (&d->w->rng, sizeof types / sizeof types[0])];
    muster__v1__position__init (&d->position);
    d->position.has_latitude = d->position.has_longitude = 1;
    d->position.latitude = 35.8 + (double)rng_below (&d->w->rng, 200) / 1000;
    d->position.longitude = 111.4 + (double)rng_below (&d->w->rng, 200) / 1000;
    report->position = chance (d, 700) ? &d->position : NULL;
    report->has_occurred_at_ms = chance (d, 500);
    report->occurred_at_ms = d->w->now - rng_between (&d->w->rng, -100000, 3600000);
    report->has_drill = chance (d, 500);
    report->drill = chance (d, 500);
    set_statement (d);
    report->statement = chance (d, 700) ? &d->statement : NULL;
    d->request.report = report;
}

void
draft_continue (struct drafting *d)
{
    muster__v1__continue__init (&d->body.continuation);
    d->body.continuation.has_incident = 1;
    d->body.continuation.incident = likely_id (d, ENTITY_INCIDENT, 0);
    set_statement (d);
    d->body.continuation.statement = &d->statement;
    d->body.continuation.has_final = d->body.continuation.final = chance (d, 200);
    d->request.continue_ = &d->body.continuation;
}

void
draft_assess (struct drafting *d)
{
    muster__v1__assess__init (&d->body.assess);
    d->body.assess.has_incident = d->body.assess.has_level = 1;
    d->body.assess.incident = likely_id (d, ENTITY_INCIDENT, 0);
    d->body.assess.level = (Muster__V1__EventLevel)rng_between (&d->w->rng, 0, 4);
    d->body.assess.has_confirmed = d->body.assess.confirmed = chance (d, 300);
    d->request.assess = &d->body.assess;
}

void
draft_dispatch (struct drafting *d)
{
    muster__v1__dispatch__init (&d->body.dispatch);
    d->body.dispatch.has_incident = 1;
    d->body.dispatch.incident = likely_id (d, ENTITY_INCIDENT, 0);
    d->body.dispatch.team = chance (d, 500) ? ANY (d, teams) : NULL;
    d->body.dispatch.task = chance (d, 700) ? text (d, "go and\nhelp") : NULL;
    d->body.dispatch.has_release_at_ms = chance (d, 150);
    d->body.dispatch.release_at_ms = d->w->now + rng_between (&d->w->rng, -1000, 600000);
    d->body.dispatch.has_override = d->body.dispatch.override = chance (d, 300);
    d->request.dispatch = &d->body.dispatch;
}

/* Most often the rung that comes next. */
static Muster__V1__Request__BodyCase
likely_rung (struct drafting *d, const struct dispatch_order *order)
{
    static const Muster__V1__Request__BodyCase next[ORDER_STATES] = {
        [ORDER_ISSUED] = CASE (ACKNOWLEDGE), [ORDER_ACKNOWLEDGED] = CASE (DEPART),  [ORDER_EN_ROUTE] = CASE (ARRIVE),
        [ORDER_ON_SCENE] = CASE (COMPLETE),  [ORDER_RECALLED] = CASE (ACKNOWLEDGE), [ORDER_RESERVED] = CASE (RELEASE)
    };
    if (order && order->distress_at && chance (d, 500))
        return CASE (DISTRESS_RESOLVE);
    if (order && next[order->state] && chance (d, 750))
        return next[order->state];
    if (chance (d, 150))
        return CASE (RECALL);
    if (chance (d, 500))
        return (Muster__V1__Request__BodyCase)rng_between (&d->w->rng, CASE (STATUS_CHECK), CASE (DISTRESS_RESOLVE));
    return (Muster__V1__Request__BodyCase)rng_between (&d->w->rng, CASE (ACKNOWLEDGE), CASE (CANCEL));
}

void
draft_rung (struct drafting *d)
{
    const struct desk *desk = oracle_desk (d->w->oracle);
    const struct team *team = d->client->team ? desk_team_by_code (desk, d->client->team) : NULL;
    bool own = team && chance (d, 950);
    Muster__V1__Rung *rung = &d->body.rung;
    muster__v1__rung__init (rung);
    rung->has_order = 1;
    rung->order = likely_id (d, ENTITY_DISPATCH_ORDER, own ? team->entity.id : 0);
    rung->channel = chance (d, 300) ? ANY (d, channels) : NULL;
    bool for_other = chance (d, d->client->role == ROLE_TEAM_LEADER ? 30 : 800);
    rung->on_behalf_of = for_other ? ANY (d, people) : NULL;
    rung->words = chance (d, 800) ? text (d, "verbatim") : NULL;
    const struct entity *order = desk_find (desk, ENTITY_DISPATCH_ORDER, rung->order);
    d->request.body_case = likely_rung (d, (const struct dispatch_order *)order);
    d->request.acknowledge = rung; /* one pointer, whichever the rung is */
}

void
draft_reassign (struct drafting *d)
{
    muster__v1__reassign__init (&d->body.reassign);
    d->body.reassign.has_order = 1;
    d->body.reassign.order = likely_id (d, ENTITY_DISPATCH_ORDER, 0);
    d->body.reassign.team = chance (d, 700) ? ANY (d, teams) : NULL;
    d->body.reassign.has_to_incident = chance (d, 400);
    d->body.reassign.to_incident = likely_id (d, ENTITY_INCIDENT, 0);
    d->body.reassign.words = text (d, "they are nearer");
    d->request.reassign = &d->body.reassign;
}

void
draft_receipt (struct drafting *d)
{
    bool team = d->client->role == ROLE_TEAM_LEADER;
    const struct team *own = team ? desk_team_by_code (oracle_desk (d->w->oracle), d->client->team) : NULL;
    muster__v1__receipt__init (&d->body.receipt);
    d->body.receipt.has_order = d->body.receipt.has_state = 1;
    d->body.receipt.order = likely_id (d, ENTITY_DISPATCH_ORDER, own ? own->entity.id : 0);
    d->body.receipt.state = (Muster__V1__ReceiptState)rng_between (&d->w->rng, 1, 4);
    d->body.receipt.on_behalf_of = chance (d, team ? 30 : 950) ? ANY (d, people) : NULL;
    d->body.receipt.channel = chance (d, 500) ? ANY (d, channels) : NULL;
    d->request.receipt = &d->body.receipt;
}

void
draft_check_in (struct drafting *d)
{
    muster__v1__check_in__init (&d->body.check_in);
    d->body.check_in.person = chance (d, 500) ? ANY (d, people) : NULL;
    d->body.check_in.post = ANY (d, posts);
    d->body.check_in.has_leader = 1;
    d->body.check_in.leader = d->client->role == ROLE_DUTY_LEADER;
    d->body.check_in.in_place_of = chance (d, 200) ? ANY (d, people) : NULL;
    d->body.check_in.reason = chance (d, 200) ? text (d, "is ill") : NULL;
    d->request.check_in = &d->body.check_in;
}

void
draft_check_out (struct drafting *d)
{
    muster__v1__check_out__init (&d->body.check_out);
    d->body.check_out.person = chance (d, 500) ? ANY (d, people) : NULL;
    d->body.check_out.channel = chance (d, 500) ? ANY (d, channels) : NULL;
    d->body.check_out.reason = chance (d, 300) ? text (d, "must go") : NULL;
    d->request.check_out = &d->body.check_out;
}

static uint64_t
closable (struct drafting *d)
{
    uint64_t id = 0;
    for (int i = 0; i < TRIES; i++) {
        id = likely_id (d, ENTITY_INCIDENT, 0);
        const struct entity *found = desk_find (oracle_desk (d->w->oracle), ENTITY_INCIDENT, id);
        if (found && ((const struct incident *)found)->open_orders == 0)
            break;
    }
    return id;
}

void
draft_close (struct drafting *d)
{
    muster__v1__close__init (&d->body.close);
    d->body.close.has_incident = 1;
    d->body.close.incident = closable (d);
    d->body.close.reason = text (d, "over");
    d->request.close = &d->body.close;
}

void
draft_reopen (struct drafting *d)
{
    muster__v1__reopen__init (&d->body.reopen);
    d->body.reopen.has_incident = 1;
    d->body.reopen.incident = any_id (d, ENTITY_INCIDENT);
    d->body.reopen.reason = text (d, "not over");
    d->request.reopen = &d->body.reopen;
}

void
draft_hold (struct drafting *d)
{
    muster__v1__hold__init (&d->body.hold);
    d->body.hold.has_incident = 1;
    d->body.hold.incident = closable (d);
    d->body.hold.reason = text (d, "until daylight");
    d->request.hold = &d->body.hold;
}

void
draft_control (struct drafting *d)
{
    muster__v1__control__init (&d->body.control);
    d->body.control.has_incident = 1;
    d->body.control.incident = likely_id (d, ENTITY_INCIDENT, 0);
    d->request.control = &d->body.control;
}

void
draft_resume (struct drafting *d)
{
    muster__v1__resume__init (&d->body.resume);
    d->body.resume.has_incident = 1;
    d->body.resume.incident = likely_id (d, ENTITY_INCIDENT, 0);
    d->body.resume.reason = chance (d, 500) ? text (d, "it spreads") : NULL;
    d->request.resume = &d->body.resume;
}

void
draft_merge (struct drafting *d)
{
    muster__v1__merge__init (&d->body.merge);
    d->body.merge.has_incident = d->body.merge.has_into = 1;
    d->body.merge.incident = closable (d);
    d->body.merge.into = likely_id (d, ENTITY_INCIDENT, 0);
    d->request.merge = &d->body.merge;
}

void
draft_unmerge (struct drafting *d)
{
    muster__v1__unmerge__init (&d->body.unmerge);
    d->body.unmerge.has_incident = 1;
    d->body.unmerge.incident = any_id (d, ENTITY_INCIDENT);
    d->body.unmerge.reason = text (d, "two after all");
    d->request.unmerge = &d->body.unmerge;
}

void
draft_log (struct drafting *d)
{
    Muster__V1__Log *log = &d->body.log;
    muster__v1__log__init (log);
    log->text = chance (d, 980) ? text (d, "somebody called") : NULL;
    log->has_happened_at_ms = chance (d, 300);
    log->happened_at_ms = d->w->now - rng_between (&d->w->rng, 0, 3600000);
    log->has_incident = chance (d, 400);
    log->incident = any_id (d, ENTITY_INCIDENT);
    log->post = chance (d, 300) ? ANY (d, posts) : NULL;
    log->has_corrects = chance (d, 100);
    log->corrects = any_id (d, ENTITY_DUTY_LOG_ENTRY);
    d->request.log = log;
}

void
draft_handover_open (struct drafting *d)
{
    Muster__V1__HandoverOpen *open = &d->body.handover_open;
    muster__v1__handover_open__init (open);
    open->to = ANY (d, people);
    open->done = chance (d, 500) ? text (d, "done:\nall of it") : NULL;
    open->note = chance (d, 200) ? text (d, "mind the step") : NULL;
    d->request.handover_open = open;
}

/* Most often one in which this client has a part. */
static const struct handover *
likely_handover (struct drafting *d, const struct person *person)
{
    const struct desk *desk = oracle_desk (d->w->oracle);
    uint64_t id = any_id (d, ENTITY_HANDOVER);
    for (const struct entity *e = desk_newest (desk, ENTITY_HANDOVER); e && person && chance (d, 950);
         e = desk_older (e)) {
        const struct handover *handover = (const struct handover *)e;
        if (!entity_settled (e) &&
            (handover->owner.id == person->entity.id || handover->outgoing == person->entity.id))
            return handover;
    }
    return (const struct handover *)desk_find (desk, ENTITY_HANDOVER, id);
}

static void
draft_accept (struct drafting *d, uint64_t id, const struct handover *handover)
{
    Muster__V1__HandoverAccept *accept = &d->body.handover_accept;
    uint32_t count = handover ? handover->items_count : 1;
    muster__v1__handover_accept__init (accept);
    accept->has_handover = 1;
    accept->handover = id;
    accept->items = d->items;
    for (uint32_t number = 1; number <= count; number++)
        if (chance (d, 950))
            d->items[accept->n_items++] = number;
    d->request.body_case = CASE (HANDOVER_ACCEPT);
    d->request.handover_accept = accept;
}

static void
draft_word (struct drafting *d, uint64_t id, const struct handover *handover, bool answer)
{
    Muster__V1__HandoverWord *word = &d->body.handover_word;
    muster__v1__handover_word__init (word);
    word->has_handover = word->has_item = 1;
    word->handover = id;
    word->item = 1 + (uint32_t)rng_below (&d->w->rng, handover ? handover->items_count + 1 : 3);
    for (uint32_t i = 0; handover && answer && i < handover->items_count; i++)
        if (handover->items[i].state == HANDOVER_ITEM_OBJECTED)
            word->item = i + 1;
    word->text = text (d, "which road?");
    d->request.body_case = answer ? CASE (HANDOVER_ANSWER) : CASE (HANDOVER_OBJECT);
    d->request.handover_object = word; /* one pointer, whichever it is */
}

static void
draft_sign (struct drafting *d, uint64_t id)
{
    Muster__V1__HandoverSign *sign = &d->body.handover_sign;
    uint64_t head = oracle_head (d->w->oracle);
    muster__v1__handover_sign__init (sign);
    sign->has_handover = sign->has_head_seq = sign->has_head_hash = 1;
    sign->handover = id;
    sign->head_seq = chance (d, 900) ? head : 1 + rng_below (&d->w->rng, head + 3);
    const uint8_t *hash = oracle_hash (d->w->oracle, chance (d, 900) ? sign->head_seq : 1);
    if (hash)
        memcpy (d->key, hash, HASH_BYTES);
    sign->head_hash = (ProtobufCBinaryData){ HASH_BYTES, d->key };
    sign->remark = chance (d, 300) ? text (d, "taken over") : NULL;
    d->request.body_case = CASE (HANDOVER_SIGN);
    d->request.handover_sign = sign;
}

static void
draft_handover_cancel (struct drafting *d, uint64_t id)
{
    muster__v1__handover_cancel__init (&d->body.handover_cancel);
    d->body.handover_cancel.has_handover = 1;
    d->body.handover_cancel.handover = id;
    d->body.handover_cancel.reason = text (d, "ill");
    d->request.body_case = CASE (HANDOVER_CANCEL);
    d->request.handover_cancel = &d->body.handover_cancel;
}

void
draft_handover (struct drafting *d)
{
    const struct person *person =
        d->client->person ? desk_person_by_code (oracle_desk (d->w->oracle), d->client->person) : NULL;
    const struct handover *handover = likely_handover (d, person);
    uint64_t id = handover ? handover->entity.id : any_id (d, ENTITY_HANDOVER);
    bool incoming = handover && person && handover->owner.id == person->entity.id;
    if (chance (d, 40))
        draft_handover_cancel (d, id);
    else if (!incoming || chance (d, 80))
        draft_word (d, id, handover, !incoming || chance (d, 100));
    else if (handover->state == HANDOVER_ACCEPTED || chance (d, 100))
        draft_sign (d, id);
    else
        draft_accept (d, id, handover);
}

/* ---- what goes up ---- */

void
draft_submit (struct drafting *d)
{
    static const char *const stages[] = { "leader_told", "city-phone",    "city_written", "continuation_report",
                                          "casualties",  "supplementary", "nil_report" };
    Muster__V1__Submit *submit = &d->body.submit;
    muster__v1__submit__init (submit);
    submit->has_incident = chance (d, 850);
    submit->incident = likely_id (d, ENTITY_INCIDENT, 0);
    submit->post = submit->has_incident ? NULL : ANY (d, posts);
    submit->stage = chance (d, 980) ? ANY (d, stages) : "no_such_report";
    submit->text = chance (d, 980) ? text (d, "a hall collapsed") : NULL;
    submit->received_by = chance (d, 500) ? "Wang of the city" : NULL;
    d->request.submit = submit;
}

void
draft_sign_off (struct drafting *d)
{
    muster__v1__sign_off__init (&d->body.sign_off);
    d->body.sign_off.has_submission = 1;
    d->body.sign_off.submission = any_id (d, ENTITY_SUBMISSION);
    d->request.sign_off = &d->body.sign_off;
}

void
draft_send (struct drafting *d)
{
    muster__v1__send__init (&d->body.send);
    d->body.send.has_submission = 1;
    d->body.send.submission = any_id (d, ENTITY_SUBMISSION);
    d->body.send.channel = chance (d, 300) ? "fax" : NULL;
    d->request.send = &d->body.send;
}

void
draft_submission_withdraw (struct drafting *d)
{
    muster__v1__submission_withdraw__init (&d->body.submission_withdraw);
    d->body.submission_withdraw.has_submission = 1;
    d->body.submission_withdraw.submission = any_id (d, ENTITY_SUBMISSION);
    d->body.submission_withdraw.reason = text (d, "wrong figures");
    d->request.submission_withdraw = &d->body.submission_withdraw;
}
