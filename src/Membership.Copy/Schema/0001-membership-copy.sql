-- Membership's state as its messages say it: a copy, so it is replaced and never a record of its own.
CREATE TABLE membership_copy (
  kind text NOT NULL,
  key text NOT NULL,
  seq bigint NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (kind, key)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON membership_copy TO $app$;
