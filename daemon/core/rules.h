/* SPDX-License-Identifier: Apache-2.0 */
/* rules.h: a regulation profile as the core uses it: levels, clocks, escalation policies. All of it is data, read
 * from YAML by config; nothing in the core knows a deadline. */
#ifndef MUSTER_CORE_RULES_H
#define MUSTER_CORE_RULES_H

#include "core/limits.h"
#include <stdbool.h>
#include <stdint.h>

/* Event level, State Council Order 493 art. 3. Never mixed with warning colours or response levels. */
enum event_level {
    LEVEL_NONE, /* not assessed */
    LEVEL_ORDINARY,
    LEVEL_SIGNIFICANT,
    LEVEL_MAJOR,
    LEVEL_EXTRAORDINARY,
    EVENT_LEVELS
};

enum obligation_kind {
    OBLIGATION_NONE,
    OBLIGATION_ACKNOWLEDGE_ORDER,         /* owner: the team; subject: the order */
    OBLIGATION_DEPART_ORDER,              /* after acknowledging */
    OBLIGATION_ARRIVE_ORDER,              /* after departing */
    OBLIGATION_COMPLETE_ORDER,            /* after arriving: is the team still at work, does it need relief? */
    OBLIGATION_CONTINUATION_REPORT,       /* owner: duty officer; subject: the incident */
    OBLIGATION_ASSIGN_TEAM,               /* an order was declined and no team was left; subject: the incident */
    OBLIGATION_REVIEW_RESPONSE = 15,      /* owner: duty leader; subject: the response */
    OBLIGATION_INSTRUCTION_FEEDBACK = 16, /* owner: as the instruction names it */
    OBLIGATION_CONFIRM_RECALL = 21,       /* owner: the team; subject: the order that was recalled */
    OBLIGATION_KINDS = 31                 /* the numbers have holes: no name; a mask of them fits 32 bits */
};

/* Whom an obligation belongs to, or whom a step tells. */
enum target_kind {
    TARGET_NONE,
    TARGET_OWNER,        /* in a policy step: the obligation's owner */
    TARGET_TEAM,         /* id: team */
    TARGET_PERSON,       /* id: person */
    TARGET_POST,         /* id: post */
    TARGET_DUTY_OFFICER, /* role: resolved to whoever is checked in when the step fires */
    TARGET_DUTY_LEADER,
    TARGET_KINDS
};

struct target {
    enum target_kind kind;
    uint64_t id; /* 0 for roles */
};

enum step_action {
    STEP_TELL,      /* tell the target */
    STEP_NEXT_TEAM, /* expire the order and issue it to the next suitable team; skipped at once if none is left */
    STEP_ACTIONS
};

/* after_ms counts from the moment the previous step fired (the first: from the due time). repeat_ms > 0: fires again
 * each repeat_ms, for ever; only the last step may repeat, and the last step must: no obligation dies silently. */
struct policy_step {
    enum step_action action;
    enum target_kind target; /* TARGET_NONE for STEP_NEXT_TEAM */
    uint32_t after_ms;
    uint32_t repeat_ms;
};

struct policy {
    char name[CODE_MAX + 1];
    uint8_t steps_count; /* 1..POLICY_STEPS_MAX */
    struct policy_step steps[POLICY_STEPS_MAX];
};

/* How long an obligation of one kind runs. due_ms is indexed by the incident's level (LEVEL_NONE: not assessed). */
struct clock_rule {
    uint32_t due_ms[EVENT_LEVELS];
    uint8_t policy;                 /* index into rules.policies */
    char basis[NAME_MAX_BYTES + 1]; /* act and article, or "local practice" */
};

/* At least one dimension reached = that level; "and above" includes the number itself. */
struct level_rule {
    uint32_t deaths;
    uint32_t injured_serious;
    uint64_t loss_yuan;
};

/* When a new report is probably of an incident that is open already. */
struct duplicate_rule {
    uint32_t within_ms;  /* of each other; 0 = nothing is ever hinted at */
    uint32_t distance_m; /* as the crow flies, where both positions are known */
};

struct rules {
    bool missing_count_as_dead;
    struct duplicate_rule duplicates;
    struct level_rule levels[EVENT_LEVELS]; /* [LEVEL_SIGNIFICANT..LEVEL_EXTRAORDINARY] used; below all: ordinary */
    struct clock_rule clocks[OBLIGATION_KINDS];
    uint8_t policies_count;
    struct policy policies[POLICIES_MAX];
};

/* The level that the figures reach: the highest of the dimensions; LEVEL_NONE if none of them is stated. */
struct figures;
enum event_level rules_assess (const struct rules *, const struct figures *);

extern const char *const event_level_names[EVENT_LEVELS];         /* "none", "ordinary", ... */
extern const char *const obligation_kind_names[OBLIGATION_KINDS]; /* NULL = a hole */
extern const char *const target_kind_names[TARGET_KINDS];         /* "none", "owner", "team", ..., "duty_leader" */
extern const char *const step_action_names[STEP_ACTIONS];         /* "tell", "next_team" */

#endif
