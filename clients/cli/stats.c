/* SPDX-License-Identifier: Apache-2.0 */
/* stats.c: the figures of a period: read from the journal, printed as tables, JSON or CSV. */
#include "cli.h"
#include "figures.h"
#include "i18n.h"
#include "message.h"
#include "names.h"
#include "terminal.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DAY_MS 86400000LL

enum { PERIOD_DAYS = 30, PROGRESS_PAGES = 20 };

/* ---- reading the journal ---- */

/* NULL: it was said why not. */
static Muster__V1__Reply *
read_page (struct cli *cli, uint64_t after, uint64_t limit, enum exit_code *ret_code)
{
    Muster__V1__Reply *reply;
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_JOURNAL);
    request_set_number (request, "after", after);
    request_set_number (request, "limit", limit);
    *ret_code = cli_call (cli, request, &reply);
    return *ret_code == EXIT_DONE ? reply : NULL;
}

/* The journal's times only rise: halve until the last entry before that moment is found. */
static enum exit_code
seek (struct cli *cli, int64_t from_ms, uint64_t *ret_after)
{
    enum exit_code code;
    uint64_t low = 0, high = UINT64_MAX;
    while (low < high) {
        uint64_t middle = high == UINT64_MAX ? low : low + (high - low) / 2;
        Muster__V1__Reply *reply = read_page (cli, middle, 1, &code);
        if (reply == NULL)
            return code;
        if (high == UINT64_MAX)
            high = reply->head_seq;
        bool before = reply->n_entries > 0 && reply->entries[0]->at_ms < from_ms;
        if (before)
            low = middle + 1;
        else
            high = middle;
        muster__v1__reply__free_unpacked (reply, NULL);
    }
    *ret_after = low;
    return EXIT_DONE;
}

static void
show_progress (uint64_t seq, uint64_t head)
{
    if (isatty (STDERR_FILENO) != 1)
        return;
    fputc ('\r', stderr);
    fprintf (stderr, _ ("%llu of %llu entries"), (unsigned long long)seq, (unsigned long long)head);
}

static void
end_progress (void)
{
    if (isatty (STDERR_FILENO) == 1)
        fputs ("\r\033[K", stderr);
}

/* Returns the seq of the last entry on the page; 0 = nothing more is wanted. */
static uint64_t
take_page (const Muster__V1__Reply *reply, struct figures_run *run, int64_t to_ms)
{
    uint64_t seq = 0;
    for (size_t i = 0; i < reply->n_entries; i++) {
        if (reply->entries[i]->event != NULL)
            figures_take (run, reply->entries[i]->event);
        seq = reply->entries[i]->seq;
        if (reply->entries[i]->at_ms >= to_ms && figures_complete (run))
            return 0;
    }
    return reply->more ? seq : 0;
}

static enum exit_code
read_period (struct cli *cli, struct figures_run *run, int64_t from_ms, int64_t to_ms)
{
    uint64_t after = 0;
    enum exit_code code = seek (cli, from_ms, &after);
    bool more = code == EXIT_DONE;
    for (unsigned page = 1; more; page++) {
        Muster__V1__Reply *reply = read_page (cli, after, LIST_PAGE, &code);
        if (reply == NULL)
            return code;
        after = take_page (reply, run, to_ms);
        more = after != 0;
        if (page % PROGRESS_PAGES == 0)
            show_progress (after, reply->head_seq);
        muster__v1__reply__free_unpacked (reply, NULL);
    }
    end_progress ();
    return code;
}

static bool
obligation_is_drill (void *arg, uint64_t id)
{
    struct cli *cli = arg;
    const Muster__V1__Image *held = names_find (cli->names, CLI_ENTITY (OBLIGATION), id);
    if (held == NULL) {
        Muster__V1__Reply *reply = cli_ask_entity (cli, CLI_ENTITY (OBLIGATION), id);
        if (reply == NULL)
            return false;
        names_learn (cli->names, reply->images[0]);
        muster__v1__reply__free_unpacked (reply, NULL);
        held = names_find (cli->names, CLI_ENTITY (OBLIGATION), id);
    }
    return held != NULL && held->entity_case == MUSTER__V1__IMAGE__ENTITY_OBLIGATION &&
           figures_of_drill (held->obligation);
}

/* ---- for people ---- */

static const char *const span_labels[SPANS] = {
    [SPAN_INTAKE_ORDER] = N_ ("intake to first order"),
    [SPAN_ORDER_ACKNOWLEDGED] = N_ ("order to acknowledged"),
    [SPAN_ACKNOWLEDGED_EN_ROUTE] = N_ ("acknowledged to en route"),
    [SPAN_EN_ROUTE_ON_SCENE] = N_ ("en route to on scene"),
    [SPAN_INTAKE_ON_SCENE] = N_ ("intake to first team on scene"),
    [SPAN_INTAKE_CONTROLLED] = N_ ("intake to under control"),
    [SPAN_INTAKE_CLOSED] = N_ ("intake to closed"),
};

static void
add_number (struct table *table, enum style style, unsigned number)
{
    table_add (table, number > 0 ? style : STYLE_FAINT, text_format ("%u", number));
}

/* P50, P90, longest. */
static void
add_samples (struct table *table, struct samples *samples)
{
    static const unsigned percents[] = { 50, 90, 100 };
    for (size_t i = 0; i < sizeof percents / sizeof percents[0]; i++)
        table_add (table, STYLE_PLAIN,
                   samples->count > 0 ? duration_text (samples_percentile (samples, percents[i])) : text_copy ("-"));
}

static void
print_spans (const struct figures_report *report)
{
    const char *const headings[] = { _ ("Response"), _ ("count"), "P50", "P90", _ ("longest") };
    struct table *table = table_create (headings, sizeof headings / sizeof headings[0], 0);
    for (enum span span = 0; span < SPANS; span++) {
        struct samples *samples = (struct samples *)&report->spans[span];
        table_add (table, STYLE_PLAIN, text_copy (_ (span_labels[span])));
        add_number (table, STYLE_PLAIN, (unsigned)samples->count);
        add_samples (table, samples);
    }
    table_print (table, stdout);
}

static char *
target_name (struct cli *cli, Muster__V1__TargetKind kind, uint64_t id)
{
    Muster__V1__Target target = MUSTER__V1__TARGET__INIT;
    target.has_kind = target.has_id = true;
    target.kind = kind;
    target.id = id;
    char *name = name_target (cli, &target);
    return name != NULL ? name : text_copy ("?");
}

static char *
owed_name (struct cli *cli, const struct owed_row *row)
{
    if (row->owner_kind != MUSTER__V1__TARGET_KIND__TARGET_KIND_NONE)
        return target_name (cli, row->owner_kind, row->owner);
    return row->title[0] != '\0'   ? text_clean (row->title, false)
           : row->clock[0] != '\0' ? text_copy (row->clock)
                                   : name_duty_kind (row->kind);
}

static void
print_owed_rows (struct cli *cli, const char *heading, const struct owed_row *rows, size_t count)
{
    const char *const headings[] = { heading,       _ ("count"),     _ ("in time"), _ ("late"), _ ("missed"),
                                     _ ("overdue"), _ ("withdrawn"), "P50",         "P90",      _ ("longest") };
    struct table *table = table_create (headings, sizeof headings / sizeof headings[0], 0);
    for (size_t i = 0; i < count; i++) {
        const struct owed_row *row = &rows[i];
        table_add (table, STYLE_PLAIN, owed_name (cli, row));
        add_number (table, STYLE_PLAIN, row->armed);
        add_number (table, STYLE_GOOD, row->in_time);
        add_number (table, STYLE_WARN, row->late);
        add_number (table, STYLE_ALARM, row->missed);
        add_number (table, STYLE_ALARM, row->overdue);
        add_number (table, STYLE_FAINT, row->withdrawn);
        add_samples (table, (struct samples *)&row->taken);
    }
    putchar ('\n');
    table_print (table, stdout);
}

/* In tenths, so that no float is printed differently elsewhere. */
static unsigned
tenths (unsigned alarms, unsigned windows)
{
    return windows > 0 ? (alarms * 10 + windows / 2) / windows : 0;
}

static void
print_desks (struct cli *cli, const struct figures_report *report)
{
    const char *const headings[] = { _ ("Called"),       _ ("calls"),  _ ("per 10 min"),
                                     _ ("most at once"), _ ("over 2"), _ ("floods (over 10)") };
    struct table *table = table_create (headings, sizeof headings / sizeof headings[0], 0);
    for (size_t i = 0; i < report->desks_count; i++) {
        const struct desk_row *desk = &report->desks[i];
        unsigned average = tenths (desk->alarms, report->windows);
        table_add (table, STYLE_PLAIN, target_name (cli, desk->kind, desk->id));
        add_number (table, STYLE_PLAIN, desk->alarms);
        table_add (table, average > 10 ? STYLE_WARN : STYLE_PLAIN, text_format ("%u.%u", average / 10, average % 10));
        add_number (table, desk->most >= ALARMS_FLOOD_MIN ? STYLE_ALARM : STYLE_PLAIN, desk->most);
        add_number (table, STYLE_WARN, desk->windows_over);
        add_number (table, STYLE_ALARM, desk->windows_flood);
    }
    table_print (table, stdout);
}

static void
print_head (const struct figures_report *report)
{
    char *from = time_text (report->from_ms), *to = time_text (report->to_ms);
    char *head = text_format (_ ("From %s to %s"), from, to);
    terminal_print (stdout, STYLE_BOLD, head);
    if (report->drills) {
        fputs ("  ", stdout);
        terminal_print (stdout, STYLE_DRILL, _ ("DRILLS ONLY"));
    }
    putchar ('\n');
    printf (_ ("Incidents: %u; orders: %u, of them %u unanswered and passed on, %u declined.\n"), report->incidents,
            report->orders, report->expired, report->declined);
    if (!report->drills && report->other_incidents > 0)
        printf (_ ("%u drills are left out; see them with --drills.\n"), report->other_incidents);
    free (head);
    free (from);
    free (to);
}

static void
print_people (struct cli *cli, const struct figures_report *report)
{
    print_head (report);
    putchar ('\n');
    print_spans (report);
    if (report->owed_count > 0)
        print_owed_rows (cli, _ ("Owed"), report->owed, report->owed_count);
    if (report->answers_count > 0)
        print_owed_rows (cli, _ ("Roll calls"), report->answers, report->answers_count);
    if (report->desks_count > 0) {
        putchar ('\n');
        print_desks (cli, report);
        printf ("%s\n",
                _ ("One desk can bear about 1 call in 10 minutes; 2 is the most, over 10 is a flood (ISA-18.2)."));
    }
}

/* ---- for programs ---- */

/* Every number of the report once: the rows of CSV, and what JSON is made of. */
typedef void row_fn (void *arg, const char *section, const char *name, const char *measure, int64_t value);

static void
samples_rows (row_fn *row, void *arg, const char *section, const char *name, const struct samples *from)
{
    struct samples *samples = (struct samples *)from;
    row (arg, section, name, "count", (int64_t)samples->count);
    if (samples->count == 0)
        return;
    row (arg, section, name, "p50_ms", samples_percentile (samples, 50));
    row (arg, section, name, "p90_ms", samples_percentile (samples, 90));
    row (arg, section, name, "max_ms", samples_percentile (samples, 100));
}

static void
owed_rows (row_fn *row, void *arg, const char *section, const char *name, const struct owed_row *owed)
{
    row (arg, section, name, "armed", owed->armed);
    row (arg, section, name, "in_time", owed->in_time);
    row (arg, section, name, "late", owed->late);
    row (arg, section, name, "missed", owed->missed);
    row (arg, section, name, "overdue", owed->overdue);
    row (arg, section, name, "running", owed->running);
    row (arg, section, name, "withdrawn", owed->withdrawn);
    samples_rows (row, arg, section, name, &owed->taken);
}

static void
kind_rows (row_fn *row, void *arg, const struct owed_row *owed)
{
    char *kind = enum_value_text (&muster__v1__obligation_kind__descriptor, (int)owed->kind);
    owed_rows (row, arg, "owed", owed->clock[0] != '\0' ? owed->clock : kind, owed);
    free (kind);
}

/* "post/3" */
static char *
target_code (Muster__V1__TargetKind kind, uint64_t id)
{
    char *word = enum_value_text (&muster__v1__target_kind__descriptor, (int)kind);
    char *code = text_format ("%s/%" PRIu64, word, id);
    free (word);
    return code;
}

static void
answer_rows (row_fn *row, void *arg, const struct owed_row *owed)
{
    char *name = target_code (owed->owner_kind, owed->owner);
    owed_rows (row, arg, "roll_calls", name, owed);
    free (name);
}

static void
desk_rows (row_fn *row, void *arg, const struct desk_row *desk, unsigned windows)
{
    char *name = target_code (desk->kind, desk->id);
    row (arg, "alarm_load", name, "calls", desk->alarms);
    row (arg, "alarm_load", name, "windows", windows);
    row (arg, "alarm_load", name, "most_in_window", desk->most);
    row (arg, "alarm_load", name, "windows_over_2", desk->windows_over);
    row (arg, "alarm_load", name, "windows_flood", desk->windows_flood);
    free (name);
}

static void
each_row (const struct figures_report *report, row_fn *row, void *arg)
{
    row (arg, "incidents", "all", "count", report->incidents);
    row (arg, "incidents", "left_out", "count", report->other_incidents);
    row (arg, "orders", "all", "count", report->orders);
    row (arg, "orders", "expired", "count", report->expired);
    row (arg, "orders", "declined", "count", report->declined);
    for (enum span span = 0; span < SPANS; span++)
        samples_rows (row, arg, "response", span_code (span), &report->spans[span]);
    for (size_t i = 0; i < report->owed_count; i++)
        kind_rows (row, arg, &report->owed[i]);
    for (size_t i = 0; i < report->answers_count; i++)
        answer_rows (row, arg, &report->answers[i]);
    for (size_t i = 0; i < report->desks_count; i++)
        desk_rows (row, arg, &report->desks[i], report->windows);
}

static void
csv_row (void *arg, const char *section, const char *name, const char *measure, int64_t value)
{
    (void)arg;
    printf ("%s,%s,%s,%" PRId64 "\n", section, name, measure, value);
}

static json_t *
json_child (json_t *parent, const char *key)
{
    json_t *child = json_object_get (parent, key);
    if (child == NULL) {
        child = json_object ();
        json_object_set_new (parent, key, child);
    }
    return child;
}

static void
json_row (void *arg, const char *section, const char *name, const char *measure, int64_t value)
{
    json_object_set_new (json_child (json_child (arg, section), name), measure, json_integer (value));
}

static void
print_programs (struct cli *cli, const struct figures_report *report)
{
    char from[TIME_TEXT_MAX], to[TIME_TEXT_MAX];
    if (!cli->json) {
        puts ("section,name,measure,value");
        each_row (report, csv_row, NULL);
        return;
    }
    time_rfc3339 (report->from_ms, from);
    time_rfc3339 (report->to_ms, to);
    json_t *all = json_pack ("{s:s, s:s, s:b}", "from", from, "to", to, "drills", report->drills);
    each_row (report, json_row, all);
    cli_print_json (all);
}

/* ---- the verb ---- */

/* A day means all of it: until its end where a period ends. */
static int64_t
end_of (const struct value *to)
{
    return (int64_t)to->number + (strchr (to->text, ':') == NULL ? DAY_MS : 0);
}

int
run_stats (struct cli *cli)
{
    int64_t now_ms = time_now_ms ();
    int64_t to_ms = cli_given (cli, OPTION_TO_TIME) ? end_of (cli_value (cli, OPTION_TO_TIME)) : now_ms + 1;
    int64_t from_ms = cli_given (cli, OPTION_FROM_TIME) ? (int64_t)cli_value (cli, OPTION_FROM_TIME)->number
                                                        : to_ms - PERIOD_DAYS * DAY_MS;
    if (to_ms <= from_ms)
        return cli_fail (cli, EXIT_USAGE, "%s",
                         _ ("The period ends before it begins: --from must be earlier than --to."));
    if (cli->json && cli_given (cli, OPTION_CSV))
        return cli_fail (cli, EXIT_USAGE, "%s", _ ("Either --json or --csv, not both."));
    struct figures_run *run =
        figures_begin (from_ms, to_ms, cli_given (cli, OPTION_DRILLS), obligation_is_drill, cli);
    enum exit_code code = read_period (cli, run, from_ms, to_ms);
    if (code == EXIT_DONE) {
        const struct figures_report *report = figures_result (run, now_ms);
        if (cli->json || cli_given (cli, OPTION_CSV))
            print_programs (cli, report);
        else
            print_people (cli, report);
    }
    figures_end (run);
    return code;
}
