-- db/position
-- Which database of which server this is, whether it follows another one, and how far its log has come.
--
-- row    system          text      the number that a cluster and all that follow it have in common
-- row    database        text      the database's own number in it
-- row    role_name       text      the login that asks
-- row    is_standby      boolean
-- row    timeline        integer   counted up with each failover; of a standby, what it surely knows
-- row    position        text?     to where a commit is on the disk, or what a standby has replayed; null: nothing yet
-- row    behind_seconds  numeric   how old what a standby knows may be: 0 while it has all that it is sent
SELECT
    control.system_identifier::text AS system,
    pg_database.oid::text AS database,
    session_user::text AS role_name,
    pg_is_in_recovery() AS is_standby,
    CASE
        WHEN pg_is_in_recovery() THEN greatest(checkpointed.timeline_id, recovered.min_recovery_end_timeline)
        ELSE ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::integer
    END AS timeline,
    CASE
        WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
        WHEN current_setting('synchronous_commit') = 'off' THEN pg_current_wal_insert_lsn()
        ELSE pg_current_wal_flush_lsn()
    END::text AS position,
    CASE
        WHEN NOT pg_is_in_recovery() THEN 0
        WHEN
            EXISTS (SELECT FROM pg_stat_wal_receiver)
            AND pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn()
            THEN 0
        ELSE coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 'infinity')
    END AS behind_seconds
FROM pg_control_system() AS control
CROSS JOIN pg_control_checkpoint() AS checkpointed
CROSS JOIN pg_control_recovery() AS recovered
JOIN pg_database ON pg_database.datname = current_database()
ORDER BY pg_database.oid;
