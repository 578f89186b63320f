/* SPDX-License-Identifier: Apache-2.0 */
/* test_config.c: what musterd.yaml means, what it must not say, and that the printed forms are true. */
#include "config/config.h"

#include "util/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define NEEDED_BUS "bus: {secret_key_file: k}\n"
#define NEEDED_STORE "store: {connection: dbname=muster}\n"
#define MINIMAL "centre: xiangfen\n" NEEDED_BUS NEEDED_STORE

static struct config
parse_good (const char *text)
{
    struct config config;
    struct error error = { "" };
    if (config_parse (text, strlen (text), "/etc/muster/t.yaml", &config, &error) == -1)
        fail_msg ("%s", error.text);
    return config;
}

static void
assert_zero (const void *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        assert_int_equal (((const unsigned char *)data)[i], 0);
}

static void
assert_refused (const char *text, size_t size, const char *expected)
{
    struct config config;
    struct error error = { "" };
    memset (&config, 0x55, sizeof (config));
    assert_int_equal (config_parse (text, size, "t.yaml", &config, &error), -1);
    assert_string_equal (error.text, expected);
    assert_zero (&config, sizeof (config));
}

/* ---- good ones ---- */

static void
test_what_is_not_said_has_its_default (void **state)
{
    (void)state;
    struct config config = parse_good (MINIMAL);
    assert_string_equal (config.centre, "xiangfen");
    assert_string_equal (config.bus.request_endpoint, "tcp://0.0.0.0:7310");
    assert_string_equal (config.bus.feed_endpoint, "tcp://0.0.0.0:7311");
    assert_null (config.bus.advertise);
    assert_int_equal (config.bus.message_size_max, 512 * 1024);
    assert_int_equal (config.bus.request_hwm, 1000);
    assert_int_equal (config.bus.feed_hwm, 4000);
    assert_int_equal (config.bus.handshake_ms, 5000);
    assert_int_equal (config.bus.turn_budget, 256);
    assert_null (config.store.passfile);
    assert_int_equal (config.store.connect_timeout_ms, 5000);
    assert_int_equal (config.store.lease_ms, 10000);
    assert_int_equal (config.limits.open_incidents, 100000);
    assert_int_equal (config.limits.settled_in_memory, 10000);
    assert_int_equal (config.limits.recent_commands, 65536);
    assert_int_equal (config.limits.waiting_commands, 20000);
    assert_int_equal (config.limits.command_answer_interim_ms, 2000);
    assert_string_equal (config.first_admin.code, "");
    assert_int_equal (config.log.level, LOG_INFO);
    config_free (&config);
    assert_zero (&config, sizeof (config));
}

static void
test_what_is_said_counts (void **state)
{
    (void)state;
    struct config config = parse_good ("centre: \"141023\"\n"
                                       "bus:\n"
                                       "  request_endpoint: tcp://*:*\n"
                                       "  feed_endpoint: tcp://*:*\n"
                                       "  advertise: tcp://muster.example:7310\n"
                                       "  secret_key_file: keys/server 襄汾.secret\n"
                                       "  message_size_max: 1MiB\n"
                                       "  handshake: 750ms\n"
                                       "store:\n"
                                       "  connection: postgresql://muster@db1:5432,db2:5432/muster\n"
                                       "  passfile: /run/secrets/pgpass\n"
                                       "  lease: 2m\n"
                                       "first_admin: {code: chief, public_key_file: chief.public}\n"
                                       "log: {level: debug}\n");
    assert_string_equal (config.centre, "141023");
    assert_string_equal (config.bus.advertise, "tcp://muster.example:7310");
    assert_int_equal (config.bus.message_size_max, 1 << 20);
    assert_int_equal (config.bus.handshake_ms, 750);
    assert_int_equal (config.store.lease_ms, 120000);
    assert_string_equal (config.first_admin.code, "chief");
    assert_int_equal (config.log.level, LOG_DEBUG);
    config_free (&config);
}

static void
test_files_are_relative_to_the_yaml_file (void **state)
{
    (void)state;
    struct config config = parse_good ("centre: x\nbus: {secret_key_file: keys/server}\n"
                                       "store: {connection: dbname=m, passfile: /run/pgpass}\n"
                                       "first_admin: {code: a, public_key_file: ../a.public}\n");
    assert_string_equal (config.bus.secret_key_file, "/etc/muster/keys/server");
    assert_string_equal (config.store.passfile, "/run/pgpass");
    assert_string_equal (config.first_admin.public_key_file, "/etc/muster/../a.public");
    config_free (&config);

    struct error error = { "" };
    assert_int_equal (config_parse (MINIMAL, strlen (MINIMAL), "here.yaml", &config, &error), 0);
    assert_string_equal (config.bus.secret_key_file, "k");
    config_free (&config);
}

static void
test_a_section_with_everything_commented_out_is_all_defaults (void **state)
{
    (void)state;
    struct config config = parse_good (MINIMAL "limits:\n  # open_incidents: 5\nlog:\n");
    assert_int_equal (config.limits.open_incidents, 100000);
    assert_int_equal (config.log.level, LOG_INFO);
    config_free (&config);
}

static void
test_the_edges_of_a_range_belong_to_it (void **state)
{
    (void)state;
    struct config config = parse_good ("centre: abcdefghijklmnopqrstuvwxyz-01234\n"
                                       "bus: {secret_key_file: k, request_hwm: 1, feed_hwm: 100000}\n" NEEDED_STORE
                                       "limits: {open_incidents: 200000, settled_in_memory: 0}\n");
    assert_int_equal (strlen (config.centre), CODE_MAX);
    assert_int_equal (config.bus.request_hwm, 1);
    assert_int_equal (config.bus.feed_hwm, 100000);
    assert_int_equal (config.limits.open_incidents, 200000);
    assert_int_equal (config.limits.settled_in_memory, 0);
    config_free (&config);
}

/* ---- bad ones ---- */

#define DURATION_OF(range_) "expected a duration " range_ " (such as 500ms, 5s, 10m, 24h, 3d), got "
#define NESTED_12 "[[[[[[[[[[[["

static const struct {
    const char *text, *error;
} bad[] = {
    /* the values */
    { MINIMAL "limits: {waiting_commands: abc}\n",
      "t.yaml:4:28: key 'limits.waiting_commands': expected an integer 1..1000000, got 'abc'" },
    { "centre: x\nbus:\n  secret_key_file: k\n  request_hwm: 0\n" NEEDED_STORE,
      "t.yaml:4:16: key 'bus.request_hwm': expected an integer 1..100000, got '0'" },
    { "centre: x\nbus:\n  secret_key_file: k\n  request_hwm: 100001\n" NEEDED_STORE,
      "t.yaml:4:16: key 'bus.request_hwm': expected an integer 1..100000, got '100001'" },
    { "centre: x\nbus:\n  request_hwm: 99999999999999999999999999\n",
      "t.yaml:3:16: key 'bus.request_hwm': expected an integer 1..100000, got '99999999999999999999999999'" },
    { "centre: x\nbus:\n  request_hwm: -1\n",
      "t.yaml:3:16: key 'bus.request_hwm': expected an integer 1..100000, got '-1'" },
    { "centre: x\nbus:\n  request_hwm:\n",
      "t.yaml:3:15: key 'bus.request_hwm': expected an integer 1..100000, got nothing" },
    { "centre: x\nbus:\n  request_hwm: [5]\n",
      "t.yaml:3:16: key 'bus.request_hwm': expected an integer 1..100000, got a list" },
    { "centre: 襄汾\n", "t.yaml:1:9: key 'centre': expected 1..32 characters of a-z, 0-9 and '-', got '襄汾'" },
    { "centre: abcdefghijklmnopqrstuvwxyz-012345\n", "t.yaml:1:9: key 'centre': expected 1..32 characters of a-z, "
                                                     "0-9 and '-', got 'abcdefghijklmnopqrstuvwxyz-012345'" },
    { "centre: x\nbus: {handshake: 5}\n", "t.yaml:2:18: key 'bus.handshake': " DURATION_OF ("100ms..1m") "'5'" },
    { "centre: x\nbus: {handshake: 2h}\n", "t.yaml:2:18: key 'bus.handshake': " DURATION_OF ("100ms..1m") "'2h'" },
    { "centre: x\nbus: {handshake: 5 s}\n", "t.yaml:2:18: key 'bus.handshake': " DURATION_OF ("100ms..1m") "'5 s'" },
    { "centre: x\nbus: {handshake: 999999999999999d}\n",
      "t.yaml:2:18: key 'bus.handshake': " DURATION_OF ("100ms..1m") "'999999999999999d'" },
    { "centre: x\nbus: {message_size_max: 512kb}\n",
      "t.yaml:2:25: key 'bus.message_size_max': expected a size 4KiB..16MiB (such as 4KiB, 16MiB), got '512kb'" },
    { "centre: x\nlog: {level: loud}\n",
      "t.yaml:2:14: key 'log.level': expected one of error, warning, info, debug, got 'loud'" },
    { "centre: x\nbus: {request_endpoint: 'ipc:///tmp/x'}\n",
      "t.yaml:2:25: key 'bus.request_endpoint': expected an endpoint tcp://address:port (such as "
      "tcp://0.0.0.0:7310), got 'ipc:///tmp/x'" },
    { "centre: x\nbus: {request_endpoint: 'tcp://0.0.0.0:65536'}\n",
      "t.yaml:2:25: key 'bus.request_endpoint': expected an endpoint tcp://address:port (such as "
      "tcp://0.0.0.0:7310), got 'tcp://0.0.0.0:65536'" },
    { "centre: x\nbus: {advertise: 'tcp://0.0.0.0:7310'}\n",
      "t.yaml:2:18: key 'bus.advertise': expected an endpoint that clients can reach, tcp://address:port (no "
      "wildcard), got 'tcp://0.0.0.0:7310'" },
    { "centre: x\nbus: {secret_key_file: \"a\\nb\"}\n",
      "t.yaml:2:24: key 'bus.secret_key_file': expected one line of text, 1..1024 bytes, without control characters, "
      "got 'a?b'" },
    { "centre: x\nbus: {secret_key_file: \"\\u202Eterces\"}\n",
      "t.yaml:2:24: key 'bus.secret_key_file': expected one line of text, 1..1024 bytes, without control characters, "
      "got '?terces'" },
    /* passwords, and that no message repeats one */
    { "centre: x\n" NEEDED_BUS "store: {connection: dbname=m password=hunter2}\n",
      "t.yaml:3:21: key 'store.connection': expected a connection string without a password; put it in "
      "store.passfile" },
    { "centre: x\n" NEEDED_BUS "store: {connection: \"password = 'hunter2'\"}\n",
      "t.yaml:3:21: key 'store.connection': expected a connection string without a password; put it in "
      "store.passfile" },
    { "centre: x\n" NEEDED_BUS "store: {connection: sslpassword=hunter2}\n",
      "t.yaml:3:21: key 'store.connection': expected a connection string without a password; put it in "
      "store.passfile" },
    { "centre: x\n" NEEDED_BUS "store: {connection: 'postgresql://m:hunter2@db/m'}\n",
      "t.yaml:3:21: key 'store.connection': expected a connection string without a password; put it in "
      "store.passfile" },
    /* the keys */
    { "centre: x\nbus: {reqest_hwm: 5}\n",
      "t.yaml:2:7: key 'bus.reqest_hwm': unknown key; did you mean 'request_hwm'?" },
    { "center: x\n", "t.yaml:1:1: key 'center': unknown key; did you mean 'centre'?" },
    { "centre: x\nbuss: {}\n", "t.yaml:2:1: key 'buss': unknown key; did you mean 'bus'?" },
    { "centre: x\nsomething_else: 1\n", "t.yaml:2:1: key 'something_else': unknown key; "
                                        "expected one of centre, bus, store, limits, first_admin, log, test" },
    { "centre: x\nbus.request_hwm: 5\n", "t.yaml:2:1: key 'bus.request_hwm': unknown key; "
                                         "expected one of centre, bus, store, limits, first_admin, log, test" },
    { "centre: x\nlog: {level: info}\ncentre: y\n",
      "t.yaml:3:1: key 'centre': duplicate key; it already stands on line 1" },
    { "centre: x\nlog: {level: info}\nlog: {level: info}\n",
      "t.yaml:3:1: key 'log': duplicate key; it already stands on line 2" },
    { "centre: x\n" NEEDED_BUS "store: {lease: 5s}\n",
      "t.yaml:3:1: key 'store.connection': missing: PostgreSQL, as libpq reads it; several hosts and "
      "target_session_attrs=read-write work. No password here" },
    { NEEDED_BUS NEEDED_STORE, "t.yaml:1:1: key 'centre': missing: code of this command centre; it is part of every "
                               "journal entry and never changes" },
    { "centre: x\nbus: 5\n", "t.yaml:2:6: key 'bus': expected a map of keys, got a single value" },
    { "centre: x\nbus: [a]\n", "t.yaml:2:6: key 'bus': expected a map of keys, got a list" },
    { "- centre\n", "t.yaml:1:1: expected a map of keys, got a list" },
    { MINIMAL "first_admin: {code: a}\n",
      "t.yaml:4:1: key 'first_admin.public_key_file': missing: the first admin needs a code and a public_key_file" },
    { MINIMAL "first_admin: {public_key_file: a}\n",
      "t.yaml:4:1: key 'first_admin.code': missing: the first admin needs a code and a public_key_file" },
    { "centre: x\nbus:\n  secret_key_file: k\n  feed_endpoint: tcp://0.0.0.0:7310\n" NEEDED_STORE,
      "t.yaml:4:18: key 'bus.feed_endpoint': the request endpoint and the feed endpoint must differ" },
    /* the document */
    { "", "t.yaml:1:1: the file is empty" },
    { "# nothing\n", "t.yaml:2:1: the file is empty" },
    { "centre: x\n---\ncentre: y\n", "t.yaml:2:1: several documents in one file; keep one" },
    { "centre: &a x\n", "t.yaml:1:9: anchors (&name) are not allowed; write the value out" },
    { "centre: *a\n", "t.yaml:1:9: aliases (*name) are not allowed; write the value out" },
    { "centre: !!str x\n", "t.yaml:1:9: tags (!name) are not allowed; write the plain value" },
    { "? [a, b]\n: c\n", "t.yaml:1:3: a key must be a single word, not a list or a map" },
    { "? \"a\\nb\"\n: c\n", "t.yaml:1:3: a key must be one line of text without control characters" },
    { "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklm: 1\n",
      "t.yaml:1:1: a key is at most 64 bytes long" },
    { "centre: " NESTED_12 "\n", "t.yaml:1:20: nested too deeply (at most 12 levels)" },
    { "centre: \"a\\0b\"\n", "t.yaml:1:9: a text must not hold a NUL character" },
    { "centre: x\nbus: {\n",
      "t.yaml:3:1: not valid YAML: did not find expected node content while parsing a flow node" },
    { "centre: x\n  bus: y\n", "t.yaml:2:6: not valid YAML: mapping values are not allowed in this context" },
    { "# 襄汾\ncentre: \"\xff\"\n", "t.yaml:2:10: not UTF-8; save the file as UTF-8" },
    { "# \xc0\xaf\n", "t.yaml:1:3: not UTF-8; save the file as UTF-8" },
    { "# \xed\xa0\x80\n", "t.yaml:1:3: not UTF-8; save the file as UTF-8" },
    { "# 襄汾 \xe8\xa5", "t.yaml:1:6: not UTF-8; save the file as UTF-8" },
    { "centre: x\n\x1b[2J\n", "t.yaml:2:1: control characters are not allowed" },
};

static void
test_bad_files_are_refused_with_the_place_and_what_was_expected (void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof (bad) / sizeof (bad[0]); i++)
        assert_refused (bad[i].text, strlen (bad[i].text), bad[i].error);
}

static void
test_a_nul_byte_is_refused (void **state)
{
    (void)state;
    assert_refused ("centre: x\0y\n", 12, "t.yaml:1:10: control characters are not allowed");
}

static void
test_a_document_is_bounded (void **state)
{
    (void)state;
    char *text = malloc (CONFIG_TEXT_MAX + 1);
    assert_non_null (text);
    memset (text, '#', CONFIG_TEXT_MAX + 1);
    assert_refused (text, CONFIG_TEXT_MAX, "t.yaml:2:1: the file is empty");
    assert_refused (text, CONFIG_TEXT_MAX + 1, "t.yaml: 65537 bytes; at most 65536 are read");
    free (text);
}

static void
test_a_missing_file_is_named (void **state)
{
    (void)state;
    struct config config;
    struct error error = { "" };
    assert_int_equal (config_load ("/nonexistent/m.yaml", &config, &error), -1);
    assert_string_equal (error.text, "/nonexistent/m.yaml: can't be opened: No such file or directory");
    assert_int_equal (config_load ("/", &config, &error), -1);
    assert_string_equal (error.text, "/: can't be read: Is a directory");
}

/* ---- reload ---- */

static const struct {
    const char *text, *error; /* error NULL = a running daemon takes it */
} reloads[] = {
    { MINIMAL, NULL },
    { MINIMAL "log: {level: debug}\n", NULL },
    { MINIMAL "limits: {waiting_commands: 5, command_answer_interim: 1s}\n", NULL },
    { "centre: xiangfen\nbus: {secret_key_file: k, turn_budget: 1}\n" NEEDED_STORE, NULL },
    { "centre: linfen\n" NEEDED_BUS NEEDED_STORE,
      "key 'centre' has changed, which needs a restart; the running configuration stays" },
    { "centre: xiangfen\nbus: {secret_key_file: k, feed_hwm: 5, handshake: 1s}\n" NEEDED_STORE,
      "key 'bus.feed_hwm' has changed, which needs a restart; the running configuration stays" },
    { "centre: xiangfen\n" NEEDED_BUS "store: {connection: dbname=muster, passfile: p}\n",
      "key 'store.passfile' has changed, which needs a restart; the running configuration stays" },
    { MINIMAL "limits: {open_incidents: 5}\n",
      "key 'limits.open_incidents' has changed, which needs a restart; the running configuration stays" },
};

static void
test_reload_takes_some_keys_and_names_the_first_that_needs_a_restart (void **state)
{
    (void)state;
    struct config old = parse_good (MINIMAL);
    for (size_t i = 0; i < sizeof (reloads) / sizeof (reloads[0]); i++) {
        struct error error = { "" };
        struct config new = parse_good (reloads[i].text);
        assert_int_equal (config_reload_check (&old, &new, &error), reloads[i].error ? -1 : 0);
        assert_string_equal (error.text, reloads[i].error ? reloads[i].error : "");
        config_free (&new);
    }
    config_free (&old);
}

/* ---- printing ---- */

static char *
print_config (const struct config *config)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream (&text, &size);
    assert_non_null (file);
    if (config)
        config_print (config, file);
    else
        config_print_example (file);
    assert_int_equal (fclose (file), 0);
    return text;
}

static char *
read_text (const char *path)
{
    char *text = calloc (1, CONFIG_TEXT_MAX + 1);
    FILE *file = fopen (path, "r");
    assert_non_null (text);
    if (!file)
        fail_msg ("no %s", path);
    assert_true (fread (text, 1, CONFIG_TEXT_MAX, file) > 0);
    fclose (file);
    return text;
}

static void
test_what_is_shown_can_be_read_again (void **state)
{
    (void)state;
    struct config config = parse_good ("centre: xiangfen\nbus: {secret_key_file: 'a\"b\\c: # 襄汾', request_hwm: 7}\n"
                                       "store: {connection: \"dbname='m u'\", lease: 90s, connect_timeout: 1500ms}\n"
                                       "first_admin: {code: a, public_key_file: '- x'}\n");
    char *text = print_config (&config);
    struct config again = parse_good (text);
    char *text_again = print_config (&again);
    assert_string_equal (text, text_again);
    assert_string_equal (again.bus.secret_key_file, "/etc/muster/a\"b\\c: # 襄汾");
    assert_int_equal (again.store.lease_ms, 90000);
    assert_int_equal (again.store.connect_timeout_ms, 1500);
    assert_non_null (strstr (text, "\n  request_hwm: 7\n"));
    assert_non_null (strstr (text, "\n  feed_hwm: 4000 # default\n"));
    assert_non_null (strstr (text, "\n  # advertise is not set\n"));
    free (text);
    free (text_again);
    config_free (&config);
    config_free (&again);
}

static void
test_the_shipped_example_is_what_the_table_prints (void **state)
{
    (void)state;
    char *shipped = read_text (MUSTER_DEPLOY "/musterd.example.yaml");
    char *printed = print_config (NULL);
    if (strcmp (shipped, printed) != 0)
        fail_msg ("deploy/musterd.example.yaml is out of step; it must be:\n%s", printed);
    struct config config = parse_good (shipped);
    assert_string_equal (config.centre, "xiangfen");
    assert_int_equal (config.bus.request_hwm, 1000);
    config_free (&config);
    free (shipped);
    free (printed);
}

static void
test_the_example_can_be_loaded_from_its_file (void **state)
{
    (void)state;
    struct config config;
    struct error error = { "" };
    if (config_load (MUSTER_DEPLOY "/musterd.example.yaml", &config, &error) == -1)
        fail_msg ("%s", error.text);
    assert_string_equal (config.bus.secret_key_file, MUSTER_DEPLOY "/server.secret");
    config_free (&config);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_what_is_not_said_has_its_default),
        cmocka_unit_test (test_what_is_said_counts),
        cmocka_unit_test (test_files_are_relative_to_the_yaml_file),
        cmocka_unit_test (test_a_section_with_everything_commented_out_is_all_defaults),
        cmocka_unit_test (test_the_edges_of_a_range_belong_to_it),
        cmocka_unit_test (test_bad_files_are_refused_with_the_place_and_what_was_expected),
        cmocka_unit_test (test_a_nul_byte_is_refused),
        cmocka_unit_test (test_a_document_is_bounded),
        cmocka_unit_test (test_a_missing_file_is_named),
        cmocka_unit_test (test_reload_takes_some_keys_and_names_the_first_that_needs_a_restart),
        cmocka_unit_test (test_what_is_shown_can_be_read_again),
        cmocka_unit_test (test_the_shipped_example_is_what_the_table_prints),
        cmocka_unit_test (test_the_example_can_be_loaded_from_its_file),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
