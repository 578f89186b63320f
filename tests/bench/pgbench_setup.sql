-- The opponent's tables: the daemon's own, with every index, and a little to begin with. Made anew for each run.
DROP SCHEMA IF EXISTS bench CASCADE;
CREATE SCHEMA bench;
CREATE TABLE bench.journal (LIKE muster.journal INCLUDING ALL);
CREATE TABLE bench.command (LIKE muster.command INCLUDING ALL);
CREATE TABLE bench.report (LIKE muster.report INCLUDING ALL);
-- LIKE does not copy the fill factor, which keeps updates in their page
CREATE TABLE bench.incident (LIKE muster.incident INCLUDING ALL) WITH (fillfactor = 70);
CREATE TABLE bench.obligation (LIKE muster.obligation INCLUDING ALL) WITH (fillfactor = 70);
-- Numbers without a gap would cost a lock: the opponent takes what comes cheapest.
CREATE SEQUENCE bench.seq CACHE 100000;
CREATE SEQUENCE bench.id CACHE 100000;
INSERT INTO bench.incident SELECT * FROM muster.incident WHERE id <= 64;
