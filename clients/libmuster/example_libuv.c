/* SPDX-License-Identifier: Apache-2.0 */
/* example_libuv.c: follows a centre's feed inside a libuv loop and prints what changes.
 *
 *     example_libuv tcp://host:7310 tcp://host:7311 SERVER-KEY SECRET-KEY-FILE
 */
#include <stdio.h>
#include <uv.h>

#include "muster/muster.h"

static void
on_image (void *arg, const Muster__V1__Image *image, const Muster__V1__Event *event)
{
    (void)arg;
    const ProtobufCEnumValue *kind =
        protobuf_c_enum_descriptor_get_value (&muster__v1__entity_kind__descriptor, (int)image->entity_case);
    printf ("%s version %llu%s\n", kind ? kind->name : "?", (unsigned long long)image->version,
            event ? "" : " (by sync)");
}

static void
on_state (void *arg, enum muster_feed_state state, uint64_t head_seq)
{
    static const char *const names[] = {
        [MUSTER_FEED_CONNECTING] = "connecting",
        [MUSTER_FEED_SYNCING] = "syncing",
        [MUSTER_FEED_LIVE] = "live",
        [MUSTER_FEED_STALE] = "stale",
    };
    (void)arg;
    printf ("-- %s, head %llu\n", names[state], (unsigned long long)head_seq);
    fflush (stdout);
}

/* The one descriptor is also readable when a deadline has come, so no timer is needed. */
static void
on_readable (uv_poll_t *poll, int status, int events)
{
    (void)status;
    (void)events;
    muster_process (poll->data);
}

static void
on_interrupt (uv_signal_t *interrupt, int number)
{
    (void)number;
    uv_stop (interrupt->loop);
}

static void
on_walk (uv_handle_t *handle, void *arg)
{
    (void)arg;
    uv_close (handle, NULL);
}

int
main (int argc, char **argv)
{
    if (argc != 5) {
        fprintf (stderr, "usage: %s tcp://host:7310 tcp://host:7311 SERVER-KEY SECRET-KEY-FILE\n", argv[0]);
        return 2;
    }
    struct muster_endpoint endpoint = { .request = argv[1], .feed = argv[2], .server_key = argv[3] };
    struct muster_options options = { .endpoints = &endpoint, .endpoints_count = 1, .secret_key_file = argv[4] };
    char error[MUSTER_ERROR_MAX];
    struct muster *muster = muster_create (&options, error);
    if (!muster) {
        fprintf (stderr, "%s: %s\n", argv[0], error);
        return 1;
    }
    const char *const topics[] = { "" };
    struct muster_feed_callbacks callbacks = { .image = on_image, .state = on_state };
    muster_feed_start (muster, topics, 1, 0, &callbacks);

    uv_loop_t loop;
    uv_poll_t poll;
    uv_signal_t interrupt;
    uv_loop_init (&loop);
    uv_poll_init (&loop, &poll, muster_fd (muster));
    poll.data = muster;
    uv_poll_start (&poll, UV_READABLE, on_readable);
    uv_signal_init (&loop, &interrupt);
    uv_signal_start (&interrupt, on_interrupt, SIGINT);
    uv_run (&loop, UV_RUN_DEFAULT);

    uv_walk (&loop, on_walk, NULL);
    uv_run (&loop, UV_RUN_DEFAULT);
    uv_loop_close (&loop);
    muster_destroy (muster);
    return 0;
}
