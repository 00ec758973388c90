-- Risk profiles: a row when one is founded, proposed, tried, approved; never changed. `number` rises in the order of
-- commit, since writers hold an advisory lock: the profiles in force have the number of the newest row that put one into
-- force or ended one, and decisions cite it.
CREATE TABLE risk_profile (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text NOT NULL,
  version int NOT NULL CHECK (version >= 1),
  -- crmclub.declarations.v1.RiskProfileState
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 3),
  proposed_by text NOT NULL,
  approved_by text,
  entry_id bigint NOT NULL,
  -- Serialized crmclub.declarations.v1.RiskProfile.
  document bytea NOT NULL,
  CONSTRAINT four_eyes CHECK (approved_by <> proposed_by)
);
CREATE UNIQUE INDEX risk_profile_decided_once ON risk_profile (id, version) WHERE state > 1;

GRANT SELECT, INSERT ON risk_profile TO $app$;
