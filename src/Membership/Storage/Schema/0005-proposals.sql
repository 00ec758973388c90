-- What another service put to the vote has one ballot, whatever is told twice.
CREATE UNIQUE INDEX ballot_of_proposal_once ON record ((content ->> 'proposal'))
  WHERE kind = 'Ballot' AND content ->> 'closedOn' IS NULL AND content ->> 'proposal' IS NOT NULL;

-- A closed ballot may lapse, once.
DROP INDEX ballot_closed_once;
CREATE UNIQUE INDEX ballot_closed_once ON record (key)
  WHERE kind = 'Ballot' AND content ->> 'closedOn' IS NOT NULL AND content ->> 'state' <> 'BALLOT_STATE_LAPSED';
CREATE UNIQUE INDEX ballot_lapsed_once ON record (key)
  WHERE kind = 'Ballot' AND content ->> 'state' = 'BALLOT_STATE_LAPSED';
