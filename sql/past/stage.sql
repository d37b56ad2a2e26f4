-- past/stage
-- Make a place for what rows were before they were first changed after a moment.
-- Of a row that was added since there is no image. It needs no row security: a temporary table is its session's alone.
--
CREATE TEMPORARY TABLE past_images (
    table_name text NOT NULL,
    id uuid NOT NULL,
    image jsonb
) ON COMMIT DROP;
