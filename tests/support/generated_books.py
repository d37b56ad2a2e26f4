"""Books that chance makes, as finally export json would write them: rows in every table.

What a rule of the schema asks for is kept: shares that sum to at most the whole, a total that is
its amount times its rate, a day in its month. Everything else is any.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from random import Random
from typing import Any
from uuid import UUID

ASSETS = ("CASH", "ETF_STOCKS", "ETF_BONDS", "CRYPTO", "REAL_ESTATE", "SINGLE_STOCKS")
DEBTS = ("MORTGAGE", "LOAN", "CREDIT_CARD")
EXPENSES = ("RENT", "UTILITY", "FOOD", "TRANSPORT", "FEES", "INSURANCE", "WELLNESS", "OTHER")
INCOMES = ("SALARY", "BONUS", "DIVIDEND", "RENTAL", "DONATION", "OTHER")
# Words as people write them, and as nobody should.
WORDS = (
    "Rent", "Café Zoë", 'the "old" one', "a\\b", "naïve; :x", "=1+1", "tab\there", "line\nbreak",
    "\u202ertl", "😀", "ﬁn", "x" * 60, "Rewe & Söhne", "100 %", "'quoted'", "-", "[red]", "{}",
)  # fmt: skip
Row = dict[str, Any]


class Household:
    """A generator of one household's rows."""

    def __init__(self, seed: int, months: int = 14) -> None:
        self.chance = Random(seed)
        self.months = [date(2025 + number // 12, number % 12 + 1, 1) for number in range(months)]
        self.base = self.chance.choice(("USD", "EUR", "JPY"))
        self.other = "CHF"
        self.made = 0

    def id(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128)))

    def stamps(self) -> Row:
        """Each row a little later than the last: what lists are sorted by at last."""
        self.made += 1
        at = f"2026-01-01T{self.made // 3600 % 24:02}:{self.made // 60 % 60:02}:{self.made % 60:02}"
        changed = self.chance.choice(("000001", "500000"))
        return {"created_at": f"{at}.000000Z", "updated_at": f"{at}.{changed}Z"}

    def row(self, **fields: object) -> Row:
        return {**fields, "id": self.id(), **self.stamps()}

    def words(self) -> str:
        return f"{self.chance.choice(WORDS)} {self.chance.randrange(1000)}"

    def maybe(self, value: Any) -> Any:
        return self.chance.choice((value, None))

    def amount(self, most: int = 5000) -> Decimal:
        decimals = self.chance.choice((0, 2, 2, 2, 4))
        whole = self.chance.randrange(1, most * 10**decimals)
        return Decimal(whole).scaleb(-decimals)

    def books(self, email: str) -> Row:
        """All of the books."""
        tables: dict[str, list[Row]] = {}
        codes = {"code": "SOLAR", "name": "Sun & wind", "kind": "asset", "sort_order": 7}
        tables["asset_categories"] = [{**codes, **self.stamps()}]
        tables["income_categories"] = [
            {"code": "TIPS", "name": "Tips", "sort_order": 1000, "closed": None, **self.stamps()}
        ]
        tables["expense_categories"] = [
            {"code": code, "name": name, "sort_order": 1000, "closed": closed, **self.stamps()}
            for code, name, closed in (("HOBBY", "Höbby", None), ("PETS", "Pets", "2026-01-31"))
        ]
        tables["expense_subcategories"] = [
            {"category": category, "code": code, "name": self.words(), "sort_order": 3,
             "closed": None, **self.stamps()}
            for category, code in (("FOOD", "ZZ_BAKER"), ("HOBBY", "ZZ_SAILING"))
        ]  # fmt: skip
        tables["assets"] = self.assets()
        tables |= self.banks(tables["assets"])
        tables["values"] = self.values(tables["assets"], tables["imports"])
        tables |= self.items(tables["import_rows"])
        tables |= self.plans()
        tables |= self.targets(tables["assets"])
        tables["rates"] = [
            self.row(month=f"{month:%Y-%m}", from_currency=self.other, to_currency=self.base,
                     rate=text(self.chance.choice((Decimal("1.05"), Decimal("0.123456789012")))))
            for month in self.months
        ]  # fmt: skip
        stock = tables["assets"][0]
        tables["market_caps"] = [
            self.row(month=f"{month:%Y-%m}", asset_id=stock["id"], source="typed",
                     market_cap=money(self.amount(10**9)))
            for month in self.months[::3]
        ]  # fmt: skip
        tables["prices"] = [
            self.row(date=f"{month:%Y-%m}-15", asset_id=stock["id"], price="82.125",
                     currency=self.base, source=self.maybe("a file"))
            for month in self.months[::4]
        ]  # fmt: skip
        tables["splits"] = [
            self.row(date=f"{self.months[1]:%Y-%m}-10", asset_id=stock["id"], numerator=3,
                     denominator=2)
        ]  # fmt: skip
        newest = tables["market_caps"][-1]  # which its asset shows
        stock["market_cap"] = newest["market_cap"]
        stock["market_cap_synced_at"] = newest["updated_at"]
        tables |= self.goals(tables["assets"])
        tables |= self.recurring(tables["expenses"])
        user = {"id": self.id(), "email": email, "display_name": None, "base_currency": self.base}
        return {"schema": "finally.books/1", "user": user, "part": None, **tables}

    def assets(self) -> list[Row]:
        made = []
        for number in range(self.chance.randrange(5, 9)):
            debt = number >= 5
            code = self.chance.choice(DEBTS if debt else (*ASSETS, "SOLAR"))
            capped = number == 0
            made.append(
                self.row(
                    asset=f"{self.words()} #{number}",
                    category="SINGLE_STOCKS" if capped else code,
                    ticker=self.maybe("TICK"),
                    currency=self.other if number in (1, 2) else None,
                    market_cap=money(self.amount(10**9)) if capped else None,
                    market_cap_source="typed" if capped else None,
                    market_cap_synced_at="2026-01-02T03:04:05.678900Z" if capped else None,
                    sub_target=None,
                    locked=self.chance.random() < 0.2,
                    closed=f"{self.months[-4]:%Y-%m}-15" if number == 4 else None,
                )
            )
        return made

    def values(self, assets: list[Row], files: list[Row]) -> list[Row]:
        made = []
        for asset in assets:
            before: Row | None = None
            closed = asset["closed"]
            for month in self.months:
                if self.chance.random() < 0.15 or (closed and month.isoformat() > closed):
                    continue
                debt = asset["category"] in DEBTS
                amount = self.amount(200_000) * (-1 if debt else 1)
                rate = Decimal("1.0825") if asset["currency"] else None
                total = amount * (rate or 1)
                value = {
                    "value": money(total.quantize(Decimal("0.0001"), ROUND_HALF_UP)),
                    "contribution": money(self.amount(900)) if self.chance.random() < 0.2 else None,
                    "amount": money(amount) if rate else None,
                    "currency": asset["currency"],
                    "rate": text(rate) if rate else None,
                    "carried": False,
                    "note": self.words() if self.chance.random() < 0.1 else None,
                    "import_id": files[0]["id"] if self.chance.random() < 0.1 else None,
                }
                if before and self.chance.random() < 0.1:
                    nothing = {"contribution": None, "note": None, "import_id": None}
                    value = {**before, **nothing, "carried": True}
                made.append(self.row(month=f"{month:%Y-%m}", asset_id=asset["id"], **value))
                before = value
        return made

    def items(self, bank_rows: list[Row]) -> dict[str, list[Row]]:
        incomes, expenses = [], []
        decided = [row for row in bank_rows if row["decision"] == "category"]
        for month in self.months:
            for _ in range(self.chance.randrange(1, 12)):
                day = month + timedelta(days=self.chance.randrange(28))
                category, sub = self.chance.choice(
                    (*((code, None) for code in EXPENSES), ("FOOD", "ZZ_BAKER"), ("PETS", None),
                     ("HOBBY", "ZZ_SAILING"), ("FOOD", "GROCERIES"))
                )  # fmt: skip
                sign = -1 if self.chance.random() < 0.1 else 1
                expenses.append(
                    self.row(
                        month=f"{month:%Y-%m}", date=self.maybe(day.isoformat()),
                        category=category, subcategory=sub, amount=money(sign * self.amount()),
                        note=self.maybe(self.words()), import_row_id=None,
                    )
                )  # fmt: skip
            incomes.append(
                self.row(
                    month=f"{month:%Y-%m}", date=None,
                    category=self.chance.choice((*INCOMES, "TIPS")),
                    amount=money(self.amount(9000)), note=self.maybe(self.words()),
                    import_row_id=None,
                )
            )  # fmt: skip
        for row, expense in zip(decided, expenses, strict=False):
            expense["import_row_id"] = row["id"]
        return {"incomes": incomes, "expenses": expenses}

    def plans(self) -> dict[str, list[Row]]:
        months = self.months[-6:]
        return {
            "budgets": [
                self.row(month=f"{month:%Y-%m}", category=code, amount=money(self.amount()),
                         calculated=self.chance.random() < 0.5,
                         **self.policy(self.chance.choice((None, "adjust", "carry", "reset"))))
                for month in months for code in ("FOOD", "HOBBY", "RENT")
            ],
            "budget_moves": [
                self.row(month=f"{month:%Y-%m}", from_category=given, to_category=taken,
                         amount=money(self.amount()), note=self.maybe("moved"))
                for month in months for given, taken in (("FOOD", "HOBBY"), ("HOBBY", "RENT"))
            ],
            "yearly_budgets": [
                self.row(year=year, category="INSURANCE", amount=money(self.amount(50_000)))
                for year in (2025, 2026)
            ],
            "budget_policies": [
                self.row(category=code, **self.policy(policy))
                for code, policy in (("FOOD", "carry"), ("RENT", "reset"), ("HOBBY", "adjust"))
            ],
        }  # fmt: skip

    def policy(self, policy: str | None) -> Row:
        """A policy, with bounds where it is carry."""
        bounded = policy == "carry"
        return {
            "policy": policy,
            "carry_floor": self.maybe("-50.00") if bounded else None,
            "carry_cap": self.maybe("300.00") if bounded else None,
        }

    def targets(self, assets: list[Row]) -> dict[str, list[Row]]:
        sets, targets, parts = [], [], []
        owned = [row for row in assets if row["category"] not in DEBTS]
        for month in (self.months[0], self.months[-3]):
            named = f"{month:%Y-%m}"
            sets.append(self.row(month=named))
            left = Decimal(1)
            for code in self.chance.sample((*ASSETS, "SOLAR"), 4):
                share = (left / self.chance.choice((2, 3, 4))).quantize(Decimal("0.000001"))
                left -= share
                targets.append(self.row(month=named, category=code, target=text(share)))
            for category in {row["category"] for row in owned}:
                share = Decimal(self.chance.randrange(1, 1000)) / 1000
                one = next(row for row in owned if row["category"] == category)
                parts.append(self.row(month=named, asset_id=one["id"], target=text(share)))
                one["sub_target"] = text(share)
        return {"target_sets": sets, "targets": targets, "asset_targets": parts}

    def banks(self, assets: list[Row]) -> dict[str, list[Row]]:
        layout = '{"date": "Date", "amount": "Amount"}'
        sources = [
            self.row(source=f"Bank ¤ {number}", currency=self.base, account=f"NL00BANK{number}",
                     asset_id=assets[number]["id"] if number else None,
                     has_ids=self.maybe(True), layout=self.maybe(layout))
            for number in (0, 3)
        ]  # fmt: skip
        rules = [
            self.row(position=place, pattern=self.words(), is_regex=False, least_amount=None,
                     most_amount=self.maybe("50.00"), direction=self.maybe("out"),
                     source_id=self.maybe(sources[0]["id"]),
                     action="contribution" if place == 3 else "category",
                     income_category="TIPS" if place == 1 else None,
                     expense_category="HOBBY" if place == 2 else None,
                     subcategory="ZZ_SAILING" if place == 2 else None,
                     asset_id=assets[0]["id"] if place == 3 else None)
            for place in (1, 2, 3)
        ]  # fmt: skip
        files, rows = [], []
        for source in sources:
            first, last = self.months[-1], self.months[-1] + timedelta(days=27)
            file = self.row(
                source_id=source["id"], file=f"{self.words()}.csv",
                file_hash=sha256(source["id"].encode()).hexdigest(), format="csv",
                words_from=self.maybe(self.id()), rows_read=9, first_day=first.isoformat(),
                last_day=last.isoformat(), opening="10.00", opening_on=first.isoformat(),
                closing="-3.5025", closing_on=last.isoformat(), follows=self.maybe(True),
            )  # fmt: skip
            files.append(file)
            for line in range(1, 9):
                decision = self.chance.choice(("waits", "category", "ignored", "contribution"))
                given = decision == "contribution"
                rows.append(
                    self.row(
                        source_id=source["id"], import_id=file["id"], line=line,
                        date=(first + timedelta(days=line)).isoformat(),
                        value_date=self.maybe(first.isoformat()), amount=money(-self.amount()),
                        text=self.words(), bank_id=self.maybe(f"id{line}"),
                        counter_account=self.maybe("DE00OTHER"), balance=self.maybe("12.00"),
                        bank_category=self.maybe("Food"), key=self.id(), occurrence=1,
                        decision=decision,
                        decided_by=None if decision == "waits" else "hand",
                        because=self.maybe("as it was then"),
                        asset_id=assets[0]["id"] if given else None,
                        contributed="4.50" if given else None, pair_id=None,
                    )
                )  # fmt: skip
        for one, other in ((rows[0], rows[8]), (rows[8], rows[0])):
            one |= {"decision": "transfer", "decided_by": "hand", "pair_id": other["id"],
                    "asset_id": None, "contributed": None}  # fmt: skip
        return {"sources": sources, "rules": rules, "imports": files, "import_rows": rows}

    def goals(self, assets: list[Row]) -> dict[str, list[Row]]:
        goals = [
            self.row(goal=f"{self.words()} {number}",
                     amount=money(self.amount()) if number == 1 else None,
                     months_of_spending="4.5" if number == 2 else None,
                     times_yearly_spending="25" if number == 3 else None,
                     from_amount=money(self.amount()), due_month=self.maybe("2030-06"),
                     closed=self.maybe("2026-10-01"))
            for number in (1, 2, 3)
        ]  # fmt: skip
        parts = [
            self.row(goal_id=goals[0]["id"], asset_id=assets[0]["id"], category=None),
            self.row(goal_id=goals[0]["id"], asset_id=None, category="SOLAR"),
            self.row(goal_id=goals[1]["id"], asset_id=assets[1]["id"], category=None),
        ]
        return {"goals": goals, "goal_parts": parts}

    def recurring(self, expenses: list[Row]) -> dict[str, list[Row]]:
        def terms(first: date, last: date | None, successor: str | None) -> Row:
            return self.row(
                income_category=None, expense_category="HOBBY", subcategory="ZZ_SAILING",
                amount=money(self.amount()), note=self.words(), every="quarter", day=31,
                first_month=f"{first:%Y-%m}", last_month=f"{last:%Y-%m}" if last else None,
                succeeded_by=successor,
            )  # fmt: skip

        now = terms(self.months[6], None, None)
        before = terms(self.months[0], self.months[5], now["id"])
        weekly = terms(self.months[0], None, None) | {"every": "2 weeks", "day": 5}

        def posting(of: Row, item: Row | None, day: int | None = None) -> Row:
            month = f"{self.months[6]:%Y-%m}"
            return {
                "month": month, "date": f"{month}-{day:02}" if day else None,
                "recurring_id": of["id"], "item_id": item["id"] if item else None,
                "id": self.id(), "created_at": "2026-01-01T00:00:00.000000Z",
            }  # fmt: skip

        # Posted in a month, and of one that is due twice in it; one is skipped.
        postings = [
            posting(now, expenses[0]), posting(weekly, expenses[1], 9), posting(weekly, None, 23),
        ]  # fmt: skip
        return {"recurring": [before, now, weekly], "recurring_postings": postings}


def money(amount: Decimal) -> str:
    """Money as exports write it."""
    whole, _, decimals = f"{amount:f}".partition(".")
    return f"{whole}.{decimals.rstrip('0'):0<2}"


def text(number: Decimal) -> str:
    """A number without zeros at its end."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def generated_books(seed: int, email: str = "ann@example.org") -> str:
    """The books of one seed as a JSON text."""
    return json.dumps(Household(seed).books(email))
