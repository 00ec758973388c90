-- What applicants' systems showed. Nothing of it is a declaration: no other table, no journal and no event tells of it.
CREATE TABLE conformance_run (
  id uuid PRIMARY KEY,
  client text NOT NULL,
  administration text NOT NULL,
  started_at timestamptz NOT NULL
);
CREATE INDEX conformance_run_by_client ON conformance_run (client, id);

CREATE TABLE conformance_call (
  run uuid NOT NULL REFERENCES conformance_run,
  place int NOT NULL CHECK (place > 0),
  rpc text NOT NULL,
  -- Serialized request.
  request bytea NOT NULL,
  outcome text NOT NULL,
  rules text[] NOT NULL,
  -- Serialized crmclub.declarations.v1.DeclarationAnswer; null where there is none.
  answer bytea,
  called_at timestamptz NOT NULL,
  PRIMARY KEY (run, place)
);

GRANT SELECT, INSERT ON conformance_run, conformance_call TO $app$;
