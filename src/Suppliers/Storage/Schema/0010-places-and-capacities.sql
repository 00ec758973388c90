-- Where facilities lie, what they can do from which day on, and numbers of countries' own registers.
ALTER TABLE operator_identifier ADD country text NOT NULL DEFAULT '';

ALTER TABLE facility
  ADD latitude numeric CHECK (latitude BETWEEN -90 AND 90),
  ADD longitude numeric CHECK (longitude BETWEEN -180 AND 180),
  ADD place_name text NOT NULL DEFAULT '',
  -- Null where it was registered before capacities had days: they count ever since.
  ADD capacities_from date,
  ADD CHECK ((latitude IS NULL) = (longitude IS NULL));

-- What became of a capacity after its registration. Each row names the day on which the one before it began, and each
-- day is named once: days neither overlap nor branch, whatever is written here.
CREATE TABLE capacity_change (
  facility text COLLATE "C" NOT NULL REFERENCES facility,
  material text NOT NULL,
  stage text NOT NULL,
  valid_from date NOT NULL,
  -- Null where the facility takes the material up; -infinity where the first counts ever since.
  after date,
  capacity_tons_per_year numeric NOT NULL CHECK (capacity_tons_per_year > 0),
  reason text NOT NULL,
  entry_id bigint NOT NULL REFERENCES journal,
  PRIMARY KEY (facility, material, stage, valid_from),
  UNIQUE NULLS NOT DISTINCT (facility, material, stage, after),
  CHECK (valid_from > after)
);

CREATE VIEW facility_capacity AS
SELECT facility, material, stage, capacity_tons_per_year, valid_from, place,
  lead(valid_from) OVER (PARTITION BY facility, material, stage ORDER BY valid_from) AS valid_to
FROM (
  SELECT s.facility, s.material, s.stage, s.capacity_tons_per_year,
    coalesce(f.capacities_from, '-infinity') AS valid_from, s.place
  FROM facility_scope s JOIN facility f ON f.number = s.facility
  UNION ALL
  SELECT facility, material, stage, capacity_tons_per_year, valid_from, NULL
  FROM capacity_change) every;

GRANT SELECT, INSERT ON capacity_change TO $app$;
GRANT SELECT ON facility_capacity TO $app$;
