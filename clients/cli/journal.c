/* SPDX-License-Identifier: Apache-2.0 */
/* journal.c: the journal as sentences, and its verification. */
#include "cli.h"
#include "describe.h"
#include "i18n.h"
#include "message.h"
#include "names.h"
#include "sentences.h"
#include "text.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A page can begin in the middle of a story: what its first entries speak of is asked for. */
static const Muster__V1__Image *
subject_image (struct cli *cli, const Muster__V1__Event *event)
{
    const Muster__V1__Image *held = names_find (cli->names, event->subject_kind, event->subject);
    if (held != NULL)
        return held;
    Muster__V1__Reply *reply = cli_ask_entity (cli, event->subject_kind, event->subject);
    if (reply == NULL)
        return NULL;
    names_learn (cli->names, reply->images[0]);
    muster__v1__reply__free_unpacked (reply, NULL);
    return names_find (cli->names, event->subject_kind, event->subject);
}

static void
print_entry (struct cli *cli, const Muster__V1__JournalEntry *entry)
{
    const Muster__V1__Event *event = entry->event;
    if (event == NULL)
        return;
    if (event->born != NULL)
        names_learn (cli->names, event->born);
    const Muster__V1__Image *image = event->born != NULL ? event->born : subject_image (cli, event);
    printf ("%6llu  ", (unsigned long long)entry->seq);
    journal_line (entry->at_ms, image != NULL && image_is_drill (image),
                  reference_text (event->subject_kind, event->subject), sentence_style (event->kind),
                  sentence_text (cli, event, image), sentence_who (cli, event));
}

int
run_journal (struct cli *cli)
{
    static const enum option fields[] = { OPTION_INCIDENT, OPTION_AFTER, OPTION_LIMIT };
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_JOURNAL);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (cli_given (cli, fields[i]))
            request_set (request, option_rows[fields[i]].field, cli_value (cli, fields[i]));
    }
    Muster__V1__Reply *reply;
    enum exit_code code = cli_call (cli, request, &reply);
    if (code != EXIT_DONE)
        return code;
    if (cli->json) {
        cli_print_json (message_json (&reply->base));
    } else {
        for (size_t i = 0; i < reply->n_entries; i++)
            print_entry (cli, reply->entries[i]);
        if (reply->more && reply->n_entries > 0)
            printf (_ ("There is more: the same again with --after %llu\n"),
                    (unsigned long long)reply->entries[reply->n_entries - 1]->seq);
    }
    muster__v1__reply__free_unpacked (reply, NULL);
    return EXIT_DONE;
}

static void
print_verdict (const Muster__V1__VerifyResult *verify)
{
    unsigned long long entries = verify->entries_checked, entities = verify->entities_checked;
    char *text =
        verify->sound ? text_format (_ ("The journal is sound: %llu entries, %llu entities."), entries, entities)
        : verify->has_broken_seq
            ? text_format (_ ("The journal is BROKEN at entry %llu."), (unsigned long long)verify->broken_seq)
            : text_copy (_ ("The journal is BROKEN."));
    terminal_print (stdout, verify->sound ? STYLE_GOOD : STYLE_ALARM, text);
    putchar ('\n');
    free (text);
    char *why = describe_text (verify->text);
    if (!verify->sound && why != NULL)
        printf ("  %s\n", why);
    free (why);
    if (verify->head_hash.len > 0) {
        printf ("%s", _ ("Hash of the last entry: "));
        for (size_t i = 0; i < verify->head_hash.len; i++)
            printf ("%02x", verify->head_hash.data[i]);
        putchar ('\n');
    }
}

int
run_verify (struct cli *cli)
{
    if (!cli_given (cli, OPTION_TIMEOUT))
        cli->timeout_ms = VERIFY_TIMEOUT_MS;
    Muster__V1__Reply *reply;
    enum exit_code code = cli_call (cli, request_create (MUSTER__V1__REQUEST__BODY_VERIFY), &reply);
    if (isatty (STDERR_FILENO) == 1)
        fputs ("\r\033[K", stderr);
    if (code != EXIT_DONE)
        return code;
    const Muster__V1__VerifyResult *verify = reply->verify;
    if (cli->json)
        cli_print_json (message_json (&reply->base));
    else if (verify != NULL)
        print_verdict (verify);
    code = verify != NULL && verify->done && verify->sound ? EXIT_DONE : EXIT_ERROR;
    muster__v1__reply__free_unpacked (reply, NULL);
    return code;
}
