-- idempotency/find
-- What a key was used for, and what was answered.
--
-- param  user_id       uuid
-- param  key           text
-- param  request_hash  bytea
-- row    is_same       boolean  whether it was this request
-- row    command       text
-- row    json          text
-- row    csv           text
-- row    table         text     for people; or the sentences
-- row    is_remark     boolean  which --quiet leaves out
-- row    remarks       text     on stderr, a line each
-- row    exit_code     integer
SELECT
    request_hash = %(request_hash)s::bytea AS is_same,
    command,
    answer ->> 'json' AS json,
    answer ->> 'csv' AS csv,
    answer ->> 'table' AS table,
    (answer ->> 'is_remark')::boolean AS is_remark,
    answer ->> 'remarks' AS remarks,
    (answer ->> 'exit_code')::integer AS exit_code
FROM idempotency_keys
WHERE idempotency_keys.user_id = %(user_id)s::uuid
  AND idempotency_keys.key = %(key)s::text
ORDER BY id;
