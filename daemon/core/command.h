/* SPDX-License-Identifier: Apache-2.0 */
/* command.h: what can be asked of the desk, with its arguments, and what the desk answers. Fields were checked by
 * wire (presence, length, range, UTF-8); the desk checks what needs the state. Strings are borrowed for the step's
 * duration. */
#ifndef MUSTER_CORE_COMMAND_H
#define MUSTER_CORE_COMMAND_H

#include "core/event.h"

/* Everything a principal can ask for; the commands first, then what only reads. The role table has one row for each.
 */
enum action {
    ACTION_NONE,
    ACTION_REPORT,
    ACTION_CONTINUE,
    ACTION_ASSESS,
    ACTION_DISPATCH,
    ACTION_ACKNOWLEDGE,
    ACTION_DECLINE,
    ACTION_DEPART,
    ACTION_ARRIVE,
    ACTION_COMPLETE,
    ACTION_CANCEL,
    ACTION_STATUS_CHECK,
    ACTION_DISTRESS,
    ACTION_DISTRESS_RESOLVE,
    ACTION_CHECK_IN,
    ACTION_CHECK_OUT,
    ACTION_CLOSE,
    ACTION_REOPEN,
    ACTION_IMPORT,
    ACTION_ENROL,
    ACTION_REVOKE,
    ACTION_HOLD,
    ACTION_CONTROL,
    ACTION_RESUME,
    ACTION_MERGE,
    ACTION_UNMERGE,
    ACTION_ACTIVATE,
    ACTION_ADJUST,
    ACTION_TERMINATE,
    ACTION_INSTRUCT,
    ACTION_FEEDBACK,
    ACTION_INSTRUCTION_CLOSE,
    ACTION_RECALL,
    ACTION_REASSIGN,
    ACTION_LOG,
    ACTION_COMMAND_ESTABLISH,
    ACTION_COMMAND_TRANSFER,
    ACTION_COMMAND_ACCEPT,
    ACTION_COMMAND_DISSOLVE,
    ACTION_RECEIPT,
    ACTION_HANDOVER_OPEN,
    ACTION_HANDOVER_ACCEPT,
    ACTION_HANDOVER_OBJECT,
    ACTION_HANDOVER_ANSWER,
    ACTION_HANDOVER_SIGN,
    ACTION_HANDOVER_CANCEL,
    ACTION_RELEASE,
    ACTION_LINK,
    ACTION_UNLINK,
    ACTION_SPLIT,
    ACTION_MOVE,
    ACTION_SUBMIT,
    ACTION_SIGN_OFF,
    ACTION_SEND,
    ACTION_SUBMISSION_WITHDRAW,
    ACTION_CONSULT,
    ACTION_DRILL_BEGIN,
    ACTION_DRILL_END,
    ACTION_ASSIGN,
    ACTION_SETTLE_GAP,
    ACTION_SWAP_PROPOSE,
    ACTION_SWAP_ACCEPT,
    ACTION_SWAP_DECLINE,
    ACTION_MARK_CONTACT,
    ACTION_SHELVE,
    ACTION_UNSHELVE,
    ACTION_ROLL_CALL,
    ACTION_ROLL_CALL_ANSWER,
    ACTION_ROLL_CALL_ABSENT,
    ACTION_ROLL_CALL_END,
    ACTION_TICK,                   /* the daemon's own: time has come; no principal may send it */
    ACTION_COMMANDS,               /* count of commands */
    ACTION_LIST = ACTION_COMMANDS, /* incidents, orders, and other entities in memory */
    ACTION_SHOW,
    ACTION_JOURNAL,
    ACTION_STATUS,
    ACTION_PRINCIPALS,
    ACTION_VERIFY,
    ACTION_SYNC,
    ACTION_SUBSCRIBE,
    ACTION_ROSTER, /* what a post's roster says for the days to come */
    ACTIONS
};

const char *action_name (enum action);         /* "acknowledge"; never NULL */
enum action action_by_name (const char *name); /* ACTION_NONE if unknown */

struct report_fields {
    const char *text;
    struct figures figures;
    const char *channel, *caller_name, *caller_phone, *caller_post, *already_told;
};

struct report_args {
    const char *what, *place; /* split: place NULL = where the other one is */
    const char *source_id;    /* NULL = not said */
    uint32_t type_code;
    struct position position;
    int64_t occurred_at;
    bool drill;
    struct report_fields report;
};

struct continue_args {
    uint64_t incident;
    bool final; /* files the final report instead */
    struct report_fields report;
};

struct assess_args {
    uint64_t incident;
    enum event_level level;
    bool confirmed;
    const char *reason;
};

struct dispatch_args {
    uint64_t incident;
    const char *team; /* code; NULL = the most suitable free team */
    const char *task;
    int64_t release_at; /* reserved until then; 0 = issued at once */
    bool override;      /* though the profile refuses a team that is busy */
};

/* acknowledge, decline, depart, arrive, complete, cancel, recall, release, status_check, distress,
 * distress_resolve */
struct rung_args {
    uint64_t order;
    const char *channel;      /* NULL = console */
    const char *on_behalf_of; /* person code, NULL = own */
    const char *words;        /* verbatim words or reason; required for decline, cancel and recall */
};

/* Another team, another incident, or both. */
struct reassign_args {
    uint64_t order;
    const char *team;     /* code; NULL = the same, for another incident */
    uint64_t to_incident; /* 0 = the same */
    const char *words;    /* the reason */
    bool override;        /* as in dispatch_args */
};

struct receipt_args {
    uint64_t order;
    enum receipt_state state; /* handed_over, delivered or seen */
    const char *on_behalf_of; /* person code, NULL = the team's own console */
    const char *channel;      /* NULL = console */
};

/* check_in: person NULL = the principal's own; check_out ends that person's shift, post NULL = the only one */
struct shift_args {
    const char *person, *post, *channel;
    bool leader;
    const char *in_place_of; /* check_in: person code whose planned shift it is; NULL = the own */
    const char *reason;      /* required in somebody's place; of leaving without relief */
};

/* assign, settle_gap, swap_propose, swap_accept, swap_decline */
struct planned_args {
    uint64_t planned_shift;
    const char *person;       /* assign, swap_propose: code */
    uint64_t in_return;       /* swap_propose: that person's planned shift; 0 = none */
    const char *reason;       /* required for assign and settle_gap */
    const char *on_behalf_of; /* swaps: code of the person who says so, NULL = own */
    const char *channel;
};

struct contact_args {
    const char *person;
    bool reachable;
    const char *reason;
};

/* shelve, unshelve */
struct shelve_args {
    uint64_t obligation;
    uint32_t for_ms;    /* shelve: for so long */
    const char *reason; /* shelve: required */
};

/* an entry of the duty log */
struct log_args {
    uint64_t incident; /* 0 = none */
    const char *text;
    const char *post;    /* code; NULL = where the writer is on duty */
    int64_t happened_at; /* 0 = now */
    uint64_t corrects;   /* 0 = none */
};

struct handover_open_args {
    const char *to;                   /* person code: who takes over */
    const char *done, *undone, *note; /* NULL = not said */
};

/* handover_accept, _object, _answer, _sign, _cancel */
struct handover_args {
    uint64_t handover;
    struct item_set items; /* accept */
    uint32_t item;         /* object, answer: its number */
    const char *text;      /* the objection, the answer, the reason of a cancel; sign: a remark, NULL = none */
    uint64_t head_seq;     /* sign: the journal's head as the signer knows it */
    const uint8_t *head_hash;
    bool head_proven; /* sign: that entry of the stored journal has this hash. Whoever holds the journal says so */
};

struct roll_call_args {
    const char *title;
    const char *const *posts, *const *teams; /* codes */
    size_t posts_count, teams_count;
    bool all_posts, all_teams; /* and all that there are */
    uint32_t within_ms;        /* answers are due so soon; 0 = as the profile says */
    bool drill;
};

/* roll_call_answer, _absent, _end */
struct roll_call_word_args {
    uint64_t roll_call;       /* end */
    uint64_t answer;          /* the others */
    const char *text;         /* verbatim words; absent and end require them */
    const char *channel;      /* NULL = console */
    const char *on_behalf_of; /* answer: person code, NULL = own */
};

/* close, reopen, hold, control, resume; the last two members are for close alone */
struct close_args {
    uint64_t incident;
    const char *reason;           /* required, but for control and resume */
    enum disposition disposition; /* DISPOSITION_NONE = resolved */
    bool override;                /* a duty leader's: cancels what is still open */
};

struct merge_args {
    uint64_t incident; /* the duplicate */
    uint64_t into;     /* the one that goes on */
    const char *reason;
};

/* unmerge: as reopen */

/* link, unlink */
struct link_args {
    uint64_t incident, other;
    enum link_kind kind; /* link: what incident is to other; never LINK_SPLIT */
    const char *reason;
};

struct split_args {
    uint64_t incident; /* out of which */
    struct report_args report;
    uint64_t based_on; /* its report that tells of the new one; 0 = none: report.report is what is known */
    const uint64_t *orders;
    size_t orders_count;
};

struct move_args {
    uint64_t order, incident;
    const char *reason;
};

/* One parsed YAML file. Either a profile, or a county's posts, people and teams. References inside are by code. */
struct import_team {
    struct team team; /* ->contacts unset */
    const char *contacts[TEAM_CONTACTS_MAX];
};

struct import_roll_call {
    struct roll_call roll_call; /* ->plan.targets unset */
    const char **posts, **teams;
    size_t posts_count, teams_count;
};

struct registry {
    struct profile *profile; /* NULL = none in this file */
    struct post *posts;
    size_t posts_count;
    struct person *people;
    size_t people_count;
    struct import_team *teams;
    size_t teams_count;
    struct calendar *calendars;
    size_t calendars_count;
    struct roster *rosters; /* ->post unset: rule.post has its code */
    size_t rosters_count;
    struct import_roll_call *roll_calls;
    size_t roll_calls_count;
};

struct import_args {
    const char *text;                /* the YAML */
    const char *name;                /* the file's name, for messages */
    const struct registry *registry; /* parsed by the runner before the step */
};

struct enrol_args {
    const char *code;
    enum role role;
    const uint8_t *key;        /* KEY_BYTES */
    const char *person, *team; /* codes, NULL = none */
};

struct revoke_args {
    const char *code;
    const char *reason;
};

/* activate, adjust, terminate */
struct response_args {
    uint64_t response, incident; /* the incident is activate's; 0 = none */
    enum response_level level;   /* adjust: RESPONSE_LEVEL_NONE = as it is */
    const char *matter;          /* activate */
    const char *measures;        /* NULL = not said, or as they are */
    uint32_t term_ms;            /* from now; 0 = not said, or as it is */
    const char *reason;          /* of an adjustment or the end */
    bool drill;                  /* activate, without an incident */
};

struct instruct_args {
    uint64_t incident; /* 0 = none */
    const char *text;
    const char *given_by;                               /* person code, NULL = own */
    const char *owner_person, *owner_post, *owner_team; /* codes, exactly one */
    uint32_t within_ms;                                 /* 0 = as the profile says */
    const char *channel;
    bool drill; /* without an incident */
};

/* feedback, instruction_close */
struct feedback_args {
    uint64_t instruction;
    const char *text; /* what was done, or why it is closed */
    const char *channel;
    const char *on_behalf_of; /* person code, NULL = own */
};

struct consult_args {
    uint64_t incident; /* 0 = none */
    const char *matter, *conclusions, *others, *channel;
    const char *const *participants; /* person codes */
    size_t participants_count;
    int64_t began_at, ended_at; /* 0 = now */
    bool drill;                 /* without an incident */
};

/* command establish, transfer, accept, dissolve */
struct field_command_args {
    uint64_t incident;  /* establish */
    uint64_t post;      /* the others: the field command post */
    const char *person; /* code: the commander; transfer: who is to take over */
    const char *place, *phone;
    const char *text;         /* reason; accept: verbatim words */
    const char *channel;      /* accept */
    const char *on_behalf_of; /* accept: person code, NULL = own */
};

/* submit: of an incident or a post, exactly one */
struct submit_args {
    uint64_t incident;
    const char *post;  /* code */
    const char *stage; /* code; with '-' or '_', as people write it */
    const char *text;
    const char *channel;     /* NULL = the stage's */
    const char *received_by; /* if it is sent at once */
};

/* sign_off, send, submission_withdraw */
struct submission_args {
    uint64_t submission;
    const char *channel;     /* send: NULL = the stage's */
    const char *received_by; /* send */
    const char *reason;      /* withdraw */
};

struct code_list {
    const char *const *items;
    size_t count;
};

/* drill begin, drill end */
struct drill_args {
    uint64_t drill; /* end: which; 0 = the one that runs */
    const char *title;
    bool everybody;
    struct code_list teams, people, posts; /* codes, each DRILL_PARTICIPANTS_MAX at most */
    uint32_t within_ms;                    /* to be ended by then; 0 = as the profile says */
    const char *reason;                    /* of the end */
};

struct command {
    enum action action;
    uint8_t id[COMMAND_ID_BYTES];
    uint64_t principal; /* 0 only for ACTION_TICK and the first enrolment at start-up */
    int64_t at;         /* desk time, ms; never runs backwards */
    int64_t device_at;  /* the client's clock, 0 = not said */
    union {
        struct report_args report;
        struct continue_args continuation;
        struct assess_args assess;
        struct dispatch_args dispatch;
        struct rung_args rung;
        struct reassign_args reassign;
        struct receipt_args receipt;
        struct shift_args shift;
        struct close_args close; /* close, reopen, hold, control, resume */
        struct merge_args merge;
        struct link_args link;
        struct split_args split;
        struct move_args move;
        struct consult_args consult;
        struct import_args import;
        struct enrol_args enrol;
        struct revoke_args revoke;
        struct response_args response;
        struct instruct_args instruct;
        struct feedback_args feedback;
        struct submit_args submit;
        struct submission_args submission; /* sign_off, send, submission_withdraw */
        struct log_args log;
        struct field_command_args field_command;
        struct handover_open_args handover_open;
        struct handover_args handover;
        struct drill_args drill;
        struct planned_args planned;
        struct contact_args contact;
        struct shelve_args shelve;
        struct roll_call_args roll_call;
        struct roll_call_word_args roll_call_word;
    };
};

/* Why the desk refused. Each has one sentence (refusal_text) with {0}, {1}, {2} for its arguments; clients translate
 * the sentence, not the filled-in text. Those who come from different parts of the desk have blocks of their own, so
 * that the numbers have holes: never renumber. */
enum refusal {
    REFUSAL_NONE,
    REFUSAL_UNKNOWN_INCIDENT = 1,
    REFUSAL_UNKNOWN_ORDER = 2,
    REFUSAL_UNKNOWN_TEAM = 3,
    REFUSAL_UNKNOWN_PERSON = 4,
    REFUSAL_UNKNOWN_POST = 5,
    REFUSAL_UNKNOWN_PRINCIPAL = 6,
    REFUSAL_INCIDENT_CLOSED = 7,
    REFUSAL_INCIDENT_OPEN = 8,
    REFUSAL_INCIDENT_HAS_OPEN_ORDERS = 9,
    REFUSAL_ORDER_STATE = 10, /* {0} order, {1} its state, {2} the action */
    REFUSAL_NOT_YOUR_TEAM = 11,
    REFUSAL_NO_TEAM_LEFT = 12,
    REFUSAL_TEAM_ALREADY_ORDERED = 13, /* this team has an open order for this incident */
    REFUSAL_REASON_MISSING = 14,
    REFUSAL_PERSON_ON_DUTY = 15, /* already checked in */
    REFUSAL_PERSON_NOT_ON_DUTY = 16,
    REFUSAL_NO_PERSON = 17, /* the principal is not tied to a person and named none */
    REFUSAL_CODE_TAKEN = 18,
    REFUSAL_KEY_TAKEN = 19,
    REFUSAL_PRINCIPAL_REVOKED = 20,
    REFUSAL_LAST_ADMIN = 21,
    REFUSAL_NO_PROFILE = 22, /* import one first */
    REFUSAL_LIMIT = 23,      /* {0} what, {1} the limit */
    REFUSAL_LEVEL_SAME = 24,
    REFUSAL_UNKNOWN_CONTACT = 25, /* import: {0} team, {1} person code */
    REFUSAL_ROLE_NEEDS_TEAM = 26,
    REFUSAL_NOT_FOR_OTHERS = 27, /* only duty officers and leaders act on somebody's behalf */
    REFUSAL_WORDS_MISSING = 28,  /* acknowledging for a team: whose words, and which */
    REFUSAL_INCIDENT_STATE = 40, /* {0} incident, {1} its state, {2} the action */
    REFUSAL_OVERRIDE_NEEDS_LEADER = 41,
    REFUSAL_MERGE_INSTEAD = 42,
    REFUSAL_MERGE_ITSELF = 43,
    REFUSAL_DRILL_MIXED = 44,
    REFUSAL_INCIDENT_MERGED = 45, /* {0} incident, {1} into which */
    REFUSAL_NOT_MERGED = 46,
    REFUSAL_UNKNOWN_STAGE = 120,
    REFUSAL_STAGE_OF_POSTS = 121,
    REFUSAL_STAGE_OF_INCIDENTS = 122,
    REFUSAL_STAGE_FILED = 123,
    REFUSAL_UNKNOWN_SUBMISSION = 124,
    REFUSAL_SUBMISSION_STATE = 125, /* {0} submission, {1} its state, {2} the action */
    REFUSAL_NOT_SIGNED_OFF = 126,
    REFUSAL_UNKNOWN_INSTRUCTION = 90,
    REFUSAL_INSTRUCTION_CLOSED = 91,
    REFUSAL_NOT_YOUR_INSTRUCTION = 92,
    REFUSAL_UNKNOWN_RESPONSE = 93,
    REFUSAL_RESPONSE_TERMINATED = 94,
    REFUSAL_STATUS_WORDS_MISSING = 140,
    REFUSAL_ORDER_IN_DISTRESS = 141,
    REFUSAL_NOT_IN_DISTRESS = 142,
    REFUSAL_NOT_AWAITED = 143,      /* {0} order, {1} person */
    REFUSAL_ANSWER_OF_WHOM = 144,   /* {0} order */
    REFUSAL_RECALL_TOO_EARLY = 150, /* {0} order: not acknowledged yet, nobody is under way */
    REFUSAL_REASSIGN_SAME = 151,    /* {0} order, {1} team */
    REFUSAL_UNKNOWN_LOG_ENTRY = 180,
    REFUSAL_UNKNOWN_ROLL_CALL = 200,
    REFUSAL_ROLL_CALL_ENDED = 201,
    REFUSAL_UNKNOWN_ROLL_CALL_ANSWER = 202,
    REFUSAL_NOT_CALLED = 203,         /* {0} answer: it is another one's */
    REFUSAL_ROLL_CALL_ANSWERED = 204, /* {0} answer, {1} its state */
    REFUSAL_ROLL_CALL_OF_NOBODY = 205,
    REFUSAL_UNKNOWN_ROLL_CALL_POST = 206, /* import: {0} roll call, {1} code */
    REFUSAL_UNKNOWN_ROLL_CALL_TEAM = 207,
    REFUSAL_UNKNOWN_COMMAND_POST = 220,
    REFUSAL_COMMAND_DISSOLVED = 221,
    REFUSAL_COMMAND_STANDS = 222,      /* {0} incident, {1} its command post, {2} the commander */
    REFUSAL_COMMANDS_ALREADY = 223,    /* {0} person, {1} command post */
    REFUSAL_NO_TRANSFER = 224,         /* nobody was asked to take over {0} */
    REFUSAL_COMMAND_NOT_FOR_YOU = 225, /* {0} command post, {1} who was asked */
    REFUSAL_RECIPIENT_MISSING = 152,   /* whose receipt */
    REFUSAL_NOT_A_RECIPIENT = 153,     /* {0} person, {1} order */
    REFUSAL_UNKNOWN_HANDOVER = 181,
    REFUSAL_HANDOVER_OVER = 182, /* {0} handover, {1} its state */
    REFUSAL_HANDOVER_ITSELF = 183,
    REFUSAL_HANDOVER_ALREADY = 184,
    REFUSAL_HANDOVER_NO_KEY = 185,
    REFUSAL_NOT_INCOMING = 186,
    REFUSAL_NOT_OUTGOING = 187,
    REFUSAL_UNKNOWN_ITEM = 188,
    REFUSAL_ITEM_UNANSWERED = 189,
    REFUSAL_ITEM_NOT_OBJECTED = 190,
    REFUSAL_ITEMS_OPEN = 191, /* {0} handover, {1} how many, {2} the first of them */
    REFUSAL_HANDOVER_CHANGED = 192,
    REFUSAL_HEAD_HASH = 193, /* {0} seq */
    REFUSAL_HANDOVER_UNSIGNED = 194,
    REFUSAL_NOT_YOUR_HANDOVER = 195,
    REFUSAL_RELEASE_TIME = 154, /* {0} days at most */
    REFUSAL_TEAM_BUSY = 155,    /* {0} team, {1} its open orders, {2} one of them */
    REFUSAL_LINK_ITSELF = 226,
    REFUSAL_LINKED_ALREADY = 227,   /* {0}, {1} */
    REFUSAL_NOT_LINKED = 228,       /* {0}, {1} */
    REFUSAL_HAS_PARENT = 229,       /* {0} child, {1} its parent */
    REFUSAL_PARENT_LOOP = 230,      /* {0} is above {1} already */
    REFUSAL_ORDER_ELSEWHERE = 231,  /* {0} order, {1} its incident */
    REFUSAL_UNKNOWN_REPORT = 232,   /* {0} report, {1} incident to which it does not belong */
    REFUSAL_ALREADY_REPORTED = 233, /* {0} source id, {1} incident */
    REFUSAL_ENDED_BEFORE = 237,
    REFUSAL_MERGE_COMMANDED = 236,       /* {0} incident, {1} its command post */
    REFUSAL_INCIDENT_UNSETTLED = 235,    /* {0} incident, {1} how many things, {2} the first few: "O7, C1, D12" */
    REFUSAL_MERGE_HAS_OPEN_ORDERS = 234, /* {0} incident, {1} how many, {2} the first */
    REFUSAL_MERGE_UNSETTLED = 238,       /* {0} incident, {1} how many, {2} which */
    REFUSAL_NO_DRILL = 240,
    REFUSAL_DRILL_RUNS = 241, /* {0} drill, {1} its title */
    REFUSAL_DRILL_NEEDS_PARTICIPANTS = 242,
    REFUSAL_NOT_IN_DRILL = 243, /* {0} code of a team, post or person */
    REFUSAL_UNKNOWN_PLANNED_SHIFT = 160,
    REFUSAL_PLANNED_SHIFT_STATE = 161, /* {0} planned shift, {1} its state, {2} the action */
    REFUSAL_NOT_YOUR_SHIFT = 162,      /* {0} planned shift */
    REFUSAL_SWAP_ITSELF = 163,         /* {0} planned shift, {1} person */
    REFUSAL_SWAP_PENDING = 164,
    REFUSAL_NO_SWAP = 165,
    REFUSAL_SWAP_NOT_ASKED = 166,
    REFUSAL_SWAP_TOO_LATE = 167,
    REFUSAL_SHIFT_OVERLAP = 168,        /* {0} person, {1} planned shift */
    REFUSAL_NO_RELIEF = 169,            /* {0} person, {1} post */
    REFUSAL_ROSTER_PERSON = 170,        /* import: {0} post, {1} person */
    REFUSAL_ROSTER_POST = 171,          /* import: {0} post */
    REFUSAL_CALENDAR_CONTRADICTS = 172, /* import: {0} calendar, {1} day, {2} the other calendar */
    REFUSAL_NO_PLANNED_SHIFT = 173,     /* {0} person, {1} post */
    REFUSAL_NO_GAP = 174,
    REFUSAL_LEADER_CONSENTS = 175,
    REFUSAL_CONTACT_SAME = 176, /* {0} person */
    REFUSAL_UNKNOWN_OBLIGATION = 290,
    REFUSAL_NOT_OVERDUE = 291,      /* {0} obligation */
    REFUSAL_NOT_SHELVABLE = 292,    /* {0} obligation */
    REFUSAL_SHELVED_ALREADY = 293,  /* {0} obligation */
    REFUSAL_NOT_SHELVED = 294,      /* {0} obligation */
    REFUSAL_SHELVED_TOO_LONG = 295, /* {0} at most so many minutes */
    REFUSALS = 300                  /* the numbers have holes: no name */
};

const char *refusal_name (enum refusal); /* "unknown_incident"; "unknown" for a number that is not given out */
const char *refusal_text (enum refusal); /* the sentence with {0}..{2}; msgid for translation */

enum { REFUSAL_ARGS = 3, REFUSAL_ARG_MAX = 64 };

/* The desk's word on one command. */
struct verdict {
    enum refusal refusal; /* REFUSAL_NONE: accepted */
    const char *field;    /* which argument was at fault, NULL = none in particular; static storage */
    char args[REFUSAL_ARGS][REFUSAL_ARG_MAX];
    uint64_t seq;                  /* last journal seq this command made; 0 = it changed nothing */
    enum entity_kind subject_kind; /* what it made or changed */
    uint64_t subject;
    uint8_t similar_count; /* a report: open incidents that look the same, the newest first */
    uint64_t similar[SIMILAR_MAX];
    uint8_t busy_count; /* a dispatch: open orders that its team has besides this one; their times stand */
    uint64_t busy[BUSY_MAX];
    bool unrelieved; /* a check-out: nobody took over, though the roster wants somebody there */
};

/* Owned by the caller, who zero-initialises it, passes it to any number of steps and resets it between batches.
 * Events accumulate in journal order; the strings and images that they point to live until outcome_reset. */
struct outcome {
    struct verdict verdict; /* of the last step */
    struct event *events;
    size_t events_count, events_capacity;
    struct arena_chunk *arena;
    struct entity **born; /* the images that events point to */
    size_t born_count, born_capacity;
};

void outcome_reset (struct outcome *); /* keeps nothing but the memory for reuse */
void outcome_free (struct outcome *);

#endif
