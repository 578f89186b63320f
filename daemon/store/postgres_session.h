/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_session.h: one libpq connection that never blocks: connecting, sending, reading rows or Syncs. */
#ifndef MUSTER_STORE_POSTGRES_SESSION_H
#define MUSTER_STORE_POSTGRES_SESSION_H

#include "store/postgres_params.h"
#include "store/store.h"
#include "util/error.h"

#include <libpq-fe.h>

/* Why something failed. fatal: trying again can't help, the text says what to do. */
struct failure {
    bool fatal;
    char text[ERROR_TEXT_MAX];
};

struct session_target {
    const char *conninfo;
    uint32_t connect_timeout_ms; /* for each host of the connection string */
};

enum session_state { SESSION_CLOSED, SESSION_CONNECTING, SESSION_OPEN };

/* What a call that goes on over several turns of the loop has come to. */
enum progress {
    PROGRESS_WAIT,   /* nothing more to be had without waiting */
    PROGRESS_MORE,   /* the budget is used up; there may be more at once */
    PROGRESS_DONE,   /* finished, well */
    PROGRESS_FAILED, /* the failure is filled; only session_close is left to do */
};

/* Zero-initialised is closed. */
struct session {
    PGconn *conn;
    enum session_state state;
    PostgresPollingStatusType polling; /* what the connecting waits for */
    bool flushing;                     /* libpq holds bytes that the socket didn't take */
    bool lost;                         /* the socket is gone; what was read before can still be had */
    int64_t give_up_at_ms;
    bool failed; /* the statement being read raised an error, or the server ended the session */
    struct failure failure;
    bool warned; /* the server sent a WARNING since session_forget_warning */
    char warning[ERROR_TEXT_MAX];
};

/* Starts to connect. -1: it can't even start. */
int session_open (struct session *, const struct session_target *, int64_t now_ms, struct failure *);
enum progress session_connect (struct session *, int64_t now_ms, struct failure *);
void session_close (struct session *); /* takes a closed one */

/* Several statements without parameters, as one transaction; text results. */
int session_run (struct session *, const char *sql, struct failure *);
/* One statement with parameters (NULL = none); binary results, to be read by session_rows. */
int session_ask (struct session *, const char *sql, struct params *, struct failure *);

typedef void session_row_fn (void *arg, const PGresult *, int row);
/* Reads rows of what session_run or session_ask sent, at most *budget of them, and takes them off it. row may be
 * NULL. */
enum progress session_rows (struct session *, session_row_fn *row, void *arg, int *budget, struct failure *);

/* In pipeline mode: prepared statements with their parameters, then a Sync. */
int session_execute (struct session *, const char *statement, struct params *, struct failure *);
int session_end_pipeline (struct session *, struct failure *);
/* Reads up to one Sync: done if everything before it went well and nothing warned. */
enum progress session_sync (struct session *, struct failure *);
void session_forget_warning (struct session *);
/* To be called when nothing is asked: notices that the server ended the session. */
int session_idle (struct session *, struct failure *);

int session_flush (struct session *, struct failure *);
/* Fills *ret_poll and returns 1; 0 if it has no descriptor now. */
size_t session_poll (const struct session *, struct store_poll *ret_poll);

/* A failure from the connection's own last error, after a send was refused. Always returns -1. */
int session_refused (const struct session *, struct failure *);

#endif
