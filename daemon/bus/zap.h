/* SPDX-License-Identifier: Apache-2.0 */
/* zap.h: answers libzmq's question "may this key come in?" (ZeroMQ RFC 27), inside the loop. */
#ifndef MUSTER_BUS_ZAP_H
#define MUSTER_BUS_ZAP_H

#include <stddef.h>

#include "bus/admission.h"

#define ZAP_DOMAIN_REQUESTS "muster-requests"
#define ZAP_DOMAIN_FEED "muster-feed"

/* Binds the handler; must be done before any CURVE socket is bound. NULL with a text. */
void *zap_open (void *context, struct error *);
/* Answers at most count questions; returns how many it took. */
size_t zap_handle (void *socket, struct admission *, struct bus_counters *, size_t count);

#endif
