"""Households that are hard to write down elsewhere: what they own is named like the syntax of a
ledger, comes and goes, is overdrawn, lacks values, is in other currencies, or shares that split.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Context, Decimal
from random import Random
from typing import Any

import psycopg

NAMES = [
    "Depot: A; B", "Depot- A, B", "depot: a, b", "Depot  A,  B", " Tab\tand\nline ", "(virtual)",
    "[brackets]", "*", "!", "* flagged", "! pending", "@ 5 EUR", "@@", "= 100 USD", "100.00 USD",
    "5 USD = 5 USD", '"quoted"', "'", "%", "#tag", "~ monthly", "; remark", ":", "::", "-", "--",
    "\\n", "\\", "{1 USD}", "{{x}}", "(x", "x)", "|", "a | b", "/regex/", "<b>", "&", "^link",
    "支付宝", "חשבון", "حساب", "Ελλάδα", "Łódź", "İstanbul", "straße", "STRASSE 2", "ǆ", "²x",
    "½", "😀", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "می\u200cخواهم", "\u202eevil",
    "\u200b", "\u200bx", "a\u00a0b", "a\u2003\u2003b", "a\u2028b", "e\u0301", "e\u0301\u0327",
    "नमस्ते", "x" * 200, "語" * 200, "date:2020-01-01", "type: L", "[2020-13-45]", "[=2020-01-01]",
    "2026-10-01 open", "account", "include /etc/passwd", "comment", "end",
    "P 2026-01-01 X 1 USD", "assets:cash:Checking", "Checking", "checking account 2",
    "Checking account", "\x1b[31mred", "1,000.00", "0", "TRUE",
]  # fmt: skip
NOTES = [
    *NAMES, "", "   ", "two\nlines", "cr\r\nlf", "語" * 2000, "x" * 2000, "\U0001d4b3" * 1500,
    'say "hi" \\ now', "\t;\ttab ; x", "note: a, date: b, c:d", ":tag:", "[1 foo]",
    "http://example.org/?a=1;b=2", "2026-01-01=2026-02-02 x", "\n" * 70 + "many lines", "\x01",
    "| note", "payee |",
]  # fmt: skip
TICKERS = [name[:32] for name in NAMES if name[:32].strip(" ")]
CURRENCIES = ["USD", "EUR", "JPY", "KWD", "CHF"]
FIRST = date(2025, 1, 1)


def month_of(number: int) -> date:
    """The first day of a month, counted from the first."""
    return date(FIRST.year + number // 12, number % 12 + 1, 1)


def amount(chance: Random) -> Decimal:
    """An amount of any size and sign, seldom to more than cents, and never zero."""
    kind = chance.random()
    if kind < 0.05:
        return Decimal(chance.choice([1, -1, 10**24 - 1, 1 - 10**24, 99_999_999])).scaleb(-4)
    if kind < 0.15:
        return Decimal(chance.randint(1, 99_999)).scaleb(-4)
    sign = -1 if chance.random() < 0.15 else 1
    return sign * Decimal(chance.randint(1, 5_000_00)).scaleb(-2)


def how_many(chance: Random, most: int, places: int) -> Decimal:
    """So many shares, coins, or parts of one; at times none, and seldom fewer."""
    sign = chance.choice([0, -1, *[1] * 8])
    return sign * Decimal(chance.randint(1, most)).scaleb(-places)


class Household:
    """Moves a household in; the address it has tells it from others.

    What is not said of it is left to chance: the seed decides.
    """

    def __init__(
        self,
        db: psycopg.Connection[Any],
        seed: int,
        *,
        names: list[str] | None = None,
        notes: list[str] | None = None,
    ) -> None:
        self.db, self.chance = db, Random(seed)
        self.currency = self.chance.choice(CURRENCIES)
        self.email = f"household{seed}@example.org"
        db.execute(
            "INSERT INTO users (email, base_currency) VALUES (%s, %s)", [self.email, self.currency]
        )
        db.execute(
            "SELECT set_config('finally.user_id', id::text, true) FROM users WHERE email = %s",
            [self.email],
        )
        self.months = self.chance.randint(1, 20)
        self.add_categories()
        for name in names or self.chance.sample(NAMES, self.chance.randint(3, 14)):
            self.add_asset(name)
        several = self.chance.randint(0, 60)
        for note in notes or self.chance.choices(NOTES, k=several):
            self.add_item(note)
        self.add_budgets()

    def add_categories(self) -> None:
        """Categories of its own, with names as awkward."""
        for table, code, more in (
            ("asset_categories", "A__B_", ", kind"),
            ("asset_categories", "DEBT_2", ", kind"),
            ("expense_categories", "X9_", ""),
            ("income_categories", "X_9", ""),
        ):
            kind = [] if not more else ["liability" if code == "DEBT_2" else "asset"]
            self.db.execute(
                f"INSERT INTO {table} (user_id, code, name{more})"
                f" VALUES (current_user_id(), %s, %s{', %s' if more else ''})",
                [code, self.chance.choice([n for n in NAMES if len(n.strip(" ")) <= 100]), *kind],
            )
        self.db.execute(
            "INSERT INTO expense_subcategories (user_id, category_id, code, name)"
            " SELECT current_user_id(), id, 'SUB_' || code, %s FROM expense_categories"
            " WHERE code IN ('X9_', 'FOOD')",
            [self.chance.choice([name for name in NAMES if len(name) <= 100])],
        )

    def add_asset(self, name: str) -> None:
        """Something that has values in some months, and may be closed."""
        chance = self.chance
        closed = month_of(chance.randint(0, self.months + 2)) + timedelta(chance.randint(0, 27))
        row = self.db.execute(
            "INSERT INTO assets (user_id, category_id, asset_name, ticker, currency, closed_on)"
            " SELECT current_user_id(), id, %s, %s, %s, %s FROM asset_categories"
            " WHERE code = %s ON CONFLICT DO NOTHING RETURNING id",
            [
                name.strip(" "),
                chance.choice(TICKERS) if chance.random() < 0.3 else None,
                chance.choice([None, "GBP"]),
                closed if chance.random() < 0.3 else None,
                chance.choice(["CASH", "CASH", "ETF_STOCKS", "MORTGAGE", "A__B_", "DEBT_2"]),
            ],
        ).fetchone()  # fmt: skip
        if row is None:
            return  # one of that name is there
        present = chance.choice([0.3, 0.8, 1])
        in_shares = chance.choice([0, 0, 0.7, 1])
        most, places = chance.choice([(10**4, 0), (10**7, 6), (10**19, 18), (10**13, 0)])
        for number in range(self.months):
            if chance.random() < present:
                shares = chance.random() < in_shares
                quantity = how_many(chance, most, places) if shares else None
                self.add_value(row[0], month_of(number), quantity)
        for _ in range(chance.choice([0, 0, 1, 3]) if in_shares else 0):
            day = month_of(chance.randint(0, self.months)) + timedelta(chance.randint(0, 27))
            self.db.execute(
                "INSERT INTO splits (user_id, asset_id, day, numerator, denominator)"
                " VALUES (current_user_id(), %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                [row[0], day, *chance.choice([(4, 1), (1, 3), (3, 2), (7, 1000)])],
            )

    def add_value(self, asset: object, month: date, quantity: Decimal | None) -> None:
        """What it is worth in a month: nothing, at times, or an amount in another currency."""
        chance = self.chance
        worth = Decimal(0) if chance.random() < 0.1 else amount(chance)
        price = Decimal(chance.randint(1, 10**6)).scaleb(-chance.choice([2, 2, 8]))
        if quantity is not None:
            worth = Context(prec=60).multiply(quantity, price)
        foreign = chance.random() < 0.2 and abs(worth) < 10**10
        rate = Decimal(chance.randint(1, 10**13)).scaleb(-12) if foreign else None
        self.db.execute(
            "INSERT INTO asset_inputs (user_id, asset_id, year, month, total, native_amount,"
            " currency, rate, contribution, notes, carried, quantity, price)"
            " SELECT current_user_id(), %(asset)s, %(year)s, %(month)s,"
            " round(%(worth)s * coalesce(%(rate)s, 1), 4), round(%(native)s, 4), %(currency)s,"
            " %(rate)s, %(contribution)s, %(notes)s, %(carried)s, %(quantity)s, %(price)s",
            {
                "asset": asset, "year": month.year, "month": month.month, "worth": worth,
                "native": worth if foreign else None, "currency": "GBP" if foreign else None,
                "rate": rate, "notes": chance.choice(NOTES) if chance.random() < 0.3 else None,
                "contribution": amount(chance) if chance.random() < 0.2 else None,
                "carried": chance.random() < 0.2,
                "quantity": quantity, "price": price if quantity else None,
            },
        )  # fmt: skip

    def add_item(self, note: str) -> None:
        """An income or an expense, with or without a day and a note."""
        chance = self.chance
        month = month_of(chance.randint(0, self.months + 1))
        day = month + timedelta(chance.randint(0, 27)) if chance.random() < 0.7 else None
        if chance.random() < 0.3:
            self.db.execute(
                "INSERT INTO incoming_items"
                " (user_id, category_id, year, month, amount, description, received_on)"
                " SELECT current_user_id(), id, %s, %s, %s, %s, %s FROM income_categories"
                " WHERE code = %s",
                [month.year, month.month, amount(chance), note or None, day,
                 chance.choice(["SALARY", "X_9"])],
            )  # fmt: skip
            return
        self.db.execute(
            "INSERT INTO expense_items"
            " (user_id, category_id, subcategory_id, year, month, amount, description, spent_on)"
            " SELECT current_user_id(), c.id, s.id, %s, %s, %s, %s, %s FROM expense_categories AS c"
            " LEFT JOIN expense_subcategories AS s ON s.category_id = c.id AND s.code = %s"
            " WHERE c.code = %s",
            [month.year, month.month, amount(chance), note or None, day,
             chance.choice([None, "GROCERIES", "SUB_FOOD", "SUB_X9_"]),
             chance.choice(["FOOD", "X9_", "OTHER"])],
        )  # fmt: skip

    def add_budgets(self) -> None:
        """Budgets of some months and of a year, and rates."""
        for number in range(self.months):
            month = month_of(number)
            self.db.execute(
                "INSERT INTO budgets (user_id, category_id, year, month, budget_amount, calculated,"
                " policy) SELECT current_user_id(), id, %s, %s, %s, %s, %s FROM expense_categories"
                " WHERE code = ANY (%s)",
                [month.year, month.month, amount(self.chance), *self.chance.choice(
                    [(False, None), (False, "carry"), (True, "carry"), (True, "adjust")]
                ), self.chance.choice([[], ["FOOD"], ["FOOD", "X9_"]])],
            )  # fmt: skip
            if self.chance.random() < 0.5:
                self.db.execute(
                    "INSERT INTO fx_rates (user_id, from_currency, to_currency, year, month, rate)"
                    " VALUES (current_user_id(), 'GBP', %s, %s, %s, %s)",
                    [self.chance.choice(CURRENCIES), month.year, month.month,
                     Decimal(self.chance.randint(1, 10**13)).scaleb(-12)],
                )  # fmt: skip
        self.db.execute(
            "INSERT INTO yearly_budgets (user_id, category_id, year, budget_amount)"
            " SELECT current_user_id(), id, 2025, %s FROM expense_categories WHERE code = 'OTHER'",
            [amount(self.chance)],
        )
