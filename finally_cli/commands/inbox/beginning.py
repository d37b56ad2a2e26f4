"""A category of either side by the beginning of its code or name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from finally_cli.commands.inbox.choice import Choice
from finally_cli.model.categories import CategoryListed, nearest_paths
from finally_cli.model.errors import NotFound
from finally_cli.model.text import did_you_mean, fold_name, or_list, quote

SIDES = ("income", "expense")


def beginning_so(rows: Iterable[CategoryListed], typed: str) -> list[CategoryListed]:
    """The rows of that code or name; else those whose code or name begins so."""
    word, among = fold_name(typed.strip()), list(rows)
    names = [(row, {fold_name(row.code), fold_name(row.name)}) for row in among]
    return [row for row, said in names if word in said] or [
        row for row, said in names if word and any(one.startswith(word) for one in said)
    ]


def choose_by_beginning(rows: Sequence[CategoryListed], typed: str, month: date) -> Choice:
    """What a row becomes of that month. Raises NotFound for none, and for several."""
    side, colon, word = typed.partition(":")
    sides = (side.strip().lower(),) if colon and side.strip().lower() in SIDES else SIDES
    wanted = word if colon and len(sides) == 1 else typed
    still_open = [
        row for row in rows if row.kind in sides and (row.closed is None or month < row.closed)
    ]
    above, slash, below = wanted.partition("/")
    fits = beginning_so([row for row in still_open if row.subcategory is None], above)
    if slash and fits:
        tops = {(row.kind, row.category) for row in fits}
        within = [
            row
            for row in still_open
            if row.subcategory is not None and (row.kind, row.category) in tops
        ]
        fits = beginning_so(within, below)
    elif not fits:
        fits = beginning_so([row for row in still_open if row.subcategory is not None], wanted)
    if not fits:
        raise NotFound(
            f"there is no category that begins with {quote(typed)}",
            f"{did_you_mean(nearest_paths(wanted, still_open))}? lists the other answers.",
            code="CATEGORY_NOT_FOUND",
        )
    if len(fits) > 1:
        paths = [f"{row.kind}:{row.path}" for row in fits[:5]]
        raise NotFound(
            f"{quote(typed)} begins several categories",
            f"Type more of it: {or_list(paths)}",
            code="CATEGORY_AMBIGUOUS",
        )
    row = fits[0]
    top = next(
        one
        for one in rows
        if one.kind == row.kind and one.category == row.category and one.subcategory is None
    )
    is_income = row.kind == "income"
    return Choice(
        decision="category",
        income_category_id=top.id if is_income else None,
        expense_category_id=None if is_income else top.id,
        subcategory_id=row.id if row.subcategory else None,
    )
