-- The journal of one service, its tree, and the cursors of the copies that it keeps of other services.

-- What the service did. Append-only. The id is drawn here, after the subject's lock: one drawn before would not keep order.
CREATE TABLE journal (
  id bigint GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor text NOT NULL CHECK (actor <> ''),
  kind text NOT NULL CHECK (kind <> ''),
  subject text NOT NULL CHECK (subject <> ''),
  effective_day date,
  body bytea NOT NULL CHECK (octet_length(body) <= 524288)
);

-- Entries that wait for the sealer. No index: rows live for milliseconds, and the scan is of a page or two.
CREATE TABLE unsealed (
  entry_id bigint NOT NULL
) WITH (
  autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_cost_delay = 0,
  autovacuum_vacuum_insert_threshold = -1
);

-- The sequence without a gap, and each entry's leaf: SHA-256(0x00 || canonical bytes). Append-only.
CREATE TABLE sealed (
  seq bigint PRIMARY KEY CHECK (seq > 0),
  entry_id bigint NOT NULL UNIQUE,
  leaf bytea NOT NULL CHECK (octet_length(leaf) = 32)
);

-- Hash of each full subtree of 256 leaves, RFC 9162: number 0 covers seq 1 to 256. Append-only.
CREATE TABLE tree_node (
  number bigint PRIMARY KEY CHECK (number >= 0),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32)
);

-- The tree after each round of the sealer. Append-only.
CREATE TABLE tree_head (
  size bigint PRIMARY KEY CHECK (size > 0),
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Identity of this journal's history; a restored database gets a new row, the newest counts.
CREATE TABLE epoch (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  since timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Up to where the broker has confirmed; one row, only ever rising.
CREATE TABLE published (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  seq bigint NOT NULL CHECK (seq >= 0)
);

-- How far the copy of each producer has come. The version rises with every change of the copy, a replay's too.
CREATE TABLE copy_cursor (
  producer text PRIMARY KEY,
  epoch text NOT NULL,
  seq bigint NOT NULL CHECK (seq >= 0),
  leaf bytea CHECK (octet_length(leaf) = 32),
  version bigint NOT NULL DEFAULT 1,
  heard_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Items that a copy could not apply, and later ones of the same subject, until they are replayed in order.
CREATE TABLE parked (
  producer text NOT NULL,
  seq bigint NOT NULL,
  item int NOT NULL,
  subject text NOT NULL,
  entry bytea NOT NULL,
  reason text NOT NULL,
  parked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (producer, seq, item)
);
CREATE INDEX parked_subject ON parked (producer, subject);

INSERT INTO epoch DEFAULT VALUES;
INSERT INTO published (seq) VALUES (0);

GRANT SELECT, INSERT ON journal, sealed, tree_node, tree_head TO $app$;
GRANT SELECT, INSERT, DELETE ON unsealed TO $app$;
GRANT SELECT ON epoch TO $app$;
GRANT SELECT, UPDATE ON published TO $app$;
GRANT SELECT, INSERT, UPDATE ON copy_cursor TO $app$;
GRANT SELECT, INSERT, DELETE ON parked TO $app$;
-- For currval: a group's rows take the id of the entry written before them in the same batch.
GRANT SELECT ON SEQUENCE journal_id_seq TO $app$;
