/* SPDX-License-Identifier: Apache-2.0 */
/* options.c: every option's row, and how each type of argument is read. Only syntax: the daemon decides the rest. */
#include "options.h"

#include "i18n.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <muster/muster.h>

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

enum { FIGURE_MAX = 10000000 }; /* people; the daemon's limit, too */
/* Of RFC 9562's version 7, whose first bits are its time. */
enum { UUID_DIGITS = 32, UUID_TEXT_MAX = 36, UUID_VERSION = 7, UUID_VARIANT = 2 };

const struct option_row option_rows[OPTIONS] = {
    [OPTION_CONTEXT] = { "context", N_ ("NAME"), TYPE_TEXT, NULL,
                         N_ ("whom to speak to and as whom, from the contexts file") },
    [OPTION_CONTEXTS] = { "contexts", N_ ("FILE"), TYPE_TEXT, NULL, N_ ("the contexts file") },
    [OPTION_JSON] = { "json", NULL, TYPE_FLAG, NULL, N_ ("print JSON, one object for each answer") },
    [OPTION_LANG] = { "lang", "zh|en", TYPE_LANG, NULL, N_ ("language of the output") },
    [OPTION_TIMEOUT] = { "timeout", N_ ("TIME"), TYPE_DURATION, NULL,
                         N_ ("how long to wait for the answer: 500ms, 10s, 2m (default 10s)") },
    [OPTION_ID] = { "id", "UUIDv7", TYPE_UUID, NULL,
                    N_ ("the id of a command whose outcome is unknown: runs it once at most") },
    [OPTION_NO_COLOR] = { "no-color", NULL, TYPE_FLAG, NULL, N_ ("no colours") },
    [OPTION_HELP] = { "help", NULL, TYPE_FLAG, NULL, N_ ("print help") },
    [OPTION_VERSION] = { "version", NULL, TYPE_FLAG, NULL, N_ ("print the version") },
    [OPTION_WHAT] = { "what", N_ ("TEXT"), TYPE_TEXT, "what", N_ ("what happened, in one sentence") },
    [OPTION_PLACE] = { "place", N_ ("TEXT"), TYPE_TEXT, "place", N_ ("where") },
    [OPTION_TYPE] = { "type", N_ ("CODE"), TYPE_EVENT_TYPE, "type_code",
                      N_ ("type of event, five digits of GB/T 35561: 20700 is fire") },
    [OPTION_AT] = { "at", N_ ("LAT,LON"), TYPE_POSITION, NULL, N_ ("position in degrees, CGCS2000 or WGS84") },
    [OPTION_OCCURRED] = { "occurred", N_ ("TIME"), TYPE_TIME, "occurred_at_ms",
                          N_ ("when it happened: \"09:40\", \"2020-08-29 09:40\" (local) or RFC 3339") },
    [OPTION_DRILL] = { "drill", NULL, TYPE_FLAG, "drill",
                       N_ ("this is a drill, and so is everything that follows from it") },
    [OPTION_TEXT] = { "text", N_ ("TEXT"), TYPE_TEXT, "text", N_ ("what was reported, in the caller's words") },
    [OPTION_CHANNEL] = { "channel", N_ ("WORD"), TYPE_TEXT, "channel",
                         N_ ("how it came: phone, radio, console, ...") },
    [OPTION_CALLER_NAME] = { "caller-name", N_ ("NAME"), TYPE_TEXT, "caller_name", N_ ("who called") },
    [OPTION_CALLER_PHONE] = { "caller-phone", N_ ("NUMBER"), TYPE_TEXT, "caller_phone", N_ ("the caller's phone") },
    [OPTION_CALLER_POST] = { "caller-post", N_ ("TEXT"), TYPE_TEXT, "caller_post", N_ ("the caller's post") },
    [OPTION_TOLD] = { "told", N_ ("TEXT"), TYPE_TEXT, "already_told", N_ ("whom the caller has already told") },
    [OPTION_DEAD] = { "dead", "N", TYPE_FIGURE, "dead", N_ ("dead") },
    [OPTION_MISSING] = { "missing", "N", TYPE_FIGURE, "missing", N_ ("missing") },
    [OPTION_TRAPPED] = { "trapped", "N", TYPE_FIGURE, "trapped", N_ ("trapped") },
    [OPTION_INJURED_SERIOUS] = { "injured-serious", "N", TYPE_FIGURE, "injured_serious", N_ ("seriously injured") },
    [OPTION_INJURED_SLIGHT] = { "injured-slight", "N", TYPE_FIGURE, "injured_slight", N_ ("slightly injured") },
    [OPTION_ENDANGERED] = { "endangered", "N", TYPE_FIGURE, "endangered", N_ ("endangered") },
    [OPTION_EVACUATED] = { "evacuated", "N", TYPE_FIGURE, "evacuated", N_ ("evacuated") },
    [OPTION_BROUGHT_OUT] = { "brought-out", "N", TYPE_FIGURE, "brought_out", N_ ("brought out") },
    [OPTION_RESCUERS] = { "rescuers", "N", TYPE_FIGURE, "rescuers", N_ ("rescuers at work") },
    [OPTION_LOSS_YUAN] = { "loss-yuan", "N", TYPE_MONEY, "loss_yuan", N_ ("direct economic loss in yuan") },
    [OPTION_FINAL] = { "final", NULL, TYPE_FLAG, "final", N_ ("this is the final report") },
    [OPTION_INCIDENT] = { "incident", N_ ("INCIDENT"), TYPE_INCIDENT, "incident", N_ ("the incident: 12 or I12") },
    [OPTION_LEVEL] = { "level", N_ ("LEVEL"), TYPE_LEVEL, "level",
                       N_ ("ordinary, significant, major or extraordinary") },
    [OPTION_CONFIRMED] = { "confirmed", NULL, TYPE_FLAG, "confirmed", N_ ("the level is confirmed, not estimated") },
    [OPTION_REASON] = { "reason", N_ ("TEXT"), TYPE_TEXT, "reason", N_ ("why") },
    [OPTION_INTO] = { "into", N_ ("INCIDENT"), TYPE_INCIDENT, "into", N_ ("the incident that goes on: 12 or I12") },
    [OPTION_DISPOSITION] = { "disposition", N_ ("WORD"), TYPE_DISPOSITION, "disposition",
                             N_ ("how it ended: resolved, false-alarm or transferred (default resolved)") },
    [OPTION_OVERRIDE] = { "override", NULL, TYPE_FLAG, "override",
                          N_ ("duty leader only: close over what is open; orders are cancelled, command posts "
                              "dissolved") },
    [OPTION_TEAM] = { "team", N_ ("TEAM"), TYPE_TEXT, "team",
                      N_ ("the team's code; left out: the most suitable free team") },
    [OPTION_TASK] = { "task", N_ ("TEXT"), TYPE_TEXT, "task", N_ ("what the team is to do") },
    [OPTION_ORDER] = { "order", N_ ("ORDER"), TYPE_ORDER, "order", N_ ("the order: 7 or O7") },
    [OPTION_FOR_PERSON] = { "for", N_ ("PERSON"), TYPE_TEXT, "on_behalf_of", N_ ("on behalf of this person (code)") },
    [OPTION_WORDS] = { "words", N_ ("TEXT"), TYPE_TEXT, "words", N_ ("what was said, word for word, or the reason") },
    [OPTION_POST] = { "post", N_ ("POST"), TYPE_TEXT, "post", N_ ("the post's code") },
    [OPTION_PERSON] = { "person", N_ ("PERSON"), TYPE_TEXT, "person", N_ ("the person's code; left out: you") },
    [OPTION_LEADER] = { "leader", NULL, TYPE_FLAG, "leader", N_ ("as the duty leader") },
    [OPTION_FILE] = { "file", N_ ("FILE"), TYPE_TEXT, NULL, N_ ("the file") },
    [OPTION_CODE] = { "code", N_ ("CODE"), TYPE_TEXT, "code", N_ ("the principal's code, a-z, 0-9 and -") },
    [OPTION_ROLE] = { "role", N_ ("ROLE"), TYPE_ROLE, "role",
                      N_ ("admin, duty-leader, duty-officer, team-leader, system or observer") },
    [OPTION_KEY] = { "key", N_ ("KEY"), TYPE_KEY, "key", N_ ("the public key: a .pub file or its 40 characters") },
    [OPTION_ENROL_PERSON] = { "person", N_ ("PERSON"), TYPE_TEXT, "person", N_ ("who it is: the person's code") },
    [OPTION_ENROL_TEAM] = { "team", N_ ("TEAM"), TYPE_TEXT, "team", N_ ("for a team leader: the team's code") },
    [OPTION_MATTER] = { "matter", N_ ("TEXT"), TYPE_TEXT, "matter", N_ ("to what it responds, in one sentence") },
    [OPTION_RESPONSE] = { "response", N_ ("RESPONSE"), TYPE_RESPONSE, "response", N_ ("the response: 2 or E2") },
    [OPTION_RESPONSE_LEVEL] = { "level", N_ ("LEVEL"), TYPE_RESPONSE_LEVEL, "level",
                                N_ ("level of the response: I (the highest), II, III or IV") },
    [OPTION_OF_INCIDENT] = { "incident", N_ ("INCIDENT"), TYPE_INCIDENT, "incident",
                             N_ ("the incident that it belongs to: 12 or I12; left out: none") },
    [OPTION_TERM] = { "term", N_ ("TIME"), TYPE_DURATION, "term_ms",
                      N_ ("how long it is expected to last from now: 12h, 72h") },
    [OPTION_MEASURES] = { "measures", N_ ("TEXT"), TYPE_TEXT, "measures", N_ ("what is to be done") },
    [OPTION_INSTRUCTION] = { "instruction", N_ ("INSTRUCTION"), TYPE_INSTRUCTION, "instruction",
                             N_ ("the instruction: 3 or N3") },
    [OPTION_INSTRUCTION_TEXT] = { "text", N_ ("TEXT"), TYPE_TEXT, "text", N_ ("the instruction, word for word") },
    [OPTION_FEEDBACK_TEXT] = { "text", N_ ("TEXT"), TYPE_TEXT, "text", N_ ("what was done or found, word for word") },
    [OPTION_GIVEN_BY] = { "given-by", N_ ("PERSON"), TYPE_TEXT, "given_by",
                          N_ ("whose instruction it is: the person's code; left out: yours") },
    [OPTION_OWNER_PERSON] = { "person", N_ ("PERSON"), TYPE_TEXT, "owner_person",
                              N_ ("who is to carry it out: a person's code") },
    [OPTION_OWNER_POST] = { "post", N_ ("POST"), TYPE_TEXT, "owner_post", N_ ("or a post, by its code") },
    [OPTION_OWNER_TEAM] = { "team", N_ ("TEAM"), TYPE_TEXT, "owner_team", N_ ("or a team, by its code") },
    [OPTION_WITHIN] = { "within", N_ ("TIME"), TYPE_DURATION, "within_ms",
                        N_ ("feedback is due after this time: 30m, 2h; left out: as the profile says") },
    [OPTION_STAGE] = { "stage", N_ ("REPORT"), TYPE_TEXT, "stage",
                       N_ ("which report: its code in the profile, as 'muster show' lists what is owed") },
    [OPTION_UP] = { "up", N_ ("REPORT"), TYPE_TEXT, NULL,
                    N_ ("and send these figures up as this report: its code in the profile") },
    [OPTION_SUBMISSION] = { "submission", N_ ("SUBMISSION"), TYPE_SUBMISSION, "submission",
                            N_ ("what goes up: 3 or U3") },
    [OPTION_SUBMIT_WORDS] = { "words", N_ ("TEXT"), TYPE_TEXT, "text",
                              N_ ("what goes up, word for word; left out: composed from what is known") },
    [OPTION_RECEIVED_BY] = { "received-by", N_ ("NAME"), TYPE_TEXT, "received_by",
                             N_ ("who took it at the other end") },
    [OPTION_NIL_POST] = { "post", N_ ("POST"), TYPE_TEXT, "post",
                          N_ ("the post that has nothing to report: its code") },
    [OPTION_NEW_TEAM] = { "team", N_ ("TEAM"), TYPE_TEXT, "team",
                          N_ ("the team that takes it over (code); left out: the same, for another incident "
                              "(--to-incident)") },
    [OPTION_TO_INCIDENT] = { "to-incident", N_ ("INCIDENT"), TYPE_INCIDENT, "to_incident",
                             N_ ("the incident to which the team goes instead: 13 or I13") },
    [OPTION_HANDOVER] = { "handover", N_ ("HANDOVER"), TYPE_HANDOVER, "handover", N_ ("the handover: 3 or H3") },
    [OPTION_TO_PERSON] = { "to", N_ ("PERSON"), TYPE_TEXT, "to", N_ ("who takes over: the person's code") },
    [OPTION_DONE] = { "done", N_ ("TEXT"), TYPE_TEXT, "done", N_ ("what was done") },
    [OPTION_UNDONE] = { "undone", N_ ("TEXT"), TYPE_TEXT, "undone", N_ ("what is left to do") },
    [OPTION_NOTE] = { "note", N_ ("TEXT"), TYPE_TEXT, "note", N_ ("what else must be known") },
    [OPTION_ITEMS] = { "items", N_ ("ITEMS"), TYPE_ITEMS, NULL, N_ ("numbers of items: 1 2 4-9") },
    [OPTION_ALL_ITEMS] = { "all", NULL, TYPE_FLAG, NULL, N_ ("every item that the list shows") },
    [OPTION_ITEM] = { "item", "N", TYPE_COUNT, "item", N_ ("the item's number in the list") },
    [OPTION_OBJECTION] = { "text", N_ ("TEXT"), TYPE_TEXT, "text", N_ ("what is wrong with it or missing") },
    [OPTION_ANSWER] = { "text", N_ ("TEXT"), TYPE_TEXT, "text", N_ ("the answer") },
    [OPTION_REMARK] = { "remark", N_ ("TEXT"), TYPE_TEXT, "remark", N_ ("a remark to sign with") },
    [OPTION_OBLIGATION] = { "obligation", N_ ("OBLIGATION"), TYPE_OBLIGATION, "obligation",
                            N_ ("what is overdue: 30 or D30") },
    [OPTION_SHELVE_TIME] = { "for", N_ ("TIME"), TYPE_DURATION, "for_ms", N_ ("quiet for so long: 10m, 1h") },
    [OPTION_PLANNED] = { "planned-shift", N_ ("SHIFT"), TYPE_PLANNED, "planned_shift",
                         N_ ("the planned shift, as muster roster shows it: 12 or W12") },
    [OPTION_TAKER] = { "person", N_ ("PERSON"), TYPE_TEXT, "person", N_ ("who takes the shift: the person's code") },
    [OPTION_WITH] = { "with", N_ ("PERSON"), TYPE_TEXT, "person", N_ ("who is asked to take it: the person's code") },
    [OPTION_IN_RETURN] = { "for", N_ ("SHIFT"), TYPE_PLANNED, "in_return",
                           N_ ("that person's planned shift, taken in return: W15; left out: none") },
    [OPTION_IN_PLACE_OF] = { "for", N_ ("PERSON"), TYPE_TEXT, "in_place_of",
                             N_ ("in place of this person, whose planned shift it is (code); say --reason") },
    [OPTION_SAID_BY] = { "said-by", N_ ("PERSON"), TYPE_TEXT, "on_behalf_of",
                         N_ ("who says so, if it is not you (code)") },
    [OPTION_UNREACHABLE] = { "unreachable", NULL, TYPE_FLAG, "unreachable",
                             N_ ("a call does not reach this person; without it: reached again") },
    [OPTION_CONTACT] = { "person", N_ ("PERSON"), TYPE_TEXT, "person", N_ ("the person's code") },
    [OPTION_LOG_TEXT] = { "text", N_ ("TEXT"), TYPE_TEXT, "text", N_ ("what is written down") },
    [OPTION_LOG_AT] = { "at", N_ ("TIME"), TYPE_TIME, "happened_at_ms",
                        N_ ("when it happened, to the minute; left out: now") },
    [OPTION_CORRECTS] = { "corrects", N_ ("ENTRY"), TYPE_LOG_ENTRY, "corrects",
                          N_ ("the entry of the duty log that this one corrects: 5 or L5") },
    [OPTION_DAYS] = { "days", "N", TYPE_COUNT, "days", N_ ("so many days from today on, 1 to 62 (default 7)") },
    [OPTION_ROSTER_POST] = { "post", N_ ("POST"), TYPE_TEXT, "post",
                             N_ ("the post's code; left out: every post that has a roster") },
    [OPTION_DAY] = { "day", N_ ("DAY"), TYPE_DAY, NULL, N_ ("only this day: 2020-08-29, 08-29 or today") },
    [OPTION_AT_POST] = { "post", N_ ("POST"), TYPE_TEXT, NULL, N_ ("only of this post, by its code") },
    [OPTION_OTHER] = { "other", N_ ("INCIDENT"), TYPE_INCIDENT, "other", N_ ("the other incident: 12 or I12") },
    [OPTION_LINK_KIND] = { "kind", N_ ("WORD"), TYPE_LINK_KIND, "kind",
                           N_ ("what the first is to the other: related, parent, child, secondary, derived or "
                               "origin") },
    [OPTION_ORDERS] = { "orders", N_ ("ORDERS"), TYPE_ORDERS, "orders",
                        N_ ("open orders that go with it: 7,8 or O7,O8") },
    [OPTION_BASED_ON] = { "report", N_ ("REPORT"), TYPE_REPORT, "report",
                          N_ ("the report that tells of it: 3 or R3; the new incident begins with its words") },
    [OPTION_SOURCE_ID] = { "source-id", N_ ("ID"), TYPE_TEXT, "source_id",
                           N_ ("how the source calls it, for example 110-2026-00123") },
    [OPTION_PARTICIPANTS] = { "participants", N_ ("PEOPLE"), TYPE_TEXT, "participants",
                              N_ ("who took part: codes with commas between them") },
    [OPTION_OTHERS] = { "others", N_ ("TEXT"), TYPE_TEXT, "others", N_ ("who else took part, in words") },
    [OPTION_CONCLUSIONS] = { "conclusion", N_ ("TEXT"), TYPE_TEXT, "conclusions",
                             N_ ("what was concluded, word for word") },
    [OPTION_BEGAN] = { "began", N_ ("TIME"), TYPE_TIME, "began_at_ms", N_ ("when it began") },
    [OPTION_ENDED] = { "ended", N_ ("TIME"), TYPE_TIME, "ended_at_ms", N_ ("when it ended; left out: now") },
    [OPTION_COMMAND_POST] = { "post", N_ ("COMMAND"), TYPE_COMMAND_POST, "post",
                              N_ ("the field command post: 1 or C1") },
    [OPTION_COMMANDER] = { "commander", N_ ("PERSON"), TYPE_TEXT, "commander",
                           N_ ("who commands at the scene: the person's code") },
    [OPTION_TO] = { "to", N_ ("PERSON"), TYPE_TEXT, "to",
                    N_ ("who is to take over (code); who commands now: the transfer is taken back") },
    [OPTION_PHONE] = { "phone", N_ ("NUMBER"), TYPE_TEXT, "phone", N_ ("how to call it") },
    [OPTION_ROLL_CALL_TITLE] = { "title", N_ ("TEXT"), TYPE_TEXT, "title", N_ ("what the roll call is called") },
    [OPTION_CALLED_POSTS] = { "posts", N_ ("CODES"), TYPE_TEXT, "posts",
                              N_ ("the posts that are called, by their codes: taosi,xincheng") },
    [OPTION_CALLED_TEAMS] = { "teams", N_ ("CODES"), TYPE_TEXT, "teams",
                              N_ ("the teams that are called, by their codes: fire-1,medical-120") },
    [OPTION_ALL_POSTS] = { "all-posts", NULL, TYPE_FLAG, "all_posts", N_ ("all posts are called") },
    [OPTION_ALL_TEAMS] = { "all-teams", NULL, TYPE_FLAG, "all_teams", N_ ("all teams are called") },
    [OPTION_ANSWER_WITHIN] = { "answer-within", N_ ("TIME"), TYPE_DURATION, "within_ms",
                               N_ ("answers are due after this time: 5m; left out: as the profile says") },
    [OPTION_ROLL_CALL] = { "rollcall", N_ ("ROLLCALL"), TYPE_ROLL_CALL, "roll_call", N_ ("the roll call: 5 or M5") },
    [OPTION_ROLL_CALL_ANSWER] = { "answer", N_ ("ANSWER"), TYPE_ROLL_CALL_ANSWER, "answer",
                                  N_ ("the answer that is owed: 12 or A12 (muster answers)") },
    [OPTION_ABSENT_WORDS] = { "words", N_ ("TEXT"), TYPE_TEXT, "words", N_ ("how you know that nobody is there") },
    [OPTION_RESERVE] = { "reserve", N_ ("TIME"), TYPE_LATER, "release_at_ms",
                         N_ ("reserve the team: the order is issued by itself at that time: 18:00, \"2020-08-30 "
                             "06:00\" "
                             "or 2h from now") },
    [OPTION_INSIST] = { "override", NULL, TYPE_FLAG, "override",
                        N_ ("send the team though it is busy and the profile refuses that") },
    [OPTION_RECEIPT] = { "state", N_ ("WORD"), TYPE_RECEIPT, "state",
                         N_ ("how far: handed-over, delivered or seen") },
    [OPTION_NO_RECEIPTS] = { "no-receipts", NULL, TYPE_FLAG, NULL,
                             N_ ("team leaders: do not tell the duty room that the order was delivered or seen") },
    [OPTION_TITLE] = { "title", N_ ("TEXT"), TYPE_TEXT, "title", N_ ("what is exercised") },
    [OPTION_TEAMS] = { "teams", N_ ("CODES"), TYPE_TEXT, "teams", N_ ("teams that take part: fire-1,mine-rescue") },
    [OPTION_PEOPLE] = { "people", N_ ("CODES"), TYPE_TEXT, "people",
                        N_ ("people who take part: zhang-wei,li-na; you do in any case") },
    [OPTION_POSTS] = { "posts", N_ ("CODES"), TYPE_TEXT, "posts", N_ ("posts that take part") },
    [OPTION_EVERYBODY] = { "everybody", NULL, TYPE_FLAG, "everybody", N_ ("everybody takes part") },
    [OPTION_DRILL_TIME] = { "within", N_ ("TIME"), TYPE_DURATION, "within_ms",
                            N_ ("it is to be ended by then: 2h, 90m (default: as the profile says)") },
    [OPTION_SETTLED] = { "all", NULL, TYPE_FLAG, "settled", N_ ("also what is over") },
    [OPTION_LIMIT] = { "limit", "N", TYPE_COUNT, "limit", N_ ("at most so many (1 to 500, default 100)") },
    [OPTION_BEFORE] = { "before", N_ ("ID"), TYPE_ANY_ID, "before", N_ ("only ids below this one: the next page") },
    [OPTION_AFTER] = { "after", N_ ("SEQ"), TYPE_NUMBER, "after", N_ ("only entries after this number") },
    [OPTION_SINCE] = { "since", N_ ("SEQ"), TYPE_NUMBER, NULL,
                       N_ ("also what changed after this number; 0 is everything") },
    [OPTION_COUNT] = { "count", "N", TYPE_COUNT, NULL, N_ ("end after so many changes") },
    [OPTION_FOR_TIME] = { "for", N_ ("TIME"), TYPE_DURATION, NULL, N_ ("end after this time: 30s, 5m") },
    [OPTION_SUBJECT] = { "subject", N_ ("ID"), TYPE_TEXT, NULL,
                         N_ ("12 or I12, O7, U3, W4 (as the lists have it); or a word and an id: order 7, team "
                             "fire-1") },
    [OPTION_SUBJECT_ID] = { "subject-id", N_ ("ID"), TYPE_TEXT, NULL, N_ ("the id or code after such a word") },
    [OPTION_FROM_TIME] = { "from", N_ ("TIME"), TYPE_MOMENT, NULL,
                           N_ ("from then on (default: 30 days before the end); a day alone means its beginning") },
    [OPTION_TO_TIME] = { "to", N_ ("TIME"), TYPE_MOMENT, NULL,
                         N_ ("until then (default: now); a day alone means its end") },
    [OPTION_DRILLS] = { "drills", NULL, TYPE_FLAG, NULL, N_ ("drills only; without it, drills are left out") },
    [OPTION_CSV] = { "csv", NULL, TYPE_FLAG, NULL, N_ ("print CSV: section,name,measure,value; times in ms") },
    [OPTION_TIMELINE] = { "timeline", NULL, TYPE_FLAG, NULL,
                          N_ ("an incident as an after-action report: key times, teams, what was late, the course") },
    [OPTION_VERB] = { "verb", N_ ("VERB"), TYPE_TEXT, NULL, N_ ("what to explain") },
    [OPTION_VERB_MORE] = { "word", N_ ("WORD"), TYPE_TEXT, NULL, N_ ("its second word") },
    [OPTION_SHELL] = { "shell", "bash", TYPE_SHELL, NULL, N_ ("the shell") },
};

typedef bool parse_fn (const char *text, int64_t now_ms, struct value *ret);

static bool
parse_text (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    ret->text = text;
    return text[0] != '\0';
}

static bool
parse_number (const char *text, uint64_t max, struct value *ret)
{
    size_t size = strlen (text);
    if (size == 0 || strspn (text, "0123456789") != size)
        return false;
    errno = 0;
    ret->number = strtoull (text, NULL, 10);
    return errno == 0 && ret->number <= max;
}

static bool
parse_count (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    return parse_number (text, UINT32_MAX, ret);
}

static bool
parse_figure (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    return parse_number (text, FIGURE_MAX, ret);
}

static bool
parse_money (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    return parse_number (text, INT64_MAX, ret);
}

static bool
parse_event_type (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    return strlen (text) == 5 && parse_number (text, 99999, ret);
}

#define REFERENCE(name) MUSTER__V1__ENTITY_KIND__ENTITY_KIND_##name

static bool
parse_reference (const char *text, Muster__V1__EntityKind kind, struct value *ret)
{
    struct reference reference;
    bool good = reference_parse (text, kind, &reference) && reference.kind == kind && reference.code == NULL;
    ret->number = reference.id;
    return good;
}

/* Of whatever is listed: with or without its letter. */
static bool
parse_any_id (const char *text, int64_t now_ms, struct value *ret)
{
    struct reference reference;
    (void)now_ms;
    bool good = reference_parse (text, REFERENCE (INCIDENT), &reference) && reference.code == NULL;
    ret->number = reference.id;
    return good;
}

/* "4" or "4-9"; several with commas between them. */
static bool
parse_items (const char *text, int64_t now_ms, struct value *ret)
{
    const char *at = text;
    (void)now_ms;
    do {
        char *end;
        at += at != text; /* the comma */
        unsigned long first = strtoul (at, &end, 10), last = first;
        if (end == at || !isdigit ((unsigned char)*at))
            return false;
        if (*end == '-' && isdigit ((unsigned char)end[1]))
            last = strtoul (end + 1, &end, 10);
        if (first < 1 || last < first || last > sizeof ret->bytes * 8)
            return false;
        for (unsigned long item = first - 1; item < last; item++)
            ret->bytes[item / 8] |= (uint8_t)(1u << item % 8);
        at = end;
    } while (*at == ',');
    return *at == '\0';
}

/* The moment at which it begins. */
static bool
parse_day (const char *text, int64_t now_ms, struct value *ret)
{
    int64_t ms = 0;
    bool good = day_parse (text, now_ms, &ms);
    ret->number = (uint64_t)ms;
    return good;
}

static bool
parse_orders (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    char *rest = text_copy (text), *at = rest, *place = NULL;
    bool good = true;
    for (char *word = strtok_r (at, ",", &place); word != NULL; word = strtok_r (NULL, ",", &place))
        good = good && parse_reference (word, REFERENCE (DISPATCH_ORDER), ret);
    good = good && ret->number > 0;
    free (rest);
    return good;
}

static bool
parse_link_kind (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    return word_parse_link_kind (text, &ret->number);
}

static bool
parse_response_level (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    return word_parse_response_level (text, &ret->number);
}

static bool
parse_time (const char *text, int64_t now_ms, struct value *ret)
{
    int64_t ms = 0;
    bool good = time_parse (text, now_ms, &ms);
    ret->number = (uint64_t)ms;
    return good;
}

static bool
parse_moment (const char *text, int64_t now_ms, struct value *ret)
{
    int64_t ms = 0;
    bool day = day_parse (text, now_ms, &ms);
    ret->number = (uint64_t)ms;
    return day || parse_time (text, now_ms, ret);
}

static bool
parse_duration (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    return duration_parse (text, &ret->number) && ret->number > 0 && ret->number <= INT32_MAX;
}

bool
option_parse_position (const char *text, double *ret_latitude, double *ret_longitude)
{
    char *end;
    if (strspn (text, "+-.0123456789, ") != strlen (text))
        return false;
    *ret_latitude = strtod (text, &end);
    if (end == text || *end != ',')
        return false;
    const char *second = end + 1;
    *ret_longitude = strtod (second, &end);
    return end != second && *end == '\0' && fabs (*ret_latitude) <= 90 && fabs (*ret_longitude) <= 180;
}

/* A time to come, or a time span from now. */
static bool
parse_later (const char *text, int64_t now_ms, struct value *ret)
{
    int64_t ms = 0;
    bool good = duration_parse (text, &ret->number);
    if (good)
        ret->number += (uint64_t)now_ms;
    else if ((good = time_parse_later (text, now_ms, &ms)))
        ret->number = (uint64_t)ms;
    return good;
}

static bool
parse_position (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    return option_parse_position (text, &ret->latitude, &ret->longitude);
}

static bool
parse_level (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    return word_parse_level (text, &ret->number);
}

static bool
parse_role (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    return word_parse_role (text, &ret->number);
}

static bool
parse_disposition (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    return word_parse_disposition (text, &ret->number);
}

static bool
parse_receipt (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    return word_parse_receipt (text, &ret->number);
}

static bool
parse_lang (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    ret->text = text;
    return strcmp (text, "zh") == 0 || strcmp (text, "en") == 0;
}

static bool
parse_shell (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    ret->text = text;
    return strcmp (text, "bash") == 0;
}

static int
hex_digit (char digit)
{
    const char *digits = "0123456789abcdef";
    char lower = digit >= 'A' && digit <= 'F' ? (char)(digit + ('a' - 'A')) : digit;
    const char *at = lower != '\0' ? strchr (digits, lower) : NULL;
    return at == NULL ? -1 : (int)(at - digits);
}

bool
option_parse_uuid (const char *text, uint8_t ret[16])
{
    size_t digits = 0;
    if (strlen (text) > UUID_TEXT_MAX)
        return false;
    memset (ret, 0, 16);
    for (; *text != '\0'; text++) {
        if (*text == '-')
            continue;
        int digit = hex_digit (*text);
        if (digit < 0 || digits == UUID_DIGITS)
            return false;
        ret[digits / 2] = (uint8_t)(ret[digits / 2] << 4 | digit);
        digits++;
    }
    return digits == UUID_DIGITS;
}

static bool
parse_uuid (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    ret->bytes_size = 16;
    return option_parse_uuid (text, ret->bytes) && ret->bytes[6] >> 4 == UUID_VERSION &&
           ret->bytes[8] >> 6 == UUID_VARIANT;
}

/* The 40 characters themselves, or the .pub file that has them: the other file of a pair is the secret one. */
static bool
parse_key (const char *text, int64_t now_ms, struct value *ret)
{
    (void)now_ms;
    char error[MUSTER_ERROR_MAX];
    size_t size = strlen (text);
    ret->bytes_size = MUSTER_KEY_BYTES;
    if (size > 4 && strcmp (text + size - 4, ".pub") == 0 && muster_key_read (text, ret->bytes, error) == 0)
        return true; /* first: a path of 40 characters can read as a key */
    return size == MUSTER_KEY_TEXT && zmq_z85_decode (ret->bytes, text) != NULL;
}

static const struct {
    parse_fn *parse; /* NULL: a reference, to one of this kind */
    const char *wanted;
    Muster__V1__EntityKind kind;
} types[OPTION_TYPES] = {
    [TYPE_FLAG] = { parse_text, "" },
    [TYPE_TEXT] = { parse_text, N_ ("a text that is not empty") },
    [TYPE_COUNT] = { parse_count, N_ ("a whole number, 0 or more") },
    [TYPE_FIGURE] = { parse_figure, N_ ("a whole number, 0 to 10000000") },
    [TYPE_NUMBER] = { parse_money, N_ ("a whole number, 0 or more") },
    [TYPE_ANY_ID] = { parse_any_id, N_ ("a number as the list shows it, for example 12 or O12") },
    [TYPE_MONEY] = { parse_money, N_ ("a whole number of yuan") },
    [TYPE_EVENT_TYPE] = { parse_event_type, N_ ("five digits, for example 20700 for a fire") },
    [TYPE_INCIDENT] = { NULL, N_ ("an incident, for example 12 or I12"), REFERENCE (INCIDENT) },
    [TYPE_ORDER] = { NULL, N_ ("an order, for example 7 or O7"), REFERENCE (DISPATCH_ORDER) },
    [TYPE_RESPONSE] = { NULL, N_ ("a response, for example 2 or E2"), REFERENCE (RESPONSE) },
    [TYPE_SUBMISSION] = { NULL, N_ ("what goes up, for example 3 or U3"), REFERENCE (SUBMISSION) },
    [TYPE_INSTRUCTION] = { NULL, N_ ("an instruction, for example 3 or N3"), REFERENCE (INSTRUCTION) },
    [TYPE_HANDOVER] = { NULL, N_ ("a handover, for example 3 or H3"), REFERENCE (HANDOVER) },
    [TYPE_ITEMS] = { parse_items, N_ ("numbers of items, for example 1 2 4-9") },
    [TYPE_OBLIGATION] = { NULL, N_ ("an obligation, for example 30 or D30"), REFERENCE (OBLIGATION) },
    [TYPE_PLANNED] = { NULL, N_ ("a planned shift, for example 12 or W12"), REFERENCE (PLANNED_SHIFT) },
    [TYPE_LOG_ENTRY] = { NULL, N_ ("an entry of the duty log, for example 5 or L5"), REFERENCE (DUTY_LOG_ENTRY) },
    [TYPE_DAY] = { parse_day, N_ ("a day: 2020-08-29, 08-29 or today") },
    [TYPE_REPORT] = { NULL, N_ ("a report, for example 3 or R3"), REFERENCE (REPORT) },
    [TYPE_ORDERS] = { parse_orders, N_ ("orders with commas between them, for example 7,8") },
    [TYPE_LINK_KIND] = { parse_link_kind, N_ ("related, parent, child, secondary, derived or origin") },
    [TYPE_ROLL_CALL] = { NULL, N_ ("a roll call, for example 5 or M5"), REFERENCE (ROLL_CALL) },
    [TYPE_ROLL_CALL_ANSWER] = { NULL, N_ ("an answer to a roll call, for example 12 or A12"),
                                REFERENCE (ROLL_CALL_ANSWER) },
    [TYPE_COMMAND_POST] = { NULL, N_ ("a field command post, for example 1 or C1"), REFERENCE (FIELD_COMMAND_POST) },
    [TYPE_RESPONSE_LEVEL] = { parse_response_level, N_ ("I, II, III or IV") },
    [TYPE_MOMENT] = { parse_moment, N_ ("a day or a time: 2020-08-29, \"2020-08-29 09:40\" or \"09:40\"") },
    [TYPE_TIME] = { parse_time, N_ ("a time: \"09:40\", \"2020-08-29 09:40\" or 2020-08-29T09:40:00+08:00") },
    [TYPE_DURATION] = { parse_duration, N_ ("a time span above zero, for example 500ms, 10s or 2m") },
    [TYPE_LATER] = { parse_later, N_ ("a time to come: 18:00, \"2020-08-30 06:00\", or a time span: 30m, 2h") },
    [TYPE_POSITION] = { parse_position,
                        N_ ("latitude,longitude in degrees, -90 to 90 and -180 to 180, for example 35.86,111.44") },
    [TYPE_LEVEL] = { parse_level, N_ ("ordinary, significant, major or extraordinary") },
    [TYPE_ROLE] = { parse_role, N_ ("admin, duty-leader, duty-officer, team-leader, system or observer") },
    [TYPE_DISPOSITION] = { parse_disposition, N_ ("resolved, false-alarm or transferred") },
    [TYPE_RECEIPT] = { parse_receipt, N_ ("handed-over, delivered or seen") },
    [TYPE_LANG] = { parse_lang, N_ ("zh or en") },
    [TYPE_UUID] = { parse_uuid, N_ ("a UUIDv7 as it was printed: 32 hexadecimal digits, the 13th of them 7") },
    [TYPE_KEY] = { parse_key, N_ ("a public key: 40 characters, or the .pub file that muster keygen wrote") },
    [TYPE_SHELL] = { parse_shell, "bash" },
};

bool
option_parse (enum option option, const char *text, int64_t now_ms, struct value *ret,
              char ret_error[OPTION_ERROR_MAX])
{
    const struct option_row *row = &option_rows[option];
    *ret = (struct value){ .given = true };
    parse_fn *parse = types[row->type].parse;
    if (parse ? parse (text, now_ms, ret) : parse_reference (text, types[row->type].kind, ret)) {
        ret->text = text;
        return true;
    }
    snprintf (ret_error, OPTION_ERROR_MAX, _ ("--%s: \"%s\" does not fit. Wanted: %s."), row->name, text,
              _ (types[row->type].wanted));
    return false;
}

char *
option_label (enum option option)
{
    char *label = text_copy (option_rows[option].name);
    for (char *at = label; *at != '\0'; at++)
        *at = (char)toupper ((unsigned char)*at);
    return label;
}

const char *
option_choices (enum option option)
{
    switch (option_rows[option].type) {
    case TYPE_LEVEL:
        return "ordinary significant major extraordinary";
    case TYPE_RESPONSE_LEVEL:
        return "I II III IV";
    case TYPE_ROLE:
        return "admin duty-leader duty-officer team-leader system observer";
    case TYPE_DISPOSITION:
        return "resolved false-alarm transferred";
    case TYPE_RECEIPT:
        return "handed-over delivered seen";
    case TYPE_LINK_KIND:
        return "related parent child secondary derived origin";
    case TYPE_LANG:
        return "zh en";
    case TYPE_SHELL:
        return "bash";
    default:
        return NULL;
    }
}
