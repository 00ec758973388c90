-- A change of a body, an assessor or the scheme as its author prepared it.
CREATE TABLE accreditation_change (
  id uuid PRIMARY KEY,
  entry_id bigint NOT NULL REFERENCES journal,
  author text NOT NULL CHECK (author <> ''),
  document jsonb NOT NULL,
  UNIQUE (id, author)
);

-- The second pair of eyes, as of certificates.
CREATE TABLE accreditation_approval (
  change_id uuid PRIMARY KEY,
  entry_id bigint NOT NULL REFERENCES journal,
  author text NOT NULL,
  approver text NOT NULL CHECK (approver <> ''),
  CONSTRAINT four_eyes CHECK (approver <> author),
  FOREIGN KEY (change_id, author) REFERENCES accreditation_change (id, author)
);

-- What was registered is version 1. On a day counts the newest version that has begun by it.
CREATE TABLE accreditation_version (
  number text COLLATE "C" NOT NULL,
  version int NOT NULL CHECK (version > 1),
  entry_id bigint NOT NULL REFERENCES journal,
  change_id uuid NOT NULL UNIQUE REFERENCES accreditation_approval,
  effective_from date NOT NULL,
  document jsonb NOT NULL,
  PRIMARY KEY (number, version)
);

-- The founding scheme has neither: it counts on all days before the next one.
ALTER TABLE scheme
  ADD COLUMN change_id uuid UNIQUE REFERENCES accreditation_approval,
  ADD COLUMN effective_from date UNIQUE,
  ADD CHECK ((change_id IS NULL) = (effective_from IS NULL));
DROP INDEX scheme_once;
CREATE UNIQUE INDEX scheme_once ON scheme ((true)) WHERE change_id IS NULL;

GRANT SELECT, INSERT ON accreditation_change, accreditation_approval, accreditation_version TO $app$;
