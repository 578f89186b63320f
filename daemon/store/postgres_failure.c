/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_failure.c: what an error of PostgreSQL means for us: worth another try or not, and what to do about it. */
#include "store/postgres_failure.h"

#include <stdio.h>
#include <string.h>

enum { SQLSTATE_BYTES = 5 };

/* The first row whose code begins the SQLSTATE counts. Codes, not texts: the server may speak Chinese. */
static const struct advice {
    const char *code;
    bool fatal;
    const char *text;
} advices[] = {
    { "28", true, "check user, password (passfile) and the server's pg_hba.conf" },
    { "3D", true, "create the database or correct dbname in the connection string" },
    { "42501", true,
      "let the role own the schema muster, or grant it CREATE on the database; all daemons use one role" },
    { "42", true, "the schema muster is not the one this musterd made: restore it or use another database" },
    { "25006", false,
      "this PostgreSQL takes no writes (a standby?): name all hosts and target_session_attrs=read-write" },
    { "53100", false, "the server's disk is full" },
    { "53300", false, "raise max_connections or close other sessions" },
    { "57P01", false, "an administrator, a shutdown or another daemon's takeover ended the session" },
};

static const struct advice *
advice_find (const char *sqlstate)
{
    for (size_t i = 0; sqlstate != NULL && i < sizeof advices / sizeof *advices; i++)
        if (strncmp (sqlstate, advices[i].code, strlen (advices[i].code)) == 0)
            return &advices[i];
    return NULL;
}

static void
one_line (char *text)
{
    size_t end = strlen (text);
    while (end > 0 && text[end - 1] == '\n')
        text[--end] = '\0';
    for (char *at = text; *at != '\0'; at++)
        if (*at == '\n' || *at == '\t')
            *at = ' ';
}

static void
failure_set (struct failure *failure, const char *message, const char *sqlstate)
{
    const struct advice *advice = advice_find (sqlstate);
    failure->fatal = advice != NULL && advice->fatal;
    char line[ERROR_TEXT_MAX];
    snprintf (line, sizeof line, "%s", message);
    one_line (line);
    struct error error;
    if (advice != NULL)
        error_set (&error, "%.350s (%s): %s", line, sqlstate, advice->text);
    else
        error_set (&error, "%.400s%s%s%s", line, sqlstate ? " (" : "", sqlstate ? sqlstate : "", sqlstate ? ")" : "");
    memcpy (failure->text, error.text, sizeof failure->text);
}

void
failure_from_result (struct failure *failure, const PGresult *result)
{
    const char *primary = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);
    const char *sqlstate = PQresultErrorField (result, PG_DIAG_SQLSTATE);
    failure_set (failure, primary != NULL ? primary : PQresultErrorMessage (result), sqlstate);
}

/* libpq gives no SQLSTATE for a refused connection, but VERBOSE errors carry it in their text: "FATAL:  28P01: no".
 * Looks for the last one, that of the last host tried. */
static const char *
find_sqlstate (const char *text, char ret_code[SQLSTATE_BYTES + 1])
{
    const char *found = NULL;
    for (const char *at = strstr (text, ":  "); at != NULL; at = strstr (at + 1, ":  ")) {
        const char *code = at + 3;
        size_t size = strspn (code, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if (size == SQLSTATE_BYTES && code[size] == ':') {
            memcpy (ret_code, code, SQLSTATE_BYTES);
            ret_code[SQLSTATE_BYTES] = '\0';
            found = code + SQLSTATE_BYTES + 2;
        }
    }
    return found;
}

void
failure_from_connection (struct failure *failure, PGconn *conn)
{
    char text[ERROR_TEXT_MAX], sqlstate[SQLSTATE_BYTES + 1];
    if (PQconnectionNeedsPassword (conn)) {
        failure_set (failure, "PostgreSQL asks for a password and there is none in the passfile", "28P01");
        return;
    }
    snprintf (text, sizeof text, "%s", PQerrorMessage (conn));
    const char *message = find_sqlstate (text, sqlstate);
    char *location = message ? strstr (message, "\nLOCATION") : NULL;
    if (location != NULL)
        *location = '\0';
    failure_set (failure, message ? message : text, message ? sqlstate : NULL);
}

int
failure_say (struct failure *failure, bool fatal, const char *text)
{
    failure->fatal = fatal;
    snprintf (failure->text, sizeof failure->text, "%s", text);
    one_line (failure->text);
    return -1;
}
