/* SPDX-License-Identifier: Apache-2.0 */
/* story.h: a small county in virtual time: commands are said, time passes, and what the desk did is held against a
 * text.
 *
 * Times are ms since the story began. Every event is also replayed into a second desk, the shadow, which stands for
 * the stored journal; the desk's own invariants are checked after each step, and story_end holds the two desks
 * against each other field by field. */
#ifndef MUSTER_TESTS_STORY_H
#define MUSTER_TESTS_STORY_H

#include "core/desk.h"
#include "util/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define STORY_BEGAN_MS 1598665200000 /* 2020-08-29 09:40 in Xiangfen */

enum {
    SECONDS = 1000,
    MINUTES = 60 * SECONDS,
    HOURS = 60 * MINUTES,
    DAYS = 24 * HOURS,
};

struct story {
    struct desk *desk;
    struct desk *shadow;
    struct desk_limits limits;
    struct outcome outcome; /* of the last step, or of all (keeps) */
    bool keeps;             /* the outcome is not reset: its events are the whole journal */
    int64_t now;            /* ms since the story began */
    uint64_t speaker;       /* principal who says the next command */
    uint32_t spoken;        /* commands so far: the next command id */
    bool drill;             /* reports are drills from now on */
    bool local;             /* the trace tells the local time and local due times, as a duty log does */
    struct buffer trace;
    int seen[EVENT_KINDS]; /* how many of each kind there were */
};

/* ---- the county ----
 * Posts: office. People: zhao, qian, sun, li, zhou (who has no phone). Teams: team-1 (sun), team-2 (li), team-3
 * (zhou), all fit for everything and of equal distance, called in this order. Principals: admin, officer (zhao),
 * leader (qian), t1, t2, t3 (of the teams), mine (a system), watcher (an observer). Nobody is on duty yet. */
struct story *story_begin (const struct desk_limits *); /* NULL = defaults */
struct story *story_begin_keeping (void);               /* the whole journal stays in its outcome */
void story_end (struct story *);                        /* checks, and frees */
int story_setup (void **state);                         /* cmocka: story_begin with officer and leader on duty */
int story_setup_unwatched (void **state);               /* with nobody on duty */
int story_teardown (void **state);

/* The county's rules: as deploy/profiles/cn-shanxi.yaml. Acknowledge 5 min, depart 10 min, arrive 60 min, complete 4
 * h, assign a team 2 min, continuation 24 h (major and above 12 h). */
void county_rules (struct rules *);
/* Adds more reports to them: city_phone (30 min), city_written (60 min, signed), province_phone (significant and
 * above, 60 min), casualties (the same day), final_report (24 h after control), verified_report (natural disasters, 3
 * working days after control), supplementary (30 days after the close; again and again) and nil_report (17:00, of
 * posts). */
void county_reports (struct rules *);
/* Imports a profile of these rules under this code; text is what makes it another edition. */
bool county_import_profile (struct story *, const char *code, const char *text, const struct rules *);
/* Gives team-1 these contacts, ending with NULL. */
bool county_import_contacts (struct story *, const char *const contacts[TEAM_CONTACTS_MAX]);
/* Schedules the roll calls of this plan (its hours or window, its targets), "night check". */
bool county_import_roll_call (struct story *, const char *code, const struct import_roll_call *);
void county_import (struct story *); /* profile and registry */
void county_enrol (struct story *);  /* the principals */
/* The office's roster, which is not imported at first: day (08:00-20:00) zhao, with qian and sun leading in turn;
 * night (20:00-08:00) li and zhou in turn. The first turns are of the day on which the story begins, a Saturday. */
#define STORY_DAY 18503 /* 2020-08-29 */
void county_roster (struct roster_rule *);
bool county_import_roster (struct story *, const char *text, const struct roster_rule *);
bool county_import_calendar (struct story *, const char *code, struct day_span);

/* ---- time ---- */

/* Lets time pass until then, with a tick at each deadline on the way, as the daemon's timer does. */
void at (struct story *, int64_t ms);
/* The moment of that local time (UTC+8) of that day of the story (0: 29 August 2020). */
int64_t local (int day, int hour, int minute);
/* The daemon is down until then: no tick comes. */
void down_until (struct story *, int64_t ms);
/* One tick now, whether or not one is due. */
void tick (struct story *);

/* ---- the store, which the shadow stands for ----
 * Whatever a command needs that has left memory is brought back from it by itself. */

void story_store (struct story *); /* everything so far is stored: settled entities may leave memory */
/* The daemon starts anew: unsettled entities, and the settled ones of a larger version than floor. */
void story_restart (struct story *, uint64_t floor);

/* ---- speaking: each returns whether the desk accepted ---- */

void by (struct story *, const char *principal);
bool say (struct story *, struct command *); /* fills id, principal, at */

struct figures people (int32_t dead, int32_t injured_serious); /* the rest unknown */
bool report (struct story *, const char *what);
bool report_fire (struct story *, const char *what); /* teams on scene are asked whether all are well */
bool report_figures (struct story *, const char *what, struct figures);
bool continue_with (struct story *, uint64_t incident, struct figures);
bool final_with (struct story *, uint64_t incident, struct figures);
bool assess (struct story *, uint64_t incident, enum event_level);
bool confirm (struct story *, uint64_t incident, enum event_level);
bool dispatch (struct story *, uint64_t incident, const char *team); /* NULL = the desk chooses */
bool rung (struct story *, enum action, uint64_t order, const char *words);
bool acknowledge (struct story *, uint64_t order);
bool acknowledge_for (struct story *, uint64_t order, const char *person, const char *words);
bool decline (struct story *, uint64_t order, const char *words);
bool answer_status (struct story *, uint64_t order, const char *words);
bool distress (struct story *, uint64_t order, const char *words);
bool resolve_distress (struct story *, uint64_t order, const char *words);
bool depart (struct story *, uint64_t order);
bool arrive (struct story *, uint64_t order);
bool complete (struct story *, uint64_t order);
bool recall (struct story *, uint64_t order, const char *words);
bool reassign (struct story *, uint64_t order, const char *team, uint64_t to_incident); /* they have the pumps */
bool reserve (struct story *, uint64_t incident, const char *team, int64_t release_at); /* since the story began */
bool receipt (struct story *, uint64_t order, enum receipt_state, const char *on_behalf_of);
bool cancel (struct story *, uint64_t order, const char *words);
bool close_incident (struct story *, uint64_t incident, const char *reason);
bool close_as (struct story *, uint64_t incident, enum disposition, bool override, const char *reason);
/* Of the incident, or, 0, of the office. */
bool submit (struct story *, uint64_t incident, const char *stage);
bool sign_off (struct story *, uint64_t submission);
bool send_up (struct story *, uint64_t submission);
bool withdraw_submission (struct story *, uint64_t submission, const char *reason);
bool hold (struct story *, uint64_t incident, const char *reason);
bool control (struct story *, uint64_t incident, const char *reason);
bool resume (struct story *, uint64_t incident, const char *reason);
bool merge (struct story *, uint64_t incident, uint64_t into, const char *reason);
bool unmerge (struct story *, uint64_t incident, const char *reason);
bool reopen (struct story *, uint64_t incident, const char *reason);
bool check_in (struct story *, const char *person, bool leader);
bool check_out (struct story *, const char *person);
bool check_in_for (struct story *, const char *person, const char *in_place_of, const char *reason);
bool check_out_because (struct story *, const char *person, const char *reason);
bool assign (struct story *, uint64_t planned, const char *person, const char *reason);
bool settle_gap (struct story *, uint64_t planned, const char *reason);
bool propose_swap (struct story *, uint64_t planned, const char *with, uint64_t in_return);
bool accept_swap (struct story *, uint64_t planned, const char *on_behalf_of);
bool decline_swap (struct story *, uint64_t planned, const char *on_behalf_of);
bool mark_contact (struct story *, const char *person, bool reachable);
bool shelve (struct story *, uint64_t obligation, uint32_t for_ms);
bool unshelve (struct story *, uint64_t obligation);
bool activate (struct story *, uint64_t incident, enum response_level, uint32_t term_ms);
bool adjust_response (struct story *, uint64_t response, enum response_level, uint32_t term_ms);
bool terminate_response (struct story *, uint64_t response);
bool instruct (struct story *, uint64_t incident, struct instruct_args); /* the owner and what else is said */
bool feed_back (struct story *, uint64_t instruction, const char *on_behalf_of);
bool close_instruction (struct story *, uint64_t instruction);
bool write_log (struct story *, const char *text, struct log_args); /* and what else is said */
bool consult (struct story *, uint64_t incident, const char *participant, const char *others);
bool link_with (struct story *, uint64_t incident, enum link_kind, uint64_t other); /* incident is that to other */
bool unlink_from (struct story *, uint64_t incident, uint64_t other);
bool split (struct story *, uint64_t incident, uint64_t based_on, const uint64_t orders[], size_t orders_count);
bool move (struct story *, uint64_t order, uint64_t incident);
/* title NULL: "an exercise" */
bool begin_drill (struct story *, const struct drill_args *);
bool end_drill (struct story *);
void drill_for_all (struct story *); /* begun, and what is reported from now on is part of it; passed over */
bool establish (struct story *, uint64_t incident, const char *commander);
bool transfer (struct story *, uint64_t post, const char *to);
bool accept_command (struct story *, uint64_t post, const char *on_behalf_of, const char *words);
bool dissolve (struct story *, uint64_t post);
bool call_roll (struct story *, struct roll_call_args); /* "evening check", of these */
bool answer_roll (struct story *, uint64_t answer, const char *on_behalf_of, const char *words);
bool call_absent (struct story *, uint64_t answer, const char *words);
bool end_roll_call (struct story *, uint64_t roll_call, const char *reason);
bool hand_over (struct story *, const char *to);
bool accept_items (struct story *, uint64_t handover, uint32_t first, uint32_t last);
bool object_to (struct story *, uint64_t handover, uint32_t item, const char *text);
bool answer_objection (struct story *, uint64_t handover, uint32_t item, const char *text);
/* Signs the journal up to that entry; 0 = up to its head. */
bool sign_handover (struct story *, uint64_t handover, uint64_t head_seq);
bool cancel_handover (struct story *, uint64_t handover, const char *reason);
bool enrol (struct story *, const char *code, enum role, const char *person, const char *team);
bool revoke (struct story *, const char *code, const char *reason);

/* ---- what happened ----
 * The trace has one line for each event and each refusal, "[300000] order 1 expired -> order 2". */

/* The whole trace since the last expect is exactly this text; lines end with '\n'. */
void expect_at (struct story *, const char *text, const char *file, int line);
#define expect(story, text) expect_at (story, text, __FILE__, __LINE__)
/* Only the lines that contain one of these words ("order|told"). */
void expect_lines_at (struct story *, const char *words, const char *text, const char *file, int line);
#define expect_lines(story, words, text) expect_lines_at (story, words, text, __FILE__, __LINE__)
/* Forgets the trace. */
void pass_over (struct story *);

/* One line for an event, without the time. Names what it can find in the desk. */
void describe_event (const struct desk *, const struct event *, bool local, struct buffer *);
enum { TIME_TEXT_MAX = 32 };
/* "300000", or local "08-29 09:45". */
const char *describe_time (int64_t at, bool local, char ret[TIME_TEXT_MAX]);

const struct incident *incident_of_story (const struct story *, uint64_t id);
const struct dispatch_order *order_of_story (const struct story *, uint64_t id);
const struct submission *submission_of_story (const struct story *, uint64_t id);
const struct obligation *obligation_of_story (const struct story *, uint64_t id);

/* Fails the test unless the desk tells of every entity changed since then (at or over the sync floor, or 0: whatever
 * is in memory), and each is, field by field, what the shadow holds. */
void story_compare (const struct story *, uint64_t since);

#endif
