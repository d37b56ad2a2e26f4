"""The walk on books without open assets: it makes the first ones, each with its first value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from finally_cli.commands.command import Terminal
from finally_cli.commands.snapshot.questions import (
    NO_VALUE_MARKS,
    Answer,
    ExpectedAsset,
    Question,
    ValueQuestion,
    ask_line,
)
from finally_cli.model.categories import CategoryListed, match_categories, nearest_paths
from finally_cli.model.currency import parse_currency
from finally_cli.model.errors import FinallyError
from finally_cli.model.money import format_money
from finally_cli.model.month import format_month
from finally_cli.model.text import (
    did_you_mean,
    escape_controls,
    fold_name,
    or_list,
    parse_name,
    quote,
)
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from datetime import date

    from finally_cli.store.database import Database

HELP_NAME = (
    "  name    what you call it, such as Checking, World ETF or Mortgage\n"
    "  Enter   that is all; on the way back, the name stays\n"
    "  -       leave this one out\n"
    "  back    to the question before; what you have answered stays\n"
    "  ?       this text\n"
    "  Ctrl-C  stop; you are asked whether to keep what you have typed"
)
HELP_CURRENCY = (
    "  Enter   the currency in brackets\n"
    "  code    another one by its ISO 4217 code, such as EUR\n"
    "  back    to the question before"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsableRate:
    """What one unit of a currency is worth in another."""

    currency: str
    rate: Decimal


USABLE_RATE = Statement("fx/usable", UsableRate)


@dataclass(slots=True)
class FirstAssets:
    """What the books have before the first asset: names that are taken, categories, rates.

    `questions` is the walk's own list, which grows as assets are named.
    """

    month: date
    base_currency: str
    taken: set[str]
    categories: Sequence[CategoryListed]
    rates: dict[str, Decimal]
    questions: list[Question] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)

    def names_taken(self, but: Draft) -> set[str]:
        """Names that no other asset may have, folded."""
        drafts = (one for one in self.drafts if one is not but and not one.is_dropped)
        return self.taken | {fold_name(one.name) for one in drafts if one.name}

    def names_lost(self, db: Database) -> list[NameQuestion]:
        """The questions for names that somebody else has given meanwhile; those are taken now."""
        from finally_cli.commands.lookup import ASSET_NAMES

        before, self.taken = self.taken, {fold_name(row.asset) for row in db.all(ASSET_NAMES)}
        new = self.taken - before
        return [
            question
            for question in self.questions
            if isinstance(question, NameQuestion)
            and not question.is_dropped
            and fold_name(question.draft.name) in new
        ]

    def add_draft(self) -> None:
        """Ask for one more name after all that is asked so far."""
        draft = Draft(f"[{len(self.drafts) + 1}]", self.base_currency)
        self.drafts.append(draft)
        self.questions.append(NameQuestion(draft, self))


@dataclass(slots=True)
class Draft:
    """An asset that is being made."""

    place: str
    currency: str
    name: str = ""
    category: CategoryListed | None = None
    is_dropped: bool = False


@dataclass(slots=True, eq=False)
class DraftQuestion:
    """A question about an asset that is being made."""

    draft: Draft
    beginning: FirstAssets

    @property
    def is_dropped(self) -> bool:
        return self.draft.is_dropped

    def answer(self) -> Answer | None:
        return None  # the value's question answers for all of them


class NameQuestion(DraftQuestion):
    """Its name, by the rules of `asset add`; an empty one ends."""

    __slots__ = ()

    def ask(self, terminal: Terminal) -> None:
        draft = self.draft
        while True:
            known = f" ({draft.name})" if draft.name else ""
            typed = ask_line(terminal, f"{draft.place} Name{known}:", HELP_NAME, back=("back",))
            if typed in NO_VALUE_MARKS and draft.name:
                draft.is_dropped = True
                return
            typed = typed or draft.name
            if not typed or typed in NO_VALUE_MARKS:
                return
            try:
                name = parse_name(typed)
            except FinallyError as error:
                terminal.tell(f"  {error.message}. {error.hint}")
                continue
            if fold_name(name) in self.beginning.names_taken(draft):
                terminal.tell(
                    f"  There is already an asset named {quote(name)}. Take another name."
                )
                continue
            if not draft.name:
                self.beginning.questions += [
                    CategoryQuestion(draft, self.beginning),
                    CurrencyQuestion(draft, self.beginning),
                    FirstValue(draft, self.beginning),
                ]
                self.beginning.add_draft()
            draft.name = name
            return


class CategoryQuestion(DraftQuestion):
    """Its category, by number, code or name, or by how one of these begins."""

    __slots__ = ()

    def ask(self, terminal: Terminal) -> None:
        draft, rows = self.draft, self.beginning.categories
        if draft is self.beginning.drafts[0] and draft.category is None:
            terminal.tell(category_list(rows), hang=6)
        known = f" ({draft.category.code})" if draft.category else ""
        while True:
            typed = ask_line(
                terminal,
                f"{draft.place} Category{known}, by number or name:",
                f"{category_list(rows)}\n  back    to the question before",
            )
            if not typed and draft.category:
                return
            fits = suggest_categories(rows, typed)
            if len(fits) == 1:
                draft.category = fits[0]
                return
            terminal.tell(f"  {category_refusal(rows, typed, fits)}")


class CurrencyQuestion(DraftQuestion):
    """Its currency: the user's own, or another."""

    __slots__ = ()

    def ask(self, terminal: Terminal) -> None:
        draft = self.draft
        while True:
            typed = ask_line(terminal, f"{draft.place} Currency ({draft.currency}):", HELP_CURRENCY)
            try:
                draft.currency = parse_currency(typed) if typed else draft.currency
            except FinallyError as error:
                terminal.tell(f"  {error.message}. {error.hint}")
            else:
                return


class FirstValue(ValueQuestion):
    """What it is worth in its first month; a dash makes the asset without a value."""

    __slots__ = ("beginning", "draft")

    def __init__(self, draft: Draft, beginning: FirstAssets) -> None:
        self.draft, self.beginning = draft, beginning
        super().__init__(self.as_expected(), draft.place, beginning.base_currency)

    @property
    def is_dropped(self) -> bool:
        return self.draft.is_dropped

    def as_expected(self) -> ExpectedAsset:
        """The draft as an asset that has no id yet."""
        draft, category = self.draft, self.draft.category
        return ExpectedAsset(
            id="",
            asset=draft.name,
            category=category.code if category else "",
            kind=category.kind if category else "",
            currency=draft.currency,
            value=None,
            carried=None,
            last_month=None,
            last_value=None,
            rate=self.beginning.rates.get(draft.currency),
        )

    def ask(self, terminal: Terminal) -> None:
        before, self.asset = self.asset, self.as_expected()
        if self.asset.currency != before.currency:
            self.answered, self.has_answered = None, False
        super().ask(terminal)

    def answer(self) -> Answer | None:
        if self.draft.is_dropped or not self.has_answered:
            return None
        made = self.as_expected()
        value, rate = (self.answered.value, self.answered.rate) if self.answered else (None, None)
        return Answer(made, value, rate)

    def name_and_value(self) -> str:
        what = "Owed" if self.asset.is_debt else "Value"
        return f"{what} in {self.asset.currency}"

    def default_text(self) -> str:
        if not self.has_answered:
            return ""
        value = self.answered.value if self.answered else None
        return " (none)" if value is None else f" ({format_money(value)})"


def start_first_assets(db: Database, month: date) -> FirstAssets:
    """What the first assets are made with, read from the books; it has its first question."""
    from finally_cli.commands.lookup import ASSET_NAMES, CATEGORIES

    own = db.user.base_currency
    begun = FirstAssets(
        month,
        own,
        taken={fold_name(row.asset) for row in db.all(ASSET_NAMES)},
        categories=[
            row for row in db.all(CATEGORIES, kind=None) if row.kind in ("asset", "liability")
        ],
        rates={row.currency: row.rate for row in db.all(USABLE_RATE, month=month, to_currency=own)},
    )
    begun.add_draft()
    return begun


def greeting(begun: FirstAssets) -> str:
    """What is said before the first name is asked for."""
    nothing = "No asset is open" if begun.taken else "There are no assets"
    month = format_month(begun.month)
    return (
        f"{nothing} in {month} yet. Name what you own and what you owe; an empty name ends,"
        " ? explains."
    )


def category_list(rows: Sequence[CategoryListed]) -> str:
    """The categories with their numbers, debts named as such."""
    codes = max(len(row.code) for row in rows)
    lines = []
    for number, row in enumerate(rows, start=1):
        debt = " (owed)" if row.kind == "liability" else ""
        lines.append(f"  {number:>2}  {row.code:<{codes}}  {escape_controls(row.name)}{debt}")
    return "\n".join(lines)


def suggest_categories(rows: Sequence[CategoryListed], typed: str) -> list[CategoryListed]:
    """The category of that number, code or name; else all whose code or name begins so."""
    if typed.isascii() and typed.isdecimal():
        number = int(typed) if len(typed) < 6 else 0
        return [rows[number - 1]] if 1 <= number <= len(rows) else []
    word = fold_name(typed)
    return match_categories(rows, typed) or [
        row
        for row in rows
        if word and any(fold_name(name).startswith(word) for name in (row.code, row.name))
    ]


def category_refusal(
    rows: Sequence[CategoryListed], typed: str, fits: Sequence[CategoryListed]
) -> str:
    """Why that names no one category."""
    if not typed:
        return f"Type a number from 1 to {len(rows)}, or a name; ? lists them."
    if fits:
        return f"{quote(typed)} can be {or_list([row.code for row in fits])}."
    meant = did_you_mean(nearest_paths(typed, rows))
    return f"There is no category {quote(typed)}. {meant}? lists them."
