/* SPDX-License-Identifier: Apache-2.0 */
/* commands.c: the verbs that change something: options into a request, the answer into a sentence and a next step. */
#include "cli.h"
#include "i18n.h"
#include "message.h"
#include "names.h"
#include "terminal.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { IMPORT_MAX = 262144, ARMED_WITHIN = 16 };

/* Every given option that names a field fills it. */
Muster__V1__Request *
command_request (struct cli *cli)
{
    Muster__V1__Request *request = request_create (cli->arguments.verb->body);
    for (size_t i = OPTION_NONE + 1; i < OPTIONS; i++) {
        if (option_rows[i].field != NULL && cli_given (cli, (enum option)i))
            request_set (request, option_rows[i].field, cli_value (cli, (enum option)i));
    }
    if (cli_given (cli, OPTION_AT)) {
        request_set (request, "latitude", cli_value (cli, OPTION_AT));
        request_set (request, "longitude", cli_value (cli, OPTION_AT));
    }
    return request;
}

struct done {
    struct cli *cli;
    const Muster__V1__Reply *reply;
    char *team, *due;                       /* of a new order */
    const Muster__V1__DispatchOrder *order; /* that the command is about, as it stands after it; NULL = unknown */
};

static char *
gap (void *arg, const char *name, size_t name_size)
{
    const struct done *done = arg;
    struct cli *cli = done->cli;
    static const struct {
        const char *name;
        enum option option;
        Muster__V1__EntityKind kind; /* NAME_ref is the number with its letter: U4, XU4 */
    } values[] = { { "incident", OPTION_INCIDENT, CLI_ENTITY (INCIDENT) },
                   { "into", OPTION_INTO, CLI_ENTITY (INCIDENT) },
                   { "order", OPTION_ORDER, CLI_ENTITY (DISPATCH_ORDER) },
                   { "response", OPTION_RESPONSE, CLI_ENTITY (RESPONSE) },
                   { "instruction", OPTION_INSTRUCTION, CLI_ENTITY (INSTRUCTION) },
                   { "handover", OPTION_HANDOVER, CLI_ENTITY (HANDOVER) },
                   { "item", OPTION_ITEM, 0 },
                   { "other", OPTION_OTHER, CLI_ENTITY (INCIDENT) },
                   { "submission", OPTION_SUBMISSION, CLI_ENTITY (SUBMISSION) },
                   { "planned", OPTION_PLANNED, CLI_ENTITY (PLANNED_SHIFT) },
                   { "command_post", OPTION_COMMAND_POST, CLI_ENTITY (FIELD_COMMAND_POST) },
                   { "roll_call", OPTION_ROLL_CALL, CLI_ENTITY (ROLL_CALL) },
                   { "answer", OPTION_ROLL_CALL_ANSWER, CLI_ENTITY (ROLL_CALL_ANSWER) } };
    char *key = text_format ("%.*s", (int)name_size, name);
    char *text = NULL;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        size_t size = strlen (values[i].name);
        if (strncmp (key, values[i].name, size) != 0)
            continue;
        uint64_t number = cli_value (cli, values[i].option)->number;
        if (key[size] == '\0')
            text = number_text (number);
        else if (strcmp (key + size, "_ref") == 0)
            text = reference_text (values[i].kind, number);
    }
    if (strcmp (key, "id") == 0 && done->reply->has_subject)
        text = number_text (done->reply->subject);
    else if (strcmp (key, "seq") == 0 && done->reply->has_seq && done->reply->seq > 0)
        text = text_format ("%" PRIu64, done->reply->seq);
    else if (strcmp (key, "subject") == 0 && done->reply->has_subject)
        text = reference_text (done->reply->subject_kind, done->reply->subject);
    else if (strcmp (key, "taker") == 0)
        text = text_copy (cli_value (cli, OPTION_TAKER)->text);
    else if (strcmp (key, "code") == 0)
        text = text_copy (cli_value (cli, OPTION_CODE)->text);
    else if (strcmp (key, "team") == 0)
        text = text_copy (done->team);
    else if (strcmp (key, "due") == 0)
        text = text_copy (done->due);
    else if (strcmp (key, "awaited") == 0)
        text = done->order != NULL ? name_awaited (cli, done->order) : NULL;
    free (key);
    return text;
}

/* To whom the new order went, and by when it must be acknowledged: the entries that this command made tell it. */
static void
learn_order (struct done *done)
{
    uint64_t seq = done->reply->seq, order = done->reply->subject;
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_JOURNAL);
    request_set_number (request, "after", seq > ARMED_WITHIN ? seq - ARMED_WITHIN : 0);
    request_set_number (request, "incident", cli_value (done->cli, OPTION_INCIDENT)->number);
    Muster__V1__Reply *reply = cli_ask (done->cli, request);
    for (size_t i = 0; reply != NULL && i < reply->n_entries; i++) {
        const Muster__V1__Event *event = reply->entries[i]->event;
        const Muster__V1__Image *born = event != NULL ? event->born : NULL;
        if (born == NULL)
            continue;
        if (born->entity_case == MUSTER__V1__IMAGE__ENTITY_DISPATCH_ORDER && born->dispatch_order->id == order) {
            free (done->team);
            done->team = name_of (done->cli, CLI_ENTITY (TEAM), born->dispatch_order->team);
        }
        if (born->entity_case == MUSTER__V1__IMAGE__ENTITY_OBLIGATION && born->obligation->subject == order &&
            born->obligation->subject_kind == CLI_ENTITY (DISPATCH_ORDER)) {
            free (done->due);
            done->due = time_text_near (born->obligation->due_at_ms, time_now_ms ());
        }
    }
    if (reply != NULL)
        muster__v1__reply__free_unpacked (reply, NULL);
}

/* Somebody may have called about the same thing before. */
static void
print_similar (const Muster__V1__Reply *reply)
{
    struct text_stream stream;
    text_open (&stream);
    for (size_t i = 0; i < reply->n_similar; i++) {
        char *reference = reference_text (CLI_ENTITY (INCIDENT), reply->similar[i]);
        fprintf (stream.file, "%s%s", i > 0 ? _ (", ") : "", reference);
        free (reference);
    }
    char *list = text_taken (&stream);
    char *fresh = reference_text (CLI_ENTITY (INCIDENT), reply->subject);
    char *open = reference_text (CLI_ENTITY (INCIDENT), reply->similar[0]);
    char *text = text_format (_ ("Looks like %s, which is open already. If it is the same: muster merge %s %s"), list,
                              fresh, open);
    free (fresh);
    free (open);
    terminal_print (stdout, STYLE_WARN, text);
    putchar ('\n');
    free (text);
    free (list);
}

/* Its other orders' times stand; whether it can go all the same is for people to say. */
static void
print_busy (const Muster__V1__Reply *reply)
{
    struct text_stream stream;
    text_open (&stream);
    for (size_t i = 0; i < reply->n_busy; i++) {
        char *reference = reference_text (CLI_ENTITY (DISPATCH_ORDER), reply->busy[i]);
        fprintf (stream.file, "%s%s", i > 0 ? _ (", ") : "", reference);
        free (reference);
    }
    char *list = text_taken (&stream);
    char *text =
        text_format (_ ("The team is BUSY: it also has %s, whose times stand. Another team: muster teams"), list);
    terminal_print (stdout, STYLE_WARN, text);
    putchar ('\n');
    free (text);
    free (list);
}

/* What there is to say instead, when a command did something else than it mostly does. */
struct other_end {
    Muster__V1__Request__BodyCase body;
    bool (*applies) (const struct done *);
    const char *done, *next;
};

static bool
is_reserved (const struct done *done)
{
    return cli_given (done->cli, OPTION_RESERVE);
}

/* Who acknowledges a recall stands down: nothing comes next for the team. */
static bool
has_stood_down (const struct done *done)
{
    return done->order != NULL && done->order->state == MUSTER__V1__ORDER_STATE__ORDER_STATE_STOOD_DOWN;
}

/* Each contact must acknowledge: one has, the order is not acknowledged. */
static bool
is_partial (const struct done *done)
{
    return done->order != NULL && done->order->n_awaited > 0 && !done->order->has_acknowledged_at_ms;
}

static bool
is_recalled (const struct done *done)
{
    return done->order != NULL && done->order->state == MUSTER__V1__ORDER_STATE__ORDER_STATE_RECALLED;
}

static bool
has_changed_nothing (const struct done *done)
{
    return !done->reply->has_seq || done->reply->seq == 0;
}

static const struct other_end other_ends[] = {
    { MUSTER__V1__REQUEST__BODY_DISPATCH, is_reserved,
      N_ ("Order {id} reserved for incident {incident}[: {team}][ (seq {seq})].[ It is issued by itself at {due}.]"),
      "muster release {id}" },
    { MUSTER__V1__REQUEST__BODY_ACKNOWLEDGE, has_stood_down, N_ ("Order {order}: recall confirmed[ (seq {seq})]."),
      "muster show {order_ref}" },
    { MUSTER__V1__REQUEST__BODY_ACKNOWLEDGE, is_partial,
      N_ ("One answer to order {order} recorded[ (seq {seq})]. It is NOT acknowledged yet: {awaited} must still "
          "answer."),
      "muster show {order_ref}" },
    { MUSTER__V1__REQUEST__BODY_REASSIGN, is_recalled,
      N_ ("Order {order} is recalled: its team must confirm (muster ack {order}). Order {id} follows it[ (seq "
          "{seq})]."),
      "muster ack {id}" },
    { MUSTER__V1__REQUEST__BODY_RECEIPT, has_changed_nothing,
      N_ ("Order {order} had come that far already, or has ended: nothing was changed."), "muster show {order_ref}" },
};

static const struct other_end *
find_other_end (const struct done *done)
{
    for (size_t i = 0; i < sizeof other_ends / sizeof other_ends[0]; i++)
        if (other_ends[i].body == done->cli->arguments.verb->body && other_ends[i].applies (done))
            return &other_ends[i];
    return NULL;
}

/* The order that an answer or a reassignment was about, as it stands now; to be freed. */
static Muster__V1__Reply *
learn_old_order (struct done *done)
{
    Muster__V1__Request__BodyCase body = done->cli->arguments.verb->body;
    if (body != MUSTER__V1__REQUEST__BODY_ACKNOWLEDGE && body != MUSTER__V1__REQUEST__BODY_REASSIGN)
        return NULL;
    Muster__V1__Reply *reply =
        cli_ask_entity (done->cli, CLI_ENTITY (DISPATCH_ORDER), cli_value (done->cli, OPTION_ORDER)->number);
    if (reply != NULL && reply->images[0]->entity_case == MUSTER__V1__IMAGE__ENTITY_DISPATCH_ORDER)
        done->order = reply->images[0]->dispatch_order;
    return reply;
}

static void
print_warnings (const Muster__V1__Reply *reply)
{
    if (reply->n_similar > 0)
        print_similar (reply);
    if (reply->n_busy > 0)
        print_busy (reply);
    if (!reply->has_unrelieved || !reply->unrelieved)
        return;
    terminal_print (stdout, STYLE_WARN,
                    _ ("NOBODY has taken over there. The one who is planned and the duty leader "
                       "are told."));
    putchar ('\n');
}

static void
print_done (struct cli *cli, const Muster__V1__Reply *reply)
{
    const struct verb *verb = cli->arguments.verb;
    struct done done = { .cli = cli, .reply = reply };
    if (verb->body == MUSTER__V1__REQUEST__BODY_DISPATCH && reply->has_seq && reply->has_subject)
        learn_order (&done);
    Muster__V1__Reply *old = learn_old_order (&done);
    const struct other_end *other = find_other_end (&done);
    char *text = text_fill (_ (other != NULL ? other->done : verb->done), gap, &done);
    if (cli_given (cli, OPTION_DRILL)) {
        terminal_print (stdout, STYLE_DRILL, _ ("DRILL"));
        putchar (' ');
    }
    terminal_print (stdout, other != NULL && is_partial (&done) ? STYLE_WARN : STYLE_GOOD, text);
    free (text);
    const char *then = other != NULL ? other->next : verb->next;
    if (then != NULL) {
        char *next = text_fill (then, gap, &done);
        printf (_ (" Next: %s"), next);
        free (next);
    }
    putchar ('\n');
    print_warnings (reply);
    free (done.team);
    free (done.due);
    if (old != NULL)
        muster__v1__reply__free_unpacked (old, NULL);
}

enum exit_code
command_send (struct cli *cli, Muster__V1__Request *request)
{
    Muster__V1__Reply *reply;
    enum exit_code code = cli_call (cli, request, &reply);
    if (code != EXIT_DONE)
        return code;
    if (cli->json)
        cli_print_json (message_json (&reply->base));
    else
        print_done (cli, reply);
    muster__v1__reply__free_unpacked (reply, NULL);
    return EXIT_DONE;
}

int
run_command (struct cli *cli)
{
    return command_send (cli, command_request (cli));
}

/* The whole file, owned; NULL with errno. */
static char *
read_file (const char *path)
{
    FILE *file = fopen (path, "re");
    if (file == NULL)
        return NULL;
    char *text = text_calloc (1, IMPORT_MAX + 2);
    size_t size = fread (text, 1, IMPORT_MAX + 1, file);
    int problem = ferror (file) ? errno : size > IMPORT_MAX ? EFBIG : strlen (text) != size ? EILSEQ : 0;
    fclose (file);
    if (problem == 0)
        return text;
    free (text);
    errno = problem;
    return NULL;
}

int
run_import (struct cli *cli)
{
    const char *path = cli_value (cli, OPTION_FILE)->text;
    const char *slash = strrchr (path, '/');
    char *text = read_file (path);
    if (text == NULL)
        return cli_fail (cli, EXIT_ERROR, _ ("can't read %s: %s"), path, strerror (errno));
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_IMPORT);
    request_set_text (request, "name", slash != NULL ? slash + 1 : path);
    request_set_text (request, "text", text);
    free (text);
    return command_send (cli, request);
}

int
run_keygen (struct cli *cli)
{
    char public_key[MUSTER_KEY_TEXT + 1], error[MUSTER_ERROR_MAX];
    const char *path = cli_value (cli, OPTION_FILE)->text;
    if (muster_keygen (path, public_key, error) != 0)
        return cli_fail (cli, EXIT_ERROR, "%s", error);
    if (cli->json) {
        cli_print_json (json_pack ("{s:s, s:s}", "secret_key_file", path, "public_key", public_key));
        return EXIT_DONE;
    }
    printf (_ ("Secret key: %s (keep it, give it to nobody)\nPublic key: %s.pub\n  %s\n"), path, path, public_key);
    printf (_ ("Next: an administrator enrols it: muster admin enrol CODE ROLE --key %s.pub\n"), path);
    return EXIT_DONE;
}
