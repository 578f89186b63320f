/* SPDX-License-Identifier: Apache-2.0 */
/* migrate.h: brings the schema up to what this daemon knows, and refuses one that is newer. */
#ifndef MUSTER_STORE_MIGRATE_H
#define MUSTER_STORE_MIGRATE_H

#include "store/postgres_session.h"

/* One numbered SQL file of migrations/, embedded by the build. */
struct migration {
    int version; /* 1, 2, ...: rising, below MIGRATIONS_MAX */
    const char *name;
    const char *sql;
};

enum { MIGRATIONS_MAX = 64 };

extern const struct migration migrations[];
extern const int migrations_count;

struct migrator {
    int step;
    bool asked;
    bool found;       /* the schema_version table is there */
    int newest;       /* version in it */
    uint64_t applied; /* a bit for each version */
};

/* Goes on with it; zero-initialise the migrator first. */
enum progress migrator_turn (struct migrator *, struct session *, struct failure *);

#endif
