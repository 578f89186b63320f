-- Muster's records: the journal, the kept things, the stored results of commands, and who leads.
-- One database holds one centre. musterd alone writes here; everybody else reads.

-- Not IF NOT EXISTS: that would ask for the right to create one even where the schema was made for us beforehand.
DO $$
BEGIN
    IF to_regnamespace ('muster') IS NULL THEN
        CREATE SCHEMA muster;
    END IF;
END
$$;
COMMENT ON SCHEMA muster IS 'Emergency command and dispatch: written by musterd only. Times are UTC. Start with the views open_incident, open_order, overdue_obligation.';

CREATE TABLE muster.schema_version (
    version    integer PRIMARY KEY,
    name       text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp ()
);
COMMENT ON TABLE muster.schema_version IS 'One row for each migration applied.';
COMMENT ON COLUMN muster.schema_version.version IS 'Number of the migration.';
COMMENT ON COLUMN muster.schema_version.name IS 'Name of the migration file.';
COMMENT ON COLUMN muster.schema_version.applied_at IS 'When it was applied.';

-- ---- who leads ----

CREATE TABLE muster.leader (
    centre     text COLLATE "C" PRIMARY KEY,
    epoch      bigint NOT NULL,
    endpoint   text NOT NULL,
    renewed_at timestamptz NOT NULL
) WITH (fillfactor = 20);
COMMENT ON TABLE muster.leader IS 'The daemon that may write: every transaction of musterd first checks its epoch here.';
COMMENT ON COLUMN muster.leader.centre IS 'Code of the centre whose records this database holds.';
COMMENT ON COLUMN muster.leader.epoch IS 'Grows by one with each takeover; a daemon with a smaller one can not commit.';
COMMENT ON COLUMN muster.leader.endpoint IS 'How clients reach the leader.';
COMMENT ON COLUMN muster.leader.renewed_at IS 'Last sign of life of the leader.';

-- The first statement of every batch. FOR SHARE makes a takeover wait for this transaction and this transaction for a
-- takeover under way; renew also says that the leader lives (and locks out a takeover likewise).
CREATE FUNCTION muster.fence (our_centre text, our_epoch bigint, first_seq bigint, renew boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    found_epoch bigint;
    head        bigint;
BEGIN
    IF renew THEN
        UPDATE muster.leader SET renewed_at = clock_timestamp () WHERE centre = our_centre
            RETURNING epoch INTO found_epoch;
    ELSE
        SELECT epoch INTO found_epoch FROM muster.leader WHERE centre = our_centre FOR SHARE;
    END IF;
    IF found_epoch IS DISTINCT FROM our_epoch THEN
        RAISE EXCEPTION 'another daemon leads centre % (epoch %, ours is %)', our_centre, found_epoch, our_epoch
            USING ERRCODE = 'MU001';
    END IF;
    IF first_seq > 0 THEN
        SELECT seq INTO head FROM muster.journal WHERE centre = our_centre ORDER BY seq DESC LIMIT 1;
        IF coalesce (head, 0) + 1 <> first_seq THEN
            RAISE EXCEPTION 'the journal ends at %, so that an entry % can not follow', coalesce (head, 0), first_seq
                USING ERRCODE = 'MU002';
        END IF;
    END IF;
END
$$;
COMMENT ON FUNCTION muster.fence (text, bigint, bigint, boolean) IS 'Raises unless our epoch leads and the journal can go on at first_seq.';

-- ---- the journal ----

CREATE TABLE muster.journal (
    centre       text COLLATE "C" NOT NULL,
    seq          bigint NOT NULL CHECK (seq > 0),
    epoch        bigint NOT NULL,
    at           timestamptz NOT NULL,
    received_at  timestamptz NOT NULL,
    principal    bigint NOT NULL,
    command_id   uuid,
    kind         text NOT NULL,
    subject_kind text NOT NULL,
    subject      bigint NOT NULL,
    incident     bigint,
    payload      bytea NOT NULL,
    hash         bytea NOT NULL CHECK (octet_length (hash) = 32),
    PRIMARY KEY (centre, seq)
);
CREATE INDEX journal_incident ON muster.journal (incident, seq) WHERE incident IS NOT NULL;
COMMENT ON TABLE muster.journal IS 'Every change, in order, without gaps. Never updated, never deleted.';
COMMENT ON COLUMN muster.journal.centre IS 'Code of the centre.';
COMMENT ON COLUMN muster.journal.seq IS 'Journal sequence number, from 1, without gaps.';
COMMENT ON COLUMN muster.journal.epoch IS 'Epoch of the leader that wrote it.';
COMMENT ON COLUMN muster.journal.at IS 'Desk time of the change.';
COMMENT ON COLUMN muster.journal.received_at IS 'When the command came in; for a timer the same as at.';
COMMENT ON COLUMN muster.journal.principal IS 'Who: id of the principal; 0 = the daemon itself (a timer).';
COMMENT ON COLUMN muster.journal.command_id IS 'The command that caused it; null for a timer.';
COMMENT ON COLUMN muster.journal.kind IS 'What happened, as in order.acknowledged.';
COMMENT ON COLUMN muster.journal.subject_kind IS 'Table of the thing that changed.';
COMMENT ON COLUMN muster.journal.subject IS 'Its id.';
COMMENT ON COLUMN muster.journal.incident IS 'The incident it belongs to; null if none.';
COMMENT ON COLUMN muster.journal.payload IS 'The event itself (protobuf).';
COMMENT ON COLUMN muster.journal.hash IS 'BLAKE2b-256 over the previous hash and this entry.';

CREATE TABLE muster.command (
    principal    bigint NOT NULL,
    command_id   uuid NOT NULL,
    payload_hash bytea NOT NULL CHECK (octet_length (payload_hash) = 32),
    at           timestamptz NOT NULL,
    result       bytea NOT NULL,
    PRIMARY KEY (principal, command_id)
);
CREATE INDEX command_at ON muster.command (at);
COMMENT ON TABLE muster.command IS 'The answer given to each command, refusals included: the same command id again gets the same answer.';
COMMENT ON COLUMN muster.command.principal IS 'Who asked.';
COMMENT ON COLUMN muster.command.command_id IS 'Id made by the client before the first send (UUIDv7).';
COMMENT ON COLUMN muster.command.payload_hash IS 'BLAKE2b-256 of the command as sent.';
COMMENT ON COLUMN muster.command.at IS 'Desk time of the decision.';
COMMENT ON COLUMN muster.command.result IS 'The answer (protobuf).';

-- ---- the kept things: one table for each kind, one row for each, the newest image only ----

CREATE TABLE muster.profile (
    id          bigint PRIMARY KEY,
    version     bigint NOT NULL,
    settled_seq bigint,
    code        text NOT NULL,
    title       text,
    text        text,
    image       bytea NOT NULL
);
COMMENT ON TABLE muster.profile IS 'A regulation profile: levels, deadlines, escalation policies.';
COMMENT ON COLUMN muster.profile.id IS 'Number of the profile, from 1.';
COMMENT ON COLUMN muster.profile.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.profile.settled_seq IS 'The same as version when nothing about it is open any more; null while it is open.';
COMMENT ON COLUMN muster.profile.code IS 'Code.';
COMMENT ON COLUMN muster.profile.title IS 'Title.';
COMMENT ON COLUMN muster.profile.text IS 'The YAML as imported, verbatim.';
COMMENT ON COLUMN muster.profile.image IS 'The whole thing (protobuf), for a fast restart.';

CREATE TABLE muster.post (
    id          bigint PRIMARY KEY,
    version     bigint NOT NULL,
    settled_seq bigint,
    code        text NOT NULL,
    name        text,
    phone       text,
    image       bytea NOT NULL
);
COMMENT ON TABLE muster.post IS 'A duty post that somebody watches.';
COMMENT ON COLUMN muster.post.id IS 'Number of the post, from 1.';
COMMENT ON COLUMN muster.post.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.post.settled_seq IS 'The same as version when nothing about it is open any more; null while it is open.';
COMMENT ON COLUMN muster.post.code IS 'Code.';
COMMENT ON COLUMN muster.post.name IS 'Name.';
COMMENT ON COLUMN muster.post.phone IS 'Telephone.';
COMMENT ON COLUMN muster.post.image IS 'The whole thing (protobuf), for a fast restart.';

CREATE TABLE muster.person (
    id          bigint PRIMARY KEY,
    version     bigint NOT NULL,
    settled_seq bigint,
    code        text NOT NULL,
    name        text,
    phone       text,
    duty        text,
    image       bytea NOT NULL
);
COMMENT ON TABLE muster.person IS 'A person who serves at posts, in teams or as a contact.';
COMMENT ON COLUMN muster.person.id IS 'Number of the person, from 1.';
COMMENT ON COLUMN muster.person.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.person.settled_seq IS 'The same as version when nothing about it is open any more; null while it is open.';
COMMENT ON COLUMN muster.person.code IS 'Code.';
COMMENT ON COLUMN muster.person.name IS 'Name.';
COMMENT ON COLUMN muster.person.phone IS 'Telephone.';
COMMENT ON COLUMN muster.person.duty IS 'Title or function.';
COMMENT ON COLUMN muster.person.image IS 'The whole thing (protobuf), for a fast restart.';

CREATE TABLE muster.team (
    id          bigint PRIMARY KEY,
    version     bigint NOT NULL,
    settled_seq bigint,
    code        text NOT NULL,
    name        text,
    kind        text,
    auxiliary   boolean NOT NULL,
    rank        bigint NOT NULL,
    latitude    double precision,
    longitude   double precision,
    skills      bigint[],
    contacts    bigint[],
    image       bytea NOT NULL
) WITH (fillfactor = 70);
COMMENT ON TABLE muster.team IS 'A rescue team.';
COMMENT ON COLUMN muster.team.id IS 'Number of the team, from 1.';
COMMENT ON COLUMN muster.team.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.team.settled_seq IS 'The same as version when nothing about it is open any more; null while it is open.';
COMMENT ON COLUMN muster.team.code IS 'Code.';
COMMENT ON COLUMN muster.team.name IS 'Name.';
COMMENT ON COLUMN muster.team.kind IS 'national, professional, grassroots or social.';
COMMENT ON COLUMN muster.team.auxiliary IS 'Auxiliary team; otherwise a core team.';
COMMENT ON COLUMN muster.team.rank IS 'Among equals the lower is called first.';
COMMENT ON COLUMN muster.team.latitude IS 'Base: degrees north, CGCS2000/WGS84; null = not known.';
COMMENT ON COLUMN muster.team.longitude IS 'Base: degrees east; null = not known.';
COMMENT ON COLUMN muster.team.skills IS 'Event type codes it is fit for; null = every type.';
COMMENT ON COLUMN muster.team.contacts IS 'Persons, the first is told first.';
COMMENT ON COLUMN muster.team.image IS 'The whole thing (protobuf), for a fast restart.';

CREATE TABLE muster.principal (
    id          bigint PRIMARY KEY,
    version     bigint NOT NULL,
    settled_seq bigint,
    code        text NOT NULL,
    state       text NOT NULL,
    role        text NOT NULL,
    key         bytea,
    person      bigint,
    team        bigint,
    enrolled_at timestamptz,
    revoked_at  timestamptz,
    image       bytea NOT NULL
);
COMMENT ON TABLE muster.principal IS 'Somebody or something enrolled to send commands.';
COMMENT ON COLUMN muster.principal.id IS 'Number of the principal, from 1.';
COMMENT ON COLUMN muster.principal.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.principal.settled_seq IS 'The same as version when nothing about it is open any more; null while it is open.';
COMMENT ON COLUMN muster.principal.code IS 'Code.';
COMMENT ON COLUMN muster.principal.state IS 'enrolled or revoked.';
COMMENT ON COLUMN muster.principal.role IS 'Role, which says what it may do.';
COMMENT ON COLUMN muster.principal.key IS 'CURVE public key.';
COMMENT ON COLUMN muster.principal.person IS 'The person it stands for; null = none.';
COMMENT ON COLUMN muster.principal.team IS 'The team it leads; null = none.';
COMMENT ON COLUMN muster.principal.enrolled_at IS 'When it was enrolled.';
COMMENT ON COLUMN muster.principal.revoked_at IS 'When it was revoked.';
COMMENT ON COLUMN muster.principal.image IS 'The whole thing (protobuf), for a fast restart.';

CREATE TABLE muster.incident (
    id                  bigint PRIMARY KEY,
    version             bigint NOT NULL,
    settled_seq         bigint,
    state               text NOT NULL,
    drill               boolean NOT NULL,
    type_code           bigint,
    what                text,
    place               text,
    latitude            double precision,
    longitude           double precision,
    occurred_at         timestamptz,
    reported_at         timestamptz,
    closed_at           timestamptz,
    level               text NOT NULL,
    level_confirmed     text NOT NULL,
    dead                integer,
    missing             integer,
    trapped             integer,
    injured_serious     integer,
    injured_slight      integer,
    endangered          integer,
    evacuated           integer,
    brought_out         integer,
    rescuers            integer,
    loss_yuan           bigint,
    reports_count       bigint NOT NULL,
    continuations_count bigint NOT NULL,
    reported_by         bigint,
    image               bytea NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX incident_open ON muster.incident (id) WHERE settled_seq IS NULL;
CREATE INDEX incident_settled ON muster.incident (settled_seq) WHERE settled_seq IS NOT NULL;
COMMENT ON TABLE muster.incident IS 'Something that happened and is responded to.';
COMMENT ON COLUMN muster.incident.id IS 'Number of the incident, from 1.';
COMMENT ON COLUMN muster.incident.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.incident.settled_seq IS 'The same as version when nothing about it is open any more; null while it is open.';
COMMENT ON COLUMN muster.incident.state IS 'reported, responding or closed.';
COMMENT ON COLUMN muster.incident.drill IS 'A drill: keep it out of every statistic.';
COMMENT ON COLUMN muster.incident.type_code IS 'Event type, GB/T 35561-2017; null = not yet known.';
COMMENT ON COLUMN muster.incident.what IS 'What happened, in one sentence.';
COMMENT ON COLUMN muster.incident.place IS 'Where.';
COMMENT ON COLUMN muster.incident.latitude IS 'Degrees north, CGCS2000/WGS84; null = not known.';
COMMENT ON COLUMN muster.incident.longitude IS 'Degrees east; null = not known.';
COMMENT ON COLUMN muster.incident.occurred_at IS 'When it happened; null = not known.';
COMMENT ON COLUMN muster.incident.reported_at IS 'Intake.';
COMMENT ON COLUMN muster.incident.closed_at IS 'When it was closed; null = open.';
COMMENT ON COLUMN muster.incident.level IS 'Event level, estimated.';
COMMENT ON COLUMN muster.incident.level_confirmed IS 'Event level confirmed by a person; none until then.';
COMMENT ON COLUMN muster.incident.dead IS 'Dead; null = not stated, which is not zero.';
COMMENT ON COLUMN muster.incident.missing IS 'Missing; null = not stated.';
COMMENT ON COLUMN muster.incident.trapped IS 'Trapped; null = not stated.';
COMMENT ON COLUMN muster.incident.injured_serious IS 'Seriously injured; null = not stated.';
COMMENT ON COLUMN muster.incident.injured_slight IS 'Slightly injured; null = not stated.';
COMMENT ON COLUMN muster.incident.endangered IS 'Endangered; null = not stated.';
COMMENT ON COLUMN muster.incident.evacuated IS 'Evacuated; null = not stated.';
COMMENT ON COLUMN muster.incident.brought_out IS 'Brought out; null = not stated.';
COMMENT ON COLUMN muster.incident.rescuers IS 'Rescuers at work; null = not stated.';
COMMENT ON COLUMN muster.incident.loss_yuan IS 'Direct loss, yuan; null = not stated.';
COMMENT ON COLUMN muster.incident.reports_count IS 'Reports filed.';
COMMENT ON COLUMN muster.incident.continuations_count IS 'Continuation reports among them.';
COMMENT ON COLUMN muster.incident.reported_by IS 'Principal that reported it first.';
COMMENT ON COLUMN muster.incident.image IS 'The whole thing (protobuf), for a fast restart.';

CREATE TABLE muster.report (
    id              bigint PRIMARY KEY,
    version         bigint NOT NULL,
    settled_seq     bigint,
    incident        bigint NOT NULL,
    kind            text NOT NULL,
    number          bigint NOT NULL,
    drill           boolean NOT NULL,
    filed_at        timestamptz,
    filed_by        bigint,
    text            text,
    dead            integer,
    missing         integer,
    trapped         integer,
    injured_serious integer,
    injured_slight  integer,
    endangered      integer,
    evacuated       integer,
    brought_out     integer,
    rescuers        integer,
    loss_yuan       bigint,
    channel         text,
    caller_name     text,
    caller_phone    text,
    caller_post     text,
    already_told    text,
    image           bytea NOT NULL
);
CREATE INDEX report_incident ON muster.report (incident);
COMMENT ON TABLE muster.report IS 'A report as it was stated, verbatim. Never changed.';
COMMENT ON COLUMN muster.report.id IS 'Number of the report, from 1.';
COMMENT ON COLUMN muster.report.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.report.settled_seq IS 'The same as version when nothing about it is open any more; null while it is open.';
COMMENT ON COLUMN muster.report.incident IS 'The incident.';
COMMENT ON COLUMN muster.report.kind IS 'initial, continuation or final.';
COMMENT ON COLUMN muster.report.number IS 'Number within its kind.';
COMMENT ON COLUMN muster.report.drill IS 'A drill.';
COMMENT ON COLUMN muster.report.filed_at IS 'When it was filed.';
COMMENT ON COLUMN muster.report.filed_by IS 'Principal that filed it.';
COMMENT ON COLUMN muster.report.text IS 'The report.';
COMMENT ON COLUMN muster.report.dead IS 'Dead; null = not stated, which is not zero.';
COMMENT ON COLUMN muster.report.missing IS 'Missing; null = not stated.';
COMMENT ON COLUMN muster.report.trapped IS 'Trapped; null = not stated.';
COMMENT ON COLUMN muster.report.injured_serious IS 'Seriously injured; null = not stated.';
COMMENT ON COLUMN muster.report.injured_slight IS 'Slightly injured; null = not stated.';
COMMENT ON COLUMN muster.report.endangered IS 'Endangered; null = not stated.';
COMMENT ON COLUMN muster.report.evacuated IS 'Evacuated; null = not stated.';
COMMENT ON COLUMN muster.report.brought_out IS 'Brought out; null = not stated.';
COMMENT ON COLUMN muster.report.rescuers IS 'Rescuers at work; null = not stated.';
COMMENT ON COLUMN muster.report.loss_yuan IS 'Direct loss, yuan; null = not stated.';
COMMENT ON COLUMN muster.report.channel IS 'By which channel it came.';
COMMENT ON COLUMN muster.report.caller_name IS 'Who called.';
COMMENT ON COLUMN muster.report.caller_phone IS 'Telephone of the caller.';
COMMENT ON COLUMN muster.report.caller_post IS 'Function of the caller.';
COMMENT ON COLUMN muster.report.already_told IS 'Whom the caller has already told.';
COMMENT ON COLUMN muster.report.image IS 'The whole thing (protobuf), for a fast restart.';

CREATE TABLE muster.dispatch_order (
    id              bigint PRIMARY KEY,
    version         bigint NOT NULL,
    settled_seq     bigint,
    incident        bigint NOT NULL,
    team            bigint NOT NULL,
    state           text NOT NULL,
    drill           boolean NOT NULL,
    task            text,
    what            text,
    place           text,
    latitude        double precision,
    longitude       double precision,
    type_code       bigint,
    level           text NOT NULL,
    issued_by       bigint,
    replaces        bigint,
    replaced_by     bigint,
    issued_at       timestamptz,
    acknowledged_at timestamptz,
    departed_at     timestamptz,
    arrived_at      timestamptz,
    ended_at        timestamptz,
    device_at       timestamptz,
    acknowledged_by bigint,
    on_behalf_of    bigint,
    channel         text,
    words           text,
    image           bytea NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX dispatch_order_incident ON muster.dispatch_order (incident);
COMMENT ON TABLE muster.dispatch_order IS 'An order to a team to go to an incident.';
COMMENT ON COLUMN muster.dispatch_order.id IS 'Number of the dispatch order, from 1.';
COMMENT ON COLUMN muster.dispatch_order.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.dispatch_order.settled_seq IS 'The same as version when nothing about it is open any more; null while it is open.';
COMMENT ON COLUMN muster.dispatch_order.incident IS 'The incident.';
COMMENT ON COLUMN muster.dispatch_order.team IS 'The team.';
COMMENT ON COLUMN muster.dispatch_order.state IS 'issued, acknowledged, en_route, on_scene, completed, declined, expired or cancelled.';
COMMENT ON COLUMN muster.dispatch_order.drill IS 'A drill.';
COMMENT ON COLUMN muster.dispatch_order.task IS 'What the team shall do.';
COMMENT ON COLUMN muster.dispatch_order.what IS 'What happened, as it stood when the order was issued.';
COMMENT ON COLUMN muster.dispatch_order.place IS 'Where, likewise.';
COMMENT ON COLUMN muster.dispatch_order.latitude IS 'Degrees north, CGCS2000/WGS84; null = not known.';
COMMENT ON COLUMN muster.dispatch_order.longitude IS 'Degrees east; null = not known.';
COMMENT ON COLUMN muster.dispatch_order.type_code IS 'Event type, likewise; null = not known.';
COMMENT ON COLUMN muster.dispatch_order.level IS 'Event level, likewise.';
COMMENT ON COLUMN muster.dispatch_order.issued_by IS 'Principal; null = the escalation policy.';
COMMENT ON COLUMN muster.dispatch_order.replaces IS 'The order that this one follows after a decline or expiry.';
COMMENT ON COLUMN muster.dispatch_order.replaced_by IS 'The order that follows this one.';
COMMENT ON COLUMN muster.dispatch_order.issued_at IS 'Issued.';
COMMENT ON COLUMN muster.dispatch_order.acknowledged_at IS 'Acknowledged.';
COMMENT ON COLUMN muster.dispatch_order.departed_at IS 'Departed.';
COMMENT ON COLUMN muster.dispatch_order.arrived_at IS 'Arrived.';
COMMENT ON COLUMN muster.dispatch_order.ended_at IS 'Completed, declined, expired or cancelled.';
COMMENT ON COLUMN muster.dispatch_order.device_at IS 'Device time of the last rung, as the client said.';
COMMENT ON COLUMN muster.dispatch_order.acknowledged_by IS 'Principal that acknowledged it.';
COMMENT ON COLUMN muster.dispatch_order.on_behalf_of IS 'Person in whose name; null = the own.';
COMMENT ON COLUMN muster.dispatch_order.channel IS 'By which channel the last rung came.';
COMMENT ON COLUMN muster.dispatch_order.words IS 'Verbatim words: acknowledgement on behalf, reason of a decline or cancel, completion.';
COMMENT ON COLUMN muster.dispatch_order.image IS 'The whole thing (protobuf), for a fast restart.';

CREATE TABLE muster.shift (
    id             bigint PRIMARY KEY,
    version        bigint NOT NULL,
    settled_seq    bigint,
    state          text NOT NULL,
    person         bigint NOT NULL,
    post           bigint NOT NULL,
    leader         boolean NOT NULL,
    channel        text,
    checked_in_at  timestamptz,
    checked_out_at timestamptz,
    image          bytea NOT NULL
);
CREATE INDEX shift_open ON muster.shift (id) WHERE settled_seq IS NULL;
CREATE INDEX shift_settled ON muster.shift (settled_seq) WHERE settled_seq IS NOT NULL;
COMMENT ON TABLE muster.shift IS 'One person''s watch at one post, from check-in to check-out.';
COMMENT ON COLUMN muster.shift.id IS 'Number of the shift, from 1.';
COMMENT ON COLUMN muster.shift.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.shift.settled_seq IS 'The same as version when nothing about it is open any more; null while it is open.';
COMMENT ON COLUMN muster.shift.state IS 'on_duty or off_duty.';
COMMENT ON COLUMN muster.shift.person IS 'The person.';
COMMENT ON COLUMN muster.shift.post IS 'The post.';
COMMENT ON COLUMN muster.shift.leader IS 'Duty leader; otherwise duty officer.';
COMMENT ON COLUMN muster.shift.channel IS 'By which channel the person checked in.';
COMMENT ON COLUMN muster.shift.checked_in_at IS 'Check-in.';
COMMENT ON COLUMN muster.shift.checked_out_at IS 'Check-out; null = still on duty.';
COMMENT ON COLUMN muster.shift.image IS 'The whole thing (protobuf), for a fast restart.';

CREATE TABLE muster.obligation (
    id            bigint PRIMARY KEY,
    version       bigint NOT NULL,
    settled_seq   bigint,
    kind          text NOT NULL,
    state         text NOT NULL,
    drill         boolean NOT NULL,
    subject_kind  text NOT NULL,
    subject       bigint NOT NULL,
    incident      bigint,
    owner_kind    text NOT NULL,
    owner         bigint,
    armed_at      timestamptz,
    due_at        timestamptz,
    next_at       timestamptz,
    next_step     bigint NOT NULL,
    fired_count   bigint NOT NULL,
    policy        text,
    discharged_by bigint,
    ended_at      timestamptz,
    channel       text,
    image         bytea NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX obligation_open ON muster.obligation (id) WHERE settled_seq IS NULL;
CREATE INDEX obligation_settled ON muster.obligation (settled_seq) WHERE settled_seq IS NOT NULL;
CREATE INDEX obligation_incident ON muster.obligation (incident) WHERE incident IS NOT NULL;
COMMENT ON TABLE muster.obligation IS 'Something owed by a due time. Silence escalates; only a named person discharges it.';
COMMENT ON COLUMN muster.obligation.id IS 'Number of the obligation, from 1.';
COMMENT ON COLUMN muster.obligation.version IS 'Journal seq that last changed it.';
COMMENT ON COLUMN muster.obligation.settled_seq IS 'The same as version when nothing about it is open any more; null while it is open.';
COMMENT ON COLUMN muster.obligation.kind IS 'What is owed.';
COMMENT ON COLUMN muster.obligation.state IS 'armed, overdue, discharged or withdrawn.';
COMMENT ON COLUMN muster.obligation.drill IS 'A drill.';
COMMENT ON COLUMN muster.obligation.subject_kind IS 'Table of the thing it is about.';
COMMENT ON COLUMN muster.obligation.subject IS 'Its id.';
COMMENT ON COLUMN muster.obligation.incident IS 'The incident; null = none.';
COMMENT ON COLUMN muster.obligation.owner_kind IS 'Who owes it: team, person, post, duty_officer or duty_leader.';
COMMENT ON COLUMN muster.obligation.owner IS 'Id of the owner; null for a role.';
COMMENT ON COLUMN muster.obligation.armed_at IS 'When the clock was started.';
COMMENT ON COLUMN muster.obligation.due_at IS 'When it is due.';
COMMENT ON COLUMN muster.obligation.next_at IS 'When the next escalation step fires; null = never.';
COMMENT ON COLUMN muster.obligation.next_step IS 'Which step of the policy that is, from 0.';
COMMENT ON COLUMN muster.obligation.fired_count IS 'Steps fired so far.';
COMMENT ON COLUMN muster.obligation.policy IS 'Escalation policy stamped on it when it was armed.';
COMMENT ON COLUMN muster.obligation.discharged_by IS 'Principal that discharged it.';
COMMENT ON COLUMN muster.obligation.ended_at IS 'When it was discharged or withdrawn.';
COMMENT ON COLUMN muster.obligation.channel IS 'By which channel it was discharged.';
COMMENT ON COLUMN muster.obligation.image IS 'The whole thing (protobuf), for a fast restart.';

-- ---- views for people ----

CREATE VIEW muster.open_incident AS
SELECT i.id, i.drill, i.state, i.level, i.level_confirmed, i.what, i.place, i.reported_at, i.reports_count,
       (SELECT count (*) FROM muster.dispatch_order o
         WHERE o.incident = i.id AND o.ended_at IS NULL) AS open_orders,
       (SELECT min (b.due_at) FROM muster.obligation b
         WHERE b.incident = i.id AND b.settled_seq IS NULL) AS next_due_at
  FROM muster.incident i
 WHERE i.settled_seq IS NULL;
COMMENT ON VIEW muster.open_incident IS 'Incidents that are not settled, with the number of their open orders and what is due next.';

CREATE VIEW muster.open_order AS
SELECT o.id, o.drill, o.state, o.incident, t.code AS team, t.name AS team_name, o.task, o.issued_at, o.acknowledged_at,
       o.departed_at, o.arrived_at
  FROM muster.dispatch_order o
  LEFT JOIN muster.team t ON t.id = o.team
 WHERE o.ended_at IS NULL;
COMMENT ON VIEW muster.open_order IS 'Dispatch orders that have not ended.';

CREATE VIEW muster.overdue_obligation AS
SELECT b.id, b.drill, b.kind, b.subject_kind, b.subject, b.incident, b.owner_kind, b.owner, b.due_at, b.fired_count
  FROM muster.obligation b
 WHERE b.settled_seq IS NULL AND b.state = 'overdue';
COMMENT ON VIEW muster.overdue_obligation IS 'What is owed and late.';
