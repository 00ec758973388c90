-- Simulations of proposals that Tariffs asked for, with how far each has come: cursor and sums move in one transaction.
CREATE TABLE simulation (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  proposal int NOT NULL,
  number int NOT NULL,
  -- Serialized crmclub.tariffs.v1.Simulation as it was asked for.
  asked bytea NOT NULL,
  -- Only revisions recorded until then are looked at, so that what comes meanwhile changes no sum.
  taken_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The tariff with the proposal; null until it is fetched.
  document bytea,
  -- Declarations of the period; null where it has not begun.
  found bigint,
  examined bigint NOT NULL DEFAULT 0,
  reached_day date,
  reached_declaration uuid,
  -- Serialized crmclub.tariffs.v1.SimulationResult of what was examined; null where nothing was.
  sums bytea,
  -- When it was done or cancelled.
  ended_at timestamptz,
  -- The entry that tells the result; null where it has none.
  entry_id bigint,
  UNIQUE (proposal, number),
  CHECK ((reached_day IS NULL) = (reached_declaration IS NULL))
);
CREATE INDEX simulation_open ON simulation (id) WHERE ended_at IS NULL;

GRANT SELECT, INSERT ON simulation TO $app$;
GRANT UPDATE (document, found, examined, reached_day, reached_declaration, sums, ended_at, entry_id)
  ON simulation TO $app$;
