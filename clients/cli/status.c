/* SPDX-License-Identifier: Apache-2.0 */
/* status.c: the daemon's state and its counters, in words. */
#include "cli.h"
#include "describe.h"
#include "i18n.h"
#include "message.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

/* A counter that is not here is shown under its own name. */
static const struct {
    const char *name, *text;
} counters[] = {
    { "incidents_open", N_ ("open incidents") },
    { "orders_open", N_ ("open orders") },
    { "obligations_live", N_ ("obligations running or overdue") },
    { "drill_incidents_open", N_ ("open incidents of a drill") },
    { "drill_orders_open", N_ ("open orders of a drill") },
    { "drill_obligations_live", N_ ("obligations of a drill running or overdue") },
    { "shifts_on_duty", N_ ("people on duty") },
    { "teams", N_ ("teams") },
    { "principals", N_ ("enrolled or revoked principals") },
    { "requests", N_ ("requests") },
    { "commands_stored", N_ ("commands stored") },
    { "commands_refused", N_ ("commands refused by the rules") },
    { "requests_invalid", N_ ("invalid requests") },
    { "requests_denied", N_ ("requests not allowed") },
    { "requests_busy", N_ ("requests put off as too many") },
    { "commands_repeated", N_ ("commands sent again, not done twice") },
    { "command_ids_reused", N_ ("command ids used for another command") },
    { "interim_replies", N_ ("interim words: received, not stored yet") },
    { "batches", N_ ("commits") },
    { "batch_commands_max", N_ ("most commands in one commit") },
    { "journal_entries", N_ ("journal entries since the start") },
    { "pushes_made", N_ ("changes told") },
    { "ticks", N_ ("turns of the clock") },
    { "id_lookups", N_ ("command ids looked up in the database") },
    { "fetches", N_ ("records fetched from the database") },
    { "store_failures", N_ ("failures of the database") },
    { "waiting_commands", N_ ("commands waiting") },
    { "commands_remembered", N_ ("command ids remembered") },
    { "bus_requests", N_ ("requests received on the bus") },
    { "bus_replies", N_ ("replies sent on the bus") },
    { "bus_replies_dropped", N_ ("replies that nobody took") },
    { "bus_pushes", N_ ("changes sent on the feed") },
    { "bus_pushes_dropped", N_ ("changes that a slow client lost") },
    { "bus_handshakes_accepted", N_ ("connections let in") },
    { "bus_handshakes_refused", N_ ("connections refused") },
    { "bus_requests_refused", N_ ("requests without a name, refused") },
    { "bus_malformed", N_ ("frames that were no message") },
    { "bus_subscriptions", N_ ("subscriptions granted") },
    { "bus_subscriptions_refused", N_ ("subscriptions refused") },
    { "bus_subscribers", N_ ("subscribers") },
    { "bus_feed_rebuilds", N_ ("feed sockets rebuilt") },
    { "clock_set_back_ms_max", N_ ("largest step back of the machine's clock, ms") },
    { "test_clock_in_force", N_ ("TEST CLOCK: no deadline is real") },
};

static const char *
counter_text (const char *name)
{
    for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++) {
        if (strcmp (counters[i].name, name) == 0)
            return _ (counters[i].text);
    }
    return name;
}

static void
print_counter (const Muster__V1__Counter *counter)
{
    char *name = text_clean (counter->name != NULL ? counter->name : "?", false);
    char *line = text_format ("  %12llu  %s", (unsigned long long)counter->value, counter_text (name));
    terminal_print (stdout, counter->value == 0 ? STYLE_FAINT : STYLE_PLAIN, line);
    putchar ('\n');
    free (line);
    free (name);
}

/* A daemon on a test's clock must never be taken for a real one. */
static bool
has_test_clock (const Muster__V1__DaemonStatus *daemon)
{
    for (size_t i = 0; i < daemon->n_counters; i++) {
        if (daemon->counters[i]->name != NULL && strcmp (daemon->counters[i]->name, "test_clock_in_force") == 0)
            return true;
    }
    return false;
}

static void
print_status (const Muster__V1__Reply *reply)
{
    const Muster__V1__DaemonStatus *daemon = reply->daemon;
    bool leads = daemon->state != NULL && strcmp (daemon->state, "leading") == 0;
    terminal_print (stdout, leads ? STYLE_GOOD : STYLE_WARN,
                    daemon->state != NULL ? word_daemon_state (daemon->state) : "?");
    putchar ('\n');
    if (has_test_clock (daemon)) {
        terminal_print (stdout, STYLE_ALARM, counter_text ("test_clock_in_force"));
        putchar ('\n');
    }
    card_line (_ ("database"), describe_text (daemon->store_text));
    card_line (_ ("centre"), describe_text (daemon->centre));
    card_line (_ ("profile"), describe_text (daemon->profile));
    card_line (_ ("version"), describe_text (daemon->version));
    card_line (_ ("last entry"), text_format (_ ("%llu (epoch %llu)"), (unsigned long long)reply->head_seq,
                                              (unsigned long long)reply->epoch));
    if (daemon->has_started_at_ms && daemon->has_now_ms) {
        char *at = time_text (daemon->started_at_ms), *span = duration_text (daemon->now_ms - daemon->started_at_ms);
        card_line (_ ("running since"), text_format (_ ("%s, for %s"), at, span));
        free (at);
        free (span);
    }
    if (daemon->n_counters > 0)
        card_heading (_ ("Counters"));
    for (size_t i = 0; i < daemon->n_counters; i++)
        print_counter (daemon->counters[i]);
}

int
run_status (struct cli *cli)
{
    Muster__V1__Reply *reply;
    enum exit_code code = cli_call (cli, request_create (MUSTER__V1__REQUEST__BODY_STATUS), &reply);
    if (code != EXIT_DONE)
        return code;
    if (cli->json)
        cli_print_json (message_json (&reply->base));
    else if (reply->daemon != NULL)
        print_status (reply);
    muster__v1__reply__free_unpacked (reply, NULL);
    return EXIT_DONE;
}
