/* SPDX-License-Identifier: Apache-2.0 */
/* test_cli_contexts.c: the contexts file: what is right works, what is wrong is told with file and line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "contexts.h"
#include "i18n.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KEY "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID" /* 40 characters, none of them a quote */
#define DAEMON "request: \"tcp://127.0.0.1:7310\", feed: \"tcp://127.0.0.1:7311\""

static char folder[] = "/tmp/muster-contexts-XXXXXX";

static char *
write_file (const char *name, const char *text)
{
    char *path = text_format ("%s/%s", folder, name);
    FILE *file = fopen (path, "w");
    assert_non_null (file);
    fputs (text, file);
    assert_int_equal (fclose (file), 0);
    return path;
}

static int
read_text (const char *text, struct contexts *ret, char *error)
{
    char *path = write_file ("contexts.yaml", text);
    error[0] = '\0';
    int result = contexts_read (path, ret, error);
    free (path);
    return result;
}

static void
a_good_file_is_read_with_paths_relative_to_it (void **state)
{
    (void)state;
    struct contexts contexts;
    char error[CONTEXTS_ERROR_MAX];
    free (write_file ("daemon.pub", KEY "\n"));
    int result =
        read_text ("current: officer\n"
                   "contexts:\n"
                   "  officer:\n"
                   "    daemons:\n"
                   "      - {" DAEMON ", server_key: \"" KEY "\"}\n"
                   "      - {" DAEMON ", server_key_file: daemon.pub}\n"
                   "    secret_key_file: keys/officer.key\n"
                   "  admin: {daemons: [{" DAEMON ", server_key_file: daemon.pub}], secret_key_file: /etc/a.key}\n",
                   &contexts, error);
    assert_string_equal (error, "");
    assert_int_equal (result, 0);
    const struct context *officer = contexts_choose (&contexts, NULL, error),
                         *admin = contexts_choose (&contexts, "admin", error);
    assert_non_null (officer);
    assert_non_null (admin);
    assert_string_equal (officer->name, "officer");
    assert_int_equal (officer->endpoints_count, 2);
    assert_string_equal (officer->endpoints[0].request, "tcp://127.0.0.1:7310");
    assert_string_equal (officer->endpoints[0].server_key, KEY);
    assert_string_equal (officer->endpoints[1].server_key, KEY);
    char *expected = text_format ("%s/keys/officer.key", folder);
    assert_string_equal (officer->secret_key_file, expected);
    assert_string_equal (admin->secret_key_file, "/etc/a.key");
    free (expected);
    contexts_free (&contexts);
}

static void
an_unknown_context_lists_the_known_ones (void **state)
{
    (void)state;
    struct contexts contexts;
    char error[CONTEXTS_ERROR_MAX];
    static const char text[] =
        "contexts:\n  officer: {daemons: [{" DAEMON ", server_key: \"" KEY "\"}], secret_key_file: k}\n"
        "  admin: {daemons: [{" DAEMON ", server_key: \"" KEY "\"}], secret_key_file: k}\n";
    assert_int_equal (read_text (text, &contexts, error), 0);
    assert_null (contexts_choose (&contexts, "offcer", error));
    assert_non_null (strstr (error, "officer, admin"));
    assert_non_null (strstr (error, "offcer"));
    assert_null (contexts_choose (&contexts, NULL, error)); /* no current: never a guess */
    assert_non_null (strstr (error, "officer, admin"));
    setenv ("MUSTER_CONTEXT", "admin", 1);
    assert_string_equal (contexts_choose (&contexts, NULL, error)->name, "admin");
    assert_string_equal (contexts_choose (&contexts, "officer", error)->name, "officer");
    unsetenv ("MUSTER_CONTEXT");
    contexts_free (&contexts);
}

/* The first word wanted in the message is the place. */
static void
what_is_wrong_is_told_with_its_line (void **state)
{
    (void)state;
#define GOOD_DAEMON "{" DAEMON ", server_key: \"" KEY "\"}"
    static const char *const cases[][3] = {
        { "contexts:\n  a: {daemons: [" GOOD_DAEMON "], secret_key_file: k}\ncurent: a\n",
          "contexts.yaml:3:", "curent" },
        { "contexts:\n  a:\n    daemons: [" GOOD_DAEMON "]\n", "contexts.yaml:2:", "secret_key_file" },
        { "contexts:\n  a:\n    secret_key_file: k\n", "contexts.yaml:2:", "daemons" },
        { "contexts:\n  a:\n    daemons: []\n    secret_key_file: k\n", "contexts.yaml:2:", "daemons" },
        { "contexts:\n  a:\n    daemons: tcp://x\n    secret_key_file: k\n", "contexts.yaml:3:", "list" },
        { "contexts:\n  a:\n    daemons:\n    - request: tcp://h:1\n    secret_key_file: k\n",
          "contexts.yaml:4:", "feed" },
        { "contexts:\n  a:\n    daemons:\n    - {" DAEMON "}\n    secret_key_file: k\n",
          "contexts.yaml:4:", "server_key" },
        { "contexts:\n  a:\n    daemons:\n    - {" DAEMON ", server_key: short}\n    secret_key_file: k\n",
          "contexts.yaml:4:", "40" },
        { "contexts:\n  a:\n    daemons:\n    - {" DAEMON ", server_key_file: missing.pub}\n    secret_key_file: k\n",
          "contexts.yaml:4:", "missing.pub" },
        { "contexts:\n  a:\n    daemons:\n    - {request: localhost, feed: \"tcp://h:1\", server_key: \"" KEY
          "\"}\n    secret_key_file: k\n",
          "contexts.yaml:4:", "tcp://" },
        { "contexts:\n  a: {daemons: [" GOOD_DAEMON "], secret_key_file: k}\n  a: {}\n",
          "contexts.yaml:3:", "twice" },
        { "contexts: [\n  a\n", "contexts.yaml:", "" },
        { "contexts:\n\tofficer: x\n", "contexts.yaml:2", "" },
        { "contexts: {}\n", "contexts.yaml:1:", "no context" },
        { "- a\n", "contexts.yaml:1:", "mapping" },
        { "", "contexts.yaml", "empty" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct contexts contexts;
        char error[CONTEXTS_ERROR_MAX];
        int result = read_text (cases[i][0], &contexts, error);
        contexts_free (&contexts);
        if (result == 0 || strstr (error, cases[i][1]) == NULL || strstr (error, cases[i][2]) == NULL)
            fail_msg ("case %zu: result %d, \"%s\"; wanted %s ... %s", i, result, error, cases[i][1], cases[i][2]);
    }
}

static void
a_missing_file_is_an_error_and_no_guess (void **state)
{
    (void)state;
    struct contexts contexts;
    char error[CONTEXTS_ERROR_MAX] = "";
    assert_int_equal (contexts_read ("/nonexistent/contexts.yaml", &contexts, error), -1);
    assert_non_null (strstr (error, "/nonexistent/contexts.yaml"));
    contexts_free (&contexts);
    assert_int_equal (contexts_read (folder, &contexts, error), -1);
    assert_non_null (strstr (error, folder));
    contexts_free (&contexts);
}

static void
the_file_is_where_the_user_says (void **state)
{
    (void)state;
    unsetenv ("MUSTER_CONTEXTS");
    unsetenv ("XDG_CONFIG_HOME");
    setenv ("HOME", "/home/duty", 1);
    char *path = contexts_path (NULL);
    assert_string_equal (path, "/home/duty/.config/muster/contexts.yaml");
    free (path);
    setenv ("MUSTER_CONTEXTS", "/etc/muster/contexts.yaml", 1);
    path = contexts_path (NULL);
    assert_string_equal (path, "/etc/muster/contexts.yaml");
    free (path);
    path = contexts_path ("here.yaml");
    assert_string_equal (path, "here.yaml");
    free (path);
}

static int
remove_folder (void **state)
{
    (void)state;
    static const char *const names[] = { "contexts.yaml", "daemon.pub" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *path = text_format ("%s/%s", folder, names[i]);
        unlink (path);
        free (path);
    }
    return rmdir (folder);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_good_file_is_read_with_paths_relative_to_it),
        cmocka_unit_test (an_unknown_context_lists_the_known_ones),
        cmocka_unit_test (what_is_wrong_is_told_with_its_line),
        cmocka_unit_test (a_missing_file_is_an_error_and_no_guess),
        cmocka_unit_test (the_file_is_where_the_user_says),
    };
    unsetenv ("MUSTER_CONTEXT");
    i18n_start ("en");
    if (mkdtemp (folder) == NULL)
        return 1;
    return cmocka_run_group_tests (tests, NULL, remove_folder);
}
