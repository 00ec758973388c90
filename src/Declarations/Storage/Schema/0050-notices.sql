-- Notices of the club that were taken from Membership into this journal, where watches find them: each once.
CREATE TABLE notice (
  number text PRIMARY KEY CHECK (number <> ''),
  entry_id bigint NOT NULL UNIQUE
);

GRANT SELECT, INSERT ON notice TO $app$;
