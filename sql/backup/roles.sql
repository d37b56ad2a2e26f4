-- backup/roles
-- The roles that the rights and the owners in this database name: a restore needs them to be there.
--
-- row    role_name  text
WITH named AS (
    SELECT
        rights.grantee AS role
    FROM pg_class
    CROSS JOIN aclexplode(pg_class.relacl) AS rights
    UNION
    SELECT
        rights.grantee AS role
    FROM pg_attribute
    CROSS JOIN aclexplode(pg_attribute.attacl) AS rights
    UNION
    SELECT
        rights.grantee AS role
    FROM pg_proc
    CROSS JOIN aclexplode(pg_proc.proacl) AS rights
    UNION
    SELECT
        rights.grantee AS role
    FROM pg_namespace
    CROSS JOIN aclexplode(pg_namespace.nspacl) AS rights
    UNION
    SELECT
        rights.grantee AS role
    FROM pg_default_acl
    CROSS JOIN aclexplode(pg_default_acl.defaclacl) AS rights
    UNION
    SELECT
        unnest(pg_policy.polroles) AS role
    FROM pg_policy
    UNION
    SELECT
        pg_class.relowner AS role
    FROM pg_class
)
SELECT
    pg_roles.rolname::text AS role_name
FROM named
JOIN pg_roles ON pg_roles.oid = named.role
WHERE NOT starts_with(pg_roles.rolname, 'pg_')
ORDER BY role_name;
