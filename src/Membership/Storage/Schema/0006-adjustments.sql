-- crmclub.membership.v1.AdjustmentPolicy; nothing where the administration told of none.
ALTER TABLE administration_policy ADD COLUMN adjustments jsonb;
