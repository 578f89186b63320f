/* SPDX-License-Identifier: Apache-2.0 */
/* contexts.c: reads the contexts file strictly: what it does not know is an error with file and line. */
#include "contexts.h"

#include "i18n.h"
#include "text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <yaml.h>

struct reader {
    yaml_document_t document;
    const char *path;
    char *folder; /* with its slash; "" = the working folder */
    char *error;
};

static int __attribute__ ((format (printf, 3, 4)))
fail (struct reader *reader, const yaml_node_t *node, const char *format, ...)
{
    va_list list;
    int size = snprintf (reader->error, CONTEXTS_ERROR_MAX, "%s:%zu: ", reader->path, node->start_mark.line + 1);
    va_start (list, format);
    if (size > 0 && size < CONTEXTS_ERROR_MAX)
        vsnprintf (reader->error + size, CONTEXTS_ERROR_MAX - (size_t)size, format, list);
    va_end (list);
    return -1;
}

char *
contexts_path (const char *said)
{
    const char *variable = getenv ("MUSTER_CONTEXTS");
    const char *config = getenv ("XDG_CONFIG_HOME");
    const char *home = getenv ("HOME");
    if (said != NULL)
        return text_copy (said);
    if (variable != NULL && variable[0] != '\0')
        return text_copy (variable);
    if (config != NULL && config[0] == '/')
        return text_format ("%s/muster/contexts.yaml", config);
    return text_format ("%s/.config/muster/contexts.yaml", home != NULL ? home : "");
}

static yaml_node_t *
node_at (struct reader *reader, int index)
{
    return yaml_document_get_node (&reader->document, index);
}

static const char *
scalar (const yaml_node_t *node)
{
    return node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value : NULL;
}

/* A text that is not empty and holds no NUL. */
static int
read_text (struct reader *reader, yaml_node_t *node, const char *key, char **ret)
{
    const char *text = scalar (node);
    if (text == NULL || text[0] == '\0' || strlen (text) != node->data.scalar.length)
        return fail (reader, node, _ ("'%s' must be a text"), key);
    if (*ret != NULL)
        return fail (reader, node, _ ("'%s' is there twice"), key);
    *ret = text_copy (text);
    return 0;
}

static char *
resolve (const struct reader *reader, const char *path)
{
    return text_format ("%s%s", path[0] == '/' ? "" : reader->folder, path);
}

static bool
is_z85 (const char *text)
{
    static const char alphabet[] =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
    return strlen (text) == MUSTER_KEY_TEXT && strspn (text, alphabet) == MUSTER_KEY_TEXT;
}

/* The first line of a key file. */
static int
read_key_file (struct reader *reader, yaml_node_t *node, const char *path, char **ret)
{
    char line[MUSTER_KEY_TEXT + 3] = "";
    FILE *file = fopen (path, "re");
    if (file == NULL)
        return fail (reader, node, _ ("can't read the server key in %s: %s"), path, strerror (errno));
    char *got = fgets (line, sizeof line, file);
    fclose (file);
    line[strcspn (line, "\r\n")] = '\0';
    if (got == NULL || !is_z85 (line))
        return fail (reader, node, _ ("%s does not hold a key: one line of 40 characters is wanted"), path);
    *ret = text_copy (line);
    return 0;
}

struct daemon_text {
    char *request, *feed, *server_key, *server_key_file;
};

static int
check_endpoint (struct reader *reader, yaml_node_t *node, const char *key, const char *text)
{
    if (text == NULL)
        return fail (reader, node, _ ("'%s' is missing"), key);
    if (strncmp (text, "tcp://", 6) != 0 && strncmp (text, "ipc://", 6) != 0)
        return fail (reader, node, _ ("'%s' must look like tcp://host:7310, it is \"%s\""), key, text);
    return 0;
}

static int
check_server_key (struct reader *reader, yaml_node_t *node, struct daemon_text *text)
{
    if ((text->server_key == NULL) == (text->server_key_file == NULL))
        return fail (reader, node, _ ("give either 'server_key' or 'server_key_file'"));
    if (text->server_key != NULL && !is_z85 (text->server_key))
        return fail (reader, node,
                     _ ("'server_key' must be the daemon's public key, 40 characters in quotes; it is \"%s\""),
                     text->server_key);
    if (text->server_key != NULL)
        return 0;
    char *path = resolve (reader, text->server_key_file);
    int result = read_key_file (reader, node, path, &text->server_key);
    free (path);
    return result;
}

typedef int key_fn (struct reader *, yaml_node_t *value, const char *key, void *arg);

/* Calls back for each key of a mapping. */
static int
read_mapping (struct reader *reader, yaml_node_t *node, const char *what, key_fn *each, void *arg)
{
    if (node->type != YAML_MAPPING_NODE)
        return fail (reader, node, _ ("%s must be a mapping"), what);
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++) {
        yaml_node_t *key = node_at (reader, pair->key), *value = node_at (reader, pair->value);
        if (scalar (key) == NULL)
            return fail (reader, key, _ ("a key must be a text"));
        value->start_mark = key->start_mark; /* the line that a person looks for is the key's */
        if (each (reader, value, scalar (key), arg) != 0)
            return -1;
    }
    return 0;
}

static int
daemon_key (struct reader *reader, yaml_node_t *value, const char *key, void *arg)
{
    struct daemon_text *text = arg;
    if (strcmp (key, "request") == 0)
        return read_text (reader, value, key, &text->request);
    if (strcmp (key, "feed") == 0)
        return read_text (reader, value, key, &text->feed);
    if (strcmp (key, "server_key") == 0)
        return read_text (reader, value, key, &text->server_key);
    if (strcmp (key, "server_key_file") == 0)
        return read_text (reader, value, key, &text->server_key_file);
    return fail (reader, value, _ ("unknown key '%s'; known here: %s"), key,
                 "request, feed, server_key, server_key_file");
}

static int
read_daemon (struct reader *reader, yaml_node_t *node, struct muster_endpoint *ret)
{
    struct daemon_text text = { 0 };
    int result = read_mapping (reader, node, "daemons", daemon_key, &text);
    if (result == 0)
        result = check_endpoint (reader, node, "request", text.request);
    if (result == 0)
        result = check_endpoint (reader, node, "feed", text.feed);
    if (result == 0)
        result = check_server_key (reader, node, &text);
    *ret = (struct muster_endpoint){ text.request, text.feed, text.server_key };
    free (text.server_key_file);
    return result;
}

static int
read_daemons (struct reader *reader, yaml_node_t *node, struct context *context)
{
    if (node->type != YAML_SEQUENCE_NODE)
        return fail (reader, node, _ ("'daemons' must be a list"));
    yaml_node_item_t *item = node->data.sequence.items.start;
    for (; item < node->data.sequence.items.top; item++) {
        if (context->endpoints_count == MUSTER_ENDPOINTS_MAX)
            return fail (reader, node, _ ("at most %d daemons"), MUSTER_ENDPOINTS_MAX);
        struct muster_endpoint *endpoint = &context->endpoints[context->endpoints_count++];
        if (read_daemon (reader, node_at (reader, *item), endpoint) != 0)
            return -1;
    }
    return 0;
}

static int
context_key (struct reader *reader, yaml_node_t *value, const char *key, void *arg)
{
    struct context *context = arg;
    if (strcmp (key, "daemons") == 0)
        return read_daemons (reader, value, context);
    if (strcmp (key, "secret_key_file") != 0)
        return fail (reader, value, _ ("unknown key '%s'; known here: %s"), key, "daemons, secret_key_file");
    char *path = NULL;
    if (read_text (reader, value, key, &path) != 0)
        return -1;
    free (context->secret_key_file);
    context->secret_key_file = resolve (reader, path);
    free (path);
    return 0;
}

static int
contexts_key (struct reader *reader, yaml_node_t *value, const char *key, void *arg)
{
    struct contexts *contexts = arg;
    if (contexts->count == CONTEXTS_MAX)
        return fail (reader, value, _ ("at most %d contexts"), CONTEXTS_MAX);
    for (size_t i = 0; i < contexts->count; i++) {
        if (strcmp (contexts->list[i].name, key) == 0)
            return fail (reader, value, _ ("'%s' is there twice"), key);
    }
    contexts->list = text_grow (contexts->list, contexts->count + 1, sizeof *contexts->list);
    struct context *context = &contexts->list[contexts->count++];
    *context = (struct context){ .name = text_copy (key) };
    if (read_mapping (reader, value, key, context_key, context) != 0)
        return -1;
    if (context->endpoints_count == 0)
        return fail (reader, value, _ ("context '%s' names no daemon: 'daemons' is missing or empty"), key);
    if (context->secret_key_file == NULL)
        return fail (reader, value, _ ("context '%s' has no 'secret_key_file'"), key);
    return 0;
}

static int
top_key (struct reader *reader, yaml_node_t *value, const char *key, void *arg)
{
    struct contexts *contexts = arg;
    if (strcmp (key, "current") == 0)
        return read_text (reader, value, key, &contexts->current);
    if (strcmp (key, "contexts") == 0)
        return read_mapping (reader, value, "contexts", contexts_key, contexts);
    return fail (reader, value, _ ("unknown key '%s'; known here: %s"), key, "current, contexts");
}

static int
read_document (struct reader *reader, struct contexts *ret)
{
    yaml_node_t *root = yaml_document_get_root_node (&reader->document);
    if (root == NULL) {
        snprintf (reader->error, CONTEXTS_ERROR_MAX, _ ("%s is empty"), reader->path);
        return -1;
    }
    if (read_mapping (reader, root, _ ("the file"), top_key, ret) != 0)
        return -1;
    return ret->count > 0 ? 0 : fail (reader, root, _ ("no context is defined"));
}

static int
parse_file (FILE *file, struct reader *reader, struct contexts *ret)
{
    yaml_parser_t parser;
    int result = -1;
    if (yaml_parser_initialize (&parser) == 0)
        return -1;
    yaml_parser_set_input_file (&parser, file);
    if (yaml_parser_load (&parser, &reader->document) != 0) {
        result = read_document (reader, ret);
        yaml_document_delete (&reader->document);
    } else {
        snprintf (reader->error, CONTEXTS_ERROR_MAX, "%s:%zu: %s%s%s", reader->path, parser.problem_mark.line + 1,
                  parser.problem != NULL ? parser.problem : "YAML", parser.context != NULL ? ", " : "",
                  parser.context != NULL ? parser.context : "");
    }
    yaml_parser_delete (&parser);
    return result;
}

int
contexts_read (const char *path, struct contexts *ret, char ret_error[CONTEXTS_ERROR_MAX])
{
    const char *slash = strrchr (path, '/');
    struct reader reader = { .path = path, .error = ret_error };
    *ret = (struct contexts){ .path = text_copy (path) };
    FILE *file = fopen (path, "re");
    if (file == NULL) {
        snprintf (ret_error, CONTEXTS_ERROR_MAX, _ ("can't read the contexts file %s: %s"), path, strerror (errno));
        return -1;
    }
    struct stat info;
    if (fstat (fileno (file), &info) != 0 || !S_ISREG (info.st_mode) || info.st_size > CONTEXTS_FILE_MAX) {
        snprintf (ret_error, CONTEXTS_ERROR_MAX, _ ("%s is no plain file of at most %d bytes"), path,
                  CONTEXTS_FILE_MAX);
        fclose (file);
        return -1;
    }
    reader.folder = text_format ("%.*s", slash != NULL ? (int)(slash - path + 1) : 0, path);
    int result = parse_file (file, &reader, ret);
    fclose (file);
    free (reader.folder);
    return result;
}

void
contexts_free (struct contexts *contexts)
{
    for (size_t i = 0; i < contexts->count; i++) {
        struct context *context = &contexts->list[i];
        for (size_t e = 0; e < context->endpoints_count; e++) {
            free ((char *)(uintptr_t)context->endpoints[e].request);
            free ((char *)(uintptr_t)context->endpoints[e].feed);
            free ((char *)(uintptr_t)context->endpoints[e].server_key);
        }
        free (context->name);
        free (context->secret_key_file);
    }
    free (contexts->list);
    free (contexts->path);
    free (contexts->current);
    *contexts = (struct contexts){ 0 };
}

static char *
known_names (const struct contexts *contexts)
{
    struct text_stream stream;
    text_open (&stream);
    for (size_t i = 0; i < contexts->count; i++)
        fprintf (stream.file, "%s%s", i > 0 ? ", " : "", contexts->list[i].name);
    return text_taken (&stream);
}

const struct context *
contexts_choose (const struct contexts *contexts, const char *said, char ret_error[CONTEXTS_ERROR_MAX])
{
    const char *variable = getenv ("MUSTER_CONTEXT");
    const char *name = said != NULL ? said : variable != NULL && variable[0] != '\0' ? variable : contexts->current;
    for (size_t i = 0; name != NULL && i < contexts->count; i++) {
        if (strcmp (contexts->list[i].name, name) == 0)
            return &contexts->list[i];
    }
    char *known = known_names (contexts);
    if (name == NULL)
        snprintf (ret_error, CONTEXTS_ERROR_MAX, _ ("%s names no 'current' context; say --context with one of: %s"),
                  contexts->path, known);
    else
        snprintf (ret_error, CONTEXTS_ERROR_MAX, _ ("%s has no context \"%s\"; it has: %s"), contexts->path, name,
                  known);
    free (known);
    return NULL;
}
