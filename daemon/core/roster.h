/* SPDX-License-Identifier: Apache-2.0 */
/* roster.h: a post's roster as a rule, and the pure arithmetic that turns it into the seats of a day. Times of day
 * are local; a shift belongs to the day on which it begins, also when it ends after midnight. */
#ifndef MUSTER_CORE_ROSTER_H
#define MUSTER_CORE_ROSTER_H

#include "core/calendar.h"

enum {
    CREW_MAX = 2, /* people of one turn: one or two officers */
    ROSTER_CREWS_MAX = 64,
    ROSTER_TURNS_MAX = 64,
    ROSTER_SHIFTS_MAX = 6, /* of one kind of day */
    ROSTER_OVERRIDES_MAX = 128,
    ROSTER_SEATS_MAX = ROSTER_SHIFTS_MAX * (CREW_MAX + 1), /* of one day */
    ROSTER_STEP_DAYS_MAX = 366,
    CREW_NONE = 255, /* nobody: a gap that the roster knows of */
    WEEK_DAYS = 7,
};

/* The numbers are not stored: the roster's text is. */
enum rotation_kind {
    ROTATION_NONE,    /* this shift has nobody in that role */
    ROTATION_DAILY,   /* the next turn each day */
    ROTATION_WEEKLY,  /* a turn for each weekday, Monday first */
    ROTATION_ROLLING, /* the next turn every so many days */
    ROTATIONS
};
extern const char *const rotation_kind_names[ROTATIONS];

/* One person, or a group that is on duty together; by code. */
struct crew {
    char code[CODE_MAX + 1];
    uint8_t people_count; /* 1..CREW_MAX */
    char people[CREW_MAX][CODE_MAX + 1];
};

struct rotation {
    enum rotation_kind kind;
    int32_t from;  /* the day on which the first turn begins; earlier days count backwards */
    uint32_t days; /* each turn lasts so long; daily: 1 */
    uint8_t turns_count;
    uint8_t turns[ROSTER_TURNS_MAX]; /* indices into crews, CREW_NONE = nobody */
};

enum seat_role { SEAT_LEADER, SEAT_OFFICER, SEAT_ROLES };

struct shift_rule {
    char code[CODE_MAX + 1];
    uint32_t begin, end; /* minutes of the day; an end that is not after the begin is on the next day */
    struct rotation roles[SEAT_ROLES];
};

/* On that day somebody else, or nobody. */
struct roster_override {
    int32_t day;
    char shift[CODE_MAX + 1];
    enum seat_role role;
    uint8_t crew;
};

/* The shifts of a kind of day; none = as on working days. */
struct day_rule {
    uint8_t shifts_count;
    struct shift_rule shifts[ROSTER_SHIFTS_MAX];
};

struct roster_rule {
    char post[CODE_MAX + 1];
    int32_t from; /* in force from that day on */
    uint8_t crews_count;
    struct crew crews[ROSTER_CREWS_MAX];
    struct day_rule days[DAY_KINDS]; /* by enum day_kind */
    uint8_t overrides_count;
    struct roster_override overrides[ROSTER_OVERRIDES_MAX];
};

/* One person's place in one shift of one day. */
struct seat {
    const char *shift; /* its code */
    bool leader;
    uint8_t number; /* among those of its role, from 0 */
    enum day_kind day_kind;
    int64_t begin_at, end_at;
    const char *person; /* code; NULL = nobody */
};

/* Whose turn it is on that day: an index into the crews, CREW_NONE = nobody's. */
uint8_t rotation_turn (const struct rotation *, int64_t day);
/* The seats of the shifts that begin on that day, in order of the rule: at most ROSTER_SEATS_MAX. */
size_t roster_seats (const struct roster_rule *, const struct day_spans *calendars, size_t calendars_count,
                     int64_t day, int32_t offset_minutes, struct seat seats[ROSTER_SEATS_MAX]);

#endif
