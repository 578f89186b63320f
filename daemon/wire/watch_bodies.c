/* SPDX-License-Identifier: Apache-2.0 */
/* watch_bodies.c: the requests of the watch: the duty log, handovers. */
#include "wire/bodies.h"

#include "muster/v1/envelope.pb-c.h"

static const struct text_rule text_rule = { TEXT_MAX, TEXT_LINES, true };
static const struct text_rule statement_rule = { TEXT_MAX, TEXT_LINES, false };
static const struct text_rule word_rule = { PLACE_MAX, TEXT_LINE, true };

bool
decode_log (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Log *from = body;
    struct log_args *to = &ret->command.log;
    return field_text (in, "log.text", from->text, &text_rule, &to->text) &&
           field_occurred (in, "log.happened_at_ms", from->has_happened_at_ms, from->happened_at_ms,
                           &to->happened_at) &&
           (!from->has_incident || field_id (in, "log.incident", true, from->incident, &to->incident)) &&
           field_code (in, "log.post", from->post, false, &to->post) &&
           (!from->has_corrects || field_id (in, "log.corrects", true, from->corrects, &to->corrects));
}

/* ---- handovers ---- */

bool
decode_handover_open (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__HandoverOpen *from = body;
    struct handover_open_args *to = &ret->command.handover_open;
    return field_code (in, "handover_open.to", from->to, true, &to->to) &&
           field_text (in, "handover_open.done", from->done, &statement_rule, &to->done) &&
           field_text (in, "handover_open.undone", from->undone, &statement_rule, &to->undone) &&
           field_text (in, "handover_open.note", from->note, &statement_rule, &to->note);
}

bool
decode_handover_accept (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__HandoverAccept *from = body;
    struct handover_args *to = &ret->command.handover;
    if (!field_id (in, "handover_accept.handover", from->has_handover, from->handover, &to->handover))
        return false;
    if (from->n_items == 0)
        return fault_set_field (in->fault, FAULT_MISSING_FIELD, "handover_accept.items");
    for (size_t i = 0; i < from->n_items; i++) {
        if (from->items[i] < 1 || from->items[i] > HANDOVER_ITEMS_MAX)
            return fault_set_numbers (in->fault, FAULT_OUT_OF_RANGE, "handover_accept.items", 1, HANDOVER_ITEMS_MAX);
        item_set_add (&to->items, from->items[i]);
    }
    return true;
}

struct word_paths {
    const char *handover, *item, *text;
};

static bool
decode_word (struct reader *in, const struct word_paths *paths, const void *body, struct request *ret)
{
    const Muster__V1__HandoverWord *from = body;
    struct handover_args *to = &ret->command.handover;
    if (!from->has_item)
        return fault_set_field (in->fault, FAULT_MISSING_FIELD, paths->item);
    return field_id (in, paths->handover, from->has_handover, from->handover, &to->handover) &&
           field_number (in, paths->item, true, from->item, 1, HANDOVER_ITEMS_MAX, &to->item) &&
           field_text (in, paths->text, from->text, &word_rule, &to->text);
}

bool
decode_handover_object (struct reader *in, const void *body, struct request *ret)
{
    static const struct word_paths paths = { "handover_object.handover", "handover_object.item",
                                             "handover_object.text" };
    return decode_word (in, &paths, body, ret);
}

bool
decode_handover_answer (struct reader *in, const void *body, struct request *ret)
{
    static const struct word_paths paths = { "handover_answer.handover", "handover_answer.item",
                                             "handover_answer.text" };
    return decode_word (in, &paths, body, ret);
}

bool
decode_handover_sign (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__HandoverSign *from = body;
    struct handover_args *to = &ret->command.handover;
    return field_id (in, "handover_sign.handover", from->has_handover, from->handover, &to->handover) &&
           field_id (in, "handover_sign.head_seq", from->has_head_seq, from->head_seq, &to->head_seq) &&
           field_hash (in, "handover_sign.head_hash", from->has_head_hash, &from->head_hash, &to->head_hash) &&
           field_text (in, "handover_sign.remark", from->remark, &statement_rule, &to->text);
}

bool
decode_handover_cancel (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__HandoverCancel *from = body;
    struct handover_args *to = &ret->command.handover;
    return field_id (in, "handover_cancel.handover", from->has_handover, from->handover, &to->handover) &&
           field_text (in, "handover_cancel.reason", from->reason, &text_rule, &to->text);
}
