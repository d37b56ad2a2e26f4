-- 002_built_in_categories.sql
-- The categories every household begins with.
--
-- A built-in category's id is made of its table and code, so it is the same in every database: a
-- row exported from one can be imported into another. Here and not after 011, because row security
-- lets nobody write a built-in category, not even the owner of the tables.

INSERT INTO asset_categories (id, code, name, kind, sort_order)
SELECT
    md5('asset_categories/' || code)::uuid,
    code,
    name,
    kind,
    sort_order
FROM (VALUES
    ( 1, 'SINGLE_STOCKS',    'Single stocks',    'asset'),
    ( 2, 'ETF_BONDS',        'Bond ETFs',        'asset'),
    ( 3, 'ETF_STOCKS',       'Stock ETFs',       'asset'),
    ( 4, 'CRYPTO',           'Crypto',           'asset'),
    ( 5, 'PRIVATE_EQUITY',   'Private equity',   'asset'),
    ( 6, 'BUSINESS_PROFITS', 'Business profits', 'asset'),
    ( 7, 'REAL_ESTATE',      'Real estate',      'asset'),
    ( 8, 'CASH',             'Cash',             'asset'),
    ( 9, 'MORTGAGE',         'Mortgage',         'liability'),
    (10, 'LOAN',             'Loans',            'liability'),
    (11, 'CREDIT_CARD',      'Credit cards',     'liability')
) AS built_in (sort_order, code, name, kind);

INSERT INTO income_categories (id, code, name, sort_order)
SELECT
    md5('income_categories/' || code)::uuid,
    code,
    name,
    sort_order
FROM (VALUES
    (1, 'SALARY',   'Salary'),
    (2, 'BONUS',    'Bonus'),
    (3, 'DIVIDEND', 'Dividends'),
    (4, 'RENTAL',   'Rental income'),
    (5, 'DONATION', 'Gifts and donations'),
    (6, 'OTHER',    'Other income')
) AS built_in (sort_order, code, name);

INSERT INTO expense_categories (id, code, name, sort_order)
SELECT
    md5('expense_categories/' || code)::uuid,
    code,
    name,
    sort_order
FROM (VALUES
    (1, 'RENT',      'Rent and housing'),
    (2, 'UTILITY',   'Utilities'),
    (3, 'FOOD',      'Food'),
    (4, 'TRANSPORT', 'Transport'),
    (5, 'FEES',      'Fees'),
    (6, 'INSURANCE', 'Insurance and taxes'),
    (7, 'WELLNESS',  'Wellness'),
    (8, 'OTHER',     'Other')
) AS built_in (sort_order, code, name);

INSERT INTO expense_subcategories (id, category_id, code, name, sort_order)
SELECT
    md5('expense_subcategories/' || code)::uuid,
    md5('expense_categories/' || category_code)::uuid,
    code,
    name,
    sort_order
FROM (VALUES
    ( 1, 'RENT',      'HOUSE_RENT',         'House rent'),
    ( 2, 'RENT',      'MORTGAGE_INTEREST',  'Mortgage interest'),
    ( 3, 'RENT',      'REPAIRS',            'Repairs and upkeep'),
    ( 4, 'RENT',      'FURNITURE',          'Furniture and appliances'),
    ( 5, 'UTILITY',   'ELECTRICITY',        'Electricity'),
    ( 6, 'UTILITY',   'HEATING',            'Gas and heating'),
    ( 7, 'UTILITY',   'WATER',              'Water and waste'),
    ( 8, 'UTILITY',   'INTERNET_PHONE',     'Internet and phone'),
    ( 9, 'FOOD',      'GROCERIES',          'Groceries'),
    (10, 'FOOD',      'RESTAURANTS',        'Restaurants and cafes'),
    (11, 'FOOD',      'TAKEAWAY',           'Takeaway and delivery'),
    (12, 'TRANSPORT', 'FUEL',               'Fuel and charging'),
    (13, 'TRANSPORT', 'PUBLIC_TRANSPORT',   'Public transport'),
    (14, 'TRANSPORT', 'CAR_UPKEEP',         'Car upkeep and parking'),
    (15, 'TRANSPORT', 'TAXI',               'Taxi and car sharing'),
    (16, 'FEES',      'BANK_FEES',          'Bank fees'),
    (17, 'FEES',      'BROKER_FEES',        'Broker and fund fees'),
    (18, 'FEES',      'SUBSCRIPTIONS',      'Subscriptions'),
    (19, 'INSURANCE', 'HEALTH_INSURANCE',   'Health insurance'),
    (20, 'INSURANCE', 'HOME_INSURANCE',     'Home insurance'),
    (21, 'INSURANCE', 'CAR_INSURANCE',      'Car insurance'),
    (22, 'INSURANCE', 'LIFE_INSURANCE',     'Life insurance'),
    (23, 'INSURANCE', 'INCOME_TAX',         'Income tax'),
    (24, 'INSURANCE', 'PROPERTY_TAX',       'Property tax'),
    (25, 'WELLNESS',  'MEDICAL',            'Doctors and medicine'),
    (26, 'WELLNESS',  'SPORT',              'Sport and gym'),
    (27, 'WELLNESS',  'PERSONAL_CARE',      'Personal care'),
    (28, 'OTHER',     'TRAVEL',             'Travel'),
    (29, 'OTHER',     'CLOTHING',           'Clothing'),
    (30, 'OTHER',     'LEISURE',            'Leisure and culture'),
    (31, 'OTHER',     'EDUCATION',          'Education'),
    (32, 'OTHER',     'CHILDREN',           'Children'),
    (33, 'OTHER',     'PETS',               'Pets'),
    (34, 'OTHER',     'GIFTS',              'Gifts and donations')
) AS built_in (sort_order, category_code, code, name);
