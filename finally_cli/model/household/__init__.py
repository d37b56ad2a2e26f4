"""The demo's household: ten years of made-up books, month by month, the same on every machine.

Share prices are real (monthly_prices.csv); all else is invented. Amounts are whole cents inside
this package and Decimal in the rows that leave it; there is no float and no clock. Each month keeps

    cash now - cash before = income - expenses + (owed now - owed before) - invested

where cash is the checking and the savings account, what is owed are all debts, and invested is
what went into other assets at cost (`Household.purchases`).
"""

from finally_cli.model.household.living import household
from finally_cli.model.household.rows import Household

__all__ = ["Household", "household"]
