/* SPDX-License-Identifier: Apache-2.0 */
/* submissions.c: sending reports up, and what went up as a person reads it. */
#include "submissions.h"

#include "cli.h"
#include "describe.h"
#include "i18n.h"
#include "message.h"
#include "names.h"
#include "show.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <stdlib.h>

/* ---- sending ---- */

/* Whether it is gone or waits for a signature is the daemon's word. */
static void
print_result (struct cli *cli, const Muster__V1__Reply *reply)
{
    Muster__V1__Reply *shown =
        reply->has_subject ? cli_ask_entity (cli, CLI_ENTITY (SUBMISSION), reply->subject) : NULL;
    const Muster__V1__Submission *submission =
        shown != NULL && shown->images[0]->entity_case == MUSTER__V1__IMAGE__ENTITY_SUBMISSION
            ? shown->images[0]->submission
            : NULL;
    char *reference = reference_text (CLI_ENTITY (SUBMISSION), reply->subject);
    bool drafted = submission != NULL && submission->state == MUSTER__V1__SUBMISSION_STATE__SUBMISSION_STATE_DRAFTED;
    char *to = submission != NULL ? describe_text (submission->to) : NULL;
    char *text = text_format (drafted ? _ ("%s is a draft for %s.") : _ ("%s is sent to %s."), reference,
                              to != NULL ? to : "?");
    terminal_print (stdout, STYLE_GOOD, text);
    if (drafted)
        printf (_ (" Next, by a duty leader: muster sign %s"), reference);
    putchar ('\n');
    if (submission != NULL && submission->text != NULL)
        text_print_indented (stdout, submission->text, "  | ");
    free (text);
    free (to);
    free (reference);
    if (shown != NULL)
        muster__v1__reply__free_unpacked (shown, NULL);
}

static enum exit_code
send_up (struct cli *cli, Muster__V1__Request *request)
{
    Muster__V1__Reply *reply;
    enum exit_code code = cli_call (cli, request, &reply);
    if (code != EXIT_DONE)
        return code;
    if (cli->json)
        cli_print_json (message_json (&reply->base));
    else
        print_result (cli, reply);
    muster__v1__reply__free_unpacked (reply, NULL);
    return EXIT_DONE;
}

static Muster__V1__Request *
submit_request (struct cli *cli, const char *words)
{
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_SUBMIT);
    request_set_text (request, "text", words);
    if (cli_given (cli, OPTION_CHANNEL) && cli->arguments.verb->body == MUSTER__V1__REQUEST__BODY_SUBMIT)
        request_set (request, "channel", cli_value (cli, OPTION_CHANNEL));
    if (cli_given (cli, OPTION_RECEIVED_BY))
        request_set (request, "received_by", cli_value (cli, OPTION_RECEIVED_BY));
    return request;
}

static enum exit_code
submit_of_incident (struct cli *cli, const char *stage)
{
    uint64_t incident = cli_value (cli, OPTION_INCIDENT)->number;
    bool said = cli_given (cli, OPTION_SUBMIT_WORDS);
    char *words =
        said ? text_copy (cli_value (cli, OPTION_SUBMIT_WORDS)->text) : compose_report (cli, incident, stage);
    Muster__V1__Request *request = submit_request (cli, words != NULL ? words : "-");
    request_set_number (request, "incident", incident);
    request_set_text (request, "stage", stage);
    free (words);
    return send_up (cli, request);
}

int
run_submit (struct cli *cli)
{
    enum exit_code code = cli_open (cli);
    return code != EXIT_DONE ? code : submit_of_incident (cli, cli_value (cli, OPTION_STAGE)->text);
}

/* The figures first; then, if they are to go up, the report that carries them. */
int
run_continue (struct cli *cli)
{
    int code = run_command (cli);
    if (code != EXIT_DONE || !cli_given (cli, OPTION_UP))
        return code;
    return submit_of_incident (cli, cli_value (cli, OPTION_UP)->text);
}

/* The clock of the post's daily report, which tells the report's code; NULL = the profile asks for none. */
static const Muster__V1__Obligation *
nil_clock (struct cli *cli, const char *post)
{
    names_load (cli, CLI_ENTITY (POST));
    names_load (cli, CLI_ENTITY (OBLIGATION));
    uint64_t id = names_id_of_code (cli->names, CLI_ENTITY (POST), post);
    for (const Muster__V1__Image *at = NULL; (at = names_next (cli->names, CLI_ENTITY (OBLIGATION), at)) != NULL;)
        if (at->obligation->subject_kind == CLI_ENTITY (POST) && at->obligation->subject == id &&
            at->obligation->report_kind == MUSTER__V1__REPORT_KIND__REPORT_KIND_NIL)
            return at->obligation;
    return NULL;
}

int
run_nil_report (struct cli *cli)
{
    const char *post = cli_value (cli, OPTION_NIL_POST)->text;
    enum exit_code code = cli_open (cli);
    if (code != EXIT_DONE)
        return code;
    const Muster__V1__Obligation *clock = nil_clock (cli, post);
    const char *words =
        cli_given (cli, OPTION_SUBMIT_WORDS) ? cli_value (cli, OPTION_SUBMIT_WORDS)->text : _ ("nothing to report");
    Muster__V1__Request *request = submit_request (cli, words);
    request_set_text (request, "post", post);
    request_set_text (request, "stage", clock != NULL && clock->clock != NULL ? clock->clock : "nil_report");
    return send_up (cli, request);
}

/* ---- reading ---- */

static char *
said_by (struct cli *cli, protobuf_c_boolean has, int64_t at_ms, uint64_t principal)
{
    char *at = describe_time (has, at_ms);
    if (at == NULL)
        return NULL;
    char *by = name_principal (cli, principal);
    char *text = text_format (_ ("%s by %s"), at, by);
    free (at);
    free (by);
    return text;
}

static char *
title_text (const Muster__V1__Submission *submission)
{
    char *title = describe_text (submission->title);
    char *text = submission->number > 0 ? text_format ("%s %u", title != NULL ? title : "?", submission->number)
                                        : text_copy (title);
    free (title);
    return text;
}

static void
submission_lines (struct cli *cli, const Muster__V1__Submission *submission)
{
    bool at_once = !submission->needs_sign_off;
    card_line (_ ("recipient"), describe_text (submission->to));
    card_line (_ ("channel"), describe_channel (submission->channel));
    if (!at_once)
        card_line (_ ("drafted"),
                   said_by (cli, submission->has_drafted_at_ms, submission->drafted_at_ms, submission->drafted_by));
    card_line (_ ("signed off"),
               said_by (cli, submission->has_signed_at_ms, submission->signed_at_ms, submission->signed_by));
    card_line (_ ("sent"), said_by (cli, submission->has_sent_at_ms, submission->sent_at_ms, submission->sent_by));
    card_line (_ ("received by"), describe_text (submission->received_by));
    card_line (_ ("taken back"), describe_time (submission->has_withdrawn_at_ms, submission->withdrawn_at_ms));
    card_line (_ ("reason"), describe_text (submission->reason));
    if (submission->text != NULL)
        text_print_indented (stdout, submission->text, "  | ");
}

void
submission_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__Submission *submission = image->submission;
    show_head (CLI_ENTITY (SUBMISSION), submission->id, submission->drill, word_submission_state (submission->state));
    card_line (_ ("report"), title_text (submission));
    if (submission->has_incident)
        card_line (_ ("incident"), reference_text (CLI_ENTITY (INCIDENT), submission->incident));
    if (submission->has_post)
        card_line (_ ("post"), name_of (cli, CLI_ENTITY (POST), submission->post));
    submission_lines (cli, submission);
}

static int64_t
last_ms (const Muster__V1__Submission *submission)
{
    const int64_t moments[] = { submission->withdrawn_at_ms, submission->sent_at_ms, submission->signed_at_ms };
    for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++)
        if (moments[i] > 0)
            return moments[i];
    return submission->drafted_at_ms;
}

void
submission_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    const Muster__V1__Submission *submission = image->submission;
    bool waits = submission->state == MUSTER__V1__SUBMISSION_STATE__SUBMISSION_STATE_DRAFTED ||
                 submission->state == MUSTER__V1__SUBMISSION_STATE__SUBMISSION_STATE_SIGNED;
    enum style style;
    char *reference = describe_reference (CLI_ENTITY (SUBMISSION), submission->id, submission->drill, &style);
    table_add (table, style, reference);
    table_add (table, waits ? STYLE_WARN : STYLE_PLAIN, text_copy (word_submission_state (submission->state)));
    table_add (table, STYLE_PLAIN, time_text (last_ms (submission)));
    table_add (table, STYLE_PLAIN,
               submission->has_incident ? reference_text (CLI_ENTITY (INCIDENT), submission->incident)
                                        : name_of (cli, CLI_ENTITY (POST), submission->post));
    table_add (table, STYLE_PLAIN, title_text (submission));
    table_add (table, STYLE_PLAIN, describe_text (submission->to));
    table_add (table, STYLE_PLAIN, describe_text (submission->text));
}

void
print_submission (struct cli *cli, const Muster__V1__Event *event)
{
    if (event->subject_kind != CLI_ENTITY (SUBMISSION) || event->born == NULL)
        return;
    Muster__V1__Reply *reply = cli_ask_entity (cli, CLI_ENTITY (SUBMISSION), event->subject);
    const Muster__V1__Image *image = reply != NULL ? reply->images[0] : event->born;
    if (image->entity_case == MUSTER__V1__IMAGE__ENTITY_SUBMISSION) {
        char *title = title_text (image->submission);
        print_reference (CLI_ENTITY (SUBMISSION), event->subject);
        printf ("%s  ", title != NULL ? title : "?");
        terminal_print (stdout, STYLE_BOLD, word_submission_state (image->submission->state));
        putchar ('\n');
        submission_lines (cli, image->submission);
        free (title);
    }
    if (reply != NULL)
        muster__v1__reply__free_unpacked (reply, NULL);
}
