"""Say where an entry comes from: a bank's row and what decided on it, or who typed it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from finally_cli.commands.inbox.rows import ENTRIES, RowEntry
from finally_cli.commands.items.add import describe_item
from finally_cli.commands.items.edit import find_item
from finally_cli.commands.items.kind import ItemKind, ItemRow, amount_in_words
from finally_cli.model.bank.rows import mask_account
from finally_cli.model.kinds import Code, Count, Day, Id, Moment, Money
from finally_cli.model.money import format_exact, format_money
from finally_cli.model.result import Result
from finally_cli.model.text import escape_controls, quote
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an entry comes from. `amount` is the bank row's, in the account's sense."""

    row_id: Id | None
    source: str | None
    currency: Code | None
    file: str | None
    line: Count | None
    day: Day | None
    value_day: Day | None
    amount: Money | None
    text: str | None
    counter_account: str | None
    decided_by: Code | None
    because: str | None
    recurring: str | None
    written_at: Moment | None
    written_by: Code | None
    command: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPart:
    """An entry, and beside it the others that its bank row was split into."""

    noun: str
    name: str
    amount: Money
    note: str | None
    id: Id


EXPLAIN_INCOME = Statement("income/explain", Origin)
EXPLAIN_EXPENSE = Statement("expense/explain", Origin)


def explain_item(db: Database, kind: ItemKind[ItemRow], wanted: str) -> Result:
    """Where the entry comes from whose id begins so. Raises NotFound."""
    item = find_item(db, kind, wanted)
    statement = EXPLAIN_EXPENSE if kind.has_subcategories else EXPLAIN_INCOME
    origin = db.one(statement, id=item.id)
    assert origin is not None  # the entry is there
    base = db.user.base_currency
    entries = db.all(ENTRIES, ids=[origin.row_id]) if origin.row_id else []
    parts = [
        EntryPart(noun=one.noun, name=one.name, amount=one.amount, note=one.note, id=one.id)
        for one in entries
    ] or [
        EntryPart(
            noun=kind.noun, name=item.name, amount=item.amount, note=item.note, id=item.id
        )
    ]  # fmt: skip
    account = origin.counter_account
    facts = asdict(origin) | {"counter_account": account and mask_account(account)}
    return Result(
        EntryPart,
        parts,
        about={
            "id": item.id,
            "base_currency": base,
            **{name: plain(value) for name, value in facts.items()},
        },
        sentences=[
            f"{describe_item(item, kind, base)} ({item.id[:8]}).",
            *(row_sentences(origin) if origin.row_id else []),
            *split_sentences(entries, item.id, base),
            *typed_sentences(origin),
        ],
        answer=True,
    )


def plain(value: object) -> object:
    """A fact as JSON has it."""
    if isinstance(value, Decimal):
        return format_exact(value)
    return value.isoformat() if isinstance(value, date) else value


def row_sentences(origin: Origin) -> list[str]:
    """What the bank said, in which file, and what decided on it."""
    amount = f"{format_money(origin.amount or Decimal(0))} {origin.currency}"
    day = origin.day.isoformat() if origin.day else ""
    value = f", value day {origin.value_day.isoformat()}" if origin.value_day else ""
    words = quote(origin.text) if origin.text else "without words"
    other = origin.counter_account
    account = f", with the account {mask_account(other)}" if other else ""
    by = {
        "hand": "Chosen by hand",
        "twin": "It was in the books before the bank's row came",
        "rule": "Decided by a rule",
    }.get(origin.decided_by or "", "Decided by the file")
    because = origin.because or ""
    plainly = origin.decided_by != "rule" or not because
    why = by if plainly else f"Decided by {escape_controls(because)}"
    return [
        f"The bank: {words}, {amount}{account}.",
        f"Booked {day}{value}, in {quote(origin.source or '')}:"
        f" line {origin.line} of {escape_controls(origin.file or '')}.",
        f"{why}. The row: {(origin.row_id or '')[:8]}.",
    ]


def split_sentences(entries: list[RowEntry], own: str, currency: str) -> list[str]:
    """What else a bank row that was split has become."""
    return [
        f"Its row is also {amount_in_words(one.noun, one.amount, currency, one.name)}"
        f" ({one.id[:8]})."
        for one in entries
        if one.id != own
    ]


def typed_sentences(origin: Origin) -> list[str]:
    """Who wrote an entry, and when."""
    said = []
    if origin.recurring:
        said.append(f"Posted by the recurring item {quote(origin.recurring)}.")
    if origin.written_at:
        command = f": {escape_controls(origin.command)}" if origin.command else ""
        said.append(f"Written {origin.written_at} by {origin.written_by}{command}")
    elif not origin.row_id:
        said.append("The audit does not say who wrote it.")
    return said
