-- What revisions draw from tariff quotas and give back, written with them, never changed: by these an allocation finds
-- the declarations that it is for.
CREATE TABLE quota_entry (
  id text PRIMARY KEY,
  declaration uuid NOT NULL,
  -- The revision and the item that drew it.
  revision int NOT NULL CHECK (revision >= 1),
  item int NOT NULL,
  acceptance_day date NOT NULL,
  entry_id bigint NOT NULL,
  -- Serialized crmclub.declarations.v1.QuotaEntry.
  document bytea NOT NULL
);

-- Copy of Tariffs: what each drawing has in all after an allocation.
CREATE TABLE quota_allocation (
  drawing text NOT NULL,
  order_number text NOT NULL,
  open_from date NOT NULL,
  number int NOT NULL CHECK (number >= 1),
  total numeric NOT NULL CHECK (total >= 0),
  PRIMARY KEY (drawing, number)
);
CREATE INDEX quota_allocation_by_number ON quota_allocation (order_number, open_from, number);

-- Where each period of a quota stood after each allocation, and whether quotas serve; the newest counts.
CREATE TABLE quota_account (
  order_number text NOT NULL,
  open_from date NOT NULL,
  number int NOT NULL,
  -- Serialized crmclub.tariffs.v1.QuotaAccount.
  document bytea NOT NULL,
  PRIMARY KEY (order_number, open_from, number)
);
CREATE TABLE quota_state (
  order_number text NOT NULL,
  changed_at timestamptz NOT NULL,
  -- Serialized crmclub.tariffs.v1.QuotaStateChanged.
  document bytea NOT NULL,
  PRIMARY KEY (order_number, changed_at)
);

-- Legal days that have ended in every zone of an administration, and were told.
CREATE TABLE day_closed (
  day date PRIMARY KEY,
  entry_id bigint NOT NULL
);

-- An allocation leaves work, too.
ALTER TABLE reassessment
  DROP CONSTRAINT reassessment_check4,
  ADD COLUMN quota text,
  -- First day of its period, number and day of the allocation.
  ADD COLUMN quota_period date,
  ADD COLUMN quota_number int,
  ADD COLUMN quota_day date,
  ADD UNIQUE (quota, quota_period, quota_number),
  ADD CHECK (num_nonnulls(quota, quota_period, quota_number, quota_day) IN (0, 4)),
  ADD CHECK (num_nonnulls(certificate, party, rate_set, tariff, quota) = 1);

GRANT SELECT, INSERT ON quota_entry, quota_allocation, quota_account, quota_state, day_closed TO $app$;
