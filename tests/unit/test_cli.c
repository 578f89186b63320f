/* SPDX-License-Identifier: Apache-2.0 */
/* test_cli.c: how the command line reads words and writes text: times, figures, ids, widths, sentences, JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arguments.h"
#include "cli.h"
#include "help.h"
#include "i18n.h"
#include "listing.h"
#include "message.h"
#include "names.h"
#include "sentences.h"
#include "terminal.h"
#include "text.h"
#include "times.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>
#include <wordexp.h>

/* 2020-08-29 14:00:00 +08:00 */
#define NOW_MS 1598680800000
#define MINUTE_MS 60000
#define DAY_MS 86400000

static int64_t
parsed (const char *text)
{
    int64_t ms = -1;
    return time_parse (text, NOW_MS, &ms) ? ms : -1;
}

static void
a_time_is_local_unless_it_says_otherwise (void **state)
{
    (void)state;
    int64_t collapse = NOW_MS - 260 * MINUTE_MS;
    assert_int_equal (parsed ("2020-08-29 09:40"), collapse);
    assert_int_equal (parsed ("2020-08-29 09:40:00"), collapse);
    assert_int_equal (parsed ("2020-08-29T09:40:00+08:00"), collapse);
    assert_int_equal (parsed ("2020-08-29T01:40:00Z"), collapse);
    assert_int_equal (parsed ("2020-08-29T01:40:00.250Z"), collapse + 250);
    assert_int_equal (parsed ("2020-08-28T21:40:00-04:00"), collapse);
}

static void
a_day_is_its_first_moment (void **state)
{
    (void)state;
    int64_t ms = 0;
    assert_true (day_parse ("2020-08-29", NOW_MS, &ms));
    assert_int_equal (ms, NOW_MS - 14 * 60 * MINUTE_MS);
    assert_false (day_parse ("2020-02-30", NOW_MS, &ms));
    assert_true (day_parse ("08-29", NOW_MS, &ms));
    assert_int_equal (ms, NOW_MS - 14 * 60 * MINUTE_MS);
    assert_true (day_parse ("today", NOW_MS, &ms));
    assert_int_equal (ms, NOW_MS - 14 * 60 * MINUTE_MS);
    assert_false (day_parse ("2020-08-29 09:40", NOW_MS, &ms));
}

static void
a_time_without_its_day_is_the_latest_that_is_not_ahead (void **state)
{
    (void)state;
    assert_int_equal (parsed ("09:40"), NOW_MS - 260 * MINUTE_MS);
    assert_int_equal (parsed ("14:04"), NOW_MS + 4 * MINUTE_MS); /* a caller's clock may be a little ahead */
    assert_int_equal (parsed ("23:50"), NOW_MS + 590 * MINUTE_MS - DAY_MS);
    assert_int_equal (parsed ("08-28 14:00"), NOW_MS - DAY_MS);
    assert_int_equal (parsed ("12-31 14:00"), parsed ("2019-12-31 14:00"));
}

static void
a_time_that_is_none_is_refused (void **state)
{
    (void)state;
    static const char *const bad[] = { "",
                                       "yesterday",
                                       "9:40",
                                       "24:00",
                                       "09:60",
                                       "2020-02-30 09:40",
                                       "2020-13-01 09:40",
                                       "2020-08-29",
                                       "2020-08-29 09:40 ",
                                       "09:40x",
                                       "2020-08-29T09:40:00",
                                       "2020-08-29T09:40:00+25:00",
                                       "20200829 09:40",
                                       "09:40+08:00",
                                       "2021-02-29T00:00:00Z" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (parsed (bad[i]) != -1)
            fail_msg ("\"%s\" was taken for a time", bad[i]);
    }
}

static void
times_are_written_as_they_are_read (void **state)
{
    (void)state;
    char text[TIME_TEXT_MAX];
    time_rfc3339 (NOW_MS - 260 * MINUTE_MS + 7, text);
    assert_string_equal (text, "2020-08-29T01:40:00.007Z");
    char *local = time_text (NOW_MS);
    assert_string_equal (local, "2020-08-29 14:00:00"); /* another year than the machine's: written out */
    free (local);
    local = time_text_near (NOW_MS, NOW_MS + MINUTE_MS);
    assert_string_equal (local, "14:00:00");
    free (local);
}

static void
durations (void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t ms;
    } good[] = { { "500ms", 500 }, { "10s", 10000 },   { "10", 10000 },
                 { "2m", 120000 }, { "2min", 120000 }, { "1h", 3600000 } };
    static const char *const bad[] = { "", "s", "-1s", "1.5s", "1d", "10 s", "1234567890s" };
    uint64_t ms;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true (duration_parse (good[i].text, &ms));
        assert_int_equal (ms, good[i].ms);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false (duration_parse (bad[i], &ms));
    char *text = duration_text (200000);
    assert_string_equal (text, "3 min 20 s");
    free (text);
}

static void
references (void **state)
{
    (void)state;
    struct reference reference;
    for (int kind = 1; kind < 32; kind++) { /* no two kinds share a letter */
        char *text = reference_text ((Muster__V1__EntityKind)kind, 7);
        if (strlen (text) == 2) {
            assert_true (reference_parse (text, CLI_ENTITY (INCIDENT), &reference));
            assert_int_equal (reference.kind, kind);
        }
        free (text);
    }
    assert_true (reference_parse ("12", CLI_ENTITY (INCIDENT), &reference));
    assert_int_equal (reference.kind, CLI_ENTITY (INCIDENT));
    assert_true (reference_parse ("o7", CLI_ENTITY (INCIDENT), &reference));
    assert_int_equal (reference.kind, CLI_ENTITY (DISPATCH_ORDER));
    assert_int_equal (reference.id, 7);
    static const char *const drills[] = { "X7", "x7", "XO7", "xo7", "order/X7" };
    for (size_t i = 0; i < sizeof drills / sizeof drills[0]; i++) {
        assert_true (reference_parse (drills[i], CLI_ENTITY (DISPATCH_ORDER), &reference));
        assert_int_equal (reference.id, 1000000007);
        assert_int_equal (reference.kind, CLI_ENTITY (DISPATCH_ORDER));
        char *text = reference_text (CLI_ENTITY (DISPATCH_ORDER), reference.id);
        assert_string_equal (text, "XO7");
        free (text);
    }
    assert_true (reference_parse ("report/3", CLI_ENTITY (INCIDENT), &reference));
    assert_int_equal (reference.kind, CLI_ENTITY (REPORT));
    assert_true (reference_parse_pair ("order", "7", &reference));
    assert_int_equal (reference.kind, CLI_ENTITY (DISPATCH_ORDER));
    assert_true (reference_parse_pair ("team", "fire-1", &reference));
    assert_string_equal (reference.code, "fire-1");
    static const char *const bad[] = { "",   "I",   "I0",   "0",   "-1",         "X",
                                       "X0", "XX7", "XIX7", "12a", "incident/x", "12345678901234567890" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false (reference_parse (bad[i], CLI_ENTITY (INCIDENT), &reference));
    assert_false (reference_parse_pair ("incident", "fire-1", &reference)); /* incidents have no codes */
    assert_false (reference_parse_pair ("team", "Fire 1", &reference));
}

static void
positions_and_ids (void **state)
{
    (void)state;
    double latitude, longitude;
    uint8_t id[16];
    assert_true (option_parse_position ("35.86,111.44", &latitude, &longitude));
    assert_true (latitude > 35.85 && latitude < 35.87 && longitude > 111.43 && longitude < 111.45);
    assert_true (option_parse_position ("-35.5, -111", &latitude, &longitude));
    static const char *const bad[] = { "", "35.86", "35.86,", "91,0", "0,181", "35.86,111.44,1", "a,b", "nan,0" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false (option_parse_position (bad[i], &latitude, &longitude));
    assert_true (option_parse_uuid ("0190A1B2-c3d4-7e5f-8a9b-0c1d2e3f4a5b", id));
    assert_int_equal (id[0], 0x01);
    assert_int_equal (id[15], 0x5b);
    assert_true (option_parse_uuid ("0190a1b2c3d47e5f8a9b0c1d2e3f4a5b", id));
    assert_false (option_parse_uuid ("0190a1b2c3d47e5f8a9b0c1d2e3f4a5", id));
    assert_false (option_parse_uuid ("0190a1b2c3d47e5f8a9b0c1d2e3f4a5g", id));
}

static void
chinese_takes_two_columns_each (void **state)
{
    (void)state;
    assert_int_equal (text_width ("fire-1"), 6);
    assert_int_equal (text_width ("消防一中队"), 10);
    assert_int_equal (text_width ("A\xff"
                                  "B"),
                      3); /* a byte that is no UTF-8 counts as one */
    char *cut = text_cut ("消防一中队", 5);
    assert_string_equal (cut, "消防…");
    free (cut);
    cut = text_cut ("消防", 4);
    assert_string_equal (cut, "消防");
    free (cut);
}

static void
nothing_that_moves_the_cursor_is_printed (void **state)
{
    (void)state;
    char *clean = text_clean ("a\033[2Jb\nc\t\x7f\xc2\x9b", false);
    assert_string_equal (clean, "a [2Jb c   ");
    free (clean);
    clean = text_clean ("a\nb", true);
    assert_string_equal (clean, "a\nb");
    free (clean);
}

static char *
letter_gap (void *arg, const char *name, size_t size)
{
    (void)arg;
    return size == 1 && name[0] == 'a' ? text_copy ("A") : NULL;
}

static void
a_sentence_leaves_out_what_is_not_known (void **state)
{
    (void)state;
    static const char *const cases[][2] = { { "x{a}y", "xAy" },     { "x[ {a}]y", "x Ay" }, { "x[ {b}]y", "xy" },
                                            { "x[{a}{b}]y", "xy" }, { "{b}", "?" },         { "{ {A} }", "{ {A} }" },
                                            { "[plain]", "plain" } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *text = text_fill (cases[i][0], letter_gap, NULL);
        assert_string_equal (text, cases[i][1]);
        free (text);
    }
    char *text = text_fill_args ("Order {0} is [{1}]{2}", (char *[]){ "7", "{0}" }, 2);
    assert_string_equal (text, "Order 7 is [{0}]");
    free (text);
}

/* ---- words on the command line ---- */

static bool
parse (const char *line, struct arguments *ret, char *error)
{
    static wordexp_t words; /* the values point into it */
    if (words.we_wordv != NULL)
        wordfree (&words);
    assert_int_equal (wordexp (line, &words, WRDE_NOCMD), 0);
    return arguments_parse ((int)words.we_wordc, words.we_wordv, NOW_MS, ret, error);
}

static void
each_verbs_example_is_understood (void **state)
{
    (void)state;
    struct arguments arguments;
    char error[OPTION_ERROR_MAX] = "";
    for (size_t i = 0; i < verbs_count; i++) {
        const struct verb *verb = &verbs[i];
        assert_non_null (verb->run);
        assert_non_null (verb->text);
        bool shell = strncmp (verb->example, "muster ", 7) != 0;
        bool key_file = strstr (verb->example, "--key ") != NULL; /* must exist: tried by the live test */
        if (shell || key_file)
            continue;
        if (!parse (verb->example, &arguments, error))
            fail_msg ("the example of '%s' is refused: %s", verb->name, error);
        assert_ptr_equal (arguments.verb, verb);
    }
}

static void
a_verbs_options_have_different_names (void **state)
{
    (void)state;
    for (size_t v = 0; v < verbs_count; v++) {
        for (size_t i = OPTION_NONE + 1; i < OPTIONS; i++) {
            assert_non_null (option_rows[i].name);
            if (verb_takes (&verbs[v], (enum option)i))
                assert_int_equal (verb_option (&verbs[v], option_rows[i].name), i);
        }
    }
}

static void
figures_and_words_become_values (void **state)
{
    (void)state;
    struct arguments arguments;
    char error[OPTION_ERROR_MAX];
    assert_true (parse ("muster --json continue I12 --dead 5 --loss-yuan=10000000000 --text 'five dead' --final",
                        &arguments, error));
    const struct value *of = arguments.values.of;
    assert_string_equal (arguments.verb->name, "continue");
    assert_int_equal (of[OPTION_INCIDENT].number, 12);
    assert_int_equal (of[OPTION_DEAD].number, 5);
    assert_int_equal (of[OPTION_LOSS_YUAN].number, 10000000000);
    assert_string_equal (of[OPTION_TEXT].text, "five dead");
    assert_true (of[OPTION_FINAL].given && of[OPTION_JSON].given && !of[OPTION_MISSING].given);
    assert_true (parse ("muster assess 1 重大", &arguments, error));
    assert_int_equal (arguments.values.of[OPTION_LEVEL].number, 3);
    assert_true (parse ("muster admin revoke -- --odd-code", &arguments, error));
    assert_string_equal (arguments.values.of[OPTION_CODE].text, "--odd-code");
    assert_true (parse ("muster journal verify", &arguments, error));
    assert_string_equal (arguments.verb->name, "journal verify");
    assert_true (parse ("muster journal --after 9000000000", &arguments, error));
    assert_string_equal (arguments.verb->name, "journal");
}

static void
wrong_words_are_answered_with_what_would_be_right (void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "muster reprot", "Did you mean muster report?" },
        { "muster report --plcae x", "Did you mean --place?" },
        { "muster report only-what", "PLACE" },
        { "muster continue 1 --dead -5", "a whole number" },
        { "muster continue 1 --dead 5.5", "a whole number" },
        { "muster continue 1 --dead 99999999999", "a whole number, 0 to 10000000" },
        { "muster continue O7", "an incident" },
        { "muster continue 1 --dead", "needs a value" },
        { "muster continue 1 --final=yes", "takes no value" },
        { "muster continue 1 --dead 1 --dead 2", "twice" },
        { "muster close 1 because it is over", "quotes" },
        { "muster report a b --type 207", "five digits" },
        { "muster report a b --occurred tomorrow", "a time" },
        { "muster report a b --at 35", "latitude" },
        { "muster report a b --at 91,0", "-90 to 90" },
        { "muster status --timeout 0s", "above zero" },
        { "muster status --id 12", "UUIDv7" },
        { "muster status --id 0190a1b2-c3d4-4e5f-8a9b-0c1d2e3f4a5b", "UUIDv7" },
        { "muster reassign 7", "WORDS" },
        { "muster reassign 7 fire-1 why now", "quotes" },
        { "muster admin", "second word" },
        { "muster ——json status", "wide dash" },
        { "muster -x", "two dashes" },
        { "muster continue 1 --task x", "Unknown option --task" },
    };
    struct arguments arguments;
    char error[OPTION_ERROR_MAX];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        error[0] = '\0';
        if (parse (cases[i][0], &arguments, error) || strstr (error, cases[i][1]) == NULL)
            fail_msg ("%s -> \"%s\", wanted \"%s\"", cases[i][0], error, cases[i][1]);
    }
}

static void
what_need_not_be_said_is_left_out_first (void **state)
{
    (void)state;
    struct arguments arguments = { .verb = NULL };
    const struct value *of = arguments.values.of;
    char error[OPTION_ERROR_MAX];
    assert_true (parse ("muster reassign 7 --to-incident 13 'needed there'", &arguments, error));
    assert_false (of[OPTION_NEW_TEAM].given);
    assert_string_equal (of[OPTION_WORDS].text, "needed there");
    assert_true (parse ("muster reassign 7 mine-rescue 'no pumps'", &arguments, error));
    assert_string_equal (of[OPTION_NEW_TEAM].text, "mine-rescue");
    assert_true (parse ("muster reassign 7 mine-rescue --words 'no pumps'", &arguments, error));
    assert_string_equal (of[OPTION_NEW_TEAM].text, "mine-rescue");
    assert_true (parse ("muster report --what fire Taosi", &arguments, error));
    assert_string_equal (of[OPTION_PLACE].text, "Taosi");
    assert_true (parse ("muster handover accept H3 1 2 4-9", &arguments, error));
    assert_int_equal (of[OPTION_ITEMS].bytes[0], 0xfb);
}

static void
help_asks_nothing_of_the_other_words (void **state)
{
    (void)state;
    struct arguments arguments;
    char error[OPTION_ERROR_MAX];
    assert_true (parse ("muster answer M1 --help", &arguments, error));
    assert_true (arguments.values.of[OPTION_HELP].given);
    char *wrong[] = { "muster", "foo", "--json" }, *plain[] = { "muster", "log", "--", "--json" };
    assert_true (arguments_json (3, wrong));
    assert_false (arguments_json (4, plain));
}

static void
running_it_again_keeps_the_words_and_the_id (void **state)
{
    (void)state;
    char *argv[] = { "muster", "close", "12", "it's over", "--id", "old", "--json" };
    char *again = arguments_again (7, argv, "0190a1b2");
    assert_string_equal (again, "muster --id 0190a1b2 close 12 'it'\\''s over' --json");
    free (again);
}

/* ---- messages ---- */

static void
options_fill_the_request_wherever_the_field_is (void **state)
{
    (void)state;
    Muster__V1__Request *request = request_create (MUSTER__V1__REQUEST__BODY_REPORT);
    struct value place = { .latitude = 35.5, .longitude = 111.25 };
    request_set_text (request, "what", "collapse");
    request_set_number (request, "dead", 0);
    request_set_text (request, "caller_name", "Wang");
    request_set (request, "latitude", &place);
    request_set (request, "longitude", &place);
    const Muster__V1__Report *report = request->report;
    assert_string_equal (report->what, "collapse");
    assert_true (report->statement->figures->has_dead); /* zero was stated, which is not "not stated" */
    assert_false (report->statement->figures->has_missing);
    assert_string_equal (report->statement->caller_name, "Wang");
    assert_true (report->position->latitude == 35.5 && report->position->longitude == 111.25);
    assert_false (report->has_occurred_at_ms);
    muster__v1__request__free_unpacked (request, NULL);
}

static void
every_option_has_its_field_in_every_verb_that_takes_it (void **state)
{
    (void)state;
    for (size_t v = 0; v < verbs_count; v++) {
        if (verbs[v].body == 0)
            continue;
        Muster__V1__Request *request = request_create (verbs[v].body);
        for (size_t i = OPTION_NONE + 1; i < OPTIONS; i++) {
            const char *field = option_rows[i].field;
            if (field != NULL && verb_takes (&verbs[v], (enum option)i) && !request_has (request, field))
                fail_msg ("'%s' takes --%s, but its request has no field %s", verbs[v].name, option_rows[i].name,
                          field);
        }
        muster__v1__request__free_unpacked (request, NULL);
    }
}

static void
json_says_all_and_only_what_is_there (void **state)
{
    (void)state;
    Muster__V1__Figures figures = MUSTER__V1__FIGURES__INIT;
    Muster__V1__DispatchOrder order = MUSTER__V1__DISPATCH_ORDER__INIT;
    Muster__V1__Image image = MUSTER__V1__IMAGE__INIT;
    figures.has_dead = true;
    order.has_id = order.has_state = order.has_issued_at_ms = order.has_drill = true;
    order.id = 7;
    order.state = MUSTER__V1__ORDER_STATE__ORDER_STATE_EN_ROUTE;
    order.issued_at_ms = NOW_MS;
    order.task = "搜救";
    image.entity_case = MUSTER__V1__IMAGE__ENTITY_DISPATCH_ORDER;
    image.dispatch_order = &order;
    image.has_version = true;
    image.version = 88;
    json_t *json = message_json (&image.base);
    char *text = json_dumps (json, JSON_COMPACT | JSON_PRESERVE_ORDER);
    assert_string_equal (text,
                         "{\"dispatch_order\":{\"id\":7,\"state\":\"en_route\",\"drill\":false,\"task\":\"搜救\","
                         "\"issued_at\":\"2020-08-29T06:00:00.000Z\"},\"version\":88}");
    free (text);
    json_decref (json);
    json = message_json (&figures.base);
    text = json_dumps (json, JSON_COMPACT);
    assert_string_equal (text, "{\"dead\":0}");
    free (text);
    json_decref (json);
}

static void
json_shows_bytes_and_lists (void **state)
{
    (void)state;
    uint8_t id[] = { 0x01, 0xfe };
    char *args[] = { "7", "closed" };
    Muster__V1__Reply reply = MUSTER__V1__REPLY__INIT;
    reply.has_id = true;
    reply.id = (ProtobufCBinaryData){ sizeof id, id };
    reply.n_args = 2;
    reply.args = args;
    json_t *json = message_json (&reply.base);
    char *text = json_dumps (json, JSON_COMPACT | JSON_PRESERVE_ORDER);
    assert_string_equal (text, "{\"id\":\"01fe\",\"args\":[\"7\",\"closed\"]}");
    free (text);
    json_decref (json);
}

/* ---- sentences ---- */

static void
every_kind_of_event_has_a_sentence (void **state)
{
    (void)state;
    const ProtobufCEnumDescriptor *kinds = &muster__v1__event_kind__descriptor;
    assert_true (kinds->n_values > 20);
    for (unsigned i = 0; i < kinds->n_values; i++) {
        if (kinds->values[i].value != 0 && !sentence_exists ((Muster__V1__EventKind)kinds->values[i].value))
            fail_msg ("%s has no sentence", kinds->values[i].name);
    }
}

static void
an_acknowledgement_on_behalf_reads_well (void **state)
{
    (void)state;
    struct cli cli = { .names = names_create () };
    Muster__V1__Team team = MUSTER__V1__TEAM__INIT;
    Muster__V1__DispatchOrder order = MUSTER__V1__DISPATCH_ORDER__INIT;
    Muster__V1__Image team_image = MUSTER__V1__IMAGE__INIT, order_image = MUSTER__V1__IMAGE__INIT;
    Muster__V1__Event event = MUSTER__V1__EVENT__INIT;
    team.has_id = order.has_team = true;
    team.id = order.team = 3;
    team.name = "消防一中队";
    team_image.entity_case = MUSTER__V1__IMAGE__ENTITY_TEAM;
    team_image.team = &team;
    order.has_id = true;
    order.id = 7;
    order_image.entity_case = MUSTER__V1__IMAGE__ENTITY_DISPATCH_ORDER;
    order_image.dispatch_order = &order;
    names_learn (cli.names, &team_image);
    event.kind = MUSTER__V1__EVENT_KIND__EVENT_KIND_ORDER_ACKNOWLEDGED;
    event.subject_kind = CLI_ENTITY (DISPATCH_ORDER);
    event.subject = 7;
    event.channel = "phone";
    event.text = "收到";
    char *text = sentence_text (&cli, &event, &order_image);
    assert_string_equal (text, "消防一中队 has acknowledged by phone: “收到”");
    free (text);
    text = sentence_text (&cli, &event, NULL); /* the order was never seen: its number stands for the team */
    assert_string_equal (text, "O7 has acknowledged by phone: “收到”");
    free (text);
    text = sentence_who (&cli, &event);
    assert_string_equal (text, "Muster");
    free (text);
    names_destroy (cli.names);
}

static void
assert_argument (char *text, const char *wanted)
{
    assert_string_equal (text, wanted);
    free (text);
}

static void
a_refusals_words_are_translated_and_codes_are_not (void **state)
{
    (void)state;
    assert_argument (word_argument ("order_state", 1, "en_route"), "en route");
    assert_argument (word_argument ("order_state", 0, "en_route"), "en_route");
    assert_argument (word_argument ("last_admin", 0, "admin"), "admin");
    assert_argument (word_argument ("code", 0, "issued"), "issued");
    assert_argument (word_argument (NULL, 0, "closed"), "closed");
    assert_argument (word_argument ("unknown_incident", 0, "1000000012"), "X12");
}

static void
every_kind_that_a_role_may_not_list_has_a_word (void **state)
{
    (void)state;
    const ProtobufCEnumDescriptor *kinds = &muster__v1__entity_kind__descriptor;
    for (unsigned i = 0; i < kinds->n_values; i++) {
        char *name = enum_value_text (kinds, kinds->values[i].value);
        assert_argument (word_argument ("role_list", 1, name), word_entity (kinds->values[i].value));
        free (name);
    }
    assert_argument (word_argument ("role_list", 1, "duty_log_entry"), "duty log entry");
    assert_argument (word_argument ("role_list", 1, "something_newer"), "something_newer");
}

static void
every_command_has_words_for_its_refusal (void **state)
{
    (void)state;
    const ProtobufCMessageDescriptor *request = &muster__v1__request__descriptor;
    for (unsigned i = 0; i < request->n_fields; i++) {
        const char *name = request->fields[i].name;
        if (!(request->fields[i].flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
            continue;
        char *words = word_argument ("role", 1, name);
        if (strchr (words, '_') != NULL || (strcmp (words, name) == 0 && strchr (words, ' ') == NULL &&
                                            request->fields[i].id != MUSTER__V1__REQUEST__BODY_SYNC))
            fail_msg ("a role may not \"%s\"", words);
        assert_true (strncmp (words, "be ", 3) != 0); /* a role may not "be signed" */
        free (words);
    }
    assert_argument (word_argument ("role", 1, "sign_off"), "sign a report off");
    assert_argument (word_argument ("submission_state", 2, "sign_off"), "be signed");
    assert_argument (word_argument ("submission_state", 1, "withdrawn"), "taken back");
    assert_argument (word_argument ("order_state", 2, "distress_resolve"), "have its distress ended");
}

static void
a_watch_goes_on_at_what_it_did_not_print (void **state)
{
    (void)state;
    assert_int_equal (watch_position (738, 0), 738);   /* all was printed */
    assert_int_equal (watch_position (738, 604), 603); /* the fourth of three */
    assert_int_equal (watch_position (600, 604), 600); /* 601 may be missing: it comes again */
}

/* ---- tables ---- */

static void
a_narrow_terminal_keeps_the_main_column_readable (void **state)
{
    (void)state;
    static const char *const headings[] = { "ID", "DUE", "WHAT IS OWED", "OWED BY", "INCIDENT", "NEXT STEP" };
    static const char *const row[] = { "D104",
                                       "11-25 19:09:30, OVERDUE by 3 d 4 h",
                                       "written report [city_written] → the city's emergency bureau for I12",
                                       "Zhang Wei (duty officer)",
                                       "I12",
                                       "19:45:00 Wang Jianguo (duty leader), Li Na" };
    size_t widths[TABLE_COLUMNS_MAX];
    for (size_t room = 80; room <= 160; room += 20) {
        struct table *table = table_create (headings, 6, 2);
        table_spare (table, 5);
        for (size_t i = 0; i < 6; i++)
            table_add (table, STYLE_PLAIN, text_copy (row[i]));
        table_fit (table, room, widths);
        size_t total = 0;
        for (size_t i = 0; i < 6; i++)
            total += widths[i] > 0 ? widths[i] + (i > 0 ? 2 : 0) : 0;
        assert_true (total <= room);
        assert_true (widths[2] >= TABLE_FLEX_MIN);
        assert_int_equal (widths[0], 4);
        assert_true (room < 120 || widths[5] > 0); /* 80 columns do without it */
        FILE *null = fopen ("/dev/null", "w");
        table_print (table, null);
        fclose (null);
    }
}

static void
a_line_is_broken_between_words (void **state)
{
    (void)state;
    const char *rest = "DISTRESS on O7: help";
    static const char *const lines[] = { "DISTRESS on", "O7: help", "" };
    for (size_t i = 0; i < 3; i++) {
        char *line = text_line (&rest, 12);
        assert_string_equal (line, lines[i]);
        free (line);
    }
    rest = "03:31:53, in 4 min 59 s";
    char *due = text_line (&rest, 16);
    assert_string_equal (due, "03:31:53,");
    assert_string_equal (rest, "in 4 min 59 s");
    free (due);
    rest = "消防一中队abcdefghij";
    char *line = text_line (&rest, 5); /* no blank: within */
    assert_string_equal (line, "消防");
    free (line);
    rest = " x";
    line = text_line (&rest, 1);
    free (line);
    assert_string_equal (rest, "x"); /* it always goes on */
}

static void
drills_stand_below_what_is_real (void **state)
{
    (void)state;
    static const uint64_t ids[] = { DRILL_IDS + 1, 7, DRILL_IDS + 3, 12 },
                          wanted[] = { 12, 7, DRILL_IDS + 3, DRILL_IDS + 1 };
    Muster__V1__Incident incidents[4];
    Muster__V1__Image images[4], *list[4];
    for (size_t i = 0; i < 4; i++) {
        incidents[i] = (Muster__V1__Incident)MUSTER__V1__INCIDENT__INIT;
        images[i] = (Muster__V1__Image)MUSTER__V1__IMAGE__INIT;
        incidents[i].id = ids[i];
        images[i].entity_case = MUSTER__V1__IMAGE__ENTITY_INCIDENT;
        images[i].incident = &incidents[i];
        list[i] = &images[i];
    }
    qsort (list, 4, sizeof list[0], listing_order);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal (list[i]->incident->id, wanted[i]);
}

static void
who_is_missing_is_counted_where_names_are_not_to_be_had (void **state)
{
    (void)state;
    struct cli cli = { .names = names_create () };
    uint64_t awaited[] = { 6, 9 };
    Muster__V1__DispatchOrder order = MUSTER__V1__DISPATCH_ORDER__INIT;
    order.n_awaited = 2;
    order.awaited = awaited;
    assert_argument (name_awaited (&cli, &order), "2 of the team's contacts");
    Muster__V1__Person person = MUSTER__V1__PERSON__INIT;
    Muster__V1__Image image = MUSTER__V1__IMAGE__INIT;
    person.id = 6;
    person.name = "赵磊";
    image.entity_case = MUSTER__V1__IMAGE__ENTITY_PERSON;
    image.person = &person;
    names_learn (cli.names, &image);
    assert_argument (name_awaited (&cli, &order), "赵磊, 1 of the team's contacts");
    assert_argument (name_of (&cli, CLI_ENTITY (PERSON), 9), "person 9");
    names_destroy (cli.names);
}

static void
the_language_is_the_users (void **state)
{
    (void)state;
    static const char *const names[] = { "MUSTER_LANG", "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        unsetenv (names[i]);
    assert_string_equal (i18n_choose (NULL), "en");
    setenv ("LANG", "zh_CN.UTF-8", 1);
    assert_string_equal (i18n_choose (NULL), "zh_CN");
    setenv ("LC_ALL", "C", 1);
    assert_string_equal (i18n_choose (NULL), "en");
    setenv ("MUSTER_LANG", "zh", 1);
    assert_string_equal (i18n_choose (NULL), "zh_CN");
    assert_string_equal (i18n_choose ("en"), "en");
    i18n_start ("zh"); /* with no locale but C.UTF-8 */
    assert_string_equal (word_order_state (MUSTER__V1__ORDER_STATE__ORDER_STATE_EN_ROUTE), "途中");
    i18n_start ("en");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_time_is_local_unless_it_says_otherwise),
        cmocka_unit_test (a_day_is_its_first_moment),
        cmocka_unit_test (a_time_without_its_day_is_the_latest_that_is_not_ahead),
        cmocka_unit_test (a_time_that_is_none_is_refused),
        cmocka_unit_test (times_are_written_as_they_are_read),
        cmocka_unit_test (durations),
        cmocka_unit_test (references),
        cmocka_unit_test (positions_and_ids),
        cmocka_unit_test (chinese_takes_two_columns_each),
        cmocka_unit_test (nothing_that_moves_the_cursor_is_printed),
        cmocka_unit_test (a_sentence_leaves_out_what_is_not_known),
        cmocka_unit_test (each_verbs_example_is_understood),
        cmocka_unit_test (a_verbs_options_have_different_names),
        cmocka_unit_test (figures_and_words_become_values),
        cmocka_unit_test (wrong_words_are_answered_with_what_would_be_right),
        cmocka_unit_test (running_it_again_keeps_the_words_and_the_id),
        cmocka_unit_test (options_fill_the_request_wherever_the_field_is),
        cmocka_unit_test (every_option_has_its_field_in_every_verb_that_takes_it),
        cmocka_unit_test (json_says_all_and_only_what_is_there),
        cmocka_unit_test (json_shows_bytes_and_lists),
        cmocka_unit_test (every_kind_of_event_has_a_sentence),
        cmocka_unit_test (an_acknowledgement_on_behalf_reads_well),
        cmocka_unit_test (a_refusals_words_are_translated_and_codes_are_not),
        cmocka_unit_test (every_kind_that_a_role_may_not_list_has_a_word),
        cmocka_unit_test (every_command_has_words_for_its_refusal),
        cmocka_unit_test (a_watch_goes_on_at_what_it_did_not_print),
        cmocka_unit_test (a_narrow_terminal_keeps_the_main_column_readable),
        cmocka_unit_test (a_line_is_broken_between_words),
        cmocka_unit_test (drills_stand_below_what_is_real),
        cmocka_unit_test (who_is_missing_is_counted_where_names_are_not_to_be_had),
        cmocka_unit_test (what_need_not_be_said_is_left_out_first),
        cmocka_unit_test (help_asks_nothing_of_the_other_words),
        cmocka_unit_test (the_language_is_the_users),
    };
    unsetenv ("TZ"); /* the default is China's time, whatever the machine's is */
    times_start ();
    i18n_start ("en");
    return cmocka_run_group_tests (tests, NULL, NULL);
}
