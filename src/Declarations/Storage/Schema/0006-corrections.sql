-- A correction of exchange rates or reference prices leaves work, and a tariff version that counts on days past, too.
ALTER TABLE reassessment
  DROP CONSTRAINT reassessment_check3,
  ADD COLUMN rate_set int,
  -- Whose rates the set corrects; empty where it corrects reference prices.
  ADD COLUMN series text,
  -- Number of the tariff version.
  ADD COLUMN tariff int,
  ADD UNIQUE (rate_set, series, effective_day),
  ADD UNIQUE (tariff),
  ADD CHECK ((rate_set IS NULL) = (series IS NULL)),
  ADD CHECK (num_nonnulls(certificate, party, rate_set, tariff) = 1);
