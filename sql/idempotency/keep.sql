-- idempotency/keep
-- Keep what a command answered under its key.
--
-- param  user_id       uuid
-- param  key           text
-- param  request_hash  bytea
-- param  command       text
-- param  json          text
-- param  csv           text
-- param  table         text
-- param  is_remark     boolean
-- param  remarks       text
-- param  exit_code     integer
INSERT INTO idempotency_keys (
    user_id,
    key,
    request_hash,
    command,
    answer
)
VALUES (
    %(user_id)s::uuid,
    %(key)s::text,
    %(request_hash)s::bytea,
    %(command)s::text,
    jsonb_build_object(
        'json', %(json)s::text,
        'csv', %(csv)s::text,
        'table', %(table)s::text,
        'is_remark', %(is_remark)s::boolean,
        'remarks', %(remarks)s::text,
        'exit_code', %(exit_code)s::integer
    )
);
