-- prisma/labels
-- The values of every enumeration, in their own order.
--
-- row    enum_name  text
-- row    label      text
SELECT
    pg_type.typname::text AS enum_name,
    pg_enum.enumlabel::text AS label
FROM pg_type
JOIN pg_enum ON pg_enum.enumtypid = pg_type.oid
WHERE pg_type.typnamespace = 'public'::regnamespace
ORDER BY pg_type.typname, pg_enum.enumsortorder;
