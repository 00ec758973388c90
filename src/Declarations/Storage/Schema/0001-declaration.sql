-- A declaration's identity: written once with its first revision. Its unique keys make a repeat find the first answer.
CREATE TABLE declaration (
  id uuid PRIMARY KEY,
  mrn text NOT NULL UNIQUE,
  -- crmclub.declarations.v1.MrnIssuer
  mrn_issued_by smallint NOT NULL,
  administration text NOT NULL,
  declarant text NOT NULL,
  lrn text NOT NULL,
  client text NOT NULL,
  request_id uuid NOT NULL,
  acceptance_day date NOT NULL,
  -- SHA-256 of the declaration as sent: the same again is a repeat, anything else a reused number.
  request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  UNIQUE (administration, declarant, lrn),
  UNIQUE (client, request_id)
);
CREATE INDEX declaration_by_administration ON declaration (administration, acceptance_day, id);
CREATE INDEX declaration_by_day ON declaration (acceptance_day, id);

-- What was declared and decided, once per revision, never changed. No foreign key: the same transaction writes both
-- rows, and a look-up per row would cost as much as the row.
CREATE TABLE revision (
  declaration uuid NOT NULL,
  revision int NOT NULL CHECK (revision >= 1),
  -- Serialized crmclub.declarations.v1.Declaration.
  document bytea NOT NULL,
  -- Serialized crmclub.declarations.storage.v1.StoredDecision.
  decision bytea NOT NULL,
  -- Empty for the first revision.
  cause text NOT NULL,
  -- What made this revision, for instance "certificate:CRM-2026-000123:2"; null for the first.
  cause_key text,
  entry_id bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (declaration, revision),
  CHECK ((revision = 1) = (cause_key IS NULL))
);
-- For the audit. Entries rise with the rows, so a block range index finds them, and costs the writer nothing.
CREATE INDEX revision_by_entry ON revision USING brin (entry_id) WITH (pages_per_range = 16);
CREATE UNIQUE INDEX revision_once_per_cause ON revision (declaration, cause_key) WHERE cause_key IS NOT NULL;

-- Which declarations cite a certificate, by day of acceptance: what a revocation looks through.
CREATE TABLE citation (
  certificate text NOT NULL,
  acceptance_day date NOT NULL,
  declaration uuid NOT NULL,
  PRIMARY KEY (certificate, acceptance_day, declaration)
);

GRANT SELECT, INSERT ON declaration, revision, citation TO $app$;
