-- 023_recurring_terms.sql
-- What a recurring item was up to a month, for what is due until then and not posted.

-- An edit holds from a month on. Where something is due before that and was not posted, a copy of the item as it
-- was stays, up to its last_month, with the item that has taken its place; both may be one for the keys that lead
-- here. Of earlier terms there may be several, each up to another month. The months are posted under the item.
ALTER TABLE recurring_items ADD COLUMN succeeded_by uuid;  -- null: it is the item itself
ALTER TABLE recurring_items ADD CONSTRAINT earlier_terms_are_of_a_recurring_item
    FOREIGN KEY (user_id, succeeded_by) REFERENCES recurring_items (user_id, id);
ALTER TABLE recurring_items ADD CONSTRAINT earlier_terms_have_an_end
    CHECK (succeeded_by IS NULL OR last_month IS NOT NULL);
ALTER TABLE recurring_items ADD CONSTRAINT earlier_terms_are_a_row_of_their_own
    CHECK (succeeded_by <> id);
ALTER TABLE recurring_items ADD CONSTRAINT earlier_terms_end_once_a_month
    UNIQUE (user_id, succeeded_by, last_month);


-- The months up to another in which a recurring item is due, posted or not, each with the row whose terms hold in
-- it: of those that have not ended, the one that ends first.
CREATE FUNCTION due_months(of_user uuid, of_item uuid, up_to date)
RETURNS TABLE (period date, terms_id uuid)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH terms AS (
        SELECT
            recurring_items.id,
            recurring_items.every,
            recurring_items.first_month,
            recurring_items.last_month,
            lag(recurring_items.last_month) OVER (
                ORDER BY recurring_items.succeeded_by IS NULL, recurring_items.last_month
            ) AS before
        FROM recurring_items
        WHERE
            recurring_items.user_id = of_user
            AND (recurring_items.id = of_item OR recurring_items.succeeded_by = of_item)
    )
    SELECT
        due_month::date AS period,
        terms.id AS terms_id
    FROM terms
    CROSS JOIN LATERAL generate_series(
        terms.first_month::timestamp,
        least(terms.last_month, up_to)::timestamp,
        step_of(terms.every)
    ) AS due_month
    WHERE terms.before IS NULL OR due_month > terms.before;
END;
