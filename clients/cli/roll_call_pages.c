/* SPDX-License-Identifier: Apache-2.0 */
/* roll_call_pages.c: the result sheet of a roll call: who answered after how long, who was late, who is absent,
 * who still owes. */
#include "roll_call_pages.h"

#include "cli.h"
#include "describe.h"
#include "i18n.h"
#include "message.h"
#include "names.h"
#include "show.h"
#include "terminal.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

#define STATE(name) MUSTER__V1__ROLL_CALL_STATE__ROLL_CALL_STATE_##name
#define ANSWER(name) MUSTER__V1__ROLL_CALL_ANSWER_STATE__ROLL_CALL_ANSWER_STATE_##name

/* ---- in words ---- */

static bool
is_late (const Muster__V1__RollCallAnswer *answer)
{
    return answer->state == ANSWER (ANSWERED) && answer->answered_at_ms > answer->due_at_ms;
}

static char *
answer_state_text (const Muster__V1__RollCallAnswer *answer, int64_t now_ms, enum style *ret_style)
{
    bool overdue = answer->state == ANSWER (CALLED) && now_ms > answer->due_at_ms;
    *ret_style = overdue || answer->state == ANSWER (ABSENT) ? STYLE_ALARM
                 : is_late (answer)                          ? STYLE_WARN
                 : answer->state == ANSWER (ANSWERED)        ? STYLE_GOOD
                                                             : STYLE_PLAIN;
    if (overdue)
        return text_copy (_ ("OVERDUE"));
    return text_copy (is_late (answer) ? _ ("answered late") : word_roll_call_answer_state (answer->state));
}

/* "3 called: 2 answered (1 late), 1 absent"; who neither answered nor is absent is named last. */
static char *
counts_text (const Muster__V1__RollCall *roll_call)
{
    uint32_t settled = roll_call->answered_count + roll_call->absent_count;
    char *left =
        roll_call->called_count > settled
            ? text_format (roll_call->state == STATE (RUNNING) ? _ (", %u still owe") : _ (", %u not asked on"),
                           roll_call->called_count - settled)
            : text_copy ("");
    char *text = text_format (_ ("%u called: %u answered (%u late), %u absent%s"), roll_call->called_count,
                              roll_call->answered_count, roll_call->late_count, roll_call->absent_count, left);
    free (left);
    return text;
}

char *
roll_call_result (const Muster__V1__Event *event)
{
    if (event->late)
        return text_copy (_ ("answered late"));
    return text_copy (word_roll_call_answer_state ((Muster__V1__RollCallAnswerState)event->stood));
}

char *
roll_call_gap (const Muster__V1__RollCall *roll_call, const char *name)
{
    if (strcmp (name, "title") == 0)
        return describe_text (roll_call->title);
    return strcmp (name, "counts") == 0 && roll_call->state != STATE (SCHEDULED) && roll_call->called_count > 0
               ? counts_text (roll_call)
               : NULL;
}

char *
roll_call_answer_gap (struct cli *cli, const Muster__V1__RollCallAnswer *answer, const char *name, int64_t base_ms)
{
    if (strcmp (name, "owner") == 0)
        return name_target (cli, answer->owner);
    if (strcmp (name, "title") == 0)
        return describe_text (answer->title);
    return strcmp (name, "due") == 0 ? time_text_near (answer->due_at_ms, base_ms) : NULL;
}

/* ---- the plan ---- */

static char *
hour_text (uint32_t minutes)
{
    return text_format ("%02u:%02u", minutes / 60, minutes % 60);
}

static char *
when_text (const Muster__V1__RollCall *roll_call)
{
    struct text_stream stream;
    if (roll_call->n_at_minutes == 0) {
        char *from = hour_text (roll_call->from_minute), *to = hour_text (roll_call->to_minute);
        char *text = text_format (_ ("once a day between %s and %s"), from, to);
        free (from);
        free (to);
        return text;
    }
    text_open (&stream);
    for (size_t i = 0; i < roll_call->n_at_minutes; i++) {
        char *hour = hour_text (roll_call->at_minutes[i]);
        fprintf (stream.file, "%s%s", i > 0 ? _ (", ") : "", hour);
        free (hour);
    }
    return text_taken (&stream);
}

static char *
whom_text (struct cli *cli, const Muster__V1__RollCall *roll_call)
{
    struct text_stream stream;
    size_t count = 0;
    text_open (&stream);
    for (size_t i = 0; i < roll_call->n_targets; i++) {
        char *name = name_target (cli, roll_call->targets[i]);
        fprintf (stream.file, "%s%s", count++ > 0 ? _ (", ") : "", name != NULL ? name : "?");
        free (name);
    }
    if (roll_call->all_posts)
        fprintf (stream.file, "%s%s", count++ > 0 ? _ (", ") : "", _ ("all posts"));
    if (roll_call->all_teams)
        fprintf (stream.file, "%s%s", count++ > 0 ? _ (", ") : "", _ ("all teams"));
    return text_taken (&stream);
}

static void
plan_lines (struct cli *cli, const Muster__V1__RollCall *roll_call)
{
    bool working = roll_call->days == MUSTER__V1__ROLL_CALL_DAYS__ROLL_CALL_DAYS_WORKING;
    card_line (_ ("plan"), describe_text (roll_call->plan));
    card_line (_ ("when"), when_text (roll_call));
    card_line (_ ("days"), text_copy (working ? _ ("working days") : _ ("every day")));
    card_line (_ ("who is called"), whom_text (cli, roll_call));
}

/* ---- the result sheet ---- */

void
roll_call_answer_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    const Muster__V1__RollCallAnswer *answer = image->roll_call_answer;
    bool settled = answer->has_answered_at_ms;
    int64_t now_ms = time_now_ms ();
    enum style style, state_style;
    char *reference = describe_reference (CLI_ENTITY (ROLL_CALL_ANSWER), answer->id, answer->drill, &style);
    char *state = answer_state_text (answer, now_ms, &state_style);
    table_add (table, style, reference);
    table_add (table, STYLE_BOLD, name_target (cli, answer->owner));
    table_add (table, state_style, state);
    table_add (table, STYLE_PLAIN, describe_time (answer->has_due_at_ms, answer->due_at_ms));
    table_add (table, STYLE_PLAIN,
               settled ? duration_text (answer->answered_at_ms - answer->called_at_ms) : text_copy ("-"));
    table_add (table, answer->attempts > 1 ? STYLE_WARN : STYLE_PLAIN, text_format ("%u", answer->attempts));
    table_add (table, STYLE_PLAIN,
               settled ? describe_text (answer->words) : text_format (_ ("roll call “%s”"), answer->title));
}

static void
print_sheet (struct cli *cli, const Muster__V1__RollCall *roll_call)
{
    const char *const headings[] = { _ ("ID"),    _ ("WHO"),    _ ("STATE"), _ ("DUE"),
                                     _ ("AFTER"), _ ("CALLED"), _ ("WORDS") };
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_LIST);
    request_set_number (request, "kind", CLI_ENTITY (ROLL_CALL_ANSWER));
    request_set_number (request, "settled", 1);
    request_set_number (request, "before", roll_call->first_answer + roll_call->called_count);
    request_set_number (request, "limit", roll_call->called_count);
    Muster__V1__Reply *reply;
    if (cli_call (cli, request, &reply) != EXIT_DONE)
        return;
    struct table *table = table_create (headings, sizeof headings / sizeof headings[0], 6);
    for (size_t i = reply->n_images; i-- > 0;) /* they come the newest first */
        if (reply->images[i]->entity_case == MUSTER__V1__IMAGE__ENTITY_ROLL_CALL_ANSWER &&
            reply->images[i]->roll_call_answer->roll_call == roll_call->id)
            roll_call_answer_row (cli, table, reply->images[i]);
    table_print (table, stdout);
    muster__v1__reply__free_unpacked (reply, NULL);
}

void
roll_call_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__RollCall *roll_call = image->roll_call;
    bool scheduled = roll_call->state == STATE (SCHEDULED);
    show_head (CLI_ENTITY (ROLL_CALL), roll_call->id, roll_call->drill, word_roll_call_state (roll_call->state));
    card_line (_ ("roll call"), describe_text (roll_call->title));
    card_line (_ ("called at"), describe_time (roll_call->has_called_at_ms, roll_call->called_at_ms));
    if (!scheduled && roll_call->called_count > 0)
        card_line (_ ("called by"), roll_call->called_by > 0 ? name_principal (cli, roll_call->called_by)
                                                             : text_copy (_ ("Muster, by plan")));
    if (roll_call->has_within_ms)
        card_line (_ ("answer within"), duration_text (roll_call->within_ms));
    if (roll_call->plan != NULL)
        plan_lines (cli, roll_call);
    if (roll_call->called_count > 0)
        card_line (_ ("result"), counts_text (roll_call));
    card_line (_ ("ended"), describe_time (roll_call->has_ended_at_ms, roll_call->ended_at_ms));
    card_line (_ ("reason"), describe_text (roll_call->reason));
    if (roll_call->called_count == 0)
        return;
    card_heading (_ ("Answers"));
    print_sheet (cli, roll_call);
}

void
roll_call_answer_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__RollCallAnswer *answer = image->roll_call_answer;
    enum style style;
    char *state = answer_state_text (answer, time_now_ms (), &style);
    show_head (CLI_ENTITY (ROLL_CALL_ANSWER), answer->id, answer->drill, state);
    free (state);
    card_line (_ ("roll call"), describe_text (answer->title));
    card_line ("", reference_text (CLI_ENTITY (ROLL_CALL), answer->roll_call));
    card_line (_ ("owed by"), name_target (cli, answer->owner));
    card_line (_ ("called at"), describe_time (answer->has_called_at_ms, answer->called_at_ms));
    card_line (_ ("times called"), text_format ("%u", answer->attempts));
    card_line (_ ("due"), describe_time (answer->has_due_at_ms, answer->due_at_ms));
    card_line (_ ("answered"), describe_time (answer->has_answered_at_ms, answer->answered_at_ms));
    if (answer->has_answered_by)
        card_line (_ ("recorded by"), name_principal (cli, answer->answered_by));
    if (answer->has_on_behalf_of)
        card_line (_ ("on behalf of"), name_of (cli, CLI_ENTITY (PERSON), answer->on_behalf_of));
    card_line (_ ("channel"), describe_channel (answer->channel));
    card_line (_ ("words"), describe_text (answer->words));
}

/* When it is to begin stays off the list: it is for nobody to know beforehand who looks over a shoulder. */
void
roll_call_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    const Muster__V1__RollCall *roll_call = image->roll_call;
    enum style style;
    (void)cli;
    char *reference = describe_reference (CLI_ENTITY (ROLL_CALL), roll_call->id, roll_call->drill, &style);
    table_add (table, style, reference);
    table_add (table, roll_call->state == STATE (RUNNING) ? STYLE_WARN : STYLE_PLAIN,
               text_copy (word_roll_call_state (roll_call->state)));
    table_add (table, STYLE_PLAIN,
               roll_call->state == STATE (SCHEDULED)
                   ? when_text (roll_call)
                   : describe_time (roll_call->has_called_at_ms, roll_call->called_at_ms));
    table_add (table, roll_call->absent_count > 0 ? STYLE_ALARM : STYLE_PLAIN,
               roll_call->called_count > 0 ? counts_text (roll_call) : text_copy ("-"));
    table_add (table, STYLE_PLAIN, describe_text (roll_call->title));
}
