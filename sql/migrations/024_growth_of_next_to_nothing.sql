-- 024_growth_of_next_to_nothing.sql
-- What grew from next to nothing has no change in percent that says anything.

-- A change as a fraction of what was there before, whatever its sign; null where nothing was there, or so
-- little that it has become a thousand times as much.
CREATE FUNCTION growth_of(change numeric, before numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN abs(change) < 1000 * abs(before) THEN round(change * 1.000000000000 / abs(before), 6)
    END;
