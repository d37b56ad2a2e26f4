"""From the household's cents to the rows that are kept of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from finally_cli.model.household.belongings import NOT_LOOKED_UP, NOTES
from finally_cli.model.household.earning import Earned
from finally_cli.model.household.months import MONTHS, day_in, first_day, money
from finally_cli.model.household.prices import EURO
from finally_cli.model.household.rows import ExchangeRate, Expense, Income, Purchase, Snapshot
from finally_cli.model.household.spending import Spent


class Recorder:
    """The rows, in the order in which they were written."""

    def __init__(self) -> None:
        self.snapshots: list[Snapshot] = []
        self.income: list[Income] = []
        self.expenses: list[Expense] = []
        self.purchases: list[Purchase] = []
        self.put_in: dict[str, int] = defaultdict(int)  # cents that no snapshot tells of yet

    def flows(
        self,
        month: int,
        earned: Iterable[Earned],
        spent: Iterable[Spent],
        bought: Iterable[tuple[str, int]],
    ) -> None:
        """What came in, what went out, and what was bought in a month."""
        day = first_day(month)
        self.income += [
            Income(
                category=one.category,
                month=day,
                amount=money(one.cents),
                description=one.name,
                received_on=day_or_none(month, one.day),
            )
            for one in earned
        ]
        self.expenses += [
            Expense(
                category=one.category,
                subcategory=one.subcategory,
                month=day,
                amount=money(one.cents),
                description=one.name,
                spent_on=day_or_none(month, one.day),
            )
            for one in spent
        ]
        for asset, cost in bought:
            self.purchases.append(Purchase(asset=asset, month=day, amount=money(cost)))
            self.put_in[asset] += cost

    def contribution(self, asset: str, month: int) -> Decimal | None:
        """What was put into an asset since its last snapshot, and in a month that has none too.

        None for the first month of all, when most of what it is worth was theirs before.
        """
        put_in = self.put_in.pop(asset, None)
        return None if put_in is None or month == 0 else money(put_in)

    def put(self, asset: str, month: int, cents: int, *, carried: bool = False) -> None:
        """A value in dollars, negative for a debt."""
        self.snapshots.append(
            Snapshot(
                asset=asset,
                month=first_day(month),
                total=money(cents),
                contribution=self.contribution(asset, month),
                note=NOTES.get((asset, month)),
                carried=carried,
            )
        )

    def put_euros(self, asset: str, month: int, euros: int) -> None:
        """A value in euro at the month's rate, unless nobody looked it up.

        Hundreds of euro at four decimals make whole cents: nothing is rounded.
        """
        if (asset, month) in NOT_LOOKED_UP:
            return
        self.snapshots.append(
            Snapshot(
                asset=asset,
                month=first_day(month),
                total=money(euros * EURO[month] // 100),
                native_amount=Decimal(euros),
                currency="EUR",
                rate=rate_in(month),
                contribution=self.contribution(asset, month),
                note=NOTES.get((asset, month)),
            )
        )

    def rates(self) -> Iterator[ExchangeRate]:
        """What a euro cost in every month."""
        for month in range(MONTHS):
            yield ExchangeRate(
                from_currency="EUR", to_currency="USD", month=first_day(month), rate=rate_in(month)
            )


def rate_in(month: int) -> Decimal:
    """Dollars for one euro."""
    return Decimal(EURO[month]).scaleb(-4)


def day_or_none(month: int, day: int) -> date | None:
    """A day of a month; None for day 0."""
    return day_in(month, day) if day else None
