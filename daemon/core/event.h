/* SPDX-License-Identifier: Apache-2.0 */
/* event.h: one change of one entity. Each becomes one journal entry; applying them in order rebuilds the state. */
#ifndef MUSTER_CORE_EVENT_H
#define MUSTER_CORE_EVENT_H

#include "core/entities.h"

/* The numbers are stored in the journal: append, never renumber. */
enum event_kind {
    EVENT_NONE,
    EVENT_PROFILE_IMPORTED = 1, /* registry events carry the whole new image: born, or replaced */
    EVENT_POST_REGISTERED = 2,
    EVENT_PERSON_REGISTERED = 3,
    EVENT_TEAM_REGISTERED = 4,
    EVENT_PRINCIPAL_ENROLLED = 5,
    EVENT_PRINCIPAL_REVOKED = 6,
    EVENT_INCIDENT_REPORTED = 10,
    EVENT_INCIDENT_CONTINUED =
        11,                       /* a report was filed: detail.other = its id, detail.figures = the merged figures */
    EVENT_INCIDENT_ASSESSED = 12, /* detail.level, detail.confirmed */
    EVENT_INCIDENT_RESPONDING = 13,
    EVENT_INCIDENT_CLOSED = 14, /* detail.text = reason, detail.disposition */
    EVENT_INCIDENT_REOPENED = 15,
    EVENT_INCIDENT_HELD = 16, /* detail.text = reason; likewise the next two */
    EVENT_INCIDENT_CONTROLLED = 17,
    EVENT_INCIDENT_RESUMED = 18,
    EVENT_INCIDENT_MERGED = 19,   /* detail.other = the one that goes on, detail.text = reason, detail.disposition */
    EVENT_INCIDENT_UNMERGED = 24, /* detail.text = reason */
    EVENT_REPORT_FILED = 20,
    EVENT_REPORT_RESTORED = 22, /* its incident was reopened: shown again, unchanged */
    EVENT_ORDER_ISSUED = 30,
    EVENT_ORDER_ACKNOWLEDGED = 31,
    EVENT_ORDER_DECLINED = 32, /* detail.other = the order that follows this one, 0 = none; likewise expired */
    EVENT_ORDER_DEPARTED = 33,
    EVENT_ORDER_ARRIVED = 34,
    EVENT_ORDER_COMPLETED = 35,
    EVENT_ORDER_CANCELLED = 36,
    EVENT_ORDER_EXPIRED = 37,
    EVENT_ORDER_RESTORED = 45, /* as the reports */
    EVENT_SHIFT_CHECKED_IN = 40,
    EVENT_SHIFT_CHECKED_OUT = 41,
    EVENT_OBLIGATION_ARMED = 50,
    EVENT_OBLIGATION_FIRED =
        51, /* a step told somebody (or, told of no kind, did something else): detail.step, .told, .more, .next_at */
    EVENT_OBLIGATION_SKIPPED = 52, /* a step told somebody not: detail.step, .told as far as known, .skip, .text = the
                                      code of whom it did not find, .more, .next_at */
    EVENT_OBLIGATION_DISCHARGED = 53,
    EVENT_OBLIGATION_WITHDRAWN = 54,
    EVENT_OBLIGATION_REARMED = 55,   /* detail.due_at: what got shorter */
    EVENT_OBLIGATION_SHELVED = 56,   /* detail.next_at: nobody is told until then; .text = reason */
    EVENT_OBLIGATION_UNSHELVED = 57, /* before its time: detail.next_at = now */
    EVENT_SUBMISSION_DRAFTED = 100,
    EVENT_SUBMISSION_SIGNED = 101,
    EVENT_SUBMISSION_SENT = 102,         /* after it was signed: detail.channel, .text = who received it */
    EVENT_SUBMISSION_WITHDRAWN = 103,    /* detail.text = reason */
    EVENT_SUBMISSION_RESTORED = 104,     /* as the reports */
    EVENT_SUBMISSION_SENT_AT_ONCE = 105, /* it needed no signature */
    EVENT_RESPONSE_ACTIVATED = 78,
    EVENT_RESPONSE_ADJUSTED =
        79, /* detail.response_level, .text = reason, .measures, .due_at = term, .next_at = review */
    EVENT_RESPONSE_TERMINATED = 80, /* detail.text = reason */
    EVENT_INSTRUCTION_GIVEN = 81,
    EVENT_INSTRUCTION_FED_BACK = 82,   /* detail.text = feedback */
    EVENT_INSTRUCTION_CLOSED = 83,     /* detail.text = reason */
    EVENT_ORDER_REOPENED = 120,        /* acknowledged, but no progress */
    EVENT_ORDER_ANSWERED = 121,        /* one of those who all must acknowledge: detail.other = the person */
    EVENT_ORDER_STATUS_ANSWERED = 122, /* detail.text = words; likewise the next ones */
    EVENT_ORDER_STATUS_MISSED = 123,
    EVENT_ORDER_DISTRESS = 124,
    EVENT_ORDER_DISTRESS_RESOLVED = 125,
    EVENT_ORDER_RECALLED = 130, /* detail.text = reason, detail.other = the order that follows, 0 = none */
    EVENT_ORDER_RECALL_CONFIRMED = 131,
    EVENT_DUTY_LOG_WRITTEN = 155,
    EVENT_COMMAND_ESTABLISHED = 180,
    EVENT_COMMAND_OFFERED = 181,   /* detail.other = the person who is to take over, .text = reason */
    EVENT_COMMAND_ACCEPTED = 182,  /* who was asked commands now; detail.text = verbatim words, .on_behalf_of */
    EVENT_COMMAND_KEPT = 183,      /* the transfer was taken back; detail.text = reason */
    EVENT_COMMAND_DISSOLVED = 184, /* detail.text = reason */
    EVENT_ROLL_CALL_SCHEDULED = 170,
    EVENT_ROLL_CALL_CALLED = 171,  /* by hand: bears one that runs */
    EVENT_ROLL_CALL_BEGUN = 172,   /* its time has come: detail.other = its first answer's id, .stood = how many */
    EVENT_ROLL_CALL_ENDED = 173,   /* all is settled; or detail.text = reason */
    EVENT_ROLL_CALL_COUNTED = 179, /* detail.other = the answer that was settled, .stood = its state, .late */
    EVENT_ROLL_CALL_ANSWER_CALLED = 174,
    EVENT_ROLL_CALL_ANSWER_CALLED_AGAIN = 175,
    EVENT_ROLL_CALL_ANSWER_ANSWERED = 176,  /* detail.text = verbatim words, .channel, .on_behalf_of */
    EVENT_ROLL_CALL_ANSWER_ABSENT = 177,    /* detail.text = verbatim words, .channel */
    EVENT_ROLL_CALL_ANSWER_WITHDRAWN = 178, /* its roll call was ended by hand */
    EVENT_ORDER_RESERVED = 132,             /* bears an order for later */
    EVENT_ORDER_RELEASED = 133,             /* its time has come, or somebody said so: issued */
    EVENT_ORDER_QUEUED = 134,               /* receipts: detail.told = the recipient, .channel, .device_at */
    EVENT_ORDER_HANDED_OVER = 135,
    EVENT_ORDER_DELIVERED = 136,
    EVENT_ORDER_SEEN = 137,
    EVENT_HANDOVER_OPENED = 156,
    EVENT_HANDOVER_ITEM_ADDED = 157, /* detail.other_kind, .other, .stood, .due_at: what came since it was opened */
    EVENT_HANDOVER_ITEMS_ACCEPTED = 158, /* detail.items */
    EVENT_HANDOVER_ACCEPTED = 159,       /* all of them */
    EVENT_HANDOVER_OBJECTED = 160,       /* detail.other = the item's number, detail.text; likewise the next */
    EVENT_HANDOVER_ANSWERED = 161,
    EVENT_HANDOVER_SIGNED = 162,    /* detail.head_seq, detail.head_hash, detail.text = remark */
    EVENT_HANDOVER_CANCELLED = 163, /* detail.text = reason */
    EVENT_CONSULTATION_RECORDED = 185,
    EVENT_INCIDENT_LINKED = 186,   /* detail.link = what it is to detail.other, .text = reason */
    EVENT_INCIDENT_UNLINKED = 187, /* detail.link = what it was to detail.other, .text = reason */
    EVENT_ORDER_MOVED = 188,       /* detail.other = the incident to which it belongs now, .text = reason */
    EVENT_OBLIGATION_MOVED = 189,  /* its order was moved: detail.other = the incident, likewise the event's own */
    EVENT_DRILL_BEGUN = 200,
    EVENT_DRILL_ENDED = 201,       /* detail.text = reason, .other = how many open things it closed */
    EVENT_CALENDAR_IMPORTED = 140, /* a registry event, as 1..5 */
    EVENT_ROSTER_IMPORTED = 141,   /* likewise */
    EVENT_ROSTER_PLANNED = 142,    /* detail.due_at: shifts that begin before then are planned */
    EVENT_PLANNED_SHIFT_PLANNED = 143,
    EVENT_PLANNED_SHIFT_ASSIGNED = 144, /* detail.other = the person, 0 = nobody; .text = reason; .confirmed: by hand;
                                         * .next_at: its new end, 0 = as it was */
    EVENT_PLANNED_SHIFT_MANNED = 145,   /* detail.other = the shift; .on_behalf_of = who stands in; .text = why */
    EVENT_PLANNED_SHIFT_ABSENT = 146,   /* 脱岗 */
    EVENT_PLANNED_SHIFT_ENDED = 147,
    EVENT_PLANNED_SHIFT_CANCELLED = 148,
    EVENT_PLANNED_SHIFT_SWAP_PROPOSED = 149, /* detail.other = the person asked, .on_behalf_of = who asks, .in_return
                                                = that person's planned shift, .due_at, .text = reason */
    EVENT_PLANNED_SHIFT_SWAP_ACCEPTED = 150, /* the person asked said yes; likewise the leader, before agreed */
    EVENT_PLANNED_SHIFT_SWAP_AGREED = 151,   /* nothing more is needed: the assignments follow */
    EVENT_PLANNED_SHIFT_SWAP_DECLINED = 152, /* by either party or a leader */
    EVENT_PLANNED_SHIFT_SWAP_EXPIRED = 153,
    EVENT_PERSON_CONTACT_MARKED = 154, /* detail.confirmed: can be reached; .text = reason */
    EVENT_KINDS = 224                  /* the numbers have holes */
};

/* Numbers of a handover's items, from 1. */
struct item_set {
    uint64_t bits[(HANDOVER_ITEMS_MAX + 63) / 64];
};
bool item_set_has (const struct item_set *, uint32_t number);
void item_set_add (struct item_set *, uint32_t number); /* 1..HANDOVER_ITEMS_MAX */

/* What a transition adds to an entity. Only the members that the kind's comment names are set; the rest is zero/NULL.
 * Strings are borrowed for as long as the event. */
struct event_detail {
    const char *text; /* reason or verbatim words */
    const char *channel;
    uint64_t on_behalf_of; /* person */
    uint64_t other;        /* the other entity the kind speaks of */
    int64_t device_at;
    enum event_level level;
    enum disposition disposition;
    bool confirmed;
    struct figures figures;
    int64_t due_at;
    int64_t next_at;
    uint8_t step; /* index of the policy step */
    struct target told;
    enum skip_reason skip;
    bool more; /* not the last of those whom this step tells: it has not fired yet */
    enum response_level response_level;
    const char *measures;
    struct item_set items;       /* of a handover */
    enum entity_kind other_kind; /* of what `other` names */
    uint32_t stood;              /* the state in which that was */
    bool late;                   /* an answer to a roll call that came when it was overdue */
    uint64_t head_seq;           /* the journal's head that is signed, and its hash */
    uint8_t head_hash[HASH_BYTES];
    enum link_kind link;
    uint64_t in_return; /* the planned shift that is given for another one */
    bool planned;       /* the person told is planned, and not checked in */
    bool everyone;      /* an order released: every contact must acknowledge, by the policy of that moment */
    bool status_checks; /* and the team is asked on scene whether all are well */
};

struct event {
    enum event_kind kind;
    uint64_t seq;       /* journal sequence number, from 1, without gaps */
    int64_t at;         /* desk time, ms */
    uint64_t principal; /* who; 0 = the daemon itself (a timer) */
    enum entity_kind subject_kind;
    uint64_t subject;
    uint64_t incident; /* to which incident it belongs, 0 = none */
    struct event_detail detail;
    const struct entity *born; /* the whole new image, for kinds that bear or replace an entity; otherwise NULL */
};

const char *event_kind_name (enum event_kind);         /* "order.acknowledged"; "unknown" outside the list */
enum event_kind event_kind_by_name (const char *name); /* EVENT_NONE if unknown */
enum entity_kind event_subject_kind (enum event_kind); /* what it changes */
bool event_bears (enum event_kind);                    /* true: ->born is set */

#endif
