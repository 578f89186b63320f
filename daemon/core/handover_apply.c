/* SPDX-License-Identifier: Apache-2.0 */
/* handover_apply.c: what each event of a handover does to it. */
#include "core/apply.h"
#include "util/alloc.h"

#include <stdio.h>
#include <string.h>

void
handover_list (struct handover *handover, const struct handover_item *item)
{
    struct handover_item *last = &handover->items[HANDOVER_ITEMS_MAX - 1];
    if (handover->items_count < HANDOVER_ITEMS_MAX - 1) {
        handover->items[handover->items_count++] = *item;
        return;
    }
    *last = (struct handover_item){ .kind = ENTITY_NONE, .id = last->id + 1, .later = last->later || item->later };
    handover->items_count = HANDOVER_ITEMS_MAX;
}

void
handover_item_added (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct handover_item item = { .kind = event->detail.other_kind,
                                  .id = event->detail.other,
                                  .stood = event->detail.stood,
                                  .due_at = event->detail.due_at,
                                  .later = true };
    handover_list ((struct handover *)entity, &item);
    ((struct handover *)entity)->accepted_at = 0;
}

void
handover_items_accepted (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct handover *handover = (struct handover *)entity;
    for (uint32_t i = 0; i < handover->items_count; i++)
        if (item_set_has (&event->detail.items, i + 1))
            handover->items[i].state = HANDOVER_ITEM_ACCEPTED;
}

void
handover_accepted (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    ((struct handover *)entity)->accepted_at = event->at;
}

void
handover_objected (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct handover *handover = (struct handover *)entity;
    handover->items[event->detail.other - 1].state = HANDOVER_ITEM_OBJECTED;
    handover->accepted_at = 0;
    if (handover->objections_count == HANDOVER_OBJECTIONS_MAX)
        return;
    struct handover_objection *objection = &handover->objections[handover->objections_count++];
    objection->item = (uint32_t)event->detail.other;
    objection->at = event->at;
    snprintf (objection->text, sizeof objection->text, "%s", event->detail.text ? event->detail.text : "");
}

/* The one that is open: an item has one at most. */
void
handover_answered (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct handover *handover = (struct handover *)entity;
    handover->items[event->detail.other - 1].state = HANDOVER_ITEM_ANSWERED;
    for (uint32_t i = 0; i < handover->objections_count; i++) {
        struct handover_objection *objection = &handover->objections[i];
        if (objection->item != event->detail.other || objection->answered_at)
            continue;
        objection->answered_at = event->at;
        snprintf (objection->answer, sizeof objection->answer, "%s", event->detail.text ? event->detail.text : "");
    }
}

void
handover_signed (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct handover *handover = (struct handover *)entity;
    handover->signed_at = event->at;
    handover->head_seq = event->detail.head_seq;
    memcpy (handover->head_hash, event->detail.head_hash, HASH_BYTES);
    handover->remark = xstrdup (event->detail.text);
}

void
handover_cancelled (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    ((struct handover *)entity)->cancelled_at = event->at;
    ((struct handover *)entity)->reason = xstrdup (event->detail.text);
}
