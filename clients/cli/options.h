/* SPDX-License-Identifier: Apache-2.0 */
/* options.h: every option of the program, one row each: its name, what it takes, which field of the request it fills.
 */
#ifndef MUSTER_CLI_OPTIONS_H
#define MUSTER_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum option {
    OPTION_NONE,
    /* understood by every verb */
    OPTION_CONTEXT,
    OPTION_CONTEXTS,
    OPTION_JSON,
    OPTION_LANG,
    OPTION_TIMEOUT,
    OPTION_ID,
    OPTION_NO_COLOR,
    OPTION_HELP,
    OPTION_VERSION,
    /* a statement */
    OPTION_WHAT,
    OPTION_PLACE,
    OPTION_TYPE,
    OPTION_AT,
    OPTION_OCCURRED,
    OPTION_DRILL,
    OPTION_TEXT,
    OPTION_CHANNEL,
    OPTION_CALLER_NAME,
    OPTION_CALLER_PHONE,
    OPTION_CALLER_POST,
    OPTION_TOLD,
    OPTION_DEAD,
    OPTION_MISSING,
    OPTION_TRAPPED,
    OPTION_INJURED_SERIOUS,
    OPTION_INJURED_SLIGHT,
    OPTION_ENDANGERED,
    OPTION_EVACUATED,
    OPTION_BROUGHT_OUT,
    OPTION_RESCUERS,
    OPTION_LOSS_YUAN,
    OPTION_FINAL,
    /* other commands */
    OPTION_INCIDENT,
    OPTION_LEVEL,
    OPTION_CONFIRMED,
    OPTION_REASON,
    OPTION_INTO,
    OPTION_DISPOSITION,
    OPTION_OVERRIDE,
    OPTION_TEAM,
    OPTION_TASK,
    OPTION_ORDER,
    OPTION_FOR_PERSON,
    OPTION_WORDS,
    OPTION_POST,
    OPTION_PERSON,
    OPTION_LEADER,
    OPTION_FILE,
    OPTION_CODE,
    OPTION_ROLE,
    OPTION_KEY,
    OPTION_ENROL_PERSON,
    OPTION_ENROL_TEAM,
    OPTION_MATTER,
    OPTION_RESPONSE,
    OPTION_RESPONSE_LEVEL,
    OPTION_OF_INCIDENT,
    OPTION_TERM,
    OPTION_MEASURES,
    OPTION_INSTRUCTION,
    OPTION_INSTRUCTION_TEXT,
    OPTION_FEEDBACK_TEXT,
    OPTION_GIVEN_BY,
    OPTION_OWNER_PERSON,
    OPTION_OWNER_POST,
    OPTION_OWNER_TEAM,
    OPTION_WITHIN,
    OPTION_STAGE,
    OPTION_UP,
    OPTION_SUBMISSION,
    OPTION_SUBMIT_WORDS,
    OPTION_RECEIVED_BY,
    OPTION_NIL_POST,
    OPTION_NEW_TEAM,
    OPTION_TO_INCIDENT,
    OPTION_HANDOVER,
    OPTION_TO_PERSON,
    OPTION_DONE,
    OPTION_UNDONE,
    OPTION_NOTE,
    OPTION_ITEMS,
    OPTION_ALL_ITEMS,
    OPTION_ITEM,
    OPTION_OBJECTION,
    OPTION_ANSWER,
    OPTION_REMARK,
    OPTION_OBLIGATION,
    OPTION_SHELVE_TIME,
    OPTION_PLANNED,
    OPTION_TAKER,
    OPTION_WITH,
    OPTION_IN_RETURN,
    OPTION_IN_PLACE_OF,
    OPTION_SAID_BY,
    OPTION_UNREACHABLE,
    OPTION_CONTACT,
    OPTION_LOG_TEXT,
    OPTION_LOG_AT,
    OPTION_CORRECTS,
    OPTION_OTHER,
    OPTION_LINK_KIND,
    OPTION_ORDERS,
    OPTION_BASED_ON,
    OPTION_SOURCE_ID,
    OPTION_PARTICIPANTS,
    OPTION_OTHERS,
    OPTION_CONCLUSIONS,
    OPTION_BEGAN,
    OPTION_ENDED,
    OPTION_COMMAND_POST,
    OPTION_COMMANDER,
    OPTION_TO,
    OPTION_PHONE,
    OPTION_ROLL_CALL_TITLE,
    OPTION_CALLED_POSTS,
    OPTION_CALLED_TEAMS,
    OPTION_ALL_POSTS,
    OPTION_ALL_TEAMS,
    OPTION_ANSWER_WITHIN,
    OPTION_ROLL_CALL,
    OPTION_ROLL_CALL_ANSWER,
    OPTION_ABSENT_WORDS,
    OPTION_RESERVE,
    OPTION_INSIST,
    OPTION_RECEIPT,
    OPTION_NO_RECEIPTS,
    OPTION_TITLE,
    OPTION_TEAMS,
    OPTION_PEOPLE,
    OPTION_POSTS,
    OPTION_EVERYBODY,
    OPTION_DRILL_TIME,
    /* queries */
    OPTION_DAYS,
    OPTION_ROSTER_POST,
    OPTION_DAY,
    OPTION_AT_POST,
    OPTION_SETTLED,
    OPTION_LIMIT,
    OPTION_BEFORE,
    OPTION_AFTER,
    OPTION_SINCE,
    OPTION_COUNT,
    OPTION_FOR_TIME,
    OPTION_SUBJECT,
    OPTION_SUBJECT_ID,
    OPTION_FROM_TIME,
    OPTION_TO_TIME,
    OPTION_DRILLS,
    OPTION_CSV,
    OPTION_TIMELINE,
    OPTION_VERB,
    OPTION_VERB_MORE,
    OPTION_SHELL,
    OPTIONS
};

enum option_type {
    TYPE_FLAG,
    TYPE_TEXT,
    TYPE_COUNT,
    TYPE_FIGURE,
    TYPE_NUMBER,
    TYPE_ANY_ID,
    TYPE_MONEY,
    TYPE_EVENT_TYPE,
    TYPE_INCIDENT,
    TYPE_ORDER,
    TYPE_RESPONSE,
    TYPE_INSTRUCTION,
    TYPE_SUBMISSION,
    TYPE_COMMAND_POST,
    TYPE_REPORT,
    TYPE_ORDERS,
    TYPE_LINK_KIND,
    TYPE_ROLL_CALL,
    TYPE_ROLL_CALL_ANSWER,
    TYPE_RESPONSE_LEVEL,
    TYPE_OBLIGATION,
    TYPE_PLANNED,
    TYPE_LOG_ENTRY,
    TYPE_HANDOVER,
    TYPE_ITEMS,
    TYPE_DAY,
    TYPE_TIME,
    TYPE_MOMENT, /* a time, or a day, which stands for its beginning */
    TYPE_DURATION,
    TYPE_LATER,
    TYPE_POSITION,
    TYPE_LEVEL,
    TYPE_ROLE,
    TYPE_DISPOSITION,
    TYPE_RECEIPT,
    TYPE_LANG,
    TYPE_UUID,
    TYPE_KEY,
    TYPE_SHELL,
    OPTION_TYPES
};

struct option_row {
    const char *name;     /* without the dashes */
    const char *argument; /* "N"; NULL = a flag; for people, translated */
    enum option_type type;
    const char *field; /* the request's field that it fills; NULL = none */
    const char *text;  /* for people, translated */
};

extern const struct option_row option_rows[OPTIONS];

struct value {
    bool given;
    const char *text; /* as written; borrowed from argv */
    uint64_t number;  /* count, id, level, ms */
    double latitude, longitude;
    uint8_t bytes[32]; /* a key, an id; of TYPE_ITEMS: bit n is item n + 1 */
    size_t bytes_size;
};

struct values {
    struct value of[OPTIONS];
};

#define OPTION_ERROR_MAX 512

/* Reads one option's argument. False with a sentence that says what was wanted. */
bool option_parse (enum option, const char *text, int64_t now_ms, struct value *ret,
                   char ret_error[OPTION_ERROR_MAX]);
/* WHAT for the operand that --what can say too; owned. */
char *option_label (enum option);
/* The words that an option's argument can be, for completion; NULL = anything. */
const char *option_choices (enum option);
bool option_parse_position (const char *text, double *ret_latitude, double *ret_longitude);
bool option_parse_uuid (const char *text, uint8_t ret[16]);

#endif
