-- The copy has the country groups, too: it is taken anew.
DELETE FROM copy_cursor WHERE producer = 'membership';
