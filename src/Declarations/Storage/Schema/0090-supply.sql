-- What came from where, by month of acceptance: summed up from the decisions, and rebuilt from them when both are emptied.
CREATE TABLE supply_month (
  -- First day of the month.
  month date NOT NULL CHECK (month = date_trunc('month', month)),
  material text NOT NULL,
  -- crmclub.tariffs.v1.Stage
  stage smallint NOT NULL,
  -- ISO 3166-1 alpha-2
  origin text NOT NULL,
  kg numeric NOT NULL,
  items bigint NOT NULL,
  PRIMARY KEY (month, material, stage, origin)
);

-- Place in this service's journal up to which decisions are in it.
CREATE TABLE supply_counted (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  seq bigint NOT NULL
);
INSERT INTO supply_counted (seq) VALUES (0);

GRANT SELECT, INSERT, UPDATE ON supply_month TO $app$;
GRANT SELECT, UPDATE ON supply_counted TO $app$;
