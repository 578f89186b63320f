/* SPDX-License-Identifier: Apache-2.0 */
/* bench_start.c: how long musterd takes from its start until it answers, and what memory it then holds.
 *
 *   bench_start MUSTERD CONFIG REQUEST_ENDPOINT    starts it, measures, ends it; prints: ms until ready, KiB resident
 *   bench_start ready REQUEST_ENDPOINT             returns when a daemon that runs already answers */
#include "bench_rig.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

enum {
    TRY_MS = 25,
    READY_WAIT_S = 120,
    SETTLE_REPLIES = 20, /* answered before the memory is read: every part has run once */
    REPLY_MAX = 16384,
    US_PER_S = 1000000,
    US_PER_MS = 1000,
};

static bool
ask (void *socket)
{
    uint8_t reply[REPLY_MAX];
    int status;
    uint32_t tag;
    struct rig_request request;
    rig_make_status (&request);
    rig_stamp (&request, 0);
    zmq_send (socket, request.bytes, request.size, ZMQ_DONTWAIT);
    int size = zmq_recv (socket, reply, sizeof reply, 0);
    return size > 0 && rig_reply_glance (reply, (size_t)size, &status, &tag) &&
           status == MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK;
}

/* A socket that was refused (the daemon knows no keys before it has loaded them) never tries again: each try has its
 * own. */
static bool
try_once (void *context, const char *endpoint, int replies)
{
    void *socket = rig_connect (context, ZMQ_DEALER, RIG_ADMIN, endpoint);
    int wait_ms = TRY_MS;
    bool ready = true;
    zmq_setsockopt (socket, ZMQ_RCVTIMEO, &wait_ms, sizeof wait_ms);
    for (int i = 0; i < replies && ready; i++)
        ready = ask (socket);
    zmq_close (socket);
    return ready;
}

static void
await_ready (void *context, const char *endpoint)
{
    int64_t end = rig_now_us () + (int64_t)READY_WAIT_S * US_PER_S;
    while (!try_once (context, endpoint, 1))
        if (rig_now_us () > end)
            rig_die ("the daemon is not ready after %d s", READY_WAIT_S);
}

static long
resident_kib (pid_t pid)
{
    char path[64], line[256];
    long kib = -1;
    snprintf (path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *file = fopen (path, "r");
    while (file && kib < 0 && fgets (line, sizeof line, file))
        if (strncmp (line, "VmRSS:", strlen ("VmRSS:")) == 0)
            kib = strtol (line + strlen ("VmRSS:"), NULL, 10);
    if (file)
        fclose (file);
    if (kib < 0)
        rig_die ("%s: no VmRSS", path);
    return kib;
}

static pid_t
start (const char *musterd, const char *config)
{
    pid_t pid = fork ();
    if (pid < 0)
        rig_die ("fork: %s", strerror (errno));
    if (pid == 0) {
        prctl (PR_SET_PDEATHSIG, SIGKILL);
        execl (musterd, musterd, "--config", config, (char *)NULL);
        _exit (127);
    }
    return pid;
}

int
main (int argc, char **argv)
{
    void *context = zmq_ctx_new ();
    if (argc == 3 && strcmp (argv[1], "ready") == 0) {
        await_ready (context, argv[2]);
        return 0;
    }
    if (argc != 4)
        rig_die ("usage: bench_start MUSTERD CONFIG REQUEST_ENDPOINT | bench_start ready REQUEST_ENDPOINT");
    int64_t began = rig_now_us ();
    pid_t pid = start (argv[1], argv[2]);
    await_ready (context, argv[3]);
    int64_t ready_ms = (rig_now_us () - began) / US_PER_MS;
    while (!try_once (context, argv[3], SETTLE_REPLIES))
        ;
    long kib = resident_kib (pid);
    int status = 0;
    kill (pid, SIGTERM);
    waitpid (pid, &status, 0);
    if (status != 0)
        rig_die ("musterd ended with status %d", status);
    printf ("%lld %ld\n", (long long)ready_ms, kib);
    zmq_ctx_term (context);
    return 0;
}
