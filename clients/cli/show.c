/* SPDX-License-Identifier: Apache-2.0 */
/* show.c: one thing as a page; an incident's page is in incident.c. */
#include "show.h"

#include "cli.h"
#include "command_pages.h"
#include "describe.h"
#include "drill_pages.h"
#include "field_command_pages.h"
#include "handover.h"
#include "i18n.h"
#include "logbook.h"
#include "message.h"
#include "names.h"
#include "submissions.h"
#include "roster_pages.h"
#include "roll_call_pages.h"
#include "steps.h"
#include "receipts.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

typedef void page_fn (struct cli *, const Muster__V1__Image *);

void
show_head (Muster__V1__EntityKind kind, uint64_t id, bool drill, const char *state)
{
    char *number = number_text (id), *text = text_format ("%s %s", word_entity (kind), number);
    free (number);
    terminal_print (stdout, STYLE_BOLD, text);
    free (text);
    if (drill) {
        fputs ("  ", stdout);
        terminal_print (stdout, STYLE_DRILL, _ ("DRILL"));
    }
    char *clean = describe_text (state);
    printf ("%s%s\n", clean != NULL ? "  " : "", clean != NULL ? clean : "");
    free (clean);
}

void
show_distress (const Muster__V1__DispatchOrder *order)
{
    if (!order->has_distress_at_ms || order->has_ended_at_ms)
        return;
    char *since = time_text (order->distress_at_ms), *number = number_text (order->id);
    char *text = text_format (_ ("  IN DISTRESS since %s. When it is over: muster distress resolve %s \"...\""),
                              since, number);
    terminal_print (stdout, STYLE_ALARM, text);
    putchar ('\n');
    free (text);
    free (number);
    free (since);
}

void
show_order_rungs (struct cli *cli, const Muster__V1__DispatchOrder *order)
{
    card_line (_ ("reserved"), describe_time (order->has_reserved_at_ms, order->reserved_at_ms));
    card_line (_ ("to be issued"), describe_time (order->has_release_at_ms, order->release_at_ms));
    char *by = order->has_issued_by && order->issued_by > 0 ? name_principal (cli, order->issued_by)
                                                            : text_copy (_ ("the escalation policy"));
    char *issued = describe_time (order->has_issued_at_ms, order->issued_at_ms);
    card_line (_ ("issued"), issued != NULL ? text_format (_ ("%s by %s"), issued, by) : NULL);
    free (issued);
    free (by);
    card_line (_ ("acknowledged"), describe_time (order->has_acknowledged_at_ms, order->acknowledged_at_ms));
    card_line (order->has_acknowledged_at_ms ? _ ("never answered") : _ ("still missing"), name_awaited (cli, order));
    card_line (_ ("en route"), describe_time (order->has_departed_at_ms, order->departed_at_ms));
    card_line (_ ("on scene"), describe_time (order->has_arrived_at_ms, order->arrived_at_ms));
    if (order->has_misses_count)
        card_line (_ ("missed checks"), text_format ("%u", order->misses_count));
    card_line (_ ("recalled"), describe_time (order->has_recalled_at_ms, order->recalled_at_ms));
    card_line (_ ("ended"), describe_time (order->has_ended_at_ms, order->ended_at_ms));
    if (order->has_on_behalf_of)
        card_line (_ ("on behalf of"), name_of (cli, CLI_ENTITY (PERSON), order->on_behalf_of));
    card_line (_ ("channel"), describe_channel (order->channel));
    card_line (_ ("words"), describe_text (order->words));
    if (order->has_replaces)
        card_line (_ ("in place of"), reference_text (CLI_ENTITY (DISPATCH_ORDER), order->replaces));
    if (order->has_replaced_by)
        card_line (_ ("followed by"), reference_text (CLI_ENTITY (DISPATCH_ORDER), order->replaced_by));
}

static void
order_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__DispatchOrder *order = image->dispatch_order;
    show_head (CLI_ENTITY (DISPATCH_ORDER), order->id, order->drill, word_order_state (order->state));
    show_distress (order);
    card_line (_ ("team"), name_of (cli, CLI_ENTITY (TEAM), order->team));
    card_line (_ ("incident"), reference_text (CLI_ENTITY (INCIDENT), order->incident));
    card_line (_ ("what"), describe_text (order->what));
    card_line (_ ("place"), describe_text (order->place));
    card_line (_ ("position"), describe_position (order->position));
    card_line (_ ("type"), describe_type (order->type_code));
    card_line (_ ("task"), describe_text (order->task));
    show_order_rungs (cli, order);
    steps_of_subject (cli, CLI_ENTITY (DISPATCH_ORDER), order->id);
    show_receipts (cli, order);
}

void
show_report_lines (struct cli *cli, const Muster__V1__ReportFiled *report)
{
    char *by = name_principal (cli, report->filed_by);
    char *at = time_text (report->filed_at_ms);
    card_line (_ ("filed"), text_format (_ ("%s by %s"), at, by));
    free (by);
    free (at);
    card_line (_ ("channel"), describe_channel (report->channel));
    card_line (_ ("caller"), describe_text (report->caller_name));
    card_line (_ ("caller's phone"), describe_text (report->caller_phone));
    card_line (_ ("caller's post"), describe_text (report->caller_post));
    card_line (_ ("already told"), describe_text (report->already_told));
    card_line (_ ("figures"), figures_text (report->figures));
    if (report->text != NULL && report->text[0] != '\0')
        text_print_indented (stdout, report->text, "  | ");
}

static void
report_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__ReportFiled *report = image->report;
    show_head (CLI_ENTITY (REPORT), report->id, report->drill, word_report_kind (report->kind));
    card_line (_ ("incident"), reference_text (CLI_ENTITY (INCIDENT), report->incident));
    show_report_lines (cli, report);
}

static void
obligation_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__Obligation *obligation = image->obligation;
    enum style style;
    show_head (CLI_ENTITY (OBLIGATION), obligation->id, obligation->drill, word_obligation_state (obligation->state));
    card_line (_ ("what is owed"), name_duty (cli, obligation));
    card_line (_ ("owed by"), name_target (cli, obligation->owner));
    card_line (_ ("due"), describe_due (obligation, time_now_ms (), &style));
    card_line (_ ("shelved until"), describe_time (obligation->has_shelved_until_ms, obligation->shelved_until_ms));
    if (obligation->has_shelved_by)
        card_line (_ ("shelved by"), name_principal (cli, obligation->shelved_by));
    card_line (_ ("clock set"), describe_time (obligation->has_armed_at_ms, obligation->armed_at_ms));
    card_line (_ ("next step"), step_next (cli, obligation));
    if (obligation->has_incident && obligation->incident > 0)
        card_line (_ ("incident"), reference_text (CLI_ENTITY (INCIDENT), obligation->incident));
    card_line (_ ("ended"), describe_time (obligation->has_ended_at_ms, obligation->ended_at_ms));
    if (obligation->has_discharged_by)
        card_line (_ ("done by"), name_principal (cli, obligation->discharged_by));
    card_line (_ ("policy"), describe_text (obligation->policy_name));
    for (size_t i = 0; i < obligation->n_steps; i++) {
        char *label =
            text_format (i == obligation->next_step && obligation->has_next_at_ms ? "> %zu" : "  %zu", i + 1);
        card_line (label, step_text (cli, obligation, i));
        free (label);
    }
}

static char *
skills_text (const Muster__V1__Team *team)
{
    struct text_stream stream;
    if (team->n_skills == 0)
        return text_copy (_ ("every type of event"));
    text_open (&stream);
    for (size_t i = 0; i < team->n_skills; i++) {
        char *type = describe_type (team->skills[i]);
        fprintf (stream.file, "%s%s", i > 0 ? _ (", ") : "", type != NULL ? type : "");
        free (type);
    }
    return text_taken (&stream);
}

static void
team_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__Team *team = image->team;
    show_head (CLI_ENTITY (TEAM), team->id, false, team->name);
    card_line (_ ("code"), describe_text (team->code));
    card_line (_ ("kind"),
               text_format ("%s, %s", word_team_kind (team->kind), team->auxiliary ? _ ("auxiliary") : _ ("core")));
    card_line (_ ("rank"), text_format ("%u", team->rank));
    card_line (_ ("station"), describe_position (team->station));
    card_line (_ ("fit for"), skills_text (team));
    for (size_t i = 0; i < team->n_contacts; i++)
        card_line (i == 0 ? _ ("contacts") : "", name_of (cli, CLI_ENTITY (PERSON), team->contacts[i]));
    names_load (cli, CLI_ENTITY (DISPATCH_ORDER));
    card_line (_ ("open orders"), text_format ("%u", names_open_orders (cli->names, 0, team->id)));
}

static void
shift_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__Shift *shift = image->shift;
    show_head (CLI_ENTITY (SHIFT), shift->id, false, word_shift_state (shift->state));
    card_line (_ ("person"), name_of (cli, CLI_ENTITY (PERSON), shift->person));
    card_line (_ ("as"), text_copy (shift->leader ? _ ("duty leader") : _ ("duty officer")));
    card_line (_ ("post"), name_of (cli, CLI_ENTITY (POST), shift->post));
    card_line (_ ("channel"), describe_channel (shift->channel));
    card_line (_ ("from"), describe_time (shift->has_checked_in_at_ms, shift->checked_in_at_ms));
    card_line (_ ("to"), describe_time (shift->has_checked_out_at_ms, shift->checked_out_at_ms));
}

static void
person_page (struct cli *cli, const Muster__V1__Image *image)
{
    (void)cli;
    show_head (CLI_ENTITY (PERSON), image->person->id, false, image->person->name);
    card_line (_ ("code"), describe_text (image->person->code));
    card_line (_ ("duty"), describe_text (image->person->duty));
    card_line (_ ("phone"), describe_text (image->person->phone));
    if (image->person->unreachable)
        card_line (_ ("contact"), text_copy (_ ("CAN'T BE REACHED")));
}

static void
post_page (struct cli *cli, const Muster__V1__Image *image)
{
    (void)cli;
    show_head (CLI_ENTITY (POST), image->post->id, false, image->post->name);
    card_line (_ ("code"), describe_text (image->post->code));
    card_line (_ ("phone"), describe_text (image->post->phone));
}

static void
principal_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__Principal *principal = image->principal;
    show_head (CLI_ENTITY (PRINCIPAL), principal->id, false, word_principal_state (principal->state));
    card_line (_ ("code"), describe_text (principal->code));
    card_line (_ ("role"), text_copy (word_role (principal->role)));
    if (principal->has_person)
        card_line (_ ("person"), name_of (cli, CLI_ENTITY (PERSON), principal->person));
    if (principal->has_team)
        card_line (_ ("team"), name_of (cli, CLI_ENTITY (TEAM), principal->team));
    card_line (_ ("enrolled"), describe_time (principal->has_enrolled_at_ms, principal->enrolled_at_ms));
    card_line (_ ("revoked"), describe_time (principal->has_revoked_at_ms, principal->revoked_at_ms));
}

static void
profile_page (struct cli *cli, const Muster__V1__Image *image)
{
    (void)cli;
    show_head (CLI_ENTITY (PROFILE), image->profile->id, false, image->profile->title);
    card_line (_ ("code"), describe_text (image->profile->code));
    if (image->profile->text != NULL)
        text_print_indented (stdout, image->profile->text, "  | ");
}

static page_fn *const pages[] = {
    [CLI_ENTITY (PROFILE)] = profile_page,
    [CLI_ENTITY (POST)] = post_page,
    [CLI_ENTITY (PERSON)] = person_page,
    [CLI_ENTITY (TEAM)] = team_page,
    [CLI_ENTITY (PRINCIPAL)] = principal_page,
    [CLI_ENTITY (INCIDENT)] = show_incident,
    [CLI_ENTITY (REPORT)] = report_page,
    [CLI_ENTITY (DISPATCH_ORDER)] = order_page,
    [CLI_ENTITY (SHIFT)] = shift_page,
    [CLI_ENTITY (OBLIGATION)] = obligation_page,
    [CLI_ENTITY (HANDOVER)] = handover_page,
    [CLI_ENTITY (SUBMISSION)] = submission_page,
    [CLI_ENTITY (DUTY_LOG_ENTRY)] = log_entry_page,
    [CLI_ENTITY (CALENDAR)] = calendar_page,
    [CLI_ENTITY (ROSTER)] = roster_page,
    [CLI_ENTITY (PLANNED_SHIFT)] = planned_page,
    [CLI_ENTITY (RESPONSE)] = response_page,
    [CLI_ENTITY (INSTRUCTION)] = instruction_page,
    [CLI_ENTITY (ROLL_CALL)] = roll_call_page,
    [CLI_ENTITY (ROLL_CALL_ANSWER)] = roll_call_answer_page,
    [CLI_ENTITY (FIELD_COMMAND_POST)] = command_post_page,
    [CLI_ENTITY (CONSULTATION)] = consultation_page,
    [CLI_ENTITY (DRILL)] = drill_page,
};

/* The id behind a code: only lists know codes. 0 = there is none. */
static uint64_t
id_of_code (struct cli *cli, Muster__V1__EntityKind kind, const char *code)
{
    names_load (cli, kind);
    return names_id_of_code (cli->names, kind, code);
}

static bool
read_reference (struct cli *cli, struct reference *ret)
{
    const char *first = cli_value (cli, OPTION_SUBJECT)->text, *second = cli_value (cli, OPTION_SUBJECT_ID)->text;
    return second != NULL ? reference_parse_pair (first, second, ret)
                          : reference_parse (first, CLI_ENTITY (INCIDENT), ret);
}

/* A person of the team has the order before their eyes. */
static void
tell_seen (struct cli *cli, const Muster__V1__DispatchOrder *order)
{
    if (cli_given (cli, OPTION_NO_RECEIPTS) ||
        !receipts_wanted (order, MUSTER__V1__RECEIPT_STATE__RECEIPT_STATE_SEEN))
        return;
    char *own_team = receipts_own_team (cli);
    if (own_team != NULL)
        receipts_send (cli, order->id, MUSTER__V1__RECEIPT_STATE__RECEIPT_STATE_SEEN);
    free (own_team);
}

int
run_show (struct cli *cli)
{
    struct reference reference;
    if (!read_reference (cli, &reference))
        return cli_fail (cli, EXIT_USAGE, _ ("Which one? Wanted: %s"), _ (option_rows[OPTION_SUBJECT].text));
    enum exit_code code = cli_open (cli);
    if (code == EXIT_DONE && reference.code != NULL)
        reference.id = id_of_code (cli, reference.kind, reference.code);
    if (code == EXIT_DONE && reference.id == 0)
        return cli_fail (cli, EXIT_REFUSED, _ ("There is no %s \"%s\"."), word_entity (reference.kind),
                         reference.code);
    Muster__V1__Reply *reply = NULL;
    if (code == EXIT_DONE) {
        Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_SHOW);
        request_set_number (request, "kind", reference.kind);
        request_set_number (request, "id", reference.id);
        code = cli_call (cli, request, &reply);
    }
    if (code != EXIT_DONE)
        return code;
    size_t kind = reply->n_images > 0 ? reply->images[0]->entity_case : 0;
    if (cli->json)
        cli_print_json (message_json (&reply->base));
    else if (kind < sizeof pages / sizeof pages[0] && pages[kind] != NULL)
        pages[kind](cli, reply->images[0]);
    if (kind == CLI_ENTITY (DISPATCH_ORDER) && !cli->json)
        tell_seen (cli, reply->images[0]->dispatch_order);
    muster__v1__reply__free_unpacked (reply, NULL);
    return cli->incomplete ? EXIT_ERROR : EXIT_DONE;
}
