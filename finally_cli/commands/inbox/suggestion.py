"""What a bank row that waits probably is.

An entry that is there, a transfer, what was chosen of rows like it, or what its file calls it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finally_cli.commands.inbox.choice import Choice
from finally_cli.commands.inbox.rows import WaitingRow
from finally_cli.commands.lookup import CATEGORIES
from finally_cli.commands.rule.action import into_category
from finally_cli.model.categories import PATH, Categories, find_categories
from finally_cli.model.kinds import Code, Id
from finally_cli.model.month import add_months, this_month
from finally_cli.model.month_begins import month_of_day
from finally_cli.model.rules import in_words
from finally_cli.model.text import escape_controls
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

MONTHS = 24  # that are looked back on
CHOICES = 5000  # of them at most
FEWEST, MOST = 2, 3  # words with which texts that are alike begin


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenByHand:
    """What was chosen of a bank row."""

    text: str
    decision: str
    becomes: str
    income_category_id: Code | None
    expense_category_id: Code | None
    subcategory_id: Code | None
    asset_id: Code | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """An entry that may be what a bank row says."""

    row_id: Id
    noun: str
    id: Id


class Suggestion(NamedTuple):
    """What is offered for a row, and in a few words."""

    choice: Choice
    words: str


CHOSEN = Statement("inbox/choices", ChosenByHand)
TWINS = Statement("inbox/twins", Twin)


def beginnings(text: str) -> list[str]:
    """The words with which a text begins, the most first; a number says nothing of who it is.

    >>> beginnings("REWE Markt 4711 Köln sagt Danke")
    ['rewe markt köln', 'rewe markt']
    >>> beginnings("Netflix")
    ['netflix']
    """
    words = [word for word in in_words(text).split() if not any(map(str.isdigit, word))]
    longest = min(MOST, len(words))
    return [" ".join(words[:n]) for n in range(longest, min(FEWEST, longest) - 1, -1) if n]


class Suggestions:
    """What was chosen by hand of late, and the entries that rows may be."""

    def __init__(self, db: Database, first: date | None = None, last: date | None = None) -> None:
        """For rows between two days; None is open."""
        self.begins = db.user.month_begins
        self.twins = {
            twin.row_id: twin
            for twin in db.all(TWINS, base_currency=db.user.base_currency, first=first, last=last)
        }
        self.alike: dict[str, ChosenByHand | None] = {}
        categories = db.all(CATEGORIES, kind=None)
        self.sides = {kind: Categories(kind, categories) for kind in ("income", "expense")}
        since = add_months(this_month(), -MONTHS)
        for one in db.all(CHOSEN, since=since, limit=CHOICES):
            self.learn(one)

    def learn(self, one: ChosenByHand) -> None:
        """Take a choice into account: where two differ, words say nothing."""
        for words in beginnings(one.text):
            known = self.alike.setdefault(words, one)
            if known is not None and known.becomes != one.becomes:
                self.alike[words] = None

    def of(self, row: WaitingRow) -> Suggestion | None:
        """What is offered for a row; None where nothing is like it."""
        twin = self.twins.get(row.id)
        if twin is not None:
            words = f"the {twin.noun} {twin.id[:8]}"
            return Suggestion(Choice(decision="twin", noun=twin.noun, other_id=twin.id), words)
        if row.other_id is not None:
            day = row.other_day.isoformat() if row.other_day else ""
            words = f"transfer with {escape_controls(row.other_source or '')} of {day}"
            return Suggestion(Choice(decision="transfer", other_id=row.other_id), words)
        for words in beginnings(row.text):
            one = self.alike.get(words)
            if one is not None:
                choice = Choice(
                    decision=one.decision,
                    income_category_id=one.income_category_id,
                    expense_category_id=one.expense_category_id,
                    subcategory_id=one.subcategory_id,
                    asset_id=one.asset_id,
                )
                return Suggestion(choice, escape_controls(one.becomes))
        return self.as_its_file_says(row)

    def as_its_file_says(self, row: WaitingRow) -> Suggestion | None:
        """The category of the books that a file names as another program does: Food:Groceries.

        Where both sides have it, the amount says which.
        """
        if not row.bank_category:
            return None
        word = PATH.join(part.strip() for part in row.bank_category.split(":"))
        for kind in ("income", "expense") if row.amount > 0 else ("expense", "income"):
            side = self.sides[kind]
            found = find_categories(side.open_in(month_of_day(row.day, self.begins)), word)
            if len(found) == 1:
                made = into_category(side.of(found[0]))
                choice = Choice(
                    decision="category",
                    income_category_id=made.income_category_id,
                    expense_category_id=made.expense_category_id,
                    subcategory_id=made.subcategory_id,
                )
                return Suggestion(choice, escape_controls(found[0].path))
        return None
