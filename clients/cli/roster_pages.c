/* SPDX-License-Identifier: Apache-2.0 */
/* roster_pages.c: the roster: who is planned when, who should be there and is not, who swaps with whom. */
#include "roster_pages.h"

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
#include <string.h>

#define STATE(name) MUSTER__V1__PLANNED_STATE__PLANNED_STATE_##name
#define TARGET_PERSON MUSTER__V1__TARGET_KIND__TARGET_KIND_PERSON

enum { SECONDS_TEXT = 3 }; /* ":07" */

/* ---- words ---- */

static char *
minute_text (int64_t ms, int64_t base_ms)
{
    char *text = time_text_near (ms, base_ms);
    size_t size = strlen (text);
    if (size > SECONDS_TEXT)
        text[size - SECONDS_TEXT] = '\0';
    return text;
}

/* "day", "night" and the like are the roster's own words; these two have one in the user's language. */
static const char *
shift_word (const char *code)
{
    if (code != NULL && strcmp (code, "day") == 0)
        return _ ("day shift");
    if (code != NULL && strcmp (code, "night") == 0)
        return _ ("night shift");
    return code != NULL ? code : "?";
}

static const char *
role_word (const Muster__V1__PlannedShift *planned)
{
    return planned->leader ? _ ("duty leader") : _ ("duty officer");
}

static bool
is_gap (const Muster__V1__PlannedShift *planned)
{
    return planned->owner == NULL || planned->owner->kind != TARGET_PERSON;
}

static bool
is_unreachable (struct cli *cli, uint64_t person)
{
    names_load (cli, CLI_ENTITY (PERSON));
    const Muster__V1__Image *image = names_find (cli->names, CLI_ENTITY (PERSON), person);
    return image != NULL && (image->person->unreachable || image->person->phone == NULL);
}

/* Who it is: with whoever stands in, and whether a call reaches them. */
static char *
who_text (struct cli *cli, const Muster__V1__PlannedShift *planned)
{
    if (is_gap (planned) && !planned->has_stand_in)
        return text_copy (_ ("NOBODY"));
    char *owner =
        is_gap (planned) ? text_copy (_ ("NOBODY")) : name_of (cli, CLI_ENTITY (PERSON), planned->owner->id);
    char *text = NULL;
    if (planned->has_stand_in) {
        char *stand_in = name_of (cli, CLI_ENTITY (PERSON), planned->stand_in);
        text = text_format (_ ("%s (in place of %s)"), stand_in, owner);
        free (stand_in);
    } else if (is_unreachable (cli, planned->owner->id)) {
        text = text_format (_ ("%s (NO CONTACT)"), owner);
    }
    if (text == NULL)
        return owner;
    free (owner);
    return text;
}

static enum style
who_style (struct cli *cli, const Muster__V1__PlannedShift *planned)
{
    if (is_gap (planned))
        return planned->has_stand_in ? STYLE_WARN : STYLE_ALARM;
    return is_unreachable (cli, planned->owner->id) ? STYLE_WARN : STYLE_PLAIN;
}

static enum style
state_style (Muster__V1__PlannedState state)
{
    if (state == STATE (ABSENT) || state == STATE (MISSED))
        return STYLE_ALARM;
    return state == STATE (MANNED) ? STYLE_GOOD : state == STATE (PLANNED) ? STYLE_PLAIN : STYLE_FAINT;
}

/* What else is to be said of it: a holiday, a swap, a change by hand. */
static char *
marks_text (struct cli *cli, const Muster__V1__PlannedShift *planned)
{
    struct text_stream stream;
    const char *between = "";
    text_open (&stream);
    if (planned->holiday) {
        fprintf (stream.file, "%s", _ ("holiday"));
        between = _ (", ");
    }
    if (planned->has_swap && planned->swap != 0) {
        char *with = name_of (cli, CLI_ENTITY (PERSON), planned->swap_with);
        fprintf (stream.file, _ ("%sswap with %s"), between, with);
        free (with);
    } else if (planned->by_hand) {
        fprintf (stream.file, "%s%s", between, _ ("changed"));
    }
    return text_taken (&stream);
}

char *
planned_gap (struct cli *cli, const Muster__V1__PlannedShift *planned, const char *name, int64_t base_ms)
{
    if (strcmp (name, "owner") == 0)
        return who_text (cli, planned);
    if (strcmp (name, "manned_by") == 0)
        return planned->has_stand_in ? name_of (cli, CLI_ENTITY (PERSON), planned->stand_in)
                                     : name_target (cli, planned->owner);
    if (strcmp (name, "shift") != 0)
        return NULL;
    char *from = minute_text (planned->begin_at_ms, base_ms);
    char *post = name_of (cli, CLI_ENTITY (POST), planned->post);
    char *text = text_format (_ ("%s of %s at %s, %s"), shift_word (planned->code), from, post, role_word (planned));
    free (from);
    free (post);
    return text;
}

/* ---- pages ---- */

void
calendar_page (struct cli *cli, const Muster__V1__Image *image)
{
    (void)cli;
    show_head (CLI_ENTITY (CALENDAR), image->calendar->id, false, image->calendar->title);
    card_line (_ ("code"), describe_text (image->calendar->code));
    if (image->calendar->text != NULL)
        text_print_indented (stdout, image->calendar->text, "  | ");
}

void
roster_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__Roster *roster = image->roster;
    show_head (CLI_ENTITY (ROSTER), roster->id, false, roster->title);
    card_line (_ ("post"), name_of (cli, CLI_ENTITY (POST), roster->post));
    card_line (_ ("planned until"), describe_time (roster->has_planned_until_ms, roster->planned_until_ms));
    if (roster->text != NULL)
        text_print_indented (stdout, roster->text, "  | ");
}

static void
swap_lines (struct cli *cli, const Muster__V1__PlannedShift *planned)
{
    if (!planned->has_swap || planned->swap == 0)
        return;
    card_line (_ ("swap"), text_copy (word_swap_state (planned->swap)));
    card_line (_ ("asked by"), name_of (cli, CLI_ENTITY (PERSON), planned->swap_by));
    card_line (_ ("asked"), name_of (cli, CLI_ENTITY (PERSON), planned->swap_with));
    if (planned->has_swap_for)
        card_line (_ ("in return"), reference_text (CLI_ENTITY (PLANNED_SHIFT), planned->swap_for));
    card_line (_ ("answer by"), describe_time (planned->has_swap_answer_by_ms, planned->swap_answer_by_ms));
}

/* Nothing on the shift itself tells it: the gap stays, only its warning has ended. */
static void
settled_line (struct cli *cli, const Muster__V1__PlannedShift *planned)
{
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_LIST);
    request_set_number (request, "kind", CLI_ENTITY (OBLIGATION));
    request_set_number (request, "settled", true);
    request_set_number (request, "limit", LIST_PAGE);
    Muster__V1__Reply *reply = cli_ask (cli, request);
    for (size_t i = 0; reply != NULL && i < reply->n_images; i++) {
        const Muster__V1__Obligation *owed = reply->images[i]->entity_case == MUSTER__V1__IMAGE__ENTITY_OBLIGATION
                                                 ? reply->images[i]->obligation
                                                 : NULL;
        if (owed == NULL || owed->kind != MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_ROSTER_GAP ||
            owed->subject_kind != CLI_ENTITY (PLANNED_SHIFT) || owed->subject != planned->id ||
            owed->state != MUSTER__V1__OBLIGATION_STATE__OBLIGATION_STATE_DISCHARGED || !owed->has_discharged_by ||
            owed->discharged_by == 0)
            continue;
        char *at = describe_time (owed->has_ended_at_ms, owed->ended_at_ms);
        char *by = name_principal (cli, owed->discharged_by);
        card_line (_ ("gap settled"), text_format (_ ("%s by %s"), at != NULL ? at : "?", by));
        free (at);
        free (by);
        break;
    }
    if (reply != NULL)
        muster__v1__reply__free_unpacked (reply, NULL);
}

void
planned_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__PlannedShift *planned = image->planned_shift;
    show_head (CLI_ENTITY (PLANNED_SHIFT), planned->id, false, word_planned_state (planned->state));
    card_line (_ ("shift"), text_copy (shift_word (planned->code)));
    card_line (_ ("as"), text_copy (role_word (planned)));
    card_line (_ ("person"), who_text (cli, planned));
    card_line (_ ("post"), name_of (cli, CLI_ENTITY (POST), planned->post));
    card_line (_ ("from"), describe_time (planned->has_begin_at_ms, planned->begin_at_ms));
    card_line (_ ("to"), describe_time (planned->has_end_at_ms, planned->end_at_ms));
    card_line (_ ("check in by"), describe_time (planned->has_due_at_ms, planned->due_at_ms));
    card_line (_ ("checked in"), describe_time (planned->has_manned_at_ms, planned->manned_at_ms));
    if (planned->has_shift)
        card_line (_ ("shift of"), reference_text (CLI_ENTITY (SHIFT), planned->shift));
    char *marks = marks_text (cli, planned);
    if (*marks != '\0')
        card_line (_ ("remarks"), text_copy (marks));
    free (marks);
    settled_line (cli, planned);
    swap_lines (cli, planned);
}

/* ---- lists ---- */

static void
add_seat (struct cli *cli, struct table *table, const Muster__V1__PlannedShift *planned)
{
    table_add (table, STYLE_PLAIN, text_copy (shift_word (planned->code)));
    table_add (table, planned->leader ? STYLE_BOLD : STYLE_PLAIN, text_copy (role_word (planned)));
    table_add (table, who_style (cli, planned), who_text (cli, planned));
    table_add (table, STYLE_PLAIN, name_of (cli, CLI_ENTITY (POST), planned->post));
    table_add (table, state_style (planned->state), text_copy (word_planned_state (planned->state)));
}

void
planned_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    const Muster__V1__PlannedShift *planned = image->planned_shift;
    table_add (table, STYLE_PLAIN, reference_text (CLI_ENTITY (PLANNED_SHIFT), planned->id));
    table_add (table, STYLE_PLAIN, minute_text (planned->begin_at_ms, time_now_ms ()));
    table_add (table, STYLE_PLAIN, minute_text (planned->end_at_ms, time_now_ms ()));
    add_seat (cli, table, planned);
}

static int
by_begin (const void *a, const void *b)
{
    const Muster__V1__PlannedShift *left = *(Muster__V1__PlannedShift *const *)a;
    const Muster__V1__PlannedShift *right = *(Muster__V1__PlannedShift *const *)b;
    if (left->begin_at_ms != right->begin_at_ms)
        return left->begin_at_ms < right->begin_at_ms ? -1 : 1;
    if (left->post != right->post)
        return left->post < right->post ? -1 : 1;
    return left->leader != right->leader ? right->leader - left->leader : (int)left->seat - (int)right->seat;
}

static void
print_plan (struct cli *cli, const Muster__V1__Reply *reply)
{
    static const char *const headings[] = { N_ ("ID"),     N_ ("FROM"), N_ ("TO"),    N_ ("SHIFT"),  N_ ("AS"),
                                            N_ ("PERSON"), N_ ("POST"), N_ ("STATE"), N_ ("REMARKS") };
    struct table *table = table_create (headings, sizeof headings / sizeof headings[0], 6);
    qsort (reply->plan, reply->n_plan, sizeof (Muster__V1__PlannedShift *), by_begin);
    for (size_t i = 0; i < reply->n_plan; i++) {
        const Muster__V1__PlannedShift *planned = reply->plan[i];
        table_add (table, STYLE_PLAIN,
                   planned->has_id ? reference_text (CLI_ENTITY (PLANNED_SHIFT), planned->id) : text_copy ("-"));
        table_add (table, STYLE_PLAIN, minute_text (planned->begin_at_ms, time_now_ms ()));
        table_add (table, STYLE_PLAIN, minute_text (planned->end_at_ms, planned->begin_at_ms));
        add_seat (cli, table, planned);
        table_add (table, planned->holiday ? STYLE_BOLD : STYLE_PLAIN, marks_text (cli, planned));
    }
    table_print (table, stdout);
    if (reply->has_more && reply->more)
        printf ("%s\n", _ ("There is more: name a post, or fewer days."));
}

int
run_roster (struct cli *cli)
{
    uint64_t post;
    enum exit_code code = cli_open (cli);
    if (code == EXIT_DONE && cli_given (cli, OPTION_ROSTER_POST))
        code = names_post_meant (cli, OPTION_ROSTER_POST, &post);
    if (code != EXIT_DONE)
        return code;
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_ROSTER_PLAN);
    if (cli_given (cli, OPTION_ROSTER_POST))
        request_set (request, "post", cli_value (cli, OPTION_ROSTER_POST));
    if (cli_given (cli, OPTION_DAYS))
        request_set (request, "days", cli_value (cli, OPTION_DAYS));
    Muster__V1__Reply *reply;
    code = cli_call (cli, request, &reply);
    if (code != EXIT_DONE)
        return code;
    if (cli->json)
        cli_print_json (message_json (&reply->base));
    else if (reply->n_plan == 0)
        printf ("%s\n",
                _ ("No roster says anything for these days. An administrator imports one: muster import FILE"));
    else
        print_plan (cli, reply);
    muster__v1__reply__free_unpacked (reply, NULL);
    return EXIT_DONE;
}
