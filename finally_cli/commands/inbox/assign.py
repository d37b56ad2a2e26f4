"""finally inbox assign: what bank rows that wait become, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.command import writes
from finally_cli.commands.inbox.choice import Choice, decide_rows
from finally_cli.commands.inbox.row_rule import add_rules
from finally_cli.commands.inbox.rows import (
    ENTRIES,
    LIST,
    FoundRow,
    RowEntry,
    WaitingRow,
    find_row,
    find_rows,
    row_in_words,
)
from finally_cli.commands.items.kind import EXPENSE, INCOME, amount_in_words
from finally_cli.commands.lookup import find_by_id, refuse_several
from finally_cli.commands.options import NoteOption, SubOption
from finally_cli.commands.rule.action import choose_action, choose_of_either_side, into_category
from finally_cli.commands.rule.arguments import ContributionOption, IgnoreOption, TransferOption
from finally_cli.model.errors import BadUsage, NotFound
from finally_cli.model.kinds import Change, Code, Day, Id
from finally_cli.model.month_begins import month_of_day
from finally_cli.model.result import Note, Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database

IdsAndCategory = Annotated[
    list[str],
    typer.Argument(
        metavar="ID... [CATEGORY]",
        help="The rows, by the beginnings of their ids; then the category, by code or name: FOOD,"
        " FOOD/Groceries, income:OTHER.",
        autocompletion=completion.waiting_rows_and_categories,
    ),
]
ToOption = Annotated[
    str | None,
    typer.Option("--to", metavar="ID", help="With --transfer: the row of its other side."),
]
TwinOption = Annotated[
    str | None,
    typer.Option(
        "--twin",
        metavar="ITEM-ID",
        help="It is that income or expense, which was there before; its category and note stay.",
    ),
]
RuleOption = Annotated[
    bool,
    typer.Option("--rule", help="Add a rule as well, of the words that its text begins with."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedRow:
    """A bank row and what it has become. `amount` is in the account's sense: minus is out."""

    id: Id
    day: Day
    amount: Change
    currency: Code
    text: str
    becomes: str


@writes
def assign(
    db: Database,
    ids: IdsAndCategory,
    sub: SubOption = None,
    ignore: IgnoreOption = False,
    transfer: TransferOption = False,
    to: ToOption = None,
    contribution: ContributionOption = None,
    twin: TwinOption = None,
    rule: RuleOption = False,
    note: NoteOption = None,
) -> Result:
    """Say what bank rows that wait become; no rule changes that later.

    The category decides the side: money that comes in under an expense category is a refund.

    Examples:
        finally inbox assign f17a7303 leisure --note "With Bob"
        finally inbox assign f17a7303 63c04c4d --ignore
    """
    wanted, category = list(ids), None
    if not (ignore or transfer or contribution is not None or twin is not None):
        if len(wanted) < 2:
            raise BadUsage(
                "it is not said what the row becomes",
                "Name a category after the ids, or give --ignore, --transfer,"
                " --contribution ASSET or --twin ITEM-ID.",
            )
        category = wanted.pop()
    if to is not None and not transfer:
        raise BadUsage("--to names the other side of a transfer", "Add --transfer.")
    if twin is not None and (ignore or transfer or contribution is not None or sub is not None):
        raise BadUsage("--twin says what a row is", "Leave the other options out.")
    if note is not None and category is None:
        raise BadUsage("--note is of an entry", "Name a category after the ids, or leave it out.")
    if rule and twin is not None:
        raise BadUsage("--rule and --twin do not go together", "Leave one of them out.")
    rows = find_rows(db, wanted)
    if len(rows) > 1 and (to is not None or twin is not None):
        raise BadUsage("--to and --twin go with one row", "Assign that row by itself.")
    db.lock_user()
    choice = (
        find_twin(db, twin)
        if twin is not None
        else choose(
            db, rows, category, sub, ignore=ignore, transfer=transfer, contribution=contribution
        )
    )
    if to is not None:
        choice = Choice(decision="transfer", other_id=find_row(db, to).id)
    sides = waiting_sides(db, rows) if transfer and to is None else {}
    decide_rows(db, rows, choice, note)
    said = add_rules(db, rows, choice) if rule else []
    assigned, sentences = told(db, rows)
    return Result(
        AssignedRow,
        assigned,
        "Assigned",
        about={"currency": db.user.base_currency},
        sentences=[*sentences, *said],
        notes=alone_notes(db, rows, sides),
    )


def choose(
    db: Database,
    rows: Sequence[FoundRow],
    category: str | None,
    sub: str | None,
    *,
    ignore: bool,
    transfer: bool,
    contribution: str | None,
) -> Choice:
    """What was named. Raises BadUsage for several, and what choosing a category raises.

    A category must be open in the months of the rows.
    """
    if category is not None:
        months = sorted({month_of_day(row.day, db.user.month_begins) for row in rows})
        chosen = [
            choose_of_either_side(db, category, sub, month=month, option="") for month in months
        ]
        made = into_category(chosen[0])
    else:
        action = choose_action(
            db, None, sub, ignore=ignore, transfer=transfer, contribution=contribution
        )
        assert action is not None  # one of them was given
        made = action
    return Choice(
        decision="ignored" if made.action == "ignore" else made.action,
        income_category_id=made.income_category_id,
        expense_category_id=made.expense_category_id,
        subcategory_id=made.subcategory_id,
        asset_id=made.asset_id,
    )


def find_twin(db: Database, wanted: str) -> Choice:
    """The entry whose id begins so. Raises NotFound when none does, or several."""
    incomes, expenses = find_by_id(db, INCOME.find, wanted), find_by_id(db, EXPENSE.find, wanted)
    refuse_several([*incomes, *expenses], wanted, "entries")
    if not incomes and not expenses:
        raise NotFound(
            f"there is no entry with the id {quote(wanted)}",
            "The ids stand in: finally expense list, and finally income list",
            code="ENTRY_NOT_FOUND",
        )
    noun = "income" if incomes else "expense"
    return Choice(decision="twin", noun=noun, other_id=(incomes or expenses)[0].id)


def told(db: Database, rows: Sequence[FoundRow]) -> tuple[list[AssignedRow], list[str]]:
    """What rows have become, as rows and in words."""
    base = db.user.base_currency
    entries = db.all(ENTRIES, ids=[row.id for row in rows])
    assigned, sentences = [], []
    for row in rows:
        own = [entry for entry in entries if entry.row_id == row.id]
        for entry in own:
            words = amount_in_words(entry.noun, entry.amount, base, entry.name)
            refund = " A refund: money in, under an expense." if is_back(entry) else ""
            sentences.append(f"Recorded {words} on {row.day} ({entry.id[:8]}).{refund}")
        becomes = ", ".join(entry.name for entry in own)
        if not own:
            now = find_row(db, row.id)
            becomes = {
                "ignored": "ignored",
                "transfer": "a transfer",
                "contribution": "a contribution",
            }[now.decision]
            with_ = f" with {now.pair_id[:8]}" if now.pair_id else ""
            sentences.append(f"{row_in_words(row)} is {becomes}{with_}.")
        assigned.append(
            AssignedRow(
                id=row.id, day=row.day, amount=row.amount, currency=row.currency, text=row.text,
                becomes=becomes,
            )
        )  # fmt: skip
    return assigned, sentences


def is_back(entry: RowEntry) -> bool:
    """Whether it is an expense that was given back."""
    return entry.noun == "expense" and entry.amount < 0


def waiting_sides(db: Database, rows: Sequence[FoundRow]) -> dict[str, WaitingRow]:
    """Of rows that wait, those that have a row that may be their other side, by their ids."""
    base, ids = db.user.base_currency, {row.id for row in rows}
    near = [
        one
        for day in sorted({row.day for row in rows})
        for one in db.all(
            LIST, base_currency=base, first=day, last=day, source_id=None, search=None, limit=None
        )
    ]
    return {one.id: one for one in near if one.id in ids and one.other_id not in (None, *ids)}


def alone_notes(
    db: Database, rows: Sequence[FoundRow], sides: dict[str, WaitingRow]
) -> list[Note]:  # fmt: skip
    """Says which rows may be the other sides of transfers, and wait."""
    notes = []
    for row in rows:
        side = sides.get(row.id)
        if side is None or side.other_id is None or find_row(db, row.id).pair_id:
            continue
        day = side.other_day.isoformat() if side.other_day else ""
        said = f"Its other side may be the row of {day} in {quote(side.other_source or '')}."
        command = f"finally inbox assign {side.other_id[:8]} --transfer"
        notes.append(Note("OTHER_SIDE_WAITS", said, command))
    return notes
