-- Revisions by the month in which their declaration was sent, with which its id (UUID, version 7: RFC 9562, 5.7)
-- begins: what is written stays within one month's indexes however many years there are, and a month can be moved
-- elsewhere whole. What there is becomes the part of the running month.
CREATE FUNCTION first_id(month timestamp) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT rpad(lpad(to_hex((extract(epoch FROM month) * 1000)::bigint), 12, '0'), 32, '0')::uuid
$$;

DO $$
DECLARE
  month timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
  part text := to_char(month, '"revision_"YYYY_MM');
BEGIN
  EXECUTE format('ALTER TABLE revision RENAME TO %I', part);
  EXECUTE format('ALTER INDEX revision_pkey RENAME TO %I', part || '_pkey');
  EXECUTE format('ALTER INDEX revision_by_entry RENAME TO %I', part || '_by_entry');
  EXECUTE format('ALTER INDEX revision_once_per_cause RENAME TO %I', part || '_once_per_cause');
  EXECUTE format('CREATE TABLE revision (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS, '
    'PRIMARY KEY (declaration, revision)) PARTITION BY RANGE (declaration)', part);
  CREATE INDEX revision_by_entry ON revision USING brin (entry_id) WITH (pages_per_range = 16);
  CREATE UNIQUE INDEX revision_once_per_cause ON revision (declaration, cause_key) WHERE cause_key IS NOT NULL;
  EXECUTE format('ALTER TABLE revision ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)',
    part, first_id(month + interval '1 month'));
  EXECUTE format('REVOKE ALL ON %I FROM $app$', part);
END $$;
GRANT SELECT, INSERT ON revision TO $app$;

-- Takes what no month is made for, so that a clock that is far off costs order and nothing else.
CREATE TABLE revision_rest PARTITION OF revision DEFAULT;

-- Makes the running month and so many more where they are missing; says how many it made. A month of which there is
-- something in the rest stays there.
CREATE FUNCTION make_months(ahead int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER
SET search_path = declarations, pg_temp AS $$
DECLARE
  month timestamp;
  part text;
  made int := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('make_months'));
  FOR number IN 0..ahead LOOP
    month := date_trunc('month', now() AT TIME ZONE 'UTC') + number * interval '1 month';
    part := to_char(month, '"revision_"YYYY_MM');
    CONTINUE WHEN to_regclass(part) IS NOT NULL OR EXISTS (SELECT FROM revision_rest
      WHERE declaration >= first_id(month) AND declaration < first_id(month + interval '1 month'));
    EXECUTE format('CREATE TABLE %I (LIKE revision INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
    -- Unlike CREATE TABLE ... PARTITION OF it lets declarations be stored meanwhile.
    EXECUTE format('ALTER TABLE revision ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
      part, first_id(month), first_id(month + interval '1 month'));
    made := made + 1;
  END LOOP;
  RETURN made;
END $$;
REVOKE ALL ON FUNCTION make_months(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION make_months(int) TO $app$;
SELECT make_months(12);
