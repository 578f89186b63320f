/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_rows.h: stored things out of a binary result's row; everything points into the result. */
#ifndef MUSTER_STORE_POSTGRES_ROWS_H
#define MUSTER_STORE_POSTGRES_ROWS_H

#include "store/postgres_params.h"

#define ENTRY_COLUMNS                                                                                                \
    "seq, epoch, at, received_at, principal, command_id, kind, subject_kind, subject, incident, payload, hash"
void row_entry (const PGresult *, int row, struct store_entry *ret_entry);

#define COMMAND_COLUMNS "principal, command_id, payload_hash, at, result"
void row_command (const PGresult *, int row, struct store_command *ret_command);

struct row_image {
    uint64_t id, version;
    const uint8_t *image;
    size_t size;
};
#define IMAGE_COLUMNS "id, version, image"
void row_image (const PGresult *, int row, struct row_image *ret_image);

#endif
