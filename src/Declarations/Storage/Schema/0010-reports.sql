-- A declaration may be prelodged: until it is accepted its day of acceptance is infinity, which no day that is asked
-- for reaches. The day is set once. Origins gain what an amendment adds.
GRANT UPDATE (acceptance_day, origins) ON declaration TO $app$;

CREATE FUNCTION only_gains() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'declaration %: accepted on %, of %, and stays so', OLD.id, OLD.acceptance_day, OLD.origins
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER only_gains BEFORE UPDATE ON declaration FOR EACH ROW
  WHEN ((OLD.acceptance_day IS DISTINCT FROM NEW.acceptance_day AND OLD.acceptance_day <> 'infinity')
    OR NOT coalesce(NEW.origins, '{}') @> coalesce(OLD.origins, '{}'))
  EXECUTE FUNCTION only_gains();

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
