/* SPDX-License-Identifier: Apache-2.0 */
/* call.c: one request and its answer: interim words, the exit code, and what to do when no answer came. */
#include "cli.h"
#include "i18n.h"
#include "message.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { UUID_BUFFER = 37 };

enum exit_code
cli_open (struct cli *cli)
{
    char error[CONTEXTS_ERROR_MAX];
    if (cli->client != NULL)
        return EXIT_DONE;
    char *path = contexts_path (cli_value (cli, OPTION_CONTEXTS)->text);
    int result = contexts_read (path, &cli->contexts, error);
    free (path);
    if (result == 0)
        cli->context = contexts_choose (&cli->contexts, cli_value (cli, OPTION_CONTEXT)->text, error);
    if (cli->context == NULL)
        return cli_fail (cli, EXIT_ERROR, _ ("%s. More: muster doctor"), error);
    struct muster_options options = { .endpoints = cli->context->endpoints,
                                      .endpoints_count = cli->context->endpoints_count,
                                      .secret_key_file = cli->context->secret_key_file };
    cli->client = muster_create (&options, error);
    return cli->client != NULL ? EXIT_DONE : cli_fail (cli, EXIT_ERROR, _ ("%s. More: muster doctor"), error);
}

static void
set_id (struct cli *cli, Muster__V1__Request *request, bool by_user)
{
    const struct value *said = cli_value (cli, OPTION_ID);
    request->has_id = true;
    request->id.len = MUSTER_ID_BYTES;
    request->id.data = text_calloc (1, MUSTER_ID_BYTES);
    if (by_user && said->given)
        memcpy (request->id.data, said->bytes, MUSTER_ID_BYTES);
    else
        muster_make_id (request->id.data);
}

static void
id_text (const uint8_t *id, char ret_text[UUID_BUFFER])
{
    size_t at = 0;
    for (size_t i = 0; i < MUSTER_ID_BYTES; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            ret_text[at++] = '-';
        at += (size_t)snprintf (ret_text + at, UUID_BUFFER - at, "%02x", id[i]);
    }
}

static void
print_progress (const Muster__V1__VerifyResult *verify)
{
    unsigned long long total = verify->entries_total, checked = verify->entries_checked;
    unsigned percent = total > 0 ? (unsigned)(checked * 100 / total) : 0;
    if (isatty (STDERR_FILENO) != 1)
        return;
    fputs ("\r\033[K", stderr);
    fprintf (stderr, _ ("checked %llu of %llu entries (%u %%)"), checked, total, percent);
    fflush (stderr);
}

static void
on_interim (void *arg, const Muster__V1__Reply *reply)
{
    struct cli *cli = arg;
    if (reply->verify != NULL) {
        print_progress (reply->verify);
    } else if (reply->status == MUSTER__V1__REPLY_STATUS__REPLY_STATUS_PENDING && !cli->told_pending) {
        cli->told_pending = true;
        cli_note (cli, _ ("Received, NOT stored yet: the database is away. Waiting for the final word."));
    } else if (reply->status == MUSTER__V1__REPLY_STATUS__REPLY_STATUS_BUSY && !cli->told_busy) {
        cli->told_busy = true;
        cli_note (cli, _ ("The daemon is busy; asking again."));
    }
}

/* The word of the command line that fills the field which a fault names ("assign.reason"); OPTION_NONE. */
static enum option
option_of_field (const struct cli *cli, const char *path)
{
    const char *field = strrchr (path, '.');
    for (enum option option = OPTION_NONE + 1; field != NULL && option < OPTIONS; option++)
        if (option_rows[option].field != NULL && strcmp (option_rows[option].field, field + 1) == 0 &&
            verb_takes (cli->arguments.verb, option))
            return option;
    return OPTION_NONE;
}

/* What is not one option's fault: in terms of what can be typed. */
static const char *
fault_sentence (const Muster__V1__Reply *reply)
{
    static const struct {
        const char *field, *code, *text;
    } sentences[] = {
        { "continue.statement", NULL, N_ ("Say what is new: --text \"...\", or a figure, such as --dead 1.") },
        { "import.text", "empty", N_ ("The file is empty.") },
        { "instruct.owner_person", "missing_field", N_ ("Say who is to carry it out: --person, --post or --team.") },
        { "instruct.owner_person", "too_many",
          N_ ("Only one can be to carry it out: --person, --post or --team, not several.") },
        { "adjust.level", "missing_field", N_ ("Say what is to change: --level, --term or --measures.") },
    };
    for (size_t i = 0; reply->field != NULL && i < sizeof sentences / sizeof sentences[0]; i++)
        if (strcmp (sentences[i].field, reply->field) == 0 &&
            (sentences[i].code == NULL || strcmp (sentences[i].code, reply->code) == 0))
            return _ (sentences[i].text);
    return NULL;
}

/* A fault's arguments are the field and its limits, in the field's unit. */
static char *
fault_argument (const struct cli *cli, const Muster__V1__Reply *reply, size_t index)
{
    enum option option = option_of_field (cli, reply->args[0]);
    int64_t ms;
    if (option == OPTION_NONE)
        return text_copy (reply->args[index]);
    if (index == 0)
        return text_format ("--%s", option_rows[option].name);
    if (option_rows[option].type != TYPE_DURATION || sscanf (reply->args[index], "%" SCNd64, &ms) != 1)
        return text_copy (reply->args[index]);
    return duration_text (ms);
}

static char *
reply_text (const struct cli *cli, const Muster__V1__Reply *reply)
{
    bool invalid = reply->status == MUSTER__V1__REPLY_STATUS__REPLY_STATUS_INVALID && reply->code != NULL;
    const char *sentence = invalid ? fault_sentence (reply) : NULL;
    if (sentence != NULL)
        return text_copy (sentence);
    if (reply->template_ == NULL || reply->template_[0] == '\0')
        return text_copy (reply->text != NULL ? reply->text : _ ("no reason given"));
    char **args = text_calloc (reply->n_args, sizeof *args);
    for (size_t i = 0; i < reply->n_args; i++)
        args[i] = reply->status == MUSTER__V1__REPLY_STATUS__REPLY_STATUS_INVALID
                      ? fault_argument (cli, reply, i)
                      : word_argument (reply->code, i, reply->args[i]);
    char *text = text_fill_args (_ (reply->template_), args, reply->n_args);
    for (size_t i = 0; i < reply->n_args; i++)
        free (args[i]);
    free (args);
    return text;
}

static enum exit_code
reply_code (const Muster__V1__Reply *reply)
{
    switch (reply->status) {
    case MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK:
        return EXIT_DONE;
    case MUSTER__V1__REPLY_STATUS__REPLY_STATUS_REFUSED:
    case MUSTER__V1__REPLY_STATUS__REPLY_STATUS_INVALID:
        return EXIT_REFUSED;
    case MUSTER__V1__REPLY_STATUS__REPLY_STATUS_DENIED:
        return EXIT_DENIED;
    case MUSTER__V1__REPLY_STATUS__REPLY_STATUS_BUSY:
    case MUSTER__V1__REPLY_STATUS__REPLY_STATUS_NOT_LEADER:
    case MUSTER__V1__REPLY_STATUS__REPLY_STATUS_PENDING:
        return EXIT_TIMED_OUT;
    default:
        return EXIT_ERROR;
    }
}

static bool
is_command (const Muster__V1__Request *request)
{
    return request->body_case < MUSTER__V1__REQUEST__BODY_LIST;
}

/* Nobody let us in, so that nothing has left this machine. The same id is as good as a new one. */
static enum exit_code
fail_unsent (struct cli *cli, const char *id, const char *again)
{
    char *wait = duration_text (cli->timeout_ms), *why = doctor_explain (cli);
    if (cli->json)
        cli_print_json (json_pack ("{s:s, s:s, s:s, s:s, s:i}", "outcome", "not_sent", "id", id, "again", again,
                                   "why", why + strspn (why, "\n "), "exit_code", EXIT_TIMED_OUT));
    else
        cli_fail (cli, EXIT_TIMED_OUT,
                  _ ("No connection within %s: nothing was sent, nothing was changed.%s\nMore: muster doctor"), wait,
                  why);
    free (wait);
    free (why);
    return EXIT_TIMED_OUT;
}

/* No final word came. Only a command leaves something open, and the same id settles it. */
static enum exit_code
fail_silence (struct cli *cli, const Muster__V1__Request *request)
{
    char id[UUID_BUFFER];
    id_text (request->id.data, id);
    char *wait = duration_text (cli->timeout_ms);
    char *again = arguments_again (cli->argc, cli->argv, id);
    if (!muster_was_let_in (cli->client))
        fail_unsent (cli, id, again);
    else if (cli->json && is_command (request))
        cli_print_json (json_pack ("{s:s, s:s, s:s, s:i}", "outcome", "unknown", "id", id, "again", again,
                                   "exit_code", EXIT_TIMED_OUT));
    else if (is_command (request))
        cli_fail (
            cli, EXIT_TIMED_OUT,
            _ ("No answer within %s: the outcome is UNKNOWN. It is safe to run the same command again under its id; "
               "it takes effect once at most:\n  %s\nIf there is still no answer: muster doctor"),
            wait, again);
    else
        cli_fail (cli, EXIT_TIMED_OUT, _ ("No answer within %s. Nothing was changed. Find out why: muster doctor"),
                  wait);
    free (wait);
    free (again);
    return EXIT_TIMED_OUT;
}

static enum exit_code
fail_reply (struct cli *cli, const Muster__V1__Request *request, const Muster__V1__Reply *reply)
{
    enum exit_code code = reply_code (reply);
    if (cli->json) {
        json_t *json = message_json (&reply->base);
        json_object_set_new (json, "exit_code", json_integer (code));
        cli_print_json (json);
        return code;
    }
    if (code == EXIT_TIMED_OUT)
        return fail_silence (cli, request);
    char *text = reply_text (cli, reply);
    /* A sentence about a field names it, mostly; where not, the word to correct is said. */
    enum option option = reply->status == MUSTER__V1__REPLY_STATUS__REPLY_STATUS_INVALID && reply->field != NULL &&
                                 (reply->code == NULL || fault_sentence (reply) == NULL)
                             ? option_of_field (cli, reply->field)
                             : OPTION_NONE;
    bool name_field = option != OPTION_NONE && strstr (text, option_rows[option].name) == NULL;
    const char *heading = code == EXIT_REFUSED  ? _ ("Refused; nothing was changed")
                          : code == EXIT_DENIED ? _ ("Not allowed; nothing was changed")
                                                : _ ("The daemon could not answer");
    if (name_field)
        cli_fail (cli, code, _ ("%s: %s (%s)"), heading, text, option_rows[option].name);
    else
        cli_fail (cli, code, _ ("%s: %s"), heading, text);
    free (text);
    return code;
}

static void
note_reply (struct cli *cli, const Muster__V1__Reply *reply)
{
    if (reply->has_age_ms && !cli->told_age) {
        char *age = duration_text ((int64_t)reply->age_ms);
        cli->told_age = true;
        cli_note (cli, _ ("The database is away: what follows is %s old."), age);
        free (age);
    }
    if (reply->has_repeated_command && reply->repeated_command)
        cli_note (cli, _ ("This command had been stored before; this is its first result. Nothing was done twice."));
}

static void
note_stored (struct cli *cli, const Muster__V1__Request *request, const Muster__V1__Reply *reply)
{
    if (!is_command (request) || !reply->has_subject)
        return;
    cli->stored_kind = reply->subject_kind;
    cli->stored = reply->subject;
}

enum exit_code
cli_call (struct cli *cli, Muster__V1__Request *request, Muster__V1__Reply **ret_reply)
{
    *ret_reply = NULL;
    enum exit_code code = cli_open (cli);
    if (code == EXIT_DONE) {
        Muster__V1__Reply *reply = NULL;
        set_id (cli, request, true);
        enum muster_outcome outcome = muster_call (cli->client, request, cli->timeout_ms, on_interim, cli, &reply);
        if (outcome == MUSTER_ANSWERED)
            code = reply_code (reply);
        if (outcome != MUSTER_ANSWERED)
            code = fail_silence (cli, request);
        else if (code != EXIT_DONE)
            code = fail_reply (cli, request, reply);
        if (code == EXIT_DONE) {
            note_reply (cli, reply);
            note_stored (cli, request, reply);
            *ret_reply = reply;
        } else if (reply != NULL) {
            muster__v1__reply__free_unpacked (reply, NULL);
        }
    }
    muster__v1__request__free_unpacked (request, NULL);
    return code;
}

Muster__V1__Reply *
cli_ask (struct cli *cli, Muster__V1__Request *request)
{
    Muster__V1__Reply *reply = NULL;
    if (cli_open (cli) == EXIT_DONE) {
        set_id (cli, request, false);
        if (muster_call (cli->client, request, cli->timeout_ms, NULL, NULL, &reply) != MUSTER_ANSWERED)
            reply = NULL;
    }
    muster__v1__request__free_unpacked (request, NULL);
    if (reply == NULL || reply_code (reply) == EXIT_DONE)
        return reply;
    muster__v1__reply__free_unpacked (reply, NULL);
    return NULL;
}

Muster__V1__Reply *
cli_ask_entity (struct cli *cli, Muster__V1__EntityKind kind, uint64_t id)
{
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_SHOW);
    request_set_number (request, "kind", kind);
    request_set_number (request, "id", id);
    Muster__V1__Reply *reply = cli_ask (cli, request);
    if (reply != NULL && reply->n_images == 0) {
        muster__v1__reply__free_unpacked (reply, NULL);
        return NULL;
    }
    return reply;
}
