-- One continuation report as one prepared statement: the rows that musterd writes for it, of the same sizes, without
-- anything that decides, checks or signs. run puts in the bytes as :name_bytes.
WITH n AS MATERIALIZED (
    SELECT nextval ('bench.seq') AS seq1, nextval ('bench.seq') AS seq2, nextval ('bench.seq') AS seq3,
           nextval ('bench.seq') AS seq4, nextval ('bench.id') AS id, :client_id + 1 AS incident,
           :client_id + 2 AS principal
), c AS MATERIALIZED (
    SELECT n.*, ('018f0000-0000-7000-8000-' || lpad (to_hex (seq1), 12, '0'))::uuid AS command_id FROM n
), j AS (
    INSERT INTO bench.journal (centre, seq, epoch, at, received_at, principal, command_id, kind, subject_kind, subject,
                               incident, payload, hash)
    SELECT 'bench', CASE e.n WHEN 1 THEN seq1 WHEN 2 THEN seq2 WHEN 3 THEN seq3 ELSE seq4 END, 2, now (), now (),
           principal, command_id, e.kind, e.subject_kind, id, incident, e.payload, @HASH@::bytea
      FROM c, (VALUES (1, 'report.filed', 'report', @FILED@::bytea),
                      (2, 'incident.continued', 'incident', @CONTINUED@),
                      (3, 'obligation.discharged', 'obligation', @DISCHARGED@),
                      (4, 'obligation.armed', 'obligation', @ARMED@)) AS e (n, kind, subject_kind, payload)
), i AS (
    UPDATE bench.incident
       SET version = c.seq2, trapped = 21, injured_slight = 5, brought_out = 9, rescuers = 164,
           reports_count = reports_count + 1, continuations_count = continuations_count + 1, image = @INCIDENT_IMAGE@
      FROM c WHERE incident.id = c.incident
), r AS (
    INSERT INTO bench.report (id, version, incident, kind, number, drill, filed_at, filed_by, text, trapped,
                              injured_slight, brought_out, rescuers, channel, image)
    SELECT id, seq1, incident, 'continuation_report', 1, false, now (), principal,
           '又救出两人，伤势较轻，已送县医院；大型机械已到位，正在清理预制板', 21, 5, 9, 164, 'radio', @REPORT_IMAGE@ FROM c
), o AS (
    INSERT INTO bench.obligation (id, version, kind, state, drill, subject_kind, subject, incident, owner_kind, armed_at,
                                  due_at, next_at, next_step, fired_count, policy, image)
    SELECT id, seq4, 'continuation_report', 'armed', false, 'incident', incident, incident, 'duty_officer', now (),
           now () + interval '1 day', now () + interval '1 day', 0, 0, 'report_due', @ARMED_IMAGE@ FROM c
), p AS (
    UPDATE bench.obligation
       SET version = c.seq3, settled_seq = c.seq3, state = 'discharged', discharged_by = c.principal, ended_at = now (),
           next_at = NULL, channel = 'radio', image = @DISCHARGED_IMAGE@
      FROM c WHERE obligation.id = c.id - 1 -- a client's ids follow each other: the one it armed last
)
INSERT INTO bench.command SELECT principal, command_id, @HASH@, now (), @RESULT@ FROM c;
