"""How much of a report is known: `coverage` in its JSON, and --strict, which refuses the rest.

It is asked in one place of every report, for the months that the report is of, and of no other
form of it: a table has its notes. A month that is not closed yet lacks nothing by that, so that
--strict does not refuse it: a month is looked at before it is closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from finally_cli.commands.next_command import next_command
from finally_cli.commands.report.waiting import REVIEW
from finally_cli.model.errors import Refused
from finally_cli.model.kinds import Count, Month
from finally_cli.model.month import add_months, format_month
from finally_cli.model.result import Result
from finally_cli.model.text import and_list, plural, quote, truncated_list
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

# Reports of incomes and expenses alone, which no value is part of.
WITHOUT_VALUES = ("report.budget", "report.cashflow", "report.spending")
# Reports that begin with the values of the month before.
FROM_BEFORE = ("report.cashproof", "report.explain", "report.returns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is on record of some months; `carried_age` and `carried_month` are of what was copied
    forward."""

    recorded: Count
    carried: Count
    carried_age: Count | None
    carried_month: Month | None
    bank_rows: Count
    open_months: Count
    open_from: Month | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """An asset without a value in so many months, and the month of its newest value."""

    asset: str
    months: Count
    first_month: Month
    last_month: Month | None


COVERAGE = Statement("report/coverage", Known)
MISSING = Statement("report/coverage_missing", Lacking)


def cover(schema: str, *, strict: bool) -> Callable[[Database, Result], Result]:
    """What adds to a report how much of it is known.

    `strict`, it raises Refused where something is lacking, or nobody can say.
    """

    def add(db: Database, result: Result) -> Result:
        months = months_of(result)
        if months is None:
            if strict:
                raise Refused(
                    "how much of this is known cannot be said: it is of no month",
                    "Leave --strict out.",
                    code="NOT_ALL_KNOWN",
                )
            return replace(result, beside={**result.beside, "coverage": None})
        first, last = months
        start = add_months(first, -1) if schema in FROM_BEFORE else first
        kept, db.executions = db.executions, None  # no part of what answers
        has_values = schema not in WITHOUT_VALUES
        begins = 1 if has_values else db.user.month_begins  # values are of the calendar's months
        known = db.one(COVERAGE, values_from=start, first=first, last=last, month_begins=begins)
        assert known is not None  # sums are always one row
        told = sum(note.rows for note in result.notes)  # an average is of other months, too
        known = replace(known, bank_rows=max(told, known.bank_rows))
        missing = db.all(MISSING, first=start, last=last) if has_values else []
        db.executions = kept
        found = in_json(first, last, known, missing, has_values=has_values)
        if strict:
            refuse_unknown(db, first, last, known, missing, found, has_values=has_values)
        return replace(result, beside={**result.beside, "coverage": found})

    return add


def months_of(result: Result) -> tuple[date, date] | None:
    """The first and the last month that a report is of, by what it says of itself; else by its
    rows. None where neither has a month."""
    said = [one for value in result.about.values() for one in dates_in(value)]
    months = said or [one for row in result.rows for one in dates_in(getattr(row, "month", None))]
    return (min(months), max(months)) if months else None


def dates_in(value: object) -> Iterable[date]:
    """The months that a fact is, or is a list of."""
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, date)]


def in_json(
    first: date, last: date, known: Known, missing: Sequence[Lacking], *, has_values: bool
) -> Mapping[str, object]:
    """What is known, as JSON has it; null for what is no part of the report."""
    return {
        "first": format_month(first),
        "last": format_month(last),
        "recorded": known.recorded if has_values else None,
        "carried": known.carried if has_values else None,
        "carried_age": known.carried_age if has_values else None,
        "missing": [
            {
                "asset": one.asset,
                "months": one.months,
                "last_month": None if one.last_month is None else format_month(one.last_month),
            }
            for one in missing
        ]
        if has_values
        else None,
        "bank_rows": known.bank_rows,
        "open_months": known.open_months,
        "open_from": None if known.open_from is None else format_month(known.open_from),
    }


def refuse_unknown(
    db: Database,
    first: date,
    last: date,
    known: Known,
    missing: Sequence[Lacking],
    found: Mapping[str, object],
    *,
    has_values: bool,
) -> None:
    """Raise Refused where something is lacking in these months, with what mends it."""
    lacking, ways = [], []
    if missing:
        names = truncated_list([quote(one.asset) for one in missing])
        lacking.append(f"{plural(len(missing), 'asset has', 'assets have')} no value ({names})")
        ways.append(min(one.first_month for one in missing))
    if has_values and known.carried_month is not None:
        are = "value is" if known.carried == 1 else "values are"
        lacking.append(f"{known.carried:,} {are} carried forward")
        ways.append(known.carried_month)
    hint = hint_for(db, sorted({*ways}))
    if known.bank_rows:
        waits = plural(known.bank_rows, "bank row waits", "bank rows wait")
        lacking.append(f"{waits} for a category")
        decide = f"ecide on what waits with: {REVIEW}"
        if not db.user.is_reader:
            hint = f"{hint}; then d{decide}" if hint else f"D{decide}"
    if lacking:
        months = format_month(first)
        what = f"{months} is" if first == last else f"{months} to {format_month(last)} are"
        raise Refused(
            f"{what} not all known: {and_list(lacking)}",
            hint,
            code="NOT_ALL_KNOWN",
            details={"coverage": dict(found)},
        )


def hint_for(db: Database, months: Sequence[date]) -> str:
    """What records the values of these months."""
    if db.user.is_reader:
        return "Only the owner of the books can record what is lacking."
    asked = [next_command(db, f"finally snapshot add --month {format_month(m)}") for m in months]
    commands = [command for command in asked if command]
    opens = [command for command in commands if command.startswith("finally close reopen")]
    if opens:  # the first one opens all after it, too
        return f"{format_month(months[asked.index(opens[0])])} is closed. Open it first: {opens[0]}"
    return f"Record them with: {and_list(commands)}" if commands else ""
