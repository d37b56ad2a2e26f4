"""The figures of a table as they are printed: rounded, and each column sums to its total."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from finally_cli.model.kinds import KindName
from finally_cli.model.result import Result, Sum
from finally_cli.model.rounding import apportion, round_to

UNITS: Mapping[KindName, str] = {  # of fractions, a tenth of a percent
    "share": "0.001", "growth": "0.001", "pace": "0.001", "part": "0.001", "points": "0.001",
    "months": "0.1",
}  # fmt: skip
Value = Callable[[object], Decimal | None]


def printed_unit(kind: KindName, places: int) -> Decimal | None:
    """What a printed figure of that kind is a multiple of; None for what is printed as it is."""
    if kind in ("money", "change"):
        return Decimal(1).scaleb(-places)
    return Decimal(UNITS[kind]) if kind in UNITS else None


def figures(result: Result, value: Value, unit: Decimal, *, adds_up: bool) -> list[Any]:
    """One column as it is printed: the rows, then the lines under the rule.

    Parts of a printed total sum to it, by largest remainders. `adds_up` says that the rows are
    parts of a whole also where no line says of which.
    """
    lines = [*result.rows, *result.closing]
    kept: dict[int, Decimal] = {}
    if adds_up:
        own = [row for row in result.rows if value(row) is not None]
        parts = apportion([known_value(value, row) for row in own], unit)
        kept = {id(row): part for row, part in zip(own, parts, strict=True)}
    else:
        ColumnTotals(result, value, unit, kept).settle()
    exact = [(line, value(line)) for line in lines]
    return [
        None if amount is None else kept.get(id(line), round_to(amount, unit))
        for line, amount in exact
    ]


class ColumnTotals:
    """The sums of a result in one column, settled from the last total down to the rows."""

    def __init__(
        self, result: Result, value: Value, unit: Decimal, kept: dict[int, Decimal]
    ) -> None:
        sums = result.sums or [Sum(line, result.rows) for line in result.closing[:1]]
        self.sums = {id(one.whole): one for one in sums}
        self.value, self.unit, self.kept = value, unit, kept

    def settle(self) -> None:
        """Round every total that is a part of none, and then what it is made of."""
        within = {id(part) for one in self.sums.values() for part in (*one.parts, *one.less)}
        for key, one in self.sums.items():
            if key not in within:
                self.round(one.whole)
                self.open(one.whole)

    def open(self, whole: object) -> None:
        """Round the parts of a line that is rounded already, if it has any."""
        if id(whole) not in self.sums:
            return
        signed = list(self.parts(self.sums[id(whole)]))
        amounts = [sign * known_value(self.value, part) for sign, part in signed]
        total = self.value(whole)
        # Parts that are known to four decimals each, such as averages, may miss their sum by a few.
        if total is not None and 2 * abs(sum(amounts, Decimal(0)) - total) < self.unit:
            shares = apportion(amounts, self.unit, self.kept[id(whole)])
            for (sign, part), share in zip(signed, shares, strict=True):
                self.kept[id(part)] = sign * share
        for _, part in signed:
            self.round(part)
            self.open(part)

    def parts(self, one: Sum, sign: int = 1) -> Iterator[tuple[int, object]]:
        """What a line is the sum of, with signs; in place of a blank subtotal, its parts."""
        for factor, part in [*((sign, p) for p in one.parts), *((-sign, p) for p in one.less)]:
            if self.value(part) is not None:
                yield factor, part
            elif id(part) in self.sums:
                yield from self.parts(self.sums[id(part)], factor)

    def round(self, line: object) -> None:
        """Round a line by itself, where that was not done with others."""
        amount = self.value(line)
        if amount is not None:
            self.kept.setdefault(id(line), round_to(amount, self.unit))


def known_value(value: Value, line: object) -> Decimal:
    """The value of a line that has one."""
    amount = value(line)
    assert amount is not None
    return amount
