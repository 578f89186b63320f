/* SPDX-License-Identifier: Apache-2.0 */
/* roll_call.c: 点名/查岗: posts and teams are called, and each owes an answer until it is given, or somebody says
 * that nobody is there. */
#include "core/step.h"
#include "util/alloc.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* ---- who is called ---- */

struct called {
    struct target items[ROLL_CALL_TARGETS_MAX];
    uint32_t count;
    bool overflow;
};

static void
call (struct called *called, enum target_kind kind, uint64_t id)
{
    for (uint32_t i = 0; i < called->count; i++)
        if (called->items[i].kind == kind && called->items[i].id == id)
            return;
    called->overflow |= called->count == ROLL_CALL_TARGETS_MAX;
    if (!called->overflow)
        called->items[called->count++] = (struct target){ kind, id };
}

/* All that there are; in a drill all that take part. */
static void
call_every (const struct desk *desk, enum entity_kind kind, enum target_kind target, bool drill,
            struct called *called)
{
    for (const struct entity *e = desk->tables[kind]; e; e = e->hh.next)
        if (!drill || drill_reaches (desk, &(struct target){ target, e->id }))
            call (called, target, e->id);
}

static void
call_all (const struct desk *desk, bool posts, bool teams, bool drill, struct called *called)
{
    if (posts)
        call_every (desk, ENTITY_POST, TARGET_POST, drill, called);
    if (teams)
        call_every (desk, ENTITY_TEAM, TARGET_TEAM, drill, called);
}

/* A drill calls nobody but its participants. */
static bool
call_one (struct step *step, struct called *called, const struct target *target, const char *code)
{
    const char *field = target->kind == TARGET_TEAM ? "teams" : "posts";
    if (step->command->action == ACTION_ROLL_CALL && step->command->roll_call.drill &&
        !need_in_drill (step, target, field, code))
        return false;
    call (called, target->kind, target->id);
    return true;
}

static bool
call_named (struct step *step, const struct roll_call_args *args, struct called *called)
{
    for (size_t i = 0; i < args->posts_count; i++) {
        const struct post *post = desk_post_by_code (step->desk, args->posts[i]);
        if (!post)
            return refuse (step, REFUSAL_UNKNOWN_POST, "posts", "%s", args->posts[i]);
        if (!call_one (step, called, &(struct target){ TARGET_POST, post->entity.id }, post->code))
            return false;
    }
    for (size_t i = 0; i < args->teams_count; i++) {
        const struct team *team = desk_team_by_code (step->desk, args->teams[i]);
        if (!team)
            return refuse (step, REFUSAL_UNKNOWN_TEAM, "teams", "%s", args->teams[i]);
        if (!call_one (step, called, &(struct target){ TARGET_TEAM, team->entity.id }, team->code))
            return false;
    }
    call_all (step->desk, args->all_posts, args->all_teams, args->drill, called);
    if (called->overflow)
        return refuse (step, REFUSAL_LIMIT, "posts", "posts and teams of one roll call\n%d", ROLL_CALL_TARGETS_MAX);
    return called->count > 0 || refuse (step, REFUSAL_ROLL_CALL_OF_NOBODY, "posts", " ");
}

static void
bear_answers (struct step *step, const struct roll_call *roll_call, const struct called *called)
{
    int64_t now = step->command->at;
    for (uint32_t i = 0; i < called->count; i++) {
        struct roll_call_answer *image = (struct roll_call_answer *)entity_new (ENTITY_ROLL_CALL_ANSWER);
        image->roll_call = roll_call->entity.id;
        image->owner = called->items[i];
        image->state = ROLL_CALL_ANSWER_CALLED;
        image->drill = roll_call->drill;
        image->title = xstrdup (roll_call->title);
        image->attempts = 1;
        image->called_at = now;
        image->due_at = roll_call->within_ms ? now + roll_call->within_ms
                                             : obligation_due_at (step, OBLIGATION_ANSWER_ROLL_CALL, 0);
        emit_born (step, EVENT_ROLL_CALL_ANSWER_CALLED, &image->entity);
    }
}

/* ---- by hand ---- */

bool
decide_roll_call (struct step *step)
{
    const struct roll_call_args *args = &step->command->roll_call;
    struct called called = { .count = 0 };
    if (!step->desk->profile)
        return refuse (step, REFUSAL_NO_PROFILE, NULL, " ");
    if (step->desk->open_counts[ENTITY_ROLL_CALL] >= ROLL_CALLS_MAX)
        return refuse (step, REFUSAL_LIMIT, NULL, "open roll calls\n%d", ROLL_CALLS_MAX);
    if ((args->drill && !need_drill (step)) || !call_named (step, args, &called))
        return false;
    struct roll_call *image = (struct roll_call *)entity_new (ENTITY_ROLL_CALL);
    image->state = ROLL_CALL_RUNNING;
    image->drill = args->drill;
    image->title = xstrdup (args->title);
    image->within_ms = args->within_ms;
    image->called_at = step->command->at;
    image->called_by = step->command->principal;
    image->first_answer = next_id (step->desk, ENTITY_ROLL_CALL_ANSWER, args->drill);
    image->called_count = called.count;
    bear_answers (step, (struct roll_call *)emit_born (step, EVENT_ROLL_CALL_CALLED, &image->entity), &called);
    return true;
}

/* ---- by itself ---- */

static void
schedule (struct step *step, const struct roll_call *like)
{
    struct roll_call *image = (struct roll_call *)entity_new (ENTITY_ROLL_CALL);
    image->state = ROLL_CALL_SCHEDULED;
    image->title = xstrdup (like->title);
    image->plan = like->plan;
    image->within_ms = like->within_ms;
    struct day_spans calendars[CALENDARS_MAX];
    size_t count = desk_calendars (step->desk, calendars);
    image->due_at = roll_call_next (&image->plan, calendars, count, step->command->at,
                                    step->desk->profile->rules.utc_offset_minutes);
    emit_born (step, EVENT_ROLL_CALL_SCHEDULED, &image->entity);
}

static struct roll_call *
scheduled_as (const struct desk *desk, const char *code, const struct roll_call *but)
{
    for (struct entity *e = desk->tables[ENTITY_ROLL_CALL]; e; e = e->hh.next) {
        struct roll_call *roll_call = (struct roll_call *)e;
        if (roll_call != but && roll_call->state == ROLL_CALL_SCHEDULED && !strcmp (roll_call->plan.code, code))
            return roll_call;
    }
    return NULL;
}

static void
end_unbegun (struct step *step, struct roll_call *roll_call)
{
    struct event_detail nothing = { .figures = figures_unknown };
    emit (step, EVENT_ROLL_CALL_ENDED, &roll_call->entity, &nothing);
}

/* One that can't begin stays, and its policy tells the watch until it is ended; the next one comes all the same. An
 * older one that stands so gives way to it: there is one of a plan at most. */
static bool
postpone (struct step *step, const struct roll_call *roll_call)
{
    struct roll_call *older =
        roll_call->state == ROLL_CALL_SCHEDULED ? scheduled_as (step->desk, roll_call->plan.code, roll_call) : NULL;
    if (older)
        end_unbegun (step, older);
    if (roll_call->state == ROLL_CALL_SCHEDULED)
        schedule (step, roll_call);
    return false;
}

bool
roll_call_begin (struct step *step, struct roll_call *roll_call)
{
    const struct roll_call_plan *plan = &roll_call->plan;
    struct called called = { .count = 0 };
    for (uint32_t i = 0; i < plan->targets_count; i++)
        call (&called, plan->targets[i].kind, plan->targets[i].id);
    call_all (step->desk, plan->all_posts, plan->all_teams, false, &called);
    if (roll_call->state != ROLL_CALL_SCHEDULED || called.overflow || called.count == 0 ||
        step->desk->open_counts[ENTITY_ROLL_CALL] >= ROLL_CALLS_MAX)
        return postpone (step, roll_call);
    struct event_detail detail = { .other = next_id (step->desk, ENTITY_ROLL_CALL_ANSWER, false),
                                   .stood = called.count,
                                   .figures = figures_unknown };
    emit (step, EVENT_ROLL_CALL_BEGUN, &roll_call->entity, &detail);
    bear_answers (step, roll_call, &called);
    schedule (step, roll_call);
    return true;
}

/* ---- from the county file ---- */

static bool
post_known (struct step *step, const struct registry *registry, const char *code)
{
    for (size_t i = 0; i < registry->posts_count; i++)
        if (!strcmp (registry->posts[i].code, code))
            return true;
    return desk_post_by_code (step->desk, code) != NULL;
}

static bool
team_known (struct step *step, const struct registry *registry, const char *code)
{
    for (size_t i = 0; i < registry->teams_count; i++)
        if (!strcmp (registry->teams[i].team.code, code))
            return true;
    return desk_team_by_code (step->desk, code) != NULL;
}

bool
roll_calls_known (struct step *step, const struct registry *registry)
{
    if (registry->roll_calls_count > 0 && !step->desk->profile)
        return refuse (step, REFUSAL_NO_PROFILE, NULL, " ");
    if (registry->roll_calls_count + step->desk->open_counts[ENTITY_ROLL_CALL] > ROLL_CALLS_MAX)
        return refuse (step, REFUSAL_LIMIT, NULL, "open roll calls\n%d", ROLL_CALLS_MAX);
    for (size_t i = 0; i < registry->roll_calls_count; i++) {
        const struct import_roll_call *entry = &registry->roll_calls[i];
        const char *code = entry->roll_call.plan.code;
        for (size_t k = 0; k < entry->posts_count; k++)
            if (!post_known (step, registry, entry->posts[k]))
                return refuse (step, REFUSAL_UNKNOWN_ROLL_CALL_POST, "text", "%s\n%s", code, entry->posts[k]);
        for (size_t k = 0; k < entry->teams_count; k++)
            if (!team_known (step, registry, entry->teams[k]))
                return refuse (step, REFUSAL_UNKNOWN_ROLL_CALL_TEAM, "text", "%s\n%s", code, entry->teams[k]);
    }
    return true;
}

/* From the random bits of the command's id (a UUIDv7 has them in its second half). */
static uint64_t
seed_of (const struct command *command)
{
    uint64_t seed = 0;
    for (int i = COMMAND_ID_BYTES / 2; i < COMMAND_ID_BYTES; i++)
        seed = seed << 8 | command->id[i];
    return seed >> 1; /* 63 bits: JSON and SQL have no more */
}

static void
fill_targets (struct step *step, const struct import_roll_call *entry, struct roll_call_plan *plan)
{
    struct called called = { .count = 0 };
    struct roll_call_args named = { .posts = (const char *const *)entry->posts,
                                    .posts_count = entry->posts_count,
                                    .teams = (const char *const *)entry->teams,
                                    .teams_count = entry->teams_count };
    if (entry->posts_count + entry->teams_count > 0) {
        bool good = call_named (step, &named, &called);
        assert (good); /* checked before the first event */
    }
    plan->targets_count = called.count;
    memcpy (plan->targets, called.items, called.count * sizeof called.items[0]);
}

static bool
same_plan (const struct roll_call *a, const struct roll_call *b)
{
    const struct roll_call_plan *left = &a->plan, *right = &b->plan;
    bool same = !strcmp (a->title, b->title) && a->within_ms == b->within_ms && left->days == right->days &&
                left->at_count == right->at_count && left->from_minute == right->from_minute &&
                left->to_minute == right->to_minute && left->all_posts == right->all_posts &&
                left->all_teams == right->all_teams && left->targets_count == right->targets_count &&
                !memcmp (left->at_minutes, right->at_minutes, left->at_count * sizeof left->at_minutes[0]);
    for (uint32_t i = 0; same && i < left->targets_count; i++)
        same = left->targets[i].kind == right->targets[i].kind && left->targets[i].id == right->targets[i].id;
    return same;
}

/* One whose plan has changed gives way to another: what runs already runs on. */
void
roll_call_import (struct step *step, const struct import_roll_call *entry)
{
    struct roll_call like = entry->roll_call;
    struct roll_call *known;
    fill_targets (step, entry, &like.plan);
    like.plan.seed = seed_of (step->command);
    while ((known = scheduled_as (step->desk, like.plan.code, NULL)) != NULL) {
        if (same_plan (known, &like))
            return;
        end_unbegun (step, known);
    }
    schedule (step, &like);
}

/* One of working days that would now come at another moment. */
static struct roll_call *
misplaced (const struct step *step)
{
    struct day_spans calendars[CALENDARS_MAX];
    size_t count = desk_calendars (step->desk, calendars);
    for (struct entity *e = step->desk->tables[ENTITY_ROLL_CALL]; e; e = e->hh.next) {
        struct roll_call *roll_call = (struct roll_call *)e;
        if (roll_call->state == ROLL_CALL_SCHEDULED && roll_call->plan.days == ROLL_CALL_WORKING_DAYS &&
            roll_call->due_at > step->command->at &&
            roll_call->due_at != roll_call_next (&roll_call->plan, calendars, count, step->command->at,
                                                 step->desk->profile->rules.utc_offset_minutes))
            return roll_call;
    }
    return NULL;
}

void
roll_calls_follow_calendars (struct step *step)
{
    struct roll_call *roll_call;
    while ((roll_call = misplaced (step)) != NULL) {
        end_unbegun (step, roll_call);
        schedule (step, roll_call);
    }
}

/* ---- answers ---- */

void
roll_call_told (struct step *step, const struct obligation *obligation, const struct target *told)
{
    if (obligation->kind != OBLIGATION_ANSWER_ROLL_CALL || told->kind != obligation->owner.kind ||
        told->id != obligation->owner.id)
        return;
    struct entity *answer = table_find (step->desk, obligation->subject_kind, obligation->subject);
    struct event_detail detail = { .figures = figures_unknown };
    assert (answer); /* it is open, as what is owed on it */
    emit (step, EVENT_ROLL_CALL_ANSWER_CALLED_AGAIN, answer, &detail);
}

static struct roll_call_answer *
need_answer (struct step *step)
{
    uint64_t id = step->command->roll_call_word.answer;
    struct roll_call_answer *answer = (struct roll_call_answer *)table_find (step->desk, ENTITY_ROLL_CALL_ANSWER, id);
    if (!answer)
        refuse (step, REFUSAL_UNKNOWN_ROLL_CALL_ANSWER, "answer", "%" PRIu64, id);
    else if (entity_settled (&answer->entity))
        refuse (step, REFUSAL_ROLL_CALL_ANSWERED, "answer", "%" PRIu64 "\n%s", id,
                roll_call_answer_state_names[answer->state]);
    else
        return answer;
    return NULL;
}

/* Is whoever speaks on duty at the post that is called? */
static bool
is_there (struct step *step, const struct target *owner)
{
    const struct principal *principal = step_principal (step);
    const struct shift *shift = principal && principal->person ? shift_of (step->desk, principal->person) : NULL;
    return shift && owner->kind == TARGET_POST && shift->post == owner->id;
}

/* Teams answer for themselves, and whoever is on duty at a post for that one; for all others the watch takes the
 * answer, with the words and who said them. */
static bool
may_answer (struct step *step, const struct roll_call_answer *answer, uint64_t *ret_on_behalf_of)
{
    const struct roll_call_word_args *args = &step->command->roll_call_word;
    const struct principal *principal = step_principal (step);
    *ret_on_behalf_of = 0;
    if (principal && principal->role == ROLE_TEAM_LEADER) {
        if (answer->owner.kind != TARGET_TEAM || answer->owner.id != principal->team)
            return refuse (step, REFUSAL_NOT_CALLED, "answer", "%" PRIu64, args->answer);
        return !args->on_behalf_of || refuse (step, REFUSAL_NOT_FOR_OTHERS, "on_behalf_of", " ");
    }
    if (!args->on_behalf_of && is_there (step, &answer->owner))
        return true;
    if (!args->on_behalf_of || !args->text)
        return refuse (step, REFUSAL_WORDS_MISSING, args->text ? "on_behalf_of" : "words", " ");
    return need_person (step, "on_behalf_of", args->on_behalf_of, ret_on_behalf_of);
}

static void
settle (struct step *step, struct roll_call_answer *answer, enum event_kind kind, const struct event_detail *said)
{
    struct roll_call *roll_call = (struct roll_call *)table_find (step->desk, ENTITY_ROLL_CALL, answer->roll_call);
    assert (roll_call && roll_call->state == ROLL_CALL_RUNNING); /* an answer of it was open */
    emit (step, kind, &answer->entity, said);
    struct event_detail counted = { .other = answer->entity.id,
                                    .stood = answer->state,
                                    .late = kind == EVENT_ROLL_CALL_ANSWER_ANSWERED &&
                                            answer->answered_at > answer->due_at,
                                    .figures = figures_unknown };
    emit (step, EVENT_ROLL_CALL_COUNTED, &roll_call->entity, &counted);
    struct event_detail nothing = { .figures = figures_unknown };
    if (roll_call->answered_count + roll_call->absent_count == roll_call->called_count)
        emit (step, EVENT_ROLL_CALL_ENDED, &roll_call->entity, &nothing);
}

static struct event_detail
said (const struct roll_call_word_args *args)
{
    return (struct event_detail){ .text = args->text,
                                  .channel = args->channel ? args->channel : "console",
                                  .figures = figures_unknown };
}

bool
decide_roll_call_answer (struct step *step)
{
    struct roll_call_answer *answer = need_answer (step);
    struct event_detail detail = said (&step->command->roll_call_word);
    if (!answer || !may_answer (step, answer, &detail.on_behalf_of))
        return false;
    settle (step, answer, EVENT_ROLL_CALL_ANSWER_ANSWERED, &detail);
    return true;
}

bool
decide_roll_call_absent (struct step *step)
{
    struct roll_call_answer *answer = need_answer (step);
    struct event_detail detail = said (&step->command->roll_call_word);
    if (!answer)
        return false;
    settle (step, answer, EVENT_ROLL_CALL_ANSWER_ABSENT, &detail);
    return true;
}

/* ---- the end by hand ---- */

static void
withdraw_answers (struct step *step, uint64_t roll_call)
{
    struct event_detail nothing = { .figures = figures_unknown };
    for (struct entity *e = step->desk->tables[ENTITY_ROLL_CALL_ANSWER]; e; e = e->hh.next)
        if (((struct roll_call_answer *)e)->roll_call == roll_call && !entity_settled (e))
            emit (step, EVENT_ROLL_CALL_ANSWER_WITHDRAWN, e, &nothing);
}

bool
decide_roll_call_end (struct step *step)
{
    const struct roll_call_word_args *args = &step->command->roll_call_word;
    struct entity *roll_call = table_find (step->desk, ENTITY_ROLL_CALL, args->roll_call);
    struct event_detail detail = { .text = args->text, .figures = figures_unknown };
    if (!roll_call)
        return refuse (step, REFUSAL_UNKNOWN_ROLL_CALL, "roll_call", "%" PRIu64, args->roll_call);
    if (entity_settled (roll_call))
        return refuse (step, REFUSAL_ROLL_CALL_ENDED, "roll_call", "%" PRIu64, args->roll_call);
    emit (step, EVENT_ROLL_CALL_ENDED, roll_call, &detail);
    withdraw_answers (step, args->roll_call);
    return true;
}
