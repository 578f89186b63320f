/* SPDX-License-Identifier: Apache-2.0 */
/* links.h: the daemons of a centre and the CURVE sockets to them.
 *
 * Requests go to one daemon at a time, the current one. A socket on which an answer did not come is in doubt; it
 * stays open for a late answer, and is rebuilt when we come back to it, because a client socket that was refused in
 * the CURVE handshake never tries again by itself. All DEALER sockets of one handle carry the same random routing id:
 * the daemon lets the new connection take over the old one's (ZMQ_ROUTER_HANDOVER), so that an answer slower than our
 * patience still arrives. */
#ifndef LIBMUSTER_LINKS_H
#define LIBMUSTER_LINKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "muster/muster.h"

struct mu_reactor;

enum {
    MU_LINK_NONE = -1,
    MU_ROUTE_BYTES = 17,
    MU_HOST_MAX = 256,
    MU_PORT_MAX = 6,
};

struct mu_link {
    char *request, *feed;
    char server_key[MUSTER_KEY_TEXT + 1];
    void *dealer;  /* NULL until the first send */
    void *monitor; /* tells of its handshake, until it has succeeded; NULL = not wanted any more */
    bool doubtful;
    unsigned opened; /* counts the sockets this link has had */
};

struct mu_links {
    void *zmq;
    struct mu_reactor *reactor;
    struct mu_link link[MUSTER_ENDPOINTS_MAX];
    int count;
    int current;
    bool let_in;  /* a daemon has let one of the dealers in; until then nothing has left us */
    int answered; /* the daemon that last answered as leader; MU_LINK_NONE = none yet */
    char secret[MUSTER_KEY_TEXT + 1], public[MUSTER_KEY_TEXT + 1];
    uint8_t route[MU_ROUTE_BYTES];
};

/* Checks and copies the options; connects nothing. */
int mu_links_open (struct mu_links *, struct mu_reactor *, const struct muster_options *, char *ret_error);
void mu_links_close (struct mu_links *); /* takes a zeroed one */

/* To the current daemon. Returns which one, or MU_LINK_NONE when it can't be sent right now. */
int mu_links_send (struct mu_links *, const void *data, size_t size);
/* This daemon is silent or out of date; if it is the current one, the next becomes current. opened says on which of
 * its sockets that was seen (mu_link.opened): a socket made since then is not in doubt. */
void mu_links_doubt (struct mu_links *, int index, unsigned opened);
/* From now on this one is current; an index out of range means the one after the current. */
void mu_links_select (struct mu_links *, int index);
/* Which daemon has this request address? */
int mu_links_find (const struct mu_links *, const char *request);
/* One message from this daemon, if there is one: 1, or 0. */
int mu_links_receive (struct mu_links *, int index, void *ret_msg /* zmq_msg_t, initialised */);
/* Has any of them ever let us in? */
bool mu_links_let_in (struct mu_links *);
/* Is there a message waiting from any of them? */
bool mu_links_readable (struct mu_links *);

/* A socket for the feed of this daemon, not yet subscribed nor connected; NULL when the process has no sockets left.
 */
void *mu_links_feed_open (struct mu_links *, int index);
int mu_links_feed_connect (struct mu_links *, int index, void *socket);
void mu_links_feed_close (struct mu_links *, void *socket); /* takes NULL */

/* A socket with our keys and limits, for this server key. Also what muster_diagnose tries with. */
void *mu_socket_open (void *zmq, int type, const char *server_key, const char *public, const char *secret);
int mu_socket_connect (void *socket, const char *address);

/* "tcp://host:port", "tcp://[::1]:port". */
int mu_address_parse (const char *address, char ret_host[MU_HOST_MAX], char ret_port[MU_PORT_MAX], char *ret_error);
/* Our own key pair as text. */
int mu_keys_load (const char *path, char ret_public[MUSTER_KEY_TEXT + 1], char ret_secret[MUSTER_KEY_TEXT + 1],
                  char *ret_error);
bool mu_key_text_valid (const char *text);

#endif
