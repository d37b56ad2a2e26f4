-- 014_comments.sql
-- What each table, view, column and function is, in a sentence: psql, finally sql --tables and Prisma show them.
--
-- Money is in the base currency of the user unless a sentence says otherwise. A migration that adds something
-- says likewise what it is; a test names what nobody has said it of.


-- -------------------------------------------------------------------------------------------------
-- Columns that mean the same wherever they are
-- -------------------------------------------------------------------------------------------------

DO $$
DECLARE
    same record;
BEGIN
    FOR same IN
        SELECT
            relation.name AS relation,
            said.column_name,
            said.sentence
        FROM unnest('{
            asset_categories, asset_inputs, asset_spans, asset_target_spans, asset_targets, asset_worth, assets,
            audit_changes, audit_events, budget_by_month, budget_policies, budgets, cash_flow_by_month, cash_flows,
            category_allocation_targets, category_target_spans, expense_categories, expense_items,
            expense_subcategories, fx_rates, idempotency_keys, import_rows, imports, income_categories,
            incoming_items, latest_networth, market_cap_history, month_flows, net_worth_by_month,
            networth_materialized, recurring_items, recurring_postings, rules, signed_entries, sources,
            target_sets, target_spans, usable_rates, user_logins, user_shares, users, values_by_month,
            yearly_budgets
        }'::text[]) AS relation (name)
        CROSS JOIN (VALUES
            ('user_id', 'Whose row it is.'),
            ('id', 'What the row is known by, together with user_id.'),
            ('year', 'The year of the month, 2000 to 2100.'),
            ('month', 'The month of the year, 1 to 12.'),
            ('period', 'The first day of the month, generated from year and month.'),
            ('month_of_year', 'The month as a number, 1 to 12: with year it is a condition that an index answers.'),
            ('base_currency', 'The currency that the user keeps books in, an ISO 4217 code.'),
            ('created_at', 'When the row was added.'),
            ('updated_at', 'When the row was last changed, kept by a trigger.')
        ) AS said (column_name, sentence)
        JOIN pg_attribute
            ON pg_attribute.attrelid = to_regclass('public.' || relation.name)
            AND pg_attribute.attname = said.column_name
        ORDER BY relation.name, pg_attribute.attnum
    LOOP
        EXECUTE format('COMMENT ON COLUMN public.%I.%I IS %L', same.relation, same.column_name, same.sentence);
    END LOOP;
END
$$;


-- -------------------------------------------------------------------------------------------------
-- Views to build on: columns stay as they are
-- -------------------------------------------------------------------------------------------------

COMMENT ON VIEW net_worth_by_month IS
    'What is owned, owed and left at the end of each month, as report networth --months has it.';
COMMENT ON COLUMN net_worth_by_month.month IS
    'The first day of the month; every one from the first with values to the last is there.';
COMMENT ON COLUMN net_worth_by_month.assets IS 'What is owned; null in a month without values.';
COMMENT ON COLUMN net_worth_by_month.debts IS 'What is owed, below zero; null in a month without values.';
COMMENT ON COLUMN net_worth_by_month.net_worth IS 'Assets and debts together; null in a month without values.';
COMMENT ON COLUMN net_worth_by_month.carried IS 'How many values were copied forward and not looked up.';
COMMENT ON COLUMN net_worth_by_month.missing IS
    'How many assets have no value, though they should: the sums lack them.';

COMMENT ON VIEW cash_flow_by_month IS
    'What came in, what went out and what was kept of it each month, as report cashflow has it.';
COMMENT ON COLUMN cash_flow_by_month.month IS
    'The first day of the month; every one from the first with an entry to the last is there.';
COMMENT ON COLUMN cash_flow_by_month.income IS 'What came in; null in a month without entries.';
COMMENT ON COLUMN cash_flow_by_month.expenses IS
    'What went out, above zero, less what was given back; null in a month without entries.';
COMMENT ON COLUMN cash_flow_by_month.net IS 'What was saved: income less expenses, below zero where more went out.';
COMMENT ON COLUMN cash_flow_by_month.savings_rate IS 'What was saved as a fraction of income; null without income.';

COMMENT ON VIEW values_by_month IS
    'What each asset and debt was worth at the end of each month, as report networth --by asset has it.';
COMMENT ON COLUMN values_by_month.month IS 'The first day of the month.';
COMMENT ON COLUMN values_by_month.asset_id IS 'The id of the asset.';
COMMENT ON COLUMN values_by_month.asset IS 'The name of the asset or debt.';
COMMENT ON COLUMN values_by_month.category_id IS 'The id of its category.';
COMMENT ON COLUMN values_by_month.category IS 'The code of its category, such as CASH.';
COMMENT ON COLUMN values_by_month.category_name IS 'The name of its category.';
COMMENT ON COLUMN values_by_month.kind IS 'asset, or liability for a debt.';
COMMENT ON COLUMN values_by_month.value IS 'What it was worth; below zero for what is owed.';
COMMENT ON COLUMN values_by_month.native_amount IS
    'The value in the currency beside it, with the same sign; null where that is the base currency.';
COMMENT ON COLUMN values_by_month.currency IS 'The other currency; null where the value is in the base currency.';
COMMENT ON COLUMN values_by_month.rate IS
    'What one unit of that currency cost in the base currency, frozen with the value; null where there is none.';
COMMENT ON COLUMN values_by_month.contribution IS
    'How much was put in or paid off that month, below zero taken out; null where nothing says so.';
COMMENT ON COLUMN values_by_month.carried IS 'Whether the value was copied forward and not looked up.';

COMMENT ON VIEW budget_by_month IS
    'What each category may cost in a month, has cost, and what is left, as report budget has it.';
COMMENT ON COLUMN budget_by_month.month IS
    'The first day of the month; a category is there where it has a budget or an expense.';
COMMENT ON COLUMN budget_by_month.category_id IS 'The id of the category.';
COMMENT ON COLUMN budget_by_month.category IS 'The code of the category, such as FOOD.';
COMMENT ON COLUMN budget_by_month.category_name IS 'The name of the category.';
COMMENT ON COLUMN budget_by_month.budget IS 'What was planned; null where nothing was.';
COMMENT ON COLUMN budget_by_month.carried IS
    'What the months before have left over, where the policy is carry, below zero overspent; null without a budget.';
COMMENT ON COLUMN budget_by_month.available IS 'The budget and what is carried; null without a budget.';
COMMENT ON COLUMN budget_by_month.spent IS 'What it has cost, less what was given back.';
COMMENT ON COLUMN budget_by_month.left_over IS
    'What is available less what was spent, below zero overspent; null without a budget.';
COMMENT ON COLUMN budget_by_month.used_pct IS
    'What was spent as a fraction of what is available; null where that is nothing.';


-- -------------------------------------------------------------------------------------------------
-- What is owned and owed
-- -------------------------------------------------------------------------------------------------

COMMENT ON TABLE assets IS 'What is owned and what is owed: accounts, funds, a house, a mortgage.';
COMMENT ON COLUMN assets.category_id IS 'The category it is in, which says whether it is a debt.';
COMMENT ON COLUMN assets.asset_name IS 'Its name, which no other asset of the user has, whatever the case.';
COMMENT ON COLUMN assets.ticker IS 'The symbol it is traded under; null for none.';
COMMENT ON COLUMN assets.currency IS 'The currency its values are typed in; null for the base currency.';
COMMENT ON COLUMN assets.market_cap IS 'The newest market capitalisation on record; null for none.';
COMMENT ON COLUMN assets.market_cap_source IS 'Where the market capitalisation is from.';
COMMENT ON COLUMN assets.market_cap_synced_at IS 'When the market capitalisation was recorded.';
COMMENT ON COLUMN assets.sub_target_pct IS
    'The newest target within its category, as a fraction; null for none. asset_targets has them by month.';
COMMENT ON COLUMN assets.locked IS 'Whether it is never sold: every plan keeps it as it is.';
COMMENT ON COLUMN assets.closed_on IS 'The day from whose month on it expects no value; null while it is open.';

COMMENT ON TABLE asset_inputs IS 'What each asset was worth at the end of a month: at most one value a month.';
COMMENT ON COLUMN asset_inputs.asset_id IS 'The asset whose value it is.';
COMMENT ON COLUMN asset_inputs.total IS 'The value; below zero for what is owed, so that the sum is the net worth.';
COMMENT ON COLUMN asset_inputs.native_amount IS
    'The value in another currency, with the sign of total; null for a value in the base currency.';
COMMENT ON COLUMN asset_inputs.currency IS 'That other currency, an ISO 4217 code; null for the base currency.';
COMMENT ON COLUMN asset_inputs.rate IS
    'What one unit of that currency costs in the base currency, frozen with the value; null for the base currency.';
COMMENT ON COLUMN asset_inputs.contribution IS
    'How much of it was put in that month, of a debt paid off, below zero taken out; null where nothing says so.';
COMMENT ON COLUMN asset_inputs.notes IS 'A remark kept with it.';
COMMENT ON COLUMN asset_inputs.carried IS 'Whether it was copied forward from an earlier month and not looked up.';
COMMENT ON COLUMN asset_inputs.import_id IS 'The file whose balance it was read from; null for what was typed.';

COMMENT ON TABLE asset_categories IS 'The kinds of assets and debts: built in, or a user''s own.';
COMMENT ON COLUMN asset_categories.id IS 'What the category is known by.';
COMMENT ON COLUMN asset_categories.user_id IS 'Whose own it is; null for what is built in.';
COMMENT ON COLUMN asset_categories.code IS 'Its short name in capitals, such as ETF_STOCKS.';
COMMENT ON COLUMN asset_categories.name IS 'Its name as it is shown.';
COMMENT ON COLUMN asset_categories.kind IS 'asset, or liability for debts.';
COMMENT ON COLUMN asset_categories.sort_order IS 'Its place in lists, the lowest first.';

COMMENT ON TABLE market_cap_history IS 'What the whole of an asset''s company was worth in a month.';
COMMENT ON COLUMN market_cap_history.asset_id IS 'The asset it is of.';
COMMENT ON COLUMN market_cap_history.market_cap IS 'The market capitalisation, in the base currency.';
COMMENT ON COLUMN market_cap_history.source IS 'Where the figure is from.';

COMMENT ON TABLE fx_rates IS 'What a currency cost in another in a month, as it was recorded.';
COMMENT ON COLUMN fx_rates.from_currency IS 'The currency that is turned into another, an ISO 4217 code.';
COMMENT ON COLUMN fx_rates.to_currency IS 'The currency that it is turned into.';
COMMENT ON COLUMN fx_rates.rate IS 'What one unit of from_currency costs in to_currency.';

COMMENT ON VIEW usable_rates IS 'The recorded rates, and their inverses where only the other way is on record.';
COMMENT ON COLUMN usable_rates.from_currency IS 'The currency that is turned into another, an ISO 4217 code.';
COMMENT ON COLUMN usable_rates.to_currency IS 'The currency that it is turned into.';
COMMENT ON COLUMN usable_rates.rate IS 'What one unit of from_currency costs in to_currency.';

COMMENT ON TABLE networth_materialized IS
    'The net worth of each month that has values, kept true by triggers in the transaction that changes one.';
COMMENT ON COLUMN networth_materialized.net_worth IS 'The sum of the month''s values, debts being below zero.';
COMMENT ON COLUMN networth_materialized.snapshots IS 'How many values the month has.';
COMMENT ON COLUMN networth_materialized.computed_at IS 'When a value of the month last changed.';

COMMENT ON VIEW latest_networth IS 'The net worth of the newest month of each user.';
COMMENT ON COLUMN latest_networth.net_worth IS 'The sum of the month''s values, debts being below zero.';
COMMENT ON COLUMN latest_networth.snapshots IS 'How many values the month has.';
COMMENT ON COLUMN latest_networth.computed_at IS 'When a value of the month last changed.';

COMMENT ON VIEW asset_spans IS 'The months in which each asset is expected to have a value.';
COMMENT ON COLUMN asset_spans.asset_id IS 'The asset.';
COMMENT ON COLUMN asset_spans.category_id IS 'The category it is in.';
COMMENT ON COLUMN asset_spans.first_month IS
    'The month of its first value; where it has none yet, the month in which it was added.';
COMMENT ON COLUMN asset_spans.closed_month IS 'The first month that expects no value any more; null while it is open.';

COMMENT ON VIEW asset_worth IS 'The values of what is owned, and not of what is owed, with the category of each.';
COMMENT ON COLUMN asset_worth.asset_id IS 'The asset whose value it is.';
COMMENT ON COLUMN asset_worth.category_id IS 'The category it is in.';
COMMENT ON COLUMN asset_worth.total IS 'The value.';
COMMENT ON COLUMN asset_worth.carried IS 'Whether it was copied forward and not looked up.';


-- -------------------------------------------------------------------------------------------------
-- The mix that is wanted
-- -------------------------------------------------------------------------------------------------

COMMENT ON TABLE target_sets IS 'The months from which on a whole set of targets holds, until the next set begins.';
COMMENT ON TABLE category_allocation_targets IS
    'What a category should be of all assets, from the month of its set on.';
COMMENT ON COLUMN category_allocation_targets.category_id IS 'The category of assets.';
COMMENT ON COLUMN category_allocation_targets.target_pct IS 'The share that is wanted, as a fraction: 0.25 is 25 %.';
COMMENT ON TABLE asset_targets IS 'What an asset should be of its category, from the month of its set on.';
COMMENT ON COLUMN asset_targets.asset_id IS 'The asset.';
COMMENT ON COLUMN asset_targets.target_pct IS
    'The share that is wanted of what assets without a target leave of the category, as a fraction.';

COMMENT ON VIEW target_spans IS 'The months in which each set of targets holds.';
COMMENT ON COLUMN target_spans.first_month IS 'The first month in which it holds.';
COMMENT ON COLUMN target_spans.next_month IS 'The month in which the next set begins; null for the newest set.';
COMMENT ON VIEW category_target_spans IS 'The target of each category, with the months in which it holds.';
COMMENT ON COLUMN category_target_spans.first_month IS 'The first month in which it holds.';
COMMENT ON COLUMN category_target_spans.next_month IS
    'The month in which the next set begins; null for the newest set.';
COMMENT ON COLUMN category_target_spans.category_id IS 'The category of assets.';
COMMENT ON COLUMN category_target_spans.target_pct IS 'The share that is wanted of all assets, as a fraction.';
COMMENT ON VIEW asset_target_spans IS
    'The target of each asset within its category, with the months in which it holds.';
COMMENT ON COLUMN asset_target_spans.first_month IS 'The first month in which it holds.';
COMMENT ON COLUMN asset_target_spans.next_month IS 'The month in which the next set begins; null for the newest set.';
COMMENT ON COLUMN asset_target_spans.asset_id IS 'The asset.';
COMMENT ON COLUMN asset_target_spans.target_pct IS
    'The share that is wanted of what assets without a target leave of the category, as a fraction.';


-- -------------------------------------------------------------------------------------------------
-- What comes in and goes out
-- -------------------------------------------------------------------------------------------------

COMMENT ON TABLE incoming_items IS 'What came in: each income, in its month.';
COMMENT ON COLUMN incoming_items.category_id IS 'The category of incomes it is in.';
COMMENT ON COLUMN incoming_items.amount IS 'How much; below zero for what was given back.';
COMMENT ON COLUMN incoming_items.description IS 'What it was, in words.';
COMMENT ON COLUMN incoming_items.received_on IS 'The day, which lies in its month; null for some day of it.';
COMMENT ON COLUMN incoming_items.import_row_id IS
    'The row of a bank''s file that it was made of; null for what was typed.';

COMMENT ON TABLE expense_items IS 'What went out: each expense, in its month.';
COMMENT ON COLUMN expense_items.category_id IS 'The category of expenses it is in.';
COMMENT ON COLUMN expense_items.subcategory_id IS 'The subcategory it is in; null for none.';
COMMENT ON COLUMN expense_items.amount IS 'How much, above zero; below zero for a refund.';
COMMENT ON COLUMN expense_items.description IS 'What it was, in words.';
COMMENT ON COLUMN expense_items.spent_on IS 'The day, which lies in its month; null for some day of it.';
COMMENT ON COLUMN expense_items.import_row_id IS
    'The row of a bank''s file that it was made of; null for what was typed.';

COMMENT ON TABLE income_categories IS 'The kinds of incomes: built in, or a user''s own.';
COMMENT ON COLUMN income_categories.id IS 'What the category is known by.';
COMMENT ON COLUMN income_categories.user_id IS 'Whose own it is; null for what is built in.';
COMMENT ON COLUMN income_categories.code IS 'Its short name in capitals, such as SALARY.';
COMMENT ON COLUMN income_categories.name IS 'Its name as it is shown.';
COMMENT ON COLUMN income_categories.sort_order IS 'Its place in lists, the lowest first.';
COMMENT ON COLUMN income_categories.closed_on IS
    'The day from which on nothing new goes into it; null while it is open.';

COMMENT ON TABLE expense_categories IS 'The kinds of expenses, which budgets are for: built in, or a user''s own.';
COMMENT ON COLUMN expense_categories.id IS 'What the category is known by.';
COMMENT ON COLUMN expense_categories.user_id IS 'Whose own it is; null for what is built in.';
COMMENT ON COLUMN expense_categories.code IS 'Its short name in capitals, such as FOOD.';
COMMENT ON COLUMN expense_categories.name IS 'Its name as it is shown.';
COMMENT ON COLUMN expense_categories.sort_order IS 'Its place in lists, the lowest first.';
COMMENT ON COLUMN expense_categories.closed_on IS
    'The day from which on nothing new goes into it; null while it is open.';

COMMENT ON TABLE expense_subcategories IS 'The parts of a category of expenses: built in, or a user''s own.';
COMMENT ON COLUMN expense_subcategories.id IS 'What the subcategory is known by.';
COMMENT ON COLUMN expense_subcategories.user_id IS 'Whose own it is; null for what is built in.';
COMMENT ON COLUMN expense_subcategories.category_id IS 'The category it is a part of.';
COMMENT ON COLUMN expense_subcategories.code IS 'Its short name in capitals, such as GROCERIES.';
COMMENT ON COLUMN expense_subcategories.name IS 'Its name as it is shown.';
COMMENT ON COLUMN expense_subcategories.sort_order IS 'Its place in lists, the lowest first.';
COMMENT ON COLUMN expense_subcategories.closed_on IS
    'The day from which on nothing new goes into it; null while it is open.';

COMMENT ON VIEW cash_flows IS 'Incomes and expenses, one under the other, with what the indexes by month hold of them.';
COMMENT ON COLUMN cash_flows.category_id IS 'The category of incomes or of expenses it is in.';
COMMENT ON COLUMN cash_flows.income IS 'How much came in, below zero given back; null for an expense.';
COMMENT ON COLUMN cash_flows.expense IS 'How much went out, below zero for a refund; null for an income.';

COMMENT ON VIEW month_flows IS 'What came in and what went out, by month.';
COMMENT ON COLUMN month_flows.income IS 'All that came in.';
COMMENT ON COLUMN month_flows.expense IS 'All that went out, above zero, less what was given back.';

COMMENT ON VIEW signed_entries IS 'Incomes and expenses in the sense of an account: below zero is out.';
COMMENT ON COLUMN signed_entries.noun IS 'income or expense.';
COMMENT ON COLUMN signed_entries.day IS 'The day, which lies in the month; null for some day of it.';
COMMENT ON COLUMN signed_entries.amount IS 'How much; below zero for what went out.';
COMMENT ON COLUMN signed_entries.import_row_id IS
    'The row of a bank''s file that it was made of; null for what was typed.';


-- -------------------------------------------------------------------------------------------------
-- Plans
-- -------------------------------------------------------------------------------------------------

COMMENT ON TABLE budgets IS 'What a category may cost in a month; budget_by_month adds what is carried and spent.';
COMMENT ON COLUMN budgets.category_id IS 'The category of expenses.';
COMMENT ON COLUMN budgets.budget_amount IS
    'What it may cost, without what is carried; below zero where more was overspent than planned.';
COMMENT ON COLUMN budgets.calculated IS 'Whether it was rolled forward from the month before and not typed.';
COMMENT ON COLUMN budgets.policy IS 'How it was rolled: adjust, carry or reset; null where it was only typed.';

COMMENT ON TABLE yearly_budgets IS 'What a category may cost in a whole year, beside its budgets by month.';
COMMENT ON COLUMN yearly_budgets.category_id IS 'The category of expenses.';
COMMENT ON COLUMN yearly_budgets.year IS 'The year, 2000 to 2100.';
COMMENT ON COLUMN yearly_budgets.budget_amount IS 'What it may cost in the year.';

COMMENT ON TABLE budget_policies IS 'How a category''s budgets are rolled forward, where that is not the default.';
COMMENT ON COLUMN budget_policies.category_id IS 'The category of expenses.';
COMMENT ON COLUMN budget_policies.policy IS 'adjust, carry or reset.';

COMMENT ON TABLE recurring_items IS 'Incomes and expenses that are due every month, quarter or year.';
COMMENT ON COLUMN recurring_items.income_category_id IS 'The category of an income; null for an expense.';
COMMENT ON COLUMN recurring_items.expense_category_id IS 'The category of an expense; null for an income.';
COMMENT ON COLUMN recurring_items.subcategory_id IS 'The subcategory of an expense; null for none.';
COMMENT ON COLUMN recurring_items.amount IS 'How much is due each time; below zero for what is given back.';
COMMENT ON COLUMN recurring_items.description IS 'What it is, in words.';
COMMENT ON COLUMN recurring_items.every IS 'How often it is due: month, quarter or year.';
COMMENT ON COLUMN recurring_items.first_month IS 'The first month in which it is due, as its first day.';
COMMENT ON COLUMN recurring_items.last_month IS 'The last month in which it may be due; null for no end.';
COMMENT ON COLUMN recurring_items.succeeded_by IS
    'Of earlier terms: the item whose terms they were; null for the item itself.';

COMMENT ON TABLE recurring_postings IS 'The months in which a recurring item was recorded, once each.';
COMMENT ON COLUMN recurring_postings.recurring_id IS 'The recurring item.';
COMMENT ON COLUMN recurring_postings.item_id IS
    'The income or expense that was recorded, which may have been deleted since.';


-- -------------------------------------------------------------------------------------------------
-- What a bank says
-- -------------------------------------------------------------------------------------------------

COMMENT ON TABLE sources IS 'Accounts at banks whose files are imported.';
COMMENT ON COLUMN sources.source_name IS 'The name it is called by.';
COMMENT ON COLUMN sources.currency IS 'The currency its files are in, an ISO 4217 code.';
COMMENT ON COLUMN sources.account_key IS 'Its IBAN or number in capitals and digits; null while no file has named one.';
COMMENT ON COLUMN sources.asset_id IS 'The asset whose value its balance is; null for none.';
COMMENT ON COLUMN sources.has_ids IS 'Whether the bank''s ids tell its rows apart; null while no file has said.';
COMMENT ON COLUMN sources.layout IS 'How its CSV files are read; null where it had none yet.';

COMMENT ON TABLE rules IS 'What a bank''s row with certain words becomes; the first rule that fits decides.';
COMMENT ON COLUMN rules.position IS 'Its place among the rules, from 1; of two alike the older one is first.';
COMMENT ON COLUMN rules.pattern IS 'The words that follow each other in the text of a row, or a regular expression.';
COMMENT ON COLUMN rules.is_regex IS 'Whether the pattern is a regular expression.';
COMMENT ON COLUMN rules.least_amount IS
    'The least amount it is for, without its sign and in the source''s currency; null for any.';
COMMENT ON COLUMN rules.most_amount IS
    'The greatest amount it is for, without its sign and in the source''s currency; null for any.';
COMMENT ON COLUMN rules.direction IS 'in or out; null for both.';
COMMENT ON COLUMN rules.source_id IS 'The source whose rows it is for; null for all of them.';
COMMENT ON COLUMN rules.action IS 'What the row becomes: category, ignore, transfer or contribution.';
COMMENT ON COLUMN rules.income_category_id IS 'The category of incomes it goes into; null for none.';
COMMENT ON COLUMN rules.expense_category_id IS 'The category of expenses it goes into; null for none.';
COMMENT ON COLUMN rules.subcategory_id IS 'The subcategory it goes into; null for none.';
COMMENT ON COLUMN rules.asset_id IS 'The asset that money is put into; null unless the action is contribution.';

COMMENT ON TABLE imports IS 'The files that were imported, each of one source.';
COMMENT ON COLUMN imports.source_id IS 'The source it is of.';
COMMENT ON COLUMN imports.file_name IS 'The name of the file, without its folder.';
COMMENT ON COLUMN imports.file_hash IS 'The SHA-256 of its bytes.';
COMMENT ON COLUMN imports.format IS 'csv, ofx, qif, camt or mt940.';
COMMENT ON COLUMN imports.words_from IS
    'Of a CSV file: which of its columns the texts of its rows are made of, as a hash; null for other formats.';
COMMENT ON COLUMN imports.rows_read IS 'How many booked rows it has, new or known.';
COMMENT ON COLUMN imports.first_day IS 'The first day it covers; null where nothing says.';
COMMENT ON COLUMN imports.last_day IS 'The last day it covers; null where nothing says.';
COMMENT ON COLUMN imports.opening IS
    'The balance before its first row, in the source''s currency, below zero owed; null where it says none.';
COMMENT ON COLUMN imports.opening_on IS 'The day at whose end that was the balance.';
COMMENT ON COLUMN imports.closing IS
    'The balance after its last row, in the source''s currency, below zero owed; null where it says none.';
COMMENT ON COLUMN imports.closing_on IS 'The day at whose end that was the balance.';
COMMENT ON COLUMN imports.follows IS
    'Whether the opening balance and the rows give the closing one; null where nothing proves it.';

COMMENT ON TABLE import_rows IS 'The rows of a bank''s files in the bank''s own words, and what became of each.';
COMMENT ON COLUMN import_rows.import_id IS 'The file that brought it first.';
COMMENT ON COLUMN import_rows.source_id IS 'The source it is of.';
COMMENT ON COLUMN import_rows.line IS 'Its line in that file.';
COMMENT ON COLUMN import_rows.day IS 'The day on which it was booked.';
COMMENT ON COLUMN import_rows.value_day IS 'The day from which on it counts; null for the same day.';
COMMENT ON COLUMN import_rows.amount IS 'How much, in the source''s currency; below zero for what went out.';
COMMENT ON COLUMN import_rows.text IS 'What the bank says of it.';
COMMENT ON COLUMN import_rows.bank_id IS 'The bank''s own id of it; null where it gives none.';
COMMENT ON COLUMN import_rows.counter_account IS 'The account it went to or came from; null where none is named.';
COMMENT ON COLUMN import_rows.balance IS 'The balance after it, in the source''s currency; null where none is said.';
COMMENT ON COLUMN import_rows.category IS 'The category that the file itself names; null for none.';
COMMENT ON COLUMN import_rows.key IS
    'What it is recognised by in another file: its day, its amount, and its id or text.';
COMMENT ON COLUMN import_rows.occurrence IS 'Its number among the rows of that key, from 1.';
COMMENT ON COLUMN import_rows.decision IS 'What became of it: waits, category, ignored, transfer or contribution.';
COMMENT ON COLUMN import_rows.decided_by IS 'Who decided: rule, hand, twin, account or file; null while it waits.';
COMMENT ON COLUMN import_rows.because IS 'Why, in words, as it was then; null where there is nothing to say.';
COMMENT ON COLUMN import_rows.asset_id IS 'Of a contribution: the asset that it was put into.';
COMMENT ON COLUMN import_rows.contributed IS 'Of a contribution: how much, in the base currency; below zero taken out.';
COMMENT ON COLUMN import_rows.pair_id IS 'Of a transfer: the row of its other side; null where that is not on record.';


-- -------------------------------------------------------------------------------------------------
-- Who
-- -------------------------------------------------------------------------------------------------

COMMENT ON TABLE users IS 'Whose books there are: a row for each person.';
COMMENT ON COLUMN users.id IS 'What the user is known by: user_id elsewhere.';
COMMENT ON COLUMN users.email IS 'The address by which they are named.';
COMMENT ON COLUMN users.address_key IS 'What an address is found by, generated from it.';
COMMENT ON COLUMN users.display_name IS 'Their name as it is shown; null for none.';
COMMENT ON COLUMN users.cognito_sub IS 'Their account in Amazon Cognito; null for none.';
COMMENT ON COLUMN users.base_currency IS 'The currency that they keep books in, an ISO 4217 code.';

COMMENT ON TABLE user_logins IS 'The logins of the server that are a person''s own.';
COMMENT ON COLUMN user_logins.role_name IS 'The name of the login.';
COMMENT ON TABLE user_shares IS 'Books that another person may read.';
COMMENT ON COLUMN user_shares.user_id IS 'Whose books they are.';
COMMENT ON COLUMN user_shares.reader_id IS 'Who may read them.';


-- -------------------------------------------------------------------------------------------------
-- What was done
-- -------------------------------------------------------------------------------------------------

COMMENT ON TABLE audit_events IS 'What each transaction changed in a user''s books, sealed in a chain of hashes.';
COMMENT ON COLUMN audit_events.event_type IS
    'The command, such as expense.add, or the tables that another program changed.';
COMMENT ON COLUMN audit_events.payload IS 'A summary of what was changed.';
COMMENT ON COLUMN audit_events.created_at IS 'When it was done.';
COMMENT ON COLUMN audit_events.actor IS 'The login that did it; null until the event is sealed.';
COMMENT ON COLUMN audit_events.command IS 'The command as it was typed; null from other programs.';
COMMENT ON COLUMN audit_events.undoes IS 'The event that this one took back; null for none.';
COMMENT ON COLUMN audit_events.sequence IS 'Its number among the events of the user, from 1 without gaps.';
COMMENT ON COLUMN audit_events.previous_hash IS 'The hash of the event before it; null for the first.';
COMMENT ON COLUMN audit_events.hash IS 'The SHA-256 of all that the event says, and of the hash before it.';

COMMENT ON TABLE audit_changes IS
    'The rows that a statement changed, as they were before and after it, up to 500 at a time.';
COMMENT ON COLUMN audit_changes.event_id IS 'The event that they belong to.';
COMMENT ON COLUMN audit_changes.position IS 'The order in which changes happened.';
COMMENT ON COLUMN audit_changes.table_name IS 'The table.';
COMMENT ON COLUMN audit_changes.operation IS 'insert, update or delete.';
COMMENT ON COLUMN audit_changes.row_count IS 'How many rows.';
COMMENT ON COLUMN audit_changes.before IS 'The rows as they were, a list; null for an insert.';
COMMENT ON COLUMN audit_changes.after IS 'The rows as they are since, a list; null for a delete.';
COMMENT ON COLUMN audit_changes.digest IS 'The SHA-256 of the change, which the hash of its event covers.';

COMMENT ON TABLE idempotency_keys IS
    'Keys under which a command was done, each with the answer that the same key gets again.';
COMMENT ON COLUMN idempotency_keys.key IS 'The key as it was given.';
COMMENT ON COLUMN idempotency_keys.request_hash IS 'The SHA-256 of the command and its arguments.';
COMMENT ON COLUMN idempotency_keys.command IS 'The command, such as expense add.';
COMMENT ON COLUMN idempotency_keys.answer IS 'What was printed, in each form.';

-- Made by whatever runs these files; a psql that runs them by hand has none.
DO $$
BEGIN
    IF to_regclass('public.schema_migrations') IS NOT NULL THEN
        COMMENT ON TABLE public.schema_migrations IS 'The migrations that have made this schema.';
        COMMENT ON COLUMN public.schema_migrations.version IS 'The number of the migration, from 1 without gaps.';
        COMMENT ON COLUMN public.schema_migrations.name IS 'The name of its file.';
        COMMENT ON COLUMN public.schema_migrations.sha256 IS 'The SHA-256 of its text.';
        COMMENT ON COLUMN public.schema_migrations.applied_at IS 'When it was applied.';
    END IF;
END
$$;


-- -------------------------------------------------------------------------------------------------
-- Functions that may be called
-- -------------------------------------------------------------------------------------------------

COMMENT ON FUNCTION first_of_month(integer, integer) IS 'The first day of a month, from its year and its number.';
COMMENT ON FUNCTION months_between(date, date) IS 'The first days of the months from one to another.';
COMMENT ON FUNCTION year_of(date) IS 'The year of a day.';
COMMENT ON FUNCTION month_of(date) IS 'The month of a day as a number, 1 to 12.';
COMMENT ON FUNCTION share_of(numeric, numeric) IS
    'A part as a fraction of a whole, with six decimals; null where the whole is nothing or less.';
COMMENT ON FUNCTION shares_of(numeric[]) IS 'The parts of a whole as fractions with six decimals that sum to 1.';
COMMENT ON FUNCTION shares_of(numeric[], numeric, numeric) IS
    'Parts as fractions of a whole, with six decimals, that sum to a given share of it.';
COMMENT ON FUNCTION growth_of(numeric, numeric) IS
    'A change as a fraction of what was there before; null where that was nothing, or next to nothing.';
COMMENT ON FUNCTION average_of(numeric, bigint) IS
    'An amount spread over so many months, with four decimals; null for no months.';
COMMENT ON FUNCTION converted(numeric, numeric) IS 'An amount in another currency at a rate, with four decimals.';
COMMENT ON FUNCTION inverse_of(numeric) IS 'A rate the other way round.';
COMMENT ON FUNCTION value_as_total(text, numeric) IS
    'A typed value of a kind, asset or liability, as it is stored, and the reverse: a debt changes its sign.';
COMMENT ON FUNCTION folded(text) IS 'What names are compared by: two with the same result are one name.';
COMMENT ON FUNCTION letters_taken_apart(text) IS
    'The letters of a text, with those taken apart that Unicode folds into several.';
COMMENT ON FUNCTION searchable(text) IS 'What a remark is searched by: its letters composed and in lower case.';

COMMENT ON FUNCTION missing_assets(uuid, date) IS
    'The assets of a user that a month has no value of, though it should.';
COMMENT ON FUNCTION newest_value(uuid, uuid, date) IS 'The newest value of a user''s asset up to a month.';
COMMENT ON FUNCTION newest_written(uuid, uuid, date) IS
    'The month of the newest value of a user''s asset, up to a month, that was not carried forward.';
COMMENT ON FUNCTION correct_copies(uuid[], uuid[], date[]) IS
    'Makes carried values equal to what they were copied from, after some months of some assets; how many were not.';
COMMENT ON FUNCTION category_mix(uuid, date) IS
    'The categories of a user''s assets in a month, with their shares and targets as fractions.';
COMMENT ON FUNCTION asset_mix(uuid, date) IS
    'The assets of a user in a month, with their shares and targets as fractions.';
COMMENT ON FUNCTION asset_target(numeric, numeric, numeric, numeric) IS
    'What an asset should be of a base, from its part of its category''s target and what is kept there.';
COMMENT ON FUNCTION contributed_months(uuid, uuid, date) IS
    'The months up to one in which anything says what was put into a user''s asset.';
COMMENT ON FUNCTION bank_contributions(uuid, uuid, date, date) IS
    'What bank rows from a day on and before another put into a user''s asset, below zero took out.';

COMMENT ON FUNCTION budget_chain(uuid, uuid, date, date, text) IS
    'A category''s budgets from one month to another, after those that they follow from; see budget_by_month.';
COMMENT ON FUNCTION budget_chains(uuid, date, date, text) IS
    'The chains of all categories of a user that have a budget in the first of some months.';
COMMENT ON FUNCTION next_budget(text, numeric, numeric, numeric) IS
    'The next month''s budget by a policy, from what was planned, available and spent.';
COMMENT ON FUNCTION next_carry(text, numeric, numeric) IS
    'What the next month carries by a policy, from what was available and spent.';
COMMENT ON FUNCTION rolled_on(numeric, boolean, text, boolean, numeric, numeric, numeric) IS
    'What is available in a month, from what was available in the month before.';
COMMENT ON AGGREGATE rolled_up_to(boolean, text, boolean, numeric, numeric, numeric) IS
    'What would be available in a month if all up to it were rolled now.';
COMMENT ON FUNCTION step_of(text) IS
    'How far apart the months are in which something is due every month, quarter or year.';
COMMENT ON FUNCTION due_months(uuid, uuid, date) IS 'The months up to one in which a user''s recurring item is due.';

COMMENT ON FUNCTION bank_row_key(date, numeric, text, text) IS
    'What tells a bank''s row from another: its day, its amount, and its id or text.';
COMMENT ON FUNCTION may_be_of_day(date, date, date) IS
    'Whether an entry of a day or a month may be a bank''s row of another day.';

COMMENT ON FUNCTION current_user_id() IS 'The user who asks; null for nobody.';
COMMENT ON FUNCTION open_books() IS 'The user whose books lie open, to read; null for nobody.';
COMMENT ON FUNCTION own_open_books() IS
    'The user whose books lie open, to write; null where they are lent, or nobody''s.';
COMMENT ON FUNCTION lent_books() IS 'The user whose lent books lie open; null for none.';
COMMENT ON FUNCTION shared_books() IS 'The users whose books may be read beside one''s own.';
COMMENT ON FUNCTION open_audit() IS 'The user whose audit is read; null for nobody.';
COMMENT ON FUNCTION user_of_login() IS 'The user whose own login this is; null for none.';
COMMENT ON FUNCTION session_owns_the_tables() IS 'Whether the login may become the owner of the tables.';
COMMENT ON FUNCTION session_is_trusted() IS 'Whether the login may say whose books it opens.';
COMMENT ON FUNCTION acts_for_the_owner() IS 'Whether this runs with the rights of the owner of the tables.';
COMMENT ON FUNCTION logins_of(uuid) IS 'The logins of a user, as far as whoever asks may see them.';
COMMENT ON FUNCTION user_of_email(text) IS 'The user of an address, given in full.';
COMMENT ON FUNCTION readers_of(uuid) IS 'The addresses of those who may read a user''s books.';

COMMENT ON FUNCTION undo_event(uuid, uuid) IS
    'Takes an event of a user back, or gives the rows that stand in the way and does nothing.';
COMMENT ON FUNCTION undone_events(uuid) IS 'The events of a user whose effect has been taken back.';
COMMENT ON FUNCTION audit_differences(uuid) IS 'Where a user''s rows are not as their audit left them.';
COMMENT ON FUNCTION change_digest(uuid, uuid, text, text, jsonb, jsonb) IS 'What a change in the audit is sealed by.';
COMMENT ON FUNCTION event_hash(bytea, uuid, uuid, bigint, text, jsonb, timestamptz, text, text, uuid, bytea) IS
    'What an event in the audit is sealed by.';
COMMENT ON FUNCTION images_agree(jsonb, jsonb) IS 'Whether two images of a row in the audit agree.';
COMMENT ON FUNCTION written_columns(text, text) IS 'The columns that a row of a table is written with, as a list.';
COMMENT ON FUNCTION columns_of_image(text, jsonb) IS
    'The columns of a table that an image in the audit can fill, as a list.';
