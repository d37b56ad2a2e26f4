"""What the names and the content of a file say of its columns, its words and its lines."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import permutations

from finally_cli.model.bank.column_profile import ColumnProfile, is_day
from finally_cli.model.bank.column_roles import RoleFinder
from finally_cli.model.bank.csv_amounts import code_of
from finally_cli.model.bank.csv_shape import Shape
from finally_cli.model.bank.dates import without_accents
from finally_cli.model.bank.header_words import CLOSING, counterpart, says_pending, ways_of
from finally_cli.model.bank.hints import Choice, Question
from finally_cli.model.bank.layout import Columns, Layout, Words, clean_name, column_names
from finally_cli.model.bank.numbers import DecimalEvidence
from finally_cli.model.bank.places import Places, columns_of
from finally_cli.model.currency import CODES
from finally_cli.model.errors import BadFile
from finally_cli.model.text import quote

MONEY = ("amount", "money_in", "money_out", "balance", "fee")
MUST = ("day", "amount", "money_in", "money_out")


def layout_by_content(
    shape: Shape, profiles: list[ColumnProfile], given: Places
) -> tuple[Layout, list[Question], bool]:
    """The columns of a file that no built-in layout knows, what is open about them, and whether
    words beside the amounts say what their signs mean."""
    rows = [cells for cells in shape.dated() if len(cells) >= len(profiles)]
    finder = RoleFinder(profiles, rows)
    roles = finder.find(given)
    questions = []
    if not roles.get("day"):
        if not rows:
            raise BadFile(
                "the file names columns, and has no row below them",
                "Download it for days on which something was booked.",
                code="FILE_EMPTY",
            )
        raise BadFile("no column of the file holds days", "Say which one: --columns day=1")
    either, amounts = roles.pop("either", []), roles.pop("amounts", [])
    if either:
        one, two = (place + 1 for place in either)
        first, second = (sample(profiles[place]) for place in either)
        choices: tuple[Choice, ...] = (
            Choice(f"in={one},out={two}", f"{first} came in, {second} went out"),
            Choice(f"in={two},out={one}", f"{second} came in, {first} went out"),
        )
        text = f"amounts stand in column {one} or in column {two}: which of them came in?"
        questions.append(Question("columns", text, choices))
        roles["money_in"], roles["money_out"] = either[:1], either[1:]
    elif amounts:
        choices = tuple(
            Choice(f"amount={place + 1}", f"column {place + 1}: {sample(profiles[place])}")
            for place in amounts
        )
        text = f"amounts stand in columns {', '.join(str(place + 1) for place in amounts)}"
        questions.append(Question("columns", f"{text}: which is it?", choices))
        roles["amount"] = amounts[:1]
    if not any(roles.get(kind) for kind in ("amount", "money_in", "money_out")):
        raise BadFile("no column of the file holds amounts", "Say which one: --columns amount=3")
    header = tuple(clean_name(cell) for cell in shape.header)
    columns = columns_of(roles, header, Columns())
    layout = Layout(columns=columns, header=header)
    layout, open_words = with_words(layout, profiles, roles)
    money = [place for kind in MONEY for place in roles.get(kind, [])]
    return (
        replace(
            layout,
            sign="spending-positive" if finder.sense < 0 else "as-is",
            skip=lines_above(shape, roles["day"][0]),
            two_lines=has_two_lines(shape, roles, money),
            short_rows=has_short_rows(shape, roles),
            details=has_details(shape, roles),
            closing=closing_words(shape) if "balance" not in roles else "",
            currency="" if "currency" in roles else currency_of(profiles, money),
        ),
        questions + open_words,
        bool(finder.sense),
    )


def sample(profile: ColumnProfile) -> str:
    """The name of a column, or one of its cells."""
    amounts = sorted(value for value in profile.values if value.strip("0,. "))
    return quote(profile.name or next(iter(amounts), ""))


def with_words(
    layout: Layout, profiles: list[ColumnProfile], roles: Places
) -> tuple[Layout, list[Question]]:
    """The words of the flag column, and of rows that are not booked yet."""
    words, columns, questions = Words(), layout.columns, []
    if "flag" in roles:
        flag, amount = profiles[roles["flag"][0]], profiles[roles["amount"][0]]
        came, went, others = ways_of(list(flag.words))
        if flag.filled < amount.filled and not (came and went):
            came, went = (came, [""]) if came else ([""], went)
        came, went = came or counterpart(went), went or counterpart(came)
        words = replace(words, money_in=tuple(came), money_out=tuple(went))
        if not came or not went:
            shown = " or ".join(quote(word) for word in sorted(others)[:4])
            choices = tuple(
                Choice(f"in={one},out={two}", f"{quote(one)} came in, {quote(two)} went out")
                for one, two in permutations(sorted(others)[:3], 2)
            )
            text = f"{shown} stands beside each amount: which of them came in?"
            questions.append(Question("words", text, choices))
    day = profiles[roles["day"][0]]
    waiting = [word for word in day.words if says_pending(word)]
    if waiting and "state" not in roles:
        columns = replace(columns, state=columns.day[0])
        words = replace(words, pending=tuple(waiting))
    return replace(layout, columns=columns, words=words), questions


def lines_above(shape: Shape, day: int) -> int:
    """How many lines stand above the first row of a file without a header."""
    if shape.header:
        return 0
    for line, cells in shape.rows[:20]:
        cell = cells[day] if day < len(cells) else ""
        if is_day(cell.strip()) or says_pending(cell):
            return line - 1
    return 0


def has_two_lines(shape: Shape, roles: Places, money: list[int]) -> bool:
    """Whether most rows are followed by a line that has no day and no amount, and more text."""
    day, texts = roles["day"][0], roles.get("text", [])
    found = 0
    for _, cells in shape.rows:
        at = [cells[place].strip() if place < len(cells) else "" for place in (day, *money)]
        more = any(place < len(cells) and cells[place].strip() for place in texts)
        found += more and not any(at)
    return found * 2 > len(shape.dated()) > 0


def has_short_rows(shape: Shape, roles: Places) -> bool:
    """Whether rows, and not the last one alone, leave cells at their end out."""
    names = column_names(shape.header).values()
    least = max(place for kind in MUST for place in roles.get(kind, [0]))
    widths = [len(cells) for cells in shape.dated()[:-1]]
    return any(least < width <= max(names, default=0) for width in widths)


def has_details(shape: Shape, roles: Places) -> bool:
    """Whether there are rows with a day and without an amount, as there are parts of others."""
    found = [roles[kind][0] for kind in ("amount", "money_in", "money_out") if kind in roles]
    rows = [cells for cells in shape.dated() if len(cells) > max(found)]
    empty = sum(not any(cells[place].strip() for place in found) for cells in rows)
    return 0 < empty < len(rows)


def closing_words(shape: Shape) -> str:
    """Beside which words above the header a booked balance stands."""
    for word in CLOSING:
        for _, cells in shape.before:
            name = without_accents(clean_name(cells[0]))
            if name.startswith(word) and any(DecimalEvidence().add(cell) for cell in cells[1:]):
                return re.split(r"[\d:]", clean_name(cells[0]))[0].strip()
    return ""


def currency_of(profiles: list[ColumnProfile], money: list[int]) -> str:
    """The currency that the names of columns of amounts say, or the amounts themselves."""
    for place in money:
        for word in re.findall(r"\b[A-Z]{3}\b", profiles[place].name):
            if word in CODES:
                return str(word)
    symbols = {profiles[place].symbol for place in money} - {""}
    return (code_of(symbols.pop()) or "") if len(symbols) == 1 else ""
