"""finally recurring edit: what was posted stays as it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from finally_cli.commands.command import writes
from finally_cli.commands.items.edit import choose_category
from finally_cli.commands.lookup import categories_of
from finally_cli.commands.options import CategoryOption, NoteOption, SubOption
from finally_cli.commands.recurring.arguments import (
    NEVER,
    AmountAnew,
    DayAnew,
    EveryAnew,
    IdArgument,
    NoSkipOption,
    SinceOption,
    SkipOption,
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
from finally_cli.commands.recurring.rhythm import (
    NO_DAY,
    DueDay,
    first_due,
    is_weekly,
    month_of,
    refuse_day_of_weeks,
)
from finally_cli.commands.recurring.skips import refuse_both, skip_all, unskip_all
from finally_cli.commands.recurring.terms import end_terms, first_to_change, keep_terms, start_terms
from finally_cli.model.categories import Chosen
from finally_cli.model.errors import BadUsage, Refused
from finally_cli.model.month import add_months, format_month, today
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
    day: int | None = None
    first_month: date | None = None
    last_month: date | None = None
    is_endless: bool = False
    is_dayless: bool = False

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
    day: DayAnew = None,
    since: SinceOption = None,
    last: UntilOption = None,
    note: NoteOption = None,
    skip: SkipOption = None,
    no_skip: NoSkipOption = None,
) -> Result:
    """Change what comes from a month on; what was posted, or is due already, stays as it is.

    With another --every it begins anew in that month. With --from alone, its beginning moves.
    What is skipped is neither posted nor due.

    Examples:
        finally recurring edit 97575c86 --amount 160 --from 2027-01
        finally recurring edit "World fund" --skip 2027-03
    """
    skips, unskips = skip or [], no_skip or []
    given = (amount, category, sub, every, day, since, last, note)
    is_edited = any(one is not None for one in given)
    if not (is_edited or skips or unskips):
        raise BadUsage("there is nothing to change", "See: finally recurring edit --help")
    refuse_backwards(since and month_of(since), last)
    refuse_both(skips, unskips)
    before = find_recurring(db, id)
    currency = db.user.base_currency
    rows, told = [as_it_is(before)], list[str]()
    if is_edited:
        asked = Change(amount, category, sub, every, day, since, last, note)
        rows, told = change(db, before, asked)
    told += unskip_all(db, before, unskips) + skip_all(db, before, skips)
    return Result(Recurring, rows, "Changed", about={"currency": currency}, sentences=told)


class Change(NamedTuple):
    """What was typed of another item; None leaves a thing as it is."""

    amount: Decimal | None
    category: str | None
    sub: str | None
    every: str | None
    day: int | None
    since: date | None
    last: date | None
    note: str | None

    @property
    def moves(self) -> bool:
        """Whether --from says when it begins, and not from when on it is another."""
        others = (self.amount, self.category, self.sub, self.day, self.note)
        return all(given is None for given in others)


def change(
    db: Database, before: RecurringListed, asked: Change
) -> tuple[list[Recurring], list[str]]:
    """Make another of an item from a month on; how it is now, and what is told of it."""
    every, last = asked.every, asked.last
    ends = before.last_month if last is None else None if last == NEVER else last
    chosen = chosen_for(db, before, asked.category, asked.sub, ends)
    has_new_rhythm = every not in (None, before.every)
    moves = has_new_rhythm or asked.moves
    day = day_of_change(before, asked, begins=moves)
    since = asked.since and month_of(asked.since)
    refuse_end_before_beginning(since or before.first_month, ends, is_raise=not moves)
    ending = Edit(last_month=None if last is None else ends, is_endless=last == NEVER)
    if last is not None and ends is not None:
        end_terms(db, before, ends)
    if last is not None and (ends is None or ends >= before.first_month):
        ending.run(db, before.id)  # what is due until then is looked for below
    changes = has_new_rhythm or is_another(before, asked.amount, chosen, asked.note, day)
    if since is None and (changes or not moves):
        # Also where it is so already, but from a later month on.
        since = first_to_change(db, before, is_another=changes)
    is_kept = False
    if since is not None and (has_new_rhythm or not moves):
        end_terms(db, before, add_months(since, -1))
        is_kept = changes and keep_terms(db, before, add_months(since, -1))
    elif since is not None:
        start_terms(db, before, since, day)
    rows = replace(
        ending,
        category_id=chosen.category_id if chosen else None,
        subcategory_id=chosen.subcategory_id if chosen else None,
        amount=asked.amount,
        note=asked.note,
        every=every,
        day=day or None,
        is_dayless=day == NO_DAY,
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
    return rows, told


def day_of_change(before: RecurringListed, asked: Change, *, begins: bool) -> int | None:
    """The day that it gets: NO_DAY for none any more, and None where it keeps what it has.

    `begins` says that --from is when it begins anew. Raises BadUsage for a day that says nothing,
    and where weeks would be counted from none.
    """
    every = asked.every or before.every
    has_new_rhythm = every != before.every
    if isinstance(asked.since, DueDay) and not begins:
        raise BadUsage(
            f"a change holds from a month on, and {asked.since.isoformat()} is a day",
            f"Name the month: --from {format_month(asked.since)}",
        )
    if is_weekly(every):
        refuse_day_of_weeks(every, asked.day)
        if has_new_rhythm or (begins and asked.since is not None):
            if asked.since is None:
                raise BadUsage(
                    f"every {every} is counted from a day",
                    f"Name the first one: --from {today().isoformat()}",
                )
            return first_due(every, asked.since, None)[1]
        return None
    if isinstance(asked.since, DueDay):
        return first_due(every, asked.since, asked.day or None)[1]
    if asked.day is None and has_new_rhythm and is_weekly(before.every):
        return NO_DAY
    return asked.day


def as_it_is(item: RecurringListed) -> Recurring:
    """An item that is not changed, as one that is."""
    return Recurring(**{field.name: getattr(item, field.name) for field in fields(Recurring)})


def is_another(
    before: RecurringListed,
    amount: Decimal | None,
    chosen: Chosen | None,
    note: str | None,
    day: int | None,
) -> bool:
    """Whether what is posted becomes another: its amount, its category, its note or its day."""
    now = (
        before.amount if amount is None else amount,
        (before.category, before.subcategory) if chosen is None else codes_of(chosen),
        before.note if note is None else note or None,
        before.day if day is None else day or None,
    )
    was = (before.amount, (before.category, before.subcategory), before.note, before.day)
    return now != was


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


def refuse_end_before_beginning(first: date, last: date | None, *, is_raise: bool) -> None:
    """Raises Refused where one of the two that was given stands against the other as it is."""
    if last and last < first and is_raise:
        raise Refused(
            f"it ends in {format_month(last)}, and would be another from {format_month(first)} on",
            "Name a month before its end, or another end: --until never takes it away.",
            code="ENDS_BEFORE_IT_BEGINS",
        )
    if last and last < first:
        raise Refused(
            f"it would end in {format_month(last)}, before it begins in {format_month(first)}",
            "Give both --from and --until; --until never takes the end away.",
            code="ENDS_BEFORE_IT_BEGINS",
        )
