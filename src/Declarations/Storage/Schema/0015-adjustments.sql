-- Legal day on which it was proposed, by whose month it is in the accounts; null where it was proposed before.
ALTER TABLE adjustment ADD COLUMN proposed_on date;

-- What became of adjustments, step by step, never changed.
CREATE TABLE adjustment_report (
  adjustment uuid NOT NULL REFERENCES adjustment,
  number int NOT NULL CHECK (number >= 1),
  declaration uuid NOT NULL,
  -- crmclub.declarations.v1.AdjustmentState after it
  state smallint NOT NULL,
  -- Serialized crmclub.declarations.v1.AdjustmentReport.
  document bytea NOT NULL,
  entry_id bigint NOT NULL,
  PRIMARY KEY (adjustment, number)
);
CREATE INDEX adjustment_report_by_declaration ON adjustment_report (declaration, state);
CREATE INDEX adjustment_report_by_entry ON adjustment_report USING brin (entry_id) WITH (pages_per_range = 16);
GRANT SELECT, INSERT ON adjustment_report TO $app$;

ALTER TABLE posting DROP CONSTRAINT posting_kind_check, ADD CHECK (kind BETWEEN 1 AND 4);

-- How far a reassessment has come: what it may touch, counted at the start, what it looked at and what came out
-- otherwise.
ALTER TABLE reassessment
  ADD COLUMN started_at timestamptz,
  ADD COLUMN found bigint NOT NULL DEFAULT 0,
  ADD COLUMN examined bigint NOT NULL DEFAULT 0,
  ADD COLUMN revised bigint NOT NULL DEFAULT 0;
GRANT UPDATE (started_at, found, examined, revised) ON reassessment TO $app$;
