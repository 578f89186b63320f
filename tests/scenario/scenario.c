/* SPDX-License-Identifier: Apache-2.0 */
/* scenario.c: plays a scenario file against the bare core, or against the live daemon and the bare core; then both
 * journals must be the same, entry by entry. See README.md. */
#include "backend.h"
#include "line.h"
#include "play.h"
#include "util/alloc.h"

#include <assert.h>
#include <muster/muster.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_LENGTH_MAX = 512 };

/* ---- shared by the backends ---- */

void
images_add (struct images *images, Muster__V1__Image *image)
{
    assert (image);
    images->list = xrealloc_array (images->list, images->count + 1, sizeof (Muster__V1__Image *));
    images->list[images->count++] = image;
}

void
images_free (struct images *images)
{
    for (size_t i = 0; i < images->count; i++)
        muster__v1__image__free_unpacked (images->list[i], NULL);
    free (images->list);
    *images = (struct images){ 0 };
}

void
events_add (struct events *events, Muster__V1__Event *event)
{
    assert (event);
    events->list = xrealloc_array (events->list, events->count + 1, sizeof (Muster__V1__Event *));
    events->list[events->count++] = event;
}

void
events_free (struct events *events)
{
    for (size_t i = 0; i < events->count; i++)
        muster__v1__event__free_unpacked (events->list[i], NULL);
    free (events->list);
    *events = (struct events){ 0 };
}

int
principal_key (const char *code, uint8_t ret_key[32], struct error *err)
{
    char path[PATH_LENGTH_MAX], text[MUSTER_ERROR_MAX];
    const char *folder = getenv ("LIVE_DIR");
    if (!folder) {
        memset (ret_key, 0, 32);
        memcpy (ret_key, code, strlen (code) < 32 ? strlen (code) : 32);
        return 0;
    }
    snprintf (path, sizeof path, "%s/keys/%s.pub", folder, code);
    return muster_key_read (path, ret_key, text) == 0 ? 0 : error_set (err, "%s", text);
}

/* ---- one run ---- */

/* Plays it, and gives the whole journal. */
static int
run (const struct scenario *scenario, struct backend *backend, struct events *ret_journal, struct error *err)
{
    struct play played = { .scenario = scenario, .backend = backend, .now = scenario->begins_at };
    int result = play (&played, err);
    if (result == 0)
        result = backend->ops->journal (backend, 0, ret_journal, err);
    if (result == 0)
        printf ("%s: %s: %zu lines, %zu expectations held, %zu journal entries\n", scenario->path, backend->ops->name,
                scenario->lines_count, played.expectations, ret_journal->count);
    backend->ops->destroy (backend);
    return result;
}

static int
run_bare (const struct scenario *scenario, struct events *journal, struct error *err)
{
    uint8_t key[32];
    if (principal_key ("admin", key, err) < 0)
        return -1;
    return run (scenario, bare_create (scenario->begins_at, key), journal, err);
}

static bool
events_are_equal (Muster__V1__Event *live, Muster__V1__Event *bare)
{
    live->has_device_at_ms = bare->has_device_at_ms = false; /* the devices' clocks are nobody's virtual time */
    live->has_head_hash = bare->has_head_hash = false;       /* the bare core has no chain */
    size_t size = muster__v1__event__get_packed_size (live);
    if (size != muster__v1__event__get_packed_size (bare))
        return false;
    uint8_t *bytes = xcalloc (2, size);
    muster__v1__event__pack (live, bytes);
    muster__v1__event__pack (bare, bytes + size);
    bool equal = memcmp (bytes, bytes + size, size) == 0;
    free (bytes);
    return equal;
}

static int
compare (const struct scenario *scenario, const struct events *live, const struct events *bare, struct error *err)
{
    for (size_t i = 0; i < live->count && i < bare->count; i++)
        if (!events_are_equal (live->list[i], bare->list[i]))
            return error_set (err,
                              "%s: entry %zu is not the same: live event %d of %d %llu, bare event %d of %d %llu",
                              scenario->path, i + 1, live->list[i]->kind, live->list[i]->subject_kind,
                              (unsigned long long)live->list[i]->subject, bare->list[i]->kind,
                              bare->list[i]->subject_kind, (unsigned long long)bare->list[i]->subject);
    if (live->count != bare->count)
        return error_set (err, "%s: the live daemon made %zu journal entries, the bare core %zu", scenario->path,
                          live->count, bare->count);
    return 0;
}

static int
run_live (const struct scenario *scenario, struct error *err)
{
    struct events live = { 0 }, bare = { 0 };
    struct backend *backend = live_create (scenario->begins_at, err);
    int result = backend ? run (scenario, backend, &live, err) : -1;
    if (result == 0)
        result = run_bare (scenario, &bare, err);
    if (result == 0)
        result = compare (scenario, &live, &bare, err);
    if (result == 0)
        printf ("%s: both journals are the same\n", scenario->path);
    events_free (&live);
    events_free (&bare);
    return result;
}

int
main (int argc, char **argv)
{
    struct scenario scenario;
    struct events journal = { 0 };
    struct error err = { "" };
    const char *source_dir = getenv ("MUSTER_SOURCE_DIR");
    bool live = argc == 3 && !strcmp (argv[1], "live");
    if (argc != 3 || (!live && strcmp (argv[1], "bare") != 0)) {
        fprintf (stderr, "Usage: scenario bare|live FILE\n");
        return 2;
    }
    int result = scenario_read (argv[2], source_dir ? source_dir : ".", &scenario, &err);
    if (result == 0)
        result = live ? run_live (&scenario, &err) : run_bare (&scenario, &journal, &err);
    if (result < 0)
        fprintf (stderr, "%s\n", err.text);
    events_free (&journal);
    scenario_free (&scenario);
    return result < 0 ? 1 : 0;
}
