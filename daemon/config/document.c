/* SPDX-License-Identifier: Apache-2.0 */
/* document.c: libyaml's events to a tree. Its own loader is not used: it follows aliases and knows no bounds. */
#include "config/document.h"

#include "config/utf8.h"
#include "util/alloc.h"
#include "util/error.h"

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { MESSAGE_MAX = 384 };

/* ---- messages ---- */

static int
fail_at (const char *name, size_t line, size_t column, struct error *error, const char *message)
{
    return error_set (error, "%s:%zu:%zu: %s", name, line, column, message);
}

static size_t
path_write (const struct node *node, char path[DOCUMENT_PATH_MAX + 1])
{
    if (!node->parent)
        return 0;
    size_t used = path_write (node->parent, path);
    int wrote = node->key ? snprintf (path + used, DOCUMENT_PATH_MAX + 1 - used, "%s%s", used ? "." : "", node->key)
                          : snprintf (path + used, DOCUMENT_PATH_MAX + 1 - used, "[%u]", node->index);
    size_t end = used + (size_t)wrote;
    return end < DOCUMENT_PATH_MAX ? end : DOCUMENT_PATH_MAX;
}

__attribute__ ((format (printf, 5, 0))) static int
fail_path (const struct node *node, const char *path, bool at_key, struct error *error, const char *format,
           va_list args)
{
    char message[MESSAGE_MAX];
    int used = path[0] ? snprintf (message, sizeof (message), "key '%s': ", path) : 0;
    vsnprintf (message + used, sizeof (message) - (size_t)used, format, args);
    at_key = at_key && node->key;
    return fail_at (node->document->name, at_key ? node->key_line : node->line,
                    at_key ? node->key_column : node->column, error, message);
}

int
node_fail (const struct node *node, struct error *error, const char *format, ...)
{
    char path[DOCUMENT_PATH_MAX + 1] = "";
    va_list args;
    path_write (node, path);
    va_start (args, format);
    fail_path (node, path, false, error, format, args);
    va_end (args);
    return -1;
}

int
node_fail_key (const struct node *node, struct error *error, const char *format, ...)
{
    char path[DOCUMENT_PATH_MAX + 1] = "";
    va_list args;
    path_write (node, path);
    va_start (args, format);
    fail_path (node, path, true, error, format, args);
    va_end (args);
    return -1;
}

int
node_fail_missing (const struct node *map, const char *key, struct error *error, const char *format, ...)
{
    char path[DOCUMENT_PATH_MAX + 1] = "";
    va_list args;
    size_t used = path_write (map, path);
    snprintf (path + used, sizeof (path) - used, "%s%s", used ? "." : "", key);
    va_start (args, format);
    fail_path (map, path, true, error, format, args);
    va_end (args);
    return -1;
}

/* ---- looking around ---- */

const char *
node_kind_text (enum node_kind kind)
{
    static const char *const texts[] = {
        [NODE_SCALAR] = "a single value", [NODE_LIST] = "a list", [NODE_MAP] = "a map of keys"
    };
    return texts[kind];
}

const struct node *
node_find (const struct node *map, const char *path)
{
    size_t length = strcspn (path, ".");
    for (const struct node *node = map->kind == NODE_MAP ? map->first : NULL; node; node = node->next) {
        if (strncmp (node->key, path, length) != 0 || node->key[length] != '\0')
            continue;
        return path[length] ? node_find (node, path + length + 1) : node;
    }
    return NULL;
}

const struct node *
node_same_key (const struct node *node)
{
    for (const struct node *other = node->parent->first; other != node; other = other->next)
        if (strcmp (other->key, node->key) == 0)
            return other;
    return NULL;
}

static size_t
byte_of (const struct document *document, size_t character)
{
    size_t at = 0;
    for (uint32_t code; character > 0 && at < document->size; character--)
        at += utf8_decode (document->text + at, document->size - at, &code);
    return at;
}

/* A block's lines keep their indentation, so the first gets its own back; what ends a block stands behind it. */
char *
node_copy (const struct node *node)
{
    size_t begin = byte_of (node->document, node->begin), end = byte_of (node->document, node->end);
    size_t indent = node->column - 1;
    while (end > begin && strchr (" \r\n\t", node->document->text[end - 1]))
        end--;
    char *copy = xcalloc (1, indent + end - begin + 1);
    memset (copy, ' ', indent);
    memcpy (copy + indent, node->document->text + begin, end - begin);
    return copy;
}

/* ---- building ---- */

struct builder {
    struct document *document;
    struct node *open; /* the innermost list or map still being filled; NULL = none */
    char *key;         /* read, and waiting for its value */
    uint32_t key_line, key_column;
    uint32_t depth, nodes_count;
    bool ended; /* the stream */
    struct error *error;
};

static int
builder_fail (const struct builder *builder, const yaml_event_t *event, const char *message)
{
    return fail_at (builder->document->name, event->start_mark.line + 1, event->start_mark.column + 1, builder->error,
                    message);
}

/* Takes the waiting key, if there is one, and hangs the new node under the open one. */
static struct node *
node_add (struct builder *builder, enum node_kind kind, const yaml_event_t *event)
{
    struct node *node = xcalloc (1, sizeof (*node));
    struct node *parent = builder->open;
    *node = (struct node){ .kind = kind,
                           .line = (uint32_t)event->start_mark.line + 1,
                           .column = (uint32_t)event->start_mark.column + 1,
                           .begin = event->start_mark.index,
                           .end = event->end_mark.index,
                           .key_line = builder->key ? builder->key_line : 0,
                           .key_column = builder->key ? builder->key_column : 0,
                           .key = builder->key,
                           .parent = parent,
                           .document = builder->document };
    builder->key = NULL;
    builder->nodes_count++;
    if (!parent) {
        assert (!builder->document->root);
        builder->document->root = node;
        return node;
    }
    node->index = ++parent->children_count;
    *(parent->last ? &parent->last->next : &parent->first) = node;
    parent->last = node;
    return node;
}

static bool
awaits_key (const struct builder *builder)
{
    return builder->open && builder->open->kind == NODE_MAP && !builder->key;
}

static int
check_extras (const struct builder *builder, const yaml_event_t *event, const yaml_char_t *anchor,
              const yaml_char_t *tag)
{
    if (anchor)
        return builder_fail (builder, event, "anchors (&name) are not allowed; write the value out");
    if (tag)
        return builder_fail (builder, event, "tags (!name) are not allowed; write the plain value");
    if (builder->nodes_count >= DOCUMENT_NODES_MAX)
        return builder_fail (builder, event, "too many values in one file");
    return 0;
}

static int
take_key (struct builder *builder, const yaml_event_t *event, const char *text)
{
    if (strlen (text) > DOCUMENT_KEY_MAX)
        return builder_fail (builder, event, "a key is at most 64 bytes long");
    if (!text[0] || !utf8_is_clean (text))
        return builder_fail (builder, event, "a key must be one line of text without control characters");
    builder->key = xstrdup (text);
    builder->key_line = (uint32_t)event->start_mark.line + 1;
    builder->key_column = (uint32_t)event->start_mark.column + 1;
    return 0;
}

static int
on_scalar (struct builder *builder, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    if (check_extras (builder, event, event->data.scalar.anchor, event->data.scalar.tag) == -1)
        return -1;
    if (strlen (text) != event->data.scalar.length)
        return builder_fail (builder, event, "a text must not hold a NUL character");
    if (awaits_key (builder))
        return take_key (builder, event, text);
    node_add (builder, NODE_SCALAR, event)->text = xstrdup (text);
    return 0;
}

static int
open_node (struct builder *builder, enum node_kind kind, const yaml_event_t *event)
{
    if (awaits_key (builder))
        return builder_fail (builder, event, "a key must be a single word, not a list or a map");
    if (builder->depth == DOCUMENT_DEPTH_MAX)
        return builder_fail (builder, event, "nested too deeply (at most 12 levels)");
    builder->depth++;
    builder->open = node_add (builder, kind, event);
    return 0;
}

static int
on_list (struct builder *builder, const yaml_event_t *event)
{
    if (check_extras (builder, event, event->data.sequence_start.anchor, event->data.sequence_start.tag) == -1)
        return -1;
    return open_node (builder, NODE_LIST, event);
}

static int
on_map (struct builder *builder, const yaml_event_t *event)
{
    if (check_extras (builder, event, event->data.mapping_start.anchor, event->data.mapping_start.tag) == -1)
        return -1;
    return open_node (builder, NODE_MAP, event);
}

static int
on_close (struct builder *builder, const yaml_event_t *event)
{
    builder->open->end = event->end_mark.index;
    builder->depth--;
    builder->open = builder->open->parent;
    return 0;
}

static int
on_alias (struct builder *builder, const yaml_event_t *event)
{
    return builder_fail (builder, event, "aliases (*name) are not allowed; write the value out");
}

static int
on_document (struct builder *builder, const yaml_event_t *event)
{
    if (builder->document->root)
        return builder_fail (builder, event, "several documents in one file; keep one");
    return 0;
}

static int
on_end (struct builder *builder, const yaml_event_t *event)
{
    builder->ended = true;
    if (!builder->document->root)
        return builder_fail (builder, event, "the file is empty");
    return 0;
}

static int (*const event_handlers[]) (struct builder *, const yaml_event_t *) = {
    [YAML_DOCUMENT_START_EVENT] = on_document, [YAML_ALIAS_EVENT] = on_alias,
    [YAML_SCALAR_EVENT] = on_scalar,           [YAML_SEQUENCE_START_EVENT] = on_list,
    [YAML_MAPPING_START_EVENT] = on_map,       [YAML_SEQUENCE_END_EVENT] = on_close,
    [YAML_MAPPING_END_EVENT] = on_close,       [YAML_STREAM_END_EVENT] = on_end,
};

static int
builder_take (struct builder *builder, const yaml_event_t *event)
{
    size_t count = sizeof (event_handlers) / sizeof (event_handlers[0]);
    if ((size_t)event->type >= count || !event_handlers[event->type])
        return 0;
    return event_handlers[event->type](builder, event);
}

static int
parser_fail (const yaml_parser_t *parser, const char *name, struct error *error)
{
    char message[MESSAGE_MAX];
    snprintf (message, sizeof (message), "not valid YAML: %s%s%s",
              parser->problem ? parser->problem : "out of memory", parser->context ? " " : "",
              parser->context ? parser->context : "");
    return fail_at (name, parser->problem_mark.line + 1, parser->problem_mark.column + 1, error, message);
}

static int
read_events (struct builder *builder, yaml_parser_t *parser)
{
    while (!builder->ended) {
        yaml_event_t event;
        if (!yaml_parser_parse (parser, &event))
            return parser_fail (parser, builder->document->name, builder->error);
        int result = builder_take (builder, &event);
        yaml_event_delete (&event);
        if (result == -1)
            return -1;
    }
    return 0;
}

/* libyaml would guess UTF-16 and name no line for a bad byte; so the text is looked at before. */
static int
check_characters (const char *text, size_t size, const char *name, struct error *error)
{
    size_t line = 1, column = 1;
    for (size_t at = 0; at < size; column++) {
        uint32_t code;
        size_t length = utf8_decode (text + at, size - at, &code);
        if (length == 0)
            return fail_at (name, line, column, error, "not UTF-8; save the file as UTF-8");
        bool layout = code == '\t' || code == '\n' || code == '\r' || (code == 0xfeff && at == 0);
        if (utf8_is_control (code) && !layout)
            return fail_at (name, line, column, error, "control characters are not allowed");
        if (code == '\n') {
            line++;
            column = 0;
        }
        at += length;
    }
    return 0;
}

static int
parse_text (struct builder *builder, const char *text, size_t size)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize (&parser))
        return error_set (builder->error, "%s: out of memory", builder->document->name);
    yaml_parser_set_encoding (&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string (&parser, (const unsigned char *)text, size);
    int result = read_events (builder, &parser);
    yaml_parser_delete (&parser);
    free (builder->key);
    return result;
}

struct document *
document_parse (const char *text, size_t size, size_t size_max, const char *name, struct error *error)
{
    if (size > size_max) {
        error_set (error, "%s: %zu bytes; at most %zu are read", name, size, size_max);
        return NULL;
    }
    if (check_characters (text, size, name, error) == -1)
        return NULL;
    struct document *document = xcalloc (1, sizeof (*document));
    document->name = xstrdup (name);
    document->text = text;
    document->size = size;
    struct builder builder = { .document = document, .error = error };
    if (parse_text (&builder, text, size) == 0)
        return document;
    document_free (document);
    return NULL;
}

/* The recursion is as deep as the document: DOCUMENT_DEPTH_MAX. */
static void
node_free (struct node *node)
{
    for (struct node *child = node->first, *next; child; child = next) {
        next = child->next;
        node_free (child);
    }
    free (node->key);
    free (node->text);
    free (node);
}

void
document_free (struct document *document)
{
    if (!document)
        return;
    if (document->root)
        node_free (document->root);
    free (document->name);
    free (document);
}
