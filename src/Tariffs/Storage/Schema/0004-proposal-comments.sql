-- Comments on proposals. A comment is a row, and its settlement is another; rows are never changed.

CREATE TABLE proposal_comment (
  proposal int NOT NULL,
  number int NOT NULL CHECK (number > 0),
  resolved boolean NOT NULL,
  entry_id bigint NOT NULL REFERENCES journal,
  -- The serialized ProposalComment as it stood from then on.
  body bytea NOT NULL,
  PRIMARY KEY (proposal, number, resolved)
);

GRANT SELECT, INSERT ON proposal_comment TO $app$;
