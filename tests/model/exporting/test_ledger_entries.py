"""How values become what a ledger posts: differences, closures, and months without a value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from finally_cli.model.exporting.ledger_books import (
    LedgerAsset,
    LedgerBooks,
    LedgerItem,
    LedgerValue,
)
from finally_cli.model.exporting.ledger_entries import Gap, Split, ledger_entries, value_changes

JANUARY, FEBRUARY, MARCH, APRIL, MAY = (date(2026, month, 1) for month in range(1, 6))


def asset(name: str, closed_on: date | None = None) -> LedgerAsset:
    return LedgerAsset(
        id=name, name=name, category="CASH", kind="asset", ticker=None, currency=None,
        closed_on=closed_on, first_month=JANUARY, places=2,
    )  # fmt: skip


def value(name: str, month: date, total: int) -> LedgerValue:
    return LedgerValue(
        month=month, asset_id=name, total=Decimal(total), native_amount=None, currency=None,
        rate=None, contribution=None, carried=False, note=None, id="",
    )  # fmt: skip


def books(
    assets: list[LedgerAsset],
    values: list[LedgerValue],
    items: tuple[LedgerItem, ...] = (),
    *,
    last: date | None = None,
    zero_missing: bool = False,
) -> LedgerBooks:
    return LedgerBooks(
        currency="EUR", assets=assets, categories=[], budgets=[], rates=[],
        items=lambda: items, values=lambda: values, last=last, zero_missing=zero_missing,
    )  # fmt: skip


def posted(of: LedgerBooks) -> list[tuple[str, str, int, int, str]]:
    """Each change as day, asset, what it was and is, and why; of a gap what is carried on."""
    return [
        (str(one.day), one.asset.name, int(one.total), int(one.total), f"since {one.since}")
        if isinstance(one, Gap)
        else (str(one.day), one.asset.name, int(one.before.total), int(one.after.total), one.why)
        for one in value_changes(of)
        if not isinstance(one, Split)
    ]


def test_a_value_is_the_difference_to_the_one_before() -> None:
    values = [value("A", JANUARY, 100), value("A", FEBRUARY, 70), value("A", MARCH, -5)]
    assert posted(books([asset("A")], values)) == [
        ("2026-01-31", "A", 0, 100, "Value"),
        ("2026-02-28", "A", 100, 70, "Value"),
        ("2026-03-31", "A", 70, -5, "Value"),
    ]


def test_a_month_without_a_value_is_a_gap_whether_others_have_one_or_not() -> None:
    values = [
        value("A", JANUARY, 1), value("B", JANUARY, 2), value("A", FEBRUARY, 3),
        value("A", APRIL, 4), value("B", APRIL, 5),
    ]  # fmt: skip
    assert posted(books([asset("A"), asset("B")], values)) == [
        ("2026-01-31", "A", 0, 1, "Value"),
        ("2026-01-31", "B", 0, 2, "Value"),
        ("2026-02-28", "A", 1, 3, "Value"),
        ("2026-02-28", "B", 2, 2, "since 2026-01-01"),
        ("2026-03-31", "A", 3, 3, "since 2026-02-01"),
        ("2026-03-31", "B", 2, 2, "since 2026-01-01"),
        ("2026-04-30", "A", 3, 4, "Value"),
        ("2026-04-30", "B", 2, 5, "Value"),
    ]


def test_on_request_a_gap_is_written_down_once_and_up_again_from_nothing() -> None:
    values = [value("A", JANUARY, 1), value("A", APRIL, 4)]
    assert posted(books([asset("A")], values, zero_missing=True)) == [
        ("2026-01-31", "A", 0, 1, "Value"),
        ("2026-02-28", "A", 1, 0, "No value"),
        ("2026-04-30", "A", 0, 4, "Value"),
    ]


def test_what_stands_at_nothing_has_no_gap() -> None:
    values = [value("A", JANUARY, 0), value("B", JANUARY, 1), value("B", FEBRUARY, 1)]
    assert [line[1] for line in posted(books([asset("A"), asset("B")], values))] == ["A", "B", "B"]


def test_a_closed_asset_is_written_down_in_the_month_that_it_is_closed_from() -> None:
    values = [value("A", JANUARY, 1), value("B", JANUARY, 1), value("B", MARCH, 1)]
    of = books([asset("A", closed_on=date(2026, 3, 10)), asset("B")], values)
    assert posted(of)[2:] == [
        ("2026-02-28", "A", 1, 1, "since 2026-01-01"),
        ("2026-02-28", "B", 1, 1, "since 2026-01-01"),
        ("2026-03-31", "B", 1, 1, "Value"),
        ("2026-03-31", "A", 1, 0, "Closed"),
    ]


def test_an_asset_that_is_closed_after_all_values_is_written_down_if_that_was_asked_for() -> None:
    values = [value("A", JANUARY, 1), value("B", JANUARY, 2)]
    both = [asset("A", closed_on=APRIL), asset("B", closed_on=JANUARY)]
    assert posted(books(both, values))[2:] == [
        ("2026-02-28", "B", 2, 0, "Closed"),  # it had a value in the month it is closed from
        ("2026-04-30", "A", 1, 0, "Closed"),
    ]
    assert len(posted(books(both, values, last=MARCH))) == 3
    assert len(posted(books(both, values, last=JANUARY))) == 2


def test_a_value_of_a_closed_asset_counts_and_it_is_written_down_again() -> None:
    values = [value("A", JANUARY, 1), value("A", MARCH, 3), value("B", MAY, 1)]
    of = books([asset("A", closed_on=JANUARY), asset("B")], values)
    assert posted(of) == [
        ("2026-01-31", "A", 0, 1, "Value"),
        ("2026-02-28", "A", 1, 0, "Closed"),
        ("2026-03-31", "A", 0, 3, "Value"),
        ("2026-04-30", "A", 3, 0, "Closed"),
        ("2026-05-31", "B", 0, 1, "Value"),
    ]


def test_values_are_last_on_their_day() -> None:
    """ledger checks an assertion when it reads it."""
    items = tuple(
        LedgerItem(
            day=date(2026, 1, day), kind="income", category="SALARY", subcategory=None,
            amount=Decimal(1), note=None, id=str(day),
        )
        for day in (1, 31, 31)
    )  # fmt: skip
    of = books([asset("A")], [value("A", JANUARY, 1), value("A", FEBRUARY, 1)], items)
    assert [(one.day.day, isinstance(one, LedgerItem)) for one in ledger_entries(of)] == [
        (1, True), (31, True), (31, True), (31, False), (28, False),
    ]  # fmt: skip


def test_amounts_have_the_decimals_of_the_currency_or_as_many_as_are_needed() -> None:
    fine = books([asset("A")], [])
    assert fine.amount(Decimal("1962.7500")) == "1962.75 EUR"
    assert fine.amount(Decimal("0.0010")) == "0.0010 EUR"  # finer than all on record: exact
    assert fine.amount(-Decimal("0.0000")) == "0.00 EUR"
