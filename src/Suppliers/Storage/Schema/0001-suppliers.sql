-- The registry of certified suppliers. Rows are only added; what counts of a certificate is its newest version.

-- The treaty's annex on certification, taken over once.
CREATE TABLE scheme (
  entry_id bigint PRIMARY KEY REFERENCES journal,
  document bytea NOT NULL
);
CREATE UNIQUE INDEX scheme_once ON scheme ((true));

-- The last number drawn of each series ("O", "F-MY", "CRM-2026"). Its row is locked until the commit, so that numbers
-- come without a gap and never twice.
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

CREATE TABLE operator (
  number text COLLATE "C" PRIMARY KEY,
  entry_id bigint NOT NULL REFERENCES journal,
  name text NOT NULL,
  country text NOT NULL
);

CREATE TABLE operator_identifier (
  operator text COLLATE "C" NOT NULL REFERENCES operator,
  place int NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (operator, place)
);

CREATE TABLE facility (
  number text COLLATE "C" PRIMARY KEY,
  entry_id bigint NOT NULL REFERENCES journal,
  operator text COLLATE "C" NOT NULL REFERENCES operator,
  name text NOT NULL,
  country text NOT NULL,
  kind text NOT NULL
);

CREATE TABLE facility_scope (
  facility text COLLATE "C" NOT NULL REFERENCES facility,
  place int NOT NULL,
  material text NOT NULL,
  stage text NOT NULL,
  capacity_tons_per_year numeric NOT NULL CHECK (capacity_tons_per_year > 0),
  PRIMARY KEY (facility, place),
  UNIQUE (facility, material, stage)
);

-- A change as its author prepared it.
CREATE TABLE certificate_change (
  id uuid PRIMARY KEY,
  entry_id bigint NOT NULL REFERENCES journal,
  certificate text COLLATE "C" NOT NULL,
  version int NOT NULL CHECK (version > 0),
  draft jsonb NOT NULL,
  author text NOT NULL CHECK (author <> ''),
  reason text NOT NULL,
  UNIQUE (id, author)
);

-- The second pair of eyes. The author is that of the change, and may not approve: not even for a superuser's mistake.
CREATE TABLE certificate_approval (
  change_id uuid PRIMARY KEY,
  entry_id bigint NOT NULL REFERENCES journal,
  author text NOT NULL,
  approver text NOT NULL CHECK (approver <> ''),
  CONSTRAINT four_eyes CHECK (approver <> author),
  FOREIGN KEY (change_id, author) REFERENCES certificate_change (id, author)
);

CREATE TABLE certificate_version (
  number text COLLATE "C" NOT NULL,
  version int NOT NULL CHECK (version > 0),
  entry_id bigint NOT NULL REFERENCES journal,
  change_id uuid NOT NULL UNIQUE REFERENCES certificate_approval,
  facility text COLLATE "C" NOT NULL REFERENCES facility,
  country text NOT NULL,
  level text NOT NULL,
  state text NOT NULL,
  valid daterange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid) AND NOT upper_inf(valid)),
  revoked_from date,
  revocation_ground text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (number, version),
  CHECK ((state = 'Revoked') = (revoked_from IS NOT NULL))
);
CREATE INDEX certificate_of_facility ON certificate_version (facility, number, version DESC);

CREATE TABLE certificate_scope (
  number text COLLATE "C" NOT NULL,
  version int NOT NULL,
  place int NOT NULL,
  material text NOT NULL,
  stage text NOT NULL,
  capacity_tons_per_year numeric NOT NULL CHECK (capacity_tons_per_year > 0),
  PRIMARY KEY (number, version, place),
  FOREIGN KEY (number, version) REFERENCES certificate_version
);

GRANT SELECT, INSERT ON scheme, request, operator, operator_identifier, facility, facility_scope, certificate_change,
  certificate_approval, certificate_version, certificate_scope TO $app$;
GRANT SELECT, INSERT, UPDATE ON number_series TO $app$;
