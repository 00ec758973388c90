-- A declaration may be prelodged: until it is accepted its day of acceptance is infinity, which no day that is asked
-- for reaches. The day is set once. Origins gain what an amendment adds.
GRANT UPDATE (acceptance_day, origins) ON declaration TO $app$;

CREATE FUNCTION accepted_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'declaration %: its day of acceptance is % and stays so', OLD.id, OLD.acceptance_day
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER accepted_once BEFORE UPDATE ON declaration FOR EACH ROW
  WHEN (OLD.acceptance_day IS DISTINCT FROM NEW.acceptance_day AND OLD.acceptance_day <> 'infinity')
  EXECUTE FUNCTION accepted_once();

-- What administrations reported of their declarations, step by step, never changed.
CREATE TABLE report (
  declaration uuid NOT NULL,
  number int NOT NULL CHECK (number >= 1),
  client text NOT NULL,
  request_id uuid NOT NULL,
  -- SHA-256 of the request as sent: the same again is a repeat, anything else a reused id.
  request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  -- crmclub.declarations.v1.DeclarationState after it
  state smallint NOT NULL,
  -- Serialized crmclub.declarations.v1.DeclarationReport.
  document bytea NOT NULL,
  entry_id bigint NOT NULL,
  PRIMARY KEY (declaration, number),
  UNIQUE (client, request_id)
);

GRANT SELECT, INSERT ON report TO $app$;
