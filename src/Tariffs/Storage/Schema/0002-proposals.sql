-- Proposals to change the tariff. Each step adds a revision; rows are never changed.

CREATE TABLE proposal (
  number int NOT NULL CHECK (number > 0),
  revision int NOT NULL CHECK (revision > 0),
  entry_id bigint NOT NULL REFERENCES journal,
  state text NOT NULL,
  authors text[] NOT NULL CHECK (cardinality(authors) > 0),
  approver text,
  -- The serialized Proposal as it stood from this revision on.
  body bytea NOT NULL,
  PRIMARY KEY (number, revision),
  -- The second pair of eyes: not even for a superuser's mistake.
  CONSTRAINT four_eyes CHECK (approver IS NULL OR approver <> ALL (authors)),
  CONSTRAINT approved_first CHECK (state IN ('Draft', 'Submitted', 'Withdrawn') OR approver IS NOT NULL)
);

-- The first answer to each request of a client, so that a repeat gets it again.
CREATE TABLE request (
  client text NOT NULL,
  id uuid NOT NULL,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  response bytea NOT NULL,
  answered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (client, id)
);

GRANT SELECT, INSERT ON proposal, request TO $app$;
