/* SPDX-License-Identifier: Apache-2.0 */
/* rules.h: a regulation profile as the core uses it: levels, clocks, escalation policies. All of it is data, read
 * from YAML by config; nothing in the core knows a deadline. */
#ifndef MUSTER_CORE_RULES_H
#define MUSTER_CORE_RULES_H

#include "core/calendar.h"
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
    OBLIGATION_REPORT,                    /* a report stage's; owner: duty officer, or the post that is the subject */
    OBLIGATION_ASSIGN_TEAM,               /* an order was declined and no team was left; subject: the incident */
    OBLIGATION_SIGN_OFF = 7,              /* owner: duty leader; subject: the draft of a submission */
    OBLIGATION_SEND_REPORT = 23,          /* owner: duty officer; subject: a submission that is signed off */
    OBLIGATION_STATUS_CHECK = 8,          /* owner: the team on scene: is it still all right? */
    OBLIGATION_DISTRESS_ORDER = 9,        /* owner: duty leader; subject: the order of the team in distress */
    OBLIGATION_SIGN_HANDOVER = 11,        /* owner: who takes over; subject: the handover */
    OBLIGATION_CHECK_IN = 10,             /* owner: the planned person, or the post; subject: the planned shift */
    OBLIGATION_SHIFT_SWAP = 12,           /* owner: the person asked, then the duty leader */
    OBLIGATION_ROSTER_GAP = 13,           /* owner: duty leader; nobody is in a shift, or nobody who can be reached */
    OBLIGATION_ANSWER_ROLL_CALL = 14,     /* owner: the post or team that is called; subject: its answer */
    OBLIGATION_ROLL_CALL_DUE = 17,        /* owner: duty officer; subject: a roll call that is scheduled */
    OBLIGATION_REVIEW_RESPONSE = 15,      /* owner: duty leader; subject: the response */
    OBLIGATION_INSTRUCTION_FEEDBACK = 16, /* owner: as the instruction names it */
    OBLIGATION_RELEASE_ORDER = 22,        /* owner: duty officer; subject: an order that is reserved for later */
    OBLIGATION_END_DRILL = 20,            /* owner: duty leader; subject: the drill */
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
    TARGET_ON_POST, /* whoever is checked in at the planned shift's post: may not leave before relief */
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
    STEP_RELEASE,   /* do what was planned for now: issue a reserved order, begin a scheduled roll call */
    STEP_ABSENT,    /* the planned shift is absent_from_post from now on, and the target is told */
    STEP_EXPIRE,    /* the proposal of a swap ends unanswered */
    STEP_REOPEN,    /* an acknowledged order without progress owes acknowledgement again */
    STEP_MISS,      /* counts a missed status check */
    STEP_DISTRESS,  /* the team does not answer: it is in distress */
    STEP_ACTIONS
};

/* Sending a team that has an open order already. */
enum busy_rule { BUSY_WARN, BUSY_ALLOW, BUSY_REFUSE, BUSY_RULES };
extern const char *const busy_rule_names[BUSY_RULES];

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
    SKIP_OUTSIDE_DRILL,
    SKIP_LIMIT,       /* a roll call could not begin: too many are open, or there is nobody to call */
    SKIP_ANSWERED,    /* everyone must acknowledge, and this one has */
    SKIP_IN_DISTRESS, /* the order's team is */
    SKIP_NOT_NOW,     /* the order's state does not allow it */
    SKIP_REASONS
};
extern const char *const skip_reason_names[SKIP_REASONS];

struct policy {
    char name[CODE_MAX + 1];
    bool everyone;       /* each contact of the team must acknowledge; otherwise one is enough */
    uint8_t steps_count; /* 1..POLICY_STEPS_MAX */
    struct policy_step steps[POLICY_STEPS_MAX];
};

/* What a report is. */
enum report_kind {
    REPORT_INITIAL = 1,
    REPORT_CONTINUATION,
    REPORT_FINAL,
    REPORT_SUPPLEMENTARY, /* 补报: casualties that changed after the fact */
    REPORT_VERIFIED,      /* 核报: a natural disaster's, when all is counted */
    REPORT_NIL,           /* 零报告: a post has nothing to report, which proves that it is awake */
    REPORT_KINDS
};

/* What a report must say in the end (Order 493, article 12, and what intake adds): a mask of 1 << these. What is
 * missing never keeps a report from being filed or sent. */
enum report_field {
    REPORT_FIELD_OCCURRED, /* when */
    REPORT_FIELD_TYPE,
    REPORT_FIELD_POSITION,
    REPORT_FIELD_LEVEL,
    REPORT_FIELD_DEAD,
    REPORT_FIELD_MISSING,
    REPORT_FIELD_TRAPPED,
    REPORT_FIELD_INJURED_SERIOUS,
    REPORT_FIELD_INJURED_SLIGHT,
    REPORT_FIELD_ENDANGERED,
    REPORT_FIELD_LOSS,
    REPORT_FIELD_COURSE,   /* what happened, in a report's own words */
    REPORT_FIELD_MEASURES, /* a team was sent */
    REPORT_FIELD_CALLER_NAME,
    REPORT_FIELD_CALLER_PHONE,
    REPORT_FIELD_CALLER_POST,
    REPORT_FIELD_ALREADY_TOLD, /* whom the caller has already told */
    REPORT_FIELDS
};
extern const char *const report_field_names[REPORT_FIELDS];

/* From what a report stage's clock is counted, which is also what sets it. */
enum stage_from {
    STAGE_FROM_INTAKE,
    STAGE_FROM_OCCURRED,   /* set at intake; where it is not known when it happened: from intake */
    STAGE_FROM_LEVEL,      /* the incident came into the stage's levels */
    STAGE_FROM_CASUALTIES, /* the dead, missing or injured changed after intake */
    STAGE_FROM_CONTROLLED,
    STAGE_FROM_CLOSED, /* as resolved, and no drill */
    STAGE_FROM_DAY,    /* each day, of each post; of no incident */
    STAGE_FROMS
};

enum stage_met_by {
    STAGE_MET_BY_SENT,  /* it went up: to whom it is addressed, by its channel */
    STAGE_MET_BY_FILED, /* a report of its kind was filed */
    STAGE_MET_BYS
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
    bool limited;                                    /* runs only for what `only` fits; for status checks alone */
    struct policy_selector only;                     /* ->policy unset */
    uint8_t policy;                                  /* index into rules.policies: if none fits */
    char basis[NAME_MAX_BYTES + 1];                  /* act and article, or "local practice" */
    bool blocks_close;                               /* while it is owed, its incident does not close */
};

/* One of the reports that a rule demands: which incidents owe it, to whom, and by when. It is due at the first of the
 * moments that it names. */
struct report_stage {
    char code[CODE_MAX + 1];
    char title[NAME_MAX_BYTES + 1];
    char to[NAME_MAX_BYTES + 1];
    char channel[CHANNEL_MAX + 1];
    enum report_kind kind;
    enum stage_from from;
    enum stage_met_by met_by;
    bool sign_off;  /* 签发: a duty leader signs before it goes up */
    bool recurring; /* once met it is owed again */
    bool end_of_day;
    uint8_t at_count;
    uint32_t at_minutes[STAGE_HOURS_MAX]; /* of the local day, 0..1440 */
    uint32_t working_days;                /* the end of the last of so many; 0 = not said */
    uint32_t levels;                      /* a mask of 1 << event_level; 0 = all */
    uint8_t types_count;
    uint32_t types[STAGE_TYPES_MAX]; /* event types as a team's skills; none = all */
    uint8_t except_count;
    uint32_t except[STAGE_TYPES_MAX]; /* and none of these */
    struct clock_rule clock;          /* its due_ms: 0 = not said */
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

/* May somebody leave the post while nobody relieves them? */
enum leave_rule { LEAVE_WARN, LEAVE_REFUSE, LEAVE_RULES };
extern const char *const leave_rule_names[LEAVE_RULES];

/* The watch. The grace after a shift's begin is the clock of check_in. */
struct watch_rule {
    uint32_t horizon_ms;    /* shifts are planned this long ahead */
    uint32_t early_ms;      /* who checks in so long before the begin is checked in for the shift */
    uint32_t shelve_max_ms; /* an alarm may be shelved for so long at a time */
    bool swap_needs_leader; /* both parties' yes is not enough */
    enum leave_rule leave;
};

struct rules {
    struct watch_rule watch;
    bool missing_count_as_dead;
    struct duplicate_rule duplicates;
    enum busy_rule busy_team;
    struct level_rule levels[EVENT_LEVELS]; /* [LEVEL_SIGNIFICANT..LEVEL_EXTRAORDINARY] used; below all: ordinary */
    struct clock_rule clocks[OBLIGATION_KINDS]; /* but for OBLIGATION_REPORT: each stage has its own */
    int32_t utc_offset_minutes;                 /* local time, without daylight saving */
    uint32_t mandatory;                         /* a mask of 1 << enum report_field */
    uint8_t stages_count;
    struct report_stage stages[STAGES_MAX];
    uint8_t policies_count;
    struct policy policies[POLICIES_MAX];
};

/* The level that the figures reach: the highest of the dimensions; LEVEL_NONE if none of them is stated. */
struct figures;
enum event_level rules_assess (const struct rules *, const struct figures *);

/* A code of GB/T 35561 and what it stands for: 20000 for all 2xxxx, 20400 for 204xx, 20401 only for itself. */
bool type_covers (uint32_t code, uint32_t type_code);
/* Does it run at all for an incident like this? */
bool rules_applies (const struct clock_rule *, uint32_t type_code, enum event_level, bool drill);
/* With which policy a clock runs for an incident like this (no incident: type 0, LEVEL_NONE). */
uint8_t rules_policy (const struct clock_rule *, uint32_t type_code, enum event_level, bool drill);
/* The stage of that code; NULL = none. */
const struct report_stage *rules_stage (const struct rules *, const char *code);
/* When a report of this stage is due that is counted from that moment, for an incident of this level; its hours of
 * the day come after that other moment (a report sent early was the one for its hour). */
int64_t stage_due_at (const struct rules *, const struct report_stage *, const struct day_spans *calendars,
                      size_t calendars_count, int64_t from, int64_t hours_after, enum event_level);
/* From when on a report counts as the one that is due then. Of a stage that comes again at fixed hours it is the one
 * for the hour to which it is nearest (or for its day), so that nobody reports days ahead; 0 = at any time. */
int64_t stage_counts_from (const struct rules *, const struct report_stage *, int64_t due_at);
/* Every incident owes it, again and again: the profile has one at least, so that no open incident is without a clock
 * (promise 2). */
bool stage_is_unconditional (const struct report_stage *);

extern const char *const event_level_names[EVENT_LEVELS];         /* "none", "ordinary", ... */
extern const char *const obligation_kind_names[OBLIGATION_KINDS]; /* NULL = a hole */
extern const char *const report_kind_names[REPORT_KINDS];         /* "initial_report", ... */
extern const char *const stage_from_names[STAGE_FROMS];           /* "intake", ... */
extern const char *const stage_met_by_names[STAGE_MET_BYS];
extern const char *const target_kind_names[TARGET_KINDS]; /* "none", "owner", "team", ..., "duty_leader" */
extern const char *const step_action_names[STEP_ACTIONS]; /* "tell", "next_team" */

#endif
