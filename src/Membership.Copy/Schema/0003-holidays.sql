-- The copy has the calendar of holidays, too: it is taken anew.
DELETE FROM copy_cursor WHERE producer = 'membership';
