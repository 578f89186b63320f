/* SPDX-License-Identifier: Apache-2.0 */
/* command_pages.c: responses and instructions as a person reads them. */
#include "command_pages.h"

#include "cli.h"
#include "describe.h"
#include "i18n.h"
#include "names.h"
#include "show.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <stdlib.h>

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
incident_reference (protobuf_c_boolean has, uint64_t incident)
{
    return has ? reference_text (CLI_ENTITY (INCIDENT), incident) : NULL;
}

/* ---- responses ---- */

static void
response_lines (struct cli *cli, const Muster__V1__Response *response)
{
    card_line (_ ("measures"), describe_text (response->measures));
    card_line (_ ("activated"),
               said_by (cli, response->has_activated_at_ms, response->activated_at_ms, response->activated_by));
    card_line (_ ("until"), describe_time (response->has_term_at_ms, response->term_at_ms));
    if (response->state == MUSTER__V1__RESPONSE_STATE__RESPONSE_STATE_ACTIVE)
        card_line (_ ("review by"), describe_time (response->has_review_at_ms, response->review_at_ms));
    card_line (_ ("adjusted"), describe_time (response->has_adjusted_at_ms, response->adjusted_at_ms));
    card_line (_ ("terminated"), describe_time (response->has_terminated_at_ms, response->terminated_at_ms));
    card_line (_ ("reason"), describe_text (response->reason));
}

void
response_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__Response *response = image->response;
    show_head (CLI_ENTITY (RESPONSE), response->id, response->drill, word_response_state (response->state));
    card_line (_ ("response level"), text_copy (word_response_level (response->level)));
    card_line (_ ("matter"), describe_text (response->matter));
    card_line (_ ("incident"), incident_reference (response->has_incident, response->incident));
    response_lines (cli, response);
}

void
response_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    (void)cli;
    const Muster__V1__Response *response = image->response;
    enum style style;
    char *reference = describe_reference (CLI_ENTITY (RESPONSE), response->id, response->drill, &style);
    table_add (table, style, reference);
    table_add (table, STYLE_BOLD, text_copy (word_response_level (response->level)));
    table_add (table, STYLE_PLAIN, text_copy (word_response_state (response->state)));
    table_add (table, STYLE_PLAIN, describe_time (response->has_activated_at_ms, response->activated_at_ms));
    table_add (table, STYLE_PLAIN, describe_time (response->has_term_at_ms, response->term_at_ms));
    table_add (table, STYLE_PLAIN, incident_reference (response->has_incident, response->incident));
    table_add (table, STYLE_PLAIN, describe_text (response->matter));
}

void
print_response (struct cli *cli, const Muster__V1__Event *event)
{
    Muster__V1__Reply *reply = cli_ask_entity (cli, CLI_ENTITY (RESPONSE), event->subject);
    const Muster__V1__Image *image = reply != NULL ? reply->images[0] : event->born;
    if (image != NULL && image->entity_case == MUSTER__V1__IMAGE__ENTITY_RESPONSE) {
        char *matter = describe_text (image->response->matter);
        print_reference (CLI_ENTITY (RESPONSE), event->subject);
        printf ("%s %s  %s  ", _ ("response level"), word_response_level (image->response->level),
                matter != NULL ? matter : "");
        terminal_print (stdout, STYLE_BOLD, word_response_state (image->response->state));
        putchar ('\n');
        response_lines (cli, image->response);
        free (matter);
    }
    if (reply != NULL)
        muster__v1__reply__free_unpacked (reply, NULL);
}

/* ---- instructions ---- */

static void
instruction_lines (struct cli *cli, const Muster__V1__Instruction *instruction)
{
    char *at = describe_time (instruction->has_given_at_ms, instruction->given_at_ms);
    char *by = name_of (cli, CLI_ENTITY (PERSON), instruction->given_by);
    card_line (_ ("given"), text_format (_ ("%s by %s"), at != NULL ? at : "?", by));
    free (at);
    free (by);
    card_line (_ ("recorded by"), name_principal (cli, instruction->recorded_by));
    card_line (_ ("channel"), describe_channel (instruction->channel));
    if (instruction->text != NULL)
        text_print_indented (stdout, instruction->text, "  | ");
    card_line (_ ("feedback due"), describe_time (instruction->has_due_at_ms, instruction->due_at_ms));
    card_line (_ ("fed back"),
               said_by (cli, instruction->has_fed_back_at_ms, instruction->fed_back_at_ms, instruction->fed_back_by));
    if (instruction->has_on_behalf_of)
        card_line (_ ("on behalf of"), name_of (cli, CLI_ENTITY (PERSON), instruction->on_behalf_of));
    if (instruction->feedback != NULL)
        text_print_indented (stdout, instruction->feedback, "  > ");
    card_line (_ ("closed"), describe_time (instruction->has_closed_at_ms, instruction->closed_at_ms));
    card_line (_ ("outcome"), describe_text (instruction->outcome));
}

void
instruction_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__Instruction *instruction = image->instruction;
    show_head (CLI_ENTITY (INSTRUCTION), instruction->id, instruction->drill,
               word_instruction_state (instruction->state));
    card_line (_ ("owed by"), name_target (cli, instruction->owner));
    card_line (_ ("incident"), incident_reference (instruction->has_incident, instruction->incident));
    instruction_lines (cli, instruction);
}

void
instruction_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    const Muster__V1__Instruction *instruction = image->instruction;
    bool waits = instruction->state == MUSTER__V1__INSTRUCTION_STATE__INSTRUCTION_STATE_GIVEN;
    enum style style;
    char *reference = describe_reference (CLI_ENTITY (INSTRUCTION), instruction->id, instruction->drill, &style);
    table_add (table, style, reference);
    table_add (table, waits ? STYLE_WARN : STYLE_PLAIN, text_copy (word_instruction_state (instruction->state)));
    table_add (table, waits && instruction->due_at_ms < time_now_ms () ? STYLE_ALARM : STYLE_PLAIN,
               describe_time (instruction->has_due_at_ms, instruction->due_at_ms));
    table_add (table, STYLE_PLAIN, name_target (cli, instruction->owner));
    table_add (table, STYLE_PLAIN, name_of (cli, CLI_ENTITY (PERSON), instruction->given_by));
    table_add (table, STYLE_PLAIN, incident_reference (instruction->has_incident, instruction->incident));
    table_add (table, STYLE_PLAIN, describe_text (instruction->text));
}

void
print_instruction (struct cli *cli, const Muster__V1__Event *event)
{
    Muster__V1__Reply *reply = cli_ask_entity (cli, CLI_ENTITY (INSTRUCTION), event->subject);
    const Muster__V1__Image *image = reply != NULL ? reply->images[0] : event->born;
    if (image != NULL && image->entity_case == MUSTER__V1__IMAGE__ENTITY_INSTRUCTION) {
        char *owner = name_target (cli, image->instruction->owner);
        print_reference (CLI_ENTITY (INSTRUCTION), event->subject);
        printf ("%s  ", owner != NULL ? owner : "?");
        terminal_print (stdout, STYLE_BOLD, word_instruction_state (image->instruction->state));
        putchar ('\n');
        instruction_lines (cli, image->instruction);
        free (owner);
    }
    if (reply != NULL)
        muster__v1__reply__free_unpacked (reply, NULL);
}
