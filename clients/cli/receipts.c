/* SPDX-License-Identifier: Apache-2.0 */
/* receipts.c: how far an order has come to each of its recipients: told by a team's console, shown to the watch. */
#include "receipts.h"

#include "cli.h"
#include "describe.h"
#include "i18n.h"
#include "message.h"
#include "names.h"
#include "show.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <inttypes.h>
#include <stdlib.h>

enum { CLOCKS_AGREE_MS = 5000 };

#define RUNG(name) MUSTER__V1__RECEIPT_STATE__RECEIPT_STATE_##name

/* ---- telling ---- */

char *
receipts_own_team (struct cli *cli)
{
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_LIST);
    request_set_number (request, "kind", CLI_ENTITY (TEAM));
    request_set_number (request, "limit", 2);
    Muster__V1__Reply *reply = cli_ask (cli, request);
    bool one = reply != NULL && reply->n_images == 1 && image_code (reply->images[0]) != NULL;
    char *code = one ? text_copy (image_code (reply->images[0])) : NULL;
    if (reply != NULL)
        muster__v1__reply__free_unpacked (reply, NULL);
    return code;
}

static const Muster__V1__OrderReceipt *
of_console (const Muster__V1__DispatchOrder *order)
{
    for (size_t i = 0; i < order->n_receipts; i++) {
        const Muster__V1__Target *recipient = order->receipts[i]->recipient;
        if (recipient != NULL && recipient->kind == MUSTER__V1__TARGET_KIND__TARGET_KIND_TEAM)
            return order->receipts[i];
    }
    return NULL;
}

static bool
is_open (const Muster__V1__DispatchOrder *order)
{
    return order->has_issued_at_ms && !order->has_ended_at_ms;
}

bool
receipts_wanted (const Muster__V1__DispatchOrder *order, Muster__V1__ReceiptState rung)
{
    const Muster__V1__OrderReceipt *receipt = of_console (order);
    if (!is_open (order) || (order->has_acknowledged_at_ms && !order->has_on_behalf_of))
        return false;
    return receipt == NULL ||
           !(receipt->has_seen_at_ms || (rung == RUNG (DELIVERED) && receipt->has_delivered_at_ms));
}

void
receipts_send (struct cli *cli, uint64_t order, Muster__V1__ReceiptState rung)
{
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_RECEIPT);
    request->has_sent_at_ms = true;
    request->sent_at_ms = time_now_ms ();
    request_set_number (request, "order", order);
    request_set_number (request, "state", rung);
    Muster__V1__Reply *reply = cli_ask (cli, request);
    if (reply != NULL)
        muster__v1__reply__free_unpacked (reply, NULL);
}

/* ---- showing ---- */

/* "delivered 14:03:20", with the device's clock where it differs. */
static void
add_rung (struct text_stream *stream, bool *first, Muster__V1__ReceiptState rung, int64_t at_ms, int64_t device_ms)
{
    if (at_ms == 0)
        return;
    char *at = time_text (at_ms);
    fprintf (stream->file, "%s%s %s", *first ? "" : _ (", "), word_receipt_state (rung), at);
    free (at);
    *first = false;
    if (device_ms == 0 || llabs (device_ms - at_ms) < CLOCKS_AGREE_MS)
        return;
    char *device = time_text (device_ms);
    fprintf (stream->file, _ (" (device: %s)"), device);
    free (device);
}

static bool
acknowledged_for (const Muster__V1__DispatchOrder *order, const Muster__V1__Target *recipient)
{
    return order->has_on_behalf_of && recipient->id == order->on_behalf_of;
}

/* receipt NULL: nobody reported anything, but the order itself says what it says. */
static void
recipient_line (const Muster__V1__DispatchOrder *order, const Muster__V1__OrderReceipt *receipt, bool console,
                char *name)
{
    static const Muster__V1__OrderReceipt none = MUSTER__V1__ORDER_RECEIPT__INIT;
    struct text_stream stream;
    bool first = true;
    const Muster__V1__OrderReceipt *from = receipt != NULL ? receipt : &none;
    bool acknowledged =
        console ? !order->has_on_behalf_of : receipt == NULL || acknowledged_for (order, receipt->recipient);
    text_open (&stream);
    add_rung (&stream, &first, RUNG (QUEUED), console ? order->issued_at_ms : from->queued_at_ms, 0);
    add_rung (&stream, &first, RUNG (HANDED_OVER), from->handed_over_at_ms, from->handed_over_device_at_ms);
    add_rung (&stream, &first, RUNG (DELIVERED), from->delivered_at_ms, from->delivered_device_at_ms);
    add_rung (&stream, &first, RUNG (SEEN), from->seen_at_ms, from->seen_device_at_ms);
    /* of several who must, each has a time of their own */
    int64_t acknowledged_ms = !console && from->acknowledged_at_ms > 0 ? from->acknowledged_at_ms
                              : acknowledged                           ? order->acknowledged_at_ms
                                                                       : 0;
    add_rung (&stream, &first, RUNG (ACKNOWLEDGED), acknowledged_ms, from->acknowledged_device_at_ms);
    char *channel = console ? NULL : describe_channel (from->channel);
    if (channel != NULL)
        fprintf (stream.file, " (%s)", channel);
    free (channel);
    card_line (name, text_taken (&stream));
    free (name);
}

static bool
is_among (const Muster__V1__DispatchOrder *order, uint64_t person)
{
    for (size_t i = 0; i < order->n_receipts; i++) {
        const Muster__V1__Target *recipient = order->receipts[i]->recipient;
        if (recipient != NULL && recipient->kind == MUSTER__V1__TARGET_KIND__TARGET_KIND_PERSON &&
            recipient->id == person)
            return true;
    }
    return false;
}

static bool
is_awaited (const Muster__V1__DispatchOrder *order, uint64_t person)
{
    for (size_t i = 0; i < order->n_awaited; i++)
        if (order->awaited[i] == person)
            return true;
    return false;
}

/* While others are still missing: the contacts who have answered, though nobody reported a receipt of theirs. */
static void
show_answered (struct cli *cli, const Muster__V1__DispatchOrder *order)
{
    if (order->n_awaited == 0 || order->has_acknowledged_at_ms)
        return;
    names_load (cli, CLI_ENTITY (TEAM));
    const Muster__V1__Image *team = names_find (cli->names, CLI_ENTITY (TEAM), order->team);
    for (size_t i = 0; team != NULL && i < team->team->n_contacts; i++) {
        uint64_t person = team->team->contacts[i];
        if (is_awaited (order, person) || is_among (order, person))
            continue;
        char *name = name_of (cli, CLI_ENTITY (PERSON), person);
        card_line (name, text_copy (word_receipt_state (RUNG (ACKNOWLEDGED))));
        free (name);
    }
}

void
show_receipts (struct cli *cli, const Muster__V1__DispatchOrder *order)
{
    if (!order->has_issued_at_ms)
        return;
    card_heading (_ ("Receipts"));
    recipient_line (order, of_console (order), true, text_copy (_ ("team console")));
    for (size_t i = 0; i < order->n_receipts; i++) {
        const Muster__V1__OrderReceipt *receipt = order->receipts[i];
        if (receipt != of_console (order) && receipt->recipient != NULL)
            recipient_line (order, receipt, false, name_recipient (cli, receipt->recipient));
    }
    /* in whose name it was acknowledged, though nobody ever reported a receipt of theirs */
    if (order->has_on_behalf_of && !is_among (order, order->on_behalf_of))
        recipient_line (order, NULL, false, name_of (cli, CLI_ENTITY (PERSON), order->on_behalf_of));
    show_answered (cli, order);
}
