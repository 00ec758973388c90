-- Grievances about certified suppliers. Rows are only added, but for what a complainant wrote.
CREATE TABLE grievance (
  number text COLLATE "C" PRIMARY KEY,
  entry_id bigint NOT NULL REFERENCES journal,
  -- SHA-256 of the secret: the secret itself is kept nowhere.
  secret_hash bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
  language text NOT NULL,
  facility text COLLATE "C" NOT NULL REFERENCES facility,
  certificate text COLLATE "C",
  anonymous boolean NOT NULL,
  filed_on date NOT NULL,
  due_on date NOT NULL CHECK (due_on >= filed_on)
);
CREATE INDEX grievance_by_deadline ON grievance (due_on);

CREATE TABLE grievance_step (
  grievance text COLLATE "C" NOT NULL REFERENCES grievance,
  place int NOT NULL CHECK (place > 0),
  entry_id bigint NOT NULL REFERENCES journal,
  kind text NOT NULL,
  by text NOT NULL CHECK (by <> ''),
  text text NOT NULL,
  outcome text NOT NULL,
  language text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (grievance, place)
);
CREATE UNIQUE INDEX grievance_once ON grievance_step (grievance, kind)
  WHERE kind IN ('Acknowledged', 'Escalated', 'Answered', 'SubmissionErased');

-- What a complainant wrote, encrypted with a key of its own; the key is wrapped by one in the club's folder of keys.
-- Without its row in the one table what is in the other can't be read: whoever erases deletes both.
CREATE TABLE submission (
  grievance text COLLATE "C" PRIMARY KEY REFERENCES grievance,
  sealed bytea NOT NULL
);
CREATE TABLE submission_key (
  grievance text COLLATE "C" PRIMARY KEY REFERENCES grievance,
  wrapped bytea NOT NULL
);

GRANT SELECT, INSERT ON grievance, grievance_step TO $app$;
GRANT SELECT, INSERT, DELETE ON submission, submission_key TO $app$;
