"""What a walk has answered: written to the books, and shown before that as what it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from finally_cli.commands.lookup import find_asset
from finally_cli.commands.snapshot.questions import Answer
from finally_cli.commands.snapshot.record import RecordedValue, write_value
from finally_cli.model.errors import BadUsage, Conflict, FinallyError, NotFound, Refused
from finally_cli.model.kinds import Change, Money
from finally_cli.model.money import format_sum
from finally_cli.model.month import format_month
from finally_cli.model.result import Result
from finally_cli.model.text import escape_controls, plural, truncated_list

if TYPE_CHECKING:
    from finally_cli.commands.report.networth import NetWorthTotals
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChange:
    """A value before and after a walk, in the currency of the asset; negative for a debt."""

    asset: str
    before: Money | None
    value: Money
    change: Change | None


@dataclass(slots=True)
class WrittenAnswers:
    """What came of the answers in the books."""

    recorded: list[RecordedValue] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)
    totals: NetWorthTotals | None = None


class RefusedAnswers(Exception):
    """An answer that the books refuse, and why."""

    def __init__(self, answer: Answer, error: FinallyError) -> None:
        super().__init__(error.message)
        self.answer = answer
        self.error = error


def write_answers(db: Database, answers: Sequence[Answer], month: date) -> WrittenAnswers:
    """Add what is new, write and carry values, all in the transaction that is open.

    Raises Unwritten for the first answer that cannot be kept.
    """
    from finally_cli.commands.report.networth import TOTALS

    done = WrittenAnswers()
    for answer in answers:
        try:
            write_answer(db, answer, month, done)
        except (BadUsage, Conflict, NotFound, Refused) as error:
            raise RefusedAnswers(answer, error) from error
    done.totals = db.one(TOTALS, month=month)
    return done


def write_answer(db: Database, answer: Answer, month: date, done: WrittenAnswers) -> None:
    """One of them."""
    from finally_cli.commands.asset.add import add_asset
    from finally_cli.commands.snapshot.carry import CARRY

    asset, own = answer.asset, db.user.base_currency
    if not asset.id:
        currency = asset.currency if asset.currency != own else None
        add_asset(db, asset.asset, asset.category, currency=currency)
        done.added.append(asset.asset)
        if answer.value is None:
            return
    elif answer.value is None:
        done.carried += [row.asset for row in db.all(CARRY, month=month, id=asset.id)]
        return
    found = find_asset(db, asset.asset)
    rate = answer.rate if found.currency != own else None
    done.recorded.append(write_value(db, found, answer.holding or answer.value, month, rate=rate))


def value_changes(answers: Sequence[Answer], month: date) -> list[Result]:
    """What the answers change, as a table for each currency, in the order of the answers."""
    rows: dict[str, list[ValueChange]] = {}
    for answer in answers:
        if answer.value is not None:
            rows.setdefault(answer.asset.currency, []).append(total_change(answer, answer.value))
    return [
        Result(
            ValueChange,
            of_currency,
            f"Changes for {format_month(month)} ({currency})",
            about={"currency": currency},
        )
        for currency, of_currency in rows.items()
    ]


def total_change(answer: Answer, value: Decimal) -> ValueChange:
    """One value beside that which it follows, with the sign that it has in the books."""
    sign = -1 if answer.asset.is_debt else 1
    before = answer.asset.known
    return ValueChange(
        asset=answer.asset.asset,
        before=None if before is None else sign * before,
        value=sign * value,
        change=None if before is None else sign * (value - before),
    )


def net_worth_before(done: WrittenAnswers, answers: Sequence[Answer], currency: str) -> list[str]:
    """What else the answers do, and what all is worth with them, in sentences."""
    valueless = [one.asset.asset for one in answers if one.value is None and not one.asset.id]
    told = []
    if done.carried:
        told.append(f"Carried: {truncated_list([escape_controls(name) for name in done.carried])}.")
    if valueless:
        told.append(
            "New, without a value:"
            f" {truncated_list([escape_controls(name) for name in valueless])}."
        )
    return [*told, *net_worth_line(done, currency)]


def net_worth_line(done: WrittenAnswers, currency: str) -> list[str]:
    """The net worth of the month and how it changed, in a sentence; nothing where it has none."""
    if done.totals is None:
        return []
    change = done.totals.change
    told = "" if change is None else f" ({'+' if change > 0 else ''}{format_sum(change, currency)})"
    return [f"Net worth {format_sum(done.totals.net_worth, currency)} {currency}{told}."]


def answers_summary(done: WrittenAnswers, month: date, currency: str) -> Result:
    """What was saved, as the answer of the command."""
    sentences = [f"Added {plural(len(done.added), 'asset')}."] if done.added else []
    sentences.append(
        f"Saved {plural(len(done.recorded), 'value')} and carried {len(done.carried)}"
        f" for {format_month(month)}."
    )
    return Result(
        RecordedValue,
        done.recorded,
        "Recorded",
        {"month": month, "currency": currency},
        totals=done.totals,
        sentences=[*sentences, *net_worth_line(done, currency)],
    )
