-- Mass balance: what declarations claim of facilities, each claim once, whatever comes again and in whatever order.
CREATE TABLE capacity_claim (
  mrn text NOT NULL,
  revision int NOT NULL,
  item int NOT NULL,
  facility text COLLATE "C" NOT NULL REFERENCES facility,
  -- Whether it takes back what an earlier revision claimed.
  taken_back boolean NOT NULL,
  certificate text NOT NULL,
  material text NOT NULL,
  stage text NOT NULL,
  year int NOT NULL,
  -- Of contained material.
  kg numeric NOT NULL CHECK (kg > 0),
  PRIMARY KEY (mrn, revision, item, facility, taken_back)
);
CREATE INDEX capacity_claim_by_account ON capacity_claim (facility, year, mrn, revision, item, taken_back);

-- What a facility hands to another: its own claims get less room, the other's input grows.
CREATE TABLE facility_transfer (
  number text PRIMARY KEY,
  from_facility text COLLATE "C" NOT NULL REFERENCES facility,
  to_facility text COLLATE "C" NOT NULL REFERENCES facility,
  material text NOT NULL,
  -- At which the one hands it over.
  stage text NOT NULL,
  day date NOT NULL,
  kg numeric NOT NULL CHECK (kg > 0),
  reference text NOT NULL,
  recorded_at timestamptz NOT NULL,
  entry_id bigint NOT NULL REFERENCES journal,
  CHECK (from_facility <> to_facility)
);
CREATE INDEX facility_transfer_from ON facility_transfer (from_facility, day);
CREATE INDEX facility_transfer_to ON facility_transfer (to_facility, day);

-- The sums of both, changed in the transaction that adds a row to one of them; its lock puts writers one after the other.
CREATE TABLE balance (
  facility text COLLATE "C" NOT NULL REFERENCES facility,
  material text NOT NULL,
  stage text NOT NULL,
  -- Calendar year of acceptance, or of handing over.
  year int NOT NULL,
  claimed_kg numeric NOT NULL DEFAULT 0,
  handed_kg numeric NOT NULL DEFAULT 0,
  received_kg numeric NOT NULL DEFAULT 0,
  -- Newest entry of Declarations' journal that is counted in it.
  declarations_seq bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (facility, material, stage, year)
);

GRANT SELECT, INSERT ON capacity_claim, facility_transfer TO $app$;
GRANT SELECT, INSERT, UPDATE ON balance TO $app$;
