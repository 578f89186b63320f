/* SPDX-License-Identifier: Apache-2.0 */
/* limits.h: every bound of the core, named. Text sizes are bytes of UTF-8, without the ending NUL. */
#ifndef MUSTER_CORE_LIMITS_H
#define MUSTER_CORE_LIMITS_H

enum {
    CODE_MAX = 32,        /* code of a team, post, person, principal, profile: [a-z0-9-] */
    NAME_MAX_BYTES = 128, /* a name or a short phrase */
    PHONE_MAX = 32,
    PLACE_MAX = 256,
    TEXT_MAX = 4096,       /* what happened, a task, a reason, verbatim words */
    CHANNEL_MAX = 32,      /* phone, radio, console, ... */
    KEY_BYTES = 32,        /* a CURVE public key */
    COMMAND_ID_BYTES = 16, /* a UUIDv7 */
    HASH_BYTES = 32,       /* BLAKE2b-256 */
    POLICY_STEPS_MAX = 8,  /* steps of one escalation policy */
    STEP_TARGETS_MAX = 4,  /* whom one step tells at once */
    STEP_TIMES_MAX = 99,   /* how often a step repeats before the next one */
    SELECTORS_MAX = 8,     /* conditions by which a clock chooses its policy */
    SELECTOR_TYPES_MAX = 8,
    POLICIES_MAX = 32,    /* policies of one profile */
    STAGES_MAX = 24,      /* report stages of one profile */
    STAGE_HOURS_MAX = 8,  /* fixed hours of the day of one of them */
    STAGE_TYPES_MAX = 16, /* event types of one of them */
    TEAM_SKILLS_MAX = 16, /* event types a team is fit for */
    TEAM_CONTACTS_MAX = 4,
    DRILL_PARTICIPANTS_MAX = 64, /* teams of one drill; likewise people, posts */
    IMPORT_ENTRIES_MAX = 2000,   /* posts + people + teams in one county file */
    IMPORT_TEXT_MAX = 262144,    /* bytes of one imported YAML file */
    CALENDARS_MAX = 16,          /* known at one centre: a year is one */
    REPORTS_PER_INCIDENT_MAX = 9999,
    OPEN_ORDERS_PER_INCIDENT_MAX = 256,
    RECEIPTS_MAX = 8, /* recipients of one order whose ladder is kept */
    BUSY_MAX = 5,     /* orders named in a warning that a team is busy */
    RESERVE_DAYS_MAX = 45,
    LINKS_PER_INCIDENT_MAX = 64,
    PARTICIPANTS_MAX = 32,        /* of one consultation */
    SPLIT_ORDERS_MAX = 32,        /* taken along at once */
    SOURCE_ID_MAX = 64,           /* how another system calls what it reports */
    SIMILAR_MAX = 5,              /* incidents hinted at as the same */
    SIMILAR_SCANNED_MAX = 2000,   /* the newest incidents looked at for that */
    WATCHDOG_PERIOD_MS = 60000,   /* between two alarms of the watchdog */
    HANDOVER_ITEMS_MAX = 200,     /* the last one stands for all that do not fit */
    HANDOVER_OBJECTIONS_MAX = 32, /* of one handover */
    HANDOVER_HEAD_LAG_MAX = 1000, /* journal entries between what is signed and the signature */
    OPEN_INCIDENTS_MAX = 200000,
    OPEN_INSTRUCTIONS_MAX = 10000,
    OPEN_RESPONSES_MAX = 1000,
    COMMAND_POSTS_MAX = 1000,    /* that stand */
    ROLL_CALL_TARGETS_MAX = 400, /* posts and teams that one roll call calls */
    ROLL_CALL_HOURS_MAX = 8,     /* fixed hours of the day of a scheduled one */
    ROLL_CALLS_MAX = 500,        /* that run or are scheduled */
    TICK_FIRINGS_MAX = 64,       /* obligations fired by one tick command; the next tick goes on */
};

#define FIGURE_MAX 10000000            /* people */
#define LOSS_MAX_YUAN 10000000000000LL /* 10^13 yuan */
#define CLOCK_AHEAD_MAX_MS 300000      /* a time this far in the future is refused */
#define CLOCK_PAST_MAX_MS 2678400000LL /* an occurred_at more than 31 days ago is refused */

#endif
