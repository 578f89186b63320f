/* SPDX-License-Identifier: Apache-2.0 */
/* bench_load.c: up to 64 CURVE clients that file continuation reports, in turn on the incidents of their own, 64 in
 * all: one incident takes no more than 9999 reports.
 *
 *   bench_load REQUEST_ENDPOINT OUTSTANDING SECONDS    prints: commands/s, p50 ms, p99 ms */
#include "bench_rig.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <zmq.h>

enum {
    REPLY_MAX = 4096,
    OUTSTANDING_MAX = 4096,
    WARM_UP_US = 500000,
    SILENCE_MS_MAX = 10000, /* no reply at all for so long: something is broken */
    US_PER_S = 1000000,
};

struct client {
    void *socket;
    struct rig_request *requests; /* one for each incident */
    unsigned next_request;
    int64_t *sent_us; /* of each slot */
};

struct load {
    struct client clients[RIG_CLIENTS];
    unsigned clients_count, slots; /* slots: commands under way of one client */
    unsigned incidents;            /* of one client */
    int epoll_fd;
    bool measuring;
    uint64_t done, failed;
    struct rig_times times;
};

static void
send_next (struct load *load, struct client *client, uint32_t slot)
{
    struct rig_request *request = &client->requests[client->next_request];
    client->next_request = (client->next_request + 1) % load->incidents;
    rig_stamp (request, slot);
    client->sent_us[slot] = rig_now_us ();
    if (zmq_send (client->socket, request->bytes, request->size, ZMQ_DONTWAIT) < 0)
        rig_die ("send: %s", zmq_strerror (errno));
}

static void
take_reply (struct load *load, struct client *client, const uint8_t *data, size_t size)
{
    int status;
    uint32_t slot;
    if (!rig_reply_glance (data, size, &status, &slot) || slot >= load->slots)
        rig_die ("a reply that can't be read");
    if (status == MUSTER__V1__REPLY_STATUS__REPLY_STATUS_PENDING)
        return;
    load->failed += status != MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK;
    load->done++;
    if (load->measuring)
        rig_times_add (&load->times, rig_now_us () - client->sent_us[slot]);
    send_next (load, client, slot);
}

/* Until there is nothing more: ZMQ_FD tells of news once only. */
static void
drain (struct load *load, struct client *client)
{
    uint8_t reply[REPLY_MAX];
    int size;
    while ((size = zmq_recv (client->socket, reply, sizeof reply, ZMQ_DONTWAIT)) >= 0)
        take_reply (load, client, reply, (size_t)size);
}

static void
run_for (struct load *load, int64_t us)
{
    struct epoll_event events[RIG_CLIENTS];
    int64_t end = rig_now_us () + us;
    while (rig_now_us () < end) {
        int count = epoll_wait (load->epoll_fd, events, RIG_CLIENTS, SILENCE_MS_MAX);
        if (count == 0)
            rig_die ("no reply for %d ms", SILENCE_MS_MAX);
        for (int i = 0; i < count; i++)
            drain (load, events[i].data.ptr);
    }
}

/* Reports an incident that the load then continues. */
static uint64_t
report_first (struct client *client)
{
    uint8_t bytes[REPLY_MAX];
    struct rig_request report;
    rig_make_report (&report);
    rig_stamp (&report, 0);
    if (zmq_send (client->socket, report.bytes, report.size, 0) < 0)
        rig_die ("send: %s", zmq_strerror (errno));
    int size = zmq_recv (client->socket, bytes, sizeof bytes, 0);
    Muster__V1__Reply *reply = size < 0 ? NULL : muster__v1__reply__unpack (NULL, (size_t)size, bytes);
    if (!reply || reply->status != MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK)
        rig_die ("a report was not taken: %s", reply && reply->text ? reply->text : "no reply");
    uint64_t incident = reply->subject;
    muster__v1__reply__free_unpacked (reply, NULL);
    return incident;
}

static void
open_clients (struct load *load, void *context, const char *endpoint)
{
    int wait_ms = SILENCE_MS_MAX;
    load->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
    for (unsigned i = 0; i < load->clients_count; i++) {
        struct client *client = &load->clients[i];
        client->socket = rig_connect (context, ZMQ_DEALER, RIG_CLIENT_FIRST + i, endpoint);
        zmq_setsockopt (client->socket, ZMQ_RCVTIMEO, &wait_ms, sizeof wait_ms);
        client->sent_us = calloc (load->slots, sizeof *client->sent_us);
        client->requests = calloc (load->incidents, sizeof *client->requests);
        for (unsigned n = 0; n < load->incidents; n++)
            rig_make_continue (report_first (client), &client->requests[n]);
        struct epoll_event event = { .events = EPOLLIN, .data.ptr = client };
        if (epoll_ctl (load->epoll_fd, EPOLL_CTL_ADD, rig_fd (client->socket), &event) != 0)
            rig_die ("epoll: %s", strerror (errno));
    }
}

static int
measure (const char *endpoint, unsigned outstanding, unsigned seconds)
{
    static struct load load;
    void *context = zmq_ctx_new ();
    load.clients_count = outstanding < RIG_CLIENTS ? outstanding : RIG_CLIENTS;
    load.slots = outstanding / load.clients_count;
    load.incidents = RIG_CLIENTS / load.clients_count;
    open_clients (&load, context, endpoint);
    for (unsigned i = 0; i < load.clients_count; i++)
        for (uint32_t slot = 0; slot < load.slots; slot++)
            send_next (&load, &load.clients[i], slot);
    for (unsigned i = 0; i < load.clients_count; i++)
        drain (&load, &load.clients[i]); /* what came while sending */
    run_for (&load, WARM_UP_US);
    load.measuring = true;
    uint64_t done = load.done;
    int64_t began = rig_now_us ();
    run_for (&load, (int64_t)seconds * US_PER_S);
    double took_s = (double)(rig_now_us () - began) / US_PER_S;
    if (load.failed > 0)
        rig_die ("%llu commands were not accepted", (unsigned long long)load.failed);
    double p50 = rig_times_percentile_ms (&load.times, 50), p99 = rig_times_percentile_ms (&load.times, 99);
    printf ("%.0f %.3f %.3f\n", (double)(load.done - done) / took_s, p50, p99);
    for (unsigned i = 0; i < load.clients_count; i++) {
        zmq_close (load.clients[i].socket);
        free (load.clients[i].sent_us);
        free (load.clients[i].requests);
    }
    rig_times_free (&load.times);
    zmq_ctx_term (context);
    return 0;
}

int
main (int argc, char **argv)
{
    if (argc != 4)
        rig_die ("usage: bench_load REQUEST_ENDPOINT OUTSTANDING SECONDS");
    unsigned long outstanding = rig_number (argv[2], OUTSTANDING_MAX);
    if (outstanding == 0)
        rig_die ("nothing outstanding: nothing to measure");
    return measure (argv[1], (unsigned)outstanding, (unsigned)rig_number (argv[3], 3600));
}
