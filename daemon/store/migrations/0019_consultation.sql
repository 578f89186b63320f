-- SPDX-License-Identifier: Apache-2.0
-- Consultations.

CREATE TABLE muster.consultation (
    id bigint PRIMARY KEY,
    version bigint NOT NULL,
    settled_seq bigint,
    incident bigint,
    drill boolean NOT NULL,
    matter text,
    participants bigint[],
    others text,
    channel text,
    began_at timestamptz,
    ended_at timestamptz,
    conclusions text,
    recorded_by bigint,
    recorded_at timestamptz,
    image bytea NOT NULL
);
CREATE INDEX consultation_settled ON muster.consultation (settled_seq) WHERE settled_seq IS NOT NULL;
CREATE INDEX consultation_incident ON muster.consultation (incident) WHERE incident IS NOT NULL;
COMMENT ON TABLE muster.consultation IS 'Who conferred on what, and what was concluded: never changed.';
COMMENT ON COLUMN muster.consultation.id IS 'Number of the consultation, from 1.';
COMMENT ON COLUMN muster.consultation.version IS 'Journal seq that wrote it.';
COMMENT ON COLUMN muster.consultation.settled_seq IS 'The same as version: it is settled from its birth.';
COMMENT ON COLUMN muster.consultation.incident IS 'The incident; null = none.';
COMMENT ON COLUMN muster.consultation.drill IS 'A drill.';
COMMENT ON COLUMN muster.consultation.matter IS 'On what.';
COMMENT ON COLUMN muster.consultation.participants IS 'Persons who took part; null = none is known by a code.';
COMMENT ON COLUMN muster.consultation.others IS 'Who else took part, in words.';
COMMENT ON COLUMN muster.consultation.channel IS 'video, phone, ...';
COMMENT ON COLUMN muster.consultation.began_at IS 'When it began.';
COMMENT ON COLUMN muster.consultation.ended_at IS 'When it ended.';
COMMENT ON COLUMN muster.consultation.conclusions IS 'What was concluded, verbatim.';
COMMENT ON COLUMN muster.consultation.recorded_by IS 'Principal that wrote it down.';
COMMENT ON COLUMN muster.consultation.recorded_at IS 'When it was written down.';
COMMENT ON COLUMN muster.consultation.image IS 'The whole thing (protobuf), for a fast restart.';
