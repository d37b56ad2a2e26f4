"""The reports that go into a workbook, for the months that are exported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from finally_cli.commands.report.allocation import allocation
from finally_cli.commands.report.answer_or_reason import Options, answer_or_reason
from finally_cli.commands.report.budget import budget
from finally_cli.commands.report.cashflow import cashflow
from finally_cli.commands.report.cashproof import cashproof
from finally_cli.commands.report.explain import explain
from finally_cli.commands.report.goals import goals
from finally_cli.commands.report.liquidity import liquidity
from finally_cli.commands.report.months import LAST_MONTH, last_month
from finally_cli.commands.report.networth import networth
from finally_cli.commands.report.projection import projection
from finally_cli.commands.report.rebalance import rebalance
from finally_cli.commands.report.restated import restated
from finally_cli.commands.report.returns import RANGE, returns
from finally_cli.commands.report.spending import spending
from finally_cli.model.errors import NotFound
from finally_cli.model.exporting.part import Part
from finally_cli.model.month import EARLIEST, add_months, format_month
from finally_cli.model.month_begins import current_month
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.store.database import Database


def exported_reports(
    db: Database,
    profile: Profile,
    what: frozenset[Part] | None,
    first: date | None,
    last: date | None,
) -> Iterator[tuple[str, Result]]:
    """Each report on the parts that are wanted, of all where `what` is None, with its name.

    It is of the months from `first` to `last`, each of which may be None, or where it is of one
    month, of the newest of them. In place of one that cannot be made stands the reason.
    """
    flows: Options = {"first": first or EARLIEST, "last": last}

    def history() -> Options:
        return {"first": first or EARLIEST, "last": newest_month(db, first, last)}

    def one_month() -> Options:
        return {"month": newest_month(db, first, last)}

    def change() -> Options:
        newest, record = newest_month(db, first, last), db.one(RANGE, last=None)
        assert record is not None  # there is a newest month
        begin = max(first or EARLIEST, add_months(record.oldest, 1))
        return {"first": begin if begin <= newest else None, "last": newest}

    asked: list[tuple[Part, Callable[..., None], Callable[[], Options]]] = [
        (Part.VALUES, networth, history),
        (Part.VALUES, allocation, one_month),
        (Part.TARGETS, rebalance, one_month),
        (Part.VALUES, explain, change),
        (Part.VALUES, returns, change),
        (
            Part.BUDGETS,
            budget,
            lambda: {"month": last and min(last, current_month(db.user.month_begins))},
        ),
        (Part.ITEMS, cashflow, lambda: flows),
        (Part.ITEMS, spending, lambda: flows),
        (Part.VALUES, cashproof, change),
        (Part.VALUES, liquidity, one_month),
        (Part.GOALS, goals, one_month),
    ]
    if last is None:  # they go by what is known today
        asked += [(Part.VALUES, projection, dict), (Part.VALUES, restated, dict)]
    for part, report, options in asked:
        if what is None or part in what:
            yield f"report {report.__name__}", answer_or_reason(db, profile, report, options)


def newest_month(db: Database, first: date | None, last: date | None) -> date:
    """The newest month with values that is exported. Raises NotFound where none is."""
    if last is None:
        newest = last_month(db)
    else:
        found = db.one(LAST_MONTH, this_month=last)
        newest = found.month if found else date.min
    if newest < (first or EARLIEST):
        raise NotFound(
            "there are no values in these months",
            f"The newest month with values is {format_month(last_month(db))}.",
            code="NO_SNAPSHOTS",
        )
    return newest
