/* SPDX-License-Identifier: Apache-2.0 */
/* live_raw.h: a client without any manners: bare ZeroMQ sockets and the protocol's messages, byte by byte. */
#ifndef MUSTER_TESTS_LIVE_RAW_H
#define MUSTER_TESTS_LIVE_RAW_H

#include <muster/v1/envelope.pb-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RAW_ID_BYTES = 16, RAW_ANSWER_MS = 20000, RAW_SILENCE_MS = 700 };

/* A connection under a name whose key lies in $LIVE_DIR/keys; ends the program if that can't be. */
void *raw_connect (const char *who);
/* With a secret key of its own. */
void *raw_connect_key (const char secret[41]);
void raw_close (void *socket);
void raw_send (void *socket, const void *bytes, size_t size);
/* The next reply, to be freed; NULL = none within ms. */
Muster__V1__Reply *raw_receive (void *socket, int ms);
/* How many replies come until none came for ms. */
size_t raw_drain (void *socket, int ms);

/* A request with everything in it, all of it good: a report of an incident. Each test spoils one thing. */
struct draft {
    Muster__V1__Request request;
    Muster__V1__Report report;
    Muster__V1__Statement statement;
    Muster__V1__Figures figures;
    Muster__V1__Position position;
    Muster__V1__Continue continuation;
    Muster__V1__Dispatch dispatch;
    Muster__V1__Rung rung;
    Muster__V1__Close close;
    Muster__V1__Import import;
    Muster__V1__Enrol enrol;
    Muster__V1__Revoke revoke;
    Muster__V1__List list;
    Muster__V1__Status status;
    uint8_t id[RAW_ID_BYTES];
    char *room; /* freed with it */
};

void draft_begin (struct draft *); /* with a new id */
void draft_end (struct draft *);
/* A UUIDv7 of now + ahead_ms. */
void draft_make_id (uint8_t id[RAW_ID_BYTES], int64_t ahead_ms);
/* A text of that many letters, kept by the draft. */
char *draft_text (struct draft *, size_t size);
uint8_t *draft_pack (const struct draft *, size_t *ret_size); /* to be freed */
/* Sends it and waits; the reply is to be freed. Ends the program if none comes. */
Muster__V1__Reply *draft_ask (void *socket, const struct draft *);

/* A counter of `status`; UINT64_MAX = the daemon has none of that name. */
uint64_t raw_counter (void *socket, const char *name);

/* Holds what was expected; counts what was not. */
void check (bool good, const char *format, ...) __attribute__ ((format (printf, 2, 3)));
extern unsigned checks_failed;

#endif
