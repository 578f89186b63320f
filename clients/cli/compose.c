/* SPDX-License-Identifier: Apache-2.0 */
/* compose.c: the text of a report from what is stored of its incident, so that nobody types at 3 a.m. what is known.
 */
#include "submissions.h"

#include "cli.h"
#include "describe.h"
#include "i18n.h"
#include "names.h"
#include "sentences.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

/* One line, "label: text"; nothing if there is no text. Takes it over. */
static void
line (FILE *file, const char *label, char *text)
{
    if (text != NULL && text[0] != '\0')
        fprintf (file, _ ("%s: %s\n"), label, text);
    free (text);
}

static bool
same_code (const char *a, const char *b)
{
    for (; *a != '\0' && *b != '\0'; a++, b++)
        if (*a != *b && !(strchr ("-_", *a) != NULL && strchr ("-_", *b) != NULL))
            return false;
    return *a == *b;
}

/* The running clock of that report tells its title and recipient. */
static void
head_line (struct cli *cli, FILE *file, uint64_t incident, const char *stage)
{
    names_load (cli, CLI_ENTITY (OBLIGATION));
    for (const Muster__V1__Image *at = NULL; (at = names_next (cli->names, CLI_ENTITY (OBLIGATION), at)) != NULL;) {
        const Muster__V1__Obligation *owed = at->obligation;
        if (owed->subject_kind != CLI_ENTITY (INCIDENT) || owed->subject != incident || owed->clock == NULL ||
            !same_code (owed->clock, stage))
            continue;
        char *title = describe_text (owed->title), *to = describe_text (owed->to);
        fprintf (file, "%s → %s\n", title != NULL ? title : "", to != NULL ? to : "");
        free (title);
        free (to);
        return;
    }
}

static char *
teams_text (struct cli *cli, uint64_t incident)
{
    struct text_stream stream;
    size_t count = 0;
    names_load (cli, CLI_ENTITY (DISPATCH_ORDER));
    text_open (&stream);
    for (const Muster__V1__Image *at = NULL;
         (at = names_next (cli->names, CLI_ENTITY (DISPATCH_ORDER), at)) != NULL;) {
        const Muster__V1__DispatchOrder *order = at->dispatch_order;
        if (order->incident != incident)
            continue;
        char *team = name_of (cli, CLI_ENTITY (TEAM), order->team);
        fprintf (stream.file, "%s%s (%s)", count++ > 0 ? _ ("; ") : "", team, word_order_state (order->state));
        free (team);
    }
    return text_taken (&stream);
}

static void
body (struct cli *cli, FILE *file, const Muster__V1__Incident *incident)
{
    if (incident->drill)
        fprintf (file, "%s\n", _ ("DRILL"));
    line (file, _ ("what"), describe_text (incident->what));
    line (file, _ ("place"), describe_text (incident->place));
    line (file, _ ("position"), describe_position (incident->position));
    line (file, _ ("type"), describe_type (incident->type_code));
    line (file, _ ("occurred"), describe_time (incident->has_occurred_at_ms, incident->occurred_at_ms));
    line (file, _ ("reported"), describe_time (incident->has_reported_at_ms, incident->reported_at_ms));
    line (file, _ ("level"), describe_level (incident));
    line (file, _ ("figures"), figures_text (incident->figures));
    line (file, _ ("state"), text_copy (word_incident_state (incident->state)));
    line (file, _ ("under control"), describe_time (incident->has_controlled_at_ms, incident->controlled_at_ms));
    line (file, _ ("teams"), teams_text (cli, incident->id));
    line (file, _ ("as of"), time_text (time_now_ms ()));
}

char *
compose_report (struct cli *cli, uint64_t incident, const char *stage)
{
    struct text_stream stream;
    Muster__V1__Reply *reply = cli_ask_entity (cli, CLI_ENTITY (INCIDENT), incident);
    if (reply == NULL)
        return NULL;
    text_open (&stream);
    head_line (cli, stream.file, incident, stage);
    if (reply->images[0]->entity_case == MUSTER__V1__IMAGE__ENTITY_INCIDENT)
        body (cli, stream.file, reply->images[0]->incident);
    muster__v1__reply__free_unpacked (reply, NULL);
    char *text = text_taken (&stream);
    size_t size = strlen (text);
    if (size > 0 && text[size - 1] == '\n')
        text[size - 1] = '\0';
    return text;
}
