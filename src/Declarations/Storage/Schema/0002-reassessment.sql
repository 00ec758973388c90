-- Work that a revocation left, written in the transaction that stored the revocation.
CREATE TABLE reassessment (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  certificate text NOT NULL,
  -- The certificate's version that revokes it.
  version int NOT NULL,
  -- Declarations accepted on or after this day are looked at.
  effective_day date NOT NULL,
  recorded_at timestamptz NOT NULL,
  -- How far it has come, by day of acceptance and declaration.
  reached_day date,
  reached_declaration uuid,
  done_at timestamptz,
  UNIQUE (certificate, version),
  CHECK ((reached_day IS NULL) = (reached_declaration IS NULL))
);
CREATE INDEX reassessment_open ON reassessment (id) WHERE done_at IS NULL;

-- A change of duty proposed to the administration, once per cause and declaration.
CREATE TABLE adjustment (
  id uuid PRIMARY KEY,
  declaration uuid NOT NULL,
  mrn text NOT NULL,
  administration text NOT NULL,
  from_revision int NOT NULL,
  to_revision int NOT NULL,
  -- New duty less former duty, in the administration's currency; never nothing.
  difference numeric NOT NULL CHECK (difference <> 0),
  currency text NOT NULL,
  cause text NOT NULL,
  cause_key text NOT NULL,
  time_bar date NOT NULL,
  entry_id bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  UNIQUE (declaration, cause_key),
  UNIQUE (declaration, to_revision),
  CHECK (to_revision = from_revision + 1)
);
CREATE INDEX adjustment_by_administration ON adjustment (administration, id);

GRANT SELECT, INSERT ON reassessment, adjustment TO $app$;
GRANT UPDATE (reached_day, reached_declaration, done_at) ON reassessment TO $app$;
