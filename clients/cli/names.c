/* SPDX-License-Identifier: Apache-2.0 */
/* names.c: images by kind and id, asked for once a kind when a name is wanted. */
#include "names.h"

#include "cli.h"
#include "i18n.h"
#include "message.h"
#include "text.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>
#include <uthash.h>

enum { KINDS = 32, PAGES_MAX = 100 }; /* of Muster__V1__EntityKind */

struct name_key {
    uint64_t kind, id;
};

struct name {
    struct name_key key;
    Muster__V1__Image *image;
    UT_hash_handle hh;
};

struct names {
    struct name *table;
    bool loaded[KINDS];
    bool hold;
};

struct names *
names_create (void)
{
    return text_calloc (1, sizeof (struct names));
}

static void
drop (struct names *names, struct name *name)
{
    HASH_DEL (names->table, name);
    muster__v1__image__free_unpacked (name->image, NULL);
    free (name);
}

void
names_forget (struct names *names)
{
    while (names->table != NULL)
        drop (names, names->table);
}

void
names_destroy (struct names *names)
{
    if (names == NULL)
        return;
    names_forget (names);
    free (names);
}

static Muster__V1__Image *
copy_image (const Muster__V1__Image *image)
{
    size_t size = muster__v1__image__get_packed_size (image);
    uint8_t *bytes = text_calloc (1, size);
    muster__v1__image__pack (image, bytes);
    Muster__V1__Image *copy = muster__v1__image__unpack (NULL, size, bytes);
    free (bytes);
    return copy;
}

Muster__V1__Image *
names_copy (const Muster__V1__Image *image)
{
    return image != NULL ? copy_image (image) : NULL;
}

static struct name *
find (const struct names *names, uint64_t kind, uint64_t id)
{
    struct name *name;
    struct name_key key = { kind, id };
    HASH_FIND (hh, names->table, &key, sizeof key, name);
    return name;
}

void
names_learn (struct names *names, const Muster__V1__Image *image)
{
    struct name *held = find (names, image->entity_case, image_id (image));
    if (image_id (image) == 0 || (held != NULL && held->image->version >= image->version))
        return;
    Muster__V1__Image *copy = copy_image (image);
    if (copy == NULL)
        return;
    if (held != NULL)
        drop (names, held);
    else if (HASH_COUNT (names->table) >= NAMES_MAX)
        drop (names, names->table);
    struct name *name = text_calloc (1, sizeof *name);
    name->key = (struct name_key){ image->entity_case, image_id (image) };
    name->image = copy;
    HASH_ADD (hh, names->table, key, sizeof name->key, name);
}

const Muster__V1__Image *
names_find (const struct names *names, Muster__V1__EntityKind kind, uint64_t id)
{
    struct name *name = find (names, kind, id);
    return name != NULL ? name->image : NULL;
}

const Muster__V1__Image *
names_next (const struct names *names, Muster__V1__EntityKind kind, const Muster__V1__Image *after)
{
    const struct name *name = after != NULL ? find (names, kind, image_id (after)) : NULL;
    for (name = name != NULL ? name->hh.next : names->table; name != NULL; name = name->hh.next)
        if (name->key.kind == (uint64_t)kind)
            return name->image;
    return NULL;
}

void
names_hold (struct names *names, bool hold)
{
    names->hold = hold;
}

/* One page; returns the smallest id on it, 0 when there is nothing after it. */
static uint64_t
load_page (struct cli *cli, Muster__V1__EntityKind kind, uint64_t before)
{
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_LIST);
    request_set_number (request, "kind", kind);
    request_set_number (request, "limit", LIST_PAGE);
    if (before > 0)
        request_set_number (request, "before", before);
    Muster__V1__Reply *reply = cli_ask (cli, request);
    uint64_t smallest = UINT64_MAX;
    if (reply == NULL)
        return 0;
    for (size_t i = 0; i < reply->n_images; i++) {
        names_learn (cli->names, reply->images[i]);
        smallest = image_id (reply->images[i]) < smallest ? image_id (reply->images[i]) : smallest;
    }
    bool more = reply->has_more && reply->more && smallest != UINT64_MAX;
    muster__v1__reply__free_unpacked (reply, NULL);
    return more ? smallest : 0;
}

void
names_load (struct cli *cli, Muster__V1__EntityKind kind)
{
    if (cli->names->hold || cli->names->loaded[kind] || (cli->client == NULL && cli->context == NULL))
        return;
    cli->names->loaded[kind] = true;
    uint64_t before = 0;
    int page = 0;
    do {
        before = load_page (cli, kind, before);
    } while (before > 0 && ++page < PAGES_MAX);
}

/* Held, or asked for with all of its kind. */
static const Muster__V1__Image *
look_up (struct cli *cli, Muster__V1__EntityKind kind, uint64_t id)
{
    const Muster__V1__Image *image = names_find (cli->names, kind, id);
    if (image == NULL && id > 0) {
        names_load (cli, kind);
        image = names_find (cli->names, kind, id);
    }
    return image;
}

static const char *
image_name (const Muster__V1__Image *image)
{
    switch (image->entity_case) {
    case MUSTER__V1__IMAGE__ENTITY_PROFILE:
        return image->profile->title;
    case MUSTER__V1__IMAGE__ENTITY_POST:
        return image->post->name;
    case MUSTER__V1__IMAGE__ENTITY_PERSON:
        return image->person->name;
    case MUSTER__V1__IMAGE__ENTITY_TEAM:
        return image->team->name;
    case MUSTER__V1__IMAGE__ENTITY_CALENDAR:
        return image->calendar->title;
    case MUSTER__V1__IMAGE__ENTITY_ROSTER:
        return image->roster->title;
    default:
        return NULL;
    }
}

const char *
image_code (const Muster__V1__Image *image)
{
    switch (image->entity_case) {
    case MUSTER__V1__IMAGE__ENTITY_PROFILE:
        return image->profile->code;
    case MUSTER__V1__IMAGE__ENTITY_POST:
        return image->post->code;
    case MUSTER__V1__IMAGE__ENTITY_PERSON:
        return image->person->code;
    case MUSTER__V1__IMAGE__ENTITY_TEAM:
        return image->team->code;
    case MUSTER__V1__IMAGE__ENTITY_CALENDAR:
        return image->calendar->code;
    case MUSTER__V1__IMAGE__ENTITY_PRINCIPAL:
        return image->principal->code;
    default:
        return NULL;
    }
}

uint64_t
names_id_of_code (const struct names *names, Muster__V1__EntityKind kind, const char *code)
{
    for (const struct name *name = names->table; name != NULL; name = name->hh.next) {
        const char *held = name->key.kind == (uint64_t)kind ? image_code (name->image) : NULL;
        if (held != NULL && strcmp (held, code) == 0)
            return name->key.id;
    }
    return 0;
}

enum exit_code
names_post_meant (struct cli *cli, enum option option, uint64_t *ret_id)
{
    const char *code = cli_value (cli, option)->text;
    names_load (cli, CLI_ENTITY (POST));
    *ret_id = names_id_of_code (cli->names, CLI_ENTITY (POST), code);
    return *ret_id != 0 ? EXIT_DONE
                        : cli_fail (cli, EXIT_REFUSED, _ ("There is no post '%s'. List them: muster posts"), code);
}

unsigned
names_open_orders (const struct names *names, uint64_t incident, uint64_t team)
{
    unsigned count = 0;
    for (const struct name *name = names->table; name != NULL; name = name->hh.next) {
        const Muster__V1__DispatchOrder *order =
            name->image->entity_case == MUSTER__V1__IMAGE__ENTITY_DISPATCH_ORDER ? name->image->dispatch_order : NULL;
        count += order != NULL && !order->has_ended_at_ms && (incident == 0 || order->incident == incident) &&
                 (team == 0 || order->team == team);
    }
    return count;
}

char *
names_team_status (const struct names *names, uint64_t team, bool *ret_busy)
{
    struct text_stream stream;
    *ret_busy = false;
    text_open (&stream);
    for (const struct name *name = names->table; name != NULL; name = name->hh.next) {
        const Muster__V1__DispatchOrder *order =
            name->image->entity_case == MUSTER__V1__IMAGE__ENTITY_DISPATCH_ORDER ? name->image->dispatch_order : NULL;
        if (order == NULL || order->team != team || order->has_ended_at_ms)
            continue;
        char *reference = reference_text (CLI_ENTITY (DISPATCH_ORDER), order->id);
        fprintf (stream.file, "%s%s %s", *ret_busy ? _ (", ") : "", word_order_state (order->state), reference);
        free (reference);
        *ret_busy = true;
    }
    if (!*ret_busy)
        fputs (_ ("free"), stream.file);
    return text_taken (&stream);
}

char *
name_of (struct cli *cli, Muster__V1__EntityKind kind, uint64_t id)
{
    if (kind == CLI_ENTITY (PRINCIPAL))
        return name_principal (cli, id);
    const Muster__V1__Image *image = look_up (cli, kind, id);
    const char *name = image != NULL ? image_name (image) : NULL;
    if (name == NULL && image != NULL)
        name = image_code (image);
    if (name != NULL)
        return text_clean (name, false);
    if (kind != CLI_ENTITY (PERSON))
        return reference_text (kind, id);
    char *number = number_text (id), *text = text_format ("%s %s", word_entity (kind), number);
    free (number);
    return text;
}

char *
name_principal (struct cli *cli, uint64_t id)
{
    const Muster__V1__Image *image = look_up (cli, CLI_ENTITY (PRINCIPAL), id);
    if (image == NULL || image->principal == NULL)
        return reference_text (CLI_ENTITY (PRINCIPAL), id);
    if (image->principal->has_person)
        return name_of (cli, CLI_ENTITY (PERSON), image->principal->person);
    return text_clean (image->principal->code != NULL ? image->principal->code : "?", false);
}

char *
name_target (struct cli *cli, const Muster__V1__Target *target)
{
    if (target == NULL)
        return NULL;
    const char *role = target->kind == MUSTER__V1__TARGET_KIND__TARGET_KIND_DUTY_OFFICER  ? _ ("duty officer")
                       : target->kind == MUSTER__V1__TARGET_KIND__TARGET_KIND_DUTY_LEADER ? _ ("duty leader")
                                                                                          : NULL;
    if (target->kind == MUSTER__V1__TARGET_KIND__TARGET_KIND_ON_POST)
        role = _ ("on post");
    if (role != NULL && target->id == 0)
        return text_copy (role);
    if (role != NULL) {
        char *person = name_of (cli, CLI_ENTITY (PERSON), target->id);
        char *text = text_format (_ ("%s (%s)"), person, role);
        free (person);
        return text;
    }
    if (target->id == 0 && target->kind != MUSTER__V1__TARGET_KIND__TARGET_KIND_OWNER)
        return NULL; /* whom nobody knows */
    switch (target->kind) {
    case MUSTER__V1__TARGET_KIND__TARGET_KIND_CONTACT:
        return text_format (_ ("contact %u"), (unsigned)target->id);
    case MUSTER__V1__TARGET_KIND__TARGET_KIND_TEAM:
        return name_of (cli, CLI_ENTITY (TEAM), target->id);
    case MUSTER__V1__TARGET_KIND__TARGET_KIND_PERSON:
        return name_of (cli, CLI_ENTITY (PERSON), target->id);
    case MUSTER__V1__TARGET_KIND__TARGET_KIND_POST:
        return name_of (cli, CLI_ENTITY (POST), target->id);
    case MUSTER__V1__TARGET_KIND__TARGET_KIND_OWNER:
        return text_copy (_ ("who owes it"));
    default:
        return NULL;
    }
}

/* "初报 (city_phone) → 市应急管理局": what it is called, by which code a command knows it, to whom it goes. */
static char *
name_stage (const Muster__V1__Obligation *obligation)
{
    if (obligation->kind != MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_REPORT)
        return NULL;
    bool titled = obligation->title != NULL && obligation->title[0] != '\0';
    char *title = text_clean (titled ? obligation->title : word_report_kind (obligation->report_kind), false);
    char *code = obligation->clock != NULL ? text_clean (obligation->clock, false) : NULL;
    char *to = obligation->to != NULL ? text_clean (obligation->to, false) : NULL;
    char *text = text_format ("%s%s%s%s%s%s", title, code != NULL ? " [" : "", code != NULL ? code : "",
                              code != NULL ? "]" : "", to != NULL ? " → " : "", to != NULL ? to : "");
    free (title);
    free (code);
    free (to);
    return text;
}

/* report: what a report is called; NULL = "report". */
static char *
duty_text (Muster__V1__ObligationKind kind, char *subject, const char *report)
{
    static const char *const sentences[] = {
        N_ ("settle {0}"),
        N_ ("acknowledge {0}"),
        N_ ("depart for {0}"),
        N_ ("arrive on scene for {0}"),
        N_ ("complete {0}, or say how it stands"),
        N_ ("{1} for {0}"),
        [MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_SIGN_OFF] = N_ ("sign off {0}"),
        [MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_SEND_REPORT] = N_ ("send up {0}"),
        [MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_ASSIGN_TEAM] = N_ ("find a team for {0}"),
        [MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_SIGN_HANDOVER] = N_ ("go through {0} and sign it"),
        [MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_ANSWER_ROLL_CALL] = N_ ("answer the roll call: {0}"),
        [MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_ROLL_CALL_DUE] = N_ ("begin roll call {0}"),
        [MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_STATUS_CHECK] = N_ ("status check of {0}: are all well?"),
        [MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_DISTRESS_ORDER] =
            N_ ("DISTRESS on {0}: help, and say how it ended"),
        [MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_REVIEW_RESPONSE] =
            N_ ("review {0}: adjust, go on or terminate"),
        [MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_INSTRUCTION_FEEDBACK] = N_ ("feedback on {0}"),
        [MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_RELEASE_ORDER] = N_ ("issue {0}, which is reserved"),
        [MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_END_DRILL] = N_ ("end {0}: muster drill end"),
        [MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_CONFIRM_RECALL] = N_ ("confirm the recall of {0}"),
        [MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_CHECK_IN] = N_ ("check in for {0}"),
        [MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_SHIFT_SWAP] = N_ ("answer the proposed swap of {0}"),
        [MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_ROSTER_GAP] = N_ ("find somebody who can be reached for {0}"),
        [MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_ACCEPT_COMMAND] = N_ ("accept command of {0}"),
    };
    char *args[] = { subject, text_copy (report != NULL ? report : _ ("report")) };
    size_t row =
        kind > 0 && (size_t)kind < sizeof sentences / sizeof sentences[0] && sentences[kind] ? (size_t)kind : 0;
    char *text = text_fill_args (_ (sentences[row]), args, 2);
    free (args[1]);
    return text;
}

char *
name_recipient (struct cli *cli, const Muster__V1__Target *target)
{
    bool console = target != NULL && target->kind == MUSTER__V1__TARGET_KIND__TARGET_KIND_TEAM;
    return console ? text_copy (_ ("the team's console")) : name_target (cli, target);
}

char *
name_awaited (struct cli *cli, const Muster__V1__DispatchOrder *order)
{
    struct text_stream stream;
    size_t unknown = 0;
    bool first = true;
    if (order->n_awaited == 0)
        return NULL;
    text_open (&stream);
    for (size_t i = 0; i < order->n_awaited; i++) {
        if (look_up (cli, CLI_ENTITY (PERSON), order->awaited[i]) ==
            NULL) { /* a team leader may not look people up */
            unknown++;
            continue;
        }
        char *name = name_of (cli, CLI_ENTITY (PERSON), order->awaited[i]);
        fprintf (stream.file, "%s%s", first ? "" : _ (", "), name);
        first = false;
        free (name);
    }
    if (unknown > 0)
        fprintf (stream.file, "%s", first ? "" : _ (", "));
    if (unknown > 0)
        fprintf (stream.file, _ ("%zu of the team's contacts"), unknown);
    return text_taken (&stream);
}

char *
name_duty (struct cli *cli, const Muster__V1__Obligation *obligation)
{
    char *reference = reference_text (obligation->subject_kind, obligation->subject);
    bool of_post = obligation->subject_kind == CLI_ENTITY (POST);
    char *subject = of_post ? name_of (cli, CLI_ENTITY (POST), obligation->subject) : text_copy (reference);
    char *report = name_stage (obligation);
    char *text = duty_text (obligation->kind, subject, report);
    free (reference);
    free (subject);
    free (report);
    return text;
}

char *
name_duty_kind (Muster__V1__ObligationKind kind)
{
    char any[] = "…";
    return duty_text (kind, any, NULL);
}

uint64_t
image_id (const Muster__V1__Image *image)
{
    switch (image->entity_case) {
    case MUSTER__V1__IMAGE__ENTITY_PROFILE:
        return image->profile->id;
    case MUSTER__V1__IMAGE__ENTITY_POST:
        return image->post->id;
    case MUSTER__V1__IMAGE__ENTITY_PERSON:
        return image->person->id;
    case MUSTER__V1__IMAGE__ENTITY_TEAM:
        return image->team->id;
    case MUSTER__V1__IMAGE__ENTITY_PRINCIPAL:
        return image->principal->id;
    case MUSTER__V1__IMAGE__ENTITY_INCIDENT:
        return image->incident->id;
    case MUSTER__V1__IMAGE__ENTITY_REPORT:
        return image->report->id;
    case MUSTER__V1__IMAGE__ENTITY_DISPATCH_ORDER:
        return image->dispatch_order->id;
    case MUSTER__V1__IMAGE__ENTITY_SHIFT:
        return image->shift->id;
    case MUSTER__V1__IMAGE__ENTITY_OBLIGATION:
        return image->obligation->id;
    case MUSTER__V1__IMAGE__ENTITY_RESPONSE:
        return image->response->id;
    case MUSTER__V1__IMAGE__ENTITY_INSTRUCTION:
        return image->instruction->id;
    case MUSTER__V1__IMAGE__ENTITY_SUBMISSION:
        return image->submission->id;
    case MUSTER__V1__IMAGE__ENTITY_DUTY_LOG_ENTRY:
        return image->duty_log_entry->id;
    case MUSTER__V1__IMAGE__ENTITY_HANDOVER:
        return image->handover->id;
    case MUSTER__V1__IMAGE__ENTITY_CALENDAR:
        return image->calendar->id;
    case MUSTER__V1__IMAGE__ENTITY_ROSTER:
        return image->roster->id;
    case MUSTER__V1__IMAGE__ENTITY_PLANNED_SHIFT:
        return image->planned_shift->id;
    case MUSTER__V1__IMAGE__ENTITY_ROLL_CALL:
        return image->roll_call->id;
    case MUSTER__V1__IMAGE__ENTITY_ROLL_CALL_ANSWER:
        return image->roll_call_answer->id;
    case MUSTER__V1__IMAGE__ENTITY_FIELD_COMMAND_POST:
        return image->field_command_post->id;
    case MUSTER__V1__IMAGE__ENTITY_CONSULTATION:
        return image->consultation->id;
    case MUSTER__V1__IMAGE__ENTITY_DRILL:
        return image->drill->id;
    default:
        return 0;
    }
}

bool
image_is_drill (const Muster__V1__Image *image)
{
    switch (image->entity_case) {
    case MUSTER__V1__IMAGE__ENTITY_INCIDENT:
        return image->incident->drill;
    case MUSTER__V1__IMAGE__ENTITY_REPORT:
        return image->report->drill;
    case MUSTER__V1__IMAGE__ENTITY_DISPATCH_ORDER:
        return image->dispatch_order->drill;
    case MUSTER__V1__IMAGE__ENTITY_OBLIGATION:
        return image->obligation->drill;
    case MUSTER__V1__IMAGE__ENTITY_RESPONSE:
        return image->response->drill;
    case MUSTER__V1__IMAGE__ENTITY_INSTRUCTION:
        return image->instruction->drill;
    case MUSTER__V1__IMAGE__ENTITY_SUBMISSION:
        return image->submission->drill;
    case MUSTER__V1__IMAGE__ENTITY_DUTY_LOG_ENTRY:
        return image->duty_log_entry->drill;
    case MUSTER__V1__IMAGE__ENTITY_ROLL_CALL:
        return image->roll_call->drill;
    case MUSTER__V1__IMAGE__ENTITY_ROLL_CALL_ANSWER:
        return image->roll_call_answer->drill;
    case MUSTER__V1__IMAGE__ENTITY_FIELD_COMMAND_POST:
        return image->field_command_post->drill;
    case MUSTER__V1__IMAGE__ENTITY_CONSULTATION:
        return image->consultation->drill;
    default:
        return false;
    }
}
