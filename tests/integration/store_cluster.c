/* SPDX-License-Identifier: Apache-2.0 */
/* store_cluster.c: a private PostgreSQL for the store's tests, and a superuser's hand in it. */
#include "store_rig.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[] = "/tmp/muster-test-store-XXXXXX";
static char conninfo[512];
static PGconn *admin, *blocker;

/* Runs deploy/private-postgres; its last line of output goes to conninfo if it has one. */
static int
cluster_run (const char *verb)
{
    const char *source = getenv ("MUSTER_SOURCE_DIR");
    char command[1024], line[512];
    snprintf (command, sizeof command, "'%s/deploy/private-postgres' %s '%s' 2>/dev/null", source ? source : ".",
              verb, folder);
    FILE *pipe = popen (command, "r");
    if (pipe == NULL)
        return -1;
    while (fgets (line, sizeof line, pipe) != NULL) {
        line[strcspn (line, "\n")] = '\0';
        if (strncmp (line, "host=", 5) == 0)
            strcpy (conninfo, line);
    }
    return pclose (pipe);
}

static PGconn *
connect_admin (void)
{
    char text[600];
    snprintf (text, sizeof text, "%s user=postgres options='-c client_min_messages=error'", conninfo);
    PGconn *conn = PQconnectdb (text);
    if (PQstatus (conn) != CONNECTION_OK)
        fail_msg ("superuser: %s", PQerrorMessage (conn));
    return conn;
}

int
cluster_start (void)
{
    if (mkdtemp (folder) == NULL || cluster_run ("start") != 0 || conninfo[0] == '\0')
        return -1;
    admin = connect_admin ();
    return 0;
}

int
cluster_stop (void)
{
    PQfinish (admin);
    return cluster_run ("destroy");
}

void
cluster_pause (void)
{
    PQfinish (admin);
    admin = NULL;
    assert_int_equal (cluster_run ("stop"), 0);
}

void
cluster_resume (void)
{
    assert_int_equal (cluster_run ("start"), 0);
    admin = connect_admin ();
}

const char *
cluster_conninfo (void)
{
    return conninfo;
}

static const char *
run (PGconn *conn, const char *statement)
{
    static char value[1024];
    PGresult *result = PQexec (conn, statement);
    ExecStatusType status = PQresultStatus (result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        fail_msg ("%s: %s", statement, PQerrorMessage (conn));
    bool has = PQntuples (result) > 0 && PQnfields (result) > 0;
    snprintf (value, sizeof value, "%s", has ? PQgetvalue (result, 0, 0) : "");
    PQclear (result);
    return value;
}

const char *
sql (const char *format, ...)
{
    char statement[4096];
    va_list args;
    va_start (args, format);
    vsnprintf (statement, sizeof statement, format, args);
    va_end (args);
    return run (admin, statement);
}

void
blocker_begin (const char *statement)
{
    blocker = connect_admin ();
    run (blocker, "BEGIN");
    run (blocker, statement);
}

void
blocker_end (void)
{
    PQfinish (blocker);
    blocker = NULL;
}

static void
postgres_reset (void)
{
    sql ("DROP SCHEMA IF EXISTS muster CASCADE");
}

const struct backend backend_postgres = { "postgres", postgres_reset, store_postgres_create };
