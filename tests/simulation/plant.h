/* SPDX-License-Identifier: Apache-2.0 */
/* plant.h: faults planted around the daemon, to prove that the oracle finds them: a store or an output that lies. */
#ifndef MUSTER_SIM_PLANT_H
#define MUSTER_SIM_PLANT_H

#include "store/store.h"

struct memory_disk;

enum plant {
    PLANT_NONE,
    PLANT_TELL_EARLY,      /* says that a batch is committed before it is */
    PLANT_LOSE_BATCH,      /* says so of a batch that it throws away */
    PLANT_FORGET_COMMANDS, /* stores no command ids, so that a retry after a reload is applied again */
    PLANT_FLIP_HASH,       /* damages an entry */
    PLANT_OLD_ROW,         /* leaves out a row */
    PLANT_SYNC_HOLE,       /* leaves an image out of a sync chunk */
    PLANT_FALSE_EPOCH,     /* pushes under another epoch */
    PLANT_LOSE_DRILL,      /* an obligation of a drill says that it is none */
    PLANT_DEAF,            /* never answers one command in ten */
    PLANT_FALSE_WORD,      /* calls an accepted command refused */
    PLANT_REUSED_ID,       /* calls other content under a used id accepted */
    PLANT_FALSE_PREV,      /* names another push as the one before */
    PLANTS
};

extern const char *const plant_names[PLANTS];
/* What the oracle must say about it: a part of the sentence, or one of several with "|" between them. */
extern const char *const plant_complaints[PLANTS];

/* A store on this disk which does that. */
struct store *plant_store (enum plant, struct memory_disk *, const struct store_options *,
                           const struct store_callbacks *);

/* May change what leaves; returns true if *ret_data (to be freed) is to be sent instead, or *ret_drop nothing. */
bool plant_reply (enum plant, uint64_t dice, const uint8_t *data, size_t size, uint8_t **ret_data, size_t *ret_size,
                  bool *ret_drop);
bool plant_push (enum plant, const char *topic, const uint8_t *data, size_t size, uint8_t **ret_data,
                 size_t *ret_size);

#endif
