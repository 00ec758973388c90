-- Who may assess, and what was found. Rows are only added; what counts of an assessment is its newest version.
CREATE TABLE accredited_body (
  number text COLLATE "C" PRIMARY KEY,
  entry_id bigint NOT NULL REFERENCES journal,
  document jsonb NOT NULL
);

CREATE TABLE accredited_assessor (
  number text COLLATE "C" PRIMARY KEY,
  entry_id bigint NOT NULL REFERENCES journal,
  body text COLLATE "C" NOT NULL REFERENCES accredited_body,
  -- Object id of the account; who is accredited again by another body has another row.
  subject text NOT NULL,
  document jsonb NOT NULL
);
CREATE INDEX accredited_assessor_subject ON accredited_assessor (subject);

CREATE TABLE assessment (
  number text COLLATE "C" NOT NULL,
  version int NOT NULL CHECK (version > 0),
  entry_id bigint NOT NULL REFERENCES journal,
  facility text COLLATE "C" NOT NULL REFERENCES facility,
  document jsonb NOT NULL,
  PRIMARY KEY (number, version)
);
CREATE INDEX assessment_of_facility ON assessment (facility, number, version DESC);

ALTER TABLE certificate_version ADD COLUMN assessment text COLLATE "C";

GRANT SELECT, INSERT ON accredited_body, accredited_assessor, assessment TO $app$;
