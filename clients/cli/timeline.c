/* SPDX-License-Identifier: Apache-2.0 */
/* timeline.c: an incident as an after-action report: what a person reads the day after, made from the journal. */
#include "cli.h"
#include "describe.h"
#include "i18n.h"
#include "names.h"
#include "sentences.h"
#include "show.h"
#include "story.h"
#include "terminal.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

#define EVENT(name) MUSTER__V1__EVENT_KIND__EVENT_KIND_##name

/* Names are learnt as they come, so that each sentence can say them. */
static const Muster__V1__Event *
next_event (struct cli *cli, const struct story *story, struct story_place *at)
{
    const Muster__V1__Event *event = story_next (story, at);
    if (event != NULL && event->born != NULL)
        names_learn (cli->names, event->born);
    return event;
}

static char *
since_text (int64_t at_ms, int64_t base_ms)
{
    char *at = time_text (at_ms), *after = duration_text (at_ms - base_ms);
    char *text = at_ms == base_ms ? text_copy (at) : text_format (_ ("%s, %s after the first report"), at, after);
    free (at);
    free (after);
    return text;
}

/* ---- key times ---- */

static int64_t
first_time (const struct story *story, Muster__V1__EventKind kind)
{
    const Muster__V1__Event *event;
    for (struct story_place at = STORY_START; (event = story_next (story, &at)) != NULL;)
        if (event->kind == kind)
            return event->at_ms;
    return 0;
}

static int64_t
last_time (const struct story *story, Muster__V1__EventKind kind)
{
    int64_t last = 0;
    const Muster__V1__Event *event;
    for (struct story_place at = STORY_START; (event = story_next (story, &at)) != NULL;)
        if (event->kind == kind)
            last = event->at_ms;
    return last;
}

static void
print_key_times (const struct story *story, const Muster__V1__Incident *incident)
{
    const struct {
        const char *label;
        int64_t at_ms;
    } rows[] = {
        { N_ ("occurred"), incident->occurred_at_ms },
        { N_ ("first report"), incident->reported_at_ms },
        { N_ ("first order"), first_time (story, EVENT (ORDER_ISSUED)) },
        { N_ ("first answer"), first_time (story, EVENT (ORDER_ACKNOWLEDGED)) },
        { N_ ("first en route"), first_time (story, EVENT (ORDER_DEPARTED)) },
        { N_ ("first on scene"), first_time (story, EVENT (ORDER_ARRIVED)) },
        { N_ ("under control"), incident->controlled_at_ms },
        { N_ ("last completed"), last_time (story, EVENT (ORDER_COMPLETED)) },
        { N_ ("closed"), incident->closed_at_ms },
    };
    card_heading (_ ("Key times"));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool before = rows[i].at_ms < incident->reported_at_ms;
        if (rows[i].at_ms != 0)
            card_line (_ (rows[i].label),
                       before ? time_text (rows[i].at_ms) : since_text (rows[i].at_ms, incident->reported_at_ms));
    }
}

/* ---- the level and the figures ---- */

static void
print_levels (struct cli *cli, const struct story *story)
{
    Muster__V1__EventLevel level = MUSTER__V1__EVENT_LEVEL__EVENT_LEVEL_NONE;
    const Muster__V1__Event *event;
    card_heading (_ ("Level"));
    for (struct story_place at = STORY_START; (event = next_event (cli, story, &at)) != NULL;) {
        Muster__V1__EventLevel now = level;
        if (event->kind == EVENT (INCIDENT_REPORTED) && event->born != NULL)
            now = event->born->incident->level;
        else if (event->kind == EVENT (INCIDENT_CONTINUED) || event->kind == EVENT (INCIDENT_ASSESSED))
            now = event->level;
        if (now == level)
            continue;
        char *when = time_text (event->at_ms), *figures = figures_text (event->figures);
        card_line (when, text_format ("%s%s%s", word_level (now), figures != NULL ? "  " : "",
                                      figures != NULL ? figures : ""));
        free (when);
        free (figures);
        level = now;
    }
}

static void
add_figure (struct table *table, protobuf_c_boolean has, uint32_t figure)
{
    table_add (table, STYLE_PLAIN, has ? text_format ("%u", figure) : NULL);
}

static void
add_figures (struct table *table, const Muster__V1__Figures *figures)
{
    Muster__V1__Figures none = MUSTER__V1__FIGURES__INIT;
    const Muster__V1__Figures *from = figures != NULL ? figures : &none;
    add_figure (table, from->has_dead, from->dead);
    add_figure (table, from->has_missing, from->missing);
    add_figure (table, from->has_trapped, from->trapped);
    add_figure (table, from->has_injured_serious, from->injured_serious);
    add_figure (table, from->has_injured_slight, from->injured_slight);
    add_figure (table, from->has_brought_out, from->brought_out);
    add_figure (table, from->has_rescuers, from->rescuers);
}

static char *
report_name (const Muster__V1__ReportFiled *report)
{
    bool numbered = report->kind == MUSTER__V1__REPORT_KIND__REPORT_KIND_CONTINUATION;
    return numbered ? text_format ("%s %u", word_report_kind (report->kind), report->number)
                    : text_copy (word_report_kind (report->kind));
}

static void
print_reports (struct cli *cli, const struct story *story)
{
    const char *const headings[] = { _ ("filed"),   _ ("report"), _ ("dead"),        _ ("missing"), _ ("trapped"),
                                     _ ("serious"), _ ("slight"), _ ("brought out"), _ ("rescuers") };
    struct table *table = table_create (headings, sizeof headings / sizeof headings[0], 1);
    const Muster__V1__Event *event;
    card_heading (_ ("Reports and figures"));
    for (struct story_place at = STORY_START; (event = next_event (cli, story, &at)) != NULL;) {
        if (event->kind != EVENT (REPORT_FILED) || event->born == NULL)
            continue;
        table_add (table, STYLE_PLAIN, time_text (event->born->report->filed_at_ms));
        table_add (table, STYLE_PLAIN, report_name (event->born->report));
        add_figures (table, event->born->report->figures);
    }
    table_print (table, stdout);
}

/* ---- the teams ---- */

static void
add_time (struct table *table, int64_t at_ms, int64_t base_ms)
{
    table_add (table, STYLE_PLAIN, at_ms != 0 ? time_text_near (at_ms, base_ms) : NULL);
}

static void
add_order (struct cli *cli, struct table *table, const Muster__V1__DispatchOrder *order)
{
    table_add (table, STYLE_PLAIN, reference_text (CLI_ENTITY (DISPATCH_ORDER), order->id));
    table_add (table, STYLE_PLAIN, name_of (cli, CLI_ENTITY (TEAM), order->team));
    table_add (table, STYLE_PLAIN, time_text (order->issued_at_ms));
    add_time (table, order->acknowledged_at_ms, order->issued_at_ms);
    add_time (table, order->departed_at_ms, order->issued_at_ms);
    add_time (table, order->arrived_at_ms, order->issued_at_ms);
    add_time (table, order->ended_at_ms, order->issued_at_ms);
    table_add (table, STYLE_PLAIN, text_copy (word_order_state (order->state)));
}

static void
print_orders (struct cli *cli, const struct story *story)
{
    const char *const headings[] = { _ ("order"),    _ ("team"),     _ ("issued"), _ ("acknowledged"),
                                     _ ("en route"), _ ("on scene"), _ ("ended"),  _ ("state") };
    if (first_time (story, EVENT (ORDER_ISSUED)) == 0 && first_time (story, EVENT (ORDER_RELEASED)) == 0)
        return;
    struct table *table = table_create (headings, sizeof headings / sizeof headings[0], 1);
    const Muster__V1__Event *event;
    card_heading (_ ("Teams"));
    for (struct story_place at = STORY_START; (event = next_event (cli, story, &at)) != NULL;) {
        if (event->kind != EVENT (ORDER_ISSUED) && event->kind != EVENT (ORDER_RELEASED))
            continue;
        Muster__V1__Reply *reply = cli_ask_entity (cli, CLI_ENTITY (DISPATCH_ORDER), event->subject);
        const Muster__V1__Image *image = reply != NULL ? reply->images[0] : event->born;
        if (image != NULL && image->entity_case == MUSTER__V1__IMAGE__ENTITY_DISPATCH_ORDER)
            add_order (cli, table, image->dispatch_order);
        if (reply != NULL)
            muster__v1__reply__free_unpacked (reply, NULL);
    }
    table_print (table, stdout);
}

/* ---- the course ---- */

/* Each clock that was set and kept is in the journal; a reader of the report wants to know of those that were not. */
static bool
is_routine (Muster__V1__EventKind kind)
{
    return kind == EVENT (OBLIGATION_ARMED) || kind == EVENT (OBLIGATION_DISCHARGED) ||
           kind == EVENT (OBLIGATION_WITHDRAWN) || kind == EVENT (REPORT_RESTORED) || kind == EVENT (ORDER_RESTORED);
}

static bool
is_call (Muster__V1__EventKind kind)
{
    return kind == EVENT (OBLIGATION_FIRED) || kind == EVENT (OBLIGATION_SKIPPED);
}

static bool
is_late (Muster__V1__EventKind kind)
{
    return is_call (kind) || kind == EVENT (ORDER_EXPIRED);
}

typedef bool wanted_fn (Muster__V1__EventKind);

static bool
is_told (Muster__V1__EventKind kind)
{
    return !is_routine (kind) && !is_call (kind);
}

static size_t
print_events (struct cli *cli, const struct story *story, wanted_fn *wanted)
{
    size_t count = 0;
    const Muster__V1__Event *event;
    for (struct story_place at = STORY_START; (event = next_event (cli, story, &at)) != NULL;) {
        if (!wanted (event->kind))
            continue;
        journal_line (event->at_ms, false, reference_text (event->subject_kind, event->subject),
                      sentence_style (event->kind), sentence_text (cli, event, event->born),
                      sentence_who (cli, event));
        count++;
    }
    return count;
}

static void
print_title (const Muster__V1__Incident *incident)
{
    char *reference = reference_text (CLI_ENTITY (INCIDENT), incident->id);
    char *title = text_format (_ ("After-action report: incident %s"), reference);
    free (reference);
    terminal_print (stdout, STYLE_BOLD, title);
    free (title);
    if (incident->drill) {
        fputs ("  ", stdout);
        terminal_print (stdout, STYLE_DRILL, _ ("DRILL"));
    }
    putchar ('\n');
    card_line (_ ("what"), describe_text (incident->what));
    card_line (_ ("place"), describe_text (incident->place));
    card_line (_ ("type"), describe_type (incident->type_code));
    card_line (_ ("state"), text_copy (word_incident_state (incident->state)));
    card_line (_ ("level"), describe_level (incident));
    card_line (_ ("figures"), figures_text (incident->figures));
}

void
show_timeline (struct cli *cli, const Muster__V1__Incident *incident)
{
    struct story story;
    story_read (cli, incident->id, &story);
    print_title (incident);
    print_key_times (&story, incident);
    print_levels (cli, &story);
    print_reports (cli, &story);
    print_orders (cli, &story);
    card_heading (_ ("What was late"));
    if (print_events (cli, &story, is_late) == 0 && !story.cut) /* what was not read may have been late */
        printf ("  %s\n", _ ("Nothing: everything owed was done in time."));
    card_heading (_ ("The course"));
    print_events (cli, &story, is_told);
    if (story.cut)
        printf ("%s\n", _ ("(The journal of this incident could not be read, or not to its end.)"));
    story_free (&story);
}
