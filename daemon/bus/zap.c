/* SPDX-License-Identifier: Apache-2.0 */
/* zap.c: the ZAP handler. A ROUTER, not a REP: many handshakes ask at once and none waits for another's answer. */
#include "bus/zap.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bus/socket.h"
#include "util/error.h"

#define ZAP_ENDPOINT "inproc://zeromq.zap.01"
#define ZAP_VERSION "1.0"

enum {
    USER_ID_MAX = 24,
    METADATA_MAX = 1 + sizeof ADMISSION_KEY_PROPERTY + 4 + ADMISSION_KEY_TEXT,
};

/* The frames of a question, in their order. */
enum {
    FRAME_ROUTE,
    FRAME_DELIMITER,
    FRAME_VERSION,
    FRAME_REQUEST_ID,
    FRAME_DOMAIN,
    FRAME_ADDRESS,
    FRAME_IDENTITY,
    FRAME_MECHANISM,
    FRAME_KEY,
    FRAMES
};

struct question {
    zmq_msg_t frames[FRAMES];
    size_t count; /* of all frames, those thrown away too */
};

struct answer {
    const char *status, *text;
    char user_id[USER_ID_MAX];
    uint8_t metadata[METADATA_MAX];
    size_t metadata_size;
};

void *
zap_open (void *context, struct error *err)
{
    void *socket = zmq_socket (context, ZMQ_ROUTER);
    const int linger_ms = 0;
    if (!socket || zmq_setsockopt (socket, ZMQ_LINGER, &linger_ms, sizeof linger_ms) ||
        zmq_bind (socket, ZAP_ENDPOINT)) {
        error_set (err, "the authentication handler cannot start: %s", zmq_strerror (errno));
        if (socket)
            zmq_close (socket);
        return NULL;
    }
    return socket;
}

/* Takes one whole message. Returns false when there is none. */
static bool
question_receive (void *socket, struct question *question)
{
    zmq_msg_t spare;
    bool more = true;
    question->count = 0;
    for (size_t i = 0; i < FRAMES; i++)
        zmq_msg_init (&question->frames[i]);
    zmq_msg_init (&spare);
    while (more) {
        zmq_msg_t *frame = question->count < FRAMES ? &question->frames[question->count] : &spare;
        if (socket_receive (socket, frame) < 0)
            break;
        question->count++;
        more = zmq_msg_more (frame);
    }
    zmq_msg_close (&spare);
    return question->count > 0;
}

static void
question_close (struct question *question)
{
    for (size_t i = 0; i < FRAMES; i++)
        zmq_msg_close (&question->frames[i]);
}

static bool
frame_is (struct question *question, size_t frame, const char *text)
{
    zmq_msg_t *msg = &question->frames[frame];
    return zmq_msg_size (msg) == strlen (text) && memcmp (zmq_msg_data (msg), text, strlen (text)) == 0;
}

/* One property in ZMTP's form: length, name, length in four bytes, value. */
static size_t
metadata_write (uint8_t ret_metadata[METADATA_MAX], const char *key_text)
{
    const size_t name_size = strlen (ADMISSION_KEY_PROPERTY), value_size = strlen (key_text);
    uint8_t *at = ret_metadata;
    *at++ = (uint8_t)name_size;
    at = (uint8_t *)mempcpy (at, ADMISSION_KEY_PROPERTY, name_size);
    at = (uint8_t *)mempcpy (at, (const uint8_t[]){ 0, 0, 0, (uint8_t)value_size }, 4);
    at = (uint8_t *)mempcpy (at, key_text, value_size);
    return (size_t)(at - ret_metadata);
}

static void
question_decide (struct question *question, struct admission *admission, struct answer *ret_answer)
{
    struct admitted *row = NULL;
    *ret_answer = (struct answer){ .status = "400", .text = "this key is not enrolled" };
    if (frame_is (question, FRAME_MECHANISM, "CURVE") && zmq_msg_size (&question->frames[FRAME_KEY]) == BUS_KEY_BYTES)
        row = admission_find (admission, zmq_msg_data (&question->frames[FRAME_KEY]));
    if (!row || row->forgotten)
        return;
    bool feed = frame_is (question, FRAME_DOMAIN, ZAP_DOMAIN_FEED);
    if (feed && row->feed_barred) {
        ret_answer->text = "this key is barred from the feed until it is enrolled anew";
        return;
    }
    row->feed_seen |= feed;
    if (feed)
        row->feed_asked = 0;
    ret_answer->status = "200";
    ret_answer->text = "OK";
    snprintf (ret_answer->user_id, sizeof ret_answer->user_id, "%" PRIu64, row->principal);
    ret_answer->metadata_size = metadata_write (ret_answer->metadata, row->key_text);
}

static void
answer_send (void *socket, struct question *question, const struct answer *answer)
{
    zmq_msg_t *route = &question->frames[FRAME_ROUTE], *id = &question->frames[FRAME_REQUEST_ID];
    const struct {
        const void *data;
        size_t size;
    } frames[] = {
        { zmq_msg_data (route), zmq_msg_size (route) }, { "", 0 },
        { ZAP_VERSION, strlen (ZAP_VERSION) },          { zmq_msg_data (id), zmq_msg_size (id) },
        { answer->status, strlen (answer->status) },    { answer->text, strlen (answer->text) },
        { answer->user_id, strlen (answer->user_id) },  { answer->metadata, answer->metadata_size },
    };
    const size_t count = sizeof frames / sizeof *frames;
    /* An asker that is gone meanwhile makes the ROUTER swallow the whole message: nothing to do then. */
    for (size_t i = 0; i < count; i++)
        socket_send (socket, frames[i].data, frames[i].size, i + 1 < count ? ZMQ_SNDMORE : 0);
}

size_t
zap_handle (void *socket, struct admission *admission, struct bus_counters *counters, size_t count)
{
    size_t taken = 0;
    struct question question;
    for (; taken < count; taken++) {
        bool found = question_receive (socket, &question);
        /* Any other form is not libzmq's: no answer, and the handshake runs into its time limit. */
        if (found && question.count == FRAMES && frame_is (&question, FRAME_VERSION, ZAP_VERSION)) {
            struct answer answer;
            question_decide (&question, admission, &answer);
            answer_send (socket, &question, &answer);
            if (answer.metadata_size > 0)
                counters->handshakes_accepted++;
            else
                counters->handshakes_refused++;
        }
        question_close (&question);
        if (!found)
            break;
    }
    return taken;
}
