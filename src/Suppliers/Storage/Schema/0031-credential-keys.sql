-- A change of the keys as its author prepared it.
CREATE TABLE credential_key_change (
  id uuid PRIMARY KEY,
  entry_id bigint NOT NULL REFERENCES journal,
  -- Empty for a rotation.
  compromised_key text NOT NULL,
  author text NOT NULL CHECK (author <> ''),
  reason text NOT NULL,
  UNIQUE (id, author)
);

-- The second pair of eyes, as of certificates.
CREATE TABLE credential_key_approval (
  change_id uuid PRIMARY KEY,
  entry_id bigint NOT NULL REFERENCES journal,
  author text NOT NULL,
  approver text NOT NULL CHECK (approver <> ''),
  CONSTRAINT four_eyes CHECK (approver <> author),
  FOREIGN KEY (change_id, author) REFERENCES credential_key_change (id, author)
);

-- What a compromised key signed is signed again for the same version of a certificate.
ALTER TABLE credential
  DROP CONSTRAINT credential_pkey,
  ADD PRIMARY KEY (certificate, version, key_id);

GRANT SELECT, INSERT ON credential_key_change, credential_key_approval TO $app$;
