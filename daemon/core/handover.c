/* SPDX-License-Identifier: Apache-2.0 */
/* handover.c: 交接班: the watch goes over from one person to another: opened, gone through item by item, signed. */
#include "core/step.h"
#include "util/alloc.h"

#include <inttypes.h>
#include <string.h>

/* ---- finding ---- */

struct handover *
handover_of_shift (const struct desk *desk, uint64_t shift)
{
    struct entity *e = desk->open_counts[ENTITY_HANDOVER] ? desk->tables[ENTITY_HANDOVER] : NULL;
    for (; e; e = e->hh.next)
        if (!entity_settled (e) && ((struct handover *)e)->shift == shift)
            return (struct handover *)e;
    return NULL;
}

struct handover *
handover_to (const struct desk *desk, uint64_t person, uint64_t post, bool leader)
{
    struct entity *e = desk->open_counts[ENTITY_HANDOVER] ? desk->tables[ENTITY_HANDOVER] : NULL;
    for (; e; e = e->hh.next) {
        struct handover *handover = (struct handover *)e;
        if (!entity_settled (e) && handover->owner.id == person && handover->post == post &&
            handover->leader == leader)
            return handover;
    }
    return NULL;
}

static const struct person *
find_person (const struct step *step, uint64_t id)
{
    return (const struct person *)table_find (step->desk, ENTITY_PERSON, id);
}

/* The person whose key this is; 0 = none. */
static uint64_t
speaker (const struct step *step)
{
    const struct principal *principal = step_principal (step);
    return principal ? principal->person : 0;
}

/* ---- opening ---- */

/* Somebody who can't sign would leave the other one on duty for ever. */
static bool
has_key (const struct desk *desk, uint64_t person)
{
    for (const struct entity *e = desk->tables[ENTITY_PRINCIPAL]; e; e = e->hh.next) {
        const struct principal *principal = (const struct principal *)e;
        if (principal->person == person && principal->state == PRINCIPAL_ENROLLED &&
            (principal->role == ROLE_DUTY_OFFICER || principal->role == ROLE_DUTY_LEADER))
            return true;
    }
    return false;
}

/* Early at the same post in the same role is where they belong; elsewhere they are needed. */
static bool
is_free (struct step *step, const struct person *incoming, uint64_t post, bool leader)
{
    const struct shift *shift = shift_of (step->desk, incoming->entity.id);
    return !shift || (shift->post == post && shift->leader == leader) ||
           refuse (step, REFUSAL_PERSON_ON_DUTY, "to", "%s\n%" PRIu64, incoming->code, shift->entity.id);
}

static const struct person *
find_incoming (struct step *step, const struct shift *shift)
{
    const char *code = step->command->handover_open.to;
    const struct person *incoming = desk_person_by_code (step->desk, code);
    if (!incoming)
        refuse (step, REFUSAL_UNKNOWN_PERSON, "to", "%s", code);
    else if (incoming->entity.id == shift->person)
        refuse (step, REFUSAL_HANDOVER_ITSELF, "to", " ");
    else if (!has_key (step->desk, incoming->entity.id))
        refuse (step, REFUSAL_HANDOVER_NO_KEY, "to", "%s", code);
    else if (is_free (step, incoming, shift->post, shift->leader))
        return incoming;
    return NULL;
}

static struct handover *
handover_new (struct step *step, const struct shift *shift, const struct person *incoming)
{
    const struct handover_open_args *args = &step->command->handover_open;
    struct handover *image = (struct handover *)entity_new (ENTITY_HANDOVER);
    image->state = HANDOVER_OPENED;
    image->post = shift->post;
    image->leader = shift->leader;
    image->shift = shift->entity.id;
    image->outgoing = shift->person;
    image->owner = (struct target){ TARGET_PERSON, incoming->entity.id };
    image->done = xstrdup (args->done);
    image->undone = xstrdup (args->undone);
    image->note = xstrdup (args->note);
    image->opened_at = step->command->at;
    handover_list_open (step->desk, image);
    return image;
}

/* With nothing to go through it can be signed at once. */
static void
note_accepted (struct step *step, struct handover *handover)
{
    for (uint32_t i = 0; i < handover->items_count; i++)
        if (handover->items[i].state != HANDOVER_ITEM_ACCEPTED)
            return;
    emit (step, EVENT_HANDOVER_ACCEPTED, &handover->entity, NULL);
}

bool
decide_handover_open (struct step *step)
{
    const struct person *person = find_person (step, speaker (step));
    if (!person)
        return refuse (step, REFUSAL_NO_PERSON, NULL, " ");
    if (!step->desk->profile)
        return refuse (step, REFUSAL_NO_PROFILE, NULL, " ");
    const struct shift *shift = shift_of (step->desk, person->entity.id);
    if (!shift)
        return refuse (step, REFUSAL_PERSON_NOT_ON_DUTY, NULL, "%s", person->code);
    const struct handover *already = handover_of_shift (step->desk, shift->entity.id);
    if (already)
        return refuse (step, REFUSAL_HANDOVER_ALREADY, NULL, "%s\n%" PRIu64, person->code, already->entity.id);
    const struct person *incoming = find_incoming (step, shift);
    if (!incoming)
        return false;
    struct handover *image = handover_new (step, shift, incoming);
    note_accepted (step, (struct handover *)emit_born (step, EVENT_HANDOVER_OPENED, &image->entity));
    return true;
}

/* ---- going through it ---- */

static struct handover *
need_open_handover (struct step *step)
{
    uint64_t id = step->command->handover.handover;
    struct handover *handover = (struct handover *)table_find (step->desk, ENTITY_HANDOVER, id);
    if (!handover)
        refuse (step, REFUSAL_UNKNOWN_HANDOVER, "handover", "%" PRIu64, id);
    else if (entity_settled (&handover->entity))
        refuse (step, REFUSAL_HANDOVER_OVER, "handover", "%" PRIu64 "\n%s", id,
                handover_state_names[handover->state]);
    else
        return handover;
    return NULL;
}

static const char *
person_code (const struct step *step, uint64_t id)
{
    const struct person *person = find_person (step, id);
    return person ? person->code : "?";
}

/* Only they, whatever their role: nobody accepts or signs in another's name. */
static struct handover *
need_incoming (struct step *step)
{
    struct handover *handover = need_open_handover (step);
    if (!handover || handover->owner.id == speaker (step))
        return handover;
    refuse (step, REFUSAL_NOT_INCOMING, "handover", "%" PRIu64 "\n%s", handover->entity.id,
            person_code (step, handover->owner.id));
    return NULL;
}

static bool
need_item (struct step *step, const struct handover *handover, uint32_t number)
{
    return (number >= 1 && number <= handover->items_count) ||
           refuse (step, REFUSAL_UNKNOWN_ITEM, "item", "%" PRIu64 "\n%u", handover->entity.id, number);
}

/* Those of them that are not accepted yet; false = one of them can't be. */
static bool
acceptable (struct step *step, const struct handover *handover, struct item_set *ret_items, bool *ret_any)
{
    const struct item_set *wanted = &step->command->handover.items;
    *ret_any = false;
    for (uint32_t number = 1; number <= HANDOVER_ITEMS_MAX; number++) {
        if (!item_set_has (wanted, number))
            continue;
        if (!need_item (step, handover, number))
            return false;
        if (handover->items[number - 1].state == HANDOVER_ITEM_OBJECTED)
            return refuse (step, REFUSAL_ITEM_UNANSWERED, "items", "%" PRIu64 "\n%u", handover->entity.id, number);
        if (handover->items[number - 1].state == HANDOVER_ITEM_ACCEPTED)
            continue;
        item_set_add (ret_items, number);
        *ret_any = true;
    }
    return true;
}

bool
decide_handover_accept (struct step *step)
{
    struct handover *handover = need_incoming (step);
    struct event_detail detail = { .figures = figures_unknown };
    bool any;
    if (!handover || !acceptable (step, handover, &detail.items, &any))
        return false;
    about (step, ENTITY_HANDOVER, handover->entity.id);
    if (!any)
        return true; /* accepted before */
    emit (step, EVENT_HANDOVER_ITEMS_ACCEPTED, &handover->entity, &detail);
    note_accepted (step, handover);
    return true;
}

bool
decide_handover_object (struct step *step)
{
    const struct handover_args *args = &step->command->handover;
    struct handover *handover = need_incoming (step);
    struct event_detail detail = { .other = args->item, .text = args->text, .figures = figures_unknown };
    if (!handover || !need_item (step, handover, args->item))
        return false;
    if (handover->items[args->item - 1].state == HANDOVER_ITEM_OBJECTED)
        return refuse (step, REFUSAL_ITEM_UNANSWERED, "item", "%" PRIu64 "\n%u", handover->entity.id, args->item);
    if (handover->objections_count == HANDOVER_OBJECTIONS_MAX)
        return refuse (step, REFUSAL_LIMIT, "item", "objections of one handover\n%d", HANDOVER_OBJECTIONS_MAX);
    emit (step, EVENT_HANDOVER_OBJECTED, &handover->entity, &detail);
    return true;
}

bool
decide_handover_answer (struct step *step)
{
    const struct handover_args *args = &step->command->handover;
    struct handover *handover = need_open_handover (step);
    struct event_detail detail = { .other = args->item, .text = args->text, .figures = figures_unknown };
    if (!handover)
        return false;
    if (handover->outgoing != speaker (step))
        return refuse (step, REFUSAL_NOT_OUTGOING, "handover", "%" PRIu64 "\n%s", handover->entity.id,
                       person_code (step, handover->outgoing));
    if (!need_item (step, handover, args->item))
        return false;
    if (handover->items[args->item - 1].state != HANDOVER_ITEM_OBJECTED)
        return refuse (step, REFUSAL_ITEM_NOT_OBJECTED, "item", "%" PRIu64 "\n%u", handover->entity.id, args->item);
    emit (step, EVENT_HANDOVER_ANSWERED, &handover->entity, &detail);
    return true;
}

/* ---- its end ---- */

static bool
all_accepted (struct step *step, const struct handover *handover)
{
    uint32_t left = 0, first = 0;
    for (uint32_t i = handover->items_count; i > 0; i--)
        if (handover->items[i - 1].state != HANDOVER_ITEM_ACCEPTED) {
            left++;
            first = i;
        }
    return left == 0 ||
           refuse (step, REFUSAL_ITEMS_OPEN, "handover", "%" PRIu64 "\n%u\n%u", handover->entity.id, left, first);
}

/* What is signed holds the list as it stands, and is not an old page of the journal. */
static bool
head_fits (struct step *step, const struct handover *handover)
{
    const struct handover_args *args = &step->command->handover;
    if (!args->head_proven)
        return refuse (step, REFUSAL_HEAD_HASH, "head_hash", "%" PRIu64, args->head_seq);
    return (args->head_seq >= handover->entity.version &&
            step->desk->head - args->head_seq <= HANDOVER_HEAD_LAG_MAX) ||
           refuse (step, REFUSAL_HANDOVER_CHANGED, "head_seq", "%" PRIu64, handover->entity.id);
}

/* The post is never left: the new watch begins before the old one ends. */
static void
relieve (struct step *step, const struct handover *handover)
{
    struct entity *shift = table_find (step->desk, ENTITY_SHIFT, handover->shift);
    struct event_detail detail = { .channel = "handover", .figures = figures_unknown };
    const struct shift *fresh = shift_of (step->desk, handover->owner.id);
    if (!fresh)
        fresh = shift_begin (step, handover->owner.id, handover->post, handover->leader, "handover");
    planned_relieve (step, (const struct shift *)shift, fresh);
    emit (step, EVENT_SHIFT_CHECKED_OUT, shift, &detail);
}

bool
decide_handover_sign (struct step *step)
{
    const struct handover_args *args = &step->command->handover;
    struct handover *handover = need_incoming (step);
    struct event_detail detail = { .text = args->text, .head_seq = args->head_seq, .figures = figures_unknown };
    if (!handover || !all_accepted (step, handover) || !head_fits (step, handover) ||
        !is_free (step, find_person (step, handover->owner.id), handover->post, handover->leader))
        return false;
    memcpy (detail.head_hash, args->head_hash, HASH_BYTES);
    emit (step, EVENT_HANDOVER_SIGNED, &handover->entity, &detail);
    relieve (step, handover);
    return true;
}

bool
decide_handover_cancel (struct step *step)
{
    struct handover *handover = need_open_handover (step);
    struct event_detail detail = { .text = step->command->handover.text, .figures = figures_unknown };
    if (!handover)
        return false;
    uint64_t person = speaker (step);
    bool theirs = person && (person == handover->outgoing || person == handover->owner.id);
    if (!theirs && step_role (step) != ROLE_DUTY_LEADER)
        return refuse (step, REFUSAL_NOT_YOUR_HANDOVER, "handover", "%" PRIu64, handover->entity.id);
    emit (step, EVENT_HANDOVER_CANCELLED, &handover->entity, &detail);
    return true;
}
