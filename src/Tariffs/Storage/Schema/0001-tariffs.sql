-- The tariff and the exchange rates. Rows are only added.

-- A version is its document: the serialized TariffDocument, named by its hash, for ever.
CREATE TABLE tariff_version (
  number int PRIMARY KEY CHECK (number > 0),
  entry_id bigint NOT NULL REFERENCES journal,
  hash text NOT NULL UNIQUE,
  title text NOT NULL,
  valid_from date NOT NULL,
  published_at timestamptz NOT NULL,
  measures int NOT NULL,
  document bytea NOT NULL CHECK (octet_length(document) <= 3145728),
  CHECK (hash = encode(sha256(document), 'hex'))
);

-- Rates recorded at once. The number is a record time that can be cited.
CREATE TABLE exchange_rate_set (
  number int PRIMARY KEY CHECK (number > 0),
  entry_id bigint NOT NULL REFERENCES journal,
  recorded_at timestamptz NOT NULL
);

CREATE TABLE exchange_rate (
  set_number int NOT NULL REFERENCES exchange_rate_set,
  place int NOT NULL,
  series text NOT NULL,
  base text NOT NULL,
  quote text NOT NULL CHECK (quote <> base),
  rate numeric NOT NULL CHECK (rate > 0),
  valid daterange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
  source text NOT NULL,
  demonstration boolean NOT NULL,
  PRIMARY KEY (set_number, place)
);

GRANT SELECT, INSERT ON tariff_version, exchange_rate_set, exchange_rate TO $app$;
