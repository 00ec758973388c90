-- What was signed for a version of a certificate; rows are only added. Whether a credential still counts says its
-- certificate: the status lists are made from there.
CREATE TABLE credential (
  certificate text COLLATE "C" NOT NULL,
  version int NOT NULL,
  entry_id bigint NOT NULL REFERENCES journal,
  key_id text NOT NULL,
  status_list int NOT NULL CHECK (status_list > 0),
  status_index int NOT NULL CHECK (status_index BETWEEN 0 AND 131071),
  jwt text NOT NULL,
  PRIMARY KEY (certificate, version),
  UNIQUE (status_list, status_index),
  FOREIGN KEY (certificate, version) REFERENCES certificate_version
);

GRANT SELECT, INSERT ON credential TO $app$;
