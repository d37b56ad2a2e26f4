-- backup/foreign_objects
-- Whether this role owns anything in the database but tables, views and functions of the schema public.
-- A schema, a type or an operator can stand in for what the server brings.
--
-- row    is_anything  boolean
SELECT
    EXISTS (
        SELECT
        FROM pg_shdepend
        JOIN pg_database ON pg_database.oid = pg_shdepend.dbid
        LEFT JOIN pg_class
            ON pg_shdepend.classid = 'pg_class'::regclass
            AND pg_class.oid = pg_shdepend.objid
        LEFT JOIN pg_proc
            ON pg_shdepend.classid = 'pg_proc'::regclass
            AND pg_proc.oid = pg_shdepend.objid
        WHERE
            pg_database.datname = current_database()
            AND pg_shdepend.refclassid = 'pg_authid'::regclass
            AND pg_shdepend.refobjid = current_user::regrole
            AND pg_shdepend.deptype = 'o'
            AND coalesce(pg_class.relnamespace, pg_proc.pronamespace)
            IS DISTINCT FROM 'public'::regnamespace
    ) AS is_anything;
