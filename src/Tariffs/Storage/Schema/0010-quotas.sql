-- Copy of Declarations: what declarations draw from quotas and give back, each once, never changed; and the newest legal
-- day that has ended in every zone of an administration.
CREATE TABLE quota_entry (
  id text PRIMARY KEY,
  order_number text NOT NULL,
  acceptance_day date NOT NULL,
  quantity numeric NOT NULL CHECK (quantity > 0),
  -- The drawing that gives it back; empty of a drawing.
  returns text NOT NULL
);
CREATE TABLE day_closed (day date PRIMARY KEY);

-- Where each drawing stands: what it asks for, less what was taken back of it, and what it has.
CREATE TABLE quota_drawing (
  id text PRIMARY KEY REFERENCES quota_entry,
  order_number text NOT NULL,
  acceptance_day date NOT NULL,
  -- As which its acceptance counts: 1 to 3 January are one day.
  counts_as date NOT NULL,
  requested numeric NOT NULL CHECK (requested >= 0),
  -- Null until it is allocated.
  allocated numeric CHECK (allocated >= 0)
);
CREATE INDEX quota_drawing_waiting ON quota_drawing (order_number, counts_as)
  WHERE allocated IS NULL OR allocated > requested;
CREATE INDEX quota_drawing_unserved ON quota_drawing (order_number, counts_as) WHERE allocated < requested;

-- Each allocation as it was told; the newest of a period is where it stands.
CREATE TABLE quota_account (
  order_number text NOT NULL,
  open_from date NOT NULL,
  number int NOT NULL CHECK (number >= 1),
  entry_id bigint NOT NULL,
  allocated_on date NOT NULL,
  -- Never below zero, whatever runs at the same time.
  balance numeric NOT NULL CHECK (balance >= 0),
  -- Serialized crmclub.tariffs.v1.QuotaAllocated.
  body bytea NOT NULL,
  PRIMARY KEY (order_number, open_from, number)
);

-- Whether quotas serve, step by step.
CREATE TABLE quota_state (
  order_number text NOT NULL,
  number int NOT NULL CHECK (number >= 1),
  entry_id bigint NOT NULL,
  -- Serialized crmclub.tariffs.v1.QuotaStateChanged.
  body bytea NOT NULL,
  PRIMARY KEY (order_number, number)
);

GRANT SELECT, INSERT ON quota_entry, day_closed, quota_drawing, quota_account, quota_state TO $app$;
GRANT UPDATE (requested, allocated) ON quota_drawing TO $app$;
