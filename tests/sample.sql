-- sample.sql
-- A household of 14 months in round numbers, and a neighbour whose books must never show in it.
--
-- Ann keeps her books in USD, from 2025-09 (k = 0) to 2026-10 (k = 13). In thousands, where k counts
-- the months:
--
--   Checking         cash, USD       3          but -0.5 in 2026-08 (k = 11): overdrawn
--   Savings          cash, USD       2 + k      no value in 2026-05 (k = 8): missing
--   Berlin account   cash, EUR       10 EUR     at 1.10, so 11; at 1.20 in 2026-10, so 12
--   World fund       stock ETFs      37 + k
--   Flat             real estate     230        240 from 2026-03 (k = 6) on; carried in 2026-10
--   Acme             single stocks   5          to 2026-01 (k = 4); closed from 2026-02 on
--   Wine             her own         3          from 2026-01 (k = 4) on; no value in 2026-10: missing
--   Piano            her own                    added in 2026-11, without a value yet
--   Mortgage         debt            -172 + k
--   Visa             debt            -1         but +0.05 in 2026-06 (k = 9): overpaid
--
-- Net worth is therefore 110 + 3k, and 5 for Acme, 10 for the flat, 3 for the wine, 1 for the euro:
--
--   2025-09   110 +  0 + 5           = 115      2026-04   110 + 21 + 10 + 3           = 144
--   2025-10   110 +  3 + 5           = 118      2026-05   110 + 24 + 10 + 3 - 10      = 137      less Savings
--   2025-11   110 +  6 + 5           = 121      2026-06   110 + 27 + 10 + 3 +  1.05   = 151.05   Visa
--   2025-12   110 +  9 + 5           = 124      2026-07   110 + 30 + 10 + 3           = 153
--   2026-01   110 + 12 + 5 + 3       = 130      2026-08   110 + 33 + 10 + 3 -  3.5    = 152.5    Checking
--   2026-02   110 + 15 + 3           = 128      2026-09   110 + 36 + 10 + 3           = 159
--   2026-03   110 + 18 + 10 + 3      = 141      2026-10   110 + 39 + 10 + 1           = 160
--
-- 2026-10: cash 3 + 15 + 12 = 30, fund 50, flat 240: assets 320, of which 0.09375, 0.15625 and 0.75.
--          Mortgage 159 and Visa 1: debts -160. Net worth 160.
-- 2026-09: cash 3 + 14 + 11 = 28, fund 49, flat 240, wine 3: assets 320. Mortgage 160 and Visa 1:
--          debts -161. Net worth 159. Without the wine, of which 2026-10 knows nothing, 156: the
--          change is +4, that is 4/156 = 0.025641.

CREATE FUNCTION pg_temp.id(said text) RETURNS uuid
    LANGUAGE sql IMMUTABLE
    RETURN md5('sample/' || said)::uuid;

CREATE FUNCTION pg_temp.built_in(kind text, code text) RETURNS uuid
    LANGUAGE sql IMMUTABLE
    RETURN md5(kind || '_categories/' || code)::uuid;

CREATE TEMPORARY TABLE months ON COMMIT DROP AS
SELECT
    k,
    extract(year FROM day)::integer AS year,
    extract(month FROM day)::integer AS month
FROM generate_series(0, 13) AS k
CROSS JOIN LATERAL (SELECT timestamp '2025-09-01' + make_interval(months => k) AS day) AS days;


-- ---------------------------------------------------------------------------------------------------
-- Ann
-- ---------------------------------------------------------------------------------------------------

SELECT set_config('finally.user_id', pg_temp.id('ann')::text, true);

INSERT INTO users (id, email, display_name, base_currency)
VALUES (pg_temp.id('ann'), 'ann@example.org', 'Ann', 'USD');

INSERT INTO asset_categories (id, user_id, code, name, kind)
VALUES (pg_temp.id('ann/COLLECTIBLES'), pg_temp.id('ann'), 'COLLECTIBLES', 'Collectibles', 'asset');

INSERT INTO expense_categories (id, user_id, code, name)
VALUES
    (pg_temp.id('ann/HOBBY'), pg_temp.id('ann'), 'HOBBY', 'Hobbies'),
    (pg_temp.id('ann/GARDEN'), pg_temp.id('ann'), 'GARDEN', 'Garden');  -- nothing uses it

INSERT INTO expense_subcategories (id, user_id, category_id, code, name)
VALUES (pg_temp.id('ann/SAILING'), pg_temp.id('ann'), pg_temp.id('ann/HOBBY'), 'SAILING', 'Sailing');

INSERT INTO assets (id, user_id, category_id, asset_name, ticker, currency, closed_on, created_at)
SELECT
    pg_temp.id('ann/' || asset_name),
    pg_temp.id('ann'),
    category_id,
    asset_name,
    ticker,
    currency,
    closed_on,
    CASE asset_name WHEN 'Piano' THEN '2026-11-01'::date ELSE '2025-09-01'::date END
FROM (VALUES
    ('Checking',       pg_temp.built_in('asset', 'CASH'),          NULL,   NULL,  NULL::date),
    ('Savings',        pg_temp.built_in('asset', 'CASH'),          NULL,   NULL,  NULL),
    ('Berlin account', pg_temp.built_in('asset', 'CASH'),          NULL,   'EUR', NULL),
    ('World fund',     pg_temp.built_in('asset', 'ETF_STOCKS'),    'VWCE', NULL,  NULL),
    ('Flat',           pg_temp.built_in('asset', 'REAL_ESTATE'),   NULL,   NULL,  NULL),
    ('Acme',           pg_temp.built_in('asset', 'SINGLE_STOCKS'), 'ACME', NULL,  '2026-02-01'),
    ('Wine',           pg_temp.id('ann/COLLECTIBLES'),             NULL,   NULL,  NULL),
    ('Piano',          pg_temp.id('ann/COLLECTIBLES'),             NULL,   NULL,  NULL),
    ('Mortgage',       pg_temp.built_in('asset', 'MORTGAGE'),      NULL,   NULL,  NULL),
    ('Visa',           pg_temp.built_in('asset', 'CREDIT_CARD'),   NULL,   NULL,  NULL)
) AS owned (asset_name, category_id, ticker, currency, closed_on);

INSERT INTO fx_rates (user_id, from_currency, to_currency, year, month, rate)
SELECT
    pg_temp.id('ann'),
    'EUR',
    'USD',
    year,
    month,
    CASE WHEN k = 13 THEN 1.20 ELSE 1.10 END
FROM months;

INSERT INTO asset_inputs
    (id, user_id, asset_id, year, month, total, native_amount, currency, rate, notes, carried, contribution,
     quantity, price)
SELECT
    pg_temp.id(format('ann/%s/%s', asset_name, k)),
    pg_temp.id('ann'),
    pg_temp.id('ann/' || asset_name),
    year,
    month,
    total,
    CASE WHEN asset_name = 'Berlin account' THEN 10000 END,
    CASE WHEN asset_name = 'Berlin account' THEN 'EUR' END,
    CASE WHEN asset_name = 'Berlin account' THEN total / 10000.0 END,
    notes,
    asset_name = 'Flat' AND k = 13,
    -- 600 of the fund's 1,000 a month is put in, and 400 is what it gains; nothing is put into the flat.
    CASE
        WHEN asset_name = 'World fund' AND k > 0 THEN 600
        WHEN asset_name = 'Flat' AND k = 1 THEN 0
    END,
    -- Its 50,000 of 2026-10 are 625 at 80.
    CASE WHEN asset_name = 'World fund' AND k = 13 THEN 625 END,
    CASE WHEN asset_name = 'World fund' AND k = 13 THEN 80 END
FROM months
CROSS JOIN LATERAL (VALUES
    ('Checking',       CASE WHEN k = 11 THEN -500 ELSE 3000 END,      NULL),
    ('Savings',        CASE WHEN k <> 8 THEN 2000 + 1000 * k END,     NULL),
    ('Berlin account', CASE WHEN k = 13 THEN 12000 ELSE 11000 END,    NULL),
    ('World fund',     37000 + 1000 * k,                              NULL),
    ('Flat',           CASE WHEN k >= 6 THEN 240000 ELSE 230000 END,  CASE k WHEN 6 THEN 'Valued [anew] by a friend' END),
    ('Acme',           CASE WHEN k <= 4 THEN 5000 END,                NULL),
    ('Wine',           CASE WHEN k BETWEEN 4 AND 12 THEN 3000 END,    CASE k WHEN 12 THEN '=42 bottles' END),
    ('Mortgage',       -172000 + 1000 * k,                            NULL),
    ('Visa',           CASE WHEN k = 9 THEN 50 ELSE -1000 END,        CASE k WHEN 9 THEN 'Overpaid' END)
) AS worth (asset_name, total, notes)
WHERE total IS NOT NULL;

UPDATE assets SET kept_by = 'quantity' WHERE asset_name = 'World fund';

INSERT INTO prices (id, user_id, asset_id, day, price, currency, source)
VALUES
    (pg_temp.id('ann/price/1'), pg_temp.id('ann'), pg_temp.id('ann/World fund'), '2026-09-30', 80, 'USD', NULL),
    (pg_temp.id('ann/price/2'), pg_temp.id('ann'), pg_temp.id('ann/World fund'), '2026-10-31', 82.1, 'USD', 'a newspaper'),
    (pg_temp.id('ann/price/3'), pg_temp.id('ann'), pg_temp.id('ann/Acme'), '2026-01-02', 500, 'USD', NULL);

INSERT INTO splits (id, user_id, asset_id, day, numerator, denominator)
VALUES (pg_temp.id('ann/split'), pg_temp.id('ann'), pg_temp.id('ann/Acme'), '2026-01-10', 4, 1);

INSERT INTO market_cap_history (user_id, asset_id, year, month, market_cap, source)
SELECT
    pg_temp.id('ann'),
    pg_temp.id('ann/Acme'),
    year,
    month,
    1000000000,
    'typed'
FROM months
WHERE k <= 4;

UPDATE assets
SET market_cap = 1000000000, market_cap_source = 'typed', market_cap_synced_at = '2026-01-31'
WHERE user_id = pg_temp.id('ann') AND asset_name = 'Acme';

-- 4,000 of salary a month, and 1,000 more in December.
INSERT INTO incoming_items
    (id, user_id, category_id, year, month, amount, description, received_on)
SELECT
    pg_temp.id(format('ann/%s/%s', code, k)),
    pg_temp.id('ann'),
    pg_temp.built_in('income', code),
    year,
    month,
    amount,
    NULL,
    make_date(year, month, 25)
FROM months
CROSS JOIN LATERAL (VALUES
    ('SALARY', 4000),
    ('BONUS',  CASE WHEN month = 12 THEN 1000 END)
) AS came_in (code, amount)
WHERE amount IS NOT NULL;

-- 700 a month: food 400 and 100, electricity 150, sailing 50; and 60 given back for clothes in 2026-02.
INSERT INTO expense_items
    (id, user_id, category_id, subcategory_id, year, month, amount, description, spent_on)
SELECT
    pg_temp.id(format('ann/%s/%s', spent_for, k)),
    pg_temp.id('ann'),
    category_id,
    subcategory_id,
    year,
    month,
    amount,
    description,
    make_date(year, month, 10)
FROM months
CROSS JOIN LATERAL (VALUES
    ('groceries',   pg_temp.built_in('expense', 'FOOD'),    md5('expense_subcategories/GROCERIES')::uuid,   400, NULL),
    ('restaurants', pg_temp.built_in('expense', 'FOOD'),    md5('expense_subcategories/RESTAURANTS')::uuid, 100, NULL),
    ('electricity', pg_temp.built_in('expense', 'UTILITY'), NULL,                                           150, 'Electricity'),
    ('sailing',     pg_temp.id('ann/HOBBY'),                pg_temp.id('ann/SAILING'),                       50, NULL),
    (
        'coat',
        pg_temp.built_in('expense', 'OTHER'),
        md5('expense_subcategories/CLOTHING')::uuid,
        CASE WHEN k = 5 THEN -60 END,
        'A coat given back'
    )
) AS went_out (spent_for, category_id, subcategory_id, amount, description)
WHERE amount IS NOT NULL;

INSERT INTO budgets (user_id, category_id, year, month, budget_amount)
SELECT
    pg_temp.id('ann'),
    pg_temp.built_in('expense', code),
    year,
    month,
    budget_amount
FROM months
CROSS JOIN (VALUES ('FOOD', 600), ('UTILITY', 150)) AS planned (code, budget_amount);

-- Food goes by carry: each month leaves 600 - 500, and the months since 2026-05, which see below, five times
-- that for 2026-10. That one was rolled.
UPDATE budgets
SET calculated = true, policy = 'carry'
WHERE
    user_id = pg_temp.id('ann')
    AND category_id = pg_temp.built_in('expense', 'FOOD')
    AND year = 2026
    AND month = 10;

-- That of 2026-05 was rolled by somebody's own query, which carries nothing. Rolled by carry it would have the
-- 8 * 100 of the months from 2025-09 on, and 2026-10 with them 1,300 beside its 600.
UPDATE budgets
SET calculated = true
WHERE
    user_id = pg_temp.id('ann')
    AND category_id = pg_temp.built_in('expense', 'FOOD')
    AND year = 2026
    AND month = 5;

INSERT INTO budget_policies (user_id, category_id, policy)
VALUES (pg_temp.id('ann'), pg_temp.built_in('expense', 'FOOD'), 'carry');

-- What was moved out of a budget of 2025-12, and back into it: no figure above knows of it.
INSERT INTO budgets (user_id, category_id, year, month, budget_amount)
VALUES (pg_temp.id('ann'), pg_temp.built_in('expense', 'RENT'), 2025, 12, 1000);

INSERT INTO budget_moves (
    id, user_id, year, month, from_category_id, to_category_id, amount, description, created_at
)
VALUES
    (
        pg_temp.id('ann/move/heating'), pg_temp.id('ann'), 2025, 12,
        pg_temp.built_in('expense', 'UTILITY'), pg_temp.built_in('expense', 'RENT'), 30, 'A mild winter [so far]',
        '2025-12-10'
    ),
    (
        pg_temp.id('ann/move/frost'), pg_temp.id('ann'), 2025, 12,
        pg_temp.built_in('expense', 'RENT'), pg_temp.built_in('expense', 'UTILITY'), 30, NULL, '2025-12-20'
    );

-- 500 may go into hobbies in 2026: 50 a month make exactly that in October.
INSERT INTO yearly_budgets (user_id, category_id, year, budget_amount)
VALUES (pg_temp.id('ann'), pg_temp.id('ann/HOBBY'), 2026, 500);

-- What she means to hold: one set from the beginning, and another from 2026-10 on, which sums to 1.
-- Within CASH, Savings should be 0.6 and the Berlin account 0.4 of what Checking leaves of it.
INSERT INTO category_allocation_targets (user_id, category_id, target_pct, year, month)
VALUES
    (pg_temp.id('ann'), pg_temp.built_in('asset', 'REAL_ESTATE'), 0.7, 2000, 1),
    (pg_temp.id('ann'), pg_temp.built_in('asset', 'ETF_STOCKS'), 0.2, 2000, 1),
    (pg_temp.id('ann'), pg_temp.built_in('asset', 'CASH'), 0.1, 2000, 1),
    (pg_temp.id('ann'), pg_temp.built_in('asset', 'REAL_ESTATE'), 0.65, 2026, 10),
    (pg_temp.id('ann'), pg_temp.built_in('asset', 'ETF_STOCKS'), 0.2, 2026, 10),
    (pg_temp.id('ann'), pg_temp.built_in('asset', 'CASH'), 0.1, 2026, 10),
    (pg_temp.id('ann'), pg_temp.built_in('asset', 'SINGLE_STOCKS'), 0.05, 2026, 10);

INSERT INTO asset_targets (user_id, asset_id, target_pct, year, month)
VALUES
    (pg_temp.id('ann'), pg_temp.id('ann/Savings'), 0.6, 2026, 10),
    (pg_temp.id('ann'), pg_temp.id('ann/Berlin account'), 0.4, 2026, 10);

-- What comes back. The items that were posted have been deleted on purpose, so that no sum above knows
-- of them: a month that was posted stays posted.
--
--   Dividends      300 a year     2026-03 to 2028-03   posted in 2026-03            next 2027-03
--   Electricity    150 a month    from 2025-09         posted up to 2026-10         next 2026-11
--   Berth          250 a quarter  from 2026-01         posted in 2026-01, 2026-04   next 2026-07: forgotten,
--                                                      and still at 240: it is 250 from 2026-10 on
--   Gym             40 a month    2025-09 to 2025-12   posted in all of them        ended
INSERT INTO recurring_items (
    id, user_id, income_category_id, expense_category_id, subcategory_id,
    amount, description, every, first_month, last_month
)
VALUES
    (
        pg_temp.id('ann/dividends'), pg_temp.id('ann'), pg_temp.built_in('income', 'DIVIDEND'), NULL, NULL,
        300, 'World fund', 'year', '2026-03-01', '2028-03-01'
    ),
    (
        pg_temp.id('ann/electricity'), pg_temp.id('ann'), NULL, pg_temp.built_in('expense', 'UTILITY'), NULL,
        150, NULL, 'month', '2025-09-01', NULL
    ),
    (
        pg_temp.id('ann/berth'), pg_temp.id('ann'), NULL, pg_temp.id('ann/HOBBY'), pg_temp.id('ann/SAILING'),
        250, 'Berth [north pier]', 'quarter', '2026-01-01', NULL
    ),
    (
        pg_temp.id('ann/gym'), pg_temp.id('ann'), NULL, pg_temp.built_in('expense', 'WELLNESS'), NULL,
        40, '=Gym', 'month', '2025-09-01', '2025-12-01'
    );

INSERT INTO recurring_items (
    id, user_id, expense_category_id, subcategory_id, amount, description, every, first_month, last_month, succeeded_by
)
VALUES (
    pg_temp.id('ann/berth/before'), pg_temp.id('ann'), pg_temp.id('ann/HOBBY'), pg_temp.id('ann/SAILING'),
    240, 'Berth [north pier]', 'quarter', '2026-01-01', '2026-09-01', pg_temp.id('ann/berth')
);

INSERT INTO recurring_postings (user_id, recurring_id, item_id, year, month)
SELECT
    pg_temp.id('ann'),
    pg_temp.id('ann/' || recurring),
    pg_temp.id(format('ann/%s/%s', recurring, k)),
    year,
    month
FROM months
CROSS JOIN LATERAL (VALUES
    ('dividends',   k = 6),
    ('electricity', true),
    ('berth',       k IN (4, 7)),
    ('gym',         k <= 3)
) AS came_back (recurring, is_posted)
WHERE is_posted;

-- What she saves for. In 2026-10 (k = 13), where the pace is since 2025-10 (k = 1), in thousands:
--
--   Nest egg         net worth 160 of 200: 40 in 26 months. From 118 to 160 and the wine's last 3: 3.75 a month
--   Sabbatical       Savings 15 and fund 50, less 40: 25 of 30. From 41 to 65: 2 a month
--   Emergency fund   six months of what she spends, in cash
--   Flat paid off    172 - 159 = 13 of 172 of the mortgage: 1 a month, and 159 in 17 months to be in time
--   First 100k       closed
INSERT INTO goals (id, user_id, goal_name, amount, months_of_spending, from_amount, due_month, closed_on)
VALUES
    (pg_temp.id('ann/goal/nest'), pg_temp.id('ann'), 'Nest egg', 200000, NULL, 0, '2028-12-01', NULL),
    (pg_temp.id('ann/goal/sabbatical'), pg_temp.id('ann'), 'Sabbatical', 30000, NULL, 40000, NULL, NULL),
    (pg_temp.id('ann/goal/emergency'), pg_temp.id('ann'), 'Emergency [fund]', NULL, 6, 0, NULL, NULL),
    (pg_temp.id('ann/goal/flat'), pg_temp.id('ann'), 'Flat paid off', 172000, NULL, -172000, '2028-03-01', NULL),
    (pg_temp.id('ann/goal/first'), pg_temp.id('ann'), 'First 100k', 100000, NULL, 0, NULL, '2025-10-01');

INSERT INTO goal_parts (id, user_id, goal_id, asset_id, category_id)
SELECT
    pg_temp.id('ann/part/' || part),
    pg_temp.id('ann'),
    pg_temp.id('ann/goal/' || goal),
    pg_temp.id('ann/' || asset),
    category_id
FROM (VALUES
    (1, 'sabbatical', 'Savings',    NULL::uuid),
    (2, 'sabbatical', 'World fund', NULL),
    (3, 'emergency',  NULL,         pg_temp.built_in('asset', 'CASH')),
    (4, 'flat',       'Mortgage',   NULL)
) AS counting (part, goal, asset, category_id);

-- What a bank said: of 2025-09 what three of the entries above came of, of 2026-10 a transfer and what was put
-- into Savings, and of 2026-11 what waits.
INSERT INTO sources (id, user_id, source_name, currency, account_key, asset_id, has_ids, layout)
VALUES
    (
        pg_temp.id('ann/bank'), pg_temp.id('ann'), 'City bank', 'USD', 'US64CITY00004711', pg_temp.id('ann/Checking'),
        true, NULL
    ),
    (
        pg_temp.id('ann/card'), pg_temp.id('ann'), 'Card [gold]', 'USD', NULL, NULL, NULL,
        '{
            "delimiter": ";", "header": ["Day", "Words", "Amount"], "dates": "dmy", "decimal": ",",
            "sign": "spending-positive", "columns": {"day": ["Day"], "text": ["Words"], "amount": "Amount"}
        }'
    ),
    (pg_temp.id('ann/old card'), pg_temp.id('ann'), 'Old card', 'EUR', NULL, NULL, NULL, NULL);

INSERT INTO rules (
    id, user_id, position, pattern, least_amount, most_amount, direction, source_id,
    action, income_category_id, expense_category_id, subcategory_id, asset_id
)
VALUES
    (
        pg_temp.id('ann/rule/food'), pg_temp.id('ann'), 1, 'REWE', 10, 500, 'out', pg_temp.id('ann/bank'),
        'category', NULL, pg_temp.built_in('expense', 'FOOD'), md5('expense_subcategories/GROCERIES')::uuid, NULL
    ),
    (
        pg_temp.id('ann/rule/pay'), pg_temp.id('ann'), 2, 'ACME SALARY', NULL, NULL, 'in', NULL,
        'category', pg_temp.built_in('income', 'SALARY'), NULL, NULL, NULL
    ),
    (
        pg_temp.id('ann/rule/saved'), pg_temp.id('ann'), 3, 'TO SAVINGS', NULL, NULL, NULL, NULL,
        'contribution', NULL, NULL, NULL, pg_temp.id('ann/Savings')
    ),
    (
        pg_temp.id('ann/rule/card'), pg_temp.id('ann'), 4, 'CARD SETTLEMENT', NULL, NULL, NULL, NULL,
        'transfer', NULL, NULL, NULL, NULL
    ),
    (
        pg_temp.id('ann/rule/info'), pg_temp.id('ann'), 5, 'ACCOUNT STATEMENT', NULL, NULL, NULL, NULL,
        'ignore', NULL, NULL, NULL, NULL
    );

INSERT INTO imports (
    id, user_id, source_id, file_name, file_hash, format, rows_read,
    first_day, last_day, opening, opening_on, closing, closing_on, follows
)
VALUES
    (
        pg_temp.id('ann/import/2025-09'), pg_temp.id('ann'), pg_temp.id('ann/bank'), 'september.ofx', sha256('september'),
        'ofx', 3, '2025-09-01', '2025-09-30', NULL, NULL, 4450, '2025-09-30', NULL
    ),
    (
        pg_temp.id('ann/import/2026-10'), pg_temp.id('ann'), pg_temp.id('ann/bank'), 'october.sta', sha256('october'),
        'mt940', 4, '2026-10-01', '2026-11-03', 1000, '2026-09-30', 356.1, '2026-11-03', true
    ),
    (
        pg_temp.id('ann/import/card'), pg_temp.id('ann'), pg_temp.id('ann/card'), 'card.csv', sha256('card'),
        'csv', 2, '2026-10-06', '2026-11-02', NULL, NULL, NULL, NULL, NULL
    );

INSERT INTO import_rows (
    id, user_id, import_id, source_id, line, day, amount, text, bank_id, counter_account, balance,
    key, occurrence, decision, decided_by, because, asset_id, contributed, pair_id
)
SELECT
    pg_temp.id('ann/row/' || said.name),
    pg_temp.id('ann'),
    pg_temp.id('ann/import/' || said.import),
    CASE said.import WHEN 'card' THEN pg_temp.id('ann/card') ELSE pg_temp.id('ann/bank') END,
    said.line,
    said.day::date,
    said.amount,
    said.text,
    said.bank_id,
    said.counter_account,
    said.balance,
    bank_row_key(said.day::date, said.amount, said.bank_id, said.text),
    1,
    said.decision,
    said.decided_by,
    said.because,
    CASE said.decision WHEN 'contribution' THEN pg_temp.id('ann/Savings') END,
    CASE said.decision WHEN 'contribution' THEN -said.amount END,
    CASE said.decision WHEN 'transfer' THEN pg_temp.id('ann/row/' || said.other) END
FROM (VALUES
    ('salary',      '2025-09', 1, '2025-09-25', 4000, 'ACME SALARY', 'A1', 'DE12', NULL, 'category', 'rule', 'the rule ACME SALARY', NULL),
    ('groceries',   '2025-09', 2, '2025-09-10', -400, 'REWE SAYS =THANKS', 'A2', NULL, NULL, 'category', 'rule', 'the rule REWE', NULL),
    ('electricity', '2025-09', 3, '2025-09-10', -150, 'CITY POWER', 'A3', NULL, NULL, 'category', 'hand', NULL, NULL),
    ('saved',       '2026-10', 1, '2026-10-02', -100, 'TO SAVINGS', 'B1', NULL, 900, 'contribution', 'rule', 'the rule TO SAVINGS', NULL),
    ('settled',     '2026-10', 2, '2026-10-05', -500, 'CARD SETTLEMENT', 'B2', NULL, 400, 'transfer', 'rule', 'the rule CARD SETTLEMENT', 'received'),
    ('statement',   '2026-10', 3, '2026-10-31',    0, 'ACCOUNT STATEMENT', 'B3', NULL, 400, 'ignored', 'rule', 'the rule ACCOUNT STATEMENT', NULL),
    ('cinema',      '2026-10', 4, '2026-11-03', -43.9, 'CINEMA [bold]', 'B4', NULL, 356.1, 'waits', NULL, 'no rule fits', NULL),
    ('received',    'card',    2, '2026-10-06',  500, 'SETTLEMENT', NULL, NULL, NULL, 'transfer', 'account', NULL, 'settled'),
    ('hotel',       'card',    3, '2026-11-02', -210, '', NULL, NULL, NULL, 'waits', NULL, NULL, NULL)
) AS said (
    name, import, line, day, amount, text, bank_id, counter_account, balance, decision, decided_by, because, other
);

UPDATE incoming_items
SET import_row_id = pg_temp.id('ann/row/salary')
WHERE id = pg_temp.id('ann/SALARY/0');

UPDATE expense_items
SET import_row_id = CASE id
    WHEN pg_temp.id('ann/groceries/0') THEN pg_temp.id('ann/row/groceries')
    ELSE pg_temp.id('ann/row/electricity')
END
WHERE id IN (pg_temp.id('ann/groceries/0'), pg_temp.id('ann/electricity/0'));

UPDATE asset_inputs
SET import_id = pg_temp.id('ann/import/2025-09')
WHERE user_id = pg_temp.id('ann') AND id = pg_temp.id('ann/Checking/0');


-- ---------------------------------------------------------------------------------------------------
-- Bob, in EUR: an account named like Ann's, a category coded like hers, 777 everywhere
-- ---------------------------------------------------------------------------------------------------

SELECT set_config('finally.user_id', pg_temp.id('bob')::text, true);

INSERT INTO users (id, email, display_name, base_currency)
VALUES (pg_temp.id('bob'), 'bob@example.org', NULL, 'EUR');

INSERT INTO asset_categories (id, user_id, code, name, kind)
VALUES (pg_temp.id('bob/COLLECTIBLES'), pg_temp.id('bob'), 'COLLECTIBLES', 'Stamps', 'asset');

INSERT INTO assets (id, user_id, category_id, asset_name)
VALUES
    (pg_temp.id('bob/Checking'), pg_temp.id('bob'), pg_temp.built_in('asset', 'CASH'), 'Checking'),
    (pg_temp.id('bob/Stamps'), pg_temp.id('bob'), pg_temp.id('bob/COLLECTIBLES'), 'Stamps');

INSERT INTO asset_inputs (id, user_id, asset_id, year, month, total)
SELECT
    pg_temp.id(format('bob/%s/%s', asset_name, k)),
    pg_temp.id('bob'),
    pg_temp.id('bob/' || asset_name),
    year,
    month,
    777
FROM months
CROSS JOIN (VALUES ('Checking'), ('Stamps')) AS owned (asset_name);

INSERT INTO fx_rates (user_id, from_currency, to_currency, year, month, rate)
SELECT
    pg_temp.id('bob'),
    'EUR',
    'USD',
    year,
    month,
    777
FROM months;

INSERT INTO incoming_items (user_id, category_id, year, month, amount)
SELECT
    pg_temp.id('bob'),
    pg_temp.built_in('income', 'SALARY'),
    year,
    month,
    777
FROM months;

INSERT INTO expense_items (user_id, category_id, year, month, amount)
SELECT
    pg_temp.id('bob'),
    pg_temp.built_in('expense', 'FOOD'),
    year,
    month,
    777
FROM months;

-- Posted in 2025-09 alone.
INSERT INTO recurring_items (id, user_id, expense_category_id, amount, description, every, first_month)
VALUES (
    pg_temp.id('bob/fee'), pg_temp.id('bob'), pg_temp.built_in('expense', 'FEES'),
    777, 'Stamps', 'month', '2025-09-01'
);

INSERT INTO recurring_postings (user_id, recurring_id, item_id, year, month)
VALUES (pg_temp.id('bob'), pg_temp.id('bob/fee'), pg_temp.id('bob/fee/0'), 2025, 9);

INSERT INTO sources (id, user_id, source_name, currency, account_key)
VALUES (pg_temp.id('bob/bank'), pg_temp.id('bob'), 'City bank', 'USD', 'US64CITY00004711');

INSERT INTO rules (user_id, position, pattern, action)
VALUES (pg_temp.id('bob'), 1, 'CINEMA', 'ignore');

INSERT INTO goals (id, user_id, goal_name, amount)
VALUES (pg_temp.id('bob/goal/777'), pg_temp.id('bob'), 'A goal of 777', 777);

INSERT INTO imports (id, user_id, source_id, file_name, file_hash, format, rows_read)
VALUES (
    pg_temp.id('bob/import'), pg_temp.id('bob'), pg_temp.id('bob/bank'), 'october.sta', sha256('october'), 'mt940', 1
);

INSERT INTO import_rows (user_id, import_id, source_id, line, day, amount, text, key, occurrence, decision)
VALUES (
    pg_temp.id('bob'), pg_temp.id('bob/import'), pg_temp.id('bob/bank'), 1, '2026-11-03', -777, 'CINEMA',
    bank_row_key('2026-11-03', -777, NULL, 'CINEMA'), 1, 'waits'
);


-- ---------------------------------------------------------------------------------------------------
-- Each may read the other's books, so that row security alone would not keep them apart.
-- ---------------------------------------------------------------------------------------------------

INSERT INTO user_logins (user_id, role_name)
VALUES (pg_temp.id('ann'), 'anns_login');

INSERT INTO user_shares (user_id, reader_id)
VALUES
    (pg_temp.id('ann'), pg_temp.id('bob')),
    (pg_temp.id('bob'), pg_temp.id('ann'));
