-- What the club does about surveillance by itself, once for each day that is due. Rows are only added.
ALTER TABLE certificate_version ADD COLUMN surveillance_days date[] NOT NULL DEFAULT '{}';

CREATE TABLE surveillance_warning (
  certificate text COLLATE "C" NOT NULL,
  due_on date NOT NULL,
  days_before int NOT NULL CHECK (days_before > 0),
  entry_id bigint NOT NULL REFERENCES journal,
  PRIMARY KEY (certificate, due_on, days_before)
);

CREATE TABLE surveillance_pass (
  certificate text COLLATE "C" NOT NULL,
  due_on date NOT NULL,
  entry_id bigint NOT NULL REFERENCES journal,
  assessment text COLLATE "C" NOT NULL,
  passed_on date NOT NULL,
  PRIMARY KEY (certificate, due_on)
);

GRANT SELECT, INSERT ON surveillance_warning, surveillance_pass TO $app$;
