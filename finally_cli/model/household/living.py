"""Ten years lived month by month: what comes in, goes out, is put aside and is then on record."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from finally_cli.model.household.assets import ASSETS, BAKERY, EURO_ACCOUNT, bakery_value, noted
from finally_cli.model.household.earning import Earned, earning
from finally_cli.model.household.intentions import TARGETS, budgets, market_caps
from finally_cli.model.household.investing import Holdings
from finally_cli.model.household.loans import CAR_LOAN, MORTGAGE, owed_in, payment_in
from finally_cli.model.household.months import MONTHS, day_in, first_day, halved_up, money, of_year
from finally_cli.model.household.months import place, year_of
from finally_cli.model.household.prices import BOND_FUND, EURO, HOUSE, STOCK_FUND
from finally_cli.model.household.rows import ExchangeRate, Expense, Household, Income, Purchase, Snapshot
from finally_cli.model.household.spending import Spent, spending
