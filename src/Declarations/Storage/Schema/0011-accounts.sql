-- What each entry of the journal did to the account of an administration in a month, written with it. An account is
-- the sum of its postings: rows of their own, so that groups of declarations never wait for each other's.
CREATE TABLE posting (
  entry_id bigint NOT NULL,
  administration text NOT NULL,
  -- First day of the month.
  month date NOT NULL CHECK (month = date_trunc('month', month)),
  currency text NOT NULL,
  -- CrmClub.Declarations.Accounts.PostingKind
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 3),
  amount numeric NOT NULL CHECK (amount <> 0)
);
CREATE INDEX posting_by_account ON posting (administration, month, currency, kind) INCLUDE (amount);
CREATE INDEX posting_by_entry ON posting USING brin (entry_id) WITH (pages_per_range = 16);

-- Accounts begin here: what was decided before is in none.
CREATE TABLE account_opening AS SELECT coalesce(max(entry_id), 0) AS entry_id FROM revision;
CREATE INDEX report_by_entry ON report USING brin (entry_id) WITH (pages_per_range = 16);

GRANT SELECT, INSERT ON posting TO $app$;
GRANT SELECT ON account_opening TO $app$;
