-- Answers by request_id of what is done one by one.
CREATE TABLE request (
  client text NOT NULL,
  id uuid NOT NULL,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  response bytea NOT NULL,
  answered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (client, id)
);

-- Outages: a row when one is recorded, another when it ended; never changed.
CREATE TABLE outage_step (
  number int NOT NULL CHECK (number >= 1),
  -- 1 opened, 2 closed
  step smallint NOT NULL CHECK (step IN (1, 2)),
  entry_id bigint NOT NULL,
  -- Serialized crmclub.declarations.v1.Outage.
  document bytea NOT NULL,
  PRIMARY KEY (number, step)
);

GRANT SELECT, INSERT ON request, outage_step TO $app$;
