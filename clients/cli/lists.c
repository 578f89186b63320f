/* SPDX-License-Identifier: Apache-2.0 */
/* lists.c: the verbs that print a table, one row of columns for each kind of thing. */
#include "cli.h"
#include "command_pages.h"
#include "describe.h"
#include "drill_pages.h"
#include "field_command_pages.h"
#include "handover.h"
#include "i18n.h"
#include "listing.h"
#include "message.h"
#include "names.h"
#include "submissions.h"
#include "roster_pages.h"
#include "roll_call_pages.h"
#include "steps.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <stdlib.h>
#include <zmq.h>

typedef void row_fn (struct cli *, struct table *, const Muster__V1__Image *);

struct list {
    const char *headings[TABLE_COLUMNS_MAX];
    size_t columns, flex;
    row_fn *row;
    const char *empty;
    size_t spare; /* the column that a narrow terminal can do without; 0 = none */
};

static void
add_reference (struct table *table, Muster__V1__EntityKind kind, uint64_t id, bool drill)
{
    enum style style;
    char *text = describe_reference (kind, id, drill, &style);
    table_add (table, style, text);
}

static void
incident_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    const Muster__V1__Incident *incident = image->incident;
    bool waits = incident->state == MUSTER__V1__INCIDENT_STATE__INCIDENT_STATE_REPORTED;
    unsigned open_orders = names_open_orders (cli->names, incident->id, 0);
    add_reference (table, CLI_ENTITY (INCIDENT), incident->id, incident->drill);
    table_add (table, waits ? STYLE_WARN : STYLE_PLAIN, text_copy (word_incident_state (incident->state)));
    table_add (table, STYLE_PLAIN, describe_level (incident));
    table_add (table, STYLE_PLAIN, describe_time (incident->has_reported_at_ms, incident->reported_at_ms));
    table_add (table, STYLE_PLAIN, text_format ("%u", open_orders));
    table_add (table, STYLE_PLAIN, describe_text (incident->place));
    table_add (table, STYLE_PLAIN, describe_text (incident->what));
}

static int64_t
last_rung_ms (const Muster__V1__DispatchOrder *order)
{
    const int64_t rungs[] = { order->ended_at_ms, order->recalled_at_ms, order->arrived_at_ms, order->departed_at_ms,
                              order->acknowledged_at_ms };
    for (size_t i = 0; i < sizeof rungs / sizeof rungs[0]; i++) {
        if (rungs[i] > 0)
            return rungs[i];
    }
    return order->has_issued_at_ms ? order->issued_at_ms : order->reserved_at_ms;
}

static char *
order_state_text (const Muster__V1__DispatchOrder *order)
{
    if (order->state != MUSTER__V1__ORDER_STATE__ORDER_STATE_RESERVED || !order->has_release_at_ms)
        return text_copy (word_order_state (order->state));
    char *release = time_text_near (order->release_at_ms, time_now_ms ());
    char *text = text_format (_ ("reserved until %s"), release);
    free (release);
    return text;
}

static void
order_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    const Muster__V1__DispatchOrder *order = image->dispatch_order;
    bool waits = order->state == MUSTER__V1__ORDER_STATE__ORDER_STATE_ISSUED ||
                 order->state == MUSTER__V1__ORDER_STATE__ORDER_STATE_RECALLED;
    add_reference (table, CLI_ENTITY (DISPATCH_ORDER), order->id, order->drill);
    table_add (table, STYLE_PLAIN, reference_text (CLI_ENTITY (INCIDENT), order->incident));
    if (order->has_distress_at_ms && !order->has_ended_at_ms)
        table_add (table, STYLE_ALARM, text_format (_ ("%s, DISTRESS"), word_order_state (order->state)));
    else
        table_add (table, waits ? STYLE_WARN : STYLE_PLAIN, order_state_text (order));
    table_add (table, STYLE_PLAIN, time_text (last_rung_ms (order)));
    table_add (table, STYLE_PLAIN, name_of (cli, CLI_ENTITY (TEAM), order->team));
    table_add (table, STYLE_PLAIN, describe_text (order->place));
    table_add (table, STYLE_PLAIN, describe_text (order->task));
}

static void
obligation_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    const Muster__V1__Obligation *obligation = image->obligation;
    enum style style;
    char *due = describe_due (obligation, time_now_ms (), &style);
    add_reference (table, CLI_ENTITY (OBLIGATION), obligation->id, obligation->drill);
    table_add (table, style, due);
    table_add (table, STYLE_PLAIN, name_duty (cli, obligation));
    table_add (table, STYLE_PLAIN, name_target (cli, obligation->owner));
    bool of_incident = obligation->has_incident && obligation->incident != 0;
    table_add (table, STYLE_PLAIN,
               of_incident ? reference_text (CLI_ENTITY (INCIDENT), obligation->incident) : text_copy ("-"));
    char *next = step_next (cli, obligation);
    table_add (table, STYLE_PLAIN, next != NULL ? next : text_copy (word_obligation_state (obligation->state)));
}

static void
shift_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    const Muster__V1__Shift *shift = image->shift;
    table_add (table, STYLE_PLAIN, reference_text (CLI_ENTITY (SHIFT), shift->id));
    table_add (table, STYLE_PLAIN, name_of (cli, CLI_ENTITY (PERSON), shift->person));
    table_add (table, STYLE_PLAIN, text_copy (shift->leader ? _ ("duty leader") : _ ("duty officer")));
    table_add (table, STYLE_PLAIN, name_of (cli, CLI_ENTITY (POST), shift->post));
    table_add (table, STYLE_PLAIN, describe_time (shift->has_checked_in_at_ms, shift->checked_in_at_ms));
    table_add (table, STYLE_PLAIN, describe_time (shift->has_checked_out_at_ms, shift->checked_out_at_ms));
}

static void
team_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    const Muster__V1__Team *team = image->team;
    bool busy;
    char *status = names_team_status (cli->names, team->id, &busy);
    table_add (table, STYLE_PLAIN, describe_text (team->code));
    table_add (table, STYLE_PLAIN, describe_text (team->name));
    table_add (table, STYLE_PLAIN, text_copy (word_team_kind (team->kind)));
    table_add (table, STYLE_PLAIN, text_copy (team->auxiliary ? _ ("auxiliary") : _ ("core")));
    table_add (table, STYLE_PLAIN, text_format ("%u", team->rank));
    table_add (table, busy ? STYLE_WARN : STYLE_PLAIN, status);
}

static void
post_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    (void)cli;
    table_add (table, STYLE_PLAIN, describe_text (image->post->code));
    table_add (table, STYLE_PLAIN, describe_text (image->post->name));
    table_add (table, STYLE_PLAIN, describe_text (image->post->phone));
}

static void
person_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    (void)cli;
    char *phone = describe_text (image->person->phone);
    table_add (table, STYLE_PLAIN, describe_text (image->person->code));
    table_add (table, STYLE_PLAIN, describe_text (image->person->name));
    table_add (table, STYLE_PLAIN, describe_text (image->person->duty));
    if (!image->person->unreachable) {
        table_add (table, STYLE_PLAIN, phone);
        return;
    }
    table_add (table, STYLE_WARN, text_format (_ ("%s (NO CONTACT)"), phone));
    free (phone);
}

static void
principal_row (struct cli *cli, struct table *table, const Muster__V1__Image *image)
{
    const Muster__V1__Principal *principal = image->principal;
    bool revoked = principal->state == MUSTER__V1__PRINCIPAL_STATE__PRINCIPAL_STATE_REVOKED;
    char key[MUSTER_KEY_TEXT + 1] = "";
    if (principal->key.len == MUSTER_KEY_BYTES)
        zmq_z85_encode (key, principal->key.data, MUSTER_KEY_BYTES);
    table_add (table, STYLE_PLAIN, describe_text (principal->code));
    table_add (table, STYLE_PLAIN, text_copy (word_role (principal->role)));
    table_add (table, revoked ? STYLE_FAINT : STYLE_PLAIN, text_copy (word_principal_state (principal->state)));
    table_add (table, STYLE_PLAIN,
               principal->person > 0 ? name_of (cli, CLI_ENTITY (PERSON), principal->person) : NULL);
    table_add (table, STYLE_PLAIN, principal->team > 0 ? name_of (cli, CLI_ENTITY (TEAM), principal->team) : NULL);
    table_add (table, STYLE_PLAIN, text_copy (key));
}

static const struct list lists[] = {
    [CLI_ENTITY (INCIDENT)] = { { N_ ("ID"), N_ ("STATE"), N_ ("LEVEL"), N_ ("REPORTED"), N_ ("OPEN ORDERS"),
                                  N_ ("PLACE"), N_ ("WHAT") },
                                7,
                                6,
                                incident_row,
                                N_ ("No incident is open that you may see."),
                                4 },
    [CLI_ENTITY (DISPATCH_ORDER)] = { { N_ ("ID"), N_ ("INCIDENT"), N_ ("STATE"), N_ ("SINCE"), N_ ("TEAM"),
                                        N_ ("PLACE"), N_ ("TASK") },
                                      7,
                                      6,
                                      order_row,
                                      N_ ("No order is open."),
                                      5 },
    [CLI_ENTITY (OBLIGATION)] = { { N_ ("ID"), N_ ("DUE"), N_ ("WHAT IS OWED"), N_ ("OWED BY"), N_ ("INCIDENT"),
                                    N_ ("NEXT STEP") },
                                  6,
                                  2,
                                  obligation_row,
                                  N_ ("Nothing is owed."),
                                  5 },
    [CLI_ENTITY (SHIFT)] = { { N_ ("ID"), N_ ("PERSON"), N_ ("AS"), N_ ("POST"), N_ ("FROM"), N_ ("TO") },
                             6,
                             3,
                             shift_row,
                             N_ ("NOBODY is on duty. Go on duty: muster checkin POST") },
    [CLI_ENTITY (PLANNED_SHIFT)] = { { N_ ("ID"), N_ ("FROM"), N_ ("TO"), N_ ("SHIFT"), N_ ("AS"), N_ ("PERSON"),
                                       N_ ("POST"), N_ ("STATE") },
                                     8,
                                     6,
                                     planned_row,
                                     N_ ("No shift is planned.") },
    [CLI_ENTITY (RESPONSE)] = { { N_ ("ID"), N_ ("LEVEL"), N_ ("STATE"), N_ ("SINCE"), N_ ("UNTIL"), N_ ("INCIDENT"),
                                  N_ ("MATTER") },
                                7,
                                6,
                                response_row,
                                N_ ("No emergency response is active.") },
    [CLI_ENTITY (HANDOVER)] = { { N_ ("ID"), N_ ("STATE"), N_ ("SINCE"), N_ ("POST"), N_ ("HANDS OVER"),
                                  N_ ("TAKES OVER"), N_ ("ACCEPTED") },
                                7,
                                1,
                                handover_row,
                                N_ ("No handover is open. Hand over: muster handover open --to PERSON") },
    [CLI_ENTITY (SUBMISSION)] = { { N_ ("ID"), N_ ("STATE"), N_ ("SINCE"), N_ ("INCIDENT"), N_ ("REPORT"),
                                    N_ ("SENT TO"), N_ ("TEXT") },
                                  7,
                                  6,
                                  submission_row,
                                  N_ ("No report waits to be signed or sent.") },
    [CLI_ENTITY (INSTRUCTION)] = { { N_ ("ID"), N_ ("STATE"), N_ ("DUE"), N_ ("OWED BY"), N_ ("GIVEN BY"),
                                     N_ ("INCIDENT"), N_ ("TEXT") },
                                   7,
                                   6,
                                   instruction_row,
                                   N_ ("No instruction is open.") },
    [CLI_ENTITY (CONSULTATION)] = { { N_ ("ID"), N_ ("INCIDENT"), N_ ("ENDED"), N_ ("MATTER"), N_ ("PARTICIPANTS") },
                                    5,
                                    3,
                                    consultation_row,
                                    N_ ("No consultation is recorded.") },
    [CLI_ENTITY (DRILL)] = { { N_ ("ID"), N_ ("STATE"), N_ ("SINCE"), N_ ("UNTIL"), N_ ("TITLE") },
                             5,
                             4,
                             drill_row,
                             N_ ("No drill is running. Begin one: muster drill begin") },
    [CLI_ENTITY (ROLL_CALL)] = { { N_ ("ID"), N_ ("STATE"), N_ ("WHEN"), N_ ("RESULT"), N_ ("TITLE") },
                                 5,
                                 4,
                                 roll_call_row,
                                 N_ ("No roll call runs or is scheduled. Call: muster rollcall TITLE --all-posts") },
    [CLI_ENTITY (ROLL_CALL_ANSWER)] = { { N_ ("ID"), N_ ("WHO"), N_ ("STATE"), N_ ("DUE"), N_ ("AFTER"),
                                          N_ ("CALLED"), N_ ("WORDS") },
                                        7,
                                        6,
                                        roll_call_answer_row,
                                        N_ ("Nobody owes an answer to a roll call.") },
    [CLI_ENTITY (FIELD_COMMAND_POST)] = { { N_ ("ID"), N_ ("INCIDENT"), N_ ("STATE"), N_ ("COMMANDER"), N_ ("SINCE"),
                                            N_ ("PHONE"), N_ ("PLACE") },
                                          7,
                                          6,
                                          command_post_row,
                                          N_ ("No field command post stands.") },
    [CLI_ENTITY (TEAM)] = { { N_ ("CODE"), N_ ("NAME"), N_ ("KIND"), N_ ("CORE OR AUXILIARY"), N_ ("RANK"),
                              N_ ("NOW") },
                            6,
                            1,
                            team_row,
                            N_ ("No team is registered. An administrator imports them: muster import FILE") },
    [CLI_ENTITY (POST)] = { { N_ ("CODE"), N_ ("NAME"), N_ ("PHONE") },
                            3,
                            1,
                            post_row,
                            N_ ("No post is registered. An administrator imports them: muster import FILE") },
    [CLI_ENTITY (PERSON)] = { { N_ ("CODE"), N_ ("NAME"), N_ ("DUTY"), N_ ("PHONE") },
                              4,
                              2,
                              person_row,
                              N_ ("Nobody is registered. An administrator imports them: muster import FILE") },
    [CLI_ENTITY (PRINCIPAL)] = { { N_ ("CODE"), N_ ("ROLE"), N_ ("STATE"), N_ ("PERSON"), N_ ("TEAM"),
                                   N_ ("PUBLIC KEY") },
                                 6,
                                 3,
                                 principal_row,
                                 N_ ("Nobody is enrolled.") },
};

static void
print_more (struct cli *cli, const struct listing *listing)
{
    const char *verb = cli->arguments.verb->name, *all = cli_given (cli, OPTION_SETTLED) ? " --all" : "";
    if (listing->next > 0) {
        char *next = number_text (listing->next);
        printf (_ ("There is more: muster %s%s --before %s\n"), verb, all, next);
        free (next);
    }
    if (listing->left_out > 0)
        printf (_ ("%zu more come after these: muster %s --limit %d\n"), listing->left_out, verb, LIST_PAGE);
    if (listing->bounded)
        printf (_ ("Only the newest %d were looked through; what is older may come before these.\n"),
                LISTING_PAGES_MAX * LIST_PAGE);
}

static void
print_list (struct cli *cli, Muster__V1__EntityKind kind, const struct listing *listing)
{
    const struct list *list = &lists[kind];
    if (listing->count == 0) {
        printf ("%s\n", _ (list->empty));
        return;
    }
    if (kind == CLI_ENTITY (INCIDENT) || kind == CLI_ENTITY (TEAM))
        names_load (cli, CLI_ENTITY (DISPATCH_ORDER)); /* for the column of open orders */
    struct table *table = table_create (list->headings, list->columns, list->flex);
    if (list->spare > 0)
        table_spare (table, list->spare);
    for (size_t i = 0; i < listing->count; i++)
        list->row (cli, table, listing->images[i]);
    table_print (table, stdout);
    print_more (cli, listing);
}

/* A program gets the daemon's pages as they are and puts them in order by itself. */
static enum exit_code
print_page_json (struct cli *cli, Muster__V1__Request *request)
{
    Muster__V1__Reply *reply;
    enum exit_code code = cli_call (cli, request, &reply);
    if (code != EXIT_DONE)
        return code;
    cli_print_json (message_json (&reply->base));
    muster__v1__reply__free_unpacked (reply, NULL);
    return EXIT_DONE;
}

static enum exit_code
list_kind (struct cli *cli, Muster__V1__EntityKind kind)
{
    struct listing listing;
    enum exit_code code = listing_read (cli, kind, &listing);
    if (code == EXIT_DONE)
        print_list (cli, kind, &listing);
    listing_free (&listing);
    return code;
}

static enum exit_code
list_json (struct cli *cli, Muster__V1__EntityKind kind)
{
    static const enum option page[] = { OPTION_SETTLED, OPTION_LIMIT, OPTION_BEFORE };
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_LIST);
    request_set_number (request, "kind", kind);
    if (kind == CLI_ENTITY (CONSULTATION)) /* none is ever open */
        request_set_number (request, "settled", 1);
    for (size_t i = 0; i < sizeof page / sizeof page[0]; i++) {
        if (cli_given (cli, page[i]))
            request_set (request, option_rows[page[i]].field, cli_value (cli, page[i]));
    }
    return print_page_json (cli, request);
}

int
run_list (struct cli *cli)
{
    Muster__V1__EntityKind kind = cli->arguments.verb->kind;
    return cli->json ? list_json (cli, kind) : list_kind (cli, kind);
}

/* Who is there; and who is planned, or should be there and is not. */
int
run_shifts (struct cli *cli)
{
    int code = run_list (cli);
    if (code != EXIT_DONE || cli_given (cli, OPTION_SETTLED) || cli_given (cli, OPTION_BEFORE))
        return code;
    if (cli->json) {
        Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_LIST);
        request_set_number (request, "kind", CLI_ENTITY (PLANNED_SHIFT));
        return print_page_json (cli, request);
    }
    putchar ('\n');
    return list_kind (cli, CLI_ENTITY (PLANNED_SHIFT));
}

int
run_principals (struct cli *cli)
{
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_PRINCIPALS);
    if (cli->json)
        return print_page_json (cli, request);
    struct listing listing = { 0 };
    Muster__V1__Reply *reply;
    enum exit_code code = cli_call (cli, request, &reply);
    if (code != EXIT_DONE)
        return code;
    for (size_t i = 0; i < reply->n_images; i++)
        names_learn (cli->names, reply->images[i]);
    listing.images = reply->images;
    listing.count = reply->n_images;
    if (listing.count > 0)
        qsort (listing.images, listing.count, sizeof (Muster__V1__Image *), listing_order);
    print_list (cli, CLI_ENTITY (PRINCIPAL), &listing);
    muster__v1__reply__free_unpacked (reply, NULL);
    return EXIT_DONE;
}
