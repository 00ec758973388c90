-- A step in a party's life that changes days past leaves work, too.
ALTER TABLE reassessment
  ALTER COLUMN certificate DROP NOT NULL,
  ALTER COLUMN version DROP NOT NULL,
  ADD COLUMN party text,
  -- Number of the party's decision.
  ADD COLUMN decision int,
  -- Place of the decision in Membership's journal.
  ADD COLUMN membership_seq bigint,
  -- Only declarations accepted before this day are looked at; nothing is no end.
  ADD COLUMN until_day date,
  ADD UNIQUE (party, decision, effective_day),
  ADD CHECK ((certificate IS NULL) = (version IS NULL)),
  ADD CHECK ((party IS NULL) = (decision IS NULL) AND (party IS NULL) = (membership_seq IS NULL)),
  ADD CHECK ((party IS NULL) <> (certificate IS NULL));

-- Countries of origin of its goods, those claimed as preferential included: what a step in a party's life looks
-- through, day by day, without reading the rows. Nothing stands where it was stored before there was the column.
ALTER TABLE declaration ADD COLUMN origins text[];
DROP INDEX declaration_by_day;
CREATE INDEX declaration_by_day ON declaration (acceptance_day, id) INCLUDE (origins, administration);
