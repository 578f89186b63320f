/* SPDX-License-Identifier: Apache-2.0 */
/* import.c: finds out what kind of file it is, has it read, and cleans up after it. */
#include "config/import.h"

#include "config/binder.h"
#include "config/county_parts.h"
#include "config/import_parts.h"
#include "config/roll_calls.h"
#include "util/alloc.h"
#include "util/error.h"

#include <stdlib.h>
#include <string.h>

enum { KINDS = 2 };
static const char *const kind_names[KINDS] = { "profile", "county" };
static int (*const kind_readers[KINDS]) (const struct node *, struct registry *, struct error *) = { profile_read,
                                                                                                     county_read };

static int
read_root (const struct node *root, struct registry *ret, struct error *error)
{
    if (root->kind != NODE_MAP || root->children_count == 0)
        return node_fail (root, error, "expected 'profile:' or 'county:' at the top, got %s",
                          root->kind == NODE_MAP ? "an empty map" : node_kind_text (root->kind));
    for (int i = 0; i < KINDS; i++) {
        if (strcmp (root->first->key, kind_names[i]) != 0)
            continue;
        if (root->first->next)
            return node_fail_key (root->first->next, error,
                                  "one file holds one profile or one county, nothing beside it");
        return kind_readers[i](root->first, ret, error);
    }
    return bind_fail_unknown (root->first, kind_names, KINDS, error);
}

static char *
copy_text (const char *text, size_t size)
{
    char *copy = xcalloc (1, size + 1);
    memcpy (copy, text, size);
    return copy;
}

int
import_parse (const char *text, size_t size, const char *name, struct registry *ret, struct error *error)
{
    *ret = (struct registry){ 0 };
    struct document *document = document_parse (text, size, IMPORT_TEXT_MAX, name, error);
    if (!document)
        return -1;
    int result = read_root (document->root, ret, error);
    document_free (document);
    if (result == -1)
        import_free (ret);
    else if (ret->profile)
        ret->profile->text = copy_text (text, size);
    return result;
}

/* ---- what the store keeps as text ---- */

static int
read_part (const char *text, const char *name, const struct schema *schema, void *ret,
           int (*take) (const struct node *, const void *, void *, struct error *), struct error *error)
{
    struct document *document = document_parse (text, strlen (text), IMPORT_TEXT_MAX, name, error);
    if (!document)
        return -1;
    void *draft = xcalloc (1, schema->size);
    int result = bind_map (schema, document->root, draft, error);
    if (result == 0)
        result = take (document->root, draft, ret, error);
    bind_free (schema, draft);
    free (draft);
    document_free (document);
    return result;
}

static int
take_calendar (const struct node *node, const void *draft, void *ret, struct error *error)
{
    return calendar_take (node, draft, ret, error);
}

static int
take_roster (const struct node *node, const void *draft, void *ret, struct error *error)
{
    return roster_take (node, draft, ret, error);
}

int
import_calendar_rule (struct calendar *calendar, struct error *error)
{
    struct calendar read = { .spans_count = 0 };
    if (read_part (calendar->text, calendar->code, &calendar_schema, &read, take_calendar, error) == -1)
        return -1;
    calendar->spans_count = read.spans_count;
    memcpy (calendar->spans, read.spans, sizeof (read.spans));
    free (read.title);
    free (read.text);
    return 0;
}

int
import_roster_rule (struct roster *roster, struct error *error)
{
    struct roster *read = xcalloc (1, sizeof (*read));
    int result = read_part (roster->text, "roster", &roster_schema, read, take_roster, error);
    if (result == 0)
        roster->rule = read->rule;
    free (read->title);
    free (read->text);
    free (read);
    return result;
}

void
import_free (struct registry *registry)
{
    if (registry->profile)
        entity_free (&registry->profile->entity);
    for (size_t i = 0; i < registry->posts_count; i++) {
        free (registry->posts[i].name);
        free (registry->posts[i].phone);
    }
    for (size_t i = 0; i < registry->people_count; i++) {
        free (registry->people[i].name);
        free (registry->people[i].phone);
        free (registry->people[i].duty);
    }
    for (size_t i = 0; i < registry->teams_count; i++) {
        free (registry->teams[i].team.name);
        for (size_t j = 0; j < TEAM_CONTACTS_MAX; j++)
            free ((char *)registry->teams[i].contacts[j]);
    }
    for (size_t i = 0; i < registry->calendars_count; i++) {
        free (registry->calendars[i].title);
        free (registry->calendars[i].text);
    }
    for (size_t i = 0; i < registry->rosters_count; i++) {
        free (registry->rosters[i].title);
        free (registry->rosters[i].text);
    }
    free (registry->calendars);
    free (registry->rosters);
    roll_calls_free (registry);
    free (registry->posts);
    free (registry->people);
    free (registry->teams);
    *registry = (struct registry){ 0 };
}
