/* SPDX-License-Identifier: Apache-2.0 */
/* steps.c: an obligation's escalation in words. */
#include "steps.h"

#include "cli.h"
#include "describe.h"
#include "i18n.h"
#include "names.h"
#include "terminal.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <stdlib.h>

#define TARGET(name) MUSTER__V1__TARGET_KIND__TARGET_KIND_##name

/* ---- whom ---- */

/* The team's list of now; the step looks it up again when it fires. */
static char *
contact_text (struct cli *cli, const Muster__V1__Obligation *obligation, uint32_t contact)
{
    const Muster__V1__Target *owner = obligation->owner;
    const Muster__V1__Image *team = NULL;
    if (owner != NULL && owner->kind == TARGET (TEAM)) {
        names_load (cli, CLI_ENTITY (TEAM));
        team = names_find (cli->names, CLI_ENTITY (TEAM), owner->id);
    }
    if (team == NULL || contact == 0 || contact > team->team->n_contacts)
        return text_format (_ ("contact %u"), contact);
    char *name = name_of (cli, CLI_ENTITY (PERSON), team->team->contacts[contact - 1]);
    char *text = text_format (_ ("%s (contact %u)"), name, contact);
    free (name);
    return text;
}

static char *
code_text (struct cli *cli, Muster__V1__EntityKind kind, const char *code)
{
    names_load (cli, kind);
    uint64_t id = code != NULL ? names_id_of_code (cli->names, kind, code) : 0;
    return id > 0 ? name_of (cli, kind, id) : text_clean (code != NULL ? code : "?", false);
}

static char *
target_text (struct cli *cli, const Muster__V1__Obligation *obligation, Muster__V1__TargetKind kind, uint32_t contact,
             const char *code)
{
    Muster__V1__Target target = MUSTER__V1__TARGET__INIT;
    target.kind = kind;
    if (kind == TARGET (CONTACT))
        return contact_text (cli, obligation, contact);
    if (kind == TARGET (PERSON) || kind == TARGET (POST))
        return code_text (cli, kind == TARGET (PERSON) ? CLI_ENTITY (PERSON) : CLI_ENTITY (POST), code);
    char *text = kind == TARGET (OWNER) ? name_target (cli, obligation->owner) : name_target (cli, &target);
    return text != NULL ? text : text_copy ("?");
}

static char *
action_text (const Muster__V1__Obligation *obligation, Muster__V1__StepAction action)
{
    switch (action) {
    case MUSTER__V1__STEP_ACTION__STEP_ACTION_NEXT_TEAM:
        return text_copy (_ ("ask the next team"));
    case MUSTER__V1__STEP_ACTION__STEP_ACTION_RELEASE:
        return text_copy (obligation->subject_kind == CLI_ENTITY (ROLL_CALL) ? _ ("call the roll")
                                                                             : _ ("issue the order"));
    case MUSTER__V1__STEP_ACTION__STEP_ACTION_EXPIRE:
        return text_copy (_ ("the proposed swap is void"));
    case MUSTER__V1__STEP_ACTION__STEP_ACTION_REOPEN:
        return text_copy (_ ("acknowledgement is owed again"));
    case MUSTER__V1__STEP_ACTION__STEP_ACTION_MISS:
        return text_copy (_ ("count a miss"));
    case MUSTER__V1__STEP_ACTION__STEP_ACTION_DISTRESS:
        return text_copy (_ ("DISTRESS"));
    default:
        return NULL;
    }
}

char *
step_whom (struct cli *cli, const Muster__V1__Obligation *obligation, const Muster__V1__PolicyStep *step)
{
    struct text_stream stream;
    char *action = action_text (obligation, step->action);
    if (action != NULL)
        return action;
    text_open (&stream);
    for (size_t i = 0; i <= step->n_also; i++) {
        const Muster__V1__StepTarget *also = i > 0 ? step->also[i - 1] : NULL;
        char *whom = also != NULL ? target_text (cli, obligation, also->kind, also->contact, also->code)
                                  : target_text (cli, obligation, step->target, step->contact, step->code);
        fprintf (stream.file, "%s%s", i > 0 ? _ (", ") : "", whom);
        free (whom);
    }
    return text_taken (&stream);
}

/* ---- when ---- */

static char *
after_text (uint32_t ms)
{
    char *span = duration_text (ms);
    char *text = ms == 0 ? text_copy (_ ("at once")) : text_format (_ ("%s later"), span);
    free (span);
    return text;
}

char *
step_text (struct cli *cli, const Muster__V1__Obligation *obligation, size_t index)
{
    const Muster__V1__PolicyStep *step = obligation->steps[index];
    char *whom = step_whom (cli, obligation, step);
    char *after = after_text (step->after_ms), *again = duration_text (step->repeat_ms);
    char *text = step->times > 0
                     ? text_format (_ ("%s: %s, then every %s, %u times in all"), whom, after, again, step->times)
                 : step->repeat_ms > 0 ? text_format (_ ("%s: %s, then every %s"), whom, after, again)
                                       : text_format (_ ("%s: %s"), whom, after);
    free (whom);
    free (after);
    free (again);
    return text;
}

char *
step_next (struct cli *cli, const Muster__V1__Obligation *obligation)
{
    if (!obligation->has_next_at_ms || obligation->has_ended_at_ms || obligation->next_step >= obligation->n_steps)
        return NULL;
    char *at = time_text_near (obligation->next_at_ms, time_now_ms ());
    char *whom = step_whom (cli, obligation, obligation->steps[obligation->next_step]);
    char *text = text_format (_ ("%s %s"), at, whom);
    free (at);
    free (whom);
    return text;
}

/* ---- what is owed on one thing ---- */

static void
print_owed (struct cli *cli, const Muster__V1__Obligation *obligation)
{
    enum style style;
    char *due = describe_due (obligation, time_now_ms (), &style);
    char *duty = name_duty (cli, obligation);
    char *next = step_next (cli, obligation);
    char *reference = reference_text (CLI_ENTITY (OBLIGATION), obligation->id);
    printf ("%s  ", reference);
    free (reference);
    terminal_print (stdout, style, due);
    printf (_ ("  %s  — next: %s\n"), duty, next != NULL ? next : "?");
    free (due);
    free (duty);
    free (next);
}

void
steps_of_subject (struct cli *cli, Muster__V1__EntityKind kind, uint64_t id)
{
    const Muster__V1__Image *image = NULL;
    bool headed = false;
    names_load (cli, CLI_ENTITY (OBLIGATION));
    while ((image = names_next (cli->names, CLI_ENTITY (OBLIGATION), image)) != NULL) {
        const Muster__V1__Obligation *obligation = image->obligation;
        if (obligation->subject_kind != kind || obligation->subject != id || obligation->has_ended_at_ms)
            continue;
        if (!headed)
            card_heading (_ ("Owed now"));
        headed = true;
        print_owed (cli, obligation);
    }
}
