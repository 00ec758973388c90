-- The assessment that a grievance asked for, once it is concluded.
ALTER TABLE grievance_step ADD COLUMN assessment text COLLATE "C" NOT NULL DEFAULT '';
