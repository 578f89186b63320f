/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_rows.c: rows of the journal, of commands and of entities as the store's structs. */
#include "store/postgres_rows.h"

void
row_entry (const PGresult *result, int row, struct store_entry *entry)
{
    *entry = (struct store_entry){
        .seq = value_int (result, row, 0),
        .epoch = value_int (result, row, 1),
        .at = value_time (result, row, 2),
        .received_at = value_time (result, row, 3),
        .principal = value_int (result, row, 4),
        .kind = value_text (result, row, 6),
        .subject_kind = entity_kind_by_name (value_text (result, row, 7)),
        .subject = value_int (result, row, 8),
        .incident = value_int (result, row, 9),
    };
    value_copy (result, row, 5, entry->command_id, COMMAND_ID_BYTES);
    entry->payload = value_bytes (result, row, 10, &entry->payload_size);
    value_copy (result, row, 11, entry->hash, HASH_BYTES);
}

void
row_command (const PGresult *result, int row, struct store_command *command)
{
    *command = (struct store_command){
        .principal = value_int (result, row, 0),
        .at = value_time (result, row, 3),
    };
    value_copy (result, row, 1, command->id, COMMAND_ID_BYTES);
    value_copy (result, row, 2, command->payload_hash, HASH_BYTES);
    command->result = value_bytes (result, row, 4, &command->result_size);
}

void
row_image (const PGresult *result, int row, struct row_image *image)
{
    image->id = value_int (result, row, 0);
    image->version = value_int (result, row, 1);
    image->image = value_bytes (result, row, 2, &image->size);
}
