-- Of many certificates few are revoked or suspended: a status list is made from these alone.
CREATE INDEX certificate_not_counting ON certificate_version (state, number, version) WHERE state <> 'Issued';
