-- How incidents end and pause.

ALTER TABLE muster.incident
    ADD COLUMN disposition   text NOT NULL DEFAULT 'none',
    ADD COLUMN controlled_at timestamptz,
    ADD COLUMN merged_into   bigint;
COMMENT ON COLUMN muster.incident.state IS 'reported, responding, on_hold, controlled or closed.';
COMMENT ON COLUMN muster.incident.disposition IS 'How it ended: resolved, false_alarm, merged or transferred; none while open.';
COMMENT ON COLUMN muster.incident.controlled_at IS 'Since when it is under control; null = it is not.';
COMMENT ON COLUMN muster.incident.merged_into IS 'The incident that goes on in its place; null = none.';
