"""Say where an entry comes from: a bank's row and what decided on it, or who typed it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from finally_cli.commands.inbox.rows import ENTRIES, RowEntry
from finally_cli.commands.items.add import describe_item
from finally_cli.commands.items.edit import find_item
from finally_cli.commands.items.kind import ItemKind, ItemRow, amount_in_words
from finally_cli.model.bank.rows import mask_account
from finally_cli.model.kinds import Code, Count, Day, Id, Moment, Money, Rate
from finally_cli.model.money import format_exact, format_money, format_rate
from finally_cli.model.result import Result
from finally_cli.model.text import escape_controls, quote
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an entry comes from. `amount` is the bank row's, in the account's sense.

    `base_amount` is what it is now at the `rate` of its month, which may be another than it was.
    """

    row_id: Id | None
    source: str | None
    source_account: str | None
    currency: Code | None
    file: str | None
    line: Count | None
    day: Day | None
    value_day: Day | None
    amount: Money | None
    rate: Rate | None
    base_amount: Money | None
    text: str | None
    bank_id: str | None
    counter_account: str | None
    decided_by: Code | None
    because: str | None
    recurring: str | None
    written_at: Moment | None
    written_by: Code | None
    command: str | None
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryChange:
    """One value of an entry or its bank row that an event changed."""

    at: Moment
    actor: str | None
    command: str | None
    field: str
    before: str | None
    after: str | None
    event_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPart:
    """An entry, and beside it the others that its bank row was split into."""

    noun: str
    name: str
    amount: Money
    note: str | None
    id: Id


ORIGIN = Statement("audit/origin", Origin)
CHANGES = Statement("audit/entry", EntryChange)
TABLES = {"income": "incoming_items", "expense": "expense_items"}
KEPT = ("base_amount", "since")  # facts that are asked for and are nobody's answer


def explain_item(db: Database, kind: ItemKind[ItemRow], wanted: str) -> Result:
    """Where the entry comes from whose id begins so. Raises NotFound."""
    item = find_item(db, kind, wanted)
    table, base = TABLES[kind.noun], db.user.base_currency
    origin = db.one(ORIGIN, table_name=table, id=item.id, base_currency=base)
    assert origin is not None  # the entry is there
    entries = db.all(ENTRIES, ids=[origin.row_id]) if origin.row_id else []
    parts = [
        EntryPart(noun=one.noun, name=one.name, amount=one.amount, note=one.note, id=one.id)
        for one in entries
    ] or [
        EntryPart(
            noun=kind.noun, name=item.name, amount=item.amount, note=item.note, id=item.id
        )
    ]  # fmt: skip
    origin = replace(origin, rate=rate_of(origin, entries))
    changes: list[EntryChange] | None = None
    if db.user.is_reader:  # what was done is not lent with the figures
        origin = replace(origin, written_at=None, written_by=None, command=None)
    else:
        changes = db.all(
            CHANGES, table_name=table, id=item.id, row_id=origin.row_id, since=origin.since
        )
    masked = {
        name: account and mask_account(account)
        for name, account in (
            ("source_account", origin.source_account),
            ("counter_account", origin.counter_account),
        )
    }
    facts = {name: value for name, value in (asdict(origin) | masked).items() if name not in KEPT}
    return Result(
        EntryPart,
        parts,
        about={
            "id": item.id,
            "base_currency": base,
            **{name: plain(value) for name, value in facts.items()},
            "changes": None if changes is None else list(map(change_facts, changes)),
        },
        sentences=[
            f"{describe_item(item, kind, base)} ({item.id[:8]}).",
            *(row_sentences(origin, base) if origin.row_id else []),
            *split_sentences(entries, item.id, base),
            *typed_sentences(origin, is_lent=db.user.is_reader),
            *change_sentences(changes or []),
        ],
        answer=True,
    )


def plain(value: object) -> object:
    """A fact as JSON has it."""
    if isinstance(value, Decimal):
        return format_exact(value)
    return value.isoformat() if isinstance(value, date) else value


def change_facts(change: EntryChange) -> dict[str, object]:
    """A change as JSON has it, an amount as every amount."""
    facts = asdict(change)
    if change.field == "amount":
        for name in ("before", "after"):
            facts[name] = format_exact(Decimal(facts[name]))
    return facts


def rate_of(origin: Origin, entries: list[RowEntry]) -> Decimal | None:
    """The rate that a row was turned with: that of its month, if the entries are so much at it."""
    whole = sum(
        (one.amount if one.noun == "income" else -one.amount for one in entries), Decimal(0)
    )
    return origin.rate if origin.base_amount == whole else None


def row_sentences(origin: Origin, base: str) -> list[str]:
    """What the bank said, in which file, and what decided on it."""
    amount = f"{format_money(origin.amount or Decimal(0))} {origin.currency}"
    day = origin.day.isoformat() if origin.day else ""
    value = f", value day {origin.value_day.isoformat()}" if origin.value_day else ""
    turned = f", at {format_rate(origin.rate)} {base}" if origin.rate is not None else ""
    own = f" ({mask_account(origin.source_account)})" if origin.source_account else ""
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
        f"The bank: {words}, {amount}{turned}{account}.",
        f"Booked {day}{value}, in {quote(origin.source or '')}{own}:"
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


def typed_sentences(origin: Origin, *, is_lent: bool) -> list[str]:
    """Who wrote an entry, and when; of books that are lent, only what no audit says."""
    said = []
    if origin.recurring:
        said.append(f"Posted by the recurring item {quote(origin.recurring)}.")
    if origin.written_at:
        command = f": {escape_controls(origin.command)}" if origin.command else ""
        said.append(f"Written {origin.written_at} by {origin.written_by}{command}")
    elif not origin.row_id and not is_lent:
        said.append("The audit does not say who wrote it.")
    return said


def change_sentences(changes: list[EntryChange]) -> list[str]:
    """What each event changed of an entry or its row, by whom, and as it was typed."""
    said = []
    for _, same in groupby(changes, key=attrgetter("event_id")):
        of_event = list(same)
        first = of_event[0]
        command = f": {escape_controls(first.command)}" if first.command else ""
        by = f" by {escape_controls(first.actor)}" if first.actor else ""
        what = "; ".join(map(change_in_words, of_event))
        said.append(f"Changed {first.at}{by}, {what}{command}")
    return said


def change_in_words(change: EntryChange) -> str:
    """One value before and after: `amount 12.50 to 13.00`; a note is not repeated."""
    if change.field == "note":
        return "the note"
    if change.field == "bank row":
        return "linked to its bank row" if change.after else "let go of its bank row"
    if change.field == "decision" and change.before == "waits":
        return "its row was decided on"
    before, after = (
        format_money(Decimal(value)) if change.field == "amount" and value else quote(value or "")
        for value in (change.before, change.after)
    )
    if change.field in ("month", "date", "decision"):
        before, after = (value or "none" for value in (change.before, change.after))
    return f"{change.field} {before} to {after}"
