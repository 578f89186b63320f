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
    OBLIGATION_ACCEPT_COMMAND = 18,       /* owner: who was asked to take over command; subject: the command post */
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
    TARGET_CONTACT, /* id: 1..TEAM_CONTACTS_MAX, the place in the list of the team that owes it */
    TARGET_KINDS
};

struct target {
    enum target_kind kind;
    uint64_t id; /* 0 for roles */
};

/* Whom a step tells, as a profile names it. Who that is, is looked up when the step fires. */
struct step_target {
    enum target_kind kind;
    uint8_t contact;         /* TARGET_CONTACT: 1..TEAM_CONTACTS_MAX */
    char code[CODE_MAX + 1]; /* TARGET_PERSON, TARGET_POST */
};

enum step_action {
    STEP_TELL,      /* tell the targets */
    STEP_NEXT_TEAM, /* expire the order and issue it to the next suitable team; skipped at once if none is left */
    STEP_ACTIONS
};

/* after_ms counts from the moment the previous step fired (the first: from the due time). repeat_ms > 0: fires again
 * each repeat_ms, until it has fired so many times; then the next step comes. The last step must repeat, for ever: no
 * obligation dies silently. A step that finds none of its targets is skipped at once, however often it would repeat.
 */
struct policy_step {
    enum step_action action;
    struct step_target targets[STEP_TARGETS_MAX]; /* STEP_TELL: one at least; TARGET_NONE ends */
    uint32_t after_ms;
    uint32_t repeat_ms;
    uint32_t times; /* 0 = for ever (the last step), or only once */
};

/* Why a step told somebody not. */
enum skip_reason {
    SKIP_NONE, /* not said: entries of old */
    SKIP_NOBODY_ON_DUTY,
    SKIP_NO_CONTACT,
    SKIP_NO_PHONE,
    SKIP_UNKNOWN_PERSON,
    SKIP_UNKNOWN_POST,
    SKIP_NO_TEAM_LEFT,
    SKIP_REASONS
};
extern const char *const skip_reason_names[SKIP_REASONS];

struct policy {
    char name[CODE_MAX + 1];
    uint8_t steps_count; /* 1..POLICY_STEPS_MAX */
    struct policy_step steps[POLICY_STEPS_MAX];
};

enum drill_choice { FOR_BOTH, FOR_REAL, FOR_DRILLS };

/* What an incident must be like for a clock to run with this policy. */
struct policy_selector {
    uint8_t types_count;                /* 0 = every type, and one that is not known */
    uint32_t types[SELECTOR_TYPES_MAX]; /* as a team's skills: 20000 stands for all 2xxxx, 20100 for 201xx */
    uint32_t levels;                    /* a mask of 1 << enum event_level; 0 = every level */
    enum drill_choice drill;
    uint8_t policy; /* index into rules.policies */
};

/* How long an obligation of one kind runs. due_ms is indexed by the incident's level (LEVEL_NONE: not assessed). */
struct clock_rule {
    uint32_t due_ms[EVENT_LEVELS];
    uint8_t selectors_count;
    struct policy_selector selectors[SELECTORS_MAX]; /* the first that fits chooses */
    uint8_t policy;                                  /* index into rules.policies: if none fits */
    char basis[NAME_MAX_BYTES + 1];                  /* act and article, or "local practice" */
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

/* A code of GB/T 35561 and what it stands for: 20000 for all 2xxxx, 20400 for 204xx, 20401 only for itself. */
bool type_covers (uint32_t code, uint32_t type_code);
/* With which policy a clock runs for an incident like this (no incident: type 0, LEVEL_NONE). */
uint8_t rules_policy (const struct clock_rule *, uint32_t type_code, enum event_level, bool drill);

extern const char *const event_level_names[EVENT_LEVELS];         /* "none", "ordinary", ... */
extern const char *const obligation_kind_names[OBLIGATION_KINDS]; /* NULL = a hole */
extern const char *const target_kind_names[TARGET_KINDS];         /* "none", "owner", "team", ..., "duty_leader" */
extern const char *const step_action_names[STEP_ACTIONS];         /* "tell", "next_team" */

#endif
