/* SPDX-License-Identifier: Apache-2.0 */
/* test_libmuster_keys.c: ids, key files, and options that are wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "libmuster_rig.h"

static void
ids_are_uuidv7_and_differ (void **state)
{
    (void)state;
    uint8_t a[MUSTER_ID_BYTES], b[MUSTER_ID_BYTES];
    struct timespec now;
    clock_gettime (CLOCK_REALTIME, &now);
    muster_make_id (a);
    muster_make_id (b);
    assert_memory_not_equal (a, b, sizeof a);
    assert_int_equal (a[6] >> 4, 7);
    assert_int_equal (a[8] >> 6, 2);
    int64_t at_ms = 0;
    for (int i = 0; i < 6; i++)
        at_ms = at_ms << 8 | a[i];
    assert_in_range (at_ms, (int64_t)now.tv_sec * 1000, (int64_t)now.tv_sec * 1000 + 60000);
    assert_true (memcmp (a, b, 6) <= 0);
}

static mode_t
file_mode (const char *path)
{
    struct stat about;
    assert_int_equal (stat (path, &about), 0);
    return about.st_mode & 07777;
}

static void
keygen_writes_two_files_and_overwrites_none (void **state)
{
    (void)state;
    struct rig rig;
    char path[96], path_pub[100], public[MUSTER_KEY_TEXT + 1], text[MUSTER_ERROR_MAX];
    uint8_t key[MUSTER_KEY_BYTES];
    rig_open (&rig, 0);
    snprintf (path, sizeof path, "%s/new", rig.folder);
    snprintf (path_pub, sizeof path_pub, "%s.pub", path);
    mode_t umask_before = umask (0);
    assert_int_equal (muster_keygen (path, public, text), 0);
    umask (umask_before);
    assert_int_equal (file_mode (path), 0600);
    assert_int_equal (file_mode (path_pub), 0644);
    assert_int_equal (strlen (public), MUSTER_KEY_TEXT);
    assert_int_equal (muster_key_read (path, key, text), 0);
    assert_int_equal (muster_key_read (path_pub, key, text), 0);

    assert_int_equal (muster_keygen (path, public, text), -1);
    assert_non_null (strstr (text, "exists already"));
    unlink (path);
    /* The public one alone is in the way too, and no secret one is left behind. */
    assert_int_equal (muster_keygen (path, public, text), -1);
    assert_int_equal (access (path, F_OK), -1);
    unlink (path_pub);
    rig_close (&rig);
}

static void
a_secret_key_that_others_may_read_is_refused (void **state)
{
    (void)state;
    struct rig rig;
    uint8_t key[MUSTER_KEY_BYTES];
    char text[MUSTER_ERROR_MAX];
    static const mode_t open_modes[] = { 0640, 0604, 0610, 0666 };
    rig_open (&rig, 0);
    for (size_t i = 0; i < sizeof open_modes / sizeof *open_modes; i++) {
        chmod (rig.key_file, open_modes[i]);
        assert_int_equal (muster_key_read (rig.key_file, key, text), -1);
        assert_non_null (strstr (text, "chmod 600"));
    }
    chmod (rig.key_file, 0400);
    assert_int_equal (muster_key_read (rig.key_file, key, text), 0);
    rig_close (&rig);
}

static void
key_files_may_carry_comments_but_one_key (void **state)
{
    (void)state;
    static const char key_a[] = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";
    static const struct {
        const char *format;
        int result;
    } cases[] = {
        { "%s\n", 0 }, { "# of team 3\n\n%s\r\n", 0 }, { "%s", 0 },       { "%s\n%s\n", -1 }, { "# nothing\n", -1 },
        { "", -1 },    { "%s and more\n", -1 },        { "short\n", -1 },
    };
    struct rig rig;
    rig_open (&rig, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t key[MUSTER_KEY_BYTES];
        char text[MUSTER_ERROR_MAX], line[256];
        snprintf (line, sizeof line, cases[i].format, key_a, key_a);
        FILE *file = fopen (rig.key_file, "w");
        fputs (line, file);
        fclose (file);
        assert_int_equal (muster_key_read (rig.key_file, key, text), cases[i].result);
    }
    rig_close (&rig);
}

static void
create_says_which_option_is_wrong (void **state)
{
    (void)state;
    static const char good[] = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";
    static const struct {
        struct muster_endpoint endpoint;
        size_t count;
        const char *says;
    } cases[] = {
        { { "tcp://h:7310", "tcp://h:7311", good }, 0, "endpoints" },
        { { "tcp://h:7310", "tcp://h:7311", good }, MUSTER_ENDPOINTS_MAX + 1, "endpoints" },
        { { "h:7310", "tcp://h:7311", good }, 1, "endpoint 1: request" },
        { { NULL, "tcp://h:7311", good }, 1, "endpoint 1: request" },
        { { "tcp://h:7310", "tcp://h:0", good }, 1, "endpoint 1: feed" },
        { { "tcp://h:7310", "tcp://h:65536", good }, 1, "endpoint 1: feed" },
        { { "tcp://::1:7310", "tcp://h:7311", good }, 1, "brackets" },
        { { "tcp://h:7310", "tcp://h:7311", "short" }, 1, "server_key" },
        { { "tcp://h:7310", "tcp://h:7311", good }, 1, "/nowhere" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct muster_endpoint endpoints[MUSTER_ENDPOINTS_MAX + 1] = { cases[i].endpoint };
        struct muster_options options = { .endpoints = endpoints,
                                          .endpoints_count = cases[i].count,
                                          .secret_key_file = "/nowhere/key" };
        char text[MUSTER_ERROR_MAX] = "";
        assert_null (muster_create (&options, text));
        assert_non_null (strstr (text, cases[i].says));
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (ids_are_uuidv7_and_differ),
        cmocka_unit_test (keygen_writes_two_files_and_overwrites_none),
        cmocka_unit_test (a_secret_key_that_others_may_read_is_refused),
        cmocka_unit_test (key_files_may_carry_comments_but_one_key),
        cmocka_unit_test (create_says_which_option_is_wrong),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
