-- SPDX-License-Identifier: Apache-2.0
-- The watch: the duty log, handovers.

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

CREATE TABLE muster.handover (
    id bigint PRIMARY KEY,
    version bigint NOT NULL,
    settled_seq bigint,
    state text NOT NULL,
    post bigint,
    leader boolean NOT NULL,
    shift bigint,
    outgoing bigint,
    incoming bigint,
    done text,
    undone text,
    note text,
    remark text,
    reason text,
    opened_at timestamptz,
    accepted_at timestamptz,
    signed_at timestamptz,
    cancelled_at timestamptz,
    head_seq bigint,
    head_hash bytea NOT NULL,
    items_count bigint NOT NULL,
    objections_count bigint NOT NULL,
    image bytea NOT NULL
);
CREATE INDEX handover_open ON muster.handover (id) WHERE settled_seq IS NULL;
CREATE INDEX handover_settled ON muster.handover (settled_seq) WHERE settled_seq IS NOT NULL;
COMMENT ON TABLE muster.handover IS 'A watch that goes over from one person to another.';
COMMENT ON COLUMN muster.handover.id IS 'Number of the handover, from 1.';
COMMENT ON COLUMN muster.handover.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.handover.settled_seq IS 'The same as version when it is signed or cancelled; null while it is open.';
COMMENT ON COLUMN muster.handover.state IS 'opened, accepted, signed or cancelled.';
COMMENT ON COLUMN muster.handover.post IS 'Post whose watch goes over.';
COMMENT ON COLUMN muster.handover.leader IS 'The watch of a duty leader.';
COMMENT ON COLUMN muster.handover.shift IS 'Shift that ends with it.';
COMMENT ON COLUMN muster.handover.outgoing IS 'Person who hands over.';
COMMENT ON COLUMN muster.handover.incoming IS 'Person who takes over and signs.';
COMMENT ON COLUMN muster.handover.done IS 'What was done, as who hands over says.';
COMMENT ON COLUMN muster.handover.undone IS 'What is left to do.';
COMMENT ON COLUMN muster.handover.note IS 'What else must be known.';
COMMENT ON COLUMN muster.handover.remark IS 'Remark of who takes over, when signing.';
COMMENT ON COLUMN muster.handover.reason IS 'Why it was cancelled.';
COMMENT ON COLUMN muster.handover.opened_at IS 'Opened.';
COMMENT ON COLUMN muster.handover.accepted_at IS 'Every item accepted; null = not (any more).';
COMMENT ON COLUMN muster.handover.signed_at IS 'Signed; null = not.';
COMMENT ON COLUMN muster.handover.cancelled_at IS 'Cancelled; null = not.';
COMMENT ON COLUMN muster.handover.head_seq IS 'Journal entry up to which is signed.';
COMMENT ON COLUMN muster.handover.head_hash IS 'Hash of that entry; zero until it is signed.';
COMMENT ON COLUMN muster.handover.items_count IS 'Items of the list (they are in the image).';
COMMENT ON COLUMN muster.handover.objections_count IS 'Objections made.';
COMMENT ON COLUMN muster.handover.image IS 'The whole thing (protobuf), for a fast restart.';
