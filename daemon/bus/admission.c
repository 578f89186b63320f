/* SPDX-License-Identifier: Apache-2.0 */
/* admission.c: the table of keys, searched by the key's text. */
#include "bus/admission.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "util/alloc.h"

static struct admitted *
find_text (const struct admission *admission, const char *key_text)
{
    struct admitted *found = NULL;
    HASH_FIND_STR (admission->by_key, key_text, found);
    return found;
}

struct admitted *
admission_find (const struct admission *admission, const uint8_t key[BUS_KEY_BYTES])
{
    char key_text[ADMISSION_KEY_TEXT];
    zmq_z85_encode (key_text, key, BUS_KEY_BYTES);
    return find_text (admission, key_text);
}

static bool
remove_row (struct admission *admission, struct admitted *row)
{
    bool cut = row->feed_seen;
    if (!row->forgotten)
        admission->size--;
    HASH_DEL (admission->by_key, row);
    free (row);
    return cut;
}

static struct admitted *
add_row (struct admission *admission, const uint8_t key[BUS_KEY_BYTES])
{
    struct admitted *row = xcalloc (1, sizeof *row);
    zmq_z85_encode (row->key_text, key, BUS_KEY_BYTES);
    row->forgotten = true; /* the caller makes it count */
    HASH_ADD_STR (admission->by_key, key_text, row);
    return row;
}

bool
admission_put (struct admission *admission, const uint8_t key[BUS_KEY_BYTES], uint64_t principal, bool *ret_full)
{
    struct admitted *row = admission_find (admission, key);
    bool cut = row && row->principal != principal && row->feed_seen;
    *ret_full = admission->size >= BUS_PRINCIPALS_MAX && (!row || row->forgotten);
    if (*ret_full)
        return false;
    if (!row)
        row = add_row (admission, key);
    if (row->forgotten)
        admission->size++;
    row->forgotten = false;
    row->feed_barred = false;
    row->principal = principal;
    return cut;
}

bool
admission_drop (struct admission *admission, const uint8_t key[BUS_KEY_BYTES])
{
    struct admitted *row = admission_find (admission, key);
    return row && remove_row (admission, row);
}

void
admission_forget_all (struct admission *admission)
{
    struct admitted *row, *next;
    HASH_ITER (hh, admission->by_key, row, next)
    row->forgotten = true;
    admission->size = 0;
}

bool
admission_sweep (struct admission *admission)
{
    if (HASH_COUNT (admission->by_key) == admission->size)
        return false;
    bool cut = false;
    struct admitted *row, *next;
    HASH_ITER (hh, admission->by_key, row, next)
    if (row->forgotten)
        cut |= remove_row (admission, row);
    return cut;
}

void
admission_feed_closed (struct admission *admission)
{
    struct admitted *row, *next;
    HASH_ITER (hh, admission->by_key, row, next)
    row->feed_seen = false;
}

void
admission_clear (struct admission *admission)
{
    admission_forget_all (admission);
    admission_sweep (admission);
}

enum admission_answer
admission_check (const struct admission *admission, zmq_msg_t *msg, struct admitted **ret_sender)
{
    *ret_sender = NULL;
    const char *user_id = zmq_msg_gets (msg, "User-Id");
    const char *key_text = zmq_msg_gets (msg, ADMISSION_KEY_PROPERTY);
    if (!user_id || !key_text)
        return ADMISSION_NAMELESS;
    struct admitted *row = find_text (admission, key_text);
    if (!row || row->forgotten || row->principal != strtoull (user_id, NULL, 10))
        return ADMISSION_REVOKED;
    *ret_sender = row;
    return ADMISSION_OK;
}
