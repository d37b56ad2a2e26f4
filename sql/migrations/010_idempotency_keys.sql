-- 010_idempotency_keys.sql
-- Keys under which a command was done, each with the answer that the same key gets again.


-- A row comes with the effect of its command, in one transaction: either both are there, or neither.
-- request_hash is the sha256 of the command and its arguments; answer holds what was printed, in each form.
--
-- Not kept by keep_changes: this holds no books. To take a command back is a change of its own, after which
-- its key still says what it was once answered; a key that came free again would let a late repetition
-- do what somebody has just undone.
CREATE TABLE idempotency_keys (
    user_id      uuid        NOT NULL,
    id           uuid        NOT NULL DEFAULT gen_random_uuid(),
    key          text        NOT NULL,
    request_hash bytea       NOT NULL,
    command      text        NOT NULL,
    answer       jsonb       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT idempotency_key_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT idempotency_key_taken
        UNIQUE (user_id, key),
    CONSTRAINT idempotency_key_is_1_to_200_characters
        CHECK (char_length(key) BETWEEN 1 AND 200),
    CONSTRAINT request_hash_is_a_sha256
        CHECK (octet_length(request_hash) = 32),
    CONSTRAINT answer_is_complete
        CHECK (answer ?& ARRAY['json', 'csv', 'table', 'is_remark', 'remarks', 'exit_code'])
);

ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON idempotency_keys
    USING (user_id = (SELECT current_user_id()));

-- A key is never changed: what it was answered once, it is answered always.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'finally_app') THEN
        GRANT SELECT, INSERT ON idempotency_keys TO finally_app;
    END IF;
END
$$;
