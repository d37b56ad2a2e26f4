"""Where each line of a file of entries goes: the same few categories, chosen a million times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from finally_cli.model.categories import Categories, Chosen, found, nearest_paths
from finally_cli.model.errors import BadUsage, Conflict, FinallyError
from finally_cli.model.text import listed, quoted

ADVISED = 100  # unknown categories that are compared with all others: it takes a millisecond each


@dataclass(frozen=True, slots=True)
class Place:
    """What the words of a line mean; `closed` is the first day from which nothing goes there."""

    chosen: Chosen
    category_id: str
    subcategory_id: str | None
    closed: str | None


class Places:
    """The categories of a user, by how a file writes them."""

    def __init__(self, categories: Categories) -> None:
        self.categories = categories
        self.advised = 0
        self.found = lru_cache(maxsize=4096)(self.find)
        self.refused = lru_cache(maxsize=4096)(self.refuse)

    def place(self, category: str, sub: str, month: str) -> Place:
        """What `FOOD` and `Groceries`, or `FOOD/Groceries` alone, mean in a month.

        `month` is its first day, as 2026-10-01. Raises BadUsage for what is unknown or closed.
        """
        place = self.found(category, sub)
        if isinstance(place, str):
            raise BadUsage(place)
        if place.closed is not None and month >= place.closed:
            raise BadUsage(self.refused(place, month))
        return place

    def find(self, category: str, sub: str) -> Place | str:
        """The place, or why there is none."""
        if not category.strip():
            return "the category is missing"
        if self.advised >= ADVISED and not found(self.categories.rows, category):
            return f"there is no category {quoted(category)}"
        try:
            chosen = self.categories.choose(category, sub if sub.strip() else None)
        except FinallyError as error:
            self.advised += 1
            return self.reason(error, category, sub)
        closings = [
            row.closed.isoformat()
            for row in (chosen.category, chosen.subcategory)
            if row is not None and row.closed is not None
        ]
        closed = min(closings, default=None)
        return Place(chosen, chosen.category_id, chosen.subcategory_id, closed)

    def refuse(self, place: Place, month: str) -> str:
        """Why nothing may go there in that month."""
        try:
            self.categories.refuse_closed(place.chosen, date.fromisoformat(month))
        except Conflict as error:
            return error.message
        raise AssertionError(f"{place.chosen.path} is open in {month}")

    def reason(self, error: FinallyError, category: str, sub: str) -> str:
        """What is wrong, with the nearest that there are."""
        match error.code:
            case "CATEGORY_NOT_FOUND":
                close = nearest_paths(category, self.categories.rows)
            case "SUBCATEGORY_NOT_FOUND":
                above = self.categories.choose(category).category.category
                rows = [row for row in self.categories.rows if row.subcategory]
                close = nearest_paths(sub, [row for row in rows if row.category == above])
            case "USAGE":
                return f"{quoted(category)} and {quoted(sub)} are two subcategories"
            case _:
                close = []
        return f"{error.message}; did you mean {listed(close)}?" if close else error.message
