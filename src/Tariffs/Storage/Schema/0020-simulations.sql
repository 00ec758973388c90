-- Simulations of proposals: a row when it is asked for, another when it has ended; rows are never changed.
CREATE TABLE simulation (
  proposal int NOT NULL,
  number int NOT NULL CHECK (number > 0),
  ended boolean NOT NULL,
  entry_id bigint NOT NULL REFERENCES journal,
  -- The serialized Simulation as it stood from then on.
  body bytea NOT NULL,
  PRIMARY KEY (proposal, number, ended)
);

-- The tariffs that were simulated, each once: serialized TariffDocument by its SHA-256.
CREATE TABLE simulation_document (
  hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
  document bytea NOT NULL
);

-- Copy of Declarations: how far each has come.
CREATE TABLE simulation_progress (
  proposal int NOT NULL,
  number int NOT NULL,
  examined bigint NOT NULL,
  found bigint NOT NULL,
  PRIMARY KEY (proposal, number)
);

GRANT SELECT, INSERT ON simulation, simulation_document, simulation_progress TO $app$;
GRANT UPDATE (examined, found) ON simulation_progress TO $app$;
