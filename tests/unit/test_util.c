/* SPDX-License-Identifier: Apache-2.0 */
/* test_util.c: error texts, allocation, buffers, log lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/alloc.h"
#include "util/buffer.h"
#include "util/error.h"
#include "util/log.h"

enum { LOG_TEXT_MAX = 16384 };

static void
error_holds_its_text_and_returns_minus_one (void **state)
{
    (void)state;
    struct error err;
    assert_int_equal (error_set (&err, "%s:%d: unknown key", "a.yaml", 7), -1);
    assert_string_equal (err.text, "a.yaml:7: unknown key");
    assert_int_equal (error_set (NULL, "nobody listens"), -1);
    assert_int_equal (error_prefix (NULL, "nobody listens"), -1);
}

static void
error_may_be_made_from_its_own_text (void **state)
{
    (void)state;
    struct error err;
    error_set (&err, "disk full");
    error_set (&err, "batch 3: %s", err.text);
    assert_string_equal (err.text, "batch 3: disk full");
}

static void
error_prefix_stands_before_the_text (void **state)
{
    (void)state;
    struct error err;
    error_set (&err, "disk full");
    assert_int_equal (error_prefix (&err, "centre %s", "lin'an"), -1);
    assert_string_equal (err.text, "centre lin'an: disk full");
}

static void
error_longer_than_its_bound_is_cut (void **state)
{
    (void)state;
    struct error err;
    char longer[ERROR_TEXT_MAX * 2];
    memset (longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    error_set (&err, "%s", longer);
    assert_int_equal (strlen (err.text), ERROR_TEXT_MAX - 1);
    error_prefix (&err, "p");
    assert_int_equal (strlen (err.text), ERROR_TEXT_MAX - 1);
    assert_memory_equal (err.text, "p: xxx", 6);
    error_prefix (&err, "%s", longer);
    assert_int_equal (strlen (err.text), ERROR_TEXT_MAX - 1);
    assert_string_equal (err.text + ERROR_TEXT_MAX - 3, ": ");
}

static void
alloc_gives_zeroed_memory_even_for_nothing (void **state)
{
    (void)state;
    static const uint8_t zeros[64];
    uint8_t *some = xcalloc (8, 8);
    assert_memory_equal (some, zeros, 64);
    free (some);
    void *none = xcalloc (0, 8);
    assert_non_null (none);
    none = xrealloc_array (none, 0, 8);
    assert_non_null (none);
    free (none);
}

static void
alloc_copies_and_keeps_null (void **state)
{
    (void)state;
    char *text = xstrdup ("order 7");
    assert_string_equal (text, "order 7");
    free (text);
    assert_null (xstrdup (NULL));
    assert_null (xmemdup ("abc", 0));
    char *bytes = xmemdup ("a\0c", 3);
    assert_memory_equal (bytes, "a\0c", 3);
    free (bytes);
}

/* Runs body in a child that must end by SIGABRT; returns what it wrote on stderr. */
static void
assert_aborts (void (*body) (void), const char *expected)
{
    int ends[2];
    char text[512] = "";
    assert_int_equal (pipe (ends), 0);
    pid_t child = fork ();
    assert_true (child >= 0);
    if (child == 0) {
        const struct rlimit none = { 0, 0 };
        setrlimit (RLIMIT_CORE, &none);
        signal (SIGABRT, SIG_DFL);
        dup2 (ends[1], STDERR_FILENO);
        body ();
        _exit (0);
    }
    close (ends[1]);
    ssize_t size = read (ends[0], text, sizeof text - 1);
    close (ends[0]);
    int status;
    assert_int_equal (waitpid (child, &status, 0), child);
    assert_true (WIFSIGNALED (status));
    assert_int_equal (WTERMSIG (status), SIGABRT);
    assert_true (size > 0);
    assert_non_null (strstr (text, expected));
}

static void
ask_for_a_product_that_overflows (void)
{
    free (xrealloc_array (NULL, SIZE_MAX / 2, 4));
}

static void
alloc_ends_the_process_when_the_size_overflows (void **state)
{
    (void)state;
    assert_aborts (ask_for_a_product_that_overflows, "out of memory");
}

static void
buffer_keeps_what_was_appended_while_it_grows (void **state)
{
    (void)state;
    struct buffer buffer = { 0 };
    for (unsigned i = 0; i < 10000; i++)
        buffer_append (&buffer, &(uint8_t){ (uint8_t)(i % 251) }, 1);
    assert_int_equal (buffer.size, 10000);
    assert_true (buffer.capacity >= 10000);
    for (unsigned i = 0; i < 10000; i++)
        assert_int_equal (buffer.data[i], i % 251);
    buffer_append (&buffer, NULL, 0);
    assert_int_equal (buffer.size, 10000);
    buffer_free (&buffer);
}

static void
buffer_reserve_makes_room_and_leaves_the_size (void **state)
{
    (void)state;
    struct buffer buffer = { 0 };
    buffer_append (&buffer, "ab", 2);
    uint8_t *room = buffer_reserve (&buffer, 5000);
    memset (room, 'z', 5000);
    assert_int_equal (buffer.size, 2);
    buffer.size += 5000;
    assert_memory_equal (buffer.data, "abzz", 4);
    buffer_free (&buffer);
}

static void
buffer_clear_keeps_the_memory_and_free_gives_it_back (void **state)
{
    (void)state;
    struct buffer buffer = { 0 };
    buffer_append (&buffer, "abc", 3);
    const uint8_t *before = buffer.data;
    buffer_clear (&buffer);
    assert_int_equal (buffer.size, 0);
    assert_ptr_equal (buffer.data, before);
    buffer_free (&buffer);
    assert_null (buffer.data);
    assert_int_equal (buffer.capacity, 0);
    buffer_append (&buffer, "again", 5);
    assert_memory_equal (buffer.data, "again", 5);
    buffer_free (&buffer);
}

/* Sends what is logged meanwhile into a file. */
static int
capture_start (FILE *file)
{
    int old = dup (STDERR_FILENO);
    dup2 (fileno (file), STDERR_FILENO);
    return old;
}

static void
capture_end (FILE *file, int old, char ret_text[LOG_TEXT_MAX])
{
    dup2 (old, STDERR_FILENO);
    close (old);
    rewind (file);
    size_t size = fread (ret_text, 1, LOG_TEXT_MAX - 1, file);
    ret_text[size] = '\0';
    fclose (file);
}

static void
log_writes_one_structured_line (void **state)
{
    (void)state;
    char text[LOG_TEXT_MAX];
    FILE *file = tmpfile ();
    int old = capture_start (file);
    log_warning ("batch slow", "seq=%d ms=%d", 42, 900);
    capture_end (file, old, text);
    assert_memory_equal (text, "time=2", 6);
    assert_memory_equal (text + strlen ("time=2026-01-01T00:00:00.000"), "Z level=warning ", 16);
    assert_non_null (strstr (text, "Z level=warning msg=\"batch slow\" seq=42 ms=900\n"));
}

static void
log_leaves_out_what_is_above_the_level (void **state)
{
    (void)state;
    char text[LOG_TEXT_MAX];
    FILE *file = tmpfile ();
    int old = capture_start (file);
    log_debug ("hidden", "%s", "");
    log_set_level (LOG_DEBUG);
    log_debug ("shown", "%s", "");
    log_set_level (LOG_ERROR);
    log_warning ("hidden", "%s", "");
    log_set_level (LOG_INFO);
    capture_end (file, old, text);
    assert_null (strstr (text, "hidden"));
    assert_non_null (strstr (text, "level=debug msg=\"shown\"\n"));
}

static void
log_values_cannot_forge_a_line (void **state)
{
    (void)state;
    char text[LOG_TEXT_MAX];
    FILE *file = tmpfile ();
    int old = capture_start (file);
    log_info ("login", "name=\"%s\"", "eve\nlevel=error\x1b[2J\x7f 值班员");
    capture_end (file, old, text);
    assert_non_null (strstr (text, "name=\"eve\\x0alevel=error\\x1b[2J\\x7f 值班员\"\n"));
    assert_ptr_equal (strchr (text, '\n'), text + strlen (text) - 1);
}

static void
log_line_of_nothing_but_control_bytes_stays_in_its_bounds (void **state)
{
    (void)state;
    char text[LOG_TEXT_MAX], bells[4096];
    memset (bells, '\a', sizeof bells - 1);
    bells[sizeof bells - 1] = '\0';
    FILE *file = tmpfile ();
    int old = capture_start (file);
    log_info (bells, "v=%s", bells);
    capture_end (file, old, text);
    assert_int_equal (text[strlen (text) - 1], '\n');
    assert_in_range (strlen (text), PIPE_BUF - 64, PIPE_BUF);
}

/* The reader of our log has stopped reading. */
static void
log_does_not_wait_for_a_full_pipe (void **state)
{
    (void)state;
    int ends[2], old = dup (STDERR_FILENO);
    char text[LOG_TEXT_MAX], filler[PIPE_BUF];
    memset (filler, 'x', sizeof filler);
    assert_int_equal (pipe2 (ends, O_NONBLOCK), 0);
    while (write (ends[1], filler, sizeof filler) > 0)
        ;
    assert_int_equal (fcntl (ends[1], F_SETFL, 0), 0); /* as a daemon is given it: writing blocks */
    dup2 (ends[1], STDERR_FILENO);
    log_info ("lost", "n=%d", 1);
    log_info ("lost", "n=%d", 2);
    while (read (ends[0], filler, sizeof filler) > 0)
        ;
    log_info ("told", "n=%d", 3);
    dup2 (old, STDERR_FILENO);
    close (old);
    ssize_t size = read (ends[0], text, sizeof text - 1);
    assert_true (size > 0);
    text[size] = '\0';
    close (ends[0]);
    close (ends[1]);
    assert_null (strstr (text, "msg=\"lost\""));
    assert_non_null (strstr (text, "msg=\"log lines lost: nobody read them\" count=2\n"));
    assert_non_null (strstr (text, "msg=\"told\" n=3\n"));
}

static void
log_levels_all_have_a_name (void **state)
{
    (void)state;
    for (int level = 0; level < LOG_LEVELS; level++)
        assert_non_null (log_level_names[level]);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (error_holds_its_text_and_returns_minus_one),
        cmocka_unit_test (error_may_be_made_from_its_own_text),
        cmocka_unit_test (error_prefix_stands_before_the_text),
        cmocka_unit_test (error_longer_than_its_bound_is_cut),
        cmocka_unit_test (alloc_gives_zeroed_memory_even_for_nothing),
        cmocka_unit_test (alloc_copies_and_keeps_null),
        cmocka_unit_test (alloc_ends_the_process_when_the_size_overflows),
        cmocka_unit_test (buffer_keeps_what_was_appended_while_it_grows),
        cmocka_unit_test (buffer_reserve_makes_room_and_leaves_the_size),
        cmocka_unit_test (buffer_clear_keeps_the_memory_and_free_gives_it_back),
        cmocka_unit_test (log_writes_one_structured_line),
        cmocka_unit_test (log_leaves_out_what_is_above_the_level),
        cmocka_unit_test (log_values_cannot_forge_a_line),
        cmocka_unit_test (log_line_of_nothing_but_control_bytes_stays_in_its_bounds),
        cmocka_unit_test (log_does_not_wait_for_a_full_pipe),
        cmocka_unit_test (log_levels_all_have_a_name),
    };
    return cmocka_run_group_tests_name ("util", tests, NULL, NULL);
}
