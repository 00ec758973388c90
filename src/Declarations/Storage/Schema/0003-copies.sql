-- Copy of Suppliers: every version of every certificate. `change` rises in the order of commit, since writers hold an
-- exclusive advisory lock; a group of declarations that decided on an older state sees a higher one and decides again.
CREATE TABLE certificate_version (
  change bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number text NOT NULL,
  version int NOT NULL,
  -- Serialized crmclub.suppliers.v1.Certificate.
  document bytea NOT NULL,
  UNIQUE (number, version)
);

-- Copy of Tariffs: references of the versions, and the sets of exchange rates.
CREATE TABLE tariff_version (
  number int PRIMARY KEY,
  -- SHA-256 of the document.
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  -- Serialized crmclub.tariffs.v1.TariffVersion.
  reference bytea NOT NULL
);

-- The documents themselves, fetched after the reference came, kept for as long as a decision cites them: for ever.
CREATE TABLE tariff_document (
  hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
  document bytea NOT NULL
);

CREATE TABLE rate_set (
  number int PRIMARY KEY,
  -- Serialized crmclub.tariffs.v1.ExchangeRateSet.
  document bytea NOT NULL
);

GRANT SELECT, INSERT ON certificate_version, tariff_version, tariff_document, rate_set TO $app$;
