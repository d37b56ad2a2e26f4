-- inbox/entries
-- The entries that came of bank rows, in the order of the rows.
--
-- param  user_id  uuid
-- param  ids      uuid[]  of rows
-- row    row_id   text
-- row    noun     text     income or expense
-- row    id       text
-- row    name     text     of the category, and of the subcategory
-- row    amount   numeric  in the currency of the books
-- row    note     text?
SELECT
    entries.row_id::text AS row_id,
    entries.noun,
    entries.id::text AS id,
    entries.name,
    entries.amount,
    entries.note
FROM (
    SELECT
        incoming_items.import_row_id AS row_id,
        'income' AS noun,
        incoming_items.id,
        income_categories.name,
        incoming_items.amount,
        incoming_items.description AS note
    FROM incoming_items
    JOIN income_categories ON income_categories.id = incoming_items.category_id
    WHERE incoming_items.user_id = %(user_id)s::uuid AND incoming_items.import_row_id = ANY(%(ids)s::uuid[])
    UNION ALL
    SELECT
        expense_items.import_row_id AS row_id,
        'expense' AS noun,
        expense_items.id,
        concat_ws(' / ', expense_categories.name, expense_subcategories.name) AS name,
        expense_items.amount,
        expense_items.description AS note
    FROM expense_items
    JOIN expense_categories ON expense_categories.id = expense_items.category_id
    LEFT JOIN expense_subcategories ON expense_subcategories.id = expense_items.subcategory_id
    WHERE expense_items.user_id = %(user_id)s::uuid AND expense_items.import_row_id = ANY(%(ids)s::uuid[])
) AS entries
ORDER BY array_position(%(ids)s::uuid[], entries.row_id), entries.noun, entries.name, entries.id;
