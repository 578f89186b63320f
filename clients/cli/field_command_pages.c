/* SPDX-License-Identifier: Apache-2.0 */
/* field_command_pages.c: who commands at the scene, and consultations, as a person reads them. */
#include "field_command_pages.h"

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
person_since (struct cli *cli, uint64_t person, protobuf_c_boolean has, int64_t since_ms)
{
    char *name = name_of (cli, CLI_ENTITY (PERSON), person);
    char *since = describe_time (has, since_ms);
    char *text = text_format (_ ("%s, since %s"), name, since != NULL ? since : "?");
    free (name);
    free (since);
    return text;
}

static void
command_post_lines (struct cli *cli, const Muster__V1__FieldCommandPost *post)
{
    card_line (_ ("commander"),
               person_since (cli, post->commander, post->has_commander_since_ms, post->commander_since_ms));
    if (post->successor != NULL)
        card_line (_ ("to take over"),
                   person_since (cli, post->successor->id, post->has_asked_at_ms, post->asked_at_ms));
    card_line (_ ("place"), describe_text (post->place));
    card_line (_ ("phone"), describe_text (post->phone));
    card_line (_ ("established"), describe_time (post->has_established_at_ms, post->established_at_ms));
    if (post->has_transfers_count)
        card_line (_ ("transfers"), text_format ("%u", post->transfers_count));
    card_line (_ ("words"), describe_text (post->words));
    card_line (_ ("channel"), describe_channel (post->channel));
    card_line (_ ("dissolved"), describe_time (post->has_dissolved_at_ms, post->dissolved_at_ms));
    card_line (_ ("reason"), describe_text (post->reason));
}

void
command_post_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__FieldCommandPost *post = image->field_command_post;
    show_head (CLI_ENTITY (FIELD_COMMAND_POST), post->id, post->drill, word_command_state (post->state));
    card_line (_ ("incident"), reference_text (CLI_ENTITY (INCIDENT), post->incident));
    command_post_lines (cli, post);
}

void
command_post_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    const Muster__V1__FieldCommandPost *post = image->field_command_post;
    bool waits = post->state == MUSTER__V1__COMMAND_STATE__COMMAND_STATE_TRANSFERRING;
    enum style style;
    char *reference = describe_reference (CLI_ENTITY (FIELD_COMMAND_POST), post->id, post->drill, &style);
    table_add (table, style, reference);
    table_add (table, STYLE_PLAIN, reference_text (CLI_ENTITY (INCIDENT), post->incident));
    table_add (table, waits ? STYLE_WARN : STYLE_PLAIN, text_copy (word_command_state (post->state)));
    table_add (table, STYLE_BOLD, name_of (cli, CLI_ENTITY (PERSON), post->commander));
    table_add (table, STYLE_PLAIN, describe_time (post->has_commander_since_ms, post->commander_since_ms));
    table_add (table, STYLE_PLAIN, describe_text (post->phone));
    table_add (table, STYLE_PLAIN, describe_text (post->place));
}

void
print_command_post (struct cli *cli, const Muster__V1__Event *event)
{
    Muster__V1__Reply *reply = cli_ask_entity (cli, CLI_ENTITY (FIELD_COMMAND_POST), event->subject);
    const Muster__V1__Image *image = reply != NULL ? reply->images[0] : event->born;
    if (image != NULL && image->entity_case == MUSTER__V1__IMAGE__ENTITY_FIELD_COMMAND_POST) {
        printf ("C%llu  ", (unsigned long long)event->subject);
        terminal_print (stdout, STYLE_BOLD, word_command_state (image->field_command_post->state));
        putchar ('\n');
        command_post_lines (cli, image->field_command_post);
    }
    if (reply != NULL)
        muster__v1__reply__free_unpacked (reply, NULL);
}

/* ---- consultations ---- */

char *
consultation_participants (struct cli *cli, const Muster__V1__Consultation *consultation)
{
    struct text_stream stream;
    if (consultation->n_participants == 0)
        return NULL;
    text_open (&stream);
    for (size_t i = 0; i < consultation->n_participants; i++) {
        char *name = name_of (cli, CLI_ENTITY (PERSON), consultation->participants[i]);
        fprintf (stream.file, "%s%s", i > 0 ? _ (", ") : "", name);
        free (name);
    }
    return text_taken (&stream);
}

static void
consultation_lines (struct cli *cli, const Muster__V1__Consultation *consultation)
{
    card_line (_ ("matter"), describe_text (consultation->matter));
    card_line (_ ("participants"), consultation_participants (cli, consultation));
    card_line (_ ("others"), describe_text (consultation->others));
    card_line (_ ("channel"), describe_channel (consultation->channel));
    card_line (_ ("began"), describe_time (consultation->has_began_at_ms, consultation->began_at_ms));
    card_line (_ ("ended"), describe_time (consultation->has_ended_at_ms, consultation->ended_at_ms));
    card_line (_ ("recorded by"), name_principal (cli, consultation->recorded_by));
    if (consultation->conclusions != NULL)
        text_print_indented (stdout, consultation->conclusions, "  | ");
}

void
consultation_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__Consultation *consultation = image->consultation;
    show_head (CLI_ENTITY (CONSULTATION), consultation->id, consultation->drill, NULL);
    if (consultation->has_incident)
        card_line (_ ("incident"), reference_text (CLI_ENTITY (INCIDENT), consultation->incident));
    consultation_lines (cli, consultation);
}

void
consultation_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    const Muster__V1__Consultation *consultation = image->consultation;
    enum style style;
    char *reference = describe_reference (CLI_ENTITY (CONSULTATION), consultation->id, consultation->drill, &style);
    table_add (table, style, reference);
    table_add (table, STYLE_PLAIN,
               consultation->has_incident ? reference_text (CLI_ENTITY (INCIDENT), consultation->incident) : NULL);
    table_add (table, STYLE_PLAIN, describe_time (consultation->has_ended_at_ms, consultation->ended_at_ms));
    table_add (table, STYLE_PLAIN, describe_text (consultation->matter));
    table_add (table, STYLE_PLAIN, consultation_participants (cli, consultation));
}

void
print_consultation (struct cli *cli, const Muster__V1__Event *event)
{
    if (event->born == NULL || event->born->entity_case != MUSTER__V1__IMAGE__ENTITY_CONSULTATION)
        return;
    char *reference = reference_text (CLI_ENTITY (CONSULTATION), event->subject);
    printf ("%s\n", reference);
    free (reference);
    consultation_lines (cli, event->born->consultation);
}
