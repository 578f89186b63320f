/* SPDX-License-Identifier: Apache-2.0 */
/* draft.c: requests as people and systems might make them, most of them sensible, some not. */
#include "draft_parts.h"
#include "util/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BIT(role) (1u << (role))
#define WATCH (BIT (ROLE_DUTY_LEADER) | BIT (ROLE_DUTY_OFFICER))
#define TEAM BIT (ROLE_TEAM_LEADER)
#define SYSTEM BIT (ROLE_SYSTEM)
#define ADMIN BIT (ROLE_ADMIN)
#define READERS (ADMIN | WATCH | BIT (ROLE_OBSERVER))
#define EVERYONE (READERS | TEAM | SYSTEM)

#define CASE(name) MUSTER__V1__REQUEST__BODY_##name

enum { WRONG_ROLE_PER_MILLE = 25, FILES_MAX = 4 };

static struct {
    const char *path;
    char *text;
} files[FILES_MAX] = { { "deploy/profiles/training-fast.yaml", NULL },
                       { "deploy/profiles/cn-shanxi.yaml", NULL },
                       { "deploy/profiles/de-example.yaml", NULL },
                       { "deploy/counties/141023-xiangfen.yaml", NULL } };
enum { COUNTY_FILE = 3, PROFILES = 3 };

/* ---- the registry and its people ---- */

/* A county file in which some telephone numbers have changed. */
static void
edit_numbers (struct drafting *d, char *county)
{
    for (char *at = strstr (county, "161006"); at; at = strstr (at + 1, "161006"))
        if (chance (d, 150))
            at[6] = (char)('0' + rng_below (&d->w->rng, 10));
    for (char *at = strstr (county, "from: 2026"); at; at = strstr (at + 1, "from: 2026"))
        memcpy (at, "from: 2020", 10); /* the roster is in force */
    for (char *at = strstr (county, "rank: "); at; at = strstr (at + 1, "rank: "))
        if (chance (d, 100))
            at[6] = (char)('1' + rng_below (&d->w->rng, 9));
}

static void
set_import (struct drafting *d, size_t file, bool edited)
{
    muster__v1__import__init (&d->body.import);
    d->import_text = xstrdup (files[file].text);
    if (edited)
        edit_numbers (d, d->import_text);
    d->body.import.text = d->import_text;
    d->body.import.name = (char *)(uintptr_t)files[file].path;
    d->request.import = &d->body.import;
}

static void
draft_import (struct drafting *d)
{
    static char bad[] = "county: {posts: [{code: BAD}]}\n";
    static const char *const roll_calls[] = {
        "county: {roll_calls: [{code: often, title: often, posts: [taosi], teams: [fire-xiangfen], at: [\"00:00\", "
        "\"03:00\", \"06:00\", \"09:00\", \"12:00\", \"15:00\", \"18:00\", \"21:00\"]}]}\n",
        "county: {roll_calls: [{code: often, title: often, all_posts: true, between: [\"20:00\", \"19:00\"]}]}\n",
        "county: {roll_calls: [{code: wrong, title: wrong, posts: [no-post], at: [\"08:00\"], days: working}]}\n"
    };
    bool county = chance (d, 700);
    set_import (d, county ? COUNTY_FILE : rng_below (&d->w->rng, PROFILES), county);
    if (chance (d, 300))
        d->body.import.text = (char *)(uintptr_t)roll_calls[rng_below (&d->w->rng, 3)];
    if (chance (d, 50))
        d->body.import.text = bad;
}

static void
set_enrol (struct drafting *d, const struct client *who)
{
    Muster__V1__Enrol *enrol = &d->body.enrol;
    muster__v1__enrol__init (enrol);
    memcpy (d->key, who->key, KEY_BYTES);
    enrol->code = (char *)(uintptr_t)who->code;
    enrol->has_role = enrol->has_key = 1;
    enrol->role = (Muster__V1__Role)who->role;
    enrol->key = (ProtobufCBinaryData){ KEY_BYTES, d->key };
    enrol->person = (char *)(uintptr_t)who->person;
    enrol->team = (char *)(uintptr_t)who->team;
    d->request.enrol = enrol;
}

static void
set_revoke (struct drafting *d, const struct client *who)
{
    muster__v1__revoke__init (&d->body.revoke);
    d->body.revoke.code = (char *)(uintptr_t)who->code;
    d->body.revoke.reason = chance (d, 500) ? text (d, "left") : NULL;
    d->request.revoke = &d->body.revoke;
}

/* Now and then somebody loses the key, or gets another role, or a wrong key; soon after all is put right again. */
static void
draft_people (struct drafting *d)
{
    const struct client *who = &d->w->clients[rng_below (&d->w->rng, CLIENTS)];
    const struct principal *known = desk_principal_by_code (oracle_desk (d->w->oracle), who->code);
    bool enrolled = known && known->state == PRINCIPAL_ENROLLED;
    bool right = enrolled && known->role == who->role && !memcmp (known->key, who->key, KEY_BYTES);
    if (enrolled && (!right || chance (d, 150))) {
        d->request.body_case = CASE (REVOKE);
        set_revoke (d, who);
        return;
    }
    d->request.body_case = CASE (ENROL);
    set_enrol (d, who);
    if (chance (d, 100))
        d->key[KEY_BYTES - 1] ^= 0x55;
    if (chance (d, 100))
        d->body.enrol.role = (Muster__V1__Role)rng_between (&d->w->rng, ROLE_ADMIN, ROLE_OBSERVER);
    if (chance (d, 100))
        d->body.enrol.team = any_team (d);
}

/* ---- queries ---- */

static void
draft_list (struct drafting *d)
{
    muster__v1__list__init (&d->body.list);
    d->body.list.has_kind = 1;
    d->body.list.kind = (Muster__V1__EntityKind)rng_between (&d->w->rng, ENTITY_PROFILE, ENTITY_OBLIGATION);
    d->body.list.has_settled = d->body.list.settled = chance (d, 400);
    d->body.list.has_limit = 1;
    d->body.list.limit = (uint32_t)rng_between (&d->w->rng, 1, 40);
    d->body.list.has_before = chance (d, 300);
    d->body.list.before = any_id (d, (enum entity_kind)d->body.list.kind);
    d->request.list = &d->body.list;
}

static void
draft_show (struct drafting *d)
{
    muster__v1__show__init (&d->body.show);
    d->body.show.has_kind = d->body.show.has_id = 1;
    d->body.show.kind = (Muster__V1__EntityKind)rng_between (&d->w->rng, ENTITY_PROFILE, ENTITY_OBLIGATION);
    d->body.show.id = any_id (d, (enum entity_kind)d->body.show.kind);
    d->request.show = &d->body.show;
}

static void
draft_journal (struct drafting *d)
{
    muster__v1__journal__init (&d->body.journal);
    d->body.journal.has_after = d->body.journal.has_limit = 1;
    d->body.journal.after = rng_below (&d->w->rng, oracle_head (d->w->oracle) + 2);
    d->body.journal.limit = (uint32_t)rng_between (&d->w->rng, 1, 30);
    d->body.journal.has_incident = chance (d, 300);
    d->body.journal.incident = any_id (d, ENTITY_INCIDENT);
    d->request.journal = &d->body.journal;
}

static void
draft_status (struct drafting *d)
{
    muster__v1__status__init (&d->body.status);
    d->request.status = &d->body.status;
}

static void
draft_principals (struct drafting *d)
{
    muster__v1__principals__init (&d->body.principals);
    d->request.principals = &d->body.principals;
}

static void
draft_verify (struct drafting *d)
{
    muster__v1__verify__init (&d->body.verify);
    d->request.verify = &d->body.verify;
}

/* ---- the table ---- */

static const struct row {
    Muster__V1__Request__BodyCase body_case; /* the function may choose another */
    unsigned weight;
    uint32_t roles;
    void (*draft) (struct drafting *);
} rows[] = {
    { CASE (REPORT), 30, WATCH | TEAM | SYSTEM, draft_report },
    { CASE (CONTINUE), 16, WATCH, draft_continue },
    { CASE (ASSESS), 8, WATCH, draft_assess },
    { CASE (DISPATCH), 40, WATCH, draft_dispatch },
    { CASE (ACKNOWLEDGE), 120, WATCH | TEAM, draft_rung },
    { CASE (REASSIGN), 4, WATCH, draft_reassign },
    { CASE (RECEIPT), 8, WATCH | TEAM | SYSTEM, draft_receipt },
    { CASE (CHECK_IN), 8, WATCH, draft_check_in },
    { CASE (CHECK_OUT), 4, WATCH, draft_check_out },
    { CASE (CLOSE), 30, WATCH, draft_close },
    { CASE (REOPEN), 8, WATCH, draft_reopen },
    { CASE (HOLD), 5, WATCH, draft_hold },
    { CASE (CONTROL), 5, WATCH, draft_control },
    { CASE (RESUME), 8, WATCH, draft_resume },
    { CASE (MERGE), 8, WATCH, draft_merge },
    { CASE (UNMERGE), 8, WATCH, draft_unmerge },
    { CASE (LOG), 12, WATCH, draft_log },
    { CASE (CONSULT), 5, WATCH, draft_consult },
    { CASE (LINK), 12, WATCH, draft_link },
    { CASE (UNLINK), 10, WATCH, draft_unlink },
    { CASE (SPLIT), 8, WATCH, draft_split },
    { CASE (MOVE), 10, WATCH, draft_move },
    { CASE (SUBMIT), 14, WATCH, draft_submit },
    { CASE (SIGN_OFF), 6, BIT (ROLE_DUTY_LEADER), draft_sign_off },
    { CASE (SEND), 6, WATCH, draft_send },
    { CASE (SUBMISSION_WITHDRAW), 2, WATCH, draft_submission_withdraw },
    { CASE (DRILL_BEGIN), 12, WATCH, draft_drill_begin },
    { CASE (DRILL_END), 2, WATCH, draft_drill_end },
    { CASE (COMMAND_ESTABLISH), 5, WATCH, draft_command_establish },
    { CASE (COMMAND_TRANSFER), 6, WATCH, draft_command_transfer },
    { CASE (COMMAND_ACCEPT), 8, WATCH | TEAM, draft_command_accept },
    { CASE (COMMAND_DISSOLVE), 3, WATCH, draft_command_dissolve },
    { CASE (ROLL_CALL), 3, WATCH, draft_roll_call },
    { CASE (ROLL_CALL_ANSWER), 25, WATCH | TEAM, draft_roll_call_answer },
    { CASE (ROLL_CALL_ABSENT), 5, WATCH, draft_roll_call_absent },
    { CASE (ROLL_CALL_END), 2, WATCH, draft_roll_call_end },
    { CASE (HANDOVER_OPEN), 6, WATCH, draft_handover_open },
    { CASE (HANDOVER_ACCEPT), 40, WATCH, draft_handover },
    { CASE (ASSIGN), 5, WATCH, draft_assign },
    { CASE (SETTLE_GAP), 3, BIT (ROLE_DUTY_LEADER), draft_settle_gap },
    { CASE (SWAP_PROPOSE), 12, WATCH, draft_swap_propose },
    { CASE (SWAP_ACCEPT), 8, WATCH, draft_swap_answer },
    { CASE (MARK_CONTACT), 3, WATCH | ADMIN, draft_mark_contact },
    { CASE (SHELVE), 12, BIT (ROLE_DUTY_LEADER), draft_shelve },
    { CASE (UNSHELVE), 4, BIT (ROLE_DUTY_LEADER), draft_unshelve },
    { CASE (IMPORT), 4, ADMIN, draft_import },
    { CASE (ENROL), 20, ADMIN, draft_people },
    { CASE (LIST), 6, EVERYONE, draft_list },
    { CASE (ROSTER_PLAN), 3, READERS, draft_roster_plan },
    { CASE (SHOW), 8, EVERYONE, draft_show },
    { CASE (JOURNAL), 4, READERS, draft_journal },
    { CASE (STATUS), 2, EVERYONE, draft_status },
    { CASE (PRINCIPALS), 3, ADMIN, draft_principals },
    { CASE (VERIFY), 1, ADMIN | BIT (ROLE_DUTY_LEADER), draft_verify },
};

static const struct row *
pick_row (struct drafting *d)
{
    uint32_t roles = chance (d, WRONG_ROLE_PER_MILLE) ? EVERYONE : BIT (d->client->role);
    uint64_t total = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        total += rows[i].roles & roles ? rows[i].weight : 0;
    uint64_t dice = rng_below (&d->w->rng, total);
    for (size_t i = 0;; i++) {
        uint64_t weight = rows[i].roles & roles ? rows[i].weight : 0;
        if (dice < weight)
            return &rows[i];
        dice -= weight;
    }
}

static void
begin (struct drafting *d, struct world *w, const struct client *client, const uint8_t id[COMMAND_ID_BYTES])
{
    memset (d, 0, sizeof *d);
    d->w = w;
    d->client = client;
    muster__v1__request__init (&d->request);
    d->request.has_protocol = d->request.has_id = 1;
    d->request.protocol = 1;
    d->request.id = (ProtobufCBinaryData){ COMMAND_ID_BYTES, (uint8_t *)(uintptr_t)id };
}

static void
pack (struct drafting *d, struct buffer *out)
{
    size_t size = muster__v1__request__get_packed_size (&d->request);
    buffer_clear (out);
    muster__v1__request__pack (&d->request, buffer_reserve (out, size));
    out->size = size;
    free (d->import_text);
}

bool
draft_any (struct world *w, const struct client *client, const uint8_t id[COMMAND_ID_BYTES], struct buffer *out)
{
    struct drafting d;
    begin (&d, w, client, id);
    const struct row *row = pick_row (&d);
    d.request.body_case = row->body_case;
    row->draft (&d);
    d.request.has_sent_at_ms = chance (&d, 700);
    d.request.sent_at_ms = w->now + client->clock_off_ms;
    pack (&d, out);
    return d.request.body_case < CASE (LIST) && d.request.body_case != CASE (ROSTER_PLAN);
}

void
draft_sync (const uint8_t id[COMMAND_ID_BYTES], uint64_t since, uint64_t snapshot, uint32_t limit, struct buffer *out)
{
    struct drafting d;
    begin (&d, NULL, NULL, id);
    muster__v1__sync__init (&d.body.sync);
    d.body.sync.has_since = d.body.sync.has_limit = 1;
    d.body.sync.since = since;
    d.body.sync.limit = limit;
    d.body.sync.has_snapshot = snapshot > 0;
    d.body.sync.snapshot = snapshot;
    d.request.body_case = CASE (SYNC);
    d.request.sync = &d.body.sync;
    pack (&d, out);
}

/* The first steps of the play: a profile, the county, and everybody but the first admin. */
int
draft_setup_steps (void)
{
    return 2 + CLIENTS - 1;
}

void
draft_setup (struct world *w, int at, const uint8_t id[COMMAND_ID_BYTES], struct buffer *out)
{
    struct drafting d;
    begin (&d, w, &w->clients[0], id);
    size_t profile = 0;
    while (profile < PROFILES - 1 && strcmp (files[profile].path, w->weather.profile))
        profile++;
    d.request.body_case = at < 2 ? CASE (IMPORT) : CASE (ENROL);
    if (at < 2)
        set_import (&d, at == 0 ? profile : COUNTY_FILE, false);
    else
        set_enrol (&d, &w->clients[at - 1]);
    pack (&d, out);
}

/* The bytes of a request with some of them changed, cut off, or nothing but noise. */
void
draft_garbage (struct world *w, const uint8_t *data, size_t size, struct buffer *out)
{
    buffer_clear (out);
    if (rng_chance (&w->rng, 300))
        size = rng_below (&w->rng, size);
    buffer_append (out, data, size);
    uint64_t changes = rng_below (&w->rng, rng_chance (&w->rng, 300) ? size + 1 : 4);
    for (uint64_t i = 0; size && i < changes; i++)
        out->data[rng_below (&w->rng, size)] = (uint8_t)rng_next (&w->rng);
}

/* ---- files ---- */

int
draft_load_files (struct error *err)
{
    const char *root = getenv ("MUSTER_SOURCE_DIR");
    for (size_t i = 0; i < FILES_MAX; i++) {
        char path[1024];
        snprintf (path, sizeof path, "%s/%s", root ? root : SIM_SOURCE_DIR, files[i].path);
        FILE *file = fopen (path, "r");
        if (!file)
            return error_set (err, "%s can't be read: set MUSTER_SOURCE_DIR", path);
        files[i].text = xcalloc (1, IMPORT_TEXT_MAX + 1);
        size_t size = fread (files[i].text, 1, IMPORT_TEXT_MAX, file);
        files[i].text[size] = '\0';
        fclose (file);
    }
    return 0;
}

void
draft_free_files (void)
{
    for (size_t i = 0; i < FILES_MAX; i++)
        free (files[i].text);
}
