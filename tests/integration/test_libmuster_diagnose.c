/* SPDX-License-Identifier: Apache-2.0 */
/* test_libmuster_diagnose.c: each reason for silence gets its own name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zmq.h>

#include "libmuster_rig.h"

enum { TRY_MS = 4000, SILENT_TRY_MS = 600 };

static struct rig_daemon *turned;
static atomic_bool stop;

static void *
turn_daemon (void *arg)
{
    (void)arg;
    while (!atomic_load (&stop)) {
        rig_daemon_step (turned);
        poll (NULL, 0, 1);
    }
    return NULL;
}

/* Diagnoses while the daemon runs beside. */
static enum muster_diagnosis
diagnose (struct rig *rig, const struct muster_endpoint *endpoint, uint32_t timeout_ms, char *ret_text)
{
    pthread_t thread;
    turned = &rig->daemon[0];
    atomic_store (&stop, false);
    pthread_create (&thread, NULL, turn_daemon, NULL);
    enum muster_diagnosis diagnosis = muster_diagnose (endpoint, rig->key_file, timeout_ms, ret_text);
    atomic_store (&stop, true);
    pthread_join (thread, NULL);
    return diagnosis;
}

static struct muster_endpoint
endpoint_of (const struct rig *rig)
{
    return (struct muster_endpoint){ .request = rig->daemon[0].request,
                                     .feed = rig->daemon[0].feed,
                                     .server_key = rig->daemon[0].server_key };
}

static void
a_daemon_that_answers_is_ok (void **state)
{
    (void)state;
    struct rig rig;
    char text[MUSTER_ERROR_MAX];
    rig_open (&rig, 1);
    struct muster_endpoint endpoint = endpoint_of (&rig);
    assert_int_equal (diagnose (&rig, &endpoint, TRY_MS, text), MUSTER_DIAGNOSIS_OK);
    assert_non_null (strstr (text, endpoint.request));
    rig_script (&rig.daemon[0], 1, (enum rig_answer[]){ RIG_NOT_LEADER });
    assert_int_equal (diagnose (&rig, &endpoint, TRY_MS, text), MUSTER_DIAGNOSIS_OK);
    assert_non_null (strstr (text, "does not lead"));
    rig_close (&rig);
}

/* A listening socket of 127.0.0.1 that nobody serves; its address as an endpoint. */
static int
port_take (char address[RIG_ADDRESS_MAX], bool listening)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
    socklen_t size = sizeof at;
    int fd = socket (AF_INET, SOCK_STREAM, 0);
    assert_int_equal (bind (fd, (struct sockaddr *)&at, size), 0);
    assert_int_equal (getsockname (fd, (struct sockaddr *)&at, &size), 0);
    if (listening)
        assert_int_equal (listen (fd, 4), 0);
    snprintf (address, RIG_ADDRESS_MAX, "tcp://127.0.0.1:%d", ntohs (at.sin_port));
    return fd;
}

static void
a_closed_port_is_no_route (void **state)
{
    (void)state;
    struct rig rig;
    char text[MUSTER_ERROR_MAX], address[RIG_ADDRESS_MAX];
    rig_open (&rig, 1);
    struct muster_endpoint endpoint = endpoint_of (&rig);
    int fd = port_take (address, false);
    endpoint.request = address;
    assert_int_equal (diagnose (&rig, &endpoint, TRY_MS, text), MUSTER_DIAGNOSIS_NO_ROUTE);
    assert_non_null (strstr (text, "refused"));
    close (fd);
    rig_close (&rig);
}

static void
a_service_that_says_nothing_is_not_muster (void **state)
{
    (void)state;
    struct rig rig;
    char text[MUSTER_ERROR_MAX], address[RIG_ADDRESS_MAX];
    rig_open (&rig, 1);
    struct muster_endpoint endpoint = endpoint_of (&rig);
    int fd = port_take (address, true);
    endpoint.request = address;
    assert_int_equal (diagnose (&rig, &endpoint, SILENT_TRY_MS, text), MUSTER_DIAGNOSIS_NOT_MUSTER);
    close (fd);
    rig_close (&rig);
}

static void *
greet_otherwise (void *arg)
{
    int fd = accept (*(int *)arg, NULL, NULL);
    static const char banner[] =
        "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3, and enough more to fill a greeting of sixty-four\r\n";
    ssize_t sent = send (fd, banner, sizeof banner, MSG_NOSIGNAL);
    (void)sent;
    close (fd);
    return NULL;
}

static void
another_service_is_not_muster (void **state)
{
    (void)state;
    struct rig rig;
    pthread_t thread;
    char text[MUSTER_ERROR_MAX], address[RIG_ADDRESS_MAX];
    rig_open (&rig, 1);
    struct muster_endpoint endpoint = endpoint_of (&rig);
    int fd = port_take (address, true);
    endpoint.request = address;
    pthread_create (&thread, NULL, greet_otherwise, &fd);
    assert_int_equal (diagnose (&rig, &endpoint, TRY_MS, text), MUSTER_DIAGNOSIS_NOT_MUSTER);
    pthread_join (thread, NULL);
    close (fd);
    rig_close (&rig);
}

static void
zeromq_without_curve_is_not_muster (void **state)
{
    (void)state;
    struct rig rig;
    char text[MUSTER_ERROR_MAX], address[RIG_ADDRESS_MAX];
    size_t size = sizeof address;
    rig_open (&rig, 1);
    struct muster_endpoint endpoint = endpoint_of (&rig);
    void *plain = zmq_socket (rig.daemon[0].zmq, ZMQ_ROUTER);
    assert_int_equal (zmq_bind (plain, "tcp://127.0.0.1:*"), 0);
    zmq_getsockopt (plain, ZMQ_LAST_ENDPOINT, address, &size);
    endpoint.request = address;
    assert_int_equal (diagnose (&rig, &endpoint, TRY_MS, text), MUSTER_DIAGNOSIS_NOT_MUSTER);
    assert_non_null (strstr (text, "CURVE"));
    zmq_close (plain);
    rig_close (&rig);
}

static void
a_wrong_server_key_is_named (void **state)
{
    (void)state;
    struct rig rig;
    char text[MUSTER_ERROR_MAX], wrong[MUSTER_KEY_TEXT + 1], secret[MUSTER_KEY_TEXT + 1];
    rig_open (&rig, 1);
    struct muster_endpoint endpoint = endpoint_of (&rig);
    zmq_curve_keypair (wrong, secret);
    endpoint.server_key = wrong;
    assert_int_equal (diagnose (&rig, &endpoint, TRY_MS, text), MUSTER_DIAGNOSIS_SERVER_KEY);
    assert_non_null (strstr (text, wrong));
    rig_close (&rig);
}

static void
a_key_that_is_not_enrolled_is_named (void **state)
{
    (void)state;
    struct rig rig;
    char text[MUSTER_ERROR_MAX];
    rig_open (&rig, 1);
    rig.daemon[0].zap_status = "400";
    struct muster_endpoint endpoint = endpoint_of (&rig);
    assert_int_equal (diagnose (&rig, &endpoint, TRY_MS, text), MUSTER_DIAGNOSIS_NOT_ENROLLED);
    assert_non_null (strstr (text, "our public key is"));
    rig_close (&rig);
}

static void
a_daemon_that_hangs_gives_no_answer (void **state)
{
    (void)state;
    struct rig rig;
    char text[MUSTER_ERROR_MAX];
    rig_open (&rig, 1);
    struct muster_endpoint endpoint = endpoint_of (&rig);
    rig_script (&rig.daemon[0], 1, (enum rig_answer[]){ RIG_SILENT });
    assert_int_equal (diagnose (&rig, &endpoint, SILENT_TRY_MS, text), MUSTER_DIAGNOSIS_NO_ANSWER);
    /* Its loop does not even get to check the key. */
    rig.daemon[0].zap_status = NULL;
    assert_int_equal (diagnose (&rig, &endpoint, SILENT_TRY_MS, text), MUSTER_DIAGNOSIS_NO_ANSWER);
    rig.daemon[0].zap_status = "500";
    assert_int_equal (diagnose (&rig, &endpoint, TRY_MS, text), MUSTER_DIAGNOSIS_NO_ANSWER);
    rig_close (&rig);
}

static void
a_wrong_context_is_said_before_anything_is_tried (void **state)
{
    (void)state;
    struct rig rig;
    char text[MUSTER_ERROR_MAX];
    rig_open (&rig, 1);
    struct muster_endpoint endpoint = endpoint_of (&rig);
    assert_int_equal (muster_diagnose (&endpoint, "/nowhere/key", TRY_MS, text), MUSTER_DIAGNOSIS_NOT_ENROLLED);
    assert_non_null (strstr (text, "/nowhere/key"));
    endpoint.server_key = "short";
    assert_int_equal (muster_diagnose (&endpoint, rig.key_file, TRY_MS, text), MUSTER_DIAGNOSIS_SERVER_KEY);
    endpoint.request = "host:7310";
    assert_int_equal (muster_diagnose (&endpoint, rig.key_file, TRY_MS, text), MUSTER_DIAGNOSIS_NO_ROUTE);
    rig_close (&rig);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_daemon_that_answers_is_ok),
        cmocka_unit_test (a_closed_port_is_no_route),
        cmocka_unit_test (a_service_that_says_nothing_is_not_muster),
        cmocka_unit_test (another_service_is_not_muster),
        cmocka_unit_test (zeromq_without_curve_is_not_muster),
        cmocka_unit_test (a_wrong_server_key_is_named),
        cmocka_unit_test (a_key_that_is_not_enrolled_is_named),
        cmocka_unit_test (a_daemon_that_hangs_gives_no_answer),
        cmocka_unit_test (a_wrong_context_is_said_before_anything_is_tried),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
