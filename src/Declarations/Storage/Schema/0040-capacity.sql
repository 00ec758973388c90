-- Copy of Suppliers: how much of what facilities are certified for in a year is used, the newest that was told.
CREATE TABLE capacity_used (
  facility text COLLATE "C" NOT NULL,
  material text NOT NULL,
  -- crmclub.tariffs.v1.Stage
  stage smallint NOT NULL,
  year int NOT NULL,
  used_kg numeric NOT NULL,
  capacity_kg numeric NOT NULL,
  PRIMARY KEY (facility, material, stage, year)
);

-- Up to which entry of this service's journal claims are in it. The version rises with every change.
CREATE TABLE claims_counted (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  declarations_seq bigint NOT NULL,
  version bigint NOT NULL DEFAULT 1
);

GRANT SELECT, INSERT, UPDATE ON capacity_used, claims_counted TO $app$;
