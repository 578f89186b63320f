/* SPDX-License-Identifier: Apache-2.0 */
/* handover.c: the handover sheet, accepting its items, signing it. */
#include "handover.h"

#include "cli.h"
#include "describe.h"
#include "i18n.h"
#include "message.h"
#include "names.h"
#include "sentences.h"
#include "show.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define ITEM_STATE(name) MUSTER__V1__HANDOVER_ITEM_STATE__HANDOVER_ITEM_STATE_##name

enum { HASH_TEXT_BYTES = 8 /* of the hash, as much as two people compare by reading aloud */ };

char *
handover_numbers (const uint32_t *numbers, size_t count)
{
    struct text_stream stream;
    text_open (&stream);
    for (size_t i = 0; i < count; i++) {
        size_t last = i;
        while (last + 1 < count && numbers[last + 1] == numbers[last] + 1)
            last++;
        fprintf (stream.file, "%s%u", i > 0 ? _ (", ") : "", numbers[i]);
        if (last > i)
            fprintf (stream.file, "-%u", numbers[last]);
        i = last;
    }
    return text_taken (&stream);
}

/* ---- the sheet ---- */

/* What a leader has made quiet must not be overlooked by whoever takes over. */
static char *
with_shelving (char *text, const Muster__V1__Image *image)
{
    if (image == NULL || image->entity_case != MUSTER__V1__IMAGE__ENTITY_OBLIGATION ||
        !image->obligation->has_shelved_until_ms)
        return text;
    char *until = time_text (image->obligation->shelved_until_ms);
    char *both = text_format (_ ("%s, SHELVED until %s"), text, until);
    free (until);
    free (text);
    return both;
}

static char *
item_text (struct cli *cli, const Muster__V1__HandoverItem *item)
{
    if (!item->has_kind)
        return text_format (_ ("and %llu more that do not fit here: muster incidents, muster obligations"),
                            (unsigned long long)item->id);
    Muster__V1__Reply *reply = cli_ask_entity (cli, item->kind, item->id);
    char *reference = reference_text (item->kind, item->id);
    char *now = reply != NULL ? sentence_state (cli, reply->images[0]) : NULL;
    char *text = now != NULL ? text_format ("%s %s", reference, now) : text_copy (reference);
    text = with_shelving (text, reply != NULL ? reply->images[0] : NULL);
    if (reply != NULL)
        muster__v1__reply__free_unpacked (reply, NULL);
    free (reference);
    free (now);
    return text;
}

static void
item_row (struct cli *cli, struct table *table, const Muster__V1__Handover *handover, size_t index)
{
    const Muster__V1__HandoverItem *item = handover->items[index];
    enum style style = item->state == ITEM_STATE (ACCEPTED)   ? STYLE_GOOD
                       : item->state == ITEM_STATE (OBJECTED) ? STYLE_ALARM
                                                              : STYLE_WARN;
    table_add (table, STYLE_BOLD, text_format ("%zu", index + 1));
    table_add (table, style, text_copy (word_handover_item_state (item->state)));
    table_add (table, STYLE_WARN, text_copy (item->later ? _ ("NEW") : ""));
    table_add (table, STYLE_PLAIN, item->has_kind ? text_copy (word_of_state (item->kind, item->stood)) : NULL);
    table_add (table, STYLE_PLAIN, item->has_due_at_ms ? time_text (item->due_at_ms) : NULL);
    table_add (table, STYLE_PLAIN, item_text (cli, item));
}

static void
print_items (struct cli *cli, const Muster__V1__Handover *handover)
{
    static const char *const headings[] = {
        N_ ("NO."), N_ ("ACCEPTED"), " ", N_ ("STOOD THEN"), N_ ("DUE"), N_ ("WHAT IS OPEN (AS IT STANDS NOW)")
    };
    if (handover->n_items == 0) {
        puts (_ ("  Nothing was open."));
        return;
    }
    struct table *table = table_create (headings, sizeof headings / sizeof headings[0], 5);
    for (size_t i = 0; i < handover->n_items; i++)
        item_row (cli, table, handover, i);
    table_print (table, stdout);
}

static void
print_objection (const Muster__V1__Handover *handover, const Muster__V1__HandoverObjection *objection)
{
    char *text = describe_text (objection->text), *answer = describe_text (objection->answer);
    char *at = time_text_near (objection->at_ms, handover->opened_at_ms);
    printf (_ ("  Item %u, %s: “%s”\n"), objection->item, at, text != NULL ? text : "");
    if (objection->has_answered_at_ms) {
        free (at);
        at = time_text_near (objection->answered_at_ms, handover->opened_at_ms);
        printf (_ ("    answer, %s: “%s”\n"), at, answer != NULL ? answer : "");
    } else {
        puts (_ ("    NOT ANSWERED yet"));
    }
    free (text);
    free (answer);
    free (at);
}

static void
print_statement (const char *label, const char *text)
{
    if (text == NULL)
        return;
    card_line (label, text_copy (""));
    text_print_indented (stdout, text, "  | ");
}

static char *
hash_text (const ProtobufCBinaryData *hash)
{
    struct text_stream stream;
    text_open (&stream);
    for (size_t i = 0; i < hash->len && i < HASH_TEXT_BYTES; i++)
        fprintf (stream.file, "%02x%s", hash->data[i], i % 2 == 1 && i + 1 < HASH_TEXT_BYTES ? " " : "");
    return text_taken (&stream);
}

static void
print_signature (struct cli *cli, const Muster__V1__Handover *handover)
{
    if (!handover->has_signed_at_ms)
        return;
    char *at = describe_time (true, handover->signed_at_ms), *by = name_target (cli, handover->owner);
    char *hash = hash_text (&handover->head_hash);
    card_line (_ ("signed"), text_format (_ ("%s by %s"), at, by != NULL ? by : "?"));
    card_line (_ ("journal"),
               text_format (_ ("up to entry %llu, hash %s"), (unsigned long long)handover->head_seq, hash));
    print_statement (_ ("remark"), handover->remark);
    free (at);
    free (by);
    free (hash);
}

void
handover_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__Handover *handover = image->handover;
    show_head (CLI_ENTITY (HANDOVER), handover->id, false, word_handover_state (handover->state));
    card_line (_ ("post"), name_of (cli, CLI_ENTITY (POST), handover->post));
    card_line (_ ("watch of"), text_copy (handover->leader ? _ ("duty leader") : _ ("duty officer")));
    card_line (_ ("hands over"), name_of (cli, CLI_ENTITY (PERSON), handover->outgoing));
    card_line (_ ("takes over"), name_target (cli, handover->owner));
    card_line (_ ("opened"), describe_time (handover->has_opened_at_ms, handover->opened_at_ms));
    print_statement (_ ("done"), handover->done);
    print_statement (_ ("to do"), handover->undone);
    print_statement (_ ("note"), handover->note);
    print_items (cli, handover);
    if (handover->n_objections > 0)
        card_heading (_ ("Objections"));
    for (size_t i = 0; i < handover->n_objections; i++)
        print_objection (handover, handover->objections[i]);
    print_signature (cli, handover);
    card_line (_ ("cancelled"), describe_time (handover->has_cancelled_at_ms, handover->cancelled_at_ms));
    card_line (_ ("reason"), describe_text (handover->reason));
}

static size_t
count_accepted (const Muster__V1__Handover *handover)
{
    size_t count = 0;
    for (size_t i = 0; i < handover->n_items; i++)
        count += handover->items[i]->state == ITEM_STATE (ACCEPTED);
    return count;
}

void
handover_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    const Muster__V1__Handover *handover = image->handover;
    enum style style;
    char *reference = describe_reference (CLI_ENTITY (HANDOVER), handover->id, false, &style);
    table_add (table, style, reference);
    table_add (table, STYLE_PLAIN, text_copy (word_handover_state (handover->state)));
    table_add (table, STYLE_PLAIN, describe_time (handover->has_opened_at_ms, handover->opened_at_ms));
    table_add (table, STYLE_PLAIN, name_of (cli, CLI_ENTITY (POST), handover->post));
    table_add (table, STYLE_PLAIN, name_of (cli, CLI_ENTITY (PERSON), handover->outgoing));
    table_add (table, STYLE_PLAIN, name_target (cli, handover->owner));
    table_add (table, STYLE_PLAIN, text_format (_ ("%zu of %zu"), count_accepted (handover), handover->n_items));
}

/* ---- accepting, signing ---- */

/* The handover as it stands, with the journal's head at that moment. */
static enum exit_code
ask_handover (struct cli *cli, Muster__V1__Reply **ret_reply)
{
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_SHOW);
    request_set_number (request, "kind", CLI_ENTITY (HANDOVER));
    request_set_number (request, "id", cli_value (cli, OPTION_HANDOVER)->number);
    enum exit_code code = cli_call (cli, request, ret_reply);
    if (code != EXIT_DONE ||
        ((*ret_reply)->n_images > 0 && (*ret_reply)->images[0]->entity_case == MUSTER__V1__IMAGE__ENTITY_HANDOVER))
        return code;
    muster__v1__reply__free_unpacked (*ret_reply, NULL);
    return cli_fail (cli, EXIT_ERROR, "%s", _ ("The daemon answered with something else."));
}

static void
show_handover (struct cli *cli, const Muster__V1__Reply *reply)
{
    if (!cli->json)
        handover_page (cli, reply->images[0]);
}

static void
accept_item (Muster__V1__HandoverAccept *accept, size_t number)
{
    accept->items = text_grow (accept->items, accept->n_items + 1, sizeof *accept->items);
    accept->items[accept->n_items++] = (uint32_t)number;
}

/* What was shown, and nothing that has come since. */
static enum exit_code
accept_shown (struct cli *cli, Muster__V1__HandoverAccept *accept)
{
    Muster__V1__Reply *reply;
    enum exit_code code = ask_handover (cli, &reply);
    if (code != EXIT_DONE)
        return code;
    const Muster__V1__Handover *handover = reply->images[0]->handover;
    show_handover (cli, reply);
    for (size_t i = 0; i < handover->n_items; i++)
        if (handover->items[i]->state != ITEM_STATE (ACCEPTED))
            accept_item (accept, i + 1);
    if (accept->n_items == 0)
        code =
            cli_fail (cli, EXIT_REFUSED, _ ("There is nothing left to accept. Sign it: muster handover sign H%llu"),
                      (unsigned long long)handover->id);
    muster__v1__reply__free_unpacked (reply, NULL);
    return code;
}

int
run_handover_accept (struct cli *cli)
{
    bool all = cli_given (cli, OPTION_ALL_ITEMS);
    if (all == cli_given (cli, OPTION_ITEMS))
        return cli_fail (cli, EXIT_USAGE, _ ("Which items? Wanted: their numbers (1 2 4-9), or --all."));
    Muster__V1__Request *request = command_request (cli);
    const uint8_t *items = cli_value (cli, OPTION_ITEMS)->bytes;
    enum exit_code code = all ? accept_shown (cli, request->handover_accept) : EXIT_DONE;
    for (size_t i = 0; !all && i < sizeof cli_value (cli, OPTION_ITEMS)->bytes * 8; i++)
        if (items[i / 8] >> i % 8 & 1)
            accept_item (request->handover_accept, i + 1);
    if (code == EXIT_DONE)
        return command_send (cli, request);
    muster__v1__request__free_unpacked (request, NULL);
    return code;
}

/* The hash of that entry of the journal. */
static enum exit_code
ask_head (struct cli *cli, uint64_t seq, Muster__V1__Reply **ret_reply)
{
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_JOURNAL);
    if (seq > 1)
        request_set_number (request, "after", seq - 1);
    request_set_number (request, "limit", 1);
    enum exit_code code = cli_call (cli, request, ret_reply);
    if (code != EXIT_DONE || ((*ret_reply)->n_entries == 1 && (*ret_reply)->entries[0]->seq == seq))
        return code;
    muster__v1__reply__free_unpacked (*ret_reply, NULL);
    return cli_fail (cli, EXIT_ERROR, _ ("The journal's entry %llu can't be read."), (unsigned long long)seq);
}

/* Nothing is shown as about to be signed that can't be. A handover that is signed already can be asked for again
 * under the id of a command whose outcome was unknown. */
static enum exit_code
check_signable (struct cli *cli, const Muster__V1__Handover *handover)
{
    char *reference = reference_text (CLI_ENTITY (HANDOVER), handover->id);
    size_t open = handover->n_items - count_accepted (handover);
    bool is_signed = handover->has_signed_at_ms, cancelled = handover->has_cancelled_at_ms;
    enum exit_code code = EXIT_DONE;
    if (cancelled || (is_signed && !cli_given (cli, OPTION_ID)))
        code = cli_fail (cli, EXIT_REFUSED, _ ("%s is over: %s. Look: muster show %s"), reference,
                         word_handover_state (handover->state), reference);
    else if (!is_signed && open > 0)
        code = cli_fail (cli, EXIT_REFUSED,
                         _ ("%s can't be signed yet: %zu of its items are not accepted. Look: muster show %s"),
                         reference, open, reference);
    free (reference);
    return code;
}

static Muster__V1__Request *
sign_request (struct cli *cli, uint64_t seq, const ProtobufCBinaryData *hash)
{
    Muster__V1__Request *request = command_request (cli);
    Muster__V1__HandoverSign *sign = request->handover_sign;
    sign->has_head_seq = sign->has_head_hash = true;
    sign->head_seq = seq;
    sign->head_hash.data = text_calloc (1, hash->len);
    sign->head_hash.len = hash->len;
    memcpy (sign->head_hash.data, hash->data, hash->len);
    return request;
}

/* What is signed is what is shown here, with the journal as it was when it was asked for. */
int
run_handover_sign (struct cli *cli)
{
    Muster__V1__Reply *shown, *head = NULL;
    enum exit_code code = ask_handover (cli, &shown);
    if (code != EXIT_DONE)
        return code;
    const Muster__V1__Handover *handover = shown->images[0]->handover;
    uint64_t seq = handover->has_signed_at_ms ? handover->head_seq : shown->head_seq;
    code = check_signable (cli, handover);
    if (code == EXIT_DONE) {
        show_handover (cli, shown);
        code = ask_head (cli, seq, &head);
    }
    muster__v1__reply__free_unpacked (shown, NULL);
    if (code != EXIT_DONE)
        return code;
    const ProtobufCBinaryData *hash = &head->entries[0]->hash;
    Muster__V1__Request *request = sign_request (cli, seq, hash);
    if (!cli->json) {
        char *text = hash_text (hash);
        printf (_ ("Signing the list above and the journal up to entry %llu, hash %s\n"), (unsigned long long)seq,
                text);
        free (text);
    }
    muster__v1__reply__free_unpacked (head, NULL);
    return command_send (cli, request);
}
