/* SPDX-License-Identifier: Apache-2.0 */
/* config.c: the table of musterd.yaml's keys, and what the table can't say: files, pairs of keys, reloading. */
#include "config/config.h"

#include "config/config_rows.h"
#include "util/alloc.h"
#include "util/error.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_LENGTH_MAX = 1024, ENDPOINT_MAX = 256, CONNECTION_MAX = 1024 };

/* ---- checks of single texts ---- */

static bool
is_port (const char *text)
{
    size_t digits = strspn (text, "0123456789");
    if (strcmp (text, "*") == 0)
        return true;
    return digits > 0 && digits <= 5 && text[digits] == '\0' && atoi (text) <= 65535;
}

static const char *
check_endpoint (const char *text)
{
    static const char expected[] = "an endpoint tcp://address:port (such as tcp://0.0.0.0:7310)";
    const char *colon = strrchr (text, ':');
    size_t scheme = strlen ("tcp://");
    if (strncmp (text, "tcp://", scheme) != 0 || colon <= text + scheme || !is_port (colon + 1) || strchr (text, ' '))
        return expected;
    return NULL;
}

/* What clients connect to must be an address that means something elsewhere. */
static const char *
check_advertise (const char *text)
{
    if (check_endpoint (text) || strstr (text, "*") || strncmp (text, "tcp://0.0.0.0:", 14) == 0 ||
        strncmp (text, "tcp://[::]:", 11) == 0)
        return "an endpoint that clients can reach, tcp://address:port (no wildcard)";
    return NULL;
}

/* Both of libpq's forms: "password=..." (also sslpassword), and postgresql://user:password@host. */
static const char *
check_connection (const char *text)
{
    static const char fault[] = "a connection string without a password; put it in store.passfile";
    for (const char *at = text; (at = strstr (at, "password")) != NULL;) {
        at += strlen ("password");
        if (at[strspn (at, " ")] == '=')
            return fault;
    }
    const char *user = strstr (text, "://");
    if (!user)
        return NULL;
    user += strlen ("://");
    size_t authority = strcspn (user, "/?");
    const char *at_sign = memchr (user, '@', authority);
    return at_sign && memchr (user, ':', (size_t)(at_sign - user)) ? fault : NULL;
}

/* ---- the table ---- */

#define CONFIG_KEY(member_) BIND_FIELD (struct config, member_)

static const struct row config_rows[] = {
    { .key = "centre",
      .type = BIND_CODE,
      CONFIG_KEY (centre),
      .min = 1,
      .max = CODE_MAX,
      .required = true,
      .example = "xiangfen",
      .help = "code of this command centre; it is part of every journal entry and never changes" },

    { .key = "bus.request_endpoint",
      .type = BIND_STRING,
      CONFIG_KEY (bus.request_endpoint),
      .min = 1,
      .max = ENDPOINT_MAX,
      .fallback = "tcp://0.0.0.0:7310",
      .check = check_endpoint,
      .help = "where commands and queries come in" },
    { .key = "bus.feed_endpoint",
      .type = BIND_STRING,
      CONFIG_KEY (bus.feed_endpoint),
      .min = 1,
      .max = ENDPOINT_MAX,
      .fallback = "tcp://0.0.0.0:7311",
      .check = check_endpoint,
      .help = "where consoles subscribe to changes" },
    { .key = "bus.advertise",
      .type = BIND_STRING,
      CONFIG_KEY (bus.advertise),
      .min = 1,
      .max = ENDPOINT_MAX,
      .example = "tcp://10.8.0.11:7310",
      .check = check_advertise,
      .help = "the request endpoint as clients reach it; a standby tells it to them when this daemon leads" },
    { .key = "bus.secret_key_file",
      .type = BIND_PATH,
      CONFIG_KEY (bus.secret_key_file),
      .min = 1,
      .max = PATH_LENGTH_MAX,
      .required = true,
      .example = "server.secret",
      .help = "file with the server's CURVE secret key; readable by the daemon's user only" },
    { .key = "bus.message_size_max",
      .type = BIND_SIZE,
      CONFIG_KEY (bus.message_size_max),
      .min = 4096,
      .max = 16 << 20,
      .fallback = "512KiB",
      .help = "a larger message ends its sender's connection" },
    { .key = "bus.request_hwm",
      .type = BIND_INTEGER,
      CONFIG_KEY (bus.request_hwm),
      .min = 1,
      .max = 100000,
      .fallback = "1000",
      .unit = "messages",
      .help = "queued for one client; over it the client is held back" },
    { .key = "bus.feed_hwm",
      .type = BIND_INTEGER,
      CONFIG_KEY (bus.feed_hwm),
      .min = 1,
      .max = 100000,
      .fallback = "4000",
      .unit = "messages",
      .help = "queued for one subscriber; over it changes are dropped, the client sees the gap and syncs" },
    { .key = "bus.handshake",
      .type = BIND_DURATION,
      CONFIG_KEY (bus.handshake_ms),
      .min = 100,
      .max = 60000,
      .fallback = "5s",
      .help = "a client that has not proved its key by then is cut off" },
    { .key = "bus.turn_budget",
      .type = BIND_INTEGER,
      CONFIG_KEY (bus.turn_budget),
      .min = 1,
      .max = 65536,
      .fallback = "256",
      .unit = "messages",
      .reloadable = true,
      .help = "handled in one turn before timers and the store get theirs" },

    { .key = "store.connection",
      .type = BIND_STRING,
      CONFIG_KEY (store.connection),
      .min = 1,
      .max = CONNECTION_MAX,
      .required = true,
      .confidential = true,
      .check = check_connection,
      .example = "host=/run/postgresql dbname=muster user=muster",
      .help =
          "PostgreSQL, as libpq reads it; several hosts and target_session_attrs=read-write work. No password here" },
    { .key = "store.passfile",
      .type = BIND_PATH,
      CONFIG_KEY (store.passfile),
      .min = 1,
      .max = PATH_LENGTH_MAX,
      .example = "pgpass",
      .help = "file with the password, in libpq's format (host:port:database:user:password), mode 0600" },
    { .key = "store.connect_timeout",
      .type = BIND_DURATION,
      CONFIG_KEY (store.connect_timeout_ms),
      .min = 1000,
      .max = 300000,
      .fallback = "5s",
      .help = "how long one attempt to connect may take" },
    { .key = "store.lease",
      .type = BIND_DURATION,
      CONFIG_KEY (store.lease_ms),
      .min = 1000,
      .max = 600000,
      .fallback = "10s",
      .help = "a leader that was silent for so long is replaced by a standby" },

    { .key = "limits.open_incidents",
      .type = BIND_INTEGER,
      CONFIG_KEY (limits.open_incidents),
      .min = 1,
      .max = OPEN_INCIDENTS_MAX,
      .fallback = "100000",
      .unit = "incidents",
      .help = "a report over it is refused" },
    { .key = "limits.settled_in_memory",
      .type = BIND_INTEGER,
      CONFIG_KEY (limits.settled_in_memory),
      .min = 0,
      .max = 1000000,
      .fallback = "10000",
      .unit = "entities",
      .help = "closed incidents, ended orders and the like kept for lists and syncs; the oldest leave first" },
    { .key = "limits.recent_commands",
      .type = BIND_INTEGER,
      CONFIG_KEY (limits.recent_commands),
      .min = 1,
      .max = 1 << 20,
      .fallback = "65536",
      .unit = "commands",
      .help = "results kept in memory for clients that ask again; older ones are looked up in PostgreSQL" },
    { .key = "limits.waiting_commands",
      .type = BIND_INTEGER,
      CONFIG_KEY (limits.waiting_commands),
      .min = 1,
      .max = 1000000,
      .fallback = "20000",
      .unit = "commands",
      .reloadable = true,
      .help = "held while PostgreSQL is away; over it the answer is BUSY" },
    { .key = "limits.command_answer_interim",
      .type = BIND_DURATION,
      CONFIG_KEY (limits.command_answer_interim_ms),
      .min = 100,
      .max = 60000,
      .fallback = "2s",
      .reloadable = true,
      .help = "after this long a waiting client is told \"received, not stored yet\"" },

    { .key = "first_admin.code",
      .type = BIND_CODE,
      CONFIG_KEY (first_admin.code),
      .min = 1,
      .max = CODE_MAX,
      .example = "admin",
      .help = "enrolled at the start if there is no admin yet" },
    { .key = "first_admin.public_key_file",
      .type = BIND_PATH,
      CONFIG_KEY (first_admin.public_key_file),
      .min = 1,
      .max = PATH_LENGTH_MAX,
      .example = "admin.public",
      .help = "file with that admin's CURVE public key" },

    { .key = "log.level",
      .type = BIND_ENUM,
      CONFIG_KEY (log.level),
      .names = log_level_names,
      .names_count = LOG_LEVELS,
      .fallback = "info",
      .reloadable = true,
      .help = "how much is logged" },

    { .key = "test.clock_file",
      .type = BIND_PATH,
      CONFIG_KEY (test.clock_file),
      .min = 1,
      .max = PATH_LENGTH_MAX,
      .example = "clock",
      .help = "FOR TESTS ONLY, and refused unless the environment holds MUSTER_TESTS: no deadline is real then. The "
              "daemon's time is the number in this file, 8 bytes, ms since 1970 in the machine's byte order, which "
              "the test moves forward" },
};

const struct schema config_schema = BIND_SCHEMA (config_rows, struct config);

/* ---- what needs more than one key ---- */

static int
check_first_admin (const struct node *root, const struct config *config, struct error *error)
{
    bool code = config->first_admin.code[0] != '\0', file = config->first_admin.public_key_file != NULL;
    if (code == file)
        return 0;
    return node_fail_missing (node_find (root, "first_admin"), code ? "public_key_file" : "code", error,
                              "missing: the first admin needs a code and a public_key_file");
}

/* Two ports chosen by the system differ by themselves. */
static int
check_endpoints (const struct node *root, const struct config *config, struct error *error)
{
    const char *port = strrchr (config->bus.request_endpoint, ':') + 1;
    const struct node *node = node_find (root, "bus.feed_endpoint");
    if (strcmp (port, "*") == 0 || strcmp (port, "0") == 0 ||
        strcmp (config->bus.request_endpoint, config->bus.feed_endpoint) != 0)
        return 0;
    return node_fail (node ? node : node_find (root, "bus.request_endpoint"), error,
                      "the request endpoint and the feed endpoint must differ");
}

/* ---- files ---- */

static char *
path_resolve (const char *yaml_path, const char *path)
{
    const char *slash = strrchr (yaml_path, '/');
    if (path[0] == '/' || !slash)
        return xstrdup (path);
    size_t folder = (size_t)(slash + 1 - yaml_path), size = folder + strlen (path) + 1;
    char *whole = xcalloc (1, size);
    snprintf (whole, size, "%.*s%s", (int)folder, yaml_path, path);
    return whole;
}

static void
resolve_paths (const char *yaml_path, struct config *config)
{
    for (size_t i = 0; i < config_schema.rows_count; i++) {
        const struct row *row = &config_schema.rows[i];
        if (row->type != BIND_PATH || !row_is_set (row, config))
            continue;
        char **member = (void *)((char *)config + row->offset);
        char *whole = path_resolve (yaml_path, *member);
        free (*member);
        *member = whole;
    }
}

/* Reads one byte more than is allowed, so that too much is seen. */
static int
read_file (const char *path, char text[CONFIG_TEXT_MAX + 1], size_t *ret_size, struct error *error)
{
    FILE *file = fopen (path, "re");
    if (!file)
        return error_set (error, "%s: can't be opened: %s", path, strerror (errno));
    *ret_size = fread (text, 1, CONFIG_TEXT_MAX + 1, file);
    int failed = ferror (file) ? errno : 0;
    fclose (file);
    return failed ? error_set (error, "%s: can't be read: %s", path, strerror (failed)) : 0;
}

/* ---- the doors ---- */

int
config_parse (const char *text, size_t size, const char *path, struct config *ret, struct error *error)
{
    *ret = (struct config){ 0 };
    struct document *document = document_parse (text, size, CONFIG_TEXT_MAX, path, error);
    if (!document)
        return -1;
    int result = bind_map (&config_schema, document->root, ret, error);
    if (result == 0)
        resolve_paths (path, ret);
    if (result == 0 && (check_first_admin (document->root, ret, error) == -1 ||
                        check_endpoints (document->root, ret, error) == -1)) {
        config_free (ret);
        result = -1;
    }
    document_free (document);
    return result;
}

int
config_load (const char *path, struct config *ret, struct error *error)
{
    size_t size = 0;
    char *text = xcalloc (1, CONFIG_TEXT_MAX + 1);
    *ret = (struct config){ 0 };
    int result = read_file (path, text, &size, error);
    if (result == 0)
        result = config_parse (text, size, path, ret, error);
    free (text);
    return result;
}

void
config_free (struct config *config)
{
    bind_free (&config_schema, config);
}

int
config_reload_check (const struct config *old, const struct config *new, struct error *error)
{
    for (size_t i = 0; i < config_schema.rows_count; i++) {
        const struct row *row = &config_schema.rows[i];
        if (!row->reloadable && !row_is_equal (row, old, new))
            return error_set (error, "key '%s' has changed, which needs a restart; the running configuration stays",
                              row->key);
    }
    return 0;
}
