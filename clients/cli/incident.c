/* SPDX-License-Identifier: Apache-2.0 */
/* incident.c: an incident's page. The journal names what belongs to it; each order and obligation is then asked for,
 * so that what stands here is the daemon's state and not one made up from events. */
#include "cli.h"
#include "command_pages.h"
#include "describe.h"
#include "field_command_pages.h"
#include "i18n.h"
#include "message.h"
#include "names.h"
#include "sentences.h"
#include "show.h"
#include "steps.h"
#include "story.h"
#include "submissions.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <stdlib.h>

typedef void event_fn (struct cli *, const Muster__V1__Event *);

static size_t
each_event (struct cli *cli, const struct story *story, Muster__V1__EventKind kind, event_fn *each)
{
    size_t count = 0;
    const Muster__V1__Event *event;
    for (struct story_place at = STORY_START; (event = story_next (story, &at)) != NULL;) {
        if (kind != 0 && event->kind != kind)
            continue;
        count++;
        if (each != NULL)
            each (cli, event);
    }
    return count;
}

static void
print_head (struct cli *cli, const Muster__V1__Incident *incident)
{
    show_head (CLI_ENTITY (INCIDENT), incident->id, incident->drill, word_incident_state (incident->state));
    card_line (_ ("what"), describe_text (incident->what));
    card_line (_ ("place"), describe_text (incident->place));
    card_line (_ ("position"), describe_position (incident->position));
    card_line (_ ("type"), describe_type (incident->type_code));
    card_line (_ ("level"), describe_level (incident));
    card_line (_ ("occurred"), describe_time (incident->has_occurred_at_ms, incident->occurred_at_ms));
    char *at = describe_time (incident->has_reported_at_ms, incident->reported_at_ms);
    char *by = name_principal (cli, incident->reported_by);
    card_line (_ ("reported"), text_format (_ ("%s by %s"), at != NULL ? at : "?", by));
    free (at);
    free (by);
    card_line (_ ("under control"), describe_time (incident->has_controlled_at_ms, incident->controlled_at_ms));
    card_line (_ ("closed"), describe_time (incident->has_closed_at_ms, incident->closed_at_ms));
    if (incident->has_disposition)
        card_line (_ ("closed as"), text_copy (word_disposition (incident->disposition)));
    if (incident->has_merged_into)
        card_line (_ ("goes on as"), reference_text (CLI_ENTITY (INCIDENT), incident->merged_into));
    for (size_t i = 0; i < incident->n_links; i++)
        card_line (word_link_kind (incident->links[i]->kind),
                   reference_text (CLI_ENTITY (INCIDENT), incident->links[i]->incident));
    card_line (_ ("source id"), describe_text (incident->source_id));
    card_line (_ ("figures"), figures_text (incident->figures));
}

static bool
says (const char *text)
{
    return text != NULL && text[0] != '\0';
}

/* What is known of what a report must say: a mask of 1 << ReportField. */
static uint32_t
known_fields (const Muster__V1__Incident *incident, const struct story *story)
{
    const Muster__V1__Figures *figures = incident->figures;
    bool known[32] = { [MUSTER__V1__REPORT_FIELD__REPORT_FIELD_OCCURRED] = incident->has_occurred_at_ms,
                       [MUSTER__V1__REPORT_FIELD__REPORT_FIELD_TYPE] = incident->has_type_code,
                       [MUSTER__V1__REPORT_FIELD__REPORT_FIELD_POSITION] = incident->position != NULL,
                       [MUSTER__V1__REPORT_FIELD__REPORT_FIELD_LEVEL] = incident->has_level,
                       [MUSTER__V1__REPORT_FIELD__REPORT_FIELD_DEAD] = figures && figures->has_dead,
                       [MUSTER__V1__REPORT_FIELD__REPORT_FIELD_MISSING] = figures && figures->has_missing,
                       [MUSTER__V1__REPORT_FIELD__REPORT_FIELD_TRAPPED] = figures && figures->has_trapped,
                       [MUSTER__V1__REPORT_FIELD__REPORT_FIELD_INJURED_SERIOUS] =
                           figures && figures->has_injured_serious,
                       [MUSTER__V1__REPORT_FIELD__REPORT_FIELD_INJURED_SLIGHT] =
                           figures && figures->has_injured_slight,
                       [MUSTER__V1__REPORT_FIELD__REPORT_FIELD_ENDANGERED] = figures && figures->has_endangered,
                       [MUSTER__V1__REPORT_FIELD__REPORT_FIELD_LOSS] = figures && figures->has_loss_yuan };
    const Muster__V1__Event *event;
    for (struct story_place at = STORY_START; (event = story_next (story, &at)) != NULL;) {
        known[MUSTER__V1__REPORT_FIELD__REPORT_FIELD_MEASURES] |=
            event->kind == MUSTER__V1__EVENT_KIND__EVENT_KIND_ORDER_ISSUED;
        if (event->born == NULL || event->born->entity_case != MUSTER__V1__IMAGE__ENTITY_REPORT)
            continue;
        const Muster__V1__ReportFiled *report = event->born->report;
        known[MUSTER__V1__REPORT_FIELD__REPORT_FIELD_COURSE] |= says (report->text);
        known[MUSTER__V1__REPORT_FIELD__REPORT_FIELD_CALLER_NAME] |= says (report->caller_name);
        known[MUSTER__V1__REPORT_FIELD__REPORT_FIELD_CALLER_PHONE] |= says (report->caller_phone);
        known[MUSTER__V1__REPORT_FIELD__REPORT_FIELD_CALLER_POST] |= says (report->caller_post);
        known[MUSTER__V1__REPORT_FIELD__REPORT_FIELD_ALREADY_TOLD] |= says (report->already_told);
    }
    uint32_t mask = 0;
    for (int field = 0; field < 32; field++)
        mask |= (uint32_t)known[field] << field;
    return mask;
}

/* What its reports must say and nobody has said yet: listed, never refused. */
static void
print_missing (const Muster__V1__Incident *incident, const struct story *story)
{
    uint32_t missing = incident->mandatory & ~known_fields (incident, story);
    struct text_stream stream;
    size_t count = 0;
    text_open (&stream);
    for (int field = 0; field < 32; field++)
        if (missing >> field & 1)
            fprintf (stream.file, "%s%s", count++ > 0 ? _ (", ") : "",
                     word_report_field ((Muster__V1__ReportField)field));
    char *text = text_taken (&stream);
    if (count > 0)
        card_line (_ ("still missing"), text_copy (text));
    free (text);
}

static void
print_report (struct cli *cli, const Muster__V1__Event *event)
{
    if (event->born == NULL || event->born->entity_case != MUSTER__V1__IMAGE__ENTITY_REPORT)
        return;
    const Muster__V1__ReportFiled *report = event->born->report;
    print_reference (CLI_ENTITY (REPORT), report->id);
    fputs (word_report_kind (report->kind), stdout);
    if (report->kind == MUSTER__V1__REPORT_KIND__REPORT_KIND_CONTINUATION)
        printf (" %u", report->number);
    putchar ('\n');
    show_report_lines (cli, report);
}

static void
print_order (struct cli *cli, const Muster__V1__DispatchOrder *order)
{
    char *team = name_of (cli, CLI_ENTITY (TEAM), order->team);
    print_reference (CLI_ENTITY (DISPATCH_ORDER), order->id);
    printf ("%s  ", team);
    terminal_print (stdout, STYLE_BOLD, word_order_state (order->state));
    putchar ('\n');
    show_distress (order);
    card_line (_ ("task"), describe_text (order->task));
    show_order_rungs (cli, order);
    free (team);
}

/* Those that belong to it now, wherever they began; the daemon gives the newest first. */
static void
print_orders (struct cli *cli, uint64_t incident)
{
    Muster__V1__Reply *reply = cli_ask_entity (cli, CLI_ENTITY (INCIDENT), incident);
    bool headed = false;
    for (size_t i = reply != NULL ? reply->n_images : 0; i-- > 0;) {
        if (reply->images[i]->entity_case != MUSTER__V1__IMAGE__ENTITY_DISPATCH_ORDER)
            continue;
        if (!headed)
            card_heading (_ ("Orders"));
        headed = true;
        print_order (cli, reply->images[i]->dispatch_order);
    }
    if (reply != NULL)
        muster__v1__reply__free_unpacked (reply, NULL);
}

struct owed {
    uint64_t *ids;
    size_t count;
};

/* Armed, or brought here by an order that was moved, and not ended since. */
static void
read_owed (const struct story *story, struct owed *ret)
{
    const Muster__V1__Event *event;
    *ret = (struct owed){ 0 };
    for (struct story_place at = STORY_START; (event = story_next (story, &at)) != NULL;) {
        bool ended = event->kind == MUSTER__V1__EVENT_KIND__EVENT_KIND_OBLIGATION_DISCHARGED ||
                     event->kind == MUSTER__V1__EVENT_KIND__EVENT_KIND_OBLIGATION_WITHDRAWN;
        if (event->kind == MUSTER__V1__EVENT_KIND__EVENT_KIND_OBLIGATION_ARMED ||
            event->kind == MUSTER__V1__EVENT_KIND__EVENT_KIND_OBLIGATION_MOVED) {
            ret->ids = text_grow (ret->ids, ret->count + 1, sizeof *ret->ids);
            ret->ids[ret->count++] = event->subject;
        }
        for (size_t k = ret->count; ended && k-- > 0;) { /* it may have left and come back */
            if (ret->ids[k] == event->subject)
                ret->ids[k] = ret->ids[--ret->count];
        }
    }
}

static void
print_obligation (struct cli *cli, const Muster__V1__Obligation *obligation)
{
    enum style style;
    char *due = describe_due (obligation, time_now_ms (), &style);
    char *duty = name_duty (cli, obligation);
    char *owner = name_target (cli, obligation->owner);
    print_reference (CLI_ENTITY (OBLIGATION), obligation->id);
    terminal_print (stdout, style, due);
    printf ("  %s  — %s\n", duty, owner != NULL ? owner : "?");
    card_line (_ ("next step"), step_next (cli, obligation));
    free (due);
    free (duty);
    free (owner);
}

static int
by_due (const void *a, const void *b)
{
    const Muster__V1__Reply *left = *(Muster__V1__Reply *const *)a, *right = *(Muster__V1__Reply *const *)b;
    int64_t difference = left->images[0]->obligation->due_at_ms - right->images[0]->obligation->due_at_ms;
    return difference < 0 ? -1 : difference > 0;
}

/* What is due first stands first. */
static void
print_owed (struct cli *cli, uint64_t incident, const struct owed *owed)
{
    Muster__V1__Reply **replies = text_calloc (owed->count, sizeof *replies);
    size_t count = 0;
    for (size_t i = 0; i < owed->count; i++) {
        Muster__V1__Reply *reply = cli_ask_entity (cli, CLI_ENTITY (OBLIGATION), owed->ids[i]);
        if (reply != NULL && reply->images[0]->entity_case == MUSTER__V1__IMAGE__ENTITY_OBLIGATION &&
            reply->images[0]->obligation->incident == incident) /* it may have gone on with its order */
            replies[count++] = reply;
        else if (reply != NULL)
            muster__v1__reply__free_unpacked (reply, NULL);
    }
    qsort (replies, count, sizeof *replies, by_due);
    for (size_t i = 0; i < count; i++) {
        print_obligation (cli, replies[i]->images[0]->obligation);
        muster__v1__reply__free_unpacked (replies[i], NULL);
    }
    free (replies);
}

static void
print_event (struct cli *cli, const Muster__V1__Event *event)
{
    if (event->born != NULL)
        names_learn (cli->names, event->born);
    journal_line (event->at_ms, false, reference_text (event->subject_kind, event->subject),
                  sentence_style (event->kind), sentence_text (cli, event, NULL), sentence_who (cli, event));
}

/* Who was asked, who took over: the history of the command. */
static void
print_transfer (struct cli *cli, const Muster__V1__Event *event)
{
    if (event->subject_kind == CLI_ENTITY (FIELD_COMMAND_POST) &&
        event->kind != MUSTER__V1__EVENT_KIND__EVENT_KIND_COMMAND_ESTABLISHED)
        print_event (cli, event);
}

void
show_incident (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__Incident *incident = image->incident;
    struct story story;
    struct owed owed;
    if (cli_given (cli, OPTION_TIMELINE)) {
        show_timeline (cli, incident);
        return;
    }
    story_read (cli, incident->id, &story);
    read_owed (&story, &owed);
    print_head (cli, incident);
    print_missing (incident, &story);
    if (each_event (cli, &story, MUSTER__V1__EVENT_KIND__EVENT_KIND_REPORT_FILED, NULL) > 0)
        card_heading (_ ("Reports"));
    each_event (cli, &story, MUSTER__V1__EVENT_KIND__EVENT_KIND_REPORT_FILED, print_report);
    print_orders (cli, incident->id);
    bool sent = each_event (cli, &story, MUSTER__V1__EVENT_KIND__EVENT_KIND_SUBMISSION_DRAFTED, NULL) > 0 ||
                each_event (cli, &story, MUSTER__V1__EVENT_KIND__EVENT_KIND_SUBMISSION_SENT_AT_ONCE, NULL) > 0;
    if (sent)
        card_heading (_ ("Sent up"));
    each_event (cli, &story, 0, print_submission);
    if (each_event (cli, &story, MUSTER__V1__EVENT_KIND__EVENT_KIND_RESPONSE_ACTIVATED, NULL) > 0)
        card_heading (_ ("Emergency response"));
    each_event (cli, &story, MUSTER__V1__EVENT_KIND__EVENT_KIND_RESPONSE_ACTIVATED, print_response);
    if (each_event (cli, &story, MUSTER__V1__EVENT_KIND__EVENT_KIND_INSTRUCTION_GIVEN, NULL) > 0)
        card_heading (_ ("Instructions"));
    each_event (cli, &story, MUSTER__V1__EVENT_KIND__EVENT_KIND_INSTRUCTION_GIVEN, print_instruction);
    if (each_event (cli, &story, MUSTER__V1__EVENT_KIND__EVENT_KIND_COMMAND_ESTABLISHED, NULL) > 0)
        card_heading (_ ("Field command"));
    each_event (cli, &story, MUSTER__V1__EVENT_KIND__EVENT_KIND_COMMAND_ESTABLISHED, print_command_post);
    each_event (cli, &story, 0, print_transfer);
    if (each_event (cli, &story, MUSTER__V1__EVENT_KIND__EVENT_KIND_CONSULTATION_RECORDED, NULL) > 0)
        card_heading (_ ("Consultations"));
    each_event (cli, &story, MUSTER__V1__EVENT_KIND__EVENT_KIND_CONSULTATION_RECORDED, print_consultation);
    if (owed.count > 0)
        card_heading (_ ("Owed now"));
    print_owed (cli, incident->id, &owed);
    if (story.count > 0)
        card_heading (_ ("What happened"));
    each_event (cli, &story, 0, print_event);
    if (story.cut)
        printf ("%s\n", _ ("(The journal of this incident could not be read, or not to its end.)"));
    free (owed.ids);
    story_free (&story);
}
