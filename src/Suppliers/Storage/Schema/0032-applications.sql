-- Who acts for an operator, and what they apply for. Rows are only added; of a representative the newest counts.
CREATE TABLE representative (
  operator text COLLATE "C" NOT NULL REFERENCES operator,
  -- Object id of the account.
  subject text NOT NULL CHECK (subject <> ''),
  entry_id bigint NOT NULL REFERENCES journal,
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to > valid_from),
  PRIMARY KEY (subject, operator, entry_id)
);

CREATE TABLE application (
  number text COLLATE "C" PRIMARY KEY,
  entry_id bigint NOT NULL REFERENCES journal,
  operator text COLLATE "C" NOT NULL REFERENCES operator,
  facility text COLLATE "C" NOT NULL REFERENCES facility,
  document jsonb NOT NULL
);
CREATE INDEX application_of_operator ON application (operator, number);
CREATE INDEX application_of_facility ON application (facility);

CREATE TABLE application_step (
  application text COLLATE "C" NOT NULL REFERENCES application,
  place int NOT NULL CHECK (place > 0),
  entry_id bigint NOT NULL REFERENCES journal,
  document jsonb NOT NULL,
  PRIMARY KEY (application, place)
);

-- By whom it is cited.
CREATE INDEX assessment_of_application ON assessment ((document ->> 'application'))
  WHERE document ->> 'application' <> '';
ALTER TABLE certificate_version ADD COLUMN application text COLLATE "C";
CREATE INDEX certificate_of_application ON certificate_version (application) WHERE application IS NOT NULL;

GRANT SELECT, INSERT ON representative, application, application_step TO $app$;
