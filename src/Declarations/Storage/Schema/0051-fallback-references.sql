-- References of what was declared on paper or offline (document 9CRF): of an administration each stands for one declaration.
CREATE TABLE fallback_reference (
  administration text NOT NULL,
  reference text NOT NULL CHECK (reference <> ''),
  declaration uuid NOT NULL,
  PRIMARY KEY (administration, reference)
);

GRANT SELECT, INSERT ON fallback_reference TO $app$;
