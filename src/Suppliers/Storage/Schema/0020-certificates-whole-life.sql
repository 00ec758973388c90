-- The whole life of certificates. A version says of every day whether the certificate counts.
ALTER TABLE certificate_version
  ADD COLUMN replaces text COLLATE "C",
  ADD COLUMN superseded_from date,
  ADD COLUMN superseded_by text COLLATE "C",
  -- A suspension that the club does by itself has no second pair of eyes.
  ALTER COLUMN change_id DROP NOT NULL,
  ADD CHECK (change_id IS NOT NULL OR state = 'Suspended'),
  ADD CHECK ((superseded_from IS NULL) = (superseded_by IS NULL)),
  ADD CHECK (state <> 'Superseded' OR superseded_from IS NOT NULL),
  -- One change may issue a certificate and end another.
  DROP CONSTRAINT certificate_version_change_id_key,
  ADD UNIQUE (change_id, number);

CREATE TABLE certificate_suspension (
  number text COLLATE "C" NOT NULL,
  version int NOT NULL,
  place int NOT NULL,
  suspended_from date NOT NULL,
  suspended_until date CHECK (suspended_until >= suspended_from),
  ground text NOT NULL,
  PRIMARY KEY (number, version, place),
  FOREIGN KEY (number, version) REFERENCES certificate_version
);
CREATE INDEX certificate_replaces ON certificate_version (replaces) WHERE replaces IS NOT NULL;

GRANT SELECT, INSERT ON certificate_suspension TO $app$;
