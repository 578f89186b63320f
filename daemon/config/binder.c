/* SPDX-License-Identifier: Apache-2.0 */
/* binder.c: walks a document along a schema. */
#include "config/binder.h"

#include "config/utf8.h"
#include "config/values.h"
#include "core/entities.h"
#include "util/alloc.h"
#include "util/error.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- did you mean ---- */

enum { WORD_MAX = DOCUMENT_KEY_MAX };

static uint8_t
least (uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

/* How many letters must be typed, taken away, changed or swapped with the next to make one word of the other. */
static uint8_t
edit_distance (const char *a, const char *b)
{
    uint8_t costs[WORD_MAX + 1][WORD_MAX + 1];
    size_t a_length = strnlen (a, WORD_MAX), b_length = strnlen (b, WORD_MAX);
    for (size_t i = 0; i <= a_length; i++) {
        for (size_t j = 0; j <= b_length; j++) {
            costs[i][j] = (uint8_t)(i ? i : j);
            if (i == 0 || j == 0)
                continue;
            costs[i][j] = (uint8_t)(costs[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            costs[i][j] = least (costs[i][j], (uint8_t)(least (costs[i - 1][j], costs[i][j - 1]) + 1));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                costs[i][j] = least (costs[i][j], (uint8_t)(costs[i - 2][j - 2] + 1));
        }
    }
    return costs[a_length][b_length];
}

/* Close: at most a third of the letters, and three, are wrong. */
static const char *
nearest (const char *key, const char *const *candidates, size_t count)
{
    const char *best = NULL;
    uint8_t best_distance = 4;
    for (size_t i = 0; i < count; i++) {
        uint8_t distance = edit_distance (key, candidates[i]);
        if (distance < best_distance && distance * 3u <= strlen (candidates[i])) {
            best = candidates[i];
            best_distance = distance;
        }
    }
    return best;
}

enum { KEYS_TEXT_MAX = 512 };

int
bind_fail_unknown (const struct node *node, const char *const *candidates, size_t count, struct error *error)
{
    const char *best = nearest (node->key, candidates, count);
    if (best)
        return node_fail_key (node, error, "unknown key; did you mean '%s'?", best);
    char message[KEYS_TEXT_MAX] = "";
    size_t used = 0;
    for (size_t i = 0; i < count && used < sizeof message; i++)
        if (i == 0 || strcmp (candidates[i], candidates[i - 1]) != 0) /* a mapping stands once for each of its keys */
            used += (size_t)snprintf (message + used, sizeof message - used, "%s%s", i ? ", " : "", candidates[i]);
    return node_fail_key (node, error, "unknown key; expected one of %s", message);
}

/* ---- names as keys ---- */

enum { CANDIDATES_MAX = 48 };

static size_t
names_collect (const struct row *row, const char *candidates[CANDIDATES_MAX])
{
    size_t count = 0;
    assert (row->names_count < CANDIDATES_MAX);
    for (uint32_t i = 0; i < row->names_count; i++)
        if (value_name_allowed (row, i))
            candidates[count++] = row->names[i];
    return count;
}

static int
fail_unknown_name (const struct row *row, const struct node *node, struct error *error)
{
    const char *candidates[CANDIDATES_MAX] = { NULL };
    return bind_fail_unknown (node, candidates, names_collect (row, candidates), error);
}

static int
fail_duplicate (const struct node *node, const struct node *first, struct error *error)
{
    return node_fail_key (node, error, "duplicate key; it already stands on line %u", first->key_line);
}

static int
check_kind (const struct node *node, enum node_kind kind, struct error *error)
{
    if (node->kind == kind)
        return 0;
    return node_fail (node, error, "expected %s, got %s", node_kind_text (kind), node_kind_text (node->kind));
}

/* ---- one value ---- */

static int
fail_value (const struct row *row, const struct node *node, const char *expected, struct error *error)
{
    char excerpt[UTF8_EXCERPT_MAX + 4];
    if (row->confidential)
        return node_fail (node, error, "expected %s", expected);
    if (!node->text[0])
        return node_fail (node, error, "expected %s, got nothing", expected);
    return node_fail (node, error, "expected %s, got '%s'", expected, utf8_excerpt (node->text, excerpt));
}

static int
bind_scalar (const struct row *row, const struct node *node, void *object, struct error *error)
{
    char expected[ROW_EXPECTED_MAX];
    if (node->kind != NODE_SCALAR)
        return node_fail (node, error, "expected %s, got %s", row_expected (row, expected),
                          node_kind_text (node->kind));
    if (!value_parse (row, node->text, object))
        return fail_value (row, node, row_expected (row, expected), error);
    const char *fault = row->check ? row->check (node->text) : NULL;
    return fault ? fail_value (row, node, fault, error) : 0;
}

/* ---- values made of values ---- */

static const struct row position_rows[] = {
    { .key = "latitude",
      .type = BIND_DECIMAL,
      BIND_FIELD (struct position, latitude),
      .min = -90,
      .max = 90,
      .required = true,
      .help = "degrees north" },
    { .key = "longitude",
      .type = BIND_DECIMAL,
      BIND_FIELD (struct position, longitude),
      .min = -180,
      .max = 180,
      .required = true,
      .help = "degrees east" },
};
static const struct schema position_schema = BIND_SCHEMA (position_rows, struct position);

static int
bind_position (const struct row *row, const struct node *node, void *object, struct error *error)
{
    struct position *position = (void *)((char *)object + row->offset);
    if (bind_map (&position_schema, node, position, error) == -1)
        return -1;
    position->known = true;
    return 0;
}

/* The member as if each of its elements had a row of its own. */
static struct row
row_of_element (const struct row *row, size_t index)
{
    struct row element = *row;
    element.type = BIND_DURATION;
    element.size = row->size / row->names_count;
    element.offset = row->offset + index * element.size;
    return element;
}

static int
bind_duration_of (const struct row *row, const struct node *node, int index, void *object, struct error *error)
{
    struct row element = row_of_element (row, (size_t)index);
    return bind_scalar (&element, node, object, error);
}

static int
bind_durations_by_name (const struct row *row, const struct node *map, void *object, struct error *error)
{
    for (const struct node *node = map->first; node; node = node->next) {
        int index = value_of_name (row, node->key);
        if (index == -1 && strcmp (node->key, "default") != 0)
            return fail_unknown_name (row, node, error);
        if (node_same_key (node))
            return fail_duplicate (node, node_same_key (node), error);
        if (index != -1 && bind_duration_of (row, node, index, object, error) == -1)
            return -1;
    }
    return 0;
}

static int
bind_durations (const struct row *row, const struct node *node, void *object, struct error *error)
{
    if (node->kind == NODE_MAP && bind_durations_by_name (row, node, object, error) == -1)
        return -1;
    const struct node *others = node->kind == NODE_MAP ? node_find (node, "default") : node;
    for (uint32_t i = 0; i < row->names_count; i++) {
        if (node_find (node, row->names[i]))
            continue;
        if (!others)
            return node_fail_missing (node, row->names[i], error, "missing, and there is no 'default'");
        if (bind_duration_of (row, others, (int)i, object, error) == -1)
            return -1;
    }
    return 0;
}

static void *
keyed_element (const struct row *row, void *object, size_t index)
{
    return (char *)object + row->offset + index * row->sub->size;
}

static int
bind_keyed (const struct row *row, const struct node *map, void *object, struct error *error)
{
    assert (row->size == row->sub->size * row->names_count);
    if (check_kind (map, NODE_MAP, error) == -1)
        return -1;
    for (const struct node *node = map->first; node; node = node->next) {
        int index = value_of_name (row, node->key);
        if (index == -1)
            return fail_unknown_name (row, node, error);
        if (node_same_key (node))
            return fail_duplicate (node, node_same_key (node), error);
        if (bind_map (row->sub, node, keyed_element (row, object, (size_t)index), error) == -1)
            return -1;
    }
    for (uint32_t i = 0; row->required && i < row->names_count; i++)
        if (value_name_allowed (row, i) && !node_find (map, row->names[i]))
            return node_fail_missing (map, row->names[i], error, "missing: %s", row->help);
    return 0;
}

static int
bind_list_item (const struct row *row, const struct node *node, void *item, struct error *error)
{
    if (row->type == BIND_MAPS)
        return bind_map (row->sub, node, item, error);
    assert (row->sub->rows_count == 1);
    return bind_scalar (&row->sub->rows[0], node, item, error);
}

static void set_defaults (const struct schema *, void *object);

/* `policy: a` stands for `policy: [{use: a}]`. */
static int
bind_single (const struct row *row, const struct node *node, struct bound_list *list, struct error *error)
{
    const struct row *only = row->sub->rows;
    while (strcmp (only->key, row->single) != 0)
        only++;
    list->items = xcalloc (1, row->sub->size);
    list->count = 1;
    set_defaults (row->sub, list->items);
    return bind_scalar (only, node, list->items, error);
}

static int
bind_list (const struct row *row, const struct node *node, void *object, struct error *error)
{
    struct bound_list *list = (void *)((char *)object + row->offset);
    assert (row->size == sizeof (*list));
    if (row->single && node->kind == NODE_SCALAR)
        return bind_single (row, node, list, error);
    if (check_kind (node, NODE_LIST, error) == -1)
        return -1;
    if (node->children_count < row->min || node->children_count > row->max)
        return node_fail (node, error, "expected %lld..%lld entries, got %u", (long long)row->min,
                          (long long)row->max, node->children_count);
    if (node->children_count == 0)
        return 0;
    list->items = xcalloc (node->children_count, row->sub->size);
    /* Counted before it is bound: a half-bound item is freed with the others. */
    for (const struct node *child = node->first; child; child = child->next)
        if (bind_list_item (row, child, (char *)list->items + list->count++ * row->sub->size, error) == -1)
            return -1;
    return 0;
}

/* ---- a whole map ---- */

static int (*const binders[BIND_TYPES]) (const struct row *, const struct node *, void *, struct error *) = {
    [BIND_STRING] = bind_scalar,     [BIND_PATH] = bind_scalar,         [BIND_CODE] = bind_scalar,
    [BIND_NAME] = bind_scalar,       [BIND_INTEGER] = bind_scalar,      [BIND_BOOL] = bind_scalar,
    [BIND_HOUR] = bind_scalar,       [BIND_OFFSET] = bind_scalar,       [BIND_DURATION] = bind_scalar,
    [BIND_SIZE] = bind_scalar,       [BIND_ENUM] = bind_scalar,         [BIND_DECIMAL] = bind_scalar,
    [BIND_POSITION] = bind_position, [BIND_DURATIONS] = bind_durations, [BIND_KEYED] = bind_keyed,
    [BIND_MAPS] = bind_list,         [BIND_SCALARS] = bind_list,
};

/* What of the row's key is left below the section: NULL when the row is not in it. */
static const char *
key_below (const struct row *row, const char *section)
{
    size_t length = strlen (section);
    return strncmp (row->key, section, length) == 0 ? row->key + length : NULL;
}

struct match {
    const struct row *row; /* the key is a row */
    bool section;          /* the key is a section of rows */
};

static struct match
schema_match (const struct schema *schema, const char *section, const char *key)
{
    struct match match = { 0 };
    size_t length = strlen (key);
    for (size_t i = 0; i < schema->rows_count && !strchr (key, '.'); i++) {
        const char *rest = key_below (&schema->rows[i], section);
        if (!rest || strncmp (rest, key, length) != 0)
            continue;
        if (rest[length] == '\0')
            match.row = &schema->rows[i];
        match.section = match.section || rest[length] == '.';
    }
    return match;
}

/* The keys that may stand in this section, "bus" once for all of its rows; the text behind lives in parts. */
static int
fail_unknown (const struct schema *schema, const char *section, const struct node *node, struct error *error)
{
    assert (schema->rows_count <= CANDIDATES_MAX);
    char parts[CANDIDATES_MAX][DOCUMENT_KEY_MAX + 1];
    const char *candidates[CANDIDATES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < schema->rows_count; i++) {
        const char *rest = key_below (&schema->rows[i], section);
        if (!rest)
            continue;
        snprintf (parts[count], sizeof (parts[count]), "%.*s", (int)strcspn (rest, "."), rest);
        candidates[count] = parts[count];
        count++;
    }
    return bind_fail_unknown (node, candidates, count, error);
}

static int bind_section (const struct schema *, const char *section, const struct node *, void *, struct error *);

static int
bind_entry (const struct schema *schema, const char *section, const struct node *node, void *object,
            struct error *error)
{
    struct match match = schema_match (schema, section, node->key);
    if (!match.row && !match.section)
        return fail_unknown (schema, section, node, error);
    if (node_same_key (node))
        return fail_duplicate (node, node_same_key (node), error);
    if (match.row)
        return binders[match.row->type](match.row, node, object, error);
    char below[DOCUMENT_PATH_MAX];
    snprintf (below, sizeof (below), "%s%s.", section, node->key);
    return bind_section (schema, below, node, object, error);
}

/* A section all of whose keys are commented out is an empty text to YAML; it means: nothing but defaults. */
static int
bind_section (const struct schema *schema, const char *section, const struct node *map, void *object,
              struct error *error)
{
    if (section[0] && map->kind == NODE_SCALAR && !map->text[0])
        return 0;
    if (check_kind (map, NODE_MAP, error) == -1)
        return -1;
    for (const struct node *node = map->first; node; node = node->next)
        if (bind_entry (schema, section, node, object, error) == -1)
            return -1;
    return 0;
}

/* Where the key would stand: in its section, if that is there. */
static int
fail_required (const struct row *row, const struct node *map, struct error *error)
{
    char section[DOCUMENT_KEY_MAX + 1];
    size_t length = strcspn (row->key, ".");
    snprintf (section, sizeof (section), "%.*s", (int)length, row->key);
    const struct node *inner = row->key[length] ? node_find (map, section) : NULL;
    return node_fail_missing (inner ? inner : map, inner ? row->key + length + 1 : row->key, error, "missing: %s",
                              row->help);
}

static int
check_required (const struct schema *schema, const struct node *map, struct error *error)
{
    for (size_t i = 0; i < schema->rows_count; i++)
        if (schema->rows[i].required && !node_find (map, schema->rows[i].key))
            return fail_required (&schema->rows[i], map, error);
    return 0;
}

static void
set_defaults (const struct schema *schema, void *object)
{
    memset (object, 0, schema->size);
    for (size_t i = 0; i < schema->rows_count; i++) {
        const struct row *row = &schema->rows[i];
        bool good = !row->fallback || value_parse (row, row->fallback, object);
        assert (good);
    }
}

int
bind_map (const struct schema *schema, const struct node *map, void *object, struct error *error)
{
    set_defaults (schema, object);
    if (bind_section (schema, "", map, object, error) == 0 && check_required (schema, map, error) == 0)
        return 0;
    bind_free (schema, object);
    return -1;
}

/* ---- the end of it ---- */

static void
list_free (const struct row *row, struct bound_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        bind_free (row->sub, (char *)list->items + i * row->sub->size);
    free (list->items);
}

static void
member_free (const struct row *row, void *object)
{
    void *member = (char *)object + row->offset;
    if (row->type == BIND_STRING || row->type == BIND_PATH)
        free (*(char **)member);
    if (row->type == BIND_MAPS || row->type == BIND_SCALARS)
        list_free (row, member);
    for (uint32_t i = 0; row->type == BIND_KEYED && i < row->names_count; i++)
        bind_free (row->sub, keyed_element (row, object, i));
}

void
bind_free (const struct schema *schema, void *object)
{
    for (size_t i = 0; i < schema->rows_count; i++)
        member_free (&schema->rows[i], object);
    memset (object, 0, schema->size);
}
