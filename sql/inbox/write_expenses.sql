-- inbox/write_expenses
-- Record what bank rows become on the side of expenses, in the currency of the books.
-- A part is turned with the parts before it, and has what is left of them: so the parts of a row sum to it in either
-- currency. Entries are listed in the order of the file: created_at tells those of one day apart.
--
-- needs  inbox/stage_decisions
-- param  user_id        uuid
-- param  base_currency  text     of the books
-- param  month_begins   integer
INSERT INTO expense_items (
    user_id, category_id, subcategory_id, year, month, amount, description, spent_on, import_row_id, created_at
)
WITH parts AS (
    SELECT
        staged.row_id,
        staged.part,
        staged.amount,
        sum(staged.amount) OVER (PARTITION BY staged.row_id ORDER BY staged.part) AS amount_so_far
    FROM staged_decisions AS staged
    WHERE staged.decision = 'category'
)
SELECT
    %(user_id)s::uuid,
    staged.expense_category_id,
    staged.subcategory_id,
    year_of(month_of_day(import_rows.day, %(month_begins)s::integer)),
    month_of(month_of_day(import_rows.day, %(month_begins)s::integer)),
    -CASE
        WHEN sources.currency = %(base_currency)s::text THEN staged.amount
        ELSE converted(parts.amount_so_far, usable_rates.rate)
            - converted(parts.amount_so_far - parts.amount, usable_rates.rate)
    END,
    coalesce(staged.note, nullif(import_rows.text, '')),
    import_rows.day,
    import_rows.id,
    now() - interval '1 microsecond' * import_rows.line
FROM staged_decisions AS staged
JOIN parts ON parts.row_id = staged.row_id AND parts.part = staged.part
JOIN import_rows ON import_rows.user_id = %(user_id)s::uuid AND import_rows.id = staged.row_id
JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = import_rows.source_id
LEFT JOIN usable_rates
    ON usable_rates.user_id = %(user_id)s::uuid
    AND usable_rates.from_currency = sources.currency
    AND usable_rates.to_currency = %(base_currency)s::text
    AND usable_rates.period = first_of_month(year_of(import_rows.day), month_of(import_rows.day))
WHERE staged.expense_category_id IS NOT NULL;
