"""The categories a user can choose from, and which of them a person means by what they typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from finally_cli.model.errors import BadUsage, Conflict, FinallyError, NotFound
from finally_cli.model.ids import SHORTEST
from finally_cli.model.kinds import Id, Month
from finally_cli.model.month import format_month
from finally_cli.model.text import did_you_mean, fold_name, quote, suggestions

LIKENESS = 0.6  # of what is proposed; there are fifty categories to be like
PATH = "/"  # FOOD/Groceries


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryListed:
    """A category, or a subcategory of one; `own` ones are the user's, the others are built in."""

    category: str
    subcategory: str | None
    name: str
    kind: str
    own: bool
    closed: Month | None
    id: Id

    @property
    def code(self) -> str:
        return self.subcategory or self.category

    @property
    def path(self) -> str:
        """How it is written where a category and its subcategories stand together."""
        return f"{self.category}{PATH}{self.subcategory}" if self.subcategory else self.category


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an income or an expense goes into."""

    category: CategoryListed
    subcategory: CategoryListed | None = None

    @property
    def path(self) -> str:
        return (self.subcategory or self.category).path

    @property
    def category_id(self) -> str:
        return self.category.id

    @property
    def subcategory_id(self) -> str | None:
        return self.subcategory.id if self.subcategory else None


def match_categories(rows: Iterable[CategoryListed], wanted: str) -> list[CategoryListed]:
    """The rows of that code; else of that name; else whose id begins so."""
    word = fold_name(wanted.strip())
    among = list(rows)
    return (
        [row for row in among if fold_name(row.code) == word]
        or [row for row in among if fold_name(row.name) == word]
        or [row for row in among if len(word) >= SHORTEST and row.id.startswith(word)]
    )


def find_categories(rows: Iterable[CategoryListed], wanted: str) -> list[CategoryListed]:
    """What `FOOD`, `Groceries` or `FOOD/Groceries` can mean, a category before subcategories."""
    among = list(rows)
    tops = [row for row in among if row.subcategory is None]
    within = [row for row in among if row.subcategory is not None]
    if fits := match_categories(tops, wanted) or match_categories(within, wanted):
        return fits
    above, slash, below = wanted.partition(PATH)
    codes = {(top.kind, top.category) for top in match_categories(tops, above)} if slash else set()
    return match_categories([row for row in within if (row.kind, row.category) in codes], below)


class Categories:
    """The categories of income, or those of expenses."""

    def __init__(self, kind: str, rows: Iterable[CategoryListed]) -> None:
        self.kind = kind
        self.rows = [row for row in rows if row.kind == kind]

    def choose(self, wanted: str, sub: str | None = None, month: date | None = None) -> Chosen:
        """The category of that code, name or id, with a subcategory where one is named.

        A subcategory may be named alone, or as FOOD/Groceries. Raises NotFound with the nearest
        ones, and Conflict for one that is closed in that month.
        """
        fits = find_categories(self.rows, wanted)
        if not fits:
            raise self.unknown(wanted)
        if len(fits) > 1:
            raise ambiguous(wanted, fits)
        chosen = self.of(fits[0])
        if sub is not None:
            chosen = within_itself(chosen, self.within(chosen, sub))
        if month is not None:
            self.refuse_closed(chosen, month)
        return chosen

    def of(self, row: CategoryListed) -> Chosen:
        """A row by itself, under the category that it is in."""
        if row.subcategory is None:
            return Chosen(row)
        above = next(
            top for top in self.rows if top.subcategory is None and top.category == row.category
        )
        return Chosen(above, row)

    def within(self, chosen: Chosen, sub: str) -> Chosen:
        """A chosen category with that subcategory of it. Raises NotFound where it has none."""
        own = [row for row in self.rows if row.subcategory and row.category == chosen.category.code]
        fits = match_categories(own, sub)
        if len(fits) == 1:
            return Chosen(chosen.category, fits[0])
        if fits:
            raise ambiguous(sub, fits)
        raise NotFound(
            f"there is no subcategory {quote(sub)} in {chosen.category.code}",
            f"{self.advice(sub, own)}See them all with: finally category list --kind {self.kind}",
            code="SUBCATEGORY_NOT_FOUND",
        )

    def refuse_closed(self, chosen: Chosen, month: date) -> None:
        """Raises Conflict where nothing may go in that month."""
        for row in (chosen.category, chosen.subcategory):
            if row is not None and row.closed is not None and month >= row.closed:
                raise Conflict(
                    f"{row.path} has been closed since {format_month(row.closed)}",
                    f"{self.advice(row.name, self.open_in(month))}"
                    f"To open it again: finally category reopen {row.path}",
                    code="CATEGORY_CLOSED",
                )

    def open_in(self, month: date) -> list[CategoryListed]:
        """The categories that something may go into in that month."""
        still_open = [row for row in self.rows if row.closed is None or month < row.closed]
        tops = {row.category for row in still_open if row.subcategory is None}
        return [row for row in still_open if row.category in tops]

    def unknown(self, wanted: str) -> FinallyError:
        """The refusal of one that is not there."""
        return NotFound(
            f"there is no category {quote(wanted)}",
            f"{self.advice(wanted, self.rows)}"
            f"See them all with: finally category list --kind {self.kind}",
            code="CATEGORY_NOT_FOUND",
        )

    def advice(self, wanted: str, among: list[CategoryListed]) -> str:
        """The nearest ones as a question, or nothing."""
        return did_you_mean(nearest_paths(wanted, among))


def within_itself(chosen: Chosen, narrowed: Chosen) -> Chosen:
    """The latter. Raises BadUsage where the two name different subcategories."""
    if chosen.subcategory not in (None, narrowed.subcategory):
        raise BadUsage(f"{chosen.path} and --sub name two subcategories", "Leave one of them out.")
    return narrowed


def nearest_paths(wanted: str, rows: Iterable[CategoryListed]) -> list[str]:
    """Up to three categories most like what was typed, by code or name."""
    paths: dict[str, str] = {}
    for row in rows:
        for word in (row.name, row.code, row.path):
            paths.setdefault(word, row.path)
    return list(dict.fromkeys(paths[word] for word in suggestions(wanted, list(paths), LIKENESS)))


def ambiguous(wanted: str, fits: list[CategoryListed]) -> NotFound:
    """The refusal of a word that could mean several."""
    kinds = len({row.kind for row in fits})
    return NotFound(
        f"{quote(wanted)} fits several categories",
        "Say which with --kind." if kinds > 1 else "Type its code, or more of its id.",
        code="CATEGORY_AMBIGUOUS",
    )


class CategoryKind(StrEnum):
    """What a category sorts."""

    ASSET = "asset"
    LIABILITY = "liability"
    INCOME = "income"
    EXPENSE = "expense"
