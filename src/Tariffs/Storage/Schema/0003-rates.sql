-- Reference prices, recorded in sets like exchange rates, and what corrects either. Rows are only added.

CREATE TABLE reference_price (
  set_number int NOT NULL REFERENCES exchange_rate_set,
  place int NOT NULL,
  material text NOT NULL,
  stage text NOT NULL,
  content_unit text NOT NULL,
  amount numeric NOT NULL CHECK (amount > 0),
  currency text NOT NULL,
  valid daterange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
  source text NOT NULL,
  demonstration boolean NOT NULL,
  PRIMARY KEY (set_number, place)
);

-- A correction is prepared by one person, and recorded or rejected by another.
CREATE TABLE rate_correction (
  number int NOT NULL CHECK (number > 0),
  state text NOT NULL,
  entry_id bigint NOT NULL REFERENCES journal,
  author text NOT NULL,
  approver text,
  -- The serialized RateCorrection as it stood from this state on.
  body bytea NOT NULL,
  PRIMARY KEY (number, state),
  -- The second pair of eyes: not even for a superuser's mistake.
  CONSTRAINT four_eyes CHECK (approver IS NULL OR approver <> author),
  CONSTRAINT approved_first CHECK ((state = 'Prepared') = (approver IS NULL))
);

CREATE UNIQUE INDEX rate_correction_judged_once ON rate_correction (number) WHERE approver IS NOT NULL;

GRANT SELECT, INSERT ON reference_price, rate_correction TO $app$;
