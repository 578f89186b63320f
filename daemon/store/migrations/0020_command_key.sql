-- SPDX-License-Identifier: Apache-2.0
-- Command ids carry their time: with the id first, new ones go to the index's end, a start reads the newest from there,
-- and the time needs no index of its own.
ALTER TABLE muster.command DROP CONSTRAINT command_pkey, ADD PRIMARY KEY (command_id, principal);
DROP INDEX IF EXISTS muster.command_at;
