-- What risk profiles said of a revision, written with it where one hit: from these, declarations and results of controls
-- rates are counted.
CREATE TABLE control_score (
  declaration uuid NOT NULL,
  revision int NOT NULL CHECK (revision >= 1),
  administration text NOT NULL,
  -- First day of the month of acceptance.
  month date NOT NULL CHECK (month = date_trunc('month', month)),
  -- crmclub.declarations.v1.ControlRecommendation: the highest of its items, and by the club's profiles alone
  recommendation smallint NOT NULL,
  club_recommendation smallint NOT NULL,
  -- Ids of the profiles that hit, in order.
  profiles text[] NOT NULL CHECK (cardinality(profiles) > 0),
  PRIMARY KEY (declaration, revision)
);
CREATE INDEX control_score_by_month ON control_score (administration, month);

-- crmclub.declarations.v1.ControlOutcome of a control's result; null for other reports, and for those before this.
ALTER TABLE report ADD COLUMN control_outcome smallint;
CREATE INDEX report_by_outcome ON report (declaration, number) INCLUDE (control_outcome)
  WHERE control_outcome IS NOT NULL;

GRANT SELECT, INSERT ON control_score TO $app$;
