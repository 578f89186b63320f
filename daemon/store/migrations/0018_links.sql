-- SPDX-License-Identifier: Apache-2.0
-- What incidents are to each other, and how their source calls them.

ALTER TABLE muster.incident ADD COLUMN source_id text;
ALTER TABLE muster.incident ADD COLUMN linked_to bigint[];
ALTER TABLE muster.incident ADD COLUMN linked_as text[];
COMMENT ON COLUMN muster.incident.source_id IS 'How the system that reported it calls it.';
COMMENT ON COLUMN muster.incident.linked_to IS 'The incidents with which it is linked; null = none.';
COMMENT ON COLUMN muster.incident.linked_as IS 'What it is to each of them: related, parent, child, secondary, derived, split or origin.';
