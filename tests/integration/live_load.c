/* SPDX-License-Identifier: Apache-2.0 */
/* live_load.c: one client that reports incidents to a live daemon, many at a time, and writes down every word it got.
 *
 *   live_load WHO COUNT WINDOW TIMEOUT_MS      COUNT 0 = until SIGTERM; WINDOW = how many are under way at once
 *
 * The daemon is that of tests/support/live-daemon. Lines on standard output:
 *   sent ID WHAT                               before it is handed to the library
 *   interim ID STATUS MS                       PENDING or BUSY, after so many ms
 *   final ID STATUS INCIDENT SEQ REPEATED MS   what holds; STATUS 0 = no final word within TIMEOUT_MS
 * Exit code 0 if every command ended with OK. */
#include <inttypes.h>
#include <muster/muster.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PATH_LENGTH_MAX = 512, RETRY_MS = 500, WAIT_MS = 100 };

struct load {
    struct muster *client;
    const char *who;
    uint64_t sent, ended, good;
    uint32_t timeout_ms;
};

struct item {
    struct load *load;
    uint8_t id[MUSTER_ID_BYTES];
    int64_t sent_at;
};

static volatile sig_atomic_t stopped;

static void
on_signal (int number)
{
    (void)number;
    stopped = 1;
}

static int64_t
steady_ms (void)
{
    struct timespec now;
    clock_gettime (CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const char *
environment (const char *name)
{
    const char *value = getenv (name);
    return value ? value : "";
}

static void
print_id (const uint8_t *id)
{
    for (int i = 0; i < MUSTER_ID_BYTES; i++)
        printf ("%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", id[i]);
}

static void
on_interim (void *arg, const Muster__V1__Reply *reply)
{
    const struct item *item = arg;
    printf ("interim ");
    print_id (item->id);
    printf (" %d %" PRId64 "\n", (int)reply->status, steady_ms () - item->sent_at);
}

static void
on_reply (void *arg, enum muster_outcome outcome, const Muster__V1__Reply *reply)
{
    struct item *item = arg;
    bool answered = outcome == MUSTER_ANSWERED;
    item->load->ended++;
    item->load->good += answered && reply->status == MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK;
    printf ("final ");
    print_id (item->id);
    printf (" %d %" PRIu64 " %" PRIu64 " %d %" PRId64 "\n", answered ? (int)reply->status : 0,
            answered ? reply->subject : 0, answered ? reply->seq : 0, answered && reply->repeated_command,
            steady_ms () - item->sent_at);
    free (item);
}

static void
send_one (struct load *load)
{
    char what[64];
    Muster__V1__Report report = MUSTER__V1__REPORT__INIT;
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    struct item *item = calloc (1, sizeof *item);
    if (!item)
        abort ();
    snprintf (what, sizeof what, "load %s %" PRIu64, load->who, ++load->sent);
    report.what = what;
    report.place = (char[]){ "somewhere" };
    request.body_case = MUSTER__V1__REQUEST__BODY_REPORT;
    request.report = &report;
    muster_make_id (item->id);
    request.has_id = true;
    request.id = (ProtobufCBinaryData){ MUSTER_ID_BYTES, item->id };
    item->load = load;
    item->sent_at = steady_ms ();
    printf ("sent ");
    print_id (item->id);
    printf (" %s\n", what);
    muster_request (load->client, &request, load->timeout_ms, on_reply, on_interim, item);
}

static void
run (struct load *load, uint64_t count, uint64_t window)
{
    for (;;) {
        bool more = !stopped && (count == 0 || load->sent < count);
        if (!more && load->ended == load->sent)
            return;
        if (more && load->sent - load->ended < window)
            send_one (load);
        else
            muster_wait (load->client, WAIT_MS);
    }
}

int
main (int argc, char **argv)
{
    char key[PATH_LENGTH_MAX], text[MUSTER_ERROR_MAX];
    if (argc != 5) {
        fprintf (stderr, "Usage: live_load WHO COUNT WINDOW TIMEOUT_MS\n");
        return 2;
    }
    struct load load = { .who = argv[1], .timeout_ms = (uint32_t)strtoul (argv[4], NULL, 10) };
    struct muster_endpoint endpoint = { environment ("LIVE_REQUESTS"), environment ("LIVE_FEED"),
                                        environment ("LIVE_SERVER_KEY") };
    snprintf (key, sizeof key, "%s/keys/%s", environment ("LIVE_DIR"), argv[1]);
    struct muster_options options = {
        .endpoints = &endpoint, .endpoints_count = 1, .secret_key_file = key, .retry_ms = RETRY_MS
    };
    struct sigaction action = { .sa_handler = on_signal };
    sigaction (SIGTERM, &action, NULL);
    setvbuf (stdout, NULL, _IOLBF, 0);
    load.client = muster_create (&options, text);
    if (!load.client) {
        fprintf (stderr, "live_load: %s\n", text);
        return 1;
    }
    run (&load, strtoull (argv[2], NULL, 10), strtoull (argv[3], NULL, 10));
    muster_destroy (load.client);
    return load.good == load.sent ? 0 : 1;
}
