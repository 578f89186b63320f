/* SPDX-License-Identifier: Apache-2.0 */
/* doctor.c: goes the way of a request step by step, and says for each finding what to do. */
#include "cli.h"
#include "i18n.h"
#include "message.h"
#include "terminal.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { CLOCK_WARN_MS = 2000, DIAGNOSE_MS_MAX = 5000, BEATS_MS_MAX = 5000, EXPLAIN_MS_MAX = 2000 };

struct doctor {
    struct cli *cli;
    json_t *findings;
    size_t problems;
};

/* One finding; takes the texts over. advice NULL = all is well. */
static void
find (struct doctor *doctor, const char *check, char *text, char *advice)
{
    bool good = advice == NULL;
    doctor->problems += !good;
    if (doctor->cli->json) {
        json_t *finding = json_pack ("{s:s, s:b, s:s}", "check", check, "good", good, "text", text);
        if (!good)
            json_object_set_new (finding, "advice", json_string (advice));
        json_array_append_new (doctor->findings, finding);
    } else {
        terminal_print (stdout, good ? STYLE_GOOD : STYLE_ALARM, good ? _ ("good ") : _ ("WRONG"));
        printf ("  %s\n", text);
        if (!good)
            printf ("       %s %s\n", _ ("->"), advice);
    }
    free (text);
    free (advice);
}

static bool
check_contexts (struct doctor *doctor)
{
    struct cli *cli = doctor->cli;
    char error[CONTEXTS_ERROR_MAX];
    char *path = contexts_path (cli_value (cli, OPTION_CONTEXTS)->text);
    bool good = contexts_read (path, &cli->contexts, error) == 0;
    if (good)
        find (doctor, "contexts_file", text_format (_ ("contexts file %s"), path), NULL);
    else
        find (doctor, "contexts_file", text_copy (error),
              text_copy (_ (
                  "Write the file (the quickstart makes one), or name another with --contexts or MUSTER_CONTEXTS.")));
    free (path);
    if (!good)
        return false;
    cli->context = contexts_choose (&cli->contexts, cli_value (cli, OPTION_CONTEXT)->text, error);
    if (cli->context == NULL)
        find (doctor, "context", text_copy (error),
              text_copy (_ ("Say one of these with --context or MUSTER_CONTEXT.")));
    else
        find (doctor, "context", text_format (_ ("context \"%s\""), cli->context->name), NULL);
    return cli->context != NULL;
}

static bool
check_key (struct doctor *doctor)
{
    const char *path = doctor->cli->context->secret_key_file;
    struct stat info;
    uint8_t key[MUSTER_KEY_BYTES];
    char error[MUSTER_ERROR_MAX];
    if (stat (path, &info) != 0) {
        find (doctor, "secret_key", text_format (_ ("can't read the secret key %s: %s"), path, strerror (errno)),
              text_format (_ ("Make one: muster keygen %s. Then let an administrator enrol %s.pub."), path, path));
        return false;
    }
    if ((info.st_mode & 077) != 0) {
        find (
            doctor, "secret_key",
            text_format (_ ("others can read the secret key %s (mode %04o)"), path, (unsigned)info.st_mode & 07777u),
            text_format (
                _ ("Run: chmod 600 %s. If others may have read it, make a new key and have the old one revoked."),
                path));
        return false;
    }
    if (muster_key_read (path, key, error) != 0) {
        find (doctor, "secret_key", text_copy (error),
              text_format (_ ("Put the right file there, or make a new key: muster keygen")));
        return false;
    }
    memset (key, 0, sizeof key);
    find (doctor, "secret_key", text_format (_ ("secret key %s, readable by you alone"), path), NULL);
    return true;
}

static const struct {
    const char *text, *advice;
} diagnoses[] = {
    [MUSTER_DIAGNOSIS_OK] = { NULL, NULL },
    [MUSTER_DIAGNOSIS_NO_ROUTE] = { N_ ("nothing accepts a connection there"),
                                    N_ ("Check that musterd runs there, the host and port in the contexts file, and "
                                        "the firewall.") },
    [MUSTER_DIAGNOSIS_NOT_MUSTER] = { N_ ("something answers, but it is no Muster daemon"),
                                      N_ ("Another program has that port. Correct the port in the contexts file.") },
    [MUSTER_DIAGNOSIS_SERVER_KEY] = { N_ ("the daemon there has another key than the contexts file says"),
                                      N_ ("Ask the administrator for the daemon's public key and put it into the "
                                          "contexts file.") },
    [MUSTER_DIAGNOSIS_NOT_ENROLLED] = { N_ ("the daemon refuses your key: it is not enrolled, or it was revoked"),
                                        N_ ("Ask an administrator to enrol your public key: muster admin enrol CODE "
                                            "ROLE --key FILE.pub") },
    [MUSTER_DIAGNOSIS_NO_ANSWER] = { N_ ("the daemon lets us in, but does not answer"),
                                     N_ ("It is overloaded or hangs. Look at its log and at PostgreSQL.") },
    [MUSTER_DIAGNOSIS_FEED_PORT] = { N_ ("that is the port of the daemon's feed, which takes no requests"),
                                     N_ ("\"request\" and \"feed\" are swapped in the contexts file. Swap them.") },
};

static bool
check_endpoint (struct doctor *doctor, const struct muster_endpoint *endpoint)
{
    char detail[MUSTER_ERROR_MAX] = "";
    uint32_t limit_ms = doctor->cli->timeout_ms < DIAGNOSE_MS_MAX ? doctor->cli->timeout_ms : DIAGNOSE_MS_MAX;
    enum muster_diagnosis diagnosis =
        muster_diagnose (endpoint, doctor->cli->context->secret_key_file, limit_ms, detail);
    size_t row = (size_t)diagnosis < sizeof diagnoses / sizeof diagnoses[0] ? diagnosis : MUSTER_DIAGNOSIS_NO_ANSWER;
    bool good = diagnosis == MUSTER_DIAGNOSIS_OK;
    size_t head = strlen (endpoint->request); /* the library's detail begins with it, and so does our line */
    const char *said =
        strncmp (detail, endpoint->request, head) == 0 && detail[head] == ':' ? detail + head + 1 : detail;
    find (doctor, "endpoint",
          good ? text_format (_ ("%s answers"), endpoint->request)
               : text_format (_ ("%s: %s\n       (%s)"), endpoint->request, _ (diagnoses[row].text),
                              said + strspn (said, " ")),
          good ? NULL : text_copy (_ (diagnoses[row].advice)));
    return good;
}

char *
doctor_explain (const struct cli *cli)
{
    struct text_stream stream;
    uint32_t limit_ms = cli->timeout_ms < EXPLAIN_MS_MAX ? cli->timeout_ms : EXPLAIN_MS_MAX;
    text_open (&stream);
    for (size_t i = 0; i < cli->context->endpoints_count; i++) {
        const struct muster_endpoint *endpoint = &cli->context->endpoints[i];
        char detail[MUSTER_ERROR_MAX] = "";
        enum muster_diagnosis diagnosis = muster_diagnose (endpoint, cli->context->secret_key_file, limit_ms, detail);
        bool known = (size_t)diagnosis < sizeof diagnoses / sizeof diagnoses[0] && diagnoses[diagnosis].text != NULL;
        fprintf (stream.file, "\n  %s: %s", endpoint->request,
                 known ? _ (diagnoses[diagnosis].text) : _ ("answers now"));
    }
    return text_taken (&stream);
}

/* The daemon's clock at the middle of the round trip, against ours. */
static void
check_clock (struct doctor *doctor, int64_t daemon_ms, int64_t sent_ms, int64_t received_ms)
{
    int64_t ahead_ms = daemon_ms - (sent_ms + (received_ms - sent_ms) / 2);
    int64_t size_ms = ahead_ms < 0 ? -ahead_ms : ahead_ms;
    if (size_ms <= CLOCK_WARN_MS) {
        find (doctor, "clock", text_format (_ ("the clocks agree (%lld ms apart)"), (long long)size_ms), NULL);
        return;
    }
    char *span = duration_text (size_ms);
    find (doctor, "clock",
          text_format (ahead_ms > 0 ? _ ("this machine's clock is %s behind the daemon's")
                                    : _ ("this machine's clock is %s ahead of the daemon's"),
                       span),
          text_copy (
              _ ("Set both by a time service (chrony or systemd-timesyncd). Due times here are off by as much.")));
    free (span);
}

static void
take_beat (void *arg, const Muster__V1__Beat *beat)
{
    (void)beat;
    *(bool *)arg = true;
}

static void
take_image (void *arg, const Muster__V1__Image *image, const Muster__V1__Event *event)
{
    (void)arg;
    (void)image;
    (void)event;
}

/* A daemon whose feed is not heard answers everything else: only the consoles stay silent. */
static void
check_feed (struct doctor *doctor)
{
    static const char *const topics[] = { "beat" };
    bool heard = false;
    const struct muster_feed_callbacks callbacks = { .arg = &heard, .image = take_image, .beat = take_beat };
    int64_t give_up_at = time_now_ms () + BEATS_MS_MAX;
    muster_feed_start (doctor->cli->client, topics, 1, 0, &callbacks);
    for (int64_t now; !heard && (now = time_now_ms ()) < give_up_at;)
        muster_wait (doctor->cli->client, (int)(give_up_at - now));
    muster_feed_stop (doctor->cli->client);
    if (heard)
        find (doctor, "feed", text_copy (_ ("the feed is heard: watch and consoles work")), NULL);
    else
        find (doctor, "feed", text_copy (_ ("the feed is not heard: watch and consoles show nothing new")),
              text_copy (_ ("Check \"feed\" of the daemons in the contexts file, and the firewall for that port.")));
}

static void
check_status (struct doctor *doctor)
{
    int64_t sent_ms = time_now_ms ();
    Muster__V1__Reply *reply = cli_ask (doctor->cli, request_create (MUSTER__V1__REQUEST__BODY_STATUS));
    const Muster__V1__DaemonStatus *daemon = reply != NULL ? reply->daemon : NULL;
    if (daemon == NULL || daemon->state == NULL) {
        find (doctor, "status", text_copy (_ ("no daemon of this context leads")),
              text_copy (_ ("What answers above only stands by, or hangs: add the one that leads to the contexts "
                            "file, or look at the daemons' logs and at PostgreSQL.")));
    } else {
        bool works = strcmp (daemon->state, "leading") == 0;
        if (daemon->has_now_ms)
            check_clock (doctor, daemon->now_ms, sent_ms, time_now_ms ());
        find (doctor, "status", text_format (_ ("the daemon says: %s"), word_daemon_state (daemon->state)),
              works ? NULL
                    : text_copy (_ ("Until one leads, commands wait. If it stays so, look at the daemon's log and at "
                                    "PostgreSQL.")));
        check_feed (doctor);
        if (daemon->profile == NULL || daemon->profile[0] == '\0')
            find (doctor, "profile", text_copy (_ ("no regulation profile is in force: first reports are refused")),
                  text_copy (_ ("An administrator imports one: muster import FILE")));
    }
    if (reply != NULL)
        muster__v1__reply__free_unpacked (reply, NULL);
}

static void
examine (struct doctor *doctor)
{
    size_t answering = 0;
    if (!check_contexts (doctor) || !check_key (doctor))
        return;
    for (size_t i = 0; i < doctor->cli->context->endpoints_count; i++)
        answering += check_endpoint (doctor, &doctor->cli->context->endpoints[i]);
    if (answering == 0)
        return;
    struct muster_options options = { .endpoints = doctor->cli->context->endpoints,
                                      .endpoints_count = doctor->cli->context->endpoints_count,
                                      .secret_key_file = doctor->cli->context->secret_key_file };
    char error[MUSTER_ERROR_MAX];
    doctor->cli->client = muster_create (&options, error);
    if (doctor->cli->client == NULL)
        find (doctor, "client", text_copy (error), text_copy (_ ("Correct the context.")));
    else
        check_status (doctor);
}

int
run_doctor (struct cli *cli)
{
    struct doctor doctor = { .cli = cli, .findings = json_array () };
    examine (&doctor);
    if (cli->json)
        cli_print_json (json_pack ("{s:O, s:i}", "findings", doctor.findings, "problems", (int)doctor.problems));
    else if (doctor.problems == 0)
        printf ("%s\n", _ ("Everything works."));
    json_decref (doctor.findings);
    return doctor.problems == 0 ? EXIT_DONE : EXIT_ERROR;
}
