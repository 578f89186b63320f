/* SPDX-License-Identifier: Apache-2.0 */
/* drill_pages.c: a drill, and who takes part in it. */
#include "drill_pages.h"

#include "cli.h"
#include "describe.h"
#include "i18n.h"
#include "names.h"
#include "show.h"
#include "text.h"
#include "words.h"

static void
participants_lines (struct cli *cli, const char *label, Muster__V1__EntityKind kind, const uint64_t *ids,
                    size_t count)
{
    for (size_t i = 0; i < count; i++)
        card_line (i == 0 ? label : "", name_of (cli, kind, ids[i]));
}

void
drill_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__Drill *drill = image->drill;
    show_head (CLI_ENTITY (DRILL), drill->id, false, word_drill_state (drill->state));
    card_line (_ ("title"), describe_text (drill->title));
    card_line (_ ("begun"), describe_time (drill->has_begun_at_ms, drill->begun_at_ms));
    card_line (_ ("begun by"), name_principal (cli, drill->begun_by));
    card_line (_ ("to be ended by"), describe_time (drill->has_ends_at_ms, drill->ends_at_ms));
    if (drill->everybody)
        card_line (_ ("takes part"), text_copy (_ ("everybody")));
    participants_lines (cli, _ ("teams"), CLI_ENTITY (TEAM), drill->teams, drill->n_teams);
    participants_lines (cli, _ ("people"), CLI_ENTITY (PERSON), drill->people, drill->n_people);
    participants_lines (cli, _ ("posts"), CLI_ENTITY (POST), drill->posts, drill->n_posts);
    card_line (_ ("ended"), describe_time (drill->has_ended_at_ms, drill->ended_at_ms));
    card_line (_ ("reason"), describe_text (drill->reason));
    if (drill->has_closed_count)
        card_line (_ ("closed with it"), text_format ("%u", drill->closed_count));
}

void
drill_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    (void)cli;
    const Muster__V1__Drill *drill = image->drill;
    bool runs = drill->state == MUSTER__V1__DRILL_STATE__DRILL_STATE_RUNNING;
    table_add (table, STYLE_PLAIN, text_format ("%llu", (unsigned long long)drill->id));
    table_add (table, runs ? STYLE_DRILL : STYLE_PLAIN, text_copy (word_drill_state (drill->state)));
    table_add (table, STYLE_PLAIN, describe_time (drill->has_begun_at_ms, drill->begun_at_ms));
    table_add (table, STYLE_PLAIN,
               runs ? describe_time (drill->has_ends_at_ms, drill->ends_at_ms)
                    : describe_time (drill->has_ended_at_ms, drill->ended_at_ms));
    table_add (table, STYLE_PLAIN, describe_text (drill->title));
}
