"""How a layout is told to a person: each thing by the name of the option that says it."""

from __future__ import annotations

from dataclasses import fields

from finally_cli.model.bank.layout import NAMES, Columns, Layout, Words

DATES = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}
DECIMALS = {".": "a point: 1,234.56", ",": "a comma: 1.234,56"}
SIGNS = {
    "as-is": "above zero came in",
    "spending-positive": "above zero went out",
    "plus-is-in": "what has a plus or CR came in, the rest went out",
}
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "|"}
IF_CLEAR = "as long as there is one way to read them"


def layout_lines(layout: Layout) -> list[tuple[str, str]]:
    """What is kept of a layout, and how it is.

    >>> layout_lines(Layout(columns=Columns(day=("Date",), amount="Sum")))[2]
    ('columns', 'day=Date, amount=Sum')
    """
    lines = [
        ("encoding", layout.encoding),
        ("delimiter", DELIMITERS.get(layout.delimiter, layout.delimiter)),
        ("columns", columns_in_words(layout.columns)),
        ("dates", DATES.get(layout.dates or "", IF_CLEAR)),
        ("decimal", DECIMALS.get(layout.decimal or "", IF_CLEAR)),
    ]
    if layout.columns.amount is not None and layout.columns.flag is None:
        lines.append(("sign", SIGNS[layout.sign]))
    said = words_in_words(layout.words)
    if said:
        lines.append(("words", said))
    for what, how in (
        (layout.two_lines, "a line without a day has more of the text above"),
        (layout.out_has_minus, "money out is written below zero"),
        (layout.in_has_minus, "money in is written below zero"),
        (layout.skip, f"the first {layout.skip} lines are no rows"),
        (layout.balance_is_debt, "the balance is what is owed"),
        (layout.short_rows, "empty cells at the end of a row may be left out"),
        (layout.details, "a row without an amount is none"),
        (layout.closing, f"the balance at the end stands beside {layout.closing}"),
        (layout.currency, f"all amounts are in {layout.currency}"),
        (layout.name, f"known as a file of {layout.name}"),
    ):
        if what:
            lines.append(("besides", how))
    return lines


def columns_in_words(columns: Columns) -> str:
    """Columns as --columns takes them."""
    said = []
    for one in fields(columns):
        value = getattr(columns, one.name)
        listed = value if isinstance(value, tuple) else () if value is None else (value,)
        if listed:
            said.append(f"{NAMES.get(one.name, one.name)}={'+'.join(map(str, listed))}")
    return ", ".join(said)


def words_in_words(words: Words) -> str:
    """Words as --words takes them."""
    return ", ".join(
        f"{NAMES.get(one.name, one.name)}={'+'.join(getattr(words, one.name))}"
        for one in fields(words)
        if getattr(words, one.name)
    )
