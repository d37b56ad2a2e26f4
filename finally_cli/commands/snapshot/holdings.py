"""What is known of an asset that is kept by quantity when a month is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from finally_cli.commands.price.of_month import OLD
from finally_cli.model.holding import Holding
from finally_cli.model.kinds import Count, Day, Month, Price, Quantity
from finally_cli.model.month import today
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An asset that is kept by quantity, or has one in a month; all in the shares of today.

    `value_` is what the month itself holds; a quantity of a debt is how many are owed. The price
    is the last on record up to the end of the month, of which it was so many days old.
    """

    id: str
    kept_by: str
    value_quantity: Quantity | None
    value_price: Price | None
    quantity: Quantity | None
    quantity_month: Month | None
    quantity_price: Price | None
    price: Price | None
    price_day: Day | None
    price_age: Count | None

    @property
    def is_by_quantity(self) -> bool:
        return self.kept_by == "quantity"

    @property
    def present(self) -> Holding | None:
        """What the month holds."""
        return (
            None if self.value_quantity is None else Holding(self.value_quantity, self.value_price)
        )

    @property
    def price_of(self) -> str:
        """The day of the price on record, and its age where that is to be said."""
        age = self.price_age or 0
        old = f", {age:,} days old" if age > OLD else ""
        return f"{self.price_day}{old}"


HOLDINGS = Statement("snapshot/holdings", Held)


def find_holdings(db: Database, month: date) -> Mapping[str, Held]:
    """Those of a month, by the id of the asset."""
    return {held.id: held for held in db.all(HOLDINGS, month=month, today=today())}
