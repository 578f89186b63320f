/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_request.c: any bytes as a request: no crash, no leak; a fault says what and where; the same bytes mean the
 * same. */
#include "wire/wire.h"

#include <assert.h>
#include <string.h>

#define NOW 1790000000000LL

enum { SENTENCE_MAX = 512 };

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_fault (const struct request *request, const struct fault *fault)
{
    char text[SENTENCE_MAX];
    assert (!request->message);
    assert (fault->code && fault->template);
    wire_fill (text, sizeof text, fault->template, fault->args);
    assert (text[0] && !strchr (text, '{'));
}

static void
check_request (const struct request *request, const uint8_t *data, size_t size)
{
    struct request again;
    struct fault fault;
    assert (request->has_id && request->message);
    assert (request->action > ACTION_NONE && request->action < ACTIONS && request->action != ACTION_TICK);
    int result = wire_decode_request (data, size, NOW, &again, &fault);
    assert (result == 0 && again.action == request->action);
    assert (!memcmp (again.payload_hash, request->payload_hash, HASH_BYTES));
    wire_request_free (&again);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    struct request request;
    struct fault fault;
    if (wire_decode_request (data, size, NOW, &request, &fault) == 0)
        check_request (&request, data, size);
    else
        check_fault (&request, &fault);
    wire_request_free (&request);
    return 0;
}
