-- Who is in the club. Rows are only added: of several rows of one thing the one with the newest entry counts. The record
-- time of a row is its entry's, and stands in the row where answers depend on it.

CREATE TABLE club (
  entry_id bigint PRIMARY KEY REFERENCES journal,
  founding_day date NOT NULL,
  secretariat_tenant_id text NOT NULL
);
-- Founded once, whoever tries.
CREATE UNIQUE INDEX club_once ON club ((true));

CREATE TABLE party (
  code text NOT NULL,
  entry_id bigint NOT NULL REFERENCES journal,
  name_en text NOT NULL,
  name_ja text NOT NULL,
  countries text[] NOT NULL,
  voting_share_percent numeric NOT NULL CHECK (voting_share_percent BETWEEN 0 AND 100),
  PRIMARY KEY (code, entry_id)
);

CREATE TABLE party_status (
  party text NOT NULL,
  entry_id bigint NOT NULL REFERENCES journal,
  place int NOT NULL,
  status text NOT NULL,
  valid daterange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (party, entry_id, place)
);

CREATE TABLE administration (
  code text NOT NULL,
  entry_id bigint NOT NULL REFERENCES journal,
  party text NOT NULL,
  name_en text NOT NULL,
  name_ja text NOT NULL,
  time_zone text NOT NULL,
  tenant_id text NOT NULL,
  PRIMARY KEY (code, entry_id)
);

CREATE TABLE administration_policy (
  administration text NOT NULL,
  entry_id bigint NOT NULL REFERENCES journal,
  place int NOT NULL,
  valid daterange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
  currency text NOT NULL,
  rounding jsonb NOT NULL,
  exchange_rate_series text NOT NULL,
  time_bar_years int NOT NULL CHECK (time_bar_years > 0),
  PRIMARY KEY (administration, entry_id, place)
);

CREATE TABLE customs_system (
  client_id text NOT NULL,
  entry_id bigint NOT NULL REFERENCES journal,
  administration text NOT NULL,
  name text NOT NULL,
  suspended boolean NOT NULL,
  PRIMARY KEY (client_id, entry_id)
);

GRANT SELECT, INSERT ON club, party, party_status, administration, administration_policy, customs_system TO $app$;
