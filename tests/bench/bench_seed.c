/* SPDX-License-Identifier: Apache-2.0 */
/* bench_seed.c: fills a database through the daemon's own pipeline, without sockets: what it leaves is a sound
 * journal.
 *
 *   bench_seed keys FOLDER                                 writes server.secret, admin.public
 *   bench_seed fill CONNINFO PROFILE HISTORY OPEN          enrols the bench's principals; HISTORY journal rows of
 *                                                          incidents that are closed, then OPEN incidents
 *   bench_seed verify CONNINFO                             walks the whole journal: chain, gaps, replay; prints it */
#include "bench_rig.h"
#include "runner/clock.h"
#include "runner/pipeline.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    POLLS_MAX = 4,
    IN_FLIGHT_MAX = 512, /* two batches: one being stored, one being gathered */
    CHUNK = 256,         /* incidents that are taken through their life together */
    CONTINUATIONS = 4,   /* of each incident that becomes history */
    PROFILE_MAX = 65536,
    WAIT_MS_MAX = 100,
    OPEN_MAX = 200000,
    PRINCIPAL_ADMIN = 1, /* ids are counters: the first that is enrolled */
    PRINCIPAL_OFFICER = 2,
    PRINCIPAL_LEADER = PRINCIPAL_ADMIN + RIG_CLIENTS, /* the last one */
};

struct seed {
    struct pipeline *pipeline;
    struct store *store;
    unsigned in_flight;
    uint64_t last_subject;
    bool verified, sound;
    char text[1024]; /* of the last reply that was not OK, or of verify */
};

static int64_t
now_ms (void)
{
    return rig_wall_ms ();
}

/* ---- the pipeline's output ---- */

static void
take_verify (struct seed *seed, const Muster__V1__VerifyResult *verify)
{
    if (!verify->done)
        return;
    seed->verified = true;
    seed->sound = verify->sound;
    snprintf (seed->text, sizeof seed->text, "%s, %" PRIu64 " entries, %" PRIu64 " entities%s%s",
              verify->sound ? "sound" : "BROKEN", verify->entries_checked, verify->entities_checked,
              verify->text ? ": " : "", verify->text ? verify->text : "");
}

static void
on_reply (void *arg, const struct bus_route *route, const uint8_t *data, size_t size)
{
    struct seed *seed = arg;
    (void)route;
    Muster__V1__Reply *reply = muster__v1__reply__unpack (NULL, size, data);
    if (!reply)
        rig_die ("a reply that can't be read");
    if (reply->status != MUSTER__V1__REPLY_STATUS__REPLY_STATUS_PENDING) {
        if (reply->status != MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK)
            rig_die ("refused: %s", reply->text ? reply->text : reply->code ? reply->code : "no reason");
        seed->in_flight--;
        seed->last_subject = reply->subject;
    }
    if (reply->verify)
        take_verify (seed, reply->verify);
    muster__v1__reply__free_unpacked (reply, NULL);
}

static void
on_publish (void *arg, const char *topic, const uint8_t *data, size_t size)
{
    (void)arg;
    (void)topic;
    (void)data;
    (void)size;
}

static void
on_admit (void *arg, const uint8_t key[KEY_BYTES], uint64_t principal)
{
    (void)arg;
    (void)key;
    (void)principal;
}

static void
on_revoke (void *arg, const uint8_t key[KEY_BYTES])
{
    (void)arg;
    (void)key;
}

static void
on_forget_all (void *arg)
{
    (void)arg;
}

static size_t
on_counters (void *arg, const char **names, uint64_t *values, size_t max)
{
    (void)arg;
    (void)names;
    (void)values;
    (void)max;
    return 0;
}

static void
on_log (void *arg, int level, const char *message, const char *fields)
{
    (void)arg;
    if (level < 2)
        fprintf (stderr, "bench_seed: %s %s\n", message, fields);
}

/* ---- turning ---- */

static void
turn (struct seed *seed)
{
    struct store_poll polls[POLLS_MAX];
    struct pollfd fds[POLLS_MAX];
    size_t count = seed->store->ops->polls (seed->store, polls, POLLS_MAX);
    for (size_t i = 0; i < count; i++)
        fds[i] = (struct pollfd){ .fd = polls[i].fd,
                                  .events = (short)((polls[i].read ? POLLIN : 0) | (polls[i].write ? POLLOUT : 0)) };
    int wait_ms = seed->store->ops->timeout_ms (seed->store, clock_monotonic_ms ());
    int64_t due = pipeline_deadline (seed->pipeline) - now_ms ();
    if (wait_ms < 0 || wait_ms > WAIT_MS_MAX)
        wait_ms = WAIT_MS_MAX;
    if (due < wait_ms)
        wait_ms = due < 0 ? 0 : (int)due;
    poll (fds, (nfds_t)count, wait_ms);
    seed->store->ops->handle (seed->store, clock_monotonic_ms ());
    pipeline_turn (seed->pipeline, now_ms ());
    if (pipeline_state (seed->pipeline) == PIPELINE_FATAL)
        rig_die ("%s", pipeline_fatal_text (seed->pipeline));
}

static void
send (struct seed *seed, uint64_t principal, struct rig_request *request)
{
    static const struct bus_route nowhere = { .size = 1 };
    while (seed->in_flight >= IN_FLIGHT_MAX)
        turn (seed);
    rig_stamp (request, 0);
    seed->in_flight++;
    pipeline_request (seed->pipeline, &nowhere, principal, request->bytes, request->size, now_ms ());
    if (seed->in_flight % STORE_BATCH_COMMANDS_MAX == 0)
        turn (seed);
}

static void
settle (struct seed *seed)
{
    while (seed->in_flight > 0)
        turn (seed);
}

/* ---- what is seeded ---- */

static void
import (struct seed *seed, const char *path)
{
    static uint8_t bytes[PROFILE_MAX + RIG_REQUEST_MAX];
    static char text[PROFILE_MAX + 1];
    static const uint8_t id[RIG_ID_BYTES] = { 1, [6] = 0x70, [8] = 0x80 };
    static const struct bus_route nowhere = { .size = 1 };
    FILE *file = fopen (path, "r");
    size_t size = file ? fread (text, 1, PROFILE_MAX, file) : 0;
    if (size == 0)
        rig_die ("%s: %s", path, strerror (errno));
    fclose (file);
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    Muster__V1__Import body = MUSTER__V1__IMPORT__INIT;
    body.name = "profile.yaml";
    body.text = text;
    request.has_protocol = request.has_id = true;
    request.protocol = 1;
    request.id = (ProtobufCBinaryData){ .len = sizeof id, .data = (uint8_t *)id };
    request.body_case = MUSTER__V1__REQUEST__BODY_IMPORT;
    request.import = &body;
    size = muster__v1__request__pack (&request, bytes);
    seed->in_flight++;
    pipeline_request (seed->pipeline, &nowhere, PRINCIPAL_ADMIN, bytes, size, now_ms ());
    settle (seed);
}

static void
enrol (struct seed *seed)
{
    for (unsigned i = 0; i < RIG_CLIENTS; i++) {
        struct rig_key key;
        struct rig_request packed;
        char code[32];
        Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
        Muster__V1__Enrol body = MUSTER__V1__ENROL__INIT;
        rig_key (RIG_CLIENT_FIRST + i, &key);
        snprintf (code, sizeof code, "bench-%u", i + 1);
        body.code = code;
        body.has_role = body.has_key = true;
        body.role = i + 1 < RIG_CLIENTS ? MUSTER__V1__ROLE__ROLE_DUTY_OFFICER : MUSTER__V1__ROLE__ROLE_DUTY_LEADER;
        body.key = (ProtobufCBinaryData){ .len = RIG_KEY_BYTES, .data = key.public_bytes };
        request.body_case = MUSTER__V1__REQUEST__BODY_ENROL;
        request.enrol = &body;
        rig_pack (&request, &packed);
        send (seed, PRINCIPAL_ADMIN, &packed);
    }
    settle (seed);
}

static void
report (struct seed *seed, unsigned count)
{
    struct rig_request request;
    rig_make_report (&request);
    for (unsigned i = 0; i < count; i++)
        send (seed, PRINCIPAL_OFFICER, &request);
}

/* Incidents that are over, written as they would have been: reported, continued, closed. */
static void
live_through (struct seed *seed, unsigned count)
{
    struct rig_request request;
    uint64_t first = desk_last_id (pipeline_desk (seed->pipeline), ENTITY_INCIDENT) + 1;
    report (seed, count);
    settle (seed);
    for (int round = 0; round < CONTINUATIONS; round++)
        for (unsigned i = 0; i < count; i++) {
            rig_make_continue (first + i, &request);
            send (seed, PRINCIPAL_OFFICER, &request);
        }
    for (unsigned i = 0; i < count; i++) {
        rig_make_close (first + i, &request);
        send (seed, PRINCIPAL_LEADER, &request);
    }
    settle (seed);
}

static void
fill (struct seed *seed, const char *profile, unsigned long history, unsigned open)
{
    import (seed, profile);
    enrol (seed);
    while (desk_head (pipeline_desk (seed->pipeline)) < history)
        live_through (seed, CHUNK);
    report (seed, open);
    settle (seed);
}

static int
verify (struct seed *seed)
{
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    Muster__V1__Verify body = MUSTER__V1__VERIFY__INIT;
    struct rig_request packed;
    request.body_case = MUSTER__V1__REQUEST__BODY_VERIFY;
    request.verify = &body;
    rig_pack (&request, &packed);
    send (seed, PRINCIPAL_ADMIN, &packed);
    settle (seed);
    if (!seed->verified)
        rig_die ("verify gave no result");
    printf ("%s\n", seed->text);
    return seed->sound ? 0 : 1;
}

/* ---- keys ---- */

static void
write_key (const char *folder, const char *name, const char *text)
{
    char path[4096];
    snprintf (path, sizeof path, "%s/%s", folder, name);
    int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || dprintf (fd, "%s\n", text) < 0)
        rig_die ("%s: %s", path, strerror (errno));
    close (fd);
}

static int
write_keys (const char *folder)
{
    struct rig_key server, admin;
    rig_key (RIG_SERVER, &server);
    rig_key (RIG_ADMIN, &admin);
    write_key (folder, "server.secret", server.secret_text);
    write_key (folder, "admin.public", admin.public_text);
    return 0;
}

/* ---- the whole ---- */

static void
begin (struct seed *seed, const char *conninfo)
{
    const struct pipeline_output output = { seed,      on_reply,      on_publish,  on_admit,
                                            on_revoke, on_forget_all, on_counters, on_log };
    struct rig_key admin;
    struct pipeline_options options = { .centre = "bench",
                                        .version = "bench",
                                        .desk = { OPEN_MAX, 10000 },
                                        .recent_commands_max = 65536,
                                        .waiting_commands_max = 20000,
                                        .interim_ms = 60000,
                                        .first_admin_code = "admin" };
    rig_key (RIG_ADMIN, &admin);
    memcpy (options.first_admin_key, admin.public_bytes, KEY_BYTES);
    seed->pipeline = pipeline_create (&options, &output);
    const struct store_options store = { .conninfo = conninfo,
                                         .centre = options.centre,
                                         .endpoint = "",
                                         .settled_max = options.desk.settled_max,
                                         .recent_commands_max = options.recent_commands_max };
    const struct store_callbacks callbacks = pipeline_store_callbacks (seed->pipeline);
    seed->store = store_postgres_create (&store, &callbacks);
    pipeline_start (seed->pipeline, seed->store, now_ms ());
    while (pipeline_state (seed->pipeline) != PIPELINE_LEADING || pipeline_committed_seq (seed->pipeline) == 0)
        turn (seed);
}

int
main (int argc, char **argv)
{
    static struct seed seed;
    int result = 0;
    if (argc == 3 && strcmp (argv[1], "keys") == 0)
        return write_keys (argv[2]);
    bool fills = argc == 6 && strcmp (argv[1], "fill") == 0;
    if (!fills && !(argc == 3 && strcmp (argv[1], "verify") == 0))
        rig_die ("usage: bench_seed keys FOLDER | fill CONNINFO PROFILE HISTORY OPEN | verify CONNINFO");
    begin (&seed, argv[2]);
    if (fills)
        fill (&seed, argv[3], rig_number (argv[4], 100000000), (unsigned)rig_number (argv[5], OPEN_MAX));
    else
        result = verify (&seed);
    seed.store->ops->destroy (seed.store);
    pipeline_destroy (seed.pipeline);
    return result;
}
