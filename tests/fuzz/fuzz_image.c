/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_image.c: any bytes as a stored image and as a stored event: no crash, no leak; what was read can be written,
 * and what was written reads as the same. */
#include "util/error.h"
#include "wire/wire.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
expect_same (struct buffer *a, struct buffer *b)
{
    assert (a->size == b->size && !memcmp (a->data, b->data, a->size));
    buffer_free (a);
    buffer_free (b);
}

static void
check_image (const struct entity *entity)
{
    struct buffer first = { 0 }, second = { 0 };
    struct error err;
    wire_encode_image (entity, &first);
    struct entity *again = wire_decode_image (first.data, first.size, &err);
    assert (again);
    wire_encode_image (again, &second);
    expect_same (&first, &second);
    entity_free (again);
}

static void
write_event (const struct decoded_event *decoded, struct buffer *out)
{
    struct buffer image = { 0 };
    wire_encode_event (&decoded->event, out);
    if (!decoded->born)
        return;
    wire_encode_image (decoded->born, &image);
    wire_append_born (out, image.data, image.size);
    buffer_free (&image);
}

static void
check_event (const struct decoded_event *decoded)
{
    struct buffer first = { 0 }, second = { 0 };
    struct decoded_event again;
    struct error err;
    write_event (decoded, &first);
    int result = wire_decode_event (first.data, first.size, &again, &err);
    assert (result == 0);
    write_event (&again, &second);
    expect_same (&first, &second);
    wire_decoded_event_free (&again);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    struct error err = { "" };
    struct decoded_event decoded;
    struct entity *entity = wire_decode_image (data, size, &err);
    assert (entity || err.text[0]);
    if (entity)
        check_image (entity);
    entity_free (entity);
    if (wire_decode_event (data, size, &decoded, &err) == 0)
        check_event (&decoded);
    wire_decoded_event_free (&decoded);
    return 0;
}
