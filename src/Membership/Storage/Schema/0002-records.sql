-- What is decided, voted and prepared. Each row is one message of the contract as its entry carries it; rows are only
-- added. Questions are answered from memory, so the columns are those by which rows are told apart.

CREATE TABLE record (
  -- Name of the message, without its package.
  kind text NOT NULL,
  -- What it is about: a party's code, a ballot's number, a change's id.
  key text NOT NULL,
  entry_id bigint NOT NULL REFERENCES journal,
  place int NOT NULL,
  content jsonb NOT NULL,
  PRIMARY KEY (kind, key, entry_id, place),
  -- The second pair of eyes: not even for a superuser's mistake.
  CONSTRAINT four_eyes CHECK (kind <> 'Change' OR content ->> 'approver' IS NULL
    OR content ->> 'approver' <> content ->> 'author')
);

CREATE UNIQUE INDEX party_decision_once ON record (key, (content ->> 'number')) WHERE kind = 'PartyDecision';
CREATE UNIQUE INDEX ballot_opened_once ON record (key) WHERE kind = 'Ballot' AND content ->> 'closedOn' IS NULL;
CREATE UNIQUE INDEX ballot_closed_once ON record (key) WHERE kind = 'Ballot' AND content ->> 'closedOn' IS NOT NULL;
CREATE UNIQUE INDEX change_prepared_once ON record (key) WHERE kind = 'Change' AND content ->> 'approver' IS NULL;
CREATE UNIQUE INDEX change_judged_once ON record (key) WHERE kind = 'Change' AND content ->> 'approver' IS NOT NULL;

-- The last number drawn of each series ("B-2027"). Its row is locked until the commit, so that numbers come without a
-- gap and never twice.
CREATE TABLE number_series (
  series text PRIMARY KEY,
  last int NOT NULL CHECK (last > 0)
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

GRANT SELECT, INSERT ON record, request TO $app$;
GRANT SELECT, INSERT, UPDATE ON number_series TO $app$;
