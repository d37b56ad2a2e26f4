"""finally recurring edit: what was posted stays as it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal

from finally_cli.commands.command import writes
from finally_cli.commands.items.edit import choose_category
from finally_cli.commands.lookup import categories_of
from finally_cli.commands.options import CategoryOption, NoteOption, SubOption
from finally_cli.commands.recurring.arguments import (
    NEVER,
    AmountAnew,
    EveryAnew,
    IdArgument,
    SinceOption,
    UntilOption,
    refuse_backwards,
    refuse_sub_of_income,
)
from finally_cli.commands.recurring.item import (
    LATEST,
    Recurring,
    RecurringListed,
    describe_recurring,
    find_recurring,
)
from finally_cli.commands.recurring.terms import end_terms, first_to_change, keep_terms, start_terms
from finally_cli.model.categories import Chosen
from finally_cli.model.errors import BadUsage, Refused
from finally_cli.model.month import add_months, format_month
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

EDIT = Statement("recurring/edit", Recurring)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What recurring/edit is asked: None leaves a thing as it is."""

    category_id: str | None = None
    subcategory_id: str | None = None
    amount: Decimal | None = None
    note: str | None = None
    every: str | None = None
    first_month: date | None = None
    last_month: date | None = None
    is_endless: bool = False

    def run(self, db: Database, id: str) -> list[Recurring]:  # noqa: A002  as everywhere
        """The item as it is now."""
        return db.all(EDIT, id=id, **asdict(self))


@writes
def edit(
    db: Database,
    id: IdArgument,  # noqa: A002  the word of the command line
    amount: AmountAnew = None,
    category: CategoryOption = None,
    sub: SubOption = None,
    every: EveryAnew = None,
    since: SinceOption = None,
    last: UntilOption = None,
    note: NoteOption = None,
) -> Result:
    """Change what comes from a month on; what was posted, or is due already, stays as it is.

    With another --every it begins anew in that month. With --from alone, its beginning moves.

    Examples:
        finally recurring edit "World fund" --amount 320
        finally recurring edit 97575c86 --amount 160 --from 2027-01
    """
    if all(given is None for given in (amount, category, sub, every, since, last, note)):
        raise BadUsage("there is nothing to change", "See: finally recurring edit --help")
    refuse_backwards(since, last)
    before = find_recurring(db, id)
    ends = before.last_month if last is None else None if last == NEVER else last
    chosen = chosen_for(db, before, category, sub, ends)
    refuse_end_before_beginning(since or before.first_month, ends)
    ending = Edit(last_month=None if last is None else ends, is_endless=last == NEVER)
    if last is not None and ends is not None:
        end_terms(db, before, ends)
    if last is not None and (ends is None or ends >= before.first_month):
        ending.run(db, before.id)  # what is due until then is looked for below
    has_new_rhythm = every not in (None, before.every)
    changes = has_new_rhythm or is_another(before, amount, chosen, note)
    moves = has_new_rhythm or all(given is None for given in (amount, category, sub, note))
    if since is None and (changes or not moves):
        # Also where it is so already, but from a later month on.
        since = first_to_change(db, before, is_another=changes)
    is_kept = False
    if since is not None and (has_new_rhythm or not moves):
        end_terms(db, before, add_months(since, -1))
        is_kept = changes and keep_terms(db, before, add_months(since, -1))
    elif since is not None:
        start_terms(db, before, since)
    rows = replace(
        ending,
        category_id=chosen.category_id if chosen else None,
        subcategory_id=chosen.subcategory_id if chosen else None,
        amount=amount,
        note=note,
        every=every,
        first_month=since if moves else None,
    ).run(db, before.id)
    currency = db.user.base_currency
    told = [
        f"Now {describe_recurring(row, currency)}; it was {describe_recurring(before, currency)}."
        for row in rows
    ]
    if is_kept and since is not None:
        told.append(
            f"It holds from {format_month(since)} on: what is due before and not posted stays as"
            " it was."
        )
    return Result(Recurring, rows, "Changed", about={"currency": currency}, sentences=told)


def is_another(
    before: RecurringListed, amount: Decimal | None, chosen: Chosen | None, note: str | None
) -> bool:
    """Whether what is posted becomes another: its amount, its category or its note."""
    now = (
        before.amount if amount is None else amount,
        (before.category, before.subcategory) if chosen is None else codes_of(chosen),
        before.note if note is None else note or None,
    )
    return now != (before.amount, (before.category, before.subcategory), before.note)


def codes_of(chosen: Chosen) -> tuple[str, str | None]:
    """The codes of a category and of the subcategory, if any."""
    return chosen.category.code, chosen.subcategory.code if chosen.subcategory else None


def chosen_for(
    db: Database, before: RecurringListed, category: str | None, sub: str | None, ends: date | None
) -> Chosen | None:
    """The category that it gets, where it gets another.

    Raises Conflict where it would be due in a closed one.
    """
    refuse_sub_of_income(before.kind, sub)
    categories = categories_of(db, before.kind)
    if category is not None or sub is not None:
        chosen = choose_category(categories, before.category, category, sub)
        categories.refuse_closed(chosen, ends or LATEST)
        return chosen
    if ends != before.last_month:
        kept = categories.choose(before.category, before.subcategory)
        categories.refuse_closed(kept, ends or LATEST)
    return None


def refuse_end_before_beginning(first: date, last: date | None) -> None:
    """Raises Refused where one of the two that was given stands against the other as it is."""
    if last and last < first:
        raise Refused(
            f"it would end in {format_month(last)}, before it begins in {format_month(first)}",
            "Give both --from and --until; --until never takes the end away.",
            code="ENDS_BEFORE_IT_BEGINS",
        )
