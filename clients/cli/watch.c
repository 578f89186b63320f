/* SPDX-License-Identifier: Apache-2.0 */
/* watch.c: each change as it happens, one line each; a lost line is told, and caught up by the library. */
#include "cli.h"
#include "describe.h"
#include "i18n.h"
#include "message.h"
#include "names.h"
#include "receipts.h"
#include "sentences.h"
#include "terminal.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { TOPICS_MAX = 2, WAIT_MS_MAX = 60000, DELIVERED_MAX = 64 };

struct watch {
    struct cli *cli;
    uint64_t printed, printed_max; /* max 0 = no end */
    uint64_t unprinted;            /* the smallest version that came and was not printed; 0 = none */
    bool output_failed;
    enum muster_feed_state state;
    bool started, was_live, store_away;
    char *own_team;                    /* of a team's console, which sends receipts; NULL = another's */
    uint64_t delivered[DELIVERED_MAX]; /* orders that were printed: to be told when nothing else is being done */
    size_t delivered_count;
};

static volatile sig_atomic_t interrupted;

static void
on_signal (int number)
{
    (void)number;
    interrupted = 1;
}

static void
print_change_json (const Muster__V1__Image *image, const Muster__V1__Event *event)
{
    json_t *json = json_object ();
    if (event != NULL)
        json_object_set_new (json, "event", message_json (&event->base));
    json_object_set_new (json, "image", message_json (&image->base));
    cli_print_json (json);
}

static void
print_change (struct cli *cli, const Muster__V1__Image *image, const Muster__V1__Event *event)
{
    char *reference = reference_text ((Muster__V1__EntityKind)image->entity_case, image_id (image));
    bool drill = image_is_drill (image);
    if (event != NULL) {
        journal_line (event->at_ms, drill, reference, sentence_style (event->kind), sentence_text (cli, event, image),
                      sentence_who (cli, event));
        return;
    }
    char *state = sentence_state (cli, image);
    journal_line (time_now_ms (), drill, reference, STYLE_PLAIN,
                  text_format (_ ("as of entry %llu: %s"), (unsigned long long)image->version, state), NULL);
    free (state);
}

/* What does not fit is told when the order is seen, or acknowledged. */
static void
note_delivered (struct watch *watch, const Muster__V1__Image *image)
{
    if (watch->own_team != NULL && image->entity_case == MUSTER__V1__IMAGE__ENTITY_DISPATCH_ORDER &&
        watch->delivered_count < DELIVERED_MAX &&
        receipts_wanted (image->dispatch_order, MUSTER__V1__RECEIPT_STATE__RECEIPT_STATE_DELIVERED))
        watch->delivered[watch->delivered_count++] = image->dispatch_order->id;
}

static void
tell_delivered (struct watch *watch)
{
    while (watch->delivered_count > 0)
        receipts_send (watch->cli, watch->delivered[--watch->delivered_count],
                       MUSTER__V1__RECEIPT_STATE__RECEIPT_STATE_DELIVERED);
}

/* Enough was printed, or nobody reads any more: the rest of what the library hands out at once is for the next run.
 */
static bool
is_over (const struct watch *watch)
{
    return watch->output_failed || (watch->printed_max > 0 && watch->printed >= watch->printed_max);
}

static void
leave_out (struct watch *watch, const Muster__V1__Image *image)
{
    if (watch->unprinted == 0 || image->version < watch->unprinted)
        watch->unprinted = image->version;
}

static void
on_image (void *arg, const Muster__V1__Image *image, const Muster__V1__Event *event)
{
    struct watch *watch = arg;
    if (is_over (watch)) {
        leave_out (watch, image);
        return;
    }
    names_learn (watch->cli->names, image);
    if (watch->cli->json)
        print_change_json (image, event);
    else
        print_change (watch->cli, image, event);
    watch->output_failed = fflush (stdout) != 0 || ferror (stdout);
    if (watch->output_failed) {
        leave_out (watch, image);
        return;
    }
    watch->printed++;
    note_delivered (watch, image);
}

static void
note_feed (struct watch *watch, const char *name, const char *text, uint64_t seq)
{
    if (watch->cli->json) {
        cli_print_json (json_pack ("{s:s, s:I}", "feed", name, "head_seq", (json_int_t)seq));
        return;
    }
    char *now = time_text (time_now_ms ());
    cli_note (watch->cli, "%s  -- %s", now, text);
    free (now);
}

static void
on_reset (void *arg)
{
    struct watch *watch = arg;
    names_forget (watch->cli->names);
    note_feed (watch, "reset", _ ("too much was missed to tell it one by one: what follows is all that is known now"),
               0);
}

static void
on_state (void *arg, enum muster_feed_state state, uint64_t head_seq)
{
    struct watch *watch = arg;
    if (watch->started && watch->state == state)
        return;
    watch->started = true;
    watch->state = state;
    if (state == MUSTER_FEED_LIVE) {
        char *text = text_format (watch->was_live ? _ ("live again, nothing is missing, at entry %llu")
                                                  : _ ("live, at entry %llu"),
                                  (unsigned long long)head_seq);
        note_feed (watch, "live", text, head_seq);
        free (text);
        watch->was_live = true;
    } else if (state == MUSTER_FEED_STALE) {
        note_feed (watch, "stale", _ ("NO CONTACT with the daemon: what happens now is not shown; trying again"),
                   head_seq);
    } else if (watch->cli->json) {
        note_feed (watch, state == MUSTER_FEED_SYNCING ? "syncing" : "connecting", "", head_seq);
    }
}

static void
on_beat (void *arg, const Muster__V1__Beat *beat)
{
    struct watch *watch = arg;
    bool away = beat->has_store_away_ms;
    if (away == watch->store_away)
        return;
    watch->store_away = away;
    note_feed (watch, away ? "store_away" : "store_back",
               away ? _ ("the database is AWAY: nothing new can be stored") : _ ("the database is back"),
               beat->head_seq);
}

/* A team leader may only subscribe to the own team's orders: who sees exactly one team asks for that too. */
static size_t
choose_topics (const char *own_team, char *own, size_t own_size, const char *topics[TOPICS_MAX])
{
    topics[0] = "";
    if (own_team == NULL)
        return 1;
    snprintf (own, own_size, "order/%s/", own_team);
    topics[1] = own;
    return 2;
}

static enum exit_code
head_of_journal (struct cli *cli, uint64_t *ret_seq)
{
    Muster__V1__Reply *reply;
    enum exit_code code = cli_call (cli, request_create (MUSTER__V1__REQUEST__BODY_STATUS), &reply);
    if (code != EXIT_DONE)
        return code;
    *ret_seq = reply->head_seq;
    muster__v1__reply__free_unpacked (reply, NULL);
    return EXIT_DONE;
}

/* Until the time is over, enough was printed, or somebody stops it. */
static void
follow (struct watch *watch, int64_t end_ms)
{
    struct muster *client = watch->cli->client;
    while (!interrupted && !is_over (watch)) {
        int64_t left_ms = end_ms - time_now_ms ();
        if (left_ms <= 0)
            return;
        muster_wait (client, left_ms < WAIT_MS_MAX ? (int)left_ms : WAIT_MS_MAX);
        tell_delivered (watch);
    }
}

uint64_t
watch_position (uint64_t given, uint64_t unprinted)
{
    return unprinted > 0 && unprinted <= given ? unprinted - 1 : given;
}

/* On standard error, so that it is not lost with the reader of the output. */
static void
note_position (uint64_t position)
{
    fprintf (stderr, _ ("To go on from here: muster watch --since %llu"), (unsigned long long)position);
    fputc ('\n', stderr);
}

static enum exit_code
finish (struct watch *watch)
{
    uint64_t position = watch_position (muster_feed_position (watch->cli->client), watch->unprinted);
    if (watch->cli->json && !watch->output_failed)
        cli_print_json (json_pack ("{s:s, s:I}", "feed", "end", "position", (json_int_t)position));
    else
        note_position (position);
    muster_feed_stop (watch->cli->client);
    if (watch->output_failed) /* that it failed is said at the end of the program */
        return EXIT_DONE;
    return watch->printed >= watch->printed_max ? EXIT_DONE : EXIT_TIMED_OUT;
}

int
run_watch (struct cli *cli)
{
    static const Muster__V1__EntityKind kinds[] = { CLI_ENTITY (TEAM),           CLI_ENTITY (PERSON),
                                                    CLI_ENTITY (POST),           CLI_ENTITY (PRINCIPAL),
                                                    CLI_ENTITY (DISPATCH_ORDER), CLI_ENTITY (OBLIGATION) };
    struct watch watch = { .cli = cli, .printed_max = cli_value (cli, OPTION_COUNT)->number };
    struct muster_feed_callbacks callbacks = { &watch, on_image, on_reset, on_state, on_beat };
    struct sigaction action = { .sa_handler = on_signal };
    const char *topics[TOPICS_MAX];
    char own[64];
    uint64_t since = cli_value (cli, OPTION_SINCE)->number, head = 0;
    int64_t end_ms = INT64_MAX;
    enum exit_code code = head_of_journal (cli, &head);
    if (code != EXIT_DONE)
        return code;
    if (!cli_given (cli, OPTION_SINCE))
        since = head;
    for (size_t i = 0; !cli->json && i < sizeof kinds / sizeof kinds[0]; i++)
        names_load (cli, kinds[i]);
    names_hold (cli->names, true);
    char *own_team = receipts_own_team (cli);
    size_t topics_count = choose_topics (own_team, own, sizeof own, topics);
    watch.own_team = cli_given (cli, OPTION_NO_RECEIPTS) ? NULL : own_team;
    sigaction (SIGINT, &action, NULL);
    sigaction (SIGTERM, &action, NULL);
    signal (SIGPIPE, SIG_IGN); /* a reader that leaves ends the watch, which still says where to go on */
    if (cli_given (cli, OPTION_FOR_TIME))
        end_ms = time_now_ms () + (int64_t)cli_value (cli, OPTION_FOR_TIME)->number;
    if (muster_feed_start (cli->client, topics, topics_count, since, &callbacks) != 0)
        code = cli_fail (cli, EXIT_ERROR, _ ("the feed could not be started"));
    if (code == EXIT_DONE)
        follow (&watch, end_ms);
    free (own_team);
    return code == EXIT_DONE ? finish (&watch) : code;
}
