/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_session.c: libpq without blocking. Reads wherever it waits to write, so that neither side can stall the
 * other. */
#include "store/postgres_failure.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#define SERVER_VERSION_MIN 150000

/* ---- connecting ---- */

static void
keep_failure (struct session *session, const PGresult *result)
{
    if (session->failed)
        return;
    session->failed = true;
    failure_from_result (&session->failure, result);
}

/* Warnings matter to a commit; a FATAL comes this way when the server ends a session that asked nothing. */
static void
notice_came (void *arg, const PGresult *result)
{
    struct session *session = arg;
    const char *severity = PQresultErrorField (result, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *text = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);
    if (severity != NULL && strcmp (severity, "FATAL") == 0)
        keep_failure (session, result);
    if (severity == NULL || strcmp (severity, "WARNING") != 0)
        return;
    session->warned = true;
    snprintf (session->warning, sizeof session->warning, "%s", text != NULL ? text : "");
}

static size_t
commas (const char *text)
{
    size_t count = 0;
    for (; text != NULL && *text != '\0'; text++)
        count += *text == ',';
    return count;
}

/* How many hosts the connection string names; 0 = it is no connection string. */
static size_t
count_hosts (const char *conninfo, struct failure *failure)
{
    char *text = NULL;
    size_t hosts = 1;
    PQconninfoOption *parsed = PQconninfoParse (conninfo, &text);
    if (parsed == NULL) {
        struct error error;
        error_set (&error, "the connection string is wrong: %s", text ? text : "no memory");
        failure_say (failure, true, error.text);
        PQfreemem (text);
        return 0;
    }
    for (PQconninfoOption *option = parsed; option->keyword != NULL; option++) {
        bool names_hosts = strcmp (option->keyword, "host") == 0 || strcmp (option->keyword, "hostaddr") == 0;
        if (names_hosts && commas (option->val) + 1 > hosts)
            hosts = commas (option->val) + 1;
    }
    PQconninfoFree (parsed);
    return hosts;
}

/* What stands before dbname can be overridden by the connection string; what stands after it can't. A dead network is
 * noticed by TCP itself: nobody sends a FIN when a machine loses its power. */
static PGconn *
connect_start (const struct session_target *target)
{
    char user_timeout[16];
    snprintf (user_timeout, sizeof user_timeout, "%u", (unsigned)target->connect_timeout_ms);
    const char *const keywords[] = { "tcp_user_timeout",          "keepalives_idle",
                                     "keepalives_interval",       "keepalives_count",
                                     "fallback_application_name", "dbname",
                                     "client_encoding",           NULL };
    const char *const values[] = { user_timeout, "5", "2", "3", "musterd", target->conninfo, "UTF8", NULL };
    return PQconnectStartParams (keywords, values, 1);
}

int
session_open (struct session *session, const struct session_target *target, int64_t now_ms, struct failure *failure)
{
    *session = (struct session){ .state = SESSION_CLOSED };
    size_t hosts = count_hosts (target->conninfo, failure);
    if (hosts == 0)
        return -1;
    session->conn = connect_start (target);
    if (session->conn == NULL)
        return failure_say (failure, false, "no memory for a connection");
    PQsetNoticeReceiver (session->conn, notice_came, session);
    PQsetErrorVerbosity (session->conn, PQERRORS_VERBOSE); /* only so carries a refusal its SQLSTATE */
    if (PQstatus (session->conn) == CONNECTION_BAD) {
        failure_from_connection (failure, session->conn);
        return -1;
    }
    session->state = SESSION_CONNECTING;
    session->polling = PGRES_POLLING_WRITING;
    session->give_up_at_ms = now_ms + (int64_t)hosts * target->connect_timeout_ms;
    return 0;
}

/* PQconnectPoll may only be called when the socket is ready for what it asked. */
static bool
socket_ready (const struct session *session)
{
    struct pollfd fd = { .fd = PQsocket (session->conn),
                         .events = session->polling == PGRES_POLLING_READING ? POLLIN : POLLOUT };
    return fd.fd < 0 || poll (&fd, 1, 0) != 0;
}

static enum progress
session_opened (struct session *session, struct failure *failure)
{
    int version = PQserverVersion (session->conn);
    if (version < SERVER_VERSION_MIN) {
        snprintf (failure->text, sizeof failure->text,
                  "the server is PostgreSQL %d.%d, musterd needs %d or newer: upgrade the server", version / 10000,
                  version % 10000, SERVER_VERSION_MIN / 10000);
        failure->fatal = true;
        return PROGRESS_FAILED;
    }
    if (PQsetnonblocking (session->conn, 1) != 0) {
        session_refused (session, failure);
        return PROGRESS_FAILED;
    }
    session->state = SESSION_OPEN;
    return PROGRESS_DONE;
}

enum progress
session_connect (struct session *session, int64_t now_ms, struct failure *failure)
{
    while (socket_ready (session)) {
        session->polling = PQconnectPoll (session->conn);
        if (session->polling == PGRES_POLLING_OK)
            return session_opened (session, failure);
        if (session->polling == PGRES_POLLING_FAILED) {
            failure_from_connection (failure, session->conn);
            return PROGRESS_FAILED;
        }
    }
    if (now_ms < session->give_up_at_ms)
        return PROGRESS_WAIT;
    failure_say (failure, false, "PostgreSQL did not answer in time: check that it runs and can be reached");
    return PROGRESS_FAILED;
}

void
session_close (struct session *session)
{
    PQfinish (session->conn);
    *session = (struct session){ .state = SESSION_CLOSED };
}

size_t
session_poll (const struct session *session, struct store_poll *ret_poll)
{
    int fd = session->state == SESSION_CLOSED ? -1 : PQsocket (session->conn);
    if (fd < 0)
        return 0;
    bool connecting = session->state == SESSION_CONNECTING;
    bool write = connecting ? session->polling == PGRES_POLLING_WRITING : session->flushing;
    *ret_poll = (struct store_poll){ .fd = fd, .read = !connecting || !write, .write = write };
    return 1;
}

/* ---- sending ---- */

int
session_refused (const struct session *session, struct failure *failure)
{
    failure_from_connection (failure, session->conn);
    return -1;
}

int
session_flush (struct session *session, struct failure *failure)
{
    int rest = PQflush (session->conn);
    session->flushing = rest == 1;
    return rest < 0 ? session_refused (session, failure) : 0;
}

int
session_run (struct session *session, const char *sql, struct failure *failure)
{
    if (!PQsendQuery (session->conn, sql))
        return session_refused (session, failure);
    return session_flush (session, failure);
}

int
session_ask (struct session *session, const char *sql, struct params *params, struct failure *failure)
{
    struct params none = { .count = 0 };
    if (params == NULL)
        params = &none;
    else
        params_finish (params);
    if (!PQsendQueryParams (session->conn, sql, params->count, params->types, params->values, params->lengths,
                            params_binary, 1))
        return session_refused (session, failure);
    PQsetSingleRowMode (session->conn);
    return session_flush (session, failure);
}

int
session_execute (struct session *session, const char *statement, struct params *params, struct failure *failure)
{
    params_finish (params);
    if (!PQsendQueryPrepared (session->conn, statement, params->count, params->values, params->lengths, params_binary,
                              1))
        return session_refused (session, failure);
    return 0;
}

int
session_end_pipeline (struct session *session, struct failure *failure)
{
    if (!PQpipelineSync (session->conn))
        return session_refused (session, failure);
    return session_flush (session, failure);
}

/* ---- reading ---- */

/* Tries to have the next result ready; false: it would have to wait. A lost connection counts as ready: what had come
 * in before is still to be had, and then PQgetResult says what happened. */
static bool
result_ready (struct session *session)
{
    if (session->lost || !PQisBusy (session->conn))
        return true;
    if (!PQconsumeInput (session->conn))
        session->lost = true;
    return session->lost || !PQisBusy (session->conn);
}

/* libpq may have seen the end of the connection elsewhere (while it sent, say): then there is no result that tells of
 * it, and what came before is not all. */
static bool
connection_ended (const struct session *session)
{
    return session->lost || PQstatus (session->conn) != CONNECTION_OK;
}

static enum progress
rows_finished (struct session *session, struct failure *failure)
{
    if (!session->failed && !connection_ended (session))
        return PROGRESS_DONE;
    if (session->failed)
        *failure = session->failure;
    else
        session_refused (session, failure);
    return PROGRESS_FAILED;
}

static void
give_rows (session_row_fn *row, void *arg, int *budget, const PGresult *result)
{
    int count = PQntuples (result);
    for (int i = 0; i < count && row != NULL; i++)
        row (arg, result, i);
    *budget -= count;
}

enum progress
session_rows (struct session *session, session_row_fn *row, void *arg, int *budget, struct failure *failure)
{
    while (result_ready (session)) {
        if (*budget <= 0)
            return PROGRESS_MORE;
        PGresult *result = PQgetResult (session->conn);
        if (result == NULL)
            return rows_finished (session, failure);
        switch (PQresultStatus (result)) {
        case PGRES_SINGLE_TUPLE:
        case PGRES_TUPLES_OK:
            give_rows (row, arg, budget, result);
            break;
        case PGRES_COMMAND_OK:
        case PGRES_EMPTY_QUERY:
            break;
        default:
            keep_failure (session, result);
        }
        PQclear (result);
    }
    return PROGRESS_WAIT;
}

void
session_forget_warning (struct session *session)
{
    session->warned = false;
}

static enum progress
sync_arrived (struct session *session, struct failure *failure)
{
    if (!session->warned)
        return PROGRESS_DONE;
    struct error error;
    error_set (&error, "the server warned, so that the commit may not be safe everywhere: %.380s", session->warning);
    failure_say (failure, false, error.text);
    return PROGRESS_FAILED;
}

enum progress
session_sync (struct session *session, struct failure *failure)
{
    bool ended = false; /* the last was the end of one statement's results */
    while (result_ready (session)) {
        PGresult *result = PQgetResult (session->conn);
        ExecStatusType status = PQresultStatus (result);
        if (status == PGRES_PIPELINE_SYNC) {
            PQclear (result);
            return sync_arrived (session, failure);
        }
        /* Two ends in a row: libpq knows of nothing more to come, and would say so for ever. */
        if (result == NULL && !ended && !connection_ended (session)) {
            ended = true;
            continue;
        }
        ended = false;
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
            if (result != NULL)
                failure_from_result (failure, result);
            else
                session_refused (session, failure);
            PQclear (result);
            return PROGRESS_FAILED;
        }
        PQclear (result);
    }
    return PROGRESS_WAIT;
}

int
session_idle (struct session *session, struct failure *failure)
{
    bool alive = PQconsumeInput (session->conn) != 0;
    PQisBusy (session->conn); /* parses what came: last words arrive as a notice */
    if (session->failed)
        *failure = session->failure;
    else if (!alive)
        session_refused (session, failure);
    return session->failed || !alive ? -1 : 0;
}
