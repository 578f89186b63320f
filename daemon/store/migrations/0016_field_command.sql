-- SPDX-License-Identifier: Apache-2.0
-- Command at the scene.

CREATE TABLE muster.field_command_post (
    id bigint PRIMARY KEY,
    version bigint NOT NULL,
    settled_seq bigint,
    incident bigint NOT NULL,
    state text NOT NULL,
    drill boolean NOT NULL,
    place text,
    phone text,
    commander bigint,
    commander_since timestamptz,
    successor bigint,
    asked_at timestamptz,
    reason text,
    words text,
    channel text,
    transfers_count bigint NOT NULL,
    established_at timestamptz,
    established_by bigint,
    dissolved_at timestamptz,
    image bytea NOT NULL
);
CREATE INDEX field_command_post_open ON muster.field_command_post (id) WHERE settled_seq IS NULL;
CREATE INDEX field_command_post_settled ON muster.field_command_post (settled_seq) WHERE settled_seq IS NOT NULL;
CREATE INDEX field_command_post_incident ON muster.field_command_post (incident);
COMMENT ON TABLE muster.field_command_post IS 'Who commands at the scene of an incident.';
COMMENT ON COLUMN muster.field_command_post.id IS 'Number of the field command post, from 1.';
COMMENT ON COLUMN muster.field_command_post.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.field_command_post.settled_seq IS 'The same as version when nothing about it is open any more; null while it is open.';
COMMENT ON COLUMN muster.field_command_post.incident IS 'The incident.';
COMMENT ON COLUMN muster.field_command_post.state IS 'established, transferring or dissolved.';
COMMENT ON COLUMN muster.field_command_post.drill IS 'A drill.';
COMMENT ON COLUMN muster.field_command_post.place IS 'Where it stands.';
COMMENT ON COLUMN muster.field_command_post.phone IS 'How to call it.';
COMMENT ON COLUMN muster.field_command_post.commander IS 'Person: the incident commander.';
COMMENT ON COLUMN muster.field_command_post.commander_since IS 'That person has commanded since.';
COMMENT ON COLUMN muster.field_command_post.successor IS 'Person who was asked to take over; null = nobody.';
COMMENT ON COLUMN muster.field_command_post.asked_at IS 'When that was.';
COMMENT ON COLUMN muster.field_command_post.reason IS 'Of the last transfer that was asked for, or of the end.';
COMMENT ON COLUMN muster.field_command_post.words IS 'The words with which the last transfer was accepted.';
COMMENT ON COLUMN muster.field_command_post.channel IS 'By which channel they came.';
COMMENT ON COLUMN muster.field_command_post.transfers_count IS 'How often the command was transferred.';
COMMENT ON COLUMN muster.field_command_post.established_at IS 'Established.';
COMMENT ON COLUMN muster.field_command_post.established_by IS 'Principal that recorded it.';
COMMENT ON COLUMN muster.field_command_post.dissolved_at IS 'Dissolved; null = it stands.';
COMMENT ON COLUMN muster.field_command_post.image IS 'The whole thing (protobuf), for a fast restart.';
