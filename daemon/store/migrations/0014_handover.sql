-- SPDX-License-Identifier: Apache-2.0
-- The watch: the duty log.

CREATE TABLE muster.duty_log_entry (
    id bigint PRIMARY KEY,
    version bigint NOT NULL,
    settled_seq bigint,
    incident bigint,
    drill boolean NOT NULL,
    post bigint,
    person bigint,
    written_by bigint,
    text text,
    happened_at timestamptz,
    written_at timestamptz,
    corrects bigint,
    image bytea NOT NULL
);
CREATE INDEX duty_log_entry_settled ON muster.duty_log_entry (settled_seq) WHERE settled_seq IS NOT NULL;
CREATE INDEX duty_log_entry_incident ON muster.duty_log_entry (incident) WHERE incident IS NOT NULL;
COMMENT ON TABLE muster.duty_log_entry IS 'An entry of the duty log: never changed.';
COMMENT ON COLUMN muster.duty_log_entry.id IS 'Number of the entry, from 1.';
COMMENT ON COLUMN muster.duty_log_entry.version IS 'Journal seq that wrote it.';
COMMENT ON COLUMN muster.duty_log_entry.settled_seq IS 'The same as version: an entry is settled from its birth.';
COMMENT ON COLUMN muster.duty_log_entry.incident IS 'The incident of which it speaks; null = none.';
COMMENT ON COLUMN muster.duty_log_entry.drill IS 'A drill, as the incident is.';
COMMENT ON COLUMN muster.duty_log_entry.post IS 'Post at which it was written; null = none.';
COMMENT ON COLUMN muster.duty_log_entry.person IS 'Person who wrote it; null = the principal is no person.';
COMMENT ON COLUMN muster.duty_log_entry.written_by IS 'Principal that wrote it.';
COMMENT ON COLUMN muster.duty_log_entry.text IS 'The entry, verbatim.';
COMMENT ON COLUMN muster.duty_log_entry.happened_at IS 'The minute of which it speaks.';
COMMENT ON COLUMN muster.duty_log_entry.written_at IS 'When it was entered.';
COMMENT ON COLUMN muster.duty_log_entry.corrects IS 'The entry that it corrects; null = none.';
COMMENT ON COLUMN muster.duty_log_entry.image IS 'The whole thing (protobuf), for a fast restart.';
