"""What a person decides of a bank row, and writing it: never touched by a rule later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finally_cli.commands.inbox.decisions import Decision, write_decisions
from finally_cli.commands.inbox.rows import ENTRIES, FoundRow, find_row, row_in_words
from finally_cli.commands.items.edit import find_item
from finally_cli.commands.items.kind import EXPENSE, INCOME
from finally_cli.model.errors import Conflict, NotFound, Refused
from finally_cli.model.kinds import Id
from finally_cli.model.money import format_money
from finally_cli.model.month import format_month
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a row becomes: category, ignored, transfer, contribution, or twin.

    `other_id` is the row of the other side of a transfer, or the entry that a twin is; `noun` is
    income or expense of the latter.
    """

    decision: str
    income_category_id: str | None = None
    expense_category_id: str | None = None
    subcategory_id: str | None = None
    asset_id: str | None = None
    other_id: str | None = None
    noun: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowId:
    id: Id


PAIR = Statement("inbox/pair", RowId)
JOIN = Statement("inbox/join", NoRows)
LINK_INCOME = Statement("inbox/link_income", RowId)
LINK_EXPENSE = Statement("inbox/link_expense", RowId)
BY_HAND = "chosen by hand"


def refuse_decided(db: Database, row: FoundRow) -> None:
    """Raises Conflict where a row does not wait any more, with what can be done about it."""
    if row.decision == "waits":
        return
    entries = db.all(ENTRIES, ids=[row.id])
    if row.decision == "category" and len(entries) == 1:
        entry = entries[0]
        raise Conflict(
            f"{row_in_words(row)} is the {entry.noun} {entry.id[:8]} already: {quote(entry.name)}",
            f"To change that: finally {entry.noun} edit {entry.id[:8]} --category CODE",
            code="ROW_DECIDED",
        )
    became = {
        "category": "split already" if entries else "an entry that was deleted",
        "ignored": "ignored already",
        "transfer": "a transfer already",
        "contribution": "a contribution already",
    }[row.decision]
    raise Conflict(
        f"{row_in_words(row)} is {became}",
        f"To decide anew: finally inbox unassign {row.id[:8]}",
        code="ROW_DECIDED",
    )


def decide_rows(
    db: Database, rows: Sequence[FoundRow], choice: Choice, note: str | None = None
) -> None:
    """Decide on rows that wait, all alike.

    Raises Conflict for one that is decided, and NotFound where a rate is missing.
    """
    for row in rows:
        refuse_decided(db, row)
    if choice.decision == "twin":
        for row in rows:
            link_twin(db, row, choice)
    elif choice.other_id is not None:
        for row in rows:
            join_transfer(db, row, choice.other_id)
    else:
        write_decisions(db, [decision_of(db, row, choice, note) for row in rows])
        if choice.decision == "transfer":
            db.run(PAIR, ids=[row.id for row in rows])


def decision_of(
    db: Database, row: FoundRow, choice: Choice, note: str | None = None
) -> Decision:  # fmt: skip
    """The decision on a row. Raises NotFound where a contribution needs a rate that is missing."""
    contributed = None
    if choice.decision == "contribution":
        if row.base_amount is None:
            raise no_rate(db, row)
        contributed = -row.base_amount
    return Decision(
        row_id=row.id,
        decision=choice.decision,
        decided_by="hand",
        because=BY_HAND,
        income_category_id=choice.income_category_id,
        expense_category_id=choice.expense_category_id,
        subcategory_id=choice.subcategory_id,
        amount=row.amount,
        note=note,
        asset_id=choice.asset_id,
        contributed=contributed,
    )


def no_rate(db: Database, row: FoundRow) -> NotFound:
    """The refusal of an amount that cannot be turned into the currency of the books."""
    base, month = db.user.base_currency, format_month(row.day)
    return NotFound(
        f"there is no rate from {row.currency} to {base} in {month}",
        f"Record it with: finally fx set {row.currency}/{base} RATE --month {month}",
        code="RATE_NOT_FOUND",
    )


def join_transfer(db: Database, row: FoundRow, other_id: str) -> None:
    """Make a row and another one the two sides of a transfer.

    Raises Refused where they are no such sides, and Conflict where the other is decided on.
    """
    other = find_row(db, other_id)
    why = ""
    if other.source_id == row.source_id:
        why = f"both are of {quote(row.source)}"
    elif (other.amount > 0) == (row.amount > 0) or not row.amount or not other.amount:
        why = "one must be money out and the other money in"
    elif other.currency == row.currency and other.amount != -row.amount:
        why = f"{format_money(row.amount)} and {format_money(other.amount)} are not opposite"
    if why:
        raise Refused(
            f"{row.id[:8]} and {other.id[:8]} are no two sides of a transfer: {why}",
            f"For a transfer without its other side: finally inbox assign {row.id[:8]} --transfer",
            code="NOT_A_PAIR",
        )
    if other.decision != "transfer" or other.pair_id is not None:
        refuse_decided(db, other)
    waiting = [one for one in (row, other) if one.decision == "waits"]
    choice = Choice(decision="transfer")
    write_decisions(db, [decision_of(db, one, choice) for one in waiting])
    db.run(JOIN, id=row.id, other_id=other.id)


def link_twin(db: Database, row: FoundRow, choice: Choice) -> None:
    """Have an entry that is there stand for a row; it keeps its category and words.

    Raises Refused where it is of another amount, and Conflict where another row is it already.
    """
    is_income, wanted = choice.noun == "income", choice.other_id or ""
    item = find_item(db, INCOME, wanted) if is_income else find_item(db, EXPENSE, wanted)
    if row.base_amount is None:
        raise no_rate(db, row)
    amount = row.base_amount if is_income else -row.base_amount
    base = db.user.base_currency
    if item.amount != amount:
        raise Refused(
            f"the {choice.noun} {item.id[:8]} is {format_money(item.amount)} {base}, and the row"
            f" would be {format_money(amount)} {base}",
            f"If they are the same: finally {choice.noun} edit {item.id[:8]}"
            f" --amount {format_money(amount).replace(',', '')}",
            code="NOT_A_TWIN",
        )
    link = LINK_INCOME if is_income else LINK_EXPENSE
    if db.one(link, id=item.id, row_id=row.id) is None:
        raise Conflict(
            f"the {choice.noun} {item.id[:8]} is another bank row already",
            "Choose another one, or say the category by itself.",
            code="ROW_DECIDED",
        )
    decision = Decision(
        row_id=row.id,
        decision="category",
        decided_by="twin",
        because=f"it is the {choice.noun} {item.id[:8]}, which was there",
        amount=row.amount,
    )
    write_decisions(db, [decision])
