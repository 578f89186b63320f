/* SPDX-License-Identifier: Apache-2.0 */
/* entities.h: the kept things, field by field. Times are ms since 1970 UTC, 0 = absent. Strings are owned, NULL =
 * absent. The enums' numbers are stored and sent: append, never renumber. */
#ifndef MUSTER_CORE_ENTITIES_H
#define MUSTER_CORE_ENTITIES_H

#include "core/entity.h"
#include "core/limits.h"
#include "core/roster.h"
#include "core/rules.h"

#define FIGURE_UNKNOWN (-1)

/* People and loss as somebody stated them. FIGURE_UNKNOWN = not stated, which is not zero. */
struct figures {
    int32_t dead;
    int32_t missing;
    int32_t trapped;
    int32_t injured_serious;
    int32_t injured_slight;
    int32_t endangered;
    int32_t evacuated;
    int32_t brought_out;
    int32_t rescuers;
    int64_t loss_yuan;
};

extern const struct figures figures_unknown;

struct position {
    bool known;
    double latitude;  /* degrees, -90..90, CGCS2000/WGS84 */
    double longitude; /* degrees, -180..180 */
};

/* ---- registry ---- */

struct profile {
    struct entity entity;
    char code[CODE_MAX + 1];
    char *title;
    char *text;         /* the YAML as imported, verbatim */
    struct rules rules; /* parsed from text; not stored */
};

struct post {
    struct entity entity;
    char code[CODE_MAX + 1];
    char *name;
    char *phone;
};

struct person {
    struct entity entity;
    char code[CODE_MAX + 1];
    char *name;
    char *phone;
    char *duty;       /* title or function */
    bool unreachable; /* somebody found that the phone does not lead to them */
};

enum team_kind { TEAM_NATIONAL = 1, TEAM_PROFESSIONAL, TEAM_GRASSROOTS, TEAM_SOCIAL, TEAM_KINDS };
extern const char *const team_kind_names[TEAM_KINDS];

struct team {
    struct entity entity;
    char code[CODE_MAX + 1];
    char *name;
    enum team_kind kind;
    bool auxiliary; /* 辅助; otherwise core, 骨干 */
    uint32_t rank;  /* lower is called first among equals */
    struct position base;
    uint8_t skills_count;             /* 0 = fit for every type */
    uint32_t skills[TEAM_SKILLS_MAX]; /* type codes; 20000 stands for all 2xxxx, 20400 for 204xx */
    uint8_t contacts_count;
    uint64_t contacts[TEAM_CONTACTS_MAX]; /* person ids, first is told first */
    uint32_t open_orders;                 /* derived from its assignments, not stored */
    struct dispatch_order *orders;        /* derived: those, the last to change first (->next_of_team) */
};

enum role {
    ROLE_NONE,
    ROLE_ADMIN,
    ROLE_DUTY_LEADER,
    ROLE_DUTY_OFFICER,
    ROLE_TEAM_LEADER,
    ROLE_SYSTEM,   /* a departmental system that reports */
    ROLE_OBSERVER, /* reads, changes nothing */
    ROLES
};
extern const char *const role_names[ROLES];

enum principal_state { PRINCIPAL_NEW, PRINCIPAL_ENROLLED, PRINCIPAL_REVOKED, PRINCIPAL_STATES };
extern const char *const principal_state_names[PRINCIPAL_STATES];

struct principal {
    struct entity entity;
    char code[CODE_MAX + 1];
    enum principal_state state;
    enum role role;
    uint8_t key[KEY_BYTES]; /* CURVE public key, unique among the enrolled */
    uint64_t person;        /* 0 = none; needed for duty roles' check-in */
    uint64_t team;          /* for ROLE_TEAM_LEADER */
    int64_t enrolled_at;
    int64_t revoked_at;
};

/* ---- response ---- */

enum incident_state {
    INCIDENT_NEW,
    INCIDENT_REPORTED,
    INCIDENT_RESPONDING,
    INCIDENT_CLOSED,
    INCIDENT_ON_HOLD,    /* nothing can be done for now; its clocks run on */
    INCIDENT_CONTROLLED, /* it spreads no further; what is left is clearing up */
    INCIDENT_STATES
};
extern const char *const incident_state_names[INCIDENT_STATES];

/* How a closed incident ended. */
enum disposition {
    DISPOSITION_NONE, /* it is open */
    DISPOSITION_RESOLVED,
    DISPOSITION_FALSE_ALARM,
    DISPOSITION_MERGED, /* it is the same as another one, which goes on */
    DISPOSITION_TRANSFERRED,
    DISPOSITIONS
};
extern const char *const disposition_names[DISPOSITIONS];

/* What one incident is to another. */
enum link_kind {
    LINK_NONE,
    LINK_RELATED,
    LINK_PARENT,    /* it can't close while its children are open */
    LINK_CHILD,     /* one parent at most */
    LINK_SECONDARY, /* 次生: set off by the other one */
    LINK_DERIVED,   /* 衍生: followed from what the other one did to people and things */
    LINK_SPLIT,     /* was taken for a part of the other one */
    LINK_ORIGIN,    /* of what is secondary to it, derived from it, split from it */
    LINK_KINDS
};
extern const char *const link_kind_names[LINK_KINDS];

struct link {
    uint64_t incident; /* the other one */
    enum link_kind kind;
};

struct incident {
    struct entity entity;
    enum incident_state state;
    bool drill;
    uint32_t type_code; /* GB/T 35561-2017, five digits; 0 = not yet known */
    char *what;         /* what happened, in one sentence */
    char *place;
    struct position position;
    int64_t occurred_at;              /* 0 = not known */
    int64_t reported_at;              /* intake */
    int64_t closed_at;                /* 0 while open */
    enum event_level level;           /* estimated from the figures, or by a person */
    enum event_level level_confirmed; /* by a person; LEVEL_NONE until then */
    struct figures figures;           /* the latest stated of each */
    uint32_t reports_count;           /* reports filed; the continuation number is derived */
    uint32_t continuations_count;
    uint64_t reported_by;         /* principal */
    enum disposition disposition; /* DISPOSITION_NONE while open */
    uint64_t merged_into;         /* the incident that goes on in its place; 0 = none */
    int64_t controlled_at;        /* 0 = not under control */
    uint32_t mandatory;        /* what its reports must say in the end, as the profile had it at intake: a mask of 1
                                * << enum report_field */
    int64_t casualties_at;     /* when the dead, missing or injured last changed after intake; 0 = never */
    uint32_t owed_when_closed; /* a mask of 1 << enum obligation_kind: what closing withdrew, for a reopening */
    char *source_id;           /* how the system that reported it calls it; NULL = not said */
    struct link *links;        /* the oldest first; each stands on the other side, too */
    uint32_t links_count;
    uint32_t open_orders;           /* derived, not stored */
    struct report *reports;         /* derived: its resident reports, newest first (->next_of_incident) */
    struct dispatch_order *orders;  /* derived: its resident orders, newest first */
    struct submission *submissions; /* derived: its resident submissions, newest first */
};

/* As stated, kept verbatim; never changed after it was filed. */
struct report {
    struct entity entity;
    uint64_t incident;
    enum report_kind kind;
    uint32_t number; /* within its kind: continuation 1, 2, ... */
    bool drill;
    int64_t filed_at;
    uint64_t filed_by; /* principal */
    char *text;
    struct figures figures; /* what this report states, not the sum */
    char channel[CHANNEL_MAX + 1];
    char *caller_name;
    char *caller_phone;
    char *caller_post;
    char *already_told;              /* whom the caller has already told */
    struct report *next_of_incident; /* derived */
};

enum submission_state {
    SUBMISSION_NEW,
    SUBMISSION_DRAFTED, /* a duty leader is to sign it */
    SUBMISSION_SIGNED,
    SUBMISSION_SENT,
    SUBMISSION_WITHDRAWN,
    SUBMISSION_STATES
};
extern const char *const submission_state_names[SUBMISSION_STATES];

/* 上报: what went up, or is to, as one of the profile's report stages. Its text is kept verbatim, never changed. */
struct submission {
    struct entity entity;
    uint64_t incident; /* 0 = none: a post's nil report */
    uint64_t post;     /* 0 = none: an incident's */
    enum submission_state state;
    bool drill;
    bool needs_sign_off;
    char stage[CODE_MAX + 1];
    enum report_kind kind;
    uint32_t number; /* of its incident's of this kind to this recipient: continuation 1, 2, ...; a post's: 0 */
    char *title;
    char *to;
    char *text;
    struct figures figures; /* as known when it was drafted */
    enum event_level level; /* likewise */
    char channel[CHANNEL_MAX + 1];
    char *received_by; /* who took it at the other end; NULL = not said */
    char *reason;      /* why it was withdrawn */
    int64_t drafted_at, signed_at, sent_at, withdrawn_at;
    uint64_t drafted_by, signed_by, sent_by; /* principals; 0 = none yet */
    struct submission *next_of_incident;     /* derived */
};

enum order_state {
    ORDER_NEW,
    ORDER_ISSUED,
    ORDER_ACKNOWLEDGED,
    ORDER_EN_ROUTE,
    ORDER_ON_SCENE,
    ORDER_COMPLETED,
    ORDER_DECLINED,
    ORDER_EXPIRED,
    ORDER_CANCELLED,
    ORDER_RECALLED,   /* called back while under way: its team has yet to confirm */
    ORDER_STOOD_DOWN, /* and has confirmed */
    ORDER_RESERVED,   /* for later: issued by itself when its time comes */
    ORDER_STATES
};
extern const char *const order_state_names[ORDER_STATES];

/* How far an order has come to one recipient. The rungs only climb. */
enum receipt_state {
    RECEIPT_NONE,
    RECEIPT_QUEUED,      /* a step of the policy told a person; the team's console is queued by the order itself */
    RECEIPT_HANDED_OVER, /* a gateway (text messages, calls) has taken it */
    RECEIPT_DELIVERED,   /* the device has it */
    RECEIPT_SEEN,        /* and somebody looked at it */
    RECEIPT_ACKNOWLEDGED,
    RECEIPT_STATES
};
extern const char *const receipt_state_names[RECEIPT_STATES];

/* One recipient's ladder. What was never said stays 0, also below a rung that was. The acknowledgement stands in the
 * order itself; it is repeated here only where there was a ladder already. */
struct receipt {
    struct target recipient;           /* TARGET_TEAM: the team's console; otherwise a person */
    char channel[CHANNEL_MAX + 1];     /* by which the last rung came */
    int64_t at[RECEIPT_STATES];        /* server time of each rung; [RECEIPT_NONE] unused */
    int64_t device_at[RECEIPT_STATES]; /* as the device said; 0 = not said */
};

struct dispatch_order {
    struct entity entity;
    uint64_t incident;
    uint64_t team;
    enum order_state state;
    bool drill;
    char *task;
    /* what the team must know of the incident, as it stood when the order was issued */
    char *what;
    char *place;
    struct position position;
    uint32_t type_code;
    enum event_level level;
    uint64_t issued_by;   /* principal; 0 = the escalation policy */
    uint64_t replaces;    /* the order that this one follows: declined, expired, or given to another; 0 = none */
    uint64_t replaced_by; /* 0 = none */
    int64_t issued_at, acknowledged_at, departed_at, arrived_at, ended_at; /* server time */
    int64_t recalled_at;                                                   /* 0 = never */
    int64_t reserved_at;                                                   /* 0 = it was issued at once */
    int64_t release_at;            /* while it is reserved: when it will be issued; otherwise 0 */
    int64_t device_at;             /* device time of the last rung, as the client said */
    uint64_t acknowledged_by;      /* principal who said so */
    uint64_t on_behalf_of;         /* person in whose name, 0 = own */
    char channel[CHANNEL_MAX + 1]; /* by which channel the last rung came */
    char *words;   /* verbatim words: acknowledgement on behalf, reason of a decline, cancel, completion */
    bool everyone; /* each contact of the team must acknowledge: stamped when it is issued */
    uint8_t awaited_count;
    uint64_t awaited[TEAM_CONTACTS_MAX]; /* persons who have not acknowledged yet */
    bool status_checks;                  /* on scene it is asked again and again: stamped when it is issued */
    uint32_t misses_count;               /* status checks missed since the last answer */
    int64_t distress_at;                 /* in distress since; 0 = it is not */
    uint32_t receipts_count;
    struct receipt *receipts;                           /* owned; in the order in which they began */
    struct dispatch_order *next_of_incident;            /* derived */
    struct dispatch_order *next_of_team, *prev_of_team; /* derived: the open orders of its team */
};

/* From now on each contact of the team is awaited. */
void order_await (struct dispatch_order *, const struct team *);
/* Its ladder for this recipient; NULL = nothing was ever said. */
const struct receipt *order_receipt (const struct dispatch_order *, struct target recipient);
/* The highest rung that this recipient has reached, counting what the order itself says of its team's console. */
enum receipt_state order_receipt_state (const struct dispatch_order *, struct target recipient);

enum shift_state { SHIFT_NEW, SHIFT_ON_DUTY, SHIFT_OFF_DUTY, SHIFT_STATES };
extern const char *const shift_state_names[SHIFT_STATES];

/* One person's watch at one post, from check-in to check-out. */
struct shift {
    struct entity entity;
    enum shift_state state;
    uint64_t person;
    uint64_t post;
    bool leader; /* duty leader; otherwise duty officer */
    char channel[CHANNEL_MAX + 1];
    int64_t checked_in_at;
    int64_t checked_out_at;
};

/* 值班日志: one entry of the duty log. It is never changed: who was wrong writes another one. */
struct duty_log_entry {
    struct entity entity;
    uint64_t incident; /* of which it speaks; 0 = none */
    bool drill;
    uint64_t post;       /* at which it was written; 0 = none */
    uint64_t person;     /* who wrote it; 0 = the principal is no person */
    uint64_t written_by; /* principal */
    char *text;
    int64_t happened_at; /* the minute of which it speaks */
    int64_t written_at;
    uint64_t corrects; /* the entry that it corrects; 0 = none */
};

/* ---- handover ---- */

enum handover_state {
    HANDOVER_NEW,
    HANDOVER_OPENED,   /* whoever takes over goes through the list */
    HANDOVER_ACCEPTED, /* every item of it is accepted: it can be signed */
    HANDOVER_SIGNED,
    HANDOVER_CANCELLED,
    HANDOVER_STATES
};
extern const char *const handover_state_names[HANDOVER_STATES];

enum handover_item_state {
    HANDOVER_ITEM_OPEN, /* not yet accepted */
    HANDOVER_ITEM_ACCEPTED,
    HANDOVER_ITEM_OBJECTED, /* waits for an answer of who hands over */
    HANDOVER_ITEM_ANSWERED, /* waits to be accepted after all, or objected to again */
    HANDOVER_ITEM_STATES
};
extern const char *const handover_item_state_names[HANDOVER_ITEM_STATES];

/* Something that is open. Numbered from 1, as it stands in the list. */
struct handover_item {
    enum entity_kind kind; /* ENTITY_NONE: what does not fit in the list; id is then how many */
    uint64_t id;
    enum handover_item_state state;
    uint32_t stood; /* its own state when it was listed */
    int64_t due_at; /* when the first thing that is owed on it was due then; 0 = nothing */
    bool later;     /* it came after the handover was opened */
};

struct handover_objection {
    uint32_t item; /* its number */
    int64_t at;
    char text[PLACE_MAX + 1];
    int64_t answered_at; /* 0 = not yet */
    char answer[PLACE_MAX + 1];
};

/* 交接班: one person's watch goes over to another. Until it is signed, who hands over stays responsible. */
struct handover {
    struct entity entity;
    enum handover_state state;
    uint64_t post;
    bool leader;         /* the watch of a duty leader */
    uint64_t shift;      /* that ends with it */
    uint64_t outgoing;   /* person */
    struct target owner; /* who takes over and must sign: a person */
    char *done, *undone; /* the statement of who hands over: what was done, what is left to do */
    char *note;          /* and what else must be known */
    char *remark;        /* of who takes over, when signing */
    char *reason;        /* why it was cancelled */
    int64_t opened_at;
    int64_t accepted_at; /* 0 = not every item is accepted */
    int64_t signed_at;
    int64_t cancelled_at;
    uint64_t head_seq;             /* what is signed besides the list: the journal up to this entry ... */
    uint8_t head_hash[HASH_BYTES]; /* ... whose hash this is; zero until then */
    uint32_t items_count;
    struct handover_item items[HANDOVER_ITEMS_MAX];
    uint32_t objections_count;
    struct handover_objection objections[HANDOVER_OBJECTIONS_MAX];
};

/* ---- the roster ---- */

/* Public holidays and make-up working days, as announced. */
struct calendar {
    struct entity entity;
    char code[CODE_MAX + 1];
    char *title;
    char *text; /* its part of the YAML as imported, verbatim */
    uint8_t spans_count;
    struct day_span spans[CALENDAR_SPANS_MAX]; /* parsed from text; not stored */
};

/* 排班: who is on duty at a post, as a rule. One for each post. */
struct roster {
    struct entity entity;
    uint64_t post;
    char *title;
    char *text;                    /* its part of the YAML as imported, verbatim */
    int64_t planned_until;         /* shifts that begin before then are planned; 0 = none yet */
    struct roster_rule rule;       /* parsed from text; not stored */
    struct planned_shift *planned; /* derived: its open planned shifts, by id (->next_of_roster) */
};

enum planned_state {
    PLANNED_NEW,
    PLANNED_AHEAD,     /* not begun, or begun and nobody came yet */
    PLANNED_MANNED,    /* somebody is checked in for it */
    PLANNED_ABSENT,    /* 脱岗: nobody came, or who was there left without relief */
    PLANNED_ENDED,     /* its time is over, and somebody was there */
    PLANNED_MISSED,    /* its time is over, and nobody was */
    PLANNED_CANCELLED, /* no longer in the roster */
    PLANNED_STATES
};
extern const char *const planned_state_names[PLANNED_STATES];

enum swap_state { SWAP_NONE, SWAP_PROPOSED, SWAP_ACCEPTED /* by the other one; waits for the leader */, SWAP_STATES };
extern const char *const swap_state_names[SWAP_STATES];

/* 班次: one person's planned watch in one role. Whoever checks in for it has a shift of their own. */
struct planned_shift {
    struct entity entity;
    uint64_t roster;
    uint64_t post;
    enum planned_state state;
    char code[CODE_MAX + 1]; /* of the shift in the roster: "day", "night" */
    bool leader;
    uint32_t seat; /* among those of its role, from 0 */
    bool holiday;  /* it begins on a public holiday */
    bool by_hand;  /* assigned or swapped: the roster does not take it back */
    int64_t begin_at, end_at;
    int64_t due_at;      /* check-in: the begin and the profile's grace */
    struct target owner; /* whose it is: a person; or the post, while nobody is in it */
    uint64_t shift;      /* the shift of whoever is checked in for it; 0 = none */
    uint64_t stand_in;   /* the person who stands in, 0 = the owner's own */
    int64_t manned_at;
    /* 换班: the swap that is proposed */
    enum swap_state swap;
    uint64_t swap_by;                     /* the person who proposed it */
    uint64_t swap_with;                   /* the person asked to take it */
    uint64_t swap_for;                    /* that person's planned shift, in return; 0 = none */
    int64_t swap_answer_by;               /* then it expires */
    struct planned_shift *next_of_roster; /* derived */
};

/* ---- command ---- */

/* 应急响应: a scale of its own, never an event level. I is the highest. */
enum response_level {
    RESPONSE_LEVEL_NONE,
    RESPONSE_LEVEL_I,
    RESPONSE_LEVEL_II,
    RESPONSE_LEVEL_III,
    RESPONSE_LEVEL_IV,
    RESPONSE_LEVELS
};
extern const char *const response_level_names[RESPONSE_LEVELS]; /* "none", "I", "II", ... */

enum response_state { RESPONSE_NEW, RESPONSE_ACTIVE, RESPONSE_TERMINATED, RESPONSE_STATES };
extern const char *const response_state_names[RESPONSE_STATES];

/* An emergency response, activated, adjusted and terminated by a duty leader. */
struct response {
    struct entity entity;
    uint64_t incident; /* 0 = none: a flood season, a cold wave */
    enum response_state state;
    bool drill;
    enum response_level level;
    char *matter;   /* to what it responds */
    char *measures; /* what is to be done, as last said; NULL = not said */
    char *reason;   /* of the last adjustment, or of the end */
    int64_t activated_at;
    uint64_t activated_by; /* principal */
    int64_t term_at;       /* expected to last until then; 0 = not said */
    int64_t review_at;     /* to be looked at again by then */
    int64_t adjusted_at;
    uint32_t adjustments_count;
    int64_t terminated_at;
};

enum instruction_state {
    INSTRUCTION_NEW,
    INSTRUCTION_GIVEN,
    INSTRUCTION_FED_BACK,
    INSTRUCTION_CLOSED,
    INSTRUCTION_STATES
};
extern const char *const instruction_state_names[INSTRUCTION_STATES];

/* 批示: a leader's instruction, verbatim, as a task with an owner. */
struct instruction {
    struct entity entity;
    uint64_t incident; /* 0 = none */
    enum instruction_state state;
    bool drill;
    char *text;           /* verbatim */
    uint64_t given_by;    /* person */
    uint64_t recorded_by; /* principal */
    struct target owner;  /* person, post or team */
    int64_t given_at;
    int64_t due_at; /* feedback is due */
    char channel[CHANNEL_MAX + 1];
    char *feedback; /* the latest, verbatim */
    int64_t fed_back_at;
    uint64_t fed_back_by;  /* principal */
    uint64_t on_behalf_of; /* person in whose name, 0 = own */
    uint32_t feedbacks_count;
    char *outcome; /* why it was closed */
    int64_t closed_at;
};

enum command_state { COMMAND_NEW, COMMAND_ESTABLISHED, COMMAND_TRANSFERRING, COMMAND_DISSOLVED, COMMAND_STATES };
extern const char *const command_state_names[COMMAND_STATES];

/* 现场指挥部: one person commands at the scene. An incident has one standing command post at most. */
struct field_command_post {
    struct entity entity;
    uint64_t incident;
    enum command_state state;
    bool drill;
    char *place;
    char *phone;
    uint64_t commander;      /* person: the incident commander, 总指挥 */
    int64_t commander_since; /* of this one */
    struct target successor; /* person who is to take over and has not said yes yet */
    int64_t asked_at;        /* when the successor was asked */
    char *reason;            /* of the last transfer that was asked for, or of the end */
    char *words;             /* verbatim: with these the last transfer was accepted */
    char channel[CHANNEL_MAX + 1];
    uint32_t transfers_count; /* accepted ones */
    int64_t established_at;
    uint64_t established_by; /* principal */
    int64_t dissolved_at;
};

/* 会商: who conferred on what, and what was concluded; never changed. */
struct consultation {
    struct entity entity;
    uint64_t incident; /* 0 = none */
    bool drill;
    char *matter;
    uint64_t *participants; /* persons, as named */
    uint32_t participants_count;
    char *others; /* who else took part, in words; NULL = nobody */
    char channel[CHANNEL_MAX + 1];
    int64_t began_at;
    int64_t ended_at;
    char *conclusions;    /* verbatim */
    uint64_t recorded_by; /* principal */
    int64_t recorded_at;
};

/* ---- drills ---- */

struct participants {
    uint32_t count;
    uint64_t ids[DRILL_PARTICIPANTS_MAX + 1]; /* and who began it */
};

enum drill_state { DRILL_NEW, DRILL_RUNNING, DRILL_ENDED, DRILL_STATES };
extern const char *const drill_state_names[DRILL_STATES];

/* 演练: one runs at a time. What is reported as a drill belongs to it, reaches nobody but its participants, and ends
 * with it at the latest. It is itself no drill: somebody owes its end. */
struct drill {
    struct entity entity;
    enum drill_state state;
    char *title;
    bool everybody; /* takes part, whoever it is */
    struct participants teams, people, posts;
    int64_t begun_at;
    uint64_t begun_by; /* principal */
    int64_t ends_at;   /* it is to be ended by then */
    int64_t ended_at;
    char *reason;          /* why it was ended */
    uint32_t closed_count; /* open things that its end closed */
};

/* ---- roll calls ---- */

/* 点名/查岗: posts and teams are called, and each must answer. One that is scheduled begins by itself when its time
 * has come, and bears the next one of its plan. */
enum roll_call_state { ROLL_CALL_NEW, ROLL_CALL_SCHEDULED, ROLL_CALL_RUNNING, ROLL_CALL_ENDED, ROLL_CALL_STATES };
extern const char *const roll_call_state_names[ROLL_CALL_STATES];

enum roll_call_days { ROLL_CALL_EVERY_DAY, ROLL_CALL_WORKING_DAYS, ROLL_CALL_DAYS };
extern const char *const roll_call_days_names[ROLL_CALL_DAYS];

/* When a county file's roll call is made, and of whom: stamped on each that is scheduled after it. */
struct roll_call_plan {
    char code[CODE_MAX + 1]; /* "" = none: somebody called by hand */
    enum roll_call_days days;
    uint8_t at_count;
    uint32_t at_minutes[ROLL_CALL_HOURS_MAX]; /* of the local day, 0..1440 */
    uint32_t from_minute,
        to_minute;             /* or once a day at a time between these; to <= from: over midnight; equal: none */
    uint64_t seed;             /* of that time: see roll_call_next */
    bool all_posts, all_teams; /* that there are when it begins, besides: */
    uint32_t targets_count;
    struct target targets[ROLL_CALL_TARGETS_MAX]; /* posts and teams */
};

struct roll_call {
    struct entity entity;
    enum roll_call_state state;
    bool drill;
    char *title;
    struct roll_call_plan plan;
    uint32_t within_ms;      /* answers are due so long after it began; 0 = as the profile says */
    int64_t due_at;          /* when it is to begin; 0 = it was called by hand */
    int64_t called_at;       /* when it began; 0 = not yet */
    uint64_t called_by;      /* principal; 0 = by itself */
    uint64_t first_answer;   /* its answers have the ids from here on, without a gap */
    uint32_t called_count;   /* posts and teams that it calls */
    uint32_t answered_count; /* of them: who answered, late ones included */
    uint32_t late_count;
    uint32_t absent_count;
    int64_t ended_at;
    char *reason; /* why it was ended by hand; NULL = all had answered or were absent; one that never
                   * began: another plan took its place */
};

enum roll_call_answer_state {
    ROLL_CALL_ANSWER_NEW,
    ROLL_CALL_ANSWER_CALLED,
    ROLL_CALL_ANSWER_ANSWERED,
    ROLL_CALL_ANSWER_ABSENT,    /* somebody says that nobody is there */
    ROLL_CALL_ANSWER_WITHDRAWN, /* its roll call was ended before */
    ROLL_CALL_ANSWER_STATES
};
extern const char *const roll_call_answer_state_names[ROLL_CALL_ANSWER_STATES];

/* What one post or team owes a roll call. */
struct roll_call_answer {
    struct entity entity;
    uint64_t roll_call;
    struct target owner; /* post or team */
    enum roll_call_answer_state state;
    bool drill;
    char *title;       /* of the roll call: a team sees nothing else of it */
    uint32_t attempts; /* how often it was called */
    int64_t called_at;
    int64_t due_at;
    int64_t answered_at;   /* or when it was said to be absent; 0 = not yet */
    uint64_t answered_by;  /* principal who said so */
    uint64_t on_behalf_of; /* person in whose name; 0 = own */
    char channel[CHANNEL_MAX + 1];
    char *words; /* verbatim */
};

/* ---- obligations ---- */

enum obligation_state {
    OBLIGATION_NEW,
    OBLIGATION_ARMED,      /* not yet due */
    OBLIGATION_OVERDUE,    /* due has passed; its policy's steps are firing */
    OBLIGATION_DISCHARGED, /* a named person did it */
    OBLIGATION_WITHDRAWN,  /* no longer owed: its subject ended another way */
    OBLIGATION_STATES
};
extern const char *const obligation_state_names[OBLIGATION_STATES];

/* What is stamped on an obligation when it is armed, so that a later edit of the profile moves no running clock. Many
 * are armed with the same: it is shared among them, counted, and never changed once a desk has it. */
struct terms {
    uint32_t uses;
    uint64_t hash; /* of the names in it; 0 = not yet in a desk */
    struct policy policy;
    /* of a report only: */
    char title[NAME_MAX_BYTES + 1];
    char to[NAME_MAX_BYTES + 1];
    char by_channel[CHANNEL_MAX + 1];
    bool sign_off;
};

struct terms *terms_new (void);
struct terms *terms_share (struct terms *);
void terms_release (struct terms *);

struct obligation {
    struct entity entity;
    enum obligation_kind kind;
    enum obligation_state state;
    bool drill;
    enum entity_kind subject_kind;
    uint64_t subject;
    uint64_t incident; /* 0 = none */
    struct target owner;
    char clock[CODE_MAX + 1];     /* OBLIGATION_REPORT: the code of the report stage; otherwise "" */
    enum report_kind report_kind; /* and its kind */
    bool met_by_filing;           /* and how it is met: by filing such a report; otherwise by sending one up */
    bool after_close;             /* its subject had settled already, and stays in memory because of it */
    int64_t armed_at;
    int64_t due_at;
    int64_t next_at;        /* when the next step fires; the heap's key */
    uint8_t next_step;      /* index into policy.steps */
    uint8_t step_times;     /* how often that one has fired, when it repeats a number of times */
    uint32_t fired_count;   /* how often somebody was told so far */
    struct terms *terms;    /* never NULL */
    int64_t shelved_until;  /* nobody is told until then; 0 = not shelved */
    uint64_t shelved_by;    /* principal */
    uint64_t discharged_by; /* principal; 0 = none */
    int64_t ended_at;
    char channel[CHANNEL_MAX + 1];
    size_t heap_slot;                   /* derived; SIZE_MAX = not in the heap */
    struct obligation *next_of_subject; /* derived: live obligations of one subject */
};

/* What is owed on an entity as it stands (promise 2); OBLIGATION_NONE = nothing. */
enum obligation_kind entity_owed (const struct entity *);

#endif
