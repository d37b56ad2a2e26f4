"""Proving a file by its balances, and what the proven ones make the values of assets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from finally_cli.commands.import_.judge import unique_sources
from finally_cli.commands.import_.sources import Source
from finally_cli.commands.import_.stage_bank import Part, Staged
from finally_cli.commands.snapshot.record import ADD, CORRECT_COPIES
from finally_cli.model.errors import Conflict
from finally_cli.model.kinds import Count, Money
from finally_cli.model.money import format_money
from finally_cli.model.month import format_month, today
from finally_cli.model.result import Note
from finally_cli.model.text import quote
from finally_cli.store.statements import NoRows, Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionSum:
    """What the booked rows of a section sum to, and the balances beside them."""

    section: int
    rows: Count
    sum: Money
    money_in: Money
    money_out: Money
    first_day: date
    last_day: date
    opening: Money | None
    closing: Money | None
    follows: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What the file before has closed with, and what the rows since sum to, in either way."""

    closing: Money
    closing_on: date
    follows: bool | None
    has_new: bool
    new_sum: Money
    sum_since: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthEnd:
    month: date
    balance: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueFound:
    balance: Money
    is_carried: bool


SECTION_SUMS = Statement("import/section_sums", SectionSum)
PREVIOUS_CLOSING = Statement("import/previous_closing", Closing)
MONTH_ENDS = Statement("import/month_ends", MonthEnd)
FIND_VALUE = Statement("import/find_value", ValueFound)
MARK_VALUE = Statement("import/mark_value", NoRows)


@dataclass(slots=True)
class Account:
    """What a file says of one source as a whole.

    `opening` is at the end of `opening_on`, and `closing` of `closing_on`. From the end of
    `proven_on` on, all rows up to the closing are there; `by_file`, in this file alone.
    """

    source: Source
    rows: int = 0
    sum: Decimal = Decimal(0)
    money_in: Decimal = Decimal(0)
    money_out: Decimal = Decimal(0)
    first_day: date | None = None
    last_day: date | None = None
    opening: Decimal | None = None
    opening_on: date | None = None
    closing: Decimal | None = None
    closing_on: date | None = None
    follows: bool | None = None
    by_file: bool = True
    proven_on: date | None = None
    difference: Decimal | None = None  # of the closing balance from what the rows give
    values: list[date] = field(default_factory=list)  # months that it has given a value
    confirmed: list[date] = field(default_factory=list)  # whose value it is already


def prove_accounts(db: Database, staged: Staged, file: int) -> list[Account]:
    """Each source of a file, and whether its balances follow from each other through its rows."""
    sums = {one.section: one for one in db.all(SECTION_SUMS)}
    accounts = []
    for source in unique_sources(staged):
        account = Account(source)
        running: Decimal | None = None
        own = [
            (part, sums.get(part.number)) for part in staged.parts if part.source.id == source.id
        ]
        for part, rows in sorted(own, key=by_days):
            running = add_part(account, part, rows, running)
        if account.follows is None and account.closing is not None:
            prove_by_previous(db, account, file)
        accounts.append(account)
    return accounts


def by_days(own: tuple[Part, SectionSum | None]) -> tuple[date, int]:
    """Where a part stands among those of its account: files begin with the oldest or the newest."""
    part, rows = own
    said = [one.day for one in (part.opening, part.closing) if one]
    return min([*said, *([rows.first_day] if rows else [])], default=date.min), part.number


def add_part(
    account: Account, part: Part, rows: SectionSum | None, running: Decimal | None
) -> Decimal | None:
    """Take a part of a file into its account; the balance after it, where it is known."""
    opening, opening_on, proven_on = opening_of(part, rows)
    closing, closing_on = closing_of(part, rows)
    checks: list[bool] = []
    if rows is not None and rows.follows is not None:
        checks.append(rows.follows)
    if opening is not None:
        if running is not None:
            checks.append(running == opening)
            if running != opening and account.difference is None:
                account.difference = opening - running
        running = opening
    if running is not None and rows is not None:
        running += rows.sum
    if closing is not None:
        if running is not None and (part.closing is not None or rows is None):
            checks.append(running == closing)
            if running != closing and account.difference is None:
                account.difference = closing - running
            if running == closing and rows is not None and closing_on is not None:
                closing_on = max(closing_on, rows.last_day)  # those of later days are in it, too
        running = closing
    if account.rows == 0 and account.opening is None:
        account.opening, account.opening_on, account.proven_on = opening, opening_on, proven_on
    account.closing, account.closing_on = closing, closing_on
    if checks:
        account.follows = all(checks) and account.follows is not False
    if rows is not None:
        account.rows += rows.rows
        account.sum += rows.sum
        account.money_in += rows.money_in
        account.money_out += rows.money_out
    widen(account, part, rows, opening_on, closing_on)
    return running


def opening_of(
    part: Part, rows: SectionSum | None
) -> tuple[Decimal | None, date | None, date | None]:
    """The balance before a part, at the end of which day, and from when on its rows are all there.

    A stated one is that of the day it names, or of the day before the first row where that is
    earlier. One that is worked out of the balances beside rows stands before the first row, and
    its day may have begun in another file.
    """
    if part.opening is not None:
        day = part.opening.day
        if rows is not None:
            day = min(day, rows.first_day - timedelta(days=1))
            if rows.follows is not None:  # it was worked out of the balances beside rows
                return part.opening.amount, day, rows.first_day
        return part.opening.amount, day, day
    if rows is not None and rows.opening is not None:
        return rows.opening, rows.first_day - timedelta(days=1), rows.first_day
    return None, None, None


def closing_of(part: Part, rows: SectionSum | None) -> tuple[Decimal | None, date | None]:
    """The balance after a part, and at the end of which day."""
    if part.closing is not None:
        return part.closing.amount, part.closing.day
    if rows is not None and rows.closing is not None:
        return rows.closing, rows.last_day
    return None, None


def widen(
    account: Account,
    part: Part,
    rows: SectionSum | None,
    opening_on: date | None,
    closing_on: date | None,
) -> None:
    """Have an account cover the days of a part: those that it states, its rows, its balances."""
    stated = part.opening.day + timedelta(days=1) if part.opening else None
    firsts = [part.said.first_day, stated, rows.first_day if rows else None, account.first_day]
    lasts = [part.said.last_day, rows.last_day if rows else None, account.last_day]
    lasts.append(closing_on if part.closing else None)
    if any(lasts):
        account.last_day = max(day for day in lasts if day)
        account.first_day = min([account.last_day, *(day for day in firsts if day)])


def prove_by_previous(db: Database, account: Account, file: int) -> None:
    """Prove a closing balance by the one of the file before, and the rows since.

    A file of the same day that brings nothing proves no more than that one did.
    """
    previous = db.one(
        PREVIOUS_CLOSING, file=file, source_id=account.source.id, up_to=account.closing_on
    )
    if previous is None or account.closing is None:
        return
    moved = account.closing - previous.closing
    if previous.closing_on == account.closing_on and not previous.has_new and not moved:
        account.follows = previous.follows
        return
    account.by_file = False
    account.proven_on = previous.closing_on
    account.follows = moved in (previous.new_sum, previous.sum_since)
    if not account.follows:
        account.difference = moved - previous.sum_since


def record_values(
    db: Database, account: Account, file: int, import_id: str, *, replace: bool, keep: bool
) -> list[Note]:
    """Record the balances at the ends of months as values of the source's asset; what is to say.

    Raises Conflict where a value is there that is another, unless it is to be replaced or kept.
    """
    source = account.source
    if source.asset_id is None or account.closing is None or account.follows is False:
        return []
    notes: list[Note] = []
    proven_on = (account.proven_on if account.follows else None) or account.closing_on
    ends = db.all(
        MONTH_ENDS,
        file=file,
        source_id=source.id,
        by_file=account.by_file,
        closing=account.closing,
        closed_on=account.closing_on,
        proven_on=proven_on,
        today=today(),
    )
    for end in ends:
        if source.closed_on is not None and end.month >= source.closed_on:
            continue
        found = db.one(FIND_VALUE, asset_id=source.asset_id, month=end.month)
        if found is not None and not found.is_carried:
            if found.balance == end.balance:
                account.confirmed.append(end.month)
            if found.balance == end.balance or keep:
                continue
            if not replace:
                raise value_differs(source, end, found)
        value = -end.balance if source.is_debt else end.balance
        written = db.one(
            ADD, id=source.asset_id, month=end.month, value=value, quantity=None, price=None,
            rate=None, contribution=None, note=None,
        )  # fmt: skip
        if written is None:
            notes.append(no_rate_note(db, source, end))
            continue
        account.values.append(end.month)
        if found is None:
            db.one(CORRECT_COPIES, id=source.asset_id, month=end.month)
        if found is None or found.is_carried:
            db.run(MARK_VALUE, asset_id=source.asset_id, month=end.month, import_id=import_id)
    return notes


def value_differs(source: Source, end: MonthEnd, found: ValueFound) -> Conflict:
    """The refusal of a balance that is not what the books have."""
    month = format_month(end.month)
    return Conflict(
        f"the balance of {quote(source.source)} at the end of {month} is"
        f" {format_money(end.balance)} {source.currency}, and the value of"
        f" {quote(source.asset or '')} is {format_money(found.balance)}; nothing was written",
        "To take the balance: --replace. To keep the value, and import the rows: --keep",
        code="VALUE_DIFFERS",
    )


def no_rate_note(db: Database, source: Source, end: MonthEnd) -> Note:
    """Says that a balance has no rate to be a value by."""
    month, base = format_month(end.month), db.user.base_currency
    return Note(
        "RATE_MISSING",
        f"The balance of {quote(source.source)} at the end of {month} was not recorded: there is no"
        f" rate from {source.currency} to {base}.",
        f"finally fx set {source.currency}/{base} RATE --month {month}",
    )


def balance_notes(account: Account) -> list[Note]:
    """What is to say of an account's balances: that they do not follow, or that none were there."""
    if account.follows is not False:
        return []
    name, currency = quote(account.source.source), account.source.currency
    off = ""
    if account.difference is not None:
        amount = format_money(abs(account.difference))
        off = f": the rows and the balances differ by {amount} {currency}"
    message = f"The balances of {name} do not follow{off}. Its rows came in, its balance did not."
    return [Note("BALANCE_DIFFERS", message)]
