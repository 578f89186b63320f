/* SPDX-License-Identifier: Apache-2.0 */
/* document.h: one YAML text as a bounded tree of nodes that know their place. Every value is a text; its meaning is
 * the binder's. Anchors, aliases, tags and several documents are refused. */
#ifndef MUSTER_CONFIG_DOCUMENT_H
#define MUSTER_CONFIG_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

struct error;

enum {
    DOCUMENT_DEPTH_MAX = 12,    /* lists and maps inside each other */
    DOCUMENT_NODES_MAX = 65536, /* values in one document */
    DOCUMENT_KEY_MAX = 64,      /* bytes of one key */
    DOCUMENT_PATH_MAX = 192,    /* bytes of a path such as county.people[3].phone */
};

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
    enum node_kind kind;
    uint32_t line, column;         /* where the value starts, from 1 */
    uint32_t key_line, key_column; /* where its key starts; 0 in a list */
    uint32_t index;                /* place among its siblings, from 1 */
    uint32_t children_count;
    size_t begin, end; /* in the text, in characters */
    char *key;         /* in a map; otherwise NULL. Clean UTF-8. */
    char *text;        /* of a scalar; valid UTF-8, may hold control characters that were written as escapes */
    struct node *parent, *first, *last, *next;
    const struct document *document;
};

struct document {
    char *name;        /* for messages: a path */
    struct node *root; /* never NULL after document_parse */
    const char *text;  /* borrowed: what was parsed */
    size_t size;
};

/* Reads size bytes (need not end in NUL). Returns NULL with `name:line:column: what is wrong`. */
struct document *document_parse (const char *text, size_t size, size_t size_max, const char *name, struct error *);
void document_free (struct document *); /* takes NULL */

/* The value at a dotted path below a map, NULL = not there. */
const struct node *node_find (const struct node *map, const char *path);
/* An earlier sibling with the same key, NULL = none. */
const struct node *node_same_key (const struct node *);
const char *node_kind_text (enum node_kind); /* "a list" */
/* The value as it stands in the text, verbatim but for what surrounds it: a document of its own. Owned by the caller.
 * While the document's text is there. */
char *node_copy (const struct node *);

/* Sets `name:line:column: key 'path': text` for the value, or (node_fail_key) for where its key stands. -1 always. */
int node_fail (const struct node *, struct error *, const char *format, ...) __attribute__ ((format (printf, 3, 4)));
int node_fail_key (const struct node *, struct error *, const char *format, ...)
    __attribute__ ((format (printf, 3, 4)));
/* The same for a key that is missing in this map. */
int node_fail_missing (const struct node *map, const char *key, struct error *, const char *format, ...)
    __attribute__ ((format (printf, 4, 5)));

#endif
