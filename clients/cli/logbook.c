/* SPDX-License-Identifier: Apache-2.0 */
/* logbook.c: the duty log: writing an entry, reading it by day and post. */
#include "logbook.h"

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

enum {
    MINUTE_MS = 60000,
    DAY_MS = 86400000,
    AHEAD_MAX_MS = 300000, /* an entry may speak of a time this much later than it was written */
    SECONDS_TEXT = 3,      /* ":07" */
    ENTRIES_DEFAULT = 100,
    PAGE = 500,
    PAGES_MAX = 200,
};

char *
logbook_minute (int64_t ms, int64_t base_ms)
{
    char *text = time_text_near (ms, base_ms);
    size_t size = strlen (text);
    if (size > SECONDS_TEXT)
        text[size - SECONDS_TEXT] = '\0';
    return text;
}

static char *
writer_of (struct cli *cli, const Muster__V1__DutyLogEntry *entry)
{
    return entry->has_person ? name_of (cli, CLI_ENTITY (PERSON), entry->person)
                             : name_principal (cli, entry->written_by);
}

/* ---- reading ---- */

struct logbook {
    Muster__V1__Reply **pages; /* that hold the entries */
    size_t pages_count;
    Muster__V1__Image **entries; /* borrowed from them */
    size_t count, capacity, limit;
    bool more;
    uint64_t post;          /* 0 = all */
    uint64_t before;        /* only ids below this one; 0 = all */
    int64_t from_ms, to_ms; /* 0 = all */
    struct correction {
        uint64_t corrected, by;
    } * corrections; /* newest first, of all that was read: what corrects an entry stands on an earlier page */
    size_t corrections_count;
};

static bool
wanted (const struct logbook *book, const Muster__V1__DutyLogEntry *entry)
{
    return (book->post == 0 || entry->post == book->post) && (book->before == 0 || entry->id < book->before) &&
           entry->happened_at_ms >= book->from_ms && (book->to_ms == 0 || entry->happened_at_ms < book->to_ms);
}

static void
keep (struct logbook *book, Muster__V1__Image *image)
{
    if (book->count == book->capacity) {
        book->capacity = book->capacity ? book->capacity * 2 : ENTRIES_DEFAULT;
        book->entries = text_grow (book->entries, book->capacity, sizeof (Muster__V1__Image *));
    }
    book->entries[book->count++] = image;
}

static void
note_correction (struct logbook *book, const Muster__V1__DutyLogEntry *entry)
{
    if (!entry->has_corrects || entry->corrects == 0)
        return;
    book->corrections = text_grow (book->corrections, book->corrections_count + 1, sizeof *book->corrections);
    book->corrections[book->corrections_count++] = (struct correction){ entry->corrects, entry->id };
}

/* Newest first. Returns the smallest id on the page, 0 when nothing older can be wanted. */
static uint64_t
take_page (struct logbook *book, Muster__V1__Reply *page)
{
    uint64_t smallest = 0;
    for (size_t i = 0; i < page->n_images; i++) {
        const Muster__V1__DutyLogEntry *entry = page->images[i]->duty_log_entry;
        if (page->images[i]->entity_case != MUSTER__V1__IMAGE__ENTITY_DUTY_LOG_ENTRY)
            continue;
        smallest = entry->id;
        note_correction (book, entry);
        if (entry->written_at_ms + AHEAD_MAX_MS < book->from_ms)
            return 0;
        if (!wanted (book, entry))
            continue;
        if (book->count == book->limit) {
            book->more = true;
            return 0;
        }
        keep (book, page->images[i]);
    }
    return page->has_more && page->more ? smallest : 0;
}

/* From the newest on, down to id `last`. */
static enum exit_code
read_pages (struct cli *cli, struct logbook *book, uint64_t last)
{
    enum exit_code code = EXIT_DONE;
    uint64_t before = 0;
    book->pages = text_calloc (PAGES_MAX, sizeof (Muster__V1__Reply *));
    do {
        Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_LIST);
        request_set_number (request, "kind", CLI_ENTITY (DUTY_LOG_ENTRY));
        request_set_number (request, "settled", true);
        request_set_number (request, "limit", PAGE);
        if (before > 0)
            request_set_number (request, "before", before);
        code = cli_call (cli, request, &book->pages[book->pages_count]);
        before = code == EXIT_DONE ? take_page (book, book->pages[book->pages_count++]) : 0;
    } while (before > last && book->pages_count < PAGES_MAX);
    return code;
}

static void
book_free (struct logbook *book)
{
    for (size_t i = 0; i < book->pages_count; i++)
        muster__v1__reply__free_unpacked (book->pages[i], NULL);
    free (book->pages);
    free (book->entries);
    free (book->corrections);
}

static int
by_minute (const void *a, const void *b)
{
    const Muster__V1__DutyLogEntry *left = (*(Muster__V1__Image *const *)a)->duty_log_entry;
    const Muster__V1__DutyLogEntry *right = (*(Muster__V1__Image *const *)b)->duty_log_entry;
    if (left->happened_at_ms != right->happened_at_ms)
        return left->happened_at_ms < right->happened_at_ms ? -1 : 1;
    return left->id < right->id ? -1 : left->id > right->id;
}

/* The entry that corrects it, the latest of them; 0 = none. */
static uint64_t
corrected_by (const struct logbook *book, uint64_t id)
{
    for (size_t i = 0; i < book->corrections_count; i++)
        if (book->corrections[i].corrected == id)
            return book->corrections[i].by;
    return 0;
}

/* What was written after it is looked through. */
static uint64_t
find_correction (struct cli *cli, uint64_t id)
{
    struct logbook book = { .before = 1 }; /* keeps none: only corrections are wanted */
    cli->incomplete |= read_pages (cli, &book, id) != EXIT_DONE;
    uint64_t by = corrected_by (&book, id);
    book_free (&book);
    return by;
}

void
log_entry_page (struct cli *cli, const Muster__V1__Image *image)
{
    const Muster__V1__DutyLogEntry *entry = image->duty_log_entry;
    char *minute = logbook_minute (entry->happened_at_ms, time_now_ms ());
    show_head (CLI_ENTITY (DUTY_LOG_ENTRY), entry->id, entry->drill, minute);
    free (minute);
    if (entry->text != NULL)
        text_print_indented (stdout, entry->text, "  | ");
    card_line (_ ("written"), describe_time (entry->has_written_at_ms, entry->written_at_ms));
    card_line (_ ("by"), writer_of (cli, entry));
    if (entry->has_post)
        card_line (_ ("post"), name_of (cli, CLI_ENTITY (POST), entry->post));
    if (entry->has_incident)
        card_line (_ ("incident"), reference_text (CLI_ENTITY (INCIDENT), entry->incident));
    if (entry->has_corrects)
        card_line (_ ("corrects"), reference_text (CLI_ENTITY (DUTY_LOG_ENTRY), entry->corrects));
    uint64_t by = find_correction (cli, entry->id);
    if (by != 0)
        card_line (_ ("corrected by"), reference_text (CLI_ENTITY (DUTY_LOG_ENTRY), by));
}

static char *
entry_text (const struct logbook *book, const Muster__V1__DutyLogEntry *entry)
{
    char *text = describe_text (entry->text);
    uint64_t by = corrected_by (book, entry->id);
    char *with = text;
    char *other = reference_text (CLI_ENTITY (DUTY_LOG_ENTRY), by != 0 ? by : entry->corrects);
    if (by != 0)
        with = text_format (_ ("%s (corrected by %s)"), text, other);
    else if (entry->has_corrects)
        with = text_format (_ ("(corrects %s) %s"), other, text);
    free (other);
    if (with != text)
        free (text);
    return with;
}

static void
print_entry (struct cli *cli, const struct logbook *book, struct table *table, const Muster__V1__DutyLogEntry *entry)
{
    bool late = entry->written_at_ms - entry->happened_at_ms >= MINUTE_MS;
    enum style style;
    table_add (table, STYLE_BOLD, logbook_minute (entry->happened_at_ms, time_now_ms ()));
    char *reference = describe_reference (CLI_ENTITY (DUTY_LOG_ENTRY), entry->id, entry->drill, &style);
    table_add (table, style, reference);
    table_add (table, STYLE_PLAIN, entry_text (book, entry));
    table_add (table, STYLE_PLAIN,
               entry->has_incident ? reference_text (CLI_ENTITY (INCIDENT), entry->incident) : NULL);
    table_add (table, STYLE_PLAIN, writer_of (cli, entry));
    table_add (table, STYLE_PLAIN, entry->has_post ? name_of (cli, CLI_ENTITY (POST), entry->post) : NULL);
    table_add (table, STYLE_FAINT, late ? logbook_minute (entry->written_at_ms, entry->happened_at_ms) : NULL);
}

static void
print_book (struct cli *cli, struct logbook *book)
{
    static const char *const headings[] = { N_ ("TIME"), N_ ("ID"),   N_ ("ENTRY"),        N_ ("INCIDENT"),
                                            N_ ("BY"),   N_ ("POST"), N_ ("WRITTEN LATER") };
    uint64_t oldest = UINT64_MAX;
    if (book->count == 0) {
        puts (_ ("Nothing is written there. Write: muster log \"...\""));
        return;
    }
    struct table *table = table_create (headings, sizeof headings / sizeof headings[0], 2);
    for (size_t i = 0; i < book->count; i++) {
        print_entry (cli, book, table, book->entries[i]->duty_log_entry);
        oldest = book->entries[i]->duty_log_entry->id < oldest ? book->entries[i]->duty_log_entry->id : oldest;
    }
    table_print (table, stdout);
    if (book->more)
        printf (_ ("There is more: muster %s%s --before %llu\n"), "logbook", "", (unsigned long long)oldest);
}

static void
print_json (const struct logbook *book)
{
    Muster__V1__Reply reply = MUSTER__V1__REPLY__INIT;
    reply.n_images = book->count;
    reply.images = book->entries;
    reply.has_more = reply.more = book->more;
    cli_print_json (message_json (&reply.base));
}

int
run_logbook (struct cli *cli)
{
    struct logbook book = { .limit = cli_given (cli, OPTION_LIMIT) ? cli_value (cli, OPTION_LIMIT)->number
                                                                   : ENTRIES_DEFAULT,
                            .before = cli_value (cli, OPTION_BEFORE)->number };
    enum exit_code code = cli_open (cli);
    if (cli_given (cli, OPTION_DAY)) {
        book.from_ms = (int64_t)cli_value (cli, OPTION_DAY)->number;
        book.to_ms = book.from_ms + DAY_MS;
    }
    if (code == EXIT_DONE && cli_given (cli, OPTION_AT_POST))
        code = names_post_meant (cli, OPTION_AT_POST, &book.post);
    if (code == EXIT_DONE)
        code = read_pages (cli, &book, 0);
    if (book.count > 0)
        qsort (book.entries, book.count, sizeof (Muster__V1__Image *), by_minute);
    if (code == EXIT_DONE && cli->json)
        print_json (&book);
    else if (code == EXIT_DONE)
        print_book (cli, &book);
    book_free (&book);
    return code;
}

/* A correction stands where what it corrects stands, unless told otherwise. */
static void
inherit_incident (struct cli *cli)
{
    struct value *incident = &cli->arguments.values.of[OPTION_OF_INCIDENT];
    if (!cli_given (cli, OPTION_CORRECTS) || incident->given)
        return;
    Muster__V1__Reply *reply =
        cli_ask_entity (cli, CLI_ENTITY (DUTY_LOG_ENTRY), cli_value (cli, OPTION_CORRECTS)->number);
    const Muster__V1__Image *image = reply != NULL && reply->n_images > 0 ? reply->images[0] : NULL;
    if (image != NULL && image->entity_case == MUSTER__V1__IMAGE__ENTITY_DUTY_LOG_ENTRY &&
        image->duty_log_entry->has_incident) {
        incident->given = true;
        incident->number = image->duty_log_entry->incident;
    }
    if (reply != NULL)
        muster__v1__reply__free_unpacked (reply, NULL);
}

int
run_log (struct cli *cli)
{
    static const enum option of_entry[] = { OPTION_LOG_AT, OPTION_OF_INCIDENT, OPTION_CORRECTS };
    if (cli_given (cli, OPTION_LOG_TEXT)) {
        inherit_incident (cli);
        return run_command (cli);
    }
    for (size_t i = 0; i < sizeof of_entry / sizeof of_entry[0]; i++) {
        if (cli_given (cli, of_entry[i]))
            return cli_fail (cli, EXIT_USAGE, _ ("What is to be written? muster log \"...\""));
    }
    return run_logbook (cli);
}
